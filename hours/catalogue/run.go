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
// expects, a sentence for each figure; none when it agrees.
func (c Case) Run(r hours.Regulation) (balance hours.Balance, differences []string, err error) {
	standing, err := c.standing(r)
	if err != nil {
		return hours.Balance{}, nil, err
	}
	balance = standing.Evaluate(c.declarations(standing.Period), c.reliefs(standing.Period))
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
	member := identity.Member{Roll: roll}
	in := c.In
	if in.IsZero() {
		in = c.Day
	}
	version, period, err := r.PeriodAt(in, member.Anchors())
	if err != nil {
		return hours.Standing{}, err
	}
	return hours.Standing{
		Member: member, Regulation: r, Version: version, Period: period,
		Part: cycle.PartOf(period, roll), Today: c.Day,
	}, nil
}

func (c Case) declarations(p cycle.Period) []hours.Declaration {
	var all []hours.Declaration
	for i, d := range c.Declarations {
		all = append(all, hours.Declaration{
			Key: hours.Key{ID: fmt.Sprintf("d%d", i+1)}, Period: p.From, State: hours.Counted, Counted: d.Hours,
			Activity: hours.Activity{Category: d.Category, First: d.On, Last: d.On, Hours: d.Hours},
		})
	}
	return all
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
	for _, requirement := range slices.Sorted(maps.Keys(e.Due)) {
		line, _ := b.Line(requirement)
		differ("due "+requirement, e.Due[requirement], line.Due)
	}
	for _, requirement := range slices.Sorted(maps.Keys(e.Remaining)) {
		line, _ := b.Line(requirement)
		differ("remaining "+requirement, e.Remaining[requirement], line.Remaining)
	}
	if e.Surplus != nil {
		differ("surplus", *e.Surplus, b.Surplus)
	}
	return all
}
