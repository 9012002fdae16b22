package privacy

import (
	"context"
	"errors"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// Case is a question about one person's information, with what is known of it.
type Case struct {
	Question Question
	Regime   Regime
	Facts    Facts
	// Purpose is what the person's consent was asked for, when the question rests on it:
	// what the consent says then stands in the place of what anybody says of it. Empty is
	// none.
	Purpose string
}

// Decide answers a question about a person. Whether they consented is read from what
// they said, never from what was typed. The errors are [ErrNotFound] and [ErrForbidden].
func (r *Registrar) Decide(ctx context.Context, actor identity.Actor, person PersonID, c Case) (Decision, error) {
	if err := decides(actor, person); err != nil {
		return Decision{}, err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Decision{}, err
	}
	return r.decide(ctx, actor, person, c, m)
}

func (r *Registrar) decide(ctx context.Context, actor identity.Actor, person PersonID, c Case, m moment) (Decision, error) {
	facts := Facts{"consent-valid": No, "consent-express": No}
	for f, truth := range c.Facts {
		if f != "consent-valid" && f != "consent-express" {
			facts[f] = truth
		}
	}
	if c.Purpose != "" {
		said, err := r.Store.Consent(ctx, actor.Org, person, c.Purpose)
		if err != nil {
			return Decision{}, err
		}
		for f, truth := range said.Facts(r.Inventory, m.today) {
			if f != "sensitive" || truth == Yes {
				facts[f] = truth // sensitive by context stays so
			}
		}
	}
	return r.Law.Decide(c.Question, c.Regime, facts), nil
}

// Disclose decides a disclosure, and enters it in the register when it is permitted. An
// identifier that the register has already returns that entry. The errors are those of
// [Decision.Enter], [ErrNotFound], [ErrForbidden] and [ErrTooLong]; with
// [ErrNotPermitted] comes the decision that says why.
func (r *Registrar) Disclose(ctx context.Context, actor identity.Actor, c Case, e Disclosure) (Disclosure, Decision, error) {
	if err := decides(actor, e.Person); err != nil {
		return Disclosure{}, Decision{}, err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Disclosure{}, Decision{}, err
	}
	for _, text := range []*string{&e.Why, &e.To} {
		if *text, err = written(*text); err != nil {
			return Disclosure{}, Decision{}, err
		}
	}
	c.Question = Disclose
	d, err := r.decide(ctx, actor, e.Person, c, m)
	if err != nil {
		return Disclosure{}, d, err
	}
	if e.ID == "" {
		e.ID = r.newID()
	}
	if e.Day.IsZero() {
		e.Day = m.today
	}
	if e.Day.After(m.today) {
		return Disclosure{}, d, ErrReceived
	}
	e.Org, e.At, e.Account = actor.Org, m.at, actor.Account
	entry, err := d.Enter(e, r.Inventory)
	if err != nil {
		return Disclosure{}, d, err
	}
	already := Disclosure{}
	entered, err := r.Store.ChangeDisclosure(ctx, actor.Org, e.Person, e.ID, func(before Disclosure) (Disclosure, []identity.Message, error) {
		if before.Version > 0 {
			already = before
			return before, nil, errUnchanged
		}
		return entry, nil, nil
	})
	if errors.Is(err, errUnchanged) {
		entered, err = already, nil
	}
	if err != nil {
		return Disclosure{}, d, err
	}
	return entered, d, r.note(ctx, Trace{
		Org: actor.Org, Person: entered.Person, ID: string(Disclosed) + "-" + entered.ID, At: entered.At, Account: entered.Account, Roles: actor.Roles,
		Did: Disclosed, Of: entered.ID, Articles: entered.Articles,
	})
}

// Disclosures returns to whom a person's information went, the latest first.
func (r *Registrar) Disclosures(ctx context.Context, actor identity.Actor, person PersonID) ([]Disclosure, error) {
	if err := reads(actor, person); err != nil {
		return nil, err
	}
	all, err := r.Store.Disclosures(ctx, actor.Org, person)
	slices.SortStableFunc(all, func(a, b Disclosure) int { return b.At.Compare(a.At) })
	return all, err
}

// Disclosed returns the organisation's register of disclosures, the earliest first, for
// the person in charge.
func (r *Registrar) Disclosed(ctx context.Context, actor identity.Actor) ([]Disclosure, error) {
	if err := officer(actor); err != nil {
		return nil, err
	}
	return r.Store.Disclosed(ctx, actor.Org)
}

// ToTell returns the disclosures whose recipients are told of what a request for
// rectification changed (CCQ, s. 40), as [ToTell] chooses them on the day of the answer.
func (r *Registrar) ToTell(ctx context.Context, actor identity.Actor, person PersonID, id string) ([]Disclosure, error) {
	q, err := r.Request(ctx, actor, person, id)
	if err != nil || q.Kind != Rectify {
		return nil, err
	}
	all, err := r.Store.Disclosures(ctx, actor.Org, person)
	if err != nil {
		return nil, err
	}
	var told []Disclosure
	for _, l := range q.Legs {
		for _, a := range l.Answers {
			for _, d := range ToTell(all, a.Given, a.Day) {
				if !slices.ContainsFunc(told, func(t Disclosure) bool { return t.ID == d.ID }) {
					told = append(told, d)
				}
			}
		}
	}
	return told, nil
}
