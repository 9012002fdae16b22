package portal

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// showOfficerForm shows a form of the desk, with the summary of what is wrong in the order
// of the page.
func (v *visit) showOfficerForm(status int, page officerForm) error {
	return v.showOfficer(status, "officer_form", frame{Title: page.Heading, Form: true, Wrong: page.wrong(), Body: page})
}

// officerForm is a form of the desk: sections of controls and a button.
type officerForm struct {
	Back, BackTo  string
	Heading, Lead string
	// Said is what to read before the form, line by line.
	Said []string
	// Stale says that it was changed since it was read, and Changed what did.
	Stale    bool
	Changed  []string
	Action   string
	Version  int64
	Kept     []kept
	Sections []officerSection
	Button   string
	Danger   bool
}

// officerSection is controls under a heading; Legend may be empty.
type officerSection struct {
	Legend, Lead string
	Controls     []control
}

// control is a field with how it is shown: "text", "choice", "day", "box", "ticks" or
// "holdings".
type control struct {
	Kind string
	field
	Groups []tickGroup
}

// tickGroup is boxes that open under a heading, or groups of them.
type tickGroup struct {
	Label  string
	Open   bool
	Groups []tickGroup
	Parts  []field
}

// wrong returns the summary of the errors of a form.
func (f officerForm) wrong() []problem {
	var all []problem
	for _, s := range f.Sections {
		for _, c := range s.Controls {
			if c.Error == "" {
				continue
			}
			id := c.ID
			if c.Kind == "day" {
				id = c.Parts[0].ID
			}
			all = append(all, problem{id, c.Error})
		}
	}
	return all
}

// has reports that the form has a control of that name.
func (f officerForm) has(name string) bool {
	return slices.ContainsFunc(f.Sections, func(s officerSection) bool {
		return slices.ContainsFunc(s.Controls, func(c control) bool { return c.Name == name })
	})
}

// ticks is a choice of which all may be read at once: of one when its type is "radio", of
// several when it is "checkbox".
func (f form) ticks(name, kind string, ticked []string, options ...option) control {
	c := control{Kind: "ticks", field: f.text(name, "")}
	for i, o := range options {
		part := field{ID: c.ID, Name: name, Type: kind, Value: o.Value, Label: o.Label, Checked: slices.Contains(ticked, o.Value)}
		if i > 0 {
			part.ID += "-" + controlID(o.Value)
		}
		c.Parts = append(c.Parts, part)
	}
	return c
}

// holdings are those of the inventory to tick, by Act and by purpose; one of which some
// are ticked is open. Those of one Act alone when act is not empty.
func (f form) holdings(name string, ticked []privacy.HoldingID, act privacy.Regime) control {
	i, c := f.v.Registrar.Inventory, control{Kind: "holdings", field: f.text(name, "")}
	for _, regime := range privacy.Regimes() {
		if act != "" && act != regime {
			continue
		}
		of := tickGroup{Label: f.v.act(regime), Open: act != ""}
		for n, h := range i.Holdings() {
			if h.Regime != regime {
				continue
			}
			purpose, _ := i.Purpose(h.Purpose)
			if label := f.v.print.Text(purpose.Label); len(of.Groups) == 0 || of.Groups[len(of.Groups)-1].Label != label {
				of.Groups = append(of.Groups, tickGroup{Label: label})
			}
			category, _ := i.Category(h.Category)
			group, _ := i.Group(h.Group)
			into := &of.Groups[len(of.Groups)-1]
			part := field{ID: controlID(name) + "-" + strconv.Itoa(n), Name: name, Value: string(h.ID), Checked: slices.Contains(ticked, h.ID)}
			part.Label = f.v.t("officer.holding", "category", f.v.print.Text(category.Label), "group", f.v.print.Text(group.Label))
			if len(c.Groups) == 0 && len(of.Groups) == 1 && len(into.Parts) == 0 {
				part.ID = c.ID // where the summary of errors leads
				into.Open = c.Error != ""
				of.Open = of.Open || into.Open
			}
			into.Open, of.Open = into.Open || part.Checked, of.Open || part.Checked
			into.Parts = append(into.Parts, part)
		}
		c.Groups = append(c.Groups, of)
	}
	return c
}

// as makes a control of a field.
func (f field) as(kind string) control { return control{Kind: kind, field: f} }

// fieldsOf says which field of the desk's forms an error is about.
var fieldsOf = []struct {
	err   error
	field string
}{
	{privacy.ErrProof, "proof"},
	{privacy.ErrImprecise, "scope"},
	{privacy.ErrUnknownHolding, "scope"},
	{privacy.ErrGround, "ground"},
	{privacy.ErrGroundLost, "since"},
	{privacy.ErrReason, "reason"},
	{privacy.ErrPart, "kept"},
	{privacy.ErrNoExtension, "days"},
	{privacy.ErrExtensionDays, "days"},
	{privacy.ErrExtensionLate, "days"},
	{privacy.ErrReceived, "received"},
	{privacy.ErrNoRight, "received"},
	{privacy.ErrUnknownKind, "kind"},
	{privacy.ErrUnknownQuality, "quality"},
	{privacy.ErrNothingAsked, "asked"},
	{privacy.ErrNoContact, "name"},
}

// fieldErrors says beside which field an error of the desk stands; false when it is about
// none of the form's, and has a page of its own.
func (f officerForm) fieldErrors(err error, typed url.Values) (hours.FieldErrors, bool) {
	if wrong := (hours.FieldErrors{}); errors.As(err, &wrong) {
		return wrong, true
	}
	if errors.Is(err, privacy.ErrTooLong) {
		for _, s := range f.Sections {
			for _, c := range s.Controls {
				if utf8.RuneCountInString(typed.Get(c.Name)) > privacy.LongestText {
					return hours.FieldErrors{{Field: c.Name, Err: err}}, true
				}
			}
		}
	}
	for _, of := range fieldsOf {
		if errors.Is(err, of.err) && f.has(of.field) {
			return hours.FieldErrors{{Field: of.field, Err: err}}, true
		}
	}
	return nil, false
}

// dayIn writes a day into the boxes of a form; nothing for the zero Date.
func dayIn(typed url.Values, name string, day cycle.Date) {
	if day.IsZero() {
		return
	}
	y, m, d := day.YMD()
	typed.Set(name+".day", strconv.Itoa(d))
	typed.Set(name+".month", strconv.Itoa(m))
	typed.Set(name+".year", strconv.Itoa(y))
}
