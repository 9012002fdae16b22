package access

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// File is a request as staff see it.
type File struct {
	Request Request
	// Reasons is everything that has it refused, now.
	Reasons []Reason
	// Account is whose the user's address is; the zero Account for nobody.
	Account identity.Account
	// Own says that the request is the reader's own, who may not decide on it.
	Own bool
	// By is the name of whoever decided, and RecordedBy that of whoever recorded a form on
	// paper; empty for nobody.
	By, RecordedBy string
}

// Queue returns the requests that wait for a decision, the oldest first.
func (o *Office) Queue(ctx context.Context, actor identity.Actor) ([]Request, error) {
	if err := staff(actor); err != nil {
		return nil, err
	}
	return o.Store.Waiting(ctx, actor.Org, ForStaff)
}

// Requests returns every request but drafts, the latest first: nobody but who fills it in
// sees what is not sent.
func (o *Office) Requests(ctx context.Context, actor identity.Actor) ([]Request, error) {
	if err := staff(actor); err != nil {
		return nil, err
	}
	all, err := o.Store.Requests(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	now := o.now()
	for i, r := range all {
		all[i] = r.At(now)
	}
	all = slices.DeleteFunc(all, func(r Request) bool { return r.Submitted.IsZero() })
	slices.SortFunc(all, func(a, b Request) int { return b.Submitted.Compare(a.Submitted) })
	return all, nil
}

// File returns a request that was sent, with everything that has it refused.
func (o *Office) File(ctx context.Context, actor identity.Actor, id string) (File, error) {
	if err := staff(actor); err != nil {
		return File{}, err
	}
	r, err := o.Store.Request(ctx, actor.Org, id)
	if err != nil {
		return File{}, err
	}
	if r = r.At(o.now()); r.Submitted.IsZero() {
		return File{}, ErrNotFound
	}
	f, err := o.file(ctx, r)
	if err != nil {
		return File{}, err
	}
	f.Own = concerns(actor, f)
	if f.By, err = o.nameOf(ctx, r.Org, r.DecidedBy); err == nil && r.Paper != nil {
		f.RecordedBy, err = o.nameOf(ctx, r.Org, r.Paper.By)
	}
	return f, err
}

func (o *Office) file(ctx context.Context, r Request) (File, error) {
	zone, err := o.zone(ctx, r.Org)
	if err != nil {
		return File{}, err
	}
	a, several, err := o.at(ctx, r.Org, r.User.Email)
	if err != nil {
		return File{}, err
	}
	var known Known
	if a.ID != "" {
		same, err := o.sameHolder(ctx, a, r.User)
		if err != nil {
			return File{}, err
		}
		known = Known{Taken: several || !same, Closed: !a.Usable()}
	}
	if several || known.Taken {
		a = identity.Account{}
	}
	return File{Request: r, Reasons: o.Catalogue.Reasons(r, known, zone), Account: a}, nil
}

// Record records a form that came on paper or scanned (A5), under an identifier that the
// page drew. What is wrong with its fields is hours.FieldErrors; what has it refused is
// for the decision.
func (o *Office) Record(ctx context.Context, actor identity.Actor, id string, e Entry, paper Paper, user, authoriser *Signature) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRequestRecord, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := staff(actor); err != nil {
		return Request{}, err
	}
	if !identity.WellFormed(id) {
		return Request{}, ErrNotFound
	}
	zone, err := o.zone(ctx, actor.Org)
	if err != nil {
		return Request{}, err
	}
	paper.By = actor.Account
	return o.Store.ChangeRequest(ctx, actor.Org, id, func(r Request) (Request, []identity.Message, error) {
		if r.Paper != nil && r.Paper.By == actor.Account {
			return r, nil, nil
		}
		r, err := r.Record(e, paper, user, authoriser, now)
		if errors.Is(err, ErrStep) || errors.Is(err, ErrEnded) {
			return r, nil, ErrNotFound
		}
		if err != nil {
			return r, nil, err
		}
		wrong := append(o.Catalogue.Missing(r), paperWrong(r, now, zone)...)
		if len(wrong) > 0 {
			return r, nil, wrong
		}
		return r, nil, nil
	})
}

// paperWrong returns what cannot be of a form on paper.
func paperWrong(r Request, now time.Time, zone *time.Location) hours.FieldErrors {
	var wrong hours.FieldErrors
	add := func(bad bool, field string, err error) {
		if bad {
			wrong = append(wrong, hours.FieldError{Field: field, Err: err})
		}
	}
	today := cycle.DateOf(now, zone)
	add(r.Paper.Received.IsZero() || r.Paper.Received.After(today), "received", hours.ErrFuture)
	add(r.Paper.Edition.IsZero() || r.Paper.Edition.After(today), "edition", hours.ErrFuture)
	add(r.Paper.Forms < 1, "forms", hours.ErrMissing)
	for _, s := range []struct {
		by    *Signature
		field string
	}{{r.UserSigned, "userSigned"}, {r.AuthoriserSigned, "authoriserSigned"}} {
		if s.by == nil {
			continue
		}
		add(hours.Tidy(s.by.Name) == "", s.field+"Name", hours.ErrMissing)
		add(len([]rune(s.by.Name)) > 2*LongestName, s.field+"Name", hours.ErrTooLong)
		add(s.by.On.IsZero() || s.by.On.After(today), s.field, hours.ErrFuture)
	}
	return wrong
}

// Accept accepts a request that nothing has refused, and gives the service to the user's
// account, or to a new one (A8). Accepting again finishes what was begun. The error is
// [ErrReasons] while something has it refused, [ErrStale] when the request has changed
// since version, and [ErrForbidden] for one's own request.
func (o *Office) Accept(ctx context.Context, actor identity.Actor, id string, version int64) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRequestAccept, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	f, err := o.File(ctx, actor, id)
	if err != nil {
		return Request{}, err
	}
	if f.Request.State == Accepted && f.Request.DecidedBy == actor.Account {
		return o.grant(ctx, f.Request, now)
	}
	if f.Own {
		return Request{}, ErrForbidden
	}
	if len(f.Reasons) > 0 {
		return Request{}, ErrReasons
	}
	account, name := f.Account.ID, ""
	if account == "" {
		account = accountID(f.Request.User.Email)
		if name, err = o.drawLogin(f.Request.User); err != nil {
			return Request{}, err
		}
	}
	r, err := o.Store.ChangeRequest(ctx, actor.Org, id, func(r Request) (Request, []identity.Message, error) {
		if r.Version != version {
			return r, nil, ErrStale
		}
		r, err := r.Accept(actor.Account, account, name, now)
		return r, nil, err
	})
	if err != nil {
		return Request{}, err
	}
	return o.grant(ctx, r, now)
}

// Refuse refuses a request with every reason at once: those that rules find, and the
// grounds and the note that staff add. Both are told. The errors are those of
// [Office.Accept], and [ErrNoGround].
func (o *Office) Refuse(ctx context.Context, actor identity.Actor, id string, version int64, grounds []string, note string) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRequestRefuse, Actor: actor.Account, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	f, err := o.File(ctx, actor, id)
	if err != nil {
		return Request{}, err
	}
	if f.Own {
		return Request{}, ErrForbidden
	}
	all, note, err := o.grounds(f, grounds, note)
	if err != nil {
		return Request{}, err
	}
	return o.Store.ChangeRequest(ctx, actor.Org, id, func(r Request) (Request, []identity.Message, error) {
		if r.Version != version {
			return r, nil, ErrStale
		}
		r, err := r.Refuse(actor.Account, all, note, now)
		if err != nil {
			return r, nil, err
		}
		return r, o.refused(r, now), nil
	})
}

// Refusal returns the letters that [Office.Refuse] would write, that to the user first:
// what staff read before they refuse. The errors are the same.
func (o *Office) Refusal(ctx context.Context, actor identity.Actor, id string, grounds []string, note string) ([]identity.Message, error) {
	now := o.now()
	f, err := o.File(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if f.Own {
		return nil, ErrForbidden
	}
	all, note, err := o.grounds(f, grounds, note)
	if err != nil {
		return nil, err
	}
	r, err := f.Request.Refuse(actor.Account, all, note, now)
	if err != nil {
		return nil, err
	}
	return o.refused(r, now), nil
}

// grounds returns every ground of a refusal, and the note: what rules find, and what
// staff add.
func (o *Office) grounds(f File, added []string, note string) ([]string, string, error) {
	var all []string
	for _, reason := range f.Reasons {
		all = append(all, string(reason))
	}
	for _, id := range added {
		g, known := o.Catalogue.Ground(id)
		if !known || g.Found {
			return nil, "", hours.FieldErrors{{Field: "grounds", Err: hours.ErrUnknownChoice}}
		}
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	if note = hours.Tidy(note); len([]rune(note)) > LongestNote {
		return nil, "", hours.FieldErrors{{Field: "note", Err: hours.ErrTooLong}}
	}
	return all, note, nil
}

// refused writes to both why a request is refused.
func (o *Office) refused(r Request, now time.Time) []identity.Message {
	letters := o.both(r, identity.AccessRefused, now, map[string]string{"note": r.Note})
	for i := range letters {
		for _, id := range r.Grounds {
			g, _ := o.Catalogue.Ground(id)
			letters[i].Lines = append(letters[i].Lines, identity.MessageLine{Label: g.Label})
		}
	}
	return letters
}

// concerns reports that the request is the actor's own: nobody decides on theirs.
func concerns(actor identity.Actor, f File) bool {
	return f.Account.ID != "" && f.Account.ID == actor.Account ||
		f.Request.User.is(actor.Name) || f.Request.Authoriser.is(actor.Name)
}

// grant gives the account of an accepted request its service: once, whoever calls it.
func (o *Office) grant(ctx context.Context, r Request, now time.Time) (Request, error) {
	if !r.Granted.IsZero() {
		return r, nil
	}
	password, err := identity.DrawTemporary(o.random())
	if err != nil {
		return Request{}, err
	}
	for tries := 0; ; tries++ {
		_, err = o.Directory.Store.ChangeAccount(ctx, r.Org, r.Account, func(a identity.Account) (identity.Account, []identity.Message, error) {
			if a.GrantedBy(r.ID) {
				return a, nil, errDone
			}
			granted := identity.Grant{Service: r.Service, By: r.ID, Since: now}
			if a.Version > 0 && !a.Usable() {
				// Disabled since the decision: what it was given went with it (I7).
				granted.Revoked = now
				a.Grants = append(a.Grants, granted)
				return a, nil, nil
			}
			if a.Version > 0 {
				a.Grants = append(a.Grants, granted)
				return a, o.granted(r, a, now), nil
			}
			a.Login, a.Name, a.Email, a.Language = r.Login, r.User.Name(), r.User.Email, r.Language
			a.Roles, a.Grants = []identity.Role{identity.RoleUser}, []identity.Grant{granted}
			a.Temporary, a.LastOpened = identity.NewTemporary(password, now), now
			return a, o.handOut(r, password, now), nil
		})
		if !errors.Is(err, identity.ErrStale) || tries == 9 {
			break
		}
		// Another account has the user name: another is drawn, and kept before it is used.
		if r, err = o.rename(ctx, r); err != nil {
			return Request{}, err
		}
	}
	if err != nil && !errors.Is(err, errDone) {
		return Request{}, err
	}
	return o.Store.ChangeRequest(ctx, r.Org, r.ID, func(r Request) (Request, []identity.Message, error) {
		if r.Granted.IsZero() {
			r.Granted = now
		}
		return r, nil, nil
	})
}

// errDone ends a change that was made before.
var errDone = errors.New("access: done before")

func (o *Office) rename(ctx context.Context, r Request) (Request, error) {
	name, err := o.drawLogin(r.User)
	if err != nil {
		return Request{}, err
	}
	return o.Store.ChangeRequest(ctx, r.Org, r.ID, func(r Request) (Request, []identity.Message, error) {
		r.Login = name
		return r, nil, nil
	})
}

// handOut writes the two letters of a new account: the user name to the authoriser, who
// hands it over, and the temporary password to the user (A8). Neither holds the other
// half.
func (o *Office) handOut(r Request, password identity.Secret, now time.Time) []identity.Message {
	service := o.label(r.Service, r.Language)
	name := letter(r.Org, identity.AccessUsername, "access-username-"+r.ID, r.Authoriser.Person, r.Language, now,
		map[string]string{"user": r.User.Name(), "service": service})
	name.Secret = r.Login
	temporary := letter(r.Org, identity.AccessPassword, "access-password-"+r.ID, r.User, r.Language, now,
		map[string]string{"authoriser": r.Authoriser.Name(), "service": service})
	temporary.Secret = password.Reveal()
	return []identity.Message{name, temporary}
}

// granted tells somebody who has an account of another service: no secret is sent.
func (o *Office) granted(r Request, a identity.Account, now time.Time) []identity.Message {
	m := letter(r.Org, identity.AccessGranted, "access-granted-"+r.ID, r.User, r.Language, now,
		map[string]string{"service": o.label(r.Service, r.Language)})
	m.Member = a.Member
	return []identity.Message{m}
}

// Settle finishes what a process left that was killed: accepted requests whose account
// does not have the service yet. It forgets the people of requests that ended without a
// decision, and returns how many it finished.
func (o *Office) Settle(ctx context.Context, org identity.OrganisationID) (int, error) {
	now := o.now()
	waiting, err := o.Store.Waiting(ctx, org, Ungranted)
	if err != nil {
		return 0, err
	}
	for n, r := range waiting {
		if _, err := o.grant(ctx, r, now); err != nil {
			return n, err
		}
	}
	return len(waiting), o.lapse(ctx, org, now)
}

// lapse ends the requests whose time is over, and tells whoever was to sign.
func (o *Office) lapse(ctx context.Context, org identity.OrganisationID, now time.Time) error {
	unsent, err := o.Store.Waiting(ctx, org, Unsent)
	if err != nil {
		return err
	}
	for _, r := range unsent {
		if r.At(now).State != Lapsed {
			continue
		}
		_, err := o.Store.ChangeRequest(ctx, org, r.ID, func(r Request) (Request, []identity.Message, error) {
			asked := r.State == Awaiting
			if r = r.At(now); r.State != Lapsed {
				return r, nil, errDone
			}
			if !asked {
				return r.blank(), nil, nil
			}
			return r, o.ended(r, now), nil
		})
		if err != nil && !errors.Is(err, errDone) {
			return err
		}
	}
	return nil
}

// Account returns an account with what it was granted, and the name of its holder, to
// staff.
func (o *Office) Account(ctx context.Context, actor identity.Actor, account identity.AccountID) (identity.Account, string, error) {
	if err := staff(actor); err != nil {
		return identity.Account{}, "", err
	}
	a, err := o.Directory.Store.Account(ctx, actor.Org, account)
	if errors.Is(err, identity.ErrNotFound) {
		err = ErrNotFound
	}
	if err != nil {
		return identity.Account{}, "", err
	}
	name, err := o.holderName(ctx, a)
	return a, name, err
}

// Revoke takes a service from an account, from its next request on (A10). The error is
// [ErrNotFound] when it does not have it.
func (o *Office) Revoke(ctx context.Context, actor identity.Actor, account identity.AccountID, service, why string) (err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRevoke, Actor: actor.Account, Subject: account}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := staff(actor); err != nil {
		return err
	}
	if why = hours.Tidy(why); why == "" {
		return hours.FieldErrors{{Field: "why", Err: hours.ErrMissing}}
	}
	if actor.Account == account {
		return ErrForbidden
	}
	_, err = o.Directory.Store.ChangeAccount(ctx, actor.Org, account, func(a identity.Account) (identity.Account, []identity.Message, error) {
		if !slices.Contains(a.Services(), service) {
			return a, nil, ErrNotFound
		}
		for i, g := range a.Grants {
			if g.Service == service && g.Active() {
				a.Grants[i].Revoked, a.Grants[i].Why = now, why
			}
		}
		if a.OwnAddress() == "" {
			return a, nil, nil
		}
		m := letter(a.Org, identity.AccessRevoked, "access-revoked-"+string(a.ID)+"-"+strconv.FormatInt(a.Version+1, 10), Person{Email: a.Email}, a.Language, now,
			map[string]string{"name": a.Name, "service": o.label(service, a.Language)})
		return a, []identity.Message{m}, nil
	})
	return err
}
