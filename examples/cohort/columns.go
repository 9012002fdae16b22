package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/goodstanding/goodstanding/hours"
)

// column is a column of a CSV file, with the names that its header may have:
// English, then French, without case or accents.
type column struct {
	names    []string
	required bool
}

// The columns of the members file, in this order.
const (
	memberID = iota
	memberAdmitted
	memberReadmitted
	memberLeft
	memberBirth
	memberNumber
	memberSurname
	memberProfile
)

var memberColumns = []column{
	{[]string{"member", "membre"}, true},
	{[]string{"admitted", "admission", "admis"}, true},
	{[]string{"readmitted", "readmission", "reinscription"}, false},
	{[]string{"left", "leaving", "depart"}, false},
	{[]string{"birth", "naissance"}, false},
	{[]string{"number", "numero", "permis"}, false},
	{[]string{"surname", "nom"}, false},
	{[]string{"profile", "profil"}, false},
}

// The columns of the declarations file.
const (
	declMember = iota
	declCategory
	declDate
	declHours
	declSince
	declType
	declTags
	declContent
	declProvider
	declMeasure
	declState
	declFor
	declCounted
)

var declarationColumns = []column{
	{[]string{"member", "membre"}, true},
	{[]string{"category", "categorie"}, true},
	{[]string{"date", "on", "le", "fin"}, true},
	{[]string{"hours", "heures", "duree"}, true},
	{[]string{"since", "depuis", "debut"}, false},
	{[]string{"type"}, false},
	{[]string{"tags", "marques"}, false},
	{[]string{"content", "contenu"}, false},
	{[]string{"provider", "fournisseur", "organisateur"}, false},
	{[]string{"measure", "mesure"}, false},
	{[]string{"state", "etat"}, false},
	{[]string{"for", "pour"}, false},
	{[]string{"counted", "comptees", "heures comptees"}, false},
}

// The columns of the exemptions file.
const (
	exemptMember = iota
	exemptGround
	exemptFrom
	exemptTo
	exemptHours
)

var exemptionColumns = []column{
	{[]string{"member", "membre"}, true},
	{[]string{"ground", "motif"}, false},
	{[]string{"from", "du", "debut"}, true},
	{[]string{"to", "au", "fin"}, false},
	{[]string{"hours", "heures"}, false},
}

// The columns of the file of carried hours.
const (
	carriedMember = iota
	carriedHours
	carriedFrom
)

var carriedColumns = []column{
	{[]string{"member", "membre"}, true},
	{[]string{"hours", "heures"}, true},
	{[]string{"from", "du", "periode"}, false},
}

// listing is a table whose columns are known.
type listing struct {
	*table
	columns []column
	at      []int    // the field of each column, or -1
	names   []string // as the header has them
	// ignored are the columns of the file that mean nothing here.
	ignored []string
}

// headerError is what is wrong with a header.
type headerError struct {
	key    string
	values []any
}

func (e *headerError) Error() string { return e.key }

func newListing(name string, in io.Reader, columns []column, read *atomic.Int64) (*listing, error) {
	l := &listing{table: newTable(name, in, read), columns: columns}
	header, err := l.header()
	switch {
	case errors.Is(err, io.EOF):
		return nil, &headerError{key: "header.empty"}
	case err != nil:
		return nil, &headerError{key: rowKey(err)}
	}
	l.at, l.names = make([]int, len(columns)), make([]string, len(columns))
	for i := range l.at {
		l.at[i] = -1
	}
	for field, name := range header {
		folded := strings.ReplaceAll(hours.Fold(string(name)), "_", " ")
		i := slices.IndexFunc(columns, func(c column) bool { return slices.Contains(c.names, folded) })
		switch {
		case i < 0:
			l.ignored = append(l.ignored, string(name))
		case l.at[i] >= 0:
			return nil, &headerError{"header.twice", []any{"name", string(name), "other", l.names[i]}}
		default:
			l.at[i], l.names[i] = field, string(name)
		}
	}
	for i, c := range columns {
		if c.required && l.at[i] < 0 {
			return nil, &headerError{"header.missing", []any{"name", strings.Join(c.names, " / "), "found", fmt.Sprintf("%q", header)}}
		}
	}
	return l, nil
}

// rowKey is the sentence of an error of a row.
func rowKey(err error) string {
	for _, known := range []error{errRowLong, errRowQuote, errRowBinary} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return ""
}

// get returns a field of the present row; none when the file has no such column.
func (l *listing) get(column int) []byte {
	if at := l.at[column]; at >= 0 && at < len(l.fields) {
		return l.fields[at]
	}
	return nil
}

// surplus reports that the row has more fields than the header, be they empty: a
// decimal comma that separates, most often, and then the others are not in their
// columns.
func (l *listing) surplus() bool {
	width := len(l.ignored)
	for _, at := range l.at {
		if at >= 0 {
			width++
		}
	}
	return len(l.fields) > width
}
