package httpapi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// domain are the packages whose exported errors a caller can cause.
var domain = []string{"cycle", "identity", "identity/access", "hours", "hours/audit", "hours/certificate", "hours/closing", "hours/intake", "exemption", "exam", "exam/photo", "privacy"}

// exported returns the exported errors of a package, as "hours.ErrFuture".
func exported(t *testing.T, name string) []string {
	t.Helper()
	folder := filepath.Join("..", "..", name)
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var found []string
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, entry.Name()), nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, declared := range file.Decls {
			group, ok := declared.(*ast.GenDecl)
			if !ok || group.Tok != token.VAR {
				continue
			}
			for _, spec := range group.Specs {
				for _, id := range spec.(*ast.ValueSpec).Names {
					if strings.HasPrefix(id.Name, "Err") {
						found = append(found, path.Base(name)+"."+id.Name)
					}
				}
			}
		}
	}
	return found
}

// inTable returns the errors of the table of problem.go.
func inTable(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "problem.go", nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "kinds" {
			return true
		}
		for _, row := range spec.Values[0].(*ast.CompositeLit).Elts {
			if err, ok := row.(*ast.CompositeLit).Elts[0].(*ast.SelectorExpr); ok {
				found = append(found, err.X.(*ast.Ident).Name+"."+err.Sel.Name)
			}
		}
		return false
	})
	return found
}

func TestEveryExportedErrorHasItsProblem(t *testing.T) {
	var all []string
	for _, name := range domain {
		of := exported(t, name)
		require.NotEmpty(t, of, name)
		all = append(all, of...)
	}
	require.ElementsMatch(t, all, inTable(t))
}
