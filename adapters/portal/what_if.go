package portal

import (
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// whatIfPage asks for an activity that is not declared yet, and shows what it would
// change. Nothing is saved: the address holds what was typed.
type whatIfPage struct {
	file
	Category, Hours, On field
	// Present is the sentence of the present balance, and Simulated that of the one
	// that would be; empty until something was typed right.
	Present   told
	Simulated *told
}

// told is a balance in words.
type told struct {
	Status, Class, Sentence string
	Lines                   []summaryLine
}

func (v *visit) whatIf() error {
	f, err := v.file()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	on := dateTyped(q, "on")
	asked := q.Get("category") != "" || q.Get("hours") != "" || !on.Empty()
	var planned hours.Activity
	var wrong hours.FieldErrors
	if asked {
		planned, wrong = readPlanned(f.Standing, q.Get("category"), q.Get("hours"), on)
	}
	page := whatIfPage{file: f, Present: v.told(f)}
	var categories group
	for _, c := range f.Standing.Version.Categories {
		categories.Options = append(categories.Options, option{Value: c.ID, Label: v.print.Text(c.Label)})
	}
	form := v.form("what-if", wrong)
	page.Category = form.choice("category", q.Get("category"), categories)
	page.Hours = form.text("hours", q.Get("hours")).with("inputmode", "decimal")
	page.On = form.date("on", on)
	status := http.StatusOK
	switch {
	case len(wrong) > 0:
		status = http.StatusUnprocessableEntity
	case asked:
		then := f
		var day cycle.Date
		if f.Asked != "" {
			day = f.Standing.Period.From
		}
		then.Balance, err = v.Ledger.WhatIf(v.r.Context(), v.actor, f.Member.ID, day, planned)
		if err != nil {
			return err
		}
		simulated := v.told(then)
		page.Simulated = &simulated
	}
	title := v.t("what-if.title", "name", f.Member.Name(), "years", v.print.Years(f.Standing.Period))
	return v.show(status, "what_if", frame{Title: title, Tab: "portfolio", Wrong: v.problems(wrong), Body: page})
}

func (v *visit) told(f file) told {
	s := v.summary(f)
	return told{s.Status, s.Class, s.Sentence, s.Lines}
}

// readPlanned reads the activity that was typed; what is wrong is in the order of
// the page.
func readPlanned(s hours.Standing, category, duration string, on hours.DateEntry) (hours.Activity, hours.FieldErrors) {
	var wrong hours.FieldErrors
	a := hours.Activity{Category: category}
	add := func(field string, err error) {
		if err != nil {
			wrong = append(wrong, hours.FieldError{Field: field, Err: err})
		}
	}
	if _, ok := s.Version.Category(category); category == "" {
		add("category", hours.ErrMissing)
	} else if !ok {
		add("category", hours.ErrUnknownChoice)
	}
	day, err := on.Read()
	switch {
	case on.Empty():
		err = hours.ErrMissing
	case err == nil && !s.Period.Contains(day):
		err = hours.ErrOutsidePeriod
	}
	add("on", err)
	a.First, a.Last = day, day
	if duration == "" {
		add("hours", hours.ErrMissing)
		return a, wrong
	}
	a.Hours, err = hours.ReadHours(duration)
	if err == nil && a.Hours.IsZero() {
		err = hours.ErrNoHours
	}
	add("hours", err)
	return a, wrong
}
