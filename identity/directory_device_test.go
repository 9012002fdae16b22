package identity_test

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

var (
	atHome = identity.Browser{Family: "Firefox", System: "Windows"}
	away   = identity.Browser{Family: "Safari", System: "iOS"}
)

func (h *house) arrive(t *testing.T, browser identity.Browser, device string) identity.SignedIn {
	t.Helper()
	in, err := h.SignInFrom(t.Context(), "otpq", "emma", emmasPassword, identity.Arrival{Browser: browser, Device: device})
	require.NoError(t, err)
	require.Equal(t, identity.AccountID("a-1"), in.Actor.Account)
	return in
}

// The first browser ever is expected; of each other one the holder is told, once.
func TestSignInFromANewBrowserIsTold(t *testing.T) {
	h, kept := trailed(t)
	first := h.arrive(t, atHome, "")
	require.Len(t, first.Device, 43, "32 bytes in base64")
	require.Empty(t, h.letters(t))
	h.now = h.now.Add(time.Hour)
	require.Equal(t, first.Device, h.arrive(t, atHome, first.Device).Device)
	require.Empty(t, h.letters(t), "it knows this one")

	second := h.arrive(t, away, "")
	require.NotEqual(t, first.Device, second.Device)
	letter := h.last(t, 1)
	require.Equal(t, identity.NewBrowser, letter.Kind)
	require.Equal(t, "emma@example.org", letter.To)
	require.Equal(t, map[string]string{
		"name": "Emma Gélinas", "account": "a-1", "family": "Safari", "system": "iOS", "signedInAt": "2026-03-02T18:00:00Z",
	}, letter.Values)
	require.Equal(t, identity.ReasonNewBrowser, latest(t, kept, identity.EventSignIn).Reason)
	h.arrive(t, away, second.Device)
	h.arrive(t, atHome, first.Device)
	h.last(t, 1)

	// What the account keeps is a digest; a browser's own is good for no other account.
	account, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	text, err := json.Marshal(account)
	require.NoError(t, err)
	for _, secret := range []string{first.Device, second.Device, letter.Secret} {
		require.NotContains(t, string(text), secret)
	}
	// A sign-in that fails remembers nothing and tells nobody.
	_, err = h.SignInFrom(t.Context(), "otpq", "emma", "wrong", identity.Arrival{Browser: away})
	require.ErrorIs(t, err, identity.ErrSignIn)
	h.last(t, 1)
}

// The letter takes everything back, and signs nobody in.
func TestSignInIsDisowned(t *testing.T) {
	h := open(t)
	first := h.arrive(t, atHome, "")
	second := h.arrive(t, away, "")
	secret := h.last(t, 1).Secret
	require.ErrorIs(t, h.DisownSignIn(t.Context(), "otpq", "a-1", "wrong"), identity.ErrNotFound)
	require.ErrorIs(t, h.DisownSignIn(t.Context(), "otpq", "a-2", secret), identity.ErrNotFound)
	require.ErrorIs(t, h.DisownSignIn(t.Context(), "oiq", "a-1", secret), identity.ErrNotFound)
	require.ErrorIs(t, h.DisownPassword(t.Context(), "otpq", "a-1", secret), identity.ErrNotFound)
	h.live(t, second.Token)
	h.now = h.now.Add(7*24*time.Hour - time.Second)
	require.NoError(t, h.DisownSignIn(t.Context(), "otpq", "a-1", secret))
	h.ended(t, first.Token)
	h.ended(t, second.Token)
	h.refused(t, "emma", emmasPassword, identity.ErrSignIn)
	require.ErrorIs(t, h.DisownSignIn(t.Context(), "otpq", "a-1", secret), identity.ErrNotFound, "once")
	opened, _ := h.signIn(t, "emma", h.temporary(t, "emma"))
	require.NoError(t, h.ChangePassword(t.Context(), opened, "", newPassword))

	h = open(t)
	h.arrive(t, atHome, "")
	h.arrive(t, away, "")
	h.now = h.now.Add(7 * 24 * time.Hour)
	require.ErrorIs(t, h.DisownSignIn(t.Context(), "otpq", "a-1", h.last(t, 1).Secret), identity.ErrNotFound, "a week")
}

// Ten browsers at most are remembered, and letters have a budget of their own: whoever
// knows the password cannot use up those that bring another.
func TestTenBrowsersAreRemembered(t *testing.T) {
	h := open(t)
	var devices []string
	for i := range 12 {
		h.now = h.now.Add(25 * time.Hour)
		devices = append(devices, h.arrive(t, identity.Browser{Family: strconv.Itoa(i)}, "").Device)
	}
	account, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Len(t, account.Devices, 10)
	require.Equal(t, "11", account.Devices[0].Browser.Family, "the latest first")
	h.last(t, 11)
	h.now = h.now.Add(25 * time.Hour)
	h.arrive(t, atHome, devices[2])
	h.last(t, 11)
	h.arrive(t, atHome, devices[0])
	h.last(t, 12)

	for range 20 {
		h.now = h.now.Add(time.Second)
		h.arrive(t, away, "")
	}
	require.Less(t, len(h.letters(t)), 16)
	h.temporary(t, "emma")
}

// What a browser says to be known by is read as text, whatever it is.
func TestDeviceThatIsNoneIsDrawnAnew(t *testing.T) {
	h := open(t)
	for _, device := range []string{"", "short", strings.Repeat("x", 300)} {
		require.Len(t, h.arrive(t, atHome, device).Device, 43)
	}
	_, err := h.SignInFrom(t.Context(), "otpq", "emma", emmasPassword, identity.Arrival{Device: strings.Repeat("\x00\xff", 15)})
	require.NoError(t, err)
	h.Random = strings.NewReader(strings.Repeat("r", 32)) // enough for the session alone
	_, err = h.SignInFrom(t.Context(), "otpq", "emma", emmasPassword, identity.Arrival{})
	require.Error(t, err)
}

// One's own sessions, the newest first, with where they were opened from.
func TestOwnSessions(t *testing.T) {
	h := open(t)
	first := h.arrive(t, atHome, "")
	h.now = h.now.Add(10 * time.Minute)
	second := h.arrive(t, away, "")
	h.now = h.now.Add(10 * time.Minute)
	other, _ := h.signIn(t, "staff", staffsPassword)
	all, err := h.Sessions(t.Context(), first.Token)
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, identity.OpenSession{ID: all[0].ID, Browser: away, Opened: noon.Add(10 * time.Minute), Seen: noon.Add(10 * time.Minute)}, all[0])
	require.Equal(t, identity.OpenSession{ID: all[1].ID, Browser: atHome, Opened: noon, Seen: noon.Add(20 * time.Minute), Current: true}, all[1])
	require.Regexp(t, `^[0-9a-f]{16}$`, all[0].ID)
	for _, token := range []string{first.Token, second.Token} {
		require.NotContains(t, all[0].ID+all[1].ID, token)
	}

	// Of others' sessions nobody can end one, nor one that is none.
	for _, id := range []string{"", "0123456789abcdef", all[0].ID + "0", "\x00"} {
		require.ErrorIs(t, h.EndSession(t.Context(), first.Token, id), identity.ErrNotFound)
	}
	require.ErrorIs(t, h.EndSession(t.Context(), other, all[0].ID), identity.ErrNotFound)
	require.ErrorIs(t, h.EndSession(t.Context(), "otpq.nothing", all[0].ID), identity.ErrNoSession)
	h.live(t, second.Token)
	require.NoError(t, h.EndSession(t.Context(), first.Token, all[0].ID))
	h.ended(t, second.Token)
	h.live(t, first.Token)

	third, fourth := h.arrive(t, atHome, first.Device), h.arrive(t, atHome, first.Device)
	n, err := h.EndOtherSessions(t.Context(), third.Token)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	h.ended(t, first.Token)
	h.ended(t, fourth.Token)
	h.live(t, third.Token)
	h.live(t, other)
	require.NoError(t, h.EndSession(t.Context(), third.Token, func() string {
		all, err := h.Sessions(t.Context(), third.Token)
		require.NoError(t, err)
		require.Len(t, all, 1)
		return all[0].ID
	}()))
	h.ended(t, third.Token)
}

// Sessions that have ended are shown to nobody, and forgotten.
func TestOwnSessionsAreOpenOnes(t *testing.T) {
	h := open(t)
	idle := h.arrive(t, atHome, "")
	h.now = h.now.Add(identity.IdleLife)
	before := h.arrive(t, atHome, idle.Device)
	require.NoError(t, h.ChangePassword(t.Context(), before.Token, emmasPassword, newPassword))
	after, _ := h.signIn(t, "emma", newPassword)
	all, err := h.Sessions(t.Context(), after)
	require.NoError(t, err)
	require.Len(t, all, 1)
	kept, err := h.store.Sessions(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	require.Len(t, kept, 1)

	h.now = h.now.Add(time.Second)
	opened, _ := h.signIn(t, "emma", h.temporary(t, "emma"))
	_, err = h.Sessions(t.Context(), opened)
	require.ErrorIs(t, err, identity.ErrMustChange, "a temporary password opens nothing else")
	_, err = h.EndOtherSessions(t.Context(), opened)
	require.ErrorIs(t, err, identity.ErrMustChange)
	h.live(t, after)
}

// The browser is remembered, and its letter written, in the change that opens the
// session.
func TestANewBrowserIsToldInOneChange(t *testing.T) {
	h := open(t)
	h.arrive(t, atHome, "")
	store := h.Store
	h.Store = &once{store, 0}
	_, err := h.SignInFrom(context.WithoutCancel(t.Context()), "otpq", "emma", emmasPassword, identity.Arrival{Browser: away})
	require.ErrorIs(t, err, errFire)
	h.Store = store
	require.Empty(t, h.letters(t))
}
