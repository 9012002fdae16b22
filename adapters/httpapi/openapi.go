package httpapi

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"sync"

	"go.yaml.in/yaml/v3"
)

// The description of the API, in OpenAPI 3.1: base.yaml says what is common, and
// each noun has a file. It is written by hand; the tests hold it to the routes and
// to what they answer.
//
//go:embed openapi/*.yaml
var openapiFiles embed.FS

// described puts the files together: base.yaml, then the nouns in the order of
// their names. It panics when two of them say the same thing twice, which any test
// finds.
var described = sync.OnceValue(func() []byte {
	names, err := fs.Glob(openapiFiles, "openapi/*.yaml")
	if err != nil {
		panic(err)
	}
	whole := read("openapi/base.yaml")
	for _, name := range names {
		if name != "openapi/base.yaml" {
			if err := merge(whole, read(name)); err != nil {
				panic(fmt.Errorf("httpapi: %s: %w", name, err))
			}
		}
	}
	text, err := yaml.Marshal(whole)
	if err != nil {
		panic(err)
	}
	return text
})

func read(name string) *yaml.Node {
	text, err := openapiFiles.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		panic(fmt.Errorf("httpapi: %s: %w", name, err))
	}
	return document.Content[0]
}

// merge adds what more says to a mapping, and to the mappings inside it.
func merge(into, more *yaml.Node) error {
	for i := 0; i < len(more.Content); i += 2 {
		key, value := more.Content[i], more.Content[i+1]
		had := valueOf(into, key.Value)
		switch {
		case had == nil:
			into.Content = append(into.Content, key, value)
		case had.Kind != yaml.MappingNode || value.Kind != yaml.MappingNode:
			return fmt.Errorf("line %d: %s is said twice", key.Line, key.Value)
		default:
			if err := merge(had, value); err != nil {
				return err
			}
		}
	}
	return nil
}

func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// openapiYAML answers the description. Nothing in it is anybody's, so that it may
// be kept.
func openapiYAML(x *exchange) error {
	h := x.w.Header()
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Content-Type", "application/yaml")
	x.begin(http.StatusOK)
	_, err := x.w.Write(described())
	return err
}

// openapiJSON answers the same description in JSON.
func openapiJSON(x *exchange) error {
	document, err := description()
	if err != nil {
		return err
	}
	x.w.Header().Set("Cache-Control", "public, max-age=3600")
	return x.json(http.StatusOK, document)
}

func description() (map[string]any, error) {
	var document map[string]any
	err := yaml.Unmarshal(described(), &document)
	return document, err
}

// Description returns the description of the API in JSON, as openapi.json serves it, for
// a page of reference to be made of it.
func Description() ([]byte, error) {
	document, err := description()
	if err != nil {
		return nil, err
	}
	return json.Marshal(document)
}
