package portal

import (
	"net/http"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// policyPath is the confidentiality policy, which is at the foot of every page.
const policyPath = "/policy"

func policyRoutes() []Route {
	return []Route{{"GET", policyPath, (*visit).policy, true}}
}

// policyPage is the confidentiality policy as the inventory says it.
type policyPage struct {
	Title, Version, Effective string
	// InForce says that the day in force has come.
	InForce bool
	Changes []policyChange
	Officer inCharge
	// Withdrawals is where a withdrawal of consent is written to.
	Withdrawals string
	Sections    []policySection
	// Unverified says that some of it is.
	Unverified bool
	Signed     bool
}

// policyChange is the notice of a change of the policy.
type policyChange struct{ Version, Effective, Text string }

// inCharge is who is in charge of the protection of personal information; Name is
// empty when the policy names nobody.
type inCharge struct{ Name, Title, Email string }

// policySection is a section with the address that leads to it.
type policySection struct {
	ID, Title  string
	Paragraphs []policyLine
	Lists      []policyList
}

type policyList struct {
	Title string
	Items []policyLine
}

// policyLine is a passage or an entry. Unverified: no source says it.
type policyLine struct {
	Text       string
	Unverified bool
}

func (v *visit) policy() error {
	i := v.Registrar.Inventory
	today, err := v.Registrar.Today(v.r.Context(), identity.Actor{Org: v.Org})
	if err != nil {
		return err
	}
	page := policyPage{
		Title: v.print.Text(i.Policy.Title), Version: i.Policy.Version, Effective: v.print.Date(i.Policy.Effective), InForce: i.Policy.InForce(today),
		Officer: v.officerLine(), Withdrawals: i.Withdrawals, Signed: v.actor.Account != "",
	}
	for _, c := range i.Policy.Changes {
		page.Changes = append(page.Changes, policyChange{c.Version, v.print.Date(c.Effective), v.print.Text(c.Text)})
	}
	for n, chapter := range i.Document(v.print.Language) {
		s := v.policySection(i, i.Sections[n], chapter)
		for _, p := range s.Paragraphs {
			page.Unverified = page.Unverified || p.Unverified
		}
		for _, list := range s.Lists {
			for _, item := range list.Items {
				page.Unverified = page.Unverified || item.Unverified
			}
		}
		page.Sections = append(page.Sections, s)
	}
	return v.show(http.StatusOK, "policy", frame{Title: v.t("policy.title"), Body: page})
}

// policySection marks what no source says among the words of a section: a passage, an
// entry of a list, or all that is collected from a group.
func (v *visit) policySection(i privacy.Inventory, s privacy.Section, c privacy.Chapter) policySection {
	made := policySection{ID: c.ID, Title: v.tied(c.Title)}
	for n, text := range c.Paragraphs {
		made.Paragraphs = append(made.Paragraphs, policyLine{v.tied(text), !verifiedStatement(i, s.Statements[n])})
	}
	for n, list := range c.Lists {
		lines := policyList{Title: v.tied(list.Title)}
		for at, text := range list.Items {
			verified := true
			switch s.List {
			case privacy.ListGroups:
				verified = i.Groups[n].Verified
			case privacy.ListMeans:
				verified = i.Means[at].Verified
			case privacy.ListPurposes: // what is not verified of a purpose is under which Act it is
			}
			lines.Items = append(lines.Items, policyLine{v.tied(text), !verified})
		}
		made.Lists = append(made.Lists, lines)
	}
	return made
}

func verifiedStatement(i privacy.Inventory, id string) bool {
	for _, s := range i.Statements {
		if s.ID == id {
			return s.Verified
		}
	}
	return false
}

// tied gives words that are in one language already their no-break spaces.
func (v *visit) tied(text string) string { return v.print.Text(identity.Text{FR: text, EN: text}) }

// officerLine is the person in charge, in the words of the policy.
func (v *visit) officerLine() inCharge {
	o := v.Registrar.Inventory.Officer
	return inCharge{o.Name, v.print.Text(o.Title), o.Email}
}
