package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// readPrivate returns the content of a file, most bytes of it and one more, and refuses
// what nobody should take for a secret: what others may read.
func readPrivate(name string, most int64) ([]byte, error) {
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
		return nil, fmt.Errorf("%s can be read or written by others (mode %04o), and so can all that it keeps from them: chmod 600 %s", name, about.Mode().Perm(), name)
	}
	return io.ReadAll(io.LimitReader(file, most+1))
}

// createPrivate creates the file, for its owner alone, whole or not at all. It reports
// false when another process was first: what that one wrote stands.
func createPrivate(name string, content []byte) (bool, error) {
	// A link, unlike a rename, does not replace what is there.
	err := writePrivate(name, content, os.Link)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	return err == nil, err
}

// replacePrivate writes the file in place of the one of its name, whole or not at all.
func replacePrivate(name string, content []byte) error {
	return writePrivate(name, content, os.Rename)
}

// writePrivate writes a file beside the one of the name and gives it that name.
func writePrivate(name string, content []byte, give func(from, to string) error) error {
	// CreateTemp gives mode 0600.
	file, err := os.CreateTemp(filepath.Dir(name), ".goodstanding-key-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // no effect after a rename
	if _, err = file.Write(content); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return give(file.Name(), name)
}
