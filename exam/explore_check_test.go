package exam_test

import (
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// ends are the refusals that ends have.
var ends = map[exam.AttemptState]error{
	exam.Submitted: exam.ErrSubmitted, exam.TimedOut: exam.ErrTimedOut,
	exam.Terminated: exam.ErrTerminated, exam.Withdrawn: exam.ErrWithdrawn,
}

// checkState says what is wrong with a sitting in itself.
func checkState(s exam.Sitting) error {
	endings, begins := 0, 0
	for _, e := range s.Log {
		if ending(e.Event) {
			endings++
		} else if e.Event == exam.Begin {
			begins++
		}
		if e.At.After(s.Last) {
			return errors.New("a line of the log is later than the latest instant")
		}
	}
	a, points := s.Attempt, 0
	for i, g := range a.Answers {
		points += g.Points
		if i > 0 && a.Answers[i-1].Question >= g.Question {
			return errors.New("the answers are not in order")
		}
	}
	switch {
	case s.Ended() && endings != 1, !s.Ended() && endings != 0:
		return fmt.Errorf("%d endings", endings)
	case a.Begun.IsZero() && begins != 0, !a.Begun.IsZero() && begins != 1:
		return fmt.Errorf("begun %d times", begins)
	case (s.Authorisation.State == exam.Cancelled || s.Authorisation.State == exam.Lapsed) && !a.Begun.IsZero():
		return errors.New("begun without an authorisation")
	case (s.Authorisation.State == exam.Consumed) != !a.Begun.IsZero():
		return errors.New("an authorisation is consumed by beginning, and by nothing else")
	case (a.State == exam.Withdrawn) != (s.Authorisation.State == exam.Cancelled || s.Authorisation.State == exam.Lapsed):
		return errors.New("an attempt is withdrawn with its authorisation, and with nothing else")
	case points > s.Paper.Points():
		return errors.New("more points than the paper has")
	case s.Ended() && a.Finished.After(s.Last):
		return errors.New("finished later than now")
	case a.State.Finished() && a.Finished.Before(a.Begun):
		return errors.New("finished before it began")
	case (a.State == exam.Submitted || a.State == exam.TimedOut) && (a.Finished.After(a.Ends) || closed(s, a.Finished)):
		return errors.New("finished after the deadline")
	case s.Left(s.Last) < 0 || s.Left(s.Last) > s.Policy.Limit+s.Granted:
		return fmt.Errorf("%s left", s.Left(s.Last))
	case a.State == exam.Running && s.Left(s.Last) != max(0, s.Deadline().Sub(s.Last)):
		return errors.New("what is left is not what there is until the deadline")
	}
	if result, ok := s.Result(); ok != a.State.Finished() || ok && (result.Points != points || result.Partial != (a.State != exam.Submitted)) {
		return fmt.Errorf("result %v", result)
	}
	return nil
}

// closed reports an instant after the hard end.
func closed(s exam.Sitting, at time.Time) bool {
	return !s.Policy.Closes.IsZero() && at.After(s.Policy.Closes)
}

// checkDue says what is wrong with the instant at which time alone causes something.
func checkDue(s exam.Sitting) error {
	due := s.NextDue()
	switch {
	case due.IsZero():
		if !same(s.At(s.Last.Add(long)), s) {
			return errors.New("something happens that never falls due")
		}
		return nil
	case s.Ended():
		return errors.New("something falls due after the end")
	case !due.After(s.Last):
		return errors.New("something is overdue")
	case !same(s.At(due.Add(-1)), s):
		return errors.New("something happens before it falls due")
	case same(s.At(due), s):
		return errors.New("nothing happens when it falls due")
	case !same(s.At(due), s.At(due).At(due)):
		return errors.New("it happens again")
	}
	// Who looks meanwhile changes nothing, however often.
	if end := s.Last.Add(long); !same(undated(s.At(due).At(end)), undated(s.At(end))) {
		return errors.New("it matters when somebody looks")
	}
	return nil
}

// checkTick says what is wrong when a tick before a command, which makes of the sitting
// what it is at the instant, is not without consequence.
func checkTick(at exam.Sitting, c exam.Command, now time.Time, after exam.Sitting, receipt exam.Receipt, err error) error {
	ticked, again, errTicked := at.Apply(c, now)
	if !same(ticked, after) || again != receipt || !reflect.DeepEqual(errTicked, err) {
		return fmt.Errorf("a tick before changes the outcome: %w, %w", err, errTicked)
	}
	return nil
}

// checkStep says what is wrong with what became of a sitting under a command. at is the
// sitting at the instant, with what time alone has caused.
func checkStep(s, at exam.Sitting, c exam.Command, now time.Time, after exam.Sitting, receipt exam.Receipt, err error) error {
	switch {
	case s.Ended() && !same(after, s):
		return errors.New("an end changed")
	case after.Last.Before(s.Last):
		return errors.New("the instant ran backwards")
	case err != nil && (!same(after, at) || receipt != exam.Receipt{}):
		return fmt.Errorf("refused (%w), and something changed", err)
	case at.Ended() && !errors.Is(err, ends[at.Attempt.State]) && c.Event != exam.Cancel && c.Event != exam.Authorise:
		return fmt.Errorf("the end is refused with %w", err)
	case at.Attempt.State.Finished() && !errors.Is(err, ends[at.Attempt.State]):
		return fmt.Errorf("the result is refused with %w", err)
	case cutOff(at, c) && !errors.Is(err, exam.ErrSuperseded):
		return errors.New("a browser that was cut off is not told so")
	case err == nil && c.Event == exam.Launch && at.Authorisation.Workstation != "" && c.Workstation != at.Authorisation.Workstation:
		return errors.New("launched at another workstation")
	case err == nil && len(after.Log) == len(at.Log) && c.Event != exam.Answer:
		return errors.New("nothing was logged")
	}
	if lost := (exam.Lost{}); at.Ended() && errors.As(err, &lost) && (lost.Event == "" || lost.At.IsZero()) {
		return fmt.Errorf("nothing says what won: %w", err)
	}
	if err != nil {
		return nil
	}
	return errors.Join(checkState(after), checkRepeated(after, c, now, receipt))
}

// cutOff reports a command of a launch that is not the latest.
func cutOff(at exam.Sitting, c exam.Command) bool {
	return at.Live() && at.Attempt.State != exam.Unlaunched && c.Event.ByLearner() && c.Event != exam.Launch && c.Epoch != at.Attempt.Epoch
}

// checkRepeated says what is wrong when a command that was accepted is sent again.
func checkRepeated(after exam.Sitting, c exam.Command, now time.Time, receipt exam.Receipt) error {
	got, again, err := after.Apply(c, now)
	switch {
	case err != nil || again != receipt:
		return fmt.Errorf("sent again: %v, %w", again, err)
	case !same(got, after.At(now)):
		return errors.New("sent again, and something changed")
	}
	return nil
}
