package identity_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func (h *house) live(t *testing.T, token string) {
	t.Helper()
	_, err := h.Who(t.Context(), token)
	require.NoError(t, err)
}

func (h *house) ended(t *testing.T, token string) {
	t.Helper()
	actor, err := h.Who(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrNoSession)
	require.Equal(t, identity.Actor{}, actor)
}

func TestSessionEndsIdle(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	h.now = h.now.Add(identity.IdleLife)
	h.ended(t, token)
	h.now = noon
	h.ended(t, token) // what has ended is gone, whatever the clock says next
}

func TestAskingKeepsTheSessionOpen(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	for range 3 {
		h.now = h.now.Add(identity.IdleLife - time.Minute)
		h.live(t, token)
	}
	h.now = h.now.Add(identity.IdleLife)
	h.ended(t, token)
}

func TestSessionEndsAbsolutely(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	for h.now.Before(noon.Add(identity.AbsoluteLife - 30*time.Minute)) {
		h.now = h.now.Add(30 * time.Minute)
		h.live(t, token)
	}
	h.now = noon.Add(identity.AbsoluteLife - time.Microsecond)
	h.live(t, token)
	h.now = noon.Add(identity.AbsoluteLife)
	h.ended(t, token)
}

func TestSignOutEndsThisSessionAlone(t *testing.T) {
	h := open(t)
	here, _ := h.signIn(t, "emma", emmasPassword)
	there, _ := h.signIn(t, "emma", emmasPassword)
	require.NoError(t, h.SignOut(t.Context(), here))
	h.ended(t, here)
	h.live(t, there)
	require.NoError(t, h.SignOut(t.Context(), here))
	require.NoError(t, h.SignOut(t.Context(), "not a token"))
}

func TestTokenThatWasNotGivenOpensNothing(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	_, secret, _ := strings.Cut(token, ".")
	for _, other := range []string{
		"", ".", "otpq", "otpq.", "." + secret, secret, "oiq." + secret, "OTPQ." + secret,
		token + "A", token[:len(token)-1], token + ".", strings.Repeat(token, 100), "../otpq." + secret,
	} {
		h.ended(t, other)
	}
	h.live(t, token)
}

func TestSessionOfAnotherOrganisationIsNotValidHere(t *testing.T) {
	h := open(t)
	h.account(t, identity.Account{Org: "oiq", ID: "a-1", Login: "emma", Roles: []identity.Role{identity.RoleStaff}}, emmasPassword)
	token, _, err := h.SignIn(t.Context(), "oiq", "emma", emmasPassword)
	require.NoError(t, err)
	who, err := h.Who(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, identity.OrganisationID("oiq"), who.Org)
	require.False(t, who.May(identity.Read, "otpq", "m-1"))
	_, secret, _ := strings.Cut(token, ".")
	h.ended(t, "otpq."+secret)
}

func TestP1_FiveFailuresThenAWait(t *testing.T) {
	for name, login := range map[string]string{"a login that exists": "emma", "a login that nobody has": "nobody"} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			for range 5 {
				h.refused(t, login, "wrong", identity.ErrSignIn)
			}
			h.refused(t, login, "wrong", identity.ErrThrottled)
			h.refused(t, strings.ToUpper(login), emmasPassword, identity.ErrThrottled)
			h.now = h.now.Add(time.Minute - time.Microsecond)
			h.refused(t, login, "wrong", identity.ErrThrottled)
			h.now = h.now.Add(time.Microsecond)
			h.refused(t, login, "wrong", identity.ErrSignIn)
			h.now = h.now.Add(2*time.Minute - time.Microsecond)
			h.refused(t, login, "wrong", identity.ErrThrottled)
		})
	}
}

func TestP1_RightPasswordClearsTheCount(t *testing.T) {
	h := open(t)
	for range 3 {
		for range 4 {
			h.refused(t, "emma", "wrong", identity.ErrSignIn)
		}
		h.signIn(t, "emma", emmasPassword)
	}
	throttle, err := h.store.Throttle(t.Context(), "otpq", "emma")
	require.NoError(t, err)
	require.Zero(t, throttle.Failures)
}

func TestP1_WaitIsForThatLoginAlone(t *testing.T) {
	h := open(t)
	for range 5 {
		h.refused(t, "emma", "wrong", identity.ErrSignIn)
	}
	h.refused(t, "emma", emmasPassword, identity.ErrThrottled)
	h.signIn(t, "staff", staffsPassword)
	_, _, err := h.SignIn(t.Context(), "oiq", "emma", emmasPassword)
	require.ErrorIs(t, err, identity.ErrSignIn)
	h.now = h.now.Add(time.Minute)
	h.signIn(t, "emma", emmasPassword)
}

// counting counts the passwords that are looked at, and lets none go before it is
// told to.
type counting struct {
	identity.Hasher
	looked  chan struct{}
	release chan struct{}
}

func (c counting) Verify(string, string) (bool, error) {
	c.looked <- struct{}{}
	<-c.release
	return false, nil
}

func TestP1_GuessesThatRaceGetNoMoreThanFive(t *testing.T) {
	const guesses = 20
	h := open(t)
	hasher := counting{h.Hasher, make(chan struct{}, guesses), make(chan struct{})}
	h.Hasher = hasher
	throttled := make(chan struct{}, guesses)
	var all sync.WaitGroup
	for range guesses {
		all.Go(func() {
			_, _, err := h.SignIn(t.Context(), "otpq", "emma", "a guess")
			if errors.Is(err, identity.ErrThrottled) {
				throttled <- struct{}{}
			}
		})
	}
	// Every guess is either refused or being looked at before any is answered.
	looked := 0
	for range guesses {
		select {
		case <-hasher.looked:
			looked++
		case <-throttled:
		}
	}
	close(hasher.release)
	all.Wait()
	require.Equal(t, 5, looked)
}

// leaving signs the person out while a request of theirs is being answered.
type leaving struct{ identity.Store }

func (l leaving) KeepSession(ctx context.Context, s identity.Session) error {
	if err := l.DeleteSession(ctx, s.Org, s.Digest); err != nil {
		return err
	}
	return l.Store.KeepSession(ctx, s)
}

func TestSigningOutDuringARequestIsFinal(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	h.now = h.now.Add(2 * time.Minute)
	h.Store = leaving{h.store}
	h.ended(t, token)
	h.ended(t, token)
}

func TestSessionOfAMemberNoLongerKnownEnds(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	_, err := h.store.ChangeAccount(t.Context(), "otpq", "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Member = "gone"
		return a, nil, nil
	})
	require.NoError(t, err)
	h.ended(t, token)
}

func TestSessionEndIsAskedWithoutKeepingItOpen(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	opened := h.now
	for _, left := range []time.Duration{time.Hour, 20 * time.Minute, time.Minute} {
		h.now = opened.Add(time.Hour - left)
		end, err := h.SessionEnd(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, left, end.Left)
		require.True(t, end.At.Equal(opened.Add(time.Hour)))
		require.False(t, end.Final)
	}
	h.now = opened.Add(time.Hour)
	_, err := h.SessionEnd(t.Context(), token)
	require.ErrorIs(t, err, identity.ErrNoSession)
	for _, none := range []string{"", "otpq.nothing", "nothing"} {
		_, err = h.SessionEnd(t.Context(), none)
		require.ErrorIs(t, err, identity.ErrNoSession)
	}
}

// After 11 h 30 min of work, half an hour is left whatever is done.
func TestSessionEndIsFinalAtTheEndOfTheDay(t *testing.T) {
	h := open(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	opened := h.now
	for h.now = opened; h.now.Before(opened.Add(11*time.Hour + 30*time.Minute)); h.now = h.now.Add(30 * time.Minute) {
		_, err := h.Who(t.Context(), token)
		require.NoError(t, err)
	}
	_, err := h.Who(t.Context(), token)
	require.NoError(t, err)
	end, err := h.SessionEnd(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, 30*time.Minute, end.Left)
	require.True(t, end.Final)
}
