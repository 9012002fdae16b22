package exemption

import "errors"

// The errors of this package; compare with [errors.Is]. What is wrong with a
// field is an hours.FieldErrors, which also holds hours' own sentinels.
var (
	// ErrNotFound: there is no such request or document, or the actor may not
	// know that there is.
	ErrNotFound = errors.New("exemption: not found")
	// ErrStale: somebody else changed it since it was read.
	ErrStale = errors.New("exemption: changed since it was read")
	// ErrTransition: the state of the request has no such event.
	ErrTransition = errors.New("exemption: not possible in this state")
	// ErrProcessed: the request has been submitted and only staff may change it
	// now (P50).
	ErrProcessed = errors.New("exemption: submitted and no longer the member's to change")
	// ErrNoGrounds: no grounds are known for the regulation.
	ErrNoGrounds = errors.New("exemption: no grounds for this regulation")
	// ErrBadGrounds: the document of grounds contradicts itself or leaves out what
	// is needed.
	ErrBadGrounds = errors.New("exemption: unusable grounds")

	// ErrNoDocument: at least one supporting document is needed (P44).
	ErrNoDocument = errors.New("exemption: a supporting document is needed")
	// ErrNotCommitted: a commitment was not ticked.
	ErrNotCommitted = errors.New("exemption: not committed to")
	// ErrOutsidePeriod: the ground has no day in the reference period.
	ErrOutsidePeriod = errors.New("exemption: the ground is outside the reference period")
	// ErrMoreThanAsked: more hours than the regulation asks for.
	ErrMoreThanAsked = errors.New("exemption: more hours than the regulation asks for")
)
