package hours

import (
	"fmt"
	"strconv"
	"strings"
)

// Amount is how much: of hours, of activities, of kinds of activity, or a part of
// what another requirement asks or has. Exactly one is given.
type Amount struct {
	// Hours is a number of hours; nil is not given, and zero asks nothing.
	Hours *Hours `json:"hours,omitempty"`
	// Items is a number of activities, whatever their hours.
	Items int `json:"items,omitempty"`
	// Kinds is a number of the marks of Among, each with With hours at least (or
	// more than none).
	Kinds int      `json:"kinds,omitempty"`
	Among []string `json:"among,omitempty"`
	With  Hours    `json:"with,omitzero"`
	// Share is of what Of asks after proration and exemptions, or of the hours
	// done for OfDone; both name an earlier requirement.
	Share  Share  `json:"share,omitzero"`
	Of     string `json:"of,omitempty"`
	OfDone string `json:"ofDone,omitempty" yaml:"ofDone"`
	// SumOf names an earlier requirement: what it asks in all its windows.
	SumOf string `json:"sumOf,omitempty" yaml:"sumOf"`
	// Each multiplies by how many of these marks of profile the member has.
	Each []string `json:"each,omitempty"`
}

// Measure is what a requirement's figures are a number of.
type Measure string

// The measures. The zero value is hours.
const (
	InHours Measure = ""
	InItems Measure = "items"
	InKinds Measure = "kinds"
)

// Measure returns what the amount is of.
func (a Amount) Measure() Measure {
	switch {
	case a.Items > 0:
		return InItems
	case a.Kinds > 0:
		return InKinds
	}
	return InHours
}

// follows names the requirement that the amount is a part of.
func (a Amount) follows() string { return a.Of + a.OfDone + a.SumOf }

func (a Amount) check(v *Version, before map[string]*Requirement) error {
	share, given := a.Share != (Share{}), 0
	for _, is := range []bool{a.Hours != nil, a.Items != 0, a.Kinds != 0, share, a.SumOf != ""} {
		if is {
			given++
		}
	}
	switch {
	case given == 0:
		return fmt.Errorf("no amount: one of hours, items, kinds, share and sumOf")
	case given != 1:
		return fmt.Errorf("an amount is one of hours, items, kinds, share and sumOf, and not both")
	case a.Hours != nil && !a.Hours.Declarable():
		return fmt.Errorf("%s hours are too many, or too fine", *a.Hours)
	case a.Items < 0 || a.Kinds < 0:
		return fmt.Errorf("items and kinds are above zero")
	case a.Kinds > len(a.Among):
		return fmt.Errorf("%d kinds among %d", a.Kinds, len(a.Among))
	case a.Kinds == 0 && (len(a.Among) > 0 || !a.With.IsZero()):
		return fmt.Errorf("among and with go with kinds")
	case share && (a.Of == "") == (a.OfDone == ""):
		return fmt.Errorf("a share without a base: either of or ofDone, and not both")
	case !share && a.Of+a.OfDone != "":
		return fmt.Errorf("%q: only a share is of another", a.Of+a.OfDone)
	}
	for _, m := range a.Among {
		if !v.isMark(m) {
			return fmt.Errorf("kinds among %q, which is neither a category, a type nor a tag", m)
		}
	}
	for _, m := range a.Each {
		if !v.isProfile(m) {
			return fmt.Errorf("each of %q, which is not in profile", m)
		}
	}
	if of := a.follows(); of != "" {
		q, ok := before[of]
		switch {
		case !ok:
			return fmt.Errorf("part of %q, which does not come before it", of)
		case len(q.OneOf) > 0 || q.amount().Measure() != InHours:
			return fmt.Errorf("part of %q, which is not of hours", of)
		}
	}
	return nil
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
