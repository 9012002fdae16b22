package identity_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// checklist 67: in the flow, once the mailbox is proven, one question, the same however
// often it is asked for and in whatever flow; the answer alone opens nothing, nor does
// the code alone.
func TestA9_OneQuestionIsAskedWithTheNewPassword(t *testing.T) {
	h := answered(t)
	h.now = h.now.Add(time.Hour)
	ask := func(browser, ticket string) identity.QuestionID {
		q, asked, err := h.LinkingQuestion(t.Context(), "otpq", browser, ticket)
		require.NoError(t, err)
		require.True(t, asked)
		return q.ID
	}
	for _, want := range []identity.QuestionID{"first-school", "first-school"} {
		browser, ticket := h.choosing(t)
		for range 3 {
			require.Equal(t, want, ask(browser, ticket))
			require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrAnswer)
		}
		require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[1]), identity.ErrAnswer, "that to another")
		require.Equal(t, want, ask(browser, ticket))
		h.now = h.now.Add(time.Hour)
	}
	h.signIn(t, "emma", emmasPassword) // nothing has changed

	browser, ticket := h.choosing(t)
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, " ÉCOLE du Vieux Moulin. "))
	_, asked, err := h.LinkingQuestion(t.Context(), "otpq", browser, ticket)
	require.NoError(t, err)
	require.False(t, asked, "it is answered for this flow")
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "anything"), "and not asked again")
	h.refused(t, "emma", newPassword, identity.ErrSignIn)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	h.signIn(t, "emma", newPassword)

	h.now = h.now.Add(time.Hour)
	browser, ticket = h.choosing(t)
	require.Equal(t, identity.QuestionID("first-toy"), ask(browser, ticket), "another, once one was answered")
}

// checklist 67: nobody is asked, nor told the question, before the mailbox is proven, nor
// without the ticket.
func TestA9_NoQuestionBeforeTheMailboxIsProven(t *testing.T) {
	h := answered(t)
	for _, address := range []string{"emma@example.org", "nobody@example.org"} {
		browser := h.start(t, address)
		_, _, err := h.LinkingQuestion(t.Context(), "otpq", browser, "")
		require.ErrorIs(t, err, identity.ErrFlowStep)
		require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, "", turns[0]), identity.ErrFlowStep)
	}
	h.now = h.now.Add(time.Hour)
	browser, _ := h.choosing(t)
	for _, ticket := range []string{"", "another"} {
		_, _, err := h.LinkingQuestion(t.Context(), "otpq", browser, ticket)
		require.ErrorIs(t, err, identity.ErrFlowEnded)
		require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[0]), identity.ErrFlowEnded)
	}
}

// Five wrong answers kill the flow, whether or not codes were wrong before.
func TestA9_FiveWrongAnswersKillTheFlow(t *testing.T) {
	h := answered(t)
	browser, ticket := h.choosing(t)
	for _, wrong := range []string{"", "Roy", strings.Repeat("a", 5000), turns[2]} {
		require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, wrong), identity.ErrAnswer)
	}
	require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "five"), identity.ErrFlowEnded)
	require.Equal(t, identity.FlowDead, h.state(t, browser))
	require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[0]), identity.ErrFlowEnded)
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrFlowEnded)
	h.signIn(t, "emma", emmasPassword)

	h.now = h.now.Add(time.Hour)
	browser = h.start(t, "emma@example.org")
	_, err := h.VerifyCode(t.Context(), "otpq", browser, "")
	require.ErrorIs(t, err, identity.ErrCode)
	all := h.letters(t)
	ticket, err = h.VerifyCode(t.Context(), "otpq", browser, all[len(all)-1].Secret)
	require.NoError(t, err)
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
	for range 3 {
		require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "wrong"), identity.ErrAnswer)
	}
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[0]), "four are not five")
}

// Wrong answers add up over flows and both ways to a new password; a right code forgives
// none; ten in an hour, and the right answer is answered as a wrong one until they are an
// hour old (checklist 16). Wrong codes keep nobody from answering (checklist 62).
func TestA9_WrongAnswersAddUpOverEveryWay(t *testing.T) {
	h := answered(t)
	for _, wrong := range []int{4, 4} {
		browser, ticket := h.choosing(t)
		for range wrong {
			require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "wrong"), identity.ErrAnswer)
		}
		h.now = h.now.Add(2 * time.Minute)
	}
	h.now = h.now.Add(4 * time.Minute)
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	all := h.letters(t)
	token, _, err := h.SignIn(t.Context(), "otpq", "emma", all[len(all)-1].Secret)
	require.NoError(t, err)
	for range 2 {
		require.ErrorIs(t, h.AnswerSession(t.Context(), token, "wrong"), identity.ErrAnswer)
	}
	require.ErrorIs(t, h.AnswerSession(t.Context(), token, turns[0]), identity.ErrAnswer, "the eleventh is not looked at")
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, "", newPassword), identity.ErrAnswer)
	h.now = h.now.Add(59 * time.Minute)
	require.NoError(t, h.AnswerSession(t.Context(), token, turns[0]))

	h = answered(t)
	browser := h.start(t, "emma@example.org")
	for range 5 {
		_, err := h.VerifyCode(t.Context(), "otpq", browser, "00000000")
		require.ErrorIs(t, err, identity.ErrCode)
	}
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "luc@example.org"))
	h.now = h.now.Add(time.Minute)
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	all = h.letters(t)
	token, _, err = h.SignIn(t.Context(), "otpq", "emma", all[len(all)-1].Secret)
	require.NoError(t, err)
	require.NoError(t, h.AnswerSession(t.Context(), token, turns[0]))
}

// checklist 65: a temporary password is no shorter way: the question is asked with the
// new password there too.
func TestA9_TemporaryPasswordAsksTheQuestionToo(t *testing.T) {
	h := answered(t)
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	token, _, err := h.SignIn(t.Context(), "otpq", "emma", h.last(t, 2).Secret)
	require.NoError(t, err)
	q, asked, err := h.SessionQuestion(t.Context(), token)
	require.NoError(t, err)
	require.True(t, asked)
	require.Equal(t, identity.QuestionID("first-school"), q.ID)
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, "", newPassword), identity.ErrAnswer)
	require.ErrorIs(t, h.AnswerSession(t.Context(), token, turns[2]), identity.ErrAnswer)
	require.NoError(t, h.AnswerSession(t.Context(), token, turns[0]))
	_, err = h.Who(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrMustChange, "the answer opens nothing")
	require.NoError(t, h.ChangePassword(t.Context(), token, "", newPassword))
	h.signIn(t, "emma", newPassword)
}

// An answer that was given before the answers were changed is none.
func TestA9_AnswerToWhatWasChangedSinceIsNone(t *testing.T) {
	h := answered(t)
	browser, ticket := h.choosing(t)
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[0]))
	h.now = h.now.Add(time.Minute)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.NoError(t, h.SetAnswers(t.Context(), token, emmasPassword, given(
		"first-dish", "Tourtière du lac", "first-car", "Une Lada verte", "school-trip", "Le parc des Grands-Jardins")))
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrAnswer)
	q, asked, err := h.LinkingQuestion(t.Context(), "otpq", browser, ticket)
	require.NoError(t, err)
	require.True(t, asked)
	require.Equal(t, identity.QuestionID("first-dish"), q.ID)
	require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[0]), identity.ErrAnswer)
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "tourtiere DU LAC"))
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
}

// looks counts what is compared with a hash, and takes its time, so that guesses overlap.
type looks struct {
	identity.Hasher
	n atomic.Int64
}

func (l *looks) Verify(password, hash string) (bool, error) {
	l.n.Add(1)
	time.Sleep(5 * time.Millisecond)
	return l.Hasher.Verify(password, hash)
}

// Guesses that race each other are no more than guesses in a row (checklist 7, 14).
func TestA9_GuessesThatRaceAreCounted(t *testing.T) {
	h := answered(t)
	browser, ticket := h.choosing(t)
	counted := &looks{Hasher: h.Hasher}
	h.Hasher = counted
	var looked sync.Map
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Go(func() {
			err := h.AnswerLinking(t.Context(), "otpq", browser, ticket, fmt.Sprintf("guess %d", i))
			if errors.Is(err, identity.ErrAnswer) {
				looked.Store(i, true)
			}
		})
	}
	wait.Wait()
	n := 0
	looked.Range(func(any, any) bool { n++; return true })
	require.LessOrEqual(t, n, 5)
	require.LessOrEqual(t, counted.n.Load(), int64(5), "no sixth is even looked at")
	require.Equal(t, identity.FlowDead, h.state(t, browser))
}

// I8: nothing that is stored holds an answer, in whatever form; each is hashed with a salt
// of its own.
func TestI8_NothingStoredHoldsAnAnswer(t *testing.T) {
	h := answered(t)
	browser, ticket := h.choosing(t)
	require.ErrorIs(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "Une mauvaise réponse"), identity.ErrAnswer)
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "École du Vieux-Moulin"))
	account, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	flow, err := h.Linking(t.Context(), "otpq", browser)
	require.NoError(t, err)
	body, err := json.Marshal([]any{account, flow, h.letters(t)})
	require.NoError(t, err)
	text := identity.NormalAnswer(string(body))
	for _, answer := range []string{"École du Vieux-Moulin", "Grisou le raton", "Les Frères à ch’val", "Une mauvaise réponse"} {
		require.NotContains(t, text, identity.NormalAnswer(answer))
	}
	for _, kept := range account.Answers.Kept {
		require.Regexp(t, `^\$argon2id\$`, kept.Hash)
	}
	h.now = h.now.Add(time.Minute)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.NoError(t, h.SetAnswers(t.Context(), token, emmasPassword, good()))
	again, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.NotEqual(t, account.Answers.Kept[0].Hash, again.Answers.Kept[0].Hash)
}

// checklist 70: a recovery code stands in the place of the answer, and is used by it; the
// question stays, the owner is told, and the second factor is still asked for.
func TestA9_ARecoveryCodeStandsInThePlaceOfTheAnswer(t *testing.T) {
	e := enrol(t)
	e.asks(t, mandated(t))
	require.ErrorIs(t, e.BeginFactor(t.Context(), e.token, emmasPassword), identity.ErrMustAnswer, "the questions before anything else")
	require.NoError(t, e.SetAnswers(t.Context(), e.token, emmasPassword, good()))
	e.now = e.now.Add(time.Minute)
	browser, ticket := e.choosing(t)
	for range 3 {
		require.ErrorIs(t, e.AnswerLinking(t.Context(), "otpq", browser, ticket, e.code()), identity.ErrAnswer, "a code of the application is none")
	}
	e.now = e.now.Add(time.Minute)
	require.NoError(t, e.AnswerLinking(t.Context(), "otpq", browser, ticket, e.codes[0].Reveal()))
	require.Contains(t, e.kinds(t), identity.RecoveryUsed)
	require.NoError(t, e.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	_, _, err := e.SignIn(t.Context(), "otpq", "emma", newPassword)
	require.ErrorIs(t, err, identity.ErrSecondFactor)

	e.now = e.now.Add(time.Hour)
	browser, ticket = e.choosing(t)
	q, asked, err := e.LinkingQuestion(t.Context(), "otpq", browser, ticket)
	require.NoError(t, err)
	require.True(t, asked)
	require.Equal(t, identity.QuestionID("first-school"), q.ID)
	require.ErrorIs(t, e.AnswerLinking(t.Context(), "otpq", browser, ticket, e.codes[0].Reveal()), identity.ErrAnswer, "used once")
	require.NoError(t, e.AnswerLinking(t.Context(), "otpq", browser, ticket, e.codes[1].Reveal()))
}
