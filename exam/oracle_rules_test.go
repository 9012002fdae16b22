package exam_test

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// hear says what becomes of a command, by the rules in the order in which they stand:
// what is sent again, what was ended, whoever was cut off, what the event needs.
func (o *oracle) hear(c exam.Command, now time.Duration) refusal {
	if c.Event == exam.Answer {
		g, kept := o.answers[c.Question]
		if kept && c.Sequence == g.Sequence && c.Epoch == g.Epoch && slices.Equal(c.Response.Choices, g.Response.Choices) {
			return refusal{}
		}
	} else if was, known := o.done[c.ID]; c.ID == "" || known && was != c.Event {
		return refusal{err: exam.ErrCommand}
	} else if known {
		return refusal{}
	}
	for _, rule := range []func(exam.Command, time.Duration) refusal{o.whatEnded, o.whoIsCutOff, o.whatIsNeeded, o.whatIsWrong} {
		if r := rule(c, now); r.err != nil {
			return r
		}
	}
	o.seen = now
	o.take(c, now)
	if c.Event != exam.Answer {
		o.done[c.ID] = c.Event
	}
	return refusal{}
}

// whatEnded: a result never changes; what was cancelled or has lapsed is over.
func (o *oracle) whatEnded(c exam.Command, _ time.Duration) refusal {
	byOperator := c.Event == exam.Authorise || c.Event == exam.Cancel
	switch {
	case !o.authorised.some && c.Event != exam.Authorise:
		return refusal{err: exam.ErrNotAuthorised}
	case o.submitted.some:
		return refusal{exam.ErrSubmitted, exam.Submit, o.submitted.at}
	case o.timedOut.some:
		return refusal{exam.ErrTimedOut, exam.TimeOut, o.timedOut.at}
	case o.terminated.some:
		return refusal{exam.ErrTerminated, exam.Terminate, o.terminated.at}
	case o.cancelled.some && byOperator:
		return refusal{exam.ErrCancelled, exam.Cancel, o.cancelled.at}
	case o.cancelled.some:
		return refusal{exam.ErrWithdrawn, exam.Cancel, o.cancelled.at}
	case o.lapsed.some && byOperator:
		return refusal{exam.ErrLapsed, exam.Lapse, o.lapsed.at}
	case o.lapsed.some:
		return refusal{exam.ErrWithdrawn, exam.Lapse, o.lapsed.at}
	}
	return refusal{}
}

// whoIsCutOff: one browser is live, that of the latest launch.
func (o *oracle) whoIsCutOff(c exam.Command, _ time.Duration) refusal {
	byBrowser := c.Event == exam.Begin || c.Event == exam.Answer || c.Event == exam.Submit
	if byBrowser && o.launches() > 0 && c.Epoch != len(o.cuts) {
		last := o.cuts[len(o.cuts)-1]
		return refusal{exam.ErrSuperseded, last.by, last.at}
	}
	return refusal{}
}

// whatIsNeeded: what must have happened before, and what must not.
func (o *oracle) whatIsNeeded(c exam.Command, _ time.Duration) refusal {
	begun := refusal{exam.ErrBegun, exam.Begin, o.begun.at}
	switch c.Event {
	case exam.Authorise, exam.Cancel, exam.Begin:
		switch {
		case o.begun.some:
			return begun
		case c.Event == exam.Authorise && o.authorised.some:
			return refusal{exam.ErrAuthorised, exam.Authorise, o.authorised.at}
		case c.Event == exam.Begin && o.launches() == 0:
			return refusal{err: exam.ErrNotLaunched}
		}
	case exam.Pause, exam.Resume, exam.Terminate, exam.Answer, exam.Submit:
		switch {
		case !o.begun.some:
			return refusal{err: exam.ErrNotBegun}
		case c.Event == exam.Resume && o.running():
			return o.notPaused()
		case o.paused() && c.Event != exam.Resume && c.Event != exam.Terminate:
			return refusal{exam.ErrPaused, exam.Pause, o.pauses[len(o.pauses)-1].from.at}
		}
	default: // A launch, a move and more time are for any sitting that has not ended.
	}
	return refusal{}
}

// notPaused: who ended the pause, if there was one.
func (o *oracle) notPaused() refusal {
	if len(o.pauses) == 0 {
		return refusal{err: exam.ErrNotPaused}
	}
	p := o.pauses[len(o.pauses)-1]
	by := exam.Resume
	if p.over(o) {
		by = exam.PauseOver
	}
	return refusal{exam.ErrNotPaused, by, p.to.at}
}

// over reports a pause that lasted as long as it may: nobody can have resumed it then.
func (p pause) over(o *oracle) bool { return p.to.at == o.closing(p.from.at+o.opening.Policy.MaxPause) }

// whatIsWrong: what the command itself lacks.
func (o *oracle) whatIsWrong(c exam.Command, now time.Duration) refusal {
	grounds := map[exam.Event][]exam.Ground{
		exam.Cancel:    {exam.AtTheirWish, exam.ByMistake, exam.Technical},
		exam.Grant:     {exam.Accommodation, exam.Incident},
		exam.Terminate: {exam.FinishedUnclosed, exam.StoppedBefore, exam.Irregularity, exam.Technical},
	}[c.Event]
	if grounds != nil && !slices.Contains(grounds, c.Ground) {
		return refusal{err: exam.ErrGround}
	}
	switch c.Event {
	case exam.Authorise:
		p := c.Opening.Policy
		if now >= c.Opening.Until.Sub(origin) || !p.Closes.IsZero() && now >= p.Closes.Sub(origin) {
			return refusal{err: exam.ErrPointClosed}
		}
	case exam.Grant:
		if c.Time <= 0 || c.Time > 8*time.Hour {
			return refusal{err: exam.ErrTime}
		}
	case exam.Launch:
		if o.workstation != "" && o.workstation != c.Workstation {
			return refusal{err: exam.ErrWorkstation}
		}
	case exam.Pause:
		switch {
		case o.opening.Policy.MaxPause == 0:
			return refusal{err: exam.ErrNoPause}
		case now >= o.deadline():
			return refusal{exam.ErrTimedOut, exam.TimeOut, o.deadline()}
		}
	case exam.Answer:
		g := o.answers[c.Question]
		switch {
		case !slices.ContainsFunc(o.opening.Paper, func(d exam.Drawn) bool { return d.Question == c.Question }):
			return refusal{err: exam.ErrNoQuestion}
		case c.Sequence <= 0 && g.Sequence == 0:
			return refusal{err: exam.ErrSequence}
		case c.Sequence <= g.Sequence:
			return refusal{exam.ErrSequence, exam.Answer, g.At.Sub(origin)}
		}
	default: // Nothing can be wrong with the others.
	}
	return refusal{}
}

// take writes down what was accepted.
func (o *oracle) take(c exam.Command, now time.Duration) {
	at := moment{now, true}
	switch c.Event {
	case exam.Authorise:
		o.authorised, o.opening, o.workstation = at, c.Opening, c.Opening.Workstation
		for _, g := range c.Opening.Answers {
			o.answers[g.Question] = g
		}
	case exam.Cancel:
		o.cancelled = at
	case exam.Grant:
		o.grants = append(o.grants, c.Time)
	case exam.Move:
		o.workstation = c.Workstation
		o.cuts = append(o.cuts, cut{exam.Move, now})
	case exam.Launch:
		o.cuts = append(o.cuts, cut{exam.Launch, now})
	case exam.Begin:
		o.begun = at
	case exam.Pause:
		o.pauses = append(o.pauses, pause{from: at})
	case exam.Resume:
		o.pauses[len(o.pauses)-1].to = at
	case exam.Answer:
		o.answers[c.Question] = exam.Given{Question: c.Question, Sequence: c.Sequence, Epoch: c.Epoch, Response: c.Response, Points: c.Points, At: origin.Add(now)}
	case exam.Submit:
		o.submitted = at
	case exam.Terminate:
		o.terminated = at
	default: // No command causes the others.
	}
}
