package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Item is one thing that a confidentiality policy must state, under the regulation on
// such policies (A-2.1, r. 4.1, s. 2).
type Item struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Asks are the single points that the item is made of.
	Asks     []Point     `json:"asks"`
	Articles []ArticleID `json:"articles"`
	Source   string      `json:"source"`
	Verified bool        `json:"verified"`
}

// Point is a single thing to be stated.
type Point struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
}

// Statement is a passage of the policy, with the points that it states.
type Statement struct {
	ID   string        `json:"id"`
	Text identity.Text `json:"text"`
	// States are points of the law's items; none for what no item asks.
	States []string `json:"states"`
	// Short are points that the passage touches and does not settle, with why.
	Short    []Short `json:"short"`
	Source   string  `json:"source"`
	Verified bool    `json:"verified"`
}

// Short is a point that a passage leaves open.
type Short struct {
	Point string        `json:"point"`
	Why   identity.Text `json:"why"`
}

// Policy is what a confidentiality policy says of itself.
type Policy struct {
	Title   identity.Text `json:"title"`
	Version string        `json:"version"`
	// Effective is the day on which it came into force.
	Effective cycle.Date `json:"effective"`
	// Changes are the notices of its changes, the oldest first; the first version has
	// none.
	Changes []Change `json:"changes"`
}

// Change is the notice of a change of the policy.
type Change struct {
	Version   string        `json:"version"`
	Effective cycle.Date    `json:"effective"`
	Text      identity.Text `json:"text"`
}

// Coverage is how far a policy states an item.
type Coverage string

// The coverages. Unread is an item of which the regulation's text was not read: nobody
// can say that a policy states it.
const (
	Stated  Coverage = "stated"
	Partly  Coverage = "partly"
	Missing Coverage = "missing"
	Unread  Coverage = "unread"
)

// Gap is a line of the report: an item, how far the policy states it, and what it
// leaves out.
type Gap struct {
	Item     string      `json:"item"`
	Coverage Coverage    `json:"coverage"`
	Articles []ArticleID `json:"articles"`
	// Lacks are the points that no passage states, and Short those that one touches.
	Lacks []Point `json:"lacks,omitempty"`
	Short []Short `json:"short,omitempty"`
}

// Gaps compares the statements of an inventory with what the law asks of a policy: one
// line for each item, in the law's order, those that are stated in full among them.
func Gaps(l Law, i Inventory) []Gap {
	all := make([]Gap, 0, len(l.Policy))
	for _, item := range l.Policy {
		g := Gap{Item: item.ID, Articles: item.Articles, Coverage: Stated}
		for _, p := range item.Asks {
			stated, short := i.states(p.ID)
			g.Short = append(g.Short, short...)
			if !stated && len(short) == 0 {
				g.Lacks = append(g.Lacks, p)
			}
		}
		switch {
		case !item.Verified:
			g.Coverage = Unread
		case len(g.Lacks) == len(item.Asks):
			g.Coverage = Missing
		case len(g.Lacks)+len(g.Short) > 0:
			g.Coverage = Partly
		}
		all = append(all, g)
	}
	return all
}

// states reports that a passage states the point, and how others fall short of it,
// when none does.
func (i Inventory) states(point string) (bool, []Short) {
	var short []Short
	for _, s := range i.Statements {
		if slices.Contains(s.States, point) {
			return true, nil
		}
		for _, of := range s.Short {
			if of.Point == point {
				short = append(short, of)
			}
		}
	}
	return false, short
}

func (l Law) checkPolicy(known map[ArticleID]bool) string {
	items, points := map[string]bool{}, map[string]bool{}
	for _, item := range l.Policy {
		switch what := cites(known, item.Articles); {
		case item.ID == "" || items[item.ID] || !both(item.Label) || item.Source == "" || len(item.Asks) == 0:
			return fmt.Sprintf("an item of a policy needs an identifier of its own, both languages, a source and a point: %q", item.ID)
		case what != "":
			return item.ID + " " + what
		}
		items[item.ID] = true
		for _, p := range item.Asks {
			if p.ID == "" || points[p.ID] || !both(p.Label) {
				return fmt.Sprintf("a point needs an identifier of its own and both languages: %q", p.ID)
			}
			points[p.ID] = true
		}
	}
	return ""
}
