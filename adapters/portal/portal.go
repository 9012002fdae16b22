// Package portal is the members' and staff's website: server-rendered pages that
// work without scripts, French first.
//
// Start with [Portal], whose [Portal.Handler] serves every page of
// [Portal.Routes]. The portal knows desks (identity.Directory, hours.Ledger,
// exemption.Board), never stores, and holds no rule of its own: what is wrong
// with an entry, who may open a file and what is left to do are the desks' to
// say.
//
// Three invariants hold on every page: what a person typed is saved or shown
// again, right or wrong; somebody else's file answers as one that does not exist;
// nothing comes from another host.
package portal

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/adapters/archive"
	"github.com/goodstanding/goodstanding/adapters/pace"
	"github.com/goodstanding/goodstanding/adapters/reference"
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

// Portal is the website of one organisation. Directory, Ledger, Board,
// Certificates, Reminders and Org are required; the other fields may be left at zero.
type Portal struct {
	Directory *identity.Directory
	Ledger    *hours.Ledger
	Board     *exemption.Board
	// Reception receives rosters and imports. Nil serves none of their pages.
	Reception *intake.Reception
	// Certificates is where standing certificates are issued and verified.
	Certificates *certificate.Registry
	// Reminders has the letters to a member and the reminders that they choose.
	Reminders *reminder.Reminders
	// Docket is where reference periods are closed and defaults are followed.
	Docket *closing.Docket
	// Clerk is where many declarations are accepted at once. Nil serves none of its pages.
	Clerk *acceptance.Clerk
	// Auditor is where files are drawn for an audit and evidence is decided; required.
	Auditor *audit.Auditor
	// ServicePoint is where exams are authorised and sat. Nil serves none of its pages.
	ServicePoint *exam.ServicePoint
	// Office is where access to services online is asked for and given. Nil serves none of
	// its pages.
	Office *access.Office
	// Registrar is where people ask about their own information and say what they consent
	// to, where the person in charge of it answers, and where it is noted who looked at it.
	// Nil serves none of its pages, and notes nothing.
	Registrar *privacy.Registrar
	// Org is the organisation whose people sign in here.
	Org identity.OrganisationID
	// Livery is the portal's name and colours; nil is ours.
	Livery *Livery
	// Address is where people reach the portal, such as "https://portail.example.org",
	// as it stands in the messages that pages show and on certificates. Empty shows
	// paths alone, and the address of the request on certificates.
	Address string
	// From names who verifies a certificate, by whom tries are counted; nil is
	// certificate.From of the connection. Behind a proxy all connections are the
	// proxy's, so that it is to be set there.
	From func(*http.Request) string
	// Mailbox returns the latest messages, for the page that shows staff what would
	// have been sent in a demonstration. Nil serves no such page.
	Mailbox func(ctx context.Context, limit int) ([]identity.Message, error)
	// Archive reads a member's whole file, to be downloaded as a ZIP; httpapi.API has
	// it. Nil offers no such download.
	Archive func(ctx context.Context, actor identity.Actor, member identity.MemberID, language identity.Language) (*archive.File, error)
	// API is the description of the API, from which its pages for developers are made. Nil
	// serves none.
	API *reference.Document
	// Now returns the present instant, which dates calendars; nil is [time.Now].
	Now func() time.Time
	// Demo are accounts shown on the sign-in page of a demonstration. Nil shows
	// none.
	Demo []DemoAccount
	// Secure marks cookies as sent over HTTPS alone. It is to be set wherever the
	// portal is reached over HTTPS.
	Secure bool
	// Pace has the answers to posts that need no session leave at a common time, so that
	// it does not tell who has an account; nil is one of the portal's own. Share it with
	// the API's.
	Pace *pace.Pace
	// Log receives internal errors; nil is [slog.Default].
	Log *slog.Logger
}

// DemoAccount is an account of a demonstration, password included.
type DemoAccount struct {
	Login    string
	Password string
	// Role says what the account may do, in the words of the page.
	Role identity.Text
}

// Route is a page: its method and its pattern, as [net/http.ServeMux] has them.
type Route struct {
	Method  string
	Pattern string

	serve func(*visit) error
	// open says that no session is needed.
	open bool
}

// Routes returns every page: each noun has its own in its own file.
// [Portal.Handler] is built from the same table.
func (p *Portal) Routes() []Route {
	routes := slices.Concat(
		sessionRoutes(), dossierRoutes(), portfolioRoutes(), historyRoutes(),
		declarationRoutes(), correctionRoutes(), amendmentRoutes(), exemptionRoutes(),
		queueRoutes(), listingRoutes(), certificateRoutes(), verificationRoutes(),
		reminderRoutes(), closingRoutes(), docketRoutes(), assetRoutes(),
		auditRoutes(), evidenceRoutes(), evidenceReviewRoutes(), linkingRoutes(), passwordRoutes(), questionsRoutes(), factorRoutes(),
		ownSessionRoutes(), accountRoutes(),
	)
	if p.Clerk != nil {
		routes = append(routes, acceptanceRoutes()...)
	}
	if p.Directory.Passkeys != nil {
		routes = append(routes, passkeyRoutes()...)
	}
	if p.Reception != nil {
		routes = slices.Concat(routes, proposalRoutes(), importRoutes(), providerRoutes(), rosterRoutes())
	}
	if p.ServicePoint != nil {
		routes = slices.Concat(routes, cardRoutes(), trainingRoutes(), pointRoutes())
		routes = slices.Concat(routes, managedPointRoutes(), enrolmentRoutes(), learnerRecordRoutes())
	}
	if p.Office != nil {
		routes = append(routes, accessRoutes()...)
	}
	if p.Archive != nil {
		routes = append(routes, Route{"GET", "/portfolio/{member}/file.zip", (*visit).wholeFile, false})
	}
	if p.Office != nil { // staff and representatives
		routes = append(routes, accessDeskRoutes()...)
	}
	if p.Registrar != nil { // the policy, a person's own, and the person in charge
		routes = slices.Concat(routes, policyRoutes(), privacyRoutes(), officerRoutes())
		if p.Registrar.Custody != nil { // what is really kept, and its destruction
			routes = slices.Concat(routes, privacyFileRoutes(), officerDestructionRoutes())
		}
	}
	if p.API != nil {
		routes = append(routes, developerRoutes()...)
	}
	if p.Mailbox != nil {
		routes = append(routes, mailboxRoutes()...)
	}
	return routes
}

// Handler serves the portal from the root of its host. It panics when a template
// of ours cannot be read, which any test finds.
func (p *Portal) Handler() http.Handler {
	s := &site{Portal: p, views: allViews(), files: readAssets()}
	if p.Livery != nil {
		s.files.paint(p.Livery.style())
	}
	mux := http.NewServeMux()
	common := p.Pace
	if common == nil {
		common = new(pace.Pace)
	}
	for _, route := range p.Routes() {
		var page http.Handler = s.page(route)
		if route.open && route.Method == http.MethodPost {
			page = common.Answer(page)
		}
		mux.Handle(route.Method+" "+route.Pattern, page)
	}
	mux.HandleFunc("/", s.page(Route{serve: (*visit).nowhere, open: true}))
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(s.page(Route{serve: (*visit).foreign, open: true}))
	return p.secured(guard.Handler(mux))
}

// secured sets the headers that every answer carries. Personal pages are kept
// nowhere: only assets lift no-store. Who has come once over HTTPS comes by nothing else
// for a year.
func (p *Portal) secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if p.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("Content-Security-Policy", policy("'none'"))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		next.ServeHTTP(w, r)
	})
}

// policy says what a page may load: nothing of another host, and scripts from where it
// is told alone. They ask nothing of another host either.
func policy(scripts string) string {
	return "default-src 'self'; script-src " + scripts + "; connect-src " + scripts + "; object-src 'none'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}
