package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

var noon = time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC)

func TestSessionEnds(t *testing.T) {
	for name, c := range map[string]struct{ seen, want time.Duration }{
		"an hour after it opened":             {0, time.Hour},
		"an hour after it was seen":           {5 * time.Hour, 6 * time.Hour},
		"at the very end, idle as absolute":   {11 * time.Hour, 12 * time.Hour},
		"after twelve hours, however busy":    {11*time.Hour + 59*time.Minute, 12 * time.Hour},
		"after twelve hours, seen after that": {20 * time.Hour, 12 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			s := identity.Session{Opened: noon, Seen: noon.Add(c.seen)}
			end := noon.Add(c.want)
			require.Equal(t, end, s.Ends())
			require.True(t, s.Live(end.Add(-time.Microsecond)))
			require.False(t, s.Live(end))
		})
	}
	require.False(t, identity.Session{}.Live(noon))
}

func TestWaitUntil(t *testing.T) {
	for failures, wait := range map[int]time.Duration{
		5: time.Minute, 6: 2 * time.Minute, 7: 4 * time.Minute, 8: 8 * time.Minute,
		9: 15 * time.Minute, 10: 15 * time.Minute, 1_000_000: 15 * time.Minute,
	} {
		require.Equal(t, noon.Add(wait), identity.WaitUntil(failures, noon), "%d failures", failures)
	}
	for _, failures := range []int{-1, 0, 1, 2, 3, 4} {
		require.True(t, identity.WaitUntil(failures, noon).IsZero(), "%d failures", failures)
	}
}

// One failure more never shortens the wait, and none waits longer than a quarter
// of an hour.
func TestWaitGrowsAndIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		failures := rapid.IntRange(0, 1000).Draw(t, "failures")
		shorter, longer := identity.WaitUntil(failures, noon), identity.WaitUntil(failures+1, noon)
		require.False(t, longer.Before(shorter))
		require.False(t, longer.After(noon.Add(15*time.Minute)))
	})
}

func TestClockBehindDoesNotShortenTheWait(t *testing.T) {
	throttle := identity.Throttle{Failures: 5, Latest: noon}.Failed(noon.Add(-time.Second))
	require.Equal(t, 6, throttle.Failures)
	require.Equal(t, noon.Add(2*time.Minute), throttle.Until())
}
