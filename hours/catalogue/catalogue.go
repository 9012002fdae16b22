// Package catalogue holds regulations as data: one document for each, read
// strictly, with the cases that its own source works out.
//
// [All] returns what the package embeds, and [Read] reads a document of one's
// own. README.md describes the format.
package catalogue

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

//go:embed *.yaml
var documents embed.FS

// Document is a regulation and its worked cases.
type Document struct {
	Regulation hours.Regulation
	Cases      []Case
}

// Case is an example that the regulation's source works out: what is known of a
// member, and what must come of it.
type Case struct {
	Name string
	// Source is where the example stands.
	Source string
	// Day is the day as of which the file is judged, and In a day of the period;
	// the period is the one that holds Day when In is left out.
	Day cycle.Date
	In  cycle.Date
	// Admitted is the day of admission, or Readmitted that of readmission; a member
	// with neither has been on the roll since before the period.
	Admitted     cycle.Date
	Readmitted   cycle.Date
	Declarations []CaseDeclaration
	// Exempted are the hours of the exemptions granted.
	Exempted []hours.Hours
	Expect   Expectation
}

// CaseDeclaration is a declaration that was counted whole.
type CaseDeclaration struct {
	Category string
	On       cycle.Date
	Hours    hours.Hours
}

// Expectation is what a case must give. What is left out is not checked.
type Expectation struct {
	Start  cycle.Date
	End    cycle.Date
	Status hours.Status
	// Due and Remaining are by requirement.
	Due       map[string]hours.Hours
	Remaining map[string]hours.Hours
	Surplus   *hours.Hours
}

// Read reads a document strictly: an unknown key, a regulation that contradicts
// itself and a case without a name are errors, which name the file and, where
// YAML knows it, the line.
func Read(name string, content io.Reader) (Document, error) {
	decoder := yaml.NewDecoder(content)
	decoder.KnownFields(true)
	var raw struct {
		ID       string
		Title    struct{ FR, EN string }
		Versions []hours.Version
		Cases    []Case
	}
	if err := decoder.Decode(&raw); err != nil {
		return Document{}, fmt.Errorf("%s: %w: %w", name, hours.ErrBadRegulation, err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return Document{}, fmt.Errorf("%s: %w: more than one document", name, hours.ErrBadRegulation)
	}
	d := Document{Regulation: hours.Regulation{ID: raw.ID, Versions: raw.Versions}, Cases: raw.Cases}
	d.Regulation.Title.FR, d.Regulation.Title.EN = raw.Title.FR, raw.Title.EN
	if err := d.Regulation.Check(); err != nil {
		return Document{}, fmt.Errorf("%s: %w", name, err)
	}
	for _, c := range d.Cases {
		if c.Name == "" || c.Source == "" || c.Day.IsZero() {
			return Document{}, fmt.Errorf("%s: %w: a case needs a name, a source and a day", name, hours.ErrBadRegulation)
		}
	}
	return d, nil
}

// All returns every document of the package, in the order of their names. A
// document that cannot be read is an error.
func All() ([]Document, error) {
	names, err := fs.Glob(documents, "*.yaml")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []Document
	for _, name := range names {
		content, err := documents.ReadFile(name)
		if err != nil {
			return nil, err
		}
		d, err := Read(path.Base(name), bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// Regulations returns every regulation of the package by its identifier, as
// hours.Ledger takes them.
func Regulations() (map[string]hours.Regulation, error) {
	all, err := All()
	if err != nil {
		return nil, err
	}
	byID := make(map[string]hours.Regulation, len(all))
	for _, d := range all {
		byID[d.Regulation.ID] = d.Regulation
	}
	return byID, nil
}
