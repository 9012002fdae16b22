package hours

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Unlisted is a title, a provider or a trainer that members typed because it was not
// in the order's list (P24 to P26): one for all that searches compare as the same.
type Unlisted struct {
	// Text is the way it was typed most often, and Variants all ways, the most frequent
	// first.
	Text     string   `json:"text"`
	Variants []string `json:"variants"`
	// Declarations is how many have it, Members of how many members, and Latest when
	// the latest was submitted.
	Declarations int       `json:"declarations"`
	Members      int       `json:"members"`
	Latest       time.Time `json:"latest"`
	// Near are the entries of the list that share a word with it.
	Near []Listing `json:"near"`
}

// Typed returns what the activity has of a list's kind that is not in the list: what
// was typed in its place; empty otherwise.
func (a Activity) Typed(kind ListKind) string {
	switch {
	case kind == Activities && a.Listing == "":
		return a.Title
	case kind == Providers && a.ProviderListing == "":
		return a.Provider
	case kind == Trainers && a.TrainerListing == "":
		return a.Trainer
	}
	return ""
}

// Unlisted reports a declaration, submitted and neither withdrawn nor cancelled, in
// which something was typed that is not in a list.
func (d Declaration) Unlisted() bool {
	if !d.State.Pending() && d.State != Counted && d.State != Refused {
		return false
	}
	return slices.ContainsFunc(ListKinds(), func(kind ListKind) bool { return d.Activity.Typed(kind) != "" })
}

// Unlisted gathers what was typed in place of an entry of the list, in the
// declarations that [Declaration.Unlisted] reports. What the list names by now
// ([Lists.Named]) is dealt with, and left out. The most frequent is first.
func (l Lists) Unlisted(kind ListKind, declarations []Declaration) []Unlisted {
	type gathered struct {
		of      Unlisted
		ways    map[string]int
		members map[string]bool
	}
	all := map[string]*gathered{}
	for _, d := range declarations {
		text := d.Activity.Typed(kind)
		key := squeezed(text)
		if key == "" || !d.Unlisted() {
			continue
		}
		g := all[key]
		if g == nil {
			g = &gathered{ways: map[string]int{}, members: map[string]bool{}}
			all[key] = g
		}
		g.of.Declarations++
		g.ways[text]++
		g.members[string(d.Member)] = true
		g.of.Latest = latest(g.of.Latest, d.Submitted)
	}
	var found []Unlisted
	for key, g := range all {
		if _, known := l.Named(kind, key); known {
			continue
		}
		for way := range g.ways {
			g.of.Variants = append(g.of.Variants, way)
		}
		slices.SortFunc(g.of.Variants, func(a, b string) int { return cmp.Or(cmp.Compare(g.ways[b], g.ways[a]), cmp.Compare(a, b)) })
		g.of.Text, g.of.Members = g.of.Variants[0], len(g.members)
		g.of.Near = l.Near(kind, key)
		found = append(found, g.of)
	}
	slices.SortFunc(found, func(a, b Unlisted) int {
		return cmp.Or(cmp.Compare(b.Declarations, a.Declarations), cmp.Compare(Fold(a.Text), Fold(b.Text)))
	})
	return found
}

// Near returns the entries of a list that share a word with the text, for somebody
// about to add it.
func (l Lists) Near(kind ListKind, text string) []Listing {
	return slices.DeleteFunc(l.Of(kind), func(item Listing) bool { return !item.Near(text) })
}

// ListSort is what a list, or what is not in it, is sorted by.
type ListSort string

// The sorts. The zero value is that of the list: by label, or the most frequent first.
const (
	ByOrder  ListSort = ""
	ByLabel  ListSort = "label"
	ByLatest ListSort = "latest"
)

// ListQuery chooses and sorts entries of a list, or what is not in it.
type ListQuery struct {
	// Text is looked for whatever the case and the accents. Empty chooses all.
	Text string
	Sort ListSort
	// Reverse turns the order round.
	Reverse bool
}

// Choose returns the entries that the query chooses, by label or by their latest
// change.
func (q ListQuery) Choose(all []Listing) []Listing {
	chosen := slices.DeleteFunc(slices.Clone(all), func(l Listing) bool {
		return !strings.Contains(squeezed(strings.Join(append([]string{l.Label, l.From}, l.Former...), " ")), squeezed(q.Text))
	})
	slices.SortStableFunc(chosen, func(a, b Listing) int {
		if q.Sort == ByLatest {
			return b.Changed.Compare(a.Changed)
		}
		return cmp.Compare(Fold(a.Label), Fold(b.Label))
	})
	if q.Reverse {
		slices.Reverse(chosen)
	}
	return chosen
}

// ChooseUnlisted returns what was typed that the query chooses.
func (q ListQuery) ChooseUnlisted(all []Unlisted) []Unlisted {
	chosen := slices.DeleteFunc(slices.Clone(all), func(u Unlisted) bool {
		return !slices.ContainsFunc(u.Variants, func(way string) bool { return strings.Contains(squeezed(way), squeezed(q.Text)) })
	})
	slices.SortStableFunc(chosen, func(a, b Unlisted) int {
		switch q.Sort {
		case ByLabel:
			return cmp.Compare(Fold(a.Text), Fold(b.Text))
		case ByLatest:
			return b.Latest.Compare(a.Latest)
		case ByOrder:
		}
		return 0
	})
	if q.Reverse {
		slices.Reverse(chosen)
	}
	return chosen
}
