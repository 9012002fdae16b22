package ical_test

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/ical"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func written(t *testing.T, c ical.Calendar) string {
	t.Helper()
	var b strings.Builder
	n, err := c.WriteTo(&b)
	require.NoError(t, err)
	require.Equal(t, int64(b.Len()), n)
	return b.String()
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("", -5*3600))

func event(text string) ical.Calendar {
	return ical.Calendar{Language: identity.French, Made: noon, Events: []ical.Event{
		{ID: "a@b", Day: cycle.MustDate("2028-02-29"), Title: "t", Text: text},
	}}
}

// lines undoes the folding, and fails where RFC 5545 is not kept.
func lines(t *testing.T, written string) []string {
	t.Helper()
	require.True(t, strings.HasSuffix(written, "\r\n"))
	for _, line := range strings.Split(strings.TrimSuffix(written, "\r\n"), "\r\n") {
		require.NotEmpty(t, line)
		require.NotContains(t, line, "\n")
		require.NotContains(t, line, "\r")
		require.LessOrEqual(t, len(line), 75, "in bytes: %q", line)
		require.True(t, utf8.ValidString(line), "a character is cut: %q", line)
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(written, "\r\n ", ""), "\r\n"), "\r\n")
}

// value returns the text of a property, unescaped as a reader does.
func value(t *testing.T, all []string, name string) string {
	t.Helper()
	for _, line := range all {
		if head, text, ok := strings.Cut(line, ":"); ok && (head == name || strings.HasPrefix(head, name+";")) {
			return strings.NewReplacer(`\n`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(text)
		}
	}
	require.Fail(t, "no "+name)
	return ""
}

func TestAnEventIsADayWithoutAlarmWrittenAsTheStandardAsks(t *testing.T) {
	all := lines(t, written(t, event("x")))
	require.Equal(t, []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//goodstanding//deadlines//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:",
		"BEGIN:VEVENT", "UID:a@b", "DTSTAMP:20261122T170000Z", "DTSTART;VALUE=DATE:20280229", "DTEND;VALUE=DATE:20280301",
		"SUMMARY;LANGUAGE=fr-CA:t", "DESCRIPTION;LANGUAGE=fr-CA:x", "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR",
	}, all, "12:00 five hours behind is 17:00 UTC; the end is the day after")
}

func TestTextsAreEscaped(t *testing.T) {
	all := lines(t, written(t, event("a,b;c\\d\r\ne\rf\ng\x00h\ti:\"j\"")))
	require.Contains(t, all, `DESCRIPTION;LANGUAGE=fr-CA:a\,b\;c\\d\ne\nf\ngh`+"\t"+`i:"j"`)
	hostile := lines(t, written(t, event("x\r\nEND:VEVENT\r\nBEGIN:VALARM\u0085END")))
	require.Len(t, hostile, 17, "a text makes no line of its own")
}

// Any text of any length comes back whole from lines that are never too long.
func TestFoldingKeepsLinesShortAndTheTextWhole(t *testing.T) {
	random := rand.New(rand.NewPCG(5545, 75))
	letters := []rune("aé €😀,;\\\n«»\u00a0 ")
	for n := range 400 {
		var b strings.Builder
		for range n {
			b.WriteRune(letters[random.IntN(len(letters))])
		}
		// An escaped backslash before an n would read as a new line: the reader of
		// this test is simple.
		text := strings.ReplaceAll(b.String(), `\`, "/")
		require.Equal(t, text, value(t, lines(t, written(t, event(text))), "DESCRIPTION"))
	}
}

func TestALineOfExactly75BytesIsNotFolded(t *testing.T) {
	head := len("DESCRIPTION;LANGUAGE=fr-CA:")
	require.NotContains(t, written(t, event(strings.Repeat("x", 75-head))), "\r\n ")
	require.Contains(t, written(t, event(strings.Repeat("x", 76-head))), "\r\n x\r\n")
}
