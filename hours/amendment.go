package hours

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// Amendment is an activity as it was and as staff corrected it: both versions are
// kept (P32).
type Amendment struct {
	Before Activity `json:"before"`
	After  Activity `json:"after"`
}

// Corrected is what staff say of a declaration whose activity they correct. Entry is
// typed as the member's is, and is checked alike; its Period and Attested play no
// part. Counted is what counts of the corrected activity.
type Corrected struct {
	Entry   Entry
	Counted Hours
	Reason  string
}

// Declared returns the activity as the member submitted it; the zero Activity in a
// draft.
func (d Declaration) Declared() Activity {
	for _, one := range d.Decisions {
		if one.Amendment != nil {
			return one.Amendment.Before
		}
	}
	return d.Activity
}

// Amended reports that staff have corrected the activity.
func (d Declaration) Amended() bool {
	return slices.ContainsFunc(d.Decisions, func(one Decision) bool { return one.Amendment != nil })
}

// Amend corrects the activity and counts what is said of it. Entry stays what the
// member typed, and the attestations stay what the member ticked. r has the rules of
// the declaration's own period, with the day of its submission for its Today: no
// correction makes a declaration of what was yet to come (P29). An entry of a list
// that is kept keeps the name that was declared. The error is [ErrTransition] or a
// [FieldErrors] on the fields of the entry, "counted" or "reason", and then the
// declaration is as it was.
func (d Declaration) Amend(c Corrected, r Rules, by string, at time.Time) (Declaration, error) {
	next, err := d.State.Next(Correct)
	if err != nil {
		return d, err
	}
	was, e := d.Activity, c.Entry
	e.Period, r.Kept = r.Period.Key(), &was
	a, wrong := e.Check(r)
	wrong = slices.DeleteFunc(wrong, func(f FieldError) bool { return strings.HasPrefix(f.Field, "attested.") })
	a.Attested, a.AttestedVersion = was.Attested, was.AttestedVersion
	a.Measure, a.Tags = was.Measure, was.Tags
	if a.Category == was.Category && a.Hours == was.Hours {
		a.Split = was.Split
	}
	if a.Listing == was.Listing && a.Title == was.Title {
		a.Content = was.Content
	}
	switch {
	case len(wrong) > 0:
	case reflect.DeepEqual(a, was):
		wrong = append(wrong, FieldError{"category", ErrNothingCorrected})
	default:
		wrong = countable(c.Counted, a.Hours)
	}
	switch {
	case c.Reason == "":
		wrong = append(wrong, FieldError{"reason", ErrMissing})
	case len([]rune(c.Reason)) > longestReason:
		wrong = append(wrong, FieldError{"reason", ErrTooLong})
	}
	if len(wrong) > 0 {
		return d, wrong
	}
	d.Activity = a
	return d.decided(Decision{
		Event: Correct, Counted: c.Counted, Reason: c.Reason, By: by, At: at, Amendment: &Amendment{Before: was, After: a},
	}, next), nil
}

// Typed returns the entry that the activity would be typed as: what a page shows
// when staff are about to correct it. [Entry.Check] reads the same activity in it.
func (d Declaration) Typed() Entry {
	a := d.Activity
	e := Entry{
		Period: d.Period.String(), Category: a.Category, Type: a.Type, Activity: a.Listing, Provider: a.ProviderListing,
		Trainer: a.TrainerListing, First: DateTyped(a.First), Last: DateTyped(a.Last),
		Duration: d.Entry.Duration, Attested: slices.Clone(a.Attested),
	}
	if a.Listing == "" {
		e.ActivityUnlisted, e.Title = true, a.Title
	}
	if a.ProviderListing == "" && a.Provider != "" {
		e.ProviderUnlisted, e.ProviderName = true, a.Provider
	}
	if a.TrainerListing == "" && a.Trainer != "" {
		e.TrainerUnlisted = true
		if was := d.Entry.trimmed(); strings.TrimSpace(was.TrainerFirst+" "+was.TrainerLast) == a.Trainer {
			e.TrainerFirst, e.TrainerLast = was.TrainerFirst, was.TrainerLast
		} else {
			e.TrainerFirst, e.TrainerLast, _ = strings.Cut(a.Trainer, " ")
		}
	}
	if h, err := ReadHours(e.Duration); err != nil || h != a.Hours {
		e.Duration = DurationTyped(a.Hours)
	}
	return e
}
