package catalogue_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

const schemaFile = "regulation.schema.json"

// schemaValidator returns the schema as the library reads it: as the component of
// a document without paths, whose references start elsewhere.
func schemaValidator(t *testing.T) *openapi3.Schema {
	t.Helper()
	content, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	var schema map[string]any
	require.NoError(t, json.Unmarshal(bytes.ReplaceAll(content, []byte("#/$defs/"), []byte("#/components/schemas/")), &schema))
	defs := schema["$defs"].(map[string]any)
	delete(schema, "$defs")
	require.NotContains(t, defs, "document")
	defs["document"] = schema
	wrapped, err := json.Marshal(map[string]any{
		"openapi": "3.1.0", "info": map[string]any{"title": "t", "version": "1"}, "paths": map[string]any{},
		"components": map[string]any{"schemas": defs},
	})
	require.NoError(t, err)
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(wrapped)
	require.NoError(t, err)
	require.NoError(t, doc.Validate(loader.Context, openapi3.IsOpenAPI31OrLater()))
	return doc.Components.Schemas["document"].Value
}

// asJSON returns a document as an editor sees it: days, and what YAML takes for
// nothing else, are strings.
func asJSON(t *testing.T, text []byte) any {
	t.Helper()
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal(text, &root))
	var walk func(*yaml.Node) any
	walk = func(n *yaml.Node) any {
		switch n.Kind {
		case yaml.DocumentNode:
			return walk(n.Content[0])
		case yaml.AliasNode:
			return walk(n.Alias)
		case yaml.MappingNode:
			all := map[string]any{}
			for i := 0; i < len(n.Content); i += 2 {
				all[n.Content[i].Value] = walk(n.Content[i+1])
			}
			return all
		case yaml.SequenceNode:
			all := []any{}
			for _, item := range n.Content {
				all = append(all, walk(item))
			}
			return all
		}
		if n.ShortTag() == "!!timestamp" {
			return n.Value
		}
		var value any
		require.NoError(t, n.Decode(&value))
		if whole, ok := value.(int); ok {
			return float64(whole)
		}
		return value
	}
	return walk(&root)
}

func TestSchemaAcceptsTheCatalogue(t *testing.T) {
	schema := schemaValidator(t)
	names, err := fs.Glob(os.DirFS("."), "*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, schema.VisitJSON(asJSON(t, content), openapi3.EnableJSONSchema2020()), name)
	}
}

// What the loader accepts of the writer that covers the whole format, the schema
// accepts too.
func TestSchemaAcceptsWhatIsWrittenAtRandom(t *testing.T) {
	schema, accepted := schemaValidator(t), 0
	for seed := range uint64(80) {
		text := writeDocument(seed).String()
		if _, err := catalogue.Read("random", strings.NewReader(text)); err != nil {
			continue
		}
		accepted++
		require.NoError(t, schema.VisitJSON(asJSON(t, []byte(text)), openapi3.EnableJSONSchema2020()), text)
	}
	require.Greater(t, accepted, 20)
}

// What is wrong in its shape is refused by the schema and by the loader.
func TestSchemaRefusesWhatTheLoaderRefuses(t *testing.T) {
	schema := schemaValidator(t)
	require.NoError(t, schema.VisitJSON(asJSON(t, []byte(small)), openapi3.EnableJSONSchema2020()))
	for name, change := range map[string][2]string{
		"unknown key at the top":          {"id: xx-small", "id: xx-small\ncolour: red"},
		"unknown key in a requirement":    {"        select: {any: [a]}", "        selects: {any: [a]}"},
		"unknown key in a case":           {"    source: made up\n", "    source: made up\n    note: x\n"},
		"no title in French":              {"title: {fr: Petit règlement, en: Small regulation}", "title: {en: Small regulation}"},
		"hours that are words":            {"{hours: 20}", "{hours: twenty}"},
		"hours with a comma":              {"most: 2.5", `most: "2,5"`},
		"hours below zero":                {"{hours: 20}", "{hours: -20}"},
		"too many hours":                  {"{hours: 20}", "{hours: 100001}"},
		"a day of the year that is none":  {"start: 01-01", "start: 13-01"},
		"a period that never ends":        {"months: 12, ", ""},
		"periods that start on no day":    {"months: 12, start: 01-01", "months: 12"},
		"an anchor and a start":           {"start: 01-01", "start: 01-01, anchor: birthday"},
		"a cohort of everybody":           {"months: 12, start: 01-01", "months: 24, start: 01-01, cohorts: [{ends: even}]"},
		"no requirement":                  {"{hours: 20}\n        clause: k", "{hours: 20}"},
		"two amounts":                     {"{hours: 20}", "{hours: 20, items: 2}"},
		"no amount":                       {"{hours: 20}", "{}"},
		"hours and a share":               {"{share: 1/2, of: total}", "{hours: 10, share: 1/2, of: total}"},
		"a share without a base":          {"{share: 1/2, of: total}", "{share: 1/2}"},
		"a limit of items":                {"least: {hours: 20}", "most: {items: 2}"},
		"a minimum and a limit":           {"        least: {hours: 20}", "        least: {hours: 20}\n        most: {hours: 30}"},
		"toward nothing":                  {"        select: {any: [a]}", "        toward: [total]"},
		"a window of two kinds":           {"        select: {any: [a]}", "        window: {each: 6, last: 12}"},
		"a rounding without a way":        {"        select: {any: [a]}", "        round: {to: 1}"},
		"an unknown count":                {"{hours: 20}", "{hours: 20}\n        prorate: {count: weeks}"},
		"a rate and a divisor":            {"{hours: 20}", "{hours: 20}\n        prorate: {count: months-whole, rate: 1, over: 3}"},
		"a measuring rule for nothing":    {"    requirements:", "    credits:\n      - {id: r, clause: k}\n    requirements:"},
		"a measuring rule without clause": {"    requirements:", "    credits:\n      - {id: r, times: 2}\n    requirements:"},
		"an hour of too many minutes":     {"    requirements:", "    hourOf: 61\n    hourClause: k\n    requirements:"},
		"an exemption of unknown effect":  {"    requirements:", "    exemptions:\n      - {id: x, clause: k, effect: none}\n    requirements:"},
		"an exemption without a rate":     {"    requirements:", "    exemptions:\n      - {id: x, clause: k, effect: per-month}\n    requirements:"},
		"a tier without an end":           {"    requirements:", "    late:\n      - {clause: k}\n    requirements:"},
		"elsewhere for everybody":         {"    requirements:", "    elsewhere:\n      - {clause: k}\n    requirements:"},
		"carry-over of no hours":          {"{most: 2.5, clause: k}", "{lives: 2, clause: k}"},
		"counting without a clause":       {"counting: {clause: k}", "counting: {from: period}"},
		"a clause without a source":       {"source: made up, ", ""},
		"asks for what no page asks":      {"[provider]", "[passport]"},
		"an attestation without a text":   {"{fr: J’atteste}", "{en: I attest}"},
		"a case without a day":            {"day: 2020-06-01", "in: 2020-06-01"},
		"a case that expects nothing":     {"{due: {total: 20, half: 10}}", "{}"},
		"an unknown status":               {"{due: {total: 20, half: 10}}", "{status: fine}"},
		"admitted and readmitted":         {"day: 2020-06-01", "day: 2020-06-01\n    admitted: 2020-02-01\n    readmitted: 2020-02-01"},
		"an amount without its measure":   {"    expect:", "    declarations: [{category: a, on: 2020-02-01, amount: 2}]\n    expect:"},
		"hours and minutes":               {"    expect:", "    declarations: [{category: a, on: 2020-02-01, hours: 2, minutes: 9}]\n    expect:"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, small, change[0])
			text := strings.Replace(small, change[0], change[1], 1)
			_, err := catalogue.Read("small.yaml", strings.NewReader(text))
			require.ErrorIs(t, err, hours.ErrBadRegulation)
			require.Error(t, schema.VisitJSON(asJSON(t, []byte(text)), openapi3.EnableJSONSchema2020()))
		})
	}
}

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
		"version.selectedBy":    {hours.ByPeriodStart, hours.ByPeriodEnd, hours.ByAdmission},
		"calendar.anchor":       {cycle.ByAdmission, cycle.ByBirthday, cycle.ByBirthMonth},
		"calendar.parity":       {cycle.EvenYear, cycle.OddYear},
		"proration.count":       {hours.MonthsWhole, hours.MonthsCalendar, hours.MonthsTouched, hours.ByDays},
		"exemptionRule.count":   {hours.MonthsWhole, hours.MonthsCalendar, hours.MonthsTouched},
		"exemptionRule.effect":  {hours.PerMonth, hours.ByShare, hours.AllOfIt, hours.FlatHours},
		"rounding.way":          {hours.Up, hours.Down, hours.Nearest},
		"again.within":          {hours.WithinPeriod, hours.Ever},
		"mostEach.by":           {hours.ByContent, hours.ByProvider},
		"carryOver.use":         {hours.UseFirst, hours.UseLast},
		"carryOver.needs":       {hours.NeedsAll, hours.NeedsTotal},
		"counting.from":         {hours.FromEntry, hours.FromPeriod},
		"counting.day":          {hours.LastDay, hours.FirstDay},
		"expectation.status":    statuses(),
		"condition.entered":     {"admission", "readmission"},
		"caseStay.entry":        {"admission", "readmission"},
		"caseDeclaration.state": {"counted", "pending", "refused"},
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
	// The example in its own block of code is not the description of a key.
	text, _, _ := strings.Cut(string(page), "```yaml")
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
