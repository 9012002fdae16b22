package access

import (
	"context"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Record records a form that came on paper or scanned (A5), under an identifier that the
// page drew. What is wrong with its fields is hours.FieldErrors; what has it refused is
// for the decision.
func (o *Office) Record(ctx context.Context, actor identity.Actor, id string, e Entry, paper Paper, user, authoriser *Signature) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRequestRecord, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := staff(actor); err != nil {
		return Request{}, err
	}
	if !identity.WellFormed(id) {
		return Request{}, ErrNotFound
	}
	zone, err := o.zone(ctx, actor.Org)
	if err != nil {
		return Request{}, err
	}
	paper.By = actor.Account
	return o.Store.ChangeRequest(ctx, actor.Org, id, func(r Request) (Request, []identity.Message, error) {
		if r.Paper != nil && r.Paper.By == actor.Account {
			return r, nil, nil
		}
		r, err := r.Record(e, paper, user, authoriser, now)
		if errors.Is(err, ErrStep) || errors.Is(err, ErrEnded) {
			return r, nil, ErrNotFound
		}
		if err != nil {
			return r, nil, err
		}
		wrong := append(o.Catalogue.Missing(r), paperWrong(r, now, zone)...)
		if len(wrong) > 0 {
			return r, nil, wrong
		}
		return r, nil, nil
	})
}

// paperWrong returns what cannot be of a form on paper.
func paperWrong(r Request, now time.Time, zone *time.Location) hours.FieldErrors {
	var wrong hours.FieldErrors
	add := func(bad bool, field string, err error) {
		if bad {
			wrong = append(wrong, hours.FieldError{Field: field, Err: err})
		}
	}
	today := cycle.DateOf(now, zone)
	add(r.Paper.Received.IsZero() || r.Paper.Received.After(today), "received", hours.ErrFuture)
	add(r.Paper.Edition.IsZero() || r.Paper.Edition.After(today), "edition", hours.ErrFuture)
	add(r.Paper.Forms < 1, "forms", hours.ErrMissing)
	for _, s := range []struct {
		by    *Signature
		field string
	}{{r.UserSigned, "userSigned"}, {r.AuthoriserSigned, "authoriserSigned"}} {
		if s.by == nil {
			continue
		}
		add(hours.Tidy(s.by.Name) == "", s.field+"Name", hours.ErrMissing)
		add(len([]rune(s.by.Name)) > 2*LongestName, s.field+"Name", hours.ErrTooLong)
		add(s.by.On.IsZero() || s.by.On.After(today), s.field, hours.ErrFuture)
	}
	return wrong
}
