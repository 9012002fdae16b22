package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// Check reports the first contradiction or omission, as an error that wraps
// [ErrBadInventory]: nothing is collected without a purpose, no purpose is without a
// holding, and every word that a holding uses is in the inventory and in the law.
func (i Inventory) Check(l Law) error {
	bad := func(format string, a ...any) error {
		return fmt.Errorf("%w: %s: %s", ErrBadInventory, i.ID, fmt.Sprintf(format, a...))
	}
	switch {
	case i.ID == "" || i.Law != l.ID:
		return bad("an identifier is needed, and the law that it is under: %q is not %q", i.Law, l.ID)
	case !both(i.Policy.Title) || i.Policy.Version == "" || i.Policy.Effective.IsZero():
		return bad("the policy needs a title in both languages, a version and a day")
	case !both(i.Officer.Title) || i.Officer.Email == "" || i.Withdrawals == "":
		return bad("the person in charge needs a title in both languages and an address, and withdrawals an address")
	case len(i.Groups) == 0 || len(i.Held) == 0:
		return bad("a group and a holding are needed")
	}
	for _, check := range []func(Law) string{i.checkWords, i.checkCollected, i.checkHeld, i.checkUsed, i.checkStatements, i.checkSections, i.checkNotices} {
		if what := check(l); what != "" {
			return bad("%s", what)
		}
	}
	return nil
}

// word is an entry of the inventory's vocabulary.
type word struct {
	kind, id string
	label    identity.Text
	source   string
}

func (i Inventory) words() []word {
	var all []word
	for _, w := range i.Groups {
		all = append(all, word{"group", w.ID, w.Label, w.Source})
	}
	for _, w := range i.Categories {
		all = append(all, word{"category", w.ID, w.Label, w.Source})
	}
	for _, w := range i.Purposes {
		all = append(all, word{"purpose", w.ID, w.Label, w.Source})
	}
	for _, w := range i.Means {
		all = append(all, word{"means", w.ID, w.Label, w.Source})
	}
	for _, w := range i.Recipients {
		all = append(all, word{"recipient", w.ID, w.Label, w.Source})
	}
	for _, w := range i.Places {
		all = append(all, word{"place", w.ID, w.Label, w.Source})
	}
	for _, w := range i.Classes {
		all = append(all, word{"class", w.ID, w.Label, w.Source})
	}
	for _, w := range i.Staff {
		all = append(all, word{"staff", w.ID, w.Label, w.Source})
	}
	for _, w := range i.Statements {
		all = append(all, word{"statement", w.ID, w.Text, w.Source})
	}
	return all
}

func (i Inventory) has(kind, id string) bool {
	return slices.ContainsFunc(i.words(), func(w word) bool { return w.kind == kind && w.id == id })
}

func (i Inventory) checkWords(Law) string {
	seen := map[[2]string]bool{}
	for _, w := range i.words() {
		if key := [2]string{w.kind, w.id}; !identity.WellFormed(w.id) || seen[key] || !both(w.label) || w.source == "" {
			return fmt.Sprintf("a %s needs an identifier of its own, both languages and a source: %q", w.kind, w.id)
		}
		seen[[2]string{w.kind, w.id}] = true
	}
	for _, d := range i.Staff {
		for _, r := range d.Roles {
			if !slices.Contains(identity.Roles(), r) {
				return fmt.Sprintf("%s: %q is no role", d.ID, r)
			}
		}
	}
	for _, g := range i.Groups {
		for _, r := range g.Roles {
			if r != Everybody && !slices.Contains(identity.Roles(), r) {
				return fmt.Sprintf("%s: %q is no role", g.ID, r)
			}
		}
	}
	for _, c := range i.Categories {
		if !slices.Contains([]Nature{Personal, Professional, Public}, c.Nature) {
			return fmt.Sprintf("%s: %q is no nature", c.ID, c.Nature)
		}
	}
	for _, p := range i.Purposes {
		switch {
		case !slices.Contains(Regimes(), p.Regime):
			return fmt.Sprintf("%s: %q is no regime", p.ID, p.Regime)
		case p.Profiling && !p.Consent:
			return p.ID + " assesses how people behave, and does not ask for consent (V18)"
		case p.Ends != (identity.Text{}) && !both(p.Ends):
			return p.ID + " says in one language only what a withdrawal ends (V7)"
		}
	}
	for _, c := range i.Classes {
		if c.Years < 0 {
			return c.ID + " has fewer than no years"
		}
	}
	for _, d := range i.Staff {
		for _, p := range d.Purposes {
			if !i.has("purpose", p) {
				return fmt.Sprintf("%s: %q is no purpose", d.ID, p)
			}
		}
	}
	return ""
}

func (i Inventory) checkCollected(Law) string {
	for _, g := range i.Groups {
		seen := map[string]bool{}
		for _, c := range g.Collects {
			switch {
			case !i.has("category", c.Category) || seen[c.Category]:
				return fmt.Sprintf("%s: %q is no category, or is collected twice", g.ID, c.Category)
			case c.Only != (identity.Text{}) && !both(c.Only):
				return fmt.Sprintf("%s: %s says in one language only when it is collected", g.ID, c.Category)
			}
			seen[c.Category] = true
		}
		if len(seen) == 0 {
			return g.ID + " is a group from whom nothing is collected"
		}
	}
	return ""
}

func (i Inventory) checkHeld(l Law) string {
	known := map[ArticleID]bool{}
	for _, a := range l.Articles {
		known[a.ID] = true
	}
	seen := map[HoldingID]bool{}
	for _, h := range i.Holdings() {
		group, _ := i.Group(h.Group)
		purpose, there := i.Purpose(h.Purpose)
		switch {
		case !there || !i.has("place", h.Place) || !i.has("class", h.Class) || h.Source == "":
			return fmt.Sprintf("%s needs a purpose, a place, a class of retention and a source of the inventory", h.ID)
		case !slices.ContainsFunc(group.Collects, func(c Collected) bool { return c.Category == h.Category }):
			return fmt.Sprintf("%s: %q is not collected from %q", h.ID, h.Category, h.Group)
		case seen[h.ID]:
			return fmt.Sprintf("%s is held twice", h.ID)
		case !slices.Contains(Bases(), h.Basis):
			return fmt.Sprintf("%s: %q is no basis", h.ID, h.Basis)
		case h.Sensitive && h.Basis != Express:
			return fmt.Sprintf("%s is sensitive, and rests on no express consent (V8)", h.ID)
		case purpose.Consent && h.Basis != Asked && h.Basis != Express:
			return fmt.Sprintf("%s needs consent that was asked for (V18)", h.ID)
		case h.Basis == Implied && h.Regime != PrivateAct:
			return fmt.Sprintf("%s: the Access Act knows no implied consent", h.ID)
		case len(h.Means) == 0:
			return fmt.Sprintf("%s says by no means how it is collected", h.ID)
		}
		if what := cites(known, h.Articles); what != "" {
			return fmt.Sprintf("%s %s", h.ID, what)
		}
		for _, m := range h.Means {
			if !i.has("means", m) {
				return fmt.Sprintf("%s: %q is no means", h.ID, m)
			}
		}
		for _, r := range h.Recipients {
			if !i.has("recipient", r) {
				return fmt.Sprintf("%s: %q is no recipient", h.ID, r)
			}
		}
		seen[h.ID] = true
	}
	return ""
}

// checkUsed reports what stands in the inventory and is in no holding.
func (i Inventory) checkUsed(Law) string {
	all := i.Holdings()
	used := func(of func(Holding) bool) bool { return slices.ContainsFunc(all, of) }
	for _, g := range i.Groups {
		for _, c := range g.Collects {
			if !used(func(h Holding) bool { return h.Group == g.ID && h.Category == c.Category }) {
				return fmt.Sprintf("%s is collected from %s for no purpose", c.Category, g.ID)
			}
		}
	}
	for _, p := range i.Purposes {
		if !used(func(h Holding) bool { return h.Purpose == p.ID }) {
			return p.ID + " is a purpose for which nothing is held"
		}
	}
	for _, m := range i.Means {
		if !used(func(h Holding) bool { return slices.Contains(h.Means, m.ID) }) {
			return m.ID + " is a means by which nothing is collected"
		}
	}
	return ""
}

func (i Inventory) checkStatements(l Law) string {
	points := map[string]bool{}
	for _, item := range l.Policy {
		for _, p := range item.Asks {
			points[p.ID] = true
		}
	}
	for _, s := range i.Statements {
		for _, p := range s.States {
			if !points[p] {
				return fmt.Sprintf("%s states %q, which no item of the law asks", s.ID, p)
			}
		}
		for _, short := range s.Short {
			if !points[short.Point] || !both(short.Why) {
				return fmt.Sprintf("%s falls short of %q: no item asks it, or it does not say why in both languages", s.ID, short.Point)
			}
		}
	}
	return ""
}
