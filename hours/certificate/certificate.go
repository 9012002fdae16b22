// Package certificate says in writing where a member stands, on the day it is said,
// and lets whoever holds that writing ask whether it is genuine.
//
// Start with [Registry], the desk: a member, or staff for a member, has a
// [Certificate] issued; anybody who holds its [Code] may have it verified, and is
// told what is printed on it and nothing else. A certificate states what was true on
// its day: it never changes after, but for being revoked.
//
// Files other than registry*.go and store.go are pure: no clock, no context, no
// store, no randomness.
package certificate

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Key names a certificate. The code alone is enough to find it in its organisation.
type Key struct {
	Org    identity.OrganisationID `json:"org"`
	Member identity.MemberID       `json:"member"`
	Code   Code                    `json:"code"`
}

// Certificate is a statement of standing, as it was issued.
type Certificate struct {
	Key
	Printed
	State State `json:"state"`
	// Issued is the instant, and Language what it is written in.
	Issued   time.Time         `json:"issued"`
	Language identity.Language `json:"language"`
	// Status and Figures are what the statement was made from. They are kept, and
	// shown to who may read the file, but they are not printed.
	Status  hours.Status `json:"status"`
	Figures Figures      `json:"figures"`
	// Reason is what staff wrote when they revoked it; the member reads it, and
	// nobody who verifies does.
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
}

// Printed is everything that a certificate says: what stands on the paper, and all
// that whoever verifies it is told.
type Printed struct {
	// Organisation, Name and Permit are as they stood on the day.
	Organisation identity.Text `json:"organisation"`
	Name         string        `json:"name"`
	Permit       string        `json:"permit"`
	// Day is the day on which all of it was true, in the organisation's zone.
	Day cycle.Date `json:"day"`
	// OnRoll says whether the member was on the roll on that day.
	OnRoll bool `json:"onRoll"`
	// Statement is what is stated of Period.
	Statement Statement    `json:"statement"`
	Period    cycle.Period `json:"period"`
	// Remaining is what is left of the total, in Unit (the zero Text is hours), and
	// Parts says that something else is left that is not in it. Until is the last
	// day for it; the zero Date when nothing is left, or no time.
	Remaining hours.Hours   `json:"remaining"`
	Unit      identity.Text `json:"unit"`
	Parts     bool          `json:"parts"`
	Until     cycle.Date    `json:"until"`
	// Unverified says that a clause that was applied is not verified.
	Unverified bool `json:"unverified"`
	// Revoked is the day on which it was revoked; the zero Date while it is valid.
	Revoked cycle.Date `json:"revoked"`
}

// Figures are those of the total of the period, in the unit of the regulation.
type Figures struct {
	Asked     hours.Hours `json:"asked"`
	Exempted  hours.Hours `json:"exempted"`
	Carried   hours.Hours `json:"carried"`
	Counted   hours.Hours `json:"counted"`
	Remaining hours.Hours `json:"remaining"`
}

// drawUp returns what may be said of a member, whose balance was judged on the
// standing's day. The error is [ErrNothingToState] for a member who is on the roll
// on no day of the period.
func drawUp(s hours.Standing, b hours.Balance, language identity.Language) (Certificate, error) {
	statement, err := StatementOf(b.Status, b.Day.After(b.End))
	if err != nil {
		return Certificate{}, err
	}
	total := b.Total()
	c := Certificate{
		Key: Key{Org: s.Member.Org, Member: s.Member.ID},
		Printed: Printed{
			Organisation: s.Organisation.Name, Name: s.Member.Name(), Permit: s.Member.Permit,
			Day: b.Day, OnRoll: onRoll(s.Member.Roll, b.Day), Statement: statement, Period: b.Period,
			Unit: s.Version.Unit, Unverified: unverified(b.Trace, s.Version),
		},
		Language: s.Organisation.Languages.Choose(language), Status: b.Status,
		Figures: Figures{total.Asked, total.Exempted, total.Carried, total.Counted, total.Remaining},
	}
	if statement == InOrder {
		return c, nil
	}
	c.Remaining = total.Remaining
	c.Parts = slices.ContainsFunc(b.Lines, func(l hours.Line) bool {
		return l.Decides && !l.Total && !l.Remaining.IsZero()
	})
	c.Until = until(s, b, statement)
	return c, nil
}

// onRoll reports a stay that holds the day.
func onRoll(roll []cycle.Stay, day cycle.Date) bool {
	return slices.ContainsFunc(roll, func(s cycle.Stay) bool { return s.Contains(day) })
}

// unverified reports that a clause that a step rests on is not verified.
func unverified(trace []hours.Step, v hours.Version) bool {
	return slices.ContainsFunc(trace, func(s hours.Step) bool {
		clause, ok := v.Clause(s.Clause)
		return ok && !clause.Verified
	})
}

// until returns the last day on which what is left may be done.
func until(s hours.Standing, b hours.Balance, statement Statement) cycle.Date {
	switch statement {
	case UnderWay:
		return b.End
	case InGrace:
		if n := min(max(b.Tier, 1), len(s.Version.Late)); n > 0 {
			return s.Version.Late[n-1].End(b.Period.To).AddDays(-1)
		}
	case InOrder, UnderReview, NotFulfilled:
	}
	return cycle.Date{}
}

// same reports that two certificates would be the same paper, but for their codes.
func (c Certificate) same(other Certificate) bool {
	return c.State == other.State && c.Printed == other.Printed && c.Language == other.Language &&
		c.Status == other.Status && c.Figures == other.Figures
}

// Proof is what whoever verifies a code is told.
type Proof struct {
	Code Code `json:"code"`
	Printed
}

// Proof returns what may be told of the certificate to whoever holds its code: what
// is printed on it. Of one that was revoked it repeats no statement, which may be
// what was wrong with it.
func (c Certificate) Proof() Proof {
	p := Proof{c.Code, c.Printed}
	if c.State == Revoked {
		p.Printed = Printed{
			Organisation: c.Organisation, Name: c.Name, Permit: c.Permit, Day: c.Day, Revoked: c.Revoked,
		}
	}
	return p
}

// longestReason is the greatest length of a reason, in characters, as in a decision.
const longestReason = 2000

// revoke revokes the certificate, on a day. The error is [ErrTransition] or an
// hours.FieldErrors on "reason", and then the certificate is as it was.
func (c Certificate) revoke(reason string, day cycle.Date) (Certificate, error) {
	next, err := c.State.Next(Revoke)
	switch {
	case err != nil:
		return c, err
	case reason == "":
		return c, hours.FieldErrors{{Field: "reason", Err: hours.ErrMissing}}
	case len([]rune(reason)) > longestReason:
		return c, hours.FieldErrors{{Field: "reason", Err: hours.ErrTooLong}}
	}
	c.State, c.Reason, c.Revoked = next, reason, day
	return c, nil
}
