package identity_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

// TestFlows prints the life of a flow: every state under every event (checklist 24).
func TestFlows(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-9s", "")
	for _, e := range identity.FlowEvents() {
		fmt.Fprintf(&b, " %-9s", e)
	}
	for _, s := range identity.FlowStates() {
		fmt.Fprintf(&b, "\n%-9s", s)
		for _, e := range identity.FlowEvents() {
			next, err := s.Next(e)
			cell := string(next)
			switch {
			case err == nil:
				require.Contains(t, identity.FlowStates(), next)
			case s == identity.FlowDead && strings.Contains("match miss exhaust", string(e)):
				require.ErrorIs(t, err, identity.ErrCode)
				cell = "(code)"
			case s.Ended():
				require.ErrorIs(t, err, identity.ErrFlowEnded)
				cell = "(ended)"
			default:
				require.ErrorIs(t, err, identity.ErrFlowStep)
				cell = "."
			}
			if err != nil {
				require.Equal(t, s, next)
			}
			fmt.Fprintf(&b, " %-9s", cell)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got, path := strings.Join(lines, "\n")+"\n", filepath.Join("testdata", "flows.txt")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

var (
	key    = []byte("a key of thirty-two bytes or so!")
	ticket = strings.Repeat("ab", 32) // the digest of a ticket
)

const (
	right = "12345678"
	wrong = "87654321"
)

// began is a flow with an address; asked is one with the right code sent at noon, to
// the account a-1 or to nobody.
func began(t require.TestingT) identity.Flow {
	f, err := identity.Flow{Org: "otpq", ID: "f-1"}.Start("emma@example.org", noon)
	require.NoError(t, err)
	return f
}

func asked(t require.TestingT, account identity.AccountID) identity.Flow {
	f := began(t)
	f, err := f.Send(sending(f, account, right), noon)
	require.NoError(t, err)
	return f
}

func sending(f identity.Flow, account identity.AccountID, code string) identity.Sending {
	return identity.Sending{Account: account, Epoch: 3, Seal: f.Seal(key, code)}
}

func trial(code string) identity.Trial { return identity.Trial{Typed: code, Key: key, Ticket: ticket} }

func verified(t require.TestingT) identity.Flow {
	f, err := asked(t, "a-1").Verify(trial(right), noon)
	require.NoError(t, err)
	return f
}

func TestL5_RightCodeIsAcceptedOnce(t *testing.T) {
	f := verified(t)
	require.Equal(t, identity.FlowVerified, f.State)
	require.Empty(t, f.Code) // checklist 6
	again, err := f.Verify(trial(right), noon)
	require.ErrorIs(t, err, identity.ErrFlowStep)
	require.Equal(t, f, again)
}

// checklist 5: valid strictly before ten minutes; at that instant it has expired.
func TestL5_CodeExpiresAtTheInstant(t *testing.T) {
	f := asked(t, "a-1")
	_, err := f.Verify(trial(right), noon.Add(identity.CodeLife-time.Microsecond))
	require.NoError(t, err)
	f, err = f.Verify(trial(right), noon.Add(identity.CodeLife))
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, 1, f.Failures)
	// checklist 28: a clock set back afterwards revives nothing.
	_, err = f.Verify(trial(right), noon)
	require.ErrorIs(t, err, identity.ErrCode)
}

// checklist 15: the fifth wrong code kills the flow, and the right one is answered as a
// wrong one from then on.
func TestL5_FiveWrongCodesKillTheFlow(t *testing.T) {
	f := asked(t, "a-1")
	var err error
	for i := range 4 {
		f, err = f.Verify(trial(wrong), noon)
		require.ErrorIs(t, err, identity.ErrCode)
		require.Equal(t, identity.FlowSent, f.State)
		require.Equal(t, i+1, f.Failures)
	}
	_, err = f.Verify(trial(right), noon)
	require.NoError(t, err, "four are not five")
	f, err = f.Verify(trial(wrong), noon)
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, identity.FlowDead, f.State)
	for _, code := range []string{right, wrong, ""} {
		_, err = f.Verify(trial(code), noon)
		require.Equal(t, identity.ErrCode, err)
	}
	_, err = f.Send(sending(f, "a-1", right), noon)
	require.ErrorIs(t, err, identity.ErrFlowEnded)
}

// checklist 13: what is no code is a failure like another.
func TestL5_WhatIsNoCodeIsAFailure(t *testing.T) {
	for _, typed := range []string{"", "1", "lettres", strings.Repeat("1", 1<<20)} {
		f, err := asked(t, "a-1").Verify(trial(typed), noon)
		require.ErrorIs(t, err, identity.ErrCode)
		require.Equal(t, 1, f.Failures)
	}
	held := trial(right)
	held.Held = true
	f, err := asked(t, "a-1").Verify(held, noon)
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, 1, f.Failures)
}

// checklist 63: while codes are being sprayed, two wrong codes are the end.
func TestL5_TwoWrongCodesAreTheEndUnderAlarm(t *testing.T) {
	alarmed := trial(wrong)
	alarmed.Alarm = true
	f, err := asked(t, "a-1").Verify(alarmed, noon)
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, identity.FlowSent, f.State)
	f, err = f.Verify(alarmed, noon)
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, identity.FlowDead, f.State)
}

// checklist 11: another code kills the one before and takes no failure back.
func TestL5_AnotherCodeKillsTheOneBefore(t *testing.T) {
	f, err := asked(t, "a-1").Verify(trial(wrong), noon)
	require.ErrorIs(t, err, identity.ErrCode)
	f, err = f.Send(sending(f, "a-1", "11112222"), noon.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, 1, f.Failures)
	f, err = f.Verify(trial(right), noon.Add(time.Minute))
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, 2, f.Failures)
	_, err = f.Verify(trial("11112222"), noon.Add(11*time.Minute-time.Microsecond))
	require.NoError(t, err)
}

// checklist 19: a letter that may not leave is answered like one that does, and the code
// that was sent stays good.
func TestL5_HeldLetterLeavesTheFormerCode(t *testing.T) {
	f := asked(t, "a-1")
	s := sending(f, "a-1", "11112222")
	s.Held = true
	f, err := f.Send(s, noon.Add(time.Second))
	require.NoError(t, err)
	_, err = f.Verify(trial("11112222"), noon)
	require.ErrorIs(t, err, identity.ErrCode)
	_, err = f.Verify(trial(right), noon)
	require.NoError(t, err)
	first := began(t)
	first, err = first.Send(identity.Sending{Seal: "drawn for nobody", Held: true}, noon)
	require.NoError(t, err)
	require.Equal(t, identity.FlowSent, first.State)
	require.Equal(t, "drawn for nobody", first.Code, "of the same shape as one that was sent")
}

// checklist 8: a code is right for its flow, its address, its organisation and its key.
func TestL5_CodeIsRightForItsFlowAlone(t *testing.T) {
	f := asked(t, "a-1")
	seal := f.Seal(key, right)
	for name, other := range map[string]identity.Flow{
		"another flow":         {Org: f.Org, ID: "f-2", Address: f.Address},
		"another address":      {Org: f.Org, ID: f.ID, Address: "emma@example.com"},
		"another organisation": {Org: "oiq", ID: f.ID, Address: f.Address},
		"shifted":              {Org: f.Org, ID: "f-1e", Address: "mma@example.org"},
	} {
		require.NotEqual(t, seal, other.Seal(key, right), name)
	}
	require.NotEqual(t, seal, f.Seal([]byte("another key"), right))
	require.NotContains(t, seal, right) // checklist 9
	require.Len(t, seal, 64)
}

// checklist 26: changing the address voids the verification and the ticket, keeps the
// failures; the address on file plays no part.
func TestL6_ChangingTheAddressVoidsTheVerification(t *testing.T) {
	for name, f := range map[string]identity.Flow{"verified": verified(t), "choosing": choosing(t)} {
		f.Failures = 3
		f, err := f.Retype("luc@example.org", noon)
		require.NoError(t, err, name)
		require.Equal(t, identity.FlowEntered, f.State)
		require.Equal(t, "luc@example.org", f.Address)
		require.Empty(t, f.Ticket)
		require.Empty(t, f.Code)
		require.Empty(t, f.Account)
		require.Equal(t, 3, f.Failures)
		require.ErrorIs(t, f.MaySet("t", noon), identity.ErrFlowStep)
		_, err = f.Continue(noon)
		require.ErrorIs(t, err, identity.ErrFlowStep)
	}
}

// ticketOf gives the flow the ticket whose digest is that of the word "t".
const digestOfT = "e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8"

func choosing(t require.TestingT) identity.Flow {
	f := asked(t, "a-1")
	f, err := f.Verify(identity.Trial{Typed: right, Key: key, Ticket: digestOfT}, noon)
	require.NoError(t, err)
	f, err = f.Continue(noon)
	require.NoError(t, err)
	return f
}

// checklist 25 and 20: no password without the ticket, in any state, nor from the end of
// its quarter of an hour.
func TestL7_NoPasswordWithoutTheTicket(t *testing.T) {
	f := choosing(t)
	require.NoError(t, f.MaySet("t", noon))
	require.NoError(t, f.MaySet("t", noon.Add(15*time.Minute-time.Microsecond)))
	require.ErrorIs(t, f.MaySet("t", noon.Add(15*time.Minute)), identity.ErrFlowEnded)
	require.ErrorIs(t, f.MaySet("", noon), identity.ErrFlowEnded)
	require.ErrorIs(t, f.MaySet(digestOfT, noon), identity.ErrFlowEnded)
	dead, err := f.Disown(noon)
	require.NoError(t, err)
	cancelled, err := f.Cancel(noon)
	require.NoError(t, err)
	done, err := f.Set(noon)
	require.NoError(t, err)
	for _, f := range []identity.Flow{{}, began(t), asked(t, "a-1"), verified(t), dead, cancelled, done} {
		for _, ticket := range []string{"t", ""} {
			require.Error(t, f.MaySet(ticket, noon), f.State)
		}
	}
}

// checklist 28: half an hour in all; a clock set back revives nothing.
func TestL6_FlowExpiresAtTheInstant(t *testing.T) {
	f, err := asked(t, "a-1").Send(identity.Sending{Account: "a-1", Seal: "x"}, noon.Add(29*time.Minute))
	require.NoError(t, err)
	require.Equal(t, identity.FlowSent, f.At(noon.Add(identity.FlowLife-time.Microsecond)).State)
	f = f.At(noon.Add(identity.FlowLife))
	require.Equal(t, identity.FlowExpired, f.State)
	require.Equal(t, identity.FlowExpired, f.At(noon).State)
	_, err = f.Verify(trial(right), noon)
	require.ErrorIs(t, err, identity.ErrFlowEnded)

	// What was seen before the clock went back still counts.
	f, err = asked(t, "a-1").Verify(trial(wrong), noon.Add(9*time.Minute))
	require.ErrorIs(t, err, identity.ErrCode)
	f, err = f.Verify(trial(wrong), noon)
	require.ErrorIs(t, err, identity.ErrCode)
	require.Equal(t, noon.Add(9*time.Minute), f.Seen)
}

// checklist 30: a flow begun under other rules is not carried on with.
func TestL6_FlowOfAnotherMachineIsRefused(t *testing.T) {
	f := asked(t, "a-1")
	f.Machine++
	_, err := f.Verify(trial(right), noon)
	require.ErrorIs(t, err, identity.ErrFlowEnded)
	_, err = f.Continue(noon)
	require.ErrorIs(t, err, identity.ErrFlowEnded)
	f.Machine, f.State = 1, "telepathy"
	_, err = f.Verify(trial(right), noon)
	require.ErrorIs(t, err, identity.ErrFlowEnded)
}

// What nobody needs any more is forgotten: the address, once the flow has ended.
func TestAddressOfAFlowIsForgotten(t *testing.T) {
	f, err := asked(t, "a-1").Cancel(noon)
	require.NoError(t, err)
	require.Equal(t, "emma@example.org", f.Forgotten(noon.Add(identity.FlowLife-time.Microsecond)).Address)
	require.Empty(t, f.Forgotten(noon.Add(identity.FlowLife)).Address)
	require.Empty(t, asked(t, "").Forgotten(noon.Add(identity.FlowLife)).Address)
	require.NotEmpty(t, asked(t, "").Forgotten(noon.Add(time.Minute)).Address)
}

// command is one thing that can be asked of a flow, by name.
type command struct {
	name string
	do   func(f identity.Flow, account identity.AccountID, now time.Time) (identity.Flow, error)
}

func commands() []command {
	verify := func(code string, held, alarm bool) func(identity.Flow, identity.AccountID, time.Time) (identity.Flow, error) {
		return func(f identity.Flow, _ identity.AccountID, now time.Time) (identity.Flow, error) {
			return f.Verify(identity.Trial{Typed: code, Key: key, Held: held, Alarm: alarm, Ticket: digestOfT}, now)
		}
	}
	send := func(held bool) func(identity.Flow, identity.AccountID, time.Time) (identity.Flow, error) {
		return func(f identity.Flow, account identity.AccountID, now time.Time) (identity.Flow, error) {
			s := sending(f, account, right)
			if s.Held = held; account == "" {
				s.Epoch, s.Seal = 0, strings.Repeat("0", 64)
			}
			return f.Send(s, now)
		}
	}
	return []command{
		{"send", send(false)},
		{"send held", send(true)},
		{"wrong", verify(wrong, false, false)},
		{"wrong under alarm", verify(wrong, false, true)},
		{"nonsense", verify("?", false, false)},
		{"right held", verify(right, true, false)},
		{"retype", func(f identity.Flow, _ identity.AccountID, now time.Time) (identity.Flow, error) {
			return f.Retype("luc@example.org", now)
		}},
		{"continue", func(f identity.Flow, _ identity.AccountID, now time.Time) (identity.Flow, error) {
			return f.Continue(now)
		}},
		{"may set", func(f identity.Flow, _ identity.AccountID, now time.Time) (identity.Flow, error) {
			return f, f.MaySet("t", now)
		}},
		{"cancel", func(f identity.Flow, _ identity.AccountID, now time.Time) (identity.Flow, error) {
			return f.Cancel(now)
		}},
		{"right", verify(right, false, false)},
	}
}

// I3 (checklist 57): whatever is asked, save the right code, a flow for nobody answers
// like a flow for somebody at every step, and has the same state and shape.
func TestI3_UnknownAddressWalksTheSameStates(t *testing.T) {
	all := commands()
	all = all[:len(all)-1] // the right code is for whoever reads the letter
	rapid.Check(t, func(t *rapid.T) {
		somebody, nobody := began(t), began(t)
		now := noon
		for range rapid.IntRange(1, 25).Draw(t, "n") {
			c := rapid.SampledFrom(all).Draw(t, "command")
			now = now.Add(time.Duration(rapid.IntRange(-60, 400).Draw(t, "seconds")) * time.Second)
			var one, other error
			somebody, one = c.do(somebody, "a-1", now)
			nobody, other = c.do(nobody, "", now)
			require.Equal(t, one, other, c.name)
			seen := somebody
			seen.Account, seen.Epoch, seen.Code = nobody.Account, nobody.Epoch, nobody.Code
			require.Equal(t, nobody, seen, c.name)
			require.Len(t, nobody.Code, len(somebody.Code))
		}
	})
}

// I2, I4, I5, I8: for any commands at any instants, a flow is verified at most once for
// each code sent, no ended state is left, a failure is never taken back, the flow's
// clock never goes back, and nothing that is stored holds the code or the ticket.
func TestI2_AnyCommandsKeepTheFlowHonest(t *testing.T) {
	all := append(commands(), command{"set", func(f identity.Flow, _ identity.AccountID, now time.Time) (identity.Flow, error) {
		if err := f.MaySet("t", now); err != nil {
			return f, err
		}
		return f.Set(now)
	}})
	rapid.Check(t, func(t *rapid.T) {
		f := began(t)
		now := noon
		matches := 0
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			c := rapid.SampledFrom(all).Draw(t, "command")
			now = now.Add(time.Duration(rapid.IntRange(-300, 400).Draw(t, "seconds")) * time.Second)
			before := f
			var err error
			f, err = c.do(f, "a-1", now)
			require.GreaterOrEqual(t, f.Failures, before.Failures)
			require.LessOrEqual(t, f.Failures, 5)
			require.False(t, f.Seen.Before(before.Seen))
			if before.State.Ended() { // checklist 27
				require.Error(t, err)
				require.Equal(t, before.State, f.State)
			}
			if f.State == identity.FlowVerified && before.State != identity.FlowVerified {
				matches++
				require.Equal(t, "right", c.name)
				require.True(t, f.Seen.Before(before.CodeUntil))
				require.LessOrEqual(t, matches, f.Sends)
			}
			if f.State == identity.FlowCompleted && before.State != identity.FlowCompleted {
				require.Equal(t, identity.FlowChoosing, before.State)
				require.True(t, f.Seen.Before(before.TicketUntil))
			}
			if f.State.Ended() {
				require.Empty(t, f.Code)
				require.Empty(t, f.Ticket)
			}
			body, err := json.Marshal(f)
			require.NoError(t, err)
			require.NotContains(t, string(body), right)
		}
	})
}
