package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// linked checks that every line of the error summary leads to its control.
func linked(b *portaltest.Browser) {
	b.T.Helper()
	for _, a := range portaltest.All(b.With("id", "errors"), "a") {
		b.With("id", strings.TrimPrefix(portaltest.Attr(a, "href"), "#"))
	}
}

func TestA5_StaffRecordAFormOnPaper(t *testing.T) {
	h := openAccessDesk(t)
	b := h.signIn(t, "sylvie").Get("/queue/access").Follow("Inscrire un formulaire papier")
	sane(t, b, "fr")
	b.Form("#step").Fill("forms", "deux").Fill("email", "luc").Tick("userHas").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	sane(t, b, "fr")
	linked(b)
	require.Equal(t, []string{
		"Choisissez un formulaire.", "Choisissez un service en ligne.", "Inscrivez le prénom.", "Inscrivez le nom.",
	}, b.Errors()[:4])
	require.Contains(t, b.Errors(), "Inscrivez le jour de réception.")
	require.Contains(t, b.Errors(), "Inscrivez combien de formulaires le fichier contient, par exemple 1.")
	require.Contains(t, b.Errors(), "Inscrivez le nom tel que signé par la personne qui utilisera le service.")
	require.Contains(t, b.Errors(), "Inscrivez le jour de la signature de la personne qui utilisera le service.")
	require.Equal(t, "deux", b.Value("forms"), "what was typed survives")
	require.Equal(t, "1", b.Value("userHas"))

	b.Form("#step").Fill("form", "physicians").Fill("service", "billing").Fill("firstName", "Luc").Fill("lastName", "Tremblay").Fill("email", "luc.tremblay@exemple.org").
		Fill("authoriserKind", "professional").Fill("authoriserFirst", "Diane").Fill("authoriserLast", "Gagnon").Fill("authoriserEmail", "diane.gagnon@exemple.org").
		Fill("place", "Clinique du Parc").Fill("forms", "1").Date("received", portaltest.Day{Day: "31", Month: "2", Year: "2026"}).
		Date("edition", portaltest.Day{Day: "1", Month: "décembre", Year: "2026"}).Fill("userSignedName", "Luc Tremblay").
		Date("userSigned", portaltest.Day{Day: "20", Month: "11", Year: "2026"}).Press("en")
	require.Equal(t, "Clinique du Parc", b.Value("place"))
	b.Form("#step").Press("fr")
	b.Form("#step").Press("")
	require.Len(t, b.Errors(), 2)
	require.Contains(t, b.Errors()[1], "Cette édition n’est pas encore parue.")
	linked(b)
	form := b.Form("#step").Date("received", portaltest.Day{Day: "21", Month: "novembre", Year: "2026"}).Date("edition", portaltest.Day{Day: "1", Month: "11", Year: "2026"})
	id := b.Value("id")
	form.Press("")
	require.Equal(t, "/queue/access/requests/"+id, b.URL.Path)
	require.Contains(t, b.Text(), "Le formulaire est dans la file.")
	require.Contains(t, b.Text(), "La signature de la personne qui autorise manque.")
	require.Contains(t, b.Text(), "Sur papier, reçue le 21 novembre 2026, inscrite par sylvie")
	form.Send()
	require.Equal(t, "/queue/access/requests/"+id, b.URL.Path)
	require.Contains(t, b.Get("/queue/access").Text(), "1 demande ", "sent twice, recorded once")
	r, err := h.portal.Office.Store.Request(t.Context(), otpq, id)
	require.NoError(t, err)
	require.Equal(t, access.Paper{By: "sylvie", At: h.clock(), Received: cycle.MustDate("2026-11-21"), Forms: 1, Edition: cycle.MustDate("2026-11-01")}, *r.Paper)
	require.Equal(t, cycle.MustDate("2026-11-20"), r.UserSigned.On)
	require.Nil(t, r.AuthoriserSigned)

	emma := h.signIn(t, "emma")
	require.Equal(t, http.StatusForbidden, emma.Get("/queue/access/paper").Status)
	require.Equal(t, http.StatusForbidden, emma.Call("POST", "/queue/access/paper").Status)
}

func TestA6_StaffIssueAReferenceNumberThatTheyNeverSee(t *testing.T) {
	h := openAccessDesk(t)
	b := h.signIn(t, "sylvie").Get("/queue/access").Follow("Numéros de référence")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Aucun numéro de référence n’a été émis.")
	b.Follow("Émettre un numéro de référence")
	sane(t, b, "fr")
	b.Form("#step").Fill("email", "info@exemple.org").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	sane(t, b, "fr")
	linked(b)
	require.Equal(t, []string{
		"Inscrivez le prénom.", "Inscrivez le nom.",
		"Cette adresse semble partagée. Inscrivez une adresse à laquelle cette personne seule a accès.", "Choisissez au moins un service.",
	}, b.Errors())
	b.Form("#step").Fill("firstName", "Inès").Fill("lastName", "Côté-Roy").Fill("email", "ines@exemple.org").Tick("services", "billing").Press("en")
	require.Equal(t, "Inès", b.Value("firstName"))
	b.Form("#step").Press("fr")
	b.Form("#step").Press("")
	require.Contains(t, b.Text(), "Le numéro est émis, et la lettre est partie.")
	sent := h.posted(t, identity.ReferenceNumber)
	require.Len(t, sent, 1)
	for _, path := range []string{"/queue/access/references", "/queue/access/references.csv", "/mailbox"} {
		b.Get(path)
		require.Equal(t, http.StatusOK, b.Status)
		if path != "/mailbox" { // where a demonstration shows what the holder reads
			require.NotContains(t, strings.ToLower(strings.ReplaceAll(b.Body, "-", "")), sent[0].Secret)
		}
	}
	b.Get("/queue/access/references?text=ines&state=issued")
	require.Contains(t, b.Text(), "1 numéro ")
	require.Contains(t, b.Text(), "Côté-Roy, Inès")
	b.Get("/queue/access/references?state=used")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	b.Get("/queue/access/references").Follow("Révoquer")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Révoquer le numéro de Inès Côté-Roy?")
	form := b.Form("/revocation")
	form.Press("")
	require.Contains(t, b.Text(), "Le numéro est révoqué.")
	require.Contains(t, b.Text(), "Révoqué")
	form.Send()
	require.Equal(t, http.StatusConflict, b.Status, "twice")
	_, err := h.portal.Office.OpenByReference(t.Context(), otpq, "198.51.100.7", sent[0].Secret, "Côté-Roy", "ines.cote", "quatre mots au hasard ici")
	require.ErrorIs(t, err, access.ErrReference)
	require.Equal(t, http.StatusForbidden, h.signIn(t, "emma").Get("/queue/access/references").Status)
}

func TestA3_StaffTakeAServiceAwayWithWords(t *testing.T) {
	h := openAccessDesk(t)
	h.asked(t, "r-1", asking())
	b := h.signIn(t, "sylvie").Get("/queue/access/requests/r-1")
	b.Form("#step").Press("accept")
	b.Follow("Services de ce compte")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Services de Luc Tremblay")
	require.Contains(t, b.Text(), "une demande d’accès")
	b.Follow("Retirer Facturation en ligne")
	sane(t, b, "fr")
	b.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Inscrivez la raison."}, b.Errors())
	b.Form("#step").Fill("why", "A quitté la clinique.").Press("")
	require.Contains(t, b.Text(), "Le service est retiré.")
	require.Contains(t, b.Text(), "A quitté la clinique.")
	require.Len(t, h.posted(t, identity.AccessRevoked), 1)
	require.Equal(t, http.StatusNotFound, b.Get(b.URL.Path+"/services/billing/revocation").Status, "it is not there any more")
	require.Equal(t, http.StatusNotFound, b.Get("/queue/access/accounts/nobody").Status)
}
