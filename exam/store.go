package exam

import (
	"context"

	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps service points, operators, learners and sittings. adapters/storetest says
// what it must do, and every adapter passes it.
//
// The Change methods are those of hours.Store without a telling: they read the row (only
// its key is set, Version 0, when there is none), call fn with it, and write what fn
// returns with Version one higher, in one transaction. fn may be called more than once
// and must have no effect of its own. An error of fn is returned as it is and nothing is
// written. Two Changes of one row never lose each other's work.
type Store interface {
	// Point returns one service point, or [ErrNotFound].
	Point(ctx context.Context, org identity.OrganisationID, point PointID) (Point, error)
	// Points returns the organisation's service points in the order of their
	// identifiers; none is an empty slice.
	Points(ctx context.Context, org identity.OrganisationID) ([]Point, error)
	ChangePoint(ctx context.Context, org identity.OrganisationID, point PointID, fn func(Point) (Point, error)) (Point, error)

	// Operator returns the registration of an account, or [ErrNotFound].
	Operator(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (Operator, error)
	ChangeOperator(ctx context.Context, org identity.OrganisationID, account identity.AccountID, fn func(Operator) (Operator, error)) (Operator, error)

	// Learner returns one learner's file, or [ErrNotFound].
	Learner(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (Learner, error)
	// LearnersAt returns the learners in training at a service point, in the order of
	// their identifiers.
	LearnersAt(ctx context.Context, org identity.OrganisationID, point PointID) ([]Learner, error)
	ChangeLearner(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(Learner) (Learner, error)) (Learner, error)

	// Sitting returns one sitting, or [ErrNotFound].
	Sitting(ctx context.Context, key Key) (Sitting, error)
	// Sittings returns every sitting of a member, in the order of their numbers.
	Sittings(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Sitting, error)
	// Unfiled returns the sittings of a service point that were authorised and are not
	// filed yet: those that are live, and those that ended of which the learner's file
	// does not know.
	Unfiled(ctx context.Context, org identity.OrganisationID, point PointID) ([]Sitting, error)
	// Carded returns the sitting whose card has the code, whoever's it is, or
	// [ErrNotFound].
	Carded(ctx context.Context, org identity.OrganisationID, code certificate.Code) (Sitting, error)
	ChangeSitting(ctx context.Context, key Key, fn func(Sitting) (Sitting, error)) (Sitting, error)
}
