package catalogue_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// BenchmarkEvaluate evaluates a member of OTPQ's with twenty declarations and,
// beside it in the same run, the same member by a loop written by hand for this
// one regulation: integers of a quarter of an hour, no clause, no reason. "x-loop"
// is how many times the loop an evaluation takes; only ratios of one run compare.
//
// "figures" settles measured activities without a trace, as a cohort does;
// "explained" with the trace; "balance" is everything from the declarations as they
// are stored to the balance with its names and reasons.
func BenchmarkEvaluate(b *testing.B) {
	f, member := memberOfTwenty(b)
	regulations, err := catalogue.Regulations()
	if err != nil {
		b.Fatal(err)
	}
	version, _, err := regulations["qc-otpq"].PeriodAt(f.Day, cycle.Anchors{})
	if err != nil {
		b.Fatal(err)
	}
	plan := version.Compile()
	measured := plan.Measure(&f)
	var sheet hours.Sheet
	for _, way := range []struct {
		name  string
		every int // evaluations beside as many loops
		run   func()
	}{
		{"figures", 1000, func() { sheet.Settle(measured, &f) }},
		{"explained", 1000, func() { sheet.Explain(measured, &f) }},
		{"balance", 10, func() { plan.Evaluate(f) }},
	} {
		b.Run(way.name, func(b *testing.B) { beside(b, way.every, way.run, member) })
	}
	// What was timed is the same answer.
	sheet.Settle(measured, &f)
	for i, want := range assess(member).lines {
		got := sheet.Row(i)
		for name, figures := range map[string][2]int64{
			"asked": {got.Asked, want.asked}, "due": {got.Due, want.due}, "carried": {got.Carried, want.carried}, "counted": {got.Counted, want.counted},
			"pending": {got.Pending, want.pending}, "remaining": {got.Remaining, want.remaining}, "after pending": {got.AfterPending, want.after},
		} {
			if figures[0]*12 != figures[1]*got.Unit {
				b.Fatalf("%s %s: %d of 1/%d h, and %d twelfths by the loop", got.Requirement, name, figures[0], got.Unit, figures[1])
			}
		}
	}
}

// beside times evaluations and loops by turns.
func beside(b *testing.B, every int, run func(), m *member) {
	var engine, loop time.Duration
	left := 0
	for b.Loop() {
		start := time.Now()
		for range every {
			run()
		}
		middle := time.Now()
		for range every {
			left += int(assess(m).lines[0].remaining)
		}
		engine, loop = engine+middle.Sub(start), loop+time.Since(middle)
	}
	if left == 0 {
		b.Fatal("the loop found nothing left to do")
	}
	b.ReportMetric(0, "ns/op") // it would hold the loops too
	b.ReportMetric(float64(engine.Nanoseconds())/float64(b.N*every), "ns/member")
	b.ReportMetric(float64(loop.Nanoseconds())/float64(b.N*every), "ns/loop")
	b.ReportMetric(float64(engine)/float64(loop), "x-loop")
	b.ReportMetric(testing.AllocsPerRun(100, run), "allocs/member")
}

// member is what the loop knows: days are numbers, and hours twelfths.
type member struct {
	admission, today     int32
	monthsLeft           int64
	carried              int64
	granted              []int64
	activities           []activity
	periodFrom, periodTo int32
}

type activity struct {
	last     int32
	twelfths int64
	category uint8 // structured, ethics, autonomous
	state    uint8 // counted, pending, refused
}

type line struct{ asked, due, carried, counted, pending, remaining, after int64 }

type result struct {
	lines  [3]line // total, structured, ethics
	status uint8
}

// assess is the loop: 30 h prorated by months on an admission and lessened by
// exemptions, half of that structured, 1 h of ethics; 5 carried hours at most serve
// the total.
//
//go:noinline
func assess(m *member) result {
	asked, from := int64(30*12), m.periodFrom
	if m.admission > from {
		asked, from = asked*m.monthsLeft/36, m.admission
	}
	due := asked
	for _, g := range m.granted {
		due -= min(g, due)
	}
	var counted, pending [3]int64
	for i := range m.activities {
		a := &m.activities[i]
		if a.last < from || a.last >= m.periodTo {
			continue
		}
		switch a.state {
		case 0:
			counted[a.category] += a.twelfths
		case 1:
			pending[a.category] += a.twelfths
		}
	}
	var r result
	r.lines[0] = settle(asked, due, min(m.carried, due, 60), counted[0]+counted[1]+counted[2], pending[0]+pending[1]+pending[2])
	r.lines[1] = settle(asked/2, due/2, 0, counted[0], pending[0])
	r.lines[2] = settle(12, 12, 0, counted[1], pending[1])
	left, after := r.lines[0].remaining|r.lines[1].remaining|r.lines[2].remaining, r.lines[0].after|r.lines[1].after|r.lines[2].after
	switch {
	case left == 0:
	case after == 0:
		r.status = 1
	case m.today >= m.periodTo:
		r.status = 2
	default:
		r.status = 3
	}
	return r
}

func settle(asked, due, carried, counted, pending int64) line {
	left := max(0, due-carried-counted)
	return line{asked, due, carried, counted, pending, left, max(0, left-pending)}
}

// memberOfTwenty has twenty counted declarations, of a quarter of an hour to five
// quarters: 15 h in all, so that some is left to do.
func memberOfTwenty(b *testing.B) (hours.File, *member) {
	b.Helper()
	from, to := cycle.MustDate("2025-04-01"), cycle.MustDate("2028-04-01")
	period := cycle.Period{Span: cycle.Span{From: from, To: to}}
	f := hours.File{Period: period, Part: cycle.Part{Span: period.Span}, Day: cycle.MustDate("2026-11-22")}
	epoch := cycle.MustDate("1970-01-01")
	m := &member{periodFrom: int32(from.Sub(epoch)), periodTo: int32(to.Sub(epoch)), today: int32(f.Day.Sub(epoch))}
	for i := range 20 {
		category, quarters := i%3, i%5+1
		h := hours.Ratio(int64(quarters), 4)
		day := from.AddDays(i)
		f.Declarations = append(f.Declarations, hours.Declaration{
			Key: hours.Key{ID: fmt.Sprintf("d%02d", i)}, Period: from, State: hours.Counted, Counted: h,
			Activity: hours.Activity{Category: []string{"structured", "ethics", "autonomous"}[category], First: day, Last: day, Hours: h},
		})
		m.activities = append(m.activities, activity{last: int32(day.Sub(epoch)), twelfths: int64(3 * quarters), category: uint8(category)})
	}
	return f, m
}
