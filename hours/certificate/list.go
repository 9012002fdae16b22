package certificate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// Sort is what a list of certificates is sorted by.
type Sort string

// The sorts. The zero value is by instant of issue, the latest first.
const (
	ByIssue  Sort = ""
	ByPeriod Sort = "period"
)

// Query chooses and sorts certificates.
type Query struct {
	// Text is looked for in codes, names and reasons, whatever the case and the
	// accents; in codes, whatever the groups. Empty chooses all.
	Text string
	// Period chooses a reference period by its first day; empty chooses all.
	Period string
	// States chooses certificates in these states; none chooses all.
	States []State
	Sort   Sort
	// Reverse turns the order round.
	Reverse bool
}

// Choose returns the certificates that the query chooses, in its order. Of equal ones
// the latest is first.
func (q Query) Choose(all []Certificate) []Certificate {
	text := hours.Fold(q.Text)
	code := strings.ToUpper(strings.ReplaceAll(q.Text, "-", ""))
	chosen := slices.DeleteFunc(slices.Clone(all), func(c Certificate) bool {
		switch {
		case q.Period != "" && c.Period.Key() != q.Period:
			return true
		case len(q.States) > 0 && !slices.Contains(q.States, c.State):
			return true
		}
		return !strings.Contains(hours.Fold(c.Name+" "+c.Reason), text) && !strings.Contains(string(c.Code), code)
	})
	slices.SortStableFunc(chosen, func(a, b Certificate) int {
		order := 0
		switch q.Sort {
		case ByIssue:
			order = b.Issued.Compare(a.Issued)
		case ByPeriod:
			order = a.Period.From.Compare(b.Period.From)
		}
		if q.Reverse {
			order = -order
		}
		return cmp.Or(order, b.Issued.Compare(a.Issued), cmp.Compare(a.Code, b.Code))
	})
	return chosen
}
