package exam

import "time"

// At returns the sitting as it is at the instant: with what time alone has caused
// since, each dated when it fell due. An instant before the latest that the sitting
// has seen is taken for that one.
func (s Sitting) At(now time.Time) Sitting {
	noted := now
	now = latest(now, s.Last)
	for {
		due := s.NextDue()
		if due.IsZero() || now.Before(due) {
			return s
		}
		s = s.fallDue(due, noted)
	}
}

// fallDue applies the one thing that falls due at the instant, which the sitting has
// then seen: a clock that goes back finds no time that was spent.
func (s Sitting) fallDue(due, noted time.Time) Sitting {
	s.Last = latest(s.Last, due)
	switch {
	case s.Authorisation.State == Authorised:
		s.Authorisation.State, _ = s.Authorisation.State.Next(Lapse)
		s = s.withdraw(due)
		return s.log(Entry{Event: Lapse, At: due, Noted: noted})
	case s.Attempt.State == Paused:
		s.Attempt.State, _ = s.Attempt.State.Next(PauseOver)
		s = s.resume(due)
		return s.log(Entry{Event: PauseOver, At: due, Noted: noted})
	}
	deadline := s.Deadline()
	s.Attempt.State, _ = s.Attempt.State.Next(TimeOut)
	s.Attempt.Finished = deadline
	return s.log(Entry{Event: TimeOut, At: deadline, Noted: noted})
}

// withdraw ends the attempt of an authorisation that is none any more.
func (s Sitting) withdraw(at time.Time) Sitting {
	s.Attempt.State, _ = s.Attempt.State.Next(Withdraw)
	s.Attempt.Finished = at
	return s
}

// resume starts the clock again with the time that was left.
func (s Sitting) resume(at time.Time) Sitting {
	s.Attempt.Ends = at.Add(s.Attempt.Left)
	s.Attempt.PausedAt, s.Attempt.Left = time.Time{}, 0
	return s
}
