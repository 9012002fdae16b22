package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// social is the house under the social workers' regulation, in June 2021, in the
// period from 1 April 2020 to 31 March 2022.
func social(t *testing.T) *house {
	h := open(t)
	h.organisation(t, func(o *identity.Organisation) { o.Regulation = "qc-otstcfq" })
	h.at("2021-06-15T15:00:00Z")
	return h
}

// leave is the order's own example (page on exemptions): from 1 June 2020 to 1
// February 2021.
var leave = portaltest.Claim{
	Ground: "parental", First: portaltest.Day{Day: "1", Month: "juin", Year: "2020"}, Last: portaltest.Day{Day: "1", Month: "février", Year: "2021"},
}

const leaveLabel = "Congé de maternité, de paternité, d’adoption ou parental"

// both looks at the page in both languages.
func both(t *testing.T, b *portaltest.Browser) {
	t.Helper()
	page := b.URL.RequestURI()
	structure(t, b, "fr")
	turn(b, "en")
	b.Get(page)
	structure(t, b, "en")
	turn(b, "fr")
	b.Get(page)
}

// turn presses the language button, which sends the form of a page that has one.
func turn(b *portaltest.Browser, language string) {
	form := "/language"
	for _, button := range portaltest.All(b.Page, "button") {
		if portaltest.Attr(button, "name") == "language" && portaltest.Attr(button, "form") != "" {
			form = "#" + portaltest.Attr(button, "form")
		}
	}
	b.Form(form).Press(language)
}

func TestP52_TheRuleOfTheSocialWorkersOnPages(t *testing.T) {
	h := social(t)
	b := h.signIn(t, "emma").Request("emma", leave, "conge.pdf", pdf)
	read := b.URL.Path
	require.Equal(t, "30 h", b.Get("/portfolio/emma").Row("P8"))

	staff := b.Another().SignIn("sylvie", password).Get("/queue").Follow(leaveLabel)
	both(t, staff)
	require.Contains(t, staff.Text(), "Jours qui comptent : du 1er juin 2020 au 1er février 2021.")
	require.Contains(t, staff.Text(), "Mois du calendrier touchés : 9 mois.")
	require.Contains(t, staff.Text(), "9 mois × 1,25 h = 11,25 h")
	require.Contains(t, staff.Text(), "11,25 h de moins sur 30 h : il en resterait 18,75 h.")
	require.Contains(t, staff.Text(), "C-26, r. 291.2, art. 10")
	staff.Form("#step").Tick("event", "grant-by-rule").Press("")
	require.Equal(t, "/queue", staff.URL.Path)

	b.Get("/portfolio/emma")
	require.Equal(t, []string{"18,75 h", "11,25 h", "18,75 h"}, []string{b.Row("P8"), b.Row("P9"), b.Row("P16")}, "at once")
	require.Contains(t, b.Get(read).Text(), "Heures de dispense accordées : 11,25 h (calculées selon le règlement)")
	both(t, b)
	require.Contains(t, b.Get("/portfolio/emma/history").Text(), "a accordé 11,25 h de dispense")
	require.Contains(t, staff.Get("/mailbox").Text(), "Son statut : Validée.")
}

func TestAnotherFigureIsKeptBesideTheRules(t *testing.T) {
	h := social(t)
	b := h.signIn(t, "emma").Request("emma", leave, "conge.pdf", pdf)
	read := b.URL.Path
	staff := b.Another().SignIn("sylvie", password).Decide(leaveLabel, "grant", "granted", "10", "")
	require.Equal(t, []string{"Inscrivez la raison. Le membre la lira."}, staff.Errors())
	require.Equal(t, "10", staff.Value("granted"), "nothing typed is lost")
	staff.Form("#step").Fill("reason", "Deux semaines de travail en août.").Press("")
	require.Contains(t, b.Get(read).Text(), "10 h (le règlement donne 11,25 h)")
	require.Contains(t, b.Text(), "Deux semaines de travail en août.")
	require.Equal(t, "20 h", b.Get("/portfolio/emma").Row("P8"))
}

func TestGrantsTogetherAreHeldToWhatIsAsked(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	staff := b.Another().SignIn("sylvie", password).Decide("Maladie ou accident", "grant", "granted", "20", "")
	b.Request("emma", illness, "billet.pdf", pdf)
	staff.Decide("Maladie ou accident", "grant", "granted", "10,5", "")
	require.Equal(t, []string{"Avec les dispenses déjà accordées, cela dépasserait ce que le règlement demande pour la période. Accordez moins d’heures."}, staff.Errors())
	require.Contains(t, staff.Text(), "Pour accorder seulement : 10 h au plus.")
	require.Contains(t, staff.Text(), "D’autres dispenses retranchent déjà 20 h des 30 h demandées.")
	staff.Form("#step").Fill("granted", "10").Press("")
	require.Equal(t, "0 h", b.Get("/portfolio/emma").Row("P8"))
}

func TestP44_StaffAskForMoreDocumentsOnPages(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	read := b.URL.Path
	staff := b.Another().SignIn("sylvie", password).Get("/queue").Follow("Maladie ou accident").Follow("Demander d’autres documents")
	both(t, staff)
	staff.Form("#step").Date("day", portaltest.Day{Day: "21", Month: "novembre", Year: "2026"}).Press("")
	require.Equal(t, []string{"Cette date est passée. Inscrivez aujourd’hui ou un jour à venir.", "Inscrivez la raison. Le membre la lira."}, staff.Errors())
	staff.Form("#step").Fill("reason", "La page 2 du billet.").Date("day", portaltest.Day{Day: "15", Month: "décembre", Year: "2026"}).Press("")
	require.Contains(t, staff.Text(), "La demande de documents est envoyée au membre.")
	require.Contains(t, staff.Text(), "En attente de documents Des documents ont été demandés au membre.")
	require.Contains(t, staff.Get("/mailbox").Text(), "il nous faut d’autres documents")
	require.NotContains(t, staff.Text(), "page 2", "an e-mail is no place for it")

	require.Contains(t, b.Get("/portfolio/emma").Text(), "En attente de vos documents")
	b.Get(read)
	both(t, b)
	require.Contains(t, b.Text(), "La page 2 du billet. À envoyer au plus tard le 15 décembre 2026")
	b.Follow("Répondre et envoyer des documents")
	both(t, b)
	b.Form("#step").Press("send")
	require.Equal(t, []string{"Ajoutez un document ou écrivez une note avant d’envoyer."}, b.Errors())
	b.Form("#step").Fill("note", "Voici la page 2.").Attach("notes.txt", []byte("texte")).Attach("page-2.png", png).Press("send")
	require.Len(t, b.Errors(), 1, "one is refused: nothing is sent before it is read")
	require.Equal(t, "Voici la page 2.", b.Value("note"))
	require.Contains(t, b.Text(), "page-2.png image PNG")
	require.NotContains(t, b.Text(), "billet.pdf", "what was sent is not to be removed")
	require.NotContains(t, staff.Get("/queue").Follow("Maladie ou accident").Text(), "page-2.png", "not sent yet")
	send := b.Form("#step")
	send.Press("send")
	require.Equal(t, read, b.URL.Path)
	require.Contains(t, b.Text(), "Votre réponse est envoyée.")
	require.Contains(t, b.Text(), "En traitement")
	require.Contains(t, b.Text(), "1 document envoyé")
	require.Contains(t, b.Text(), "billet.pdf")
	require.Equal(t, read, send.Send().URL.Path, "a second press leads to the request")
	require.Contains(t, staff.Get("/queue").Follow("Maladie ou accident").Text(), "page-2.png")
	require.Contains(t, staff.Text(), "Voici la page 2.")
	require.Contains(t, b.Get("/portfolio/emma/history").Text(), "a demandé d’autres documents")
	require.Contains(t, b.Text(), "a envoyé ce qui était demandé")
}

func TestEndOfTheGroundOnPages(t *testing.T) {
	h := social(t)
	b := h.signIn(t, "emma").Request("emma", leave, "conge.pdf", pdf)
	read := b.URL.Path
	staff := b.Another().SignIn("sylvie", password).Decide(leaveLabel, "grant-by-rule", "", "", "")

	b.Get(read).Follow("Annoncer la fin du motif")
	both(t, b)
	b.Form("#step").Date("last", portaltest.Day{Day: "1", Month: "mars", Year: "2021"}).Fill("note", "Retour plus tôt.").Press("")
	require.Equal(t, []string{"Inscrivez un jour du motif qui précède sa date de fin actuelle."}, b.Errors())
	require.Equal(t, "Retour plus tôt.", b.Value("note"))
	b.Form("#step").Date("last", portaltest.Day{Day: "15", Month: "novembre", Year: "2020"}).Press("")
	require.Contains(t, b.Text(), "Fin du motif annoncée : 15 novembre 2020")
	require.Contains(t, b.Text(), "Validée – fin du motif à confirmer")
	require.Equal(t, "18,75 h", b.Get("/portfolio/emma").Row("P8"), "nothing changes before it is decided")

	staff.Get("/queue").Follow(leaveLabel)
	require.Contains(t, staff.Text(), "Fin du motif annoncée : 15 novembre 2020")
	staff.Follow("Constater la fin du motif")
	both(t, staff)
	require.Contains(t, staff.Text(), "6 mois × 1,25 h = 7,5 h")
	staff.Form("#step").Tick("event", "grant-by-rule").Press("")
	require.Equal(t, []string{"Inscrivez la raison. Le membre la lira."}, staff.Errors())
	staff.Form("#step").Fill("reason", "Le motif a pris fin.").Press("")
	require.Equal(t, "/queue", staff.URL.Path, staff.Text())
	require.Contains(t, b.Get(read).Text(), "Fin du motif : 15 novembre 2020 – 7,5 h (calculées selon le règlement)")
	require.Contains(t, b.Text(), "Validée – 11,25 h", "both versions stay")
	require.Contains(t, b.Text(), "Fin du motif, revue 15 novembre 2020")
	require.Equal(t, "22,5 h", b.Get("/portfolio/emma").Row("P8"))
	require.Contains(t, b.Get("/portfolio/emma/history").Text(), "à la fin du motif : 11,25 h avant, 7,5 h maintenant.")
}

func TestDayOfTheEndIsChosenBeforeItsHours(t *testing.T) {
	h := social(t)
	b := h.signIn(t, "emma").Request("emma", leave, "conge.pdf", pdf)
	id := b.URL.Path[strings.LastIndex(b.URL.Path, "/")+1:]
	staff := b.Another().SignIn("sylvie", password).Decide(leaveLabel, "grant-by-rule", "", "", "")
	staff.Get("/queue/exemptions/emma/" + id + "/end")
	both(t, staff)
	require.NotContains(t, staff.Text(), "1,25 h =")
	staff.Form("#step").Date("day", portaltest.Day{Day: "2", Month: "2", Year: "2021"}).Press("")
	require.Equal(t, []string{"Inscrivez un jour du motif, entre ses dates de début et de fin."}, staff.Errors())
	staff.Form("#step").Date("day", portaltest.Day{Day: "31", Month: "12", Year: "2020"}).Press("")
	require.Contains(t, staff.Text(), "7 mois × 1,25 h = 8,75 h")
}

// An illness from 15 December 2021 to 10 June 2022: 4 months of the period that ends in
// March, 5 h, and 3 of the next, 3.75 h, each asked for apart.
func TestAGroundThatStraddlesTwoPeriodsOnPages(t *testing.T) {
	h := social(t)
	h.at("2022-02-15T15:00:00Z")
	b := h.signIn(t, "emma").Begin("emma", "exemptions")
	b.Ask(portaltest.Claim{
		Ground: "illness", First: portaltest.Day{Day: "15", Month: "12", Year: "2021"}, Last: portaltest.Day{Day: "10", Month: "6", Year: "2022"},
	}).Attach("billet.pdf", pdf).Press("continue")
	b.Form("#step").Tick("committed").Press("continue")
	both(t, b)
	require.Contains(t, b.Text(), "Cette demande vise ses jours dans la période 2020-2022 : du 15 décembre 2021 au 31 mars 2022.")
	require.Contains(t, b.Text(), "Cette période commence le 1er avril 2022. Vous pouvez garder le brouillon jusque-là")
	submit := b.Form("#step")
	submit.Press("submit-follow")
	first := b.URL.Path
	require.Contains(t, b.Text(), "Le brouillon pour l’autre période est prêt")
	require.Contains(t, b.Text(), "Période 2022-2024 Brouillon")
	require.Equal(t, first, submit.Send().URL.Path, "a second press changes nothing")
	require.Contains(t, b.Get("/portfolio/emma/exemptions").Text(), "2 demandes")

	b.Get(first).Follow("Période 2022-2024")
	require.Contains(t, b.Text(), "Cette période commence le 1er avril 2022.")
	b.Form("#step").Press("continue")
	require.Equal(t, "2022-04-01", b.Value("period"))
	require.Contains(t, b.Text(), "billet.pdf")
	require.Equal(t, "15", b.Value("first.day"))
	b.Form("#step").Press("continue")
	b.Form("#step").Tick("committed").Press("continue")
	require.NotContains(t, b.Text(), "Soumettre et préparer", "the other is asked for already")
	b.Form("#step").Press("submit")
	second := b.URL.Path
	require.Contains(t, b.Text(), "Période 2020-2022")
	both(t, b)

	staff := b.Another().SignIn("sylvie", password)
	for _, read := range []string{first, second} {
		staff.Get(strings.Replace(strings.Replace(read, "/portfolio/emma", "/queue", 1), "exemptions/", "exemptions/emma/", 1))
		require.Equal(t, http.StatusOK, staff.Status)
		staff.Form("#step").Tick("event", "grant-by-rule").Press("")
	}
	require.Equal(t, "25 h", b.Get("/portfolio/emma").Row("P8"))
	b.Get(first + "/end")
	both(t, b)
	require.Contains(t, b.Text(), "Annoncez-y sa fin aussi : Période 2022-2024")
	h.at("2022-06-15T15:00:00Z")
	b.SignIn("emma", password)
	require.Equal(t, "26,25 h", b.Get("/portfolio/emma").Row("P8"))
}

func TestTheOtherPeriodMayBeAskedForLater(t *testing.T) {
	h := social(t)
	h.at("2022-02-15T15:00:00Z")
	b := h.signIn(t, "emma").Request("emma", portaltest.Claim{
		Ground: "illness", First: portaltest.Day{Day: "15", Month: "12", Year: "2021"}, Last: portaltest.Day{Day: "10", Month: "6", Year: "2022"},
	}, "billet.pdf", pdf)
	both(t, b)
	b.Form("/follow").Press("")
	require.Contains(t, b.URL.Path, "/privacy")
	require.Contains(t, b.Text(), "Cette période commence le 1er avril 2022.")
}
