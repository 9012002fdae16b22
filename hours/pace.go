package hours

// Pace is how what is counted so far compares with what is left to do by the end of the
// period. It is no rule of a regulation: it helps a person to plan, and decides nothing.
type Pace struct {
	// Reached is what the total would come to on the last day, were as much done each
	// day as there was so far; [Line.Due] at the most. Enough says that it comes to it.
	Reached Hours
	Enough  bool
	// Monthly is what is left for each month until the end, a month being a twelfth of
	// a year of 365 days.
	Monthly Hours
}

// The days that a pace needs before it means anything, and the days below which what is
// left is better said as a whole.
const (
	paceSoFar = 90
	paceAhead = 60
)

// Pace returns the pace of the total; ok is false when there is none to tell: nothing
// is left, the total is not counted in hours, fewer than 90 days have passed since the
// start, or fewer than 60 are left.
func (b Balance) Pace() (p Pace, ok bool) {
	total := b.Total()
	if total.Requirement == "" || total.Measure != InHours || total.Remaining.IsZero() {
		return Pace{}, false
	}
	// The day itself is still ahead.
	sofar, ahead := b.Day.Sub(b.Start), b.End.Sub(b.Day)+1
	if sofar < paceSoFar || ahead < paceAhead {
		return Pace{}, false
	}
	// What was carried over was there on the first day, and does not grow.
	reached := total.Carried.Plus(total.Counted.Times(int64(sofar+ahead), int64(sofar)))
	p = Pace{Reached: Least(reached, total.Due), Enough: !reached.Less(total.Due)}
	p.Monthly = total.Remaining.Times(365, int64(12*ahead))
	return p, true
}
