package exam_test

import (
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// said is a command that was sent, and what the clock showed then, since origin.
type said struct {
	clock time.Duration
	exam.Command
}

// oracle is what one who was told of every command, and read the rules, says of a
// sitting: a naive second opinion. It keeps facts, and works out everything else anew
// from them: no state, no deadline, no time left is kept.
type oracle struct {
	// seen is the latest instant that anything happened at; before, an hour ago.
	seen                                            time.Duration
	opening                                         exam.Opening
	authorised, cancelled, lapsed, begun, submitted moment
	timedOut, terminated                            moment
	pauses                                          []pause
	grants                                          []time.Duration
	workstation                                     string
	// cuts are the launches and the moves: each cuts off who came before.
	cuts    []cut
	answers map[string]exam.Given
	done    map[string]exam.Event
}

// moment is when something happened, once it has.
type moment struct {
	at   time.Duration
	some bool
}

type pause struct{ from, to moment }

type cut struct {
	by exam.Event
	at time.Duration
}

// refusal is why a command is refused and what won; no error for one that is accepted.
type refusal struct {
	err error
	by  exam.Event
	at  time.Duration
}

// judge hears the whole story from the beginning, and says what became of the last
// command.
func judge(story []said) (o oracle, last refusal) {
	o = oracle{seen: -time.Hour, answers: map[string]exam.Given{}, done: map[string]exam.Event{}}
	for _, s := range story {
		now := max(s.clock, o.seen)
		o.until(now)
		last = o.hear(s.Command, now)
	}
	return o, last
}

// until lets time alone do what it does up to an instant.
func (o *oracle) until(now time.Duration) {
	if due := o.validUntil(); o.authorised.some && !o.cancelled.some && !o.lapsed.some && !o.begun.some && now >= due {
		o.lapsed = moment{due, true}
		o.seen = max(o.seen, due)
	}
	if o.paused() {
		p := &o.pauses[len(o.pauses)-1]
		if due := o.closing(p.from.at + o.opening.Policy.MaxPause); now >= due {
			p.to = moment{due, true}
			o.seen = max(o.seen, due)
		}
	}
	if o.running() && now >= o.deadline()+o.opening.Policy.Grace {
		o.seen = max(o.seen, o.deadline()+o.opening.Policy.Grace)
		o.timedOut = moment{o.deadline(), true}
	}
}

// closing is the instant, or the hard end when it comes first.
func (o *oracle) closing(at time.Duration) time.Duration {
	if c := o.opening.Policy.Closes; !c.IsZero() {
		return min(at, c.Sub(origin))
	}
	return at
}

func (o *oracle) validUntil() time.Duration { return o.closing(o.opening.Until.Sub(origin)) }

func (o *oracle) finished() bool  { return o.submitted.some || o.timedOut.some || o.terminated.some }
func (o *oracle) withdrawn() bool { return o.cancelled.some || o.lapsed.some }
func (o *oracle) under() bool     { return o.begun.some && !o.finished() }
func (o *oracle) running() bool   { return o.under() && !o.paused() }

func (o *oracle) paused() bool {
	return o.under() && len(o.pauses) > 0 && !o.pauses[len(o.pauses)-1].to.some
}

// allowed is all the working time: the limit, and what was granted ahead and since.
func (o *oracle) allowed() time.Duration {
	sum := o.opening.Policy.Limit + o.opening.Extra
	for _, g := range o.grants {
		sum += g
	}
	return sum
}

// used is the working time from the beginning until an instant, pauses apart.
func (o *oracle) used(now time.Duration) time.Duration {
	sum := now - o.begun.at
	for _, p := range o.pauses {
		to := now
		if p.to.some {
			to = p.to.at
		}
		sum -= to - p.from.at
	}
	return sum
}

// deadline is when the working time is used up, if nothing more is paused or granted.
func (o *oracle) deadline() time.Duration {
	return o.closing(o.seen + o.allowed() - o.used(o.seen))
}

// left is what a timer shows.
func (o *oracle) left(now time.Duration) time.Duration {
	switch {
	case o.finished() || o.withdrawn():
		return 0
	case o.running():
		return max(0, o.deadline()-max(now, o.seen))
	case o.paused():
		return o.allowed() - o.used(o.seen)
	}
	return o.allowed()
}

// states are the two states, in words.
func (o *oracle) states() (exam.AuthorisationState, exam.AttemptState) {
	authorisation, attempt := exam.Unauthorised, exam.Unlaunched
	switch {
	case o.cancelled.some:
		authorisation = exam.Cancelled
	case o.lapsed.some:
		authorisation = exam.Lapsed
	case o.begun.some:
		authorisation = exam.Consumed
	case o.authorised.some:
		authorisation = exam.Authorised
	}
	switch {
	case o.withdrawn():
		attempt = exam.Withdrawn
	case o.submitted.some:
		attempt = exam.Submitted
	case o.timedOut.some:
		attempt = exam.TimedOut
	case o.terminated.some:
		attempt = exam.Terminated
	case o.paused():
		attempt = exam.Paused
	case o.running():
		attempt = exam.Running
	case o.launches() > 0:
		attempt = exam.Launched
	}
	return authorisation, attempt
}

func (o *oracle) launches() (n int) {
	for _, c := range o.cuts {
		if c.by == exam.Launch {
			n++
		}
	}
	return n
}
