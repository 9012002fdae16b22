package hours

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Waiting is a declaration that waits for staff, with whose it is.
type Waiting struct {
	Declaration
	Holder identity.Member
}

// QueueStatus is what staff have to do of a declaration that waits.
type QueueStatus string

// The statuses. The zero value is all of them. ToDecide is New and Begun together.
const (
	ToDecide  QueueStatus = "decision"
	New       QueueStatus = "submitted"  // nobody has taken it into review
	Begun     QueueStatus = "in-review"  // somebody has
	ToCorrect QueueStatus = "correction" // decided, and the member asks for a correction
)

// QueueStatuses lists every status but the zero value.
func QueueStatuses() []QueueStatus { return []QueueStatus{ToDecide, New, Begun, ToCorrect} }

// is reports that a declaration that waits has the status.
func (s QueueStatus) is(d *Declaration) bool {
	switch s {
	case ToDecide:
		return d.State.Pending()
	case New:
		return d.State == Submitted
	case Begun:
		return d.State == InReview
	case ToCorrect:
		return !d.State.Pending()
	}
	return true
}

// QueueSort is what the queue is sorted by.
type QueueSort string

// The sorts. The zero value is the oldest first, by when they were submitted.
const (
	OldestFirst      QueueSort = ""
	QueuedByMember   QueueSort = "member"
	QueuedByTitle    QueueSort = "title"
	QueuedByCategory QueueSort = "category"
	QueuedByHours    QueueSort = "hours"
)

// QueueQuery chooses and sorts declarations that wait. The zero value chooses all.
type QueueQuery struct {
	// Text is words that are all found, whatever the case and the accents, in the title,
	// the provider and the trainer, or in the member's names, number and permit.
	Text   string
	Status QueueStatus
	// Category is one of the regulation's, and Provider a name as declared, compared as
	// searches do.
	Category string
	Provider string
	// Days chooses those that have waited as many days at least; 0 chooses all.
	Days int
	Sort QueueSort
	// Reverse turns the order round.
	Reverse bool
}

// Choose returns those that the query chooses, in its order. Equal ones are in the
// order in which they were submitted, then of members and identifiers.
func (q QueueQuery) Choose(all []Waiting, now time.Time) []Waiting {
	words := strings.Fields(Fold(q.Text))
	var chosen []Waiting
	for i := range all {
		if !slices.Contains(q.fits(words, &all[i], now), false) {
			chosen = append(chosen, all[i])
		}
	}
	q.order(chosen)
	return chosen
}

// The filters of a query, in the order of fits.
const (
	byText = iota
	byStatus
	byCategory
	byProvider
	byDays
)

// fits says of each filter whether the declaration passes it.
func (q QueueQuery) fits(words []string, w *Waiting, now time.Time) []bool {
	fits := []bool{true, q.Status.is(&w.Declaration), true, true, q.waited(q.Days, w, now)}
	if len(words) > 0 {
		m := &w.Holder
		text := Fold(strings.Join([]string{w.searched(), m.First, m.Last, m.Permit, string(m.ID)}, " "))
		fits[byText] = !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
	}
	fits[byCategory] = q.Category == "" || w.Activity.Category == q.Category
	fits[byProvider] = q.Provider == "" || Fold(w.Activity.Provider) == Fold(q.Provider)
	return fits
}

func (q QueueQuery) waited(days int, w *Waiting, now time.Time) bool {
	return days == 0 || !w.Submitted.After(now.AddDate(0, 0, -days))
}

func (q QueueQuery) order(all []Waiting) {
	slices.SortStableFunc(all, func(a, b Waiting) int {
		order := 0
		switch q.Sort {
		case QueuedByMember:
			order = cmp.Or(cmp.Compare(Fold(a.Holder.Last), Fold(b.Holder.Last)), cmp.Compare(Fold(a.Holder.First), Fold(b.Holder.First)))
		case QueuedByTitle:
			order = cmp.Compare(Fold(a.Activity.Title), Fold(b.Activity.Title))
		case QueuedByCategory:
			order = cmp.Compare(a.Activity.Category, b.Activity.Category)
		case QueuedByHours:
			order = a.Activity.Hours.Compare(b.Activity.Hours)
		case OldestFirst:
			order = a.Submitted.Compare(b.Submitted)
		}
		if q.Reverse {
			order = -order
		}
		return cmp.Or(order, a.Submitted.Compare(b.Submitted), cmp.Compare(a.Member, b.Member), cmp.Compare(a.ID, b.ID))
	})
}

// Place returns where a declaration stands among those that the query chose, from 0,
// and those before and after it; nil where there is none. One that is no longer among
// them has the place that it had, and is none of its neighbours.
func (q QueueQuery) Place(chosen []Waiting, of Waiting) (at int, before, after *Waiting) {
	all := slices.DeleteFunc(slices.Clone(chosen), func(w Waiting) bool { return w.Key == of.Key })
	q.order(all)
	with := append(slices.Clone(all), of)
	q.order(with)
	at = slices.IndexFunc(with, func(w Waiting) bool { return w.Key == of.Key })
	if at > 0 {
		before = &all[at-1]
	}
	if at < len(all) {
		after = &all[at]
	}
	return at, before, after
}

// CountedValue is a value of a filter, and how many declarations it would choose with the
// rest of the query as it is.
type CountedValue struct {
	Value string
	N     int
}

// QueueCounts are those of the filters of a query.
type QueueCounts struct {
	Status map[QueueStatus]int
	// Categories and Providers are those that the queue holds, whatever the query
	// chooses: categories in the order of their identifiers, providers the most frequent
	// first.
	Categories []CountedValue
	Providers  []CountedValue
	// Days counts those that have waited as many days at least.
	Days map[int]int
}

// Counts counts, for each value of each filter, what it would choose. days are the
// values of the filter of that name.
func (q QueueQuery) Counts(all []Waiting, now time.Time, days ...int) QueueCounts {
	words := strings.Fields(Fold(q.Text))
	counts := QueueCounts{Status: map[QueueStatus]int{}, Days: map[int]int{}}
	categories, providers := map[string]int{}, map[string]int{}
	written, held := map[string]string{}, map[string]int{}
	for i := range all {
		w := &all[i]
		fits := q.fits(words, w, now)
		but := func(filter int) int {
			for f, fit := range fits {
				if f != filter && !fit {
					return 0
				}
			}
			return 1
		}
		categories[w.Activity.Category] += but(byCategory)
		if name := Fold(w.Activity.Provider); name != "" {
			providers[name] += but(byProvider)
			held[name]++
			if written[name] == "" {
				written[name] = w.Activity.Provider
			}
		}
		for _, s := range append(QueueStatuses(), "") {
			if s.is(&w.Declaration) {
				counts.Status[s] += but(byStatus)
			}
		}
		for _, n := range append([]int{0}, days...) {
			if q.waited(n, w, now) {
				counts.Days[n] += but(byDays)
			}
		}
	}
	for id, n := range categories {
		counts.Categories = append(counts.Categories, CountedValue{id, n})
	}
	for name, n := range providers {
		counts.Providers = append(counts.Providers, CountedValue{written[name], n})
	}
	slices.SortFunc(counts.Categories, func(a, b CountedValue) int { return cmp.Compare(a.Value, b.Value) })
	slices.SortFunc(counts.Providers, func(a, b CountedValue) int {
		return cmp.Or(cmp.Compare(held[Fold(b.Value)], held[Fold(a.Value)]), cmp.Compare(Fold(a.Value), Fold(b.Value)))
	})
	return counts
}
