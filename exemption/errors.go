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
	// ErrOutsideGround: the day is not one of the days of the ground.
	ErrOutsideGround = errors.New("exemption: not a day of the ground")
	// ErrDayPast: the day is past.
	ErrDayPast = errors.New("exemption: the day is past")
	// ErrNothingSent: the reply holds neither a document nor a note.
	ErrNothingSent = errors.New("exemption: nothing to send")
	// ErrNoRule: the regulation has no rule for the ground.
	ErrNoRule = errors.New("exemption: no rule for this ground")
	// ErrRuleGivesNothing: the rule takes nothing off.
	ErrRuleGivesNothing = errors.New("exemption: the rule takes nothing off")
	// ErrMoreThanLeft: more hours than other exemptions leave of what is asked.
	ErrMoreThanLeft = errors.New("exemption: more hours than other exemptions leave")
	// ErrMoreThanAsked: more hours than the regulation asks for.
	ErrMoreThanAsked = errors.New("exemption: more hours than the regulation asks for")
)
