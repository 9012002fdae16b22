package hours_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// TestEvidenceTransitions prints the life of evidence: every state under every event.
func TestEvidenceTransitions(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s", "")
	for _, e := range hours.EvidenceEvents() {
		fmt.Fprintf(&b, " %-12s", e)
	}
	for _, s := range hours.EvidenceStates() {
		name := string(s)
		if s == hours.NoEvidence {
			name = "none"
		}
		fmt.Fprintf(&b, "\n%-12s", name)
		for _, e := range hours.EvidenceEvents() {
			next, err := s.Next(e)
			require.Equal(t, err == nil, s.Has(e))
			if err != nil {
				require.ErrorIs(t, err, hours.ErrTransition)
				require.Equal(t, s, next)
				next = "."
			} else {
				require.Contains(t, hours.EvidenceStates(), next)
			}
			fmt.Fprintf(&b, " %-12s", next)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	golden(t, "evidence.txt", strings.Join(lines, "\n")+"\n")
	_, err := hours.EvidenceState("lost").Next(hours.SendEvidence)
	require.ErrorIs(t, err, hours.ErrTransition)
}

func TestOnlyOpenEvidenceIsOpen(t *testing.T) {
	open := map[hours.EvidenceState]bool{}
	for _, s := range hours.EvidenceStates() {
		open[s] = s.Open()
	}
	require.Equal(t, map[hours.EvidenceState]bool{
		hours.NoEvidence: false, hours.EvidenceAsked: true, hours.EvidenceOverdue: true, hours.EvidenceAskedAgain: true, hours.EvidenceExpired: true,
		hours.EvidenceReceived: true, hours.EvidenceAccepted: false, hours.EvidenceDisallowed: false, hours.EvidenceDropped: false,
	}, open)
}

// audited is a declaration of 2.5 hours, counted whole, whose evidence was asked for at
// minute 50, by 15 July 2023.
func audited(t *testing.T) hours.Declaration {
	d := counted("d1", "structured", "2023-05-02", "2.5")
	d.Created, d.Submitted, d.Changed, d.Version = minute(0), minute(10), minute(30), 4
	d.Decisions = []hours.Decision{{Event: hours.Take, At: minute(20)}, {Event: hours.Count, Counted: h("2.5"), At: minute(30)}}
	d, err := d.AskEvidence("w1", day("2023-07-15"), "Attestation", "Anne", minute(50))
	require.NoError(t, err)
	d.Version++
	return d
}

var montreal = func() *time.Location {
	zone, err := time.LoadLocation("America/Toronto")
	if err != nil {
		panic(err)
	}
	return zone
}()

func TestEvidenceIsOverdueByTimeAlone(t *testing.T) {
	d := audited(t)
	// Midnight of 16 July 2023 in Québec is 4:00 UTC.
	due := time.Date(2023, 7, 16, 4, 0, 0, 0, time.UTC)
	_, lapsed := d.Lapse(due.Add(-time.Nanosecond), montreal)
	require.False(t, lapsed)
	for _, now := range []time.Time{due, due.AddDate(0, 3, 0)} {
		late, lapsed := d.Lapse(now, montreal)
		require.True(t, lapsed)
		require.Equal(t, hours.EvidenceOverdue, late.Evidenced())
		require.Equal(t, due, late.Evidence.At(hours.LapseEvidence), "dated when it fell due")
		require.Equal(t, due, late.Changed)
		require.Equal(t, h("2.5"), late.Counted, "time alone takes no hours")
		_, again := late.Lapse(now, montreal)
		require.False(t, again)
	}
	require.Equal(t, hours.EvidenceAsked, d.Evidenced(), "nothing given is changed")
}

func TestEvidenceSentLateIsReceivedAndSaysSo(t *testing.T) {
	d := audited(t)
	in, err := d.Attach(hours.Document{ID: "p1"}, minute(60))
	require.NoError(t, err)
	sent, err := in.SendEvidence("Emma", minute(61))
	require.NoError(t, err)
	require.False(t, sent.Evidence.Late())

	due := time.Date(2023, 7, 16, 4, 0, 0, 0, time.UTC)
	late, _ := in.Lapse(due, montreal)
	again, err := late.AskEvidenceAgain(day("2023-08-05"), "", "Anne", due.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, day("2023-08-05"), again.Evidence.Last)
	second, err := again.SendEvidence("Emma", due.Add(2*time.Hour))
	require.NoError(t, err)
	require.False(t, second.Evidence.Late(), "the second notice gave time")
	late, err = late.SendEvidence("Emma", due)
	require.NoError(t, err)
	require.True(t, late.Evidence.Late())
	require.Equal(t, hours.EvidenceReceived, late.Evidenced())
}

func TestEvidenceNeedsADocumentAndTenAtMost(t *testing.T) {
	d := audited(t)
	_, err := d.SendEvidence("Emma", minute(60))
	require.ErrorIs(t, err, hours.ErrNoEvidence)
	for i := range hours.MostDocuments {
		d, err = d.Attach(hours.Document{ID: fmt.Sprint(i)}, minute(60+i))
		require.NoError(t, err)
	}
	_, err = d.Attach(hours.Document{ID: "more"}, minute(80))
	require.ErrorIs(t, err, hours.ErrTooManyDocuments)
	d, err = d.Detach("3", minute(81))
	require.NoError(t, err)
	require.Len(t, d.Evidence.Documents, 9)
	_, err = d.Detach("3", minute(82))
	require.ErrorIs(t, err, hours.ErrNotFound)
	d, err = d.SendEvidence("Emma", minute(83))
	require.NoError(t, err)
	_, err = d.Attach(hours.Document{ID: "more"}, minute(84))
	require.ErrorIs(t, err, hours.ErrTransition, "sent")
	_, err = d.Detach("1", minute(84))
	require.ErrorIs(t, err, hours.ErrTransition, "sent")
}

func TestDisallowingIsOneDecision(t *testing.T) {
	d, _ := audited(t).Lapse(minute(1_000_000), montreal)
	for name, c := range map[string]struct {
		left, reason string
		field        string
		want         error
	}{
		"as many":   {"2.5", "no", "counted", hours.ErrNotLess},
		"more":      {"3", "no", "counted", hours.ErrNotLess},
		"no reason": {"1", "", "reason", hours.ErrMissing},
	} {
		after, err := d.Disallow(h(c.left), c.reason, "Anne", minute(1_000_001))
		var wrong hours.FieldErrors
		require.ErrorAs(t, err, &wrong, name)
		require.ErrorIs(t, wrong.Of(c.field), c.want, name)
		require.Equal(t, d, after, name)
	}
	_, err := audited(t).Disallow(h("1"), "no", "Anne", minute(60))
	require.ErrorIs(t, err, hours.ErrTransition, "the member still has time")

	part, err := d.Disallow(h("1"), "Une heure prouvée", "Anne", minute(1_000_001))
	require.NoError(t, err)
	require.Equal(t, hours.Counted, part.State)
	require.Equal(t, h("1"), part.Counted)
	require.Equal(t, hours.EvidenceDisallowed, part.Evidenced())
	last := part.Decisions[len(part.Decisions)-1]
	require.Equal(t, []any{hours.Count, h("2.5"), h("1"), "Une heure prouvée"}, []any{last.Event, last.Before, last.Counted, last.Reason})
	none, err := d.Disallow(hours.Hours{}, "Rien", "Anne", minute(1_000_001))
	require.NoError(t, err)
	require.Equal(t, hours.Refused, none.State)
	require.Equal(t, "0", none.Counted.String())
	require.Equal(t, hours.EvidenceDisallowed, none.Evidenced())
}

func TestAcceptingWithoutDocumentsSaysHow(t *testing.T) {
	_, err := audited(t).AcceptEvidence("", "Anne", minute(60))
	require.ErrorIs(t, err, hours.ErrMissing)
	seen, err := audited(t).AcceptEvidence("Original vu au comptoir", "Anne", minute(60))
	require.NoError(t, err)
	require.Equal(t, hours.EvidenceAccepted, seen.Evidenced())
	require.Equal(t, h("2.5"), seen.Counted)
	require.Equal(t, "Original vu au comptoir", seen.Evidence.Reason())
}

func TestEvidenceOfWhatCountsNoLongerIsDropped(t *testing.T) {
	refused, err := audited(t).Decide(hours.Verdict{Event: hours.Refuse, Reason: "Erreur"}, "Anne", minute(60))
	require.NoError(t, err)
	require.Equal(t, hours.EvidenceDropped, refused.Evidenced())
	_, lapsed := refused.Lapse(minute(1_000_000), montreal)
	require.False(t, lapsed)
	corrected, err := audited(t).Decide(hours.Verdict{Event: hours.Count, Counted: h("2"), Reason: "Erreur"}, "Anne", minute(60))
	require.NoError(t, err)
	require.Equal(t, hours.EvidenceAsked, corrected.Evidenced(), "it still counts")
}

func TestOnlyWhatCountsIsAskedAndOnce(t *testing.T) {
	_, err := audited(t).AskEvidence("w2", day("2023-08-15"), "", "Anne", minute(60))
	require.ErrorIs(t, err, hours.ErrTransition)
	for _, s := range hours.States() {
		_, err := in(counted("d1", "structured", "2023-05-02", "2.5"), s).AskEvidence("", day("2023-08-15"), "", "Anne", minute(60))
		require.Equal(t, s == hours.Counted, err == nil, s)
	}
}

// By hand: the technologists' first period ends on 31 March 2025, and five years after
// that is 31 March 2030. The order of the social workers keeps for as long (r. 291.2,
// s. 8).
func TestKeepUntil(t *testing.T) {
	v := otpqVersion(t)
	require.Equal(t, day("2030-03-31"), v.KeepUntil(period))
	require.Equal(t, day("2030-12-31"), v.KeepUntil(cycle.Period{Span: span("2023-01-01", "2026-01-01")}))
	v.Evidence = nil
	require.Equal(t, cycle.Date{}, v.KeepUntil(period), "no text says")
}

func TestDocumentsAreErasedAfterTheirTimeAndNotWhileTheAuditIsOpen(t *testing.T) {
	until := day("2030-03-31")
	due := time.Date(2030, 4, 1, 4, 0, 0, 0, time.UTC)
	open, err := audited(t).Attach(hours.Document{ID: "p1", Name: "a.pdf", Size: 3, SHA256: "abc"}, minute(60))
	require.NoError(t, err)
	open, err = open.SendEvidence("Emma", minute(61))
	require.NoError(t, err)
	_, erased := open.EraseEvidence(until, due.AddDate(1, 0, 0), montreal)
	require.False(t, erased, "open")
	closed, err := open.AcceptEvidence("", "Anne", minute(70))
	require.NoError(t, err)
	_, erased = closed.EraseEvidence(until, due.Add(-time.Nanosecond), montreal)
	require.False(t, erased, "the last instant of the last day")
	_, erased = closed.EraseEvidence(cycle.Date{}, due.AddDate(100, 0, 0), montreal)
	require.False(t, erased, "no text says for how long")
	gone, erased := closed.EraseEvidence(until, due.AddDate(0, 0, 9), montreal)
	require.True(t, erased)
	require.Equal(t, due, gone.Evidence.Erased)
	require.Equal(t, closed.Evidence.Documents, gone.Evidence.Documents, "what is known of them stays")
	require.Equal(t, hours.EvidenceAccepted, gone.Evidenced(), "and so does the outcome")
	_, erased = gone.EraseEvidence(until, due.AddDate(1, 0, 0), montreal)
	require.False(t, erased)
	decidedLate, err := open.AcceptEvidence("", "Anne", due.AddDate(0, 1, 0))
	require.NoError(t, err)
	gone, erased = decidedLate.EraseEvidence(until, due.AddDate(0, 2, 0), montreal)
	require.True(t, erased)
	require.Equal(t, due.AddDate(0, 1, 0), gone.Evidence.Erased, "not before the audit was over")
}

// Whatever happens to evidence, one step after another, what the last state tells of
// each earlier instant is the state there was, but for documents that were taken out.
func TestAsOf_EvidenceIsToldBackwardStepByStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx, d := context.Background(), newDesk(t)
		sent := d.declare(t, "d1", asIs)
		d.at = minute(1)
		now := d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
		states := []hours.Declaration{now}
		for step := range rapid.IntRange(0, 10).Draw(t, "steps") {
			at := minute(2 + step*60*24*20)
			what := rapid.SampledFrom([]string{"ask", "again", "lapse", "attach", "send", "accept", "disallow", "refuse", "count", "erase"}).Draw(t, "what")
			// As the desk does, what time alone has caused comes first.
			for _, what := range []string{"lapse", what} {
				after, err := d.Store.Change(ctx, now.Key, func(was hours.Declaration) (hours.Declaration, hours.Telling, error) {
					next, err := evidenceHappens(was, what, at)
					return next, hours.Telling{}, err
				})
				if err == nil {
					states = append(states, after)
					now = after
				}
			}
		}
		for _, then := range states {
			known := hours.AsOf([]hours.Declaration{now}, then.Changed)
			require.Equal(t, []hours.Declaration{then}, known)
		}
	})
}

func evidenceHappens(d hours.Declaration, what string, at time.Time) (hours.Declaration, error) {
	last := cycle.DateOf(at, montreal).AddDays(30)
	switch what {
	case "ask":
		return d.AskEvidence("w1", last, "note", "Anne", at)
	case "again":
		return d.AskEvidenceAgain(last, "encore", "Anne", at)
	case "attach":
		return d.Attach(hours.Document{ID: at.String()}, at)
	case "send":
		return d.SendEvidence("Emma", at)
	case "accept":
		return d.AcceptEvidence("vu", "Anne", at)
	case "disallow":
		return d.Disallow(h("1"), "non", "Anne", at)
	case "refuse":
		return d.Decide(hours.Verdict{Event: hours.Refuse, Reason: "non"}, "Anne", at)
	case "count":
		return d.Decide(hours.Verdict{Event: hours.Count, Counted: h("2"), Reason: "oui"}, "Anne", at)
	case "erase":
		if next, ok := d.EraseEvidence(cycle.DateOf(at, montreal).AddDays(-1), at, montreal); ok {
			return next, nil
		}
		return d, hours.ErrTransition
	}
	if next, ok := d.Lapse(at, montreal); ok {
		return next, nil
	}
	return d, hours.ErrTransition
}
