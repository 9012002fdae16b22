package privacy

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Leg is the part of a request that is under one Act, with its own clock. Its days are
// worked out when it opens, or is extended, and do not follow later changes of the law
// or of the holidays.
type Leg struct {
	Regime Regime   `json:"regime"`
	State  LegState `json:"state"`
	// Scope is what is asked about; none while the request is not precise.
	Scope []HoldingID `json:"scope"`
	// Clock is the identifier of the clock, and Promise that the policy promises what no
	// Act gives.
	Clock   string `json:"clock"`
	Promise bool   `json:"promise"`
	// Due is the last day on which to answer, NoticeBy the last one on which to give
	// notice of an extension; the zero Date is none.
	Due      cycle.Date `json:"due,omitzero"`
	NoticeBy cycle.Date `json:"noticeBy,omitzero"`
	Extended int        `json:"extended,omitempty"`
	// ExtendedWhy is what the notice of the extension said.
	ExtendedWhy string `json:"extendedWhy,omitempty"`
	// SilenceUntil is the last day of the recourse against silence; the zero Date is
	// none. Recourse is to whom.
	SilenceUntil cycle.Date    `json:"silenceUntil,omitzero"`
	Recourse     identity.Text `json:"recourse"`
	// Answers are the decisions, the oldest first. None is ever taken away.
	Answers []Answer `json:"answers"`
	// Contested is the day on which the recourse was taken.
	Contested cycle.Date `json:"contested,omitzero"`
}

// Answer is a decision on a leg.
type Answer struct {
	Event Event      `json:"event"`
	Day   cycle.Date `json:"day"`
	// Late: after the last day on which to answer. Silence had refused by then, and that
	// stays so.
	Late bool `json:"late,omitempty"`
	// Given and Kept are what is given and what is refused; together they are the scope.
	Given []HoldingID `json:"given,omitempty"`
	Kept  []HoldingID `json:"kept,omitempty"`
	// Ground is that of a refusal, with its articles, and Verified that it was read.
	Ground   string      `json:"ground,omitempty"`
	Articles []ArticleID `json:"articles,omitempty"`
	Verified bool        `json:"verified,omitempty"`
	// Reason is in the words of the person in charge.
	Reason string `json:"reason,omitempty"`
	// LostOn is the day from which a ground that time takes away no longer serves.
	LostOn cycle.Date `json:"lostOn,omitzero"`
	// RecourseBy is the last day of the recourse; the zero Date is none.
	RecourseBy cycle.Date `json:"recourseBy,omitzero"`
}

// refuses reports an answer that refuses something.
func (a Answer) refuses() bool { return a.Event != Grant }

// Status is what a leg is on a day.
type Status struct {
	State LegState `json:"state"`
	// Deemed: silence refused it on Due. A late answer does not undo that.
	Deemed bool `json:"deemed"`
	// RecourseBy is the last day of the recourse that is open, or was; the zero Date is
	// none. Open: it is open on the day, or was taken and is not decided.
	RecourseBy cycle.Date `json:"recourseBy,omitzero"`
	Open       bool       `json:"open"`
	// Frozen is what may not be destroyed, because it was refused and a recourse is open
	// (P-39.1, s. 36, s. 102.1).
	Frozen []HoldingID `json:"frozen,omitempty"`
}

// On returns what the leg is on a day. Nothing has to have happened for silence to have
// refused it.
func (l Leg) On(day cycle.Date) Status {
	s := Status{State: l.State}
	if l.State == Dropped {
		return s
	}
	first := day
	if len(l.Answers) > 0 {
		first = l.Answers[0].Day
	}
	s.Deemed = !l.Due.IsZero() && day.After(l.Due) && first.After(l.Due)
	kept := l.Kept()
	switch {
	case len(l.Answers) > 0 && l.latest().refuses():
		s.RecourseBy = l.latest().RecourseBy
	case len(l.Answers) == 0 && s.Deemed:
		s.RecourseBy, kept = l.SilenceUntil, l.Scope
	}
	s.Open = l.State == Contested || !s.RecourseBy.IsZero() && !day.After(s.RecourseBy) && l.State != Settled
	if s.Open {
		s.Frozen = kept
	}
	return s
}

// Kept is what the latest answer refuses; everything, when the recourse was taken
// against silence.
func (l Leg) Kept() []HoldingID {
	switch {
	case len(l.Answers) > 0:
		return l.latest().Kept
	case l.State == Contested || l.State == Settled:
		return l.Scope
	}
	return nil
}

func (l Leg) latest() Answer { return l.Answers[len(l.Answers)-1] }

// Reply is what the person reads of an answer.
type Reply struct {
	Regime   Regime      `json:"regime"`
	Event    Event       `json:"event"`
	Day      cycle.Date  `json:"day"`
	Late     bool        `json:"late"`
	Given    []HoldingID `json:"given,omitempty"`
	Kept     []HoldingID `json:"kept,omitempty"`
	Reason   string      `json:"reason,omitempty"`
	Articles []ArticleID `json:"articles,omitempty"`
	// Recourse is to whom one may turn, until RecourseBy.
	Recourse   identity.Text `json:"recourse"`
	RecourseBy cycle.Date    `json:"recourseBy,omitzero"`
	Promise    bool          `json:"promise"`
}

// Reply returns what the person reads of the latest answer; false when there is none.
// One that neither confirms nor denies says the same whether or not anything is held:
// no holding, no reason, and nothing that another answer would not say.
func (l Leg) Reply() (Reply, bool) {
	if len(l.Answers) == 0 {
		return Reply{}, false
	}
	a := l.latest()
	r := Reply{
		Regime: l.Regime, Event: a.Event, Day: a.Day, Late: a.Late, Given: a.Given, Kept: a.Kept,
		Reason: a.Reason, Articles: a.Articles, RecourseBy: a.RecourseBy, Promise: l.Promise,
	}
	if !a.RecourseBy.IsZero() {
		r.Recourse = l.Recourse
	}
	if a.Event == Withhold {
		r.Given, r.Kept, r.Reason = nil, nil, ""
	}
	return r, true
}

// open returns the leg of a request that was received on a day.
func (c Clock) open(received cycle.Date, scope []HoldingID, h cycle.Holidays) Leg {
	l := Leg{Regime: c.Regime, State: Running, Scope: scope, Clock: c.ID, Promise: c.Promise, Due: c.Due(received, 0, h), NoticeBy: c.NoticeBy(received, h)}
	if c.Recourse != nil {
		l.Recourse = c.Recourse.To
		l.SilenceUntil = c.RecourseBy(l.Due, h)
	}
	return l
}

// part splits a scope into what is given and what is kept. The error is [ErrPart]: both
// parts hold something, and nothing else than the scope does.
func part(scope, kept []HoldingID) (given []HoldingID, err error) {
	for n, id := range kept {
		if !slices.Contains(scope, id) || slices.Contains(kept[:n], id) {
			return nil, ErrPart
		}
	}
	for _, id := range scope {
		if !slices.Contains(kept, id) {
			given = append(given, id)
		}
	}
	if len(kept) == 0 || len(given) == 0 {
		return nil, ErrPart
	}
	return given, nil
}
