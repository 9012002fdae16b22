package hours

import (
	"context"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Acceptable says of a declaration what [Standing.Acceptable] does, to whoever may
// decide it; their own file is an obstacle to everybody. The error is that of a store,
// or [ErrNotFound].
func (l *Ledger) Acceptable(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Declaration, Obstacle, Why, error) {
	d, err := l.Declaration(ctx, actor, member, id)
	if err != nil {
		return d, ObstacleNone, WhyNone, err
	}
	if !actor.May(identity.Decide, actor.Org, member) {
		if !actor.May(identity.List, actor.Org, "") {
			return d, ObstacleNone, WhyNone, identity.ErrForbidden
		}
		return d, ObstacleOwn, WhyNone, nil
	}
	s, err := l.standing(ctx, actor.Org, member, d.Period, l.now())
	if err != nil {
		return d, ObstacleNone, WhyNone, err
	}
	declarations, reliefs, err := l.file(ctx, actor.Org, member)
	if err != nil {
		return d, ObstacleNone, WhyNone, err
	}
	outcomes, err := l.outcomes(ctx, actor.Org, member)
	o, why := s.Acceptable(d, Contents{declarations, reliefs}, outcomes)
	return d, o, why, err
}

// Accept counts a declaration whole as part of an acceptance of many, unless something
// stands in the way of that, which is then returned and nothing done. The file is
// looked at as it is when the act is written. The letter to the member waits until the
// time to take it back is over. One that this acceptance has counted already, and even
// taken back, is left as it is and is no obstacle. The error is that of the actor's
// check, [ErrNotFound], or of a store.
func (l *Ledger) Accept(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, together string) (Declaration, Obstacle, Why, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Declaration{}, ObstacleNone, WhyNone, err
	}
	key, now := Key{actor.Org, member, id}, l.now()
	s, err := l.standingOf(ctx, key, now)
	if err != nil {
		return Declaration{}, ObstacleNone, WhyNone, err
	}
	var obstacle Obstacle
	var why Why
	d, err := l.tellingIn(ctx, actor, key, s, now, func(before Declaration, in Contents, outcomes []Outcome) (Told, error) {
		obstacle, why = ObstacleNone, WhyNone
		if slices.ContainsFunc(before.Decisions, func(one Decision) bool { return one.Together == together }) {
			return Told{}, errUnchanged
		}
		if before.Version != version {
			obstacle = ObstacleChanged
		} else {
			obstacle, why = s.Acceptable(before, in, outcomes)
		}
		if obstacle != ObstacleNone {
			return Told{}, errUnchanged
		}
		letter := ""
		if s.Member.Email != "" {
			letter = l.newID()
		}
		after, err := before.Accept(together, letter, actor.Name, now)
		if err != nil {
			return Told{}, err
		}
		told := Told{Declaration: after, Kind: DeclarationCounted, Messages: l.announce(s, before, after, now)}
		for i := range told.Messages {
			told.Messages[i].ID, told.Messages[i].Next = letter, now.Add(RecallTime)
		}
		return told, nil
	})
	return d, obstacle, why, err
}

// Recall takes back what an acceptance of many counted of a declaration, unless
// something stands in the way, which is then returned and nothing done. Whoever may
// decide may: the person who accepted may be gone when somebody sees the mistake, and
// the history has both names. The letter that announced it is held back; when it has
// left all the same, another one says so to the member, and told is true. One that is
// taken back already stays so and is no obstacle. The errors are those of
// [Ledger.Accept].
func (l *Ledger) Recall(ctx context.Context, actor identity.Actor, member identity.MemberID, id, together string) (d Declaration, told bool, obstacle Obstacle, err error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Declaration{}, false, ObstacleNone, err
	}
	key, now := Key{actor.Org, member, id}, l.now()
	s, err := l.standingOf(ctx, key, now)
	if err != nil {
		return Declaration{}, false, ObstacleNone, err
	}
	d, err = l.tellingIn(ctx, actor, key, s, now, func(before Declaration, _ Contents, outcomes []Outcome) (Told, error) {
		obstacle = ObstacleNone
		if before.recalled(together) {
			return Told{}, errUnchanged
		}
		closed := slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Closed && o.Period == before.Period })
		if obstacle = before.Recallable(together, closed, now); obstacle != ObstacleNone {
			return Told{}, errUnchanged
		}
		after, err := before.Recall(together, closed, actor.Name, now)
		return Told{Declaration: after, Kind: DeclarationRecalled, late: l.letter(identity.DecisionTakenBack, s, after, now)}, err
	})
	told = err == nil && d.recalled(together) && d.Decisions[len(d.Decisions)-1].Letter != ""
	return d, told, obstacle, err
}

func (l *Ledger) standingOf(ctx context.Context, key Key, now time.Time) (Standing, error) {
	known, err := l.Store.Declaration(ctx, key)
	switch {
	case err != nil:
		return Standing{}, err
	case !known.State.Declared():
		return Standing{}, ErrNotFound
	}
	return l.standing(ctx, key.Org, key.Member, known.Period, now)
}
