package identity

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Questioning is what the holder of a session knows of the questions of their account.
type Questioning struct {
	Mandate Mandate
	// Must says that nothing else is done until the answers are set, and May that they can
	// be set or changed today.
	Must, May bool
	// Chosen are the questions that have answers, and Set is when they were set.
	Chosen []QuestionID
	Set    time.Time
}

// Questioning returns what the questions are of whose session the token opens. The error
// is [ErrNotFound] where no mandate has any asked, and that of [Directory.Who] for a
// session that does nothing but something else.
func (d *Directory) Questioning(ctx context.Context, token string) (Questioning, error) {
	now := d.now()
	session, account, err := d.session(ctx, token, now)
	if err == nil {
		err = session.settled(account)
	}
	if err != nil {
		return Questioning{}, err
	}
	_, q, err := d.questioning(ctx, account, now)
	return q, err
}

// settled is nil for a session that owes nothing, of an account whose password need not
// be replaced first.
func (s Session) settled(a Account) error {
	switch {
	case s.Owes != OwesNothing:
		return ErrMustChange
	case a.Breach == BreachListed:
		return ErrMustReplace
	}
	return nil
}

func (d *Directory) questioning(ctx context.Context, account Account, now time.Time) (Organisation, Questioning, error) {
	organisation, err := d.Store.Organisation(ctx, account.Org)
	if err != nil {
		return Organisation{}, Questioning{}, err
	}
	mandate, mandated := organisation.Recovery.Mandate()
	if !mandated {
		return Organisation{}, Questioning{}, ErrNotFound
	}
	today, err := organisation.Today(now)
	if err != nil {
		return Organisation{}, Questioning{}, err
	}
	q := Questioning{Mandate: mandate, May: organisation.Recovery.Enrols(today)}
	if _, set := account.Answers.Asked(); set {
		q.Set = account.Answers.Set
		for _, kept := range account.Answers.Kept {
			q.Chosen = append(q.Chosen, kept.Question)
		}
	}
	q.Must = q.May && q.Chosen == nil
	return organisation, q, nil
}

// mustAnswer is [ErrMustAnswer] for an account that has no answers where they must be
// set. After the day of the review nobody is made to: what no authority has looked at
// again asks nothing new of anybody.
func (d *Directory) mustAnswer(ctx context.Context, account Account, now time.Time) error {
	_, q, err := d.questioning(ctx, account, now)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err == nil && q.Must:
		return ErrMustAnswer
	}
	return err
}

// recovery returns the policy of an organisation.
func (d *Directory) recovery(ctx context.Context, org OrganisationID) (RecoveryPolicy, error) {
	organisation, err := d.Store.Organisation(ctx, org)
	if errors.Is(err, ErrNotFound) {
		return RecoveryPolicy{}, nil
	}
	return organisation.Recovery, err
}

// SetAnswers sets or changes the answers of whose session the token opens, in one change
// of the account with the letter that says so (A9). The present password is asked for.
// The error holds [ErrPasswordWrong] or [ErrThrottled] and everything that is wrong with
// the answers ([AnswersError]); or it is [ErrMandateOver] after the day of the review,
// [ErrNotFound] where no mandate has questions asked.
func (d *Directory) SetAnswers(ctx context.Context, token, current string, given []Given) (err error) {
	now := d.now()
	e := Event{At: now, What: EventAnswersSet}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.session(ctx, token, now)
	if err != nil {
		return err
	}
	e.Actor, e.Subject = account.ID, account.ID
	if err := session.settled(account); err != nil {
		return err
	}
	if account.Breach == BreachListed {
		return ErrMustReplace
	}
	organisation, q, err := d.questioning(ctx, account, now)
	if err != nil {
		return err
	}
	if !q.May {
		return ErrMandateOver
	}
	of, err := d.holderOf(ctx, account)
	if err != nil {
		return err
	}
	normal := make([]Given, len(given))
	for i, g := range given {
		normal[i] = Given{g.Question, NewSecret(d.normal(g.Answer.Reveal()))}
	}
	err = CheckAnswers(normal, append(of.words(organisation), d.normal(current))...)
	if err := errors.Join(d.confirm(ctx, account, current, now), err); err != nil {
		return err
	}
	answers := Answers{Set: now}
	for _, g := range normal {
		hash, err := d.Hasher.Hash(NormalAnswer(g.Answer.Reveal()))
		if err != nil {
			return err
		}
		answers.Kept = append(answers.Kept, Answer{g.Question, hash})
	}
	_, err = d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		kept := answers
		a.Answers = &kept
		if of.email() == "" || a.Member != of.member.ID {
			return a, nil, nil
		}
		return a, []Message{of.letter(QuestionsSet, fmt.Sprintf("questions-%s-%d", a.ID, a.Version+1), now)}, nil
	})
	if err != nil {
		return err
	}
	return d.Flows.ChangeBudget(ctx, account.Org, answersKey(account), Budget.Right)
}

// DrawAnswers draws an answer for each question, for who would rather keep some that
// nobody can guess: nothing is stored until they are given.
func (d *Directory) DrawAnswers() ([]Secret, error) {
	var all []Secret
	for range AnswersAsked {
		drawn, err := drawAnswer(d.random())
		if err != nil {
			return nil, err
		}
		all = append(all, drawn)
	}
	return all, nil
}
