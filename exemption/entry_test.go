package exemption_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/exemption/grounds"
	"github.com/goodstanding/goodstanding/hours"
)

func otpqGrounds(t *testing.T) exemption.Grounds {
	t.Helper()
	all, err := grounds.All()
	require.NoError(t, err)
	return all["qc-otpq"]
}

func firstPeriod(t *testing.T) cycle.Period {
	t.Helper()
	span, err := cycle.Days(cycle.MustDate("2022-01-01"), cycle.MustDate("2025-03-31"))
	require.NoError(t, err)
	return cycle.Period{Span: span}
}

// entry is a request that is right.
func entry() exemption.Entry {
	return exemption.Entry{
		Period: "2022-01-01", Ground: "illness", First: typed("2023-01-09"), Last: typed("2023-05-31"),
		Note: "Retour progressif.", Committed: []string{"report-end", "remaining"},
	}
}

func typed(day string) hours.DateEntry { return hours.DateTyped(cycle.MustDate(day)) }

// checked checks the entry as changed, with one document.
func checked(t *testing.T, change func(*exemption.Entry)) (exemption.Claim, hours.FieldErrors) {
	t.Helper()
	e := entry()
	change(&e)
	return e.Check(exemption.Rules{Grounds: otpqGrounds(t), Period: firstPeriod(t), Documents: 1})
}

// fault is what is expected of an entry: a field and what is wrong with it; nothing
// when the entry is right.
type fault struct {
	change func(*exemption.Entry)
	field  string
	err    error
}

func requireFaults(t *testing.T, faults map[string]fault) {
	t.Helper()
	for name, c := range faults {
		t.Run(name, func(t *testing.T) {
			_, wrong := checked(t, c.change)
			if c.err == nil {
				require.NoError(t, wrong.OrNil())
				return
			}
			require.ErrorIs(t, wrong.Of(c.field), c.err)
			require.Len(t, wrong, 1, wrong.Error())
		})
	}
}

func TestP40_EntryBecomesAClaim(t *testing.T) {
	claim, wrong := checked(t, func(e *exemption.Entry) { e.Note = "  Retour progressif.\n" })
	require.NoError(t, wrong.OrNil())
	require.Equal(t, exemption.Claim{
		Ground: "illness", First: cycle.MustDate("2023-01-09"), Last: cycle.MustDate("2023-05-31"),
		Covers: cycle.Span{From: cycle.MustDate("2023-01-09"), To: cycle.MustDate("2023-06-01")},
		Note:   "Retour progressif.", Committed: []string{"report-end", "remaining"}, CommittedVersion: "2022",
	}, claim)
}

func TestP42_PeriodIsTheCurrentOne(t *testing.T) {
	requireFaults(t, map[string]fault{
		"the current one": {func(e *exemption.Entry) { e.Period = "2022-01-01" }, "", nil},
		"the next one":    {func(e *exemption.Entry) { e.Period = "2025-04-01" }, "period", hours.ErrUnknownChoice},
		"not ticked":      {func(e *exemption.Entry) { e.Period = "" }, "period", hours.ErrUnknownChoice},
	})
}

func TestP43_GroundIsInTheList(t *testing.T) {
	requireFaults(t, map[string]fault{
		"in the list":     {func(e *exemption.Entry) { e.Ground = "retired" }, "", nil},
		"not in the list": {func(e *exemption.Entry) { e.Ground = "holidays" }, "ground", hours.ErrUnknownChoice},
		"not chosen":      {func(e *exemption.Entry) { e.Ground = "" }, "ground", hours.ErrMissing},
		"blank":           {func(e *exemption.Entry) { e.Ground = "  " }, "ground", hours.ErrMissing},
	})
}

func TestP44_OneDocumentAtLeast(t *testing.T) {
	_, wrong := entry().Check(exemption.Rules{Grounds: otpqGrounds(t), Period: firstPeriod(t)})
	require.Equal(t, hours.FieldErrors{{Field: "documents", Err: exemption.ErrNoDocument}}, wrong)
}

func TestP45_DaysOfTheGround(t *testing.T) {
	days := func(first, last string) func(*exemption.Entry) {
		return func(e *exemption.Entry) { e.First, e.Last = typed(first), typed(last) }
	}
	requireFaults(t, map[string]fault{
		"one day":                         {days("2023-01-09", "2023-01-09"), "", nil},
		"begins before the period":        {days("2021-10-01", "2022-01-01"), "", nil},
		"ends after the period":           {days("2025-03-31", "2026-01-31"), "", nil},
		"longer than the period":          {days("2020-01-01", "2030-01-01"), "", nil},
		"ends before it begins":           {days("2023-05-31", "2023-01-09"), "last", hours.ErrEndBeforeStart},
		"ended before the period":         {days("2021-10-01", "2021-12-31"), "first", exemption.ErrOutsidePeriod},
		"begins after the period":         {days("2025-04-01", "2025-06-30"), "first", exemption.ErrOutsidePeriod},
		"no first day":                    {func(e *exemption.Entry) { e.First = hours.DateEntry{} }, "first", hours.ErrMissing},
		"no last day":                     {func(e *exemption.Entry) { e.Last = hours.DateEntry{} }, "last", hours.ErrMissing},
		"a day that no calendar has":      {func(e *exemption.Entry) { e.First = hours.DateEntry{Day: "30", Month: "2", Year: "2023"} }, "first", hours.ErrBadDate},
		"a last day that no calendar has": {func(e *exemption.Entry) { e.Last = hours.DateEntry{Day: "x", Month: "5", Year: "2023"} }, "last", hours.ErrBadDate},
	})
}

func TestP46_NoteIsOptional(t *testing.T) {
	requireFaults(t, map[string]fault{
		"none":     {func(e *exemption.Entry) { e.Note = "" }, "", nil},
		"longest":  {func(e *exemption.Entry) { e.Note = strings.Repeat("é", 4000) }, "", nil},
		"too long": {func(e *exemption.Entry) { e.Note = strings.Repeat("é", 4001) }, "note", hours.ErrTooLong},
	})
}

func TestP47_ExceptionalCircumstancesAreExplained(t *testing.T) {
	exceptional := func(details string) func(*exemption.Entry) {
		return func(e *exemption.Entry) { e.Ground, e.Details = "exceptional", details }
	}
	requireFaults(t, map[string]fault{
		"explained":             {exceptional("Inondation du domicile."), "", nil},
		"not explained":         {exceptional(""), "details", hours.ErrMissing},
		"blank":                 {exceptional(" \n "), "details", hours.ErrMissing},
		"explained at length":   {exceptional(strings.Repeat("é", 4001)), "details", hours.ErrTooLong},
		"another ground is not": {func(e *exemption.Entry) { e.Details = "" }, "", nil},
	})
	claim, wrong := checked(t, exceptional(" Inondation du domicile. "))
	require.NoError(t, wrong.OrNil())
	require.Equal(t, "Inondation du domicile.", claim.Details)
	claim, wrong = checked(t, func(e *exemption.Entry) { e.Details = "Typed before the ground was changed." })
	require.NoError(t, wrong.OrNil())
	require.Empty(t, claim.Details, "what no ground calls for is not claimed")
}

func TestP48_BothCommitmentsAreTicked(t *testing.T) {
	requireFaults(t, map[string]fault{
		"both, in any order": {func(e *exemption.Entry) { e.Committed = []string{"remaining", "report-end"} }, "", nil},
		"only the first":     {func(e *exemption.Entry) { e.Committed = []string{"report-end"} }, "committed.remaining", exemption.ErrNotCommitted},
		"only the second":    {func(e *exemption.Entry) { e.Committed = []string{"remaining"} }, "committed.report-end", exemption.ErrNotCommitted},
		"the same twice":     {func(e *exemption.Entry) { e.Committed = []string{"remaining", "remaining"} }, "committed.report-end", exemption.ErrNotCommitted},
	})
	require.Len(t, otpqGrounds(t).Commitments, 2)
}

func TestEverythingWrongIsSaidInTheOrderOfThePages(t *testing.T) {
	_, wrong := exemption.Entry{Note: strings.Repeat("x", 4001)}.Check(exemption.Rules{Grounds: otpqGrounds(t), Period: firstPeriod(t)})
	var fields []string
	for _, w := range wrong {
		fields = append(fields, w.Field)
	}
	require.Equal(t, []string{
		"period", "ground", "documents", "first", "last", "note", "committed.report-end", "committed.remaining",
	}, fields)
}
