package catalogue_test

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// The ten lines of the README.
func Example_reasons() {
	regulations, _ := catalogue.Regulations()
	version, period, _ := regulations["qc-otpq"].PeriodAt(cycle.MustDate("2026-11-22"), cycle.Anchors{})
	balance := version.Evaluate(hours.File{
		Period: period, Part: cycle.Part{Span: period.Span}, Day: cycle.MustDate("2026-11-22"),
		Reliefs: []hours.Relief{{ID: "leave", Period: period.From, Hours: hours.Whole(5)}},
	})
	for _, step := range balance.Trace {
		clause, _ := version.Clause(step.Clause)
		fmt.Printf("%-8s %-10s %4s h  %s\n", step.Stage, step.Requirement, step.After, clause.Cite.EN)
	}
	// Output:
	// asked    total        30 h  C-26, r. 261.1, s. 1
	// relieved total        25 h  OTPQ’s guide to the digital portfolio
	// served   total         0 h  C-26, r. 261.1, s. 1
	// left     total        25 h  C-26, r. 261.1, s. 1
	// shared   structured 12.5 h  OTPQ’s guide to the digital portfolio
	// served   structured    0 h  OTPQ’s guide to the digital portfolio
	// left     structured 12.5 h  OTPQ’s guide to the digital portfolio
	// asked    ethics        1 h  C-26, r. 261.1, s. 1
	// served   ethics        0 h  C-26, r. 261.1, s. 1
	// left     ethics        1 h  C-26, r. 261.1, s. 1
}
