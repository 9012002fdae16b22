package exam_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/exam"
)

// The machine and the naive oracle agree on every step of every story: who is refused
// and what won, the states, the deadline, the time left, the answers, the result.
func TestTheMachineAgreesWithTheNaiveOracle(t *testing.T) {
	met := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		teller := teller{opening: drawOpening(t), o: oracle{answers: map[string]exam.Given{}}}
		s := exam.Sitting{Key: exam.Key{Org: aqtr, Member: genevieve, Number: 2}}
		for i := range 50 {
			if s.Ended() && rapid.IntRange(1, 6).Draw(t, "enough") == 1 {
				break
			}
			next := teller.next(t, i)
			teller.story = append(teller.story, next)
			o, want := judge(teller.story)
			now := origin.Add(next.clock)
			after, receipt, err := s.Apply(next.Command, now)
			require.Equal(t, want, told(err), "%s", next.Event)
			met[fmt.Sprint(want.err)]++
			if err == nil {
				require.Equal(t, next.ID, receipt.Command)
				require.Equal(t, next.Event, receipt.Event)
			}
			// What is refused is not stored.
			if err == nil || rapid.Bool().Draw(t, "stored") {
				s = after
				teller.o = o
			} else {
				teller.story = teller.story[:len(teller.story)-1]
			}
			requireAgreed(t, after, o, now)
			met["in state "+string(after.Attempt.State)]++
		}
	})
	t.Log(met)
}

// told is a refusal as the oracle has it.
func told(err error) refusal {
	var lost exam.Lost
	if !errors.As(err, &lost) {
		return refusal{err: err}
	}
	r := refusal{err: lost.Err, by: lost.Event}
	if !lost.At.IsZero() {
		r.at = lost.At.Sub(origin)
	}
	if lost.At.IsZero() {
		// Nothing has won yet.
		r.by = ""
	}
	return r
}

func requireAgreed(t *rapid.T, s exam.Sitting, o oracle, now time.Time) {
	authorisation, attempt := o.states()
	require.Equal(t, authorisation, s.Authorisation.State)
	require.Equal(t, attempt, s.Attempt.State)
	clock := now.Sub(origin)
	require.Equal(t, len(o.cuts), s.Attempt.Epoch)
	if o.authorised.some {
		require.Equal(t, o.left(clock), s.Left(now))
		require.Equal(t, o.workstation, s.Authorisation.Workstation)
	}
	require.Equal(t, o.running(), !s.Deadline().IsZero())
	if o.running() {
		require.Equal(t, o.deadline(), s.Deadline().Sub(origin))
	}
	if o.finished() {
		for _, end := range []moment{o.submitted, o.timedOut, o.terminated} {
			if end.some {
				require.Equal(t, min(end.at, o.deadline()), s.Attempt.Finished.Sub(origin))
			}
		}
	}
	require.Len(t, s.Attempt.Answers, len(o.answers))
	points := 0
	for _, g := range s.Attempt.Answers {
		require.Equal(t, o.answers[g.Question], g)
		points += g.Points
	}
	result, ok := s.Result()
	require.Equal(t, o.finished(), ok)
	if ok {
		pass := o.opening.Policy.Pass
		require.Equal(t, points, result.Points)
		require.Equal(t, !o.submitted.some, result.Partial)
		require.Equal(t, points*pass.Den >= pass.Num*result.Max, result.Outcome == exam.Passed)
	}
}

// teller makes up stories.
type teller struct {
	opening exam.Opening
	story   []said
	o       oracle
}

func drawOpening(t *rapid.T) exam.Opening {
	seconds := func(label string, of ...int) time.Duration {
		return time.Duration(rapid.SampledFrom(of).Draw(t, label)) * time.Second
	}
	o := exam.Opening{
		Until: origin.Add(seconds("valid", 20, 60, 300)), Workstation: rapid.SampledFrom([]string{"", "a"}).Draw(t, "assigned"),
		Policy: exam.Policy{
			Limit: seconds("limit", 30, 60), Grace: seconds("grace", 0, 10), MaxPause: seconds("pause", 0, 20, 60),
			Pass: exam.Ratio{Num: 3, Den: 5},
		},
		Proof: exam.Proof{Kind: exam.Licence, At: origin}, Photo: "photo", Extra: seconds("extra", 0, 15),
		Paper: exam.Paper{{Question: "q1", Points: 2}, {Question: "q2", Points: 2}, {Question: "q3", Points: 1}},
	}
	if closes := seconds("closes", 0, 0, 40, 90); closes > 0 {
		o.Policy.Closes = origin.Add(closes)
	}
	if rapid.IntRange(0, 3).Draw(t, "continues") == 0 {
		o.Continues = 1
		o.Answers = []exam.Given{{Question: "q2", Sequence: 3, Epoch: 2, Points: 2, Response: exam.Response{Choices: []string{"right"}}, At: origin.Add(-time.Hour)}}
	}
	return o
}

// next makes up a command: one that moves the story on, more often than not.
func (m *teller) next(t *rapid.T, i int) said {
	one := func(label string, of int) bool { return rapid.IntRange(1, of).Draw(t, label) == of }
	clock := m.clock(t)
	if len(m.story) > 0 && one("again", 8) {
		again := rapid.SampledFrom(m.story).Draw(t, "which")
		again.clock = clock
		return again
	}
	c := exam.Command{ID: fmt.Sprint("c", i), By: exam.Person{Account: "louise"}, Epoch: len(m.o.cuts)}
	c.Event = rapid.SampledFrom(m.likely()).Draw(t, "event")
	if one("any", 4) {
		c.Event = rapid.SampledFrom(exam.Commands()).Draw(t, "any event")
	}
	if one("cut off", 8) {
		c.Epoch += rapid.SampledFrom([]int{-1, 1}).Draw(t, "epoch")
	}
	switch c.Event {
	case exam.Authorise:
		c.Opening = m.opening
	case exam.Launch, exam.Move:
		c.Workstation = rapid.SampledFrom([]string{"a", "a", "a", "b", ""}).Draw(t, "workstation")
	case exam.Grant:
		c.Time = time.Duration(rapid.SampledFrom([]int{1, 5, 30}).Draw(t, "more")) * time.Second
		if one("too long", 8) {
			c.Time = rapid.SampledFrom([]time.Duration{-1, 0, 8*time.Hour + 1}).Draw(t, "wrong")
		}
	case exam.Answer:
		m.answer(t, &c)
	default: // The others need nothing more.
	}
	if grounds := c.Event.Grounds(); len(grounds) > 0 {
		c.Ground = rapid.SampledFrom(grounds).Draw(t, "ground")
		if c.Event != exam.Grant && one("no ground", 8) {
			c.Ground = ""
		}
	}
	switch {
	case one("unnamed", 30):
		c.ID = ""
	case len(m.story) > 0 && one("taken", 30):
		c.ID = rapid.SampledFrom(m.story).Draw(t, "name").ID
	}
	return said{clock, c}
}

// answer gives an answer, now and then out of order or to another exam's question.
func (m *teller) answer(t *rapid.T, c *exam.Command) {
	c.Question = rapid.SampledFrom([]string{"q1", "q2", "q3"}).Draw(t, "question")
	c.Sequence = max(0, m.o.answers[c.Question].Sequence+rapid.SampledFrom([]int{1, 1, 1, 2, 0, -1}).Draw(t, "sequence"))
	right := rapid.Bool().Draw(t, "right")
	c.Response.Choices = []string{map[bool]string{true: "right", false: "wrong"}[right]}
	if i := slices.IndexFunc(m.opening.Paper, func(d exam.Drawn) bool { return d.Question == c.Question }); right {
		c.Points = m.opening.Paper[i].Points
	}
	if rapid.IntRange(1, 12).Draw(t, "other") == 1 {
		c.Question = "q9"
	}
}

// likely are the events that the story waits for.
func (m *teller) likely() []exam.Event {
	_, attempt := m.o.states()
	switch {
	case !m.o.authorised.some:
		return []exam.Event{exam.Authorise}
	case attempt == exam.Unlaunched:
		return []exam.Event{exam.Launch, exam.Launch, exam.Grant, exam.Move}
	case attempt == exam.Launched:
		return []exam.Event{exam.Begin, exam.Begin, exam.Begin, exam.Launch, exam.Grant}
	case attempt == exam.Paused:
		return []exam.Event{exam.Resume, exam.Grant, exam.Launch, exam.Move}
	}
	return []exam.Event{exam.Answer, exam.Answer, exam.Answer, exam.Pause, exam.Pause, exam.Grant, exam.Launch}
}

// clock shows an instant: a little later, before, or at one at which something turns.
func (m *teller) clock(t *rapid.T) time.Duration {
	step := rapid.SampledFrom([]time.Duration{0, 0, 1, 1000, 1000, 3000, 3000, -1, -5000, 9000}).Draw(t, "step") * time.Millisecond
	turns := []time.Duration{m.o.closing(m.o.seen + time.Hour)}
	switch {
	case m.o.running():
		turns = append(turns, m.o.deadline(), m.o.deadline()+m.opening.Policy.Grace)
	case m.o.paused():
		turns = append(turns, m.o.closing(m.o.pauses[len(m.o.pauses)-1].from.at+m.opening.Policy.MaxPause))
	case m.o.authorised.some && !m.o.withdrawn() && !m.o.begun.some:
		turns = append(turns, m.o.validUntil())
	}
	if rapid.IntRange(1, 16).Draw(t, "turn") == 2 {
		return rapid.SampledFrom(turns[min(1, len(turns)-1):]).Draw(t, "at") + rapid.SampledFrom([]time.Duration{-1, 0, 1}).Draw(t, "about")
	}
	return max(0, m.o.seen) + step
}
