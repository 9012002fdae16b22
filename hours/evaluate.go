package hours

import (
	"cmp"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// File is everything that an evaluation looks at. Declarations and Reliefs may be
// in any order and may hold those of other periods, which do not count.
type File struct {
	Period cycle.Period
	// Part is the member's own part of the period.
	Part         cycle.Part
	Declarations []Declaration
	Reliefs      []Relief
	// Carried is what the period before leaves. Its zero value is nothing.
	Carried Carry
	// Day is the day as of which the file is judged.
	Day cycle.Date
}

// Prorate returns the part of an amount that falls on one's own part of a period:
// amount × whole months of own ÷ whole months of the period, multiplied first and
// divided once, not rounded. Over the whole period it is the amount, over none it
// is none.
func Prorate(amount Hours, own, period cycle.Span) (prorated Hours, num, den int64) {
	den = int64(period.MonthsWhole())
	if den == 0 {
		return amount, 0, 0
	}
	num = int64(own.Intersect(period).MonthsWhole())
	return amount.Times(num, den), num, den
}

// Evaluate returns where the file stands under this version of a regulation. The
// result does not depend on the order of declarations or reliefs.
func (v Version) Evaluate(f File) Balance {
	e := evaluation{version: v, file: f}
	e.balance = Balance{
		Version: v.ID, Period: f.Period, Day: f.Day,
		Start: f.Period.From, End: f.Period.Last(),
		Entered: f.Part.Entered, Entry: f.Part.Entry,
		Categories: []CategoryHours{}, Lines: []Line{}, Items: []Item{}, Trace: []Step{},
	}
	if f.Part.Entered {
		e.balance.Start = f.Part.From
	}
	e.measure()
	e.require()
	e.balance.Status = e.status()
	e.balance.Surplus = e.surplus()
	return e.balance
}

type evaluation struct {
	version Version
	file    File
	balance Balance
}

func (e *evaluation) note(s Step) { e.balance.Trace = append(e.balance.Trace, s) }

// measure goes through the declarations: what each declares, what of it counts,
// and in which category.
func (e *evaluation) measure() {
	b := &e.balance
	for _, c := range e.version.Categories {
		b.Categories = append(b.Categories, CategoryHours{Category: c.ID})
	}
	for _, d := range e.declarations() {
		item := e.item(d)
		b.Items = append(b.Items, item)
		category, _ := e.version.Category(d.Activity.Category)
		e.note(Step{Stage: StageMeasured, Declaration: d.ID, After: item.Declared, Clause: category.Clause})
		why := category.Clause
		if item.Why == WhyOutside {
			why = e.version.PartClause
		}
		e.note(Step{
			Stage: StageCounted, Declaration: d.ID, Before: item.Declared, After: item.Counted,
			By: string(item.Why), Clause: why,
		})
		if d.State == Withdrawn || d.State == Cancelled {
			continue
		}
		b.Declared = b.Declared.Plus(item.Declared)
		b.Counted = b.Counted.Plus(item.Counted)
		b.Pending = b.Pending.Plus(item.Pending)
		for i := range b.Categories {
			if c := &b.Categories[i]; c.Category == d.Activity.Category {
				c.Declared = c.Declared.Plus(item.Declared)
				c.Counted = c.Counted.Plus(item.Counted)
				c.Pending = c.Pending.Plus(item.Pending)
			}
		}
	}
}

// declarations returns those of the period that were submitted, in the order of
// their days and then of their identifiers.
func (e *evaluation) declarations() []Declaration {
	of := slices.DeleteFunc(slices.Clone(e.file.Declarations), func(d Declaration) bool {
		return d.Period != e.file.Period.From || d.State == Draft || d.State == Discarded
	})
	slices.SortFunc(of, func(a, b Declaration) int {
		return cmp.Or(a.Activity.First.Compare(b.Activity.First), cmp.Compare(a.ID, b.ID))
	})
	return of
}

func (e *evaluation) item(d Declaration) Item {
	item := Item{Declaration: d.ID, Declared: d.Activity.Hours, Reason: d.Reason()}
	switch {
	case d.State == Withdrawn:
		item.Why = WhyWithdrawn
	case d.State == Cancelled:
		item.Why = WhyCancelled
	case d.State == Refused:
		item.Why = WhyRefused
	case !e.file.Part.Contains(d.Activity.Last):
		item.Why = WhyOutside
	case d.State.Pending():
		item.Pending, item.Why = d.Activity.Hours, WhyPending
	default:
		item.Counted = Least(d.Counted, d.Activity.Hours)
		if item.Counted.Less(item.Declared) {
			item.Why = WhyPartly
		}
	}
	return item
}

// require goes through the requirements: what is asked, what is due after
// proration and exemptions, what serves it, what is left.
func (e *evaluation) require() {
	reliefs := slices.DeleteFunc(slices.Clone(e.file.Reliefs), func(r Relief) bool { return r.Period != e.file.Period.From })
	slices.SortFunc(reliefs, func(a, b Relief) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range reliefs {
		e.balance.Granted = e.balance.Granted.Plus(r.Hours)
	}
	for _, q := range e.version.Requirements {
		line := e.due(q, reliefs)
		if !e.file.Carried.Hours.IsZero() {
			line.Carried = e.carried(q, line.Due)
		}
		line.Counted, line.Pending = e.serving(q)
		line.Remaining = line.Due.Minus(line.Carried).Minus(line.Counted)
		line.AfterPending = line.Remaining.Minus(line.Pending)
		e.note(Step{Stage: StageServed, Requirement: q.ID, After: line.Counted, Clause: q.Clause})
		e.note(Step{Stage: StageLeft, Requirement: q.ID, Before: line.Due.Minus(line.Carried), After: line.Remaining, Clause: q.Clause})
		e.balance.Lines = append(e.balance.Lines, line)
	}
}

// carried returns what of the carried hours serves a requirement. They serve
// before this period's own: they live one period only, and are never carried
// again. That they do not serve it is a step too: a clause says so.
func (e *evaluation) carried(q Requirement, due Hours) Hours {
	var serving Hours
	if q.Carried {
		serving = Least(e.file.Carried.Hours, due)
	}
	e.note(Step{
		Stage: StageCarried, Requirement: q.ID, Before: due, After: due.Minus(serving),
		By: e.file.Carried.From.String(), Clause: cmp.Or(q.CarriedClause, e.version.CarryOver.Clause),
	})
	return serving
}

func (e *evaluation) due(q Requirement, reliefs []Relief) Line {
	line := Line{Requirement: q.ID, Clause: q.Clause}
	if share := q.Amount.Share; share != (Share{}) {
		of, _ := e.balance.Line(q.Amount.Of)
		line.Asked = of.Asked.Times(share.Num, share.Den)
		line.Due = of.Due.Times(share.Num, share.Den)
		line.Exempted = line.Asked.Minus(line.Due)
		e.note(Step{
			Stage: StageShared, Requirement: q.ID, Before: of.Due, After: line.Due,
			Num: share.Num, Den: share.Den, By: q.Amount.Of, Clause: q.Clause,
		})
		return line
	}
	line.Asked = q.Amount.Hours
	e.note(Step{Stage: StageAsked, Requirement: q.ID, After: line.Asked, Clause: q.Clause})
	if q.Prorate == MonthsWhole && e.file.Part.Span != e.file.Period.Span {
		prorated, num, den := Prorate(line.Asked, e.file.Part.Span, e.file.Period.Span)
		e.note(Step{
			Stage: StageProrated, Requirement: q.ID, Before: line.Asked, After: prorated,
			Num: num, Den: den, Clause: q.ProrateClause,
		})
		line.Asked = prorated
	}
	line.Due = line.Asked
	if q.Relieved {
		for _, r := range reliefs {
			after := line.Due.Minus(r.Hours)
			e.note(Step{Stage: StageRelieved, Requirement: q.ID, Before: line.Due, After: after, By: r.ID, Clause: q.RelievedClause})
			line.Due = after
		}
	}
	line.Exempted = line.Asked.Minus(line.Due)
	return line
}

// serving returns the hours counted and pending of the categories that serve the
// requirement.
func (e *evaluation) serving(q Requirement) (counted, pending Hours) {
	if len(q.Categories) == 0 {
		return e.balance.Counted, e.balance.Pending
	}
	for _, c := range e.balance.Categories {
		if slices.Contains(q.Categories, c.Category) {
			counted, pending = counted.Plus(c.Counted), pending.Plus(c.Pending)
		}
	}
	return counted, pending
}

func (e *evaluation) status() Status {
	b := &e.balance
	if e.file.Part.Empty() {
		return Unknown
	}
	met, pendingEnough, carried, exempted := true, true, false, false
	for _, l := range b.Lines {
		met = met && l.Remaining.IsZero()
		pendingEnough = pendingEnough && l.AfterPending.IsZero()
		carried = carried || l.Counted.Less(l.Due) && !l.Carried.IsZero()
		exempted = exempted || !l.Exempted.IsZero()
	}
	switch {
	case met && carried:
		return MetWithCarry
	case met && exempted && b.Counted.IsZero():
		return Exempt
	case met:
		return Met
	case pendingEnough:
		return OnCourse
	case !b.Day.Before(b.Period.To):
		return NonCompliant
	}
	return Short
}

// surplus returns what may be carried: hours of this period beyond one's own
// obligation, once it is satisfied. Hours that were themselves carried here are
// used first and go no further.
func (e *evaluation) surplus() Hours {
	if !e.balance.Status.Complete() {
		return Hours{}
	}
	total := e.balance.Total()
	return Least(e.version.CarryOver.Most, total.Counted.Minus(total.Due.Minus(total.Carried)))
}
