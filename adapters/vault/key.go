package vault

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/identity"
)

// Subject is whom something kept is about: its kind, a slash, and the identifier.
type Subject string

// Member is a person on the roll, with all of their file.
func Member(id identity.MemberID) Subject { return cabinet.AboutMember + Subject(id) }

// Account is the holder of an account, as far as the account and its sessions go. That
// of a member is another subject than the member.
func Account(id identity.AccountID) Subject { return cabinet.AboutAccount + Subject(id) }

// organisation is the organisation itself, for what is about nobody.
const organisation Subject = cabinet.AboutOrganisation

// The classes that the vault itself gives. Those of the records of every noun are
// beside their drawers.
const (
	// ClassRoll is what the roll says of a member.
	ClassRoll = "roll"
	// ClassAccount is an account with its sessions, and the ways to a new password.
	ClassAccount = "account"
	// ClassHistory is the history of a file: what is left of it when the rest was
	// destroyed is still read.
	ClassHistory = "history"
	// ClassMessages is a message that was written before anything was sealed.
	ClassMessages = "messages"
	// ClassRemains is what remains in the file of a person of what was stripped.
	ClassRemains = "remains"
	// classIndex is the key under which logins and addresses are found.
	classIndex = "index"
)

// KeyID names a key: one for each subject of an organisation and retention class, so
// that what is kept for one purpose can be destroyed while the rest stays.
type KeyID struct {
	Org     identity.OrganisationID `json:"org"`
	Subject Subject                 `json:"subject"`
	Class   string                  `json:"class"`
}

// Key is a data key as it is kept: wrapped. The zero value, but for its name, was
// never drawn.
type Key struct {
	KeyID
	// Generation is 1 for the first, and one higher for each that is drawn after the
	// one before was shredded.
	Generation int       `json:"generation"`
	Created    time.Time `json:"created"`
	// Master is the number of the master key under which Wrapped is wrapped.
	Master  int    `json:"master,omitempty"`
	Wrapped []byte `json:"wrapped,omitempty"`
	// Shredded is when the key was destroyed, the zero time while it lives: what stays
	// of it then proves the destruction.
	Shredded time.Time `json:"shredded,omitzero"`
	// Former are the generations before, the oldest first, all of them shredded.
	Former  []Shredding `json:"former,omitempty"`
	Version int64       `json:"version"`
}

// Shredding is the destruction of one generation of a key.
type Shredding struct {
	Generation int       `json:"generation"`
	Created    time.Time `json:"created"`
	Shredded   time.Time `json:"shredded"`
}

// Lives reports that the key was drawn and not shredded.
func (k Key) Lives() bool { return k.Generation > 0 && k.Shredded.IsZero() }

// shred returns the key without what it was.
func (k Key) shred(at time.Time) Key {
	k.Master, k.Wrapped, k.Shredded = 0, nil, at
	return k
}

// drawn returns the next generation of the key.
func (k Key) drawn(at time.Time) Key {
	if k.Generation > 0 {
		k.Former = append(k.Former, Shredding{k.Generation, k.Created, k.Shredded})
	}
	k.Generation, k.Created, k.Shredded = k.Generation+1, at, time.Time{}
	return k
}

// Keys keeps data keys. [KeysIn] has them in a store.
type Keys interface {
	// Key returns one key as it is kept, or [ErrNoKey].
	Key(ctx context.Context, id KeyID) (Key, error)
	// ChangeKey reads the key (one that has only its name when there is none), calls fn
	// with it and writes what fn returns, in one transaction. fn may be called more than
	// once; its error is returned as it is and nothing is written. Two changes of one key
	// never lose each other's work.
	ChangeKey(ctx context.Context, id KeyID, fn func(Key) (Key, error)) (Key, error)
	// KeysOf returns the keys of a subject, in the order of their classes.
	KeysOf(ctx context.Context, org identity.OrganisationID, subject Subject) ([]Key, error)
	// KeysOfClass returns the keys of every subject in a class.
	KeysOfClass(ctx context.Context, org identity.OrganisationID, class string) ([]Key, error)
	// KeysAfter returns the keys of an organisation that come after one in the order of
	// subjects and classes, limit at most. The empty subject comes before them all.
	KeysAfter(ctx context.Context, after KeyID, limit int) ([]Key, error)
	// Purge makes keys that were shredded or wrapped again unreadable in the store's own
	// files, as far as it can. It may be slow.
	Purge(ctx context.Context) error
}
