package portal_test

import (
	"net/http"

	"github.com/stretchr/testify/require"
)

// activity is what a test types in a declaration.
type activity struct {
	category, kind, title     string
	day, month, year, hours   string
	lastDay, lastMonth, lastY string
}

// course is an activity of an hour that nothing is wrong with.
var course = activity{
	category: "structured", kind: "course", title: "Lecture de plans",
	day: "3", month: "novembre", year: "2026", hours: "1",
}

// begin presses the "+" and "Commencer".
func (b *browser) begin(what string) *browser {
	b.t.Helper()
	b.get("/portfolio").follow("Gélinas Emma Permis T-emma")
	b.form("/" + what).press("")
	require.Contains(b.t, b.url.Path, "/privacy")
	return b.form("#step").press("continue")
}

// categorise fills in the second step.
func (b *browser) categorise(a activity) *browser {
	b.t.Helper()
	return b.form("#step").fill("category", a.category).fill("type", a.category+"/"+a.kind).press("continue")
}

// describe fills in the third step, without sending it.
func (b *browser) describe(a activity) *form {
	b.t.Helper()
	if a.lastDay == "" {
		a.lastDay, a.lastMonth, a.lastY = a.day, a.month, a.year
	}
	return b.form("#step").tick("activityUnlisted").fill("title", a.title).
		fill("provider", "p1").fill("trainer", "t1").
		fill("first.day", a.day).fill("first.month", a.month).fill("first.year", a.year).
		fill("last.day", a.lastDay).fill("last.month", a.lastMonth).fill("last.year", a.lastY).
		fill("duration", a.hours)
}

// declare goes through the five steps, and ends on the confirmation.
func (b *browser) declare(a activity) *browser {
	b.t.Helper()
	b.begin("declarations").categorise(a).describe(a).press("continue")
	require.Contains(b.t, b.url.Path, "/attestations", b.text())
	b.form("#step").tick("attested").press("continue")
	require.Contains(b.t, b.url.Path, "/submission", b.text())
	b.form("#step").press("submit")
	require.Equal(b.t, http.StatusOK, b.status)
	return b
}

// decide opens what waits in the queue under that name, and decides.
func (b *browser) decide(title, event, field, amount, reason string) *browser {
	b.t.Helper()
	f := b.get("/queue").follow(title).form("#step").tick("event", event).fill("reason", reason)
	if field != "" {
		f.fill(field, amount)
	}
	return f.press("")
}
