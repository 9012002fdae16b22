package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/hours/audit"
)

// audited declares a course of Emma's, has it counted, and draws the current period's
// files: hers is added by staff.
func audited(t *testing.T, h *house) (emma, staff *portaltest.Browser) {
	t.Helper()
	emma = h.signIn(t, "emma").Declare("emma", course)
	staff = emma.Another().SignIn("sylvie", password)
	staff.Get("/queue").Decide(course.Title, "count", "counted", "1", "")
	drawn(t, staff, "2", "T-emma")
	return emma, staff
}

func drawn(t *testing.T, staff *portaltest.Browser, size, directed string) {
	t.Helper()
	f := staff.Get("/queue/audits").Follow("Nouveau tirage").Form("#step")
	f.Date("first", portaltest.Day{Day: "1", Month: "avril", Year: "2025"}).Date("last", portaltest.Day{Day: "22", Month: "11", Year: "2026"})
	f.Fill("size", size).Fill("seed", "loterie d’essai").Fill("directed", directed).Fill("reason", "Plainte")
	f.Press("preview")
	require.Equal(t, http.StatusOK, staff.Status, staff.Text())
	staff.Form("#step").Press("draw")
	require.Equal(t, http.StatusOK, staff.Status, staff.Text())
}

func asked(t *testing.T, staff *portaltest.Browser) {
	t.Helper()
	draw := staff.URL.Path[strings.LastIndex(staff.URL.Path, "/")+1:]
	staff.Get("/queue/evidence/emma?draw=" + draw)
	f := staff.Form("#step")
	f.Fill("note", "L’attestation, s’il vous plaît").Press("")
	require.Equal(t, http.StatusOK, staff.Status, staff.Text())
}

func TestAuditFromTheDrawToTheDecision(t *testing.T) {
	h := open(t)
	emma, staff := audited(t, h)
	page := staff.Text()
	for _, said := range []string{
		"Tirage pour vérification", "du 1er avril 2025 au 22 novembre 2026", "loterie d’essai", "Inscrite par le personnel.", "2 (2 dossiers)",
		"Le tirage est fait. Les membres choisis sont avertis.", "Pièces demandées dans 0 dossier; 0 en défaut ou en retard.",
	} {
		require.Contains(t, page, said)
	}
	require.NotContains(t, emma.Get("/portfolio/emma").Text(), "Vérification en cours")
	asked(t, staff)
	require.Contains(t, staff.Text(), "Les pièces sont demandées.")

	emma.Get("/portfolio/emma")
	require.Contains(t, emma.Text(), "Vérification en cours : 1 activité à justifier d’ici le 22 décembre 2026.")
	emma.Follow("Voir ce qui est demandé et envoyer vos documents")
	require.Contains(t, emma.Text(), "À fournir")
	emma.Follow(course.Title)
	require.Contains(t, emma.Text(), "Message du personnel : L’attestation, s’il vous plaît")
	require.Contains(t, emma.Text(), "Ces documents sont conservés jusqu’au 31 mars 2033, puis supprimés.")

	emma.Form("#step").Press("send")
	require.Equal(t, http.StatusUnprocessableEntity, emma.Status)
	require.Equal(t, []string{"Ajoutez au moins un document avant d’envoyer."}, emma.Errors())
	emma.Follow("Retour à la vérification").Follow(course.Title)
	emma.Form("#step").Attach("a.txt", []byte("bonjour")).Attach("vide.pdf", nil).Attach("attestation.pdf", pdf).Press("add")
	require.Len(t, emma.Errors(), 2, "the two that are refused are named")
	require.Contains(t, emma.Text(), "attestation.pdf")
	emma.Form("#step").Attach("programme.png", png).Press("add")
	require.Contains(t, emma.Text(), "Ils ne sont pas encore envoyés.")
	removed := emma.Form("#step")
	id := portaltest.Attr(emma.With("data-document", firstDocument(emma)), "data-document")
	removed.Press(id)
	emma.Form("#step").Press(id)
	require.Contains(t, emma.Text(), "Le document « attestation.pdf » a été retiré.")
	require.NotContains(t, emma.Get(emma.URL.Path).Text(), "attestation.pdf")
	require.NotContains(t, staff.Get("/queue/evidence/emma").Text(), "Envoyé, en vérification")
	emma.Form("#step").Press("send")
	require.Contains(t, emma.Text(), "1 document sera envoyé")
	sending := emma.URL.Path
	confirm := emma.Form("/sending")
	confirm.Press("")
	require.Contains(t, emma.Text(), "Vos documents sont envoyés.")
	require.Contains(t, emma.Text(), "Envoyé, en vérification")
	confirm.Send()
	require.Equal(t, http.StatusOK, emma.Status, "a double press")
	require.NotEqual(t, sending, emma.Get(sending).URL.Path, "there is nothing to send any more")
	require.NotContains(t, emma.Get("/portfolio/emma").Text(), "Vérification en cours")

	staff.Get("/queue/evidence/emma").Follow(course.Title)
	require.Contains(t, staff.Text(), "programme.png")
	form := staff.Form("#step")
	form.Press("")
	require.Equal(t, []string{"Choisissez une décision."}, staff.Errors())
	form = staff.Form("#step")
	form.Tick("event", "disallow").Fill("counted", "1").Press("")
	require.Equal(t, []string{"Laissez moins d’heures qu’il n’en est compté maintenant, ou 0 pour n’en laisser aucune.", "Inscrivez la raison. Le membre la lira."}, staff.Errors())
	require.Equal(t, "1", staff.Value("counted"))
	form = staff.Form("#step")
	form.Tick("event", "disallow").Fill("counted", "deux").Fill("reason", "x").Press("")
	require.Len(t, staff.Errors(), 1)
	form = staff.Form("#step")
	form.Tick("event", "disallow").Fill("counted", "0,5").Fill("reason", "Une demi-heure au programme").Press("")
	require.Contains(t, staff.Text(), "La décision est enregistrée.")
	require.Contains(t, staff.Text(), "Heures retranchées")

	require.Contains(t, emma.Get("/portfolio/emma/evidence").Text(), "Des heures ont été retranchées. Il en reste 0,5 h comptées. Raison : Une demi-heure au programme")
	history := emma.Get("/portfolio/emma/history").Text()
	require.Contains(t, history, "a retranché des heures de « "+course.Title+" » après vérification : 1 h avant, 0,5 h maintenant.")
	require.Contains(t, history, "a choisi ce dossier pour une vérification")
	require.NotContains(t, history, "sylvie")
}

func firstDocument(b *portaltest.Browser) string {
	for n := range b.Page.Descendants() {
		if portaltest.Has(n, "data-document") {
			return portaltest.Attr(n, "data-document")
		}
	}
	return ""
}

func TestADrawIsCheckedBeforeItIsMade(t *testing.T) {
	h := open(t)
	staff := h.signIn(t, "sylvie").Get("/queue/audits")
	require.Contains(t, staff.Text(), "Aucun tirage n’a encore été fait.")
	staff.Follow("Nouveau tirage")
	require.Equal(t, "2022", staff.Value("first.year"), "the period that has ended")
	require.Contains(t, staff.Text(), "Un dossier sur vingt est tiré au sort")
	require.Contains(t, staff.Text(), "laissés de côté : le règlement le veut")
	f := staff.Form("#step")
	f.Date("first", portaltest.Day{Day: "31", Month: "février", Year: "2025"}).Fill("size", "la moitié").Fill("directed", "T-personne").Fill("seed", "avec ' et <b>")
	f.Press("preview")
	require.Equal(t, http.StatusUnprocessableEntity, staff.Status)
	require.Len(t, staff.Errors(), 3)
	require.Equal(t, []string{"février", "la moitié", "T-personne", "avec ' et <b>"}, []string{
		staff.Value("first.month"), staff.Value("size"), staff.Value("directed"), staff.Value("seed"),
	}, "everything typed survives")
	f = staff.Form("#step")
	f.Date("first", portaltest.Day{Day: "1", Month: "janvier", Year: "2022"}).Fill("size", "50 %").Fill("directed", "")
	f.Press("preview")
	require.Contains(t, staff.Text(), "Personne n’est encore choisi.")
	require.NotContains(t, staff.Text(), "Gélinas")
	staff.Form("#step").Press("edit")
	require.Equal(t, "50 %", staff.Value("size"))
	staff.Form("#step").Press("preview")
	press := staff.Form("#step")
	press.Press("draw")
	made := staff.URL.Path
	require.Contains(t, staff.Text(), `'avec '\'' et <b>'`, "as a shell takes it")
	press.Send()
	require.Equal(t, made, staff.URL.Path, "a double press draws once")
	require.Contains(t, staff.Get("/queue/audits").Text(), "1 tirage")
	csv := staff.Get("/queue/audits.csv").Body
	require.Contains(t, csv, "avec ' et <b>")
	require.Contains(t, staff.Get(made+"/selected.csv").Body, lowest(audit.Score, "avec ' et <b>", "T-emma", "T-luc", "T-nova"))
	require.Contains(t, staff.Get("/queue/audits?text=introuvable").Text(), "0 tirage")
}

// lowest returns the smallest score of the numbers.
func lowest(score func(seed, number string) string, seed string, numbers ...string) string {
	least := "~"
	for _, n := range numbers {
		least = min(least, score(seed, n))
	}
	return least
}

func TestAuditsInEnglish(t *testing.T) {
	h := open(t)
	emma, staff := audited(t, h)
	asked(t, staff)
	emma.Form("/language").Press("en")
	emma.Get("/portfolio/emma")
	require.Contains(t, emma.Text(), "Audit under way: 1 activity to document by 22 December 2026.")
	emma.Get("/portfolio/emma/evidence").Follow(course.Title)
	emma.Form("#step").Press("send")
	require.Equal(t, []string{"Add at least one document before you send."}, emma.Errors())
	h.at("2026-12-28T12:00:00Z")
	emma, staff = emma.Another().SignIn("emma", password), staff.Another().SignIn("sylvie", password)
	emma.Form("/language").Press("en")
	require.Contains(t, emma.Get("/portfolio/emma").Text(), "The time ran out on 22 December 2026; send your documents now.")
	staff.Form("/language").Press("en")
	staff.Get("/queue/evidence/emma").Follow(course.Title)
	require.Contains(t, staff.Text(), "Overdue")
	form := staff.Form("#step")
	form.Tick("event", "disallow").Fill("counted", "").Press("")
	require.Equal(t, []string{"Enter the hours to count, for example 2.5."}, staff.Errors())
	form = staff.Form("#step")
	form.Tick("event", "disallow").Fill("counted", "0").Fill("reason", "Nothing came").Press("")
	require.Contains(t, staff.Text(), "Hours disallowed")
}

func TestNobodyDecidesOnTheirOwnEvidence(t *testing.T) {
	h := open(t)
	staff := h.signIn(t, "sylvie")
	drawn(t, staff, "0", "T-luc")
	draw := staff.URL.Path
	luc := staff.Another().SignIn("luc", password).Get(draw)
	require.Contains(t, luc.Text(), "Votre propre dossier : une autre personne doit décider.")
	require.Equal(t, http.StatusForbidden, luc.Get("/queue/evidence/luc").Status)
}
