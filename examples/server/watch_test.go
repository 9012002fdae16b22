package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheSweepWaitsWhenTheClockWasSet(t *testing.T) {
	noon := time.Date(2026, time.November, 25, 12, 0, 0, 0, time.UTC)
	for name, set := range map[string]time.Duration{"forward": time.Hour, "back": -time.Hour, "a little too far": drift + time.Second} {
		t.Run(name, func(t *testing.T) {
			var w watch
			require.NoError(t, w.look(noon, 0))
			require.NoError(t, w.look(noon.Add(time.Minute+drift), time.Minute), "clocks are corrected a little all the time")
			at := func(d time.Duration) error { return w.look(noon.Add(d+set), d) }
			require.ErrorContains(t, at(2*time.Minute), "the machine's clock was set by")
			require.Error(t, at(10*time.Minute))
			require.NoError(t, w.look(noon.Add(11*time.Minute), 11*time.Minute), "it was set right again")
			require.Error(t, at(12*time.Minute))
			require.Error(t, at(12*time.Minute+patience-time.Second))
			require.NoError(t, at(12*time.Minute+patience), "in the end it is believed")
			require.NoError(t, at(3*time.Hour))
		})
	}
}
