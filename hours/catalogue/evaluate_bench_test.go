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
	f, rows := memberOfTwenty(b)
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
		b.Run(way.name, func(b *testing.B) { beside(b, way.every, way.run, rows) })
	}
	// What was timed is the same answer.
	sheet.Settle(measured, &f)
	for i, want := range assess(rows) {
		if got := sheet.Row(i); got.Remaining*4 != int64(want)*got.Unit {
			b.Fatalf("%s: %d of 1/%d h left, and %d quarters by the loop", got.Requirement, got.Remaining, got.Unit, want)
		}
	}
}

// beside times evaluations and loops by turns.
func beside(b *testing.B, every int, run func(), rows []activity) {
	var engine, loop time.Duration
	left := 0
	for b.Loop() {
		start := time.Now()
		for range every {
			run()
		}
		middle := time.Now()
		for range every {
			remaining := assess(rows)
			left += remaining[0]
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

// activity is what the loop knows of a declaration.
type activity struct {
	first, last int32 // days
	quarters    int32
	category    uint8 // structured, ethics, autonomous
	counted     bool
}

// The period of the loop, as days.
var periodFrom, periodTo int32

// assess is the loop: what is left in all, structured and of ethics, in quarters of
// an hour. Half of the hours is a whole number of quarters, since all is 30 h.
//
//go:noinline
func assess(rows []activity) (remaining [3]int) {
	var sum, waiting [3]int
	for i := range rows {
		a := &rows[i]
		if a.first < periodFrom || a.last >= periodTo {
			continue
		}
		if a.counted {
			sum[a.category] += int(a.quarters)
		} else {
			waiting[a.category] += int(a.quarters)
		}
	}
	total := sum[0] + sum[1] + sum[2]
	return [3]int{max(0, 120-total), max(0, 60-sum[0]), max(0, 4-sum[1])}
}

// memberOfTwenty has twenty counted declarations, of a quarter of an hour to five
// quarters: 15 h in all, so that some is left to do.
func memberOfTwenty(b *testing.B) (hours.File, []activity) {
	b.Helper()
	from, to := cycle.MustDate("2025-04-01"), cycle.MustDate("2028-04-01")
	period := cycle.Period{Span: cycle.Span{From: from, To: to}}
	f := hours.File{Period: period, Part: cycle.Part{Span: period.Span}, Day: cycle.MustDate("2026-11-22")}
	epoch := cycle.MustDate("1970-01-01")
	periodFrom, periodTo = int32(from.Sub(epoch)), int32(to.Sub(epoch))
	var rows []activity
	for i := range 20 {
		category, quarters := i%3, i%5+1
		h := hours.Ratio(int64(quarters), 4)
		day := from.AddDays(i)
		f.Declarations = append(f.Declarations, hours.Declaration{
			Key: hours.Key{ID: fmt.Sprintf("d%02d", i)}, Period: from, State: hours.Counted, Counted: h,
			Activity: hours.Activity{Category: []string{"structured", "ethics", "autonomous"}[category], First: day, Last: day, Hours: h},
		})
		at := int32(day.Sub(epoch))
		rows = append(rows, activity{first: at, last: at, quarters: int32(quarters), category: uint8(category), counted: true})
	}
	return f, rows
}
