package main

import (
	"bytes"
	"errors"
	"os"
	"strings"

	"github.com/goodstanding/goodstanding/hours/catalogue"
)

var errNoRegulation = errors.New("no such regulation")

// regulation returns the document that a flag names: a file, or the identifier of
// one of the catalogue's.
func regulation(name string) (catalogue.Document, error) {
	if strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") || strings.ContainsAny(name, `/\`) {
		return readRegulation(name)
	}
	all, err := catalogue.All()
	if err != nil {
		return catalogue.Document{}, err
	}
	for _, d := range all {
		if d.Regulation.ID == name {
			return d, nil
		}
	}
	return catalogue.Document{}, errNoRegulation
}

// readRegulation reads a file; errors begin with its name, and the line.
func readRegulation(name string) (catalogue.Document, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return catalogue.Document{}, err
	}
	return catalogue.Read(name, bytes.NewReader(content))
}

// find is regulation for a command: what is wrong is said, and then the status is
// not exitDone.
func (c *command) find(name string) (catalogue.Document, int) {
	if name == "" {
		return catalogue.Document{}, c.usage("usage.regulation")
	}
	d, err := regulation(name)
	switch {
	case errors.Is(err, errNoRegulation):
		return d, c.usage("usage.no-regulation", "id", name, "ids", identifiers())
	case err != nil:
		return d, c.fail(err)
	}
	return d, exitDone
}

func identifiers() string {
	all, err := catalogue.All()
	if err != nil {
		return ""
	}
	var names []string
	for _, d := range all {
		names = append(names, d.Regulation.ID)
	}
	return strings.Join(names, ", ")
}
