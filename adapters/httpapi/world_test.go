package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/httpapi"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/pace"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/banks"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/exemption/grounds"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/identity/access/forms"
)

// plain keeps passwords as they are: what the tests are about lies elsewhere, and
// argon2id is slow on purpose. TestP1 uses the real one.
type plain struct{}

func (plain) Hash(password string) (string, error)       { return "plain:" + password, nil }
func (plain) Verify(password, hash string) (bool, error) { return "plain:"+password == hash, nil }
func (plain) Stale(string) bool                          { return false }

// password is everybody's in the tests.
const password = "correct horse battery staple"

// regulations are those of the catalogue, read once.
var regulations = sync.OnceValues(catalogue.Regulations)

// offered are the forms and services of the package, read once.
var offered = sync.OnceValues(forms.All)

// examined are the exams of the package, read once.
var examined = sync.OnceValue(func() banks.Banks {
	all, err := banks.All()
	if err != nil {
		panic(err)
	}
	return all
})

// world is an order with its members and staff, on 22 November 2026, over stores
// in memory. Every exchange is held to the description of the API.
type world struct {
	t       *testing.T
	store   *memory.Store
	api     *httpapi.API
	handler http.Handler
	logged  *bytes.Buffer
	now     time.Time
	tokens  map[string]string
	photos  *files.Memory
	// station is what the workstation of the learners keeps; empty in any other browser.
	station string
	// seen are the operations that were answered.
	seen map[string]bool
	// said is all that was answered, headers too, for tests that look for what must not be.
	said bytes.Buffer
}

func newWorld(t *testing.T) *world { return newWorldWith(t, plain{}) }

func newWorldWith(t *testing.T, hasher identity.Hasher) *world {
	t.Helper()
	w := &world{
		t: t, store: memory.New(), logged: &bytes.Buffer{}, now: time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC),
		tokens: map[string]string{}, seen: map[string]bool{}, photos: files.NewMemory(),
	}
	all, err := regulations()
	require.NoError(t, err)
	bases, err := grounds.All()
	require.NoError(t, err)
	clock := func() time.Time { return w.now }
	directory := &identity.Directory{Store: w.store.Identity(), Flows: w.store.Flows(), Hasher: hasher, Now: clock}
	services, err := offered()
	require.NoError(t, err)
	off, err := holidays.All()
	require.NoError(t, err)
	ledger := &hours.Ledger{Store: w.store.Hours(), Roll: w.store.Identity(), Regulations: all, Holidays: off, Now: clock}
	board := &exemption.Board{
		Store: w.store.Exemption(), Documents: files.NewMemory(), Ledger: ledger, Grounds: bases, Now: clock,
	}
	docket := &closing.Docket{Store: w.store.Closing(), Ledger: ledger, Now: ledger.Now}
	ledger.Reliefs, ledger.Outcomes = board, docket
	w.api = &httpapi.API{
		Auditor:      &audit.Auditor{Store: w.store.Audit(), Ledger: ledger, Documents: files.NewMemory(), Now: clock},
		Certificates: &certificate.Registry{Store: w.store.Certificate(), Ledger: ledger, Now: clock},
		Office:       &access.Office{Store: w.store.Access(), Directory: directory, Catalogue: services["qc-insurer"], Now: clock},
		Directory:    directory, Ledger: ledger, Board: board, Docket: docket, Address: "https://portail.example.org",
		Reminders: &reminder.Reminders{Store: w.store.Reminder(), Ledger: ledger, Outbox: w.store.Outbox(), Now: clock},
		Now:       clock, Log: slog.New(slog.NewTextHandler(w.logged, nil)), Pace: &pace.Pace{Sleep: func(context.Context, time.Duration) {}},
		Clerk:     &acceptance.Clerk{Store: w.store.Acceptance(), Ledger: ledger, Now: clock},
		Reception: &intake.Reception{Store: w.store.Intake(), Ledger: ledger, Now: clock},
		ServicePoint: &exam.ServicePoint{
			Store: w.store.Exam(), Documents: w.photos, Roll: w.store.Identity(), Exams: examined().Catalogue(), Now: clock,
		},
	}
	w.handler = w.api.Handler()
	w.organisation("otpq", identity.FrenchAndEnglish)
	w.person("otpq", "genevieve", "m-1", "Geneviève", "Lavigne", identity.RoleMember)
	w.person("otpq", "marc", "m-2", "Marc", "Tremblay", identity.RoleMember)
	w.person("otpq", "staff", "m-3", "Sylvie", "Roy", identity.RoleMember, identity.RoleStaff)
	hash, err := hasher.Hash(password)
	require.NoError(t, err)
	w.account(identity.Account{Org: "otpq", ID: "a-operator", Login: "operator", Hash: hash, Roles: []identity.Role{identity.RoleOperator}})
	for _, item := range []hours.Listing{
		{Kind: hours.Activities, ID: "act-1", Label: "Gestion des sols contaminés"},
		{Kind: hours.Providers, ID: "prov-1", Label: "École de technologie supérieure"},
		{Kind: hours.Trainers, ID: "tr-1", Label: "Amélie Gagnon"},
	} {
		item.Org = "otpq"
		require.NoError(t, w.store.Hours().PutListing(context.Background(), item))
	}
	return w
}

func (w *world) organisation(id identity.OrganisationID, policy identity.LanguagePolicy) {
	_, err := w.store.Identity().ChangeOrganisation(context.Background(), id, func(o identity.Organisation) (identity.Organisation, error) {
		o.Name = identity.Text{FR: "Ordre des technologues", EN: "Order of technologists"}
		o.Contact, o.Languages, o.Regulation = "ordre@example.org", policy, "qc-otpq"
		o.Holidays, o.WithdrawBeforeProcessing = "qc", true
		return o, nil
	})
	require.NoError(w.t, err)
}

// governs has another regulation govern the members, who have all that a calendar
// may look at.
func (w *world) governs(regulation string) {
	_, err := w.store.Identity().ChangeOrganisation(context.Background(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation = regulation
		return o, nil
	})
	require.NoError(w.t, err)
	_, err = w.store.Identity().ChangeMember(context.Background(), "otpq", "m-1", func(m identity.Member) (identity.Member, error) {
		m.Permit, m.Birth = "12345", cycle.MustDate("1980-05-17")
		return m, nil
	})
	require.NoError(w.t, err)
}

// person adds a member on the roll since 2015, with an account.
func (w *world) person(org identity.OrganisationID, login string, id identity.MemberID, first, last string, roles ...identity.Role) {
	_, err := w.store.Identity().ChangeMember(context.Background(), org, id, func(m identity.Member) (identity.Member, error) {
		m.First, m.Last, m.Permit, m.Email = first, last, "p-"+string(id), login+"@example.org"
		m.Language = identity.French
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-06-01"), To: cycle.Forever}}}
		return m, nil
	})
	require.NoError(w.t, err)
	hash, err := w.api.Directory.Hasher.Hash(password)
	require.NoError(w.t, err)
	w.account(identity.Account{Org: org, ID: identity.AccountID("a-" + login), Login: login, Hash: hash, Member: id, Roles: roles})
}

func (w *world) account(a identity.Account) {
	_, err := w.store.Identity().ChangeAccount(context.Background(), a.Org, a.ID, func(before identity.Account) (identity.Account, []identity.Message, error) {
		a.Version = before.Version
		return a, nil, nil
	})
	require.NoError(w.t, err)
}

// enters puts the member on the roll on a day, as an admission or a readmission.
func (w *world) enters(id identity.MemberID, day string, entry cycle.Entry) {
	_, err := w.store.Identity().ChangeMember(context.Background(), "otpq", id, func(m identity.Member) (identity.Member, error) {
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate(day), To: cycle.Forever}, Entry: entry}}
		return m, nil
	})
	require.NoError(w.t, err)
}

// call is a request to come.
type call struct {
	as     string // a login; empty for nobody
	token  string // in place of as
	method string
	path   string // after /api/v1
	body   any    // a string as it is, anything else as JSON
	header map[string]string
}

// answer is what came back.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   string
	json   map[string]any
}

// do makes the request and holds the exchange to the description.
func (w *world) do(c call) answer {
	w.t.Helper()
	var body []byte
	header := http.Header{}
	switch given := c.body.(type) {
	case nil:
	case string:
		body = []byte(given)
	default:
		encoded, err := json.Marshal(given)
		require.NoError(w.t, err)
		body = encoded
	}
	if c.body != nil {
		header.Set("Content-Type", "application/json")
	}
	for name, value := range c.header {
		header.Set(name, value)
	}
	if c.as != "" {
		header.Set("Authorization", "Bearer "+w.signedIn(c.as))
	}
	if c.token != "" {
		header.Set("Authorization", "Bearer "+c.token)
	}
	if w.station != "" {
		header.Set("Workstation-Secret", w.station)
	}
	r := httptest.NewRequest(c.method, "http://api.example.org/api/v1"+c.path, bytes.NewReader(body))
	r.Header = header
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	a := answer{t: w.t, status: recorder.Code, header: recorder.Header(), body: recorder.Body.String()}
	if media := a.header.Get("Content-Type"); strings.Contains(media, "json") && media != "application/x-ndjson" {
		require.NoError(w.t, json.Unmarshal(recorder.Body.Bytes(), &a.json))
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	fmt.Fprintf(&w.said, "%v\n%s\n", a.header, a.body)
	w.hold(r, a)
	return a
}

// signedIn returns a token of the person's, opened once.
func (w *world) signedIn(login string) string {
	w.t.Helper()
	if w.tokens[login] == "" {
		a := w.do(call{method: "POST", path: "/sessions", body: map[string]any{
			"organisation": "otpq", "login": login, "password": password,
		}}).is(http.StatusCreated)
		w.tokens[login] = a.text("token")
	}
	return w.tokens[login]
}

func (w *world) get(as, path string) answer {
	w.t.Helper()
	return w.do(call{as: as, method: "GET", path: path})
}

// is requires the status.
func (a answer) is(status int) answer {
	a.t.Helper()
	require.Equal(a.t, status, a.status, a.body)
	return a
}

// problem requires a problem of that type and status.
func (a answer) problem(status int, slug string) answer {
	a.t.Helper()
	a.is(status)
	require.Equal(a.t, "application/problem+json", a.header.Get("Content-Type"))
	require.Equal(a.t, "/api/v1/problems/"+slug, a.text("type"))
	return a
}

// at returns the value at a path such as "status.code" or "items.0.id".
func (a answer) at(path string) any {
	a.t.Helper()
	var value any = a.json
	for name := range strings.SplitSeq(path, ".") {
		switch in := value.(type) {
		case map[string]any:
			found, ok := in[name]
			require.True(a.t, ok, "no %s in %s", path, a.body)
			value = found
		case []any:
			var i int
			_, err := fmt.Sscan(name, &i)
			require.NoError(a.t, err)
			require.Less(a.t, i, len(in), "no %s in %s", path, a.body)
			value = in[i]
		default:
			require.Fail(a.t, "no "+path, a.body)
		}
	}
	return value
}

func (a answer) text(path string) string {
	a.t.Helper()
	text, ok := a.at(path).(string)
	require.True(a.t, ok, "%s is not a text in %s", path, a.body)
	return text
}

func (a answer) length(path string) int {
	a.t.Helper()
	all, ok := a.at(path).([]any)
	require.True(a.t, ok, "%s is not a list in %s", path, a.body)
	return len(all)
}

// field returns the code and the detail of what is wrong with a field; empty when
// nothing is.
func (a answer) field(name string) (code, detail string) {
	a.t.Helper()
	all, _ := a.json["errors"].([]any)
	for _, one := range all {
		wrong := one.(map[string]any)
		if wrong["field"] == name {
			return wrong["code"].(string), wrong["detail"].(string)
		}
	}
	return "", ""
}

// etag returns the header that changes what was answered.
func (a answer) etag() map[string]string {
	a.t.Helper()
	require.NotEmpty(a.t, a.header.Get("ETag"))
	return map[string]string{"If-Match": a.header.Get("ETag")}
}
