package portal_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	"github.com/goodstanding/goodstanding/privacy/law"
)

// rules of privacy are read once.
var privacyRules = sync.OnceValues(func() (privacy.Registrar, error) {
	acts, err := law.Quebec()
	if err != nil {
		return privacy.Registrar{}, err
	}
	all, err := inventory.All(acts)
	return privacy.Registrar{Law: acts, Inventory: all["qc-otpq"]}, err
})

// The people of these tests: emma is a member, mona an account without a file, and dora
// is in charge of the protection of personal information.
var (
	emmaPerson = identity.Actor{Org: otpq, Account: "emma", Member: "emma", Roles: []identity.Role{identity.RoleMember}}
	dora       = identity.Actor{Org: otpq, Account: "dora", Roles: []identity.Role{identity.RolePrivacyOfficer}}
)

// openPrivacy returns the order with its registrar.
func openPrivacy(t *testing.T) *house {
	t.Helper()
	h := open(t)
	with, err := privacyRules()
	require.NoError(t, err)
	off, err := holidays.All()
	require.NoError(t, err)
	h.portal.Registrar = &privacy.Registrar{
		Store: h.store.Privacy(), People: h.store.Identity(), Law: with.Law, Inventory: with.Inventory, Holidays: off, Now: h.clock,
	}
	h.portal.Now = h.clock
	h.account(t, "mona", "", identity.RoleUser)
	h.account(t, "dora", "", identity.RolePrivacyOfficer)
	return h
}

// ask writes a request as a person does, up to the page of the request.
func ask(b *portaltest.Browser, kind, extent, words string) *portaltest.Browser {
	b.T.Helper()
	b.Get("/privacy/requests/new").Form("#step").Tick("kind", kind).Tick("extent", extent).Fill("asked", words).Press("check")
	require.Equal(b.T, 200, b.Status, b.Text())
	return b.Form("#step").Press("send")
}

// asked returns the request that a page shows.
func (h *house) request(t testing.TB, b *portaltest.Browser) privacy.Request {
	t.Helper()
	all, err := h.portal.Registrar.Requests(t.Context(), emmaPerson, privacy.Self(emmaPerson))
	require.NoError(t, err)
	for _, r := range all {
		if "/privacy/requests/"+r.ID == b.URL.Path {
			return r
		}
	}
	require.Fail(t, "no request", b.URL.Path)
	return privacy.Request{}
}

// do has dora do something to a request.
func (h *house) do(t testing.TB, r privacy.Request, c privacy.Command) privacy.Request {
	t.Helper()
	next, err := h.portal.Registrar.Do(t.Context(), dora, r.Person, r.ID, r.Version, c)
	require.NoError(t, err)
	return next
}

// since is a day that tests write.
func since(s string) cycle.Date { return cycle.MustDate(s) }
