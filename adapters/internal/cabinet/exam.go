package cabinet

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// A service point and a registration belong to the organisation itself.
type (
	pointKey struct {
		org identity.OrganisationID
		id  exam.PointID
	}
	operatorKey struct {
		org     identity.OrganisationID
		account identity.AccountID
	}
	learnerKey struct {
		org    identity.OrganisationID
		member identity.MemberID
	}
)

var points = drawer[pointKey, exam.Point]{
	kind:    "exam-point",
	missing: exam.ErrNotFound,
	place:   func(k pointKey) Key { return Key{Org: k.org, ID: string(k.id)} },
	name:    func(p *exam.Point, k pointKey) { p.Org, p.ID = k.org, k.id },
	version: func(p *exam.Point) *int64 { return &p.Version },
}

var operators = drawer[operatorKey, exam.Operator]{
	kind:    "exam-operator",
	missing: exam.ErrNotFound,
	place:   func(k operatorKey) Key { return Key{Org: k.org, ID: string(k.account)} },
	name:    func(o *exam.Operator, k operatorKey) { o.Org, o.Account = k.org, k.account },
	version: func(o *exam.Operator) *int64 { return &o.Version },
}

// learners are found by their service point while they are in training.
var learners = drawer[learnerKey, exam.Learner]{
	kind:    "exam-learner",
	missing: exam.ErrNotFound,
	place:   func(k learnerKey) Key { return Key{Org: k.org, Member: k.member} },
	name:    func(l *exam.Learner, k learnerKey) { l.Org, l.Member = k.org, k.member },
	version: func(l *exam.Learner) *int64 { return &l.Version },
	found: func(l exam.Learner) (string, time.Time) {
		if !l.InTraining() {
			return "", time.Time{}
		}
		return inTraining(l.Point), time.Unix(0, 0)
	},
}

// sittings are found by their service point until they are filed, and by the code of
// their card once it is issued.
var sittings = drawer[exam.Key, exam.Sitting]{
	kind:    "exam-sitting",
	missing: exam.ErrNotFound,
	place:   func(k exam.Key) Key { return Key{Org: k.Org, Member: k.Member, ID: k.ID()} },
	name:    func(s *exam.Sitting, k exam.Key) { s.Key = k },
	version: func(s *exam.Sitting) *int64 { return &s.Version },
	found: func(s exam.Sitting) (string, time.Time) {
		switch {
		case s.Card != nil:
			return carded(s.Card.Code), s.Card.Issued
		case !s.Filed:
			return unfiled(s.Point), s.Authorisation.At
		}
		return "", time.Time{}
	},
}

func inTraining(point exam.PointID) string { return "point:" + string(point) }
func unfiled(point exam.PointID) string    { return "unfiled:" + string(point) }
func carded(code certificate.Code) string  { return "card:" + string(code) }

// Exam returns the store of exams.
func (c Cabinet) Exam() exam.Store { return examStore(c) }

type examStore struct{ driver Driver }

// silent is a change that tells nothing in the history of hours: a sitting has a log of
// its own.
func silent[V any](fn func(V) (V, error)) func(V) (V, hours.Telling, error) {
	return func(v V) (V, hours.Telling, error) {
		v, err := fn(v)
		return v, hours.Telling{}, err
	}
}

func (e examStore) Point(ctx context.Context, org identity.OrganisationID, point exam.PointID) (exam.Point, error) {
	return points.read(ctx, e.driver, pointKey{org, point})
}

func (e examStore) Points(ctx context.Context, org identity.OrganisationID) ([]exam.Point, error) {
	return points.list(ctx, e.driver, org, "")
}

func (e examStore) ChangePoint(ctx context.Context, org identity.OrganisationID, point exam.PointID, fn func(exam.Point) (exam.Point, error)) (exam.Point, error) {
	return points.change(ctx, e.driver, pointKey{org, point}, silent(fn))
}

func (e examStore) Operator(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (exam.Operator, error) {
	return operators.read(ctx, e.driver, operatorKey{org, account})
}

func (e examStore) ChangeOperator(ctx context.Context, org identity.OrganisationID, account identity.AccountID, fn func(exam.Operator) (exam.Operator, error)) (exam.Operator, error) {
	return operators.change(ctx, e.driver, operatorKey{org, account}, silent(fn))
}

func (e examStore) Learner(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (exam.Learner, error) {
	return learners.read(ctx, e.driver, learnerKey{org, member})
}

func (e examStore) LearnersAt(ctx context.Context, org identity.OrganisationID, point exam.PointID) ([]exam.Learner, error) {
	return learners.find(ctx, e.driver, org, inTraining(point))
}

func (e examStore) ChangeLearner(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(exam.Learner) (exam.Learner, error)) (exam.Learner, error) {
	return learners.change(ctx, e.driver, learnerKey{org, member}, silent(fn))
}

func (e examStore) Sitting(ctx context.Context, key exam.Key) (exam.Sitting, error) {
	return sittings.read(ctx, e.driver, key)
}

func (e examStore) Sittings(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]exam.Sitting, error) {
	all, err := sittings.list(ctx, e.driver, org, member)
	slices.SortFunc(all, func(a, b exam.Sitting) int { return cmp.Compare(a.Number, b.Number) })
	return all, err
}

func (e examStore) Unfiled(ctx context.Context, org identity.OrganisationID, point exam.PointID) ([]exam.Sitting, error) {
	return sittings.find(ctx, e.driver, org, unfiled(point))
}

func (e examStore) Carded(ctx context.Context, org identity.OrganisationID, code certificate.Code) (exam.Sitting, error) {
	all, err := sittings.find(ctx, e.driver, org, carded(code))
	if err == nil && len(all) == 0 {
		err = exam.ErrNotFound
	}
	if err != nil {
		return exam.Sitting{}, err
	}
	return all[0], nil
}

func (e examStore) ChangeSitting(ctx context.Context, key exam.Key, fn func(exam.Sitting) (exam.Sitting, error)) (exam.Sitting, error) {
	return sittings.change(ctx, e.driver, key, silent(fn))
}
