package files

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// Lister says which documents a member has: [Store] and [Memory] do.
type Lister interface {
	// Of returns the keys of every document in a member's file, in their order; none is an
	// empty slice.
	Of(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.DocumentKey, error)
}

// Holder lists and erases the documents of a person: those in their folder, whether or
// not a record still tells of them. Documents opens what Listed lists, and may be what
// seals it.
type Holder struct {
	Listed    Lister
	Documents hours.Documents
}

// Held returns the holder of documents that are not sealed.
func Held[D interface {
	Lister
	hours.Documents
}](documents D) Holder {
	return Holder{Listed: documents, Documents: documents}
}

// of begins the identifiers of documents among all that is held.
const of = "documents"

// photograph is what the documents of a learner's photograph support.
const photograph = "photo"

// Pieces implements privacy.Holder. A document is read whole, for its digest.
func (h Holder) Pieces(ctx context.Context, about privacy.Subject) ([]privacy.Piece, error) {
	pieces := []privacy.Piece{}
	keys, err := h.Listed.Of(ctx, about.Org, identity.MemberID(about.Person))
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		// One that cannot be opened because its key is gone is there, to be deleted.
		sum, err := h.digest(ctx, key)
		if errors.Is(err, hours.ErrNotFound) {
			err = nil
		}
		if err != nil {
			return nil, err
		}
		kind := "document"
		if key.ID == photograph {
			kind = photograph
		}
		pieces = append(pieces, privacy.Piece{ID: path.Join(of, string(key.Member), key.ID, key.Document), Kind: kind, Of: key.ID, Digest: sum})
	}
	return pieces, nil
}

func (h Holder) digest(ctx context.Context, key hours.DocumentKey) (string, error) {
	content, err := h.Documents.Open(ctx, key)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, content)
	return hex.EncodeToString(sum.Sum(nil)), errors.Join(err, content.Close())
}

// Key returns the key of a document by the identifier that [Holder.Pieces] gave it; false
// for what is no document.
func Key(org identity.OrganisationID, piece string) (hours.DocumentKey, bool) {
	parts := strings.Split(piece, "/")
	if len(parts) != 4 || parts[0] != of {
		return hours.DocumentKey{}, false
	}
	key := hours.DocumentKey{Key: hours.Key{Org: org, Member: identity.MemberID(parts[1]), ID: parts[2]}, Document: parts[3]}
	return key, check(key) == nil
}

// Erase implements privacy.Holder. The bytes of a deleted file are the file system's: on
// an encrypted disk, or when the content itself is encrypted under a key that is gone,
// nothing is left to read of them.
func (h Holder) Erase(ctx context.Context, org identity.OrganisationID, pieces []string) error {
	for _, piece := range pieces {
		if key, ok := Key(org, piece); ok {
			if err := h.Documents.Delete(ctx, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// Purge implements privacy.Holder.
func (h Holder) Purge(ctx context.Context) error { return ctx.Err() }

// Of implements Lister.
func (s *Store) Of(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.DocumentKey, error) {
	keys := []hours.DocumentKey{}
	name, err := fileName(hours.DocumentKey{Key: hours.Key{Org: org, Member: member, ID: "any"}, Document: "any"})
	if err != nil {
		return keys, nil // what has no name has no folder
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	folder := path.Dir(path.Dir(name))
	err = fs.WalkDir(s.root.FS(), folder, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		parts := strings.Split(unescape(strings.TrimPrefix(name, folder+"/")), "/")
		if len(parts) == 2 {
			keys = append(keys, hours.DocumentKey{Key: hours.Key{Org: org, Member: member, ID: parts[0]}, Document: parts[1]})
		}
		return nil
	})
	slices.SortFunc(keys, byName)
	return keys, err
}

// unescape undoes what fileName does to capitals.
func unescape(name string) string {
	var b strings.Builder
	capital := false
	for _, r := range name {
		switch {
		case r == '_':
			capital = true
			continue
		case capital:
			r -= 'a' - 'A'
		}
		capital = false
		b.WriteRune(r)
	}
	return b.String()
}

// Of implements Lister.
func (m *Memory) Of(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.DocumentKey, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := []hours.DocumentKey{}
	for key := range m.kept {
		if key.Org == org && key.Member == member {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, byName)
	return keys, nil
}

func byName(a, b hours.DocumentKey) int {
	return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Document, b.Document))
}

// OpenPiece implements privacy.Opener.
func (h Holder) OpenPiece(ctx context.Context, org identity.OrganisationID, piece string) (io.ReadCloser, error) {
	key, ok := Key(org, piece)
	if !ok {
		return nil, privacy.ErrNotFound
	}
	content, err := h.Documents.Open(ctx, key)
	if errors.Is(err, hours.ErrNotFound) {
		err = privacy.ErrNotFound
	}
	return content, err
}
