package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

// Of ten hours three are done and one is pending; a month of leave takes one off.
// Nine are due, then: six left, five once the pending one is counted. Two of ethics.
func explained(t testing.TB, args ...string) ran {
	t.Helper()
	return cohort(t, append([]string{
		"explain", "-regulation", file(t, "simple.yaml", simple), "-day", "2026-06-01",
		"-members", file(t, "members.csv", "member,admitted\nother,2010-01-01\nm,2010-01-01\n"),
		"-declarations", file(t, "declarations.csv", "member,category,date,hours,state,counted\n"+
			"m,course,2026-02-01,4,counted,3\n"+
			"other,course,2026-02-01,bad,,\n"+
			"m,course,2026-03-01,1,pending,\n"+
			"m,course,2025-03-01,6,,\n"+
			"m,course,2026-04-01,2,refused,\n"),
		"-exemptions", file(t, "exemptions.csv", "member,ground,from,to\nm,leave,2026-02-01,2026-02-28\n"),
	}, args...)...)
}

func TestExplainSaysWhatIsAskedDoneAndLeftAndWhy(t *testing.T) {
	got := explained(t, "-member", "m")
	require.Equal(t, exitDone, got.status, got.err)
	for _, line := range []string{
		"Règlement d’essai\n",
		"Membre : m\n",
		"Période du 1er janvier 2026 au 31 décembre 2026, version 1; au 1er juin 2026\n",
		"Pas encore conforme, et il reste du temps, jusqu’au 31 décembre 2026. Reste au total : 6 h.\n",
		"    À faire : 9 h – Dix heures par année. [art. 1]\n",
		": de 10 h à 9 h\n",
		"    Compté : 3 h, et 1 h en traitement\n",
		"    Reste : 6 h (5 h une fois compté ce qui est en traitement)\n",
		"    À faire : 2 h – Deux heures d’éthique. [art. 2, non vérifié]\n",
		"    Compté : 0 h\n    Reste : 2 h\n",
		// Two hours of ethics serve both; four more are left of the total.
		"  2 h : Éthique; au plus tard le 31 décembre 2026 (sert : Éthique, Total)\n",
		"  4 h : n’importe quelle activité; au plus tard le 31 décembre 2026 (sert : Total)\n",
		"declarations.csv:2) : déclaré 4, compté 3 h – l’ordre en a compté moins",
		"declarations.csv:4) : déclaré 1, compté 0 h – pas encore traitée",
		"declarations.csv:6) : déclaré 2, compté 0 h – refusée par l’ordre",
		"Appliqué sans source lue (non vérifié)\n  Deux heures d’éthique.\n",
	} {
		require.Contains(t, got.out, line)
	}
	require.NotContains(t, got.out, "étape par étape")
	require.NotContains(t, got.out, "2025-03-01", "an activity of another period")
	require.Empty(t, got.err, "the row of another member is nobody's business here")
}

func TestExplainShowsTheTraceWhenAsked(t *testing.T) {
	got := explained(t, "-member", "m", "-trace")
	require.Contains(t, got.out, "Le calcul, étape par étape\n")
	require.Contains(t, got.out, "  Total : demandé 10 h [art. 1]\n")
	require.Contains(t, got.out, "  Total : reste 6 h [art. 1]\n")
}

func TestExplainSpeaksEnglish(t *testing.T) {
	var out, err bytes.Buffer
	status := run([]string{
		"explain", "-lang", "en", "-regulation", file(t, "simple.yaml", simple+simpleCases), "-case", "three of ten",
	}, strings.NewReader(""), &out, &err)
	require.Equal(t, exitDone, status, err.String())
	for _, line := range []string{
		"A regulation to try\n", "Case: three of ten\n", "Period of 1 January 2026 to 31 December 2026, version 1; as of 1 June 2026\n",
		"Not compliant yet, and there is time left, to 31 December 2026. Left of the total: 7 h.\n",
		"    To do: 2 h – Two hours of ethics. [s. 2, not verified]\n", "  2 h: Ethics; by 31 December 2026 (serves: Ethics, Total)\n",
		"  2026-02-01 Course (activity 1): declared 3, counted 3 h\n",
	} {
		require.Contains(t, plain(out.String()), line)
	}
}

func TestExplainTakesACaseByItsNumberAndOnAnotherDay(t *testing.T) {
	path := file(t, "simple.yaml", simple+simpleCases)
	got := cohort(t, "explain", "-regulation", path, "-case", "1", "-day", "2027-01-15")
	require.Equal(t, exitDone, got.status, got.err)
	// The period stays that of the case, and has ended.
	require.Contains(t, got.out, "Période du 1er janvier 2026 au 31 décembre 2026, version 1; au 15 janvier 2027\n")
	require.Contains(t, got.out, "Non conforme : un délai a pris fin sans que tout soit fait. Manque au total : 7 h.\n")
	got = cohort(t, "explain", "-regulation", path, "-case", "2")
	require.Equal(t, exitWrong, got.status)
	require.Contains(t, got.err, "Aucun exemple « 2 ». Il y a :\n  1. three of ten\n")
}

func TestExplainOfAMemberWhoIsNotThereIsAnError(t *testing.T) {
	got := explained(t, "-member", "nobody")
	require.Equal(t, exitWrong, got.status)
	require.Contains(t, got.err, "aucune ligne utilisable pour le membre « nobody »")
	// A bad row of the member is told, and the rest explained.
	got = explained(t, "-member", "other")
	require.Equal(t, exitWrong, got.status)
	require.Contains(t, got.err, "declarations.csv:3: « hours » : « bad » n’est pas un nombre d’heures")
	require.Contains(t, got.out, "Reste : 10 h\n")
}

// Every stage of a trace, every reason and every status has its sentence.
func TestExplainHasASentenceForEverything(t *testing.T) {
	for _, key := range sentences() {
		require.Contains(t, words(), key)
	}
}

func sentences() []string {
	var all []string
	for _, s := range hours.Stages() {
		all = append(all, "step."+string(s))
	}
	for _, s := range hours.Statuses() {
		all = append(all, "status."+string(s), "label."+string(s))
	}
	for _, w := range hours.Whys() {
		all = append(all, "why."+string(w))
	}
	return all
}
