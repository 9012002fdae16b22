package identity_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// temporary asks for a temporary password and returns it, as it is typed.
func (h *house) temporary(t *testing.T, typed string) string {
	t.Helper()
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", typed))
	all := h.letters(t)
	require.NotEmpty(t, all)
	last := all[len(all)-1]
	require.Equal(t, identity.TemporaryPassword, last.Kind)
	return identity.ShowTemporary(last.Secret)
}

func TestP2_TemporaryPasswordOpensASessionThatOnlyChangesIt(t *testing.T) {
	for _, typed := range []string{"emma", " EMMA ", "emma@example.org"} {
		h := open(t)
		before, _ := h.signIn(t, "emma", emmasPassword)
		password := h.temporary(t, typed)
		letter := h.last(t, 1)
		require.Equal(t, "emma@example.org", letter.To)
		require.Equal(t, identity.MemberID("m-1"), letter.Member)
		require.Equal(t, map[string]string{"name": "Emma Gélinas"}, letter.Values, "no letter holds both halves (I1)")
		require.Len(t, letter.Secret, 24)

		// checklist 53: the old password works until the new one is used.
		h.signIn(t, "emma", emmasPassword)
		token, _ := h.signIn(t, "emma", password)
		// checklist 52: it is nobody's session anywhere else.
		actor, err := h.Who(t.Context(), token)
		require.ErrorIs(t, err, identity.ErrMustChange)
		require.Equal(t, identity.Actor{}, actor)
		must, err := h.MustChange(t.Context(), token)
		require.NoError(t, err)
		require.True(t, must)
		h.live(t, before)
		h.signIn(t, "emma", emmasPassword)

		require.NoError(t, h.ChangePassword(t.Context(), token, "", newPassword))
		h.ended(t, token)
		h.ended(t, before)
		h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
		h.refused(t, "emma", password, identity.ErrSignIn)
		after, _ := h.signIn(t, "emma", newPassword)
		h.live(t, after)
		must, err = h.MustChange(t.Context(), after)
		require.NoError(t, err)
		require.False(t, must)
	}
}

// checklist 50: one use, whether or not it was changed then.
func TestP2_TemporaryPasswordIsUsedOnce(t *testing.T) {
	h := open(t)
	password := h.temporary(t, "emma")
	h.signIn(t, "emma", password)
	h.refused(t, "emma", password, identity.ErrSignIn)
	h.signIn(t, "emma", emmasPassword)

	// Fewer than what the login is made to wait for, all of them past the hash at once.
	const guests = 4
	h = open(t)
	password = h.temporary(t, "emma")
	hasher := counting{h.Hasher, make(chan struct{}, guests), make(chan struct{})}
	h.Hasher = hasher
	var all sync.WaitGroup
	opened := make(chan string, guests)
	for range guests {
		all.Go(func() {
			if token, _, err := h.SignIn(context.WithoutCancel(t.Context()), "otpq", "emma", password); err == nil {
				opened <- token
			}
		})
	}
	for range guests {
		<-hasher.looked
	}
	close(hasher.release)
	all.Wait()
	require.Len(t, opened, 1)
}

// checklist 56: 24 hours, and not at the very end.
func TestP2_TemporaryPasswordLivesADay(t *testing.T) {
	h := open(t)
	password := h.temporary(t, "emma")
	h.now = noon.Add(24*time.Hour - time.Microsecond)
	h.signIn(t, "emma", password)
	h = open(t)
	password = h.temporary(t, "emma")
	h.now = noon.Add(24 * time.Hour)
	h.refused(t, "emma", password, identity.ErrSignIn)
}

// checklist 54: another kills the first.
func TestP2_AnotherTemporaryPasswordKillsTheFirst(t *testing.T) {
	h := open(t)
	first := h.temporary(t, "emma")
	h.now = h.now.Add(2 * time.Minute)
	second := h.temporary(t, "emma")
	require.NotEqual(t, first, second)
	h.refused(t, "emma", first, identity.ErrSignIn)
	h.signIn(t, "emma", second)
}

// checklist 50 and 51: it never becomes the lasting password, however it is typed.
func TestP2_TemporaryPasswordNeverLasts(t *testing.T) {
	h := open(t)
	password := h.temporary(t, "emma")
	plain := h.last(t, 1).Secret
	lasting, _ := h.signIn(t, "emma", emmasPassword)
	token, _ := h.signIn(t, "emma", password)
	for _, same := range []string{password, plain, " " + plain + " "} {
		require.ErrorIs(t, h.ChangePassword(t.Context(), token, "", same), identity.ErrPasswordSame)
		require.ErrorIs(t, h.ChangePassword(t.Context(), lasting, emmasPassword, same), identity.ErrPasswordSame)
	}
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, "", "court"), identity.ErrPasswordShort)
	require.NoError(t, h.ChangePassword(t.Context(), token, "", newPassword))
}

// Whoever cannot be written to, or is nobody, is answered like the others.
func TestP2_NobodyIsToldWhoHasAnAccount(t *testing.T) {
	h := open(t)
	for _, typed := range []string{"nobody", "nobody@example.org", "staff", "", "anne@example.org"} {
		require.NoError(t, h.RequestTemporary(t.Context(), "otpq", typed), typed)
	}
	require.Empty(t, h.letters(t))
	// Under any name, a mailbox gets its letters no faster (checklist 19).
	h.temporary(t, "emma")
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma@example.org"))
	browser := h.start(t, "emma@example.org")
	require.Equal(t, identity.FlowSent, h.state(t, browser))
	h.last(t, 1)
}

// A first sign-in: the account has no password of its own yet.
func TestP2_FirstSignIn(t *testing.T) {
	h := open(t)
	_, err := h.store.ChangeAccount(t.Context(), "otpq", "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Hash = ""
		return a, nil, nil
	})
	require.NoError(t, err)
	counted := &tally{Hasher: h.Hasher}
	h.Hasher = counted
	h.refused(t, "emma", "", identity.ErrSignIn)
	h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
	require.Equal(t, 2, counted.verified, "an account without a password costs what any does (checklist 46)")
	token, _ := h.signIn(t, "emma", h.temporary(t, "emma"))
	require.NoError(t, h.ChangePassword(t.Context(), token, "", newPassword))
	h.signIn(t, "emma", newPassword)
}

// checklist 40: the present password is needed, and wrong ones are counted.
func TestChangePassword_NeedsThePresentOne(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, "", newPassword), identity.ErrPasswordWrong)
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, emmasPassword, emmasPassword), identity.ErrPasswordSame)
	require.NoError(t, h.ChangePassword(t.Context(), token, emmasPassword, newPassword))
	h.ended(t, token) // checklist 77 and 80
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, newPassword, emmasPassword), identity.ErrNoSession)
	token, _ = h.signIn(t, "emma", newPassword)
	for range 5 {
		require.ErrorIs(t, h.ChangePassword(t.Context(), token, "wrong", emmasPassword), identity.ErrPasswordWrong)
	}
	require.ErrorIs(t, h.ChangePassword(t.Context(), token, newPassword, emmasPassword), identity.ErrThrottled)
	h.live(t, token)
}

// checklist 23 and 93: the letter takes the password back and signs nobody in.
func TestDisownedPasswordOpensNothing(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.NoError(t, h.ChangePassword(t.Context(), token, emmasPassword, newPassword))
	letter := h.last(t, 1)
	thief, _ := h.signIn(t, "emma", newPassword)
	for _, secret := range []string{"", "x", letter.Secret + "x"} {
		require.ErrorIs(t, h.DisownPassword(t.Context(), "otpq", "a-1", secret), identity.ErrNotFound)
	}
	require.ErrorIs(t, h.DisownPassword(t.Context(), "otpq", "a-2", letter.Secret), identity.ErrNotFound)
	require.ErrorIs(t, h.DisownPassword(t.Context(), "otpq", "a-9", letter.Secret), identity.ErrNotFound)
	h.live(t, thief)
	require.NoError(t, h.DisownPassword(t.Context(), "otpq", "a-1", letter.Secret))
	h.ended(t, thief)
	h.refused(t, "emma", newPassword, identity.ErrSignIn)
	require.ErrorIs(t, h.DisownPassword(t.Context(), "otpq", "a-1", letter.Secret), identity.ErrNotFound)
	h.now = h.now.Add(time.Minute)
	token, _ = h.signIn(t, "emma", h.temporary(t, "emma"))
	require.NoError(t, h.ChangePassword(t.Context(), token, "", "une girafe dans le métro"))
}

// A week later the letter takes nothing back.
func TestDisowningEndsAfterAWeek(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.NoError(t, h.ChangePassword(t.Context(), token, emmasPassword, newPassword))
	h.now = h.now.Add(7 * 24 * time.Hour)
	require.ErrorIs(t, h.DisownPassword(t.Context(), "otpq", "a-1", h.last(t, 1).Secret), identity.ErrNotFound)
	h.signIn(t, "emma", newPassword)
}

// checklist 33: the form is the same when a password is set and when it is typed.
func TestL7_PasswordIsNormalisedAlike(t *testing.T) {
	h := open(t)
	h.Normal = func(p string) string {
		if p == "e\u0301le\u0301phants roses au bal" {
			return "éléphants roses au bal"
		}
		return p
	}
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.NoError(t, h.ChangePassword(t.Context(), token, emmasPassword, "e\u0301le\u0301phants roses au bal"))
	h.signIn(t, "emma", "éléphants roses au bal")
	h.signIn(t, "emma", "e\u0301le\u0301phants roses au bal")
}

// checklist 35: no password grows old.
func TestL7_PasswordDoesNotExpire(t *testing.T) {
	h := open(t)
	h.now = h.now.AddDate(20, 0, 0)
	h.signIn(t, "emma", emmasPassword)
}
