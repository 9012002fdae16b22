package hours

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Sort is what a list of declarations is sorted by.
type Sort string

// The sorts. The zero value is by first day, the latest first.
const (
	ByFirst     Sort = ""
	ByTitle     Sort = "title"
	ByCategory  Sort = "category"
	ByHours     Sort = "hours"
	BySubmitted Sort = "submitted"
)

// Query chooses and sorts declarations.
type Query struct {
	// Text is looked for in titles, providers and trainers, whatever the case and
	// the accents. Empty chooses all.
	Text string
	// States chooses declarations in these states; none chooses the drafts and what
	// was declared, and neither what is proposed nor what nobody has any more.
	States []State
	// Period chooses a reference period by its first day; empty chooses all.
	Period string
	Sort   Sort
	// Reverse turns the order round.
	Reverse bool
}

// Choose returns the declarations that the query chooses, in its order. Equal
// ones are in the order of their identifiers.
func (q Query) Choose(all []Declaration) []Declaration {
	text := Fold(q.Text)
	chosen := slices.DeleteFunc(slices.Clone(all), func(d Declaration) bool {
		switch {
		case len(q.States) > 0 && !slices.Contains(q.States, d.State):
			return true
		case len(q.States) == 0 && d.State != Draft && !d.State.Declared():
			return true
		case q.Period != "" && d.Period.String() != q.Period:
			return true
		}
		return !strings.Contains(Fold(d.searched()), text)
	})
	slices.SortStableFunc(chosen, func(a, b Declaration) int {
		order := q.compare(a, b)
		if q.Reverse {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.ID, b.ID))
	})
	return chosen
}

func (q Query) compare(a, b Declaration) int {
	switch q.Sort {
	case ByTitle:
		return cmp.Compare(Fold(a.Activity.Title), Fold(b.Activity.Title))
	case ByCategory:
		return cmp.Compare(a.Activity.Category, b.Activity.Category)
	case ByHours:
		return a.Activity.Hours.Compare(b.Activity.Hours)
	case BySubmitted:
		return a.Submitted.Compare(b.Submitted)
	case ByFirst:
	}
	return b.Activity.First.Compare(a.Activity.First)
}

func (d Declaration) searched() string {
	if d.State == Draft {
		return strings.Join([]string{d.Entry.Title, d.Entry.ProviderName, d.Entry.TrainerFirst, d.Entry.TrainerLast}, " ")
	}
	return strings.Join([]string{d.Activity.Title, d.Activity.Provider, d.Activity.Trainer}, " ")
}

// Fold returns the text as searches compare it: in lower case and without
// accents, so that "Éthique" is found by "ethique".
func Fold(text string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
	return strings.ToLower(strings.ReplaceAll(norm.NFC.String(plain), "’", "'"))
}
