package reference_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/reference"
)

// small is a description with one operation, whose schema holds itself.
const small = `{
"info": {"title": "t", "version": "1", "description": "One\nline.\n\nTwo.", "x-description-fr": "Un."},
"security": [{"session": []}],
"tags": [{"name": "trees", "description": "Trees", "x-description-fr": "Arbres"}],
"paths": {"/trees/{tree}": {
  "parameters": [{"$ref": "#/components/parameters/Tree"}],
  "put": {"operationId": "plant", "tags": ["trees"], "summary": "Plant", "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}},
    "responses": {"200": {"description": "Planted.", "content": {"application/json": {"schema": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}}}}}}}, "404": {"$ref": "#/components/responses/NotFound"}}}}},
"components": {
  "parameters": {"Tree": {"name": "tree", "in": "path", "required": true, "schema": {"type": "integer", "minimum": 3}}},
  "responses": {"NotFound": {"description": "None. Types: not-found, gone.", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}},
  "schemas": {"Problem": {"type": "object"}, "Tree": {"type": "object", "required": ["name"], "properties": {
    "name": {"type": "string", "examples": ["L'orme"]}, "branches": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}}}}
}`

func TestADescriptionIsRead(t *testing.T) {
	d, err := reference.Parse([]byte(small))
	require.NoError(t, err)
	require.Equal(t, []string{"One line.", "Two."}, d.Description)
	require.Equal(t, "Arbres", d.Nouns[0].DescriptionFR)
	require.Equal(t, "Problem", d.Problems[0].Name)
	o := d.Nouns[0].Operations[0]
	require.Equal(t, "PUT /trees/{tree}", o.Method+" "+o.Path)
	require.False(t, o.Open)
	require.Empty(t, o.Shapes, "the body's own is shown there, and problems on the front")
	require.Equal(t, "Tree", o.Bodies[0].Is.Name)
	require.Equal(t, []reference.Row{
		{Name: "name", Required: true, Type: []reference.Piece{{Code: "string"}}},
		{Name: "branches", Type: []reference.Piece{{Word: reference.ListOf}, {Name: "Tree"}}},
	}, o.Bodies[0].Is.Rows)
	require.Equal(t, []reference.Row{
		{Name: "items", Type: []reference.Piece{{Word: reference.ListOf}, {Code: "object"}}},
		{Name: "items[].id", Required: true, Type: []reference.Piece{{Code: "string"}}},
	}, o.Answers[0].Bodies[0].Is.Rows)
	require.Equal(t, []string{"not-found", "gone"}, o.Answers[1].Problems)
	require.Equal(t, "None.", o.Answers[1].Description)
	require.Equal(t, `curl -X PUT "$API/trees/3" \
  -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' \
  -d '{
    "name": "L'\''orme"
  }'`, o.Example.String())
}

func TestWhatCannotBeShownIsRefused(t *testing.T) {
	for name, change := range map[string][2]string{
		"a reference to nothing":         {`"$ref": "#/components/schemas/Tree"}}}}`, `"$ref": "#/components/schemas/Bush"}}}}`},
		"a reference elsewhere":          {`"#/components/parameters/Tree"`, `"https://example.org/Tree"`},
		"a keyword that is not shown":    {`"minimum": 3`, `"multipleOf": 3`},
		"a method that is not shown":     {`"put":`, `"trace":`},
		"a tag that is not the document": {`"tags": ["trees"]`, `"tags": ["bushes"]`},
		"no name":                        {`"operationId": "plant", `, ``},
		"no JSON":                        {`{`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, small, change[0])
			_, err := reference.Parse([]byte(strings.Replace(small, change[0], change[1], 1)))
			require.ErrorContains(t, err, "reference: ")
		})
	}
}
