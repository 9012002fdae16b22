package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// TestDraftOfAPeriodThatHasEnded: a declaration begun on the last day of the
// period may still be finished for it.
func TestDraftOfAPeriodThatHasEnded(t *testing.T) {
	h := open(t)
	h.at("2028-03-31T15:00:00Z")
	b := h.signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	step := b.URL.Path
	require.NotContains(t, b.Text(), "qui est terminée")

	h.at("2028-04-02T15:00:00Z")
	b.Another().SignIn("emma", password)
	b.SignIn("emma", password).Get(step)
	require.Contains(t, b.Text(), "Ce brouillon est pour la période du 1er avril 2025 au 31 mars 2028, qui est terminée. "+
		"Vous pouvez encore le remplir et le soumettre pour cette période")
	require.Equal(t, "2025-04-01", b.Value("period"), "its own period stays ticked")
	b.Describe(course).Press("continue")
	require.Empty(t, b.Errors())
	b.Form("#step").Tick("attested").Press("continue")
	require.Equal(t, "2025-2028", b.Row("P23"))
	b.Form("#step").Press("submit")
	require.Contains(t, b.Text(), "Numéro")
	require.Equal(t, "1 h", b.Get("/portfolio/emma?period=2025-04-01").Row("P10"))
	require.Equal(t, "0 h", b.Get("/portfolio/emma").Row("P10"), "nothing in the new period")
}

// TestRequestOfAPeriodThatHasEnded: nor is a request begun on the last day lost.
func TestRequestOfAPeriodThatHasEnded(t *testing.T) {
	h := open(t)
	h.at("2028-03-31T15:00:00Z")
	b := h.signIn(t, "emma").Begin("emma", "exemptions")
	step := b.URL.Path
	require.NotContains(t, b.Text(), "qui est terminée")

	h.at("2028-04-02T15:00:00Z")
	b.SignIn("emma", password).Get(step)
	require.Contains(t, b.Text(), "Ce brouillon est pour la période du 1er avril 2025 au 31 mars 2028, qui est terminée.")
	require.Equal(t, "2025-04-01", b.Value("period"), "its own period stays ticked")
	b.Ask(illness).Attach("billet.pdf", pdf).Press("continue")
	require.Contains(t, b.URL.Path, "/commitments", b.Text())
	b.Form("#step").Tick("committed").Press("continue")
	require.Equal(t, "2025-2028", b.Row("P42"))
	b.Form("#step").Press("submit")
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, b.Text(), "Numéro")
}

// TestNotOnTheRoll: who left the roll before the period is told so, and what to
// do.
func TestNotOnTheRoll(t *testing.T) {
	h := open(t)
	h.member(t, "paul", "Paul", "Ancien", "2015-01-01")
	_, err := h.store.Identity().ChangeMember(t.Context(), otpq, "paul", func(m identity.Member) (identity.Member, error) {
		m.Roll[0].To = cycle.MustDate("2025-01-01")
		return m, nil
	})
	require.NoError(t, err)
	h.account(t, "paul", "paul", identity.RoleMember)
	b := h.signIn(t, "paul")
	for _, room := range []string{"declarations", "exemptions"} {
		b.Get("/portfolio/paul")
		require.Contains(t, b.Text(), "Paul Ancien n’est inscrit au tableau aucun jour de cette période.")
		b.Form("/" + room).Press("")
		require.Equal(t, http.StatusUnprocessableEntity, b.Status)
		require.Contains(t, b.Title(), "Vous n’êtes pas inscrit au tableau")
		require.Contains(t, b.Text(), "Si vous deviez y être inscrit, écrivez-nous pour faire corriger votre dossier. "+
			"Besoin d’aide? Écrivez à formation@ordre.example")
		require.Equal(t, http.StatusOK, b.Follow("Aller au portfolio").Status)
	}
	b.Get("/portfolio/paul/declarations")
	require.Empty(t, declared(b))
}
