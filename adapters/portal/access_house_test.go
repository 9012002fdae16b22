package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/identity/access/forms"
)

// desk is the staff of the tests of access, at the desk itself.
var desk = identity.Actor{Org: otpq, Account: "sylvie", Name: "sylvie", Roles: []identity.Role{identity.RoleStaff}}

// openAccessDesk adds to open the desk of access.
func openAccessDesk(t *testing.T) *house {
	t.Helper()
	h := open(t)
	all, err := forms.All()
	require.NoError(t, err)
	h.portal.Office = &access.Office{Store: h.store.Access(), Directory: h.portal.Directory, Catalogue: all["qc-insurer"], Now: h.clock}
	return h
}

// asking is a request that nothing has refused: Dr Diane Gagnon authorises Luc Tremblay.
func asking() access.Entry {
	return access.Entry{
		Form: "physicians", Service: "billing", Language: identity.French,
		User: access.Person{First: "Luc", Last: "Tremblay", Email: "luc.tremblay@exemple.org"},
		Authoriser: access.AuthoriserNamed{
			Person: access.Person{First: "Diane", Last: "Gagnon", Email: "diane.gagnon@exemple.org"}, Kind: "professional", Place: "Clinique du Parc",
		},
	}
}

// asked puts a request into the queue that both have signed.
func (h *house) asked(t *testing.T, id string, e access.Entry) access.Request {
	t.Helper()
	office := h.portal.Office
	browser, _, err := office.Begin(t.Context(), otpq, "", id, e)
	require.NoError(t, err)
	_, err = office.Submit(t.Context(), otpq, browser, id)
	require.NoError(t, err)
	all, err := h.store.Outbox().Messages(t.Context(), otpq, 1000)
	require.NoError(t, err)
	for _, m := range all {
		if m.Kind == identity.AccessSign && m.Values["request"] == id {
			_, err = office.Sign(t.Context(), otpq, id, m.Secret, m.Values["name"], true)
			require.NoError(t, err)
		}
	}
	r, err := office.Store.Request(t.Context(), otpq, id)
	require.NoError(t, err)
	require.Equal(t, access.Queued, r.State)
	return r
}

// onPaper records a form that has much wrong: a service of the representative's, a shared
// address, no signature of the authoriser, three forms in one file, an old edition.
func (h *house) onPaper(t *testing.T, id string) access.Request {
	t.Helper()
	e := asking()
	e.Service, e.User.Email = "dma", "reception@exemple.org"
	r, err := h.portal.Office.Record(t.Context(), desk, id, e, access.Paper{Received: cycle.MustDate("2026-11-20"), Forms: 3, Edition: cycle.MustDate("2025-04-01")},
		&access.Signature{Name: "Luc Tremblay", On: cycle.MustDate("2026-11-18")}, nil)
	require.NoError(t, err)
	return r
}

// posted returns the letters of a kind, the latest first.
func (h *house) posted(t *testing.T, kind identity.MessageKind) []identity.Message {
	t.Helper()
	all, err := h.store.Outbox().Messages(t.Context(), otpq, 1000)
	require.NoError(t, err)
	var found []identity.Message
	for _, m := range all {
		if m.Kind == kind {
			found = append(found, m)
		}
	}
	return found
}

// people returns the words of the first cell of every row.
func rowHeads(b *portaltest.Browser) []string {
	var all []string
	for _, body := range portaltest.All(b.Page, "tbody") {
		for _, th := range portaltest.All(body, "th") {
			all = append(all, portaltest.Words(portaltest.TextOf(th)))
		}
	}
	return all
}
