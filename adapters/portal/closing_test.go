package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

const oldPeriod = "/periods/2022-01-01"

// closed closes every period that is over, as staff do.
func closed(t *testing.T, h *house) *portaltest.Browser {
	b := h.signIn(t, "sylvie").Get("/queue/periods")
	require.Contains(t, b.Text(), "2 périodes sont terminées, délai de déclaration compris, et ne sont pas fermées.")
	b.Follow("Fermer tout ce qui est terminé")
	require.Contains(t, b.Text(), "2 périodes sont terminées")
	b.Form("/queue/periods/close").Press("")
	require.Contains(t, b.Text(), "2 périodes fermées, incomplètes")
	return b
}

// noticed serves a notice on Emma on 20 November 2026.
func noticed(t *testing.T, h *house) *portaltest.Browser {
	b := closed(t, h).Get("/queue/periods/emma/2022-01-01/notice")
	b.Form("#step").Fill("served.day", "20").Press("")
	require.Contains(t, b.Text(), "C’est fait, et inscrit au registre de la période.")
	return b
}

func TestStaffCloseWhatIsOver(t *testing.T) {
	h := open(t)
	b := closed(t, h).Get("/queue/periods?state=short&text=gelinas")
	require.Contains(t, b.Text(), "1 période ·")
	b.Follow("Gélinas, Emma")
	require.Contains(t, b.Text(), "Cette période est fermée, et il manque des heures.")
	require.Contains(t, b.Text(), "sylvie a fermé la période : il manque des heures.")
	require.Contains(t, b.Text(), "Heures demandées, dispenses déduites 30 h")
	b.Get("/queue/periods?state=final")
	require.Contains(t, b.Text(), "Aucune période ne correspond.")
	b.Get("/queue/periods.csv?sort=member")
	require.Contains(t, b.Body, "Gélinas, Emma;T-emma;2022-01-01;")
	// Closing again closes nothing more.
	b.Get("/queue/periods")
	require.NotContains(t, b.Text(), "Fermer tout ce qui est terminé")
}

func TestF35_ANoticeOnItsPages(t *testing.T) {
	h := open(t)
	b := closed(t, h).Get("/queue/periods/emma/2022-01-01/notice")
	b.Form("#step").Fill("of", "").Fill("served.month", "13").Fill("reason", "À vérifier").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.NotEmpty(t, b.Errors())
	require.Equal(t, "À vérifier", b.Value("reason"), "what was typed is kept")
	b.Form("#step").Fill("of", "hours").Fill("served.month", "novembre").Fill("served.day", "20").Press("")
	require.Contains(t, b.Text(), "C’est fait")

	// 90 days from 20 November 2026 end on 18 February 2027; 30 days for observations
	// on Sunday 20 December, hence the 21st.
	m := h.signIn(t, "emma").Get("/portfolio/emma")
	// Nothing was done of the 30 h.
	alert := "Période 2022-2025 : avis de défaut. Il manque 30 h, dont 15 h dans « Structurée » et 1 h dans " +
		"« Éthique, déontologie et normes de pratique », à faire au plus tard le 18 février 2027."
	require.Contains(t, m.Text(), alert)
	require.Contains(t, m.Get("/").Text(), alert)
	m.Get("/portfolio/emma").Follow("Lire l’avis et ce qui manque – Période 2022-2025 : avis de défaut")
	text := m.Text()
	for _, want := range []string{
		"Jour de la notification 20 novembre 2026", "Dernier jour pour corriger le défaut 18 février 2027",
		"Dernier jour pour des observations écrites 21 décembre 2026", "vont d’abord à la période en défaut",
		"Après le 18 février 2027, nous pouvons envoyer un avis final", "À vérifier",
	} {
		require.Contains(t, text, want)
	}
	require.NotContains(t, text, "sylvie", "who of the staff did it is told to staff alone")

	m.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, m.Status)
	require.Equal(t, []string{"Écrivez vos observations avant de les envoyer."}, m.Errors())
	m.Form("#step").Fill("observations", strings.Repeat("é", 20_001)).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, m.Status)
	require.Len(t, []rune(m.Value("observations")), 20_001, "what was typed is kept")
	m.Form("#step").Fill("observations", "J’étais en mission.").Press("")
	require.Contains(t, m.Text(), "Vos observations sont conservées")
	require.Contains(t, m.Text(), "J’étais en mission.")

	require.Contains(t, b.Get("/queue/periods/emma/2022-01-01").Text(), "J’étais en mission.")
	require.Contains(t, b.Get("/mailbox").Text(), "Dernier jour pour corriger le défaut : 18 février 2027")
}

func TestAPeriodInEnglish(t *testing.T) {
	h := open(t)
	noticed(t, h)
	b := h.signIn(t, "emma").Get("/portfolio/emma" + oldPeriod)
	b.Form("#step").Fill("observations", "I was away.").Press("en")
	require.Equal(t, "I was away.", b.Value("observations"), "what was typed survives the language")
	b.Get("/portfolio/emma" + oldPeriod)
	for _, want := range []string{"Notice of default", "Last day to make the default good 18 February 2027", "Your written observations", "Ledger of the period"} {
		require.Contains(t, b.Text(), want)
	}
	b.Form("#step").Press("")
	require.Equal(t, []string{"Write your observations before you send them."}, b.Errors())
	b.Get("/portfolio/emma/periods")
	require.Contains(t, b.Text(), "Make good by 18 February 2027")
	require.Contains(t, b.Get("/").Text(), "Period 2022-2025: notice of default. Missing: 30 h, including 15 h")
	h.at("2027-02-19T15:00:00Z")
	require.Contains(t, h.signIn(t, "emma").Get("/portfolio/emma").Text(), "Le délai est passé depuis le 18 février 2027.")
}

func TestANoticeIsWithdrawnOnItsPage(t *testing.T) {
	h := open(t)
	b := noticed(t, h).Follow("Retirer l’avis de défaut")
	b.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	b.Form("#step").Fill("reason", "Mauvais dossier").Press("")
	require.Contains(t, b.Text(), "Mauvais dossier")
	require.NotContains(t, h.signIn(t, "emma").Get("/portfolio/emma"+oldPeriod).Text(), "Comment corriger")
}

func TestNobodyClosesTheirOwnPeriod(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "luc").Get("/queue/periods/luc/2022-01-01")
	require.Equal(t, http.StatusForbidden, b.Status)
	b = h.signIn(t, "emma").Get("/portfolio/luc" + oldPeriod)
	require.Equal(t, http.StatusNotFound, b.Status)
	b.Get("/portfolio/emma/periods/2022-01-02")
	require.Equal(t, http.StatusNotFound, b.Status)
	b.Get("/queue/periods")
	require.Equal(t, http.StatusForbidden, b.Status)
}

// What is done the day after the notice goes to the period in default: staff see it
// before they decide, and the member after.
func TestF36_WhereTheHoursGoIsSaid(t *testing.T) {
	h := open(t)
	b := noticed(t, h)
	done := course
	done.First = portaltest.Day{Day: "21", Month: "novembre", Year: "2026"}
	m := h.signIn(t, "emma").Declare("emma", done)
	b.Get("/queue").Follow("Lecture de plans")
	require.Contains(t, b.Text(), "Si vous comptez toutes les heures, elles vont à ces périodes : 1 h à la période 2022-2025")
	b.Decide("Lecture de plans", "count", "counted", "1", "")
	m.Get("/portfolio/emma/declarations").Follow("Lecture de plans")
	require.Contains(t, m.Text(), "les heures comptées vont à ces périodes : 1 h à la période 2022-2025")
	m.Get("/portfolio/emma" + oldPeriod)
	require.Contains(t, m.Text(), "Total : 29 h")
	require.Contains(t, m.Text(), "Lecture de plans")
}
