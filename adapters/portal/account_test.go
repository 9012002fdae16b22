package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// Staff take the second factor away of somebody who has lost it, from the page of the
// account: it asks why and how they know who asks, and says what will happen. The person
// starts again from a temporary password, or stops it all from the letter.
func TestFreedFactor_FromThePageOfTheAccount(t *testing.T) {
	h := open(t)
	emma, _, _ := h.factored(t)
	b := h.signIn(t, "sylvie").Get("/queue/accounts/nova")
	require.Contains(t, b.Text(), "Validation en deux étapes Non activée")
	require.NotContains(t, b.Text(), "Retirer la validation")
	require.Equal(t, http.StatusConflict, b.Get("/queue/accounts/nova/state/free-factor").Status, "there is none")

	b.Get("/queue/accounts/emma")
	require.Contains(t, b.Text(), "Validation en deux étapes Activée")
	b.Follow("Retirer la validation en deux étapes")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "application, clés d’accès et codes de secours")
	b.Form("#step").Press("")
	require.Equal(t, []string{
		"Expliquez pourquoi, en quelques mots : la ou le titulaire du compte les lira.", "Inscrivez ce qui le démontre, et comment vous l’avez appris.",
	}, b.Errors())
	b.Form("#step").Fill("words", "Téléphone perdu.").Press("en")
	require.Equal(t, "Téléphone perdu.", b.Value("words"), "the language loses nothing")
	require.Contains(t, b.Text(), "How you checked who asks")
	sane(t, b, "en")
	b.Form("#step").Press("fr")
	b.Form("#step").Fill("evidence", "Vue au comptoir.").Press("")
	require.Equal(t, "/queue/accounts/emma?notice=account-free-factor", b.URL.RequestURI())
	require.Contains(t, b.Text(), "Validation en deux étapes retirée")
	require.Contains(t, b.Text(), "Vue au comptoir.")
	require.Contains(t, b.Text(), "Validation en deux étapes Non activée")
	require.Equal(t, http.StatusConflict, b.Call("POST", "/queue/accounts/emma/state/free-factor").Status, "once")

	require.Equal(t, "/signin", emma.Get("/account").URL.Path, "every session ended")
	letter := h.letter(t, identity.FactorFreed, "emma@membre.example")
	owner := h.visit(t).Get("/password/stop/emma/" + letter.Secret)
	owner.Form("#disown").Press("")
	require.Equal(t, http.StatusOK, owner.Status)
	owner.Get("/signin").Form("#step").Fill("login", "emma").Fill("password", identity.ShowTemporary(h.letter(t, identity.TemporaryPassword, "emma@membre.example").Secret)).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, owner.Status, "the temporary password is dead")
}

// Where nobody can be told, nothing is taken away.
func TestFreedFactor_NeedsAnAddress(t *testing.T) {
	h := open(t)
	h.factored(t)
	_, err := h.store.Identity().ChangeMember(t.Context(), otpq, "emma", func(m identity.Member) (identity.Member, error) {
		m.Email = ""
		return m, nil
	})
	require.NoError(t, err)
	b := h.signIn(t, "sylvie").Get("/queue/accounts/emma")
	require.NotContains(t, b.Text(), "Retirer la validation")
	require.Contains(t, b.Get("/queue/accounts/emma/state/free-factor").Text(), "Aucune adresse courriel n’est au dossier")
}
