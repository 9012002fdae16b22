package i18n_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

func TestLengthsOfTime(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0 s": 0, "59 s": 59*time.Second + 999*time.Millisecond, "1 min": time.Minute, "24 min 10 s": 24*time.Minute + 10*time.Second,
		"1 h 5 min": 65 * time.Minute, "8 h": 8 * time.Hour, "2 h 1 s": 2*time.Hour + time.Second,
	} {
		got := i18n.For(identity.French).Lasting(d)
		require.Equal(t, want, strings.ReplaceAll(got, "\u00a0", " "))
		require.NotContains(t, got, " ", "it does not break over two lines")
	}
	require.Equal(t, "0\u00a0s", i18n.For(identity.English).Lasting(-time.Minute))
}

// Whatever a page or an answer shows of a sitting has its words in both languages.
func TestEveryTermOfAnExamHasItsWords(t *testing.T) {
	var keys []string
	for _, s := range exam.AuthorisationStates() {
		keys = append(keys, "exam.authorisation."+or(string(s), "none"))
	}
	for _, s := range exam.AttemptStates() {
		keys = append(keys, "exam.attempt."+or(string(s), "none"))
	}
	for _, e := range append(exam.Commands(), exam.Lapse, exam.PauseOver, exam.TimeOut) {
		keys = append(keys, "exam.event."+string(e))
		for _, g := range e.Grounds() {
			keys = append(keys, "exam.ground."+string(g))
		}
	}
	for _, k := range exam.ProofKinds() {
		keys = append(keys, "exam.proof."+string(k))
	}
	for _, s := range exam.Steps() {
		keys = append(keys, "exam.step."+string(s))
	}
	for _, m := range exam.Memberships() {
		keys = append(keys, "exam.membership."+m)
	}
	for _, e := range []exam.PhotoEvent{exam.PhotoAdded, exam.PhotoAccepted, exam.PhotoReopened, exam.PhotoRemoved} {
		keys = append(keys, "exam.photo."+string(e))
	}
	keys = append(keys, "exam.outcome.passed", "exam.outcome.failed", "exam.hint.name", "exam.hint.birth")
	for _, key := range keys {
		require.True(t, i18n.Has(key), key)
	}
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func TestLostSaysWhatWonWhenAndByWhom(t *testing.T) {
	zone, err := time.LoadLocation("America/Toronto")
	require.NoError(t, err)
	at := time.Date(2026, time.November, 25, 15, 14, 3, 0, time.UTC)
	won := exam.Lost{Err: exam.ErrSubmitted, Event: exam.Submit, At: at, By: exam.Person{Name: "Geneviève Lavigne"}}
	plain := func(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }
	fr, en := i18n.For(identity.French), i18n.For(identity.English)
	require.Equal(t, "Geneviève Lavigne a terminé l’examen à 10 h 14 min 3 s.", plain(fr.Lost(won, at.Add(time.Hour), zone)))
	require.Equal(t, "Geneviève Lavigne a terminé l’examen le 25 novembre 2026 à 10 h 14 min 3 s.", plain(fr.Lost(won, at.Add(24*time.Hour), zone)))
	require.Equal(t, "Geneviève Lavigne ended the exam at 10:14:03.", en.Lost(won, at, zone))
	require.Empty(t, fr.Lost(exam.Lost{Err: exam.ErrNotBegun}, at, zone))
	for _, e := range []exam.Event{exam.Authorise, exam.Cancel, exam.Lapse, exam.Begin, exam.Pause, exam.Submit, exam.TimeOut, exam.Terminate, exam.Launch, exam.Move, exam.Answer} {
		require.True(t, i18n.Has("exam.lost."+string(e)), e)
	}
}
