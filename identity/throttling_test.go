package identity_test

import (
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// named is a constant and its number: `failuresPerDay` (30).
var named = regexp.MustCompile("`([A-Za-z]+)`\\s\\(([^)]+)\\)")

// number returns a number as the page writes it.
func number(v any) string {
	d, ok := v.(time.Duration)
	switch {
	case !ok:
		return fmt.Sprint(v)
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d d", d/(24*time.Hour))
	case d > time.Hour:
		return fmt.Sprintf("%d h", d/time.Hour)
	}
	return fmt.Sprintf("%d min", d/time.Minute)
}

// checklist 61 and 65: the page says of every way in what limits guesses, with the
// numbers of the source, and leaves none of them out.
func TestThrottlingIsAsItIsWrittenDown(t *testing.T) {
	text, err := os.ReadFile("THROTTLING.md")
	require.NoError(t, err)
	said := map[string]bool{}
	for _, m := range named.FindAllStringSubmatch(string(text), -1) {
		v, ok := identity.Numbers[m[1]]
		require.True(t, ok, "there is no %s", m[1])
		require.Equal(t, number(v), m[2], m[1])
		said[m[1]] = true
	}
	for name := range identity.Numbers {
		require.True(t, said[name], "nothing is said of %s", name)
	}
	for _, way := range []string{"Sign-in with a password", "Changing the password", "Linking an account", "Temporary password", "Security question", "Confirmation of identity by an operator"} {
		require.Contains(t, string(text), "| "+way)
	}
}
