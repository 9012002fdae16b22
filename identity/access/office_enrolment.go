package access

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Workplaces returns those that the actor may work with: all of them for staff, and for a
// representative those where they are one.
func (o *Office) Workplaces(ctx context.Context, actor identity.Actor) ([]Workplace, error) {
	if staff(actor) != nil && !actor.Is(identity.RoleRepresentative) {
		return nil, ErrForbidden
	}
	all, err := o.Store.Workplaces(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	if staff(actor) != nil {
		all = slices.DeleteFunc(all, func(w Workplace) bool { return !slices.Contains(w.Representatives, actor.Account) })
	}
	return all, nil
}

// SetWorkplace names a workplace and its representatives; staff do. The error is
// [ErrStale] when it has changed since version.
func (o *Office) SetWorkplace(ctx context.Context, actor identity.Actor, id string, version int64, name string, representatives []identity.AccountID) (_ Workplace, err error) {
	noted := identity.Event{Org: actor.Org, At: o.now(), What: EventWorkplaceSet, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := staff(actor); err != nil {
		return Workplace{}, err
	}
	name = hours.Tidy(name)
	switch {
	case !identity.WellFormed(id):
		return Workplace{}, ErrNotFound
	case name == "":
		return Workplace{}, hours.FieldErrors{{Field: "name", Err: hours.ErrMissing}}
	case len([]rune(name)) > LongestName:
		return Workplace{}, hours.FieldErrors{{Field: "name", Err: hours.ErrTooLong}}
	}
	for _, account := range representatives {
		a, err := o.Directory.Store.Account(ctx, actor.Org, account)
		if errors.Is(err, identity.ErrNotFound) || err == nil && !slices.Contains(a.Roles, identity.RoleRepresentative) {
			return Workplace{}, hours.FieldErrors{{Field: "representatives", Err: hours.ErrUnknownChoice}}
		}
		if err != nil {
			return Workplace{}, err
		}
	}
	return o.Store.ChangeWorkplace(ctx, actor.Org, id, func(w Workplace) (Workplace, error) {
		if w.Version != version {
			return w, ErrStale
		}
		w.Name, w.Representatives = name, representatives
		return w, nil
	})
}

// workplace returns a workplace where the actor is a representative; the error is
// [ErrNotFound].
func (o *Office) workplace(ctx context.Context, actor identity.Actor, id string) (Workplace, error) {
	if !actor.Is(identity.RoleRepresentative) {
		return Workplace{}, ErrForbidden
	}
	w, err := o.Store.Workplace(ctx, actor.Org, id)
	if err == nil && !slices.Contains(w.Representatives, actor.Account) {
		return Workplace{}, ErrNotFound
	}
	return w, err
}

// Enrolments returns the registrations of the workplaces where the actor is a
// representative, the latest first; staff see all.
func (o *Office) Enrolments(ctx context.Context, actor identity.Actor) ([]Enrolment, error) {
	places, err := o.Workplaces(ctx, actor)
	if err != nil {
		return nil, err
	}
	all, err := o.Store.Enrolments(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e Enrolment) bool {
		return !slices.ContainsFunc(places, func(w Workplace) bool { return w.ID == e.Workplace })
	})
	now := o.now()
	for i, e := range all {
		all[i] = e.At(now)
	}
	slices.SortFunc(all, func(a, b Enrolment) int { return b.Began.Compare(a.Began) })
	return all, nil
}

// Enrol registers a person for services of a workplace (A11, A12), under an identifier
// that the page drew. The password goes to the person by letter; the secret code is
// returned, for the representative to hand over: nobody sees it again. Registering again
// under the identifier is [ErrStep].
func (o *Office) Enrol(ctx context.Context, actor identity.Actor, id, workplace string, person Person, language identity.Language, services []string) (_ Enrolment, _ identity.Secret, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventEnrol, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	w, err := o.workplace(ctx, actor, workplace)
	if err != nil {
		return Enrolment{}, identity.Secret{}, err
	}
	if !identity.WellFormed(id) {
		return Enrolment{}, identity.Secret{}, ErrNotFound
	}
	person = person.tidy()
	wrong := append(personWrong(person), o.servicesWrong(services, ByRepresentative)...)
	if len(wrong) > 0 {
		return Enrolment{}, identity.Secret{}, wrong
	}
	if person.is(actor.Name) {
		return Enrolment{}, identity.Secret{}, ErrForbidden // nobody registers themself
	}
	return o.invite(ctx, actor, w, id, now, func(e Enrolment, i Invitation) (Enrolment, error) {
		return e.Register(w.ID, actor.Account, person, language, services, i, now)
	})
}

// Renew gives a registration another secret code and another password. The error is
// [ErrStale] when it has changed since version: renewing twice by mistake would make the
// code useless that was handed over.
func (o *Office) Renew(ctx context.Context, actor identity.Actor, id string, version int64) (_ Enrolment, _ identity.Secret, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRenew, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	e, err := o.Store.Enrolment(ctx, actor.Org, id)
	if err != nil {
		return Enrolment{}, identity.Secret{}, err
	}
	w, err := o.workplace(ctx, actor, e.Workplace)
	if err != nil {
		return Enrolment{}, identity.Secret{}, err
	}
	return o.invite(ctx, actor, w, id, now, func(e Enrolment, i Invitation) (Enrolment, error) {
		if e.Version != version {
			return e, ErrStale
		}
		return e.Renew(i, now)
	})
}

// HandedOver returns the registration whose secret code this is, to a representative of its
// workplace. The error is [ErrEnrolment] for any other code, and once the code
// opens nothing any more.
func (o *Office) HandedOver(ctx context.Context, actor identity.Actor, id, code string) (Enrolment, error) {
	e, err := o.Store.Enrolment(ctx, actor.Org, id)
	if err != nil {
		return Enrolment{}, err
	}
	if _, err := o.workplace(ctx, actor, e.Workplace); err != nil {
		return Enrolment{}, err
	}
	sealed, err := o.sealSecret(actor.Org, id, identity.NormalSymbols(code))
	if err != nil {
		return Enrolment{}, err
	}
	if e = e.At(o.now()); e.State != EnrolmentInvited || !identity.Same(e.Code, sealed) {
		return Enrolment{}, ErrEnrolment
	}
	return e, nil
}

func (o *Office) invite(ctx context.Context, actor identity.Actor, w Workplace, id string, now time.Time, do func(Enrolment, Invitation) (Enrolment, error)) (Enrolment, identity.Secret, error) {
	code, err := identity.DrawSymbols(o.random(), secretSymbols)
	if err != nil {
		return Enrolment{}, identity.Secret{}, err
	}
	password, err := identity.DrawTemporary(o.random())
	if err != nil {
		return Enrolment{}, identity.Secret{}, err
	}
	sealed, err := o.sealSecret(actor.Org, id, code.Reveal())
	if err != nil {
		return Enrolment{}, identity.Secret{}, err
	}
	e, err := o.Store.ChangeEnrolment(ctx, actor.Org, id, func(e Enrolment) (Enrolment, []identity.Message, error) {
		e, err := do(e, Invitation{sealed, identity.NewTemporary(password, now)})
		if err != nil {
			return e, nil, err
		}
		return e, []identity.Message{o.confirm(e, w, actor.Name, password, now)}, nil
	})
	return e, code, err
}

// confirm is the letter that confirms a registration. It has the password, and not the
// secret code.
func (o *Office) confirm(e Enrolment, w Workplace, representative string, password identity.Secret, now time.Time) identity.Message {
	var all []string
	for _, s := range e.Services {
		all = append(all, o.label(s, e.Language))
	}
	m := letter(e.Org, identity.EnrolmentPassword, "enrolment-"+e.ID+"-"+strconv.FormatInt(e.Version, 10), e.Person, e.Language, now,
		map[string]string{"representative": representative, "workplace": w.Name, "service": strings.Join(all, ", ")})
	m.Secret = password.Reveal()
	return m
}

func (o *Office) sealSecret(org identity.OrganisationID, id, code string) (string, error) {
	return o.Directory.Seal(code, "enrolment", string(org), id)
}

// WithdrawEnrolment takes a registration back. The error is [ErrStale] when it has changed
// since version.
func (o *Office) WithdrawEnrolment(ctx context.Context, actor identity.Actor, id string, version int64) (err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventEnrolWithdraw, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	e, err := o.Store.Enrolment(ctx, actor.Org, id)
	if err != nil {
		return err
	}
	if _, err := o.workplace(ctx, actor, e.Workplace); err != nil {
		return err
	}
	_, err = o.Store.ChangeEnrolment(ctx, actor.Org, id, func(e Enrolment) (Enrolment, []identity.Message, error) {
		if e.Version != version {
			return e, nil, ErrStale
		}
		e, err := e.Withdraw(now)
		return e, nil, err
	})
	return err
}

// SendEnrolment sends another password to whoever was registered with the address: the
// secret code stays good. The answer is the same whoever was.
func (o *Office) SendEnrolment(ctx context.Context, org identity.OrganisationID, address string) (err error) {
	now := o.now()
	noted := identity.Event{Org: org, At: now, What: EventEnrolmentSend}
	defer func() { o.note(ctx, &noted, &err) }()
	address, err = identity.ParseAddress(address)
	if err != nil {
		return err
	}
	may := false
	err = o.Directory.Flows.ChangeBudget(ctx, org, identity.Digest("enrolment "+key(address)), func(b identity.Budget) identity.Budget {
		b, may = b.Send(now)
		return b
	})
	if err != nil {
		return err
	}
	invited, err := o.Store.Invited(ctx, org, Mailbox(address))
	if err != nil || !may {
		return err
	}
	for _, e := range orNobody(invited) {
		password, err := identity.DrawTemporary(o.random())
		if err != nil {
			return err
		}
		w, err := o.Store.Workplace(ctx, org, e.Workplace)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		by, err := o.Directory.Store.Account(ctx, org, e.By)
		if err != nil && !errors.Is(err, identity.ErrNotFound) {
			return err
		}
		_, err = o.Store.ChangeEnrolment(ctx, org, e.ID, func(e Enrolment) (Enrolment, []identity.Message, error) {
			e, err := e.Send(identity.NewTemporary(password, now), now)
			if err != nil {
				return e, nil, err
			}
			return e, []identity.Message{o.confirm(e, w, by.Name, password, now)}, nil
		})
		if err != nil && !errors.Is(err, ErrStep) {
			return err
		}
	}
	return nil
}

// orNobody returns the registrations, and one of nobody when there is none, for which the
// store is asked all the same: the work does not tell who is registered.
func orNobody(invited []Enrolment) []Enrolment {
	if len(invited) == 0 {
		return []Enrolment{{}}
	}
	return invited
}

// OpenByCode opens the account of somebody who was registered by a representative (A12),
// with the password of the letter and the secret code from the representative's hand. from
// is who asks. The errors are those of [Office.OpenByReference], with [ErrEnrolment] in
// the place of [ErrReference].
func (o *Office) OpenByCode(ctx context.Context, org identity.OrganisationID, from, address, sent, code, login, password string) (opened identity.Account, err error) {
	now := o.now()
	noted := identity.Event{Org: org, At: now, What: EventEnrolmentTried}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := o.count(ctx, org, from, now); err != nil {
		return identity.Account{}, err
	}
	invited, err := o.Store.Invited(ctx, org, Mailbox(address))
	if err != nil {
		return identity.Account{}, err
	}
	e, err := o.try(ctx, org, invited, sent, code, now)
	if err != nil {
		return identity.Account{}, err
	}
	if err := o.forgive(ctx, org, from); err != nil {
		return identity.Account{}, err
	}
	a, err := o.open(ctx, org, e.Person, e.Language, e.Services, e.ID, login, password, now)
	if errors.Is(err, ErrReference) {
		err = ErrEnrolment
	}
	if err != nil && !errors.Is(err, ErrHasAccount) {
		return identity.Account{}, err
	}
	_, done := o.Store.ChangeEnrolment(ctx, org, e.ID, func(e Enrolment) (Enrolment, []identity.Message, error) {
		e, err := e.Complete(a.ID, now)
		return e, nil, err
	})
	return a, errors.Join(err, done)
}

// try returns the registration that the two open. Each is tried in the change that counts
// it: tries that race each other get no more than tries in a row.
func (o *Office) try(ctx context.Context, org identity.OrganisationID, invited []Enrolment, sent, code string, now time.Time) (Enrolment, error) {
	code = identity.NormalSymbols(code)
	for _, e := range orNobody(invited) {
		sealed, err := o.sealSecret(org, e.ID, code)
		if err != nil {
			return Enrolment{}, err
		}
		var wrong error
		e, err = o.Store.ChangeEnrolment(ctx, org, e.ID, func(e Enrolment) (Enrolment, []identity.Message, error) {
			if e.State == EnrolmentNone {
				return e, nil, ErrEnrolment
			}
			e, wrong = e.Try(sent, sealed, now)
			return e, nil, nil
		})
		if err != nil || wrong == nil {
			return e, err
		}
	}
	return Enrolment{}, ErrEnrolment
}
