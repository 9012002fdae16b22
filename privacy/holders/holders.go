// Package holders declares what the stores of this program keep about people, in the
// words of an order's inventory, as data: one document for each inventory, read strictly
// and checked against it. Tests of the adapters hold the documents against the tables of
// the databases, the drawers of the cabinet and the fields of the aggregates: what is
// kept and not declared fails, and so does what is declared and not kept.
package holders

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/law"
)

//go:embed *.yaml
var documents embed.FS

// All returns what is kept, by the identifier of the inventory.
func All(inventories map[string]privacy.Inventory) (map[string]privacy.Keeping, error) {
	names, err := fs.Glob(documents, "*.yaml")
	if err != nil {
		return nil, err
	}
	all := map[string]privacy.Keeping{}
	for _, name := range names {
		content, err := documents.ReadFile(name)
		if err != nil {
			return nil, err
		}
		k, err := Read(name, content, inventories)
		if err != nil {
			return nil, err
		}
		if _, twice := all[k.Inventory]; twice {
			return nil, fmt.Errorf("%s: %w: a second document for %s", name, privacy.ErrBadInventory, k.Inventory)
		}
		all[k.Inventory] = k
	}
	return all, nil
}

// Read reads a document strictly. The errors wrap privacy.ErrBadInventory and name the
// file.
func Read(name string, content []byte, inventories map[string]privacy.Inventory) (privacy.Keeping, error) {
	var k privacy.Keeping
	if err := law.Decode(content, &k); err != nil {
		return privacy.Keeping{}, fmt.Errorf("%s: %w: %w", name, privacy.ErrBadInventory, err)
	}
	if err := k.Check(inventories[k.Inventory]); err != nil {
		return privacy.Keeping{}, fmt.Errorf("%s: %w", name, err)
	}
	return k, nil
}
