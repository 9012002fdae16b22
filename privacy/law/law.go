// Package law holds what the Acts say about personal information as data: one folder
// for each place, each file with some of the keys of a privacy.Law, read strictly.
//
// A source says where a thing was read: "text", an excerpt of the official text;
// "commentary", a regulator's page or a lawyer's note that quotes it; "memory", nowhere
// yet. What comes from memory alone is verified: false.
package law

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/privacy"
)

//go:embed qc/*.yaml
var documents embed.FS

// Quebec returns the law of Québec.
func Quebec() (privacy.Law, error) {
	folder, err := fs.Sub(documents, "qc")
	if err != nil {
		return privacy.Law{}, err
	}
	return Read(folder)
}

// Read reads the files of a folder whose names end in .yaml into one law. An unknown
// key, a key that two files have, something with a source that does not say whether it
// was verified, and a law that contradicts itself are errors that wrap
// privacy.ErrBadLaw.
func Read(folder fs.FS) (privacy.Law, error) {
	names, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return privacy.Law{}, err
	}
	var l privacy.Law
	from := map[string]string{}
	for _, name := range names {
		content, err := fs.ReadFile(folder, name)
		if err != nil {
			return privacy.Law{}, err
		}
		bad := func(err error) (privacy.Law, error) {
			return privacy.Law{}, fmt.Errorf("%s: %w: %w", path.Base(name), privacy.ErrBadLaw, err)
		}
		var keys map[string]yaml.Node
		if err := yaml.Unmarshal(content, &keys); err != nil {
			return bad(err)
		}
		for key := range keys {
			if from[key] != "" {
				return bad(fmt.Errorf("%q is in %s already", key, from[key]))
			}
			from[key] = name
		}
		if err := Decode(content, &l); err != nil {
			return bad(err)
		}
	}
	if err := l.Check(); err != nil {
		return privacy.Law{}, err
	}
	return l, nil
}

// Decode reads a document of YAML strictly: an unknown key, a second document, and
// something that has a source and does not say whether it was verified are errors.
// What the document does not hold stays as it is in the value.
func Decode(content []byte, into any) error {
	var whole yaml.Node
	if err := yaml.Unmarshal(content, &whole); err != nil {
		return err
	}
	if err := unsaid(&whole); err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return errors.New("more than one document")
	}
	return nil
}

// unsaid reports what has a source and does not say whether it was verified: false
// must be said, not left out, since it is what the pages show.
func unsaid(n *yaml.Node) error {
	has := map[string]bool{}
	for at, child := range n.Content {
		if n.Kind == yaml.MappingNode && at%2 == 0 {
			has[child.Value] = true
		}
		if err := unsaid(child); err != nil {
			return err
		}
	}
	if has["source"] && !has["verified"] {
		return fmt.Errorf("line %d: does not say whether it was verified", n.Line)
	}
	return nil
}
