package audit

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Attach adds a document to evidence that is not sent yet, for the member. The error
// is that of the actor's check, hours.ErrNotFound, hours.ErrTransition,
// hours.ErrStale, hours.ErrTooManyDocuments, one of hours.Recognise or
// hours.ErrDocumentTooBig; after any of them nothing is kept of the document. After an
// error of the store's the evidence may hold the document, and then its content is
// kept.
func (a *Auditor) Attach(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, name string, content io.Reader) (hours.Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return hours.Declaration{}, err
	}
	now := a.now()
	version, err := a.lapse(ctx, actor.Org, member, id, version, now)
	if err != nil {
		return hours.Declaration{}, err
	}
	key := hours.Key{Org: actor.Org, Member: member, ID: id}
	before, err := a.Ledger.Declaration(ctx, actor, member, id)
	if err != nil {
		return hours.Declaration{}, err
	}
	// What would be refused is refused before anything is written.
	if err := unsent(before, version); err != nil {
		return hours.Declaration{}, err
	}
	if len(before.Evidence.Documents) >= hours.MostDocuments {
		return hours.Declaration{}, hours.ErrTooManyDocuments
	}
	document, err := hours.KeepDocument(ctx, a.Documents, hours.DocumentKey{Key: key, Document: a.newID()}, name, content)
	if err != nil {
		return hours.Declaration{}, err
	}
	changed, err := a.edit(ctx, key, version, func(d hours.Declaration) (hours.Declaration, error) { return d.Attach(document, now) })
	if err != nil {
		return hours.Declaration{}, errors.Join(err, a.forgetUnlessHeld(ctx, hours.DocumentKey{Key: key, Document: document.ID}))
	}
	return changed, nil
}

// forgetUnlessHeld deletes the content of a document that could not be added. A store
// whose connection broke while it was writing may have written all the same: the
// content stays when the evidence holds the document, and when that cannot be told.
func (a *Auditor) forgetUnlessHeld(ctx context.Context, key hours.DocumentKey) error {
	ctx = context.WithoutCancel(ctx)
	d, err := a.Ledger.Store.Declaration(ctx, key.Key)
	if err != nil || d.Evidence != nil && slices.ContainsFunc(d.Evidence.Documents, func(one hours.Document) bool { return one.ID == key.Document }) {
		return err
	}
	return a.Documents.Delete(ctx, key)
}

// Detach takes a document out of evidence that is not sent yet, for the member, and
// deletes its content. The error is that of the actor's check, hours.ErrNotFound,
// hours.ErrTransition or hours.ErrStale.
func (a *Auditor) Detach(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, document string) (hours.Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return hours.Declaration{}, err
	}
	now := a.now()
	version, err := a.lapse(ctx, actor.Org, member, id, version, now)
	if err != nil {
		return hours.Declaration{}, err
	}
	key := hours.Key{Org: actor.Org, Member: member, ID: id}
	changed, err := a.edit(ctx, key, version, func(d hours.Declaration) (hours.Declaration, error) { return d.Detach(document, now) })
	if err != nil {
		return hours.Declaration{}, err
	}
	return changed, a.Documents.Delete(context.WithoutCancel(ctx), hours.DocumentKey{Key: key, Document: document})
}

// edit runs a change of what is not sent yet, which the history does not tell.
func (a *Auditor) edit(ctx context.Context, key hours.Key, version int64, fn func(hours.Declaration) (hours.Declaration, error)) (hours.Declaration, error) {
	return a.Ledger.Store.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		if err := unsent(d, version); err != nil {
			return d, hours.Telling{}, err
		}
		d, err := fn(d)
		return d, hours.Telling{}, err
	})
}

// unsent refuses what is not evidence that may still be changed by the member.
func unsent(d hours.Declaration, version int64) error {
	switch {
	case d.Version == 0 || d.Evidence == nil:
		return hours.ErrNotFound
	case !d.Evidenced().Has(hours.SendEvidence):
		return hours.ErrTransition
	case d.Version != version:
		return hours.ErrStale
	}
	return nil
}

// Open returns a document of evidence and its content, to be closed. What the member
// has not sent is the member's alone. The error is that of the actor's check, or
// hours.ErrNotFound, also once the content is deleted.
func (a *Auditor) Open(ctx context.Context, actor identity.Actor, member identity.MemberID, id, document string) (hours.Document, io.ReadCloser, error) {
	d, err := a.Ledger.Declaration(ctx, actor, member, id)
	if err != nil {
		return hours.Document{}, nil, err
	}
	if d = shown(d, actor); d.Evidence == nil {
		return hours.Document{}, nil, hours.ErrNotFound
	}
	i := slices.IndexFunc(d.Evidence.Documents, func(one hours.Document) bool { return one.ID == document })
	if i < 0 || !d.Evidence.Erased.IsZero() {
		return hours.Document{}, nil, hours.ErrNotFound
	}
	content, err := a.Documents.Open(ctx, hours.DocumentKey{Key: d.Key, Document: document})
	if err != nil {
		return hours.Document{}, nil, err
	}
	return d.Evidence.Documents[i], content, nil
}

// shown returns the declaration as the actor may see its evidence: documents that are
// not sent are their owner's alone.
func shown(d hours.Declaration, actor identity.Actor) hours.Declaration {
	if d.Evidence == nil || actor.May(identity.Write, d.Org, d.Member) || !d.Evidence.At(hours.SendEvidence).IsZero() {
		return d
	}
	e := *d.Evidence
	e.Documents, d.Evidence = nil, &e
	return d
}

// present returns the declaration as it is at an instant, with what time alone has
// caused and nobody has written yet.
func present(d hours.Declaration, now time.Time, zone *time.Location) hours.Declaration {
	if lapsed, due := d.Lapse(now, zone); due {
		return lapsed
	}
	return d
}
