package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// asked is one thing that a client of [Linear] asks, of one learner.
type asked struct {
	Member  identity.MemberID
	Event   exam.Event
	Exam    exam.ID
	Number  int
	Command string
	By      identity.AccountID
	Epoch   int
	// Question is the one that is answered, Right or not.
	Question string
	Sequence int
	Right    bool
	Time     time.Duration
	Now      time.Time
}

// What clients ask beside the commands of a sitting.
const (
	enrolling exam.Event = "enrol"
	reading   exam.Event = "read"
	listing   exam.Event = "list"
)

// answered is what a client was told: a refusal with what won, or what is the case.
type answered struct {
	Refusal error
	Won     exam.Event
	By      identity.AccountID
	// Number is the sitting's; Epoch and Sequence are of the receipt.
	Number, Epoch, Sequence int
	// Seen is the sitting, or the learner's row in the list.
	Seen string
}

// told is a learner as the rules of exams have it: which trainings go on, and every
// sitting, of which the last alone may be live. It is never changed.
type told struct {
	enrolled map[exam.ID]bool
	sittings []*one
}

// one is a sitting. It is never changed either.
type one struct {
	exam     exam.ID
	command  string
	state    string
	launched bool
	epoch    int
	granted  time.Duration
	begun    time.Time
	answers  map[string]kept
	receipts map[string]receipt
	// by is who authorised it, and ended who ended it.
	by, ended identity.AccountID
	// text is all of it.
	text string
}

type kept struct {
	epoch, sequence int
	right           bool
}

type receipt struct {
	event exam.Event
	epoch int
}

// The states of a sitting in the model, by the events that lead to them.
const (
	open       = "authorised"
	cancelled  = "cancelled"
	lapsed     = "lapsed"
	running    = "running"
	submitted  = "submitted"
	timedOut   = "timed-out"
	terminated = "terminated"
)

// The ends of a sitting: what everything is refused with then, and what won. Of the
// first two there is no result.
var ends = map[string]struct {
	refusal error
	won     exam.Event
}{
	cancelled: {exam.ErrWithdrawn, exam.Cancel}, lapsed: {exam.ErrWithdrawn, exam.Lapse},
	submitted: {exam.ErrSubmitted, exam.Submit}, timedOut: {exam.ErrTimedOut, exam.TimeOut}, terminated: {exam.ErrTerminated, exam.Terminate},
}

func (o *one) live() bool     { return o.state == open || o.state == running }
func (o *one) finished() bool { return !o.live() && o.state != cancelled && o.state != lapsed }

// deadline is the end of the working time: 30 minutes from begin, and what was granted.
func (o *one) deadline() time.Time { return o.begun.Add(linearLimit + o.granted) }

// but returns another sitting, which is the one changed.
func (o *one) but(change func(*one)) *one {
	other := *o
	other.answers, other.receipts = maps.Clone(o.answers), maps.Clone(o.receipts)
	change(&other)
	other.text = fmt.Sprint(other.exam, other.state, other.launched, other.epoch, other.granted, other.begun.UnixMicro(), other.answers, other.receipts, other.by, other.ended)
	return &other
}

// seen is what a client is shown of a sitting.
func (o *one) seen() string {
	points := 0
	var answers []string
	for _, question := range slices.Sorted(maps.Keys(o.answers)) {
		k := o.answers[question]
		if k.right {
			points += linearPoints[question]
		}
		answers = append(answers, fmt.Sprintf("%s #%d", question, k.sequence))
	}
	result := ""
	if o.finished() {
		result = fmt.Sprintf(", %d points", points)
	}
	return fmt.Sprintf("%s %s, epoch %d, %v granted, %s%s", o.exam, o.state, o.epoch, o.granted, strings.Join(answers, " "), result)
}

func (l told) last() *one {
	if len(l.sittings) == 0 {
		return nil
	}
	return l.sittings[len(l.sittings)-1]
}

// with returns the learner with another sitting of the number. One with a result ends
// its training.
func (l told) with(number int, o *one) told {
	if l.sittings = slices.Clone(l.sittings); number > len(l.sittings) {
		l.sittings = append(l.sittings, o)
	} else {
		l.sittings[number-1] = o
	}
	if o.finished() {
		l.enrolled = maps.Clone(l.enrolled)
		delete(l.enrolled, o.exam)
	}
	return l
}

// at returns the learner with what time alone has caused: what was not begun lapses
// when the point closes, and what was not closed times out when the grace is over.
func (l told) at(now time.Time) told {
	switch o := l.last(); {
	case o == nil:
	case o.state == open && !now.Before(linearCloses):
		return l.with(len(l.sittings), o.but(func(o *one) { o.state = lapsed }))
	case o.state == running && !now.Before(o.deadline().Add(exam.Grace)):
		return l.with(len(l.sittings), o.but(func(o *one) { o.state = timedOut }))
	}
	return l
}

func (l told) equal(other told) bool {
	return maps.Equal(l.enrolled, other.enrolled) &&
		slices.EqualFunc(l.sittings, other.sittings, func(a, b *one) bool { return a == b || a.text == b.text })
}

// ask is the whole of the rules: what is answered, and what is the case afterwards.
func (l told) ask(a asked) (answered, told) {
	l = l.at(a.Now)
	switch a.Event { //nolint:exhaustive // the others are commands to a sitting
	case enrolling:
		l.enrolled = maps.Clone(l.enrolled)
		if l.enrolled == nil {
			l.enrolled = map[exam.ID]bool{}
		}
		l.enrolled[a.Exam] = true
		return answered{}, l
	case listing:
		return answered{Seen: l.row()}, l
	case exam.Authorise:
		return l.authorise(a)
	}
	if a.Number > len(l.sittings) {
		return answered{Refusal: exam.ErrNotFound}, l
	}
	o := l.sittings[a.Number-1]
	if a.Event == reading {
		return answered{Number: a.Number, Seen: o.seen()}, l
	}
	given, after := o.ask(a)
	if given.Refusal != nil {
		return given, l
	}
	given.Number, given.Seen = a.Number, after.seen()
	if after == o { // asked before
		return given, l
	}
	return given, l.with(a.Number, after)
}

// row is the learner in the operator's list: until every training has ended, and while
// a sitting is live.
func (l told) row() string {
	switch o := l.last(); {
	case o != nil && o.live():
		return o.seen()
	case len(l.enrolled) > 0:
		return "in training"
	}
	return "not there"
}

func (l told) authorise(a asked) (answered, told) {
	for i, o := range l.sittings {
		if o.command == a.Command {
			return answered{Number: i + 1, Seen: o.seen()}, l
		}
	}
	switch o := l.last(); {
	case o != nil && o.live() && o.exam == a.Exam:
		return answered{Refusal: exam.ErrAuthorised, Won: exam.Authorise, By: o.by}, l
	case o != nil && o.live():
		return answered{Refusal: exam.ErrLive, Won: exam.Authorise, By: o.by}, l
	case !a.Now.Before(linearCloses):
		return answered{Refusal: exam.ErrPointClosed}, l
	case !l.enrolled[a.Exam]:
		return answered{Refusal: exam.ErrEnrolled}, l
	}
	opened := (&one{exam: a.Exam, command: a.Command, by: a.By}).but(func(o *one) { o.state = open })
	return answered{Number: len(l.sittings) + 1, Seen: opened.seen()}, l.with(len(l.sittings)+1, opened)
}

// ask answers a command to a sitting that is there, and returns it afterwards.
func (o *one) ask(a asked) (answered, *one) {
	if r, ok := o.receipts[a.Command]; ok {
		return answered{Epoch: r.epoch}, o
	}
	if k := o.answers[a.Question]; a.Event == exam.Answer && k == (kept{a.Epoch, a.Sequence, a.Right}) {
		return answered{Sequence: k.sequence}, o
	}
	if end, ok := ends[o.state]; ok {
		if a.Event == exam.Cancel && o.state == cancelled {
			end.refusal = exam.ErrCancelled
		} else if a.Event == exam.Cancel && o.state == lapsed {
			end.refusal = exam.ErrLapsed
		}
		return answered{Refusal: end.refusal, Won: end.won, By: o.ended}, o
	}
	if refusal, ok := o.refused(a); ok {
		return refusal, o
	}
	given := answered{}
	after := o.but(func(o *one) {
		switch a.Event { //nolint:exhaustive // what is asked in a race
		case exam.Cancel:
			o.state, o.ended = cancelled, a.By
		case exam.Terminate:
			o.state, o.ended = terminated, a.By
		case exam.Submit:
			o.state, o.ended = submitted, a.By
		case exam.Launch:
			o.epoch++
			o.launched, given.Epoch = true, o.epoch
		case exam.Begin:
			o.state, o.begun = running, a.Now
		case exam.Grant:
			o.granted += a.Time
		case exam.Answer:
			if o.answers == nil {
				o.answers = map[string]kept{}
			}
			o.answers[a.Question], given.Sequence = kept{a.Epoch, a.Sequence, a.Right}, a.Sequence
		}
		if a.Event != exam.Answer {
			if o.receipts == nil {
				o.receipts = map[string]receipt{}
			}
			o.receipts[a.Command] = receipt{a.Event, given.Epoch}
		}
	})
	return given, after
}

// refused says why a sitting that is live refuses a command.
func (o *one) refused(a asked) (answered, bool) {
	learner := identity.AccountID(a.Member)
	fenced := a.Event == exam.Begin || a.Event == exam.Answer || a.Event == exam.Submit
	switch {
	case o.launched && fenced && a.Epoch != o.epoch:
		return answered{Refusal: exam.ErrSuperseded, Won: exam.Launch, By: learner}, true
	case o.state == running && (a.Event == exam.Cancel || a.Event == exam.Begin):
		return answered{Refusal: exam.ErrBegun, Won: exam.Begin, By: learner}, true
	case o.state == open && a.Event == exam.Begin && !o.launched:
		return answered{Refusal: exam.ErrNotLaunched}, true
	case o.state == open && (a.Event == exam.Answer || a.Event == exam.Submit || a.Event == exam.Terminate):
		return answered{Refusal: exam.ErrNotBegun}, true
	case a.Event == exam.Answer && a.Sequence <= o.answers[a.Question].sequence:
		return answered{Refusal: exam.ErrSequence, Won: exam.Answer}, true
	}
	return answered{}, false
}

// refusals are what clients may be refused with; anything else is a fault.
var refusals = []error{
	exam.ErrNotFound, exam.ErrAuthorised, exam.ErrLive, exam.ErrEnrolled, exam.ErrPointClosed, exam.ErrCancelled, exam.ErrLapsed, exam.ErrWithdrawn,
	exam.ErrNotLaunched, exam.ErrNotBegun, exam.ErrBegun, exam.ErrSubmitted, exam.ErrTimedOut, exam.ErrTerminated, exam.ErrSuperseded, exam.ErrSequence,
}

// refusal returns a desk's error as the model has it; ok is false of any other error.
func refusal(err error) (a answered, ok bool) {
	i := slices.IndexFunc(refusals, func(r error) bool { return errors.Is(err, r) })
	if i < 0 {
		return answered{}, false
	}
	a.Refusal = refusals[i]
	var lost exam.Lost
	if errors.As(err, &lost) {
		a.Won, a.By = lost.Event, lost.By.Account
	}
	return a, true
}
