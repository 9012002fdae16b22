package closing

import "errors"

// The errors of this package; compare with [errors.Is]. A closing that is not there,
// that has changed, or whose state has no such event is hours.ErrNotFound,
// hours.ErrStale and hours.ErrTransition; what is wrong with a field is an
// hours.FieldErrors.
var (
	// ErrNotOver: the period has not ended, or there is still time to declare or to
	// do what is missing.
	ErrNotOver = errors.New("closing: the period is not over")
	// ErrUndecided: declarations that the order has not dealt with would be enough.
	ErrUndecided = errors.New("closing: declarations wait for a decision")
	// ErrNothingMissing: there is no default of hours in a file in which all is done.
	ErrNothingMissing = errors.New("closing: nothing is missing")
	// ErrStillMissing: hours are missing, so that the default is not made good.
	ErrStillMissing = errors.New("closing: something is still missing")
	// ErrRunning: the delay of the notice has not run out.
	ErrRunning = errors.New("closing: the delay has not run out")
	// ErrNotSaid: the regulation does not provide for it, or not yet.
	ErrNotSaid = errors.New("closing: not provided for by the regulation")
)
