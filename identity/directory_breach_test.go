package identity_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/identity"
)

// breached is a list of breached passwords, which may be out of reach.
type breached struct {
	has   []string
	down  bool
	asked []string
}

func (b *breached) Listed(_ context.Context, password string) (bool, error) {
	b.asked = append(b.asked, password)
	if b.down {
		return false, errors.New("the list is out of reach")
	}
	for _, listed := range b.has {
		if listed == password {
			return true, nil
		}
	}
	return false, nil
}

// blocked is a house with a list and a trail.
func blocked(t *testing.T, has ...string) (*house, *breached, *memory.Trail) {
	t.Helper()
	h, kept := trailed(t)
	list := &breached{has: has}
	h.BlockList = list
	return h, list, kept
}

// outages are the events of a list that did not answer about emma's password.
func outages(kept *memory.Trail) (n int) {
	for _, e := range kept.Events() {
		if e.What == identity.EventBreachAsked && e.Outcome == identity.OutcomeFailed && e.Subject == "a-1" {
			n++
		}
	}
	return n
}

// checklist 36 and 38: a password that is on the list is not set, by linking or in a
// session, and the reason is told; nothing of the account changes. Another is.
func TestL7_BreachedPasswordIsRefused(t *testing.T) {
	h, list, _ := blocked(t, newPassword)
	before := h.emma(t)
	browser, ticket := h.choosing(t)
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword), identity.ErrPasswordBreached)
	require.Equal(t, before, h.emma(t))
	require.Equal(t, []string{newPassword}, list.asked)

	token, _ := h.signIn(t, "emma", emmasPassword)
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, emmasPassword, newPassword), identity.ErrPasswordBreached)
	h.live(t, token)

	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, "le canard traverse le pont"), "the ticket is still good")
	require.Equal(t, identity.BreachNone, h.emma(t).Breach)
	h.signIn(t, "emma", "le canard traverse le pont")
}

// The list is asked about the form in which the password is hashed, and of nothing that
// the policy has refused by itself.
func TestL7_ListIsAskedAboutWhatIsHashed(t *testing.T) {
	h, list, _ := blocked(t)
	h.Normal = func(text string) string { return text + "!" }
	browser, ticket := h.choosing(t)
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, "passwordpassword"), identity.ErrPasswordCommon)
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, "court"), identity.ErrPasswordShort)
	require.Empty(t, list.asked)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	require.Equal(t, []string{newPassword + "!"}, list.asked)
}

// checklist 38: when the list does not answer, what this house knows by itself still
// refuses, the outage is in the trail, and the account notes that the list is to be asked
// again; the password is set.
func TestL7_OutageOfTheListIsNotPassedInSilence(t *testing.T) {
	h, list, kept := blocked(t)
	list.down = true
	browser, ticket := h.choosing(t)
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, "motdepassemotdepasse"), identity.ErrPasswordCommon)
	require.Zero(t, outages(kept))
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	require.Equal(t, 1, outages(kept))
	require.Equal(t, identity.BreachUnasked, h.emma(t).Breach)

	// Still out of reach: signing in goes on, and it stays to be asked.
	token, _ := h.signIn(t, "emma", newPassword)
	h.live(t, token)
	require.Equal(t, 2, outages(kept))
	require.Equal(t, identity.BreachUnasked, h.emma(t).Breach)

	// It answers again: once is enough.
	list.down = false
	asked := len(list.asked)
	h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
	require.Len(t, list.asked, asked, "nobody asks about a password that is not the account's")
	token, _ = h.signIn(t, "emma", newPassword)
	h.live(t, token)
	require.Equal(t, identity.BreachNone, h.emma(t).Breach)
	require.Equal(t, newPassword, list.asked[len(list.asked)-1])
	asked = len(list.asked)
	h.signIn(t, "emma", newPassword)
	require.Len(t, list.asked, asked)
	require.Equal(t, 2, outages(kept))
}

// checklist 35 and 38: a password that turns out to be on the list, once it answers,
// opens sessions that do nothing but change it, and those that were open do no more
// either. The present password is asked for (checklist 40), and it is not the new one.
func TestL7_PasswordThatIsListedAfterwardsMustBeReplaced(t *testing.T) {
	h, list, kept := blocked(t, newPassword)
	list.down = true
	browser, ticket := h.choosing(t)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	before, _ := h.signIn(t, "emma", newPassword)
	h.live(t, before)

	list.down = false
	token, _ := h.signIn(t, "emma", newPassword)
	for _, session := range []string{token, before} {
		actor, err := h.Who(t.Context(), session)
		require.ErrorIs(t, err, identity.ErrMustReplace)
		require.Equal(t, identity.Actor{}, actor)
		must, err := h.MustReplace(t.Context(), session)
		require.NoError(t, err)
		require.True(t, must)
		must, err = h.MustChange(t.Context(), session)
		require.NoError(t, err)
		require.False(t, must, "it is not temporary")
	}
	require.Equal(t, identity.BreachListed, h.emma(t).Breach)
	// Whoever guessed it settles down in nothing else.
	require.ErrorIs(t, h.BeginFactor(t.Context(), token, newPassword), identity.ErrMustReplace)
	require.ErrorIs(t, h.SetAnswers(t.Context(), token, newPassword, nil), identity.ErrMustReplace)
	last := latest(t, kept, identity.EventBreachAsked)
	require.Equal(t, identity.OutcomeRefused, last.Outcome)
	require.Equal(t, identity.Reason("password-breached"), last.Reason)

	// The next sign-in knows without asking.
	list.down = true
	asked := len(list.asked)
	token, _ = h.signIn(t, "emma", newPassword)
	_, err := h.Who(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrMustReplace)
	require.Len(t, list.asked, asked)

	const other = "le canard traverse le pont"
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, "", other), identity.ErrPasswordWrong)
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, newPassword, newPassword), identity.ErrPasswordSame)
	list.down = false
	require.NoError(t, h.ChangePassword(t.Context(), token, newPassword, other))
	require.Equal(t, identity.BreachNone, h.emma(t).Breach)
	token, _ = h.signIn(t, "emma", other)
	h.live(t, token)
	must, err := h.MustReplace(t.Context(), token)
	require.NoError(t, err)
	require.False(t, must)
}

// A password that was replaced while the list was asked about the one before keeps what
// the list says of itself.
func TestL7_AnswerAboutAPasswordThatWasReplacedIsDropped(t *testing.T) {
	h, list, _ := blocked(t, newPassword)
	list.down = true
	browser, ticket := h.choosing(t)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	list.down = false
	meanwhile, err := h.Hasher.Hash(newPassword)
	require.NoError(t, err)
	store := &changes{Store: h.store, before: func() {
		_, err := h.store.ChangeAccount(t.Context(), "otpq", "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
			a.Hash, a.Breach = meanwhile, identity.BreachNone
			return a, nil, nil
		})
		require.NoError(t, err)
	}}
	h.Store = store
	h.signIn(t, "emma", newPassword)
	require.Equal(t, identity.BreachNone, h.emma(t).Breach)
}

// A password that is taken back leaves nothing to be replaced.
func TestL7_DisownedPasswordOwesNothing(t *testing.T) {
	h, list, _ := blocked(t)
	list.down = true
	browser, ticket := h.choosing(t)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	for _, letter := range h.letters(t) {
		if letter.Kind == identity.PasswordChanged {
			require.NoError(t, h.DisownPassword(t.Context(), "otpq", "a-1", letter.Secret))
		}
	}
	require.Empty(t, h.emma(t).Hash)
	require.Equal(t, identity.BreachNone, h.emma(t).Breach)
}

// A password that somebody opens an account with is asked about too.
func TestA6_AccountIsNotOpenedWithABreachedPassword(t *testing.T) {
	h, list, _ := blocked(t, newPassword)
	made := identity.Account{Org: "otpq", ID: "a-9", Name: "Zoé Roy", Email: "zoe@example.org", Roles: []identity.Role{identity.RoleLearner}}
	_, err := h.Open(t.Context(), made, "zoe.roy", newPassword)
	require.ErrorIs(t, err, identity.ErrPasswordBreached)
	_, err = h.store.Account(t.Context(), "otpq", "a-9")
	require.ErrorIs(t, err, identity.ErrNotFound)
	list.down = true
	opened, err := h.Open(t.Context(), made, "zoe.roy", newPassword)
	require.NoError(t, err)
	require.Equal(t, identity.BreachUnasked, opened.Breach)
}
