package catalogue

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// document is a document as it is written; README.md describes its keys.
type document struct {
	ID       string
	Title    identity.Text
	Versions []hours.Version
	Cases    []Case
}

// Read reads a document strictly: an unknown key or one used twice, a regulation
// that contradicts itself or leaves out what it needs, and a case that could not
// fail are errors. Each wraps hours.ErrBadRegulation and begins with the file's
// name and, wherever it has one, the line.
func Read(name string, content io.Reader) (Document, error) {
	text, err := io.ReadAll(content)
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", name, err)
	}
	refuse := func(line int, err error) (Document, error) {
		if !errors.Is(err, hours.ErrBadRegulation) {
			err = fmt.Errorf("%w: %w", hours.ErrBadRegulation, err)
		}
		if line > 0 {
			name = fmt.Sprintf("%s:%d", name, line)
		}
		return Document{}, fmt.Errorf("%s: %w", name, err)
	}
	var root yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&root); errors.Is(err, io.EOF) {
		return refuse(0, errors.New("an empty document"))
	} else if err != nil {
		return refuse(lineIn(err), plainly(err))
	}
	var second yaml.Node
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return refuse(second.Line, errors.New("more than one document"))
	}
	var raw document
	strict := yaml.NewDecoder(bytes.NewReader(text))
	strict.KnownFields(true)
	if err := strict.Decode(&raw); err != nil {
		line := lineIn(err)
		if line == 0 {
			line = culprit(&root, err)
		}
		return refuse(line, plainly(err))
	}
	if raw.Title.FR == "" {
		return refuse(root.Line, errors.New("no title in French"))
	}
	d := Document{Regulation: hours.Regulation{ID: raw.ID, Title: raw.Title, Versions: raw.Versions}, Cases: raw.Cases}
	if err := d.Regulation.Check(); err != nil {
		return refuse(flawed(&root, err), err)
	}
	for i := range d.Cases {
		c := &d.Cases[i]
		c.Line = item(value(root.Content[0], "cases"), i).Line
		if err := c.check(); err != nil {
			return refuse(c.Line, err)
		}
	}
	return d, nil
}
