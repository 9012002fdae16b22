package hours_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// These hold for every regulation and every file, whatever the order asks.

var categories = []string{"c0", "c1", "c2", "c3"}

func versions() *rapid.Generator[hours.Version] {
	return rapid.Custom(func(t *rapid.T) hours.Version {
		v := hours.Version{
			ID: "v", Effective: day("2000-01-01"),
			Calendar: cycle.Calendar{Months: rapid.IntRange(1, 60).Draw(t, "months"), From: day("2020-01-01")},
			Clauses:  []hours.Clause{{ID: "k"}}, Counting: hours.Counting{Clause: "k"},
			CarryOver: hours.CarryOver{Most: amounts(20).Draw(t, "most"), Clause: "k"},
		}
		for _, id := range categories {
			v.Categories = append(v.Categories, hours.Category{ID: id, Clause: "k"})
		}
		for i := range rapid.IntRange(1, 5).Draw(t, "requirements") {
			q := hours.Requirement{ID: fmt.Sprintf("q%d", i), Clause: "k"}
			if i > 0 { // the first one, the total, is of all categories
				q.Select.Any = rapid.SliceOfNDistinct(rapid.SampledFrom(categories), 0, 3, rapid.ID).Draw(t, "categories")
			}
			amount := hours.Amount{}
			if i > 0 && rapid.Bool().Draw(t, "share") {
				den := rapid.Int64Range(1, 10).Draw(t, "den")
				amount = hours.Amount{Share: hours.Share{Num: rapid.Int64Range(1, den).Draw(t, "num"), Den: den}, Of: "q0"}
			} else {
				quarters := hours.Ratio(rapid.Int64Range(1, 800).Draw(t, "quarters"), 4)
				amount.Hours = &quarters
				q.Relieved.All = rapid.Bool().Draw(t, "relieved")
				if rapid.Bool().Draw(t, "prorate") {
					q.Prorate = &hours.Proration{Count: hours.MonthsWhole}
				}
			}
			if i > 0 && rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
				q.Most = &amount
			} else {
				q.Least, q.Carried = &amount, rapid.Bool().Draw(t, "carried")
			}
			v.Requirements = append(v.Requirements, q)
		}
		return v
	})
}

func files(v hours.Version) *rapid.Generator[hours.File] {
	return rapid.Custom(func(t *rapid.T) hours.File {
		p, err := v.Calendar.At(day("2020-01-01"), cycle.Anchors{})
		require.NoError(t, err)
		f := hours.File{Period: p, Part: cycle.Part{Span: p.Span}, Day: p.From.AddDays(rapid.IntRange(0, 2000).Draw(t, "day"))}
		if rapid.Bool().Draw(t, "entered") {
			f.Part.From, f.Part.Entered = p.From.AddDays(rapid.IntRange(1, p.Len()).Draw(t, "from")), true
		}
		for i := range rapid.IntRange(0, 8).Draw(t, "declarations") {
			f.Declarations = append(f.Declarations, declarations(fmt.Sprintf("d%d", i), p).Draw(t, "declaration"))
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "reliefs") {
			f.Reliefs = append(f.Reliefs, hours.Relief{ID: fmt.Sprintf("x%d", i), Period: p.From, Hours: amounts(30).Draw(t, "relief")})
		}
		if rapid.Bool().Draw(t, "carry") {
			f.Carried = []hours.Carry{{From: day("2018-01-01"), Hours: amounts(20).Draw(t, "carried")}}
		}
		return f
	})
}

func declarations(id string, p cycle.Period) *rapid.Generator[hours.Declaration] {
	return rapid.Custom(func(t *rapid.T) hours.Declaration {
		on := p.From.AddDays(rapid.IntRange(0, p.Len()-1).Draw(t, "on"))
		d := hours.Declaration{
			Key: hours.Key{ID: id}, Period: p.From, State: rapid.SampledFrom(hours.States()).Draw(t, "state"),
			Activity: hours.Activity{
				Category: rapid.SampledFrom(categories).Draw(t, "category"), First: on, Last: on, Hours: amounts(40).Draw(t, "hours"),
			},
		}
		if d.State == hours.Counted {
			d.Counted = hours.Least(d.Activity.Hours, amounts(40).Draw(t, "counted"))
		}
		return d
	})
}

func check(t *testing.T, property func(*rapid.T, hours.Version, hours.File)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		v := versions().Draw(t, "version")
		property(t, v, files(v).Draw(t, "file"))
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	check(t, func(t *rapid.T, v hours.Version, f hours.File) {
		b := v.Evaluate(f)
		f.Declarations = rapid.Permutation(f.Declarations).Draw(t, "declarations")
		f.Reliefs = rapid.Permutation(f.Reliefs).Draw(t, "reliefs")
		require.Equal(t, b, v.Evaluate(f))
	})
}

// What the member sees adds up.
func TestWhatTheMemberSeesAddsUp(t *testing.T) {
	check(t, func(t *rapid.T, v hours.Version, f hours.File) {
		b := v.Evaluate(f)
		for _, l := range b.Lines {
			require.Equal(t, l.Asked.Minus(l.Due), l.Exempted)
			require.Equal(t, l.Asked, l.Due.Plus(l.Exempted))
			require.False(t, l.Due.Less(l.Carried))
			require.Equal(t, l.Due.Minus(l.Carried.Plus(l.Counted)), l.Remaining)
			require.False(t, l.Remaining.Less(l.AfterPending))
			require.False(t, l.AfterPending.Less(l.Remaining.Minus(l.Pending)))
			if len(b.Limits) == 0 {
				require.Equal(t, l.Remaining.Minus(l.Pending), l.AfterPending)
			}
		}
		var items, byCategory hours.CategoryHours
		for _, i := range b.Items {
			if i.Why != hours.WhyWithdrawn && i.Why != hours.WhyCancelled {
				items.Declared = items.Declared.Plus(i.Declared)
			}
			items.Counted, items.Pending = items.Counted.Plus(i.Counted), items.Pending.Plus(i.Pending)
			require.Equal(t, i.Counted == i.Declared, i.Why == "" || i.Declared.IsZero())
		}
		for _, c := range b.Categories {
			byCategory.Declared = byCategory.Declared.Plus(c.Declared)
			byCategory.Counted, byCategory.Pending = byCategory.Counted.Plus(c.Counted), byCategory.Pending.Plus(c.Pending)
		}
		require.Equal(t, hours.CategoryHours{Declared: b.Declared, Counted: b.Counted, Pending: b.Pending}, items)
		require.Equal(t, items, byCategory)
		require.False(t, v.CarryOver.Most.Less(b.Surplus))
		require.Equal(t, b.Status.Complete(), b.Status != hours.Unknown && !slices.ContainsFunc(b.Lines, func(l hours.Line) bool { return !l.Remaining.IsZero() }))
	})
}

// Read from first to last, the trace gives the figures of the balance.
func TestTheTraceAddsUpToTheBalance(t *testing.T) {
	check(t, func(t *rapid.T, v hours.Version, f hours.File) {
		b := v.Evaluate(f)
		now, served, counted := map[string]hours.Hours{}, map[string]hours.Hours{}, hours.Hours{}
		for _, s := range b.Trace {
			require.Equal(t, s.Requirement == "", s.Declaration != "")
			require.Equal(t, "k", s.Clause)
			require.Contains(t, hours.Stages(), s.Stage)
			switch s.Stage {
			case hours.StageAsked, hours.StageShared:
				now[s.Requirement] = s.After
				if s.Stage == hours.StageShared {
					require.Equal(t, s.Before.Times(s.Num, s.Den), s.After)
					require.Equal(t, line(t, b, s.By).Due, s.Before)
					require.Equal(t, "q0", s.By)
				}
			case hours.StageLimited:
				require.True(t, s.After.Less(s.Before))
			case hours.StageProrated, hours.StageRelieved, hours.StageCarried:
				if !slices.ContainsFunc(b.Lines, func(l hours.Line) bool { return l.Requirement == s.Requirement }) {
					continue // of a limit
				}
				require.Equal(t, now[s.Requirement], s.Before)
				now[s.Requirement] = s.After
				if s.Stage == hours.StageProrated {
					require.Equal(t, s.Before.Times(s.Num, s.Den), s.After)
				}
			case hours.StageServed:
				served[s.Requirement] = s.After
			case hours.StageLeft:
				require.Equal(t, now[s.Requirement], s.Before)
				require.Equal(t, s.Before.Minus(served[s.Requirement]), s.After)
				require.Equal(t, line(t, b, s.Requirement).Remaining, s.After)
			case hours.StageCounted:
				counted = counted.Plus(s.After)
			}
		}
		require.Equal(t, b.Counted, counted)
		require.Len(t, served, len(b.Lines))
		require.Len(t, b.Limits, len(v.Requirements)-len(b.Lines))
	})
}

// No requirement is served by more of what a limit selects than the limit allows,
// and no hour counts twice in the total.
func TestNothingIsOverALimitOrCountedTwice(t *testing.T) {
	check(t, func(t *rapid.T, v hours.Version, f hours.File) {
		b := v.Evaluate(f)
		byCategory, total := map[string]hours.Hours{}, hours.Hours{}
		for _, i := range b.Items {
			require.False(t, i.Declared.Less(i.Counted.Plus(i.Pending)))
			d := f.Declarations[slices.IndexFunc(f.Declarations, func(d hours.Declaration) bool { return d.ID == i.Declaration })]
			byCategory[d.Activity.Category] = byCategory[d.Activity.Category].Plus(i.Counted)
			total = total.Plus(i.Counted)
		}
		require.Equal(t, b.Total().Counted, total)
		for _, l := range b.Limits {
			q := v.Requirements[slices.IndexFunc(v.Requirements, func(q hours.Requirement) bool { return q.ID == l.Requirement })]
			var selected hours.Hours
			for category, counted := range byCategory {
				if len(q.Select.Any) == 0 || slices.Contains(q.Select.Any, category) {
					selected = selected.Plus(counted)
				}
			}
			require.False(t, l.Most.Less(selected), "%s: %s of %s", l.Requirement, selected, l.Most)
		}
	})
}

// Hours carried here are never carried again: what passes on is no more than what
// this period's own hours leave beyond it.
func TestCarriedHoursNeverCompound(t *testing.T) {
	check(t, func(t *rapid.T, v hours.Version, f hours.File) {
		with := v.Evaluate(f)
		require.False(t, with.Counted.Less(with.Surplus))
		for _, lot := range with.Passing {
			require.Equal(t, f.Period.From, lot.From)
		}
	})
}

func TestAnExemptionNeverRaisesARequirement(t *testing.T) {
	check(t, func(t *rapid.T, v hours.Version, f hours.File) {
		before := v.Evaluate(f)
		f.Reliefs = append(slices.Clone(f.Reliefs), hours.Relief{ID: "more", Period: f.Period.From, Hours: amounts(50).Draw(t, "more")})
		for i, l := range v.Evaluate(f).Lines {
			require.False(t, before.Lines[i].Due.Less(l.Due))
			if len(before.Limits) == 0 { // one that is a share of what is asked falls with it
				require.False(t, before.Lines[i].Remaining.Less(l.Remaining))
			}
			require.Equal(t, before.Lines[i].Asked, l.Asked)
		}
	})
}

func TestACountedHourNeverRaisesWhatRemains(t *testing.T) {
	check(t, func(t *rapid.T, v hours.Version, f hours.File) {
		before := v.Evaluate(f)
		more := declarations("more", f.Period).Draw(t, "more")
		more.State, more.Counted = hours.Counted, more.Activity.Hours
		f.Declarations = append(slices.Clone(f.Declarations), more)
		after := v.Evaluate(f)
		for i, l := range after.Lines {
			require.False(t, before.Lines[i].Remaining.Less(l.Remaining))
			require.Equal(t, before.Lines[i].Due, l.Due)
		}
		require.False(t, after.Surplus.Less(before.Surplus))
	})
}

func TestProrationFollowsTheTimeOnTheRoll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount, months := amounts(200).Draw(t, "amount"), rapid.IntRange(1, 120).Draw(t, "months")
		from := day("2020-01-01").AddDays(rapid.IntRange(0, 3000).Draw(t, "start"))
		window := cycle.Span{From: from, To: from.AddMonths(months)}
		p := hours.Proration{Count: hours.MonthsWhole}
		all, _, _ := p.For(amount, window, window)
		require.Equal(t, amount, all)
		none, _, _ := p.For(amount, cycle.Span{}, window)
		require.True(t, none.IsZero())

		entry := from.AddDays(rapid.IntRange(0, window.Len()).Draw(t, "entry"))
		shorter, _, _ := p.For(amount, cycle.Span{From: entry, To: window.To}, window)
		earlier := entry.AddDays(-rapid.IntRange(0, entry.Sub(from)).Draw(t, "earlier"))
		longer, num, den := p.For(amount, cycle.Span{From: earlier, To: window.To}, window)
		require.False(t, longer.Less(shorter))
		require.False(t, amount.Less(longer))
		require.Equal(t, amount.Times(num, den), longer)
	})
}
