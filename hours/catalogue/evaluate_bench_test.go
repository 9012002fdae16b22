package catalogue_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// BenchmarkEvaluate evaluates a member with twenty declarations, with the whole
// trace, and beside it, in the same run, a loop over the same hours with nothing
// but integers. "x-loop" is how many times the loop an evaluation takes.
func BenchmarkEvaluate(b *testing.B) {
	regulations, err := catalogue.Regulations()
	if err != nil {
		b.Fatal(err)
	}
	version, period, err := regulations["qc-otpq"].PeriodAt(cycle.MustDate("2026-11-22"), cycle.Anchors{})
	if err != nil {
		b.Fatal(err)
	}
	file := hours.File{Period: period, Part: cycle.Part{Span: period.Span}, Day: cycle.MustDate("2026-11-22")}
	var categories, quarters []int
	for i := range 20 {
		category := i % 3
		categories, quarters = append(categories, category), append(quarters, i+1)
		h := hours.Ratio(int64(i+1), 4)
		day := period.From.AddDays(i)
		file.Declarations = append(file.Declarations, hours.Declaration{
			Key: hours.Key{ID: fmt.Sprintf("d%02d", i)}, Period: period.From, State: hours.Counted, Counted: h,
			Activity: hours.Activity{
				Category: version.Categories[category].ID, First: day, Last: day, Hours: h,
			},
		})
	}
	const loops = 1000
	var engine, loop time.Duration
	left := 0
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		balance := version.Evaluate(file)
		middle := time.Now()
		for range loops {
			var by [3]int
			for i, category := range categories {
				by[category] += quarters[i]
			}
			left += max(0, 120-by[0]-by[1]-by[2]) + max(0, 60-by[0]) + max(0, 4-by[1])
		}
		engine, loop = engine+middle.Sub(start), loop+time.Since(middle)
		if balance.Total().Counted != hours.Ratio(210, 4) {
			b.Fatal("the evaluation is wrong")
		}
	}
	if left < 0 {
		b.Fatal("the loop is wrong")
	}
	b.ReportMetric(0, "ns/op") // it would hold the loops too
	b.ReportMetric(float64(engine.Nanoseconds())/float64(b.N), "ns/evaluation")
	b.ReportMetric(float64(engine)*loops/float64(loop), "x-loop")
}
