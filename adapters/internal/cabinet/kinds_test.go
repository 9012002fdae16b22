package cabinet_test

import (
	"encoding"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/adapters/storetest"
)

// Every drawer of this package is among its kinds.
func TestKinds_ForgetNoDrawer(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	require.NoError(t, err)
	named := regexp.MustCompile(`(?m)^\s+kind:\s+"([a-z-]+)",$`)
	var drawers []string
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		text, err := os.ReadFile(source)
		require.NoError(t, err)
		for _, found := range named.FindAllSubmatch(text, -1) {
			drawers = append(drawers, string(found[1]))
		}
	}
	require.NotEmpty(t, drawers)
	var listed []string
	for _, k := range cabinet.Kinds() {
		if k.Table == cabinet.TableRecords {
			listed = append(listed, k.Name)
		}
	}
	require.ElementsMatch(t, drawers, listed)
}

// What is kept is declared, and what is declared is kept: every kind, and every field of
// what a body holds.
func TestEveryKindAndFieldIsDeclared(t *testing.T) {
	keeping := storetest.Keeping(t)
	kept := map[string]bool{}
	for _, k := range cabinet.Kinds() {
		kept[k.Name] = true
		declared, ok := keeping.Kept(k.Name)
		require.True(t, ok, "%s is kept, and not declared in privacy/holders", k.Name)
		require.Equal(t, k.Table, declared.In, k.Name)
		paths := leaves(k.Type, "", nil)
		serves := map[string]bool{}
		for _, path := range paths {
			f, ok := declared.Field(path)
			require.True(t, ok, "%s: %s is kept, and not declared in privacy/holders", k.Name, path)
			serves[f.Path] = true
		}
		for _, f := range declared.Fields {
			require.True(t, serves[f.Path], "%s: %s is declared, and not kept", k.Name, f.Path)
		}
		for _, path := range declared.Decided {
			require.True(t, path == "never" || slices.Contains(paths, path), "%s: %s is no field", k.Name, path)
		}
	}
	for _, declared := range keeping.Kinds {
		// A throttle is columns alone.
		if declared.In != "documents" && declared.Kind != "throttle" {
			require.True(t, kept[declared.Kind], "%s is declared, and not kept", declared.Kind)
		}
	}
}

// leaves returns the paths of a type's JSON, as privacy.KeptField writes them. What
// writes its own JSON is one value.
func leaves(of reflect.Type, at string, within []reflect.Type) []string {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	for _, own := range []reflect.Type{reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[interface{ MarshalJSON() ([]byte, error) }]()} {
		if of.Implements(own) || reflect.PointerTo(of).Implements(own) {
			return []string{at}
		}
	}
	if slices.Contains(within, of) {
		return nil
	}
	switch of.Kind() {
	case reflect.Struct:
		var all []string
		for i := range of.NumField() {
			f := of.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case name == "-" || !f.IsExported() && !f.Anonymous:
				continue
			case f.Anonymous && name == "":
				all = append(all, leaves(f.Type, at, append(within, of))...)
				continue
			case name == "":
				name = f.Name
			}
			if at != "" {
				name = at + "." + name
			}
			all = append(all, leaves(f.Type, name, append(within, of))...)
		}
		return all
	case reflect.Slice, reflect.Array:
		if of.Elem().Kind() == reflect.Uint8 {
			return []string{at}
		}
		return leaves(of.Elem(), at+"[]", within)
	case reflect.Map:
		return leaves(of.Elem(), at+"{}", within)
	default:
		return []string{at}
	}
}
