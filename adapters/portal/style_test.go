package portal_test

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var token = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3}(?:[0-9a-f]{3})?);`)

// tokens returns the colours of a block of the stylesheet.
func tokens(block string) map[string]string {
	all := map[string]string{}
	for _, m := range token.FindAllStringSubmatch(block, -1) {
		all[m[1]] = m[2]
		if c := m[2]; len(c) == 4 {
			all[m[1]] = "#" + strings.Repeat(c[1:2], 2) + strings.Repeat(c[2:3], 2) + strings.Repeat(c[3:], 2)
		}
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

// mixed is color-mix(in srgb, a n%, b).
func mixed(t *testing.T, a string, n int, b string) string {
	t.Helper()
	all := "#"
	for i := 1; i < 7; i += 2 {
		x, err := strconv.ParseUint(a[i:i+2], 16, 8)
		require.NoError(t, err)
		y, err := strconv.ParseUint(b[i:i+2], 16, 8)
		require.NoError(t, err)
		all += fmt.Sprintf("%02x", (int(x)*n+int(y)*(100-n)+50)/100)
	}
	return all
}

// styles returns the stylesheets without their comments.
func styles(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, name := range []string{"assets/portal.css", "assets/exam.css"} {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		all.Write(content)
	}
	return regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(all.String(), "")
}

// schemes returns the tokens of the light and the dark scheme and of paper, which has
// those that it does not set from the light one.
func schemes(t *testing.T) map[string]map[string]string {
	t.Helper()
	light, rest, found := strings.Cut(styles(t), "@media (prefers-color-scheme: dark)")
	require.True(t, found)
	dark, rest, found := strings.Cut(rest, "*, ::before")
	require.True(t, found)
	_, print, found := strings.Cut(rest, "@media print")
	require.True(t, found)
	all := map[string]map[string]string{"light": tokens(light), "dark": tokens(dark), "paper": tokens(light)}
	require.Len(t, all["light"], 12)
	require.Len(t, all["dark"], 12)
	require.GreaterOrEqual(t, len(tokens(print)), 11)
	maps.Copy(all["paper"], tokens(print))
	return all
}

// rule is a selector and what is declared for it.
type rule struct{ selector, body string }

// rules returns the rules of the stylesheets, those of a medium as the others, but for the
// tokens themselves.
func rules(t *testing.T) []rule {
	t.Helper()
	var all []rule
	for _, m := range regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`).FindAllStringSubmatch(styles(t), -1) {
		if selector := strings.TrimSpace(m[1]); selector != ":root" {
			all = append(all, rule{selector, m[2]})
		}
	}
	require.Greater(t, len(all), 200)
	return all
}

var (
	colour     = regexp.MustCompile(`(?:^|[; ])color: var\(--([a-z-]+)\)`)
	background = regexp.MustCompile(`background: var\(--([a-z-]+)\)`)
	mixture    = regexp.MustCompile(`background: color-mix\(in srgb, var\(--([a-z-]+)\) ([0-9]+)%, var\(--([a-z-]+)\)\)`)
	edge       = regexp.MustCompile(`(?:border(?:-color|-bottom-color|-inline-start)?|outline): [^;]*var\(--([a-z-]+)\)`)
	// controls are what a person must find and tell apart: fields, buttons, the focus, and
	// what says the state of something (WCAG 1.4.11).
	controls = regexp.MustCompile(`input|select|textarea|button|focus|progress|badge|step.*::before|aria-invalid|aria-current|\.state|has-error|summary-of-errors|running|\.done`)
)

// What a rule colours stands out from what it lies on, in every scheme: text by 4.5 to 1
// (WCAG 1.4.3) and the edges of controls by 3 to 1 (1.4.11). A rule that sets no
// background may lie on any of the three surfaces.
func TestContrastOfEveryRule(t *testing.T) {
	require.InDelta(t, 21, contrast(t, "#000000", "#ffffff"), 1e-9)
	require.InDelta(t, 4.48, contrast(t, "#777777", "#ffffff"), .005)
	require.Equal(t, "#c04040", mixed(t, "#ff0000", 50, "#808080"))
	surfaces := []string{"page", "card", "soft"}
	texts, edges := 0, 0
	for scheme, c := range schemes(t) {
		for _, r := range rules(t) {
			on := surfaces
			if m := background.FindStringSubmatch(r.body); m != nil {
				on = m[1:]
			}
			if m := colour.FindStringSubmatch(r.body); m != nil {
				for _, back := range on {
					texts++
					require.GreaterOrEqual(t, contrast(t, c[m[1]], c[back]), 4.5, "%s: %s: %s on %s", scheme, r.selector, m[1], back)
				}
			}
			if m := edge.FindStringSubmatch(r.body); m != nil && controls.MatchString(r.selector) && m[1] != "line" {
				for _, back := range surfaces {
					edges++
					require.GreaterOrEqual(t, contrast(t, c[m[1]], c[back]), 3.0, "%s: %s: %s on %s", scheme, r.selector, m[1], back)
				}
			}
			if m := mixture.FindStringSubmatch(r.body); m != nil {
				n, err := strconv.Atoi(m[2])
				require.NoError(t, err)
				for _, front := range []string{"text", "muted", "accent"} {
					require.GreaterOrEqual(t, contrast(t, c[front], mixed(t, c[m[1]], n, c[m[3]])), 4.5, "%s: %s: %s", scheme, r.selector, front)
				}
			}
		}
	}
	require.Greater(t, texts, 200)
	require.Greater(t, edges, 100)
}

// Colours are tokens, so that an organisation changes them in one place and the test above
// sees them all. What lies on a photo, and paper, have their own.
func TestColoursAreTokens(t *testing.T) {
	for _, r := range rules(t) {
		if r.selector != ".crop-frame" {
			require.NotRegexp(t, `#[0-9a-f]{3}|rgba?\(|hsl`, r.body, r.selector)
		}
	}
	for _, scheme := range []string{"(prefers-color-scheme: dark)", "(forced-colors: active)", "print", "(prefers-reduced-motion: no-preference)"} {
		require.Contains(t, styles(t), "@media "+scheme)
	}
	require.NotRegexp(t, `animation|@keyframes`, styles(t), "nothing moves by itself")
	require.Equal(t, 1, strings.Count(styles(t), "transition:"), "and what moves, moves where motion is wanted")
}

// The pages' own scripts are comfort alone, and all of them together weigh less than 25 KB;
// the stylesheets leave room for the page within 60 KB.
func TestScriptsAndStylesAreLight(t *testing.T) {
	scripts, err := filepath.Glob("assets/*.js")
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	all := 0
	for _, name := range scripts {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		all += len(content)
		require.NotRegexp(t, `https?://|\beval\b|innerHTML|new Function`, string(content), name)
	}
	require.Less(t, all, 25<<10)
	for name, most := range map[string]int{"assets/portal.css": 22 << 10, "assets/exam.css": 8 << 10} {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Less(t, len(content), most, name)
		require.NotRegexp(t, `https?://|@import|url\(`, string(content), name)
	}
}
