package identity_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// plain is a hasher that costs nothing, for attacks of ten thousand guesses.
type plain struct{ looked int }

func (p *plain) Hash(password string) (string, error) { return "plain:" + password, nil }
func (p *plain) Stale(string) bool                    { return false }
func (p *plain) Verify(password, hash string) (bool, error) {
	p.looked++
	return "plain:"+password == hash, nil
}

// watchedBudgets counts the codes that are looked at.
type watchedBudgets struct {
	identity.Flows
	looked int
}

func (w *watchedBudgets) ChangeBudget(ctx context.Context, org identity.OrganisationID, key string, fn func(identity.Budget) identity.Budget) error {
	grew := false
	err := w.Flows.ChangeBudget(ctx, org, key, func(b identity.Budget) identity.Budget {
		before := b.InARow
		b = fn(b)
		grew = b.InARow > before
		return b
	})
	if grew {
		w.looked++
	}
	return err
}

// Ten thousand passwords tried on one account, as fast as they are looked at: fifty under
// each of its names (THROTTLING.md), and the password is off.
func TestAttack_TenThousandPasswordsOnOneAccount(t *testing.T) {
	h := open(t)
	cheap := new(plain)
	h.account(t, identity.Account{Org: "otpq", ID: "a-1", Login: "emma", Member: "m-1", Roles: []identity.Role{identity.RoleMember}}, emmasPassword)
	h.Hasher = cheap
	for i := range 10_000 {
		name := []string{"emma", "emma@example.org"}[i%2]
		_, _, err := h.SignIn(t.Context(), "otpq", name, fmt.Sprintf("guess %d", i))
		require.Error(t, err)
		h.now = h.now.Add(15 * time.Second)
	}
	require.Equal(t, 100, cheap.looked, "in 41 hours; by hand 2 × 50 in the first ten and a half")
}

// Ten thousand codes tried on one address, five in each of flows opened one after the
// other: thirty in 24 hours, and a hundred ever. The chance that one is right is a hundred
// in a hundred million.
func TestAttack_TenThousandCodesOnOneAddress(t *testing.T) {
	h := open(t)
	watched := &watchedBudgets{Flows: h.Flows}
	h.Flows = watched
	began := h.now
	for guess := 0; guess < 10_000; {
		browser := h.start(t, "emma@example.org")
		for range 5 {
			_, err := h.VerifyCode(t.Context(), "otpq", browser, fmt.Sprintf("%08d", guess))
			require.ErrorIs(t, err, identity.ErrCode)
			guess++
		}
		h.now = h.now.Add(3 * time.Minute)
		if h.now.Sub(began) < 24*time.Hour {
			require.LessOrEqual(t, watched.looked, 30)
		}
	}
	require.Equal(t, 100, watched.looked, "in four days")
	require.Len(t, h.letters(t), 50, "ten a day, on five days begun")
}

// Codes sprayed over ten thousand addresses, five on each, within minutes. After twenty
// the alarm rings, and each flow dies of its second: 4 × 5 + 9,996 × 2 = 20,012 are looked
// at, two in ten thousand that one is right.
func TestAttack_CodesOverTenThousandAddresses(t *testing.T) {
	h := open(t)
	looked := 0
	for i := range 10_000 {
		browser, err := h.StartLinking(t.Context(), "otpq", fmt.Sprintf("member-%d@example.org", i))
		require.NoError(t, err)
		require.NoError(t, h.SendCode(t.Context(), "otpq", browser))
		for range 5 {
			if h.state(t, browser) == identity.FlowDead {
				break
			}
			_, err := h.VerifyCode(t.Context(), "otpq", browser, "12345678")
			require.ErrorIs(t, err, identity.ErrCode)
			looked++
		}
		h.now = h.now.Add(40 * time.Millisecond)
	}
	require.Equal(t, 20_012, looked)
}

// One password tried on ten thousand accounts is looked at ten thousand times: none of
// them waits. What makes it worthless is that no account may have a password that many
// would choose.
func TestAttack_OnePasswordOnTenThousandAccounts(t *testing.T) {
	h := open(t)
	cheap := new(plain)
	h.Hasher = cheap
	for _, sprayed := range []string{"Motdepasse2026!", "Bienvenue12345!"} {
		require.Error(t, identity.PasswordPolicy{}.Check(sprayed))
		for i := range 5_000 {
			h.refused(t, fmt.Sprintf("member-%d", i), sprayed, identity.ErrSignIn)
		}
	}
	require.Equal(t, 10_000, cheap.looked)
}

// What was used, or has been replaced, opens nothing again: a code, a ticket, a temporary
// password, the token of a session.
func TestAttack_Replay(t *testing.T) {
	h := open(t)
	browser := h.start(t, "emma@example.org")
	code := h.last(t, 1).Secret
	ticket, err := h.VerifyCode(t.Context(), "otpq", browser, code)
	require.NoError(t, err)
	_, err = h.VerifyCode(t.Context(), "otpq", browser, code)
	require.ErrorIs(t, err, identity.ErrFlowStep)
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", browser, ticket, "la chèvre monte au grenier"), identity.ErrFlowEnded)
	again := h.start(t, "emma@example.org")
	_, err = h.VerifyCode(t.Context(), "otpq", again, code)
	require.ErrorIs(t, err, identity.ErrCode)
	require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", again, ticket, "la chèvre monte au grenier"), identity.ErrFlowStep)

	h.now = h.now.Add(time.Hour)
	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	all := h.letters(t)
	temporary := all[len(all)-1].Secret
	token, _ := h.signIn(t, "emma", temporary)
	h.refused(t, "emma", temporary, identity.ErrSignIn)
	require.NoError(t, h.ChangePassword(t.Context(), token, "", "la chèvre monte au grenier"))
	h.ended(t, token)
	h.refused(t, "emma", temporary, identity.ErrSignIn)

	token, _ = h.signIn(t, "emma", "la chèvre monte au grenier")
	require.NoError(t, h.SignOut(t.Context(), token))
	h.ended(t, token)
}

// A wrong code that arrives after the right one, from a page left open or from somebody who
// races the owner, ends nothing.
func TestL5_AWrongCodeAfterTheRightOneEndsNothing(t *testing.T) {
	h := open(t)
	browser := h.start(t, "emma@example.org")
	for range 4 {
		_, err := h.VerifyCode(t.Context(), "otpq", browser, "00000000")
		require.ErrorIs(t, err, identity.ErrCode)
	}
	ticket, err := h.VerifyCode(t.Context(), "otpq", browser, h.last(t, 1).Secret)
	require.NoError(t, err)
	_, err = h.VerifyCode(t.Context(), "otpq", browser, "00000000")
	require.ErrorIs(t, err, identity.ErrFlowStep)
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", browser))
	_, err = h.VerifyCode(t.Context(), "otpq", browser, "00000000")
	require.ErrorIs(t, err, identity.ErrFlowStep)
	require.NoError(t, h.SetPassword(t.Context(), "otpq", browser, ticket, newPassword))
}

// A code is right for the flow, address, purpose and organisation that it was sent for.
func TestAttack_ACodeElsewhere(t *testing.T) {
	h := open(t)
	h.member(t, "oiq", "m-9", "Emma", "Gélinas")
	h.account(t, identity.Account{Org: "oiq", ID: "a-9", Login: "emma", Member: "m-9", Roles: []identity.Role{identity.RoleMember}}, staffsPassword)
	first := h.start(t, "emma@example.org")
	code := h.last(t, 1).Secret

	other, err := h.StartLinking(t.Context(), "otpq", "luc@example.org")
	require.NoError(t, err)
	require.NoError(t, h.SendCode(t.Context(), "otpq", other))
	_, err = h.VerifyCode(t.Context(), "otpq", other, code)
	require.ErrorIs(t, err, identity.ErrCode, "another flow, another address")

	abroad, err := h.StartLinking(t.Context(), "oiq", "emma@example.org")
	require.NoError(t, err)
	require.NoError(t, h.SendCode(t.Context(), "oiq", abroad))
	_, err = h.VerifyCode(t.Context(), "oiq", abroad, code)
	require.ErrorIs(t, err, identity.ErrCode, "another organisation")
	_, err = h.VerifyCode(t.Context(), "oiq", first, code)
	require.ErrorIs(t, err, identity.ErrFlowEnded, "there is no such flow there")

	h.refused(t, "emma", code, identity.ErrSignIn) // another purpose
	require.NoError(t, h.ChangeAddress(t.Context(), "otpq", first, "luc@example.org"))
	require.NoError(t, h.SendCode(t.Context(), "otpq", first))
	_, err = h.VerifyCode(t.Context(), "otpq", first, code)
	require.ErrorIs(t, err, identity.ErrCode, "the same flow, another address")

	require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	h.now = h.now.Add(time.Hour)
	again := h.start(t, "emma@example.org")
	for _, m := range h.letters(t) {
		if m.Kind == identity.TemporaryPassword {
			_, err = h.VerifyCode(t.Context(), "otpq", again, m.Secret)
			require.ErrorIs(t, err, identity.ErrCode)
			require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", again, m.Secret, newPassword), identity.ErrFlowStep)
		}
	}
}

// An attacker plants a flow of theirs in somebody's browser, and waits until its owner
// gives the code: the ticket is the owner's browser's alone. A session that was planted is
// not the one that a sign-in opens.
func TestAttack_Fixation(t *testing.T) {
	h := open(t)
	planted, err := h.StartLinking(t.Context(), "otpq", "luc@example.org")
	require.NoError(t, err)
	require.NoError(t, h.ChangeAddress(t.Context(), "otpq", planted, "emma@example.org"))
	require.NoError(t, h.SendCode(t.Context(), "otpq", planted))
	ticket, err := h.VerifyCode(t.Context(), "otpq", planted, h.last(t, 1).Secret)
	require.NoError(t, err)
	require.NoError(t, h.ContinueLinking(t.Context(), "otpq", planted))
	for _, guess := range []string{"", planted, strings.Repeat("A", 43)} {
		require.ErrorIs(t, h.SetPassword(t.Context(), "otpq", planted, guess, "le mot du pirate est long"), identity.ErrFlowEnded)
	}
	require.NoError(t, h.SetPassword(t.Context(), "otpq", planted, ticket, newPassword))

	chosen := "otpq." + strings.Repeat("A", 43)
	token, _ := h.signIn(t, "emma", newPassword)
	require.NotEqual(t, chosen, token)
	h.ended(t, chosen)
}

// A clock that is set back makes nothing good again and gives nothing back: a code, a
// flow, the wait after wrong passwords, the letters of the day.
func TestAttack_AClockSetBack(t *testing.T) {
	h := open(t)
	began := h.now
	browser := h.start(t, "emma@example.org")
	code := h.last(t, 1).Secret
	h.now = began.Add(identity.CodeLife)
	_, err := h.VerifyCode(t.Context(), "otpq", browser, code)
	require.ErrorIs(t, err, identity.ErrCode)
	h.now = began
	_, err = h.VerifyCode(t.Context(), "otpq", browser, code)
	require.ErrorIs(t, err, identity.ErrCode)
	h.now = began.Add(identity.FlowLife)
	_, err = h.VerifyCode(t.Context(), "otpq", browser, code)
	require.ErrorIs(t, err, identity.ErrFlowEnded)
	h.now = began
	require.ErrorIs(t, h.SendCode(t.Context(), "otpq", browser), identity.ErrFlowEnded)

	h.now = began.Add(2 * time.Hour)
	for range 5 {
		h.refused(t, "emma", "wrong", identity.ErrSignIn)
	}
	h.now = began
	h.refused(t, "emma", emmasPassword, identity.ErrThrottled)

	sent := len(h.letters(t))
	for i := range 48 {
		h.now = began.Add(time.Duration(3+i%2*20) * time.Hour)
		require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
	}
	require.LessOrEqual(t, len(h.letters(t))-sent, 10)
}
