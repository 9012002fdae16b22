package privacy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/privacy"
)

// done is a record of the newsletter whose purpose is achieved, which nothing holds.
func done(h privacy.HoldingID) privacy.Record {
	return privacy.Record{ID: "r", Holding: h, Achieved: privacy.Yes, AchievedOn: day("2026-02-02"), Served: privacy.No, Held: privacy.No}
}

func TestV12_KeptOnlyAsLongAsThePurposeNeeds(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	for name, c := range map[string]struct {
		holding privacy.HoldingID
		change  func(*privacy.Record)
		on      string
		want    privacy.Action
		until   string
		why     []string
	}{
		"achieved": {newsletter, func(*privacy.Record) {}, "2026-02-02", privacy.Destroy, "", nil},
		"not yet":  {newsletter, func(r *privacy.Record) { r.Achieved = privacy.No }, "2026-02-02", privacy.Keep, "", []string{"purposes"}},
		"a decision, the last day of a year": {newsletter, func(r *privacy.Record) {
			r.Served, r.DecidedOn = privacy.Yes, day("2026-02-02")
		}, "2027-02-02", privacy.Keep, "2027-02-02", []string{"decision"}},
		"a decision, a year and a day": {newsletter, func(r *privacy.Record) {
			r.Served, r.DecidedOn = privacy.Yes, day("2026-02-02")
		}, "2027-02-03", privacy.Destroy, "", nil},
		"a decision of 29 February": {newsletter, func(r *privacy.Record) {
			r.Served, r.DecidedOn = privacy.Yes, day("2028-02-29")
		}, "2029-02-28", privacy.Keep, "2029-02-28", []string{"decision"}},
		// No twin of P-39.1, s. 11, was found in the Access Act.
		"a decision, A-2.1": {rollName, func(r *privacy.Record) {
			r.Served, r.DecidedOn = privacy.Yes, day("2026-02-02")
		}, "2026-02-03", privacy.Destroy, "", nil},
		"a recourse": {newsletter, func(r *privacy.Record) {
			r.Held, r.Holds = privacy.Yes, []privacy.Hold{privacy.HoldRecourse}
		}, "2030-01-01", privacy.Keep, "", []string{"recourse"}},
		"a recourse and a decision": {newsletter, func(r *privacy.Record) {
			r.Held, r.Holds = privacy.Yes, []privacy.Hold{privacy.HoldLegal}
			r.Served, r.DecidedOn = privacy.Yes, day("2026-02-02")
		}, "2026-03-01", privacy.Keep, "", []string{"decision", "legal"}},
	} {
		r := done(c.holding)
		c.change(&r)
		v := r.Verdict(l, i, day(c.on))
		require.Equal(t, c.want, v.Action, name)
		require.Equal(t, c.until, v.Until.String(), name)
		require.Equal(t, c.why, v.Reasons, name)
		require.NotEmpty(t, v.Articles, name)
		require.Empty(t, v.Missing, name)
	}
}

func TestV12_AMissingFactDestroysNothing(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	for fact, change := range map[privacy.Fact]func(*privacy.Record){
		"holding":           func(r *privacy.Record) { r.Holding = "roll/members/blood" },
		"purposes-achieved": func(r *privacy.Record) { r.Achieved = privacy.Unknown },
		"served-a-decision": func(r *privacy.Record) { r.Served = privacy.Yes }, // when?
		"held":              func(r *privacy.Record) { r.Held = privacy.Unknown },
		"holds":             func(r *privacy.Record) { r.Held = privacy.Yes },
	} {
		r := done(newsletter)
		change(&r)
		v := r.Verdict(l, i, day("2040-01-01"))
		require.Equal(t, privacy.Undecided, v.Action, fact)
		require.Equal(t, []privacy.Fact{fact}, v.Missing)
	}
	require.Equal(t, privacy.Undecided, privacy.Record{}.Verdict(l, i, day("2040-01-01")).Action)
}

// A period that an order sets in its own schedule is a floor like the others here: what
// is kept until then is kept, and then goes.
func TestV12_AClassWithYears(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	i.Classes = slices.Clone(i.Classes)
	i.Classes[0].Years = 7
	v := done(newsletter).Verdict(l, i, day("2033-02-02"))
	require.Equal(t, privacy.Keep, v.Action)
	require.Equal(t, day("2033-02-02"), v.Until)
	require.Equal(t, privacy.Destroy, done(newsletter).Verdict(l, i, day("2033-02-03")).Action)
	r := done(newsletter)
	r.AchievedOn = cycle.Date{}
	require.Equal(t, []privacy.Fact{"purposes-achieved"}, r.Verdict(l, i, day("2033-02-03")).Missing, "since when?")
}

// One person's old row is due and their new one is not: verdicts are for records.
func TestV12_APlanIsADryRunWithAVerdictForEachRecord(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	old, recent := done(newsletter), done(newsletter)
	recent.ID, recent.Served, recent.DecidedOn = "new", privacy.Yes, day("2026-01-01")
	records := []privacy.Record{old, recent}
	plan := privacy.Plan(records, l, i, day("2026-02-02"))
	require.Equal(t, []privacy.Action{privacy.Destroy, privacy.Keep}, []privacy.Action{plan[0].Action, plan[1].Action})
	require.Equal(t, "new", plan[1].Record)
	require.Equal(t, []privacy.Record{old, recent}, records)
	require.Equal(t, plan, privacy.Plan(records, l, i, day("2026-02-02")))
}

// What a request froze is kept, and goes when its recourse is over.
func TestV12_V16_WhatIsFrozenIsKept(t *testing.T) {
	rules := rules(t)
	r := live(t, rules, asked(t, rules, privacy.Access, newsletter), identify, admit)
	verdict := func(on string) privacy.Action {
		record := done(newsletter)
		for _, id := range r.Frozen(day(on)) {
			if id == record.Holding {
				record.Held, record.Holds = privacy.Yes, []privacy.Hold{privacy.HoldRecourse}
			}
		}
		return record.Verdict(rules.Law, rules.Inventory, day(on)).Action
	}
	require.Equal(t, privacy.Destroy, verdict("2026-03-04"))
	require.Equal(t, privacy.Keep, verdict("2026-03-05"), "silence refused it")
	require.Equal(t, privacy.Keep, verdict("2026-04-04"))
	require.Equal(t, privacy.Destroy, verdict("2026-04-05"))
}

func TestV12_NothingIsDestroyedThatSomethingKeeps(t *testing.T) {
	l := quebec(t)
	i := otpq(t)
	holdings := i.Holdings()
	truth := rapid.SampledFrom([]privacy.Truth{privacy.Unknown, privacy.Yes, privacy.No})
	date := rapid.Custom(func(t *rapid.T) cycle.Date {
		if rapid.IntRange(0, 4).Draw(t, "none") == 0 {
			return cycle.Date{}
		}
		return day("2024-01-01").AddDays(rapid.IntRange(0, 1500).Draw(t, "days"))
	})
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.SampledFrom(holdings).Draw(t, "holding")
		r := privacy.Record{
			ID: "r", Holding: h.ID, Achieved: truth.Draw(t, "achieved"), AchievedOn: date.Draw(t, "on"), Served: truth.Draw(t, "served"),
			DecidedOn: date.Draw(t, "decided"), Held: truth.Draw(t, "held"),
			Holds: rapid.SliceOfN(rapid.SampledFrom([]privacy.Hold{privacy.HoldRecourse, privacy.HoldLegal, privacy.HoldIncident}), 0, 2).Draw(t, "holds"),
		}
		today := day("2024-01-01").AddDays(rapid.IntRange(0, 2500).Draw(t, "today"))
		v := r.Verdict(l, i, today)
		require.NotEmpty(t, v.Articles)
		private := h.Regime == privacy.PrivateAct
		decided := !private || r.Served == privacy.No || r.Served == privacy.Yes && !r.DecidedOn.IsZero() && today.After(r.DecidedOn.AddMonths(12))
		free := r.Held == privacy.No && len(r.Holds) == 0
		require.Equal(t, r.Achieved == privacy.Yes && decided && free, v.Action == privacy.Destroy)
		require.Equal(t, len(v.Missing) > 0, v.Action == privacy.Undecided)
		if v.Action == privacy.Keep {
			require.NotEmpty(t, v.Reasons)
		}
	})
}
