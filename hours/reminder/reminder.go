// Package reminder tells members, ahead of each last day, what they have left to
// do: 12, 6, 3 and 1 months before it, or at those of these times that they choose.
//
// Start with [Due], which says what is to be sent today, and with [Reminders], the
// desk: [Reminders.Sweep] goes through the members of an organisation and writes
// each reminder into the outbox, once, and [Reminders.Prefer] and [Reminders.Stop]
// tune them. Legal notices are no reminders (identity.MessageKind.Legal): nothing
// here stops them.
//
// Files other than reminders*.go and store.go are pure.
package reminder

import (
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Times are how many months before a last day reminders are sent, the earliest
// reminder first.
func Times() []int { return []int{12, 6, 3, 1} }

// Day returns the day of the reminder so many months before a last day: the same
// day of the month, or the last one of a month that is shorter. Twelve, six, three
// and one months before 31 March 2028 are 31 March, 30 September and 31 December
// 2027, and 29 February 2028.
func Day(last cycle.Date, months int) cycle.Date { return last.AddMonths(-months) }

// Reminder is one that is to be sent.
type Reminder struct {
	// Last is the last day that it is about, and Months how long before it is sent,
	// among [Times].
	Last   cycle.Date
	Months int
	// Left is what is left to do by then, supposing that everything pending is
	// counted; Pending says that something is.
	Left    []Item
	Pending bool
}

// Item is an amount that is left of a requirement.
type Item struct {
	Label   identity.Text
	Amount  hours.Hours
	Unit    identity.Text
	Measure hours.Measure
}

// ID identifies the reminder among those of its member: there is one for a last day
// and a time, ever.
func (r Reminder) ID() string { return "reminder-" + r.Last.String() + "-" + strconv.Itoa(r.Months) }

// Due returns the reminders that are to be sent today, in the order of their last
// days. deadlines are the member's (hours.Ledger.Deadlines), kept what was sent and
// chosen so far, and entered the day on which the member came on the roll for the
// latest time.
//
// For each last day there is one at most: the latest of which the day has come, so
// that a server that was down sends one and not all that it missed. None is sent
// when nothing is left to do; when its day came before the window began, before the
// member entered, or before they last chose their reminders; nor when it, or a later
// one, was sent.
func Due(deadlines []hours.Deadline, kept Record, entered, today cycle.Date) []Reminder {
	var all []Reminder
	for _, d := range deadlines {
		left, pending := left(d)
		if len(left) == 0 {
			continue
		}
		from := latest(d.Window.From, entered, kept.Since)
		months, due := kept.next(d.Last, from, today)
		if !due {
			continue
		}
		i := slices.IndexFunc(all, func(r Reminder) bool { return r.Last == d.Last })
		if i < 0 {
			i = len(all)
			all = append(all, Reminder{Last: d.Last, Months: months})
		}
		all[i].Left = append(all[i].Left, left...)
		all[i].Pending = all[i].Pending || pending
	}
	slices.SortStableFunc(all, func(a, b Reminder) int { return a.Last.Compare(b.Last) })
	return all
}

// next returns the reminder of a last day that is to be sent today.
func (r Record) next(last, from, today cycle.Date) (months int, due bool) {
	for _, months := range slices.Backward(r.Chosen().Months) {
		day := Day(last, months)
		if day.After(today) {
			continue
		}
		sent := slices.ContainsFunc(r.Sent, func(s Sent) bool { return s.Last == last && s.Months <= months })
		return months, !sent && !day.Before(from)
	}
	return 0, false
}

// left returns what is left to do in a deadline when everything pending is counted.
func left(d hours.Deadline) (all []Item, pending bool) {
	for _, l := range d.Lines {
		if l.AfterPending.IsZero() {
			continue
		}
		pending = pending || l.AfterPending.Less(l.Remaining)
		all = append(all, Item{label(d.Version, l.Requirement), l.AfterPending, d.Version.Unit, l.Measure})
	}
	return all, pending
}

func label(v hours.Version, requirement string) identity.Text {
	for i := range v.Requirements {
		if q := &v.Requirements[i]; q.ID == requirement && q.Label.FR != "" {
			return q.Label
		}
	}
	return identity.Text{FR: requirement, EN: requirement}
}

func latest(days ...cycle.Date) cycle.Date { return slices.MaxFunc(days, cycle.Date.Compare) }
