package closing

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// Notice is a notice of default, with the last days that it sets. They are worked
// out when it is served, with the holidays of the organisation, and do not follow
// later changes of either.
type Notice struct {
	// Of is what is missing.
	Of hours.Lacking `json:"of"`
	// Served is the day from which its delays run, and From what that day is: of the
	// notification or of the receipt; empty when no text says.
	Served cycle.Date        `json:"served"`
	From   hours.CountedFrom `json:"from,omitempty"`
	// Delay is the delay to make the default good, and Last its last day. SetBy is
	// who set it.
	Delay hours.Delay `json:"delay"`
	Last  cycle.Date  `json:"last"`
	SetBy SetBy       `json:"setBy"`
	// ObserveBy is the last day for written observations; the zero Date when no text
	// sets one.
	ObserveBy cycle.Date `json:"observeBy,omitzero"`
	// After is what becomes of hours done after the day it was served.
	After hours.AfterNotice `json:"after,omitempty"`
	// Clause is that of the regulation, of the period's version; empty for none.
	Clause string `json:"clause,omitempty"`
	// FinalServed is the day of the final notice, and FinalLast its last day; the zero
	// Date when there is none.
	FinalServed cycle.Date `json:"finalServed,omitzero"`
	FinalLast   cycle.Date `json:"finalLast,omitzero"`
	// Steps are the consequences that were applied, in order.
	Steps []Step `json:"steps,omitempty"`
}

// SetBy is who set the delay of a notice.
type SetBy string

// Who set it.
const (
	SetByText  SetBy = "text"  // the regulation
	SetByRange SetBy = "range" // the regulator, within the range that the regulation gives
	SetByOrder SetBy = "order" // the regulator, of a regulation that says nothing
)

// Step is a consequence that was applied, and the day from which it applies.
type Step struct {
	Stage string     `json:"stage"`
	Day   cycle.Date `json:"day"`
}

func (n Notice) clone() Notice {
	n.Steps = slices.Clone(n.Steps)
	return n
}

// Ends returns the last day of the latest delay that the notice sets: that of the
// final notice when there is one.
func (n Notice) Ends() cycle.Date {
	if !n.FinalLast.IsZero() {
		return n.FinalLast
	}
	return n.Last
}

// Summons is what staff type to serve a notice: what is missing, the day, and the
// days of the delay where the regulation lets them be set (0 otherwise).
type Summons struct {
	Of     hours.Lacking
	Served cycle.Date
	Days   int
}

// longestDelay is the greatest number of days that staff may set where the
// regulation says nothing.
const longestDelay = 730

// Serve returns the notice that the summons serves, in the standing of the period.
// The error is a [hours.FieldErrors] on "of", "served" or "days".
func (m Summons) Serve(s hours.Standing) (Notice, error) {
	var wrong hours.FieldErrors
	n := Notice{Of: m.Of, Served: m.Served, Delay: hours.Delay{Days: m.Days}, SetBy: SetByOrder}
	rule := s.Version.Default
	if rule == nil {
		rule = &hours.DefaultRule{}
	}
	n.From, n.After = rule.From, rule.After
	if !slices.Contains([]hours.Lacking{hours.LackingHours, hours.LackingDeclaration, hours.LackingDocuments}, m.Of) {
		wrong = append(wrong, hours.FieldError{Field: "of", Err: hours.ErrUnknownChoice})
	}
	wrong = append(wrong, servedOn(m.Served, s.Period.To, s.Today)...)
	kind, said := rule.Kind(m.Of)
	switch {
	case said && !kind.Cure.Ranges():
		n.Delay, n.SetBy, n.Clause = kind.Cure, SetByText, kind.Clause
	case m.Days == 0:
		wrong = append(wrong, hours.FieldError{Field: "days", Err: hours.ErrMissing})
	case said:
		set, err := kind.Cure.Set(m.Days)
		if err != nil {
			wrong = append(wrong, hours.FieldError{Field: "days", Err: hours.ErrDelay})
		}
		n.Delay, n.SetBy, n.Clause = set, SetByRange, kind.Clause
	case m.Days < 1 || m.Days > longestDelay:
		wrong = append(wrong, hours.FieldError{Field: "days", Err: hours.ErrDelay})
	}
	if len(wrong) > 0 {
		return Notice{}, wrong
	}
	n.Last = n.Delay.Last(n.Served, s.Holidays)
	if !rule.Observations.IsZero() {
		n.ObserveBy = rule.ObserveBy(n.Served, s.Holidays)
	}
	return n, nil
}

// servedOn says what is wrong with the day on which a notice is served: it is
// required, not to come, and not before the day on which one may be.
func servedOn(day, earliest, today cycle.Date) hours.FieldErrors {
	switch {
	case day.IsZero():
		return hours.FieldErrors{{Field: "served", Err: hours.ErrMissing}}
	case day.After(today):
		return hours.FieldErrors{{Field: "served", Err: hours.ErrFuture}}
	case day.Before(earliest):
		return hours.FieldErrors{{Field: "served", Err: hours.ErrEndBeforeStart}}
	}
	return nil
}

// final adds the final notice. The errors are [ErrNotSaid] when the regulation has
// none, [ErrRunning] while the delay of the notice runs, and a [hours.FieldErrors] on
// "served".
func (n Notice) final(s hours.Standing, served cycle.Date) (Notice, error) {
	switch {
	case s.Version.Default == nil || s.Version.Default.Final == nil:
		return n, ErrNotSaid
	case !s.Today.After(n.Last):
		return n, ErrRunning
	}
	if wrong := servedOn(served, n.Last.AddDays(1), s.Today); len(wrong) > 0 {
		return n, wrong
	}
	n = n.clone()
	n.FinalServed, n.FinalLast = served, s.Version.Default.FinalBy(served, s.Holidays)
	return n, nil
}

// Stage is a consequence that may come next, and the first day on which it may.
type Stage struct {
	hours.Consequence
	From cycle.Date
}

// NextStage returns the consequence that comes next; false when the regulation names
// none, or no more. repeated says how many months ago the member was last in default
// before; below zero is never.
func (n Notice) NextStage(v hours.Version, repeated int) (Stage, bool) {
	if v.Default == nil {
		return Stage{}, false
	}
	before, at := n.Ends(), -1
	if last := len(n.Steps) - 1; last >= 0 {
		before = n.Steps[last].Day
		at = slices.IndexFunc(v.Default.Consequences, func(c hours.Consequence) bool { return c.ID == n.Steps[last].Stage })
	}
	for _, c := range v.Default.Consequences[at+1:] {
		if c.Repeated == 0 || repeated >= 0 && repeated <= c.Repeated {
			c, _ := v.Default.Consequence(c.ID)
			return Stage{c, c.Day(before)}, true
		}
	}
	return Stage{}, false
}

// sanction adds a consequence: the one that comes next, or, of a regulation that
// names none, one that staff describe in their reason, once the delays are over. The
// errors are [ErrRunning] before its day, [ErrNotSaid] when the regulation names no
// other or asks for a final notice first.
func (n Notice) sanction(s hours.Standing, repeated int) (Notice, Step, error) {
	rule := s.Version.Default
	if rule != nil && rule.Final != nil && n.FinalServed.IsZero() {
		return n, Step{}, ErrNotSaid
	}
	step := Step{Day: s.Today}
	if stage, ok := n.NextStage(s.Version, repeated); ok {
		if s.Today.Before(stage.From) {
			return n, Step{}, ErrRunning
		}
		step.Stage = stage.ID
	} else if rule != nil && len(rule.Consequences) > 0 {
		return n, Step{}, ErrNotSaid
	}
	if !s.Today.After(n.Ends()) {
		return n, Step{}, ErrRunning
	}
	n = n.clone()
	n.Steps = append(n.Steps, step)
	return n, step, nil
}
