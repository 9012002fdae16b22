package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/goodstanding/goodstanding/hours/intake"
)

// The names that a header may have are English, then French, without case or
// accents.

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

var memberColumns = []intake.Column{
	{Names: []string{"member", "membre"}, Required: true},
	{Names: []string{"admitted", "admission", "admis"}, Required: true},
	{Names: []string{"readmitted", "readmission", "reinscription"}},
	{Names: []string{"left", "leaving", "depart"}},
	{Names: []string{"birth", "naissance"}},
	{Names: []string{"number", "numero", "permis"}},
	{Names: []string{"surname", "nom"}},
	{Names: []string{"profile", "profil"}},
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

var declarationColumns = []intake.Column{
	{Names: []string{"member", "membre"}, Required: true},
	{Names: []string{"category", "categorie"}, Required: true},
	{Names: []string{"date", "on", "le", "fin"}, Required: true},
	{Names: []string{"hours", "heures", "duree"}, Required: true},
	{Names: []string{"since", "depuis", "debut"}},
	{Names: []string{"type"}},
	{Names: []string{"tags", "marques"}},
	{Names: []string{"content", "contenu"}},
	{Names: []string{"provider", "fournisseur", "organisateur"}},
	{Names: []string{"measure", "mesure"}},
	{Names: []string{"state", "etat"}},
	{Names: []string{"for", "pour"}},
	{Names: []string{"counted", "comptees", "heures comptees"}},
}

// The columns of the exemptions file.
const (
	exemptMember = iota
	exemptGround
	exemptFrom
	exemptTo
	exemptHours
)

var exemptionColumns = []intake.Column{
	{Names: []string{"member", "membre"}, Required: true},
	{Names: []string{"ground", "motif"}},
	{Names: []string{"from", "du", "debut"}, Required: true},
	{Names: []string{"to", "au", "fin"}},
	{Names: []string{"hours", "heures"}},
}

// The columns of the file of carried hours.
const (
	carriedMember = iota
	carriedHours
	carriedFrom
)

var carriedColumns = []intake.Column{
	{Names: []string{"member", "membre"}, Required: true},
	{Names: []string{"hours", "heures"}, Required: true},
	{Names: []string{"from", "du", "periode"}},
}

// listing is one of the files, open.
type listing struct {
	*intake.Sheet
	columns []intake.Column
}

func newListing(in io.Reader, columns []intake.Column, read *atomic.Int64) (*listing, error) {
	sheet, err := intake.NewSheet(intake.NewTable(counted{in, read}), columns)
	return &listing{sheet, columns}, err
}

// counted counts the bytes that are read.
type counted struct {
	io.Reader
	read *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if c.read != nil {
		c.read.Add(int64(n))
	}
	return n, err
}

// sayHeader says what is wrong with a header.
func (c *command) sayHeader(e *intake.HeaderError) string {
	switch {
	case errors.Is(e, intake.ErrNoHeader):
		return c.say("header.empty")
	case errors.Is(e, intake.ErrColumnTwice):
		return c.say("header.twice", "name", e.Twice[1], "other", e.Twice[0])
	case errors.Is(e, intake.ErrColumnMissing):
		return c.say("header.missing", "name", strings.Join(e.Missing[0], " / "), "found", fmt.Sprintf("%q", e.Found))
	}
	return c.say(rowKey(e))
}

// rowKey is the sentence of an error of a row.
func rowKey(err error) string {
	for _, known := range []struct {
		err error
		key string
	}{{intake.ErrRowLong, "row.long"}, {intake.ErrRowQuote, "row.quote"}, {intake.ErrNotText, "row.utf8"}} {
		if errors.Is(err, known.err) {
			return known.key
		}
	}
	return ""
}
