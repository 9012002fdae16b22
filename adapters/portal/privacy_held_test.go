package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestV3_APersonReadsWhatMayBeHeldAndWhy(t *testing.T) {
	h := openPrivacy(t)
	b := h.signIn(t, "emma").Get("/privacy/held")
	require.Len(t, portaltest.All(portaltest.All(b.Page, "tbody")[0], "tr"), len(h.portal.Registrar.Inventory.About(emmaPerson.Roles)))
	require.Contains(t, b.Text(), "sauf si la loi prévoit une autre durée. Au Québec, en général.", "V12 and V13: for how long, and where")
	b.Get("/privacy/held?text=sante")
	require.Contains(t, b.Text(), "Renseignements sur la santé Membres inscrits au Tableau de l’Ordre Sensible")
	require.Contains(t, b.Text(), "Consentement exprès")
	require.NotContains(t, b.Text(), "Lieu d’emploi")
	require.Contains(t, b.Get("/privacy/held?text=zzz").Text(), "Rien ne correspond à votre recherche.")
	require.Contains(t, b.Get("/privacy/held.csv").Body, "Photographie;")
	// V4: what is held about who has no file is something else.
	require.NotContains(t, h.signIn(t, "mona").Get("/privacy/held").Text(), "Date de naissance")
}

func TestV9_APersonReadsToWhomTheirInformationWentAndWhy(t *testing.T) {
	h := openPrivacy(t)
	b := h.signIn(t, "emma").Get("/privacy/disclosures")
	require.Contains(t, b.Text(), "Aucune communication de vos renseignements n’est inscrite au registre.")
	_, decision, err := h.portal.Registrar.Disclose(t.Context(), dora, privacy.Case{
		Regime: privacy.AccessAct, Facts: privacy.Facts{"emergency": privacy.Yes, "threatens-the-person": privacy.Yes},
	}, privacy.Disclosure{Person: "emma", Holdings: []privacy.HoldingID{"roll/members/name"}, To: "Tribunal de l’essai", Recipient: "authorities", Why: "Une urgence"})
	require.NoError(t, err, "%+v", decision)
	b.Get("/privacy/disclosures")
	require.Contains(t, b.Text(), "1 communication inscrite")
	require.Contains(t, b.Text(), "Tribunal de l’essai Autorités qui ont le droit d’exiger les renseignements")
	require.Contains(t, b.Text(), h.portal.Registrar.Law.Citation(decision.Articles[0], "fr"))
	require.Contains(t, b.Get("/privacy/disclosures.csv").Body, "2026-11-22;Tribunal de l’essai;")
	require.Contains(t, b.Get("/privacy/disclosures?text=zzz").Text(), "Rien ne correspond à votre recherche.")

	other := b.Another().SignIn("nova", password).Get("/privacy/disclosures")
	require.Equal(t, http.StatusOK, other.Status)
	require.NotContains(t, other.Text(), "Tribunal", "nobody reads the register's entries about somebody else")
}
