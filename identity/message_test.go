package identity_test

import (
	"flag"
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

var update = flag.Bool("update", false, "write the golden files")

// TestDeliveries prints the life of a message: every state under every event.
func TestDeliveries(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-9s", "")
	for _, e := range identity.DeliveryEvents() {
		fmt.Fprintf(&b, " %-9s", e)
	}
	for _, s := range identity.Deliveries() {
		fmt.Fprintf(&b, "\n%-9s", s)
		for _, e := range identity.DeliveryEvents() {
			next, err := s.Next(e)
			if err != nil {
				require.ErrorIs(t, err, identity.ErrStale)
				require.Equal(t, s, next)
				next = "."
			} else {
				require.Contains(t, identity.Deliveries(), next)
			}
			fmt.Fprintf(&b, " %-9s", next)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got, path := strings.Join(lines, "\n")+"\n", filepath.Join("testdata", "deliveries.txt")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestRetryWaitsLongerAndLongerThenGivesUp(t *testing.T) {
	for attempts, want := range map[int]time.Duration{
		0: time.Minute, 1: time.Minute, 2: 5 * time.Minute, 3: 30 * time.Minute, 4: 2 * time.Hour, 5: 6 * time.Hour,
		6: 24 * time.Hour, 7: 24 * time.Hour, 8: 24 * time.Hour, 9: 24 * time.Hour,
	} {
		next, giveUp := identity.Retry(attempts, noon)
		require.False(t, giveUp, attempts)
		require.Equal(t, noon.Add(want), next, attempts)
	}
	for _, attempts := range []int{10, 11, 1_000_000} {
		next, giveUp := identity.Retry(attempts, noon)
		require.True(t, giveUp)
		require.Zero(t, next)
	}
}

// RFC 5321, 4.5.4.1: the give-up time generally needs to be at least 4 or 5 days.
func TestNothingIsGivenUpBeforeFourDays(t *testing.T) {
	m := identity.Message{Written: noon}
	for m.Delivery() != identity.GivenUp {
		due, waits := m.Due()
		require.True(t, waits)
		now := due
		var err error
		m, err = m.Taken(now.Add(10*time.Minute)).Fails(identity.Deferred, now)
		require.NoError(t, err)
	}
	require.Equal(t, 10, m.Attempts)
	// 1 + 5 + 30 min, 2 + 6 h, four times 24 h.
	require.Equal(t, noon.Add(4*24*time.Hour+8*time.Hour+36*time.Minute), m.GivenUp)
}

func TestRefusalForGoodIsGivenUpAtOnce(t *testing.T) {
	for _, why := range identity.Troubles() {
		m, err := identity.Message{Written: noon, Secret: "x"}.Taken(noon.Add(time.Hour)).Fails(why, noon)
		require.NoError(t, err)
		require.Equal(t, why, m.Trouble)
		if why == identity.Refused || why == identity.BadLetter {
			require.Equal(t, identity.GivenUp, m.Delivery())
			require.Equal(t, noon, m.GivenUp)
			require.Empty(t, m.Secret)
		} else {
			require.Equal(t, identity.Retrying, m.Delivery())
			require.Equal(t, noon.Add(time.Minute), m.Next)
			require.Equal(t, "x", m.Secret)
		}
	}
}

// Whatever senders say of a message, in whatever order: what has left stays so.
func TestWhatHasLeftStaysSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, left := identity.Message{Written: noon}, false
		for range rapid.IntRange(1, 30).Draw(t, "events") {
			before := m
			if rapid.IntRange(0, 9).Draw(t, "leaves") == 0 {
				next, err := m.Leaves(noon)
				require.Equal(t, left, err != nil)
				m, left = next, true
			} else if next, err := m.Taken(noon).Fails(rapid.SampledFrom(identity.Troubles()).Draw(t, "why"), noon); err == nil {
				m = next
			}
			require.Equal(t, left, m.Delivery() == identity.Left)
			require.False(t, !m.Sent.IsZero() && !m.GivenUp.IsZero())
			_, waits := m.Due()
			require.Equal(t, waits, m.Delivery() == identity.Waiting || m.Delivery() == identity.Retrying)
			if before.Delivery() == identity.Left {
				require.Equal(t, before, m)
			}
		}
	})
}

func TestMessageIsKnownByItsKeyAlone(t *testing.T) {
	m := identity.Message{Org: "otpq", Member: "m-1", ID: "l-1"}
	same := m
	same.To, same.Attempts, same.Written = "emma@example.org", 3, noon
	require.Equal(t, m.Digest(), same.Digest())
	require.Len(t, m.Digest(), 40)
	for _, other := range []identity.Message{
		{Org: "otpq", Member: "m-1", ID: "l-2"}, {Org: "otpq", Member: "m-1l", ID: "-1"}, {Org: "otpqm", Member: "-1", ID: "l-1"},
	} {
		require.NotEqual(t, m.Digest(), other.Digest())
	}
}

func TestWhatIsNotKnownIsALegalNotice(t *testing.T) {
	require.True(t, identity.MessageKind("of another day").Legal())
	require.True(t, identity.ExemptionDecided.Legal())
	require.Contains(t, identity.MessageKinds(), identity.ExemptionDecided)
}
