package cabinet

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// Row is a row of a table, named by its key without the organisation.
type Row struct {
	Table string
	Key   []string
	Body  []byte
}

// Kind returns the name of the kind that the row is of.
func (r Row) Kind() string {
	if r.Table == TableRecords {
		return r.Key[1]
	}
	return map[string]string{
		TableMembers: "member", TableAccounts: "account", TableSessions: "session", TableMessages: "message", TableActs: "act",
		TableThrottles: "throttle",
	}[r.Table]
}

// keys are the columns of the keys, without the organisation.
var keys = map[string][]string{
	TableMembers: {"member"}, TableAccounts: {"account"}, TableSessions: {"digest"}, TableThrottles: {"digest"},
	TableMessages: {"member", "id"}, TableActs: {"member", "seq"}, TableRecords: {"member", "kind", "id"},
}

// KeyOf returns the columns of a table's key, without the organisation.
func KeyOf(table string) []string { return keys[table] }

// Removal is a row that is erased: deleted, or when Strip is not nil, written again as it
// returns, with what a record is found by. The version is one higher then.
type Removal struct {
	Table string
	Key   []string
	Strip func(text []byte) (Record, error)
}

// Eraser is what a driver does for [Holder].
type Eraser interface {
	// Rows calls each with every row of an organisation's table in which the column has
	// the value, in no order. The column is one of the key or, of accounts, "member" and,
	// of sessions, "account". A throttle has no body. each must not keep the bytes.
	Rows(ctx context.Context, org identity.OrganisationID, table, column, value string, each func(Row) error) error
	// Erase erases the rows in one transaction. One that is not there is no error.
	Erase(ctx context.Context, org identity.OrganisationID, removals []Removal) error
	// Purge makes what was erased unreadable in the files, as far as the driver can.
	Purge(ctx context.Context) error
}

// Holder lists and erases what a store keeps about a person.
type Holder struct {
	driver  Driver
	keeping privacy.Keeping
}

// Holder returns what lists and erases, under the declaration of what is kept.
func (c Cabinet) Holder(k privacy.Keeping) privacy.Records { return Holder{c.driver, k} }

// Subject implements privacy.Records.
func (h Holder) Subject(ctx context.Context, org identity.OrganisationID, person privacy.PersonID) (privacy.Subject, error) {
	s := privacy.Subject{Org: org, Person: person}
	if person == "" {
		return s, nil
	}
	add := func(to *[]string, text string) {
		if text != "" && !slices.Contains(*to, text) {
			*to = append(*to, text)
		}
	}
	member, err := one[identity.Member](ctx, h, org, TableMembers, "member", string(person))
	for _, m := range member {
		add(&s.Addresses, identity.NormalAddress(m.Email))
		add(&s.Permits, strings.TrimSpace(m.Permit))
		add(&s.Names, m.Name())
	}
	column, value := "member", string(person)
	if id, ok := person.Account(); ok {
		column, value = "account", string(id)
	}
	accounts, more := one[identity.Account](ctx, h, org, TableAccounts, column, value)
	for _, a := range accounts {
		s.Accounts = append(s.Accounts, a.ID)
		add(&s.Logins, identity.NormalLogin(a.Login))
		add(&s.Addresses, a.OwnAddress())
		add(&s.Names, a.Name)
	}
	return s, errors.Join(err, more)
}

// one returns the aggregates of the rows.
func one[V any](ctx context.Context, h Holder, org identity.OrganisationID, table, column, value string) ([]V, error) {
	return body.Collect[V](func(each func([]byte) error) error {
		return h.driver.Rows(ctx, org, table, column, value, func(r Row) error { return each(r.Body) })
	})
}

// Pieces implements privacy.Holder. What is in nobody's file is looked through whole: an
// erasure is rare, and a column for each way of being about somebody is one more place to
// forget.
func (h Holder) Pieces(ctx context.Context, about privacy.Subject) ([]privacy.Piece, error) {
	pieces := []privacy.Piece{}
	if about.Person == "" {
		return pieces, nil
	}
	add := func(id string, r Row, text []byte) error {
		text, err := canonical(text)
		pieces = append(pieces, privacy.Piece{ID: id, Kind: r.Kind(), Body: text, Digest: digest(text)})
		return err
	}
	whole := func(r Row) error { return add(nameOf(r.Table, r.Key), r, r.Body) }
	person := string(about.Person)
	for _, table := range []string{TableMembers, TableMessages, TableActs, TableRecords} {
		if err := h.driver.Rows(ctx, about.Org, table, "member", person, whole); err != nil {
			return nil, err
		}
	}
	for _, account := range about.Accounts {
		var login string
		err := h.driver.Rows(ctx, about.Org, TableAccounts, "account", string(account), func(r Row) error {
			a, err := body.Decode[identity.Account](r.Body)
			login = a.Login
			return errors.Join(err, whole(r))
		})
		if err != nil {
			return nil, err
		}
		if err := h.driver.Rows(ctx, about.Org, TableSessions, "account", string(account), whole); err != nil {
			return nil, err
		}
		// The digest of a login can be guessed: the identifier is that of the account.
		digest, err := h.loginDigest(ctx, about.Org, login)
		if err != nil {
			return nil, err
		}
		err = h.driver.Rows(ctx, about.Org, TableThrottles, "digest", digest, func(r Row) error {
			return add(nameOf(TableThrottles, []string{string(account)}), r, nil)
		})
		if err != nil {
			return nil, err
		}
	}
	for _, table := range []string{TableMessages, TableRecords} {
		err := h.driver.Rows(ctx, about.Org, table, "member", "", func(r Row) error {
			found, parts, err := h.keeping.About(about, r.Kind(), r.Body)
			switch {
			case err != nil:
				return fmt.Errorf("cabinet: %s: %w", r.Kind(), err)
			case !found:
				return nil
			case len(parts) == 0:
				return whole(r)
			}
			for _, n := range parts {
				text, err := h.part(r, n)
				if err != nil {
					return err
				}
				if err := add(nameOf(r.Table, r.Key)+"#"+strconv.Itoa(n), r, text); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(pieces, func(a, b privacy.Piece) int { return cmp.Compare(a.ID, b.ID) })
	return pieces, nil
}

// part returns a record with one item of its parts alone.
func (h Holder) part(r Row, n int) ([]byte, error) {
	kept, _ := h.keeping.Kept(r.Kind())
	name := strings.TrimSuffix(kept.Parts, "[]")
	var whole map[string]json.RawMessage
	var items []json.RawMessage
	if err := json.Unmarshal(r.Body, &whole); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(whole[name], &items); err != nil {
		return nil, err
	}
	if n >= len(items) {
		return nil, fmt.Errorf("cabinet: %s has no item %d", r.Kind(), n)
	}
	return json.Marshal(map[string][]json.RawMessage{name: {items[n]}})
}

// Erase implements privacy.Holder.
func (h Holder) Erase(ctx context.Context, org identity.OrganisationID, pieces []string) error {
	var removals []Removal
	parts := map[string][]int{}
	for _, id := range pieces {
		row, place, isPart := strings.Cut(id, "#")
		table, key, ok := parseName(row)
		if !ok {
			continue
		}
		if isPart {
			n, err := strconv.Atoi(place)
			if err != nil {
				return fmt.Errorf("cabinet: %.200q names nothing", id)
			}
			if parts[row] = append(parts[row], n); len(parts[row]) > 1 {
				continue
			}
		}
		if table == TableThrottles {
			// By the login of the account, which is still there: all goes in one transaction.
			accounts, err := one[identity.Account](ctx, h, org, TableAccounts, "account", key[0])
			if err != nil {
				return err
			}
			for _, a := range accounts {
				digest, err := h.loginDigest(ctx, org, a.Login)
				if err != nil {
					return err
				}
				removals = append(removals, Removal{Table: table, Key: []string{digest}})
			}
			continue
		}
		removal := Removal{Table: table, Key: key}
		kind := Row{Table: table, Key: key}.Kind()
		kept, known := h.keeping.Kept(kind)
		if !known || kept.Erase == privacy.Spare {
			return fmt.Errorf("cabinet: %w: %s", privacy.ErrUndeclared, kind)
		}
		if kept.Erase == privacy.Strip {
			removal.Strip = func(text []byte) (Record, error) { return h.strip(kind, text, parts[row]) }
		}
		removals = append(removals, removal)
	}
	if len(removals) == 0 {
		return nil
	}
	return h.driver.Erase(ctx, org, removals)
}

// loginDigest returns by what the failures of a login are kept.
func (h Holder) loginDigest(ctx context.Context, org identity.OrganisationID, login string) (string, error) {
	if d, ok := h.driver.(interface {
		LoginDigest(ctx context.Context, org identity.OrganisationID, login string) (string, error)
	}); ok {
		return d.LoginDigest(ctx, org, login)
	}
	return body.Digest(login), nil
}

// strip returns what remains of a body; no parts is the whole of it.
func (h Holder) strip(name string, text []byte, parts []int) (Record, error) {
	if len(parts) == 0 {
		parts = []int{-1}
	}
	var err error
	for _, n := range parts {
		if text, err = h.keeping.Stripped(name, text, n); err != nil {
			return Record{}, err
		}
	}
	r := Record{Body: text}
	for _, k := range Kinds() {
		if k.Name == name && k.refile != nil {
			r.Found, r.Order, err = k.refile(text)
		}
	}
	return r, err
}

// Purge implements privacy.Holder.
func (h Holder) Purge(ctx context.Context) error { return h.driver.Purge(ctx) }

// nameOf returns the identifier of a row: the table, then its key, with slashes.
func nameOf(table string, key []string) string {
	parts := []string{table}
	for _, k := range key {
		parts = append(parts, url.PathEscape(k))
	}
	return strings.Join(parts, "/")
}

// RowOf returns the row of a piece, and whether the piece is only a part of it; false for
// what is no row of a store.
func RowOf(piece string) (r Row, part, ok bool) {
	name, _, part := strings.Cut(piece, "#")
	r.Table, r.Key, ok = parseName(name)
	return r, part, ok
}

// parseName reads what nameOf wrote; false for what is no row of these tables.
func parseName(name string) (table string, key []string, ok bool) {
	parts := strings.Split(name, "/")
	columns, known := keys[parts[0]]
	if !known || len(parts)-1 != len(columns) {
		return "", nil, false
	}
	for _, p := range parts[1:] {
		text, err := url.PathUnescape(p)
		if err != nil {
			return "", nil, false
		}
		key = append(key, text)
	}
	return parts[0], key, true
}

// canonical returns a body in the same bytes whatever store keeps it, and a copy.
func canonical(text []byte) ([]byte, error) {
	if len(text) == 0 {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, fmt.Errorf("cabinet: cannot read what is kept: %w", err)
	}
	return json.Marshal(v)
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
