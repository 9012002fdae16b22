package cabinet_test

import (
	"os"
	"path/filepath"
	"regexp"
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
		storetest.DeclaredKind(t, k.Name, k.Table, k.Type)
	}
	for _, declared := range keeping.Kinds {
		// A throttle is columns alone, and the vault's own test has what it keeps.
		if declared.In != "documents" && declared.Kind != "throttle" && !strings.HasPrefix(declared.Kind, "vault-") {
			require.True(t, kept[declared.Kind], "%s is declared, and not kept", declared.Kind)
		}
	}
}
