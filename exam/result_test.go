package exam_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
)

// The learner had finished and not closed: the operator closes, and nothing is lost.
func TestE15_TheOperatorClosesForWhoHadFinished(t *testing.T) {
	p := play(t).begin(t, 0).answer(t, 10*minute, map[string]int{"q1": 2, "q2": 2, "q3": 1})
	done := terminate
	done.Ground = exam.FinishedUnclosed
	require.NoError(t, p.do(12*minute, done))
	require.Equal(t, exam.Terminated, p.Attempt.State)
	require.Equal(t, origin.Add(12*minute), p.Attempt.Finished)
	result, ok := p.Result()
	require.True(t, ok)
	require.Equal(t, exam.Result{Points: 5, Max: 5, Outcome: exam.Passed, Partial: true}, result)
	last := p.Log[len(p.Log)-1]
	require.Equal(t, exam.FinishedUnclosed, last.Ground)
	require.Equal(t, exam.PersonOf(louise), last.By)

	// The click that comes after it changes nothing, and is told what won.
	won := exam.Lost{Err: exam.ErrTerminated, Event: exam.Terminate, At: origin.Add(12 * minute), By: exam.PersonOf(louise)}
	before := p.Sitting
	require.Equal(t, won, p.do(12*minute+second, submit))
	require.Equal(t, won, p.do(13*minute, terminate))
	require.Equal(t, won, p.do(14*minute, grant(minute)))
	require.Equal(t, before, p.Sitting)
}

// And the other way round: the learner's was first.
func TestE15_TheOperatorIsToldThatTheLearnerClosedFirst(t *testing.T) {
	p := play(t).begin(t, 0)
	require.NoError(t, p.do(12*minute, submit))
	require.Equal(t, exam.Lost{Err: exam.ErrSubmitted, Event: exam.Submit, At: origin.Add(12 * minute)}, p.do(12*minute, terminate))
	require.EqualError(t, p.do(12*minute, terminate), "exam: submitted already (submit at 2026-11-25T15:12:00Z)")
	p = play(t)
	require.ErrorIs(t, p.do(minute, terminate), exam.ErrNotBegun, "what was not begun is cancelled, not ended")
}

func TestE15_ATerminationIsDatedAtTheDeadlineAtTheLatest(t *testing.T) {
	p := play(t).begin(t, 0)
	require.NoError(t, p.do(30*minute+5*second, terminate))
	require.Equal(t, origin.Add(30*minute), p.Attempt.Finished)
	// Of a pause the clock stands: it ends when it is ended.
	p = play(t, func(o *exam.Opening) { o.Policy.MaxPause = time.Hour }).begin(t, 0)
	require.NoError(t, p.do(29*minute, pauseNow))
	require.NoError(t, p.do(50*minute, terminate))
	require.Equal(t, origin.Add(50*minute), p.Attempt.Finished)
}

// Closed before the end, the result is the points accumulated so far: 3 of 5 is the
// mark, exactly.
func TestE16_TheResultIsThePointsSoFar(t *testing.T) {
	for _, c := range []struct {
		points map[string]int
		want   exam.Result
	}{
		{nil, exam.Result{Points: 0, Max: 5, Outcome: exam.Failed, Partial: true}},
		{map[string]int{"q1": 2}, exam.Result{Points: 2, Max: 5, Outcome: exam.Failed, Partial: true}},
		{map[string]int{"q1": 2, "q2": 0}, exam.Result{Points: 2, Max: 5, Outcome: exam.Failed, Partial: true}},
		{map[string]int{"q1": 2, "q3": 1}, exam.Result{Points: 3, Max: 5, Outcome: exam.Passed, Partial: true}},
		{map[string]int{"q1": 2, "q2": 2}, exam.Result{Points: 4, Max: 5, Outcome: exam.Passed, Partial: true}},
	} {
		p := play(t).begin(t, 0).answer(t, minute, c.points)
		_, ok := p.Result()
		require.False(t, ok, "none before the end")
		require.NoError(t, p.do(2*minute, terminate))
		got, ok := p.Result()
		require.True(t, ok)
		require.Equal(t, c.want, got)

		p = play(t).begin(t, 0).answer(t, minute, c.points)
		got, _ = p.At(origin.Add(time.Hour)).Result()
		require.Equal(t, c.want, got, "so it is when the time runs out")

		require.NoError(t, p.do(2*minute, submit))
		got, _ = p.Result()
		require.False(t, got.Partial, "who closes has finished")
	}
}

// A third of 5 points is 1 and two thirds, two thirds are 3 and a third: whole points
// reach neither exactly, and nothing is rounded towards the learner or away.
func TestE16_NothingIsRounded(t *testing.T) {
	for mark, want := range map[exam.Ratio][6]bool{
		{Num: 1, Den: 3}: {false, false, true, true, true, true},
		{Num: 2, Den: 3}: {false, false, false, false, true, true},
		{Num: 3, Den: 5}: {false, false, false, true, true, true},
		{Num: 1, Den: 1}: {false, false, false, false, false, true},
		{}:               {},
	} {
		for points, passed := range want {
			require.Equal(t, passed, mark.Reached(points, 5), "%d of 5, mark %v", points, mark)
		}
	}
}

// The learner does not see points before the end, nor does a later answer add to an
// earlier one.
func TestE16_ALaterAnswerTakesThePlaceOfAnEarlier(t *testing.T) {
	p := play(t).begin(t, 0).answer(t, minute, map[string]int{"q1": 2, "q2": 2})
	require.NoError(t, p.do(2*minute, exam.Command{Event: exam.Answer, Question: "q1", Sequence: 2, Response: exam.Response{Choices: []string{"b"}}}))
	require.Zero(t, p.Seen().Given("q2").Points)
	require.Equal(t, 2, p.Given("q2").Points, "what is kept is not what is seen")
	require.Equal(t, exam.Lost{Err: exam.ErrSequence, Event: exam.Answer, At: origin.Add(2 * minute)},
		p.do(3*minute, exam.Command{Event: exam.Answer, Question: "q1", Sequence: 1, Points: 2, Response: exam.Response{Choices: []string{"c"}}}))
	require.NoError(t, p.do(4*minute, terminate))
	result, _ := p.Result()
	require.Equal(t, exam.Result{Points: 2, Max: 5, Outcome: exam.Failed, Partial: true}, result)
	require.Equal(t, 2, p.Seen().Given("q2").Points)
}
