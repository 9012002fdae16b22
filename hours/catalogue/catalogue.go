// Package catalogue holds regulations as data: one document for each, read
// strictly, with the cases that its own source works out.
//
// [All] returns what the package embeds, and [Read] reads a document of one's
// own. README.md describes the format.
package catalogue

import (
	"bytes"
	"embed"
	"io/fs"
	"path"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
)

//go:embed *.yaml
var documents embed.FS

// Document is a regulation and its worked cases.
type Document struct {
	Regulation hours.Regulation
	Cases      []Case
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
