package reference

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// schema is what descriptions use of JSON Schema (2020-12).
type schema struct {
	Ref                  string `json:"$ref"`
	Type                 kinds
	Description          string
	Enum                 []json.RawMessage
	Const                json.RawMessage
	Examples             []json.RawMessage
	Default              json.RawMessage
	Format, Pattern      string
	Minimum, Maximum     *json.Number
	MinLength, MaxLength *json.Number
	MinItems, MaxItems   *json.Number
	MinProperties        *json.Number
	ContentMediaType     string
	Properties           map[string]schema
	Required             []string
	// AdditionalProperties is true, false or the schema of the values.
	AdditionalProperties json.RawMessage
	Items                *schema
	AllOf, OneOf, AnyOf  []schema
}

// kinds are the types of JSON that a value may have; a description says one as text.
type kinds []string

// UnmarshalJSON reads one or several.
func (k *kinds) UnmarshalJSON(text []byte) error {
	if text[0] == '[' {
		return json.Unmarshal(text, (*[]string)(k))
	}
	*k = kinds{""}
	return json.Unmarshal(text, &(*k)[0])
}

// keywords are the members of a schema that are read.
var keywords = []string{
	"$ref", "type", "description", "enum", "const", "examples", "default", "format", "pattern", "minimum", "maximum",
	"minLength", "maxLength", "minItems", "maxItems", "minProperties", "contentMediaType", "properties", "required",
	"additionalProperties", "items", "allOf", "oneOf", "anyOf",
}

// UnmarshalJSON refuses keywords that would otherwise be left off the page.
func (s *schema) UnmarshalJSON(text []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return err
	}
	for name := range members {
		if !slices.Contains(keywords, name) {
			return fmt.Errorf("a schema with %q is not shown", name)
		}
	}
	type plain schema
	return json.Unmarshal(text, (*plain)(s))
}

// shape reads a schema whole.
func (r *reader) shape(name string, s schema, uses map[string]bool) Shape {
	made := Shape{Name: name, Description: s.Description, Type: r.pieces(s, uses)}
	made.Rows = r.rows("", s, uses)
	return made
}

// shapes reads the schemas that are used, and those that they use.
func (r *reader) shapes(uses map[string]bool) []Shape {
	done := map[string]Shape{}
	for len(done) < len(uses) {
		for _, name := range sorted(uses) {
			if _, had := done[name]; !had {
				done[name] = r.shape(name, r.Components.Schemas[name], uses)
			}
		}
	}
	var all []Shape
	for _, name := range sorted(done) {
		all = append(all, done[name])
	}
	return all
}

// rows reads the properties of a schema and of the objects within it that have no name.
func (r *reader) rows(prefix string, s schema, uses map[string]bool) []Row {
	var all []Row
	required := slices.Clone(s.Required)
	slices.Sort(required)
	names := sorted(s.Properties)
	slices.SortStableFunc(names, func(a, b string) int {
		return strings.Compare(fmt.Sprint(!slices.Contains(required, a)), fmt.Sprint(!slices.Contains(required, b)))
	})
	for _, name := range names {
		p := s.Properties[name]
		all = append(all, Row{Name: prefix + name, Required: slices.Contains(required, name), Type: r.pieces(p, uses), Description: p.Description})
		all = append(all, r.rows(prefix+name+".", p, uses)...)
	}
	if s.Items != nil {
		all = append(all, r.rows(strings.TrimSuffix(prefix, ".")+"[].", *s.Items, uses)...)
	}
	if values := r.values(s); values != nil {
		all = append(all, r.rows(prefix+"*.", *values, uses)...)
	}
	for _, part := range slices.Concat(s.AllOf, s.OneOf, s.AnyOf) {
		if part.Description != "" && len(part.Properties) == 0 && part.Ref == "" {
			all = append(all, Row{Name: strings.TrimSuffix(prefix, "."), Type: r.pieces(part, uses), Description: part.Description})
		}
		all = append(all, r.rows(prefix, part, uses)...)
	}
	return all
}

// values is the schema of the values of an object whose names are free; nil where they
// are not, or of any kind.
func (r *reader) values(s schema) *schema {
	text := string(s.AdditionalProperties)
	if text == "" || text == "true" || text == "false" {
		return nil
	}
	var values schema
	r.decode(s.AdditionalProperties, &values, "additionalProperties")
	return &values
}

// pieces says the type of a schema.
func (r *reader) pieces(s schema, uses map[string]bool) []Piece {
	switch {
	case s.Ref != "":
		follow(r, r.Components.Schemas, "schemas", s.Ref)
		name := s.Ref[strings.LastIndex(s.Ref, "/")+1:]
		uses[name] = true
		return []Piece{{Name: name}}
	case len(s.AllOf) > 0:
		all := r.joined(And, s.AllOf, uses)
		if narrowed := s.narrowed(); len(narrowed) > 0 {
			all[len(all)-1].Limit = "required: " + strings.Join(narrowed, ", ")
		}
		return all
	case len(s.OneOf) > 0:
		return r.joined(Or, s.OneOf, uses)
	case len(s.AnyOf) > 0 && len(s.Properties) == 0:
		return r.joined(Or, s.AnyOf, uses)
	case len(s.Enum) > 0:
		values := make([]string, len(s.Enum))
		for i, value := range s.Enum {
			values[i] = string(value)
		}
		return []Piece{{Code: strings.Join(values, " | ")}}
	case len(s.Const) > 0:
		return []Piece{{Code: string(s.Const)}}
	case s.Items != nil:
		list := []Piece{{Word: ListOf}}
		if limits := s.limits(); limits != "" {
			list = []Piece{{Word: ListOf, Limit: limits}}
		}
		return append(list, r.pieces(*s.Items, uses)...)
	case r.values(s) != nil:
		return append([]Piece{{Word: MapOf}}, r.pieces(*r.values(s), uses)...)
	case len(s.Type) == 0 && len(s.Properties) > 0:
		return []Piece{{Code: "object"}}
	case len(s.Type) == 0:
		return []Piece{{Word: Anything}}
	}
	var all []Piece
	for i, kind := range s.Type {
		if i > 0 {
			all = append(all, Piece{Word: Or})
		}
		all = append(all, Piece{Code: kind, Limit: s.limits()})
	}
	return all
}

func (r *reader) joined(with Word, parts []schema, uses map[string]bool) []Piece {
	var all []Piece
	for i, part := range parts {
		if i > 0 {
			all = append(all, Piece{Word: with})
		}
		all = append(all, r.pieces(part, uses)...)
	}
	return all
}

// narrowed are the properties that a schema requires of the one that it is made of, without
// saying more of them.
func (s schema) narrowed() []string {
	return slices.DeleteFunc(slices.Clone(s.Required), func(name string) bool {
		_, said := s.Properties[name]
		return said
	})
}

// limits says what narrows a type, in the words of JSON Schema.
func (s schema) limits() string {
	var all []string
	say := func(name, value string) {
		if value != "" {
			all = append(all, name+": "+value)
		}
	}
	number := func(name string, value *json.Number) {
		if value != nil {
			say(name, value.String())
		}
	}
	say("format", s.Format)
	say("pattern", s.Pattern)
	number("minimum", s.Minimum)
	number("maximum", s.Maximum)
	number("minLength", s.MinLength)
	number("maxLength", s.MaxLength)
	number("minItems", s.MinItems)
	number("maxItems", s.MaxItems)
	number("minProperties", s.MinProperties)
	say("contentMediaType", s.ContentMediaType)
	say("default", string(s.Default))
	return strings.Join(all, ", ")
}
