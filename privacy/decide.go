package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// Question is what an order may ask itself before it acts.
type Question string

// The questions. Use is for another purpose than that of the collection; Disclose is to
// a third person, and Transfer is of a disclosure, or a keeping, outside Québec. Port is
// whether a piece of information belongs in an export for portability.
const (
	Use       Question = "use"
	Disclose  Question = "disclose"
	Transfer  Question = "transfer"
	Cease     Question = "de-index"
	Anonymise Question = "anonymise"
	Port      Question = "portability"
)

// Questions lists them.
func Questions() []Question { return []Question{Use, Disclose, Transfer, Cease, Anonymise, Port} }

// Fact names something that is so or not, in a case to decide.
type Fact string

// Truth is what is known of a fact. The zero value is that nobody knows, or has said.
type Truth string

// The truths.
const (
	Unknown Truth = ""
	Yes     Truth = "yes"
	No      Truth = "no"
)

// Facts are what is known of a case. What is not among them is [Unknown].
type Facts map[Fact]Truth

// Described is a fact in words.
type Described struct {
	ID    Fact          `json:"id"`
	Label identity.Text `json:"label"`
}

// Rule is how a question is decided under one Act: no, save on one of its grounds.
type Rule struct {
	Question Question `json:"question"`
	Regime   Regime   `json:"regime"`
	// Promise: the order's policy promises it, and no Act gives the right.
	Promise bool `json:"promise"`
	// Articles are those of the principle; a ground adds its own.
	Articles []ArticleID `json:"articles"`
	Grounds  []Ground    `json:"grounds"`
}

// Ground is a ground on which the answer is yes.
type Ground struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// All must be so and None must not; Weighed must be known, one way or the other.
	All      []Fact      `json:"all"`
	None     []Fact      `json:"none"`
	Weighed  []Fact      `json:"weighed"`
	Articles []ArticleID `json:"articles"`
	// Register: the Act asks that it be entered in a register.
	Register bool   `json:"register"`
	Source   string `json:"source"`
	// Verified is false for a ground that nobody read: it permits nothing until
	// somebody says that they did ([Ground.Read]).
	Verified bool `json:"verified"`
}

// Read is the fact that the person in charge has read the ground's article in force,
// and that it says so.
func (g Ground) Read() Fact { return Fact("read-" + g.ID) }

// Outcome is the answer to a question.
type Outcome string

// The outcomes. Only Permitted is a yes: Unsettled says which facts are missing.
const (
	Permitted Outcome = "permitted"
	Forbidden Outcome = "forbidden"
	Unsettled Outcome = "unsettled"
)

// Decision is the answer to a question, with why.
type Decision struct {
	Question Question `json:"question"`
	Regime   Regime   `json:"regime"`
	Outcome  Outcome  `json:"outcome"`
	// Ground is that on which it is permitted; empty when it is not.
	Ground   string      `json:"ground,omitempty"`
	Articles []ArticleID `json:"articles"`
	// Reasons say of every ground why it does not hold, or that it does.
	Reasons []Reason `json:"reasons"`
	// Missing are the facts that could still settle it; none unless it is unsettled.
	Missing []Fact `json:"missing,omitempty"`
	// Register: the Act asks for an entry. Promise: the policy promises what no Act gives.
	Register bool `json:"register"`
	Promise  bool `json:"promise"`
	// Verified: the article of the ground was read.
	Verified bool `json:"verified"`
}

// Reason is how one ground fares.
type Reason struct {
	Ground string `json:"ground"`
	Holds  bool   `json:"holds"`
	// Against are the facts that exclude it, and Missing those that nobody knows.
	Against []Fact `json:"against,omitempty"`
	Missing []Fact `json:"missing,omitempty"`
}

// Decide answers a question under an Act from what is known. It always answers: what
// no ground permits is forbidden, what a missing fact may yet permit is unsettled, and
// a question or an Act that the law does not have is forbidden without an article.
func (l Law) Decide(q Question, r Regime, facts Facts) Decision {
	d := Decision{Question: q, Regime: r, Outcome: Forbidden}
	i := slices.IndexFunc(l.Rules, func(rule Rule) bool { return rule.Question == q && rule.Regime == r })
	if i < 0 {
		return d
	}
	rule := l.Rules[i]
	d.Articles, d.Promise = slices.Clone(rule.Articles), rule.Promise
	for _, g := range rule.Grounds {
		reason := g.under(facts)
		d.Reasons = append(d.Reasons, reason)
		switch {
		case reason.Holds && d.Outcome != Permitted:
			d.Outcome, d.Ground, d.Register, d.Verified, d.Missing = Permitted, g.ID, g.Register, g.Verified, nil
			for _, a := range g.Articles {
				if !slices.Contains(d.Articles, a) {
					d.Articles = append(d.Articles, a)
				}
			}
		case d.Outcome != Permitted && len(reason.Against) == 0:
			d.Outcome = Unsettled
			for _, f := range reason.Missing {
				if !slices.Contains(d.Missing, f) {
					d.Missing = append(d.Missing, f)
				}
			}
		}
	}
	return d
}

// under says how the ground fares under the facts.
func (g Ground) under(facts Facts) Reason {
	r := Reason{Ground: g.ID}
	want := func(f Fact, against Truth) {
		switch facts[f] {
		case against:
			r.Against = append(r.Against, f)
		case Yes, No:
		default:
			r.Missing = append(r.Missing, f)
		}
	}
	for _, f := range g.All {
		want(f, No)
	}
	for _, f := range g.None {
		want(f, Yes)
	}
	for _, f := range g.Weighed {
		want(f, "neither")
	}
	if !g.Verified {
		want(g.Read(), No)
	}
	r.Holds = len(r.Against) == 0 && len(r.Missing) == 0
	return r
}

func (l Law) checkRules(known map[ArticleID]bool) string {
	facts := map[Fact]bool{}
	for _, f := range l.Facts {
		if f.ID == "" || facts[f.ID] || !both(f.Label) {
			return fmt.Sprintf("a fact needs an identifier of its own and both languages: %q", f.ID)
		}
		facts[f.ID] = true
	}
	seen := map[[2]string]bool{}
	for _, r := range l.Rules {
		name := fmt.Sprintf("%s under %s", r.Question, r.Regime)
		key := [2]string{string(r.Question), string(r.Regime)}
		switch what := cites(known, r.Articles); {
		case !slices.Contains(Questions(), r.Question) || !slices.Contains(Regimes(), r.Regime) || seen[key]:
			return name + " is no question under an Act, or is there twice"
		case what != "":
			return name + " " + what
		case len(r.Grounds) == 0:
			return name + " has no ground"
		}
		seen[key] = true
		grounds := map[string]bool{}
		for _, g := range r.Grounds {
			all := slices.Concat(g.All, g.None, g.Weighed)
			switch what := cites(known, g.Articles); {
			case g.ID == "" || grounds[g.ID] || !both(g.Label) || g.Source == "":
				return fmt.Sprintf("%s: a ground needs an identifier of its own, both languages and a source: %q", name, g.ID)
			case len(g.All) == 0:
				return fmt.Sprintf("%s: %s permits without a fact", name, g.ID)
			case what != "":
				return fmt.Sprintf("%s: %s %s", name, g.ID, what)
			}
			for n, f := range all {
				if !facts[f] || slices.Contains(all[:n], f) {
					return fmt.Sprintf("%s: %s: %q is no fact, or is there twice", name, g.ID, f)
				}
			}
			grounds[g.ID] = true
		}
	}
	if len(l.Rules) > 0 && len(seen) != len(Questions())*len(Regimes()) {
		return "a question has no rule under an Act"
	}
	return ""
}
