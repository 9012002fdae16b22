// Package reference reads the OpenAPI description of an API into what a page of
// reference needs: nouns, their operations, and for each of these its parameters, its
// bodies as tables, its answers and a command to try it with.
//
// Start with [Parse]. Everything in a [Document] is the description's own: nothing is
// added to it, and a description that points to something that is not there, or says
// something that this package does not know how to show, is refused as a whole, so that
// no page is ever silently short of it.
package reference

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Document is a description of an API.
type Document struct {
	Title, Version, Summary string
	// Description is in paragraphs, in English; DescriptionFR the same in French, or empty.
	Description, DescriptionFR []string
	// Nouns are in the order of the description, each operation under one of them.
	Nouns []Noun
	// Problems are the schemas that answers in application/problem+json lead to, by name:
	// they are the same for every operation, and not among the shapes of any.
	Problems []Shape
}

// Noun is what a group of operations is about: a tag of the description.
type Noun struct {
	// Name is that of its address: letters in lower case and hyphens.
	Name string
	// Description is in English; DescriptionFR in French, or empty.
	Description, DescriptionFR string
	// Operations are by path, then in the order of get, put, post, delete.
	Operations []Operation
}

// Operation is what may be asked of the API at one path by one method.
type Operation struct {
	ID string
	// Method is in capitals.
	Method, Path string
	// Summary and Description are in English, SummaryFR in French, or empty.
	Summary, SummaryFR, Description string
	// Open says that no session is needed.
	Open       bool
	Parameters []Parameter
	// Bodies are the forms in which a body may be sent, one of which is to be chosen;
	// none is no body.
	Bodies []Media
	// BodyRequired says that there must be one of them.
	BodyRequired bool
	Answers      []Answer
	// Shapes are the named schemas that the operation leads to, each once, by name; that of
	// a body itself is there alone.
	Shapes []Shape
	// Example is a command for curl, with its body.
	Example Command
}

// Parameter is what goes into the path, the query or a header; a header of an answer
// has no In.
type Parameter struct {
	Name, In    string
	Required    bool
	Type        []Piece
	Description string
}

// Media is a body in one form.
type Media struct {
	// Type is the media type.
	Type string
	Is   Shape
}

// Answer is an answer by its status.
type Answer struct {
	Status, Description string
	Headers             []Parameter
	Bodies              []Media
	// Problems are the types of problem that it may be, as its description names them.
	Problems []string
}

// Shape is a schema. Name is empty where it has none of its own.
type Shape struct {
	Name, Description string
	Type              []Piece
	// Rows are the properties, those of what lies within after what holds them.
	Rows []Row
}

// Row is a property of an object, under its whole name from the object, such as
// "items[].id".
type Row struct {
	Name        string
	Required    bool
	Type        []Piece
	Description string
}

// Word joins types, for pages to say in the language of their reader.
type Word string

// The words are all there are.
const (
	// ListOf precedes the type of a list's entries.
	ListOf Word = "list"
	// MapOf precedes the type of an object's values, whose names are free.
	MapOf Word = "map"
	// Or stands between types, one of which it is.
	Or Word = "or"
	// And stands between types, all of which it is.
	And Word = "and"
	// Anything is no type at all.
	Anything Word = "anything"
)

// Piece is a piece of a type: one of Word, Code and Name is set.
type Piece struct {
	Word Word
	// Code is as it stands in JSON: a name of a type, or the values between bars.
	Code string
	// Limit is what narrows Code or a list, in the words of JSON Schema, such as "minimum: 1".
	Limit string
	// Name is that of a schema.
	Name string
}

// raw is the description as JSON has it.
type raw struct {
	Info struct {
		Title, Version, Summary, Description string
		DescriptionFR                        string `json:"x-description-fr"`
	}
	Security []map[string][]string
	Tags     []struct {
		Name, Description string
		DescriptionFR     string `json:"x-description-fr"`
	}
	Paths      map[string]map[string]json.RawMessage
	Components struct {
		Parameters, Headers map[string]parameter
		Responses           map[string]response
		Schemas             map[string]schema
	}
}

type operation struct {
	OperationID, Summary, Description string
	SummaryFR                         string `json:"x-summary-fr"`
	Tags                              []string
	Security                          *[]map[string][]string
	Parameters                        []parameter
	RequestBody                       *struct {
		Required bool
		Content  map[string]media
	}
	Responses map[string]response
}

type parameter struct {
	Ref             string `json:"$ref"`
	Name, In        string
	Required        bool
	Description     string
	Schema          *schema
	Style           string
	Explode         *bool
	AllowEmptyValue bool
}

type media struct{ Schema *schema }

type response struct {
	Ref         string `json:"$ref"`
	Description string
	Headers     map[string]parameter
	Content     map[string]media
}

// methods are those of an operation, in the order of pages. Parameters stand beside them.
var methods = []string{"get", "put", "post", "delete"}

// problemType is the media type of problems (RFC 9457).
const problemType = "application/problem+json"

// reader reads one description.
type reader struct {
	raw
	err error
	// problems are the names of the schemas that problems lead to.
	problems map[string]bool
}

// Parse reads a description in JSON. Every operation has an operationId of its own and
// one tag, which is among the description's.
func Parse(text []byte) (*Document, error) {
	r := reader{problems: map[string]bool{}}
	if err := json.Unmarshal(text, &r.raw); err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	i := r.Info
	d := &Document{Title: i.Title, Version: i.Version, Summary: i.Summary, Description: paragraphs(i.Description), DescriptionFR: paragraphs(i.DescriptionFR)}
	at := map[string]int{}
	for n, tag := range r.Tags {
		d.Nouns = append(d.Nouns, Noun{Name: tag.Name, Description: tag.Description, DescriptionFR: tag.DescriptionFR})
		at[tag.Name] = n
	}
	ids := map[string]bool{}
	for path, item := range r.Paths {
		var common []parameter
		r.decode(item["parameters"], &common, path)
		for method, text := range item {
			if method == "parameters" {
				continue
			}
			var o operation
			r.decode(text, &o, path+" "+method)
			switch n, known := at[strings.Join(o.Tags, ",")]; {
			case !slices.Contains(methods, method):
				r.fail("%s: %s is not shown", path, method)
			case !known:
				r.fail("%s %s has not one tag of the description", method, path)
			case o.OperationID == "" || ids[o.OperationID]:
				r.fail("%s %s has no operationId of its own", method, path)
			default:
				ids[o.OperationID] = true
				d.Nouns[n].Operations = append(d.Nouns[n].Operations, r.operation(method, path, common, o))
			}
		}
	}
	for _, n := range d.Nouns {
		slices.SortFunc(n.Operations, func(a, b Operation) int {
			order := func(o Operation) int { return slices.Index(methods, strings.ToLower(o.Method)) }
			return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(order(a), order(b)))
		})
	}
	d.Problems = r.shapes(r.problems)
	if r.err != nil {
		return nil, r.err
	}
	return d, nil
}

func (r *reader) decode(text json.RawMessage, into any, where string) {
	if len(text) == 0 {
		return
	}
	if err := json.Unmarshal(text, into); err != nil {
		r.fail("%s: %v", where, err)
	}
}

// fail keeps the first thing that is wrong.
func (r *reader) fail(format string, values ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("reference: "+format, values...)
	}
}

func paragraphs(text string) []string {
	var all []string
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// named are the types of problem that the description of an answer names.
var named = regexp.MustCompile(`\bTypes: ([a-z-]+(?:, [a-z-]+)*)\.`)

// operation reads one, with the parameters of its path.
func (r *reader) operation(method, path string, common []parameter, o operation) Operation {
	made := Operation{
		ID: o.OperationID, Method: strings.ToUpper(method), Path: path,
		Summary: o.Summary, SummaryFR: o.SummaryFR, Description: strings.Join(strings.Fields(o.Description), " "),
		Open: len(r.Security) == 0,
	}
	if o.Security != nil {
		made.Open = len(*o.Security) == 0
	}
	uses := map[string]bool{}
	for _, p := range slices.Concat(common, o.Parameters) {
		made.Parameters = append(made.Parameters, r.parameter(p, r.Components.Parameters, "parameters", uses))
	}
	if o.RequestBody != nil {
		made.BodyRequired = o.RequestBody.Required
		made.Bodies = r.bodies(o.RequestBody.Content, uses)
		for i, b := range made.Bodies {
			if t := b.Is.Type; len(t) == 1 && t[0].Name != "" && len(b.Is.Rows) == 0 {
				made.Bodies[i].Is = r.shape(t[0].Name, r.Components.Schemas[t[0].Name], uses)
			}
		}
	}
	for _, status := range sorted(o.Responses) {
		made.Answers = append(made.Answers, r.answer(status, o.Responses[status], uses))
	}
	for _, s := range r.shapes(uses) {
		if !slices.ContainsFunc(made.Bodies, func(m Media) bool { return m.Is.Name == s.Name }) {
			made.Shapes = append(made.Shapes, s)
		}
	}
	made.Example = r.command(made, slices.Concat(common, o.Parameters), o)
	return made
}

func (r *reader) answer(status string, a response, uses map[string]bool) Answer {
	if a.Ref != "" {
		a = follow(r, r.Components.Responses, "responses", a.Ref)
	}
	made := Answer{Status: status, Description: a.Description, Bodies: r.bodies(a.Content, uses)}
	if m := named.FindStringSubmatch(a.Description); m != nil {
		made.Problems = strings.Split(m[1], ", ")
		made.Description = strings.TrimSpace(strings.Replace(a.Description, m[0], "", 1))
	}
	for _, name := range sorted(a.Headers) {
		h := r.parameter(a.Headers[name], r.Components.Headers, "headers", uses)
		h.Name = name
		made.Headers = append(made.Headers, h)
	}
	return made
}

func (r *reader) parameter(p parameter, among map[string]parameter, kind string, uses map[string]bool) Parameter {
	if p.Ref != "" {
		p = follow(r, among, kind, p.Ref)
	}
	made := Parameter{Name: p.Name, In: p.In, Required: p.Required, Description: p.Description}
	if p.Schema != nil {
		made.Type = r.pieces(*p.Schema, uses)
	}
	return made
}

func (r *reader) bodies(content map[string]media, uses map[string]bool) []Media {
	var all []Media
	for _, name := range sorted(content) {
		var s schema
		if content[name].Schema != nil {
			s = *content[name].Schema
		}
		to := uses
		if name == problemType {
			to = r.problems
		}
		all = append(all, Media{Type: name, Is: r.shape("", s, to)})
	}
	return all
}

// follow returns what a reference points to, which must be there.
func follow[T any](r *reader, among map[string]T, kind, ref string) T {
	name, ours := strings.CutPrefix(ref, "#/components/"+kind+"/")
	found, ok := among[name]
	if !ours || !ok {
		r.fail("%s points to nothing", ref)
	}
	return found
}

func sorted[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
