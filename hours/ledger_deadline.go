package hours

import (
	"context"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Deadlines returns the member's last days that are still to come, the earliest
// first: those of the present period, and of the periods before it the late time and
// the last day to declare.
// The errors are those of [Ledger.Standing].
func (l *Ledger) Deadlines(ctx context.Context, actor identity.Actor, member identity.MemberID) ([]Deadline, error) {
	s, err := l.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return nil, err
	}
	declarations, reliefs, err := l.file(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	all := s.Deadlines(s.Evaluate(declarations, reliefs))
	for s, ok := s.before(); ok; s, ok = s.before() {
		// Most periods have no time left after them: they are not worked out.
		if !s.over() {
			all = append(all, s.Deadlines(s.Evaluate(declarations, reliefs))...)
		}
	}
	slices.SortStableFunc(all, func(a, b Deadline) int { return a.Last.Compare(b.Last) })
	return all, nil
}
