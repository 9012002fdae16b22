package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// seat is where somebody sits for a journey: the language of the pages, scripts or none, the
// language that the browser itself speaks, and how much it enlarges.
type seat struct {
	name     string
	language identity.Language
	scripts  bool
	// speaks is the language of the browser's interface, where it has it: Debian keeps all
	// but English in a package of its own, chromium-l10n. It decides how a browser reads
	// what is typed into fields of its own (research on the portal, 3 and 4).
	speaks identity.Language
	window window
	scale  float64
}

// seats are the contexts of the journeys. The last is a screen of 1280 × 1024 at 400 %
// (WCAG 1.4.10), the others 320 pixels wide.
var seats = []seat{
	{"French without scripts", identity.French, false, identity.French, window{320, 900}, 1},
	{"French with scripts in an English browser", identity.French, true, identity.English, window{320, 900}, 1},
	{"English without scripts in an English browser", identity.English, false, identity.English, window{320, 900}, 1},
	{"English with scripts at 400 %", identity.English, true, identity.French, zoomed, 4},
}

// browsers are those of the seats, each started once and stopped by TestMain: every journey
// has its own profile there.
var browsers struct {
	sync.Mutex
	open map[string]context.Context
	stop []context.CancelFunc
}

func stopBrowsers() {
	for _, stop := range browsers.stop {
		stop()
	}
}

// browser returns the browser of the seat, which it starts when it is not open.
func (s seat) browser(t *testing.T) context.Context {
	t.Helper()
	path := browserPath(t)
	browsers.Lock()
	defer browsers.Unlock()
	if open, ok := browsers.open[s.name]; ok {
		return open
	}
	tag := map[identity.Language]string{identity.French: "fr-CA", identity.English: "en-CA"}[s.speaks]
	allocator, end := chromedp.NewExecAllocator(context.Background(), append(browserOptions(path, s.scripts),
		chromedp.Env("LANGUAGE="+strings.ReplaceAll(tag, "-", "_")),
		chromedp.Flag("lang", tag), chromedp.Flag("accept-lang", tag+","+tag[:2]),
	)...)
	first, closeFirst := chromedp.NewContext(allocator)
	require.NoError(t, chromedp.Do(first))
	speaks, err := chromedp.Run(first, chromedp.Evaluate[string](`Intl.NumberFormat().resolvedOptions().locale`))
	require.NoError(t, err)
	if s.speaks == identity.English {
		require.True(t, strings.HasPrefix(speaks, "en"), speaks)
	} else if !strings.HasPrefix(speaks, "fr") {
		t.Logf("this browser has no French of its own (chromium-l10n): it speaks %s", speaks)
	}
	if browsers.open == nil {
		browsers.open = map[string]context.Context{}
	}
	browsers.open[s.name] = first
	browsers.stop = append(browsers.stop, end, closeFirst)
	return first
}

// sit opens a window of the seat's browser on the house's pages, with nothing kept from
// before.
func (s seat) sit(t *testing.T, h *house) *keyboard {
	t.Helper()
	open := s.browser(t)
	server := httptest.NewServer(h.handler(settings{demo: true}, quiet()))
	t.Cleanup(server.Close)
	k := &keyboard{t: t, address: server.URL, language: identity.French, seat: s, browser: open}
	k.open()
	return k
}

// open gives the person a window without a past: another person's, or another machine's.
func (k *keyboard) open() {
	k.t.Helper()
	bounded, cancel := context.WithTimeout(k.browser, 5*time.Minute)
	k.t.Cleanup(cancel)
	tab, closeTab := chromedp.NewContext(bounded, chromedp.WithNewBrowserContext())
	k.t.Cleanup(closeTab)
	k.ctx = tab
	require.NoError(k.t, chromedp.Do(k.ctx, chromedp.EmulateViewport(k.seat.window.width, k.seat.window.height, chromedp.EmulateScale(k.seat.scale))))
}

// atEverySeat makes a journey in each of the contexts, in a house of its own.
func atEverySeat(t *testing.T, house func(t *testing.T) *house, journey func(k *keyboard, h *house)) {
	for _, s := range seats {
		t.Run(s.name, func(t *testing.T) {
			h := house(t)
			journey(s.sit(t, h), h)
		})
	}
}

// demonstration is a house with its people.
func demonstration(t *testing.T) *house {
	t.Helper()
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	return h
}

// word returns a message in the language that the page is read in, as it is read.
func (k *keyboard) word(key string, values ...any) string {
	k.t.Helper()
	require.True(k.t, i18n.Has(key), key)
	return portaltest.Words(i18n.For(k.language).T(key, values...))
}

// many is word for a number of things.
func (k *keyboard) many(key string, n int) string {
	return portaltest.Words(i18n.For(k.language).N(key, n))
}

// either returns the words of the language that the page is read in, of what no message says.
func (k *keyboard) either(french, english string) string {
	if k.language == identity.English {
		return english
	}
	return french
}

// arrive opens a page as a first visit, which is in French whatever the browser speaks, and
// chooses the language of the seat.
func (k *keyboard) arrive(path string) {
	k.t.Helper()
	k.language = identity.French
	k.visit(path)
	if k.seat.language == identity.English {
		k.choosing("English")
	}
}

// choosing presses the button of the other language.
func (k *keyboard) choosing(name string) {
	k.t.Helper()
	k.goTo(name)
	k.language = k.seat.language
	k.enter()
}

// signIn opens a session with a password.
func (k *keyboard) signIn(login, password string) {
	k.t.Helper()
	k.fill(k.word("field.signin.login"), login)
	k.fill(k.word("field.signin.password"), password)
	k.follow(k.word("signin.button"))
}

// sees fails unless the page has the words in it.
func (k *keyboard) sees(words string) {
	k.t.Helper()
	require.Contains(k.t, k.text(), words)
}

// says fails unless the page has the message in it.
func (k *keyboard) says(key string, values ...any) {
	k.t.Helper()
	k.sees(k.word(key, values...))
}

// wrong fails unless the page is one of an error: its title says so and the summary, with the
// focus, has one link for each.
func (k *keyboard) wrong(n int) {
	k.t.Helper()
	k.titled(k.word("portal.error-prefix"))
	require.True(k.t, k.comesTo(k.many("portal.errors", n)), "the summary of errors has not the focus, but %q", k.focus())
}

// holds fails unless the field still has what was typed.
func (k *keyboard) holds(id, typed string) {
	k.t.Helper()
	value, err := chromedp.Run(k.ctx, chromedp.Evaluate[string](fmt.Sprintf(`document.getElementById(%q).value`, id)))
	require.NoError(k.t, err)
	require.Equal(k.t, typed, value, id)
}

// tick goes to a box and presses the space bar.
func (k *keyboard) tick(name string) {
	k.t.Helper()
	k.goTo(name)
	k.press(" ")
}
