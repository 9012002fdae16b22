package identity_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// besiege gives wrong passwords for a login as often as they are looked at, for so long,
// and returns how many were. It ends with one that is not looked at.
func (h *house) besiege(t *testing.T, login string, d time.Duration) (looked int) {
	t.Helper()
	step := time.Minute
	if d > 24*time.Hour {
		step = 15 * time.Minute
	}
	for end := h.now.Add(d); ; h.now = h.now.Add(step) {
		for {
			_, _, err := h.SignIn(t.Context(), "otpq", login, "wrong "+strconv.Itoa(looked))
			require.Error(t, err)
			if errors.Is(err, identity.ErrThrottled) {
				break
			}
			looked++
		}
		if !h.now.Add(step).Before(end) {
			return looked
		}
	}
}

// checklist 17: fifty wrong passwords in a row under a name, over however many days, and the
// password is off for it; an account has two names. A login that nobody has is
// alike. By hand: five at once, four more by the fifteenth minute (after 1, 2, 4 and 8), then
// one each quarter of an hour: the 48th after 15 min + 39 × 15 min = 10 h, the fiftieth
// after 10 h 30 min.
func TestP1_FiftyWrongPasswordsInARowAreTheEnd(t *testing.T) {
	for _, name := range []string{"emma", "nobody", "emma@example.org"} {
		h := open(t)
		require.Equal(t, 48, h.besiege(t, name, 10*time.Hour+2*time.Minute))
		require.Equal(t, 2, h.besiege(t, name, 300*24*time.Hour))
		h.now = h.now.Add(300 * 24 * time.Hour)
		h.refused(t, name, emmasPassword, identity.ErrThrottled)
		if name != "emma" {
			h.signIn(t, "emma", emmasPassword)
		}
	}
}

// checklist 62: whoever guesses passwords all day keeps the owner from neither a
// temporary password nor linking; whoever guesses codes all day keeps the owner from
// neither the password nor a temporary one.
func TestP1_GuessesOnOneWayCloseNoOther(t *testing.T) {
	t.Run("passwords", func(t *testing.T) {
		for _, siege := range []time.Duration{time.Minute, 12 * time.Hour, 40 * 24 * time.Hour} {
			h := open(t)
			h.besiege(t, "emma", siege)
			h.refused(t, "emma", emmasPassword, identity.ErrThrottled)
			require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
			password := h.last(t, 1).Secret
			h.besiege(t, "emma", time.Minute)
			token, _ := h.signIn(t, "emma", password)
			h.refused(t, "emma", password, identity.ErrSignIn)
			h.besiege(t, "emma", time.Minute)
			require.NoError(t, h.ChangePassword(t.Context(), token, "", newPassword))
			h.signIn(t, "emma", newPassword)

			h.besiege(t, "emma", siege)
			h.now = h.now.Add(time.Hour)
			browser := h.start(t, "emma@example.org")
			ticket, err := h.VerifyCode(t.Context(), "otpq", browser, h.last(t, 3).Secret)
			require.NoError(t, err)
			require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
			require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, "la chèvre monte au grenier"))
			h.signIn(t, "emma", "la chèvre monte au grenier")
		}
	})
	t.Run("codes", func(t *testing.T) {
		h := open(t)
		wrong := 0
		for at := h.now; wrong < 200; at = at.Add(20 * time.Minute) {
			h.now = at
			browser := h.start(t, "emma@example.org")
			for range 5 {
				_, err := h.VerifyCode(t.Context(), "otpq", browser, "00000000")
				require.ErrorIs(t, err, identity.ErrCode)
				wrong++
			}
		}
		h.signIn(t, "emma", emmasPassword)
		h.now = h.now.Add(24 * time.Hour)
		require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
		all := h.letters(t)
		letter := all[len(all)-1]
		require.Equal(t, identity.TemporaryPassword, letter.Kind)
		token, _ := h.signIn(t, "emma", letter.Secret)
		require.NoError(t, h.ChangePassword(t.Context(), token, "", newPassword))
		h.signIn(t, "emma", newPassword)
	})
}
