package exam

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// PutPoint opens a service point, or changes one that has the version, for staff. Its
// workstations stay. The error is an hours.FieldErrors of [Point.Check], or [ErrStale].
func (d *ServicePoint) PutPoint(ctx context.Context, actor identity.Actor, p Point) (Point, error) {
	if !MayManage(actor) {
		return Point{}, identity.ErrForbidden
	}
	p.Name = hours.Tidy(p.Name)
	if wrong := p.Check(); len(wrong) > 0 {
		return Point{}, wrong
	}
	return d.Store.ChangePoint(ctx, actor.Org, p.ID, func(was Point) (Point, error) {
		if was.Version != p.Version {
			return was, ErrStale
		}
		was.Name, was.Closes, was.StopsAtClosing = p.Name, p.Closes, p.StopsAtClosing
		was.Operators = slices.Compact(slices.Sorted(slices.Values(p.Operators)))
		return was, nil
	})
}

// Enrolling is a learner whom staff enrol in a training.
type Enrolling struct {
	Member      identity.MemberID
	Point       PointID
	First, Last string
	Email       string
	Language    identity.Language
	Birth       cycle.Date
	Exam        ID
}

// Enrol puts a learner into training at a service point, or writes what is known of one
// who is, for staff; nobody enrols themselves. The error is an hours.FieldErrors on
// "member", "first", "last", "email", "point" or "exam", or [ErrLive] for a move to another point in the middle of a sitting.
func (d *ServicePoint) Enrol(ctx context.Context, actor identity.Actor, e Enrolling) (Learner, error) {
	if !MayManage(actor) || actor.Member != "" && actor.Member == e.Member {
		return Learner{}, identity.ErrForbidden
	}
	e.First, e.Last, e.Email = hours.Tidy(e.First), hours.Tidy(e.Last), hours.Tidy(e.Email)
	var wrong hours.FieldErrors
	if !identity.WellFormed(string(e.Member)) {
		wrong = append(wrong, hours.FieldError{Field: "member", Err: identity.ErrBadID})
	}
	for field, name := range map[string]string{"first": e.First, "last": e.Last} {
		if name == "" {
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrMissing})
		} else if len([]rune(name)) > LongestName {
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrTooLong})
		}
	}
	switch {
	case len([]rune(e.Email)) > LongestName:
		wrong = append(wrong, hours.FieldError{Field: "email", Err: hours.ErrTooLong})
	case e.Email != "" && !isAddress(e.Email):
		wrong = append(wrong, hours.FieldError{Field: "email", Err: ErrEmail})
	}
	switch _, err := d.Store.Point(ctx, actor.Org, e.Point); {
	case errors.Is(err, ErrNotFound):
		wrong = append(wrong, hours.FieldError{Field: "point", Err: hours.ErrUnknownChoice})
	case err != nil:
		return Learner{}, err
	}
	if _, err := d.Exams.Latest(e.Exam); err != nil {
		wrong = append(wrong, hours.FieldError{Field: "exam", Err: err})
	}
	if len(wrong) > 0 {
		slices.SortFunc(wrong, func(a, b hours.FieldError) int { return compareFields(a.Field, b.Field) })
		return Learner{}, wrong
	}
	now := d.now()
	// Who has a sitting open is their operator's until it has ended; and what has ended
	// is filed before the next training begins.
	all, err := d.settled(ctx, actor.Org, e.Member)
	if err != nil {
		return Learner{}, err
	}
	live := File{Sittings: all}.Live()
	return d.Store.ChangeLearner(ctx, actor.Org, e.Member, func(l Learner) (Learner, error) {
		if live != nil && l.Point != e.Point {
			return l, ErrLive
		}
		l.Point, l.First, l.Last, l.Email, l.Language, l.Birth = e.Point, e.First, e.Last, e.Email, e.Language, e.Birth
		return l.enrol(e.Exam, now), nil
	})
}

// compareFields orders the fields as a form has them.
func compareFields(a, b string) int {
	order := []string{"member", "first", "last", "email", "point", "exam"}
	return slices.Index(order, a) - slices.Index(order, b)
}

// RegisterWorkstation makes the browser that keeps the secret a workstation of the
// service point, in place of the one that has the name. The error is an
// hours.FieldErrors on "name", or [ErrWorkstations].
func (d *ServicePoint) RegisterWorkstation(ctx context.Context, actor identity.Actor, point PointID, name string) (p Point, secret string, err error) {
	if p, err = d.Point(ctx, actor, point); err != nil {
		return Point{}, "", err
	}
	if !p.OperatedBy(actor) {
		return Point{}, "", identity.ErrForbidden
	}
	switch name = hours.Tidy(name); {
	case name == "":
		return Point{}, "", hours.FieldErrors{{Field: "name", Err: hours.ErrMissing}}
	case len([]rune(name)) > LongestName:
		return Point{}, "", hours.FieldErrors{{Field: "name", Err: hours.ErrTooLong}}
	}
	secret = rand.Text()
	w := Workstation{Name: name, Digest: Digest(secret), Registered: d.now(), By: PersonOf(actor)}
	p, err = d.Store.ChangePoint(ctx, actor.Org, point, func(p Point) (Point, error) {
		if p = p.register(w); len(p.Workstations) > MostWorkstations {
			return p, ErrWorkstations
		}
		return p, nil
	})
	return p, secret, err
}

// RemoveWorkstation forgets a workstation. What is assigned to it is moved by hand. The
// error is [ErrNoWorkstation] when there is none.
func (d *ServicePoint) RemoveWorkstation(ctx context.Context, actor identity.Actor, point PointID, name string) (Point, error) {
	p, err := d.Point(ctx, actor, point)
	if err != nil {
		return Point{}, err
	}
	if !p.OperatedBy(actor) {
		return Point{}, identity.ErrForbidden
	}
	return d.Store.ChangePoint(ctx, actor.Org, point, func(p Point) (Point, error) {
		if !p.Named(name) {
			return p, ErrNoWorkstation
		}
		p.Workstations = slices.DeleteFunc(slices.Clone(p.Workstations), func(w Workstation) bool { return w.Name == name })
		return p, nil
	})
}

// Digest returns what is kept of a workstation's secret: its SHA-256 in hexadecimal; ""
// of an empty one.
func Digest(secret string) string {
	if secret == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
