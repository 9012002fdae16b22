package closing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Row is a period that has ended, of one member, as the list of staff shows it.
type Row struct {
	Closing
	Holder identity.Member
	// DeclareBy is the last day to declare what was done in it.
	DeclareBy cycle.Date
	// Over: that day has passed.
	Over bool
}

// Due returns the last day that runs in the period: to declare while it is open, or
// of the latest delay of a notice; the zero Date when none does.
func (r Row) Due() cycle.Date {
	switch {
	case r.State == Open:
		return r.DeclareBy
	case r.Notice != nil && (r.State == Noticed || r.State == Final):
		return r.Notice.Ends()
	}
	return cycle.Date{}
}

// Sort is what a list of periods is sorted by.
type Sort string

// The sorts. The zero value is by period, the latest first.
const (
	ByPeriod Sort = ""
	ByMember Sort = "member"
	ByState  Sort = "state"
	ByDue    Sort = "due"
)

// Query chooses and sorts rows.
type Query struct {
	// Text is looked for in the member's name and permit, whatever the case and the
	// accents. Empty chooses all.
	Text string
	// States chooses periods in these states; none chooses all.
	States []State
	// Period chooses a period by its first day; empty chooses all.
	Period  string
	Sort    Sort
	Reverse bool
}

// Choose returns the rows that the query chooses, in its order; equal ones by member,
// then the latest period first.
func (q Query) Choose(all []Row) []Row {
	text := hours.Fold(q.Text)
	chosen := slices.DeleteFunc(slices.Clone(all), func(r Row) bool {
		m := r.Holder
		return len(q.States) > 0 && !slices.Contains(q.States, r.State) || q.Period != "" && q.Period != r.Period.String() ||
			!strings.Contains(hours.Fold(m.Name()+" "+m.Last+" "+m.Permit), text)
	})
	name := func(a, b Row) int {
		return cmp.Or(cmp.Compare(hours.Fold(a.Holder.Last), hours.Fold(b.Holder.Last)),
			cmp.Compare(hours.Fold(a.Holder.First), hours.Fold(b.Holder.First)), cmp.Compare(a.Holder.ID, b.Holder.ID))
	}
	slices.SortStableFunc(chosen, func(a, b Row) int {
		order := 0
		switch q.Sort {
		case ByPeriod:
			order = b.Period.Compare(a.Period)
		case ByMember:
			order = name(a, b)
		case ByState:
			order = cmp.Compare(slices.Index(States(), a.State), slices.Index(States(), b.State))
		case ByDue:
			order = due(a).Compare(due(b))
		}
		if q.Reverse {
			order = -order
		}
		return cmp.Or(order, name(a, b), b.Period.Compare(a.Period))
	})
	return chosen
}

// due puts rows without a last day after the others.
func due(r Row) cycle.Date {
	if day := r.Due(); !day.IsZero() {
		return day
	}
	return cycle.Forever
}
