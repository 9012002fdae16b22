package examples_test

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// item is one of a numbered list that the house must answer for, and the tests which say
// that it does: exam/testdata/failures.txt, identity/testdata/checklist.txt,
// adapters/portal/testdata/checklist.txt.
type item struct {
	number int
	what   string
	tests  []string
	// never says why it does not apply, of one that no test covers.
	never string
	// human are the checks that only a person can do, each with its day and whether it was
	// done.
	human []string
	// open says what is not there yet, or who is still at it.
	open string
}

// items reads a list: each item with its number, a full stop and what it is; below it,
// four spaces in, the names of its tests, or a line "never: " with a reason, "human: " or "open: ".
func items(t *testing.T, path ...string) []item {
	t.Helper()
	file, err := os.Open(filepath.Join(append([]string{".."}, path...)...))
	require.NoError(t, err)
	defer file.Close()
	var all []item
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		switch rest, inside := strings.CutPrefix(line, "    "); {
		case line == "" || strings.HasPrefix(line, "#"):
		case !inside:
			number, what, ok := strings.Cut(line, ". ")
			require.True(t, ok, "%q is no item", line)
			n, err := strconv.Atoi(number)
			require.NoError(t, err, "%q", line)
			all = append(all, item{number: n, what: what})
		case strings.HasPrefix(rest, "never: "):
			all[len(all)-1].never = strings.TrimPrefix(rest, "never: ")
		case strings.HasPrefix(rest, "human: "):
			all[len(all)-1].human = append(all[len(all)-1].human, strings.TrimPrefix(rest, "human: "))
		case strings.HasPrefix(rest, "open: "):
			all[len(all)-1].open = strings.TrimPrefix(rest, "open: ")
		default:
			all[len(all)-1].tests = append(all[len(all)-1].tests, strings.Fields(rest)...)
		}
	}
	require.NoError(t, lines.Err())
	return all
}

// dated is how a check by a person begins: its day, and whether it was done.
var dated = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}, (not )?done: .`)

// answeredFor requires the items from 1 to n, each with tests that exist, or with a
// reason why none does.
func answeredFor(t *testing.T, all []item, n int) {
	t.Helper()
	tests := written(t)
	require.Len(t, all, n)
	for i, f := range all {
		require.Equal(t, i+1, f.number)
		require.NotEmpty(t, f.what, f.number)
		require.True(t, len(f.tests) > 0 || len(f.human) > 0 || f.never != "" || f.open != "", "%d. %s: neither a test nor a reason", f.number, f.what)
		for _, check := range f.human {
			require.Regexp(t, dated, check, "%d. %s", f.number, f.what)
		}
		for _, name := range f.tests {
			require.True(t, tests[name], "%d. %s: there is no test %s", f.number, f.what, name)
		}
	}
}

// written returns the names of every test of the house.
func written(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				names[f.Name.Name] = true
			}
		}
		return nil
	}))
	return names
}
