package exemption

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Attach adds a document to a draft (P44), or to the reply to a request for more of
// them. The error is [hours.ErrTooManyDocuments],
// one of [hours.Recognise], [hours.ErrDocumentTooBig], or those of [Board.Save]; after any of
// them nothing is kept of the document and the draft is as it was. After an error
// of the store's the draft may hold the document, and then its content is kept.
func (b *Board) Attach(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, name string, content io.Reader) (Request, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Request{}, err
	}
	// What the draft would refuse is refused before anything is written.
	draft, err := b.Request(ctx, actor, member, id)
	if err != nil {
		return Request{}, err
	}
	if _, err := draft.next(Supply, version); err != nil {
		return Request{}, err
	}
	if len(draft.Unsent()) >= hours.MostDocuments {
		return Request{}, hours.ErrTooManyDocuments
	}
	document, err := hours.KeepDocument(ctx, b.Documents, hours.DocumentKey{Key: draft.Key, Document: b.newID()}, name, content)
	if err != nil {
		return Request{}, err
	}
	changed, err := b.own(ctx, actor, member, id, version, Supply, func(r Request, _ hours.Standing, now time.Time) (Request, error) {
		if len(r.Unsent()) >= hours.MostDocuments {
			return r, hours.ErrTooManyDocuments
		}
		added := document
		added.Added = now
		r.Documents = append(slices.Clone(r.Documents), added)
		return r, nil
	})
	if err != nil {
		return Request{}, errors.Join(err, b.forgetUnlessHeld(ctx, hours.DocumentKey{Key: draft.Key, Document: document.ID}))
	}
	return changed, nil
}

// forget deletes the content of a document, even when the person has left
// meanwhile.
func (b *Board) forget(ctx context.Context, key hours.DocumentKey) error {
	return b.Documents.Delete(context.WithoutCancel(ctx), key)
}

// forgetAll deletes the content of documents that a request no longer holds.
func (b *Board) forgetAll(ctx context.Context, key Key, documents []hours.Document) error {
	var err error
	for _, d := range documents {
		err = errors.Join(err, b.forget(ctx, hours.DocumentKey{Key: key, Document: d.ID}))
	}
	return err
}

// forgetUnlessHeld deletes the content of a document that could not be added. A
// store whose connection broke while it was writing may have written all the same:
// the content stays when the request holds the document, and when that cannot be
// told, because content without a request is better than a request whose document
// is lost.
func (b *Board) forgetUnlessHeld(ctx context.Context, key hours.DocumentKey) error {
	r, err := b.Store.Request(context.WithoutCancel(ctx), key.Key)
	if err != nil || slices.ContainsFunc(r.Documents, func(d hours.Document) bool { return d.ID == key.Document }) {
		return err
	}
	return b.forget(ctx, key)
}

// Remove takes a document that is not sent yet out of a draft or a reply and deletes
// its content. The error is [ErrNotFound] when there is no such document,
// [ErrProcessed] when it was sent, or one of [Board.Save]'s.
func (b *Board) Remove(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, document string) (Request, error) {
	changed, err := b.own(ctx, actor, member, id, version, Supply, func(r Request, _ hours.Standing, _ time.Time) (Request, error) {
		i := slices.IndexFunc(r.Documents, func(d hours.Document) bool { return d.ID == document })
		if i < 0 {
			return r, ErrNotFound
		}
		if i < r.Sealed {
			return r, ErrProcessed
		}
		r.Documents = slices.Delete(slices.Clone(r.Documents), i, i+1)
		return r, nil
	})
	if err != nil {
		return Request{}, err
	}
	return changed, b.forget(ctx, hours.DocumentKey{Key: changed.Key, Document: document})
}

// Open returns a document of a request and its content, to be closed.
func (b *Board) Open(ctx context.Context, actor identity.Actor, member identity.MemberID, id, document string) (hours.Document, io.ReadCloser, error) {
	r, err := b.Request(ctx, actor, member, id)
	if err != nil {
		return hours.Document{}, nil, err
	}
	i := slices.IndexFunc(r.Documents, func(d hours.Document) bool { return d.ID == document })
	if i < 0 {
		return hours.Document{}, nil, ErrNotFound
	}
	content, err := b.Documents.Open(ctx, hours.DocumentKey{Key: r.Key, Document: document})
	if err != nil {
		return hours.Document{}, nil, err
	}
	return r.Documents[i], content, nil
}
