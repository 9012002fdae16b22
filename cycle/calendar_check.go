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
		return bad("a period of %d months: months is 1 to 120", c.Months)
	case c.Step < 0 || (c.Step > 0 && c.Months%c.Step != 0):
		return bad("windows of %d months cannot roll every %d", c.Months, c.Step)
	case c.Parity != AnyYear && !c.Parity.valid():
		return bad("unknown parity %q", c.Parity)
	case c.Parity != AnyYear && c.step()%24 != 0:
		return bad("periods that start every %d months have no parity", c.step())
	case c.Start != (MonthDay{}) && !c.Start.valid():
		return bad("%s is not a day of the year", c.Start)
	case !c.First.IsZero() && c.First.MonthsWhole() < 1:
		return bad("a first period shorter than a month")
	}
	switch {
	case c.Anchor != ByCalendar && c.Anchor != ByAdmission && !c.Anchor.ofBirth():
		return bad("unknown anchor %q", c.Anchor)
	case c.Anchor != ByCalendar:
		if err := c.checkOwn(bad); err != nil || len(c.Cohorts) == 0 {
			return err
		}
		return c.checkCohorts(bad)
	case len(c.Cohorts) > 0:
		return c.checkCohorts(bad)
	}
	return c.checkShared(bad)
}

func (a Anchor) ofBirth() bool { return a == ByBirthday || a == ByBirthMonth }

// checkOwn: periods that follow the member's own dates follow nothing else.
func (c Calendar) checkOwn(bad func(string, ...any) error) error {
	if c.Start != (MonthDay{}) || c.Parity != AnyYear || !c.From.IsZero() || !c.First.IsZero() {
		return bad("anchor %q leaves no room for start, parity, from or first", c.Anchor)
	}
	if c.Anchor.ofBirth() && c.step()%12 != 0 {
		return bad("periods that start every %d months are not in whole years from a birthday", c.step())
	}
	return nil
}

// checkCohorts: each cohort says in which years its periods start, and nothing
// else does.
func (c Calendar) checkCohorts(bad func(string, ...any) error) error {
	switch {
	case c.Anchor == ByAdmission:
		return bad("anchor %q and cohorts both say when periods start", c.Anchor)
	case c.Parity != AnyYear || !c.From.IsZero() || !c.First.IsZero():
		return bad("cohorts leave no room for parity, from or first")
	}
	for i, group := range c.Cohorts {
		says := func(format string, a ...any) error {
			return bad("cohort %d: %s", i+1, fmt.Sprintf(format, a...))
		}
		if err := group.check(says); err != nil {
			return err
		}
		if err := c.checkYears(group, says); err != nil {
			return err
		}
		group.From, group.Ends = Date{}, AnyYear
		for j, before := range c.Cohorts[:i] {
			if before.From, before.Ends = (Date{}), AnyYear; before == group {
				return says("its members are already in cohort %d", j+1)
			}
		}
	}
	return nil
}

// checkYears: from, or two years from a day of the year that something else says.
func (c Calendar) checkYears(group Cohort, bad func(string, ...any) error) error {
	switch {
	case group.From.IsZero() == (group.Ends == AnyYear):
		return bad("exactly one of from and ends says when its periods start")
	case !group.From.IsZero() && c.Anchor != ByCalendar:
		return bad("from and anchor %q both say when its periods start", c.Anchor)
	case !group.From.IsZero() && !c.startsOn(group.From):
		return bad("%s is not %s", group.From, c.Start)
	case group.Ends == AnyYear:
		return nil
	case !group.Ends.valid():
		return bad("unknown parity %q", group.Ends)
	case c.step() != 24:
		return bad("periods that end in %s years end every 24 months, not %d", group.Ends, c.step())
	case c.Anchor == ByCalendar && c.Start == (MonthDay{}):
		return bad("no first day of the year")
	}
	return nil
}

// check: at least one condition, and each one well written.
func (g Cohort) check(bad func(string, ...any) error) error {
	for _, p := range [...]Parity{g.Number, g.Birth, g.Admission} {
		if p != AnyYear && !p.valid() {
			return bad("unknown parity %q", p)
		}
	}
	switch {
	case g.Digits != "" && !isRange(g.Digits, isDigit):
		return bad("digits %q are neither one digit nor a range such as 0-3", g.Digits)
	case g.Initials != "" && !isRange(g.Initials, isCapital):
		return bad("initials %q are neither one capital nor a range such as A-G", g.Initials)
	case g == Cohort{From: g.From, Ends: g.Ends}:
		return bad("no condition says who is in it")
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
	case !c.startsOn(first):
		return bad("%s is not %s", first, c.Start)
	}
	return nil
}

// startsOn reports that periods that start on the day start on Start too, when
// there is one, in this year or in another.
func (c Calendar) startsOn(first Date) bool {
	if c.Start == (MonthDay{}) {
		return true
	}
	_, month, day := first.YMD()
	apart := 12 // months from one day of the year on which periods start to the next
	for apart > 1 && (12%apart != 0 || c.step()%apart != 0) {
		apart--
	}
	return (month-c.Start.Month)%apart == 0 && day == min(c.Start.Day, daysIn(first.Year(), month))
}

func (p Parity) valid() bool { return p == EvenYear || p == OddYear }
