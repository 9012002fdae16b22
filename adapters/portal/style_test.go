package portal_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var token = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`)

// tokens returns the colours of a block of the stylesheet.
func tokens(block string) map[string]string {
	all := map[string]string{}
	for _, m := range token.FindAllStringSubmatch(block, -1) {
		all[m[1]] = m[2]
	}
	return all
}

// contrast is WCAG's ratio of two colours.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light, dark := luminance(t, a), luminance(t, b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + .05) / (dark + .05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		require.NoError(t, err)
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestContrastInBothSchemes(t *testing.T) {
	content, err := os.ReadFile("assets/portal.css")
	require.NoError(t, err)
	light, rest, found := strings.Cut(string(content), "@media (prefers-color-scheme: dark)")
	require.True(t, found)
	dark, _, _ := strings.Cut(rest, "*, ::before")
	require.InDelta(t, 21, contrast(t, "#000000", "#ffffff"), 1e-9)
	for name, block := range map[string]string{"light": light, "dark": dark} {
		c := tokens(block)
		require.Len(t, c, 12, name)
		for _, pair := range []struct {
			front, back string
			least       float64
		}{
			{"text", "page", 4.5},
			{"text", "card", 4.5},
			{"text", "soft", 4.5},
			{"muted", "page", 4.5},
			{"muted", "card", 4.5},
			{"accent", "page", 4.5},
			{"accent", "card", 4.5},
			{"on-accent", "accent", 4.5},
			{"danger", "card", 4.5},
			{"danger", "page", 4.5},
			{"card", "danger", 4.5},
			{"good", "card", 4.5},
			{"warn", "card", 4.5},
			{"field", "card", 3},
			{"field", "page", 3},
			{"accent", "soft", 3},
			{"warn", "soft", 3},
		} {
			require.GreaterOrEqual(t, contrast(t, c[pair.front], c[pair.back]), pair.least, "%s: %s on %s", name, pair.front, pair.back)
		}
	}
}
