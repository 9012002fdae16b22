package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// Directory is the desk where people sign in and out, link their accounts and change
// their passwords. Store and Hasher are required, and Flows for linking and temporary
// passwords; the other fields may be left at zero.
type Directory struct {
	Store  Store
	Flows  Flows
	Hasher Hasher
	// Key is what codes are kept under, 32 bytes or more, the same wherever the store is
	// used; nil draws one, and codes are then good in this process alone.
	Key []byte
	// Normal is the form in which passwords are counted and hashed, such as Unicode's
	// composed form; nil takes them as they were typed.
	Normal func(string) string
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// Random is where tokens come from; nil is crypto/rand.
	Random io.Reader
	// Passkeys speaks with the browsers that have some; nil offers none, and opens nothing
	// with those that accounts have.
	Passkeys Passkeys
	// BlockList is asked about passwords that are set; nil asks nobody.
	BlockList BlockList
	// Trail is told of every attempt; nil keeps nothing.
	Trail Trail

	decoy sync.Once
	hash  string
	drawn sync.Once
	own   []byte
	ownOf error
}

// Precision is what instants are truncated to before they are stored, so that
// what a desk returns equals what the next read returns.
const Precision = time.Microsecond

// longestLogin is the greatest length of a login, in bytes: that of an e-mail
// address (RFC 5321). It bounds what is kept of attempts at logins that nobody
// has.
const longestLogin = 254

// SignIn opens a session and returns its token, to be kept by the person's
// browser alone, with who they are (requirement P1). The error is [ErrSignIn]
// when the login and password do not open an account, whichever is wrong, and
// [ErrThrottled] while the account must wait. A temporary password opens a session once,
// in which nothing is done but [Directory.ChangePassword] (P2). The error is
// [ErrNotLinked] when the password is right and the account has not been linked since
// the cut-over (L1): nobody else learns of it. Where a second factor is on, the error is
// [ErrSecondFactor], and the token that of a session which opens nothing until
// [Directory.ShowFactor].
func (d *Directory) SignIn(ctx context.Context, org OrganisationID, login, password string) (token string, actor Actor, err error) {
	in, err := d.signIn(ctx, org, login, password, nil)
	return in.Token, in.Actor, err
}

// SignedIn is a session that was opened: its token and the device's, to be kept by the
// person's browser alone, and who they are.
type SignedIn struct {
	Token, Device string
	Actor         Actor
}

// SignInFrom signs in as [Directory.SignIn] does, from a browser, which the session
// shows and the account remembers: its holder has a letter when it was never signed in
// to from there before, save the very first time. That letter takes everything back
// ([Directory.DisownSignIn]).
func (d *Directory) SignInFrom(ctx context.Context, org OrganisationID, login, password string, from Arrival) (SignedIn, error) {
	return d.signIn(ctx, org, login, password, &from)
}

func (d *Directory) signIn(ctx context.Context, org OrganisationID, login, password string, from *Arrival) (in SignedIn, err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventSignIn}
	defer func() { d.note(ctx, e, err) }()
	login = NormalLogin(login)
	if len(login) > longestLogin {
		return SignedIn{}, d.pretend(password)
	}
	account, err := d.found(ctx, org, login)
	if err != nil {
		return SignedIn{}, err
	}
	if e.Subject = account.ID; account.State.Shut() {
		e.Reason = ReasonShut
	}
	account = account.used()
	// Wrong passwords are counted by the name that was typed, login or address: counted
	// together, they would tell whoever gives both that they are one person's.
	// A temporary password is let in whoever guesses: nobody keeps its owner out.
	opens := account.Temporary.Opens(password, now)
	if err := d.count(ctx, org, login, now); err != nil && (!opens || !errors.Is(err, ErrThrottled)) {
		return SignedIn{}, err
	}
	temporary, err := d.verify(account, password, now)
	if err != nil {
		return SignedIn{}, err
	}
	if temporary {
		e.What = EventTemporaryUsed
	}
	if err := d.forgive(ctx, account); err != nil {
		return SignedIn{}, err
	}
	var renewed func(Account) Account
	owes := account.owes(temporary)
	if !temporary {
		if err := d.linked(ctx, account); err != nil {
			return SignedIn{}, err
		}
		if renewed, err = d.renewed(ctx, account, password, now); err != nil {
			return SignedIn{}, err
		}
	}
	actor, err := d.actor(ctx, account)
	if err != nil {
		return SignedIn{}, err
	}
	token, err := d.token(org)
	if err != nil {
		return SignedIn{}, err
	}
	arrived, err := d.arrive(ctx, account, from, now)
	if err != nil {
		return SignedIn{}, err
	}
	account, err = d.Store.ChangeAccount(ctx, org, account.ID, func(a Account) (Account, []Message, error) {
		switch {
		case a.Epoch != account.Epoch, temporary && !a.Temporary.Opens(password, now):
			return a, nil, ErrSignIn // changed, or used, meanwhile
		case temporary:
			a.Temporary.Used = now
		default:
			a = renewed(a)
			if owes == OwesNothing {
				a.LastOpened = now
			}
		}
		a, messages := arrived.at(a)
		return a, messages, nil
	})
	if err != nil {
		return SignedIn{}, err
	}
	session := Session{
		Org: org, Digest: digest(token), Account: account.ID, Opened: now, Seen: now, Epoch: account.Epoch, Owes: owes,
		Browser: arrived.browser,
	}
	if err := d.Store.PutSession(ctx, session); err != nil {
		return SignedIn{}, err
	}
	if owes == OwesFactor {
		return SignedIn{Token: token, Device: arrived.device}, ErrSecondFactor
	}
	if e.Actor = account.ID; arrived.fresh {
		e.Reason = ReasonNewBrowser
	}
	return SignedIn{Token: token, Device: arrived.device, Actor: actor}, nil
}

// linked is nil for an account that signs in as usual (requirement L1), and else
// [ErrNotLinked].
func (d *Directory) linked(ctx context.Context, account Account) error {
	organisation, err := d.Store.Organisation(ctx, account.Org)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	cut, err := organisation.CutOver()
	if err == nil && !cut.Linked(account) {
		err = ErrNotLinked
	}
	return err
}

// forgive forgets the wrong passwords of an account, under both its names.
func (d *Directory) forgive(ctx context.Context, account Account) error {
	whose := holder{account: account}
	if account.Member != "" {
		var err error
		whose.member, err = d.Store.Member(ctx, account.Org, account.Member)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	for _, name := range []string{account.Login, NormalAddress(whose.email())} {
		err := d.Store.ChangeThrottle(ctx, account.Org, name, func(t Throttle) Throttle {
			t.Failures = 0
			return t
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// count counts an attempt as a failure before its password is looked at, in the
// same change as the check that it may be made: guesses that race each other get
// no more of them than guesses in a row. The right password clears the count. The
// error is [ErrThrottled] while the login must wait.
func (d *Directory) count(ctx context.Context, org OrganisationID, login string, now time.Time) error {
	var allowed bool
	err := d.Store.ChangeThrottle(ctx, org, login, func(t Throttle) Throttle {
		if allowed = t.May(now); allowed {
			t = t.Failed(now)
		}
		return t
	})
	if err == nil && !allowed {
		return ErrThrottled
	}
	return err
}

// account returns the account of a login or of an address, as [Directory.found] does;
// one that is disabled or closed is nobody's, as outside.
func (d *Directory) account(ctx context.Context, org OrganisationID, typed string) (Account, error) {
	account, err := d.found(ctx, org, typed)
	return account.used(), err
}

// found returns the account of a login, or of the correspondence address of its holder
// alone (requirement L1), whatever its state; the zero Account when there is none. Both
// are looked for, whichever was typed.
func (d *Directory) found(ctx context.Context, org OrganisationID, typed string) (Account, error) {
	byAddress, err := d.Store.AccountsAt(ctx, org, typed)
	if err != nil {
		return Account{}, err
	}
	account, err := d.Store.AccountByLogin(ctx, org, typed)
	if errors.Is(err, ErrNotFound) {
		return only(byAddress), nil
	}
	return account, err
}

// only returns the account that an address belongs to; the zero Account when several do,
// even while some of them are disabled: what is sent there is not for one person alone
// (A7). Those that are closed have no address any more.
func only(accounts []Account) Account {
	accounts = slices.DeleteFunc(slices.Clone(accounts), func(a Account) bool { return a.State == AccountClosed })
	if len(accounts) != 1 {
		return Account{}
	}
	return accounts[0]
}

// verify is nil when the password opens the account, and reports whether it is the
// temporary one. The error is [ErrSignIn] when it does not, and for the zero Account.
func (d *Directory) verify(account Account, password string, now time.Time) (temporary bool, err error) {
	d.prepare() // whoever is first pays for it, known or not
	temporary = account.Temporary.Opens(password, now)
	if account.Hash == "" { // nobody's, or without a password yet
		if err := d.pretend(password); !temporary {
			return false, err
		}
		return true, nil
	}
	right, err := d.Hasher.Verify(d.normal(password), account.Hash)
	if err != nil {
		return false, err
	}
	if !right && !temporary {
		return false, ErrSignIn
	}
	return !right, nil
}

// Who returns the person whose session the token opens, or [ErrNoSession]. Asking
// keeps the session open. The error is [ErrMustChange] for a session that was opened
// with a temporary password: it is nobody's anywhere but at [Directory.ChangePassword].
// It is [ErrSecondFactor] while the second factor has not been shown, at
// [Directory.ShowFactor]; [ErrMustReplace] of an account whose password was found on a
// list of breached ones since it was set, which is changed in the same way; and
// [ErrMustAnswer] where a mandate has questions asked and the account has no answers yet:
// nothing is done but [Directory.SetAnswers] (A9).
func (d *Directory) Who(ctx context.Context, token string) (Actor, error) {
	now := d.now()
	session, account, err := d.session(ctx, token, now)
	if err != nil {
		return Actor{}, err
	}
	if session.Owes == OwesPassword {
		return Actor{}, ErrMustChange
	}
	if account.Breach == BreachListed {
		return Actor{}, ErrMustReplace
	}
	if err := d.mustAnswer(ctx, account, now); err != nil {
		return Actor{}, err
	}
	actor, err := d.actor(ctx, account)
	if errors.Is(err, ErrNotFound) {
		return Actor{}, ErrNoSession // the account's member is no longer known
	}
	return actor, err
}

// session returns the open session of the token and its account, or [ErrNoSession]. It
// keeps the session open. One that waits for the second factor is [ErrSecondFactor],
// whatever it is asked for.
func (d *Directory) session(ctx context.Context, token string, now time.Time) (Session, Account, error) {
	session, account, err := d.anySession(ctx, token, now)
	if err == nil && session.Owes == OwesFactor {
		return Session{}, Account{}, ErrSecondFactor
	}
	return session, account, err
}

// anySession is [Directory.session], of one that waits for the second factor too.
func (d *Directory) anySession(ctx context.Context, token string, now time.Time) (Session, Account, error) {
	org, err := organisationOf(token)
	if err != nil {
		return Session{}, Account{}, ErrNoSession
	}
	session, err := d.Store.Session(ctx, org, digest(token))
	if errors.Is(err, ErrNotFound) {
		return Session{}, Account{}, ErrNoSession
	}
	if err != nil {
		return Session{}, Account{}, err
	}
	if !session.Live(now) {
		return Session{}, Account{}, errors.Join(ErrNoSession, d.over(ctx, session, session.over(now), now))
	}
	// A write for every page read would be a waste: once a minute is enough to
	// know that somebody is there.
	if now.Sub(session.Seen) >= time.Minute {
		session.Seen = now
		err := d.Store.KeepSession(ctx, session)
		if errors.Is(err, ErrNotFound) {
			return Session{}, Account{}, ErrNoSession // signed out meanwhile
		}
		if err != nil {
			return Session{}, Account{}, err
		}
	}
	account, err := d.Store.Account(ctx, org, session.Account)
	if errors.Is(err, ErrNotFound) {
		return Session{}, Account{}, ErrNoSession
	}
	if err == nil && (session.Epoch != account.Epoch || account.State.Shut()) {
		err = errors.Join(ErrNoSession, d.over(ctx, session, ReasonEpoch, now))
	}
	if err != nil {
		return Session{}, Account{}, err
	}
	return session, account, nil
}

// SignOut ends the session of the token. Ending one that is not open is no error.
func (d *Directory) SignOut(ctx context.Context, token string) (err error) {
	org, none := organisationOf(token)
	if none != nil {
		return nil
	}
	e := Event{Org: org, What: EventSignOut}
	defer func() { d.note(ctx, e, err) }()
	session, err := d.Store.Session(ctx, org, digest(token))
	if errors.Is(err, ErrNotFound) {
		e.Reason = ReasonNobody
		return nil
	}
	e.Actor, e.Subject = session.Account, session.Account
	return errors.Join(err, d.Store.DeleteSession(ctx, org, digest(token)))
}

// over forgets a session that has ended.
func (d *Directory) over(ctx context.Context, s Session, why Reason, now time.Time) error {
	err := d.Store.DeleteSession(ctx, s.Org, s.Digest)
	d.note(ctx, Event{Org: s.Org, At: now, Subject: s.Account, What: EventSessionOver, Reason: why}, err)
	return err
}

// Organisation returns the organisation of the actor, or of a page that nobody
// has signed in to.
func (d *Directory) Organisation(ctx context.Context, org OrganisationID) (Organisation, error) {
	return d.Store.Organisation(ctx, org)
}

// Member returns a member that the actor may know of, or [ErrNotFound].
func (d *Directory) Member(ctx context.Context, actor Actor, member MemberID) (Member, error) {
	if err := actor.Check(Read, actor.Org, member); err != nil {
		return Member{}, err
	}
	return d.Store.Member(ctx, actor.Org, member)
}

// Members returns the members whose files the actor may open, in the order of
// [SortMembers]: everyone for staff, oneself for a member. For a role that opens
// no file the error is [ErrForbidden].
func (d *Directory) Members(ctx context.Context, actor Actor) ([]Member, error) {
	if !actor.May(List, actor.Org, "") {
		if actor.Member == "" || !actor.May(Read, actor.Org, actor.Member) {
			return nil, ErrForbidden
		}
		own, err := d.Member(ctx, actor, actor.Member)
		if err != nil {
			return nil, err
		}
		return []Member{own}, nil
	}
	all, err := d.Store.Members(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(m Member) bool { return !actor.May(Read, m.Org, m.ID) }), nil
}

// actor adds to the account what the roll knows of its holder. A learner need not be on
// it: the account then has the name.
func (d *Directory) actor(ctx context.Context, account Account) (Actor, error) {
	actor := account.Actor()
	if account.Member == "" {
		return actor, nil
	}
	member, err := d.Store.Member(ctx, account.Org, account.Member)
	switch {
	case errors.Is(err, ErrNotFound) && actor.Is(RoleLearner):
		return actor, nil
	case err != nil:
		return Actor{}, err
	}
	actor.Name, actor.Language = member.Name(), member.Language
	return actor, nil
}

func (d *Directory) now() time.Time {
	if d.Now == nil {
		return time.Now().UTC().Truncate(Precision)
	}
	return d.Now().UTC().Truncate(Precision)
}

// pretend does for a login that nobody has the work that it would do for one that
// somebody has, so that the time taken does not tell which logins exist. It
// returns [ErrSignIn].
func (d *Directory) pretend(password string) error {
	d.prepare()
	_, _ = d.Hasher.Verify(password, d.hash)
	return ErrSignIn
}

// prepare makes the hash that [Directory.pretend] works on, once.
func (d *Directory) prepare() {
	d.decoy.Do(func() { d.hash, _ = d.Hasher.Hash("no account has this password") })
}

// token returns the organisation, a full stop and 32 random bytes.
func (d *Directory) token(org OrganisationID) (string, error) {
	secret, err := DrawToken(d.random())
	if err != nil {
		return "", err
	}
	return string(org) + "." + secret.Reveal(), nil
}

func (d *Directory) random() io.Reader {
	if d.Random == nil {
		return rand.Reader
	}
	return d.Random
}

// key returns what codes are kept under.
func (d *Directory) key() ([]byte, error) {
	if d.Key != nil {
		return d.Key, nil
	}
	d.drawn.Do(func() {
		d.own = make([]byte, 32)
		_, d.ownOf = io.ReadFull(d.random(), d.own)
	})
	return d.own, d.ownOf
}

// normal returns a password in the form in which it is counted and hashed.
func (d *Directory) normal(password string) string {
	if d.Normal == nil {
		return password
	}
	return d.Normal(password)
}

func organisationOf(token string) (OrganisationID, error) {
	org, _, _ := strings.Cut(token, ".")
	return ParseOrganisationID(org)
}

// Digest returns what is kept of a secret that was drawn long enough to need no slow
// hash: its SHA-256, in hexadecimal.
func Digest(secret string) string { return digest(secret) }

// Same compares two digests in a time that does not tell where they differ.
func Same(a, b string) bool { return same(a, b) }

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
