package audit

import "errors"

// The errors of this package; compare with [errors.Is]. Those of declarations are of
// package hours.
var (
	// ErrNotFound: there is no such draw, or the actor may not know that there is.
	ErrNotFound = errors.New("audit: not found")
	// ErrSize: what was typed is neither a number of members nor a share of them.
	ErrSize = errors.New("audit: neither a number nor a share")
	// ErrNobody: the draw would choose nobody.
	ErrNobody = errors.New("audit: nobody to choose")
	// ErrUnknownMember: no member of the organisation has this permit or identifier.
	ErrUnknownMember = errors.New("audit: no such member")
	// ErrNotSelected: the draw did not choose the member.
	ErrNotSelected = errors.New("audit: not selected")
	// ErrNothingToAsk: no declaration is left of which evidence may be asked.
	ErrNothingToAsk = errors.New("audit: no declaration to ask evidence of")
)
