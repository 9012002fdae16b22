package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/privacy"
)

// decidePath is where the person in charge asks before something is done.
const decidePath = officerPath + "/decide"

func officerDecideRoutes() []Route {
	return []Route{
		{"GET", decidePath, charged((*visit).decide), false},
		{"POST", decidePath, charged((*visit).decideFacts), false},
	}
}

// decidePage asks a question, takes the facts, and gives the decision.
type decidePage struct {
	Question, Act field
	// Asked says that a question was chosen: the person, the facts and the decision follow.
	Asked    bool
	Finder   personFinder
	Person   string
	Purposes field
	Kept     []kept
	Form     officerForm
	Decision *decisionShown
	// Enter has the facts of a disclosure that is permitted, to enter it in the register.
	Enter []kept
	// Whom says that the person is to be chosen first.
	Whom bool
}

// decisionShown is a decision in words.
type decisionShown struct {
	Outcome, Class, Act, Ground string
	Articles, Missing           []string
	Reasons                     []reasonShown
	Unverified, Promise         bool
	Register                    bool
}

// reasonShown is how one ground fares.
type reasonShown struct {
	Ground, State, Class string
	Against, Missing     []string
	Articles             []string
	Unverified           bool
}

// consentFacts are read from what the person said, and never typed.
var consentFacts = []privacy.Fact{"consent-valid", "consent-express"}

// ruleOf returns the rule of a question under an Act.
func (v *visit) ruleOf(q privacy.Question, act privacy.Regime) (privacy.Rule, bool) {
	rules := v.Registrar.Law.Rules
	i := slices.IndexFunc(rules, func(r privacy.Rule) bool { return r.Question == q && r.Regime == act })
	if i < 0 {
		return privacy.Rule{}, false
	}
	return rules[i], true
}

// factsOf are the facts that the grounds of a rule name, in their order, but for those
// that nobody types.
func factsOf(r privacy.Rule) []privacy.Fact {
	var all []privacy.Fact
	add := func(facts ...privacy.Fact) {
		for _, f := range facts {
			if !slices.Contains(all, f) && !slices.Contains(consentFacts, f) {
				all = append(all, f)
			}
		}
	}
	for _, g := range r.Grounds {
		add(g.All...)
		add(g.None...)
		add(g.Weighed...)
		if !g.Verified {
			add(g.Read())
		}
	}
	return all
}

// factLabel is a fact in the words of the law's data.
func (v *visit) factLabel(f privacy.Fact, r privacy.Rule) string {
	for _, d := range v.Registrar.Law.Facts {
		if d.ID == f {
			return sentence(v.print.Text(d.Label))
		}
	}
	for _, g := range r.Grounds {
		if g.Read() == f {
			return v.t("officer.fact.read", "ground", v.print.Text(g.Label), "articles", v.print.List(v.cited(g.Articles)))
		}
	}
	return string(f)
}

// sentence begins a text with a capital.
func sentence(text string) string {
	for i, r := range text {
		if i == 0 {
			return strings.ToUpper(string(r)) + text[len(string(r)):]
		}
	}
	return text
}

// decisionShown puts a decision into words.
func (v *visit) decisionShown(d privacy.Decision) decisionShown {
	r, _ := v.ruleOf(d.Question, d.Regime)
	labels := func(facts []privacy.Fact) []string {
		var all []string
		for _, f := range facts {
			all = append(all, v.factLabel(f, r))
		}
		return all
	}
	shown := decisionShown{
		Outcome: v.t("officer.outcome." + string(d.Outcome)), Act: v.act(d.Regime), Articles: v.cited(d.Articles), Missing: labels(d.Missing),
		Class:   map[privacy.Outcome]string{privacy.Permitted: "granted", privacy.Forbidden: "refused", privacy.Unsettled: "submitted"}[d.Outcome],
		Promise: d.Promise, Register: d.Register, Unverified: d.Outcome == privacy.Permitted && !d.Verified,
	}
	for i, reason := range d.Reasons {
		g := r.Grounds[i]
		one := reasonShown{
			Ground: v.print.Text(g.Label), Articles: v.cited(g.Articles), Unverified: !g.Verified, Against: labels(reason.Against), Missing: labels(reason.Missing),
			State: v.t("officer.reason.missing"), Class: "submitted",
		}
		switch {
		case reason.Holds:
			one.State, one.Class = v.t("officer.reason.holds"), "granted"
			if g.ID == d.Ground {
				shown.Ground = one.Ground
			}
		case len(reason.Against) > 0:
			one.State, one.Class, one.Missing = v.t("officer.reason.against"), "refused", nil
		}
		shown.Reasons = append(shown.Reasons, one)
	}
	return shown
}

func (v *visit) decide() error {
	return v.showDecide(http.StatusOK, v.r.URL.Query(), nil)
}

// showDecide shows the question, with the facts that were typed and the decision.
func (v *visit) showDecide(status int, typed url.Values, decided *privacy.Decision) error {
	f := v.form("officer", nil)
	var questions, acts group
	for _, q := range privacy.Questions() {
		questions.Options = append(questions.Options, option{Value: string(q), Label: v.t("officer.question." + string(q))})
	}
	for _, a := range privacy.Regimes() {
		acts.Options = append(acts.Options, option{Value: string(a), Label: v.act(a)})
	}
	page := decidePage{Question: f.choice("question", typed.Get("question"), questions), Act: f.choice("act", typed.Get("act"), acts)}
	rule, known := v.ruleOf(privacy.Question(typed.Get("question")), privacy.Regime(typed.Get("act")))
	head := frame{Title: v.t("officer.decide"), Body: page}
	if !known {
		head.Body = page
		return v.showOfficer(status, "officer_decide", head)
	}
	page.Asked, head.Form = true, true
	chosen := url.Values{"question": {string(rule.Question)}, "act": {string(rule.Regime)}}
	var err error
	if page.Finder, err = v.finder(decidePath, chosen); err != nil {
		return err
	}
	page.Finder.Find.Label = v.t("officer.decide.person")
	person := privacy.PersonID(typed.Get("person"))
	if person != "" {
		if page.Person, err = v.personNamed(person); err != nil {
			return err
		}
	}
	page.Form = officerForm{
		BackTo: decidePath, Action: decidePath, Button: v.t("officer.decide.button"), Kept: []kept{
			{"question", string(rule.Question)}, {"act", string(rule.Regime)}, {"person", string(person)},
		},
	}
	var facts []control
	if person != "" {
		var purposes group
		for _, p := range v.Registrar.Inventory.Purposes {
			if p.Ends.FR != "" {
				purposes.Options = append(purposes.Options, option{Value: p.ID, Label: v.print.Text(p.Label)})
			}
		}
		purpose := f.choice("purpose", typed.Get("purpose"), purposes)
		purpose.Options[0].Options[0].Label = v.t("officer.purpose.none")
		page.Form.Sections = []officerSection{{Legend: v.t("officer.decide.consent"), Controls: []control{purpose.as("choice")}}}
	}
	truths := group{Options: []option{{Value: "yes", Label: v.t("officer.truth.yes")}, {Value: "no", Label: v.t("officer.truth.no")}}}
	for _, fact := range factsOf(rule) {
		c := f.choice("fact."+string(fact), typed.Get("fact."+string(fact)), group{Options: slices.Clone(truths.Options)})
		c.Options[0].Options[0].Label = v.t("officer.truth.")
		c.Label, c.Hint = v.factLabel(fact, rule), ""
		facts = append(facts, c.as("choice"))
	}
	page.Form.Sections = append(page.Form.Sections, officerSection{Legend: v.t("officer.decide.facts"), Lead: v.t("officer.decide.facts.lead"), Controls: facts})
	if decided != nil {
		shown := v.decisionShown(*decided)
		page.Decision = &shown
		if rule.Question == privacy.Disclose && decided.Outcome == privacy.Permitted {
			if page.Whom = person == ""; !page.Whom {
				page.Enter = keep(caseKept(typed))
			}
		}
	}
	head.Body = page
	return v.showOfficer(status, "officer_decide", head)
}

// caseKept is what of a form makes the case to decide.
func caseKept(typed url.Values) url.Values {
	all := url.Values{}
	for name, values := range typed {
		if slices.Contains([]string{"act", "person", "purpose"}, name) || strings.HasPrefix(name, "fact.") && values[0] != "" {
			all[name] = values
		}
	}
	return all
}

// caseTyped reads the case to decide.
func caseTyped(typed url.Values) privacy.Case {
	c := privacy.Case{
		Question: privacy.Question(typed.Get("question")), Regime: privacy.Regime(typed.Get("act")), Purpose: typed.Get("purpose"), Facts: privacy.Facts{},
	}
	for name, values := range typed {
		if fact, ok := strings.CutPrefix(name, "fact."); ok && !slices.Contains(consentFacts, privacy.Fact(fact)) {
			c.Facts[privacy.Fact(fact)] = privacy.Truth(values[0])
		}
	}
	return c
}

func (v *visit) decideFacts() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(typed) {
		return v.showDecide(http.StatusOK, typed, nil)
	}
	c := caseTyped(typed)
	if _, known := v.ruleOf(c.Question, c.Regime); !known {
		return v.showDecide(http.StatusUnprocessableEntity, typed, nil)
	}
	var d privacy.Decision
	if person := privacy.PersonID(typed.Get("person")); person != "" {
		if d, err = v.Registrar.Decide(v.r.Context(), v.actor, person, c); err != nil {
			return err
		}
	} else {
		// Of nobody in particular, nobody knows whether they consent.
		d = v.Registrar.Law.Decide(c.Question, c.Regime, c.Facts)
	}
	return v.showDecide(http.StatusOK, typed, &d)
}
