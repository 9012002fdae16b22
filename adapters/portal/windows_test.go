package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// yearly asks 20 h in two years and 8 h in each, with five recommended hours of
// reading and no more than 6 h of reading in all.
func yearly(late ...hours.Tier) hours.Regulation {
	amount := func(n int64) *hours.Amount { h := hours.Whole(n); return &hours.Amount{Hours: &h} }
	text := func(fr string) identity.Text { return identity.Text{FR: fr, EN: fr} }
	reading := hours.Selection{Any: []string{"reading"}}
	return hours.Regulation{ID: "two", Title: text("Deux ans"), Versions: []hours.Version{{
		ID: "1", Effective: cycle.MustDate("2020-01-01"), Calendar: cycle.Calendar{Months: 24, From: cycle.MustDate("2024-01-01")},
		Clauses:    []hours.Clause{{ID: "k", Cite: text("art. 1"), Verified: true}},
		Categories: []hours.Category{{ID: "reading", Label: text("Lecture"), Clause: "k"}, {ID: "course", Label: text("Cours"), Clause: "k"}},
		Late:       late,
		Requirements: []hours.Requirement{
			{ID: "total", Label: text("Total"), Least: amount(20), Clause: "k"},
			{ID: "yearly", Label: text("Chaque année"), Least: amount(8), Window: hours.Window{Each: 12}, Clause: "k"},
			{ID: "more", Label: text("Lectures"), Select: reading, Least: amount(5), Recommended: true, Clause: "k"},
			{ID: "cap", Label: text("Lectures au plus"), Select: reading, Most: amount(6), Clause: "k"},
		},
	}}}
}

// reads opens the portfolio of emma, who read for 10 h in February 2024, on a day.
func (h *house) reads(t *testing.T, r hours.Regulation, at string) *portaltest.Browser {
	t.Helper()
	h.at(at)
	h.portal.Ledger.Regulations = map[string]hours.Regulation{"two": r}
	h.organisation(t, func(o *identity.Organisation) { o.Regulation = "two" })
	on := cycle.MustDate("2024-02-01")
	_, err := h.store.Hours().Change(t.Context(), hours.Key{Org: otpq, Member: "emma", ID: "d1"}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.Period, d.State, d.Counted = cycle.MustDate("2024-01-01"), hours.Counted, hours.Whole(10)
		d.Activity = hours.Activity{Category: "reading", Title: "Une revue", First: on, Last: on, Hours: hours.Whole(10)}
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
	return h.signIn(t, "emma").Get("/portfolio/emma")
}

// Of 10 h read, 6 count: 2 of the 8 of 2024 and 14 of the 20 are missing.
func TestWindowsAndLimits_EachInItsWords(t *testing.T) {
	b := open(t).reads(t, yearly(), "2024-11-22T15:00:00Z")
	require.Contains(t, b.Text(), "Il vous reste 14 h à faire d’ici le 31 décembre 2025, dont 2 h dans « Chaque année (2024) » et 8 h dans « Chaque année (2025) ».")
	require.Contains(t, b.Text(), "Recommandée : ne change pas le statut")
	limit := portaltest.Words(portaltest.TextOf(b.With("data-limit", "cap")))
	require.Equal(t, "Lectures au plus art. 1 Toutes les exigences 6 h 10 h 4 h", limit)
	require.Contains(t, sentence(b, "soonest"), "au plus tard le 31 décembre 2024")
	b.Follow("Comprendre ce calcul")
	require.Contains(t, b.Text(), "« Une revue » – Au-delà d’une limite du règlement : de 10 h, il reste 6 h.")
	require.Contains(t, b.Text(), "La limite « Lectures au plus » fait passer ce qui compte de 10 h à 6 h.")
	require.Contains(t, b.Text(), "Au plus : 6 h.")
}

func TestAWindowThatHasEndedIsNotStillToDo(t *testing.T) {
	b := open(t).reads(t, yearly(), "2025-03-01T15:00:00Z")
	require.Equal(t, "Non conforme", b.Row("P7"))
	require.Contains(t, b.Text(), "Le temps prévu est écoulé pour ce qui manque : 2 h dans « Chaque année (2024) ». Il vous reste 14 h à faire d’ici le 31 décembre 2025, dont 8 h dans « Chaque année (2025) ».")
	require.NotContains(t, sentence(b, "soonest"), "2024")
}

// Three months after 31 December 2025 end on 31 March 2026.
func TestInGrace_SaysUntilWhen(t *testing.T) {
	h := open(t)
	r := yearly(hours.Tier{Months: 3, Clause: "k"})
	h.reads(t, r, "2025-12-01T15:00:00Z")
	h.at("2026-02-01T15:00:00Z")
	b := h.signIn(t, "emma").Get("/portfolio/emma?period=2024-01-01")
	require.Equal(t, "En retard – délai supplémentaire en cours", b.Row("P7"))
	require.Contains(t, b.Text(), "Le temps prévu est écoulé. Il vous reste 14 h à faire et vous avez jusqu’au 31 mars 2026 pour vous mettre en règle")
	require.Contains(t, sentence(b, "soonest"), "au plus tard le 31 mars 2026")
}
