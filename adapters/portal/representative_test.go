package portal_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// openWorkplace adds to openAccess a workplace with its representative, and another
// representative who has none.
func openWorkplace(t *testing.T) *house {
	t.Helper()
	h := openAccessDesk(t)
	for _, login := range []string{"martine", "manon"} {
		h.account(t, login, "", identity.RoleRepresentative)
	}
	_, err := h.portal.Office.SetWorkplace(t.Context(), desk, "fleuve", 0, "Centre jeunesse du Fleuve", []identity.AccountID{"martine"})
	require.NoError(t, err)
	return h
}

// codeShown returns the code that the page shows.
func codeShown(b *portaltest.Browser) string {
	b.T.Helper()
	return portaltest.Words(portaltest.TextOf(b.With("id", "secret-code")))
}

func TestA11_StaffNameWorkplacesAndTheirRepresentatives(t *testing.T) {
	h := openWorkplace(t)
	b := h.signIn(t, "sylvie").Get("/queue/access").Follow("Lieux de travail")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Centre jeunesse du Fleuve martine (martine) 0")
	b.Follow("Ajouter un lieu de travail")
	sane(t, b, "fr")
	b.Form("#step").Fill("representatives", "emma").Press("")
	require.Equal(t, []string{"Inscrivez le nom."}, b.Errors())
	require.Equal(t, "emma", b.Value("representatives"))
	b.Form("#step").Fill("name", "Hôpital de la Rivière").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Contains(t, b.Errors()[0], "n’a pas le rôle de représentant")
	linked(b)
	b.Form("#step").Fill("representatives", "manon, manon").Press("")
	require.Contains(t, b.Text(), "Le lieu de travail est enregistré.")
	require.Contains(t, b.Text(), "Personne n’a encore été inscrit")

	b.Get("/queue/access/workplaces/fleuve")
	sane(t, b, "fr")
	form := b.Form("#step").Fill("name", "Centre du Fleuve")
	_, err := h.portal.Office.SetWorkplace(t.Context(), desk, "fleuve", 1, "Centre", []identity.AccountID{"martine"})
	require.NoError(t, err)
	form.Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Equal(t, "Centre du Fleuve", b.Value("name"), "what was typed survives")
	b.Form("#step").Press("")
	require.Equal(t, http.StatusOK, b.Status)
	b.Get("/queue/access/workplaces.csv?text=fleuve")
	require.Equal(t, "\ufeffLieu de travail;Représenté par;Inscriptions\r\nCentre du Fleuve;martine (martine);0\r\n", b.Body)
	require.Equal(t, http.StatusNotFound, b.Get("/queue/access/workplaces/nowhere").Status)
	require.Equal(t, http.StatusForbidden, h.signIn(t, "martine").Get("/queue/access/workplaces").Status)
}

func TestA12_TheSecretCodeIsShownOnce(t *testing.T) {
	h := openWorkplace(t)
	b := h.signIn(t, "martine").Get("/").Follow("Inscriptions")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Personne n’est encore inscrit.")
	b.Follow("Inscrire une personne Centre jeunesse du Fleuve")
	sane(t, b, "fr")
	require.NotContains(t, b.Text(), "Facturation en ligne", "what is asked for by form is not the representative's to give")
	b.Form("#step").Fill("email", "luc").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Len(t, b.Errors(), 4)
	linked(b)
	sane(t, b, "fr")
	form := b.Form("#step").Fill("firstName", "Luc").Fill("lastName", "Tremblay").Fill("email", "luc@exemple.org").Tick("services", "dma")
	form.Press("")
	require.Equal(t, http.StatusOK, b.Status)
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Remettez-le en personne, jamais par courriel")
	code := codeShown(b)
	require.Regexp(t, `^[0-9A-Z]{5}-[0-9A-Z]{5}$`, code)
	sent := h.posted(t, identity.EnrolmentPassword)
	require.Len(t, sent, 1)
	require.NotContains(t, b.Body, sent[0].Secret, "the page has one half, and the letter the other")
	require.NotContains(t, fmt.Sprint(sent[0]), access.ShowSecret(code))

	form.Send()
	require.NotContains(t, b.Body, code, "a reload does not show it again")
	require.Contains(t, b.Text(), "Le code secret ne s’affiche qu’une fois. S’il est perdu, renouvelez l’inscription.")
	require.Contains(t, b.Text(), "Invitée")
	require.Len(t, h.posted(t, identity.EnrolmentPassword), 1)
	one := b.URL.Path

	h.at("2026-11-22T15:05:00Z")
	b.Get(one).Follow("Renouveler l’inscription")
	sane(t, b, "fr")
	renewal := b.Form("/renewal")
	renewal.Press("")
	again := codeShown(b)
	require.NotEqual(t, code, again)
	renewal.Send()
	require.NotContains(t, b.Body, "secret-code", "a reload does not draw a third")
	require.Len(t, h.posted(t, identity.EnrolmentPassword), 2)
	password := h.posted(t, identity.EnrolmentPassword)[0].Secret
	open := func(code string) error {
		_, err := h.portal.Office.OpenByCode(t.Context(), otpq, "198.51.100.7", "luc@exemple.org", password, code, "luc.tremblay", "quatre mots au hasard ici")
		return err
	}
	require.ErrorIs(t, open(code), access.ErrEnrolment)
	require.NoError(t, open(again))
	b.Get(one)
	require.Contains(t, b.Text(), "Compte ouvert")
	require.NotContains(t, b.Text(), "Retirer l’inscription")

	for _, login := range []string{"emma", "sylvie"} {
		other := h.signIn(t, login)
		for _, path := range []string{"/representative", "/representative.csv", one, one + "/renewal"} {
			require.Equal(t, http.StatusForbidden, other.Get(path).Status, "%s %s", login, path)
		}
	}
	manon := h.signIn(t, "manon")
	require.Contains(t, manon.Get("/representative").Text(), "Vous ne représentez aucun lieu de travail.")
	for _, path := range []string{one, one + "/withdrawal", "/representative/workplaces/fleuve/registration"} {
		require.Equal(t, http.StatusNotFound, manon.Get(path).Status, path)
		require.Equal(t, http.StatusNotFound, manon.Call("POST", one+"/renewal").Status)
	}
}

// A double press issues one reference number.
func TestA6_ADoublePressIssuesOneNumber(t *testing.T) {
	h := openWorkplace(t)
	b := h.signIn(t, "sylvie").Get("/queue/access/references/new")
	form := b.Form("#step").Fill("firstName", "Inès").Fill("lastName", "Roy").Fill("email", "ines@exemple.org").Tick("services", "billing")
	form.Press("")
	form.Send()
	require.Equal(t, "/queue/access/references?notice=reference-issued", b.URL.RequestURI())
	require.Len(t, h.posted(t, identity.ReferenceNumber), 1)
	require.Contains(t, b.Text(), "1 numéro")
}

// The page of the secret code stays when its language is changed, and no address has the
// code; whoever has it not is shown nothing.
func TestA12_TheLanguageKeepsTheSecretCode(t *testing.T) {
	h := openWorkplace(t)
	b := h.signIn(t, "martine").Get("/representative").Follow("Inscrire une personne Centre jeunesse du Fleuve")
	b.Form("#step").Fill("firstName", "Luc").Fill("lastName", "Tremblay").Fill("email", "luc@exemple.org").Tick("services", "dma").Press("")
	code := codeShown(b)
	form := b.Form("#step")
	form.Press("en")
	require.Equal(t, http.StatusOK, b.Status)
	sane(t, b, "en")
	require.Equal(t, code, codeShown(b))
	require.NotContains(t, b.URL.String(), code)
	require.Len(t, h.posted(t, identity.EnrolmentPassword), 1, "nothing is sent again")
	b.Form("#step").Press("fr")
	require.Equal(t, code, codeShown(b))

	form.Values.Set("code", "00000-00000")
	form.Send()
	require.NotContains(t, b.Body, "00000-00000")
	require.Contains(t, b.Text(), "The secret code is shown once only.")
	require.Equal(t, http.StatusForbidden, h.signIn(t, "emma").Call("POST", portaltest.Attr(form.Node, "action")).Status)
	require.Equal(t, http.StatusNotFound, h.signIn(t, "manon").Call("POST", portaltest.Attr(form.Node, "action")).Status)
}

func TestA12_ARegistrationThatMistakesHaveKilledIsToldSo(t *testing.T) {
	h := openWorkplace(t)
	b := h.signIn(t, "martine")
	martine := identity.Actor{Org: otpq, Account: "martine", Name: "martine", Roles: []identity.Role{identity.RoleRepresentative}}
	for id, last := range map[string]string{"e-1": "Aubin", "e-2": "Zola"} {
		_, _, err := h.portal.Office.Enrol(t.Context(), martine, id, "fleuve", access.Person{First: "Luc", Last: last, Email: id + "@exemple.org"}, identity.French, []string{"dma"})
		require.NoError(t, err)
	}
	for i := range 5 {
		_, err := h.portal.Office.OpenByCode(t.Context(), otpq, fmt.Sprint("place ", i), "e-1@exemple.org", "x", "00000-00000", "luc.aubin", "quatre mots au hasard ici")
		require.ErrorIs(t, err, access.ErrEnrolment)
	}
	b.Get("/representative?sort=person")
	sane(t, b, "fr")
	require.Equal(t, []string{"Aubin, Luc e-1@exemple.org", "Zola, Luc e-2@exemple.org"}, rowHeads(b))
	require.Contains(t, b.Text(), "Bloquée cinq erreurs; renouvelez l’inscription")
	b.Get("/representative?state=dead")
	require.Equal(t, []string{"Aubin, Luc e-1@exemple.org"}, rowHeads(b))
	b.Get("/representative.csv?text=zola")
	require.Equal(t, "\ufeffPersonne;Courriel;Lieu de travail;Service en ligne;Inscrite;État\r\nZola, Luc;e-2@exemple.org;Centre jeunesse du Fleuve;Registre des directives médicales anticipées (DMA);2026-11-22;Invitée\r\n", b.Body)
	b.Get("/representative/enrolments/e-2").Follow("Retirer l’inscription")
	sane(t, b, "fr")
	b.Form("/withdrawal").Press("")
	require.Contains(t, b.Text(), "L’inscription est retirée.")
	require.Contains(t, b.Text(), "Retirée")

	// Nobody registers themself.
	b.Get("/representative").Follow("Inscrire une personne Centre jeunesse du Fleuve")
	b.Form("#step").Fill("firstName", "").Fill("lastName", "martine").Fill("email", "m@exemple.org").Tick("services", "dma").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
}

func TestA3_EveryPageOfAccessInBothLanguages(t *testing.T) {
	h := openWorkplace(t)
	h.asked(t, "r-1", asking())
	h.onPaper(t, "p-1")
	martine := identity.Actor{Org: otpq, Account: "martine", Name: "martine", Roles: []identity.Role{identity.RoleRepresentative}}
	_, _, err := h.portal.Office.Enrol(t.Context(), martine, "e-1", "fleuve", access.Person{First: "Luc", Last: "Aubin", Email: "luc@exemple.org"}, identity.French, []string{"dma"})
	require.NoError(t, err)
	ref, err := h.portal.Office.IssueReference(t.Context(), desk, "ref-1", access.Person{First: "Inès", Last: "Roy", Email: "ines@exemple.org"}, identity.French, []string{"billing"})
	require.NoError(t, err)
	pages := map[string][]string{
		"sylvie": {
			"/queue/access", "/queue/access/requests/r-1", "/queue/access/requests/p-1", "/queue/access/paper", "/queue/access/references", "/queue/access/references/new",
			"/queue/access/references/" + ref.ID + "/revocation", "/queue/access/workplaces", "/queue/access/workplaces/new", "/queue/access/workplaces/fleuve", "/queue/access/accounts/emma",
		},
		"martine": {
			"/", "/representative", "/representative/workplaces/fleuve/registration", "/representative/enrolments/e-1",
			"/representative/enrolments/e-1/renewal", "/representative/enrolments/e-1/withdrawal",
		},
	}
	for who, paths := range pages {
		b := h.signIn(t, who)
		for _, language := range []string{"fr", "en"} {
			if language == "en" {
				b.Get("/nowhere").Form("/language").Press("en")
			}
			for _, path := range paths {
				require.Equal(t, http.StatusOK, b.Get(path).Status, path)
				sane(t, b, language)
			}
		}
	}
}
