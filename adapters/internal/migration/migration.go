// Package migration reads the numbered steps that bring a database to the
// present schema, and says which one is next. The steps are append-only: a step
// that was applied somewhere never changes.
package migration

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
)

// The errors of this package; compare with [errors.Is].
var (
	// ErrMisnamed: the files are not numbered from 0001 without a gap.
	ErrMisnamed = errors.New("migration: misnamed step")
	// ErrChanged: a step is not the one that the database went through.
	ErrChanged = errors.New("migration: a step changed after it was applied")
	// ErrNewer: the database went through steps that this program does not have.
	ErrNewer = errors.New("migration: the database is newer than the program")
)

// Step is one step. Sum is the SHA-256 of its text in hexadecimal, whatever the
// line endings of the checkout.
type Step struct {
	Number int
	Name   string
	SQL    string
	Sum    string
}

// Applied is what a database remembers of a step.
type Applied struct {
	Number int
	Name   string
	Sum    string
}

var named = regexp.MustCompile(`^([0-9]{4})_([a-z0-9_]+)\.sql$`)

// Read returns the steps of a folder, in the order of their numbers.
func Read(files fs.FS, folder string) ([]Step, error) {
	entries, err := fs.ReadDir(files, folder) // sorted by name
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, entry := range entries {
		parts := named.FindStringSubmatch(entry.Name())
		if parts == nil {
			return nil, fmt.Errorf("%w: %s", ErrMisnamed, entry.Name())
		}
		if number, err := strconv.Atoi(parts[1]); err != nil || number != len(steps)+1 {
			return nil, fmt.Errorf("%w: %s where number %d belongs", ErrMisnamed, entry.Name(), len(steps)+1)
		}
		text, err := fs.ReadFile(files, folder+"/"+entry.Name())
		if err != nil {
			return nil, err
		}
		sql := strings.ReplaceAll(string(text), "\r\n", "\n")
		sum := sha256.Sum256([]byte(sql))
		steps = append(steps, Step{len(steps) + 1, parts[2], sql, hex.EncodeToString(sum[:])})
	}
	return steps, nil
}

// Next returns the first step that was not applied, and whether there is one.
// applied is in the order of the numbers. The error is [ErrChanged] or
// [ErrNewer].
func Next(steps []Step, applied []Applied) (Step, bool, error) {
	for i, a := range applied {
		if i >= len(steps) {
			return Step{}, false, fmt.Errorf("%w: step %d, %s", ErrNewer, a.Number, a.Name)
		}
		if s := steps[i]; a != (Applied{s.Number, s.Name, s.Sum}) {
			return Step{}, false, fmt.Errorf("%w: step %d, %s", ErrChanged, s.Number, s.Name)
		}
	}
	if len(applied) == len(steps) {
		return Step{}, false, nil
	}
	return steps[len(applied)], true, nil
}
