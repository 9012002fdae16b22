// Package ical writes calendars as RFC 5545 asks (iCalendar, "ICS"): all-day
// events, without alarms, that a phone or a mail program adds to its own.
//
// Start with [Deadlines], which makes the calendar of a member's deadlines, and
// [Calendar.WriteTo].
package ical

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Media is the media type of a calendar.
const Media = "text/calendar; charset=utf-8"

// Calendar is what is written to a file. RFC 5545 wants at least one event.
type Calendar struct {
	Name     string
	Language identity.Language
	// Made is when the calendar was made; it is written in UTC, to the second.
	Made   time.Time
	Events []Event
}

// Event takes a whole day.
type Event struct {
	// ID stays when the rest changes, so that the event takes the place of the one
	// that the reader has. It is unique in the world.
	ID    string
	Day   cycle.Date
	Title string
	// Text may have several lines.
	Text string
}

// longest is how many bytes a line may have, without its end.
const longest = 75

// WriteTo writes the calendar: lines of 75 bytes at most that end in CR LF, in
// UTF-8.
func (c Calendar) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	language := ";LANGUAGE=" + string(c.Language) + "-CA:"
	line := func(text string) { fold(&b, text) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//goodstanding//deadlines//" + strings.ToUpper(string(c.Language)))
	line("CALSCALE:GREGORIAN")
	line("METHOD:PUBLISH")
	line("X-WR-CALNAME:" + escaped(c.Name))
	for _, e := range c.Events {
		line("BEGIN:VEVENT")
		line("UID:" + escaped(e.ID))
		line("DTSTAMP:" + c.Made.UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE:" + basic(e.Day))
		line("DTEND;VALUE=DATE:" + basic(e.Day.AddDays(1)))
		line("SUMMARY" + language + escaped(e.Title))
		line("DESCRIPTION" + language + escaped(e.Text))
		line("CLASS:PRIVATE")
		// A deadline takes nobody's time: the day stays free.
		line("TRANSP:TRANSPARENT")
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

// basic writes a day without hyphens.
func basic(d cycle.Date) string {
	year, month, day := d.YMD()
	return fmt.Sprintf("%04d%02d%02d", year, month, day)
}

// escaped writes a text as a value: what separates values is marked, and control
// characters, which the format forbids, are left out.
func escaped(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\t' || !unicode.IsControl(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fold writes a line in pieces: each but the first begins with a space, which a
// reader takes away with the end of line before it. No character is cut.
func fold(b *strings.Builder, line string) {
	room := longest
	for _, r := range line {
		size := utf8.RuneLen(r)
		if size > room {
			b.WriteString("\r\n ")
			room = longest - 1
		}
		b.WriteRune(r)
		room -= size
	}
	b.WriteString("\r\n")
}
