// Package grounds holds the grounds for an exemption as data: one document for
// each regulation, read strictly.
package grounds

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/exemption"
)

//go:embed *.yaml
var documents embed.FS

// Read reads a document strictly: an unknown key and grounds that contradict
// themselves are errors, which name the file and, where YAML knows it, the line.
func Read(name string, content io.Reader) (exemption.Grounds, error) {
	decoder := yaml.NewDecoder(content)
	decoder.KnownFields(true)
	var g exemption.Grounds
	if err := decoder.Decode(&g); err != nil {
		return exemption.Grounds{}, fmt.Errorf("%s: %w: %w", name, exemption.ErrBadGrounds, err)
	}
	if err := g.Check(); err != nil {
		return exemption.Grounds{}, fmt.Errorf("%s: %w", name, err)
	}
	return g, nil
}

// All returns the grounds of every document of the package by the identifier of
// their regulation, as exemption.Board takes them.
func All() (map[string]exemption.Grounds, error) {
	names, err := fs.Glob(documents, "*.yaml")
	if err != nil {
		return nil, err
	}
	all := map[string]exemption.Grounds{}
	for _, name := range names {
		content, err := documents.ReadFile(name)
		if err != nil {
			return nil, err
		}
		g, err := Read(name, bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		all[g.Regulation] = g
	}
	return all, nil
}
