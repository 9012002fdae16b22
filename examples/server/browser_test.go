package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// keyboard is a person at a real browser, without a mouse: what they can do is press keys.
type keyboard struct {
	t       *testing.T
	ctx     context.Context
	address string
	// language is that of the pages; "" is French.
	language identity.Language
	// seat and browser are those of a journey.
	seat    seat
	browser context.Context
}

// sit opens a browser of the width on the pages of a house, scripts off.
func sit(t *testing.T, width int64) *keyboard {
	t.Helper()
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	return sitIn(t, h, width, false)
}

// sitIn opens a browser of the width on the house's pages, with scripts or not.
func sitIn(t *testing.T, h *house, width int64, scripts bool) *keyboard {
	t.Helper()
	tab := chromium(t, scripts, 2*time.Minute)
	server := httptest.NewServer(h.handler(settings{demo: true}, quiet()))
	t.Cleanup(server.Close)
	k := &keyboard{t: t, ctx: tab, address: server.URL}
	require.NoError(t, chromedp.Do(k.ctx, chromedp.EmulateViewport(width, 900)))
	return k
}

// chromium starts a browser, with scripts or not, that ends with the test or at the limit,
// and returns its first tab; without a browser on the machine the test says so and is
// skipped, but not where everything must run.
func chromium(t *testing.T, scripts bool, limit time.Duration) context.Context {
	t.Helper()
	path := browserPath(t)
	bounded, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	allocator, end := chromedp.NewExecAllocator(bounded, browserOptions(path, scripts)...)
	t.Cleanup(end)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	return tab
}

func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("GOODSTANDING_REQUIRE_ALL") != "" {
		t.Fatal("no browser was found, and GOODSTANDING_REQUIRE_ALL is set")
	}
	t.Skip("SKIPPED: no browser (chromium) on this machine")
	return ""
}

func browserOptions(path string, scripts bool) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("blink-settings", fmt.Sprintf("scriptEnabled=%t", scripts)),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
	)
}

func (k *keyboard) visit(path string) {
	k.t.Helper()
	require.NoError(k.t, chromedp.Do(k.ctx, chromedp.Navigate(k.address+path)))
	k.narrow()
}

// focused is the name, as a screen reader would say it, of what has the focus.
const focused = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "";
  const group = e.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  const speaks = e.matches("a, button, input, select, textarea, summary") ? e : e.querySelector("[role=alert] h2");
  const own = e.getAttribute("aria-label") ?? e.labels?.[0]?.innerText ?? speaks?.innerText ?? "";
  return (own + " | " + group).replace(/\s+/g, " ").trim();
})()`

func (k *keyboard) focus() string {
	k.t.Helper()
	name, err := chromedp.Run(k.ctx, chromedp.Evaluate[string](focused))
	require.NoError(k.t, err)
	return name
}

// goTo presses Tab until what has the focus is called that, and shows that it
// shows where it is.
func (k *keyboard) goTo(name string) {
	k.t.Helper()
	type stop struct {
		Name  string
		Shows bool
	}
	var passed []string
	for range 120 {
		k.press(kb.Tab)
		now, err := chromedp.Run(k.ctx, chromedp.Evaluate[stop](`(() => {
			const s = getComputedStyle(document.activeElement);
			return {Name: `+focused+`, Shows: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none"};
		})()`))
		require.NoError(k.t, err)
		if strings.Contains(now.Name, name) {
			require.True(k.t, now.Shows, "the focus does not show on %q", now.Name)
			return
		}
		passed = append(passed, now.Name)
	}
	require.Failf(k.t, "not reached", "%q; Tab went through:\n%s", name, strings.Join(passed, "\n"))
}

func (k *keyboard) press(keys string) {
	k.t.Helper()
	require.NoError(k.t, chromedp.Do(k.ctx, chromedp.KeyEvent(keys)))
}

// fill goes to a field and types into it.
func (k *keyboard) fill(name, text string) {
	k.t.Helper()
	k.goTo(name)
	k.press(text)
}

// choose goes to a group of radio buttons and through them with the arrows.
func (k *keyboard) choose(group, name string) {
	k.t.Helper()
	k.goTo(group)
	k.press(" ")
	for range 10 {
		if strings.HasPrefix(k.focus(), name) {
			return
		}
		k.press(kb.ArrowDown)
	}
	require.Failf(k.t, "not reached", "%q in %q", name, group)
}

// follow goes to a link or a button and presses Enter, then waits for the next
// page.
func (k *keyboard) follow(name string) {
	k.t.Helper()
	k.goTo(name)
	k.enter()
}

// unfold opens what is folded on a narrow screen.
func (k *keyboard) unfold(name string) {
	k.t.Helper()
	k.goTo(name)
	k.press(" ")
}

// enter presses Enter where the focus is, and waits for the next page.
func (k *keyboard) enter() {
	k.t.Helper()
	_, err := chromedp.RunResponse(k.ctx, chromedp.KeyEvent(kb.Enter))
	require.NoError(k.t, err)
	k.narrow()
}

// jump goes to a link within the page, activates it, and waits until the focus is
// on what it leads to. It does not press Enter: the driver sends a key in two
// halves, and the second would reach the field that the first has led to.
func (k *keyboard) jump(link, to string) {
	k.t.Helper()
	k.goTo(link)
	_, err := chromedp.Run(k.ctx, chromedp.Evaluate[bool](`(document.activeElement.click(), true)`))
	require.NoError(k.t, err)
	require.True(k.t, k.comesTo(to), "%q leads to %q, not to %q", link, k.focus(), to)
}

// comesTo waits until the focus is on what is called that, as a browser puts it there by
// itself a moment after the page is read.
func (k *keyboard) comesTo(name string) bool {
	k.t.Helper()
	for range 1000 {
		if strings.Contains(k.focus(), name) {
			return true
		}
		require.NoError(k.t, chromedp.Do(k.ctx, chromedp.Sleep(10*time.Millisecond)))
	}
	return false
}

// titled fails unless the page's title begins with the text.
func (k *keyboard) titled(text string) {
	k.t.Helper()
	title, err := chromedp.Run(k.ctx, chromedp.Title())
	require.NoError(k.t, err)
	require.True(k.t, strings.HasPrefix(portaltest.Words(title), text), title)
}

// paper is a document on disk, for a file chooser.
func paper(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "preuve.pdf")
	require.NoError(t, os.WriteFile(name, []byte(demoPaper), 0o600))
	return name
}

func (k *keyboard) text() string {
	k.t.Helper()
	text, err := chromedp.Run(k.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	require.NoError(k.t, err)
	return strings.Join(strings.Fields(text), " ")
}

// narrow fails when the page scrolls sideways, or is not what every page must be once
// the browser has read it and its scripts have run: in the language that was chosen, and
// with the words of each message.
func (k *keyboard) narrow() {
	k.t.Helper()
	type seen struct{ Title, Over, Source, Lang string }
	page, err := chromedp.Run(k.ctx, chromedp.Evaluate[seen](`(() => {
		const wide = document.documentElement.clientWidth;
		const over = document.documentElement.scrollWidth <= wide ? "" :
			[...document.querySelectorAll("body *")]
			.filter(e => e.getBoundingClientRect().right > wide + 1 && !e.closest("[tabindex='0']"))
			.slice(0, 5).map(e => e.tagName + "." + e.className).join(", ") || "something";
		const page = document.documentElement.cloneNode(true);
		page.querySelectorAll("[style]").forEach(e => e.removeAttribute("style")); // what scripts place
		return {Title: document.title, Over: over, Source: page.outerHTML, Lang: page.lang};
	})()`))
	require.NoError(k.t, err)
	require.Empty(k.t, page.Over, "%s scrolls sideways", page.Title)
	if page.Lang == "" {
		return // a file, or the browser's own page
	}
	language := identity.French
	if k.language != "" {
		language = k.language
	}
	require.Equal(k.t, string(language)+"-CA", page.Lang, page.Title)
	parsed, err := portaltest.Parse(page.Source)
	require.NoError(k.t, err, page.Title)
	require.Empty(k.t, portaltest.Faults(parsed), page.Title)
	require.Empty(k.t, foreign(parsed), "%s: in the other language", page.Title)
	k.picture(page.Title)
}

// picture keeps a screenshot of the page in the folder that
// GOODSTANDING_SCREENSHOTS names, if it names one, for people to look at.
func (k *keyboard) picture(title string) {
	k.t.Helper()
	folder := os.Getenv("GOODSTANDING_SCREENSHOTS")
	if folder == "" {
		return
	}
	image, err := chromedp.Run(k.ctx, chromedp.FullScreenshot(100))
	require.NoError(k.t, err)
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, k.t.Name()+" "+title)
	short := []rune(name) // what a file may be called
	require.NoError(k.t, os.WriteFile(filepath.Join(folder, string(short[:min(len(short), 120)])+".png"), image, 0o600))
}
