package intake

import (
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// days reads the days of a line. What cannot be read is told by the field.
func (l *Line) days() (first, last cycle.Date, wrong hours.FieldErrors) {
	first, err := ReadDate(l.FirstDay)
	if err != nil {
		wrong = append(wrong, hours.FieldError{Field: "first", Err: err})
	}
	last = first
	if l.LastDay != "" {
		if last, err = ReadDate(l.LastDay); err != nil {
			wrong = append(wrong, hours.FieldError{Field: "last", Err: err})
		}
	}
	return first, last, wrong
}

// dayTyped is what a day would be typed as; one that cannot be read stands as it is
// in the box of the day, so that nothing written is lost.
func dayTyped(text string) hours.DateEntry {
	if d, err := ReadDate(text); err == nil {
		return hours.DateTyped(d)
	}
	return hours.DateEntry{Day: text}
}

// entry is the declaration that a line says. Names are looked for in the order's
// lists and the regulation's categories, by identifier or by label, whatever the
// case and the accents; what is not there is a name that is not in the list.
func (l *Line) entry(version *hours.Version, lists hours.Lists) hours.Entry {
	e := hours.Entry{First: dayTyped(l.FirstDay), Duration: l.Duration, Category: l.Category, Type: l.Type}
	if e.Last = e.First; l.LastDay != "" {
		e.Last = dayTyped(l.LastDay)
	}
	for _, c := range version.Categories {
		if !named(l.Category, c.ID, c.Label) {
			continue
		}
		e.Category = c.ID
		for _, t := range c.Types {
			if named(l.Type, t.ID, t.Label) {
				e.Type = t.ID
			}
		}
	}
	title := l.Title
	if title == "" {
		title = l.Activity
	}
	if item, ok := listed(lists, hours.Activities, l.Activity, l.Title); ok {
		e.Activity = item.ID
	} else {
		e.ActivityUnlisted, e.Title = true, title
	}
	if item, ok := listed(lists, hours.Providers, l.Provider); ok {
		e.Provider = item.ID
	} else if l.Provider != "" {
		e.ProviderUnlisted, e.ProviderName = true, l.Provider
	}
	trainer := strings.TrimSpace(l.TrainerFirst + " " + l.TrainerLast)
	if item, ok := listed(lists, hours.Trainers, trainer); ok {
		e.Trainer = item.ID
	} else if trainer != "" {
		e.TrainerUnlisted, e.TrainerFirst, e.TrainerLast = true, l.TrainerFirst, l.TrainerLast
		if l.TrainerFirst == "" {
			if first, last, ok := strings.Cut(trainer, " "); ok {
				e.TrainerFirst, e.TrainerLast = first, last
			}
		}
	}
	return e
}

func named(text, id string, label identity.Text) bool {
	if text == "" {
		return false
	}
	folded := hours.Fold(text)
	return text == id || folded == hours.Fold(label.FR) || folded == hours.Fold(label.EN)
}

// listed finds the first of the texts that a list has.
func listed(lists hours.Lists, kind hours.ListKind, texts ...string) (hours.Listing, bool) {
	for _, text := range texts {
		if text == "" {
			continue
		}
		folded := hours.Fold(text)
		for _, item := range lists {
			if item.Kind == kind && (item.ID == text || hours.Fold(item.Label) == folded) {
				return item, true
			}
		}
	}
	return hours.Listing{}, false
}

// instead puts what the reading of a line found in the place of what the entry says
// of the same field: that a day is ambiguous says more than that it is none.
func instead(wrong, read hours.FieldErrors) hours.FieldErrors {
	for i := range wrong {
		if err := read.Of(wrong[i].Field); err != nil {
			wrong[i].Err = err
		}
	}
	return wrong
}
