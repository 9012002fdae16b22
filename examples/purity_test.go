package examples_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// desks are the files that may know a context, a clock and chance: the desks, by
// the first word of their names, and the interfaces that they stand on.
var desks = []string{
	"directory", "ledger", "reception", "board", "store",
	"docket", "auditor", "intake", "office", "registry", "reminders", "servicepoint", "registrar", "clerk",
}

// ports are one-method interfaces that a lower package declares for an upper one,
// so that they name a context and nothing more.
var ports = []string{"hours/relief.go", "hours/outcome.go"}

// impure returns what a pure file must not hold: imports that bring in the
// outside, floats, the clock.
func impure(name string, source any) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, i := range file.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return nil, err
		}
		if slices.Contains([]string{"context", "crypto/rand", "math/rand", "math/rand/v2", "database/sql", "os", "net", "net/http", "log", "log/slog"}, path) {
			found = append(found, name+" imports "+path)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if n.Name == "float64" || n.Name == "float32" {
				found = append(found, name+" uses "+n.Name)
			}
		case *ast.SelectorExpr:
			if of, ok := n.X.(*ast.Ident); ok && of.Name == "time" && n.Sel.Name == "Now" {
				found = append(found, name+" reads the clock")
			}
		}
		return true
	})
	return found, nil
}

func TestPurity_PureFilesKnowNeitherClockNorContextNorChance(t *testing.T) {
	looked := 0
	for domain := range allowed {
		names, err := filepath.Glob(filepath.Join("..", domain, "*.go"))
		require.NoError(t, err)
		for _, path := range names {
			base := filepath.Base(path)
			first, _, _ := strings.Cut(strings.TrimSuffix(base, ".go"), "_")
			name := domain + "/" + base
			if strings.HasSuffix(base, "_test.go") || slices.Contains(desks, first) || slices.Contains(ports, name) {
				continue
			}
			found, err := impure(path, nil)
			require.NoError(t, err)
			require.Empty(t, found)
			looked++
		}
	}
	require.Greater(t, looked, 30, "files looked at")
}

func TestPurity_WhatIsImpureIsCaught(t *testing.T) {
	for source, what := range map[string]int{
		"package p\nimport \"context\"\nvar _ context.Context":   1,
		"package p\nvar x float64":                               1,
		"package p\nimport \"time\"\nvar x = time.Now()":         1,
		"package p\nimport \"time\"\nvar x = time.Unix(0, 0)":    0,
		"package p\nimport \"crypto/rand\"\nvar _ = rand.Reader": 1,
	} {
		found, err := impure("p.go", source)
		require.NoError(t, err)
		require.Len(t, found, what, source)
	}
}
