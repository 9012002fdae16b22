// Package grounds holds the grounds for an exemption as data: one document for
// each regulation, read strictly.
package grounds

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/exemption"
)

//go:embed *.yaml
var documents embed.FS

// Read reads a document strictly: an unknown key, grounds that contradict
// themselves, and a ground that does not say whether it was verified are errors
// that wrap exemption.ErrBadGrounds and name the file and, where YAML knows it,
// the line.
func Read(name string, content io.Reader) (exemption.Grounds, error) {
	bad := func(err error) (exemption.Grounds, error) {
		return exemption.Grounds{}, fmt.Errorf("%s: %w: %w", name, exemption.ErrBadGrounds, err)
	}
	whole, err := io.ReadAll(content)
	if err != nil {
		return exemption.Grounds{}, fmt.Errorf("%s: %w", name, err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(whole))
	decoder.KnownFields(true)
	var g exemption.Grounds
	if err := decoder.Decode(&g); err != nil {
		return bad(err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return bad(errors.New("more than one document"))
	}
	if err := g.Check(); err != nil {
		return exemption.Grounds{}, fmt.Errorf("%s: %w", name, err)
	}
	// False must be said, not left out: it is what the pages show.
	var said struct {
		Grounds []struct {
			ID       string
			Verified *bool
		}
	}
	if err := yaml.Unmarshal(whole, &said); err != nil {
		return bad(err)
	}
	for _, ground := range said.Grounds {
		if ground.Verified == nil {
			return bad(fmt.Errorf("%s does not say whether it was verified", ground.ID))
		}
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
		if _, twice := all[g.Regulation]; twice {
			return nil, fmt.Errorf("%s: %w: a second document for %s", name, exemption.ErrBadGrounds, g.Regulation)
		}
		all[g.Regulation] = g
	}
	return all, nil
}
