// Package examples_test holds what must be true of the whole house.
package examples_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/goodstanding/goodstanding"

// transports is the floor of what people and programs speak to.
const transports = 9

// floors is the height of every room: imports run strictly downward. Adapters are
// on one floor and do not know one another, but for what is listed in beside.
var floors = map[string]int{
	"cycle":                 0,
	"cycle/holidays":        1,
	"identity":              1,
	"hours":                 2,
	"identity/access":       3,
	"identity/access/forms": 4,
	"hours/catalogue":       3,
	"hours/intake":          3,
	// A second evaluator of the catalogue's format, for tests alone: it knows the
	// format and nothing else of the house.
	"hours/catalogue/naive": 3,
	"exemption":             3,
	"hours/reminder":        3,
	"hours/certificate":     3,
	"hours/audit":           3,
	"hours/closing":         3,
	"hours/acceptance":      3,
	"exemption/grounds":     4,
	"exam/photo":            3,
	"exam":                  4,
	"exam/banks":            5,
	"privacy":               3,
	"privacy/law":           4,
	"privacy/inventory":     5,
	"privacy/holders":       5,

	// What prints for people stands on the words.
	"adapters/i18n":    6,
	"adapters/ical":    7,
	"adapters/archive": 7,
	"adapters/pdf":     7,

	// What the pages about the API are made of.
	"adapters/reference": 7,

	// The stores of the nouns, written once, and what keeps their records.
	"adapters/internal/cabinet": 7,
	"adapters/memory":           8,
	"adapters/sqlite":           8,
	"adapters/postgres":         8,
	"adapters/vault":            8,

	"adapters/files":    7,
	"adapters/mail":     7,
	"adapters/argon2id": 7,
	"adapters/pace":     7,
	"adapters/looks":    7,
	"adapters/breach":   7,
	"adapters/passkey":  7,

	"adapters/httpapi": transports,
	"adapters/portal":  transports,

	"examples/cohort": 10,
	"examples/embed":  10,
	"examples/server": 10,
}

// allowed are the modules that the domain may import, beside the standard
// library.
var allowed = map[string][]string{
	"cycle":    {},
	"identity": {},
	"hours": {
		"github.com/shopspring/decimal", "github.com/go-playground/validator/v10", "golang.org/x/text",
	},
	"hours/intake":      {"golang.org/x/text"},
	"hours/certificate": {},
	"hours/audit":       {},
	"hours/closing":     {},
	"hours/acceptance":  {},
	"exam/photo":        {"golang.org/x/text"},
	"exemption": {
		"github.com/shopspring/decimal", "github.com/go-playground/validator/v10", "golang.org/x/text",
	},
	"exam":    {"golang.org/x/text"},
	"privacy": {},
}

// testOnly is the room that nothing but tests may import.
const testOnly = "hours/catalogue/naive"

// stores are what transports and domain packages must never see.
var stores = []string{"adapters/internal/cabinet", "adapters/memory", "adapters/sqlite", "adapters/postgres", "adapters/files", "adapters/vault"}

// pkg is what the Go tool says of a package.
type pkg struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func packages(t *testing.T) []pkg {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Standard", module+"/...")
	out, err := command.Output()
	require.NoError(t, err)
	var all []pkg
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, p)
	}
}

// room returns the floor table's name of a package, and whether it is one of
// ours. A room's inner packages (adapters/postgres/pgtest) belong to the room.
func room(path string) (string, bool) {
	name, ours := strings.CutPrefix(path, module+"/")
	if !ours {
		return "", false
	}
	for ; name != "."; name = parent(name) {
		if _, ok := floors[name]; ok {
			return name, true
		}
	}
	return strings.TrimPrefix(path, module+"/"), true
}

func parent(name string) string {
	i := strings.LastIndex(name, "/")
	if i < 0 {
		return "."
	}
	return name[:i]
}

// wrongs returns every import that the floors do not allow, as a sentence.
func wrongs(all []pkg) []string {
	var found []string
	for _, p := range all {
		from, _ := room(p.ImportPath)
		height, known := floors[from]
		if !known && !outside(from) {
			found = append(found, p.ImportPath+" has no floor")
			continue
		}
		for _, imported := range p.Imports {
			to, ours := room(imported)
			switch {
			case !ours:
				if modules, pure := allowed[from]; pure && !standard(imported) && !within(imported, modules) {
					found = append(found, from+" imports "+imported)
				}
			case strings.HasSuffix(imported, "test") && !strings.HasSuffix(p.ImportPath, "test"):
				found = append(found, from+" imports "+imported+", which is for tests alone")
			case to == from || outside(to) || !known:
			case to == testOnly:
				found = append(found, from+" imports "+to+", which is for tests alone")
			case slices.Contains(stores, to) && height == transports:
				found = append(found, from+" knows the store "+to)
			case floors[to] >= height:
				found = append(found, from+" imports "+to+", which is not below it")
			}
		}
	}
	return found
}

// outside are the packages that stand beside the floors: the conformance suite,
// and what adapters share of one technique.
func outside(name string) bool {
	if _, known := floors[name]; known {
		return false
	}
	return name == "adapters/storetest" || name == "examples" || strings.HasPrefix(name, "adapters/internal/")
}

func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func within(path string, modules []string) bool {
	return slices.ContainsFunc(modules, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") })
}

func TestFloors_ImportsRunDownward(t *testing.T) {
	require.Empty(t, wrongs(packages(t)))
}

func TestFloors_EveryRoomIsThere(t *testing.T) {
	var found []string
	for _, p := range packages(t) {
		name, _ := room(p.ImportPath)
		found = append(found, name)
	}
	for name := range floors {
		require.Contains(t, found, name)
	}
}

// The test of the test: each of these turns one import round, and is caught.
func TestFloors_AnImportTurnedRoundIsCaught(t *testing.T) {
	for name, p := range map[string]pkg{
		"up":               {ImportPath: module + "/cycle", Imports: []string{module + "/hours"}},
		"sideways":         {ImportPath: module + "/adapters/sqlite", Imports: []string{module + "/adapters/postgres"}},
		"a store in pages": {ImportPath: module + "/adapters/portal", Imports: []string{module + "/adapters/memory"}},
		"records in desks": {ImportPath: module + "/hours", Imports: []string{module + "/adapters/internal/cabinet"}},
		"records in pages": {ImportPath: module + "/adapters/portal", Imports: []string{module + "/adapters/internal/cabinet"}},
		"pages in records": {ImportPath: module + "/adapters/internal/cabinet", Imports: []string{module + "/adapters/portal"}},
		"decimal in cycle": {ImportPath: module + "/cycle", Imports: []string{"github.com/shopspring/decimal"}},
		"yaml in hours":    {ImportPath: module + "/hours", Imports: []string{"go.yaml.in/yaml/v3"}},
		"a test's room":    {ImportPath: module + "/adapters/portal", Imports: []string{module + "/hours/catalogue/naive"}},
		"a test's hasher":  {ImportPath: module + "/examples/server", Imports: []string{module + "/adapters/argon2id/argon2idtest"}},
		"a room unknown":   {ImportPath: module + "/service", Imports: nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.Len(t, wrongs([]pkg{p}), 1)
		})
	}
}
