package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

func TestP40_PlusOpensARequestWithTheSameMenu(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	require.Contains(t, b.URL.Path, "/request")
	require.Equal(t, []string{
		"Protection de vos renseignements personnels Terminée", "Dispense demandée À faire",
		"Engagements À faire", "Soumission À faire",
	}, b.Steps())
}

func TestP41_FirstStepIsTheNoticeAndCommencer(t *testing.T) {
	b := open(t).signIn(t, "emma").Get("/portfolio/emma")
	b.Form("/exemptions").Press("")
	require.Contains(t, b.Title(), "Protection de vos renseignements personnels – Étape 1 sur 4 – Demander une dispense – ")
	require.Contains(t, b.Text(), "L’Ordre recueille ces renseignements et ces documents pour décider")
	require.Contains(t, b.Text(), "Commencer")
}

func TestP42_CurrentPeriodIsAlreadyTicked(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	require.Equal(t, "2025-04-01", b.Value("period"))
	require.Contains(t, b.Text(), "du 1er avril 2025 au 31 mars 2028")
}

func TestP43_GroundFromAList(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	b.Ask(illness).Fill("ground", "").Attach("billet.pdf", pdf).Press("continue")
	require.Equal(t, []string{"Choisissez le motif de la demande."}, b.Errors())
	require.Contains(t, b.Text(), "Circonstances exceptionnelles")
}

func TestP44_AtLeastOneDocument(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	require.Contains(t, b.Text(), "Un billet médical qui indique les dates de l’arrêt.")
	b.Ask(illness).Press("continue")
	require.Equal(t, []string{"Ajoutez au moins une pièce justificative."}, b.Errors())
	b.Form("#step").Attach("billet.pdf", pdf).Press("continue")
	require.Contains(t, b.URL.Path, "/commitments")
}

func TestP44_SeveralDocumentsAtOnceAndOneRemoved(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	b.Ask(illness).Attach("billet.pdf", pdf).Attach("photo.png", png).Press("add")
	require.Contains(t, b.Text(), "billet.pdf PDF, 24 o, 22 novembre 2026 à 10 h 00")
	require.Contains(t, b.Text(), "photo.png image PNG, 17 o")

	id := portaltest.Attr(portaltest.All(b.Page, "li")[len(portaltest.All(b.Page, "li"))-1], "data-document")
	b.Form("#step").Fill("note", "Voir le billet.").Press(id)
	require.Contains(t, b.Text(), "Supprimer « photo.png »?", "it asks once")
	b.Form("#step").Press(id)
	require.Contains(t, b.Text(), "Le document « photo.png » a été retiré.")
	require.NotContains(t, b.Get(b.URL.Path).Text(), "photo.png", "it is said once")
	require.Contains(t, b.Text(), "billet.pdf")
	require.Equal(t, "Voir le billet.", b.Value("note"))
}

func TestP44_RefusedDocumentLosesNothing(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	big := append([]byte(nil), pdf...)
	big = append(big, make([]byte, 10<<20)...)
	b.Ask(illness).Fill("note", "Merci").Attach("billet.pdf", pdf).Attach("grand.pdf", big).
		Attach("déguisé.pdf", png).Attach("notes.txt", []byte("texte")).Attach("vide.pdf", nil).Press("continue")
	require.Contains(t, b.URL.Path, "/request")
	require.Equal(t, []string{
		"« grand.pdf » n’a pas été joint. Ce document dépasse 10 Mo. Réduisez-le ou divisez-le, puis ajoutez-le de nouveau.",
		"« déguisé.pdf » n’a pas été joint. Le contenu de ce document ne correspond pas à son nom. Envoyez un PDF, une image JPEG ou une image PNG, sous son vrai nom.",
		"« notes.txt » n’a pas été joint. Ce type de document n’est pas accepté. Envoyez un PDF, une image JPEG ou une image PNG.",
		"« vide.pdf » n’a pas été joint. Ce document est vide. Vérifiez-le, puis ajoutez-le de nouveau.",
	}, b.Errors())
	require.Equal(t, "Merci", b.Value("note"))
	require.Equal(t, "août", b.Value("last.month"))
	require.Contains(t, b.Text(), "billet.pdf PDF", "the accepted one is kept")
	b.Form("#step").Press("continue")
	require.Contains(t, b.URL.Path, "/commitments")
}

func TestP44_DocumentOpensForItsOwnerAndStaffOnly(t *testing.T) {
	b := open(t).signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	b.Follow("billet.pdf")
	require.Equal(t, http.StatusOK, b.Status)
	require.Equal(t, string(pdf), b.Body)
	require.Equal(t, "nosniff", b.Header.Get("X-Content-Type-Options"))
	require.Equal(t, "application/pdf", b.Header.Get("Content-Type"))
	require.Contains(t, b.Header.Get("Content-Disposition"), "attachment")
	address := b.URL.Path
	require.Equal(t, http.StatusOK, b.Another().SignIn("sylvie", password).Get(address).Status)
	require.Equal(t, http.StatusNotFound, b.Another().SignIn("nova", password).Get(address).Status)
}

func TestP45_DatesOfTheGround(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	b.Ask(illness).Fill("last.year", "2025").Attach("billet.pdf", pdf).Press("continue")
	require.Equal(t, []string{"La date de fin précède la date de début. Corrigez l’une des deux."}, b.Errors())
	b.Form("#step").Fill("last.year", "2027").Press("continue")
	require.Contains(t, b.URL.Path, "/commitments", "a leave may end after today")
}

func TestP46_AdditionalInformationIsOptional(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	require.Contains(t, b.Text(), "Informations complémentaires (facultatif)")
	b.Ask(illness).Fill("note", "").Attach("billet.pdf", pdf).Press("continue")
	b.Form("#step").Tick("committed").Press("continue")
	require.Equal(t, "Aucune réponse", b.Row("P46"))
}

func TestP47_ExceptionalCircumstancesMustBeExplained(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	b.Ask(illness).Fill("ground", "exceptional").Attach("lettre.pdf", pdf).Press("continue")
	require.Equal(t, []string{"Précisez la circonstance et comment elle vous empêche de remplir votre obligation."}, b.Errors())
	b.Form("#step").Fill("details", "Inondation de l’atelier.\r\nAucun accès aux formations.").Press("continue")
	require.Contains(t, b.URL.Path, "/commitments")
}

func TestP48_TwoCommitmentsBothToBeTicked(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	b.Ask(illness).Attach("billet.pdf", pdf).Press("continue")
	require.Empty(t, b.Form("#step").Values["committed"])
	b.Form("#step").Tick("committed", "remaining").Press("continue")
	require.Equal(t, []string{"Case 1 : Cochez cette case pour vous engager."}, b.Errors())
	b.Form("#step").Tick("committed").Press("continue")
	require.Contains(t, b.URL.Path, "/submission")
}

func TestP49_SubmissionAttestsAndIsConfirmed(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	b.Ask(illness).Attach("billet.pdf", pdf).Press("continue")
	b.Form("#step").Tick("committed").Press("continue")
	require.Contains(t, b.Text(), "j’atteste que tous les renseignements fournis et tous les documents joints sont vrais et exacts.")
	require.Equal(t, "billet.pdf (24 o) Modifier Pièces justificatives", portaltest.Words(portaltest.TextOf(b.With("data-row", "P44"))[len(" Pièces justificatives"):]))
	submit := b.Form("#step")
	first := submit.Press("submit").URL.Path
	require.Contains(t, b.Text(), "Votre formulaire a été soumis avec succès.")
	require.Equal(t, first, submit.Send().URL.Path, "a second press changes nothing")
	require.Contains(t, b.Get("/portfolio/emma/exemptions").Text(), "1 demande ")
}

func TestP50_SubmittedRequestCannotBeChanged(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	step := b.Ask(illness)
	address := b.URL.Path
	step.Attach("billet.pdf", pdf).Press("continue")
	b.Form("#step").Tick("committed").Press("continue")
	read := b.Form("#step").Press("submit").URL.Path
	require.Equal(t, read, b.Get(address).URL.Path)
	require.Contains(t, b.Text(), "Une demande soumise ne peut pas être modifiée.")
	b.URL.Path = address
	step.Send()
	require.Equal(t, http.StatusConflict, b.Status)
}

func TestP51_EnTraitementThenValideeWithTheHoursAndAnEmail(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	read := b.URL.Path
	require.Contains(t, b.Get("/portfolio/emma").Text(), "Maladie ou accident 1er mai 2026 31 août 2026 En traitement")

	staff := b.Another().SignIn("sylvie", password).Decide("Maladie ou accident", "grant", "granted", "5", "")
	require.Equal(t, "/queue", staff.URL.Path)
	require.Contains(t, b.Get("/portfolio/emma").Text(), "Maladie ou accident 1er mai 2026 31 août 2026 Validée 5 h")
	require.Contains(t, b.Get(read).Text(), "Heures de dispense accordées : 5 h")

	staff.Follow("Courriels")
	require.Contains(t, staff.Text(), "Votre demande de dispense a été traitée")
	require.Contains(t, staff.Text(), "emma@membre.example")
	require.Contains(t, staff.Text(), "Son statut : Validée.")
	require.NotContains(t, staff.Text(), "Maladie", "an e-mail is no place for the ground")
	require.Equal(t, 1, strings.Count(staff.Body, "<article"))
}

func TestRequestIsWithdrawnOnlyWhereTheOrganisationAllows(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	address := b.URL.Path
	h.organisation(t, func(o *identity.Organisation) { o.WithdrawBeforeProcessing = false })
	require.NotContains(t, b.Get(address).Text(), "Retirer la demande")
	b.Get(address + "/withdraw").Form("/withdraw").Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	h.organisation(t, func(o *identity.Organisation) { o.WithdrawBeforeProcessing = true })
	b.Get(address).Form("/withdraw").Press("")
	b.Form("/withdraw").Press("")
	require.Contains(t, b.Text(), "1er mai 2026 31 août 2026 Retirée")
}
