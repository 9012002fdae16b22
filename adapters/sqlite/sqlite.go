// Package sqlite keeps everything in one file of this machine: the store to start
// with, and enough for an organisation that one process serves. It passes
// adapters/storetest.
//
// Start with [Open]. What a Change returned without an error is on the disk, and
// every read that begins after it sees it, from whichever process. Writers take
// turns; readers never wait for them.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/identity"
)

// patience is how long a writer waits for one of another process, in
// milliseconds, before it gives up.
const patience = "10000"

// Store keeps what every desk needs. It may be used by any number of goroutines
// at once. A Change's fn must not use the store: it would wait for itself.
type Store struct {
	cabinet.Cabinet
	// Two pools, because SQLite has one writer: waiting for a turn in Go is fair
	// and ends with the context, which waiting for the file's lock is not.
	writer *sql.DB
	reader *sql.DB
}

// Open opens the database of the file, which it creates when there is none, for
// its owner alone (mode 0600): it holds what members said of themselves. The
// permissions of a file that exists stay. Open brings it to the present schema. A file that another version of the schema's
// history wrote, or a newer program, is an error and is left as it is.
func Open(ctx context.Context, file string) (*Store, error) {
	whole, err := filepath.Abs(file)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	if err := create(whole); err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	writer, err := sql.Open("sqlite", address(whole, url.Values{"_txlock": {"immediate"}}))
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	reader, err := sql.Open("sqlite", address(whole, url.Values{"_query_only": {"1"}}))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: open: %w", err), writer.Close())
	}
	writer.SetMaxOpenConns(1)
	reader.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	reader.SetMaxIdleConns(max(4, runtime.GOMAXPROCS(0)))
	s := &Store{writer: writer, reader: reader}
	s.Cabinet = cabinet.Over(records{s})
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// creating makes creations take turns: closing a file gives up every lock that
// the process has on it, and so those of a Store that opened it meanwhile.
var creating sync.Mutex

// create creates the file when there is none. SQLite would let everybody read
// it; the files that it keeps beside this one take its permissions.
func create(file string) error {
	creating.Lock()
	defer creating.Unlock()
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// address returns the data source name of the file. FULL: what was answered to
// a member survives a loss of power. secure_delete: what is deleted is overwritten, in
// pages that stay in use too.
func address(file string, more url.Values) string {
	more.Set("_busy_timeout", patience)
	more.Set("_journal_mode", "WAL")
	more.Set("_synchronous", "FULL")
	more.Set("_foreign_keys", "1")
	more.Set("_pragma", "secure_delete(1)")
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: more.Encode()}).String()
}

// Identity returns the store of who there is.
func (s *Store) Identity() identity.Store { return identityStore{s} }

// Outbox returns the messages that wait to be sent.
func (s *Store) Outbox() identity.Outbox { return outbox{s} }

// Close closes the file. What runs is let finish.
func (s *Store) Close() error { return errors.Join(s.reader.Close(), s.writer.Close()) }

// write runs fn in a transaction that no other writer interleaves with. An error
// of fn comes back as it is and nothing is written.
func (s *Store) write(ctx context.Context, what string, fn func(tx *sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return failed(ctx, what, err)
	}
	defer func() { _ = tx.Rollback() }() // no effect after Commit
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return failed(ctx, what, err)
	}
	return nil
}

// failed wraps an error of the database with what was being done. When the
// context has ended that is the cause, whatever the database calls it.
func failed(ctx context.Context, what string, err error) error {
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("sqlite: %s: %w", what, cause)
	}
	return fmt.Errorf("sqlite: %s: %w", what, err)
}

// is reports that the database refused with one of the codes.
func is(err error, codes ...int) bool {
	var refusal *driver.Error
	return errors.As(err, &refusal) && slices.Contains(codes, refusal.Code())
}

// taken reports that a unique index already has the row's value.
func taken(err error) bool { return is(err, codes.SQLITE_CONSTRAINT_UNIQUE) }
