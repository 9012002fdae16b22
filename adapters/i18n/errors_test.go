package i18n_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// parsed returns the Go files of a folder, without its tests.
func parsed(t *testing.T, folder string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, file)
	}
	return files
}

// variables calls fn with each variable that is declared at the top of a file.
func variables(file *ast.File, fn func(*ast.ValueSpec)) {
	for _, declared := range file.Decls {
		group, ok := declared.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR {
			continue
		}
		for _, spec := range group.Specs {
			fn(spec.(*ast.ValueSpec))
		}
	}
}

// sentinels returns the table of errors.go: the message key of each error, such
// as "hours.ErrFuture".
func sentinels(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	for _, file := range parsed(t, ".") {
		variables(file, func(v *ast.ValueSpec) {
			if v.Names[0].Name != "sentinels" {
				return
			}
			for _, row := range v.Values[0].(*ast.CompositeLit).Elts {
				cells := row.(*ast.CompositeLit).Elts
				err := cells[0].(*ast.SelectorExpr)
				key, unquoted := strconv.Unquote(cells[1].(*ast.BasicLit).Value)
				require.NoError(t, unquoted)
				keys[err.X.(*ast.Ident).Name+"."+err.Sel.Name] = key
			}
		})
	}
	return keys
}

// domain are the packages whose exported errors a caller can cause.
var domain = []string{"cycle", "identity", "identity/access", "hours", "hours/audit", "hours/certificate", "hours/closing", "hours/intake", "exemption", "exam", "exam/photo", "privacy"}

func TestEveryExportedErrorIsTranslated(t *testing.T) {
	var exported []string
	for _, name := range domain {
		before := len(exported)
		for _, file := range parsed(t, filepath.Join("..", "..", name)) {
			variables(file, func(v *ast.ValueSpec) {
				for _, id := range v.Names {
					if strings.HasPrefix(id.Name, "Err") {
						exported = append(exported, path.Base(name)+"."+id.Name)
					}
				}
			})
		}
		require.Greater(t, len(exported), before, name)
	}
	keys := sentinels(t)
	var translated []string
	for err, key := range keys {
		translated = append(translated, err)
		require.True(t, i18n.Has(key), "%s: no message %s", err, key)
	}
	require.ElementsMatch(t, exported, translated)
}

// asked finds the keys that templates ask for: {{t "signin.title"}}.
var asked = regexp.MustCompile(`[{( ]t "([^"]+)"`)

// used returns the keys that are asked for as literals, by code in calls of T and
// N and by templates.
func used(t *testing.T) map[string]string {
	t.Helper()
	folders, err := os.ReadDir("..")
	require.NoError(t, err)
	keys := map[string]string{}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		pages, err := filepath.Glob(filepath.Join("..", folder.Name(), "templates", "*.html"))
		require.NoError(t, err)
		for _, page := range pages {
			content, err := os.ReadFile(page)
			require.NoError(t, err)
			for _, found := range asked.FindAllStringSubmatch(string(content), -1) {
				keys[found[1]] = folder.Name()
			}
		}
		for _, file := range parsed(t, filepath.Join("..", folder.Name())) {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 {
					return true
				}
				called, ok := call.Fun.(*ast.SelectorExpr)
				literal, isText := call.Args[0].(*ast.BasicLit)
				if !ok || !isText || literal.Kind != token.STRING {
					return true
				}
				key, err := strconv.Unquote(literal.Value)
				require.NoError(t, err)
				switch called.Sel.Name {
				case "T":
					keys[key] = folder.Name()
				case "N":
					keys[key+".one"], keys[key+".other"] = folder.Name(), folder.Name()
				}
				return true
			})
		}
	}
	return keys
}

func TestEveryKeyThatIsAskedForIsThere(t *testing.T) {
	keys := used(t)
	require.Contains(t, keys, "error.internal")
	for key, folder := range keys {
		require.True(t, i18n.Has(key), "adapters/%s asks for %s", folder, key)
	}
}

func TestEveryMessageHasBothLanguages(t *testing.T) {
	fr, en := i18n.For(identity.French), i18n.For(identity.English)
	require.NotEmpty(t, i18n.Keys())
	for _, key := range i18n.Keys() {
		require.NotEmpty(t, strings.TrimSpace(fr.T(key)), key)
		require.NotEmpty(t, strings.TrimSpace(en.T(key)), key)
	}
	require.Equal(t, "[no.such.key]", fr.T("no.such.key"))
}

// Each "{name}" that one language fills is filled by the other too.
func TestBothLanguagesHaveTheSamePlaces(t *testing.T) {
	fr, en := i18n.For(identity.French), i18n.For(identity.English)
	for _, key := range i18n.Keys() {
		require.ElementsMatch(t, places(fr.T(key)), places(en.T(key)), key)
	}
}

// places returns the names in braces of a message, each once.
func places(text string) []string {
	var names []string
	seen := map[string]bool{}
	for _, part := range strings.Split(text, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

func TestErrorsAreToldInBothLanguages(t *testing.T) {
	fr, en := i18n.For(identity.French), i18n.For(identity.English)
	wrapped := fmt.Errorf("saving: %w", hours.ErrEndBeforeStart)
	require.Equal(t, "La date de fin précède la date de début. Corrigez l’une des deux.", fr.Error(wrapped))
	require.Equal(t, "The end date is before the start date. Correct one of them.", en.Error(wrapped))
	// The narrower of two errors is told: P32 and P50.
	processed := fmt.Errorf("%w: %w", exemption.ErrProcessed, exemption.ErrTransition)
	require.Contains(t, fr.Error(processed), "ne peut plus être modifié")
	// A field's own message takes the place of the general one.
	require.Equal(t, "Inscrivez la durée en heures, par exemple 2,5.", fr.FieldError("duration", hours.ErrMissing))
	require.Equal(t, "Remplissez ce champ.", fr.FieldError("no-such-field", hours.ErrMissing))
}

func TestAnErrorThatIsNobodysToReadIsNotShown(t *testing.T) {
	secret := errors.New("dial tcp: connection refused")
	require.False(t, i18n.Known(secret))
	require.True(t, i18n.Known(fmt.Errorf("reading: %w", hours.ErrNotFound)))
	told := i18n.For(identity.English).Error(secret)
	require.Contains(t, told, "Something went wrong on our side.")
	require.NotContains(t, told, "tcp")
}
