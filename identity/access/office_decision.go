package access

import (
	"context"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Accept accepts a request that nothing has refused, and gives the service to the user's
// account, or to a new one (A8). Accepting again finishes what was begun. The error is
// [ErrReasons] while something has it refused, [ErrStale] when the request has changed
// since version, and [ErrForbidden] for one's own request.
func (o *Office) Accept(ctx context.Context, actor identity.Actor, id string, version int64) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRequestAccept, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	f, err := o.File(ctx, actor, id)
	if err != nil {
		return Request{}, err
	}
	if f.Request.State == Accepted && f.Request.DecidedBy == actor.Account {
		return o.grant(ctx, f.Request, now)
	}
	if f.Own {
		return Request{}, ErrForbidden
	}
	if len(f.Reasons) > 0 {
		return Request{}, ErrReasons
	}
	account, name := f.Account.ID, ""
	if account == "" {
		account = accountID(f.Request.User.Email)
		if name, err = o.drawLogin(f.Request.User); err != nil {
			return Request{}, err
		}
	}
	r, err := o.Store.ChangeRequest(ctx, actor.Org, id, func(r Request) (Request, []identity.Message, error) {
		if r.Version != version {
			return r, nil, ErrStale
		}
		r, err := r.Accept(actor.Account, account, name, now)
		return r, nil, err
	})
	if err != nil {
		return Request{}, err
	}
	return o.grant(ctx, r, now)
}

// Refuse refuses a request with every reason at once: those that rules find, and the
// grounds and the note that staff add. Both are told. The errors are those of
// [Office.Accept], and [ErrNoGround].
func (o *Office) Refuse(ctx context.Context, actor identity.Actor, id string, version int64, grounds []string, note string) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRequestRefuse, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	f, err := o.File(ctx, actor, id)
	if err != nil {
		return Request{}, err
	}
	if f.Own {
		return Request{}, ErrForbidden
	}
	all, note, err := o.grounds(f, grounds, note)
	if err != nil {
		return Request{}, err
	}
	return o.Store.ChangeRequest(ctx, actor.Org, id, func(r Request) (Request, []identity.Message, error) {
		if r.Version != version {
			return r, nil, ErrStale
		}
		r, err := r.Refuse(actor.Account, all, note, now)
		if err != nil {
			return r, nil, err
		}
		return r, o.refused(r, now), nil
	})
}

// Refusal returns the letters that [Office.Refuse] would write, that to the user first:
// what staff read before they refuse. The errors are the same.
func (o *Office) Refusal(ctx context.Context, actor identity.Actor, id string, grounds []string, note string) ([]identity.Message, error) {
	now := o.now()
	f, err := o.File(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if f.Own {
		return nil, ErrForbidden
	}
	all, note, err := o.grounds(f, grounds, note)
	if err != nil {
		return nil, err
	}
	r, err := f.Request.Refuse(actor.Account, all, note, now)
	if err != nil {
		return nil, err
	}
	return o.refused(r, now), nil
}

// grounds returns every ground of a refusal, and the note: what rules find, and what
// staff add.
func (o *Office) grounds(f File, added []string, note string) ([]string, string, error) {
	var all []string
	for _, reason := range f.Reasons {
		all = append(all, string(reason))
	}
	for _, id := range added {
		g, known := o.Catalogue.Ground(id)
		if !known || g.Found {
			return nil, "", hours.FieldErrors{{Field: "grounds", Err: hours.ErrUnknownChoice}}
		}
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	if note = hours.Tidy(note); len([]rune(note)) > LongestNote {
		return nil, "", hours.FieldErrors{{Field: "note", Err: hours.ErrTooLong}}
	}
	return all, note, nil
}

// refused writes to both why a request is refused.
func (o *Office) refused(r Request, now time.Time) []identity.Message {
	letters := o.both(r, identity.AccessRefused, now, map[string]string{"note": r.Note})
	for i := range letters {
		for _, id := range r.Grounds {
			g, _ := o.Catalogue.Ground(id)
			letters[i].Lines = append(letters[i].Lines, identity.MessageLine{Label: g.Label})
		}
	}
	return letters
}
