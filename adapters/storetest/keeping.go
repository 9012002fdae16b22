package storetest

import (
	"encoding"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/holders"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	"github.com/goodstanding/goodstanding/privacy/law"
)

// Keeping is what the stores are declared to keep about people.
func Keeping(t testing.TB) privacy.Keeping {
	t.Helper()
	quebec, err := law.Quebec()
	require.NoError(t, err)
	inventories, err := inventory.All(quebec)
	require.NoError(t, err)
	all, err := holders.All(inventories)
	require.NoError(t, err)
	require.Contains(t, all, "qc-otpq")
	return all["qc-otpq"]
}

// Declared holds the tables of a database, with the names of their columns, against what
// is declared: what is kept and not declared fails, and so does the reverse.
func Declared(t testing.TB, tables map[string][]string) {
	t.Helper()
	declared := map[string][]string{}
	for _, table := range Keeping(t).Tables {
		for _, c := range table.Columns {
			declared[table.Name] = append(declared[table.Name], c.Name)
		}
	}
	for name, columns := range tables {
		require.Contains(t, declared, name, "the table %s is not declared in privacy/holders", name)
		require.ElementsMatch(t, declared[name], columns, "the columns of %s", name)
	}
	for name := range declared {
		require.Contains(t, tables, name, "the table %s is declared, and there is none", name)
	}
}

// DeclaredKind holds a kind of thing that a store keeps in a table, and every field of
// its type, against what is declared, both ways.
func DeclaredKind(t testing.TB, name, table string, of reflect.Type) {
	t.Helper()
	declared, ok := Keeping(t).Kept(name)
	require.True(t, ok, "%s is kept, and not declared in privacy/holders", name)
	require.Equal(t, table, declared.In, name)
	paths := leaves(of, "", nil)
	serves := map[string]bool{}
	for _, path := range paths {
		f, ok := declared.Field(path)
		require.True(t, ok, "%s: %s is kept, and not declared in privacy/holders", name, path)
		serves[f.Path] = true
	}
	for _, f := range declared.Fields {
		require.True(t, serves[f.Path], "%s: %s is declared, and not kept", name, f.Path)
	}
	for _, path := range declared.Decided {
		require.True(t, path == "never" || slices.Contains(paths, path), "%s: %s is no field", name, path)
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
