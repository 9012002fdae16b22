package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// chosen is a password that nobody guesses, as people type it.
const chosen = "le canard traverse la rue"

// letter returns the latest message of a kind to an address, with its text as it is read
// there.
func (k *keyboard) letter(h *house, kind identity.MessageKind, to string) (identity.Message, string) {
	k.t.Helper()
	all, err := h.store.Outbox().Messages(k.t.Context(), demoOrganisation, 1000)
	require.NoError(k.t, err)
	for _, m := range all {
		if m.Kind == kind && m.To == to {
			l, err := h.letters(k.address)(k.t.Context(), m)
			require.NoError(k.t, err)
			return m, portaltest.Words(l.Body)
		}
	}
	require.Failf(k.t, "no letter", "%s to %s", kind, to)
	return identity.Message{}, ""
}

// unlinked is the demonstration where Emma has opened no session since the cut-over.
func unlinked(t *testing.T) *house {
	t.Helper()
	h := demonstration(t)
	_, err := h.store.Identity().ChangeAccount(t.Context(), demoOrganisation, "emma", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.LastOpened = demoLinked.AddDate(0, 0, -1)
		return a, nil, nil
	})
	require.NoError(t, err)
	return h
}

// The second document: an existing account is linked to the new portal by a code from a
// letter, with a wrong address, a wrong code and a short password on the way (L1 to L8).
func TestJourney_Linking(t *testing.T) {
	atEverySeat(t, unlinked, func(k *keyboard, h *house) {
		k.arrive("/signin")
		k.signIn("emma", "emma-demonstration")
		k.wrong(1)
		k.holds("login", "emma")
		k.says("error.not-linked")
		k.follow(k.either("Changer le mot de passe?", "Change the password?") + " |")

		k.sees(k.either("Détails de l’utilisateur", "User details"))
		k.fill(k.word("field.linking.address"), "emma@membres")
		k.enter()
		k.wrong(1)
		k.holds("address", "emma@membres")
		k.jump(k.word("error.bad-address"), k.word("field.linking.address"))
		k.fill(k.word("field.linking.address"), "emma@membres.example")
		k.follow(k.word("linking.send"))
		k.says("linking.code.lead")

		m, body := k.letter(h, identity.LinkingCode, "emma@membres.example")
		require.Contains(k.t, body, identity.ShowCode(m.Secret))
		k.fill(k.word("field.linking.code"), "0000 0000")
		k.enter()
		k.wrong(1)
		k.sees("emma@membres.example")
		k.fill(k.word("field.linking.code"), identity.ShowCode(m.Secret))
		k.follow(k.word("linking.verify"))
		k.says("linking.verified")
		k.follow(k.word("linking.continue"))

		k.fill(k.word("field.linking.new"), "court")
		k.enter()
		k.wrong(1)
		k.holds("new", "")
		k.fill(k.word("field.linking.new"), chosen)
		k.follow(k.word("linking.continue"))
		k.says("notice.password-set")
		k.signIn("emma@membres.example", chosen)
		k.says("welcome.text")
	})
}
