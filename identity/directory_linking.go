package identity

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// StartLinking begins a flow with the address that somebody says is theirs, in the
// form of [ParseAddress], and returns what ties it to their browser (requirement L3).
// Whether anybody has the address plays no part.
func (d *Directory) StartLinking(ctx context.Context, org OrganisationID, address string) (browser string, err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventFlowStart}
	defer func() { d.note(ctx, e, err) }()
	if address, err = ParseAddress(address); err != nil {
		return "", err
	}
	if browser, err = d.token(org); err != nil {
		return "", err
	}
	f, err := d.Flows.ChangeFlow(ctx, org, digest(browser), func(f Flow) (Flow, []Message, error) {
		f, err := f.Start(address, now)
		return f, nil, err
	})
	e.Flow = f.Short()
	return browser, err
}

// Linking returns the flow of a browser as it stands now, or [ErrFlowEnded].
func (d *Directory) Linking(ctx context.Context, org OrganisationID, browser string) (Flow, error) {
	f, err := d.Flows.Flow(ctx, org, digest(browser))
	if errors.Is(err, ErrNotFound) {
		return Flow{}, ErrFlowEnded
	}
	return f.At(d.now()), err
}

// SendCode sends a code, the first or another, to the address of the flow (L4, L5). The
// answer is the same, and the work too, whether the address is anybody's or not, and
// whether a letter may leave or not; the letter alone differs.
func (d *Directory) SendCode(ctx context.Context, org OrganisationID, browser string) (err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventCodeAsked}
	defer func() { d.note(ctx, e, err) }()
	seen, err := d.Linking(ctx, org, browser)
	if err != nil {
		return err
	}
	e.Flow = seen.Short()
	if _, err := seen.State.Next(FlowSend); err != nil {
		return d.halt(ctx, org, browser, &e, err)
	}
	may, err := d.maySend(ctx, org, seen.Address, now)
	if err != nil {
		return err
	}
	whose, err := d.whose(ctx, org, seen.Address)
	if err != nil {
		return err
	}
	code, err := DrawCode(d.random())
	if err != nil {
		return err
	}
	key, err := d.key()
	if err != nil {
		return err
	}
	switch {
	case !whose.known():
		e.Reason = ReasonNobody
	case !may:
		e.Reason = ReasonHeld
	}
	return d.step(ctx, org, browser, &e, func(f Flow) (Flow, []Message, error) {
		if f.Address != seen.Address {
			return f, nil, ErrFlowStep // changed in another window meanwhile
		}
		s := Sending{Account: whose.account.ID, Epoch: whose.account.Epoch, Seal: f.Seal(key, code.Reveal()), Held: !may}
		f, err := f.Send(s, now)
		if err != nil || !may || !whose.known() {
			return f, nil, err
		}
		m := whose.letter(LinkingCode, fmt.Sprintf("code-%.24s-%d", f.ID, f.Sends), now)
		m.Member, m.Secret, m.Values["flow"] = "", code.Reveal(), f.ID
		return f, []Message{m}, nil
	})
}

// VerifyCode looks at the code that was typed, and returns the ticket for the browser
// that had the right one (L5). The error is [ErrCode] for any other.
func (d *Directory) VerifyCode(ctx context.Context, org OrganisationID, browser, typed string) (ticket string, err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventCodeTried}
	defer func() { d.note(ctx, e, err) }()
	f, err := d.Linking(ctx, org, browser)
	if err != nil {
		return "", err
	}
	e.Flow, e.Subject = f.Short(), f.Account
	key, err := d.key()
	if err != nil {
		return "", err
	}
	drawn, err := DrawToken(d.random())
	if err != nil {
		return "", err
	}
	// The account is read for nobody too: the work is the same.
	account, err := d.Store.Account(ctx, org, f.Account)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return "", err
	}
	t := Trial{Typed: typed, Key: key, Ticket: digest(drawn.Reveal()), Void: account.State.Shut() || account.Epoch != f.Epoch}
	if f.State == FlowSent {
		may, err := d.mayTry(ctx, org, f.Address, now)
		if err != nil {
			return "", err
		}
		spray, err := d.Flows.Spray(ctx, org)
		if err != nil {
			return "", err
		}
		t.Held, t.Alarm = !may, spray.Alarm(now)
	}
	err = d.step(ctx, org, browser, &e, func(f Flow) (Flow, []Message, error) {
		f, err := f.Verify(t, now)
		switch {
		case f.State == FlowDead:
			e.Reason = ReasonDead
		case t.Held:
			e.Reason = ReasonHeld
		}
		return f, nil, err
	})
	switch {
	case err == nil:
		return drawn.Reveal(), d.Flows.ChangeBudget(ctx, org, digest(f.Address), Budget.Right)
	case errors.Is(err, ErrCode) && f.State == FlowSent:
		if missed := d.Flows.ChangeSpray(ctx, org, func(s Spray) Spray { return s.Missed(now) }); missed != nil {
			return "", missed
		}
	}
	return "", err
}

// ChangeAddress types another address, or the same again, in the place of that of the
// flow (L6). What was verified is void. The address on file is not changed.
func (d *Directory) ChangeAddress(ctx context.Context, org OrganisationID, browser, address string) (err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventFlowRetype}
	defer func() { d.note(ctx, e, err) }()
	if address, err = ParseAddress(address); err != nil {
		return err
	}
	return d.step(ctx, org, browser, &e, func(f Flow) (Flow, []Message, error) {
		f, err := f.Retype(address, now)
		return f, nil, err
	})
}

// ContinueLinking goes on from the verified address to the password (L6).
func (d *Directory) ContinueLinking(ctx context.Context, org OrganisationID, browser string) (err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventFlowContinue}
	defer func() { d.note(ctx, e, err) }()
	return d.step(ctx, org, browser, &e, func(f Flow) (Flow, []Message, error) {
		f, err := f.Continue(now)
		return f, nil, err
	})
}

// CancelLinking gives the flow up, at any step (L6). Nothing was changed.
func (d *Directory) CancelLinking(ctx context.Context, org OrganisationID, browser string) (err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventFlowCancel}
	defer func() { d.note(ctx, e, err) }()
	return d.step(ctx, org, browser, &e, func(f Flow) (Flow, []Message, error) {
		f, err := f.Cancel(now)
		return f, nil, err
	})
}

// DisownLinking ends a flow at the word of whoever has the letter with its code: "this
// was not me". It opens nothing. The error is [ErrNotFound] when there is no such flow.
func (d *Directory) DisownLinking(ctx context.Context, org OrganisationID, flow string) (err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventFlowDisown}
	defer func() { d.note(ctx, e, err) }()
	var before FlowState
	f, err := d.Flows.ChangeFlow(ctx, org, flow, func(f Flow) (Flow, []Message, error) {
		if f.State == FlowNone {
			return f, nil, ErrNotFound
		}
		e.Flow, e.Subject, before = f.Short(), f.Account, f.State
		f, err := f.Disown(now)
		if errors.Is(err, ErrFlowEnded) {
			err = nil // it is what was asked for
		}
		return f, nil, err
	})
	if err == nil {
		d.expired(ctx, before, f, now)
	}
	return err
}

// SetPassword sets the password at the end of a flow (L7). Every session of the account
// ends, and none is opened: the person signs in with the new password (L8). The
// password, the ticket that is used up, the end of the sessions and the letter that says
// so are one change of the account. The error is [ErrFlowEnded] without the right
// ticket, [ErrAnswer] before the question of the account is answered
// ([Directory.AnswerLinking]), that of [PasswordPolicy.Check], [ErrPasswordSame] or
// [ErrPasswordBreached].
func (d *Directory) SetPassword(ctx context.Context, org OrganisationID, browser, ticket, password string) (err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventPasswordSet}
	defer func() { d.note(ctx, e, err) }()
	f, err := d.Linking(ctx, org, browser)
	if err != nil {
		return err
	}
	e.Flow, e.Subject = f.Short(), f.Account
	if err := f.MaySet(ticket, now); err != nil {
		return d.halt(ctx, org, browser, &e, err)
	}
	recovery, err := d.recovery(ctx, org)
	if err != nil {
		return err
	}
	set := func(a Account) error {
		switch {
		case a.Epoch != f.Epoch:
			return ErrFlowEnded // the ticket was used, or the account has changed since
		case recovery.asks(a, f.Answered):
			return ErrAnswer
		}
		return nil
	}
	if err := d.setPassword(ctx, org, f.Account, password, now, set); err != nil {
		return err
	}
	// The account's epoch makes the flow worthless whether or not it is closed here.
	err = d.step(ctx, org, browser, &e, func(f Flow) (Flow, []Message, error) {
		f, err := f.Set(now)
		return f, nil, err
	})
	if errors.Is(err, ErrFlowEnded) || errors.Is(err, ErrFlowStep) {
		err = nil
	}
	return errors.Join(err, d.Flows.ChangeBudget(ctx, org, digest(f.Address), Budget.Right))
}

// ForgetFlows forgets the addresses of the flows of an organisation that have ended,
// and ends those whose time is over. It returns how many were forgotten.
func (d *Directory) ForgetFlows(ctx context.Context, org OrganisationID) (forgotten int, err error) {
	now := d.now()
	defer func() {
		if forgotten > 0 || err != nil {
			d.note(ctx, Event{Org: org, At: now, What: EventFlowForget}, err)
		}
	}()
	all, err := d.Flows.Remembered(ctx, org)
	if err != nil {
		return 0, err
	}
	for _, f := range all {
		if f.Forgotten(now).Address != "" {
			continue
		}
		var before FlowState
		f, err := d.Flows.ChangeFlow(ctx, org, f.ID, func(f Flow) (Flow, []Message, error) {
			before = f.State
			return f.Forgotten(now), nil, nil
		})
		if err != nil {
			return forgotten, err
		}
		d.expired(ctx, before, f, now)
		forgotten++
	}
	return forgotten, nil
}

// step changes the flow of a browser and keeps what it has become, whether or not do
// has an error: a wrong code is counted. The event learns whose flow it is. The error is
// do's, or [ErrFlowEnded] when the browser has no flow.
func (d *Directory) step(ctx context.Context, org OrganisationID, browser string, e *Event, do func(Flow) (Flow, []Message, error)) error {
	var answer error
	var before FlowState
	f, err := d.Flows.ChangeFlow(ctx, org, digest(browser), func(f Flow) (Flow, []Message, error) {
		if f.State == FlowNone {
			return f, nil, ErrFlowEnded
		}
		var messages []Message
		before = f.State
		f, messages, answer = do(f)
		return f, messages, nil
	})
	if err != nil {
		return err
	}
	if e.Flow = f.Short(); f.Account != "" {
		e.Subject = f.Account
	}
	d.expired(ctx, before, f, e.At)
	return answer
}

// halt keeps the flow of a browser as time has left it, and returns why it goes no
// further: what has run out stays so, even when the clock is set back afterwards.
func (d *Directory) halt(ctx context.Context, org OrganisationID, browser string, e *Event, why error) error {
	return d.step(ctx, org, browser, e, func(f Flow) (Flow, []Message, error) { return f.At(e.At), nil, why })
}

// expired notes a flow whose time was found to be over.
func (d *Directory) expired(ctx context.Context, before FlowState, f Flow, now time.Time) {
	if f.State == FlowExpired && before != FlowExpired {
		d.note(ctx, Event{Org: f.Org, At: now, Subject: f.Account, Flow: f.Short(), What: EventFlowExpire}, nil)
	}
}

// maySend counts a letter to an address, and reports whether it may leave.
func (d *Directory) maySend(ctx context.Context, org OrganisationID, address string, now time.Time) (may bool, err error) {
	err = d.Flows.ChangeBudget(ctx, org, digest(address), func(b Budget) Budget {
		b, may = b.Send(now)
		return b
	})
	return may, err
}

// mayTry counts a code as wrong before it is looked at, and reports whether it may be.
func (d *Directory) mayTry(ctx context.Context, org OrganisationID, address string, now time.Time) (may bool, err error) {
	err = d.Flows.ChangeBudget(ctx, org, digest(address), func(b Budget) Budget {
		b, may = b.Try(now)
		return b
	})
	return may, err
}

// holder is whose an address is: an account and its member, if it has one; nobody when
// it is zero.
type holder struct {
	account Account
	member  Member
}

func (h holder) known() bool { return h.account.ID != "" }

// email, name and language are the roll's of a member, and else the account's.
func (h holder) email() string {
	if h.account.Member == "" {
		return h.account.Email
	}
	return h.member.Email
}

func (h holder) name() string {
	if h.account.Member == "" {
		return h.account.Name
	}
	return h.member.Name()
}

func (h holder) language() Language {
	if h.account.Member == "" {
		return h.account.Language
	}
	return h.member.Language
}

// whose returns the holder of an address on file. One that several accounts have is
// nobody's: what is sent there is not for one person alone (A7).
func (d *Directory) whose(ctx context.Context, org OrganisationID, address string) (holder, error) {
	accounts, err := d.Store.AccountsAt(ctx, org, address)
	if err != nil {
		return holder{}, err
	}
	var h holder
	h.account = only(accounts).used()
	// The roll is read for nobody too: the work is the same.
	h.member, err = d.Store.Member(ctx, org, h.account.Member)
	if errors.Is(err, ErrNotFound) {
		if h.account.Member == "" {
			return h, nil
		}
		return holder{}, nil
	}
	return h, err
}

// letter returns a message to the address on file.
func (h holder) letter(kind MessageKind, id string, now time.Time) Message {
	return Message{
		Org: h.account.Org, Member: h.account.Member, ID: id, Kind: kind, To: h.email(), Language: h.language(),
		Values: map[string]string{"name": h.name()}, Written: now,
	}
}

// Seal returns what is kept of a code that is short enough to be guessed: its digest
// under [Directory.Key], with what it is for, so that it is right nowhere else. The
// error is that of the source of the key.
func (d *Directory) Seal(code string, purpose ...string) (string, error) {
	key, err := d.key()
	if err != nil {
		return "", err
	}
	return sealCode(key, code, purpose...), nil
}
