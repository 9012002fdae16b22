// Package forms holds the forms by which access is asked for, the services and the
// grounds for a refusal as data: one document for each organisation that gives access,
// read strictly.
package forms

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/identity/access"
)

//go:embed *.yaml
var documents embed.FS

// Read reads a document strictly: an unknown key, forms that contradict themselves, and a
// service, form or ground that does not say whether it was verified are errors that wrap
// access.ErrCatalogue and name the file and, where YAML knows it, the line.
func Read(name string, content io.Reader) (access.Catalogue, error) {
	bad := func(err error) (access.Catalogue, error) {
		return access.Catalogue{}, fmt.Errorf("%s: %w: %w", name, access.ErrCatalogue, err)
	}
	whole, err := io.ReadAll(content)
	if err != nil {
		return access.Catalogue{}, fmt.Errorf("%s: %w", name, err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(whole))
	decoder.KnownFields(true)
	var c access.Catalogue
	if err := decoder.Decode(&c); err != nil {
		return bad(err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return bad(errors.New("more than one document"))
	}
	if err := c.Check(); err != nil {
		return access.Catalogue{}, fmt.Errorf("%s: %w", name, err)
	}
	// False must be said, not left out: it is what the pages show.
	type said struct {
		ID       string
		Verified *bool
	}
	var all struct{ Services, Forms, Grounds []said }
	if err := yaml.Unmarshal(whole, &all); err != nil {
		return bad(err)
	}
	for _, s := range append(append(all.Services, all.Forms...), all.Grounds...) {
		if s.Verified == nil {
			return bad(fmt.Errorf("%s does not say whether it was verified", s.ID))
		}
	}
	return c, nil
}

// All returns the catalogue of every document of the package, by the name of its file
// without ".yaml".
func All() (map[string]access.Catalogue, error) {
	names, err := fs.Glob(documents, "*.yaml")
	if err != nil {
		return nil, err
	}
	all := map[string]access.Catalogue{}
	for _, name := range names {
		content, err := documents.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c, err := Read(name, bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		all[strings.TrimSuffix(name, ".yaml")] = c
	}
	return all, nil
}
