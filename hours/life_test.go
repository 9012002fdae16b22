package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// between is a period, from its first day to its last.
func between(first, last string) cycle.Period {
	return cycle.Period{Span: span(first, day(last).AddDays(1).String())}
}

func TestF38_DeclareRule(t *testing.T) {
	until := cycle.MonthDay{Month: 9, Day: 30}
	three := between("2022-04-01", "2025-03-31")
	for name, c := range map[string]struct {
		rule   hours.DeclareRule
		period cycle.Period
		from   string // of the member's part; the period's own when empty
		want   []string
	}{
		"thirty days after":          {hours.DeclareRule{Delay: hours.Delay{Days: 30}}, three, "", []string{"2025-04-30"}},
		"a month after":              {hours.DeclareRule{Delay: hours.Delay{Months: 1}}, three, "", []string{"2025-04-30"}},
		"two months after":           {hours.DeclareRule{Delay: hours.Delay{Months: 2}}, three, "", []string{"2025-05-31"}},
		"on the last day":            {hours.DeclareRule{}, three, "", []string{"2025-03-31"}},
		"on the last day, a Sunday":  {hours.DeclareRule{}, between("2024-04-01", "2024-06-30"), "", []string{"2024-07-02"}},       // then 1 July
		"each year":                  {hours.DeclareRule{Each: 12}, three, "", []string{"2023-03-31", "2024-04-02", "2025-03-31"}}, // Easter 2024
		"each year from the entry":   {hours.DeclareRule{Each: 12, Delay: hours.Delay{Days: 30}}, three, "2024-02-01", []string{"2024-04-30", "2025-04-30"}},
		"a shorter rest":             {hours.DeclareRule{Each: 24}, three, "", []string{"2024-04-02", "2025-03-31"}},
		"by a day of the year":       {hours.DeclareRule{Until: until}, between("2023-09-01", "2026-08-31"), "", []string{"2026-09-30"}},
		"by a day of the next year":  {hours.DeclareRule{Until: until}, between("2023-12-01", "2025-11-30"), "", []string{"2026-09-30"}},
		"a day of the year, holiday": {hours.DeclareRule{Until: cycle.MonthDay{Month: 6, Day: 24}}, three, "", []string{"2025-06-25"}},
	} {
		t.Run(name, func(t *testing.T) {
			part := cycle.Part{Span: c.period.Span}
			if c.from != "" {
				part.From = cycle.MustDate(c.from)
			}
			var got []string
			for _, by := range c.rule.Due(c.period, part, quebec(t)) {
				got = append(got, by.Last.String())
			}
			require.Equal(t, c.want, got)
		})
	}
	require.Empty(t, (&hours.DeclareRule{}).Due(three, cycle.Part{}, quebec(t)), "on the roll on no day")
}

func TestF39_EvidenceRule(t *testing.T) {
	asked := cycle.MustDate("2026-06-04")
	rule := hours.EvidenceRule{
		Produce: hours.Term{Delay: hours.Delay{Days: 20}}, Second: hours.Term{Delay: hours.Delay{Days: 20}},
		Paper: hours.Term{Delay: hours.Delay{Days: 30}},
	}
	require.Equal(t, "2026-06-25", rule.ProduceBy(asked, quebec(t)).String(), "24 June is a holiday")
	require.Equal(t, "2026-06-24", rule.ProduceBy(asked, cycle.Holidays{}).String())
	require.Equal(t, "2026-07-04", rule.PaperBy(asked, quebec(t)).String(), "a Saturday")
	require.Equal(t, "2026-06-25", rule.SecondBy(asked, quebec(t)).String())
	rule.Paper = hours.Term{}
	require.Equal(t, "2026-06-25", rule.PaperBy(asked, quebec(t)).String())
	require.Equal(t, cycle.Date{}, (&hours.EvidenceRule{}).ProduceBy(asked, quebec(t)))
}

func TestF40_DocumentsAreKept(t *testing.T) {
	rule := hours.EvidenceRule{Keep: hours.Term{Delay: hours.Delay{Months: 60}}}
	require.Equal(t, "2030-03-31", rule.KeepUntil(between("2022-01-01", "2025-03-31")).String(), "a Sunday, that no holiday moves")
	require.Equal(t, cycle.Date{}, (&hours.EvidenceRule{}).KeepUntil(between("2022-01-01", "2025-03-31")))
}

func TestJ5_AuditRule(t *testing.T) {
	for name, c := range map[string]struct {
		rule        hours.AuditRule
		files, want int
	}{
		"a share":               {hours.AuditRule{Share: hours.Share{Num: 3, Den: 100}}, 1000, 30},
		"rounded up":            {hours.AuditRule{Share: hours.Share{Num: 3, Den: 100}}, 1001, 31},
		"one at least":          {hours.AuditRule{Share: hours.Share{Num: 1, Den: 20}}, 3, 1},
		"all":                   {hours.AuditRule{Share: hours.Share{Num: 1, Den: 1}}, 3, 3},
		"nobody":                {hours.AuditRule{Share: hours.Share{Num: 1, Den: 20}}, 0, 0},
		"a number":              {hours.AuditRule{Number: 50}, 1000, 50},
		"more than there are":   {hours.AuditRule{Number: 50}, 12, 12},
		"what no text says":     {hours.AuditRule{}, 1000, 0},
		"fewer files than none": {hours.AuditRule{Number: 50}, -1, 0},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, c.rule.Sample(c.files)) })
	}
}

// The default of dental hygienists, as their order describes it.
func ladder() hours.DefaultRule {
	label := identity.Text{FR: "x"}
	return hours.DefaultRule{
		Hours:       hours.DefaultKind{Cure: hours.Delay{Days: 60}},
		Declaration: hours.DefaultKind{Cure: hours.Delay{Days: 30}, Clause: "own"},
		Final:       &hours.Term{Delay: hours.Delay{Days: 30}}, Observations: hours.Term{Delay: hours.Delay{Days: 15}},
		Consequences: []hours.Consequence{
			{ID: "suspension", Label: label},
			{ID: "striking-off", Label: label, After: hours.Delay{Months: 2}, Clause: "own"},
			{ID: "fee", Label: label, On: cycle.MonthDay{Month: 6, Day: 1}},
		},
		Clause: "default",
	}
}

func TestF35_TheDelayToCureDependsOnTheDefault(t *testing.T) {
	d := ladder()
	for of, want := range map[hours.Lacking]string{hours.LackingHours: "2026-05-31", hours.LackingDeclaration: "2026-05-01"} {
		k, ok := d.Kind(of)
		require.True(t, ok)
		require.Equal(t, want, k.Cure.Last(cycle.MustDate("2026-04-01"), cycle.Holidays{}).String())
	}
	k, _ := d.Kind(hours.LackingHours)
	require.Equal(t, "default", k.Clause, "the section's")
	k, _ = d.Kind(hours.LackingDeclaration)
	require.Equal(t, "own", k.Clause)
	_, ok := d.Kind(hours.LackingDocuments)
	require.False(t, ok, "the text does not name it")
	_, ok = d.Kind("other")
	require.False(t, ok)
}

func TestF37_ConsequencesComeOneAfterAnother(t *testing.T) {
	d := ladder()
	event := cycle.MustDate("2026-06-01")
	require.Equal(t, "2026-06-16", d.ObserveBy(event, quebec(t)).String())
	last := d.FinalBy(event, quebec(t))
	require.Equal(t, "2026-07-02", last.String(), "1 July is a holiday")
	var days []string
	for _, day := range d.Ladder(last) {
		days = append(days, day.String())
	}
	require.Equal(t, []string{"2026-07-03", "2026-09-03", "2027-06-01"}, days)
	require.Equal(t, cycle.Date{}, (&hours.DefaultRule{}).FinalBy(event, quebec(t)))
	require.Equal(t, cycle.Date{}, (&hours.DefaultRule{}).ObserveBy(event, quebec(t)))
	c, ok := d.Consequence("suspension")
	require.True(t, ok)
	require.Equal(t, "default", c.Clause)
	_, ok = d.Consequence("other")
	require.False(t, ok)
}
