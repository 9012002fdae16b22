package access

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// References returns every reference number that was issued, the latest first.
func (o *Office) References(ctx context.Context, actor identity.Actor) ([]Reference, error) {
	if err := staff(actor); err != nil {
		return nil, err
	}
	all, err := o.Store.References(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	now := o.now()
	for i, r := range all {
		all[i] = r.At(now)
	}
	slices.SortFunc(all, func(a, b Reference) int { return b.Issued.Compare(a.Issued) })
	return all, nil
}

// IssueReference issues a reference number to somebody who registered with their order
// (A6), under an identifier that the page drew, so that sending the page twice issues one.
// It goes to the holder by letter, and nobody else sees it. What is wrong with the fields
// is hours.FieldErrors.
func (o *Office) IssueReference(ctx context.Context, actor identity.Actor, command string, holder Person, language identity.Language, services []string) (_ Reference, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventReferenceIssue, Actor: actor.Account}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := staff(actor); err != nil {
		return Reference{}, err
	}
	if !identity.WellFormed(command) {
		return Reference{}, ErrNotFound
	}
	holder = holder.tidy()
	wrong := personWrong(holder)
	wrong = append(wrong, o.servicesWrong(services, ByForm)...)
	if len(wrong) > 0 {
		return Reference{}, wrong
	}
	number, err := o.referenceNumber(actor, append([]string{command, holder.First, holder.Last, holder.Email, string(language)}, services...))
	if err != nil {
		return Reference{}, err
	}
	id, err := o.referenceID(actor.Org, number.Reveal())
	if err != nil {
		return Reference{}, err
	}
	r, err := o.Store.ChangeReference(ctx, actor.Org, id, func(r Reference) (Reference, []identity.Message, error) {
		if r.State != ReferenceNone {
			return r, nil, errDone
		}
		r, err := r.Issue(holder, language, services, actor.Account, now)
		if err != nil {
			return r, nil, err
		}
		m := letter(r.Org, identity.ReferenceNumber, "reference-"+id[:24], r.Holder, language, now, nil)
		m.Secret = number.Reveal()
		return r, []identity.Message{m}, nil
	})
	if errors.Is(err, errDone) {
		return o.Store.Reference(ctx, actor.Org, id)
	}
	return r, err
}

// referenceNumber returns the number of a command and all that it asks for: the same
// command has the same number, so that it is issued once whoever races, and who changes
// what is asked for has another. The directory's key makes it: nobody foresees it.
func (o *Office) referenceNumber(actor identity.Actor, command []string) (identity.Secret, error) {
	sealed, err := o.Directory.Seal("", append([]string{"reference number", string(actor.Org), string(actor.Account)}, command...)...)
	if err != nil {
		return identity.Secret{}, err
	}
	return identity.DrawSymbols(hex.NewDecoder(strings.NewReader(sealed)), referenceSymbols)
}

// RevokeReference makes a reference number useless. The error is [ErrStale] when it has
// changed since version.
func (o *Office) RevokeReference(ctx context.Context, actor identity.Actor, id string, version int64) (err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventReferenceRevoke, Actor: actor.Account, Flow: id[:min(len(id), 24)]}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := staff(actor); err != nil {
		return err
	}
	_, err = o.Store.ChangeReference(ctx, actor.Org, id, func(r Reference) (Reference, []identity.Message, error) {
		if r.State == ReferenceNone {
			return r, nil, ErrNotFound
		}
		if r.Version != version {
			return r, nil, ErrStale
		}
		r, err := r.Revoke(now)
		return r, nil, err
	})
	return err
}

// OpenByReference opens an account at once with a reference number (A6): its holder
// chooses their own login and password. from is who asks, by whom wrong numbers are
// counted. The error is [ErrReference] for a number or a name that opens nothing,
// identity.ErrThrottled after too many, [ErrHasAccount] for somebody who has an account,
// which has the services now, and those of identity.Directory.Open.
func (o *Office) OpenByReference(ctx context.Context, org identity.OrganisationID, from, number, last, login, password string) (opened identity.Account, err error) {
	now := o.now()
	noted := identity.Event{Org: org, At: now, What: EventReferenceTried}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := o.count(ctx, org, from, now); err != nil {
		return identity.Account{}, err
	}
	id, err := o.referenceID(org, identity.NormalSymbols(number))
	if err != nil {
		return identity.Account{}, err
	}
	r, err := o.Store.Reference(ctx, org, id)
	if errors.Is(err, ErrNotFound) {
		return identity.Account{}, ErrReference
	}
	if err != nil {
		return identity.Account{}, err
	}
	if !r.Opens(last, now) {
		return identity.Account{}, ErrReference
	}
	if err := o.forgive(ctx, org, from); err != nil {
		return identity.Account{}, err
	}
	a, err := o.open(ctx, org, r.Holder, r.Language, r.Services, id, login, password, now)
	if err != nil && !errors.Is(err, ErrHasAccount) {
		return identity.Account{}, err
	}
	_, used := o.Store.ChangeReference(ctx, org, id, func(r Reference) (Reference, []identity.Message, error) {
		r, err := r.Use(a.ID, now)
		return r, nil, err
	})
	return a, errors.Join(err, used)
}

// open opens the account of a person who has proven who they are by what was handed to
// them, or gives the services to the one that they have.
func (o *Office) open(ctx context.Context, org identity.OrganisationID, p Person, language identity.Language, services []string, by, login, password string, now time.Time) (identity.Account, error) {
	var grants []identity.Grant
	for _, s := range services {
		grants = append(grants, identity.Grant{Service: s, By: by, Since: now})
	}
	has, several, err := o.at(ctx, org, p.Email)
	if err != nil {
		return identity.Account{}, err
	}
	if has.ID != "" {
		same, err := o.sameHolder(ctx, has, p)
		if err != nil {
			return identity.Account{}, err
		}
		if several || !same || !has.Usable() {
			return identity.Account{}, ErrReference
		}
		_, err = o.Directory.Store.ChangeAccount(ctx, org, has.ID, func(a identity.Account) (identity.Account, []identity.Message, error) {
			if !a.Usable() {
				return a, nil, ErrReference
			}
			if !a.GrantedBy(by) {
				a.Grants = append(a.Grants, grants...)
			}
			return a, nil, nil
		})
		if err == nil {
			err = ErrHasAccount
		}
		return has, err
	}
	a := identity.Account{
		Org: org, ID: accountID(p.Email), Roles: []identity.Role{identity.RoleUser},
		Name: p.Name(), Email: p.Email, Language: language, Grants: grants,
	}
	m := letter(org, identity.AccountOpened, "opened-"+string(a.ID), p, language, now, nil)
	return o.Directory.Open(ctx, a, login, password, m)
}

func (o *Office) referenceID(org identity.OrganisationID, number string) (string, error) {
	id, err := o.Directory.Seal(number, "reference", string(org))
	if err != nil {
		return "", err
	}
	return id[:40], nil
}

// count counts a try of who asks before it is looked at. The capitals keep its key apart
// from every login.
func (o *Office) count(ctx context.Context, org identity.OrganisationID, from string, now time.Time) error {
	may := true
	err := o.Directory.Store.ChangeThrottle(ctx, org, tries(from), func(t identity.Throttle) identity.Throttle {
		if may = !now.Before(t.Until()); may {
			t = t.Failed(now)
		}
		return t
	})
	if err == nil && !may {
		return identity.ErrThrottled
	}
	return err
}

func (o *Office) forgive(ctx context.Context, org identity.OrganisationID, from string) error {
	return o.Directory.Store.ChangeThrottle(ctx, org, tries(from), func(t identity.Throttle) identity.Throttle {
		t.Failures = 0
		return t
	})
}

func tries(from string) string { return "OPENING " + identity.Digest(from)[:40] }

// personWrong returns what is wrong with the fields of a person.
func personWrong(p Person) hours.FieldErrors {
	var wrong hours.FieldErrors
	for _, f := range []struct{ field, value string }{{"first", p.First}, {"last", p.Last}} {
		switch {
		case f.value == "":
			wrong = append(wrong, hours.FieldError{Field: f.field, Err: hours.ErrMissing})
		case len([]rune(f.value)) > LongestName:
			wrong = append(wrong, hours.FieldError{Field: f.field, Err: hours.ErrTooLong})
		case strings.ContainsAny(f.value, "\r\n\x00"):
			wrong = append(wrong, hours.FieldError{Field: f.field, Err: ErrName})
		}
	}
	switch _, err := identity.ParseAddress(p.Email); {
	case p.Email == "":
		wrong = append(wrong, hours.FieldError{Field: "email", Err: hours.ErrMissing})
	case err != nil:
		wrong = append(wrong, hours.FieldError{Field: "email", Err: err})
	case Shared(p.Email):
		wrong = append(wrong, hours.FieldError{Field: "email", Err: ErrShared})
	}
	return wrong
}

// servicesWrong returns what is wrong with a choice of services that one way leads to.
func (o *Office) servicesWrong(services []string, through Through) hours.FieldErrors {
	if len(services) == 0 {
		return hours.FieldErrors{{Field: "services", Err: hours.ErrMissing}}
	}
	for _, id := range services {
		if s, known := o.Catalogue.Service(id); !known || s.Through != through {
			return hours.FieldErrors{{Field: "services", Err: hours.ErrUnknownChoice}}
		}
	}
	return nil
}
