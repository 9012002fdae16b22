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
