package vault

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/identity"
)

// tables are the tables of husks.
var tables = map[string]interface {
	openText(ctx context.Context, v *Vault, text []byte) ([]byte, KeyID, error)
	bareText(text []byte) ([]byte, error)
	sealText(ctx context.Context, v *Vault, id KeyID, text []byte) ([]byte, error)
	envelopeText(text []byte) ([]byte, error)
}{
	cabinet.TableMembers: members, cabinet.TableAccounts: accounts, cabinet.TableSessions: sessions,
	cabinet.TableMessages: messages, cabinet.TableActs: acts,
}

func (h husk[V]) openText(ctx context.Context, v *Vault, text []byte) ([]byte, KeyID, error) {
	from, err := body.Decode[V](text)
	if err != nil {
		return nil, KeyID{}, err
	}
	whole, id, err := h.open(ctx, v, from)
	if err != nil {
		return nil, id, err
	}
	text, err = body.Encode(whole)
	return text, id, err
}

// lostLogin begins what stands for the login of an account whose key was shredded: what
// it is found by follows.
const lostLogin = "shredded:"

// bareText returns a husk without what it had in it.
func (h husk[V]) bareText(text []byte) ([]byte, error) {
	from, err := body.Decode[V](text)
	if err != nil {
		return nil, err
	}
	return body.Encode(h.bare(from))
}

func (h husk[V]) sealText(ctx context.Context, v *Vault, id KeyID, text []byte) ([]byte, error) {
	whole, err := body.Decode[V](text)
	if err != nil {
		return nil, err
	}
	sealed, err := h.seal(ctx, v, id, whole)
	if err != nil {
		return nil, err
	}
	return body.Encode(sealed)
}

// LoginDigest returns by what the failures of a login are kept.
func (d driver) LoginDigest(ctx context.Context, org identity.OrganisationID, login string) (string, error) {
	if found, shredded := strings.CutPrefix(login, lostLogin); shredded {
		return body.Digest(found), nil
	}
	found, err := d.v.index(ctx, org, byLogin, login)
	return body.Digest(found), err
}

// Rows gives each row opened. One whose key was shredded still is a row, to be deleted,
// and has nothing left in it.
func (d driver) Rows(ctx context.Context, org identity.OrganisationID, table, column, value string, each func(cabinet.Row) error) error {
	var rows []cabinet.Row
	err := d.in.Rows(ctx, org, table, column, value, func(r cabinet.Row) error {
		if table != cabinet.TableRecords || r.Key[1] != marker {
			r.Body = append([]byte(nil), r.Body...)
			rows = append(rows, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, r := range rows {
		text, _, err := d.row(ctx, org, r)
		if gone(err) {
			text, err = d.left(r)
		}
		if err != nil {
			return err
		}
		r.Body = text
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

// row returns the body of a row opened, and the key that had sealed it.
func (d driver) row(ctx context.Context, org identity.OrganisationID, r cabinet.Row) ([]byte, KeyID, error) {
	switch {
	case r.Table == cabinet.TableRecords:
		_, of := keyOf(recordKey(org, r.Key))
		return d.v.opened(ctx, org, of, r.Body)
	case tables[r.Table] != nil && len(r.Body) > 0:
		return tables[r.Table].openText(ctx, d.v, r.Body)
	}
	return r.Body, KeyID{}, nil
}

// left is what a row holds whose key was shredded.
func (d driver) left(r cabinet.Row) ([]byte, error) {
	if r.Table == cabinet.TableRecords {
		return []byte(`{}`), nil
	}
	if r.Table == cabinet.TableAccounts {
		a, err := body.Decode[identity.Account](r.Body)
		if err != nil {
			return nil, err
		}
		lost := accounts.bare(a)
		lost.Login = lostLogin + a.Login
		return body.Encode(lost)
	}
	return tables[r.Table].bareText(r.Body)
}

// recordKey returns the key of a row of the records.
func recordKey(org identity.OrganisationID, key []string) cabinet.Key {
	return cabinet.Key{Org: org, Member: identity.MemberID(key[0]), Kind: key[1], ID: key[2]}
}

// Erase erases rows as the driver below does; what is written again is opened for it, and
// what remains in a person's file is sealed under a key of its own, so that the one that
// it had can be shredded. Of what is gone already nothing is written again.
func (d driver) Erase(ctx context.Context, org identity.OrganisationID, removals []cabinet.Removal) error {
	within := make([]cabinet.Removal, len(removals))
	for i, removal := range removals {
		if removal.Strip != nil {
			strip := removal.Strip
			removal.Strip = func(text []byte) (cabinet.Record, error) {
				return d.strip(ctx, org, cabinet.Row{Table: removal.Table, Key: removal.Key, Body: text}, strip)
			}
		}
		within[i] = removal
	}
	return d.v.change(ctx, func() error { return d.in.Erase(ctx, org, within) })
}

func (d driver) strip(ctx context.Context, org identity.OrganisationID, r cabinet.Row, strip func([]byte) (cabinet.Record, error)) (cabinet.Record, error) {
	text, _, err := d.row(ctx, org, r)
	if gone(err) {
		return cabinet.Record{Body: append([]byte(nil), r.Body...)}, nil
	}
	if err != nil {
		return cabinet.Record{}, err
	}
	left, err := strip(text)
	if err != nil {
		return cabinet.Record{}, err
	}
	if r.Table != cabinet.TableRecords {
		if tables[r.Table] == nil {
			return cabinet.Record{}, fmt.Errorf("vault: no row of %s is written again", r.Table)
		}
		id := remains(org, r)
		if id == (KeyID{}) {
			id = unsealed(org, identity.MemberID(r.Key[0]), ClassHistory)
		}
		left.Body, err = tables[r.Table].sealText(ctx, d.v, id, left.Body)
		return left, err
	}
	key := recordKey(org, r.Key)
	id, of := keyOf(key)
	if own := remains(org, r); own != (KeyID{}) {
		id = own
	}
	if left.Body, err = d.v.sealed(ctx, id, of, left.Body); err != nil {
		return cabinet.Record{}, err
	}
	left.Found, err = d.indexed(ctx, key, left.Found)
	return left, err
}

// Purge makes what was erased unreadable in the files of the store, and what was shredded
// in those of the keys.
func (d driver) Purge(ctx context.Context) error {
	return errors.Join(d.in.Purge(ctx), d.v.Purge(ctx))
}
