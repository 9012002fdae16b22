package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// RefusalGround is a ground on which a request may be refused under one Act. Another
// Act may have one of the same name, and it is another ground.
type RefusalGround struct {
	ID     string        `json:"id"`
	Label  identity.Text `json:"label"`
	Regime Regime        `json:"regime"`
	// Kinds are the kinds of request that it is for; none is every kind.
	Kinds []Kind `json:"kinds"`
	// Must: the order has no choice. Deny: it may neither confirm nor deny that anything
	// is held. Dismiss: the request cannot be dealt with at all.
	Must    bool `json:"must"`
	Deny    bool `json:"deny"`
	Dismiss bool `json:"dismiss"`
	// Years after which the ground is lost, counted from the day of the document; 0 is
	// never.
	Years    int         `json:"years"`
	Articles []ArticleID `json:"articles"`
	Source   string      `json:"source"`
	Verified bool        `json:"verified"`
}

// Refusal returns the ground of a regime for a kind of request, by its identifier.
func (l Law) Refusal(r Regime, k Kind, id string) (RefusalGround, bool) {
	i := slices.IndexFunc(l.Refusals, func(g RefusalGround) bool {
		return g.ID == id && g.Regime == r && (len(g.Kinds) == 0 || slices.Contains(g.Kinds, k))
	})
	if i < 0 {
		return RefusalGround{}, false
	}
	return l.Refusals[i], true
}

// Lost returns the day from which the ground no longer serves for a document of a day;
// the zero Date is never.
func (g RefusalGround) Lost(since cycle.Date) cycle.Date {
	if g.Years == 0 {
		return cycle.Date{}
	}
	return since.AddMonths(12 * g.Years)
}

func (l Law) checkRefusals(known map[ArticleID]bool) string {
	seen := map[[2]string]bool{}
	for _, g := range l.Refusals {
		switch what := cites(known, g.Articles); {
		case g.ID == "" || seen[[2]string{string(g.Regime), g.ID}] || !both(g.Label) || g.Source == "":
			return fmt.Sprintf("a ground of refusal needs an identifier of its own, both languages and a source: %q", g.ID)
		case !slices.Contains(Regimes(), g.Regime) || g.Years < 0:
			return g.ID + " needs a regime, and years that are not below zero"
		case slices.ContainsFunc(g.Kinds, func(k Kind) bool { return !slices.Contains(Kinds(), k) }):
			return g.ID + " is for a kind of request that there is not"
		case g.Deny && g.Dismiss:
			return g.ID + " cannot both be silent and dismiss"
		case what != "":
			return g.ID + " " + what
		}
		seen[[2]string{string(g.Regime), g.ID}] = true
	}
	return ""
}
