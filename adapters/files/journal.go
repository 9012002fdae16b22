package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/goodstanding/goodstanding/privacy"
)

// ErrJournal is what a journal that was altered is.
var ErrJournal = errors.New("files: the journal of destructions was altered")

// Journal keeps the list of what was destroyed in a file that is only ever added to: one
// line of JSON for each, with the digest of the line before. It stands apart from the
// database and its backups, since it says what a restored one must lose again. A line that
// was altered is found by the one after it; that the last ones were cut off is not. It is
// for any number of goroutines, and processes may share the file.
type Journal struct {
	mu   sync.Mutex
	name string
}

// OpenJournal returns the journal in a file, which is created with its first line.
func OpenJournal(name string) *Journal { return &Journal{name: name} }

// line is a line of the file.
type line struct {
	// Before is the SHA-256 of the line before in hexadecimal; empty for the first.
	Before      string              `json:"before"`
	Destruction privacy.Destruction `json:"destruction"`
}

// Append implements privacy.Journal.
func (j *Journal) Append(ctx context.Context, d privacy.Destruction) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	done, err := j.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	lines, last, size, err := j.read()
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.Destruction.Org == d.Org && l.Destruction.ID == d.ID {
			return nil
		}
	}
	text, err := json.Marshal(line{Before: last, Destruction: d})
	if err != nil {
		return fmt.Errorf("files: journal: %w", err)
	}
	f, err := os.OpenFile(j.name, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("files: journal: %w", err)
	}
	if err = f.Truncate(size); err == nil {
		_, err = f.WriteAt(append(text, '\n'), size)
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil && len(lines) == 0 {
		err = syncFolder(filepath.Dir(j.name))
	}
	if err != nil {
		return fmt.Errorf("files: journal: %w", err)
	}
	return nil
}

// abandoned is the age, on the machine's clock, from which a turn belongs to no process that is
// still writing.
const abandoned = time.Minute

// turn waits until no other process adds a line, and returns what ends the turn: a file
// beside the journal, which one process at a time can create.
func (j *Journal) turn(ctx context.Context) (func(), error) {
	name := j.name + ".turn"
	for {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			return func() { _ = os.Remove(name) }, f.Close()
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("files: journal: %w", err)
		}
		if info, err := os.Stat(name); err == nil && info.ModTime().Before(time.Now().Add(-abandoned)) {
			_ = os.Remove(name) // whoever took it has died
			continue
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Entries implements privacy.Journal. The error is [ErrJournal] when a line is not what
// was written after the one before it.
func (j *Journal) Entries(ctx context.Context) ([]privacy.Destruction, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	lines, _, _, err := j.read()
	all := make([]privacy.Destruction, 0, len(lines))
	for _, l := range lines {
		all = append(all, l.Destruction)
	}
	return all, err
}

// read returns the lines, the digest of the last, and their size in bytes. What follows
// the last end of a line was being written when the program ended: nobody was told that
// it was kept, and nothing had been destroyed for it.
func (j *Journal) read() (all []line, last string, size int64, err error) {
	text, err := os.ReadFile(j.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", 0, nil
	}
	if err != nil {
		return nil, "", 0, fmt.Errorf("files: journal: %w", err)
	}
	for {
		one, rest, whole := bytes.Cut(text, []byte("\n"))
		if !whole {
			return all, last, size, nil
		}
		var l line
		if json.Unmarshal(one, &l) != nil || l.Before != last {
			return nil, "", 0, fmt.Errorf("%w: line %d", ErrJournal, len(all)+1)
		}
		sum := sha256.Sum256(one)
		last = hex.EncodeToString(sum[:])
		all, size, text = append(all, l), size+int64(len(one))+1, rest
	}
}

// syncFolder writes a folder to the disk. Windows neither needs it nor can do it.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// MemoryJournal is a [Journal] for as long as the program lives.
type MemoryJournal struct {
	mu  sync.Mutex
	all []privacy.Destruction
}

// Append implements privacy.Journal.
func (j *MemoryJournal) Append(ctx context.Context, d privacy.Destruction) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.all {
		if e.Org == d.Org && e.ID == d.ID {
			return nil
		}
	}
	j.all = append(j.all, d)
	return nil
}

// Entries implements privacy.Journal.
func (j *MemoryJournal) Entries(ctx context.Context) ([]privacy.Destruction, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]privacy.Destruction{}, j.all...), ctx.Err()
}
