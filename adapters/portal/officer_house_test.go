package portal_test

import (
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

// odile is in charge of the protection of personal information, and ida is Emma herself.
var (
	odile = identity.Actor{Org: otpq, Account: "odile", Name: "odile", Roles: []identity.Role{identity.RolePrivacyOfficer}}
	ida   = identity.Actor{Org: otpq, Account: "emma", Member: "emma", Name: "emma", Roles: []identity.Role{identity.RoleMember}}
)

// Holdings of the policy: the roll is under the Access Act, publications under the other.
const (
	rollName    privacy.HoldingID = "roll/members/name"
	rollAddress privacy.HoldingID = "roll/members/home-address"
	newsletter  privacy.HoldingID = "publications/members/name"
)

// openOfficer adds to open the desk of the person in charge.
func openOfficer(t *testing.T) *house {
	t.Helper()
	h := open(t)
	acts, err := law.Quebec()
	require.NoError(t, err)
	held, err := inventory.All(acts)
	require.NoError(t, err)
	off, err := holidays.All()
	require.NoError(t, err)
	h.portal.Registrar = &privacy.Registrar{
		Store: h.store.Privacy(), People: h.store.Identity(), Law: acts, Inventory: held["qc-otpq"], Holidays: off, Now: h.clock,
	}
	h.account(t, "odile", "", identity.RolePrivacyOfficer)
	return h
}

// requested enters a request of Emma's, received on a day, and admits it when it says of
// what it is.
func (h *house) requested(t *testing.T, id string, kind privacy.Kind, received string, scope ...privacy.HoldingID) privacy.Request {
	t.Helper()
	desk := h.portal.Registrar
	q, err := desk.Enter(t.Context(), odile, "emma", privacy.Asking{
		ID: id, Kind: kind, Quality: privacy.Oneself, Asked: "Que savez-vous de moi?", Scope: scope, Received: cycle.MustDate(received),
	})
	require.NoError(t, err)
	if len(scope) > 0 {
		q = h.does(t, q, privacy.Command{Event: privacy.Identify, Proof: "vue au comptoir"})
		q = h.does(t, q, privacy.Command{Event: privacy.Admit})
	}
	return q
}

// does has the person in charge do something to a request, at the desk itself.
func (h *house) does(t *testing.T, q privacy.Request, c privacy.Command) privacy.Request {
	t.Helper()
	q, err := h.portal.Registrar.Do(t.Context(), odile, q.Person, q.ID, q.Version, c)
	require.NoError(t, err)
	return q
}

// read returns a request as it is stored.
func (h *house) read(t *testing.T, q privacy.Request) privacy.Request {
	t.Helper()
	q, err := h.portal.Registrar.Request(t.Context(), odile, q.Person, q.ID)
	require.NoError(t, err)
	return q
}

// wordsOf returns the words of the element with an id.
func wordsOf(b *portaltest.Browser, id string) string {
	return portaltest.Words(portaltest.TextOf(b.With("id", id)))
}
