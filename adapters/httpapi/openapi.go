package httpapi

import (
	_ "embed"
	"net/http"

	"go.yaml.in/yaml/v3"
)

// described is the description of the API, in OpenAPI 3.1. It is written by hand;
// the tests hold it to the routes and to what they answer.
//
//go:embed openapi.yaml
var described []byte

// openapiYAML answers the description as it was written. Nothing in it is
// anybody's, so that it may be kept.
func openapiYAML(x *exchange) error {
	h := x.w.Header()
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Content-Type", "application/yaml")
	x.begin(http.StatusOK)
	_, err := x.w.Write(described)
	return err
}

// openapiJSON answers the same description in JSON.
func openapiJSON(x *exchange) error {
	var document map[string]any
	if err := yaml.Unmarshal(described, &document); err != nil {
		return err
	}
	x.w.Header().Set("Cache-Control", "public, max-age=3600")
	return x.json(http.StatusOK, document)
}
