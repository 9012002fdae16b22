package identity_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/identity"
)

// asks makes the organisation ask questions by the mandate.
func (h *house) asks(t *testing.T, p identity.RecoveryPolicy) {
	t.Helper()
	_, err := h.store.ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Recovery = p
		return o, nil
	})
	require.NoError(t, err)
}

// answered is a house where questions are asked and Emma has answers.
func answered(t *testing.T) *house {
	t.Helper()
	h := open(t)
	h.asks(t, mandated(t))
	token, _ := h.mustAnswer(t, "emma", emmasPassword)
	require.NoError(t, h.SetAnswers(t.Context(), token, emmasPassword, good()))
	h.now = h.now.Add(time.Second)
	return h
}

// mustAnswer signs in to a session that does nothing but set the answers.
func (h *house) mustAnswer(t *testing.T, login, password string) (string, identity.Questioning) {
	t.Helper()
	token, _, err := h.SignIn(t.Context(), "otpq", login, password)
	require.NoError(t, err)
	_, err = h.Who(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrMustAnswer)
	q, err := h.Questioning(t.Context(), token)
	require.NoError(t, err)
	require.True(t, q.Must)
	return token, q
}

// turns are Emma's answers in turn.
var turns = []string{"ecole du vieux moulin", "grisou le raton", "les freres a ch'val"}

// A9, from end to end: a temporary password, a new one, then the questions and nothing
// else; then everything.
func TestA9_FirstSignInIsANewPasswordThenTheQuestions(t *testing.T) {
	h := open(t)
	h.asks(t, mandated(t))
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	token, _, err := h.SignIn(t.Context(), "otpq", "emma", h.last(t, 1).Secret)
	require.NoError(t, err)
	_, err = h.Who(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrMustChange, "the password first")
	_, err = h.Questioning(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrMustChange)
	require.ErrorIs(t, h.SetAnswers(t.Context(), token, "", good()), identity.ErrMustChange)
	_, asked, err := h.SessionQuestion(t.Context(), token)
	require.NoError(t, err)
	require.False(t, asked, "who has no answers is asked for none")
	require.NoError(t, h.ChangePassword(t.Context(), token, "", newPassword))

	h.now = h.now.Add(time.Second)
	token, q := h.mustAnswer(t, "emma", newPassword)
	require.Equal(t, mandate, q.Mandate)
	require.True(t, q.May)
	require.Empty(t, q.Chosen)
	require.NoError(t, h.SetAnswers(t.Context(), token, newPassword, good()))
	who, err := h.Who(t.Context(), token)
	require.NoError(t, err, "the same session goes on")
	require.Equal(t, identity.MemberID("m-1"), who.Member)

	q, err = h.Questioning(t.Context(), token)
	require.NoError(t, err)
	require.False(t, q.Must)
	require.Equal(t, []identity.QuestionID{"first-school", "first-toy", "first-concert"}, q.Chosen)
	require.Equal(t, h.now, q.Set)
	told := h.last(t, 3) // checklist 93
	require.Equal(t, identity.QuestionsSet, told.Kind)
	require.Equal(t, "emma@example.org", told.To)
	require.Equal(t, map[string]string{"name": "Emma Gélinas"}, told.Values)
	require.Empty(t, told.Secret)
}

// checklist 66: without a mandate nobody is asked anything, and there is nothing to set,
// nor when recovery codes are the policy.
func TestA9_WithoutAMandateNothingIsAsked(t *testing.T) {
	for _, p := range []identity.RecoveryPolicy{{}, identity.LookupCodes()} {
		h := open(t)
		h.asks(t, p)
		token, _ := h.signIn(t, "emma", emmasPassword)
		_, err := h.Who(t.Context(), token)
		require.NoError(t, err)
		_, err = h.Questioning(t.Context(), token)
		require.ErrorIs(t, err, identity.ErrNotFound)
		require.ErrorIs(t, h.SetAnswers(t.Context(), token, emmasPassword, good()), identity.ErrNotFound)
		require.Empty(t, h.letters(t))
		browser, ticket := h.choosing(t)
		_, asked, err := h.LinkingQuestion(t.Context(), "otpq", browser, ticket)
		require.NoError(t, err)
		require.False(t, asked)
		require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	}
	// Answers that are left from a mandate that ended are asked for no more.
	h := answered(t)
	h.asks(t, identity.RecoveryPolicy{})
	browser, ticket := h.choosing(t)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
}

// The last day of the mandate counts where the organisation counts its days; after it
// nobody new is asked, nothing is set or changed, and what is there stays good.
func TestA9_AfterTheReviewAnswersStayAndNoneComeIn(t *testing.T) {
	h := answered(t)
	h.account(t, identity.Account{Org: "otpq", ID: "a-3", Login: "luc", Member: "m-2", Roles: []identity.Role{identity.RoleMember}}, staffsPassword)
	toronto, err := time.LoadLocation("America/Toronto")
	require.NoError(t, err)
	h.now = time.Date(2027, 3, 31, 23, 59, 59, 0, toronto)
	h.mustAnswer(t, "luc", staffsPassword)
	h.now = h.now.Add(time.Second)

	lucs, _ := h.signIn(t, "luc", staffsPassword)
	_, err = h.Who(t.Context(), lucs)
	require.NoError(t, err)
	require.ErrorIs(t, h.SetAnswers(t.Context(), lucs, staffsPassword, good()), identity.ErrMandateOver)
	emmas, _ := h.signIn(t, "emma", emmasPassword)
	require.ErrorIs(t, h.SetAnswers(t.Context(), emmas, emmasPassword, good()), identity.ErrMandateOver)
	q, err := h.Questioning(t.Context(), emmas)
	require.NoError(t, err)
	require.False(t, q.May)
	require.Len(t, q.Chosen, 3)

	browser, ticket := h.choosing(t)
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrAnswer)
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[0]))
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
}

// checklist 69: the present password, and the throttle of the wrong ones.
func TestA9_SettingNeedsThePresentPassword(t *testing.T) {
	h := open(t)
	h.asks(t, mandated(t))
	token, _ := h.mustAnswer(t, "emma", emmasPassword)
	err := h.SetAnswers(t.Context(), token, "not the password", given("first-school", "Roy"))
	require.ErrorIs(t, err, identity.ErrPasswordWrong)
	require.ErrorIs(t, err, identity.ErrAnswerShort, "everything that is wrong at once")
	for range 4 {
		require.ErrorIs(t, h.SetAnswers(t.Context(), token, "", good()), identity.ErrPasswordWrong)
	}
	require.ErrorIs(t, h.SetAnswers(t.Context(), token, emmasPassword, good()), identity.ErrThrottled)
	_, err = h.Who(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrMustAnswer)
	require.Empty(t, h.letters(t))
	h.now = h.now.Add(time.Minute)
	require.NoError(t, h.SetAnswers(t.Context(), token, emmasPassword, good()))
}

// checklist 68, at the desk: the holder's own words, the password and the login.
func TestA9_WhatOthersKnowIsNoAnswer(t *testing.T) {
	h := open(t)
	h.asks(t, mandated(t))
	token, _ := h.mustAnswer(t, "emma", emmasPassword)
	for _, answer := range []string{"Gélinas", "emma", "emma@example.org", "otpq", emmasPassword, "Penche"} {
		all := good()
		all[1].Answer = identity.NewSecret(answer)
		require.ErrorIs(t, h.SetAnswers(t.Context(), token, emmasPassword, all), identity.ErrAnswerPersonal, answer)
	}
	require.ErrorIs(t, h.SetAnswers(t.Context(), token, emmasPassword, good()[:2]), identity.ErrQuestion)
	require.Empty(t, h.letters(t))
}

// A change made in a session that has ended meanwhile is refused.
func TestA9_AnEndedSessionSetsNothing(t *testing.T) {
	h := answered(t)
	stale, _ := h.signIn(t, "emma", emmasPassword)
	browser, ticket := h.choosing(t)
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[0]))
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	require.ErrorIs(t, h.SetAnswers(t.Context(), stale, emmasPassword, good()), identity.ErrNoSession)
	_, err := h.Questioning(t.Context(), stale)
	require.ErrorIs(t, err, identity.ErrNoSession)
}

// Answers can be drawn: 80 bits each, which makes them recovery codes (checklist 70).
func TestA9_AnswersCanBeDrawn(t *testing.T) {
	h := open(t)
	h.asks(t, mandated(t))
	token, _ := h.mustAnswer(t, "emma", emmasPassword)
	drawn, err := h.DrawAnswers()
	require.NoError(t, err)
	require.Len(t, drawn, identity.AnswersAsked)
	all := good()
	for i := range all {
		require.Regexp(t, `^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$`, drawn[i].Reveal()) // 16 of 32 symbols
		all[i].Answer = drawn[i]
	}
	require.NoError(t, h.SetAnswers(t.Context(), token, emmasPassword, all))
	browser, ticket := h.choosing(t)
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, strings.ToUpper(strings.ReplaceAll(drawn[0].Reveal(), "-", " "))))
	h.Random = strings.NewReader("")
	_, err = h.DrawAnswers()
	require.Error(t, err, "no answer without randomness")
}

// checklist 94: what was tried of the questions is in the trail, without what was typed.
func TestA9_TheTrailSaysWhatWasTried(t *testing.T) {
	h := answered(t)
	kept := new(memory.Trail)
	h.Trail = kept
	browser, ticket := h.choosing(t)
	events := func() (all []string) {
		for _, e := range kept.Events() {
			if e.What == identity.EventAnswerTried || e.What == identity.EventAnswersSet {
				require.Equal(t, identity.AccountID("a-1"), e.Subject)
				all = append(all, fmt.Sprintf("%s %s %s", e.What, e.Outcome, e.Reason))
			}
		}
		return all
	}
	require.Error(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "wrong"))
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, turns[0]))
	require.NoError(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "not asked any more"))
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.Error(t, h.SetAnswers(t.Context(), token, "wrong", good()))
	require.NoError(t, h.SetAnswers(t.Context(), token, emmasPassword, good()))
	require.Equal(t, []string{
		"answer-tried refused wrong", "answer-tried done ", "answers-set refused wrong", "answers-set done ",
	}, events())
	h.now = h.now.Add(time.Hour)
	browser, ticket = h.choosing(t)
	for range 5 {
		require.Error(t, h.AnswerLinking(t.Context(), "otpq", browser, ticket, "wrong"))
	}
	all := events()
	require.Equal(t, "answer-tried refused dead", all[len(all)-1])
	text := fmt.Sprint(kept.Events())
	for _, typed := range []string{"not asked any more", turns[0], "Moulin", emmasPassword} {
		require.NotContains(t, text, typed)
	}
}
