package access_test

import (
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity/access"
)

// checklist 61 and 65: what identity/THROTTLING.md says of this package has the numbers
// of the source, and leaves none of them out.
func TestThrottlingOfAccessIsAsItIsWrittenDown(t *testing.T) {
	text, err := os.ReadFile("../THROTTLING.md")
	require.NoError(t, err)
	said := map[string]bool{}
	for _, m := range regexp.MustCompile("`access\\.([A-Za-z]+)`\\s\\(([^)]+)\\)").FindAllStringSubmatch(string(text), -1) {
		v, known := access.Numbers[m[1]]
		require.True(t, known, "there is no %s", m[1])
		number := fmt.Sprint(v)
		if d, lasting := v.(time.Duration); lasting {
			number = fmt.Sprintf("%d d", d/(24*time.Hour))
		}
		require.Equal(t, number, m[2], m[1])
		said[m[1]] = true
	}
	for name := range access.Numbers {
		require.True(t, said[name], "nothing is said of %s", name)
	}
}
