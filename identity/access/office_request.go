package access

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	// mostUnsent is how many requests one browser may have under way.
	mostUnsent = 20
	// userLetters and authoriserLetters are how many letters a day an address gets of
	// requests that anybody may fill in: one person asks for a few services, and a
	// workplace for many people.
	userLetters       = 8
	authoriserLetters = 40
)

// Begin begins a request under an identifier that the page drew, so that sending the page
// twice begins one. browser is what the browser holds; empty draws it. Anybody may.
func (o *Office) Begin(ctx context.Context, org identity.OrganisationID, browser, id string, e Entry) (string, Request, error) {
	now := o.now()
	if !identity.WellFormed(id) {
		return "", Request{}, ErrNotFound
	}
	if browser == "" {
		drawn, err := identity.DrawToken(o.random())
		if err != nil {
			return "", Request{}, err
		}
		browser = drawn.Reveal()
	}
	mine, err := o.Mine(ctx, org, browser)
	if err != nil {
		return "", Request{}, err
	}
	open := slices.DeleteFunc(mine, func(r Request) bool { return r.State.Ended() || r.ID == id })
	if len(open) >= mostUnsent {
		return "", Request{}, ErrTooMany
	}
	r, err := o.Store.ChangeRequest(ctx, org, id, func(r Request) (Request, []identity.Message, error) {
		if r.State != None && identity.Same(r.Browser, identity.Digest(browser)) {
			return r, nil, nil
		}
		r, err := r.Begin(identity.Digest(browser), e, now)
		if errors.Is(err, ErrStep) || errors.Is(err, ErrEnded) {
			err = ErrNotFound // another browser's
		}
		return r, nil, err
	})
	return browser, r, err
}

// Mine returns the requests that were begun in the browser, the latest first.
func (o *Office) Mine(ctx context.Context, org identity.OrganisationID, browser string) ([]Request, error) {
	all, err := o.Store.Requests(ctx, org)
	if err != nil {
		return nil, err
	}
	now := o.now()
	mine := []Request{}
	for _, r := range all {
		if browser != "" && identity.Same(r.Browser, identity.Digest(browser)) {
			mine = append(mine, r.At(now))
		}
	}
	slices.SortFunc(mine, func(a, b Request) int { return b.Began.Compare(a.Began) })
	return mine, nil
}

// Request returns a request to the browser in which it was begun. The error is
// [ErrNotFound] for any other.
func (o *Office) Request(ctx context.Context, org identity.OrganisationID, browser, id string) (Request, error) {
	r, err := o.Store.Request(ctx, org, id)
	if err != nil {
		return Request{}, err
	}
	if browser == "" || !identity.Same(r.Browser, identity.Digest(browser)) {
		return Request{}, ErrNotFound
	}
	return r.At(o.now()), nil
}

// Enter keeps what was typed, right or wrong.
func (o *Office) Enter(ctx context.Context, org identity.OrganisationID, browser, id string, e Entry) (Request, error) {
	now := o.now()
	return o.own(ctx, org, browser, id, func(r Request) (Request, []identity.Message, error) {
		r, err := r.Enter(e, now)
		return r, nil, err
	})
}

// Submit freezes the request and writes to both for their signatures (A4). One that was
// sent already stays as it is. The error is hours.FieldErrors, or [ErrReasons] for what
// would have it refused.
func (o *Office) Submit(ctx context.Context, org identity.OrganisationID, browser, id string) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: org, At: now, What: EventRequestSubmit, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	toUser, err := identity.DrawToken(o.random())
	if err != nil {
		return Request{}, err
	}
	toAuthoriser, err := identity.DrawToken(o.random())
	if err != nil {
		return Request{}, err
	}
	seen, err := o.Request(ctx, org, browser, id)
	if err != nil {
		return Request{}, err
	}
	if seen.State == Draft {
		// Letters to an address are counted, whoever asks for them.
		if err := o.maySend(ctx, org, seen.User.Email, userLetters, now); err != nil {
			return Request{}, err
		}
		if err := o.maySend(ctx, org, seen.Authoriser.Email, authoriserLetters, now); err != nil {
			return Request{}, err
		}
	}
	return o.own(ctx, org, browser, id, func(r Request) (Request, []identity.Message, error) {
		if r.At(now).State == Awaiting || r.State == Queued {
			return r, nil, nil
		}
		if wrong := o.Catalogue.Missing(r); len(wrong) > 0 {
			return r, nil, wrong
		}
		if len(o.Catalogue.Entered(r)) > 0 {
			return r, nil, ErrReasons
		}
		r, err := r.Submit(o.Catalogue.Statement(r), identity.Digest(toUser.Reveal()), identity.Digest(toAuthoriser.Reveal()), now)
		if err != nil {
			return r, nil, err
		}
		return r, o.askBoth(r, toUser, toAuthoriser, now), nil
	})
}

// askBoth writes to each of the two, with a letter of their own.
func (o *Office) askBoth(r Request, toUser, toAuthoriser identity.Secret, now time.Time) []identity.Message {
	values := map[string]string{"request": r.ID, "user": r.User.Name(), "service": o.label(r.Service, r.Language)}
	user := letter(r.Org, identity.AccessSign, "access-sign-user-"+r.ID, r.User, r.Language, now, values)
	user.Secret = toUser.Reveal()
	authoriser := letter(r.Org, identity.AccessSign, "access-sign-authoriser-"+r.ID, r.Authoriser.Person, r.Language, now, values)
	authoriser.Secret = toAuthoriser.Reveal()
	return []identity.Message{user, authoriser}
}

// Withdraw gives a request up, at the word of whoever filled it in.
func (o *Office) Withdraw(ctx context.Context, org identity.OrganisationID, browser, id string) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: org, At: now, What: EventRequestWithdraw, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	return o.own(ctx, org, browser, id, func(r Request) (Request, []identity.Message, error) {
		if r.State == Withdrawn {
			return r, nil, nil
		}
		asked := r.State == Awaiting
		r, err := r.Withdraw(now)
		if err != nil || !asked {
			return r, nil, err
		}
		return r, o.ended(r, now), nil
	})
}

// own changes a request of the browser.
func (o *Office) own(ctx context.Context, org identity.OrganisationID, browser, id string, do func(Request) (Request, []identity.Message, error)) (Request, error) {
	kept := identity.Digest(browser)
	return o.Store.ChangeRequest(ctx, org, id, func(r Request) (Request, []identity.Message, error) {
		if browser == "" || !identity.Same(r.Browser, kept) {
			return r, nil, ErrNotFound
		}
		return do(r)
	})
}

// maySend counts a letter to an address: the error is [ErrTooMany].
func (o *Office) maySend(ctx context.Context, org identity.OrganisationID, address string, most int, now time.Time) error {
	may := true
	err := o.Directory.Flows.ChangeBudget(ctx, org, identity.Digest("access "+key(address)), func(b identity.Budget) identity.Budget {
		b, may = b.Letter(most, now)
		return b
	})
	if err == nil && !may {
		return ErrTooMany
	}
	return err
}

// Signing is what somebody with a letter sees before they sign.
type Signing struct {
	Request Request
	Party   Party
}

// Signing returns the request that a letter is about, as whoever has the letter. The
// error is [ErrNotFound] for any other secret, and once signatures are not asked for any
// more.
func (o *Office) Signing(ctx context.Context, org identity.OrganisationID, id, secret string) (Signing, error) {
	r, err := o.Store.Request(ctx, org, id)
	if err != nil {
		return Signing{}, err
	}
	r = r.At(o.now())
	p, err := r.Party(identity.Digest(secret))
	return Signing{r, p}, err
}

// Sign signs for whoever has the letter (A4, A13). Signing again changes nothing, even
// once both have and the letters are spent: a page sent twice is answered twice. The error is [ErrSigner] for another person's name, and [ErrAgree] without the commitments.
func (o *Office) Sign(ctx context.Context, org identity.OrganisationID, id, secret, name string, agreed bool) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: org, At: now, What: EventRequestSign, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	if hours.Tidy(name) == "" {
		return Request{}, hours.FieldErrors{{Field: "name", Err: hours.ErrMissing}}
	}
	if !agreed {
		return Request{}, ErrAgree
	}
	link := identity.Digest(secret)
	r, err := o.Store.ChangeRequest(ctx, org, id, func(r Request) (Request, []identity.Message, error) {
		r = r.At(now)
		if p := r.bearer(link); p != "" && r.Signed(p) != nil {
			return r, nil, errDone
		}
		p, err := r.Party(link)
		if err != nil {
			return r, nil, err
		}
		r, err = r.Sign(p, name, now)
		return r, nil, err
	})
	if errors.Is(err, errDone) {
		return o.Store.Request(ctx, org, id)
	}
	return r, err
}

// Decline says no for whoever has the letter: they did not ask, or do not agree. The
// other is told.
func (o *Office) Decline(ctx context.Context, org identity.OrganisationID, id, secret string) (_ Request, err error) {
	now := o.now()
	noted := identity.Event{Org: org, At: now, What: EventRequestDecline, Flow: id}
	defer func() { o.note(ctx, &noted, &err) }()
	return o.bySecret(ctx, org, id, secret, now, func(r Request, _ Party) (Request, []identity.Message, error) {
		r, err := r.Decline(now)
		if err != nil {
			return r, nil, err
		}
		return r, o.ended(r, now), nil
	})
}

func (o *Office) bySecret(ctx context.Context, org identity.OrganisationID, id, secret string, now time.Time, do func(Request, Party) (Request, []identity.Message, error)) (Request, error) {
	link := identity.Digest(secret)
	return o.Store.ChangeRequest(ctx, org, id, func(r Request) (Request, []identity.Message, error) {
		p, err := r.At(now).Party(link)
		if err != nil {
			return r, nil, err
		}
		return do(r, p)
	})
}

// ended tells both that the request has ended without a decision.
func (o *Office) ended(r Request, now time.Time) []identity.Message {
	return o.both(r, identity.AccessEnded, now, map[string]string{"state": string(r.State)})
}

// both writes the same to both.
func (o *Office) both(r Request, kind identity.MessageKind, now time.Time, values map[string]string) []identity.Message {
	all := map[string]string{"user": r.User.Name(), "service": o.label(r.Service, r.Language)}
	for name, value := range values {
		all[name] = value
	}
	return []identity.Message{
		letter(r.Org, kind, string(kind)+"-user-"+r.ID, r.User, r.Language, now, all),
		letter(r.Org, kind, string(kind)+"-authoriser-"+r.ID, r.Authoriser.Person, r.Language, now, all),
	}
}
