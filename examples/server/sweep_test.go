package main

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestSweepsGoOnWhateverOneOfThemDoes(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var failing, panicking, good atomic.Int32
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		sweepUntil(ctx, []sweep{
			{"failing", time.Millisecond, func(context.Context) error { failing.Add(1); return errors.New("no") }},
			{"panicking", time.Millisecond, func(context.Context) error { panicking.Add(1); panic("no") }},
			{"good", time.Millisecond, func(context.Context) error { good.Add(1); return nil }},
		}, quiet())
	}()
	require.Eventually(t, func() bool {
		return failing.Load() > 2 && panicking.Load() > 2 && good.Load() > 2
	}, 10*time.Second, time.Millisecond)
	stop()
	<-ended
}

func TestDailySweepRunsOnceInACivilDay(t *testing.T) {
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	now := time.Date(2026, 7, 2, 3, 59, 0, 0, time.UTC) // 1 July, 23:59 in Montréal
	h.now = func() time.Time { return now }
	runs, fail := 0, false
	run := h.daily(demoOrganisation, func(context.Context) error {
		runs++
		if fail {
			return errors.New("no")
		}
		return nil
	})
	require.NoError(t, run(t.Context()))
	require.NoError(t, run(t.Context()))
	require.Equal(t, 1, runs)

	now, fail = now.Add(time.Minute), true
	require.Error(t, run(t.Context()))
	fail = false
	require.NoError(t, run(t.Context()))
	require.Equal(t, 3, runs)
	now = now.Add(20 * time.Hour)
	require.NoError(t, run(t.Context()))
	require.Equal(t, 3, runs)
}
