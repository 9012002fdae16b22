package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// keyLength is how many bytes the file of the key holds.
const keyLength = 32

// keyFile returns where the key is kept: where -key says, or beside the store. A store
// in memory has none, as nothing that was sealed outlives it.
func (s settings) keyFile() string {
	scheme, rest, _ := strings.Cut(s.store, ":")
	switch {
	case s.key != "":
		return s.key
	case scheme == "memory":
		return ""
	case scheme == "sqlite":
		return filepath.Join(filepath.Dir(rest), "goodstanding.key")
	}
	return "goodstanding.key"
}

// openKey returns the key of the file, and draws it when there is no such file yet,
// which it reports. Processes that start together have the same. The name "" is no
// key.
func openKey(name string) (key []byte, drawn bool, err error) {
	if name == "" {
		return nil, false, nil
	}
	key, err = readKey(name)
	if errors.Is(err, fs.ErrNotExist) {
		if drawn, err = drawKey(name); err == nil {
			key, err = readKey(name)
		}
	}
	if err != nil {
		return nil, false, fmt.Errorf("-key: %w", err)
	}
	return key, drawn, nil
}

// readKey refuses what nobody should take for a key: what others may read, and what is
// of another length, such as a file that was not copied whole.
func readKey(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	about, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case !about.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file: name one, which is created when there is none", name)
	case about.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows": // which has no such bits
		return nil, fmt.Errorf("%s can be read or written by others (mode %04o), and so can every code: chmod 600 %s", name, about.Mode().Perm(), name)
	}
	key, err := io.ReadAll(io.LimitReader(file, keyLength+1))
	if err == nil && len(key) != keyLength {
		err = fmt.Errorf("%s does not hold the %d bytes of a key: give the file of the other processes, or, when there is none any more, remove this one to have another drawn, with which codes under way and enrolled authenticators are void", name, keyLength)
	}
	return key, err
}

// drawKey creates the file, for its owner alone, whole or not at all. It reports false
// when another process was first: that one's key stands.
func drawKey(name string) (bool, error) {
	// CreateTemp gives mode 0600.
	file, err := os.CreateTemp(filepath.Dir(name), ".goodstanding-key-*")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	key := make([]byte, keyLength)
	if _, err = rand.Read(key); err == nil {
		_, err = file.Write(key)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return false, err
	}
	// A link, unlike a rename, does not replace what is there.
	if err := os.Link(file.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	} else if err != nil {
		return false, nil
	}
	return true, nil
}
