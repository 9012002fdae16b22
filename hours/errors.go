package hours

import (
	"errors"
	"strings"
)

// The errors of this package; compare with [errors.Is].
var (
	// ErrNotFound: there is no such declaration, or the actor may not know that
	// there is.
	ErrNotFound = errors.New("hours: not found")
	// ErrStale: somebody else changed it since it was read.
	ErrStale = errors.New("hours: changed since it was read")
	// ErrTransition: the state of the declaration has no such event.
	ErrTransition = errors.New("hours: not possible in this state")
	// ErrProcessed: the declaration has been submitted and only staff may change
	// it now (P32).
	ErrProcessed = errors.New("hours: submitted and no longer the member's to change")
	// ErrAskedAlready: a request for correction of this declaration is open.
	ErrAskedAlready = errors.New("hours: a correction is asked for already")
	// ErrNothingCorrected: the corrected activity is the same as before.
	ErrNothingCorrected = errors.New("hours: nothing was corrected")
	// ErrTooManyAtOnce: more declarations were chosen than are accepted at once.
	ErrTooManyAtOnce = errors.New("hours: too many at once")
	// ErrClosed: the period is closed, and the organisation accepts no late
	// declaration.
	ErrClosed = errors.New("hours: the period is closed")
	// ErrNoRegulation: no version of the regulation is in force for the period.
	ErrNoRegulation = errors.New("hours: no regulation in force")
	// ErrNoHolidays: the organisation names a set of holidays that is not in use.
	ErrNoHolidays = errors.New("hours: unknown set of holidays")
	// ErrNotOnRoll: the member is on the roll on no day of the period.
	ErrNotOnRoll = errors.New("hours: not on the roll in this period")
	// ErrBadRegulation: the regulation contradicts itself or leaves out what is
	// needed.
	ErrBadRegulation = errors.New("hours: unusable regulation")
	// ErrDelay: the regulation leaves no such delay to set.
	ErrDelay = errors.New("hours: not a delay that the regulation lets set")

	// ErrMissing: something required was left empty.
	ErrMissing = errors.New("hours: required")
	// ErrTooLong: the text is longer than may be kept.
	ErrTooLong = errors.New("hours: too long")
	// ErrUnknownChoice: the choice is not in the list.
	ErrUnknownChoice = errors.New("hours: not in the list")
	// ErrRetired: the choice was in the list, and is no longer offered.
	ErrRetired = errors.New("hours: no longer in the list")
	// ErrListed: the name is in the list already.
	ErrListed = errors.New("hours: in the list already")
	// ErrBadDate: the day is not in the calendar.
	ErrBadDate = errors.New("hours: not a day of the calendar")
	// ErrEndBeforeStart: the last day is before the first.
	ErrEndBeforeStart = errors.New("hours: the last day is before the first")
	// ErrFuture: the activity has not taken place, or has not ended (P29).
	ErrFuture = errors.New("hours: later than the day of the declaration")
	// ErrOutsidePeriod: the activity did not end in the member's part of the
	// period.
	ErrOutsidePeriod = errors.New("hours: outside the reference period")
	// ErrBadHours: the duration cannot be read.
	ErrBadHours = errors.New("hours: not a duration")
	// ErrAmbiguousHours: the duration could be read in two ways.
	ErrAmbiguousHours = errors.New("hours: ambiguous duration")
	// ErrNegativeHours: the duration is below zero.
	ErrNegativeHours = errors.New("hours: below zero")
	// ErrNoHours: the duration is zero.
	ErrNoHours = errors.New("hours: a duration of zero")
	// ErrTooManyHours: more than 24 hours a day.
	ErrTooManyHours = errors.New("hours: more than the days can hold")
	// ErrMoreThanDeclared: staff cannot count more than was declared.
	ErrMoreThanDeclared = errors.New("hours: more than was declared")
	// ErrNotAttested: an attestation was not ticked.
	ErrNotAttested = errors.New("hours: not attested")

	// ErrNoEvidence: no supporting document was added.
	ErrNoEvidence = errors.New("hours: no supporting document")
	// ErrNotLess: as many hours are left as are counted, or more.
	ErrNotLess = errors.New("hours: not fewer than are counted")
	// ErrTooSoon: the last day comes before the one that the regulation gives, or is
	// not to come.
	ErrTooSoon = errors.New("hours: the last day is too soon")
	// ErrNoSecondNotice: the regulation gives no second delay.
	ErrNoSecondNotice = errors.New("hours: no second notice in the regulation")

	// ErrTooManyDocuments: there are as many documents as may be sent.
	ErrTooManyDocuments = errors.New("hours: too many documents")
	// ErrDocumentTooBig: the document is larger than may be sent.
	ErrDocumentTooBig = errors.New("hours: document too big")
	// ErrDocumentEmpty: the document holds nothing.
	ErrDocumentEmpty = errors.New("hours: empty document")
	// ErrDocumentType: the content is of no accepted type.
	ErrDocumentType = errors.New("hours: document of a type that is not accepted")
	// ErrDocumentDisguised: the content is not of the type that the name says.
	ErrDocumentDisguised = errors.New("hours: document whose content is not what its name says")
)

// FieldError is what is wrong with one field of an entry.
type FieldError struct {
	// Field names the field as the entry's JSON does, such as "last"; an
	// attestation is "attested." and its identifier.
	Field string
	// Err is one of this package's sentinels, or wraps it.
	Err error
}

// FieldErrors is everything wrong with an entry, in the order of its fields. It
// is an error when it is not empty; [errors.Is] looks into each.
type FieldErrors []FieldError

// Error lists the fields and what is wrong with each.
func (f FieldErrors) Error() string {
	var b strings.Builder
	for i, e := range f {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(e.Field + ": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns every field's error.
func (f FieldErrors) Unwrap() []error {
	all := make([]error, len(f))
	for i, e := range f {
		all[i] = e.Err
	}
	return all
}

// OrNil returns nil when nothing is wrong, so that it may be returned as an
// error.
func (f FieldErrors) OrNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Of returns the error of a field, or nil.
func (f FieldErrors) Of(field string) error {
	for _, e := range f {
		if e.Field == field {
			return e.Err
		}
	}
	return nil
}
