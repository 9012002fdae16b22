package portal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// typeOf returns the type that the pair of the list names: "structured/course" is
// "course" when the category is structured. A pair of another category stays as
// it is, for the check to refuse: without scripts the list holds the types of
// every category.
func typeOf(category, pair string) string {
	if rest, ok := strings.CutPrefix(pair, category+"/"); ok && category != "" {
		return rest
	}
	return pair
}

func pairOf(category, kind string) string {
	if kind == "" || strings.Contains(kind, "/") {
		return kind
	}
	return category + "/" + kind
}

// categoryFields are the two lists of P22.
func (v *visit) categoryFields(draft declarationDraft, wrong hours.FieldErrors) map[string]field {
	f, e := v.form("declaration", wrong), draft.Entry
	var categories group
	var types []group
	for _, c := range draft.rules.Version.Categories {
		categories.Options = append(categories.Options, option{Value: c.ID, Label: v.print.Text(c.Label)})
		of := group{Label: v.print.Text(c.Label)}
		for _, t := range c.Types {
			of.Options = append(of.Options, option{Value: pairOf(c.ID, t.ID), Label: v.print.Text(t.Label)})
		}
		types = append(types, of)
	}
	return map[string]field{
		"category": f.choice("category", e.Category, categories),
		"type":     f.choice("type", pairOf(e.Category, e.Type), types...),
	}
}

// descriptionFields are P23 to P28.
func (v *visit) descriptionFields(draft declarationDraft, wrong hours.FieldErrors) map[string]field {
	f, e := v.form("declaration", wrong), draft.Entry
	all := map[string]field{
		"activity":         f.choice("activity", e.Activity, listed(draft.rules.Lists.Offered(hours.Activities))).narrowed(),
		"activityUnlisted": f.box("activityUnlisted", "yes", e.ActivityUnlisted),
		"title":            f.text("title", e.Title).wide(),
		"provider":         f.choice("provider", e.Provider, listed(draft.rules.Lists.Offered(hours.Providers))).narrowed(),
		"providerUnlisted": f.box("providerUnlisted", "yes", e.ProviderUnlisted),
		"providerName":     f.text("providerName", e.ProviderName).wide(),
		"trainer":          f.choice("trainer", e.Trainer, listed(draft.rules.Lists.Offered(hours.Trainers))).narrowed(),
		"trainerUnlisted":  f.box("trainerUnlisted", "yes", e.TrainerUnlisted),
		"trainerFirst":     f.text("trainerFirst", e.TrainerFirst),
		"trainerLast":      f.text("trainerLast", e.TrainerLast),
		"first":            f.date("first", e.First),
		"last":             f.date("last", e.Last),
		"duration":         f.text("duration", e.Duration).with("inputmode", "decimal"),
	}
	all["period"] = v.periodField(f, draft)
	for name, typed := range map[string]struct {
		kind     hours.ListKind
		unlisted bool
		text     string
	}{
		"title":        {hours.Activities, e.ActivityUnlisted, e.Title},
		"providerName": {hours.Providers, e.ProviderUnlisted, e.ProviderName},
		"trainerLast":  {hours.Trainers, e.TrainerUnlisted, e.TrainerFirst + " " + e.TrainerLast},
	} {
		if item, ok := draft.rules.Lists.Named(typed.kind, typed.text); ok && typed.unlisted && !item.Retired() {
			all[name] = all[name].with("hint", v.t("listing.there", "label", item.Label))
		}
	}
	category, _ := draft.rules.Version.Category(e.Category)
	for _, name := range []string{"provider", "trainer"} {
		if !slices.Contains(category.Asks, name) {
			all[name] = all[name].with("label", v.t("field.optional", "label", all[name].Label))
		}
	}
	return all
}

// periodField is P23: a box for the only period that there is, and a choice when the
// one before may still be declared for.
func (v *visit) periodField(f form, draft declarationDraft) field {
	box := func(p cycle.Period) field {
		return f.box("period", p.Key(), draft.Entry.Period == p.Key()).
			with("label", v.t("field.declaration.period")+" "+v.print.Years(p)).with("hint", v.print.Period(p))
	}
	if len(draft.periods) < 2 {
		return box(draft.rules.Period)
	}
	choice := box(draft.rules.Period)
	for i, p := range draft.periods {
		one := box(p)
		one.Error = ""
		if i > 0 {
			one.ID += "-" + p.Key()
		}
		choice.Parts = append(choice.Parts, one)
	}
	return choice
}

func listed(items []hours.Listing) group {
	var g group
	for _, item := range items {
		g.Options = append(g.Options, option{Value: item.ID, Label: item.Label})
	}
	return g
}

// attestations are the boxes of P30.
func (v *visit) attestations(draft declarationDraft, wrong hours.FieldErrors) []field {
	var boxes []field
	for i, a := range draft.rules.Version.Attestations {
		boxes = append(boxes, v.commitment("attested", a.ID, v.print.Text(a.Text), i, slices.Contains(draft.Entry.Attested, a.ID), wrong))
	}
	return boxes
}

// commitment is a box whose label is a whole statement.
func (v *visit) commitment(name, id, text string, i int, checked bool, wrong hours.FieldErrors) field {
	box := field{ID: name + "-" + id, Name: name, Value: id, Label: text, Box: true, Checked: checked}
	if err := wrong.Of(name + "." + id); err != nil {
		box.Error = v.t("wizard.box", "n", strconv.Itoa(i+1), "message", v.print.FieldError(name, err))
	}
	return box
}

// check is the check page (P31): every answer, as it will be declared, with the
// link that changes it and comes back.
func (v *visit) check(draft declarationDraft) []answer {
	activity, _ := draft.Entry.Check(draft.rules)
	answers := v.declared(draft.rules.Version, hours.Standing{Period: draft.rules.Period}, activity)
	for i := range answers {
		step := "description"
		if answers[i].Row == "P22" {
			step = "category"
		}
		answers[i].Change = draft.base + "/" + step + "?return=submission"
	}
	var attested []string
	for _, a := range draft.rules.Version.Attestations {
		if slices.Contains(activity.Attested, a.ID) {
			attested = append(attested, v.print.Text(a.Text))
		}
	}
	return append(answers, answer{"P30", v.t("declaration.step.attestations"), attested, draft.base + "/attestations?return=submission"})
}
