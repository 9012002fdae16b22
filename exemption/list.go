package exemption

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// Sort is what a list of requests is sorted by.
type Sort string

// The sorts. The zero value is by first day of the ground, the latest first.
const (
	ByFirst     Sort = ""
	ByGround    Sort = "ground"
	ByGranted   Sort = "granted"
	BySubmitted Sort = "submitted"
)

// Query chooses and sorts requests.
type Query struct {
	// Text is looked for in the ground's label, the details and the note, whatever
	// the case and the accents. Empty chooses all.
	Text string
	// States chooses requests in these states; none chooses all but those
	// discarded.
	States []State
	// Period chooses a reference period by its first day; empty chooses all.
	Period  string
	Sort    Sort
	Reverse bool
}

// Choose returns the requests that the query chooses, in its order. Equal ones
// are in the order of their identifiers.
func (q Query) Choose(all []Request, grounds Grounds) []Request {
	text := hours.Fold(q.Text)
	chosen := slices.DeleteFunc(slices.Clone(all), func(r Request) bool {
		switch {
		case len(q.States) > 0 && !slices.Contains(q.States, r.State):
			return true
		case len(q.States) == 0 && r.State == Discarded:
			return true
		case q.Period != "" && r.Period.String() != q.Period:
			return true
		}
		ground, _ := grounds.Ground(r.Entry.Ground)
		searched := strings.Join([]string{ground.Label.FR, ground.Label.EN, r.Entry.Details, r.Entry.Note}, " ")
		return !strings.Contains(hours.Fold(searched), text)
	})
	slices.SortStableFunc(chosen, func(a, b Request) int {
		order := q.compare(a, b)
		if q.Reverse {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.ID, b.ID))
	})
	return chosen
}

func (q Query) compare(a, b Request) int {
	switch q.Sort {
	case ByGround:
		return cmp.Compare(a.Entry.Ground, b.Entry.Ground)
	case ByGranted:
		return a.Granted.Compare(b.Granted)
	case BySubmitted:
		return a.Submitted.Compare(b.Submitted)
	case ByFirst:
	}
	return b.Claim.First.Compare(a.Claim.First)
}
