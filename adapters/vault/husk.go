package vault

import (
	"context"
	"strconv"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// husk is how an aggregate that has a table of its own goes into it: with nothing but
// what the store chooses and sorts by, and the rest as an envelope in one text. A
// program that reads a husk without the vault meets a session that owes what nobody
// can give, an account that no password opens, a letter without an address.
type husk[V any] struct {
	table string
	// org and key name the row.
	org func(V) identity.OrganisationID
	key func(V) []string
	// text is where the envelope is.
	text func(*V) *string
	// bare returns what the store needs to know of the aggregate.
	bare func(V) V
	// kept puts back into an opened aggregate what the store itself sets.
	kept func(from V, into *V)
}

var (
	members = husk[identity.Member]{
		table: "members",
		org:   func(m identity.Member) identity.OrganisationID { return m.Org },
		key:   func(m identity.Member) []string { return []string{string(m.Org), string(m.ID)} },
		text:  func(m *identity.Member) *string { return &m.Last },
		bare:  func(m identity.Member) identity.Member { return identity.Member{Org: m.Org, ID: m.ID} },
		kept:  func(from identity.Member, into *identity.Member) { into.Version = from.Version },
	}
	accounts = husk[identity.Account]{
		table: "accounts",
		org:   func(a identity.Account) identity.OrganisationID { return a.Org },
		key:   func(a identity.Account) []string { return []string{string(a.Org), string(a.ID)} },
		text:  func(a *identity.Account) *string { return &a.Hash },
		bare: func(a identity.Account) identity.Account {
			return identity.Account{Org: a.Org, ID: a.ID, Member: a.Member}
		},
		kept: func(from identity.Account, into *identity.Account) { into.Version = from.Version },
	}
	sessions = husk[identity.Session]{
		table: "sessions",
		org:   func(s identity.Session) identity.OrganisationID { return s.Org },
		key:   func(s identity.Session) []string { return []string{string(s.Org), s.Digest} },
		text:  func(s *identity.Session) *string { return (*string)(&s.Owes) },
		bare: func(s identity.Session) identity.Session {
			return identity.Session{Org: s.Org, Digest: s.Digest, Account: s.Account}
		},
		kept: func(identity.Session, *identity.Session) {},
	}
	// messages show when they may leave, and how often that was tried: a sender takes
	// them by it.
	messages = husk[identity.Message]{
		table: "messages",
		org:   func(m identity.Message) identity.OrganisationID { return m.Org },
		key:   func(m identity.Message) []string { return []string{string(m.Org), string(m.Member), m.ID} },
		text:  func(m *identity.Message) *string { return &m.Secret },
		bare: func(m identity.Message) identity.Message {
			return identity.Message{
				Org: m.Org, Member: m.Member, ID: m.ID, Written: m.Written,
				Sent: m.Sent, GivenUp: m.GivenUp, Attempts: m.Attempts, Next: m.Next, Trouble: m.Trouble, HeldBack: m.HeldBack,
			}
		},
		kept: func(from identity.Message, into *identity.Message) {
			into.Sent, into.GivenUp, into.Attempts, into.Next, into.Trouble = from.Sent, from.GivenUp, from.Attempts, from.Next, from.Trouble
			into.HeldBack = from.HeldBack
		},
	}
	acts = husk[hours.Act]{
		table: "acts",
		org:   func(a hours.Act) identity.OrganisationID { return a.Org },
		key: func(a hours.Act) []string {
			return []string{string(a.Org), string(a.Member), strconv.FormatInt(a.Seq, 10)}
		},
		text: func(a *hours.Act) *string { return &a.Reason },
		bare: func(a hours.Act) hours.Act { return hours.Act{Org: a.Org, Member: a.Member, Seq: a.Seq} },
		kept: func(hours.Act, *hours.Act) {},
	}
)

// row names the row of an aggregate, whose key a store may have had to alter.
func (h husk[V]) row(v V) row { return rowOf(h.table, h.key(v)...) }

// seal returns the husk of an aggregate.
func (h husk[V]) seal(ctx context.Context, v *Vault, id KeyID, whole V) (V, error) {
	var none V
	text, err := body.Encode(whole)
	if err != nil {
		return none, err
	}
	if text, err = v.sealed(ctx, id, h.row(whole), text); err != nil {
		return none, err
	}
	bare := h.bare(whole)
	*h.text(&bare) = string(text)
	return bare, nil
}

func (h husk[V]) sealAll(ctx context.Context, v *Vault, id KeyID, all []V) ([]V, error) {
	if len(all) == 0 {
		return all, nil
	}
	husks := make([]V, 0, len(all))
	for _, one := range all {
		bare, err := h.seal(ctx, v, id, one)
		if err != nil {
			return nil, err
		}
		husks = append(husks, bare)
	}
	return husks, nil
}

// open returns the aggregate of a husk, and the key that had sealed it. What never was
// sealed comes back as it is, with no key.
func (h husk[V]) open(ctx context.Context, v *Vault, from V) (V, KeyID, error) {
	var none V
	text := []byte(*h.text(&from))
	if !isSealed(text) {
		return from, KeyID{}, nil
	}
	plain, id, err := v.opened(ctx, h.org(from), h.row(from), text)
	if err != nil {
		return none, id, err
	}
	whole, err := body.Decode[V](plain)
	if err != nil {
		return none, id, err
	}
	h.kept(from, &whole)
	return whole, id, nil
}

// read opens the husk of the key that was asked for: another one's, put in its place,
// does not open. What is gone is missing.
func (h husk[V]) read(ctx context.Context, v *Vault, from V, err, missing error) (V, error) {
	if err != nil {
		return from, err
	}
	whole, _, err := h.open(ctx, v, from)
	if gone(err) {
		err = missing
	}
	return whole, err
}

// before opens a husk that is about to change; one that is gone, as one that is not
// there yet, is the zero value.
func (h husk[V]) before(ctx context.Context, v *Vault, from V) (V, error) {
	whole, _, err := h.open(ctx, v, from)
	if gone(err) {
		err = nil // whole is the zero value
	}
	return whole, err
}

// openAll leaves out those that are gone. A husk that was put in the place of another
// opens as what it is, under its own name.
func (h husk[V]) openAll(ctx context.Context, v *Vault, husks []V) ([]V, error) {
	rows := make([]listed, 0, len(husks))
	for _, one := range husks {
		row, err := list(h.org(one), h.row(one), []byte(*h.text(&one)))
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	all := make([]V, 0, len(husks))
	err := v.openListed(ctx, rows, func(n int, text []byte) error {
		if rows[n].Sealed == 0 {
			all = append(all, husks[n])
			return nil
		}
		whole, err := body.Decode[V](text)
		h.kept(husks[n], &whole)
		all = append(all, whole)
		return err
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}
