package exam_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/exam"
)

// The log, the receipts and the answers say everything: who does again what they say
// has the same sitting.
func TestReplayingTheLogGivesTheSitting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, want := tell(t)
		if want.Authorisation.State == exam.Unauthorised {
			return
		}
		require.Equal(t, undated(want), undated(replay(t, want)))
	})
}

// replay makes a sitting again out of another's log.
func replay(t *rapid.T, from exam.Sitting) exam.Sitting {
	s := exam.Sitting{Key: from.Key}
	answers := slices.SortedFunc(slices.Values(from.Attempt.Answers), func(a, b exam.Given) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Epoch, b.Epoch))
	})
	carried := slices.DeleteFunc(slices.Clone(answers), func(g exam.Given) bool { return !g.At.Before(from.Authorisation.At) })
	answers = answers[len(carried):]
	do := func(c exam.Command, at time.Time) {
		var err error
		s, _, err = s.Apply(c, at)
		require.NoError(t, err, c.Event)
	}
	receipts := from.Receipts
	for _, e := range from.Log {
		for len(answers) > 0 && s.Attempt.State == exam.Running && answers[0].Epoch == s.Attempt.Epoch && !answers[0].At.After(e.At) {
			do(again(answers[0]), answers[0].At)
			answers = answers[1:]
		}
		if !slices.Contains(exam.Commands(), e.Event) {
			// Time does it again by itself.
			s = s.At(e.At)
			continue
		}
		require.Equal(t, receipts[0].Event, e.Event)
		c := exam.Command{
			ID: receipts[0].Command, Event: e.Event, By: e.By, Epoch: s.Attempt.Epoch, Workstation: e.Workstation,
			Time: e.Time, Ground: e.Ground, Note: e.Note,
		}
		if receipts = receipts[1:]; e.Event == exam.Authorise {
			a := from.Authorisation
			c.Opening = exam.Opening{
				Point: from.Point, Exam: from.Exam, Version: from.ExamVersion, Policy: from.Policy, Paper: from.Paper,
				Until: a.Until, Workstation: e.Workstation, Proof: a.Proof, Photo: a.Photo, Extra: e.Time, Note: e.Note,
				Continues: from.Continues, Answers: carried,
			}
			if len(carried) == 0 && from.Continues > 0 {
				c.Opening.Answers = []exam.Given{{Question: "q2", Sequence: 3, Epoch: 2, Points: 2, At: origin.Add(-time.Hour)}}
			}
		}
		do(c, e.At)
	}
	require.Empty(t, receipts)
	for _, g := range answers {
		do(again(g), g.At)
	}
	return s.At(from.Last)
}

func again(g exam.Given) exam.Command {
	return exam.Command{Event: exam.Answer, Question: g.Question, Sequence: g.Sequence, Epoch: g.Epoch, Response: g.Response, Points: g.Points}
}
