package exam

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// ServicePoint is the desk where learners are admitted to exams and sit them. Store,
// Documents, Roll and Exams are required; the other fields may be left at zero.
//
// Every method takes the actor. An operator reaches the learners of the points that
// list the account, a supervisor those of every point, and the learner their own
// sittings; what is somebody else's is [ErrNotFound], as if it did not exist. Nobody
// operates on their own file: that is identity.ErrForbidden.
type ServicePoint struct {
	Store Store
	// Documents keep the pixels of photos.
	Documents hours.Documents
	// Roll knows the organisation, and with it the zone of its days.
	Roll interface {
		Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error)
	}
	Exams Catalogue
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
	// Random is where the codes of cards come from; nil is crypto/rand.
	Random io.Reader

	first    sync.Once
	decoding chan struct{}
}

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("exam: unchanged")

// Points returns the service points where the actor may work, in the order of their
// identifiers; to staff, all of them. The error is identity.ErrForbidden for anybody
// else, and [ErrRegistration] for an operator whose registration is not complete.
func (d *ServicePoint) Points(ctx context.Context, actor identity.Actor) ([]Point, error) {
	if !MayOperate(actor) && !MayManage(actor) {
		return nil, identity.ErrForbidden
	}
	if err := d.registered(ctx, actor); err != nil {
		return nil, err
	}
	all, err := d.Store.Points(ctx, actor.Org)
	if err != nil || MayManage(actor) {
		return all, err
	}
	return slices.DeleteFunc(all, func(p Point) bool { return !p.OperatedBy(actor) }), nil
}

// Point returns a service point where the actor may work, or which they manage.
func (d *ServicePoint) Point(ctx context.Context, actor identity.Actor, id PointID) (Point, error) {
	p, err := d.Store.Point(ctx, actor.Org, id)
	switch {
	case err != nil:
		return Point{}, err
	case MayManage(actor):
		return p, nil
	case !p.OperatedBy(actor):
		return Point{}, ErrNotFound
	}
	return p, d.registered(ctx, actor)
}

// Learners returns the learners of a service point that the query chooses, those in the
// middle of an exam first (E3, E13, E14).
func (d *ServicePoint) Learners(ctx context.Context, actor identity.Actor, point PointID, q Query) ([]Row, error) {
	if _, err := d.Point(ctx, actor, point); err != nil {
		return nil, err
	}
	// In this order: who ends their exam meanwhile is in it as they were, and never as
	// one who has not begun.
	live, err := d.Store.Unfiled(ctx, actor.Org, point)
	if err != nil {
		return nil, err
	}
	learners, err := d.Store.LearnersAt(ctx, actor.Org, point)
	if err != nil {
		return nil, err
	}
	// Who continues a sitting, or was moved since, is in training no more, or elsewhere.
	for _, s := range live {
		if !slices.ContainsFunc(learners, func(l Learner) bool { return l.Member == s.Member }) {
			l, err := d.Store.Learner(ctx, actor.Org, s.Member)
			if err != nil {
				return nil, err
			}
			learners = append(learners, l)
		}
	}
	return q.Choose(listed(learners, live, d.now())), nil
}

// File is a learner's file as an operator sees it ("la fiche de l'apprenant").
type File struct {
	Learner Learner
	Point   Point
	// Sittings are the learner's, as they are now, the latest first.
	Sittings []Sitting
	// Exams are those that may be authorised now, in the language-free order of their
	// identifiers; none while a sitting is live.
	Exams []Exam
	// Now is the instant of all of it.
	Now time.Time
}

// Live returns the sitting that has not ended; nil when there is none.
func (f File) Live() *Sitting {
	for i := range f.Sittings {
		if f.Sittings[i].Live() {
			return &f.Sittings[i]
		}
	}
	return nil
}

// File returns a learner's file.
func (d *ServicePoint) File(ctx context.Context, actor identity.Actor, member identity.MemberID) (File, error) {
	l, p, err := d.operated(ctx, actor, member)
	if err != nil {
		return File{}, err
	}
	f := File{Learner: l, Point: p, Now: d.now()}
	if f.Sittings, err = d.sittings(ctx, actor.Org, member, f.Now); err != nil {
		return File{}, err
	}
	today, err := d.today(ctx, actor.Org, f.Now)
	if err != nil {
		return File{}, err
	}
	if f.Live() == nil {
		for _, e := range d.Exams.On(today) {
			if l.Enrolled(e.ID) {
				f.Exams = append(f.Exams, e)
			}
		}
	}
	return f, nil
}

// sittings returns a member's sittings as they are at the instant, the latest first.
func (d *ServicePoint) sittings(ctx context.Context, org identity.OrganisationID, member identity.MemberID, now time.Time) ([]Sitting, error) {
	all, err := d.Store.Sittings(ctx, org, member)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i] = all[i].At(now)
	}
	slices.Reverse(all)
	return all, nil
}

// operated returns a learner whom the actor may work with, and the service point.
func (d *ServicePoint) operated(ctx context.Context, actor identity.Actor, member identity.MemberID) (Learner, Point, error) {
	if !MayOperate(actor) && !MayManage(actor) {
		return Learner{}, Point{}, ErrNotFound
	}
	l, err := d.Store.Learner(ctx, actor.Org, member)
	if err != nil {
		return Learner{}, Point{}, err
	}
	p, err := d.Point(ctx, actor, l.Point)
	switch {
	case err != nil:
		return Learner{}, Point{}, err
	case actor.Member == member:
		return Learner{}, Point{}, identity.ErrForbidden
	}
	return l, p, nil
}

// worked is operated for what only those who work at the point do: not for staff who
// manage it.
func (d *ServicePoint) worked(ctx context.Context, actor identity.Actor, member identity.MemberID) (Learner, Point, error) {
	l, p, err := d.operated(ctx, actor, member)
	if err == nil && !p.OperatedBy(actor) {
		return Learner{}, Point{}, identity.ErrForbidden
	}
	return l, p, err
}

// operatedOn is operated for one of the learner's sittings: those of another
// organisation do not exist.
func (d *ServicePoint) operatedOn(ctx context.Context, actor identity.Actor, key Key) (Learner, Point, error) {
	if key.Org != actor.Org {
		return Learner{}, Point{}, ErrNotFound
	}
	return d.operated(ctx, actor, key.Member)
}

// workedOn is worked for one of the learner's sittings.
func (d *ServicePoint) workedOn(ctx context.Context, actor identity.Actor, key Key) (Learner, Point, error) {
	if key.Org != actor.Org {
		return Learner{}, Point{}, ErrNotFound
	}
	return d.worked(ctx, actor, key.Member)
}

// today returns the present civil day in the organisation's zone.
func (d *ServicePoint) today(ctx context.Context, org identity.OrganisationID, now time.Time) (cycle.Date, error) {
	zone, err := d.zone(ctx, org)
	if err != nil {
		return cycle.Date{}, err
	}
	return cycle.DateOf(now, zone), nil
}

func (d *ServicePoint) zone(ctx context.Context, org identity.OrganisationID) (*time.Location, error) {
	o, err := d.Roll.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	return o.Location()
}

func (d *ServicePoint) now() time.Time {
	if d.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return d.Now().UTC().Truncate(identity.Precision)
}

func (d *ServicePoint) newID() string {
	if d.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return d.NewID()
}
