package hours

import (
	"errors"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Compiled is a regulation made ready to assess many members: each version is
// compiled once. It does not change, and may be used by several goroutines at once.
type Compiled struct {
	regulation Regulation
	plans      []*Plan
}

// Compile makes every version ready. The regulation is one that [Regulation.Check]
// accepts.
func (r Regulation) Compile() *Compiled {
	c := &Compiled{regulation: r}
	for _, v := range r.Versions {
		c.plans = append(c.plans, v.Compile())
	}
	return c
}

// VersionsOn returns the versions that may govern a day, for one member or
// another, in their order. A version that governs nobody may be among them; one
// that governs somebody is never left out.
func (c *Compiled) VersionsOn(day cycle.Date) []*Version {
	var all []*Version
	for i := len(c.plans) - 1; i >= 0; i-- {
		v := &c.plans[i].version
		p, err := v.Calendar.At(day, cycle.Anchors{})
		switch {
		case errors.Is(err, cycle.ErrNoAnchor):
			// The period is the member's own, and starts after day − months.
			all = append([]*Version{v}, all...)
		case err != nil:
		case v.SelectedBy == ByAdmission:
			all = append([]*Version{v}, all...)
		case v.applies(v.selectedBy(p, cycle.Anchors{})):
			return append([]*Version{v}, all...)
		}
	}
	return all
}

// LineNames returns the names of the lines that a balance under the version may
// have, as [Line.Name] gives them, in order: "total", "yearly/1", "yearly/2". A
// member for whom a requirement is not asked has no line of it.
func (v *Version) LineNames() []string {
	var all []string
	for i := range v.Requirements {
		q := &v.Requirements[i]
		switch {
		case q.Most != nil:
		case q.Window.Each == 0:
			all = append(all, q.ID)
		default:
			for n := range q.Window.most(v.Calendar) {
				all = append(all, Line{Requirement: q.ID, Nth: n + 1}.Name())
			}
		}
	}
	return all
}

// Assessor evaluates one member after another, and uses its memory again. It gives
// the figures that [Standing.Evaluate] gives, without the trace. One goroutine uses
// it at a time.
type Assessor struct {
	compiled *Compiled
	today    cycle.Date
	member   identity.Member
	anchors  cycle.Anchors
	known    []place
	sheet    Sheet
	file     File
}

// place is a period of the member's, and the version that governs it.
type place struct {
	cycle.Period
	version int
	// whole: every day of the period has this place.
	whole bool
}

// Assessor returns an assessor for files that are judged as of today.
func (c *Compiled) Assessor(today cycle.Date) *Assessor { return &Assessor{compiled: c, today: today} }

// Begin makes a member the one that is assessed.
func (a *Assessor) Begin(m identity.Member) {
	a.member, a.anchors, a.known = m, m.Anchors(), a.known[:0]
}

// PeriodAt returns the member's period that holds the day, with the version that
// governs it. The errors are those of [Regulation.PeriodAt].
func (a *Assessor) PeriodAt(day cycle.Date) (*Version, cycle.Period, error) {
	p, err := a.at(day)
	if err != nil {
		return nil, cycle.Period{}, err
	}
	return &a.compiled.plans[p.version].version, p.Period, nil
}

func (a *Assessor) at(day cycle.Date) (place, error) {
	for i := range a.known {
		if p := &a.known[i]; p.whole && p.Contains(day) {
			return *p, nil
		}
	}
	plans := a.compiled.plans
	for i := len(plans) - 1; i >= 0; i-- {
		v := &plans[i].version
		p, err := v.Calendar.At(day, a.anchors)
		switch {
		case errors.Is(err, cycle.ErrNoPeriod):
		case err != nil:
			return place{}, err
		case v.applies(v.selectedBy(p, a.anchors)):
			found := place{Period: p, version: i, whole: v.Calendar.Step == 0}
			for _, later := range plans[i+1:] {
				// A later version's period that starts inside this one would end it.
				found.whole = found.whole && later.version.Effective.After(p.Last()) && later.version.selectsByStart()
			}
			a.known = append(a.known, found)
			return found, nil
		}
	}
	return place{}, ErrNoRegulation
}

func (v *Version) selectsByStart() bool { return v.SelectedBy == "" || v.SelectedBy == ByPeriodStart }

// Assessment is where a member stands: the sheet, and what it is about. It is good
// until the assessor's next one.
type Assessment struct {
	Version *Version
	Period  cycle.Period
	Part    cycle.Part
	Sheet   *Sheet
	// Counted is what counts for the total; none when it is a choice.
	Counted Hours
	// Surplus is what may be carried to the next period.
	Surplus Hours
}

// Assess evaluates the member in the period that holds the day. Carried is what
// earlier periods leave; nil works it out from them. The errors are those of
// [Regulation.PeriodAt].
func (a *Assessor) Assess(day cycle.Date, declarations []Declaration, reliefs []Relief, carried []Carry) (Assessment, error) {
	at, err := a.at(day)
	if err != nil {
		return Assessment{}, err
	}
	a.file = File{Member: a.member, Declarations: declarations, Reliefs: reliefs, Day: a.today}
	if carried == nil {
		carried = a.carried(at)
	}
	part := a.settle(at, carried)
	surplus, _ := a.sheet.passing()
	done := Assessment{
		Version: &a.compiled.plans[at.version].version, Period: at.Period, Part: part, Sheet: &a.sheet, Surplus: surplus,
	}
	if total := a.sheet.totalRow(); total != nil && total.measure == InHours {
		done.Counted = a.sheet.hours(total.counted)
	}
	return done, nil
}

func (a *Assessor) settle(at place, carried []Carry) cycle.Part {
	a.file.Period, a.file.Part, a.file.Carried = at.Period, cycle.PartOf(at.Period, a.member.Roll), carried
	a.sheet.Settle(a.compiled.plans[at.version].Measure(&a.file), &a.file)
	return a.file.Part
}

// carried is what the periods before one carry over to it; see [Standing.Carried].
func (a *Assessor) carried(to place) []Carry {
	before, ok := a.before(to)
	if !ok || !before.active(a.file.Declarations) || a.compiled.plans[before.version].version.CarryOver.Most.IsZero() {
		return nil
	}
	a.settle(before, a.carried(before))
	_, lots := a.sheet.passing()
	return lots
}

// active is as [Standing.Carried] has it.
func (p *place) active(declarations []Declaration) bool {
	for i := range declarations {
		if declarations[i].Activity.Last.Before(p.To) || declarations[i].Period.Before(p.To) {
			return true
		}
	}
	return false
}

// before returns the period before, when the member was on the roll in it.
func (a *Assessor) before(p place) (place, bool) {
	last := p.From.AddDays(-1)
	if step := a.compiled.plans[p.version].version.Calendar.Step; step > 0 {
		last = p.To.AddMonths(-step).AddDays(-1)
	}
	earlier, err := a.at(last)
	if err != nil || !earlier.From.Before(p.From) {
		return place{}, false
	}
	return earlier, !cycle.PartOf(earlier.Period, a.member.Roll).Empty()
}
