package exemption

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Board is the desk where exemptions are asked for and decided. Store, Documents,
// Ledger and Grounds are required; the other fields may be left at zero.
//
// Every method takes the actor and refuses what [identity.Actor.Check] refuses.
type Board struct {
	Store     Store
	Documents Documents
	// Ledger knows the member's period and what is asked for it.
	Ledger *hours.Ledger
	// Grounds are the grounds in use, by the identifier of their regulation.
	Grounds map[string]Grounds
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
}

// Reliefs implements hours.Reliefs: what was granted to the member, in the order
// of the requests' identifiers.
func (b *Board) Reliefs(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Relief, error) {
	all, err := b.Store.Requests(ctx, org, member)
	if err != nil {
		return nil, err
	}
	granted := []hours.Relief{}
	for _, r := range all {
		if relief, ok := r.Relief(); ok {
			granted = append(granted, relief)
		}
	}
	return granted, nil
}

// GroundsFor returns the grounds on which the member may ask. The errors are
// those of hours.Ledger.Standing, and [ErrNoGrounds].
func (b *Board) GroundsFor(ctx context.Context, actor identity.Actor, member identity.MemberID) (Grounds, error) {
	s, err := b.Ledger.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return Grounds{}, err
	}
	return b.grounds(s.Regulation.ID)
}

func (b *Board) grounds(regulation string) (Grounds, error) {
	g, ok := b.Grounds[regulation]
	if !ok {
		return Grounds{}, fmt.Errorf("%w: %q", ErrNoGrounds, regulation)
	}
	return g, nil
}

// Requests returns the member's requests that the query chooses.
func (b *Board) Requests(ctx context.Context, actor identity.Actor, member identity.MemberID, q Query) ([]Request, error) {
	grounds, err := b.GroundsFor(ctx, actor, member)
	if err != nil {
		return nil, err
	}
	all, err := b.Store.Requests(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	// A draft is its author's alone until it is submitted.
	if !actor.May(identity.Write, actor.Org, member) {
		all = slices.DeleteFunc(all, func(r Request) bool { return r.State == Draft })
	}
	return q.Choose(all, grounds), nil
}

// Request returns one request, or [ErrNotFound].
func (b *Board) Request(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Request, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return Request{}, err
	}
	r, err := b.Store.Request(ctx, Key{actor.Org, member, id})
	if err != nil {
		return Request{}, err
	}
	if r.State == Discarded || r.State == Draft && !actor.May(identity.Write, actor.Org, member) {
		return Request{}, ErrNotFound
	}
	return r, nil
}

// Awaiting returns the organisation's requests that wait for a decision and that
// the query chooses, for staff.
func (b *Board) Awaiting(ctx context.Context, actor identity.Actor, q Query) ([]Request, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	o, err := b.Ledger.Roll.Organisation(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	grounds, err := b.grounds(o.Regulation)
	if err != nil {
		return nil, err
	}
	all, err := b.Store.Awaiting(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	return q.Choose(all, grounds), nil
}

// Begin opens a draft for the current period, already chosen (P40, P42). id is
// the caller's identifier for this press of the button: the same one twice opens
// one draft. An id that is not [identity.WellFormed] is replaced by a new one. The
// error is that of the actor's check, or hours.ErrNotOnRoll.
func (b *Board) Begin(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Request, error) {
	s, err := b.writing(ctx, actor, member)
	if err != nil {
		return Request{}, err
	}
	if s.Part.Empty() {
		return Request{}, hours.ErrNotOnRoll
	}
	if !identity.WellFormed(id) {
		id = b.newID()
	}
	now := b.now()
	return b.change(ctx, Key{actor.Org, member, id}, func(r Request) (Request, []identity.Message, error) {
		if r.Version > 0 {
			return r, nil, errUnchanged
		}
		r.State, r.Period, r.Entry.Period = Draft, s.Period.From, s.Period.Key()
		r.Created, r.Changed = now, now
		return r, nil, nil
	})
}

// Save keeps what was typed, right or wrong. version is that of the draft that
// the page showed; when another page has saved since, the error is [ErrStale] and
// nothing changes. A request already submitted is [ErrProcessed].
func (b *Board) Save(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, typed Entry) (Request, error) {
	return b.own(ctx, actor, member, id, version, Save, func(r Request, _ hours.Standing) (Request, error) {
		r.Entry = typed
		return r, nil
	})
}

// Attach adds a document to a draft (P44). The error is [ErrTooManyDocuments],
// one of [Recognise], [ErrDocumentTooBig], or those of [Board.Save]; after an
// error nothing is kept of the document and the draft is as it was.
func (b *Board) Attach(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, name string, content io.Reader) (Request, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Request{}, err
	}
	name = FileName(name)
	head := make([]byte, HeadLength)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Request{}, err
	}
	media, err := Recognise(name, head[:n])
	if err != nil {
		return Request{}, err
	}
	document := Document{ID: b.newID(), Name: name, Type: media, Added: b.now()}
	key := DocumentKey{Key{actor.Org, member, id}, document.ID}
	whole := io.MultiReader(bytes.NewReader(head[:n]), content)
	document.Size, document.SHA256, err = b.Documents.Put(ctx, key, io.LimitReader(whole, LargestDocument+1))
	if err == nil && document.Size > LargestDocument {
		err = ErrDocumentTooBig
	}
	var changed Request
	if err == nil {
		changed, err = b.own(ctx, actor, member, id, version, Save, func(r Request, _ hours.Standing) (Request, error) {
			if len(r.Documents) >= MostDocuments {
				return r, ErrTooManyDocuments
			}
			r.Documents = append(slices.Clone(r.Documents), document)
			return r, nil
		})
	}
	if err != nil {
		return Request{}, errors.Join(err, b.Documents.Delete(ctx, key))
	}
	return changed, nil
}

// Remove takes a document out of a draft and deletes its content. The error is
// [ErrNotFound] when the draft has no such document, or one of [Board.Save]'s.
func (b *Board) Remove(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, document string) (Request, error) {
	changed, err := b.own(ctx, actor, member, id, version, Save, func(r Request, _ hours.Standing) (Request, error) {
		i := slices.IndexFunc(r.Documents, func(d Document) bool { return d.ID == document })
		if i < 0 {
			return r, ErrNotFound
		}
		r.Documents = slices.Delete(slices.Clone(r.Documents), i, i+1)
		return r, nil
	})
	if err != nil {
		return Request{}, err
	}
	return changed, b.Documents.Delete(ctx, DocumentKey{changed.Key, document})
}

// Open returns a document of a request and its content, to be closed.
func (b *Board) Open(ctx context.Context, actor identity.Actor, member identity.MemberID, id, document string) (Document, io.ReadCloser, error) {
	r, err := b.Request(ctx, actor, member, id)
	if err != nil {
		return Document{}, nil, err
	}
	i := slices.IndexFunc(r.Documents, func(d Document) bool { return d.ID == document })
	if i < 0 {
		return Document{}, nil, ErrNotFound
	}
	content, err := b.Documents.Open(ctx, DocumentKey{r.Key, document})
	return r.Documents[i], content, err
}

// Check returns everything wrong with a draft as it stands; nothing when it may
// be submitted.
func (b *Board) Check(ctx context.Context, actor identity.Actor, r Request) (hours.FieldErrors, error) {
	s, err := b.Ledger.Standing(ctx, actor, r.Member, cycle.Date{})
	if err != nil {
		return nil, err
	}
	grounds, err := b.grounds(s.Regulation.ID)
	if err != nil {
		return nil, err
	}
	_, wrong := r.Entry.Check(Rules{Grounds: grounds, Period: s.Period, Documents: len(r.Documents)})
	return wrong, nil
}

// Submit submits a draft (P49). The error is an hours.FieldErrors when something
// is wrong with it. Submitting again what the same page already submitted changes
// nothing and is no error.
func (b *Board) Submit(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Request, error) {
	now := b.now()
	return b.own(ctx, actor, member, id, version, Submit, func(r Request, s hours.Standing) (Request, error) {
		grounds, err := b.grounds(s.Regulation.ID)
		if err != nil {
			return r, err
		}
		claim, wrong := r.Entry.Check(Rules{Grounds: grounds, Period: s.Period, Documents: len(r.Documents)})
		if len(wrong) > 0 {
			return r, wrong
		}
		r.Claim, r.Submitted, r.Period = claim, now, s.Period.From
		return r, nil
	})
}

// Discard throws a draft away with its documents: nothing of it is kept.
func (b *Board) Discard(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Request, error) {
	var documents []Document
	changed, err := b.own(ctx, actor, member, id, version, Discard, func(r Request, _ hours.Standing) (Request, error) {
		documents = r.Documents
		r.Entry, r.Documents = Entry{}, nil
		return r, nil
	})
	if err != nil {
		return Request{}, err
	}
	for _, d := range documents {
		err = errors.Join(err, b.Documents.Delete(ctx, DocumentKey{changed.Key, d.ID}))
	}
	return changed, err
}

// Withdraw takes back a request that the order has not decided, when the
// organisation lets its members; [ErrProcessed] otherwise.
func (b *Board) Withdraw(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Request, error) {
	return b.own(ctx, actor, member, id, version, Withdraw, func(r Request, s hours.Standing) (Request, error) {
		if !s.Organisation.WithdrawBeforeProcessing {
			return r, ErrProcessed
		}
		return r, nil
	})
}

// Decide applies what staff say of a request, and writes the message that
// announces it to the member in the same transaction (P51). The error is
// [ErrTransition], [ErrStale], or an hours.FieldErrors.
func (b *Board) Decide(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, v Verdict) (Request, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Request{}, err
	}
	before, err := b.Request(ctx, actor, member, id)
	if err != nil {
		return Request{}, err
	}
	s, err := b.Ledger.Standing(ctx, actor, member, before.Period)
	if err != nil {
		return Request{}, err
	}
	asked := s.Evaluate(nil, nil).Total().Asked
	v.Reason = hours.Tidy(v.Reason)
	now, letter := b.now(), b.newID()
	return b.change(ctx, before.Key, func(r Request) (Request, []identity.Message, error) {
		if r.Version != version {
			return r, nil, ErrStale
		}
		r, err := r.Decide(v, asked, actor.Name, now)
		if err != nil {
			return r, nil, err
		}
		return r, []identity.Message{r.announce(s.Member, letter, now)}, nil
	})
}

// announce returns the message that tells the member of the latest decision. It
// holds neither the ground nor the reason: an e-mail is no place for them.
func (r Request) announce(m identity.Member, id string, at time.Time) identity.Message {
	return identity.Message{
		Org: r.Org, Member: r.Member, ID: id, Kind: identity.ExemptionDecided,
		To: m.Email, Language: m.Language, Written: at,
		Values: map[string]string{"request": r.ID, "state": string(r.State), "name": m.Name()},
	}
}

func (b *Board) writing(ctx context.Context, actor identity.Actor, member identity.MemberID) (hours.Standing, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return hours.Standing{}, err
	}
	return b.Ledger.Standing(ctx, actor, member, cycle.Date{})
}

// own runs an event of the member's on one of their requests.
func (b *Board) own(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, e Event, fn func(Request, hours.Standing) (Request, error)) (Request, error) {
	s, err := b.writing(ctx, actor, member)
	if err != nil {
		return Request{}, err
	}
	now := b.now()
	return b.change(ctx, Key{actor.Org, member, id}, func(r Request) (Request, []identity.Message, error) {
		next, err := r.State.Next(e)
		switch {
		case r.Version == 0 || r.State == Discarded:
			return r, nil, ErrNotFound
		case e == Submit && r.State == Submitted && r.Version == version+1:
			return r, nil, errUnchanged
		case err != nil && r.State != Draft:
			return r, nil, fmt.Errorf("%w: %w", ErrProcessed, err)
		case err != nil:
			return r, nil, err
		case r.Version != version:
			return r, nil, ErrStale
		}
		if r, err = fn(r, s); err != nil {
			return r, nil, err
		}
		r.State, r.Changed = next, now
		return r, nil, nil
	})
}

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("exemption: unchanged")

func (b *Board) change(ctx context.Context, key Key, fn func(Request) (Request, []identity.Message, error)) (Request, error) {
	var unchanged Request
	changed, err := b.Store.Change(ctx, key, func(r Request) (Request, []identity.Message, error) {
		unchanged = r
		return fn(r)
	})
	if errors.Is(err, errUnchanged) {
		return unchanged, nil
	}
	return changed, err
}

func (b *Board) now() time.Time {
	if b.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return b.Now().UTC().Truncate(identity.Precision)
}

func (b *Board) newID() string {
	if b.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return b.NewID()
}
