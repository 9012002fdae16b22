package portal

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// officerPath is the desk of the person in charge of the protection of personal
// information.
const officerPath = "/officer"

// officerRoutes are the pages of that desk, and the one on which staff report an incident.
func officerRoutes() []Route {
	return slices.Concat(
		officerQueueRoutes(), officerNewRoutes(), officerRequestRoutes(), officerDecideRoutes(), officerDisclosureRoutes(),
		officerIncidentRoutes(), officerRunRoutes(), officerPolicyRoutes(), officerJournalRoutes(),
	)
}

// officerMenu are the pages of the desk, in the order of their menu.
var officerMenu = []menuItem{
	{Path: officerPath, Label: "officer.queue", Also: []string{officerPath + "/requests/"}},
	{Path: officerPath + "/done", Label: "officer.done"},
	{Path: decidePath, Label: "officer.decide"},
	{Path: disclosuresPath, Label: "officer.disclosures"},
	{Path: incidentsPath, Label: "officer.incidents"},
	{Path: runsPath, Label: "officer.runs"},
	{Path: officerPolicyPath, Label: "officer.policy"},
	{Path: journalPath, Label: "officer.journal"},
}

// officerItems is the menu of the desk with the current page marked; nothing to others.
func (v *visit) officerItems() []menuItem {
	if !v.isOfficer() {
		return nil
	}
	menu, here, best := slices.Clone(officerMenu), v.r.URL.Path, 0
	if v.Registrar.Custody != nil {
		menu = append(menu, menuItem{Path: destructionsPath, Label: "officer.destructions"})
	}
	for i, item := range menu {
		under := func(path string) bool { return strings.HasPrefix(here, path) }
		if i > 0 && (here == item.Path || under(item.Path+"/") || slices.ContainsFunc(item.Also, under)) {
			best = i
		}
	}
	menu[best].Current = true
	return menu
}

// isOfficer reports that the reader is the person in charge, where there is such a desk.
func (v *visit) isOfficer() bool {
	return v.Registrar != nil && v.actor.Is(identity.RolePrivacyOfficer)
}

// inCharge is nil for the person in charge; the error is [privacy.ErrForbidden].
func (v *visit) inCharge() error {
	if !v.isOfficer() {
		return privacy.ErrForbidden
	}
	return nil
}

// charged answers only the person in charge.
func charged(serve func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		if err := v.inCharge(); err != nil {
			return err
		}
		return serve(v)
	}
}

// cited returns articles as people cite them.
func (v *visit) cited(articles []privacy.ArticleID) []string {
	var all []string
	for _, a := range articles {
		all = append(all, v.Registrar.Law.Citation(a, v.print.Language))
	}
	return all
}

// act is an Act in words.
func (v *visit) act(of privacy.Regime) string { return v.t("privacy.regime." + string(of)) }

// held is a holding in words: the category, of whom, and what for.
func (v *visit) held(id privacy.HoldingID) string {
	i := v.Registrar.Inventory
	h, known := i.Holding(id)
	if !known {
		return string(id)
	}
	c, _ := i.Category(h.Category)
	g, _ := i.Group(h.Group)
	p, _ := i.Purpose(h.Purpose)
	return v.t("officer.held", "category", v.print.Text(c.Label), "group", v.print.Text(g.Label), "purpose", v.print.Text(p.Label))
}

func (v *visit) heldAll(ids []privacy.HoldingID) []string {
	var all []string
	for _, id := range ids {
		all = append(all, v.held(id))
	}
	return all
}

// holdingsTyped reads holdings that were ticked.
func holdingsTyped(all []string) []privacy.HoldingID {
	var ids []privacy.HoldingID
	for _, id := range all {
		ids = append(ids, privacy.HoldingID(id))
	}
	return ids
}

// today is the civil day by which every clock is read.
func (v *visit) today() (cycle.Date, error) { return v.Registrar.Today(v.r.Context(), v.actor) }

// showOfficer shows a page of the desk.
func (v *visit) showOfficer(status int, name string, f frame) error {
	f.Tab = "officer"
	return v.show(status, name, f)
}
