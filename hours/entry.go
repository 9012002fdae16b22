package hours

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
)

// Entry is what a member typed in a declaration, field by field and as typed:
// it is saved right or wrong, and [Entry.Check] says what is wrong with it.
type Entry struct {
	// Period is the first day of the reference period (P23).
	Period string `json:"period"`
	// Category and Type are identifiers of the regulation's (P22).
	Category string `json:"category" validate:"required"`
	Type     string `json:"type" validate:"required"`
	// Activity is in the order's list, unless ActivityUnlisted says that it is not
	// and Title gives it as on the certificate (P24).
	Activity         string `json:"activity" validate:"required_unless=ActivityUnlisted true"`
	ActivityUnlisted bool   `json:"activityUnlisted"`
	Title            string `json:"title" validate:"required_if=ActivityUnlisted true,max=200"`
	// Provider likewise, by its full name without abbreviation (P25).
	Provider         string `json:"provider"`
	ProviderUnlisted bool   `json:"providerUnlisted"`
	ProviderName     string `json:"providerName" validate:"required_if=ProviderUnlisted true,max=200"`
	// Trainer likewise, by first name, then last name (P26).
	Trainer         string `json:"trainer"`
	TrainerUnlisted bool   `json:"trainerUnlisted"`
	TrainerFirst    string `json:"trainerFirst" validate:"required_if=TrainerUnlisted true,max=100"`
	TrainerLast     string `json:"trainerLast" validate:"required_if=TrainerUnlisted true,max=100"`
	// First and Last are the days (P27); Duration is in hours (P28).
	First    DateEntry `json:"first"`
	Last     DateEntry `json:"last"`
	Duration string    `json:"duration" validate:"required,max=40"`
	// Attested holds the identifiers of the attestations that are ticked (P30).
	Attested []string `json:"attested"`
}

// DateEntry is a day as typed in three boxes.
type DateEntry struct {
	Day   string `json:"day"`
	Month string `json:"month"`
	Year  string `json:"year"`
}

// Empty reports that nothing was typed.
func (d DateEntry) Empty() bool {
	return strings.TrimSpace(d.Day+d.Month+d.Year) == ""
}

// Read returns the day, [ErrMissing] when nothing was typed, [ErrBadDate] when it
// is not in the calendar.
func (d DateEntry) Read() (cycle.Date, error) {
	if d.Empty() {
		return cycle.Date{}, ErrMissing
	}
	day, err := cycle.ReadDate(d.Day, d.Month, d.Year)
	if err != nil {
		return cycle.Date{}, ErrBadDate
	}
	return day, nil
}

// DateTyped returns the entry that a day would be typed as.
func DateTyped(d cycle.Date) DateEntry {
	text := d.String()
	if text == "" {
		return DateEntry{}
	}
	return DateEntry{Year: text[:4], Month: text[5:7], Day: text[8:]}
}

// Rules is what an entry is checked against.
type Rules struct {
	Version Version
	Period  cycle.Period
	// Part is the member's own part of the period.
	Part  cycle.Part
	Lists Lists
	// Today is the day of the declaration, in the organisation's zone.
	Today cycle.Date
	// Kept is the activity that is corrected, whose entries of the lists may stay as
	// they were declared; nil for a declaration.
	Kept *Activity
}

// Check returns the activity that the entry declares, or everything wrong with
// it in the order of its fields. The activity is meaningful only when nothing is
// wrong.
func (e Entry) Check(r Rules) (Activity, FieldErrors) {
	c := checker{entry: e.trimmed(), rules: r}
	c.wrong = c.entry.shape()
	c.checkPeriod()
	c.checkCategory()
	c.checkNames()
	c.checkDays()
	c.checkDuration()
	c.checkAttested()
	slices.SortStableFunc(c.wrong, func(a, b FieldError) int { return rank(a.Field) - rank(b.Field) })
	return c.activity, c.wrong
}

// fields is the order in which an entry's errors are given: that of the pages.
var fields = []string{
	"period", "category", "type", "activity", "title", "provider", "providerName",
	"trainer", "trainerFirst", "trainerLast", "first", "last", "duration", "attested",
}

func rank(field string) int {
	name, _, _ := strings.Cut(field, ".")
	if i := slices.Index(fields, name); i >= 0 {
		return i
	}
	return len(fields)
}

type checker struct {
	entry    Entry
	rules    Rules
	activity Activity
	wrong    FieldErrors
}

// fail notes an error, the first one of each field only.
func (c *checker) fail(field string, err error) {
	if c.wrong.Of(field) == nil {
		c.wrong = append(c.wrong, FieldError{field, err})
	}
}

func (c *checker) checkPeriod() {
	if c.entry.Period != c.rules.Period.Key() {
		c.fail("period", ErrUnknownChoice)
	}
}

func (c *checker) checkCategory() {
	category, ok := c.rules.Version.Category(c.entry.Category)
	if !ok {
		c.fail("category", ErrUnknownChoice)
		return
	}
	c.activity.Category = category.ID
	if _, ok := category.Type(c.entry.Type); !ok {
		c.fail("type", ErrUnknownChoice)
	}
	c.activity.Type = c.entry.Type
}

func (c *checker) checkNames() {
	e, a := c.entry, &c.activity
	a.Listing, a.Title = c.named("activity", Activities, e.Activity, e.ActivityUnlisted, e.Title, true)
	a.Content = c.rules.Lists.content(a.Listing, a.Title)
	category, _ := c.rules.Version.Category(e.Category)
	a.ProviderListing, a.Provider = c.named("provider", Providers, e.Provider, e.ProviderUnlisted, e.ProviderName,
		slices.Contains(category.Asks, "provider"))
	a.TrainerListing, a.Trainer = c.named("trainer", Trainers, e.Trainer, e.TrainerUnlisted,
		strings.TrimSpace(e.TrainerFirst+" "+e.TrainerLast), slices.Contains(category.Asks, "trainer"))
}

// named returns the identifier in the list and the name, from the list or as
// typed.
func (c *checker) named(field string, kind ListKind, id string, unlisted bool, typed string, asked bool) (listing, name string) {
	if unlisted {
		return "", typed
	}
	if id == "" {
		if asked {
			c.fail(field, ErrMissing)
		}
		return "", ""
	}
	if kept, name := c.kept(kind); id == kept {
		return kept, name
	}
	item, ok := c.rules.Lists.Find(kind, id)
	switch {
	case !ok:
		c.fail(field, ErrUnknownChoice)
		return "", ""
	case item.Retired():
		c.fail(field, ErrRetired)
		return "", ""
	}
	return item.ID, item.Label
}

// kept returns the entry of a list that the corrected activity has, by the name that
// was declared: it may have been renamed or retired since.
func (c *checker) kept(kind ListKind) (listing, name string) {
	if c.rules.Kept == nil {
		return "", ""
	}
	switch a := c.rules.Kept; kind {
	case Activities:
		return a.Listing, a.Title
	case Providers:
		return a.ProviderListing, a.Provider
	case Trainers:
		return a.TrainerListing, a.Trainer
	}
	return "", ""
}

// checkDays holds P27 and P29: two days of the calendar, in order, the last not
// later than today, and the activity ended in the member's part of the period.
func (c *checker) checkDays() {
	first, err := c.entry.First.Read()
	if err != nil {
		c.fail("first", err)
	}
	last, errLast := c.entry.Last.Read()
	if errLast != nil {
		c.fail("last", errLast)
	}
	today := c.rules.Today
	if err == nil && first.After(today) {
		c.fail("first", ErrFuture)
	}
	if errLast == nil && last.After(today) {
		c.fail("last", ErrFuture)
	}
	if err != nil || errLast != nil {
		return
	}
	switch {
	case last.Before(first):
		c.fail("last", ErrEndBeforeStart)
	case !c.rules.Part.Contains(last):
		c.fail("last", ErrOutsidePeriod)
	}
	c.activity.First, c.activity.Last = first, last
}

// checkDuration holds P28. The bound of 24 hours a day is arithmetic, not a
// clause.
func (c *checker) checkDuration() {
	if c.wrong.Of("duration") != nil {
		return
	}
	h, err := ReadHours(c.entry.Duration)
	switch {
	case err != nil:
		c.fail("duration", err)
		return
	case h.IsZero():
		c.fail("duration", ErrNoHours)
	}
	if span, err := cycle.Days(c.activity.First, c.activity.Last); err == nil && Whole(24*int64(span.Len())).Less(h) {
		c.fail("duration", ErrTooManyHours)
	}
	c.activity.Hours = h
}

func (c *checker) checkAttested() {
	for _, a := range c.rules.Version.Attestations {
		if !slices.Contains(c.entry.Attested, a.ID) {
			c.fail("attested."+a.ID, ErrNotAttested)
			continue
		}
		c.activity.Attested = append(c.activity.Attested, a.ID)
	}
	c.activity.AttestedVersion = c.rules.Version.ID
}
