package exemption

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// A request is for the days of its ground in one reference period. When the ground
// straddles two, each has a request of its own (the social workers' order says so on
// its page on exemptions), and the second is made from the first.

// Straddles returns the reference periods beside the request's own, the earlier
// first, in which its ground has days too and for which the member has not asked.
// The errors are those of hours.Ledger.Standing.
func (b *Board) Straddles(ctx context.Context, actor identity.Actor, r Request) ([]cycle.Period, error) {
	s, err := b.Ledger.Standing(ctx, actor, r.Member, r.Period)
	if err != nil {
		return nil, err
	}
	beside := r.beside(s)
	if len(beside) == 0 {
		return nil, nil
	}
	all, err := b.Store.Requests(ctx, actor.Org, r.Member)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(beside, func(p cycle.Period) bool {
		return slices.ContainsFunc(all, func(o Request) bool { return o.Period == p.From && o.answers(r) })
	}), nil
}

// Linked returns the member's requests for other periods that were made with this
// one, the earlier period first.
func (b *Board) Linked(ctx context.Context, actor identity.Actor, r Request) ([]Request, error) {
	if err := actor.Check(identity.Read, actor.Org, r.Member); err != nil {
		return nil, err
	}
	all, err := b.Store.Requests(ctx, actor.Org, r.Member)
	if err != nil {
		return nil, err
	}
	own := actor.May(identity.Write, actor.Org, r.Member)
	linked := slices.DeleteFunc(all, func(o Request) bool {
		return o.ID == r.ID || o.State == Discarded || o.State == Draft && !own || !o.linked(r)
	})
	slices.SortStableFunc(linked, func(x, y Request) int { return x.Period.Compare(y.Period) })
	return linked, nil
}

// Follow opens a draft for another period in which the ground of a submitted request
// has days too: with the same ground, dates and explanations, and a copy of the
// documents, so that nothing that is done to one touches the other. What was
// committed to is to be ticked again. A request for that period that was made from
// this one is returned as it is. The error is [ErrOutsidePeriod] when the ground has
// no day in that period beside its own, or one of [Board.Save]'s.
func (b *Board) Follow(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, period cycle.Date) (Request, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Request{}, err
	}
	r, err := b.Request(ctx, actor, member, id)
	if err != nil {
		return Request{}, err
	}
	if r.State == Draft {
		return Request{}, ErrTransition
	}
	s, err := b.Ledger.Standing(ctx, actor, member, r.Period)
	if err != nil {
		return Request{}, err
	}
	if !slices.ContainsFunc(r.beside(s), func(p cycle.Period) bool { return p.From == period }) {
		return Request{}, ErrOutsidePeriod
	}
	linked, err := b.Linked(ctx, actor, r)
	if err != nil {
		return Request{}, err
	}
	if i := slices.IndexFunc(linked, func(o Request) bool { return o.Period == period && o.answers(r) }); i >= 0 {
		return linked[i], nil
	}
	return b.follow(ctx, r, period)
}

// follow copies the documents, then opens the draft that holds the copies.
func (b *Board) follow(ctx context.Context, r Request, period cycle.Date) (Request, error) {
	key := Key{Org: r.Org, Member: r.Member, ID: r.ID + "-" + period.String()}
	if before, err := b.Store.Request(ctx, key); err == nil && before.State != Draft || !identity.WellFormed(key.ID) {
		key.ID = b.newID() // the one that was made from it is gone
	}
	copies := make([]hours.Document, 0, len(r.Documents))
	var err error
	for _, d := range r.seen().Documents {
		if d, err = b.copy(ctx, r.Key, key, d); err != nil {
			break
		}
		copies = append(copies, d)
	}
	var followed Request
	if err == nil {
		now := b.now()
		followed, err = b.change(ctx, key, untold(func(o Request) (Request, []identity.Message, error) {
			if o.Version > 0 {
				return o, nil, errUnchanged
			}
			o.State, o.Period, o.Follows, o.Created, o.Changed = Draft, period, r.ID, now, now
			o.Entry = r.Entry
			o.Entry.Period, o.Entry.Committed = period.String(), nil
			for _, d := range copies {
				d.Added = now
				o.Documents = append(o.Documents, d)
			}
			return o, nil, nil
		}))
	}
	// Of a draft that another press had opened, or none could be, no copy is kept.
	for _, d := range copies {
		err = errors.Join(err, b.forgetUnlessHeld(ctx, hours.DocumentKey{Key: key, Document: d.ID}))
	}
	return followed, err
}

// copy copies the content of a document of one request for another.
func (b *Board) copy(ctx context.Context, from, to Key, d hours.Document) (hours.Document, error) {
	content, err := b.Documents.Open(ctx, hours.DocumentKey{Key: from, Document: d.ID})
	if err != nil {
		return hours.Document{}, err
	}
	d.ID, d.Added = b.newID(), time.Time{}
	d.Size, d.SHA256, err = b.Documents.Put(ctx, hours.DocumentKey{Key: to, Document: d.ID}, content)
	return d, errors.Join(err, content.Close())
}

// beside returns the periods next to the request's own in which its ground has days,
// and the member a part, the earlier first. Rolling windows hold each other's days:
// none is beside another.
func (r Request) beside(s hours.Standing) []cycle.Period {
	span := r.days()
	if span.Empty() || s.Version.Calendar.Step > 0 {
		return nil
	}
	var all []cycle.Period
	for _, day := range []cycle.Date{s.Period.From.AddDays(-1), s.Period.To} {
		other, err := s.In(day)
		if err == nil && other.Period != s.Period && span.Overlaps(other.Period.Span) && !other.Part.Empty() {
			all = append(all, other.Period)
		}
	}
	return all
}

// days are those of the ground: as typed in a draft, as claimed otherwise; the zero
// Span when they cannot be read.
func (r Request) days() cycle.Span {
	first, last := r.Claim.First, r.Claim.Last
	if r.State == Draft {
		first, _ = r.Entry.First.Read()
		last, _ = r.Entry.Last.Read()
	}
	span, err := cycle.Days(first, last)
	if err != nil {
		return cycle.Span{}
	}
	return span
}

// linked reports two requests of which one was made from the other, or both from a
// third.
func (r Request) linked(o Request) bool {
	return r.Follows == o.ID || o.Follows == r.ID || r.Follows != "" && r.Follows == o.Follows
}

// answers reports a request that is for the same ground as the other, and still
// counts as one.
func (r Request) answers(o Request) bool {
	switch r.State {
	case Discarded, Withdrawn, Cancelled:
		return false
	default:
		return r.linked(o) || r.State != Draft && r.Entry.Ground == o.Entry.Ground && r.days() == o.days()
	}
}
