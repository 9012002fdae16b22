package vault_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/adapters/vault"
)

// What the vault itself keeps among the records is declared, and nothing else of it is.
func TestEveryKindOfTheVaultIsDeclared(t *testing.T) {
	kinds := vault.Kinds()
	for name, of := range kinds {
		storetest.DeclaredKind(t, name, "records", of)
	}
	for _, declared := range storetest.Keeping(t).Kinds {
		if strings.HasPrefix(declared.Kind, "vault-") {
			require.Contains(t, kinds, declared.Kind)
		}
	}
}
