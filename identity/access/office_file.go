package access

import (
	"context"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// File is a request as staff see it.
type File struct {
	Request Request
	// Reasons is everything that has it refused, now.
	Reasons []Reason
	// Account is whose the user's address is; the zero Account for nobody.
	Account identity.Account
	// Own says that the request is the reader's own, who may not decide on it.
	Own bool
	// By is the name of whoever decided, and RecordedBy that of whoever recorded a form on
	// paper; empty for nobody.
	By, RecordedBy string
}

// Queue returns the requests that wait for a decision, the oldest first.
func (o *Office) Queue(ctx context.Context, actor identity.Actor) ([]Request, error) {
	if err := staff(actor); err != nil {
		return nil, err
	}
	return o.Store.Waiting(ctx, actor.Org, ForStaff)
}

// Requests returns every request but drafts, the latest first: nobody but who fills it in
// sees what is not sent.
func (o *Office) Requests(ctx context.Context, actor identity.Actor) ([]Request, error) {
	if err := staff(actor); err != nil {
		return nil, err
	}
	all, err := o.Store.Requests(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	now := o.now()
	for i, r := range all {
		all[i] = r.At(now)
	}
	all = slices.DeleteFunc(all, func(r Request) bool { return r.Submitted.IsZero() })
	slices.SortFunc(all, func(a, b Request) int { return b.Submitted.Compare(a.Submitted) })
	return all, nil
}

// File returns a request that was sent, with everything that has it refused.
func (o *Office) File(ctx context.Context, actor identity.Actor, id string) (File, error) {
	if err := staff(actor); err != nil {
		return File{}, err
	}
	r, err := o.Store.Request(ctx, actor.Org, id)
	if err != nil {
		return File{}, err
	}
	if r = r.At(o.now()); r.Submitted.IsZero() {
		return File{}, ErrNotFound
	}
	f, err := o.file(ctx, r)
	if err != nil {
		return File{}, err
	}
	f.Own = concerns(actor, f)
	if f.By, err = o.nameOf(ctx, r.Org, r.DecidedBy); err == nil && r.Paper != nil {
		f.RecordedBy, err = o.nameOf(ctx, r.Org, r.Paper.By)
	}
	return f, err
}

func (o *Office) file(ctx context.Context, r Request) (File, error) {
	zone, err := o.zone(ctx, r.Org)
	if err != nil {
		return File{}, err
	}
	a, several, err := o.at(ctx, r.Org, r.User.Email)
	if err != nil {
		return File{}, err
	}
	var known Known
	if a.ID != "" {
		same, err := o.sameHolder(ctx, a, r.User)
		if err != nil {
			return File{}, err
		}
		known = Known{Taken: several || !same, Closed: !a.Usable()}
	}
	if several || known.Taken {
		a = identity.Account{}
	}
	return File{Request: r, Reasons: o.Catalogue.Reasons(r, known, zone), Account: a}, nil
}

// concerns reports that the request is the actor's own: nobody decides on theirs.
func concerns(actor identity.Actor, f File) bool {
	return f.Account.ID != "" && f.Account.ID == actor.Account ||
		f.Request.User.is(actor.Name) || f.Request.Authoriser.is(actor.Name)
}
