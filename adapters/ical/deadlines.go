package ical

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Deadlines makes the calendar of a member's deadlines, as hours.Ledger.Deadlines
// gives them, in the printer's language: an event on each last day, with what is
// left to do. Made is the present instant.
func Deadlines(p i18n.Printer, org identity.Organisation, member identity.MemberID, all []hours.Deadline, made time.Time) Calendar {
	c := Calendar{
		Name: p.T("deadline.calendar", "organisation", p.Text(org.Name)), Language: i18n.For(p.Language).Language, Made: made,
	}
	for _, d := range all {
		title, text := say(p, d)
		if d.Declare {
			title, text = sayDeclare(p, d)
		}
		c.Events = append(c.Events, Event{ID: name(org.ID, member, d), Day: d.Last, Title: title, Text: text})
	}
	return c
}

// name is an identifier of the deadline that stays when figures change, and from
// which nobody reads whose it is.
func name(org identity.OrganisationID, member identity.MemberID, d hours.Deadline) string {
	window := d.Window.String()
	if d.Declare {
		window = "declare " + window
	}
	if d.Late > 0 {
		// The end of late time moves from one tier to the next: the event moves too.
		window = "late " + d.Period.String()
	}
	sum := sha256.Sum256([]byte(strconv.Quote(string(org)) + strconv.Quote(string(member)) + window))
	return hex.EncodeToString(sum[:16]) + "@goodstanding"
}

// say returns what is left to do, in a few words and in sentences.
func say(p i18n.Printer, d hours.Deadline) (title, text string) {
	var total hours.Line
	var parts []string
	for _, l := range d.Lines {
		switch {
		case l.Total:
			total = l
		case !l.Remaining.IsZero():
			parts = append(parts, p.T("summary.part", "hours", p.Measured(d.Version, l.Measure, l.Remaining), "label", p.Line(d.Version, l)))
		}
	}
	left := p.Measured(d.Version, total.Measure, total.Remaining)
	values := []any{"left", left, "last", p.Date(d.Last), "parts", p.List(parts)}
	key := "deadline.title"
	if d.Late > 0 {
		key += "-late"
	}
	switch {
	case total.Remaining.IsZero() && len(parts) == 0:
		return p.T("deadline.title-done"), p.T("deadline.done", values...) + about(p, d)
	case total.Remaining.IsZero():
		title, text = p.T(key+"-several"), p.T("deadline.left-parts", values...)
	case len(parts) > 0:
		title, text = p.T(key, values...), p.T("deadline.left", values...)+p.T("summary.of-which", values...)
	default:
		title, text = p.T(key, values...), p.T("deadline.left", values...)
	}
	text += "."
	if !total.Pending.IsZero() {
		text += "\n" + p.T("deadline.pending", "pending", p.Measured(d.Version, total.Measure, total.Pending),
			"left", p.Measured(d.Version, total.Measure, total.AfterPending))
	}
	return title, text + about(p, d)
}

// about says which time ends.
func about(p i18n.Printer, d hours.Deadline) string {
	if d.Late > 0 {
		return "\n" + p.T("deadline.late", "period", p.Period(d.Period))
	}
	return "\n" + p.T("deadline.window", "window", p.Span(d.Window))
}

// sayDeclare says what must be declared, and where the delay comes from.
func sayDeclare(p i18n.Printer, d hours.Deadline) (title, text string) {
	text = p.T("deadline.declare", "window", p.Span(d.Window), "last", p.Date(d.Last))
	if c, ok := d.Version.Clause(d.Version.Declare.Clause); ok {
		key := "deadline.source"
		if !c.Verified {
			key = "deadline.source-unverified"
		}
		text += "\n" + p.T(key, "cite", p.Text(c.Cite), "says", p.Text(c.Says))
	}
	return p.T("deadline.title-declare"), text
}
