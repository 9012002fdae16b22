package portal_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestV7_WhatAWithdrawalEndsIsToldFirstAndIsKept(t *testing.T) {
	h := openPrivacy(t)
	b := h.signIn(t, "emma").Get("/privacy/consents").Follow("Lire et décider – Transmettre des publications et invitations de l’Ordre")
	require.Contains(t, b.Text(), "Vous n’avez pas encore répondu : rien n’est fait pour cette finalité.")
	require.Contains(t, b.Text(), "non vérifié", "the notice is ours, and says so")
	b.Form("#step").Press("give")
	require.Contains(t, b.Text(), "Votre consentement est enregistré.")

	b.Follow("Voir ce que le retrait change")
	ends := h.portal.Registrar.Inventory
	warning, err := ends.Warn("publications")
	require.NoError(t, err)
	require.Contains(t, b.Text(), warning.Ends.FR)
	require.Contains(t, b.Text(), "Ce qui demeure")
	require.Contains(t, b.Text(), "communication@otpq.org", "or by e-mail")
	b.Form("/withdrawal").Press("")
	require.Contains(t, b.Text(), "Votre consentement est retiré.")
	require.Contains(t, b.Text(), "Il vous avait été dit : "+warning.Ends.FR)

	kept, err := h.store.Privacy().Consent(t.Context(), otpq, "emma", "publications")
	require.NoError(t, err)
	require.Equal(t, privacy.TakenBack, kept.State)
	require.Len(t, kept.Acts, 2)
	require.Equal(t, warning.Ends, kept.Acts[1].Told)
	require.Equal(t, "/privacy/consents/publications", b.Get("/privacy/consents/publications/withdrawal").URL.Path, "it is withdrawn already")
}

func TestV7_WhatWasNotToldWithdrawsNothing(t *testing.T) {
	h := openPrivacy(t)
	b := h.signIn(t, "emma").Get("/privacy/consents/publications")
	b.Form("#step").Press("give")
	b.Get("/privacy/consents/publications/withdrawal")
	f := b.Form("/withdrawal")
	f.Values.Set("told.fr", "Rien du tout.")
	f.Send()
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "Relisez la page avant de décider.")
	stands, err := h.portal.Registrar.Consents(t.Context(), otpq, "emma", "publications")
	require.NoError(t, err)
	require.True(t, stands)
}

func TestV8_WhatIsSensitiveIsConsentedToInSoManyWords(t *testing.T) {
	h := openPrivacy(t)
	b := h.signIn(t, "emma").Get("/privacy/consents/fitness")
	require.Contains(t, b.Text(), "Sensible")
	b.Form("#step").Fill("until.day", "1").Fill("until.month", "mars").Fill("until.year", "2027").Press("give")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Ces renseignements sont sensibles : cochez la case pour consentir expressément."}, b.Errors())
	require.Equal(t, "mars", b.Value("until.month"), "what was typed is there")

	b.Form("#step").Tick("express").Fill("until.year", "2020").Press("give")
	require.Equal(t, []string{"Choisissez un dernier jour qui n’est pas passé, ou laissez le champ vide."}, b.Errors())
	b.Form("#step").Fill("until.year", "2027").Press("give")
	require.Contains(t, b.Text(), "Votre consentement est enregistré.")
	require.Contains(t, b.Text(), "Jusqu’au 1er mars 2027")

	b.Get("/privacy/consents/fitness/receipt")
	require.Contains(t, b.Text(), "Consentement exprès, demandé à part")
	require.Contains(t, b.Text(), "Renseignements sur la santé")
	require.Equal(t, http.StatusOK, b.Get("/privacy/consents/fitness/receipt.json").Status)
	var receipt privacy.Receipt
	require.NoError(t, json.Unmarshal([]byte(b.Body), &receipt))
	require.True(t, receipt.Express)
	require.Equal(t, "2027-03-01", receipt.Until.String())
	require.Equal(t, privacy.PersonID("emma"), receipt.Principal)

	h.at("2027-03-02T15:00:00Z")
	require.Contains(t, h.signIn(t, "emma").Get("/privacy/consents").Text(), "Expiré")
}

func TestV6_WhatIsDerivedFromTheNoticeIsSaidToBe(t *testing.T) {
	b := openPrivacy(t).signIn(t, "emma").Get("/privacy/consents/events")
	require.Contains(t, b.Text(), "Le consentement se déduit de ce que vous avez fourni après l’avis")
	b.Get("/privacy/consents/events/receipt")
	require.Contains(t, b.Text(), "Ce consentement n’est pas donné : il n’y a pas de reçu.")
	b.Form("#step").Press("decline")
	require.Contains(t, b.Text(), "Votre refus est enregistré.")
	require.Contains(t, b.Text(), "Vous avez refusé : rien n’est fait pour cette finalité.")
}

func TestV18_AnalysisOfTheSiteIsOffUntilItIsConsentedTo(t *testing.T) {
	h := openPrivacy(t)
	b := h.signIn(t, "mona").Get("/privacy/consents/trends")
	require.Contains(t, b.Text(), "L’analyse est désactivée tant que vous ne l’activez pas.")
	stands, err := h.portal.Registrar.Consents(t.Context(), otpq, privacy.Self(identity.Actor{Account: "mona"}), "trends")
	require.NoError(t, err)
	require.False(t, stands)
}

func TestV7_AnotherWindowsDecisionIsNotOverwritten(t *testing.T) {
	b := openPrivacy(t).signIn(t, "emma").Get("/privacy/consents/publications")
	old := b.Form("#step")
	b.Form("#step").Press("decline")
	old.Values.Set("do", "give")
	old.Send()
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "Relisez la page et décidez de nouveau.")
	require.Equal(t, http.StatusNotFound, b.Get("/privacy/consents/roll").Status, "it does not rest on consent")
	require.Equal(t, http.StatusNotFound, b.Get("/privacy/consents/nothing").Status)
}
