package hours

import (
	"cmp"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Measured is a member's activities as a plan measures them for a period: what
// each gives, before any limit. It may be settled any number of times, and by
// several goroutines at once.
type Measured struct {
	plan *Plan
	// items are the declarations that are looked at, in order, and credits what
	// they give: one for each, or for each category that one is split over.
	items   []measuredItem
	credits []credit
	// exact is what the credits are, until their unit is known.
	exact []exact
	// kinds are the different marks that credits have.
	kinds []uint64
	// den: units are so many to the hour.
	den     int64
	pending bool
	// differs: what was counted gives something else if what is pending is counted.
	differs bool
	trace   []mark
}

type measuredItem struct {
	declaration *Declaration
	day         cycle.Date
	// period is the first day of the period that it belongs to, when it matters.
	period cycle.Date
	// home: it belongs to the period that is evaluated.
	home bool
	why  Why
	// Its credits, and its steps in the trace.
	credits, steps span
}

type span struct{ from, to int32 }

// exact is what an activity gives, and what it gives if all that is pending is
// counted.
type exact struct{ credit, accepted Hours }

// credit is what an activity gives, of one kind.
type credit struct {
	// day is the day that it counts on, and done the day after which it is known to
	// be late: the zero Date when it is not.
	day, done cycle.Date
	units     int64
	kind      int32
	item      int32
	pending   bool
	// is: it is an activity, whatever its hours.
	is bool
	// accepted is what it gives if all that is pending is counted.
	accepted int64
}

// Measure measures the declarations of a file. The result does not depend on their
// order.
func (p *Plan) Measure(f *File) *Measured {
	m := &Measured{
		plan: p, den: 1, items: make([]measuredItem, 0, len(f.Declarations)), credits: make([]credit, 0, len(f.Declarations)), exact: make([]exact, 0, len(f.Declarations)),
	}
	m.collect(f)
	var counted, all tally
	if len(p.rules) > 0 {
		counted, all = tally{}, tally{}
	}
	for i := range m.items {
		item := &m.items[i]
		item.credits.from, item.steps.from = int32(len(m.credits)), int32(len(m.trace))
		if item.why == WhyNone || item.why == WhyPending || item.why == WhyPartly {
			m.measure(int32(i), f, counted, all)
		}
		item.credits.to, item.steps.to = int32(len(m.credits)), int32(len(m.trace))
	}
	for i := range m.credits {
		m.den = lcm(lcm(m.den, m.exact[i].credit.rest+1), m.exact[i].accepted.rest+1)
	}
	for i := range m.credits {
		c := &m.credits[i]
		c.units, c.accepted = m.exact[i].credit.units(m.den), m.exact[i].accepted.units(m.den)
		m.pending = m.pending || c.pending
		m.differs = m.differs || c.units != c.accepted
	}
	m.exact = nil
	return m
}

// collect chooses the declarations that an evaluation looks at, and puts them in
// the order of their days.
func (m *Measured) collect(f *File) {
	v := &m.plan.version
	rolls := v.Calendar.Step > 0
	for i := range f.Declarations {
		d := &f.Declarations[i]
		if !d.State.Declared() {
			continue
		}
		item := measuredItem{declaration: d, day: d.Activity.Last, period: d.Period}
		if v.Counting.Day == FirstDay && !d.Activity.First.IsZero() {
			item.day = d.Activity.First
		}
		item.home = d.Period == f.Period.From
		if d.Period.IsZero() || rolls {
			item.home = item.home || f.Period.Contains(item.day)
		}
		switch d.State {
		case Withdrawn:
			item.why = WhyWithdrawn
		case Cancelled:
			item.why = WhyCancelled
		case Refused:
			item.why = WhyRefused
		case Submitted, InReview:
			item.why = WhyPending
		case Counted:
			if d.Counted.Less(d.Activity.Hours) {
				item.why = WhyPartly
			}
		case Draft, Discarded, Proposed, Dismissed, Revoked:
		}
		m.items = append(m.items, item)
	}
	slices.SortStableFunc(m.items, func(a, b measuredItem) int {
		return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.declaration.ID, b.declaration.ID))
	})
}

// credited returns the day on which an activity counts, and whether it is late: it
// was done after the period that it is declared for. A day on which it counts
// nowhere is the zero Date.
func (m *Measured) credited(item *measuredItem, f *File) (day cycle.Date, late bool) {
	v := &m.plan.version
	declared := item.declaration.Period
	p := f.Period
	switch {
	case declared.IsZero():
		return item.day, false
	case declared == f.Period.From:
	case v.Calendar.Step > 0:
		p = cycle.Period{Span: cycle.Span{From: declared, To: declared.AddMonths(v.Calendar.Months)}}
	default:
		var err error
		if p, err = v.Calendar.At(declared, f.Member.Anchors()); err != nil {
			return item.day, false
		}
	}
	switch {
	case item.day.Before(p.From):
		return cycle.Date{}, false
	case item.day.Before(p.To):
		return item.day, false
	case declared != f.Period.From, len(item.declaration.Allocations) > 0:
		// The order lets it count there: see [Allocation].
		return p.Last(), false
	case len(v.Late) == 0:
		return cycle.Date{}, false
	}
	return p.Last(), true
}

// measure adds what an activity gives.
func (m *Measured) measure(i int32, f *File, counted, all tally) {
	item := &m.items[i]
	d := item.declaration
	recognised := d.Activity.Hours
	if d.State == Counted {
		recognised = Least(d.Counted, d.Activity.Hours)
	}
	day, late := m.credited(item, f)
	if day.IsZero() { // it counts nowhere, and was given all the same
		item.why = WhyOutside
	}
	portions := d.Activity.Split
	if len(portions) == 0 {
		portions = []Portion{{d.Activity.Category, recognised}}
	}
	for _, part := range portions {
		amount := part.Hours
		if len(d.Activity.Split) > 0 && recognised != d.Activity.Hours {
			num, den := recognised.Fraction()
			top, bottom := d.Activity.Hours.Fraction()
			amount = amount.Times(num, den).Times(bottom, top)
		}
		kind := m.plan.kind(part.Category, &d.Activity)
		c := credit{day: day, item: i, kind: m.kind(kind), pending: d.State.Pending()}
		if late {
			c.done = item.day
		}
		w := work{measured: m, item: item, index: i, portion: part.Category, kind: kind, period: m.period(item, f), tally: counted}
		if c.pending {
			w.tally = all
		}
		var x exact
		x.credit, c.is = w.credit(amount)
		x.accepted = x.credit
		if !c.pending && m.plan.tallied {
			w.tally, w.quiet = all, true
			x.accepted, _ = w.credit(amount)
		}
		if !day.IsZero() {
			m.credits, m.exact = append(m.credits, c), append(m.exact, x)
		}
	}
}

// period names the period of an item, for what is counted by period.
func (m *Measured) period(item *measuredItem, f *File) cycle.Date {
	if item.home {
		return f.Period.From
	}
	if !item.period.IsZero() {
		return item.period
	}
	p, err := m.plan.version.Calendar.At(item.day, f.Member.Anchors())
	if err != nil {
		return cycle.Date{}
	}
	return p.From
}

// kind returns the position of a kind among those met.
func (m *Measured) kind(bits uint64) int32 {
	i := slices.Index(m.kinds, bits)
	if i < 0 {
		i = len(m.kinds)
		m.kinds = append(m.kinds, bits)
	}
	return int32(i)
}
