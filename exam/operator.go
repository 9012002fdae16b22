package exam

import (
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Step is a step of an operator's registration (E1).
type Step string

// The four steps: "Mon compte", "Mon profil public", "Mes préférences" and "Mon
// membership".
const (
	StepAccount     Step = "account"
	StepProfile     Step = "profile"
	StepPreferences Step = "preferences"
	StepMembership  Step = "membership"
)

// Steps lists the steps in their order.
func Steps() []Step { return []Step{StepAccount, StepProfile, StepPreferences, StepMembership} }

// Operator is the registration of an account that works at service points.
type Operator struct {
	Org     identity.OrganisationID `json:"org"`
	Account identity.AccountID      `json:"account"`
	// First, Last, Email and Phone are "Mon compte".
	First string `json:"first"`
	Last  string `json:"last"`
	Email string `json:"email"`
	Phone string `json:"phone"`
	// Shown, Employer and City are "Mon profil public".
	Shown    string `json:"shown"`
	Employer string `json:"employer"`
	City     string `json:"city"`
	// Language and Notices are "Mes préférences"; Notices takes the announcements of
	// the organisation by e-mail.
	Language identity.Language `json:"language"`
	Notices  bool              `json:"notices"`
	// Membership is "Mon membership": a kind of [Memberships], with its number when it
	// has one.
	Membership string `json:"membership"`
	Number     string `json:"number"`
	// Done has the instant at which each step was saved without a mistake.
	Done map[Step]time.Time `json:"done"`
	// Wrong has the instants, of 24 hours and the oldest first, at which a confirmation of
	// an identity by this operator was wrong, whoever the learner was.
	Wrong   []time.Time `json:"wrong,omitempty"`
	Version int64       `json:"version"`
}

// Memberships lists the kinds of membership: of the organisation, by the employer, or
// none.
func Memberships() []string { return []string{"member", "employer", "none"} }

// What an operator may get wrong of confirmations, over all learners together: the limit
// to each learner alone would let one guess at a whole list.
const (
	wrongPerHour = 10
	wrongPerDay  = 30
)

// Try returns the operator with one wrong confirmation more: it is counted before it is
// looked at, and [Operator.Back] takes it back. The error is [Wait] when there were too
// many within the hour, or within 24 hours.
func (o Operator) Try(now time.Time) (Operator, error) {
	first := func(span time.Duration) int {
		return len(o.Wrong) - len(slices.DeleteFunc(slices.Clone(o.Wrong), func(at time.Time) bool { return !at.Add(span).After(now) }))
	}
	if day := o.Wrong[first(24*time.Hour):]; len(day) >= wrongPerDay {
		return o, Wait{Until: day[len(day)-wrongPerDay].Add(24 * time.Hour)}
	}
	if hour := o.Wrong[first(time.Hour):]; len(hour) >= wrongPerHour {
		return o, Wait{Until: hour[len(hour)-wrongPerHour].Add(time.Hour)}
	}
	kept := slices.Clone(o.Wrong[first(24*time.Hour):])
	if n := len(kept); n > 0 {
		now = latest(now, kept[n-1])
	}
	o.Wrong = append(kept, now)
	return o, nil
}

// Back returns the operator without the latest of the wrong confirmations: it was right,
// or was not looked at.
func (o Operator) Back() Operator {
	if n := len(o.Wrong); n > 0 {
		o.Wrong = slices.Clone(o.Wrong[:n-1])
	}
	return o
}

// Missing returns the steps that are still to be done, in their order.
func (o Operator) Missing() []Step {
	return slices.DeleteFunc(Steps(), func(s Step) bool { return !o.Done[s].IsZero() })
}

// Check returns what is wrong with the fields of a step, on the names that they have
// here in lower case.
func (o Operator) Check(step Step) hours.FieldErrors {
	var wrong hours.FieldErrors
	required := func(field, text string) {
		switch {
		case text == "":
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrMissing})
		case len([]rune(text)) > LongestName:
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrTooLong})
		}
	}
	switch step {
	case StepAccount:
		required("first", o.First)
		required("last", o.Last)
		required("email", o.Email)
		if o.Email != "" && !isAddress(o.Email) {
			wrong = append(wrong, hours.FieldError{Field: "email", Err: ErrEmail})
		}
		if len([]rune(o.Phone)) > LongestName {
			wrong = append(wrong, hours.FieldError{Field: "phone", Err: hours.ErrTooLong})
		}
	case StepProfile:
		required("shown", o.Shown)
		required("employer", o.Employer)
		required("city", o.City)
	case StepPreferences:
		if o.Language != identity.French && o.Language != identity.English {
			wrong = append(wrong, hours.FieldError{Field: "language", Err: hours.ErrMissing})
		}
	case StepMembership:
		switch {
		case o.Membership == "":
			wrong = append(wrong, hours.FieldError{Field: "membership", Err: hours.ErrMissing})
		case !slices.Contains(Memberships(), o.Membership):
			wrong = append(wrong, hours.FieldError{Field: "membership", Err: hours.ErrUnknownChoice})
		case o.Membership == "member":
			required("number", o.Number)
		}
	}
	return wrong
}

// isAddress reports that a text has the form of an e-mail address.
func isAddress(text string) bool {
	local, domain, ok := strings.Cut(text, "@")
	return ok && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(text, " \t\r\n<>,;")
}

// with returns the registration with the fields of a step from another.
func (o Operator) with(step Step, typed Operator) Operator {
	switch step {
	case StepAccount:
		o.First, o.Last, o.Email, o.Phone = hours.Tidy(typed.First), hours.Tidy(typed.Last), hours.Tidy(typed.Email), hours.Tidy(typed.Phone)
	case StepProfile:
		o.Shown, o.Employer, o.City = hours.Tidy(typed.Shown), hours.Tidy(typed.Employer), hours.Tidy(typed.City)
	case StepPreferences:
		o.Language, o.Notices = typed.Language, typed.Notices
	case StepMembership:
		o.Membership, o.Number = typed.Membership, hours.Tidy(typed.Number)
	}
	return o
}
