// Package httpapi is the reference JSON API over the desks: identity.Directory,
// hours.Ledger and exemption.Board. It knows desks and never stores.
//
// Start with [API] and [API.Handler]. Every route stands in one table, which
// [API.Routes] lists, and openapi.yaml describes them all; the API serves that
// document itself. A test holds the table, the document and the exchanges
// together.
//
// What goes wrong is answered as a problem of RFC 9457, from the one table of
// problem.go. Somebody else's file is answered exactly as one that does not
// exist. Hours are exact text ("12.5", "130/3") beside a label in the reader's
// language; a list without items is [] and never null.
package httpapi

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// API answers under /api/v1/. Directory, Ledger and Board are required; the other
// fields may be left at zero.
type API struct {
	Directory *identity.Directory
	Ledger    *hours.Ledger
	Board     *exemption.Board
	// Log receives a line for each request, without personal data; nil discards.
	Log *slog.Logger
	// Now returns the present instant; nil is [time.Now]. It dates the end of the
	// session that a sign-in announces, calendars and archives.
	Now func() time.Time
}

// base is where every path begins.
const base = "/api/v1"

// Route is a route of the API: a method and a pattern of [http.ServeMux], such as
// "/api/v1/members/{member}".
type Route struct {
	Method  string
	Pattern string
}

// endpoint is a route and what answers it.
type endpoint struct {
	Route
	// open says that no session is needed.
	open bool
	do   func(*exchange) error
}

// endpoints is the whole of the API.
func (a *API) endpoints() []endpoint {
	const (
		member       = base + "/members/{member}"
		declarations = member + "/declarations"
		declaration  = declarations + "/{declaration}"
		exemptions   = member + "/exemptions"
		request      = exemptions + "/{request}"
		documents    = request + "/documents"
	)
	return []endpoint{
		{Route{http.MethodPost, base + "/sessions"}, true, openSession},
		{Route{http.MethodDelete, base + "/sessions/current"}, false, closeSession},
		{Route{http.MethodGet, base + "/me"}, false, me},

		{Route{http.MethodGet, base + "/members"}, false, listMembers},
		{Route{http.MethodGet, member}, false, showMember},
		{Route{http.MethodGet, member + "/balance"}, false, showBalance},
		{Route{http.MethodPost, member + "/balance/what-if"}, false, whatIf},
		{Route{http.MethodGet, member + "/periods"}, false, listPeriods},
		{Route{http.MethodGet, member + "/history"}, false, listHistory},
		{Route{http.MethodGet, member + "/regulation"}, false, showRegulation},
		{Route{http.MethodGet, member + "/grounds"}, false, showGrounds},
		{Route{http.MethodGet, member + "/deadlines.ics"}, false, showDeadlines},
		{Route{http.MethodGet, member + "/file.zip"}, false, downloadFile},
		{Route{http.MethodGet, base + "/lists/{kind}"}, false, showList},

		{Route{http.MethodGet, declarations}, false, listDeclarations},
		{Route{http.MethodPost, declarations}, false, beginDeclaration},
		{Route{http.MethodGet, declaration}, false, showDeclaration},
		{Route{http.MethodPut, declaration}, false, saveDeclaration},
		{Route{http.MethodDelete, declaration}, false, discardDeclaration},
		{Route{http.MethodPost, declaration + "/submission"}, false, submitDeclaration},
		{Route{http.MethodPost, declaration + "/withdrawal"}, false, withdrawDeclaration},
		{Route{http.MethodPost, declaration + "/decision"}, false, decideDeclaration},

		{Route{http.MethodGet, exemptions}, false, listExemptions},
		{Route{http.MethodPost, exemptions}, false, beginExemption},
		{Route{http.MethodGet, request}, false, showExemption},
		{Route{http.MethodPut, request}, false, saveExemption},
		{Route{http.MethodDelete, request}, false, discardExemption},
		{Route{http.MethodPost, request + "/submission"}, false, submitExemption},
		{Route{http.MethodPost, request + "/withdrawal"}, false, withdrawExemption},
		{Route{http.MethodPost, request + "/decision"}, false, decideExemption},
		{Route{http.MethodPost, documents}, false, attachDocument},
		{Route{http.MethodGet, documents + "/{document}"}, false, openDocument},
		{Route{http.MethodDelete, documents + "/{document}"}, false, removeDocument},

		{Route{http.MethodGet, base + "/queue/declarations"}, false, queueDeclarations},
		{Route{http.MethodGet, base + "/queue/exemptions"}, false, queueExemptions},

		{Route{http.MethodGet, base + "/openapi.yaml"}, true, openapiYAML},
		{Route{http.MethodGet, base + "/openapi.json"}, true, openapiJSON},
		{Route{http.MethodGet, base + "/problems"}, true, listProblems},
		{Route{http.MethodGet, base + "/problems/{type}"}, true, showProblem},
	}
}

// Routes lists every route, in the order of the document.
func (a *API) Routes() []Route {
	var routes []Route
	for _, e := range a.endpoints() {
		routes = append(routes, e.Route)
	}
	return routes
}

// Handler returns the handler of every route. A path that has none is answered
// with a problem too. It panics when a required field is nil, which is a mistake
// of wiring that the first start shows.
func (a *API) Handler() http.Handler {
	if a.Directory == nil || a.Ledger == nil || a.Board == nil {
		panic("httpapi: Directory, Ledger and Board are required")
	}
	mux := http.NewServeMux()
	for _, e := range a.endpoints() {
		mux.Handle(e.Method+" "+e.Pattern, a.answer(e))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		a.answer(endpoint{open: true, do: func(x *exchange) error { return noRoute(x, mux) }}).ServeHTTP(w, r)
	})
}

// noRoute answers a path that has no route, or not for this method.
func noRoute(x *exchange, mux *http.ServeMux) error {
	probe := x.r.Clone(x.r.Context())
	allowed := ""
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		probe.Method = method
		if _, pattern := mux.Handler(probe); pattern != "" {
			allowed += ", " + method
		}
	}
	if allowed == "" {
		return identity.ErrNotFound
	}
	x.w.Header().Set("Allow", allowed[len(", "):])
	return errMethod
}

func (a *API) now() time.Time {
	if a.Now == nil {
		return time.Now().UTC()
	}
	return a.Now().UTC()
}

func (a *API) log() *slog.Logger {
	if a.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return a.Log
}
