package hours

import (
	"fmt"
	"time"
)

// RecallTime is how long an acceptance of many declarations may be taken back. Who
// presses sees at once that it was the wrong list, and members are not kept waiting for
// their letters much longer than the mail takes anyway; no source gives a figure.
const RecallTime = 15 * time.Minute

// Accept counts the declaration whole, as part of the acceptance together of many. It
// may be taken back before [RecallTime] has passed; letter is the message that waits as
// long. The errors are those of [Declaration.Decide].
func (d Declaration) Accept(together, letter, by string, at time.Time) (Declaration, error) {
	next, err := d.Decide(Verdict{Event: Count, Counted: d.Activity.Hours}, by, at)
	if err != nil {
		return d, err
	}
	last := &next.Decisions[len(next.Decisions)-1]
	last.Together, last.Until, last.Letter = together, at.Add(RecallTime), letter
	return next, nil
}

// accepted reports that the latest decision counted it as part of the acceptance.
func (d Declaration) accepted(together string) bool {
	n := len(d.Decisions)
	return n > 0 && together != "" && d.Decisions[n-1].Event == Count && d.Decisions[n-1].Together == together
}

// recalled reports that the latest decision took that acceptance back.
func (d Declaration) recalled(together string) bool {
	n := len(d.Decisions)
	return n > 0 && together != "" && d.Decisions[n-1].Event == Recall && d.Decisions[n-1].Together == together
}

// held returns the letter that may still be waiting to announce the latest decision;
// empty when there is none.
func (d Declaration) held(now time.Time) string {
	if n := len(d.Decisions); n > 0 && now.Before(d.Decisions[n-1].Until) {
		return d.Decisions[n-1].Letter
	}
	return ""
}

// Recallable says what stands in the way of taking back the acceptance; the zero value
// when nothing does. closed says that the period was closed, on figures that hold it.
func (d Declaration) Recallable(together string, closed bool, now time.Time) Obstacle {
	switch n := len(d.Decisions); {
	case !d.accepted(together):
		return ObstacleChanged
	case !now.Before(d.Decisions[n-1].Until):
		return ObstacleOver
	case d.Awaits():
		return ObstacleCorrection
	case d.Evidence.open():
		return ObstacleEvidence
	case closed:
		return ObstacleClosed
	}
	return ObstacleNone
}

// Recall takes back what was counted as part of the acceptance: the declaration is in
// review again, and both decisions stay. The error is [ErrTransition] when
// [Declaration.Recallable] says why not.
func (d Declaration) Recall(together string, closed bool, by string, at time.Time) (Declaration, error) {
	if o := d.Recallable(together, closed, at); o != ObstacleNone {
		return d, fmt.Errorf("%w: not to be taken back: %s", ErrTransition, o)
	}
	next, err := d.State.Next(Recall)
	if err != nil {
		return d, err
	}
	return d.decided(Decision{Event: Recall, By: by, At: at, Together: together}, next), nil
}
