package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/stretchr/testify/require"
)

// pdf and png are documents by their first bytes, which is what the desk looks at.
var (
	pdf = []byte("%PDF-1.7\nune attestation")
	png = []byte("\x89PNG\r\n\x1a\nune image")
)

// ask fills in the second step of a request, without sending it.
func (b *browser) ask() *form {
	b.t.Helper()
	return b.form("#step").fill("ground", "illness").
		fill("first.day", "1").fill("first.month", "mai").fill("first.year", "2026").
		fill("last.day", "31").fill("last.month", "août").fill("last.year", "2026")
}

// request goes through the four steps, and ends on the confirmation.
func (b *browser) request() *browser {
	b.t.Helper()
	b.begin("exemptions").ask().attach("billet.pdf", pdf).press("continue")
	require.Contains(b.t, b.url.Path, "/commitments", b.text())
	b.form("#step").tick("committed").press("continue")
	require.Contains(b.t, b.url.Path, "/submission", b.text())
	return b.form("#step").press("submit")
}

func TestP40_PlusOpensARequestWithTheSameMenu(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	require.Contains(t, b.url.Path, "/request")
	require.Equal(t, []string{
		"Protection de vos renseignements personnels Terminée", "Dispense demandée À faire",
		"Engagements À faire", "Soumission À faire",
	}, b.steps())
}

func TestP41_FirstStepIsTheNoticeAndCommencer(t *testing.T) {
	b := open(t).signIn(t, "emma").get("/portfolio/emma")
	b.form("/exemptions").press("")
	require.Contains(t, b.title(), "Protection de vos renseignements personnels – Étape 1 sur 4 – Demander une dispense – ")
	require.Contains(t, b.text(), "L’Ordre recueille ces renseignements et ces documents pour décider")
	require.Contains(t, b.text(), "Commencer")
}

func TestP42_CurrentPeriodIsAlreadyTicked(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	require.Equal(t, "2025-04-01", b.value("period"))
	require.Contains(t, b.text(), "du 1er avril 2025 au 31 mars 2028")
}

func TestP43_GroundFromAList(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	b.ask().fill("ground", "").attach("billet.pdf", pdf).press("continue")
	require.Equal(t, []string{"Choisissez le motif de la demande."}, b.errors())
	require.Contains(t, b.text(), "Circonstances exceptionnelles")
}

func TestP44_AtLeastOneDocument(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	require.Contains(t, b.text(), "Un billet médical qui indique les dates de l’arrêt.")
	b.ask().press("continue")
	require.Equal(t, []string{"Ajoutez au moins une pièce justificative."}, b.errors())
	b.form("#step").attach("billet.pdf", pdf).press("continue")
	require.Contains(t, b.url.Path, "/commitments")
}

func TestP44_SeveralDocumentsAtOnceAndOneRemoved(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	b.ask().attach("billet.pdf", pdf).attach("photo.png", png).press("add")
	require.Contains(t, b.text(), "billet.pdf PDF, 24 o, 22 novembre 2026 à 10 h 00")
	require.Contains(t, b.text(), "photo.png image PNG, 17 o")

	id := attr(all(b.page, "li")[len(all(b.page, "li"))-1], "data-document")
	b.form("#step").fill("note", "Voir le billet.").press(id)
	require.Contains(t, b.text(), "Supprimer « photo.png »?", "it asks once")
	b.form("#step").press(id)
	require.NotContains(t, b.text(), "photo.png")
	require.Contains(t, b.text(), "billet.pdf")
	require.Equal(t, "Voir le billet.", b.value("note"))
}

func TestP44_RefusedDocumentLosesNothing(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	big := append([]byte(nil), pdf...)
	big = append(big, make([]byte, 10<<20)...)
	b.ask().fill("note", "Merci").attach("billet.pdf", pdf).attach("grand.pdf", big).
		attach("déguisé.pdf", png).attach("notes.txt", []byte("texte")).attach("vide.pdf", nil).press("continue")
	require.Contains(t, b.url.Path, "/request")
	require.Equal(t, []string{
		"« grand.pdf » n’a pas été joint. Ce document dépasse 10 Mo. Réduisez-le ou divisez-le, puis ajoutez-le de nouveau.",
		"« déguisé.pdf » n’a pas été joint. Le contenu de ce document ne correspond pas à son nom. Envoyez un PDF, une image JPEG ou une image PNG, sous son vrai nom.",
		"« notes.txt » n’a pas été joint. Ce type de document n’est pas accepté. Envoyez un PDF, une image JPEG ou une image PNG.",
		"« vide.pdf » n’a pas été joint. Ce document est vide. Vérifiez-le, puis ajoutez-le de nouveau.",
	}, b.errors())
	require.Equal(t, "Merci", b.value("note"))
	require.Equal(t, "août", b.value("last.month"))
	require.Contains(t, b.text(), "billet.pdf PDF", "the accepted one is kept")
	b.form("#step").press("continue")
	require.Contains(t, b.url.Path, "/commitments")
}

func TestP44_DocumentOpensForItsOwnerAndStaffOnly(t *testing.T) {
	b := open(t).signIn(t, "emma").request()
	b.follow("billet.pdf")
	require.Equal(t, http.StatusOK, b.status)
	require.Equal(t, string(pdf), b.body)
	require.Equal(t, "nosniff", b.header.Get("X-Content-Type-Options"))
	require.Equal(t, "application/pdf", b.header.Get("Content-Type"))
	require.Contains(t, b.header.Get("Content-Disposition"), "attachment")
	address := b.url.Path
	require.Equal(t, http.StatusOK, b.another().signIn("sylvie").get(address).status)
	require.Equal(t, http.StatusNotFound, b.another().signIn("nova").get(address).status)
}

func TestP45_DatesOfTheGround(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	b.ask().fill("last.year", "2025").attach("billet.pdf", pdf).press("continue")
	require.Equal(t, []string{"La date de fin précède la date de début. Corrigez l’une des deux."}, b.errors())
	b.form("#step").fill("last.year", "2027").press("continue")
	require.Contains(t, b.url.Path, "/commitments", "a leave may end after today")
}

func TestP46_AdditionalInformationIsOptional(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	require.Contains(t, b.text(), "Informations complémentaires (facultatif)")
	b.ask().fill("note", "").attach("billet.pdf", pdf).press("continue")
	b.form("#step").tick("committed").press("continue")
	require.Equal(t, "Aucune réponse", b.row("P46"))
}

func TestP47_ExceptionalCircumstancesMustBeExplained(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	b.ask().fill("ground", "exceptional").attach("lettre.pdf", pdf).press("continue")
	require.Equal(t, []string{"Précisez la circonstance et comment elle vous empêche de remplir votre obligation."}, b.errors())
	b.form("#step").fill("details", "Inondation de l’atelier.\r\nAucun accès aux formations.").press("continue")
	require.Contains(t, b.url.Path, "/commitments")
}

func TestP48_TwoCommitmentsBothToBeTicked(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	b.ask().attach("billet.pdf", pdf).press("continue")
	require.Empty(t, b.form("#step").values["committed"])
	b.form("#step").tick("committed", "remaining").press("continue")
	require.Equal(t, []string{"Case 1 : Cochez cette case pour vous engager."}, b.errors())
	b.form("#step").tick("committed").press("continue")
	require.Contains(t, b.url.Path, "/submission")
}

func TestP49_SubmissionAttestsAndIsConfirmed(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	b.ask().attach("billet.pdf", pdf).press("continue")
	b.form("#step").tick("committed").press("continue")
	require.Contains(t, b.text(), "j’atteste que tous les renseignements fournis et tous les documents joints sont vrais et exacts.")
	require.Equal(t, "billet.pdf (24 o) Modifier Pièces justificatives", words(text(b.with("data-row", "P44"))[len(" Pièces justificatives"):]))
	submit := b.form("#step")
	first := submit.press("submit").url.Path
	require.Contains(t, b.text(), "Votre formulaire a été soumis avec succès.")
	require.Equal(t, first, submit.send().url.Path, "a second press changes nothing")
	require.Contains(t, b.get("/portfolio/emma/exemptions").text(), "1 demande ")
}

func TestP50_SubmittedRequestCannotBeChanged(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("exemptions")
	step := b.ask()
	address := b.url.Path
	step.attach("billet.pdf", pdf).press("continue")
	b.form("#step").tick("committed").press("continue")
	read := b.form("#step").press("submit").url.Path
	require.Equal(t, read, b.get(address).url.Path)
	require.Contains(t, b.text(), "Une demande soumise ne peut pas être modifiée.")
	b.url.Path = address
	step.send()
	require.Equal(t, http.StatusConflict, b.status)
}

func TestP51_EnTraitementThenValideeWithTheHoursAndAnEmail(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").request()
	read := b.url.Path
	require.Contains(t, b.get("/portfolio/emma").text(), "Maladie ou accident 1er mai 2026 31 août 2026 En traitement")

	staff := b.another().signIn("sylvie").decide("Maladie ou accident", "grant", "granted", "5", "")
	require.Equal(t, "/queue", staff.url.Path)
	require.Contains(t, b.get("/portfolio/emma").text(), "Maladie ou accident 1er mai 2026 31 août 2026 Validée 5 h")
	require.Contains(t, b.get(read).text(), "Heures de dispense accordées : 5 h")

	staff.follow("Courriels")
	require.Contains(t, staff.text(), "Votre demande de dispense a été traitée")
	require.Contains(t, staff.text(), "emma@membre.example")
	require.Contains(t, staff.text(), "Son statut : Validée.")
	require.NotContains(t, staff.text(), "Maladie", "an e-mail is no place for the ground")
	require.Equal(t, 1, strings.Count(staff.body, "<article"))
}

func TestRequestIsWithdrawnOnlyWhereTheOrganisationAllows(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").request()
	address := b.url.Path
	h.organisation(t, func(o *identity.Organisation) { o.WithdrawBeforeProcessing = false })
	require.NotContains(t, b.get(address).text(), "Retirer la demande")
	b.get(address + "/withdraw").form("/withdraw").press("")
	require.Equal(t, http.StatusConflict, b.status)
	h.organisation(t, func(o *identity.Organisation) { o.WithdrawBeforeProcessing = true })
	b.get(address).form("/withdraw").press("")
	b.form("/withdraw").press("")
	require.Contains(t, b.text(), "1er mai 2026 31 août 2026 Retirée")
}
