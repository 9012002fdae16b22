package examples_test

import (
	"fmt"
	"strings"
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

// letters are the groups of the portal's items, in their order, and how many each has.
var letters = []struct {
	letter string
	n      int
}{{"L", 10}, {"E", 11}, {"W", 14}, {"U", 7}, {"A", 10}, {"T", 1}, {"C", 4}, {"V", 2}, {"R", 1}}

// Each of the 60 items that people ask of pages has a test, a check by a person with its
// day, or a word that says what is not there.
func TestEveryItemOfThePortalIsAccountedFor(t *testing.T) {
	all := items(t, "adapters", "portal", "testdata", "checklist.txt")
	answeredFor(t, all, 60)
	next := 0
	for _, group := range letters {
		for i := range group.n {
			name, _, _ := strings.Cut(all[next].what, " ")
			require.Equal(t, fmt.Sprintf("%s%d", group.letter, i+1), name, all[next].number)
			next++
		}
	}
	for _, f := range all {
		require.Empty(t, f.never, "%d. %s: what people ask of every page is never none of ours", f.number, f.what)
	}
}
