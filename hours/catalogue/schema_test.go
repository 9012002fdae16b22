package catalogue_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

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
		"unknown key at the top":           {"id: xx-small", "id: xx-small\ncolour: red"},
		"unknown key in a requirement":     {"        select: {any: [a]}", "        selects: {any: [a]}"},
		"unknown key in a case":            {"    source: made up\n", "    source: made up\n    note: x\n"},
		"no title in French":               {"title: {fr: Petit règlement, en: Small regulation}", "title: {en: Small regulation}"},
		"hours that are words":             {"{hours: 20}", "{hours: twenty}"},
		"hours with a comma":               {"most: 2.5", `most: "2,5"`},
		"hours below zero":                 {"{hours: 20}", "{hours: -20}"},
		"too many hours":                   {"{hours: 20}", "{hours: 100001}"},
		"a day of the year that is none":   {"start: 01-01", "start: 13-01"},
		"a period that never ends":         {"months: 12, ", ""},
		"periods that start on no day":     {"months: 12, start: 01-01", "months: 12"},
		"an anchor and a start":            {"start: 01-01", "start: 01-01, anchor: birthday"},
		"a cohort of everybody":            {"months: 12, start: 01-01", "months: 24, start: 01-01, cohorts: [{ends: even}]"},
		"no requirement":                   {"{hours: 20}\n        clause: k", "{hours: 20}"},
		"two amounts":                      {"{hours: 20}", "{hours: 20, items: 2}"},
		"no amount":                        {"{hours: 20}", "{}"},
		"hours and a share":                {"{share: 1/2, of: total}", "{hours: 10, share: 1/2, of: total}"},
		"a share without a base":           {"{share: 1/2, of: total}", "{share: 1/2}"},
		"a limit of items":                 {"least: {hours: 20}", "most: {items: 2}"},
		"a minimum and a limit":            {"        least: {hours: 20}", "        least: {hours: 20}\n        most: {hours: 30}"},
		"toward nothing":                   {"        select: {any: [a]}", "        toward: [total]"},
		"a window of two kinds":            {"        select: {any: [a]}", "        window: {each: 6, last: 12}"},
		"a rounding without a way":         {"        select: {any: [a]}", "        round: {to: 1}"},
		"an unknown count":                 {"{hours: 20}", "{hours: 20}\n        prorate: {count: weeks}"},
		"a rate and a divisor":             {"{hours: 20}", "{hours: 20}\n        prorate: {count: months-whole, rate: 1, over: 3}"},
		"a measuring rule for nothing":     {"    requirements:", "    credits:\n      - {id: r, clause: k}\n    requirements:"},
		"a measuring rule without clause":  {"    requirements:", "    credits:\n      - {id: r, times: 2}\n    requirements:"},
		"an hour of too many minutes":      {"    requirements:", "    hourOf: 61\n    hourClause: k\n    requirements:"},
		"an exemption of unknown effect":   {"    requirements:", "    exemptions:\n      - {id: x, clause: k, effect: none}\n    requirements:"},
		"an exemption without a rate":      {"    requirements:", "    exemptions:\n      - {id: x, clause: k, effect: per-month}\n    requirements:"},
		"a tier without an end":            {"    requirements:", "    late:\n      - {clause: k}\n    requirements:"},
		"elsewhere for everybody":          {"    requirements:", "    elsewhere:\n      - {clause: k}\n    requirements:"},
		"carry-over of no hours":           {"{most: 2.5, clause: k}", "{lives: 2, clause: k}"},
		"a declaration by no clause":       {"    requirements:", "    declare: {days: 30}\n    requirements:"},
		"a declaration by two ways":        {"    requirements:", "    declare: {days: 30, until: 04-30, clause: k}\n    requirements:"},
		"a delay of two kinds":             {"    requirements:", "    declare: {days: 30, months: 1, clause: k}\n    requirements:"},
		"evidence of nothing":              {"    requirements:", "    evidence: {clause: k}\n    requirements:"},
		"a second request without one":     {"    requirements:", "    evidence: {keep: {months: 60}, second: {days: 20}, clause: k}\n    requirements:"},
		"documents that nobody names":      {"    requirements:", "    evidence: {keep: {months: 60}, kept: [{id: x}], clause: k}\n    requirements:"},
		"an unknown fate of hours":         {"    requirements:", "    evidence: {produce: {days: 10}, unproduced: kept, clause: k}\n    requirements:"},
		"an audit of nobody":               {"    requirements:", "    audit: {clause: k}\n    requirements:"},
		"an audit of a share and a number": {"    requirements:", "    audit: {share: 1/20, number: 5, clause: k}\n    requirements:"},
		"a default of nothing":             {"    requirements:", "    default: {from: receipt, clause: k}\n    requirements:"},
		"a default without a delay":        {"    requirements:", "    default: {hours: {clause: k}, clause: k}\n    requirements:"},
		"half a range":                     {"    requirements:", "    default: {hours: {cure: {most: 60}}, clause: k}\n    requirements:"},
		"a range that nobody sets":         {"    requirements:", "    default: {hours: {cure: {days: 60}}, final: {least: 10, most: 20}, clause: k}\n    requirements:"},
		"delays from an unknown day":       {"    requirements:", "    default: {hours: {cure: {days: 60}}, from: sending, clause: k}\n    requirements:"},
		"hours that go nowhere":            {"    requirements:", "    default: {hours: {cure: {days: 60}}, after: never, clause: k}\n    requirements:"},
		"a consequence without a name":     {"    requirements:", "    default: {consequences: [{id: x}], clause: k}\n    requirements:"},
		"a consequence on two days":        {"    requirements:", "    default: {consequences: [{id: x, label: {fr: X}, after: {days: 2}, on: 04-01}], clause: k}\n    requirements:"},
		"counting without a clause":        {"counting: {clause: k}", "counting: {from: period}"},
		"a clause without a source":        {"source: made up, ", ""},
		"asks for what no page asks":       {"[provider]", "[passport]"},
		"an attestation without a text":    {"{fr: J’atteste}", "{en: I attest}"},
		"a case of an unknown default":     {"{due: {total: 20, half: 10}}", "{cureBy: {fees: 2020-07-01}}"},
		"a case of no file":                {"day: 2020-06-01", "day: 2020-06-01\n    files: -1"},
		"a case without a day":             {"day: 2020-06-01", "in: 2020-06-01"},
		"a case that expects nothing":      {"{due: {total: 20, half: 10}}", "{}"},
		"an unknown status":                {"{due: {total: 20, half: 10}}", "{status: fine}"},
		"admitted and readmitted":          {"day: 2020-06-01", "day: 2020-06-01\n    admitted: 2020-02-01\n    readmitted: 2020-02-01"},
		"an amount without its measure":    {"    expect:", "    declarations: [{category: a, on: 2020-02-01, amount: 2}]\n    expect:"},
		"hours and minutes":                {"    expect:", "    declarations: [{category: a, on: 2020-02-01, hours: 2, minutes: 9}]\n    expect:"},
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
