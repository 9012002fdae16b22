package exam

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Key names a sitting: the organisation, then the member, then the number among the
// member's sittings, from 1 on.
type Key struct {
	Org    identity.OrganisationID `json:"org"`
	Member identity.MemberID       `json:"member"`
	Number int                     `json:"number"`
}

// ID returns the number as a part of keys and addresses.
func (k Key) ID() string { return strconv.Itoa(k.Number) }

// Sitting is an exam as one learner sits it once: the authorisation, the attempt, and
// everything that was frozen when it was authorised. The zero value with a Key is one
// that nobody authorised.
type Sitting struct {
	Key
	Point PointID `json:"point"`
	Exam  ID      `json:"exam"`
	// ExamVersion is that of the exam whose questions the paper has.
	ExamVersion string `json:"examVersion"`
	Policy      Policy `json:"policy"`
	Paper       Paper  `json:"paper"`

	Authorisation Authorisation `json:"authorisation"`
	Attempt       Attempt       `json:"attempt"`
	// Granted is all the time granted, ahead or while running; the log has each grant.
	Granted time.Duration `json:"granted,omitempty"`
	// Log is everything that happened, answers apart, in the order in which it was
	// written.
	Log []Entry `json:"log"`
	// Receipts are those of the commands that were accepted, answers apart.
	Receipts []Receipt `json:"receipts"`
	// Last is the latest instant that the sitting has seen.
	Last time.Time `json:"last,omitzero"`

	// Continues is the number of the sitting that this one continues, and ContinuedBy
	// of the one that continues it; zero for none.
	Continues   int `json:"continues,omitempty"`
	ContinuedBy int `json:"continuedBy,omitempty"`
	// Filed says that the learner's file has the result.
	Filed bool `json:"filed,omitempty"`
	// Card is the attestation card; nil until one is issued.
	Card *Card `json:"card,omitempty"`
	// Version is 0 until the sitting is stored.
	Version int64 `json:"version"`
}

// Ended reports a sitting in which nothing more happens: the attempt ended, or its
// authorisation did before it began.
func (s Sitting) Ended() bool { return s.Attempt.State.Ended() }

// Live reports a sitting that is authorised and has not ended.
func (s Sitting) Live() bool { return s.Authorisation.State != Unauthorised && !s.Ended() }

// Deadline returns the instant at which the working time of a running attempt is over:
// begin, limit, grants and pauses, or Policy.Closes when that comes first. It is the
// zero time when no clock runs.
func (s Sitting) Deadline() time.Time {
	if s.Attempt.State != Running {
		return time.Time{}
	}
	return s.capped(s.Attempt.Ends)
}

// capped returns the instant, or Policy.Closes when that comes first.
func (s Sitting) capped(at time.Time) time.Time {
	if closes := s.Policy.Closes; !closes.IsZero() && closes.Before(at) {
		return closes
	}
	return at
}

// Left returns the working time that is left at the instant, never below zero: what a
// timer shows (E11). Before begin it is all of it, after the end none.
func (s Sitting) Left(now time.Time) time.Duration {
	switch s.Attempt.State {
	case Unlaunched, Launched:
		return s.Policy.Limit + s.Granted
	case Running:
		return max(0, s.Deadline().Sub(latest(now, s.Last)))
	case Paused:
		return max(0, s.Attempt.Left)
	case Submitted, TimedOut, Terminated, Withdrawn:
	}
	return 0
}

// NextDue returns the next instant at which time alone causes something; the zero time
// when it never does.
func (s Sitting) NextDue() time.Time {
	switch {
	case s.Authorisation.State == Authorised && !s.Ended():
		return s.Authorisation.Until
	case s.Attempt.State == Running:
		return s.Deadline().Add(s.Policy.Grace)
	case s.Attempt.State == Paused:
		return s.capped(s.Attempt.PausedAt.Add(s.Policy.MaxPause))
	}
	return time.Time{}
}

// Given returns the kept answer to a question; the zero value when there is none.
func (s Sitting) Given(question string) Given {
	i, ok := s.given(question)
	if !ok {
		return Given{}
	}
	return s.Attempt.Answers[i]
}

// given returns where the answer to a question is, or would be.
func (s Sitting) given(question string) (int, bool) {
	return slices.BinarySearchFunc(s.Attempt.Answers, question, func(g Given, q string) int { return strings.Compare(g.Question, q) })
}

// Answered returns how many questions have an answer that is not empty.
func (s Sitting) Answered() int {
	n := 0
	for _, g := range s.Attempt.Answers {
		if !g.Response.Equal(Response{}) {
			n++
		}
	}
	return n
}

// Outcome says how an attempt that ended stands to the pass mark.
type Outcome string

// The outcomes. The pages say "Réussite" and "Échec".
const (
	NoOutcome Outcome = ""
	Passed    Outcome = "passed"
	Failed    Outcome = "failed"
)

// Result is what an attempt was worth (E16).
type Result struct {
	Points  int     `json:"points"`
	Max     int     `json:"max"`
	Outcome Outcome `json:"outcome"`
	// Partial says that an operator or the clock ended it: the points are those
	// accumulated so far.
	Partial bool `json:"partial"`
}

// Result returns the result of an attempt that has ended; ok is false of one that has
// none. It is exact: the outcome is "passed" if and only if the points reach the pass
// mark's share of all points, in whole numbers.
func (s Sitting) Result() (result Result, ok bool) {
	if !s.Attempt.State.Finished() {
		return Result{}, false
	}
	result = Result{Max: s.Paper.Points(), Outcome: Failed, Partial: s.Attempt.State != Submitted}
	for _, g := range s.Attempt.Answers {
		result.Points += g.Points
	}
	if s.Policy.Pass.Reached(result.Points, result.Max) {
		result.Outcome = Passed
	}
	return result, true
}

// Seen returns the sitting as the learner may see it: without the proof of identity and
// anything of the photo (E10), and without the points of the answers until it has
// ended.
func (s Sitting) Seen() Sitting {
	s.Authorisation.Proof, s.Authorisation.Photo = Proof{}, ""
	if s.Card != nil {
		card := *s.Card
		card.Photo = ""
		s.Card = &card
	}
	if s.Ended() {
		return s
	}
	s.Attempt.Answers = slices.Clone(s.Attempt.Answers)
	for i := range s.Attempt.Answers {
		s.Attempt.Answers[i].Points = 0
	}
	return s
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
