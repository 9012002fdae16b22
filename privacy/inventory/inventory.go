// Package inventory holds what an order keeps about people, and why, as data: one
// document for each order, read strictly and checked against the law that it is under.
package inventory

import (
	"embed"
	"fmt"
	"io"
	"io/fs"

	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/law"
)

//go:embed *.yaml
var documents embed.FS

// Read reads a document strictly: an unknown key, something with a source that does
// not say whether it was verified, and an inventory that contradicts itself or the law
// are errors that wrap privacy.ErrBadInventory and name the file.
func Read(name string, content io.Reader, under privacy.Law) (privacy.Inventory, error) {
	whole, err := io.ReadAll(content)
	if err != nil {
		return privacy.Inventory{}, fmt.Errorf("%s: %w", name, err)
	}
	var i privacy.Inventory
	if err := law.Decode(whole, &i); err != nil {
		return privacy.Inventory{}, fmt.Errorf("%s: %w: %w", name, privacy.ErrBadInventory, err)
	}
	if err := i.Check(under); err != nil {
		return privacy.Inventory{}, fmt.Errorf("%s: %w", name, err)
	}
	return i, nil
}

// All returns the inventory of every document of the package, by its identifier: that
// of the regulation of the order.
func All(under privacy.Law) (map[string]privacy.Inventory, error) {
	names, err := fs.Glob(documents, "*.yaml")
	if err != nil {
		return nil, err
	}
	all := map[string]privacy.Inventory{}
	for _, name := range names {
		file, err := documents.Open(name)
		if err != nil {
			return nil, err
		}
		i, err := Read(name, file, under)
		if err != nil {
			return nil, err
		}
		if _, twice := all[i.ID]; twice {
			return nil, fmt.Errorf("%s: %w: a second document for %s", name, privacy.ErrBadInventory, i.ID)
		}
		all[i.ID] = i
	}
	return all, nil
}
