package exam

import (
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/identity"
)

// command applies a command to a sitting that is there, and files the result when it
// ended. The sitting is returned as it is stored, also with a receipt that was given
// before.
func (d *ServicePoint) command(ctx context.Context, key Key, c Command) (Sitting, Receipt, error) {
	now := d.now()
	var receipt Receipt
	var repeated Sitting
	after, err := d.Store.ChangeSitting(ctx, key, func(s Sitting) (Sitting, error) {
		if s.Version == 0 {
			return s, ErrNotFound
		}
		after, given, before, err := s.apply(c, now)
		if receipt = given; err != nil {
			return s, err
		}
		if before {
			repeated = after
			return s, errUnchanged
		}
		return after.withdrawn(), nil
	})
	if errors.Is(err, errUnchanged) {
		after, err = repeated, nil
	}
	if err != nil {
		return Sitting{}, Receipt{}, err
	}
	if after.Ended() && !after.Filed {
		// The command has succeeded whatever becomes of this: what is not filed now is by
		// Advance, and no list shows the learner meanwhile.
		if filed, err := d.file(ctx, after); err == nil {
			after = filed
		}
	}
	return after, receipt, nil
}

// withdrawn notes that the learner's file has nothing to learn of a sitting that ended
// without a result.
func (s Sitting) withdrawn() Sitting {
	s.Filed = s.Filed || s.Attempt.State == Withdrawn
	return s
}

// settle writes what time alone has caused in a sitting, so that nothing which comes
// with an earlier clock finds it as it was, and files the result of one that ended.
func (d *ServicePoint) settle(ctx context.Context, key Key) (Sitting, error) {
	now := d.now()
	var before Sitting
	after, err := d.Store.ChangeSitting(ctx, key, func(s Sitting) (Sitting, error) {
		before = s
		after := s.At(now).withdrawn()
		if len(after.Log) == len(s.Log) && after.Filed == s.Filed {
			return s, errUnchanged
		}
		after.Last = latest(now, s.Last)
		return after, nil
	})
	if errors.Is(err, errUnchanged) {
		after, err = before, nil
	}
	if err != nil {
		return Sitting{}, err
	}
	return d.file(ctx, after)
}

// settled returns a learner's sittings in the order of their numbers, the last one
// settled: those before it have ended for good.
func (d *ServicePoint) settled(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Sitting, error) {
	all, err := d.Store.Sittings(ctx, org, member)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	last := &all[len(all)-1]
	*last, err = d.settle(ctx, last.Key)
	return all, err
}

// file tells the learner's file how a sitting ended, and then the sitting that it did:
// repeating either changes nothing, so that it may be cut short anywhere.
func (d *ServicePoint) file(ctx context.Context, s Sitting) (Sitting, error) {
	if !s.Ended() || s.Filed {
		return s, nil
	}
	_, err := d.Store.ChangeLearner(ctx, s.Org, s.Member, func(l Learner) (Learner, error) { return l.file(s), nil })
	if err != nil {
		return s, err
	}
	return d.Store.ChangeSitting(ctx, s.Key, func(s Sitting) (Sitting, error) {
		s.Filed = true
		return s, nil
	})
}

// Advance does what time alone causes at every service point of the organisation:
// authorisations lapse, pauses are over, exams time out, results are filed. No result
// depends on when it runs, or whether it does. A sitting that cannot be advanced does
// not keep the others from it.
func (d *ServicePoint) Advance(ctx context.Context, org identity.OrganisationID) error {
	points, err := d.Store.Points(ctx, org)
	if err != nil {
		return err
	}
	now := d.now()
	var failed error
	for _, p := range points {
		all, err := d.Store.Unfiled(ctx, org, p.ID)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		for _, s := range all {
			if due := s.NextDue(); !s.Ended() && (due.IsZero() || now.Before(due)) {
				continue
			}
			if _, err := d.settle(ctx, s.Key); err != nil {
				failed = errors.Join(failed, err)
			}
		}
	}
	return failed
}

// learner changes a learner's file that is there and has the version.
func (d *ServicePoint) learner(ctx context.Context, l Learner, version int64, fn func(Learner) (Learner, error)) (Learner, error) {
	return d.Store.ChangeLearner(ctx, l.Org, l.Member, func(l Learner) (Learner, error) {
		if l.Version != version {
			return l, ErrStale
		}
		return fn(l)
	})
}
