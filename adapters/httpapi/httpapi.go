// Package httpapi is the reference JSON API over the desks: identity.Directory,
// access.Office, hours.Ledger, exemption.Board and exam.ServicePoint. It knows desks and never stores.
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
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/adapters/pace"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/privacy"
)

// API answers under /api/v1/. Directory, Ledger, Board, Certificates and
// Reminders are required; the other fields may be left at zero.
type API struct {
	Directory *identity.Directory
	Ledger    *hours.Ledger
	Board     *exemption.Board
	// Docket is where reference periods are closed and defaults are followed.
	Docket *closing.Docket
	// Certificates is where standing certificates are issued and verified.
	Certificates *certificate.Registry
	// VerifyAt is the address of the page that verifies certificates, which their PDF
	// prints; empty is /verify of the host of the request.
	VerifyAt string
	// From names who verifies a certificate, by whom tries are counted; nil is
	// certificate.From of the connection. Behind a proxy all connections are the
	// proxy's, so that it is to be set there.
	From      func(*http.Request) string
	Reminders *reminder.Reminders
	// Auditor is where files are drawn for an audit and evidence is decided; required.
	Auditor *audit.Auditor
	// Address is where people reach the portal, for the links in messages.
	Address string
	// Reception receives rosters and imports; nil answers as if there were none.
	Reception *intake.Reception
	// ServicePoint is where exams are authorised and sat; nil answers as if there were
	// none.
	ServicePoint *exam.ServicePoint
	// Office is where access to services online is asked for and given; nil answers as if
	// there were none.
	Office *access.Office
	// Clerk is where many declarations are accepted at once; nil answers as if there were
	// none.
	Clerk *acceptance.Clerk
	// Registrar notes who looked at somebody's file; nil notes nothing.
	Registrar *privacy.Registrar
	// Pace has the answers to posts that need no session leave at a common time, so that
	// it does not tell who has an account; nil is one of the API's own. Share it with
	// the portal's.
	Pace *pace.Pace
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

// Where paths begin, by noun.
const (
	memberPath       = base + "/members/{member}"
	declarationsPath = memberPath + "/declarations"
	declarationPath  = declarationsPath + "/{declaration}"
	exemptionsPath   = memberPath + "/exemptions"
	exemptionPath    = exemptionsPath + "/{request}"
)

// endpoints is the whole of the API: each noun has its own in its own file.
func (a *API) endpoints() []endpoint {
	return slices.Concat(
		sessionEndpoints(), ownSessionEndpoints(), factorEndpoints(), accountEndpoints(), memberEndpoints(), balanceEndpoints(), regulationEndpoints(), historyEndpoints(), archiveEndpoints(),
		listingEndpoints(), declarationEndpoints(), correctionEndpoints(), exemptionEndpoints(), documentEndpoints(),
		certificateEndpoints(), verificationEndpoints(), closingEndpoints(), problemEndpoints(),
		reminderEndpoints(),
		acceptanceEndpoints(),
		intakeEndpoints(),
		auditEndpoints(), evidenceEndpoints(),
		pointEndpoints(), operatorEndpoints(), learnerEndpoints(), photoEndpoints(), sittingEndpoints(), cardEndpoints(), cardPDFEndpoints(), trainingEndpoints(),
		accessRequestEndpoints(), signingEndpoints(), openingEndpoints(), accessDecisionEndpoints(), referenceEndpoints(), enrolmentEndpoints(),
	)
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
	if a.Directory == nil || a.Ledger == nil || a.Board == nil || a.Certificates == nil || a.Reminders == nil {
		panic("httpapi: Directory, Ledger, Board, Certificates and Reminders are required")
	}
	mux := http.NewServeMux()
	common := a.Pace
	if common == nil {
		common = new(pace.Pace)
	}
	for _, e := range a.endpoints() {
		answer := a.answer(e)
		// A training body's token is looked for alone, and its file takes what it takes.
		if e.open && e.Method == http.MethodPost && e.Pattern != rostersPath {
			answer = common.Answer(answer)
		}
		mux.Handle(e.Method+" "+e.Pattern, answer)
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
