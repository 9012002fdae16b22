package certificate

import "errors"

// The errors of this package; compare with [errors.Is]. What is wrong with a
// field is an hours.FieldErrors.
var (
	// ErrNotFound: there is no such certificate, or the actor may not know that
	// there is.
	ErrNotFound = errors.New("certificate: not found")
	// ErrUnknownCode: the code is well formed, and no certificate has it.
	ErrUnknownCode = errors.New("certificate: no certificate has this code")
	// ErrMistyped: what was given is no code, or has a wrong character; no
	// certificate ever had it.
	ErrMistyped = errors.New("certificate: not a code, or mistyped")
	// ErrStale: somebody else changed it since it was read.
	ErrStale = errors.New("certificate: changed since it was read")
	// ErrTransition: the state of the certificate has no such event.
	ErrTransition = errors.New("certificate: not possible in this state")
	// ErrNothingToState: the member was on the roll on no day of the period, so that
	// nothing can be stated of it.
	ErrNothingToState = errors.New("certificate: nothing to state of this period")
	// ErrUnprintable: a name has characters that the PDF cannot print; the page can.
	ErrUnprintable = errors.New("certificate: characters that the PDF cannot print")
)
