package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/privacy"
)

// privacyPath is where people exercise their rights over their own information.
const privacyPath = "/privacy"

// privacyRoutes are the pages of one's own information: nobody opens those of another.
func privacyRoutes() []Route {
	return slices.Concat([]Route{
		{"GET", privacyPath, (*visit).mine, false},
	}, privacyHeldRoutes(), privacyConsentRoutes(), privacyRequestRoutes(), privacyDisclosureRoutes(), privacyTraceRoutes())
}

// self is the person that the reader is, about whom these pages are.
func (v *visit) self() privacy.PersonID { return privacy.Self(v.actor) }

// minePage is everything that can be done here, in one look.
type minePage struct {
	Cards   []mineCard
	Officer inCharge
}

// mineCard leads to one of the pages, and says how it stands there.
type mineCard struct{ Path, Title, Text, Says, Due string }

func (v *visit) mine() error {
	ctx := v.r.Context()
	today, err := v.Registrar.Today(ctx, v.actor)
	if err != nil {
		return err
	}
	asked, err := v.Registrar.Requests(ctx, v.actor, v.self())
	if err != nil {
		return err
	}
	choices, err := v.Registrar.Choices(ctx, v.actor, v.self(), v.actor.Roles)
	if err != nil {
		return err
	}
	told, err := v.Registrar.Disclosures(ctx, v.actor, v.self())
	if err != nil {
		return err
	}
	looked, err := v.Registrar.Traces(ctx, v.actor, v.self())
	if err != nil {
		return err
	}
	card := func(path, key, says string) mineCard {
		return mineCard{Path: privacyPath + path, Title: v.t("mine." + key), Text: v.t("mine." + key + ".text"), Says: says}
	}
	given := 0
	for _, c := range choices {
		if c.Valid {
			given++
		}
	}
	requests := card("/requests", "requests", v.print.N("mine.requests.open", open(asked)))
	requests.Due = v.earliest(asked, today)
	page := minePage{Officer: v.officerLine(), Cards: []mineCard{
		requests,
		card("/consents", "consents", v.print.N("mine.consents.given", given, "of", v.print.N("mine.consents.asked", len(choices)))),
		card("/held", "held", v.print.N("mine.held.count", len(v.categories()))),
		card("/disclosures", "disclosures", v.print.N("told.count", len(told))),
		card("/looks", "looks", v.print.N("looks.count", len(looked))),
		card("/requests/new?kind="+string(privacy.Complaint), "complain", ""),
	}}
	if v.Registrar.Custody != nil {
		page.Cards = slices.Insert(page.Cards, 3, card("/file", "file", ""))
	}
	return v.show(http.StatusOK, "privacy", frame{Title: v.t("mine.title"), Tab: "privacy", Body: page})
}

// open counts the requests that somebody has yet to answer.
func open(all []privacy.Request) int {
	n := 0
	for _, r := range all {
		if !r.Done() {
			n++
		}
	}
	return n
}

// earliest says by when the first answer is due; empty when none is.
func (v *visit) earliest(all []privacy.Request, today cycle.Date) string {
	var first cycle.Date
	for _, r := range all {
		if due := r.Due(); !r.Done() && !due.IsZero() && (first.IsZero() || due.Before(first)) {
			first = due
		}
	}
	switch {
	case first.IsZero():
		return ""
	case first.Before(today):
		return v.t("mine.requests.late", "day", v.print.Date(first))
	}
	return v.t("mine.requests.due", "day", v.print.Date(first), "ahead", v.ahead(today, first))
}

// ahead says how far off a day is: "dans 12 jours".
func (v *visit) ahead(today, day cycle.Date) string {
	switch n := day.Sub(today); {
	case n < 0:
		return v.t("mine.past")
	case n == 0:
		return v.t("mine.today")
	case n == 1:
		return v.t("mine.tomorrow")
	default:
		return v.print.N("mine.ahead", n)
	}
}

// categories are the categories of information that the policy says may be held about
// the reader, each once.
func (v *visit) categories() []string {
	var all []string
	for _, h := range v.Registrar.Inventory.About(v.actor.Roles) {
		if !slices.Contains(all, h.Category) {
			all = append(all, h.Category)
		}
	}
	return all
}

// citation is an article as people cite it, with what it says. Unverified: nobody read it.
type citation struct {
	Cite, Says string
	Unverified bool
}

func (v *visit) articles(ids []privacy.ArticleID) []citation {
	var all []citation
	for _, id := range ids {
		a, known := v.Registrar.Law.Article(id)
		line := citation{v.Registrar.Law.Citation(id, v.print.Language), v.print.Text(a.Says), !known || !a.Verified}
		if strings.HasPrefix(string(id), "policy:") {
			line.Cite = v.t("policy.link") // whose passages have no numbers
		}
		all = append(all, line)
	}
	return all
}

// purposeOf and categoryOf are the words of a holding; its identifiers, when the
// inventory has it no more.
func (v *visit) purposeOf(id string) string {
	if p, known := v.Registrar.Inventory.Purpose(id); known {
		return v.print.Text(p.Label)
	}
	return id
}

func (v *visit) categoryOf(id string) string {
	if c, known := v.Registrar.Inventory.Category(id); known {
		return v.print.Text(c.Label)
	}
	return id
}

// purposeLine is what of a scope is held for one purpose.
type purposeLine struct {
	Purpose    string
	Categories []string
}

// scope says what holdings are, by purpose, in the order of the policy.
func (v *visit) scope(ids []privacy.HoldingID) []purposeLine {
	var lines []purposeLine
	for _, h := range v.Registrar.Inventory.Holdings() {
		if !slices.Contains(ids, h.ID) {
			continue
		}
		purpose, category := v.purposeOf(h.Purpose), v.categoryOf(h.Category)
		n := slices.IndexFunc(lines, func(l purposeLine) bool { return l.Purpose == purpose })
		if n < 0 {
			n, lines = len(lines), append(lines, purposeLine{Purpose: purpose})
		}
		if !slices.Contains(lines[n].Categories, category) {
			lines[n].Categories = append(lines[n].Categories, category)
		}
	}
	return lines
}
