package catalogue

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Run evaluates a case and returns how the balance differs from what the case
// expects, a sentence for each figure; none when it agrees. The error is that of a
// day without a period, or hours.ErrBadRegulation for a name that the regulation
// does not have.
func (c Case) Run(r hours.Regulation) (balance hours.Balance, differences []string, err error) {
	if err := c.known(r); err != nil {
		return hours.Balance{}, nil, err
	}
	standing, err := c.Standing(r)
	switch {
	case err != nil && c.Expect.Version == none && (errors.Is(err, hours.ErrNoRegulation) || errors.Is(err, cycle.ErrNoPeriod)):
		return hours.Balance{}, nil, nil
	case err != nil:
		return hours.Balance{}, nil, err
	}
	declarations, err := c.declarations(standing)
	if err != nil {
		return hours.Balance{}, nil, err
	}
	reliefs := c.reliefs(standing.Period)
	if c.Carried != nil {
		balance = standing.EvaluateWith(declarations, reliefs, c.carried(standing))
	} else {
		balance = standing.Evaluate(declarations, reliefs)
	}
	return balance, append(c.differences(standing.Version, balance), c.lifeDifferences(standing)...), nil
}

// known refuses a mark of the member that no version has in its profile, or that
// chooses no cohort: a case with a misspelt one would pass as that of somebody else.
func (c Case) known(r hours.Regulation) error {
	for _, f := range c.Profile {
		if !slices.ContainsFunc(r.Versions, func(v hours.Version) bool {
			return slices.ContainsFunc(v.Profile, func(m hours.Mark) bool { return m.ID == f.Is }) ||
				slices.ContainsFunc(v.Calendar.Cohorts, func(k cycle.Cohort) bool { return k.Mark == f.Is })
		}) {
			return fmt.Errorf("%w: unknown mark of profile %q", hours.ErrBadRegulation, f.Is)
		}
	}
	return nil
}

// longAgo is an admission that comes before any period of the catalogue.
var longAgo = cycle.MustDate("1974-04-01")

// Standing returns the member of the case under the regulation, in the period of
// the case. The errors are those of [hours.Standing.In].
func (c Case) Standing(r hours.Regulation) (hours.Standing, error) {
	member := identity.Member{Permit: c.Number, Last: c.Surname, Birth: c.Birth, Profile: c.Profile, Roll: c.roll()}
	in := c.In
	if in.IsZero() {
		in = c.Day
	}
	off, err := off()
	if err != nil {
		return hours.Standing{}, err
	}
	h, ok := off[c.Holidays]
	if !ok && c.Holidays != "" {
		return hours.Standing{}, fmt.Errorf("%w: unknown set of holidays %q", hours.ErrBadRegulation, c.Holidays)
	}
	return hours.Standing{Member: member, Regulation: r, Holidays: h, Today: c.Day}.In(in)
}

func (c Case) roll() []cycle.Stay {
	if len(c.Roll) > 0 {
		var roll []cycle.Stay
		for _, s := range c.Roll {
			stay := cycle.Stay{Span: cycle.Span{From: s.From, To: s.To}}
			if s.To.IsZero() {
				stay.To = cycle.Forever
			}
			if s.Entry == "readmission" {
				stay.Entry = cycle.Readmission
			}
			roll = append(roll, stay)
		}
		return roll
	}
	roll := []cycle.Stay{{Span: cycle.Span{From: longAgo, To: cycle.Forever}}}
	switch {
	case !c.Admitted.IsZero():
		roll[0].From = c.Admitted
	case !c.Readmitted.IsZero():
		roll[0].To = c.Readmitted.AddMonths(-12)
		roll = append(roll, cycle.Stay{
			Span: cycle.Span{From: c.Readmitted, To: cycle.Forever}, Entry: cycle.Readmission,
		})
	}
	if !c.Left.IsZero() {
		roll[len(roll)-1].To = c.Left
	}
	return roll
}

// declarations returns the case's, each in the period that holds its day, or the
// one that it is declared for.
func (c Case) declarations(s hours.Standing) ([]hours.Declaration, error) {
	var all []hours.Declaration
	for i, d := range c.Declarations {
		made, err := d.declaration(s)
		if err != nil {
			return nil, fmt.Errorf("declaration %d: %w", i+1, err)
		}
		made.ID = fmt.Sprintf("d%03d", i+1)
		all = append(all, made)
	}
	return all, nil
}

func (d CaseDeclaration) declaration(s hours.Standing) (hours.Declaration, error) {
	unknown := func(what, name string) error {
		return fmt.Errorf("%w: unknown %s %q", hours.ErrBadRegulation, what, name)
	}
	made := hours.Declaration{State: hours.Counted, Activity: hours.Activity{
		Category: d.Category, Type: d.Type, Tags: d.Tags, First: d.Since, Last: d.On,
		Measure: d.Measure, Content: d.Content, Provider: d.Provider,
	}}
	a := &made.Activity
	if a.First.IsZero() {
		a.First = d.On
	}
	for _, name := range slices.Sorted(maps.Keys(d.Split)) {
		a.Split = append(a.Split, hours.Portion{Category: name, Hours: d.Split[name]})
		a.Hours = a.Hours.Plus(d.Split[name])
		if _, ok := s.Version.Category(name); !ok {
			return made, unknown("category", name)
		}
	}
	switch {
	case d.Hours != nil:
		a.Hours = *d.Hours
	case d.Minutes != nil:
		a.Hours = d.Minutes.Times(1, 60)
	case d.Amount != nil:
		a.Hours = *d.Amount
	}
	made.Counted = a.Hours
	switch d.State {
	case "pending":
		made.State, made.Counted = hours.Submitted, hours.Hours{}
	case "refused":
		made.State, made.Counted = hours.Refused, hours.Hours{}
	}
	if d.Counted != nil {
		made.Counted = *d.Counted
	}
	category, ok := s.Version.Category(d.Category)
	if d.Category != "" && !ok {
		return made, unknown("category", d.Category)
	}
	if _, ok := category.Type(d.Type); d.Type != "" && d.Category != "" && !ok {
		return made, unknown("type", d.Type)
	}
	for _, t := range d.Tags {
		if !slices.ContainsFunc(s.Version.Tags, func(m hours.Mark) bool { return m.ID == t }) {
			return made, unknown("tag", t)
		}
	}
	in := d.For
	if in.IsZero() {
		in = d.On
		if s.Version.Counting.Day == hours.FirstDay {
			in = a.First
		}
	}
	then, err := s.In(in)
	switch {
	case err == nil:
		made.Period = then.Period.From
	case !d.For.IsZero():
		return made, err
	}
	return made, nil
}

func (c Case) reliefs(p cycle.Period) []hours.Relief {
	var all []hours.Relief
	for i, h := range c.Exempted {
		all = append(all, hours.Relief{ID: fmt.Sprintf("x%d", i+1), Period: p.From, Hours: h})
	}
	for i, x := range c.Exemptions {
		all = append(all, hours.Relief{
			ID: fmt.Sprintf("e%d", i+1), Period: p.From, Ground: x.Ground, Span: cycle.Span{From: x.From, To: x.To.AddDays(1)},
		})
	}
	return all
}

func (c Case) carried(s hours.Standing) []hours.Carry {
	all := []hours.Carry{}
	for _, lot := range c.Carried {
		from := lot.From
		if from.IsZero() {
			from = s.Period.From.AddDays(-1)
		}
		if then, err := s.In(from); err == nil {
			from = then.Period.From
		}
		all = append(all, hours.Carry{From: from, Hours: lot.Hours, Of: lot.Of, Lives: s.Version.CarryOver.Lives})
	}
	return all
}

// differ gathers what differs.
type differ struct{ all []string }

func (d *differ) when(what string, want, got fmt.Stringer) {
	if want.String() != got.String() {
		d.all = append(d.all, fmt.Sprintf("%s: %s expected, %s found", what, want, got))
	}
}

func (c Case) differences(v hours.Version, b hours.Balance) []string {
	var d differ
	e := c.Expect
	if e.Version != "" && e.Version != b.Version {
		d.all = append(d.all, fmt.Sprintf("version: %s expected, %s found", e.Version, b.Version))
	}
	if !e.Start.IsZero() {
		d.when("start", e.Start, b.Start)
	}
	if !e.End.IsZero() {
		d.when("end", e.End, b.End)
	}
	if e.Status != "" && e.Status != b.Status {
		d.all = append(d.all, fmt.Sprintf("status: %s expected, %s found", e.Status, b.Status))
	}
	d.requirements("due", v, b, e.Due, func(l hours.Line) hours.Hours { return l.Due })
	d.requirements("counted", v, b, e.Counted, func(l hours.Line) hours.Hours { return l.Counted })
	d.requirements("carried", v, b, e.Carried, func(l hours.Line) hours.Hours { return l.Carried })
	d.requirements("remaining", v, b, e.Remaining, func(l hours.Line) hours.Hours { return l.Remaining })
	for _, name := range slices.Sorted(maps.Keys(e.Met)) {
		left, ok := sum(v, b, name, func(l hours.Line) hours.Hours { return l.Remaining })
		if met := left.IsZero(); !ok || met != e.Met[name] {
			d.all = append(d.all, fmt.Sprintf("met %s: %t expected, %t found", name, e.Met[name], ok && met))
		}
	}
	d.limits(v, b, e.Limited)
	for i, want := range e.Credits {
		got, _ := b.Item(fmt.Sprintf("d%03d", i+1))
		d.when(fmt.Sprintf("credit of declaration %d", i+1), want, got.Credit)
	}
	if e.Surplus != nil {
		d.when("surplus", *e.Surplus, b.Surplus)
	}
	if e.Soonest != nil {
		var total hours.Hours
		for _, a := range b.Soonest {
			total = total.Plus(a.Hours)
		}
		d.when("soonest", *e.Soonest, total)
	}
	return d.all
}

// sum adds up a figure over the windows of a requirement, or takes that of the one
// that is named. A requirement that does not concern the member has nothing.
func sum(v hours.Version, b hours.Balance, name string, figure func(hours.Line) hours.Hours) (total hours.Hours, known bool) {
	for _, l := range b.Lines {
		if l.Requirement == name || l.Name() == name {
			total, known = total.Plus(figure(l)), true
		}
	}
	known = known || slices.ContainsFunc(v.Requirements, func(q hours.Requirement) bool { return q.ID == name && q.Most == nil })
	return total, known
}

func (d *differ) requirements(what string, v hours.Version, b hours.Balance, want map[string]hours.Hours, figure func(hours.Line) hours.Hours) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		got, ok := sum(v, b, name, figure)
		for _, l := range b.Limits {
			// What a limit allows is what is due of it.
			if what == "due" && (l.Requirement == name || fmt.Sprintf("%s/%d", l.Requirement, l.Nth) == name) {
				got, ok = got.Plus(l.Most), true
			}
		}
		if !ok {
			d.all = append(d.all, fmt.Sprintf("%s %s: no such requirement", what, name))
			continue
		}
		d.when(what+" "+name, want[name], got)
	}
}

func (d *differ) limits(v hours.Version, b hours.Balance, want map[string]hours.Hours) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		var got hours.Hours
		known := slices.ContainsFunc(v.Requirements, func(q hours.Requirement) bool { return q.ID == name && q.Most != nil })
		for _, l := range b.Limits {
			if l.Requirement == name || fmt.Sprintf("%s/%d", l.Requirement, l.Nth) == name {
				got, known = got.Plus(l.Dropped), true
			}
		}
		if !known {
			d.all = append(d.all, fmt.Sprintf("limited %s: no such limit", name))
			continue
		}
		d.when("limited "+name, want[name], got)
	}
}
