package identity

import "context"

// Trail keeps what was tried at a [Directory], whether it was done or not. Note must not
// hold the caller up, and what it cannot keep it says elsewhere: an attempt is not
// undone for the want of its trace. The context is never cancelled: whoever hangs up
// leaves a trace all the same.
type Trail interface {
	Note(ctx context.Context, e Event)
}

// Note keeps the event of another desk in the [Trail], as the error leaves it when it has
// no outcome yet.
func (d *Directory) Note(ctx context.Context, e Event, err error) {
	if e.Outcome == "" {
		d.note(ctx, e, err)
	} else if d.Trail != nil {
		d.Trail.Note(context.WithoutCancel(ctx), e.Clean())
	}
}

// note keeps the event as the error leaves it; deferred, with the error that the desk
// returns. An event without an instant is of the present one.
func (d *Directory) note(ctx context.Context, e Event, err error) {
	if d.Trail == nil {
		return
	}
	if e.At.IsZero() {
		e.At = d.now()
	}
	d.Trail.Note(context.WithoutCancel(ctx), e.After(err).Clean())
}
