package examples_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Each of the 37 ways in which exams have gone wrong elsewhere has a test, or a reason
// why it cannot occur.
func TestEveryFailureOfOtherSystemsIsAccountedFor(t *testing.T) {
	all := items(t, "exam", "testdata", "failures.txt")
	answeredFor(t, all, 37)
	for _, f := range all {
		require.Empty(t, f.open, "%d. %s", f.number, f.what)
	}
}
