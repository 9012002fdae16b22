package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/identity"
)

func outboxTests() []test {
	return []test{
		{"NoneIsAnEmptySlice", outboxEmpty},
		{"MessagesAreReadBackLatestFirst", outboxLatest},
		{"UnsentAreTheOldestFirst", outboxUnsent},
		{"AMessageIsMarkedSent", outboxMarkSent},
		{"AMessageThatCannotBeKeptStopsTheChange", outboxRefused},
	}
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
	posted, err := o.Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{}, posted)
	unsent, err := o.Unsent(ctx, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{}, unsent)
	for _, id := range []string{"none", "a\x00b", strings.Repeat("é", 5000)} {
		require.ErrorIs(t, o.MarkSent(ctx, message(north, marie, id, instant(1)), instant(2)), identity.ErrNotFound)
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
		posted, err = o.Unsent(ctx, limit)
		require.NoError(t, err)
		require.Equal(t, []identity.Message{}, posted)
	}
}

func outboxUnsent(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	one, two, three := message(south, marie, "l-1", instant(1)), message(north, marie, "l-1", instant(2)), message(north, joseph, "l-1", instant(3))
	gone := message(north, marie, "l-0", instant(0))
	gone.Sent = instant(1)
	post(t, s, three, one, gone, two)
	unsent, err := o.Unsent(ctx, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{one, two, three}, unsent)
	unsent, err = o.Unsent(ctx, 2)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{one, two}, unsent)
}

func outboxMarkSent(t *testing.T, s Stores) {
	ctx, o := t.Context(), s.Outbox()
	one, two := message(north, marie, "l-1", instant(1)), message(south, marie, "l-1", instant(2))
	post(t, s, one, two)
	zone := time.FixedZone("", -5*3600)
	require.NoError(t, o.MarkSent(ctx, one, instant(9).In(zone).Add(999*time.Nanosecond)))
	unsent, err := o.Unsent(ctx, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{two}, unsent)
	one.Sent = instant(9)
	posted, err := o.Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{one}, posted)
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
