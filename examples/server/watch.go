package main

import (
	"fmt"
	"time"
)

// The bounds of a watch: how far the two clocks may drift apart, and how long it takes
// until a clock that was set is believed.
const (
	drift    = 5 * time.Second
	patience = 15 * time.Minute
)

// watch notices that the machine's clock was set: the wall clock and the monotonic one
// no longer go together. What ends people's exams does not run while they disagree,
// since an end that was written is never taken back; after a quarter of an hour the new
// time is believed. Nobody loses anything meanwhile: an end is dated when it fell due,
// whenever that is written. The zero value is ready.
type watch struct {
	wall      time.Time
	monotonic time.Duration
	since     time.Duration // of the disagreement, on the monotonic clock
	disagrees bool
}

// look compares the clocks with how they were at the start: the wall clock's instant,
// and how long the monotonic clock has run. The error says how far they are apart.
func (w *watch) look(wall time.Time, monotonic time.Duration) error {
	wall = wall.Round(0)
	if w.wall.IsZero() {
		w.wall, w.monotonic = wall, monotonic
		return nil
	}
	apart := wall.Sub(w.wall) - (monotonic - w.monotonic)
	if apart.Abs() <= drift {
		w.disagrees = false
		return nil
	}
	if !w.disagrees {
		w.since, w.disagrees = monotonic, true
	}
	if monotonic-w.since >= patience {
		w.wall, w.monotonic, w.disagrees = wall, monotonic, false
		return nil
	}
	return fmt.Errorf("the machine's clock was set by %s: what ends exams waits", apart.Round(time.Second))
}
