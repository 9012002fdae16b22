package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
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

// readKey refuses what is of another length, such as a file that was not copied whole.
func readKey(name string) ([]byte, error) {
	key, err := readPrivate(name, keyLength)
	if err == nil && len(key) != keyLength {
		err = fmt.Errorf("%s does not hold the %d bytes of a key: give the file of the other processes, or, when there is none any more, remove this one to have another drawn, with which codes under way and enrolled authenticators are void", name, keyLength)
	}
	return key, err
}

func drawKey(name string) (bool, error) {
	key := make([]byte, keyLength)
	if _, err := rand.Read(key); err != nil {
		return false, err
	}
	return createPrivate(name, key)
}
