package cycle

import "fmt"

// Check reports the first thing in the calendar that cannot be laid out, or that
// contradicts another, as an error that wraps [ErrBadCalendar].
func (c Calendar) Check() error {
	bad := func(format string, a ...any) error {
		return fmt.Errorf("%w: %s", ErrBadCalendar, fmt.Sprintf(format, a...))
	}
	switch {
	case c.Months < 1 || c.Months > 120:
		return bad("a period of %d months", c.Months)
	case c.Step < 0 || (c.Step > 0 && c.Months%c.Step != 0):
		return bad("windows of %d months cannot roll every %d", c.Months, c.Step)
	case c.Parity != AnyYear && c.Parity != EvenYear && c.Parity != OddYear:
		return bad("unknown parity %q", c.Parity)
	case c.Parity != AnyYear && c.step()%24 != 0:
		return bad("periods that start every %d months have no parity", c.step())
	case c.Start != (MonthDay{}) && !c.Start.valid():
		return bad("%s is not a day of the year", c.Start)
	case !c.First.IsZero() && c.First.MonthsWhole() < 1:
		return bad("a first period shorter than a month")
	}
	switch c.Anchor {
	case ByAdmission, ByBirthday:
		return c.checkOwn(bad)
	case ByCohort:
		return c.checkCohort(bad)
	case ByCalendar:
		return c.checkShared(bad)
	}
	return bad("unknown anchor %q", c.Anchor)
}

// checkOwn: periods that follow the member's own dates follow nothing else.
func (c Calendar) checkOwn(bad func(string, ...any) error) error {
	if c.Start != (MonthDay{}) || c.Parity != AnyYear || !c.From.IsZero() || !c.First.IsZero() {
		return bad("anchor %q leaves no room for start, parity, from or first", c.Anchor)
	}
	if c.Anchor == ByBirthday && c.step()%12 != 0 {
		return bad("periods that start every %d months do not start on birthdays", c.step())
	}
	return nil
}

// checkCohort: two cohorts, of even and of odd years, are periods of two years.
func (c Calendar) checkCohort(bad func(string, ...any) error) error {
	switch {
	case c.step() != 24:
		return bad("a cohort's periods start every 24 months, not %d", c.step())
	case c.Start == (MonthDay{}):
		return bad("no first day of the year")
	case c.Parity != AnyYear || !c.First.IsZero():
		return bad("anchor %q leaves no room for parity or first", c.Anchor)
	}
	return nil
}

// checkShared: something says on which days periods start, and nothing says
// otherwise.
func (c Calendar) checkShared(bad func(string, ...any) error) error {
	first := c.From
	if !c.First.IsZero() {
		if !c.From.IsZero() {
			return bad("from and first both say when periods begin")
		}
		first = c.First.To
	}
	switch {
	case first.IsZero() && c.Start == (MonthDay{}):
		return bad("no first day of the year")
	case first.IsZero() && 12%c.step() != 0 && (c.step() != 24 || c.Parity == AnyYear):
		return bad("nothing says in which year periods of %d months start", c.Months)
	case first.IsZero():
		return nil
	case c.Parity != AnyYear && c.Parity != parityOf(first.Year()):
		return bad("%s is not in a year of parity %q", first, c.Parity)
	case c.Start != (MonthDay{}) && first != c.Start.In(first.Year()) && c.step()%12 == 0:
		return bad("%s is not %s", first, c.Start)
	}
	return nil
}
