// Package files keeps the content of documents: [Store] under one directory of
// the machine, and [Memory], its twin in memory, for tests and for programs that
// keep nothing.
//
// Both implement hours.Documents and pass the same conformance test. A key
// whose parts are not identity.WellFormed names nothing: Put refuses it with
// identity.ErrBadID, Open finds nothing, Delete has nothing to do.
package files

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
)

// incoming is where content is written before it takes its name. No organisation
// can have this name.
const incoming = ".incoming"

// leftover is the age from which a file in incoming belongs to no upload that is
// still going on.
const leftover = 24 * time.Hour

// Store keeps each document in a file, organisation/member/request/document,
// under one directory; no key and no link inside can reach out of it ([os.Root]).
// It is for any number of goroutines, and processes may share the directory.
type Store struct {
	root *os.Root
}

// Open opens the directory, which is created when there is none, and removes the
// temporary files that a process left behind more than a day ago. That day is
// counted on the machine's clock, because the files' own times are. Close it
// when done.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{root}
	if err := s.sweep(time.Now().Add(-leftover)); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return s, nil
}

// Close closes the directory. Documents that are open stay so.
func (s *Store) Close() error { return s.root.Close() }

// Put implements hours.Documents. Content takes its name once it is whole and
// on the disk; until then, and after an error, the name keeps what it had.
func (s *Store) Put(ctx context.Context, key hours.DocumentKey, content io.Reader) (size int64, sha256 string, err error) {
	name, err := fileName(key)
	if err != nil {
		return 0, "", err
	}
	temporary := path.Join(incoming, rand.Text())
	size, sha256, err = s.write(ctx, temporary, content)
	if err == nil {
		err = s.rename(temporary, name)
	}
	if err != nil {
		if gone := s.root.Remove(temporary); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return 0, "", fmt.Errorf("files: put: %w", err)
	}
	return size, sha256, nil
}

// Open implements hours.Documents.
func (s *Store) Open(ctx context.Context, key hours.DocumentKey) (io.ReadCloser, error) {
	name, err := fileName(key)
	if err != nil {
		return nil, hours.ErrNotFound
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := s.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hours.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("files: open: %w", err)
	}
	return f, nil
}

// Delete implements hours.Documents. The folders stay: one that is removed
// could be the one in which another document is being put.
func (s *Store) Delete(ctx context.Context, key hours.DocumentKey) error {
	name, err := fileName(key)
	if err != nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err = s.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = s.sync(path.Dir(name))
	}
	if err != nil {
		return fmt.Errorf("files: delete: %w", err)
	}
	return nil
}

func (s *Store) write(ctx context.Context, name string, content io.Reader) (size int64, sha256 string, err error) {
	f, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, "", err
	}
	size, sha256, err = measure(ctx, f, content)
	if err == nil {
		err = f.Sync()
	}
	return size, sha256, errors.Join(err, f.Close())
}

// rename gives the file its name, and does not return before that would outlive
// a power failure: the folders that hold the name are on the disk too.
func (s *Store) rename(from, to string) error {
	if err := s.root.MkdirAll(path.Dir(to), 0o700); err != nil {
		return err
	}
	if err := s.root.Rename(from, to); err != nil {
		return err
	}
	for dir := path.Dir(to); ; dir = path.Dir(dir) {
		if err := s.sync(dir); err != nil {
			return err
		}
		if dir == "." {
			return nil
		}
	}
}

// sync writes a folder to the disk. Windows neither needs it nor can do it.
func (s *Store) sync(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := s.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// sweep removes the temporary files last written before the instant.
func (s *Store) sweep(before time.Time) error {
	if err := s.root.MkdirAll(incoming, 0o700); err != nil {
		return err
	}
	entries, err := fs.ReadDir(s.root.FS(), incoming)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
			continue
		}
		if err == nil {
			err = s.root.Remove(path.Join(incoming, e.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// fileName returns the document's path under the directory. A capital is written
// after an underscore, which no key holds: some file systems take "A" and "a" for
// the same name, and two members must never share a file.
func fileName(key hours.DocumentKey) (string, error) {
	if err := check(key); err != nil {
		return "", err
	}
	var b strings.Builder
	for _, r := range path.Join(string(key.Org), string(key.Member), key.ID, key.Document) {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}
