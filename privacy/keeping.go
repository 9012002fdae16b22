package privacy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/identity"
)

// Keeping says what the stores of a program keep, in the words of an inventory: every
// table with its columns, and every kind of thing with its fields. It is data:
// privacy/holders reads it, and tests hold it against the stores as they are, so that
// nothing is kept that is not declared.
type Keeping struct {
	// Inventory is the identifier of the inventory whose words it uses.
	Inventory string  `json:"inventory"`
	Tables    []Table `json:"tables"`
	Kinds     []Kept  `json:"kinds"`
}

// Table is a table of a database.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Column is a column of a table; Is is what it holds, as [KeptField.Is] says it, or
// [Content].
type Column struct {
	Name string `json:"name"`
	Is   string `json:"is"`
}

// What a field is when it is no category of the inventory. [Content] is of columns and
// documents: the kinds say what is in it.
const (
	Identifier = "identifier" // drawn by the program, and says nothing of anybody
	Technical  = "technical"  // of the program: states, versions, digests of secrets
	Another    = "another"    // of somebody else, or of the organisation
	Unnamed    = "unnamed"    // personal, and in no category of the policy
	Content    = "content"
)

// Provenance is where a piece of information comes from. Portability is of what the
// person provided (P-39.1, s. 27, s. 84).
type Provenance string

// The provenances.
const (
	Provided Provenance = "provided" // by the person
	Obtained Provenance = "obtained" // from somebody else
	Observed Provenance = "observed" // of what the person did
	Created  Provenance = "created"  // by the organisation
	Inferred Provenance = "inferred" // from other information
)

// Provenances lists them.
func Provenances() []Provenance {
	return []Provenance{Provided, Obtained, Observed, Created, Inferred}
}

// Erasure is what erasing does with a record of a kind.
type Erasure string

// The ways of erasing. A record that is stripped keeps its identifiers and what is of the
// program, for others that lean on it.
const (
	Delete Erasure = "delete"
	Strip  Erasure = "strip"
	Spare  Erasure = "spare" // nothing in it is about one person
)

// Finder is how a field says whom a record is about.
type Finder string

// The finders. An address finds a person when the names beside it, if any, are theirs
// too: two people may share one.
const (
	ByMember  Finder = "member"
	ByAccount Finder = "account"
	ByAddress Finder = "address"
	ByPermit  Finder = "permit"
	ByLogin   Finder = "login"
)

// Kept is a kind of thing that the stores keep.
type Kept struct {
	// Kind is its name, and In the table that it is in, or "documents".
	Kind  string        `json:"kind"`
	In    string        `json:"in"`
	Label identity.Text `json:"label"`
	// Holding is what a record of the kind is judged under; empty for what is spared.
	Holding HoldingID `json:"holding"`
	Erase   Erasure   `json:"erase"`
	// Why says why a record is not deleted whole.
	Why identity.Text `json:"why"`
	// Filed: a record is in the file of the person whom it is about. What is in nobody's
	// file is found by its fields.
	Filed bool `json:"filed"`
	// Parts is the path of a list each of whose items is about a person of its own, such
	// as "lines[]".
	Parts string `json:"parts"`
	// Decided are the paths of the instants and days of the decisions that a record served
	// (P-39.1, s. 11), or "never".
	Decided []string    `json:"decided"`
	Fields  []KeptField `json:"fields"`
}

// KeptField is a field of a kind.
type KeptField struct {
	// Path names it in the record's JSON: "a.b" is b in a, "a[]" each item of a, and "a{}"
	// each value of a. A path that ends in ".*" is everything under it that no other
	// field is, and must be alike.
	Path string `json:"path"`
	// Is is a category of the inventory's, of the purpose and group of the kind's holding,
	// or a whole holding; or one of the words above.
	Is string `json:"is"`
	// From is needed for what is personal, and Label says what it is.
	From  Provenance    `json:"from"`
	Label identity.Text `json:"label"`
	// Finds: whom the record is about.
	Finds Finder `json:"finds"`
}

// Personal reports that the field is about the person whom the record is about.
func (f KeptField) Personal() bool {
	return !slices.Contains([]string{Identifier, Technical, Another}, f.Is)
}

// Kept returns what is declared of a kind.
func (k Keeping) Kept(kind string) (Kept, bool) {
	return named(k.Kinds, kind, func(k Kept) string { return k.Kind })
}

// Field returns the field of a path: the one of that name, or the closest that covers
// it.
func (k Kept) Field(path string) (KeptField, bool) {
	best, found := KeptField{}, false
	for _, f := range k.Fields {
		prefix, all := strings.CutSuffix(f.Path, "*")
		values, of := strings.CutSuffix(f.Path, "{}")
		switch {
		case f.Path == path || of && strings.HasPrefix(path, values+"."):
			return f, true
		case all && strings.HasPrefix(path, prefix) && (!found || len(f.Path) > len(best.Path)):
			best, found = f, true
		}
	}
	return best, found
}

// holding returns the holding that a field belongs to: that of its category, with the
// purpose and the group of the kind's, or the kind's own for what the policy does not
// name.
func (k Kept) holding(f KeptField) HoldingID {
	switch {
	case !f.Personal():
		return ""
	case f.Is == Unnamed || f.Is == Content:
		return k.Holding
	case strings.Contains(f.Is, "/"):
		return HoldingID(f.Is)
	}
	at := strings.LastIndexByte(string(k.Holding), '/')
	return k.Holding[:at+1] + HoldingID(f.Is)
}

// Holdings returns every holding that a record of the kind belongs to, its own first.
func (k Kept) Holdings() []HoldingID {
	var all []HoldingID
	if k.Holding != "" {
		all = append(all, k.Holding)
	}
	for _, f := range k.Fields {
		if h := k.holding(f); h != "" && !slices.Contains(all, h) {
			all = append(all, h)
		}
	}
	return all
}

// Uncovered is personal information that the stores keep and the policy's lists do not name.
type Uncovered struct {
	Kind  string        `json:"kind"`
	Path  string        `json:"path"`
	Label identity.Text `json:"label"`
}

// Uncovered returns what the policy would have to name, in the order of the document.
func (k Keeping) Uncovered() []Uncovered {
	var all []Uncovered
	for _, kept := range k.Kinds {
		for _, f := range kept.Fields {
			if f.Is == Unnamed {
				all = append(all, Uncovered{Kind: kept.Kind, Path: f.Path, Label: f.Label})
			}
		}
	}
	return all
}

// Check reports the first contradiction or omission, as an error that wraps
// [ErrBadInventory].
func (k Keeping) Check(i Inventory) error {
	bad := func(format string, a ...any) error {
		return fmt.Errorf("%w: what is kept: %s", ErrBadInventory, fmt.Sprintf(format, a...))
	}
	if k.Inventory != i.ID || len(k.Tables) == 0 || len(k.Kinds) == 0 {
		return bad("an inventory, a table and a kind are needed: %q is not %q", k.Inventory, i.ID)
	}
	tables := map[string]bool{"documents": true}
	for _, t := range k.Tables {
		columns := map[string]bool{}
		for _, c := range t.Columns {
			_, category := i.Category(c.Is)
			if c.Name == "" || columns[c.Name] || !category && !slices.Contains([]string{Identifier, Technical, Another, Unnamed, Content}, c.Is) {
				return bad("%s.%s: twice, or %q is nothing that a column may be", t.Name, c.Name, c.Is)
			}
			columns[c.Name] = true
		}
		if t.Name == "" || tables[t.Name] || len(columns) == 0 {
			return bad("a table needs a name of its own and columns: %q", t.Name)
		}
		tables[t.Name] = true
	}
	seen := map[string]bool{}
	for _, kept := range k.Kinds {
		if kept.Kind == "" || seen[kept.Kind] || !tables[kept.In] || !both(kept.Label) {
			return bad("a kind needs a name of its own, a table that is declared and both languages: %q", kept.Kind)
		}
		seen[kept.Kind] = true
		if what := kept.check(i); what != "" {
			return bad("%s: %s", kept.Kind, what)
		}
	}
	return nil
}

func (k Kept) check(i Inventory) string {
	switch {
	case !slices.Contains([]Erasure{Delete, Strip, Spare}, k.Erase):
		return fmt.Sprintf("%q is no way of erasing", k.Erase)
	case k.Erase != Delete && !both(k.Why):
		return "says in both languages why it is not deleted whole"
	case k.Erase != Spare && len(k.Decided) == 0:
		return `says which decisions it served, or "never"`
	case k.Erase == Spare && k.Filed:
		return "is in a person's file, and spared"
	}
	if _, known := i.Holding(k.Holding); !known && k.Erase != Spare {
		return fmt.Sprintf("%q is no holding", k.Holding)
	}
	found := k.Filed
	seen := map[string]bool{}
	for _, f := range k.Fields {
		_, held := i.Holding(k.holding(f))
		switch {
		case f.Path == "" || seen[f.Path]:
			return fmt.Sprintf("%q is declared twice, or is no path", f.Path)
		case f.Personal() && k.Erase == Spare:
			return f.Path + " is about a person, and is spared"
		case f.Personal() && !held:
			return fmt.Sprintf("%s: %q is no holding", f.Path, k.holding(f))
		case f.Personal() && (!slices.Contains(Provenances(), f.From) || !both(f.Label)):
			return f.Path + " needs where it comes from, and both languages"
		case f.Finds != "" && !slices.Contains([]Finder{ByMember, ByAccount, ByAddress, ByPermit, ByLogin}, f.Finds):
			return fmt.Sprintf("%s: %q finds nobody", f.Path, f.Finds)
		case f.Finds != "" && k.Parts != "" && !strings.HasPrefix(f.Path, k.Parts):
			return f.Path + " is in no part, and finds somebody"
		}
		seen[f.Path] = true
		found = found || f.Finds != ""
	}
	if k.Erase != Spare && !found {
		return "is in nobody's file, and no field says whom it is about"
	}
	return ""
}
