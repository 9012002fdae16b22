// Package holidays holds the days on which a time limit does not end, as data: one
// document for each jurisdiction, read strictly, with cases of its own.
//
// A document has id, days and cases. A day has id, fr and en (its names), source,
// verified, and exactly one of every (a day of the week), on (MM-DD), nth ({n,
// weekday, month}), near ({weekday, before} or {weekday, after}) and easter (days
// from Easter Sunday); besides, it may have moved ({sunday: 1}: one day later when
// it falls on a Sunday), from and until (the first and the last year). A case has a
// day, is (the holiday that it is, or none) and next (where a time limit that would
// end on it does end).
package holidays

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/cycle"
)

//go:embed *.yaml
var documents embed.FS

// Document is a set of holidays and its cases.
type Document struct {
	Holidays cycle.Holidays
	Cases    []Case
}

// Case is a day, the identifier of the holiday that it is ("none" when it is none),
// and the day on which a time limit that would end on it does end.
type Case struct {
	Day  cycle.Date
	Is   string
	Next cycle.Date
}

// Run returns how the set differs from what the case expects, "" when it agrees.
func (c Case) Run(h cycle.Holidays) string {
	is := "none"
	if day, ok := h.Named(c.Day); ok {
		is = day.ID
	}
	if next := h.Next(c.Day); is != c.Is || next != c.Next {
		return fmt.Sprintf("%s: %s, next %s expected; %s, next %s found", c.Day, c.Is, c.Next, is, next)
	}
	return ""
}

// Read reads a document strictly: an unknown key, a rule that contradicts itself or
// does not say whether it was verified, and a document without cases are errors
// that wrap cycle.ErrBadHolidays and name the file.
func Read(name string, content io.Reader) (Document, error) {
	bad := func(err error) (Document, error) {
		return Document{}, fmt.Errorf("%s: %w: %w", name, cycle.ErrBadHolidays, err)
	}
	whole, err := io.ReadAll(content)
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", name, err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(whole))
	decoder.KnownFields(true)
	var d struct {
		ID    string
		Days  []cycle.Holiday
		Cases []Case
	}
	if err := decoder.Decode(&d); err != nil {
		return bad(err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return bad(errors.New("more than one document"))
	}
	// False must be said, not left out: it is what the pages show.
	var said struct {
		Days []struct {
			ID       string
			Verified *bool
		}
	}
	if err := yaml.Unmarshal(whole, &said); err != nil {
		return bad(err)
	}
	for _, day := range said.Days {
		if day.Verified == nil {
			return bad(fmt.Errorf("%s does not say whether it was verified", day.ID))
		}
	}
	read := Document{Holidays: cycle.Holidays{ID: d.ID, Days: d.Days}, Cases: d.Cases}
	if err := read.Holidays.Check(); err != nil {
		return Document{}, fmt.Errorf("%s: %w", name, err)
	}
	if len(read.Cases) == 0 {
		return bad(errors.New("no case"))
	}
	for _, c := range read.Cases {
		if c.Day.IsZero() || c.Is == "" || c.Next.IsZero() {
			return bad(errors.New("a case needs day, is and next"))
		}
	}
	return read, nil
}

// Documents returns every document of the package.
func Documents() ([]Document, error) {
	names, err := fs.Glob(documents, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all []Document
	for _, name := range names {
		content, err := documents.ReadFile(name)
		if err != nil {
			return nil, err
		}
		d, err := Read(name, bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// All returns every set of the package by its identifier, as hours.Ledger takes
// them.
func All() (map[string]cycle.Holidays, error) {
	documents, err := Documents()
	if err != nil {
		return nil, err
	}
	all := make(map[string]cycle.Holidays, len(documents))
	for _, d := range documents {
		if _, twice := all[d.Holidays.ID]; twice {
			return nil, fmt.Errorf("%w: a second document for %s", cycle.ErrBadHolidays, d.Holidays.ID)
		}
		all[d.Holidays.ID] = d.Holidays
	}
	return all, nil
}
