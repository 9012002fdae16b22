package catalogue

import (
	"fmt"
	"maps"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Run evaluates a case and returns how the balance differs from what the case
// expects, a sentence for each figure; none when it agrees. The error is that of a
// day without a period, or hours.ErrBadRegulation for an unknown category.
func (c Case) Run(r hours.Regulation) (balance hours.Balance, differences []string, err error) {
	standing, err := c.standing(r)
	if err != nil {
		return hours.Balance{}, nil, err
	}
	declarations, err := c.declarations(standing)
	if err != nil {
		return hours.Balance{}, nil, err
	}
	balance = standing.Evaluate(declarations, c.reliefs(standing.Period))
	return balance, c.Expect.differences(balance), nil
}

// longAgo is an admission that comes before any period of the catalogue.
var longAgo = cycle.MustDate("1974-04-01")

func (c Case) standing(r hours.Regulation) (hours.Standing, error) {
	stay := cycle.Stay{Span: cycle.Span{From: longAgo, To: cycle.Forever}}
	roll := []cycle.Stay{stay}
	switch {
	case !c.Admitted.IsZero():
		roll[0].From = c.Admitted
	case !c.Readmitted.IsZero():
		roll[0].To = c.Readmitted.AddMonths(-12)
		roll = append(roll, cycle.Stay{
			Span: cycle.Span{From: c.Readmitted, To: cycle.Forever}, Entry: cycle.Readmission,
		})
	}
	in := c.In
	if in.IsZero() {
		in = c.Day
	}
	return hours.Standing{Member: identity.Member{Roll: roll}, Regulation: r, Today: c.Day}.In(in)
}

// declarations returns the case's, each in the period that holds its day.
func (c Case) declarations(s hours.Standing) ([]hours.Declaration, error) {
	var all []hours.Declaration
	for i, d := range c.Declarations {
		then, err := s.In(d.On)
		if err != nil {
			return nil, fmt.Errorf("declaration %d: %w", i+1, err)
		}
		if _, ok := then.Version.Category(d.Category); !ok {
			return nil, fmt.Errorf("%w: declaration %d: unknown category %q", hours.ErrBadRegulation, i+1, d.Category)
		}
		all = append(all, hours.Declaration{
			Key: hours.Key{ID: fmt.Sprintf("d%d", i+1)}, Period: then.Period.From, State: hours.Counted, Counted: d.Hours,
			Activity: hours.Activity{Category: d.Category, First: d.On, Last: d.On, Hours: d.Hours},
		})
	}
	return all, nil
}

func (c Case) reliefs(p cycle.Period) []hours.Relief {
	var all []hours.Relief
	for i, h := range c.Exempted {
		all = append(all, hours.Relief{ID: fmt.Sprintf("x%d", i+1), Period: p.From, Hours: h})
	}
	return all
}

func (e Expectation) differences(b hours.Balance) []string {
	var all []string
	differ := func(what string, want, got fmt.Stringer) {
		if want.String() != got.String() {
			all = append(all, fmt.Sprintf("%s: %s expected, %s found", what, want, got))
		}
	}
	if !e.Start.IsZero() {
		differ("start", e.Start, b.Start)
	}
	if !e.End.IsZero() {
		differ("end", e.End, b.End)
	}
	if e.Status != "" && e.Status != b.Status {
		all = append(all, fmt.Sprintf("status: %s expected, %s found", e.Status, b.Status))
	}
	byRequirement := func(what string, want map[string]hours.Hours, got func(hours.Line) hours.Hours) {
		for _, requirement := range slices.Sorted(maps.Keys(want)) {
			line, ok := b.Line(requirement)
			if !ok {
				all = append(all, fmt.Sprintf("%s %s: no such requirement", what, requirement))
				continue
			}
			differ(what+" "+requirement, want[requirement], got(line))
		}
	}
	byRequirement("due", e.Due, func(l hours.Line) hours.Hours { return l.Due })
	byRequirement("remaining", e.Remaining, func(l hours.Line) hours.Hours { return l.Remaining })
	if e.Surplus != nil {
		differ("surplus", *e.Surplus, b.Surplus)
	}
	return all
}
