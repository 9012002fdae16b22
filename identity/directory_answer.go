package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// LinkingQuestion returns the question that is asked, together with the new password, of
// whoever has the ticket of a flow; false when none is, or none any more. It is the same
// until it is answered, however often it is asked for. The error is [ErrFlowEnded]
// without the right ticket: who has not shown that the address is theirs learns nothing.
func (d *Directory) LinkingQuestion(ctx context.Context, org OrganisationID, browser, ticket string) (Question, bool, error) {
	f, err := d.Linking(ctx, org, browser)
	if err != nil {
		return Question{}, false, err
	}
	if err := f.MaySet(ticket, d.now()); err != nil {
		return Question{}, false, err
	}
	account, asks, err := d.asked(ctx, org, f.Account, f.Answered)
	if err != nil || !asks {
		return Question{}, false, err
	}
	return account.question()
}

// AnswerLinking answers the question of the account at the end of a flow; where none is
// asked, it does nothing. It opens nothing: the password is then set with the ticket. The
// error is [ErrAnswer] for a wrong answer, and for any when there were too many;
// [ErrFlowEnded] for the fifth in the flow, and without the right ticket.
func (d *Directory) AnswerLinking(ctx context.Context, org OrganisationID, browser, ticket, typed string) (err error) {
	now := d.now()
	e, tried := Event{Org: org, At: now, What: EventAnswerTried}, true
	defer func() {
		if tried {
			d.note(ctx, e, err)
		}
	}()
	f, err := d.Linking(ctx, org, browser)
	if err != nil {
		return err
	}
	e.Flow, e.Subject = f.Short(), f.Account
	if err := f.MaySet(ticket, now); err != nil {
		return d.halt(ctx, org, browser, &e, err)
	}
	account, asks, err := d.asked(ctx, org, f.Account, f.Answered)
	if err != nil || !asks {
		tried = err != nil
		return err
	}
	if account.Epoch != f.Epoch {
		return ErrFlowEnded
	}
	err = d.step(ctx, org, browser, &e, func(f Flow) (Flow, []Message, error) {
		f, err := f.Guess(now)
		return f, nil, err
	})
	if err != nil {
		return err
	}
	right, err := d.answer(ctx, account, typed, now, &e)
	if err != nil {
		return err
	}
	err = d.step(ctx, org, browser, &e, func(f Flow) (Flow, []Message, error) {
		f, err := f.Answer(right, now)
		return f, nil, err
	})
	if !right && errors.Is(err, ErrFlowEnded) {
		e.Reason = ReasonDead
	}
	return err
}

// SessionQuestion returns the question that is asked, together with the new password, in
// a session that was opened with a temporary password: that way to a new password is no
// shorter than the other. It is false when none is asked.
func (d *Directory) SessionQuestion(ctx context.Context, token string) (Question, bool, error) {
	session, account, err := d.session(ctx, token, d.now())
	if err != nil || session.Owes != OwesPassword {
		return Question{}, false, err
	}
	account, asks, err := d.asked(ctx, account.Org, account.ID, session.Answered)
	if err != nil || !asks {
		return Question{}, false, err
	}
	return account.question()
}

// AnswerSession answers that question; where none is asked, it does nothing. The error is
// [ErrAnswer] for a wrong answer, and for any when there were too many.
func (d *Directory) AnswerSession(ctx context.Context, token, typed string) (err error) {
	now := d.now()
	e, tried := Event{At: now, What: EventAnswerTried}, true
	e.Org, _ = organisationOf(token)
	defer func() {
		if tried {
			d.note(ctx, e, err)
		}
	}()
	session, account, err := d.session(ctx, token, now)
	if err != nil || session.Owes != OwesPassword {
		tried = err != nil
		return err
	}
	e.Subject = account.ID
	account, asks, err := d.asked(ctx, account.Org, account.ID, session.Answered)
	if err != nil || !asks {
		tried = err != nil
		return err
	}
	right, err := d.answer(ctx, account, typed, now, &e)
	switch {
	case err != nil:
		return err
	case !right:
		return ErrAnswer
	}
	session.Answered = now
	err = d.Store.KeepSession(ctx, session)
	if errors.Is(err, ErrNotFound) {
		return ErrNoSession
	}
	return err
}

// asked returns the account as it is now, and whether its question is to be answered by
// somebody who answered at the instant, if ever.
func (d *Directory) asked(ctx context.Context, org OrganisationID, id AccountID, answered time.Time) (Account, bool, error) {
	recovery, err := d.recovery(ctx, org)
	if err != nil {
		return Account{}, false, err
	}
	account, err := d.Store.Account(ctx, org, id)
	return account, err == nil && recovery.asks(account, answered), err
}

// question returns the question that is asked of the account, and whether the list still
// has it.
func (a Account) question() (Question, bool, error) {
	kept, _ := a.Answers.Asked()
	q, ok := QuestionOf(kept.Question)
	if !ok {
		return Question{}, false, fmt.Errorf("identity: question %.40q is not in the list", kept.Question)
	}
	return q, true, nil
}

// answersKey is what the wrong answers of an account are counted under. It is no
// address's: wrong codes, which anybody can give, keep nobody from answering, and a right
// code forgives no wrong answer.
func answersKey(a Account) string { return digest("answers\x00" + string(a.ID)) }

// answer reports that the text answers the question that is asked of the account, whose
// turn is then over. It is counted as wrong before it is looked at, over every way that
// asks.
func (d *Directory) answer(ctx context.Context, account Account, typed string, now time.Time, e *Event) (bool, error) {
	var may bool
	err := d.Flows.ChangeBudget(ctx, account.Org, answersKey(account), func(b Budget) Budget {
		b, may = b.Try(now)
		return b
	})
	if err != nil {
		return false, err
	}
	if !may {
		e.Reason = ReasonHeld
	}
	if len(typed) > longestAnswer {
		return false, nil
	}
	if account.Factor.On() && account.Factor.recovery(typed) >= 0 {
		right, err := d.answerByCode(ctx, account, typed, now)
		if err != nil || !right {
			return false, err
		}
		return true, d.Flows.ChangeBudget(ctx, account.Org, answersKey(account), Budget.Right)
	}
	kept, _ := account.Answers.Asked()
	right, err := d.Hasher.Verify(NormalAnswer(d.normal(typed)), kept.Hash)
	if err != nil || !right || !may {
		return false, err
	}
	_, err = d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if _, ok := a.Answers.Asked(); !ok || !a.Answers.Set.Equal(account.Answers.Set) || a.Answers.Turn != account.Answers.Turn {
			return a, nil, ErrAnswer // another is asked by now
		}
		next := *a.Answers
		next.Turn++
		a.Answers = &next
		return a, nil, nil
	})
	if errors.Is(err, ErrAnswer) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, d.Flows.ChangeBudget(ctx, account.Org, answersKey(account), Budget.Right)
}

// answerByCode reports that the text is a recovery code of the account's second factor,
// which stands in the place of an answer and is used by it: it is what the standards ask
// for instead of questions, cannot be guessed, and is let in whoever guesses. The question
// stays as it is.
func (d *Directory) answerByCode(ctx context.Context, account Account, typed string, now time.Time) (bool, error) {
	announce, err := d.announcing(ctx, account, now)
	if err != nil {
		return false, err
	}
	_, err = d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		spent := a.Factor.recovery(typed)
		if !a.Factor.On() || spent < 0 {
			return a, nil, ErrAnswer // used meanwhile
		}
		a.Factor.Codes = slices.Delete(slices.Clone(a.Factor.Codes), spent, spent+1)
		a, letters := announce(a, RecoveryUsed)
		return a, letters, nil
	})
	if errors.Is(err, ErrAnswer) {
		return false, nil
	}
	return err == nil, err
}
