package cycle

import "fmt"

// Parity says of which years, or of which numbers, something is meant.
type Parity string

// The parities. The zero value, AnyYear, sets no condition.
const (
	AnyYear  Parity = ""
	EvenYear Parity = "even"
	OddYear  Parity = "odd"
)

// Anchor says what a calendar's periods are laid out from.
type Anchor string

// The anchors. The zero value is ByCalendar.
const (
	// ByCalendar: the same periods for everybody, from a month and a day.
	ByCalendar Anchor = ""
	// ByAdmission: each member's periods start on the day of first admission.
	ByAdmission Anchor = "admission"
	// ByBirthday: each member's periods start on a birthday, from the first one
	// on or after first admission.
	ByBirthday Anchor = "birthday"
	// ByBirthMonth: as ByBirthday, but from the first day of the month that follows
	// the month of birth, so that periods end with the month of birth.
	ByBirthMonth Anchor = "birth-month"
)

// Calendar describes how the reference periods of a regulation follow one
// another. It is data: a regulation document carries one.
type Calendar struct {
	// Anchor says what periods are laid out from.
	Anchor Anchor `json:"anchor,omitempty"`
	// Months is the length of a period, 1 to 120.
	Months int `json:"months,omitempty"`
	// Start is the day of the year on which periods start. Anchors do not use it.
	Start MonthDay `json:"start,omitzero"`
	// Parity restricts the years in which periods start.
	Parity Parity `json:"parity,omitempty"`
	// From is the first day of the first regular period; before it there is no
	// regular period. It may be the zero Date when Start, Parity, the anchor or the
	// cohorts already say on which days periods start; with Start and Parity alone
	// the calendar then has no beginning.
	From Date `json:"from,omitzero"`
	// First, when it is not empty, is a special first period of its own length;
	// regular periods follow from its end.
	First Span `json:"first,omitzero"`
	// Step, when it is not zero, makes windows roll: one of Months months ends
	// every Step months, so that a day belongs to several of them. The first one
	// starts on From, and is as long as the others.
	Step int `json:"step,omitempty"`
	// Cohorts, when there are any, are groups of members with periods of their own;
	// a member is in the first one whose conditions hold. Every member must be in
	// one. They take the place of Parity, From and First, and stand with no Anchor;
	// when all have Ends, with ByBirthday or ByBirthMonth too.
	Cohorts []Cohort `json:"cohorts,omitempty"`
}

// At returns the period that holds the day; with rolling windows, the one that
// ends first. The error is [ErrNoPeriod] for a day before the calendar begins, for
// the zero Date and for [Forever], [ErrNoAnchor] when what the calendar needs of
// the member is not known or no cohort is the member's, or wraps [ErrBadCalendar].
func (c Calendar) At(day Date, a Anchors) (Period, error) {
	if err := c.Check(); err != nil {
		return Period{}, err
	}
	if c.First.Contains(day) {
		return Period{c.First}, nil
	}
	g, err := c.grid(a)
	if err != nil {
		return Period{}, err
	}
	p := Period{g.window(g.holding(day), c.Months)}
	if !p.Contains(day) {
		return Period{}, fmt.Errorf("%w: %s", ErrNoPeriod, day)
	}
	return p, nil
}

// Next returns the period that follows p: the one that holds the day on which p
// ends. With rolling windows it is the one that ends next. Errors are those of
// [Calendar.At].
func (c Calendar) Next(p Period, a Anchors) (Period, error) { return c.At(p.To, a) }

// Windows returns every window that holds the day, the one that ends first
// coming first. Without rolling there is exactly one. Errors are those of
// [Calendar.At].
func (c Calendar) Windows(day Date, a Anchors) ([]Period, error) {
	p, err := c.At(day, a)
	if err != nil {
		return nil, err
	}
	all := []Period{p}
	if c.Step == 0 || p.Span == c.First {
		return all, nil
	}
	for p, err = c.Next(p, a); err == nil && p.Contains(day); p, err = c.Next(p, a) {
		all = append(all, p)
	}
	return all, nil
}

// step is the number of months from the end of a period to the end of the next.
func (c Calendar) step() int {
	if c.Step > 0 {
		return c.Step
	}
	return c.Months
}

// grid returns the days on which the member's steps start.
func (c Calendar) grid(a Anchors) (grid, error) {
	if len(c.Cohorts) > 0 {
		return c.cohortGrid(a)
	}
	switch c.Anchor {
	case ByAdmission:
		if a.Admission.IsZero() {
			return grid{}, fmt.Errorf("%w: %s", ErrNoAnchor, c.Anchor)
		}
		return c.from(a.Admission), nil
	case ByBirthday, ByBirthMonth:
		if a.Admission.IsZero() || a.Birth.IsZero() {
			return grid{}, fmt.Errorf("%w: %s", ErrNoAnchor, c.Anchor)
		}
		return c.yearly(c.startOf(a), AnyYear, a.Admission), nil
	case ByCalendar:
	}
	switch {
	case !c.First.IsZero():
		return c.from(c.First.To), nil
	case !c.From.IsZero():
		return c.from(c.From), nil
	}
	return c.yearly(c.Start, c.Parity, Date{}), nil
}

// cohortGrid: the years are those of the member's cohort. With an anchor of birth
// they do not begin with the admission: the member enters the period that the
// others of the cohort are in.
func (c Calendar) cohortGrid(a Anchors) (grid, error) {
	group, err := c.cohort(a)
	switch {
	case err != nil:
		return grid{}, err
	case !group.From.IsZero():
		return c.from(group.From), nil
	case c.Anchor != ByCalendar && a.Birth.IsZero():
		return grid{}, fmt.Errorf("%w: %s", ErrNoAnchor, c.Anchor)
	}
	start := c.startOf(a)
	return c.yearly(start, group.starts(start), Date{}), nil
}

// startOf returns the day of the year on which the member's periods start.
func (c Calendar) startOf(a Anchors) MonthDay {
	_, month, day := a.Birth.YMD()
	switch c.Anchor {
	case ByBirthday:
		return MonthDay{month, day}
	case ByBirthMonth:
		return MonthDay{month%12 + 1, 1}
	case ByCalendar, ByAdmission:
	}
	return c.Start
}

// from returns the steps counted from a first one.
func (c Calendar) from(first Date) grid {
	year, month, day := first.YMD()
	if c.Start != (MonthDay{}) {
		day = c.Start.Day // a first day on 28 February may stand for the 29th
	}
	return grid{month: year*12 + month - 1, day: day, step: c.step(), begins: true}
}

// yearly returns the steps that start on a day of the year, in years of the
// parity, from the first one on or after begin; without a beginning when begin is
// the zero Date.
func (c Calendar) yearly(start MonthDay, parity Parity, begin Date) grid {
	year := max(begin.Year(), 4) // far enough from the first year to go back from
	for year < 9999 && (start.In(year).Before(begin) || parity != AnyYear && parity != parityOf(year)) {
		year++
	}
	return grid{month: year*12 + start.Month - 1, day: start.Day, step: c.step(), begins: !begin.IsZero()}
}

func parityOf(year int) Parity {
	if year%2 == 0 {
		return EvenYear
	}
	return OddYear
}

// grid is a row of steps: from a day of a month, one every step months, each on
// that day or on the last day of a shorter month.
type grid struct {
	month  int // numbered as by Date.months
	day    int
	step   int
	begins bool // there is no step before the first
}

// start returns the first day of a step.
func (g grid) start(n int) Date { return dayOfMonth(g.month+n*g.step, g.day) }

// holding returns the step that holds the day.
func (g grid) holding(day Date) int {
	n := (day.months() - g.month) / g.step
	if g.start(n).After(day) { // later in the month, or rounded up from below zero
		n--
	}
	return n
}

// window returns the window of so many months that step n closes, or the first
// one when step n is too early to close any.
func (g grid) window(n, months int) Span {
	steps := months / g.step
	end := n + 1
	if g.begins {
		end = max(end, steps)
	}
	return Span{g.start(end - steps), g.start(end)}
}
