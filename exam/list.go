package exam

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Row is a learner in an operator's list.
type Row struct {
	Learner Learner
	// Sitting is the live one, as it is at the instant of the list; nil when there is
	// none.
	Sitting *Sitting
}

// InProgress reports an exam that is going on: the rows in red, which come first (E13).
func (r Row) InProgress() bool { return r.Sitting != nil && r.Sitting.Attempt.State.Begun() }

// Sort is what a list of learners is sorted by, after the exams in progress.
type Sort string

// The sorts. The zero value is by last name, then first.
const (
	ByLast  Sort = ""
	ByFirst Sort = "first"
	ByCode  Sort = "code"
	ByEmail Sort = "email"
)

// Query chooses and sorts the learners of a service point.
type Query struct {
	// Text is looked for in the user code, the names and the e-mail address, whatever
	// the case and the accents (E3); each word must be found. Empty chooses all.
	Text string
	// InProgress chooses the exams that are going on alone.
	InProgress bool
	Sort       Sort
	Reverse    bool
}

// Choose returns the rows that the query chooses: the exams in progress first, whatever
// the order. A user code that is given whole is that learner's alone; otherwise
// everybody who is found is returned, and nobody is picked.
func (q Query) Choose(rows []Row) []Row {
	words := strings.Fields(hours.Fold(q.Text))
	text := strings.Join(words, " ")
	exact := slices.ContainsFunc(rows, func(r Row) bool { return text != "" && hours.Fold(r.Learner.Code()) == text })
	chosen := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool {
		l := r.Learner
		switch {
		case q.InProgress && !r.InProgress():
			return true
		case exact:
			return hours.Fold(l.Code()) != text
		}
		searched := hours.Fold(strings.Join([]string{l.Code(), l.First, l.Last, l.First, l.Email}, " "))
		return slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(searched, word) })
	})
	slices.SortStableFunc(chosen, func(a, b Row) int {
		if a.InProgress() != b.InProgress() {
			if a.InProgress() {
				return -1
			}
			return 1
		}
		order := q.compare(a.Learner, b.Learner)
		if q.Reverse {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.Learner.Member, b.Learner.Member))
	})
	return chosen
}

func (q Query) compare(a, b Learner) int {
	fold := func(x, y string) int { return cmp.Compare(hours.Fold(x), hours.Fold(y)) }
	switch q.Sort {
	case ByFirst:
		return cmp.Or(fold(a.First, b.First), fold(a.Last, b.Last))
	case ByCode:
		return fold(a.Code(), b.Code())
	case ByEmail:
		return fold(a.Email, b.Email)
	case ByLast:
	}
	return cmp.Or(fold(a.Last, b.Last), fold(a.First, b.First))
}

// listed returns the rows of a service point at an instant: the learners in training
// there, and whoever has a live sitting there. A result counts from the moment of the
// end, even before the learner's file has it (E14).
func listed(learners []Learner, unfiled []Sitting, now time.Time) []Row {
	ended, live := map[identity.MemberID]Sitting{}, map[identity.MemberID]*Sitting{}
	for _, s := range unfiled {
		if s = s.At(now); s.Live() {
			live[s.Member] = &s
		} else {
			ended[s.Member] = s
		}
	}
	var rows []Row
	for _, l := range learners {
		if s, ok := ended[l.Member]; ok {
			l = l.file(s)
		}
		if s := live[l.Member]; s != nil || l.InTraining() {
			rows = append(rows, Row{l, s})
		}
	}
	return rows
}
