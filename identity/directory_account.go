package identity

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// AccountCard is what staff see of an account: nothing that opens it, and nothing that
// was drawn for it.
type AccountCard struct {
	Org   OrganisationID
	ID    AccountID
	Login string
	// Name and Address are the roll's of a member, and else the account's. Address is
	// empty when there is none to write to.
	Name, Address string
	Member        MemberID
	Roles         []Role
	State         AccountState
	// History is what staff decided of it, the oldest first.
	History []AccountChange
	// LastOpened is when a session was opened last, and PasswordSet when the account was
	// given its password; the zero time is never, or before this was noted.
	LastOpened, PasswordSet time.Time
	// Factor says that a second factor is on, and Answers that there are answers to
	// questions.
	Factor, Answers bool
	// Sessions counts the open ones. [Directory.Accounts] leaves it at zero.
	Sessions int
}

// May is nil when staff may decide that of the account; the error is [ErrAccountState].
func (c AccountCard) May(e AccountEvent) error {
	if e == AccountFreeFactor && !c.Factor || e == AccountFreeAnswers && !c.Answers {
		return ErrAccountState
	}
	_, err := c.State.Next(e)
	return err
}

// AccountSort orders accounts; the zero value is by name.
type AccountSort string

// The orders.
const (
	AccountsByName   AccountSort = ""
	AccountsByLogin  AccountSort = "login"
	AccountsByOpened AccountSort = "opened"
	AccountsByState  AccountSort = "state"
)

// AccountQuery chooses accounts.
type AccountQuery struct {
	// Text is looked for in names and logins, without regard to case and accents; empty
	// takes them all.
	Text string
	// State takes the accounts in one state alone; nil takes them all.
	State   *AccountState
	Sort    AccountSort
	Reverse bool
}

// Choose returns the accounts of the query, in its order.
func (q AccountQuery) Choose(all []AccountCard) []AccountCard {
	text := string(plain(q.Text))
	var chosen []AccountCard
	for _, c := range all {
		if q.State != nil && c.State != *q.State {
			continue
		}
		if strings.Contains(string(plain(c.Name)), text) || strings.Contains(string(plain(c.Login)), text) {
			chosen = append(chosen, c)
		}
	}
	name := func(c AccountCard) string { return string(plain(c.Name)) }
	slices.SortFunc(chosen, func(a, b AccountCard) int {
		var first int
		switch q.Sort {
		case AccountsByName:
		case AccountsByLogin:
			first = cmp.Compare(a.Login, b.Login)
		case AccountsByOpened:
			first = a.LastOpened.Compare(b.LastOpened)
		case AccountsByState:
			first = cmp.Compare(a.State, b.State)
		}
		first = cmp.Or(first, cmp.Compare(name(a), name(b)), cmp.Compare(a.ID, b.ID))
		if q.Reverse {
			return -first
		}
		return first
	})
	return chosen
}

// accountsPage is how many accounts are read at a time.
const accountsPage = 500

// Accounts returns the accounts of the organisation that the query chooses, for staff;
// for anybody else the error is [ErrForbidden].
func (d *Directory) Accounts(ctx context.Context, actor Actor, q AccountQuery) ([]AccountCard, error) {
	if !actor.Is(RoleStaff) {
		return nil, ErrForbidden
	}
	members, err := d.Store.Members(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	roll := map[MemberID]Member{}
	for _, m := range members {
		roll[m.ID] = m
	}
	var all []AccountCard
	for after := AccountID(""); ; {
		page, err := d.Store.AccountsAfter(ctx, actor.Org, after, accountsPage)
		if err != nil {
			return nil, err
		}
		for _, a := range page {
			all = append(all, holder{account: a, member: roll[a.Member]}.card())
			after = a.ID
		}
		if len(page) < accountsPage {
			return q.Choose(all), nil
		}
	}
}

// AccountCard returns one account, for staff. The error is [ErrNotFound] for anybody
// else, and when there is none.
func (d *Directory) AccountCard(ctx context.Context, actor Actor, account AccountID) (AccountCard, error) {
	if !actor.Is(RoleStaff) {
		return AccountCard{}, ErrNotFound
	}
	of, err := d.holderNamed(ctx, actor.Org, account)
	if err != nil {
		return AccountCard{}, err
	}
	card := of.card()
	open, err := d.open(ctx, of.account, d.now())
	card.Sessions = len(open)
	return card, err
}

// RuleAccount disables, reinstates or closes an account (A15), or takes from it what its
// holder has lost: staff decide, and nobody about their own. What [Account.Rule] changes,
// and the letter to the holder that says what happened, why, and whom to write to, are
// one change. The holder of an account that stays in use is sent a temporary password
// too; where something was taken from it, the letter undoes that password ("this was not
// me"), and without an address to write to nothing is done ([ErrNoAddress]). The error is
// that of [Actor.MayRule], of [Account.Rule] or of [Ruling.Check].
func (d *Directory) RuleAccount(ctx context.Context, actor Actor, account AccountID, r Ruling) (card AccountCard, err error) {
	now := d.now()
	e := Event{Org: actor.Org, At: now, Actor: actor.Account, What: EventKind("account-" + r.Event)}
	if !slices.Contains(AccountEvents(), r.Event) {
		e.What = EventAccountDisable // what is none of them is refused below
	}
	defer func() { d.note(ctx, e, err) }()
	if err := actor.MayRule(actor.Org, account); err != nil {
		return AccountCard{}, err
	}
	of, err := d.holderNamed(ctx, actor.Org, account)
	if err != nil {
		return AccountCard{}, err
	}
	e.Subject, e.Reason = account, Reason(r.Tidy().Cause)
	password, err := DrawTemporary(d.random())
	if err != nil {
		return AccountCard{}, err
	}
	disown, err := DrawToken(d.random())
	if err != nil {
		return AccountCard{}, err
	}
	of.account, err = d.Store.ChangeAccount(ctx, actor.Org, account, func(a Account) (Account, []Message, error) {
		if a.Version == 0 {
			return a, nil, ErrNotFound
		}
		a, err := a.Rule(r, actor, now)
		told := of.email() != "" && a.Member == of.account.Member
		if err == nil && r.Event.Frees() && !told {
			err = ErrNoAddress
		}
		if err != nil || !told {
			return a, nil, err
		}
		last := a.History[len(a.History)-1]
		m := of.letter(rulingLetters[r.Event], fmt.Sprintf("account-%s-%d", account, a.Epoch), now)
		m.Values["state"], m.Values["words"] = string(last.Cause), last.Words
		if r.Event.Frees() {
			a.Disown, a.DisownUntil = digest(disown.Reveal()), now.Add(disownLife)
			m.Secret, m.Values["account"] = disown.Reveal(), string(account)
		}
		messages := []Message{m}
		if !a.State.Shut() {
			var letter Message
			a, letter = of.temporary(a, password, now)
			messages = append(messages, letter)
		}
		return a, messages, nil
	})
	if err != nil {
		return AccountCard{}, err
	}
	return of.card(), nil
}

// rulingLetters are the letters that say what was decided.
var rulingLetters = map[AccountEvent]MessageKind{
	AccountDisable: AccountDisabledLetter, AccountReinstate: AccountReinstatedLetter, AccountClose: AccountClosedLetter,
	AccountFreeFactor: FactorFreed, AccountFreeAnswers: AnswersFreed,
}

// SendTemporary has a temporary password sent to the holder of an account, for staff,
// who neither see nor choose it (OWASP ASVS 5.0, 6.4.6). The lasting password stays
// good. The error is that of [Actor.MayRule], [ErrAccountState] for an account that is
// not in use, [ErrNoAddress], or [ErrThrottled] when letters went to that address too
// often.
func (d *Directory) SendTemporary(ctx context.Context, actor Actor, account AccountID) (err error) {
	now := d.now()
	e := Event{Org: actor.Org, At: now, Actor: actor.Account, What: EventTemporarySent}
	defer func() { d.note(ctx, e, err) }()
	if err := actor.MayRule(actor.Org, account); err != nil {
		return err
	}
	of, err := d.holderNamed(ctx, actor.Org, account)
	if err != nil {
		return err
	}
	e.Subject = account
	switch {
	case of.account.State.Shut():
		return ErrAccountState
	case of.email() == "":
		return ErrNoAddress
	}
	may, err := d.maySend(ctx, actor.Org, NormalAddress(of.email()), now)
	if err != nil {
		return err
	}
	if !may {
		return ErrThrottled
	}
	password, err := DrawTemporary(d.random())
	if err != nil {
		return err
	}
	_, err = d.Store.ChangeAccount(ctx, actor.Org, account, func(a Account) (Account, []Message, error) {
		if a.State.Shut() {
			return a, nil, ErrAccountState
		}
		a, m := of.temporary(a, password, now)
		return a, []Message{m}, nil
	})
	return err
}

// temporary returns the account with a temporary password, in the place of the one
// before, and the letter that brings it. It never names the login: no letter holds both
// halves.
func (h holder) temporary(a Account, password Secret, now time.Time) (Account, Message) {
	a.Temporary = NewTemporary(password, now)
	m := h.letter(TemporaryPassword, fmt.Sprintf("temporary-%s-%d", a.ID, a.Version+1), now)
	m.Secret = password.Reveal()
	return a, m
}

// holderNamed returns the holder of an account, or [ErrNotFound].
func (d *Directory) holderNamed(ctx context.Context, org OrganisationID, account AccountID) (holder, error) {
	a, err := d.Store.Account(ctx, org, account)
	if err != nil {
		return holder{}, err
	}
	return d.holderOf(ctx, a)
}

// card returns what staff see of the account.
func (h holder) card() AccountCard {
	a := h.account
	card := AccountCard{
		Org: a.Org, ID: a.ID, Login: a.Login, Name: h.name(), Address: h.email(), Member: a.Member, Roles: a.Roles,
		State: a.State, History: a.History, LastOpened: a.LastOpened, PasswordSet: a.PasswordSet,
		Factor: a.Factor.On(), Answers: a.Answers != nil,
	}
	if h.member.ID == "" {
		card.Name = a.Name // a learner need not be on the roll
	}
	return card
}
