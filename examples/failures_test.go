package examples_test

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// failure is a line of exam/testdata/failures.txt: what has gone wrong in other systems
// of exams, and which tests say that it cannot here.
type failure struct {
	number int
	what   string
	tests  []string
	// never says why it cannot occur, of one that no test covers.
	never string
}

func failures(t *testing.T) []failure {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "exam", "testdata", "failures.txt"))
	require.NoError(t, err)
	defer file.Close()
	var all []failure
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		switch rest, inside := strings.CutPrefix(line, "    "); {
		case line == "" || strings.HasPrefix(line, "#"):
		case !inside:
			number, what, ok := strings.Cut(line, ". ")
			require.True(t, ok, "%q is no failure", line)
			n, err := strconv.Atoi(number)
			require.NoError(t, err, "%q", line)
			all = append(all, failure{number: n, what: what})
		case strings.HasPrefix(rest, "never: "):
			all[len(all)-1].never = strings.TrimPrefix(rest, "never: ")
		default:
			all[len(all)-1].tests = append(all[len(all)-1].tests, strings.Fields(rest)...)
		}
	}
	require.NoError(t, lines.Err())
	return all
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

// Each of the 37 ways in which exams have gone wrong elsewhere has a test, or a reason
// why it cannot occur.
func TestEveryFailureOfOtherSystemsIsAccountedFor(t *testing.T) {
	tests := written(t)
	all := failures(t)
	require.Len(t, all, 37)
	for i, f := range all {
		require.Equal(t, i+1, f.number)
		require.NotEmpty(t, f.what, f.number)
		require.True(t, len(f.tests) > 0 || f.never != "", "%d. %s: neither a test nor a reason", f.number, f.what)
		for _, name := range f.tests {
			require.True(t, tests[name], "%d. %s: there is no test %s", f.number, f.what, name)
		}
	}
}
