package portaltest

import (
	"net/http"

	"github.com/stretchr/testify/require"
)

// Activity is what a person types in a declaration, as typed. Type, Provider and
// Trainer are values of the lists; the activity itself is not in its list.
type Activity struct {
	Category, Type    string
	Title             string
	Provider, Trainer string
	First, Last       Day
	Hours             string
}

// Day is a day as typed in three boxes. The zero value of a last day is the first
// one.
type Day struct{ Day, Month, Year string }

// Claim is what a person types in a request for exemption, as typed. Ground is a
// value of the list.
type Claim struct {
	Ground      string
	First, Last Day
}

// Begin opens a file, presses a "+" ("declarations" or "exemptions") and
// "Commencer", and ends on the second step.
func (b *Browser) Begin(member, what string) *Browser {
	b.T.Helper()
	b.Get("/portfolio/" + member).Form("/" + what).Press("")
	require.Contains(b.T, b.URL.Path, "/privacy", b.Text())
	return b.Form("#step").Press("continue")
}

// Categorise fills in and sends the second step of a declaration.
func (b *Browser) Categorise(a Activity) *Browser {
	b.T.Helper()
	return b.Form("#step").Fill("category", a.Category).Fill("type", a.Category+"/"+a.Type).Press("continue")
}

// Describe fills in the third step of a declaration, without sending it.
func (b *Browser) Describe(a Activity) *Form {
	b.T.Helper()
	return b.Form("#step").Tick("activityUnlisted").Fill("title", a.Title).
		Fill("provider", a.Provider).Fill("trainer", a.Trainer).
		Date("first", a.First).Date("last", a.last()).Fill("duration", a.Hours)
}

func (a Activity) last() Day {
	if a.Last == (Day{}) {
		return a.First
	}
	return a.Last
}

// Date types a day in its three boxes.
func (f *Form) Date(name string, d Day) *Form {
	f.b.T.Helper()
	return f.Fill(name+".day", d.Day).Fill(name+".month", d.Month).Fill(name+".year", d.Year)
}

// Declare goes through the five steps of a declaration in the file of a member,
// and ends on the confirmation.
func (b *Browser) Declare(member string, a Activity) *Browser {
	b.T.Helper()
	b.Begin(member, "declarations").Categorise(a).Describe(a).Press("continue")
	require.Contains(b.T, b.URL.Path, "/attestations", b.Text())
	b.Form("#step").Tick("attested").Press("continue")
	require.Contains(b.T, b.URL.Path, "/submission", b.Text())
	b.Form("#step").Press("submit")
	require.Equal(b.T, http.StatusOK, b.Status)
	return b
}

// Ask fills in the second step of a request for exemption, without sending it.
func (b *Browser) Ask(c Claim) *Form {
	b.T.Helper()
	return b.Form("#step").Fill("ground", c.Ground).Date("first", c.First).Date("last", c.Last)
}

// Request goes through the four steps of a request for exemption in the file of a
// member, with one document, and ends on the confirmation.
func (b *Browser) Request(member string, c Claim, document string, content []byte) *Browser {
	b.T.Helper()
	b.Begin(member, "exemptions").Ask(c).Attach(document, content).Press("continue")
	require.Contains(b.T, b.URL.Path, "/commitments", b.Text())
	b.Form("#step").Tick("committed").Press("continue")
	require.Contains(b.T, b.URL.Path, "/submission", b.Text())
	b.Form("#step").Press("submit")
	require.Equal(b.T, http.StatusOK, b.Status)
	return b
}

// Decide opens what waits in the queue under that name, and sends the decision:
// event is a value of the choice, field "counted", "granted" or empty for a
// decision without hours.
func (b *Browser) Decide(title, event, field, hours, reason string) *Browser {
	b.T.Helper()
	f := b.Get("/queue").Follow(title).Form("#step").Tick("event", event).Fill("reason", reason)
	if field != "" {
		f.Fill(field, hours)
	}
	return f.Press("")
}
