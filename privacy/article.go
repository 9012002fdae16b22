package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// ArticleID names an article as documents cite it: the Act, a colon, the section, such
// as "p-39.1:28.1". The zero value names none.
type ArticleID string

// Article is a section of an Act or a regulation, or of the order's own policy.
type Article struct {
	ID ArticleID `json:"id"`
	// Says is what it says, in our words.
	Says identity.Text `json:"says"`
	// Source is where it was read, and Verified false for what was not read.
	Source   string `json:"source"`
	Verified bool   `json:"verified"`
}

// Act is a law, a regulation or a policy.
type Act struct {
	ID string `json:"id"`
	// Name is its title, and Cited how it is cited.
	Name  identity.Text `json:"name"`
	Cited identity.Text `json:"cited"`
}

// Law is what the Acts of one place say. It is data: privacy/law reads it.
type Law struct {
	// ID names the place, such as "qc".
	ID       string    `json:"id"`
	Acts     []Act     `json:"acts"`
	Articles []Article `json:"articles"`
	// Policy is what a confidentiality policy must state.
	Policy []Item `json:"policy"`
	// Clocks say how long an answer may take.
	Clocks []Clock `json:"clocks"`
	// Refusals are the grounds on which a request may be refused.
	Refusals []RefusalGround `json:"refusals"`
	// Facts are the words of the rules, and Rules how questions are decided.
	Facts []Described `json:"facts"`
	Rules []Rule      `json:"rules"`
	// Limits are the periods of keeping, and Incidents what the register of incidents and
	// its notices say.
	Limits    []Limit `json:"limits"`
	Incidents Breach  `json:"incidents"`
}

// Article returns an article by its identifier.
func (l Law) Article(id ArticleID) (Article, bool) {
	i := slices.IndexFunc(l.Articles, func(a Article) bool { return a.ID == id })
	if i < 0 {
		return Article{}, false
	}
	return l.Articles[i], true
}

// Citation returns an article as people cite it, in the language: "P-39.1, art. 28.1".
// An article that is not known is its identifier.
func (l Law) Citation(id ArticleID, in identity.Language) string {
	act, section := id.split()
	i := slices.IndexFunc(l.Acts, func(a Act) bool { return a.ID == act })
	switch {
	case i < 0:
		return string(id)
	case in == identity.English:
		return l.Acts[i].Cited.In(in) + ", s. " + section
	}
	return l.Acts[i].Cited.In(in) + ", art. " + section
}

func (id ArticleID) split() (act, section string) {
	for i, r := range id {
		if r == ':' {
			return string(id[:i]), string(id[i+1:])
		}
	}
	return string(id), ""
}

// Check reports the first contradiction or omission, as an error that wraps
// [ErrBadLaw].
func (l Law) Check() error {
	bad := func(format string, a ...any) error {
		return fmt.Errorf("%w: %s: %s", ErrBadLaw, l.ID, fmt.Sprintf(format, a...))
	}
	if l.ID == "" || len(l.Acts) == 0 || len(l.Articles) == 0 {
		return bad("an identifier, an Act and an article are needed")
	}
	acts := map[string]bool{}
	for _, a := range l.Acts {
		if a.ID == "" || acts[a.ID] || !both(a.Name) || !both(a.Cited) {
			return bad("an Act needs an identifier of its own and both languages: %q", a.ID)
		}
		acts[a.ID] = true
	}
	articles := map[ArticleID]bool{}
	for _, a := range l.Articles {
		act, section := a.ID.split()
		switch {
		case articles[a.ID] || !acts[act] || section == "":
			return bad("%q is used twice, or names no Act or no section", a.ID)
		case !both(a.Says) || a.Source == "":
			return bad("%s needs what it says in both languages, and a source", a.ID)
		}
		articles[a.ID] = true
	}
	for _, check := range []func(known map[ArticleID]bool) string{l.checkPolicy, l.checkClocks, l.checkRefusals, l.checkRules, l.checkLimits, l.checkIncidents} {
		if what := check(articles); what != "" {
			return bad("%s", what)
		}
	}
	return nil
}

// cites says what is wrong with the articles that something cites: it cites at least
// one, and every one is known. "" is nothing.
func cites(known map[ArticleID]bool, articles []ArticleID) string {
	if len(articles) == 0 {
		return "cites no article"
	}
	for _, a := range articles {
		if !known[a] {
			return fmt.Sprintf("cites %q, which is not in the law", a)
		}
	}
	return ""
}
