package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/postgres"
	"github.com/goodstanding/goodstanding/adapters/sqlite"
	"github.com/goodstanding/goodstanding/adapters/vault"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// noVault is the -vault that seals nothing.
const noVault = "none"

// mostMasters is how long the file of the master keys may be, in bytes.
const mostMasters = 64 << 10

// masterFile returns where the master keys are kept: where -master says, or beside the
// store. A store in memory has none, as nothing that was sealed outlives it.
func (s settings) masterFile() string {
	scheme, rest, _ := strings.Cut(s.store, ":")
	switch {
	case s.master != "":
		return s.master
	case scheme == "memory":
		return ""
	case scheme == "sqlite":
		return filepath.Join(filepath.Dir(rest), "goodstanding.master")
	}
	return "goodstanding.master"
}

// openMasters returns the master keys of the file, and draws the first when there is no
// such file yet, which it reports. The name "" is a ring for this process alone.
func openMasters(name string) (ring vault.Masters, drawn bool, err error) {
	if name == "" {
		return vault.DrawMasters(), false, nil
	}
	ring, err = readMasters(name)
	if errors.Is(err, fs.ErrNotExist) {
		if drawn, err = createPrivate(name, vault.DrawMasters().Text()); err == nil {
			ring, err = readMasters(name)
		}
	}
	if err != nil {
		return vault.Masters{}, false, fmt.Errorf("-master: %w", err)
	}
	return ring, drawn, nil
}

func readMasters(name string) (vault.Masters, error) {
	text, err := readPrivate(name, mostMasters)
	if err != nil {
		return vault.Masters{}, err
	}
	ring, err := vault.ParseMasters(text)
	if err != nil {
		return vault.Masters{}, fmt.Errorf("%s: %w: give the file of the other processes, or a copy; without it nothing that was sealed opens again", name, err)
	}
	return ring, nil
}

// opener is a storage adapter's Store.
type opener interface {
	vault.Store
	store
}

// openKeys opens the store of the wrapped keys: where -vault says; by default a file of
// its own beside that of SQLite, or a schema of its own in the database of PostgreSQL, such as public_keys.
func (s settings) openKeys(ctx context.Context) (opener, error) {
	scheme, rest, _ := strings.Cut(s.store, ":")
	switch {
	case s.vault != "":
		return openStore(ctx, s.vault)
	case scheme == "sqlite":
		return sqlite.Open(ctx, filepath.Join(filepath.Dir(rest), "goodstanding-keys.db"))
	case scheme == "postgres" || scheme == "postgresql":
		return postgres.OpenBeside(ctx, s.store, "_keys")
	}
	return memory.New(), nil
}

// openVault opens the master keys and the wrapped ones; the latter are to be closed.
func (s settings) openVault(ctx context.Context, log *slog.Logger) (*vault.Vault, io.Closer, error) {
	name := s.masterFile()
	ring, drawn, err := openMasters(name)
	if err != nil {
		return nil, nil, err
	}
	if drawn {
		log.Warn("a master key was drawn: keep a copy apart from the store's and from the keys', and give it to every other process; without it nothing opens again", "file", name)
	}
	kept, err := s.openKeys(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("-vault: %w", err)
	}
	v, err := vault.New(vault.KeysIn(kept), ring)
	if err != nil {
		return nil, nil, errors.Join(err, kept.Close())
	}
	if name != "" {
		v.Reload = func() (vault.Masters, error) { return readMasters(name) }
	}
	return v, kept, nil
}

// sealed is a store that is sealed, with the keys that it closes too.
type sealed struct {
	*vault.Sealed
	keys io.Closer
}

func (s sealed) Close() error { return errors.Join(s.Sealed.Close(), s.keys.Close()) }

// seal returns the store and the documents sealed, after what they still had in the
// clear; with -vault none as they are, unless something in them is sealed.
func (s settings) seal(ctx context.Context, opened opener, documents hours.Documents, log *slog.Logger) (store, hours.Documents, error) {
	if s.vault == noVault {
		before, err := vault.IsSealed(ctx, opened, demoOrganisation)
		if err == nil && before {
			err = errors.New("-vault none: the store is sealed, and cannot be read or written without its keys")
		}
		return opened, documents, err
	}
	v, keys, err := s.openVault(ctx, log)
	if err != nil {
		return nil, nil, err
	}
	over, contents := v.Over(opened), v.Documents(documents, "documents")
	err = over.SealAll(ctx, demoOrganisation, func(ctx context.Context, member identity.MemberID) error {
		return contents.SealAll(ctx, demoOrganisation, member, classOf(over))
	}, func(bodies int) {
		if bodies > 0 {
			log.Info("sealing what is in the clear", "bodies", bodies)
		}
	})
	if err != nil {
		return nil, nil, errors.Join(err, keys.Close())
	}
	return sealed{over, keys}, contents, nil
}

// The classes of documents, by the desk that puts them.
const (
	classExemption = "exemption"
	classEvidence  = "continuing-education"
	classExam      = "exam"
)

// classOf says of what class a document from before is, by what it supports.
func classOf(over store) func(context.Context, hours.DocumentKey) (string, error) {
	return func(ctx context.Context, key hours.DocumentKey) (string, error) {
		if _, err := over.Exemption().Request(ctx, key.Key); err == nil {
			return classExemption, nil
		} else if !errors.Is(err, exemption.ErrNotFound) {
			return "", err
		}
		if _, err := over.Hours().Declaration(ctx, key.Key); err == nil {
			return classEvidence, nil
		} else if !errors.Is(err, hours.ErrNotFound) {
			return "", err
		}
		return classExam, nil
	}
}

// kept returns the documents as those of a class, where they are sealed.
func kept(documents hours.Documents, class string) hours.Documents {
	if d, ok := documents.(*vault.Documents); ok {
		return d.As(class)
	}
	return documents
}

// rotate draws a master key and wraps every key under it; when an earlier rotation was
// cut short, it does what was left of that one instead.
func (s settings) rotate(ctx context.Context, stdout io.Writer, log *slog.Logger) error {
	name := s.masterFile()
	if name == "" || s.vault == noVault {
		return errors.New("-rotate: this store has no master key that outlives the process")
	}
	v, keys, err := s.openVault(ctx, log)
	if err != nil {
		return err
	}
	defer keys.Close()
	said := func(r vault.Rotation) { fmt.Fprintf(stdout, "%d keys seen, %d wrapped again\n", r.Seen, r.Wrapped) }
	r, err := v.Rotate(ctx, demoOrganisation, said)
	if err != nil {
		return err
	}
	if r.Wrapped == 0 {
		ring, err := addMaster(name)
		if err != nil {
			return fmt.Errorf("-rotate: %w", err)
		}
		v.Use(ring)
		if _, err := v.Rotate(ctx, demoOrganisation, said); err != nil {
			return err
		}
	}
	ring, err := readMasters(name)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "every key is under master key %d: once every process was started again and -rotate finds nothing more to wrap, remove the other lines from %s and from its copies\n", ring.Newest(), name)
	return nil
}

// addMaster draws a master key more. A file beside that of the keys keeps two that do so
// at once from each losing the other's key.
func addMaster(name string) (vault.Masters, error) {
	turn := name + ".rotating"
	file, err := os.OpenFile(turn, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return vault.Masters{}, fmt.Errorf("%s is there: another rotation draws a key; when none is under way, remove it", turn)
	}
	if err != nil {
		return vault.Masters{}, err
	}
	defer func() { _ = os.Remove(turn) }()
	if err := file.Close(); err != nil {
		return vault.Masters{}, err
	}
	ring, err := readMasters(name)
	if err != nil {
		return vault.Masters{}, err
	}
	ring = ring.Next()
	return ring, replacePrivate(name, ring.Text())
}

// shredder destroys the keys of a sealed store; nil for one that is not.
func shredder(over store, contents hours.Documents) privacy.Shredder {
	if s, ok := over.(sealed); ok {
		return vault.Shredder{Sealed: s.Sealed, Documents: contents, Key: files.Key}
	}
	return nil
}
