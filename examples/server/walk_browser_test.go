package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// shown is what the server answered to somebody: a page in one of its states.
type shown struct {
	language, path, state string
	status                int
	header                http.Header
	body                  string
	who                   *portaltest.Browser
}

func (s shown) String() string { return fmt.Sprintf("%s %s (%s)", s.language, s.path, s.state) }

// gallery serves again what the walk was answered, so that a browser may look at each state
// without the journey to it: /shown/7 is the eighth. What a page fetches, its styles and its
// photos, comes from the house, to the person who had the page.
type gallery struct {
	*httptest.Server
	all []shown
}

// exhibit walks through every page in the languages and gathers its states; of those that
// are alike to the byte the first.
func exhibit(t *testing.T, languages ...string) *gallery {
	t.Helper()
	v := build(t)
	server := httptest.NewServer(v.handler)
	t.Cleanup(server.Close)
	places := v.places(t, server)
	g := &gallery{}
	seen := map[string]bool{}
	for _, language := range languages {
		walk(t, places, language, func(_ *testing.T, b *portaltest.Browser) {
			state := "as it is"
			if len(b.Errors()) > 0 {
				state = "after a mistake"
			}
			if !seen[b.Body] {
				seen[b.Body] = true
				g.all = append(g.all, shown{language, b.URL.RequestURI(), state, b.Status, b.Header, b.Body, b})
			}
		})
	}
	// The browsers of the walk go on: each answer keeps a copy of the one that got it.
	for i := range g.all {
		who := *g.all[i].who
		g.all[i].who = &who
	}
	g.Server = httptest.NewServer(g)
	t.Cleanup(g.Close)
	return g
}

func (g *gallery) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n, err := strconv.Atoi(path.Base(r.URL.Path)); err == nil && strings.HasPrefix(r.URL.Path, "/shown/") {
		s := g.all[n]
		for _, name := range []string{"Content-Type", "Content-Security-Policy", "X-Content-Type-Options"} {
			w.Header().Set(name, s.header.Get(name))
		}
		_, _ = w.Write([]byte(s.body))
		return
	}
	from, err := url.Parse(r.Referer())
	n, failed := strconv.Atoi(path.Base(from.Path))
	if err != nil || failed != nil || n >= len(g.all) {
		http.NotFound(w, r)
		return
	}
	who := g.all[n].who
	answer, err := who.Client.Get(who.Server.URL + r.URL.RequestURI())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	w.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
	w.Header().Set("Cache-Control", answer.Header.Get("Cache-Control"))
	w.WriteHeader(answer.StatusCode)
	var content bytes.Buffer
	_, _ = content.ReadFrom(answer.Body)
	_, _ = w.Write(content.Bytes())
}

// window is the size of one, in pixels of CSS.
type window struct{ width, height int64 }

// zoomed is what is left of a screen of 1280 × 1024 at 400 % (WCAG 1.4.10).
var zoomed = window{320, 256}

// look opens every page that wanted chooses, in two tabs of the size, and returns what see
// says of each; nil wants them all.
func (g *gallery) look(t *testing.T, tab context.Context, size window, wanted func(shown) bool, see func(ctx context.Context, s shown) (string, error)) []string {
	t.Helper()
	require.NoError(t, chromedp.Do(tab))
	var mu sync.Mutex
	var said []string
	var all sync.WaitGroup
	next := make(chan int)
	for range 2 {
		own, closeTab := chromedp.NewContext(tab)
		t.Cleanup(closeTab)
		require.NoError(t, chromedp.Do(own, chromedp.EmulateViewport(size.width, size.height)))
		all.Go(func() {
			for n := range next {
				err := chromedp.Do(own, chromedp.Navigate(g.URL+"/shown/"+strconv.Itoa(n)))
				says := ""
				if err == nil {
					says, err = see(own, g.all[n])
				}
				if err != nil {
					says = err.Error()
				}
				if says != "" {
					mu.Lock()
					said = append(said, g.all[n].String()+": "+says)
					mu.Unlock()
				}
			}
		})
	}
	for n := range g.all {
		if wanted == nil || wanted(g.all[n]) {
			next <- n
		}
	}
	close(next)
	all.Wait()
	return said
}

// fits says what is wrong with the page as it is drawn: it scrolls sideways, its heading is
// not there, or something to press is smaller than 24 pixels (WCAG 2.5.8) and stands in no
// sentence.
const fits = `(() => {
	const wide = document.documentElement.clientWidth, wrong = [];
	const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + " " + (e.textContent || e.name || "").trim().slice(0, 40);
	if (document.documentElement.scrollWidth > wide) {
		const over = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > wide + 1 && !e.closest("[tabindex='0']"));
		wrong.push("scrolls sideways: " + over.slice(0, 3).map(name).join(", "));
	}
	const h1 = document.querySelector("h1");
	if (!h1 || !h1.getClientRects().length || !h1.innerText.trim()) wrong.push("shows no heading");
	for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
		const r = e.getBoundingClientRect();
		if (e.closest(".hidden, .default, .skip") || !e.getClientRects().length) continue;
		const line = e.tagName === "A" && getComputedStyle(e).display === "inline" && e.parentElement.textContent.trim() !== e.textContent.trim();
		if (!line && (r.width < 24 || r.height < 24)) wrong.push("is " + Math.round(r.width) + " × " + Math.round(r.height) + ": " + name(e));
	}
	return wrong.join("; ");
})()`

// Every page in both languages, as it is, after a mistake and with nothing to list, shows
// its heading, fits at 320 pixels and at 400 %, and has nothing to press that is too small
// (checklist A5, A6); those with a script do so without it too.
func TestWalk_EveryPageFitsA320PixelScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: a browser goes through every page")
	}
	tab := chromium(t, true, 5*time.Minute)
	g := exhibit(t, "fr", "en")
	see := func(ctx context.Context, _ shown) (string, error) {
		return chromedp.Run(ctx, chromedp.Evaluate[string](fits))
	}
	began := time.Now()
	defer func() { t.Logf("%d pages in %s", len(g.all), time.Since(began)) }()
	require.Empty(t, g.look(t, tab, zoomed, nil, see))
	scripted := func(s shown) bool { return strings.Contains(s.body, "<script") }
	require.Empty(t, g.look(t, chromium(t, false, time.Minute), zoomed, scripted, see))
}

// TestWalk_Pictures takes a picture of every page in its states, in both languages, on a
// telephone and on a desk, into the folder that GOODSTANDING_SCREENSHOTS names, for people to
// look at:
//
//	GOODSTANDING_SCREENSHOTS=DIR go test ./examples/server -run TestWalk_Pictures -timeout 30m
func TestWalk_Pictures(t *testing.T) {
	folder := os.Getenv("GOODSTANDING_SCREENSHOTS")
	if folder == "" {
		t.Skip("SKIPPED: GOODSTANDING_SCREENSHOTS names no folder")
	}
	tab := chromium(t, true, time.Hour)
	g := exhibit(t, "fr", "en")
	for _, size := range []window{{320, 640}, {1280, 800}} {
		require.Empty(t, g.look(t, tab, size, nil, func(ctx context.Context, s shown) (string, error) {
			image, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
			if err != nil {
				return "", err
			}
			name := filepath.Join(folder, fmt.Sprintf("%s %d", s.language, size.width), strings.NewReplacer("/", " ", "?", " ", "&", " ").Replace(s.path[1:])+" ("+s.state+").png")
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				return "", err
			}
			return "", os.WriteFile(name, image, 0o600)
		}))
	}
}
