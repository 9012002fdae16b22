package exam

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Because says why an operator does something: a ground of the event's, and what they
// write beside it.
type Because struct {
	// Command names what is done, so that sending it again does nothing more.
	Command string
	Ground  Ground
	Note    string
}

// Sitting returns one sitting of a learner's, as it is now.
func (d *ServicePoint) Sitting(ctx context.Context, actor identity.Actor, key Key) (Sitting, error) {
	if _, _, err := d.operatedOn(ctx, actor, key); err != nil {
		return Sitting{}, err
	}
	s, err := d.Store.Sitting(ctx, key)
	return s.At(d.now()), err
}

// Cancel takes the authorisation back, as long as the learner has not begun (E7). The
// error is a [Lost] when they have: [ErrBegun] says when.
func (d *ServicePoint) Cancel(ctx context.Context, actor identity.Actor, key Key, b Because) (Sitting, error) {
	return d.operate(ctx, actor, key, Cancel, b, Command{})
}

// Terminate ends the exam for the learner (E15, E16): the result is the points
// accumulated so far. The error is a [Lost] when it has ended: [ErrSubmitted] says that
// the learner ended it, and when.
func (d *ServicePoint) Terminate(ctx context.Context, actor identity.Actor, key Key, b Because) (Sitting, error) {
	return d.operate(ctx, actor, key, Terminate, b, Command{})
}

// Grant gives time, ahead or while the exam is running. The error is an
// hours.FieldErrors on "time", "ground" or "note", or a [Lost].
func (d *ServicePoint) Grant(ctx context.Context, actor identity.Actor, key Key, more time.Duration, b Because) (Sitting, error) {
	return d.operate(ctx, actor, key, Grant, b, Command{Time: more})
}

// Pause stops the clock, and hides the questions. The error is [ErrNoPause] for an exam
// that may not be paused, or a [Lost].
func (d *ServicePoint) Pause(ctx context.Context, actor identity.Actor, key Key, b Because) (Sitting, error) {
	return d.operate(ctx, actor, key, Pause, b, Command{})
}

// Resume starts the clock again.
func (d *ServicePoint) Resume(ctx context.Context, actor identity.Actor, key Key, b Because) (Sitting, error) {
	return d.operate(ctx, actor, key, Resume, b, Command{})
}

// Move assigns another workstation, or any when its name is empty. The browser at the
// former one is cut off, and the learner launches the exam at the new one. The error is
// an hours.FieldErrors on "workstation", or a [Lost].
func (d *ServicePoint) Move(ctx context.Context, actor identity.Actor, key Key, workstation string, b Because) (Sitting, error) {
	return d.operate(ctx, actor, key, Move, b, Command{Workstation: workstation})
}

// operate applies an operator's command once what was typed is right.
func (d *ServicePoint) operate(ctx context.Context, actor identity.Actor, key Key, e Event, b Because, c Command) (Sitting, error) {
	_, p, err := d.workedOn(ctx, actor, key)
	if err != nil {
		return Sitting{}, err
	}
	c.ID, c.Event, c.By, c.Ground, c.Note = b.Command, e, PersonOf(actor), b.Ground, hours.Tidy(b.Note)
	if wrong := c.check(p); len(wrong) > 0 {
		return Sitting{}, wrong
	}
	s, _, err := d.command(ctx, key, c)
	return s, err
}

// check returns what is wrong with what an operator typed.
func (c Command) check(p Point) hours.FieldErrors {
	var wrong hours.FieldErrors
	if len(c.Event.Grounds()) > 0 && grounded(c) != nil {
		err := hours.ErrUnknownChoice
		if c.Ground == "" {
			err = hours.ErrMissing
		}
		wrong = append(wrong, hours.FieldError{Field: "ground", Err: err})
	}
	switch {
	case len([]rune(c.Note)) > LongestNote:
		wrong = append(wrong, hours.FieldError{Field: "note", Err: hours.ErrTooLong})
	case c.Note == "" && (c.Event == Grant || c.Event == Terminate && c.Ground != FinishedUnclosed):
		wrong = append(wrong, hours.FieldError{Field: "note", Err: hours.ErrMissing})
	}
	if c.Event == Grant && (c.Time <= 0 || c.Time > MostGranted) {
		wrong = append(wrong, hours.FieldError{Field: "time", Err: ErrTime})
	}
	if c.Event == Move && c.Workstation != "" && !p.Named(c.Workstation) {
		wrong = append(wrong, hours.FieldError{Field: "workstation", Err: ErrNoWorkstation})
	}
	return wrong
}
