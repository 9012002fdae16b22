package certificate

import (
	"fmt"

	"github.com/goodstanding/goodstanding/hours"
)

// Statement is what a certificate states of a member's period. It tells no more of
// the file than it must: not, for one, that an exemption was granted.
type Statement string

// The statements.
const (
	// InOrder: nothing is left to do. It says so of those who were exempted too, and
	// of those who carried hours over.
	InOrder Statement = "in-order"
	// UnderWay: something is left, and there is time. It is not called good.
	UnderWay Statement = "under-way"
	// UnderReview: the time has run out, and the order has still to decide of what
	// was declared. It is called neither good nor bad.
	UnderReview Statement = "under-review"
	// InGrace: the time has run out, and what is left may still be done.
	InGrace Statement = "in-grace"
	// NotFulfilled: an obligation was not fulfilled in time.
	NotFulfilled Statement = "not-fulfilled"
)

// Statements lists every statement.
func Statements() []Statement {
	return []Statement{InOrder, UnderWay, UnderReview, InGrace, NotFulfilled}
}

// statements says what each status lets a certificate state: while the member's part
// of the period runs, and once it has ended. Of a status that is not here nothing may
// be stated.
var statements = map[hours.Status]struct{ running, ended Statement }{
	hours.Met:          {InOrder, InOrder},
	hours.MetWithCarry: {InOrder, InOrder},
	hours.Exempt:       {InOrder, InOrder},
	hours.OnCourse:     {UnderWay, UnderReview},
	hours.Short:        {UnderWay, UnderWay},
	hours.InGrace:      {InGrace, InGrace},
	hours.NonCompliant: {NotFulfilled, NotFulfilled},
}

// StatementOf returns what may be stated of a member with the status; ended says
// that the member's part of the period has. The error is [ErrNothingToState].
func StatementOf(status hours.Status, ended bool) (Statement, error) {
	s, ok := statements[status]
	switch {
	case !ok:
		return "", fmt.Errorf("%w: %s", ErrNothingToState, status)
	case ended:
		return s.ended, nil
	}
	return s.running, nil
}
