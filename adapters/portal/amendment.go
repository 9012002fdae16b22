package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func amendmentRoutes() []Route {
	return []Route{
		{"GET", "/queue/declarations/{member}/{id}/amendment", (*visit).amendment, false},
		{"POST", "/queue/declarations/{member}/{id}/amendment", (*visit).amend, false},
	}
}

// versions are an activity as it was declared and as it was corrected, side by side.
type versions struct {
	Declared  []answer
	Corrected []compared
	// Submitted is when it was declared; By, At and Reason are of the latest
	// correction.
	Submitted, By, At, Reason string
}

// compared is a line of the corrected version. Changed says that it differs from the
// declared one.
type compared struct {
	answer
	Changed bool
}

// versions returns both versions of a declaration that was corrected; nil for one
// that was not. What differs is marked in the corrected one.
func (v *visit) versions(d hours.Declaration, s hours.Standing) *versions {
	if !d.Amended() {
		return nil
	}
	page := versions{
		Declared:  v.declared(s.Version, s, d.Declared()),
		Submitted: v.print.Instant(d.Submitted, v.zone),
	}
	for i, line := range v.declared(s.Version, s, d.Activity) {
		page.Corrected = append(page.Corrected, compared{line, !slices.Equal(line.Values, page.Declared[i].Values)})
	}
	for _, one := range d.Decisions {
		if one.Amendment != nil {
			page.By, page.At, page.Reason = v.decider(one.By), v.print.Instant(one.At, v.zone), one.Reason
		}
	}
	return &page
}

// changes says what an amendment changed, a line for each field.
func (v *visit) changes(a *hours.Amendment, s hours.Standing) []string {
	if a == nil {
		return nil
	}
	var lines []string
	before, after := v.declared(s.Version, s, a.Before), v.declared(s.Version, s, a.After)
	for i := range before {
		if slices.Equal(before[i].Values, after[i].Values) {
			continue
		}
		said := func(values []string) string {
			if text := strings.Join(values, " "); text != "" {
				return text
			}
			return v.t("answer.none")
		}
		lines = append(lines, v.t("amendment.change", "label", before[i].Label, "before", said(before[i].Values), "after", said(after[i].Values)))
	}
	return lines
}

// amendmentPage is the form in which staff correct an activity.
type amendmentPage struct {
	Member  identity.Member
	Title   string
	Period  string
	Fields  map[string]field
	Counted field
	Reason  field
	Asked   []asked
	Answers []answer
	Action  string
	Back    string
	Version int64
	Stale   bool
}

// amendmentTyped is what was typed, as typed.
type amendmentTyped struct {
	entry           hours.Entry
	counted, reason string
	wrong           hours.FieldErrors
	stale           bool
}

func (v *visit) amendment() error {
	d, err := v.deciding()
	if err != nil {
		return err
	}
	if !d.State.Correctable() {
		return hours.ErrTransition
	}
	typed := amendmentTyped{entry: d.Typed(), counted: v.print.Number(d.Counted)}
	if d.Counted.IsZero() {
		typed.counted = v.print.Number(d.Activity.Hours)
	}
	// The comma is the French decimal mark; both are read.
	if v.print.Language == identity.French {
		typed.entry.Duration = strings.ReplaceAll(typed.entry.Duration, ".", ",")
	}
	return v.showAmendment(http.StatusOK, d, typed)
}

func (v *visit) showAmendment(status int, d hours.Declaration, typed amendmentTyped) error {
	ctx := v.r.Context()
	member, err := v.Directory.Member(ctx, v.actor, d.Member)
	if err != nil {
		return err
	}
	standing, err := v.Ledger.Standing(ctx, v.actor, d.Member, d.Period)
	if err != nil {
		return err
	}
	lists, err := v.Ledger.Lists(ctx, v.actor)
	if err != nil {
		return err
	}
	draft := declarationDraft{Declaration: d, rules: hours.Rules{
		Version: standing.Version, Period: standing.Period, Part: standing.Part, Lists: offering(lists, d.Activity),
		Today: cycle.DateOf(d.Submitted, v.zone),
	}}
	draft.Entry = typed.entry
	fields := v.descriptionFields(draft, typed.wrong)
	for name, f := range v.categoryFields(draft, typed.wrong) {
		fields[name] = f
	}
	form := v.form("decision", typed.wrong)
	page := amendmentPage{
		Member: member, Title: d.Activity.Title, Period: v.print.Period(standing.Period), Fields: fields,
		Counted: form.text("counted", typed.counted).with("inputmode", "decimal").with("hint", v.t("amendment.counted.hint")),
		Reason:  form.area("reason", typed.reason).with("hint", v.t("amendment.reason.hint")),
		Answers: v.declared(standing.Version, standing, d.Declared()),
		Action:  v.r.URL.Path, Back: "/queue/declarations/" + string(d.Member) + "/" + d.ID, Version: d.Version, Stale: typed.stale,
	}
	if _, open := d.Asked(); open {
		all := v.corrections(d)
		page.Asked = all[len(all)-1:]
	}
	return v.show(status, "amendment", frame{
		Title: v.t("amendment.title", "title", d.Activity.Title, "name", member.Name()), Tab: "queue", Form: true, Scripts: listScripts,
		Wrong: v.problems(typed.wrong), Body: page,
	})
}

// offering returns the lists with what the activity has of them, by the names that
// were declared: a correction may keep what was renamed or retired since.
func offering(lists hours.Lists, a hours.Activity) hours.Lists {
	all := slices.Clone(lists)
	for _, kept := range []hours.Listing{
		{Kind: hours.Activities, ID: a.Listing, Label: a.Title},
		{Kind: hours.Providers, ID: a.ProviderListing, Label: a.Provider},
		{Kind: hours.Trainers, ID: a.TrainerListing, Label: a.Trainer},
	} {
		at := slices.IndexFunc(all, func(l hours.Listing) bool { return l.Kind == kept.Kind && l.ID == kept.ID })
		switch {
		case kept.ID == "":
		case at >= 0:
			all[at] = kept
		default:
			all = append(all, kept)
		}
	}
	return all
}

func (v *visit) amend() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	d, err := v.deciding()
	if err != nil {
		return err
	}
	typed := amendmentTyped{entry: amendedEntry(d, form), counted: form.Get("counted"), reason: form.Get("reason")}
	if v.chooseLanguage(form) {
		return v.showAmendment(http.StatusOK, d, typed)
	}
	counted, unreadable := amountTyped("counted", typed.counted, true)
	_, err = v.Ledger.Amend(v.r.Context(), v.actor, d.Member, d.ID, versionTyped(form),
		hours.Corrected{Entry: typed.entry, Counted: counted, Reason: typed.reason})
	switch {
	case errors.As(err, &typed.wrong):
		if len(unreadable) > 0 {
			typed.wrong = append(slices.DeleteFunc(typed.wrong, func(f hours.FieldError) bool { return f.Field == "counted" }), unreadable...)
		}
		return v.showAmendment(http.StatusUnprocessableEntity, d, typed)
	case errors.Is(err, hours.ErrStale):
		typed.stale = true
		return v.showAmendment(http.StatusConflict, d, typed)
	case err != nil:
		return err
	}
	return v.redirect("/queue", "notice", "amended")
}

// amendedEntry returns what staff typed, over the activity as it is.
func amendedEntry(d hours.Declaration, form url.Values) hours.Entry {
	e := d.Typed()
	e = typedDeclaration(e, "category", form)
	e = typedDeclaration(e, "description", form)
	e.Period = d.Period.String()
	return e
}
