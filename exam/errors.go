package exam

import (
	"errors"
	"time"
)

// The errors of this package; compare with [errors.Is]. What is wrong with a field is
// an hours.FieldErrors.
var (
	// ErrNotFound: there is no such service point, learner or sitting, or the actor may
	// not know that there is.
	ErrNotFound = errors.New("exam: not found")
	// ErrStale: somebody else changed it since it was read.
	ErrStale = errors.New("exam: changed since it was read")
	// ErrTransition: the state has no such event.
	ErrTransition = errors.New("exam: not possible in this state")

	// What wins over a command. [Lost] says when, and by whom.

	// ErrNotAuthorised: nobody authorised the sitting.
	ErrNotAuthorised = errors.New("exam: not authorised")
	// ErrAuthorised: it is authorised already.
	ErrAuthorised = errors.New("exam: authorised already")
	// ErrCancelled: the authorisation was cancelled (E7).
	ErrCancelled = errors.New("exam: the authorisation was cancelled")
	// ErrLapsed: the authorisation lapsed before the learner began.
	ErrLapsed = errors.New("exam: the authorisation has lapsed")
	// ErrWithdrawn: the attempt was withdrawn with its authorisation.
	ErrWithdrawn = errors.New("exam: the attempt was withdrawn")
	// ErrNotLaunched: the learner has not launched the exam.
	ErrNotLaunched = errors.New("exam: not launched")
	// ErrNotBegun: the learner has not begun.
	ErrNotBegun = errors.New("exam: not begun")
	// ErrBegun: the learner has begun.
	ErrBegun = errors.New("exam: begun already")
	// ErrPaused: the exam is paused.
	ErrPaused = errors.New("exam: paused")
	// ErrNotPaused: the exam is not paused.
	ErrNotPaused = errors.New("exam: not paused")
	// ErrSubmitted: the learner ended the exam.
	ErrSubmitted = errors.New("exam: submitted already")
	// ErrTimedOut: the time ran out.
	ErrTimedOut = errors.New("exam: the time has run out")
	// ErrTerminated: an operator ended the exam.
	ErrTerminated = errors.New("exam: ended by an operator")
	// ErrSuperseded: the exam was launched again since, here or elsewhere.
	ErrSuperseded = errors.New("exam: launched again since")
	// ErrSequence: another answer to the question came first.
	ErrSequence = errors.New("exam: a later answer is kept")

	// ErrNoPause: this exam may not be paused.
	ErrNoPause = errors.New("exam: this exam may not be paused")
	// ErrWorkstation: the sitting is assigned to another workstation.
	ErrWorkstation = errors.New("exam: assigned to another workstation")
	// ErrNoQuestion: the question is not one of the sitting's.
	ErrNoQuestion = errors.New("exam: not a question of this sitting")
	// ErrCommand: the command has no identifier, or one that another command had.
	ErrCommand = errors.New("exam: the identifier of the command is missing or used")
	// ErrGround: the ground is not one of the event's.
	ErrGround = errors.New("exam: not a ground of this event")
	// ErrTime: the time to be granted is not above zero, or too long.
	ErrTime = errors.New("exam: not a time that may be granted")
	// ErrUnproved: the learner's identity is not confirmed (E4).
	ErrUnproved = errors.New("exam: the identity is not confirmed")
	// ErrNoPhoto: there is no accepted photo (E5).
	ErrNoPhoto = errors.New("exam: no accepted photo")
	// ErrEnrolled: the learner does not follow the training that the exam ends.
	ErrEnrolled = errors.New("exam: not in training for this exam")
	// ErrLive: another sitting of the learner's has not ended.
	ErrLive = errors.New("exam: another sitting has not ended")
	// ErrPointClosed: the service point's day has ended.
	ErrPointClosed = errors.New("exam: the service point is closed for the day")

	// ErrNotEnded: the sitting has not ended with a result.
	ErrNotEnded = errors.New("exam: not ended with a result")
	// ErrContinued: another sitting continues it.
	ErrContinued = errors.New("exam: continued already")
	// ErrCardIssued: the attestation card was issued, and the result stands.
	ErrCardIssued = errors.New("exam: the card is issued")
	// ErrNoCard: the sitting was not passed, or another continues it.
	ErrNoCard = errors.New("exam: no card for this sitting")
	// ErrUnknownCode: no card has the code.
	ErrUnknownCode = errors.New("exam: no card has this code")

	// ErrHour: not an hour of the day, such as 17:00.
	ErrHour = errors.New("exam: not an hour of the day")
	// ErrNumberForm: the number does not have the form of its card's.
	ErrNumberForm = errors.New("exam: not the form of such a number")
	// ErrBirth: nobody is born on that day who sits an exam.
	ErrBirth = errors.New("exam: not a possible date of birth")
	// ErrBirthDiffers: the date of birth is not that of the number or of the file.
	ErrBirthDiffers = errors.New("exam: another date of birth")
	// ErrNameHint and ErrBirthHint: the number may be mistyped, since it does not go
	// with the name or with the date of birth; the operator has to say that it is right.
	ErrNameHint  = errors.New("exam: the number does not go with the name")
	ErrBirthHint = errors.New("exam: the number does not go with the date of birth")
	// ErrWait: too many confirmations failed; [Wait] says until when.
	ErrWait = errors.New("exam: too many attempts")
	// ErrUnattested: the operator has to look at this, and say that it is as asked or
	// why it is accepted.
	ErrUnattested = errors.New("exam: to be attested")
	// ErrPhotoRefused: something measured in the crop cannot be accepted.
	ErrPhotoRefused = errors.New("exam: the photo does not meet the rules")
	// ErrEmail: not an e-mail address.
	ErrEmail = errors.New("exam: not an e-mail address")
	// ErrRegistration: the operator's registration is not complete (E1).
	ErrRegistration = errors.New("exam: the registration is not complete")
	// ErrWorkstations: the service point has as many workstations as it may have.
	ErrWorkstations = errors.New("exam: no more workstations")
	// ErrNoWorkstation: the service point has no such workstation.
	ErrNoWorkstation = errors.New("exam: no such workstation")
)

// Lost is a refusal that something else won: what it was, when, and who did it. It is
// the error of its Err.
type Lost struct {
	Err error
	// Event is what won, At when it happened; the zero time when nothing has happened
	// yet.
	Event Event
	At    time.Time
	By    Person
}

// Error says what won.
func (l Lost) Error() string {
	if l.At.IsZero() {
		return l.Err.Error()
	}
	return l.Err.Error() + " (" + string(l.Event) + " at " + l.At.UTC().Format(time.RFC3339) + ")"
}

// Unwrap returns the error that it is.
func (l Lost) Unwrap() error { return l.Err }

// Wait is [ErrWait], until an instant.
type Wait struct{ Until time.Time }

// Error says until when.
func (w Wait) Error() string {
	return ErrWait.Error() + " (until " + w.Until.UTC().Format(time.RFC3339) + ")"
}

// Unwrap returns [ErrWait].
func (w Wait) Unwrap() error { return ErrWait }
