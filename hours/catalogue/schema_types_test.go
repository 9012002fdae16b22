package catalogue_test

import (
	"encoding"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// node is a part of the schema.
type node map[string]any

type schemaText struct {
	root node
	seen map[reflect.Type]bool
	t    *testing.T
}

func readSchema(t *testing.T) *schemaText {
	t.Helper()
	content, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	s := &schemaText{t: t, seen: map[reflect.Type]bool{}}
	require.NoError(t, json.Unmarshal(content, &s.root))
	return s
}

// at returns a part, behind its reference; of several shapes, the one with keys.
func (s *schemaText) at(part any) node {
	n := node(part.(map[string]any))
	if name, ok := n["$ref"].(string); ok {
		return s.at(s.root["$defs"].(map[string]any)[strings.TrimPrefix(name, "#/$defs/")])
	}
	if shapes, ok := n["oneOf"].([]any); ok && n["properties"] == nil {
		for _, shape := range shapes {
			if found := s.at(shape); found["properties"] != nil {
				return found
			}
		}
	}
	return n
}

// The keys of the schema are those of the Go types, level by level: neither has one
// that the other lacks.
func TestSchemaHasTheKeysOfTheTypes(t *testing.T) {
	s := readSchema(t)
	keys := slices.Sorted(maps.Keys(s.root["properties"].(map[string]any)))
	want := append(slices.Collect(maps.Keys(fieldsOf(reflect.TypeFor[hours.Regulation]()))), "cases")
	slices.Sort(want)
	require.Equal(t, want, keys)
	s.agree("version", map[string]any{"$ref": "#/$defs/version"}, reflect.TypeFor[hours.Version]())
	s.agree("case", map[string]any{"$ref": "#/$defs/case"}, reflect.TypeFor[catalogue.Case]())
	for _, reached := range []reflect.Type{
		reflect.TypeFor[hours.Amount](), reflect.TypeFor[hours.Instead](), reflect.TypeFor[hours.Threshold](),
		reflect.TypeFor[hours.Every](), reflect.TypeFor[cycle.Cohort](), reflect.TypeFor[catalogue.Expectation](),
	} {
		require.True(t, s.seen[reached], reached.String())
	}
}

func (s *schemaText) agree(where string, part any, kind reflect.Type) {
	switch kind.Kind() {
	case reflect.Pointer:
		s.agree(where, part, kind.Elem())
		return
	case reflect.Slice:
		items, ok := s.at(part)["items"]
		require.True(s.t, ok, where+" is a list")
		s.agree(where, items, kind.Elem())
		return
	case reflect.Map:
		values, ok := s.at(part)["additionalProperties"].(map[string]any)
		require.True(s.t, ok, where+" has keys of its own")
		s.agree(where, values, kind.Elem())
		return
	case reflect.Struct:
	default:
		require.NotContains(s.t, s.at(part), "properties", where)
		return
	}
	n := s.at(part)
	if scalar(kind) {
		require.NotContains(s.t, n, "properties", where)
		return
	}
	require.Equal(s.t, false, n["additionalProperties"], where)
	fields, properties := fieldsOf(kind), n["properties"].(map[string]any)
	require.Equal(s.t, slices.Sorted(maps.Keys(fields)), slices.Sorted(maps.Keys(properties)), where+" is "+kind.String())
	if s.seen[kind] {
		return
	}
	s.seen[kind] = true
	for key, field := range fields {
		s.agree(where+"."+key, properties[key], field)
	}
}

// scalar reports a struct that documents write as a text, or as another thing than
// its fields.
func scalar(kind reflect.Type) bool {
	_, text := reflect.New(kind).Interface().(encoding.TextUnmarshaler)
	return text || kind == reflect.TypeFor[hours.Relieved]()
}

// fieldsOf returns the keys that documents have for a type: the tag of YAML or the
// name in lower case, and those of what is inlined.
func fieldsOf(kind reflect.Type) map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for i := range kind.NumField() {
		f := kind.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case rest == "inline":
			maps.Copy(all, fieldsOf(f.Type))
		case name == "":
			all[strings.ToLower(f.Name)] = f.Type
		default:
			all[name] = f.Type
		}
	}
	return all
}

// every calls f for each part of the schema that is an object.
func (s *schemaText) every(f func(node)) {
	var walk func(any)
	walk = func(part any) {
		switch part := part.(type) {
		case map[string]any:
			f(part)
			for _, child := range part {
				walk(child)
			}
		case []any:
			for _, child := range part {
				walk(child)
			}
		}
	}
	walk(map[string]any(s.root))
}

// What has keys refuses others, and says in words what each of them is.
func TestSchemaRefusesOtherKeysEverywhere(t *testing.T) {
	s := readSchema(t)
	for name, part := range s.root["$defs"].(map[string]any) {
		d := part.(map[string]any)
		require.NotEmpty(t, d["title"], name)
		require.NotEmpty(t, d["description"], name)
	}
	s.every(func(n node) {
		properties, ok := n["properties"].(map[string]any)
		if !ok || n["type"] != "object" {
			return // a condition on what another part describes
		}
		require.Equal(t, false, n["additionalProperties"])
		for key, part := range properties {
			require.NotEmpty(t, part.(map[string]any)["description"], key)
		}
	})
}

// The choices of the schema are the constants of Go.
func TestSchemaHasTheChoicesOfTheTypes(t *testing.T) {
	s := readSchema(t)
	for where, want := range map[string][]any{
		"version.selectedBy":      {hours.ByPeriodStart, hours.ByPeriodEnd, hours.ByAdmission},
		"calendar.anchor":         {cycle.ByAdmission, cycle.ByBirthday, cycle.ByBirthMonth},
		"calendar.parity":         {cycle.EvenYear, cycle.OddYear},
		"proration.count":         {hours.MonthsWhole, hours.MonthsCalendar, hours.MonthsTouched, hours.ByDays},
		"exemptionRule.count":     {hours.MonthsWhole, hours.MonthsCalendar, hours.MonthsTouched},
		"exemptionRule.effect":    {hours.PerMonth, hours.ByShare, hours.AllOfIt, hours.FlatHours},
		"rounding.way":            {hours.Up, hours.Down, hours.Nearest},
		"again.within":            {hours.WithinPeriod, hours.Ever},
		"mostEach.by":             {hours.ByContent, hours.ByProvider},
		"carryOver.use":           {hours.UseFirst, hours.UseLast},
		"carryOver.needs":         {hours.NeedsAll, hours.NeedsTotal},
		"counting.from":           {hours.FromEntry, hours.FromPeriod},
		"counting.day":            {hours.LastDay, hours.FirstDay},
		"evidenceRule.unproduced": {hours.Void, hours.InDefault},
		"defaultRule.from":        {hours.FromNotification, hours.FromReceipt},
		"defaultRule.after":       {hours.DefaultFirst, hours.DefaultOnly},
		"expectation.status":      statuses(),
		"condition.entered":       {"admission", "readmission"},
		"caseStay.entry":          {"admission", "readmission"},
		"caseDeclaration.state":   {"counted", "pending", "refused"},
	} {
		def, key, _ := strings.Cut(where, ".")
		properties := s.at(map[string]any{"$ref": "#/$defs/" + def})["properties"].(map[string]any)
		var texts []any
		for _, w := range want {
			texts = append(texts, reflect.ValueOf(w).String())
		}
		require.ElementsMatch(t, texts, s.at(properties[key])["enum"], where)
	}
}

func statuses() []any {
	var all []any
	for _, status := range hours.Statuses() {
		all = append(all, status)
	}
	return all
}

var (
	quoted = regexp.MustCompile("`[^`\n]+`")
	word   = regexp.MustCompile(`[A-Za-z][A-Za-z-]*`)
)

// Every key and every choice of the schema stands in backquotes on the page.
func TestPageNamesEveryKeyOfTheSchema(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	// An example in a block of code is not the description of a key.
	text := regexp.MustCompile("(?s)```yaml.*?```").ReplaceAllString(string(page), "")
	named := map[string]bool{}
	for _, span := range quoted.FindAllString(text, -1) {
		for _, w := range word.FindAllString(span, -1) {
			named[w] = true
		}
	}
	readSchema(t).every(func(n node) {
		properties, _ := n["properties"].(map[string]any)
		for key := range properties {
			require.True(t, named[key], "key %s", key)
		}
		choices, _ := n["enum"].([]any)
		for _, choice := range choices {
			require.True(t, choice == "" || named[choice.(string)], "choice %s", choice)
		}
	})
}
