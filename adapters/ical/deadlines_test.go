package ical_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/ical"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
)

var regulations = sync.OnceValues(catalogue.Regulations)

var order = identity.Organisation{ID: "otpq", Name: identity.Text{FR: "Ordre d’essai; et cie", EN: "Order of the tests; and co"}}

// standing is that of a technologist on the roll since 2015, on 22 November 2026,
// in the period 1 April 2025 to 31 March 2028.
func standing(t *testing.T) hours.Standing {
	t.Helper()
	all, err := regulations()
	require.NoError(t, err)
	today := cycle.MustDate("2026-11-22")
	s, err := hours.Standing{
		Member:     identity.Member{Roll: []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-06-01"), To: cycle.Forever}}}},
		Regulation: all["qc-otpq"], Today: today,
	}.In(today)
	require.NoError(t, err)
	return s
}

func TestDeadlinesCalendar(t *testing.T) {
	s := standing(t)
	deadlines := s.Deadlines(s.Evaluate(nil, nil))
	fr := written(t, ical.Deadlines(i18n.For(identity.French), order, "m-1", deadlines, noon))
	en := written(t, ical.Deadlines(i18n.For(identity.English), order, "m-1", deadlines, noon))
	golden(t, "deadlines.fr.ics", fr)
	golden(t, "deadlines.en.ics", en)
	all := lines(t, fr)
	require.Equal(t, "20280331", value(t, all, "DTSTART"))
	require.Equal(t, "Formation continue : 30 h à faire", plain(value(t, all, "SUMMARY")))
	require.Contains(t, plain(value(t, all, "DESCRIPTION")), "Il reste 30 h à faire d’ici le 31 mars 2028, dont ")
	require.Equal(t, value(t, all, "UID"), value(t, lines(t, en), "UID"))
}

func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// late is a deadline of hours, of activities and of kinds at the end of late time.
func late() hours.Deadline {
	period := cycle.Period{Span: cycle.Span{From: cycle.MustDate("2025-01-01"), To: cycle.MustDate("2026-01-01")}}
	return hours.Deadline{
		Version: hours.Version{Requirements: []hours.Requirement{
			{ID: "total"}, {ID: "items", Label: identity.Text{FR: "Lectures", EN: "Readings"}},
		}},
		Period: period, Window: cycle.Span{From: period.To, To: cycle.MustDate("2026-10-01")}, Last: cycle.MustDate("2026-09-30"), Late: 1,
		Lines: []hours.Line{
			{Requirement: "total", Total: true, Remaining: hours.Whole(4), Pending: hours.Whole(3), AfterPending: hours.Whole(1)},
			{Requirement: "items", Measure: hours.InItems, Remaining: hours.Whole(2)},
		},
	}
}

func said(t *testing.T, l identity.Language, d hours.Deadline) (title, text string) {
	t.Helper()
	c := ical.Deadlines(i18n.For(l), order, "m-1", []hours.Deadline{d}, noon)
	require.Len(t, c.Events, 1)
	return plain(c.Events[0].Title), plain(c.Events[0].Text)
}

func TestLateTimeSaysThatItIs(t *testing.T) {
	title, text := said(t, identity.French, late())
	require.Equal(t, "Formation continue, fin du délai supplémentaire : 4 h à faire", title)
	require.Equal(t, "Il reste 4 h à faire d’ici le 30 septembre 2026, dont 2 activités dans « Lectures ».\n"+
		"En traitement : 3 h. Si tout est compté, il restera 1 h.\n"+
		"La période du 1er janvier 2025 au 31 décembre 2025 s’est terminée; c’est la fin du délai supplémentaire.", text)
	title, text = said(t, identity.English, late())
	require.Equal(t, "Continuing education, end of the extra time: 4 h to do", title)
	require.Contains(t, text, "4 h to do by 30 September 2026, including 2 activities in “Readings”.")
}

func TestWhatIsDoneSaysSo(t *testing.T) {
	d := late()
	d.Late = 0
	d.Lines[0].Remaining = hours.Hours{}
	title, text := said(t, identity.French, d)
	require.Equal(t, "Formation continue : il reste des exigences à remplir", title)
	require.Contains(t, text, "Il reste à faire, d’ici le 30 septembre 2026, 2 activités dans « Lectures ».")
	d.Lines = nil
	title, text = said(t, identity.French, d)
	require.Equal(t, "Formation continue : rien à faire", title)
	require.Contains(t, text, "Il ne reste rien à faire d’ici le 30 septembre 2026.")
}

// The name of an event stays when figures change, differs between people, windows
// and kinds of deadline, and tells nobody whose it is.
func TestNamesAreStableAndTellNothing(t *testing.T) {
	of := func(org identity.OrganisationID, member identity.MemberID, d hours.Deadline) string {
		o := order
		o.ID = org
		return ical.Deadlines(i18n.For(identity.French), o, member, []hours.Deadline{d}, noon).Events[0].ID
	}
	d := late()
	first := of("otpq", "gelinas", d)
	changed := late()
	changed.Lines, changed.Last, changed.Window.To, changed.Late = nil, changed.Last.AddDays(31), changed.Window.To.AddDays(31), 2
	require.Equal(t, first, of("otpq", "gelinas", changed), "the next tier moves the event")
	require.NotContains(t, first, "gelinas")
	window := late()
	window.Late = 0
	declare := window
	declare.Declare, declare.Version = true, hours.Version{Declare: &hours.DeclareRule{}}
	require.NotEqual(t, of("otpq", "gelinas", window), of("otpq", "gelinas", declare))
	for _, other := range []string{of("otpq", "roy", d), of("oiq", "gelinas", d), of("otpq", "gelinas", window), of("otpqg", "elinas", d)} {
		require.NotEqual(t, first, other)
	}
}

func TestF38_TheLastDayToDeclareSaysWhereItComesFrom(t *testing.T) {
	d := late()
	d.Late, d.Lines, d.Declare = 0, nil, true
	d.Window, d.Last = d.Period.Span, cycle.MustDate("2026-01-30")
	d.Version = hours.Version{
		Declare: &hours.DeclareRule{Clause: "k"},
		Clauses: []hours.Clause{{
			ID: "k", Cite: identity.Text{FR: "art. 5", EN: "s. 5"}, Verified: true,
			Says: identity.Text{FR: "Dans les 30 jours.", EN: "Within 30 days."},
		}},
	}
	title, text := said(t, identity.French, d)
	require.Equal(t, "Formation continue : dernier jour pour déclarer les activités", title)
	require.Equal(t, "Les activités faites du 1er janvier 2025 au 31 décembre 2025 se déclarent au plus tard le 30 janvier 2026.\n"+
		"Dans les 30 jours. (art. 5)", text)
	_, text = said(t, identity.English, d)
	require.Equal(t, "Activities done from 1 January 2025 to 31 December 2025 are declared by 30 January 2026.\nWithin 30 days. (s. 5)", text)
	d.Version.Clauses[0].Verified = false
	_, text = said(t, identity.French, d)
	require.Contains(t, text, "Non vérifié")
}
