package intake

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// RosterKey names a roster.
type RosterKey struct {
	Org identity.OrganisationID `json:"org"`
	ID  string                  `json:"id"`
}

// Roster is the attendance that a training body sent as one file. The same file of
// the same body is the same roster, however often it is sent.
type Roster struct {
	RosterKey
	// Provider is the identifier of the training body, and Name its name then.
	Provider string `json:"provider"`
	Name     string `json:"name"`
	// By is who of the staff sent it in; empty when the training body did itself.
	By string `json:"by,omitempty"`
	// Digest is the SHA-256 of the file, in hexadecimal, and Bytes its size.
	Digest string `json:"digest"`
	Bytes  int64  `json:"bytes"`
	// Received is when it was first received whole, and Finished when its last line
	// had been dealt with; the zero time says that it never was, and that it should be
	// sent again.
	Received time.Time `json:"received"`
	Finished time.Time `json:"finished,omitzero"`
	Counts   Counts    `json:"counts"`
	// Unknown are the columns that mean nothing here.
	Unknown []string `json:"unknown,omitempty"`
	// Withdrawals are when staff withdrew it, the latest last.
	Withdrawals []Withdrawal `json:"withdrawals,omitempty"`
	// Withdrawn says that it is withdrawn now: it was not sent again since.
	Withdrawn bool `json:"withdrawn,omitempty"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Withdrawal is a roster withdrawn by staff.
type Withdrawal struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	// Revoked is how many proposals nobody had taken up.
	Revoked int `json:"revoked"`
}

// Counts are how many lines had each outcome.
type Counts struct {
	Lines    int `json:"lines"`
	Proposed int `json:"proposed"`
	Matched  int `json:"matched"`
	Repeated int `json:"repeated"`
	Reported int `json:"reported"`
}

func (c *Counts) add(o Outcome) {
	c.Lines++
	switch o {
	case Proposed:
		c.Proposed++
	case Matched:
		c.Matched++
	case Repeated:
		c.Repeated++
	case Reported:
		c.Reported++
	}
}

// Received is how many lines reached a member's file, now or before.
func (c Counts) Received() int { return c.Proposed + c.Matched + c.Repeated }

// Outcome is what became of a line.
type Outcome string

// The outcomes.
const (
	Proposed Outcome = "proposed" // the member has it to confirm
	Matched  Outcome = "matched"  // the member had declared it
	Repeated Outcome = "repeated" // it was received before, and nothing changed
	Reported Outcome = "reported" // it is reported back, with what is wrong
)

// Outcomes lists every outcome.
func Outcomes() []Outcome { return []Outcome{Proposed, Matched, Repeated, Reported} }

// Result is a line of a roster with its outcome.
type Result struct {
	Line    Line    `json:"line"`
	Outcome Outcome `json:"outcome"`
	// Wrong is why it is reported back.
	Wrong []Trouble `json:"wrong,omitempty"`
	// Member and Declaration are where it is in a member's file; staff alone are told.
	Member      identity.MemberID `json:"member,omitempty"`
	Declaration string            `json:"declaration,omitempty"`
	// Declared are the hours that the member declared, or that the training body sent
	// before, when those of the line differ. They are kept as they were.
	Declared hours.Hours `json:"declared,omitzero"`
}

// Leaf is a number of lines of a roster, kept together.
type Leaf struct {
	Org    identity.OrganisationID `json:"org"`
	Roster string                  `json:"roster"`
	// Number counts from 0.
	Number  int      `json:"number"`
	Lines   []Result `json:"lines"`
	Version int64    `json:"version"`
}

// LeafKey names a leaf.
type LeafKey struct {
	Org    identity.OrganisationID
	Roster string
	Number int
}

// LeafLines is how many lines a leaf has, but for the last.
const LeafLines = 200

// Leaves is how many leaves a number of lines takes.
func Leaves(lines int) int { return (lines + LeafLines - 1) / LeafLines }

// Trouble is what is wrong with a field of a line, as it is kept; no field is the
// whole line.
type Trouble struct {
	Field string `json:"field,omitempty"`
	Code  string `json:"code"`
}

// codes are the errors that a line may be reported back with. The names are kept
// and never change.
var codes = []struct {
	code string
	err  error
}{
	{"row-long", ErrRowLong},
	{"row-quote", ErrRowQuote},
	{"not-text", ErrNotText},
	{"row-width", ErrRowWidth},
	{"ambiguous-date", ErrAmbiguousDate},
	{"no-member", ErrNoMember},
	{"closed", hours.ErrClosed},
	{"missing", hours.ErrMissing},
	{"too-long", hours.ErrTooLong},
	{"unknown-choice", hours.ErrUnknownChoice},
	{"bad-date", hours.ErrBadDate},
	{"end-before-start", hours.ErrEndBeforeStart},
	{"future", hours.ErrFuture},
	{"outside-period", hours.ErrOutsidePeriod},
	{"ambiguous-hours", hours.ErrAmbiguousHours},
	{"negative-hours", hours.ErrNegativeHours},
	{"no-hours", hours.ErrNoHours},
	{"too-many-hours", hours.ErrTooManyHours},
	{"bad-hours", hours.ErrBadHours},
}

// Err is the error that was kept; nil for a code that is none.
func (t Trouble) Err() error {
	for _, c := range codes {
		if c.code == t.Code {
			return c.err
		}
	}
	return nil
}

// troubles keeps what is wrong with a line; ok is false for an error that is not the
// line's.
func troubles(err error) (all []Trouble, ok bool) {
	var fields hours.FieldErrors
	if !errors.As(err, &fields) {
		fields = hours.FieldErrors{{Err: err}}
	}
	for _, f := range fields {
		known := false
		for _, c := range codes {
			if errors.Is(f.Err, c.err) {
				all, known = append(all, Trouble{f.Field, c.code}), true
				break
			}
		}
		if !known {
			return nil, false
		}
	}
	return all, true
}

// derived returns an identifier that the parts alone decide: the same again for the
// same parts, and no other for others.
func derived(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		sum.Write(size[:])
		sum.Write([]byte(part))
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum.Sum(nil)))[:32]
}

// attendanceID is that of what a line says: whose, of which body, what, and when.
// The hours are not in it: the same session with other hours is the same session.
func attendanceID(provider, permit, same string, first, last cycle.Date) string {
	return derived("attendance", provider, permit, same, first.String(), last.String())
}
