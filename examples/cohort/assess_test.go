package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
)

// The assessor gives what an evaluation with the trace gives, for one member after
// another, under every regulation: with what is carried through several periods,
// and with a version that changes between them.
func TestTheAssessorGivesWhatTheEvaluationGives(t *testing.T) {
	all, err := catalogue.All()
	require.NoError(t, err)
	day := cycle.MustDate("2026-11-22")
	assessors := make([]*hours.Assessor, len(all))
	columns := make([]map[string]bool, len(all))
	for i, d := range all {
		compiled := d.Regulation.Compile()
		assessors[i], columns[i] = compiled.Assessor(day), map[string]bool{}
		for _, v := range compiled.VersionsOn(day) {
			for _, name := range v.LineNames() {
				columns[i][v.ID+" "+name] = true
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(all)-1).Draw(t, "regulation")
		regulation, assessor := all[i].Regulation, assessors[i]
		member := drawMember(t, day)
		standing, err := hours.Standing{Member: member, Regulation: regulation, Today: day}.In(day)
		assessor.Begin(member)
		_, _, errToo := assessor.PeriodAt(day)
		require.Equal(t, err != nil, errToo != nil)
		if err != nil {
			return
		}
		declarations := drawDeclarations(t, standing, day)
		want := standing.Evaluate(declarations, nil)
		got, err := assessor.Assess(day, declarations, nil, nil)
		require.NoError(t, err)
		require.Equal(t, want.Status, got.Sheet.Status(), regulation.ID)
		require.Equal(t, want.Surplus, got.Surplus, regulation.ID)
		require.Equal(t, want.Version, got.Version.ID)
		require.Equal(t, want.Period, got.Period)
		found := map[string][4]string{}
		for n := range got.Sheet.Rows() {
			f := got.Sheet.Row(n)
			name := hours.Line{Requirement: f.Requirement, Nth: f.Nth}.Name()
			unit := f.Unit
			if f.Requirement != "" {
				found[name] = [4]string{
					hours.Ratio(f.Due, unit).String(), hours.Ratio(f.Counted, unit).String(),
					hours.Ratio(f.Carried, unit).String(), hours.Ratio(f.Remaining, unit).String(),
				}
			}
		}
		for _, l := range want.Lines {
			require.True(t, columns[i][want.Version+" "+l.Name()], "%s has no column for %s", regulation.ID, l.Name())
			require.Equal(t, [4]string{l.Due.String(), l.Counted.String(), l.Carried.String(), l.Remaining.String()}, found[l.Name()], "%s %s", regulation.ID, l.Name())
		}
	})
}

func drawMember(t *rapid.T, day cycle.Date) identity.Member {
	ago := func(label string, days int) cycle.Date { return day.AddDays(-rapid.IntRange(1, days).Draw(t, label)) }
	readmitted, left := cycle.Date{}, cycle.Date{}
	admitted := ago("admitted", 9000)
	if since := day.Sub(admitted); since > 10 && rapid.Bool().Draw(t, "readmitted too") {
		readmitted = ago("readmitted", since-1)
	}
	if rapid.IntRange(0, 4).Draw(t, "left too") == 0 {
		left = admitted.AddDays(rapid.IntRange(1, 9000).Draw(t, "left"))
	}
	return identity.Member{
		Permit: fmt.Sprint(rapid.IntRange(1000, 1020).Draw(t, "number")), Last: rapid.SampledFrom([]string{"Roy", "Ève", "Ly"}).Draw(t, "surname"),
		Birth: admitted.AddDays(-rapid.IntRange(7000, 20000).Draw(t, "age")), Roll: stays(nil, admitted, readmitted, left),
	}
}

func drawDeclarations(t *rapid.T, s hours.Standing, day cycle.Date) []hours.Declaration {
	var all []hours.Declaration
	for i := range rapid.IntRange(0, 14).Draw(t, "declarations") {
		on := day.AddDays(-rapid.IntRange(0, 3000).Draw(t, "day"))
		amount := hours.Ratio(rapid.Int64Range(1, 160).Draw(t, "quarters"), 4)
		d := hours.Declaration{Key: hours.Key{ID: idOf(i)}, State: hours.Counted, Counted: amount, Activity: hours.Activity{
			First: on, Last: on, Hours: amount, Content: rapid.SampledFrom([]string{"", "x"}).Draw(t, "content"),
			Category: s.Version.Categories[rapid.IntRange(0, len(s.Version.Categories)-1).Draw(t, "category")].ID,
		}}
		if rapid.IntRange(0, 5).Draw(t, "pending") == 0 {
			d.State, d.Counted = hours.Submitted, hours.Hours{}
		}
		if then, err := s.In(on); err == nil {
			d.Period = then.Period.From
		}
		all = append(all, d)
	}
	return all
}
