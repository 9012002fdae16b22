package main

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// The end of the session is announced, put off by one press, and by another tab; the focus
// stays where somebody types (checklist T1).
func TestT1_TheEndIsAnnouncedInABrowser(t *testing.T) {
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	var passed atomic.Int64
	h.at(func() time.Time { return stopped().Add(time.Duration(passed.Load())) })
	later := func(d time.Duration) { passed.Add(int64(d)) }
	k := sitIn(t, h, 320, true)
	k.toDescription()
	k.goTo("titre de l’activité")
	open := func() bool { return tell[bool](k, `document.getElementById("session").matches(":popover-open")`) }
	wakes := func() {
		time.Sleep(1100 * time.Millisecond) // it asks no more than once a second
		tell[bool](k, `(dispatchEvent(new Event("focus")), true)`)
	}
	wakes()
	require.False(t, open())

	later(57*time.Minute + 30*time.Second)
	wakes()
	k.until(`document.getElementById("session").matches(":popover-open")`)
	require.Contains(t, k.focus(), "titre de l’activité", "the focus stays")
	require.Contains(t, k.text(), "si vous ne faites rien")
	k.narrow()
	k.goTo("Prolonger ma session")
	k.press(" ")
	k.until(`!document.getElementById("session").matches(":popover-open")`)
	require.Contains(t, k.focus(), "titre de l’activité", "and comes back")

	// Another tab is at work: nothing is announced.
	later(57 * time.Minute)
	other, closes := chromedp.NewContext(k.ctx)
	defer closes()
	require.NoError(t, chromedp.Do(other, chromedp.Navigate(k.address+"/portfolio")))
	later(2 * time.Minute)
	wakes()
	time.Sleep(500 * time.Millisecond)
	require.False(t, open())

	// Nobody comes: it is over, and what was typed is sent all the same.
	k.press("Soudage tardif")
	later(59 * time.Minute)
	wakes()
	k.until(`document.getElementById("session").matches(":popover-open")`)
	later(2 * time.Minute)
	wakes()
	k.until(`document.getElementById("session-said").textContent.startsWith("Votre session est terminée")`)
	tell[bool](k, `(document.getElementById("session-close").click(), true)`)
	require.False(t, open())
	k.follow("Enregistrer et continuer")
	k.signIn("emma", "emma-demonstration")
	require.Contains(t, k.text(), "Reprendre où vous en étiez")
	k.follow("Continuer")
	k.holds("title", "Soudage tardif")
}
