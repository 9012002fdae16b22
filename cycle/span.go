package cycle

import "fmt"

// Span is a run of days, half-open: From is in, To is the day after the last.
// The zero value holds no day.
type Span struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Days returns the span from a first to a last day, both in; the same day twice
// is a span of one day. The error is [ErrEmptySpan] when the last day is before
// the first, [ErrBadDate] when either is no day.
func Days(first, last Date) (Span, error) {
	if first.IsZero() || last.IsZero() {
		return Span{}, ErrBadDate
	}
	if last.Before(first) {
		return Span{}, fmt.Errorf("%w: %s to %s", ErrEmptySpan, first, last)
	}
	return Span{first, last.AddDays(1)}, nil
}

// IsZero reports the zero Span.
func (s Span) IsZero() bool { return s == Span{} }

// Empty reports a span without a day.
func (s Span) Empty() bool { return s.From.IsZero() || !s.From.Before(s.To) }

// Len returns the number of days, 0 for an empty span.
func (s Span) Len() int {
	if s.Empty() {
		return 0
	}
	return s.To.Sub(s.From)
}

// Last returns the last day in the span, the zero Date when there is none.
func (s Span) Last() Date {
	if s.Empty() {
		return Date{}
	}
	return s.To.AddDays(-1)
}

// Contains reports that the day is in the span.
func (s Span) Contains(d Date) bool { return !s.Empty() && !d.Before(s.From) && d.Before(s.To) }

// Intersect returns the days that are in both, the zero Span when none is.
func (s Span) Intersect(other Span) Span {
	both := Span{later(s.From, other.From), earlier(s.To, other.To)}
	if s.Empty() || other.Empty() || both.Empty() {
		return Span{}
	}
	return both
}

// Overlaps reports that a day is in both.
func (s Span) Overlaps(other Span) bool { return !s.Intersect(other).Empty() }

// MonthsWhole returns the number of whole months that fit from the span's first
// day: from 1 February to 31 March, two; from 2 February to 31 March, one. A month
// from the 31st ends with a shorter month that follows.
func (s Span) MonthsWhole() int {
	if s.Empty() {
		return 0
	}
	n := s.To.months() - s.From.months()
	if s.From.AddMonths(n).After(s.To) {
		n--
	}
	return n
}

// MonthsTouched returns the number of calendar months of which the span holds at
// least a day.
func (s Span) MonthsTouched() int {
	if s.Empty() {
		return 0
	}
	return s.Last().months() - s.From.months() + 1
}

// MonthsCalendar returns the number of calendar months that are in the span from
// their first day to their last: from 2 February to 31 March, one, and from
// 2 February to 30 March, none.
func (s Span) MonthsCalendar() int {
	if s.Empty() {
		return 0
	}
	first := s.From.months()
	if s.From.Day() > 1 {
		first++
	}
	return max(s.To.months()-first, 0)
}

// String returns both days, the last one included: "2022-01-01/2025-03-31".
func (s Span) String() string {
	if s.Empty() {
		return ""
	}
	return s.From.String() + "/" + s.Last().String()
}

func later(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}

func earlier(a, b Date) Date {
	if b.Before(a) {
		return b
	}
	return a
}
