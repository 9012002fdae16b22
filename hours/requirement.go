package hours

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/identity"
)

// Requirement is one thing asked: at least an amount of the hours that it
// selects.
type Requirement struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Categories selects the hours that serve it; none selects all.
	Categories []string `json:"categories"`
	Amount     Amount   `json:"amount"`
	// Prorate says how the amount follows the member's own part of the period.
	Prorate Proration `json:"prorate"`
	// Relieved says that exemptions lower it.
	Relieved bool `json:"relieved"`
	// Carried says that hours carried over from the period before serve it.
	Carried bool   `json:"carried"`
	Clause  string `json:"clause"`
	// ProrateClause and RelievedClause say where those rules come from.
	ProrateClause  string `json:"prorateClause" yaml:"prorateClause"`
	RelievedClause string `json:"relievedClause" yaml:"relievedClause"`
	// CarriedClause says where it comes from that hours carried over serve it or do
	// not; empty is the clause of CarryOver.
	CarriedClause string `json:"carriedClause" yaml:"carriedClause"`
}

// Amount is a number of hours, or a share of what another requirement leaves to
// do. Exactly one is given.
type Amount struct {
	Hours Hours `json:"hours"`
	Share Share `json:"share"`
	// Of is the requirement that Share is of, and comes before this one. The
	// share is of what is due after proration and exemptions.
	Of string `json:"of"`
}

// Share is a proportion, such as 1/2. The zero value is none.
type Share struct {
	Num int64
	Den int64
}

// MarshalText writes "1/2", or nothing for none.
func (s Share) MarshalText() ([]byte, error) {
	if s == (Share{}) {
		return nil, nil
	}
	return fmt.Appendf(nil, "%d/%d", s.Num, s.Den), nil
}

// UnmarshalText reads what MarshalText writes. The error is [ErrBadRegulation].
func (s *Share) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = Share{}
		return nil
	}
	top, bottom, found := strings.Cut(string(text), "/")
	num, err1 := strconv.ParseInt(top, 10, 64)
	den, err2 := strconv.ParseInt(bottom, 10, 64)
	if !found || err1 != nil || err2 != nil || num < 1 || den < num || den > 1000 {
		return fmt.Errorf("%w: %q is not a share such as 1/2", ErrBadRegulation, text)
	}
	*s = Share{num, den}
	return nil
}

// Proration says how an amount follows the member's own part of the period.
type Proration string

// The prorations. The zero value leaves the amount whole.
const (
	Unprorated  Proration = ""
	MonthsWhole Proration = "months-whole" // × whole months of one's own part ÷ months of the period
)
