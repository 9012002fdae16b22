package vault

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// Shredder destroys the keys of what is destroyed about a person, and no other: those of
// their file, of their accounts, and of the organisation's own records that are theirs.
type Shredder struct {
	// Sealed is the store, and Documents what keeps the contents sealed: the one below.
	Sealed    *Sealed
	Documents hours.Documents
	// Key returns the key of a document by the identifier of its piece; false for another
	// piece.
	Key func(org identity.OrganisationID, piece string) (hours.DocumentKey, bool)
}

// Shred implements privacy.Shredder.
func (s Shredder) Shred(ctx context.Context, about privacy.Subject, doomed, spared []string) error {
	keep, err := s.keys(ctx, about, spared)
	if err != nil {
		return err
	}
	shred, err := s.keys(ctx, about, doomed)
	if err != nil {
		return err
	}
	stripped := false
	theirs := map[Subject]bool{Member(identity.MemberID(about.Person)): true}
	for _, a := range about.Accounts {
		theirs[Account(a)] = true
	}
	for _, piece := range doomed {
		r, part, ok := cabinet.RowOf(piece)
		switch {
		case ok && !part && r.Table == cabinet.TableRecords && r.Key[0] == "":
			subject, _ := cabinet.Holding(recordKey(about.Org, r.Key))
			theirs[Subject(subject)] = true
		case ok && r.Table == cabinet.TableActs:
			stripped = true
		}
	}
	delete(theirs, organisation)
	if stripped {
		// What remains of it is under another key by now.
		history := named(about.Org, Member(identity.MemberID(about.Person)), ClassHistory)
		used, err := s.used(ctx, history)
		if err != nil {
			return err
		}
		if !used {
			shred = append(shred, history)
		}
	}
	for _, id := range shred {
		if !theirs[id.Subject] || id.Class == ClassRemains || slices.Contains(keep, id) {
			continue
		}
		if _, err := s.Sealed.vault.Shred(ctx, about.Org, id.Subject, id.Class); err != nil && !errors.Is(err, ErrNoKey) {
			return err
		}
	}
	return nil
}

// used reports that a line of a member's history is sealed under its key.
func (s Shredder) used(ctx context.Context, history KeyID) (bool, error) {
	used := false
	member := strings.TrimPrefix(string(history.Subject), cabinet.AboutMember)
	err := s.Sealed.below.Driver().Rows(ctx, history.Org, cabinet.TableActs, "member", member, func(r cabinet.Row) error {
		e, err := envelopeOf(r.Table, r.Body)
		used = used || e.Subject == history.Subject && e.Class == history.Class
		return err
	})
	return used, err
}

// keys returns the keys under which pieces are sealed, each once. A piece that is not
// there, or is not sealed, has none.
func (s Shredder) keys(ctx context.Context, about privacy.Subject, pieces []string) ([]KeyID, error) {
	var all []KeyID
	rows := map[[3]string]map[string][]byte{} // read a file at a time
	for _, piece := range pieces {
		var e envelope
		if key, ok := s.Key(about.Org, piece); ok {
			var err error
			if e, err = s.document(ctx, key); err != nil {
				return nil, err
			}
		} else if r, _, ok := cabinet.RowOf(piece); ok && r.Table != cabinet.TableThrottles {
			text, err := s.text(ctx, about.Org, r, rows)
			if err != nil {
				return nil, err
			}
			if e, err = envelopeOf(r.Table, text); err != nil {
				return nil, err
			}
		}
		id := named(about.Org, e.Subject, e.Class)
		if e.Subject != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all, nil
}

// text returns the body of a row as it is kept.
func (s Shredder) text(ctx context.Context, org identity.OrganisationID, r cabinet.Row, rows map[[3]string]map[string][]byte) ([]byte, error) {
	columns := cabinet.KeyOf(r.Table)
	at := 0
	if r.Key[0] == "" {
		at = len(columns) - 1
	}
	from := [3]string{r.Table, columns[at], r.Key[at]}
	if rows[from] == nil {
		rows[from] = map[string][]byte{}
		err := s.Sealed.below.Driver().Rows(ctx, org, r.Table, columns[at], r.Key[at], func(one cabinet.Row) error {
			rows[from][strings.Join(one.Key, "\x00")] = bytes.Clone(one.Body)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return rows[from][strings.Join(r.Key, "\x00")], nil
}

// envelopeOf returns the envelope of a row; the zero value when it is not sealed.
func envelopeOf(table string, text []byte) (envelope, error) {
	if table != cabinet.TableRecords && len(text) > 0 {
		var err error
		if text, err = tables[table].envelopeText(text); err != nil {
			return envelope{}, err
		}
	}
	if !isSealed(text) {
		return envelope{}, nil
	}
	return readEnvelope(text)
}

// document returns the envelope at the head of a content; the zero value when it is not
// sealed, or not there.
func (s Shredder) document(ctx context.Context, key hours.DocumentKey) (envelope, error) {
	kept, err := s.Documents.Open(ctx, key)
	if errors.Is(err, hours.ErrNotFound) {
		return envelope{}, nil
	}
	if err != nil {
		return envelope{}, err
	}
	defer func() { _ = kept.Close() }() // only read
	from := bufio.NewReader(kept)
	begins, _ := from.Peek(len(magic)) // a shorter one is not sealed
	if !bytes.Equal(begins, []byte(magic)) {
		return envelope{}, nil
	}
	_, _ = from.Discard(len(magic)) // it was there
	e, _, err := readHead(from)
	return e, err
}

func (h husk[V]) envelopeText(text []byte) ([]byte, error) {
	from, err := body.Decode[V](text)
	if err != nil {
		return nil, err
	}
	return []byte(*h.text(&from)), nil
}

// remains is the key of what remains in the file of a person; the zero value for what is
// in no file.
func remains(org identity.OrganisationID, r cabinet.Row) KeyID {
	if r.Key[0] == "" {
		return KeyID{}
	}
	return named(org, Member(identity.MemberID(r.Key[0])), ClassRemains)
}
