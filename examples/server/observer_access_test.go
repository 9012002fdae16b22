package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// countedAccess counts every call that asking for access and opening an account may make.
type countedAccess struct {
	access.Store
	n *effects
}

func (s countedAccess) Request(ctx context.Context, org identity.OrganisationID, id string) (access.Request, error) {
	s.n.calls.Add(1)
	return s.Store.Request(ctx, org, id)
}

func (s countedAccess) Requests(ctx context.Context, org identity.OrganisationID) ([]access.Request, error) {
	s.n.calls.Add(1)
	return s.Store.Requests(ctx, org)
}

func (s countedAccess) ChangeRequest(ctx context.Context, org identity.OrganisationID, id string, fn func(access.Request) (access.Request, []identity.Message, error)) (access.Request, error) {
	s.n.calls.Add(1)
	return s.Store.ChangeRequest(ctx, org, id, fn)
}

func (s countedAccess) Reference(ctx context.Context, org identity.OrganisationID, id string) (access.Reference, error) {
	s.n.calls.Add(1)
	return s.Store.Reference(ctx, org, id)
}

func (s countedAccess) ChangeReference(ctx context.Context, org identity.OrganisationID, id string, fn func(access.Reference) (access.Reference, []identity.Message, error)) (access.Reference, error) {
	s.n.calls.Add(1)
	return s.Store.ChangeReference(ctx, org, id, fn)
}

func (s countedAccess) Workplace(ctx context.Context, org identity.OrganisationID, id string) (access.Workplace, error) {
	s.n.calls.Add(1)
	return s.Store.Workplace(ctx, org, id)
}

func (s countedAccess) Invited(ctx context.Context, org identity.OrganisationID, mailbox string) ([]access.Enrolment, error) {
	s.n.calls.Add(1)
	return s.Store.Invited(ctx, org, mailbox)
}

func (s countedAccess) ChangeEnrolment(ctx context.Context, org identity.OrganisationID, id string, fn func(access.Enrolment) (access.Enrolment, []identity.Message, error)) (access.Enrolment, error) {
	s.n.calls.Add(1)
	return s.Store.ChangeEnrolment(ctx, org, id, fn)
}

// invite registers the person "invite" at a workplace: they have a secret code, and no
// account yet.
func (o *observed) invite(t *testing.T) {
	t.Helper()
	store := o.office.Store
	_, err := store.ChangeWorkplace(t.Context(), demoOrganisation, "centre", func(w access.Workplace) (access.Workplace, error) {
		w.Name = "Centre jeunesse du Fleuve"
		return w, nil
	})
	require.NoError(t, err)
	sealed, err := o.directory.Seal("secretcode", "enrolment", string(demoOrganisation), "e-1")
	require.NoError(t, err)
	_, err = store.ChangeEnrolment(t.Context(), demoOrganisation, "e-1", func(e access.Enrolment) (access.Enrolment, []identity.Message, error) {
		e, err := e.Register("centre", "linked", access.Person{First: "Ève", Last: "Roy", Email: "invite@observe.example"}, identity.French,
			[]string{"dma"}, access.Invitation{Code: sealed, Password: identity.NewTemporary(identity.NewSecret("abcdefgh"), o.clock)}, o.clock)
		return e, nil, err
	})
	require.NoError(t, err)
}

// invitedAgain puts the registration back as it was before anybody guessed.
func (o *observed) invitedAgain(t *testing.T) {
	t.Helper()
	_, err := o.store.Access().ChangeEnrolment(t.Context(), demoOrganisation, "e-1", func(e access.Enrolment) (access.Enrolment, []identity.Message, error) {
		e.Failures, e.CodeUntil = 0, o.clock.Add(access.EnrolmentLife)
		return e, nil, nil
	})
	require.NoError(t, err)
}

// asked is every page on which access is asked for and an account is opened, for
// somebody's address. No number, code or letter is theirs.
func (o *observed) asked(t *testing.T, who string) (steps []string) {
	address := who + "@observe.example"
	step := func(name, typed string, answer *httptest.ResponseRecorder) {
		steps = append(steps, name+"\n"+o.seen(answer, typed))
	}
	get := func(path string) *httptest.ResponseRecorder { return o.call(t, http.MethodGet, path, "", "") }
	o.n.calls.Store(0)
	o.n.hashes.Store(0)
	step("reference number", who, o.post(t, "/access/reference", "reference", "0000-0000-0000", "family", "Roy", "chosen", who, "new", observedPassword))
	step("secret code: page", address, get("/access/code"))
	for range 4 {
		step("secret code", address, o.post(t, "/access/code", "email", address, "sent", "aaaa-bbbb-cccc-dddd", "secret", "00000-00000", "chosen", "voleuse", "new", observedPassword))
	}
	step("secret code: must wait", address, o.post(t, "/access/code", "email", address, "sent", "x", "secret", "x", "chosen", "voleuse", "new", observedPassword))
	for range 3 {
		step("another password", address, o.post(t, "/access/code/password", "email", address))
		o.clock = o.clock.Add(10 * time.Minute)
	}
	step("another password: sent", address, get("/access/code?notice=enrolment-password"))
	step("secret code: after", address, o.post(t, "/access/code", "email", address, "sent", "x", "secret", "x", "chosen", "voleuse", "new", observedPassword))

	step("second step of nobody", who, o.post(t, "/signin/factor", "code", "000000"))

	const path = "/access/requests/r-1"
	step("request", address, o.post(t, "/access", "id", "r-1", "form", "physicians"))
	// As somebody does, they send the page that they were shown.
	fill := func(path string, values ...string) *httptest.ResponseRecorder {
		return o.post(t, path, append(values, "version", versionOf(t, get(path)))...)
	}
	step("request: user", address, fill(path+"/person", "service", "billing", "given", "Ève", "family", "Roy", "email", address))
	step("request: page of the authoriser", address, get(path+"/authoriser"))
	step("request: authoriser", address, fill(path+"/authoriser", "authoriserKind", "professional", "authoriserFirst", "Diane",
		"authoriserLast", "Gagnon", "place", "Clinique du Parc", "authoriserEmail", "diane@observe.example"))
	step("request: before it is sent", address, get(path+"/submission"))
	step("request: sent", address, fill(path+"/submission", "do", "submit"))
	step("request: afterwards", address, get(path))
	step("request: those of this browser", address, get("/access/requests"))
	step("request: signed by a letter of nobody", address, o.post(t, "/access/sign/r-1/nothing", "signature", "Ève Roy", "agreed", "1"))
	step("request: another for the same person", address, o.post(t, path+"/copy", "id", "r-2"))
	step("request: given up", address, o.post(t, path+"/withdrawal"))

	step("request: authorised by them", address, o.post(t, "/access", "id", "r-3", "form", "physicians"))
	step("request: user", address, fill("/access/requests/r-3/person", "service", "billing", "given", "Luc", "family", "Tremblay", "email", "luc@observe.example"))
	step("request: authoriser", address, fill("/access/requests/r-3/authoriser", "authoriserKind", "professional", "authoriserFirst", "Ève",
		"authoriserLast", "Roy", "place", "Clinique du Parc", "authoriserEmail", address))
	step("request: sent", address, fill("/access/requests/r-3/submission", "do", "submit"))
	return steps
}

// versionOf returns the version of the draft that a page shows.
func versionOf(t *testing.T, page *httptest.ResponseRecorder) string {
	t.Helper()
	_, after, found := strings.Cut(page.Body.String(), `name="version" value="`)
	require.True(t, found, page.Body.String())
	version, _, _ := strings.Cut(after, `"`)
	return version
}

// checklist 57, 58, A6, A7 and A12: the pages where access is asked for tell as little:
// whose the address is, whether it has an account or was registered at a workplace.
func TestI3_AskingForAccessTellsNobodyWhoHasAnAccount(t *testing.T) {
	want := observe(t, cheap, still()).asked(t, "nobody")
	for _, who := range []string{"linked", "unused", "closed", "parted", "shared", "nohash", "twofac", "invite"} {
		t.Run(who, func(t *testing.T) {
			got := observe(t, cheap, still()).asked(t, who)
			require.Len(t, got, len(want))
			for i := range want {
				require.Equal(t, want[i], got[i])
			}
		})
	}
}

// A4: a letter's link that opens nothing tells not whether there is such a request.
func TestI3_LinkThatOpensNothingTellsNoRequest(t *testing.T) {
	o := observe(t, cheap, still())
	o.asked(t, "linked")
	o.jar = map[string]string{}
	for _, path := range []string{"", "/refusal"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			look := func(request string) string {
				return o.seen(o.call(t, method, "/access/sign/"+request+"/nothing"+path, "application/x-www-form-urlencoded", "signature=x&agreed=1"), request)
			}
			look("r-3")
			require.Equal(t, look("r-9"), look("r-3"), method+path)
		}
	}
}

// The right password of an account that is disabled or closed is as wrong as any: whoever
// had it learns not that it was right.
func TestI3_RightPasswordOfADisabledAccountTellsNothing(t *testing.T) {
	knocks := func(who string) (steps []string) {
		o := observe(t, cheap, still())
		o.n.calls.Store(0)
		o.n.hashes.Store(0)
		address := who + "@observe.example"
		for _, name := range []string{who, address} {
			steps = append(steps, o.seen(o.session(t, name, observedPassword), name),
				o.seen(o.post(t, "/signin", "login", name, "password", observedPassword), name))
		}
		return steps
	}
	want := knocks("nobody")
	for _, who := range []string{"closed", "parted"} {
		require.Equal(t, want, knocks(who), who)
	}
	require.NotEqual(t, want, knocks("linked"))
}

// Whoever knows the password learns nothing of the second factor by guessing: a code that
// is wrong, one that was used, a recovery code that was used and the right code of an
// application whose codes are looked at no more are refused alike.
func TestI3_SecondStepRefusesEveryCodeAlike(t *testing.T) {
	try := func(typed func(o *observed) string) string {
		o := observe(t, cheap, still())
		code := typed(o)
		o.post(t, "/signin", "login", "twofac", "password", observedPassword)
		o.n.calls.Store(0)
		o.n.hashes.Store(0)
		return o.seen(o.post(t, "/signin/factor", "code", code), code)
	}
	want := try(func(*observed) string { return "000000" })
	require.Equal(t, want, try(func(o *observed) string { return o.seed.Code(o.enrolled).Reveal() }), "the code that turned it on")
	require.Equal(t, want, try(func(o *observed) string { return o.spent }), "a recovery code, used")
	require.Equal(t, want, try(func(o *observed) string {
		_, err := o.store.Identity().ChangeAccount(t.Context(), demoOrganisation, "twofac", func(a identity.Account) (identity.Account, []identity.Message, error) {
			a.Factor.Misses = 50
			return a, nil, nil
		})
		require.NoError(t, err)
		return o.seed.Code(o.clock).Reveal()
	}), "the right code, too late")
	require.NotEqual(t, want, try(func(o *observed) string { return o.seed.Code(o.clock).Reveal() }))
}
