package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/adapters/httpapi"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

// contract is the description of the API, loaded once.
type contract struct {
	document *openapi3.T
	router   routers.Router
}

var described = sync.OnceValues(func() (contract, error) {
	answer := httptest.NewRecorder()
	(&httpapi.API{
		Directory: &identity.Directory{}, Ledger: &hours.Ledger{}, Board: &exemption.Board{}, Certificates: &certificate.Registry{},
		Reminders: &reminder.Reminders{}, Auditor: &audit.Auditor{},
	}).Handler().
		ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/api/v1/openapi.yaml", nil))
	document, err := openapi3.NewLoader().LoadFromData(answer.Body.Bytes())
	if err != nil {
		return contract{}, err
	}
	if err := document.Validate(context.Background()); err != nil {
		return contract{}, err
	}
	// Documents are bytes, and the description itself is only looked at as text.
	for _, media := range []string{"application/pdf", "image/png", "image/jpeg", "application/octet-stream", "application/yaml", "application/zip", "text/calendar", "text/csv", "application/x-ndjson"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
	}
	router, err := gorillamux.NewRouter(document)
	return contract{document, router}, err
})

// hold holds an exchange to the description: its answer always, and its request
// when it was accepted. A path that the description does not have must be 404 or
// 405.
func (w *world) hold(r *http.Request, a answer) {
	w.t.Helper()
	c, err := described()
	require.NoError(w.t, err)
	route, parameters, err := c.router.FindRoute(r)
	if err != nil {
		require.Contains(w.t, []int{http.StatusNotFound, http.StatusMethodNotAllowed}, a.status, "%s %s: %v", r.Method, r.URL, err)
		return
	}
	w.seen[route.Operation.OperationID] = true
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
			IncludeResponseStatus: true,
			MultiError:            true,
		},
	}
	if a.status < http.StatusBadRequest {
		require.NoError(w.t, openapi3filter.ValidateRequest(context.Background(), input), "%s %s", r.Method, r.URL)
	}
	require.NoError(w.t, openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: a.status, Header: a.header, Options: input.Options,
		Body: io.NopCloser(bytes.NewReader([]byte(a.body))),
	}), "%s %s answered %s", r.Method, r.URL, a.body)
}

func TestEveryRouteIsDescribedAndEveryOperationIsARoute(t *testing.T) {
	c, err := described()
	require.NoError(t, err)
	var operations, routes []string
	for path, item := range c.document.Paths.Map() {
		for method := range item.Operations() {
			operations = append(operations, method+" "+path)
		}
	}
	for _, r := range newWorld(t).api.Routes() {
		routes = append(routes, r.Method+" "+r.Pattern)
	}
	require.NotEmpty(t, routes)
	require.ElementsMatch(t, operations, routes)
}

func TestEveryProblemIsDescribed(t *testing.T) {
	c, err := described()
	require.NoError(t, err)
	var codes []any
	all := newWorld(t).get("", "/problems").is(http.StatusOK)
	for _, one := range all.at("items").([]any) {
		codes = append(codes, one.(map[string]any)["code"])
	}
	require.ElementsMatch(t, c.document.Components.Schemas["ProblemCode"].Value.Enum, codes)

	// A response that names its types names types that exist.
	named := regexp.MustCompile(`Types: ([a-z-, ]+)\.`)
	for name, response := range c.document.Components.Responses {
		found := named.FindStringSubmatch(*response.Value.Description)
		require.NotNil(t, found, name)
		for slug := range strings.SplitSeq(found[1], ", ") {
			require.Contains(t, codes, slug, name)
		}
	}
}

func TestDescriptionIsServedInBothForms(t *testing.T) {
	w := newWorld(t)
	var written map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(w.get("", "/openapi.yaml").is(http.StatusOK).body), &written))
	served := w.get("", "/openapi.json").is(http.StatusOK)
	text, err := json.Marshal(written)
	require.NoError(t, err)
	require.JSONEq(t, string(text), served.body)
	document, err := openapi3.NewLoader().LoadFromData([]byte(served.body))
	require.NoError(t, err)
	require.Equal(t, "3.1.0", document.OpenAPI)
	require.Equal(t, len(w.api.Routes()), operations(document))
}

func operations(document *openapi3.T) int {
	n := 0
	for _, item := range document.Paths.Map() {
		n += len(item.Operations())
	}
	return n
}

// The holding itself is tested: an answer that says more than the description is
// refused, and so is one that says less.
func TestContractRefusesWhatIsNotDescribed(t *testing.T) {
	c, err := described()
	require.NoError(t, err)
	schema := c.document.Components.Schemas["Amount"].Value
	check := func(value any) error { return schema.VisitJSON(value, openapi3.EnableJSONSchema2020()) }
	require.NoError(t, check(map[string]any{"hours": "12.5", "label": "12,5 h"}))
	require.Error(t, check(map[string]any{"hours": "12.5"}))
	require.Error(t, check(map[string]any{"hours": "12.5", "label": "12,5 h", "more": "x"}))
	require.Error(t, check(map[string]any{"hours": "12,5", "label": "12,5 h"}))
}
