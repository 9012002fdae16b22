package exam

import (
	"slices"
	"time"
)

// Apply returns the sitting after a command at the instant, with the receipt for it.
// The sitting that it is called on is not changed, and after an error the one returned
// is as [Sitting.At] has it.
//
// In this order: what time alone has caused; a command that was accepted before, whose
// receipt is given again, even after the end; the end; the epoch of a learner's
// command; the tables; and what the event needs. The errors are those of this package's "What wins
// over a command" as a [Lost], and [ErrCommand], [ErrTransition], [ErrWorkstation],
// [ErrNoQuestion], [ErrNoPause], [ErrGround], [ErrTime], [ErrUnproved], [ErrNoPhoto],
// [ErrPointClosed].
func (s Sitting) Apply(c Command, now time.Time) (Sitting, Receipt, error) {
	after, receipt, _, err := s.apply(c, now)
	return after, receipt, err
}

// apply is Apply, and says whether the receipt is one that was given before.
func (s Sitting) apply(c Command, now time.Time) (after Sitting, receipt Receipt, before bool, err error) {
	noted := now
	now = latest(now, s.Last)
	s = s.At(now)
	if receipt, before, err = s.repeated(c); before || err != nil {
		return s, receipt, before, err
	}
	if after, err = s.step(c); err != nil {
		return s, Receipt{}, false, s.lost(err)
	}
	receipt = Receipt{Command: c.ID, Event: c.Event, At: now}
	entry := Entry{Event: c.Event, At: now, Noted: noted, By: c.By, Ground: c.Ground, Note: c.Note}
	if err := after.do(c, now, &receipt, &entry); err != nil {
		return s, Receipt{}, false, err
	}
	after.Last = now
	if c.Event.ByLearner() {
		after.Attempt.Heard = now
	}
	if c.Event != Answer {
		after.Receipts = append(slices.Clip(after.Receipts), receipt)
		after = after.log(entry)
	}
	return after, receipt, false, nil
}

// repeated returns the receipt of a command that was accepted before.
func (s Sitting) repeated(c Command) (Receipt, bool, error) {
	if c.Event == Answer {
		g := s.Given(c.Question)
		if c.Sequence > 0 && g.Sequence == c.Sequence && g.Epoch == c.Epoch && g.Response.Equal(c.Response) {
			return Receipt{Command: c.ID, Event: Answer, At: g.At, Sequence: g.Sequence}, true, nil
		}
		return Receipt{}, false, nil
	}
	if c.ID == "" {
		return Receipt{}, false, ErrCommand
	}
	i := slices.IndexFunc(s.Receipts, func(r Receipt) bool { return r.Command == c.ID })
	switch {
	case i < 0:
		return Receipt{}, false, nil
	case s.Receipts[i].Event != c.Event:
		return Receipt{}, false, ErrCommand
	}
	return s.Receipts[i], true, nil
}

// step moves both machines. A result is what every command meets first, then the epoch
// of a launch that a later one has superseded.
func (s Sitting) step(c Command) (Sitting, error) {
	var err error
	switch {
	case !c.Event.commanded():
		return s, ErrTransition
	case s.Authorisation.State == Unauthorised && c.Event != Authorise:
		return s, ErrNotAuthorised
	case s.Attempt.State.Finished():
		// Any event would do: all are refused alike.
		_, err = s.Attempt.State.Next(Withdraw)
		return s, err
	case s.superseded(c):
		return s, ErrSuperseded
	}
	if c.Event != Authorise && c.Event != Cancel {
		if s.Attempt.State, err = s.Attempt.State.Next(c.Event); err != nil {
			return s, err
		}
	}
	if slices.Contains(AuthorisationEvents(), c.Event) {
		s.Authorisation.State, err = s.Authorisation.State.Next(c.Event)
	}
	return s, err
}

// superseded reports a learner's command of a launch that is not the latest.
func (s Sitting) superseded(c Command) bool {
	launched := s.Attempt.State == Launched || s.Attempt.State.Begun()
	return launched && c.Event.ByLearner() && c.Event != Launch && c.Epoch != s.Attempt.Epoch
}

// do does what the event does beside moving the machines.
func (s *Sitting) do(c Command, now time.Time, receipt *Receipt, entry *Entry) error {
	switch c.Event {
	case Authorise:
		return s.authorise(c, now, entry)
	case Cancel:
		*s = s.withdraw(now)
		return grounded(c)
	case Move:
		// The browser at the former workstation is cut off at once.
		s.Authorisation.Workstation, entry.Workstation = c.Workstation, c.Workstation
		s.Attempt.Epoch++
	case Grant:
		receipt.Time, entry.Time = c.Time, c.Time
		return s.grant(c)
	case Pause:
		switch deadline := s.capped(s.Attempt.Ends); {
		case s.Policy.MaxPause <= 0:
			return ErrNoPause
		case !now.Before(deadline):
			return Lost{Err: ErrTimedOut, Event: TimeOut, At: deadline}
		}
		s.Attempt.PausedAt, s.Attempt.Left, s.Attempt.Ends = now, s.Attempt.Ends.Sub(now), time.Time{}
	case Resume:
		*s = s.resume(now)
	case Launch:
		return s.launch(c, now, receipt, entry)
	case Begin:
		s.Attempt.Begun, s.Attempt.Ends = now, now.Add(s.Policy.Limit+s.Granted)
	case Answer:
		return s.answer(c, now, receipt)
	case Submit:
		s.Attempt.Finished = earliest(now, s.capped(s.Attempt.Ends))
	case Terminate:
		// Of a paused attempt the clock stands: it ends now.
		s.Attempt.Finished = now
		if s.Attempt.PausedAt.IsZero() {
			s.Attempt.Finished = earliest(now, s.capped(s.Attempt.Ends))
		}
		return grounded(c)
	case Lapse, PauseOver, TimeOut, Withdraw:
		return ErrTransition
	}
	return nil
}

func (s *Sitting) authorise(c Command, now time.Time, entry *Entry) error {
	o := c.Opening
	s.Policy = o.Policy
	// What could not be worked at any more is not begun.
	until := s.capped(o.Until)
	switch {
	case o.Proof.At.IsZero():
		return ErrUnproved
	case o.Photo == "":
		return ErrNoPhoto
	case !now.Before(until):
		return ErrPointClosed
	case o.Extra < 0 || o.Extra > MostGranted:
		return ErrTime
	}
	s.Point, s.Exam, s.ExamVersion, s.Paper = o.Point, o.Exam, o.Version, o.Paper
	s.Authorisation = Authorisation{
		State: Authorised, By: c.By, At: now, Until: until, Workstation: o.Workstation, Proof: o.Proof, Photo: o.Photo,
	}
	s.Granted, s.Continues, s.Attempt.Answers = o.Extra, o.Continues, o.Answers
	entry.Workstation, entry.Time = o.Workstation, o.Extra
	if entry.Note = o.Note; o.Extra > 0 {
		entry.Ground = Accommodation
	}
	return nil
}

// launch makes a browser the one from which the sitting goes on. Going on needs no
// more than that: a browser that crashed is launched again.
func (s *Sitting) launch(c Command, now time.Time, receipt *Receipt, entry *Entry) error {
	if assigned := s.Authorisation.Workstation; assigned != "" && assigned != c.Workstation {
		return ErrWorkstation
	}
	s.Attempt.Epoch++
	s.Attempt.Launched, s.Attempt.Workstation = now, c.Workstation
	receipt.Epoch, entry.Epoch, entry.Workstation = s.Attempt.Epoch, s.Attempt.Epoch, c.Workstation
	return nil
}

// grant gives more time: to all of it before begin, and to what is left afterwards.
func (s *Sitting) grant(c Command) error {
	if c.Time <= 0 || c.Time > MostGranted {
		return ErrTime
	}
	s.Granted += c.Time
	switch s.Attempt.State {
	case Running:
		s.Attempt.Ends = s.Attempt.Ends.Add(c.Time)
	case Paused:
		s.Attempt.Left += c.Time
	case Unlaunched, Launched, Submitted, TimedOut, Terminated, Withdrawn:
	}
	return grounded(c)
}

func (s *Sitting) answer(c Command, now time.Time, receipt *Receipt) error {
	drawn, ok := s.Paper.Find(c.Question)
	if !ok || c.Points < 0 || c.Points > s.Paper[drawn].Points {
		return ErrNoQuestion
	}
	i, kept := s.given(c.Question)
	if kept && c.Sequence <= s.Attempt.Answers[i].Sequence {
		return Lost{Err: ErrSequence, Event: Answer, At: s.Attempt.Answers[i].At}
	}
	if c.Sequence <= 0 {
		return Lost{Err: ErrSequence, Event: Answer}
	}
	given := Given{c.Question, c.Sequence, c.Epoch, c.Response, c.Points, now}
	// The sitting before keeps its own answers.
	s.Attempt.Answers = slices.Clone(s.Attempt.Answers)
	if kept {
		s.Attempt.Answers[i] = given
	} else {
		s.Attempt.Answers = slices.Insert(s.Attempt.Answers, i, given)
	}
	receipt.Sequence = c.Sequence
	return nil
}

// grounded refuses a ground that is not the event's.
func grounded(c Command) error {
	if !slices.Contains(c.Event.Grounds(), c.Ground) {
		return ErrGround
	}
	return nil
}

// log adds a line to the log, and leaves that of the sitting before as it is.
func (s Sitting) log(e Entry) Sitting {
	s.Log = append(slices.Clip(s.Log), e)
	return s
}

// lost completes a refusal with what won: the line of the log that brought the sitting
// to where it is.
func (s Sitting) lost(err error) Lost {
	l := Lost{Err: err}
	for i := len(s.Log) - 1; i >= 0; i-- {
		if slices.Contains(winners[err], s.Log[i].Event) {
			l.Event, l.At, l.By = s.Log[i].Event, s.Log[i].At, s.Log[i].By
			break
		}
	}
	return l
}

// winners are the events that bring about a refusal.
var winners = map[error][]Event{
	ErrAuthorised: {Authorise},
	ErrCancelled:  {Cancel},
	ErrLapsed:     {Lapse},
	ErrWithdrawn:  {Cancel, Lapse},
	ErrBegun:      {Begin},
	ErrPaused:     {Pause},
	ErrNotPaused:  {Resume, PauseOver},
	ErrSubmitted:  {Submit},
	ErrTimedOut:   {TimeOut},
	ErrTerminated: {Terminate},
	ErrSuperseded: {Launch, Move},
}
