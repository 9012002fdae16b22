package intake

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// Column is a column of a file, with the names that its header may have, whatever
// the case and the accents, and with spaces for underscores. The first one is shown
// first.
type Column struct {
	Names    []string
	Required bool
}

// Sheet is a table whose columns are known.
type Sheet struct {
	*Table
	columns []Column
	at      []int // the field of each column, or -1
	width   int
	// Names are the columns as the header has them; empty for one that it does not
	// have.
	Names []string
	// Unknown are the columns of the file that mean nothing here.
	Unknown []string
}

// HeaderError is everything wrong with a header. It unwraps to [ErrNoHeader],
// [ErrColumnMissing], [ErrColumnTwice] or one of the errors of a row.
type HeaderError struct {
	Err error
	// Missing are the accepted names of each required column that is not there.
	Missing [][]string
	// Twice are two columns of the file that say the same.
	Twice [2]string
	// Found are the columns of the file.
	Found []string
}

func (e *HeaderError) Error() string {
	return fmt.Sprintf("%v: missing %q, twice %q, found %q", e.Err, e.Missing, e.Twice, e.Found)
}

func (e *HeaderError) Unwrap() error { return e.Err }

// NewSheet reads the header of a table, whose columns may be in any order, in
// French or in English, whatever the case and the accents. The error is a
// [HeaderError], or that of the reader.
func NewSheet(t *Table, columns []Column) (*Sheet, error) {
	s := &Sheet{Table: t, columns: columns}
	header, err := t.Header()
	switch {
	case errors.Is(err, io.EOF):
		return nil, &HeaderError{Err: ErrNoHeader}
	case errors.Is(err, ErrRowLong), errors.Is(err, ErrRowQuote), errors.Is(err, ErrNotText):
		return nil, &HeaderError{Err: err}
	case err != nil:
		return nil, err
	}
	s.at, s.Names, s.width = make([]int, len(columns)), make([]string, len(columns)), len(header)
	for i := range s.at {
		s.at[i] = -1
	}
	found := make([]string, 0, len(header))
	for field, name := range header {
		found = append(found, string(name))
		i := columnNamed(columns, string(name))
		switch {
		case i < 0:
			s.Unknown = append(s.Unknown, string(name))
		case s.at[i] >= 0:
			return nil, &HeaderError{Err: ErrColumnTwice, Twice: [2]string{s.Names[i], string(name)}}
		default:
			s.at[i], s.Names[i] = field, string(name)
		}
	}
	var missing [][]string
	for i, c := range columns {
		if c.Required && s.at[i] < 0 {
			missing = append(missing, c.Names)
		}
	}
	if len(missing) > 0 {
		return nil, &HeaderError{Err: ErrColumnMissing, Missing: missing, Found: found}
	}
	return s, nil
}

func columnNamed(columns []Column, name string) int {
	folded := strings.Join(strings.Fields(strings.ReplaceAll(hours.Fold(hours.Tidy(name)), "_", " ")), " ")
	return slices.IndexFunc(columns, func(c Column) bool {
		return slices.ContainsFunc(c.Names, func(known string) bool { return hours.Fold(known) == folded })
	})
}

// Get returns a field of the present row; none when the file has no such column.
func (s *Sheet) Get(column int) []byte {
	if at := s.at[column]; at >= 0 && at < len(s.fields) {
		return s.fields[at]
	}
	return nil
}

// Surplus reports that the row has more fields than the header, be they empty: a
// decimal comma that separates, most often, and then the others are not in their
// columns.
func (s *Sheet) Surplus() bool { return len(s.fields) > s.width }

// Short reports that the row has fewer fields than the header.
func (s *Sheet) Short() bool { return len(s.fields) < s.width }
