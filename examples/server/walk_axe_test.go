package main

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// axe has the checker look at the page, under the rules of WCAG 2.0 to 2.2, A and AA, and
// those that are good practice; it says what was found, and where.
const axe = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
	resultTypes: ["violations"],
}).then(found => found.violations.map(v =>
	v.id + " (" + v.nodes.length + "): " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.any.concat(n.all, n.none).map(c => c.message).join(" ")).join(" | ")
).join("; "))`

// The checker axe-core finds nothing on any page, as it is, after a mistake and with nothing
// to list (checklist A1). GOODSTANDING_AXE is the path of its axe.min.js, which .ci/run
// installs outside the repository; without it the test says so and is skipped, but not where
// everything must run. The pages are those in French: the others differ by their words alone.
func TestWalk_AxeFindsNothing(t *testing.T) {
	name := os.Getenv("GOODSTANDING_AXE")
	if name == "" {
		if os.Getenv("GOODSTANDING_REQUIRE_ALL") != "" {
			t.Fatal("GOODSTANDING_AXE names no axe.min.js, and GOODSTANDING_REQUIRE_ALL is set")
		}
		t.Skip("SKIPPED: GOODSTANDING_AXE names no axe.min.js")
	}
	if name == "none" { // the place it is fetched from did not answer, which .ci/run has said
		t.Skip("SKIPPED: axe-core could not be fetched")
	}
	checker, err := os.ReadFile(name)
	require.NoError(t, err)
	tab := chromium(t, true, 10*time.Minute)
	g := exhibit(t, "fr")
	began := time.Now()
	defer func() { t.Logf("%d pages in %s", len(g.all), time.Since(began)) }()
	require.Empty(t, g.look(t, tab, zoomed, nil, func(ctx context.Context, _ shown) (string, error) {
		// Through the debugger, which the policy of the page does not bind.
		return chromedp.Run(ctx, chromedp.Evaluate[string](string(checker)+";\n"+axe, chromedp.EvalAwaitPromise))
	}))
}
