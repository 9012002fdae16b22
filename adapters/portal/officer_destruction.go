package portal

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// destructionsPath is where what is held about a person is destroyed, by an approved plan.
const destructionsPath = officerPath + "/destructions"

func officerDestructionRoutes() []Route {
	one := destructionsPath + "/{person}/{id}"
	return []Route{
		{"GET", destructionsPath, charged((*visit).destructions), false},
		{"GET", destructionsPath + "/new", charged((*visit).newDestruction), false},
		{"POST", destructionsPath + "/new", charged((*visit).planDestruction), false},
		{"GET", one, charged((*visit).destruction), false},
		{"POST", one, charged((*visit).findDestruction), false},
		{"GET", one + "/{step}", charged((*visit).confirmDestruction), false},
		{"POST", one + "/{step}", charged((*visit).stepDestruction), false},
	}
}

func destructionPath(d privacy.Destruction) string {
	return destructionsPath + "/" + url.PathEscape(string(d.Person)) + "/" + url.PathEscape(d.ID)
}

// destructionRow is a destruction in the list.
type destructionRow struct{ Link, Person, State, Planned, Doomed, Kept string }

// destructionsPage lists them, the latest first.
type destructionsPage struct {
	Text  field
	Rows  []destructionRow
	Count string
	Empty bool
}

func (v *visit) destructions() error {
	all, err := v.Registrar.Destructions(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b privacy.Destruction) int { return b.Planned.Compare(a.Planned) })
	text := v.r.URL.Query().Get("text")
	words := strings.Fields(hours.Fold(text))
	page := destructionsPage{Text: v.form("list", nil).text("text", text), Empty: len(all) == 0}
	for _, d := range all {
		row := destructionRow{
			Link: destructionPath(d), Person: string(d.Person), State: v.t("destroy.state." + string(d.State)), Planned: v.print.Instant(d.Planned, v.zone),
			Doomed: v.print.N("destroy.items", len(d.Doomed())), Kept: v.print.N("destroy.items", len(d.Spared())),
		}
		found := hours.Fold(row.Person + " " + row.State + " " + row.Planned)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			page.Rows = append(page.Rows, row)
		}
	}
	page.Count = v.print.N("destroy.count", len(page.Rows))
	return v.showOfficer(http.StatusOK, "officer_destructions", frame{Title: v.t("destroy.title"), Body: page})
}

// newDestruction asks of whom.
func (v *visit) newDestruction() error {
	finder, err := v.finder(destructionsPath+"/new", nil)
	if err != nil {
		return err
	}
	if person := v.r.URL.Query().Get("person"); person != "" {
		name, err := v.personNamed(privacy.PersonID(person))
		if err != nil {
			return err
		}
		return v.showOfficerForm(http.StatusOK, officerForm{
			Back: v.t("destroy.title"), BackTo: destructionsPath, Heading: v.t("destroy.new"), Lead: v.t("destroy.new.of", "name", name),
			Action: destructionsPath + "/new", Kept: []kept{{"id", freshID()}, {"person", person}}, Button: v.t("destroy.plan"),
		})
	}
	page := officerFindPage{
		Back: v.t("destroy.title"), BackTo: destructionsPath, Heading: v.t("destroy.new"), Lead: v.t("destroy.new.lead"), Finder: finder,
	}
	return v.showOfficer(http.StatusOK, "officer_new", frame{Title: page.Heading, Body: page})
}

func (v *visit) planDestruction() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	d, err := v.Registrar.PlanDestruction(v.r.Context(), v.actor, privacy.PersonID(typed.Get("person")), typed.Get("id"), privacy.Findings{})
	if err != nil {
		return err
	}
	return v.redirect(destructionPath(d))
}

// destructionGroup is what the plan does with records that fare alike.
type destructionGroup struct {
	Kind, Count, Until string
	Why                []string
	Articles           []string
	Missing            []string
	n                  int
}

// destructionPart is what is destroyed, what stays, or what is undecided.
type destructionPart struct {
	ID, Heading, Lead string
	Groups            []destructionGroup
}

// destructionPage is a plan, or what became of it.
type destructionPage struct {
	Base, Person, State, Planned string
	// Proof is the certificate, once it is done.
	Proof    *i18n.DestructionWords
	Parts    []destructionPart
	Findings *officerForm
	// Steps are what can be done now.
	Steps []destructionStep
}

type destructionStep struct {
	Link, Label string
	Danger      bool
}

// oneDestruction reads the one that the address names.
func (v *visit) oneDestruction() (privacy.Destruction, error) {
	return v.Registrar.Destruction(v.r.Context(), v.actor, privacy.PersonID(v.r.PathValue("person")), v.r.PathValue("id"))
}

func (v *visit) destruction() error {
	d, err := v.oneDestruction()
	if err != nil {
		return err
	}
	return v.showDestruction(http.StatusOK, d, nil, nil)
}

// destructionSteps are the events that a reader may choose, in the order of the page.
var destructionSteps = []struct {
	event  privacy.DestructionEvent
	danger bool
}{{privacy.Approve, false}, {privacy.Begin, true}, {privacy.GiveUp, false}}

func (v *visit) showDestruction(status int, d privacy.Destruction, typed url.Values, wrong hours.FieldErrors) error {
	page := destructionPage{
		Base: destructionPath(d), Person: string(d.Person), State: v.t("destroy.state." + string(d.State)), Planned: v.print.Instant(d.Planned, v.zone),
	}
	for _, s := range destructionSteps {
		if _, err := d.State.Next(s.event); err == nil && (s.event != privacy.Begin || d.State != privacy.Destroyed) {
			page.Steps = append(page.Steps, destructionStep{page.Base + "/" + string(s.event), v.t("destroy.do." + string(s.event)), s.danger})
		}
	}
	if c, err := d.Certificate(v.Registrar.Custody.Keeping); err == nil {
		rules := privacy.Rules{Law: v.Registrar.Law, Inventory: v.Registrar.Inventory}
		words := v.print.Destruction(c, v.org, rules, v.zone)
		page.Proof = &words
	}
	for _, action := range []privacy.Action{privacy.Destroy, privacy.Undecided, privacy.Keep} {
		part := destructionPart{ID: string(action), Heading: v.t("destroy.part." + string(action)), Lead: v.t("destroy.part." + string(action) + ".lead"), Groups: v.destructionGroups(d, action)}
		if len(part.Groups) > 0 {
			page.Parts = append(page.Parts, part)
		}
	}
	f := frame{Title: v.t("destroy.of", "person", string(d.Person)), Body: page}
	if _, err := d.State.Next(privacy.MakePlan); err == nil {
		form := v.findingsForm(d, typed, wrong)
		page.Findings, f.Form, f.Wrong = &form, true, form.wrong()
		f.Body = page
	}
	return v.showOfficer(status, "officer_destruction", f)
}

// destructionGroups are the lines of a plan with one action, those that fare alike as one.
func (v *visit) destructionGroups(d privacy.Destruction, action privacy.Action) []destructionGroup {
	var groups []destructionGroup
	at := map[string]int{}
	for _, l := range d.Lines {
		if l.Action != action {
			continue
		}
		g := destructionGroup{Kind: l.Kind, Articles: v.cited(l.Articles)}
		if k, ok := v.Registrar.Custody.Keeping.Kept(l.Kind); ok {
			g.Kind = v.print.Text(k.Label)
		}
		if !l.Until.IsZero() {
			g.Until = v.print.Date(l.Until)
		}
		for _, why := range l.Reasons {
			g.Why = append(g.Why, v.keeping(why))
		}
		for _, fact := range l.Missing {
			g.Missing = append(g.Missing, v.t("destroy.missing."+string(fact)))
		}
		key := strings.Join(slices.Concat([]string{g.Kind, g.Until}, g.Why, g.Missing, g.Articles), "\x00")
		n, known := at[key]
		if !known {
			n, at[key] = len(groups), len(groups)
			groups = append(groups, g)
		}
		groups[n].n++
	}
	for i := range groups {
		groups[i].Count = v.print.N("destroy.items", groups[i].n)
	}
	slices.SortStableFunc(groups, func(a, b destructionGroup) int { return cmp.Compare(hours.Fold(a.Kind), hours.Fold(b.Kind)) })
	return groups
}

// keeping says why something is kept: a period of the law or of the inventory, or a hold.
func (v *visit) keeping(why string) string {
	for _, l := range v.Registrar.Law.Limits {
		if l.ID == why {
			return v.print.Text(l.Label)
		}
	}
	if c, ok := v.Registrar.Inventory.Class(why); ok {
		return v.print.Text(c.Label)
	}
	return v.t("destruction.hold." + why)
}

// findingsForm asks what the plan needs to know.
func (v *visit) findingsForm(d privacy.Destruction, typed url.Values, wrong hours.FieldErrors) officerForm {
	if typed == nil {
		typed = findingsTyped(d.Findings)
	}
	f := v.form("destruction", wrong)
	truths := func() group {
		return group{Options: []option{
			{Value: string(privacy.Yes), Label: v.t("destroy.yes")}, {Value: string(privacy.No), Label: v.t("destroy.no")},
		}}
	}
	choice := func(name string) field {
		c := f.choice(name, typed.Get(name), truths())
		c.Options[0].Options[0].Label = v.t("destroy.unknown")
		return c
	}
	page := officerForm{Action: destructionPath(d), Version: d.Version, Button: v.t("destroy.replan"), BackTo: destructionsPath}
	for _, id := range purposesOf(d) {
		is, on := choice("is-"+id), f.date("on-"+id, hours.DateEntry{Day: typed.Get("on-" + id + ".day"), Month: typed.Get("on-" + id + ".month"), Year: typed.Get("on-" + id + ".year")})
		is.Label, on.Label = v.t("destroy.achieved"), v.t("destroy.achieved.on")
		page.Sections = append(page.Sections, officerSection{Legend: v.purposeLabel(id), Controls: []control{is.as("choice"), on.as("day")}})
	}
	page.Sections = append(page.Sections, officerSection{Legend: v.t("destroy.holds"), Controls: []control{choice("legal").as("choice"), choice("incident").as("choice")}})
	return page
}

// purposeLabel is a purpose in words.
func (v *visit) purposeLabel(id string) string {
	p, known := v.Registrar.Inventory.Purpose(id)
	if !known {
		return id
	}
	return v.print.Text(p.Label)
}

// purposesOf are those for which something in a plan is kept, each once.
func purposesOf(d privacy.Destruction) []string {
	var all []string
	for _, l := range d.Lines {
		for _, p := range l.Purposes {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	slices.Sort(all)
	return all
}

// findingsTyped is what was found, as the form has it.
func findingsTyped(f privacy.Findings) url.Values {
	typed := url.Values{"legal": {string(f.Legal)}, "incident": {string(f.Incident)}}
	for _, p := range f.Purposes {
		typed.Set("is-"+p.Purpose, string(p.Is))
		if !p.On.IsZero() {
			day := hours.DateTyped(p.On)
			typed.Set("on-"+p.Purpose+".day", day.Day)
			typed.Set("on-"+p.Purpose+".month", day.Month)
			typed.Set("on-"+p.Purpose+".year", day.Year)
		}
	}
	return typed
}

// findDestruction makes the plan again from what was found.
func (v *visit) findDestruction() error {
	d, err := v.oneDestruction()
	if err != nil {
		return err
	}
	typed, err := v.typed()
	if err != nil {
		return err
	}
	found, wrong := privacy.Findings{Legal: privacy.Truth(typed.Get("legal")), Incident: privacy.Truth(typed.Get("incident"))}, hours.FieldErrors{}
	for _, id := range purposesOf(d) {
		p := privacy.Achieved{Purpose: id, Is: privacy.Truth(typed.Get("is-" + id))}
		day := hours.DateEntry{Day: typed.Get("on-" + id + ".day"), Month: typed.Get("on-" + id + ".month"), Year: typed.Get("on-" + id + ".year")}
		if !day.Empty() {
			on, err := day.Read()
			if err != nil {
				wrong = append(wrong, hours.FieldError{Field: "on-" + id, Err: err})
			}
			p.On = on
		}
		if p.Is != privacy.Unknown {
			found.Purposes = append(found.Purposes, p)
		}
	}
	if len(wrong) > 0 {
		return v.showDestruction(http.StatusUnprocessableEntity, d, typed, wrong)
	}
	d, err = v.Registrar.PlanDestruction(v.r.Context(), v.actor, d.Person, d.ID, found)
	if err != nil {
		return err
	}
	return v.redirect(destructionPath(d), "notice", "planned")
}

// confirmDestruction asks before a step: what is destroyed does not come back.
func (v *visit) confirmDestruction() error {
	d, err := v.oneDestruction()
	if err != nil {
		return err
	}
	step := v.r.PathValue("step")
	if !slices.ContainsFunc(destructionSteps, func(s struct {
		event  privacy.DestructionEvent
		danger bool
	},
	) bool {
		return string(s.event) == step
	}) {
		return privacy.ErrNotFound
	}
	if _, err := d.State.Next(privacy.DestructionEvent(step)); err != nil {
		return err
	}
	return v.showOfficerForm(http.StatusOK, officerForm{
		Back: v.t("destroy.back"), BackTo: destructionPath(d), Heading: v.t("destroy.do." + step), Lead: v.t("destroy.of", "person", string(d.Person)),
		Said: []string{
			v.t("destroy.confirm."+step, "items", v.print.N("destroy.items", len(d.Doomed()))),
			v.t("destroy.confirm.kept", "items", v.print.N("destroy.items", len(d.Spared()))),
		},
		Action: destructionPath(d) + "/" + step, Version: d.Version, Kept: []kept{{"digest", d.Digest}}, Button: v.t("destroy.do." + step), Danger: step == string(privacy.Begin),
	})
}

func (v *visit) stepDestruction() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	ctx, person, id := v.r.Context(), privacy.PersonID(v.r.PathValue("person")), v.r.PathValue("id")
	var d privacy.Destruction
	switch step := privacy.DestructionEvent(v.r.PathValue("step")); step {
	case privacy.Approve:
		d, err = v.Registrar.ApproveDestruction(ctx, v.actor, person, id, typed.Get("digest"))
	case privacy.Begin:
		d, err = v.Registrar.Destroy(ctx, v.actor, person, id)
	case privacy.GiveUp:
		d, err = v.Registrar.GiveUpDestruction(ctx, v.actor, person, id)
	default:
		return privacy.ErrNotFound
	}
	if err != nil {
		return err
	}
	return v.redirect(destructionPath(d), "notice", "destruction-"+string(d.State))
}
