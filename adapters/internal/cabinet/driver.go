package cabinet

import (
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// ErrNone is what [Driver.Read] returns when there is no such record.
var ErrNone = errors.New("cabinet: no such record")

// Key names a record: the organisation, then the member (empty for what belongs to
// the organisation itself), then its kind, then itself. Keys that reach a driver
// hold only what every store can keep (body.Text).
type Key struct {
	Org    identity.OrganisationID
	Member identity.MemberID
	Kind   string
	ID     string
}

// Record is an aggregate as a store sees it.
type Record struct {
	Key
	// Version is one higher after each change; 0 is a record that is not there.
	Version int64
	// Found is what the record is found by across the members of its organisation,
	// and Order what those found by the same are sorted by. An empty Found is found
	// by nothing. Both are written, and read back by Walk alone.
	Found string
	Order int64
	// Body is JSON. A store may change its spaces and the order of its members.
	Body []byte
}

// Driver keeps records, in one way of keeping them. It may be used by any number of
// goroutines at once.
type Driver interface {
	Eraser
	// Read returns one record, or [ErrNone].
	Read(ctx context.Context, key Key) (Record, error)
	// List calls each with the key and the body of every record of the key's
	// organisation, member and kind, in the order of their identifiers. The key's ID
	// plays no part. each must not keep the bytes; its error ends the list and is
	// returned as it is.
	List(ctx context.Context, key Key, each Each) error
	// Find is List of every member, and of the records alone that are found by the
	// text, in the order of Order, member and identifier. The key's Member and ID play
	// no part. By an empty text nothing is found.
	Find(ctx context.Context, key Key, found string, each Each) error
	// Walk calls each with the records of the key's organisation that come after the
	// key in the order of member, kind and identifier, limit at most, whole, Found and
	// Order included: to go through everything, page by page. A key with the
	// organisation alone comes before them all. each must not keep the body.
	Walk(ctx context.Context, after Key, limit int, each func(Record) error) error
	// Change reads the record (only its Key is set when there is none), calls fn with
	// it, and writes the record that fn returns, of the same key and a version one
	// higher, with fn's telling: the act into the history and the messages into the
	// outbox of the record's file, which they are about. All of it is one transaction.
	// fn may be called more than once; its error is returned as it is and nothing is
	// written. Nothing is written either when the act's Seq is not one higher than that
	// of the file's latest, which is hours.ErrStale, or when a message's identifier is
	// taken. No two Changes of one record start from the same version.
	Change(ctx context.Context, key Key, fn func(Record) (Record, hours.Telling, error)) error
	// Acts returns the history of a file in the order of Seq; none is an empty slice.
	// The keys are as those of records.
	Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Act, error)
	// LastAct returns the Seq of the latest; 0 when there is none.
	LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error)
	// RewriteAct writes an act in place of the one of its file and Seq: the same act,
	// written in another way, such as sealed. Where there is none, nothing is written.
	RewriteAct(ctx context.Context, act hours.Act) error
}

// Each is called with a record's key and its body.
type Each func(key Key, body []byte) error
