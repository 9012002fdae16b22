package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// lost is the ruling about somebody who has lost their phone and their recovery codes.
var lost = identity.Ruling{Event: identity.AccountFreeFactor, Words: "Téléphone perdu.", Evidence: "Carte d’identité vue au comptoir, 3 mars."}

// Checklist 71 and 93: staff take the second factor away, whole, with a reason and how they
// know who asks. Nothing of before opens the account any more, and the letter undoes the
// temporary password.
func TestFreedFactor_StartsAgainFromATemporaryPassword(t *testing.T) {
	e := enrol(t)
	half := e.half(t)
	card, err := e.AccountCard(t.Context(), e.staff(), "a-1")
	require.NoError(t, err)
	require.True(t, card.Factor)
	require.NoError(t, card.May(identity.AccountFreeFactor))

	card = e.rule(t, "a-1", lost)
	require.False(t, card.Factor)
	require.Equal(t, identity.AccountActive, card.State)
	require.Equal(t, []identity.AccountChange{{
		Event: identity.AccountFreeFactor, Words: lost.Words, Evidence: lost.Evidence, At: e.now, By: "a-2", ByName: "Service des admissions",
	}}, card.History)
	kept, err := e.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Equal(t, identity.Factor{}, kept.Factor, "application, recovery codes and the rest at once")

	e.ended(t, e.token)
	e.wrong(t, half, e.code(), identity.ErrNoSession)
	e.wrong(t, half, e.codes[0].Reveal(), identity.ErrNoSession)
	e.refused(t, "emma", emmasPassword, identity.ErrSignIn)

	all := e.letters(t)
	password, letter := all[len(all)-1], all[len(all)-2]
	if letter.Kind == identity.TemporaryPassword {
		password, letter = letter, password
	}
	require.Equal(t, identity.FactorFreed, letter.Kind)
	require.True(t, letter.Kind.Legal(), "no preference stops it")
	require.Equal(t, map[string]string{"name": "Emma Gélinas", "account": "a-1", "state": "", "words": lost.Words}, letter.Values)
	require.Equal(t, identity.TemporaryPassword, password.Kind)

	token, _ := e.signIn(t, "emma", password.Secret)
	require.NoError(t, e.ChangePassword(t.Context(), token, "", newPassword))
	token, _ = e.signIn(t, "emma", newPassword)
	view, err := e.Factor(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, identity.FactorNone, view.State)
	require.NoError(t, e.BeginFactor(t.Context(), token, newPassword), "it may be turned on again")
}

// "This was not me": the holder undoes the temporary password from the letter, before or
// after somebody used it.
func TestFreedFactor_TheLetterTakesItBack(t *testing.T) {
	e := enrol(t)
	e.rule(t, "a-1", lost)
	secrets := map[identity.MessageKind]string{}
	for _, m := range e.letters(t) {
		secrets[m.Kind] = m.Secret
	}
	token, _ := e.signIn(t, "emma", secrets[identity.TemporaryPassword])
	require.NoError(t, e.DisownPassword(t.Context(), "otpq", "a-1", secrets[identity.FactorFreed]))
	require.ErrorIs(t, e.ChangePassword(t.Context(), token, "", newPassword), identity.ErrNoSession)
	e.refused(t, "emma", secrets[identity.TemporaryPassword], identity.ErrSignIn)
	require.ErrorIs(t, e.DisownPassword(t.Context(), "otpq", "a-1", secrets[identity.FactorFreed]), identity.ErrNotFound, "once")
}

func TestFreedAnswers_AskNothingAnyMore(t *testing.T) {
	h := answered(t)
	card, err := h.AccountCard(t.Context(), h.staff(), "a-1")
	require.NoError(t, err)
	require.True(t, card.Answers)
	forgotten := identity.Ruling{Event: identity.AccountFreeAnswers, Words: "Réponses oubliées.", Evidence: "Rappel au numéro du dossier."}
	require.False(t, h.rule(t, "a-1", forgotten).Answers)
	h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
	all := h.letters(t)
	kinds := map[identity.MessageKind]string{}
	for _, m := range all[len(all)-2:] {
		kinds[m.Kind] = m.Secret
	}
	require.NotEmpty(t, kinds[identity.AnswersFreed])
	token, _, err := h.SignIn(t.Context(), "otpq", "emma", kinds[identity.TemporaryPassword])
	require.NoError(t, err)
	_, asked, err := h.SessionQuestion(t.Context(), token)
	require.NoError(t, err)
	require.False(t, asked)
	require.NoError(t, h.ChangePassword(t.Context(), token, "", newPassword))
	h.mustAnswer(t, "emma", newPassword)
}

// Nothing is taken away of what there is not, of one's own, by who is no staff, without a
// reason, or where nobody can be told.
func TestFreed_IsRefused(t *testing.T) {
	e := enrol(t)
	before := e.letters(t)
	_, err := e.RuleAccount(t.Context(), e.staff(), "a-2", lost)
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = e.RuleAccount(t.Context(), identity.Actor{Org: "otpq", Account: "a-9", Roles: []identity.Role{identity.RoleMember}}, "a-1", lost)
	require.ErrorIs(t, err, identity.ErrNotFound)
	answers := lost
	answers.Event = identity.AccountFreeAnswers
	_, err = e.RuleAccount(t.Context(), e.staff(), "a-1", answers)
	require.ErrorIs(t, err, identity.ErrAccountState)
	_, err = e.RuleAccount(t.Context(), e.staff(), "a-1", identity.Ruling{Event: identity.AccountFreeFactor})
	require.ErrorIs(t, err, identity.ErrNoWords)
	require.ErrorIs(t, err, identity.ErrNoEvidence)
	_, err = e.store.ChangeMember(t.Context(), "otpq", "m-1", func(m identity.Member) (identity.Member, error) {
		m.Email = ""
		return m, nil
	})
	require.NoError(t, err)
	_, err = e.RuleAccount(t.Context(), e.staff(), "a-1", lost)
	require.ErrorIs(t, err, identity.ErrNoAddress)
	require.Equal(t, before, e.letters(t))
	e.now = e.now.Add(time.Minute)
	e.right(t, e.half(t), e.code())
	e.rule(t, "a-1", misuse)
	_, err = e.RuleAccount(t.Context(), e.staff(), "a-1", lost)
	require.ErrorIs(t, err, identity.ErrAccountState, "of an account that is not in use")
}
