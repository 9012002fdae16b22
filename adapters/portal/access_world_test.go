package portal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/identity/access/forms"
)

// untilLapse is how long a request may wait.
const untilLapse = 30 * 24 * time.Hour

// openAccess returns the order with the forms of the insurer's catalogue.
func openAccess(t *testing.T) *house {
	t.Helper()
	h := open(t)
	all, err := forms.All()
	require.NoError(t, err)
	h.portal.Office = &access.Office{Store: h.store.Access(), Directory: h.portal.Directory, Catalogue: all["qc-insurer"], Now: h.clock}
	h.portal.Now = h.clock
	return h
}

// filled is what a request is filled in with.
type filled struct {
	service, given, family, email       string
	kind, first, last, place, authEmail string
}

// luc is a request that nothing has refused: Dr Diane Gagnon authorises Luc Tremblay.
func luc() filled {
	return filled{
		"billing", "Luc", "Tremblay", "luc.tremblay@exemple.org",
		"professional", "Diane", "Gagnon", "Clinique du Parc", "diane.gagnon@exemple.org",
	}
}

// fill fills in a request from the page of the forms to its check page.
func fill(b *portaltest.Browser, a filled) *portaltest.Browser {
	b.T.Helper()
	b.Get("/access").Form("#forms-list").Press("physicians")
	return authoriser(person(b, a), a)
}

func person(b *portaltest.Browser, a filled) *portaltest.Browser {
	b.T.Helper()
	return b.Form("#step").Tick("service", a.service).Fill("given", a.given).Fill("family", a.family).Fill("email", a.email).Press("continue")
}

func authoriser(b *portaltest.Browser, a filled) *portaltest.Browser {
	b.T.Helper()
	return b.Form("#step").Fill("authoriserKind", a.kind).Fill("authoriserFirst", a.first).Fill("authoriserLast", a.last).
		Fill("place", a.place).Fill("authoriserEmail", a.authEmail).Press("continue")
}

// letter returns the latest message of a kind to an address.
func (h *house) letter(t testing.TB, kind identity.MessageKind, to string) identity.Message {
	t.Helper()
	all, err := h.store.Outbox().Messages(t.Context(), otpq, 1000)
	require.NoError(t, err)
	for _, m := range all {
		if m.Kind == kind && m.To == to {
			return m
		}
	}
	require.Fail(t, "no letter", "%s to %s", kind, to)
	return identity.Message{}
}

// signPath is the address that the letter to somebody leads to.
func (h *house) signPath(t testing.TB, to string) string {
	t.Helper()
	m := h.letter(t, identity.AccessSign, to)
	return "/access/sign/" + m.Values["request"] + "/" + m.Secret
}

// sign signs as whoever has the letter, in a browser of their own.
func (h *house) sign(b *portaltest.Browser, to, name string) *portaltest.Browser {
	b.T.Helper()
	return b.Another().Get(h.signPath(b.T, to)).Form("#step").Fill("signature", name).Tick("agreed").Press("")
}
