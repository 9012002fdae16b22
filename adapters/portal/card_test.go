package portal_test

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
)

// The whole text of the card, and the photo on it and nowhere else.
func TestE10_TheCardShowsThePhoto(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	h.portal.Address = "https://portail.example.ca"
	admitted(t, d)
	sat(t, d, "signaleur", -1)
	own := h.signIn(t, "genevieve")
	require.Contains(t, own.Get("/sittings/1/card").Text(), "La carte d’attestation n’est pas encore produite. Adressez-vous à l’organisation")

	staff := own.Another().SignIn("sylvie", password).Get("/learners/genevieve/sittings/1/card")
	require.Contains(t, staff.Text(), "Geneviève Lavigne a réussi cet examen.")
	staff.Form("/card").Press("")
	require.Equal(t, http.StatusOK, staff.Status)
	require.Contains(t, staff.Text(), "La carte d’attestation est produite.")

	s, err := d.Sitting(t.Context(), sylvie, exam.Key{Org: otpq, Member: "genevieve", Number: 1})
	require.NoError(t, err)
	code := s.Card.Code.String()
	for _, b := range []*portaltest.Browser{staff, own.Get("/sittings/1/card"), own.Another().SignIn("louise", password).Get("/learners/genevieve/sittings/1/card")} {
		require.Equal(t, "Ordre d’essai Carte d’attestation Nom Geneviève Lavigne Examen Signaleur routier Formation Formation de signaleur routier "+
			"Réussi le 22 novembre 2026 Délivrée le 22 novembre 2026 Code de vérification "+code+
			" Pour la vérifier : https://portail.example.ca/verify Contenu non vérifié : la personne responsable de la formation n’a pas approuvé le contenu de cet examen. "+
			"Délivrée sans signature : son code permet à quiconque la reçoit de la vérifier.", paper(b))
		img := portaltest.All(b.Page, "img")
		require.Len(t, img, 1)
		require.Equal(t, "Photo de Geneviève Lavigne", portaltest.Attr(img[0], "alt"))
		b.Get(portaltest.Attr(img[0], "src"))
		require.Equal(t, http.StatusOK, b.Status)
		require.Equal(t, "image/jpeg", b.Header.Get("Content-Type"))
		require.Equal(t, "no-store", b.Header.Get("Cache-Control"))
		require.Equal(t, "nosniff", b.Header.Get("X-Content-Type-Options"))
		require.Equal(t, "same-origin", b.Header.Get("Cross-Origin-Resource-Policy"))
		require.Equal(t, `inline; filename=LavigneGenevieve.jpg`, b.Header.Get("Content-Disposition"))
		shown, err := jpeg.Decode(strings.NewReader(b.Body))
		require.NoError(t, err)
		require.Equal(t, 413, shown.Bounds().Dx())
	}
	// The same press again gives the same card.
	staff.Call("POST", "/learners/genevieve/sittings/1/card")
	require.Equal(t, http.StatusSeeOther, staff.Status)
	again, err := d.Sitting(t.Context(), sylvie, s.Key)
	require.NoError(t, err)
	require.Equal(t, s.Card, again.Card)
}

func TestE10_ThePhotoShowsToWhoMaySeeTheCardAlone(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	admitted(t, d)
	s := sat(t, d, "signaleur", -1)
	_, err := d.IssueCard(t.Context(), sylvie, s.Key)
	require.NoError(t, err)
	b := h.signIn(t, "emma")
	for _, who := range []string{"emma", "marc", "nova"} {
		b := b.Another().SignIn(who, password)
		none := *b.Get("/learners/genevieve/sittings/2/card/photo.jpg")
		require.Equal(t, http.StatusNotFound, none.Status)
		for _, end := range []string{"card", "card.pdf", "card/photo.jpg"} {
			theirs := *b.Get("/learners/genevieve/sittings/1/" + end)
			require.Equal(t, http.StatusNotFound, theirs.Status, "%s %s", who, end)
			require.Equal(t, none.Body, theirs.Body)
			require.Equal(t, http.StatusNotFound, b.Get("/sittings/1/"+end).Status, "%s %s", who, end)
		}
		require.Equal(t, http.StatusNotFound, b.Call("POST", "/learners/genevieve/sittings/1/card").Status)
	}
	require.Equal(t, "/signin", b.Another().Get("/learners/genevieve/sittings/1/card/photo.jpg").URL.Path)
	// An operator sees the card, and does not issue it; the learner does not either.
	require.Equal(t, http.StatusForbidden, b.Another().SignIn("louise", password).Call("POST", "/learners/genevieve/sittings/1/card").Status)
	require.Equal(t, http.StatusNotFound, b.Another().SignIn("genevieve", password).Call("POST", "/learners/genevieve/sittings/1/card").Status)
	// Their own card has one address, and the other is it too.
	own := b.Another().SignIn("genevieve", password).Get("/learners/genevieve/sittings/1/card")
	require.Equal(t, http.StatusOK, own.Status)
	require.Contains(t, own.Text(), "Revenir à mes formations")
}

func TestACardThatCannotBeIssuedIsExplained(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	admitted(t, d)
	sat(t, d, "signaleur", 3)
	staff := h.signIn(t, "sylvie")
	require.Contains(t, staff.Get("/learners/genevieve/sittings/1/card").Text(), "La carte d’attestation ne peut pas être produite Il n’y a pas de carte d’attestation pour cet examen : il n’a pas été réussi")
	require.Equal(t, http.StatusConflict, staff.Call("POST", "/learners/genevieve/sittings/1/card").Status)
	require.Contains(t, staff.Text(), "il n’a pas été réussi")
	require.Equal(t, http.StatusConflict, staff.Get("/learners/genevieve/sittings/1/card.pdf").Status)

	// The photo is taken out between the exam and the card, and after the card.
	sat(t, d, "espace-clos", -1)
	file, err := d.File(t.Context(), louise, "genevieve")
	require.NoError(t, err)
	_, err = d.RemovePhoto(t.Context(), louise, "genevieve", file.Learner.Version)
	require.NoError(t, err)
	path := "/learners/genevieve/sittings/2/card"
	require.Contains(t, staff.Get(path).Text(), "Il n’y a pas de photo acceptée. L’opérateur du point de service en ajoute une")
	require.Equal(t, http.StatusConflict, staff.Call("POST", path).Status)
	admitted(t, d)
	supervisor := staff.Another().SignIn("sylvain", password).Get(path)
	supervisor.Form("/card").Press("")
	require.Contains(t, supervisor.Text(), "La carte d’attestation est produite.")
	file, err = d.File(t.Context(), louise, "genevieve")
	require.NoError(t, err)
	_, err = d.RemovePhoto(t.Context(), louise, "genevieve", file.Learner.Version)
	require.NoError(t, err)
	for _, b := range []*portaltest.Browser{staff.Get(path), staff.Another().SignIn("genevieve", password).Get("/sittings/2/card")} {
		require.Contains(t, b.Text(), "La photo a été retirée depuis que la carte est produite.")
	}
	require.Equal(t, http.StatusConflict, staff.Get(path+"/photo.jpg").Status)
}

func TestTheCardIsDownloadedAsPDF(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	admitted(t, d)
	s := sat(t, d, "signaleur", -1)
	h.later(time.Hour)
	s, err := d.IssueCard(t.Context(), sylvie, s.Key)
	require.NoError(t, err)
	b := h.signIn(t, "genevieve").Get("/sittings/1/card").Follow("Télécharger le PDF")
	require.Equal(t, http.StatusOK, b.Status)
	require.Equal(t, "application/pdf", b.Header.Get("Content-Type"))
	require.Equal(t, `attachment; filename=LavigneGenevieve.pdf`, b.Header.Get("Content-Disposition"))
	require.True(t, bytes.HasPrefix([]byte(b.Body), []byte("%PDF-")))
	require.Contains(t, b.Body, "/verify?code="+s.Card.Code.String())
}

// Whose name the fonts cannot write prints the page.
func TestACardWithoutPDF(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	admitted(t, d)
	s := sat(t, d, "signaleur", -1)
	_, err := d.Enrol(t.Context(), sylvie, exam.Enrolling{Member: "genevieve", Point: "quebec", First: "小明", Last: "王", Exam: "espace-clos"})
	require.NoError(t, err)
	_, err = d.IssueCard(t.Context(), sylvie, s.Key)
	require.NoError(t, err)
	b := h.signIn(t, "genevieve").Get("/sittings/1/card")
	require.Contains(t, b.Text(), "Imprimez cette page : le nom comporte des caractères que le PDF ne peut pas imprimer.")
	require.NotContains(t, b.Text(), "Télécharger le PDF")
	require.Equal(t, http.StatusUnprocessableEntity, b.Get("/sittings/1/card.pdf").Status)
	require.Equal(t, `inline; filename=genevieve.jpg`, b.Get("/sittings/1/card/photo.jpg").Header.Get("Content-Disposition"))
}

// Whoever has the code learns what the card says, without the photo, and nothing else of
// the learner.
func TestE10_AnybodyVerifiesACardWithoutItsPhoto(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	admitted(t, d)
	s, err := d.IssueCard(t.Context(), sylvie, sat(t, d, "signaleur", -1).Key)
	require.NoError(t, err)
	code := s.Card.Code.String()
	emma, certificate := certified(t, h, "fr")
	b := emma.Another().Get("/signin").Follow("Vérifier une attestation")
	b.Form("/verify").Fill("code", " "+strings.ToLower(code)+" ").Press("")
	require.Equal(t, http.StatusOK, b.Status)
	require.Equal(t, "Vérifier une attestation Cette carte d’attestation est authentique. Ordre d’essai Nom Geneviève Lavigne Examen Signaleur routier "+
		"Formation Formation de signaleur routier Réussi le 22 novembre 2026 Délivrée le 22 novembre 2026 Code de vérification "+code+
		" Contenu non vérifié : la personne responsable de la formation n’a pas approuvé le contenu de cet examen. "+
		"Comparez ces renseignements à ceux de la carte, et sa photo à la personne qui la présente : la photo n’est pas montrée ici. "+
		verifyForm+" Vérifier une autre attestation", mainText(b))
	require.Empty(t, portaltest.All(b.Page, "img"))
	require.NotContains(t, strings.ToLower(b.Body), "/learners")
	require.NotContains(t, b.Body, "apprenants.example")
	structure(t, b, "fr")
	require.Contains(t, b.Get("/verify?code="+certificate).Text(), "Cette attestation est authentique.")

	// The tries at cards and at certificates are the same ones.
	unknown := strings.Repeat("0", 16)
	for range 5 {
		require.Equal(t, http.StatusNotFound, b.Get("/verify?code="+unknown+"0").Status)
	}
	for _, one := range []string{code, certificate, unknown + "0"} {
		require.Equal(t, http.StatusTooManyRequests, b.Get("/verify?code="+one).Status)
	}
}
