package examples_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Each of the 96 items that OWASP's and NIST's documents ask of accounts has a test, or a
// reason why it does not apply.
func TestEveryItemOfTheChecklistIsAccountedFor(t *testing.T) {
	all := items(t, "identity", "testdata", "checklist.txt")
	answeredFor(t, all, 96)
	for _, f := range all {
		require.Empty(t, f.open, "%d. %s", f.number, f.what)
	}
}
