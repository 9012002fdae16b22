package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/pace"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// effects counts what is asked of the stores and of the hasher.
type effects struct{ calls, hashes atomic.Int64 }

// countedStore counts every call that signing in, linking and passwords may make.
type countedStore struct {
	identity.Store
	n *effects
}

func (s countedStore) Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error) {
	s.n.calls.Add(1)
	return s.Store.Organisation(ctx, org)
}

func (s countedStore) Member(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (identity.Member, error) {
	s.n.calls.Add(1)
	return s.Store.Member(ctx, org, member)
}

func (s countedStore) Account(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (identity.Account, error) {
	s.n.calls.Add(1)
	return s.Store.Account(ctx, org, account)
}

func (s countedStore) AccountByLogin(ctx context.Context, org identity.OrganisationID, login string) (identity.Account, error) {
	s.n.calls.Add(1)
	return s.Store.AccountByLogin(ctx, org, login)
}

func (s countedStore) AccountsAt(ctx context.Context, org identity.OrganisationID, address string) ([]identity.Account, error) {
	s.n.calls.Add(1)
	return s.Store.AccountsAt(ctx, org, address)
}

func (s countedStore) ChangeAccount(ctx context.Context, org identity.OrganisationID, account identity.AccountID, fn func(identity.Account) (identity.Account, []identity.Message, error)) (identity.Account, error) {
	s.n.calls.Add(1)
	return s.Store.ChangeAccount(ctx, org, account, fn)
}

func (s countedStore) ChangeThrottle(ctx context.Context, org identity.OrganisationID, login string, fn func(identity.Throttle) identity.Throttle) error {
	s.n.calls.Add(1)
	return s.Store.ChangeThrottle(ctx, org, login, fn)
}

func (s countedStore) Session(ctx context.Context, org identity.OrganisationID, digest string) (identity.Session, error) {
	s.n.calls.Add(1)
	return s.Store.Session(ctx, org, digest)
}

func (s countedStore) PutSession(ctx context.Context, one identity.Session) error {
	s.n.calls.Add(1)
	return s.Store.PutSession(ctx, one)
}

// countedFlows does the same for flows and budgets.
type countedFlows struct {
	identity.Flows
	n *effects
}

func (s countedFlows) Flow(ctx context.Context, org identity.OrganisationID, id string) (identity.Flow, error) {
	s.n.calls.Add(1)
	return s.Flows.Flow(ctx, org, id)
}

func (s countedFlows) ChangeFlow(ctx context.Context, org identity.OrganisationID, id string, fn func(identity.Flow) (identity.Flow, []identity.Message, error)) (identity.Flow, error) {
	s.n.calls.Add(1)
	return s.Flows.ChangeFlow(ctx, org, id, fn)
}

func (s countedFlows) ChangeBudget(ctx context.Context, org identity.OrganisationID, key string, fn func(identity.Budget) identity.Budget) error {
	s.n.calls.Add(1)
	return s.Flows.ChangeBudget(ctx, org, key, fn)
}

func (s countedFlows) Spray(ctx context.Context, org identity.OrganisationID) (identity.Spray, error) {
	s.n.calls.Add(1)
	return s.Flows.Spray(ctx, org)
}

func (s countedFlows) ChangeSpray(ctx context.Context, org identity.OrganisationID, fn func(identity.Spray) identity.Spray) error {
	s.n.calls.Add(1)
	return s.Flows.ChangeSpray(ctx, org, fn)
}

type countedHasher struct {
	identity.Hasher
	n *effects
}

func (h countedHasher) Hash(password string) (string, error) {
	h.n.hashes.Add(1)
	return h.Hasher.Hash(password)
}

func (h countedHasher) Verify(password, hash string) (bool, error) {
	h.n.hashes.Add(1)
	return h.Hasher.Verify(password, hash)
}

// observed is a house that somebody outside looks at.
type observed struct {
	*house
	n       effects
	handler http.Handler
	clock   time.Time
	jar     map[string]string
	// seed is the second factor of "twofac", turned on at enrolled, and spent a recovery
	// code of it that was used.
	seed     identity.Seed
	enrolled time.Time
	spent    string
}

const observedPassword = "une phrase assez longue"

// observe opens a house with somebody in each situation, whose addresses are all of one
// length.
func observe(t *testing.T, hasher identity.Hasher, p *pace.Pace) *observed {
	t.Helper()
	o := &observed{clock: today, jar: map[string]string{}}
	h, err := wire(memory.New(), files.NewMemory(), hasher, func() time.Time { return o.clock })
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	o.house, h.pace = h, p
	store := h.store.Identity()
	_, err = store.ChangeOrganisation(t.Context(), demoOrganisation, func(one identity.Organisation) (identity.Organisation, error) {
		one.Name, one.LinkSince = identity.Text{FR: "Ordre", EN: "Order"}, cycle.MustDate("2023-10-30")
		return one, nil
	})
	require.NoError(t, err)
	hash, err := hasher.Hash(observedPassword)
	require.NoError(t, err)
	for _, login := range []string{"linked", "unused", "closed", "parted", "shared", "twin", "spared", "nohash", "twofac"} {
		address := login + "@observe.example"
		if login == "twin" {
			address = "shared@observe.example"
		}
		_, err := store.ChangeMember(t.Context(), demoOrganisation, identity.MemberID(login), func(m identity.Member) (identity.Member, error) {
			m.First, m.Last, m.Email, m.Language = "Ève", "Roy", address, identity.French
			return m, nil
		})
		require.NoError(t, err)
		_, err = store.ChangeAccount(t.Context(), demoOrganisation, identity.AccountID(login), func(a identity.Account) (identity.Account, []identity.Message, error) {
			a.Login, a.Member, a.Name, a.Hash = login, identity.MemberID(login), "Ève Roy", hash
			a.Roles = []identity.Role{identity.RoleMember}
			switch login {
			case "unused":
			case "nohash":
				a.Hash = ""
			case "closed":
				a.State, a.LastOpened = identity.AccountDisabled, today
			case "parted":
				a.State, a.LastOpened = identity.AccountClosed, today
			default:
				a.LastOpened = today
			}
			return a, nil, nil
		})
		require.NoError(t, err)
	}
	o.invite(t)
	o.turnOn(t)
	h.office.Store = countedAccess{h.office.Store, &o.n}
	h.directory.Store = countedStore{h.directory.Store, &o.n}
	h.directory.Flows = countedFlows{h.directory.Flows, &o.n}
	h.directory.Hasher = countedHasher{hasher, &o.n}
	o.handler = h.handler(settings{}, quiet())
	return o
}

// turnOn gives "twofac" a second factor, and uses a recovery code of it up.
func (o *observed) turnOn(t *testing.T) {
	t.Helper()
	d, ctx := o.directory, t.Context()
	token, _, err := d.SignIn(ctx, demoOrganisation, "twofac", observedPassword)
	require.NoError(t, err)
	require.NoError(t, d.BeginFactor(ctx, token, observedPassword))
	view, err := d.Factor(ctx, token)
	require.NoError(t, err)
	o.seed, o.enrolled = view.Seed, o.clock
	_, codes, err := d.ConfirmFactor(ctx, token, o.seed.Code(o.clock).Reveal())
	require.NoError(t, err)
	o.spent = codes[0].Reveal()
	half, _, err := d.SignIn(ctx, demoOrganisation, "twofac", observedPassword)
	require.ErrorIs(t, err, identity.ErrSecondFactor)
	_, _, err = d.ShowFactor(ctx, half, identity.Proof{Code: o.spent})
	require.NoError(t, err)
	o.clock = o.clock.Add(time.Minute)
}

// call asks something, and returns all that is seen of the answer.
func (o *observed) call(t *testing.T, method, path, media, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", media)
	for name, value := range o.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer := httptest.NewRecorder()
	o.handler.ServeHTTP(answer, r)
	for _, c := range answer.Result().Cookies() {
		o.jar[c.Name] = c.Value
	}
	return answer
}

// post fills in a form of the pages.
func (o *observed) post(t *testing.T, path string, values ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	return o.call(t, http.MethodPost, path, "application/x-www-form-urlencoded", form.Encode())
}

// session signs in over the API.
func (o *observed) session(t *testing.T, login, password string) *httptest.ResponseRecorder {
	return o.call(t, http.MethodPost, "/api/v1/sessions", "application/json",
		fmt.Sprintf(`{"organisation":"otpq","login":%q,"password":%q}`, login, password))
}

// drawn are tokens and identifiers, which differ each time and tell nothing.
var drawn = regexp.MustCompile(`[A-Za-z0-9_-]{43}|\b[a-z2-7]{26}\b|\b[A-Z2-7]{10}\.`)

// still is a pace that nobody waits for.
func still() *pace.Pace { return &pace.Pace{Sleep: func(context.Context, time.Duration) {}} }

// seen is an answer as somebody outside sees it, save what is drawn and what they typed,
// with how many effects it took.
func (o *observed) seen(answer *httptest.ResponseRecorder, typed string) string {
	var b strings.Builder
	fmt.Fprintln(&b, answer.Code)
	var names []string
	for name := range answer.Header() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintln(&b, name, answer.Header()[name])
	}
	body, _ := io.ReadAll(answer.Result().Body)
	b.Write(body)
	fmt.Fprintf(&b, "\n%d bytes, %d calls, %d hashes", len(body), o.n.calls.Swap(0), o.n.hashes.Swap(0))
	return drawn.ReplaceAllString(strings.ReplaceAll(b.String(), typed, strings.Repeat("x", len(typed))), "DRAWN")
}

// visited is every surface that could tell who has an account, over both transports,
// in the order in which somebody goes through them.
func (o *observed) visited(t *testing.T, who string) (steps []string) {
	address := who + "@observe.example"
	step := func(name, typed string, answer *httptest.ResponseRecorder) {
		steps = append(steps, name+"\n"+o.seen(answer, typed))
	}
	get := func(path string) *httptest.ResponseRecorder { return o.call(t, http.MethodGet, path, "", "") }
	o.n.calls.Store(0)
	o.n.hashes.Store(0)
	step("API: login", who, o.session(t, who, "not the password"))
	step("API: address", address, o.session(t, address, "not the password"))
	step("API: no password", who, o.session(t, who, ""))
	step("pages: login", who, o.post(t, "/signin", "login", who, "password", "not the password"))
	step("pages: address", address, o.post(t, "/signin", "login", address, "password", "not the password"))
	step("temporary: login", who, o.post(t, "/temporary", "login", who))
	step("temporary: again", who, o.post(t, "/temporary", "login", who))
	o.clock = o.clock.Add(10 * time.Minute)
	step("temporary: address", address, o.post(t, "/temporary", "login", address))
	step("temporary: sent", address, get("/temporary/sent"))
	o.clock = o.clock.Add(30 * time.Minute)
	step("linking: address", address, o.post(t, "/linking", "address", address))
	step("linking: page of the code", address, get("/linking/code"))
	step("linking: wrong code", address, o.post(t, "/linking/code", "code", "00000000"))
	step("linking: no code", address, o.post(t, "/linking/code", "code", ""))
	step("linking: again", address, o.post(t, "/linking/code/again"))
	o.clock = o.clock.Add(5 * time.Minute)
	step("linking: again, later", address, o.post(t, "/linking/code/again"))
	step("linking: verified?", address, o.post(t, "/linking/verified"))
	step("linking: password", address, o.post(t, "/linking/password", "new", "le canard traverse la rue"))
	step("linking: another address", address, o.post(t, "/linking/address"))
	step("linking: address again", address, o.post(t, "/linking", "address", address))
	for range 4 {
		step("linking: to the end", address, o.post(t, "/linking/code", "code", "11111111"))
	}
	step("linking: after the end", address, o.post(t, "/linking/code/again"))
	step("linking: cancelled", address, o.post(t, "/linking/cancel"))
	for range 6 { // until one must wait
		step("locked: API", who, o.session(t, who, "not the password"))
	}
	step("locked: pages", who, o.post(t, "/signin", "login", who, "password", "not the password"))
	return steps
}

// checklist 57, 58 and I3: whoever is named, each surface of both transports gives the same
// status, headers, body and length, for the same number of calls to the stores and of
// hashes.
func TestI3_NoSurfaceTellsWhoHasAnAccount(t *testing.T) {
	visited := func(who string, before func(*observed)) []string {
		o := observe(t, cheap, still())
		if before != nil {
			before(o)
		}
		return o.visited(t, who)
	}
	// besieged has been guessed and written to as often as may be.
	besieged := func(who string) func(*observed) {
		return func(o *observed) {
			for range 12 {
				o.session(t, who, "not the password")
				o.post(t, "/temporary", "login", who+"@observe.example")
				o.clock = o.clock.Add(4 * time.Minute)
			}
			o.jar = map[string]string{}
		}
	}
	for name, group := range map[string]struct {
		unknown func(*observed)
		known   map[string]func(*observed)
	}{
		"at first": {nil, map[string]func(*observed){
			"linked": nil, "unused": nil, "closed": nil, "parted": nil, "shared": nil, "nohash": nil, "twofac": nil, "invite": nil,
		}},
		"besieged": {besieged("nobody"), map[string]func(*observed){
			"linked": besieged("linked"), "unused": besieged("unused"), "closed": besieged("closed"), "nohash": besieged("nohash"), "twofac": besieged("twofac"),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			want := visited("nobody", group.unknown)
			for who, before := range group.known {
				got := visited(who, before)
				require.Len(t, got, len(want))
				for i := range want {
					require.Equal(t, want[i], got[i], who)
				}
			}
		})
	}
}
