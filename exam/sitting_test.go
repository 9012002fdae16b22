package exam_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
)

// played is a sitting without store or clock: each command comes at an instant.
type played struct {
	exam.Sitting
	commands int
}

// play authorises an exam of 30 minutes in three questions of 2, 2 and 1 points, at ten
// o'clock until five, and lets more be said of it.
func play(t *testing.T, change ...func(*exam.Opening)) *played {
	t.Helper()
	o := exam.Opening{
		Point: quebec, Exam: signaleur, Version: "1", Until: origin.Add(7 * time.Hour),
		Policy: exam.Policy{Limit: 30 * time.Minute, Grace: exam.Grace, Pass: exam.Ratio{Num: 3, Den: 5}},
		Paper:  exam.Paper{{Question: "q1", Points: 2}, {Question: "q2", Points: 2}, {Question: "q3", Points: 1}},
		Proof:  exam.Proof{Kind: exam.Licence, At: origin}, Photo: "photo",
	}
	for _, c := range change {
		c(&o)
	}
	p := &played{Sitting: exam.Sitting{Key: exam.Key{Org: aqtr, Member: genevieve, Number: 1}}}
	require.NoError(t, p.do(0, exam.Command{Event: exam.Authorise, Opening: o, By: exam.PersonOf(louise)}))
	return p
}

// do sends a command so long after origin, under the latest launch.
func (p *played) do(at time.Duration, c exam.Command) error {
	p.commands++
	if c.ID = fmt.Sprint(p.commands); c.Epoch == 0 {
		c.Epoch = p.Attempt.Epoch
	}
	var err error
	p.Sitting, _, err = p.Apply(c, origin.Add(at))
	return err
}

// begin launches and begins at an instant.
func (p *played) begin(t *testing.T, at time.Duration) *played {
	t.Helper()
	require.NoError(t, p.do(at, exam.Command{Event: exam.Launch}))
	require.NoError(t, p.do(at, exam.Command{Event: exam.Begin}))
	return p
}

// answer gives the right answers to questions.
func (p *played) answer(t *testing.T, at time.Duration, points map[string]int) *played {
	t.Helper()
	for question, n := range points {
		require.NoError(t, p.do(at, exam.Command{
			Event: exam.Answer, Question: question, Sequence: 1, Points: n, Response: exam.Response{Choices: []string{"a"}},
		}))
	}
	return p
}

func (p *played) left(at time.Duration) time.Duration {
	return p.At(origin.Add(at)).Left(origin.Add(at))
}

const (
	second = time.Second
	minute = time.Minute
	byHand = exam.StoppedBefore
)

var (
	submit    = exam.Command{Event: exam.Submit}
	terminate = exam.Command{Event: exam.Terminate, Ground: byHand, By: exam.PersonOf(louise)}
	cancel    = exam.Command{Event: exam.Cancel, Ground: exam.AtTheirWish, By: exam.PersonOf(karine)}
	pauseNow  = exam.Command{Event: exam.Pause}
	resumeNow = exam.Command{Event: exam.Resume}
)

func grant(more time.Duration) exam.Command {
	return exam.Command{Event: exam.Grant, Ground: exam.Incident, Time: more}
}

func TestE7_TheAuthorisationIsCancelledUntilTheLearnerBegins(t *testing.T) {
	p := play(t)
	require.NoError(t, p.do(minute, exam.Command{Event: exam.Launch}))
	require.NoError(t, p.do(2*minute, cancel), "launched is not begun")
	require.Equal(t, exam.Cancelled, p.Authorisation.State)
	require.Equal(t, exam.Withdrawn, p.Attempt.State)
	require.True(t, p.Ended())
	_, ok := p.Result()
	require.False(t, ok, "nothing was sat")

	// The learner is told who cancelled it, and when; so is the other operator.
	won := exam.Lost{Err: exam.ErrWithdrawn, Event: exam.Cancel, At: origin.Add(2 * minute), By: exam.PersonOf(karine)}
	require.Equal(t, won, p.do(3*minute, exam.Command{Event: exam.Begin}))
	won.Err = exam.ErrCancelled
	require.Equal(t, won, p.do(3*minute, cancel))

	p = play(t).begin(t, minute)
	require.Equal(t, exam.Lost{Err: exam.ErrBegun, Event: exam.Begin, At: origin.Add(minute)}, p.do(2*minute, cancel))
	require.NoError(t, p.do(3*minute, submit))
	require.Equal(t, exam.Lost{Err: exam.ErrSubmitted, Event: exam.Submit, At: origin.Add(3 * minute)}, p.do(4*minute, cancel),
		"what won is the end, not the beginning")
}

func TestE7_TheAuthorisationLapsesByItself(t *testing.T) {
	p := play(t)
	require.NoError(t, p.do(minute, exam.Command{Event: exam.Launch}))
	require.Equal(t, exam.Launched, p.At(origin.Add(7*time.Hour-1)).Attempt.State)
	require.Equal(t, exam.Lost{Err: exam.ErrWithdrawn, Event: exam.Lapse, At: origin.Add(7 * time.Hour)},
		p.do(9*time.Hour, exam.Command{Event: exam.Begin}), "dated when it fell due")
	require.Equal(t, exam.Lapsed, p.Authorisation.State)
	require.Zero(t, p.Attempt.Begun)
	require.Equal(t, origin.Add(7*time.Hour), p.Attempt.Finished)
	require.ErrorIs(t, p.do(9*time.Hour, cancel), exam.ErrLapsed)

	// Nobody begins what could not be worked at: the hard end comes first.
	p = play(t, func(o *exam.Opening) { o.Policy.Closes = origin.Add(time.Hour) })
	require.Equal(t, origin.Add(time.Hour), p.NextDue())
	require.ErrorIs(t, p.do(time.Hour, exam.Command{Event: exam.Launch}), exam.ErrWithdrawn)
}

func TestE11_TheTimeThatIsLeft(t *testing.T) {
	require.Zero(t, exam.Sitting{}.Left(origin))
	p := play(t, func(o *exam.Opening) { o.Extra, o.Policy.MaxPause = 5*minute, 20*minute })
	require.Equal(t, 35*minute, p.left(0), "the limit, and what was granted ahead")
	require.NoError(t, p.do(minute, grant(minute)))
	require.Equal(t, 36*minute, p.left(6*time.Hour), "no clock runs before the beginning")
	p.begin(t, 10*minute)
	require.Equal(t, 36*minute, p.left(10*minute))
	require.Equal(t, 26*minute+30*second, p.left(19*minute+30*second))
	require.Equal(t, 36*minute, p.left(2*minute), "a clock that goes back gives no time")
	require.NoError(t, p.do(20*minute, pauseNow))
	require.Equal(t, 26*minute, p.left(25*minute), "a pause keeps all of it")
	require.NoError(t, p.do(30*minute, grant(2*minute)))
	require.Equal(t, 28*minute, p.left(30*minute))
	require.Equal(t, 27*minute, p.left(41*minute), "the longest pause is over at 10:40")
	require.NoError(t, p.do(35*minute, resumeNow))
	require.Equal(t, 28*minute, p.left(35*minute))
	require.Equal(t, origin.Add(63*minute), p.Deadline())

	// The grace is never shown: nothing is left at the deadline, and in all of it.
	require.Equal(t, time.Duration(1), p.left(63*minute-1))
	require.Zero(t, p.left(63*minute))
	require.Zero(t, p.left(63*minute+exam.Grace-1))
	require.Equal(t, exam.Running, p.At(origin.Add(63*minute+exam.Grace-1)).Attempt.State)
	require.Equal(t, exam.TimedOut, p.At(origin.Add(63*minute+exam.Grace)).Attempt.State)
	require.Zero(t, p.left(63*minute+exam.Grace))

	// What is granted in it is counted from the deadline.
	require.NoError(t, p.do(63*minute+4*second, grant(minute)))
	require.Equal(t, 56*second, p.left(63*minute+4*second))
	require.NoError(t, p.do(63*minute+5*second, submit))
	require.Zero(t, p.left(63*minute+5*second))
}

func TestE11_NobodyWorksAfterTheHardEnd(t *testing.T) {
	p := play(t, func(o *exam.Opening) { o.Policy.Closes = origin.Add(7 * time.Hour) }).begin(t, 7*time.Hour-10*minute)
	require.Equal(t, 10*minute, p.left(7*time.Hour-10*minute))
	require.NoError(t, p.do(7*time.Hour-5*minute, grant(time.Hour)))
	require.Equal(t, 5*minute, p.left(7*time.Hour-5*minute), "more time does not keep the point open")
	require.Equal(t, origin.Add(7*time.Hour), p.At(origin.Add(8*time.Hour)).Attempt.Finished)
}

func TestE12_AFinishIsDatedAtTheDeadlineAtTheLatest(t *testing.T) {
	for at, want := range map[time.Duration]time.Duration{
		29 * minute: 29 * minute, 30*minute - 1: 30*minute - 1, 30 * minute: 30 * minute, 30*minute + exam.Grace - 1: 30 * minute,
	} {
		p := play(t).begin(t, 0)
		require.NoError(t, p.do(at, submit))
		require.Equal(t, exam.Submitted, p.Attempt.State)
		require.Equal(t, origin.Add(want), p.Attempt.Finished)
	}
	p := play(t).begin(t, 0).answer(t, 30*minute+exam.Grace-1, map[string]int{"q1": 2})
	require.Equal(t, exam.Lost{Err: exam.ErrTimedOut, Event: exam.TimeOut, At: origin.Add(30 * minute)}, p.do(30*minute+exam.Grace, submit))
	require.Equal(t, origin.Add(30*minute), p.Attempt.Finished)
	result, _ := p.Result()
	require.Equal(t, 2, result.Points, "the answer that came in the grace counts")
}
