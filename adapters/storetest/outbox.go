package storetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func outboxTests() []test {
	return []test{
		{"NoneIsAnEmptySlice", outboxEmpty},
		{"MessagesAreReadBackLatestFirst", outboxLatest},
		{"MessagesToAMemberAreTheirsAlone", outboxTo},
		{"WhatIsDueIsWhatHasWaitedLongest", outboxDue},
		{"AMessageIsTakenUntilItsLeaseEnds", outboxClaim},
		{"TwoSendersTakeDifferentMessages", outboxClaims},
		{"AMessageThatHasLeftIsNotDue", outboxLeaves},
		{"AMessageThatFailsComesBackOrIsGivenUp", outboxFails},
		{"AChangeThatIsRefusedWritesNothing", outboxChangeRefused},
		{"AMessageThatCannotBeKeptStopsTheChange", outboxRefused},
		{"AMessageIsHeldUntilItsTimeOrTakenBack", outboxHeld},
	}
}

// later is when everything of the tests is due.
var later = instant(0).Add(365 * 24 * time.Hour)

// leave says that a message has left.
func leave(t *testing.T, s Stores, m identity.Message, at time.Time) {
	t.Helper()
	_, err := s.Outbox().ChangeMessage(t.Context(), m.Org, m.Member, m.ID, func(m identity.Message) (identity.Message, error) { return m.Leaves(at) })
	require.NoError(t, err)
}

func message(org identity.OrganisationID, member identity.MemberID, id string, written time.Time) identity.Message {
	return identity.Message{
		Org: org, Member: member, ID: id, Kind: identity.ExemptionDecided, To: "élise@example.org", Language: identity.French,
		Values: map[string]string{"request": "r-1", "name": strange}, Written: written,
	}
}

// post writes messages the only way there is: with a change of a request.
func post(t *testing.T, s Stores, messages ...identity.Message) {
	t.Helper()
	for _, m := range messages {
		key := exemption.Key{Org: m.Org, Member: m.Member, ID: "r-1"}
		_, err := s.Exemption().Change(t.Context(), key, ask(request(key, exemption.Granted, instant(1)), m))
		require.NoError(t, err)
	}
}

func outboxEmpty(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	for name, read := range map[string]func() ([]identity.Message, error){
		"messages": func() ([]identity.Message, error) { return o.Messages(ctx, north, 10) },
		"to":       func() ([]identity.Message, error) { return o.MessagesTo(ctx, north, marie, 10) },
		"due":      func() ([]identity.Message, error) { return o.Due(ctx, later, 10) },
		"claim":    func() ([]identity.Message, error) { return o.Claim(ctx, later, later.Add(time.Minute), 10) },
	} {
		none, err := read()
		require.NoError(t, err, name)
		require.Equal(t, []identity.Message{}, none, name)
	}
	for _, id := range []string{"none", "a\x00b", strings.Repeat("é", 5000)} {
		_, err := o.ChangeMessage(ctx, north, marie, id, func(m identity.Message) (identity.Message, error) { return m, nil })
		require.ErrorIs(t, err, identity.ErrNotFound)
	}
}

func outboxLatest(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	first, second := message(north, marie, "l-2", instant(1)), message(north, joseph, "l-1", instant(1).Add(time.Microsecond))
	bare := identity.Message{Org: north, Member: marie, ID: "l-3", Written: instant(2)}
	post(t, s, second, bare, first, message(south, marie, "l-2", instant(3)))
	posted, err := o.Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{bare, second, first}, posted)
	posted, err = o.Messages(ctx, north, 2)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{bare, second}, posted)
	for _, limit := range []int{0, -1} {
		posted, err = o.Messages(ctx, north, limit)
		require.NoError(t, err)
		require.Equal(t, []identity.Message{}, posted)
		posted, err = o.Due(ctx, later, limit)
		require.NoError(t, err)
		require.Equal(t, []identity.Message{}, posted)
		posted, err = o.Claim(ctx, later, later, limit)
		require.NoError(t, err)
		require.Equal(t, []identity.Message{}, posted)
	}
}

func outboxTo(t *testing.T, s Stores) {
	first, second := message(north, marie, "l-2", instant(1)), message(north, marie, "l-1", instant(1))
	third := message(north, marie, "l-3", instant(2))
	post(t, s, first, third, second, message(north, joseph, "l-4", instant(3)), message(south, marie, "l-5", instant(3)))
	posted, err := s.Outbox().MessagesTo(t.Context(), north, marie, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{third, second, first}, posted)
	posted, err = s.Outbox().MessagesTo(t.Context(), north, marie, 1)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{third}, posted)
}

func outboxDue(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	one, two, three := message(south, marie, "l-1", instant(1)), message(north, marie, "l-1", instant(2)), message(north, joseph, "l-1", instant(3))
	gone, given := message(north, marie, "l-0", instant(0)), message(north, marie, "l-9", instant(0))
	gone.Sent, given.GivenUp = instant(1), instant(1)
	again := message(north, marie, "l-2", instant(0))
	again.Attempts, again.Trouble, again.Next = 1, identity.Unreachable, instant(5)
	post(t, s, three, one, gone, again, two, given)
	for _, c := range []struct {
		now   time.Time
		limit int
		want  []identity.Message
	}{
		{later, 10, []identity.Message{one, two, three, again}},
		{later, 2, []identity.Message{one, two}},
		{instant(0), 10, []identity.Message{}},
		{instant(2), 10, []identity.Message{one, two}},
		{instant(5).Add(-time.Microsecond), 10, []identity.Message{one, two, three}},
		{instant(5), 10, []identity.Message{one, two, three, again}},
	} {
		due, err := o.Due(ctx, c.now, c.limit)
		require.NoError(t, err)
		require.Equal(t, c.want, due, c.now)
	}
}

func outboxClaim(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	one, two, three := message(south, marie, "l-1", instant(1)), message(north, marie, "l-1", instant(2)), message(north, joseph, "l-1", instant(3))
	post(t, s, three, one, two)
	zone := time.FixedZone("", -5*3600)
	taken, err := o.Claim(ctx, instant(4), instant(9).In(zone).Add(999*time.Nanosecond), 2)
	require.NoError(t, err)
	one.Attempts, one.Next, two.Attempts, two.Next = 1, instant(9), 1, instant(9)
	require.Equal(t, []identity.Message{one, two}, taken)
	due, err := o.Due(ctx, instant(8), 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{three}, due)
	posted, err := o.Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{three, two}, posted)

	// The sender has died: what it took comes back when its lease ends.
	taken, err = o.Claim(ctx, instant(9), instant(20), 10)
	require.NoError(t, err)
	one.Attempts, one.Next, two.Attempts, two.Next, three.Attempts, three.Next = 2, instant(20), 2, instant(20), 1, instant(20)
	require.Equal(t, []identity.Message{three, two, one}, taken)
}

func outboxClaims(t *testing.T, s Stores) {
	const messages = 40
	for i := range messages {
		post(t, s, message(north, marie, fmt.Sprintf("l-%d", i), instant(i%7)))
	}
	var mu sync.Mutex
	times := map[string]int{}
	require.NoError(t, together(4, messages, func(int, int) error {
		taken, err := s.Outbox().Claim(t.Context(), instant(30), later, 3)
		mu.Lock()
		defer mu.Unlock()
		for _, m := range taken {
			times[m.ID] += m.Attempts
		}
		return err
	}))
	require.Len(t, times, messages)
	for id, n := range times {
		require.Equal(t, 1, n, id)
	}
}

func outboxLeaves(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	one, two := message(north, marie, "l-1", instant(1)), message(south, marie, "l-1", instant(2))
	one.Secret = "known to the letter alone"
	post(t, s, one, two)
	leave(t, s, one, instant(9).In(time.FixedZone("", -5*3600)).Add(999*time.Nanosecond))
	due, err := o.Due(ctx, later, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{two}, due)
	one.Sent, one.Secret = instant(9), ""
	posted, err := o.Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{one}, posted)
}

func outboxFails(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	one := message(north, marie, "l-1", instant(1))
	post(t, s, one)
	fails := func(why identity.Trouble) identity.Message {
		kept, err := o.ChangeMessage(ctx, north, marie, "l-1", func(m identity.Message) (identity.Message, error) { return m.Fails(why, instant(2)) })
		require.NoError(t, err)
		return kept
	}
	one.Trouble, one.Next = identity.Deferred, instant(2).Add(time.Minute)
	require.Equal(t, one, fails(identity.Deferred))
	due, err := o.Due(ctx, instant(2).Add(time.Minute-time.Microsecond), 10)
	require.NoError(t, err)
	require.Empty(t, due)
	due, err = o.Due(ctx, instant(2).Add(time.Minute), 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{one}, due)

	one.Trouble, one.Next, one.GivenUp = identity.Refused, time.Time{}, instant(2)
	require.Equal(t, one, fails(identity.Refused))
	due, err = o.Due(ctx, later, 10)
	require.NoError(t, err)
	require.Empty(t, due)
}

func outboxChangeRefused(t *testing.T, s Stores) {
	one := message(north, marie, "l-1", instant(1))
	post(t, s, one)
	_, err := s.Outbox().ChangeMessage(t.Context(), north, marie, "l-1", func(m identity.Message) (identity.Message, error) {
		m.Values["name"] = "somebody else"
		m.Sent = instant(2)
		return m, errRefused
	})
	require.ErrorIs(t, err, errRefused)
	due, err := s.Outbox().Due(t.Context(), later, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{one}, due)
}

func outboxRefused(t *testing.T, s Stores) {
	ctx := t.Context()
	kept := message(north, marie, "l-1", instant(1))
	post(t, s, kept)
	key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
	for name, wrong := range map[string]identity.Message{
		"the same identifier twice":     message(north, marie, "l-3", instant(2)),
		"an identifier that is taken":   message(north, marie, "l-1", instant(2)),
		"another member's file":         message(north, joseph, "l-2", instant(2)),
		"another organisation's member": message(south, marie, "l-2", instant(2)),
	} {
		good := message(north, marie, "l-3", instant(2))
		_, err := s.Exemption().Change(ctx, key, ask(request(key, exemption.Refused, instant(1)), good, wrong))
		require.Error(t, err, name)
		read, err := s.Exemption().Request(ctx, key)
		require.NoError(t, err)
		require.Equal(t, exemption.Granted, read.State, name)
		for _, org := range []identity.OrganisationID{north, south} {
			posted, err := s.Outbox().Messages(ctx, org, 10)
			require.NoError(t, err)
			if org == north {
				require.Equal(t, []identity.Message{kept}, posted, name)
			} else {
				require.Empty(t, posted, name)
			}
		}
	}
}

// outboxHeld: a letter that is to leave later leaves no sooner, and a change that takes
// back what it announces holds it back, or is not made.
func outboxHeld(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	held := message(north, marie, "l-1", instant(1))
	held.Next = instant(20)
	other := message(north, joseph, "l-1", instant(1))
	post(t, s, held, other)
	due, err := o.Due(ctx, instant(20).Add(-time.Microsecond), 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{other}, due, "one leaves at once, the other not yet")
	due, err = o.Due(ctx, instant(20), 10)
	require.NoError(t, err)
	require.Len(t, due, 2, "at its very instant")

	takeBack := func(seq int64, state exemption.State, ids ...string) error {
		key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
		_, err := s.Exemption().Change(ctx, key, func(exemption.Request) (exemption.Request, hours.Telling, error) {
			return request(key, state, instant(1)), hours.Telling{Act: act(north, marie, seq), Withdrawn: ids, At: instant(3)}, nil
		})
		return err
	}
	require.NoError(t, takeBack(1, exemption.Refused, "l-1", "none"), "one that is not there is none to stop")
	kept, err := o.MessagesTo(ctx, north, marie, 10)
	require.NoError(t, err)
	held.HeldBack, held.Next = instant(3), time.Time{}
	require.Equal(t, []identity.Message{held}, kept)
	taken, err := o.Claim(ctx, later, later.Add(time.Hour), 10)
	require.NoError(t, err)
	require.Len(t, taken, 1)
	require.Equal(t, joseph, taken[0].Member, "the other file's letter of the same identifier leaves")

	// What a sender has taken may have left: then nothing is written.
	late := message(north, marie, "l-2", instant(2))
	post(t, s, late)
	_, err = o.Claim(ctx, later, later.Add(time.Hour), 10)
	require.NoError(t, err)
	require.ErrorIs(t, takeBack(2, exemption.Cancelled, "l-2"), identity.ErrStale)
	read, err := s.Exemption().Request(ctx, exemption.Key{Org: north, Member: marie, ID: "r-1"})
	require.NoError(t, err)
	require.Equal(t, exemption.Granted, read.State)
	last, err := s.Hours().LastAct(ctx, north, marie)
	require.NoError(t, err)
	require.EqualValues(t, 1, last)
}
