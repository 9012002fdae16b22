package exam_test

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// canonical returns what of a sitting decides what may still happen to it, with every
// instant relative to the latest that it has seen; two sittings that have the same are
// one state. Left out are the log and the receipts, on which only what is told depends
// (the explorer looks at those of every sitting that it comes by), when and where it was
// launched, begun, heard of and answered, and of one that has ended everything but how,
// the answers and the epoch.
func canonical(s exam.Sitting) string {
	var code [32]byte
	b := code[:0]
	rel := func(t time.Time) {
		if t.IsZero() {
			b = append(b, 0xff)
			return
		}
		b = append(b, byte(100+t.Sub(s.Last)/time.Second))
	}
	b = append(b, byte(slices.Index(authorisation.states, s.Authorisation.State)), byte(slices.Index(attempt.states, s.Attempt.State)),
		byte(s.Attempt.Epoch), byte(s.Granted/time.Second))
	if s.Live() {
		b = append(b, s.Authorisation.Workstation...)
		b = append(b, '/')
		rel(s.Policy.Closes)
		switch {
		case s.Authorisation.State == exam.Authorised:
			rel(s.Authorisation.Until)
		case s.Attempt.State == exam.Running:
			rel(s.Attempt.Ends)
		default:
			rel(s.Attempt.PausedAt)
			b = append(b, byte(s.Attempt.Left/time.Second))
		}
	}
	for _, g := range s.Attempt.Answers {
		b = append(b, g.Question...)
		b = append(b, byte(g.Sequence), byte(g.Epoch), byte(g.Points))
	}
	return string(b)
}

// shortened returns the sitting with the lines of its log that say when it was begun and
// how it ended, and with its latest receipts.
func shortened(s exam.Sitting) exam.Sitting {
	var log []exam.Entry
	for _, e := range s.Log {
		if e.Event == exam.Begin || ending(e.Event) {
			log = append(log, e)
		}
	}
	s.Log, s.Receipts = log, s.Receipts[max(0, len(s.Receipts)-keptReceipts):]
	return s
}

// keptReceipts is how many receipts a sitting keeps while states are explored.
const keptReceipts = 3

// ending reports an event that ends a sitting.
func ending(e exam.Event) bool {
	return e == exam.Cancel || e == exam.Lapse || e == exam.Submit || e == exam.TimeOut || e == exam.Terminate
}

// same reports that two sittings are equal in everything.
func same(a, b exam.Sitting) bool {
	return a.Key == b.Key && a.Point == b.Point && a.Exam == b.Exam && a.ExamVersion == b.ExamVersion && a.Policy == b.Policy &&
		(shared(a.Paper, b.Paper) || slices.EqualFunc(a.Paper, b.Paper, func(x, y exam.Drawn) bool {
			return x.Question == y.Question && x.Points == y.Points && slices.Equal(x.Options, y.Options)
		})) && sameAuthorisation(a.Authorisation, b.Authorisation) && sameAttempt(a.Attempt, b.Attempt) &&
		a.Granted == b.Granted && sameSlice(a.Log, b.Log) && sameSlice(a.Receipts, b.Receipts) && a.Last.Equal(b.Last) &&
		a.Continues == b.Continues && a.ContinuedBy == b.ContinuedBy && a.Filed == b.Filed && a.Card == b.Card && a.Version == b.Version
}

func sameAuthorisation(a, b exam.Authorisation) bool {
	return a.State == b.State && a.By == b.By && a.At.Equal(b.At) && a.Until.Equal(b.Until) && a.Workstation == b.Workstation &&
		a.Photo == b.Photo && a.Proof.Kind == b.Proof.Kind && slices.Equal(a.Proof.Hints, b.Proof.Hints) &&
		a.Proof.By == b.Proof.By && a.Proof.At.Equal(b.Proof.At)
}

func sameAttempt(a, b exam.Attempt) bool {
	return a.State == b.State && a.Epoch == b.Epoch && a.Launched.Equal(b.Launched) && a.Workstation == b.Workstation &&
		a.Begun.Equal(b.Begun) && a.Ends.Equal(b.Ends) && a.PausedAt.Equal(b.PausedAt) && a.Left == b.Left &&
		a.Heard.Equal(b.Heard) && a.Finished.Equal(b.Finished) &&
		(shared(a.Answers, b.Answers) || slices.EqualFunc(a.Answers, b.Answers, func(x, y exam.Given) bool {
			return x.Question == y.Question && x.Sequence == y.Sequence && x.Epoch == y.Epoch && x.Points == y.Points &&
				x.At.Equal(y.At) && slices.Equal(x.Response.Choices, y.Response.Choices) && x.Response.Number == y.Response.Number
		}))
}

// shared reports slices that are one and the same, which need no comparing.
func shared[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func sameSlice[T comparable](a, b []T) bool { return shared(a, b) || slices.Equal(a, b) }

// copied returns the sitting with slices of its own. Each has one element behind its
// end: who appends to what is not theirs writes there, and stained tells.
func copied(s exam.Sitting) exam.Sitting {
	s.Log = roomy(s.Log, exam.Entry{})
	s.Receipts = roomy(s.Receipts, exam.Receipt{})
	s.Attempt.Answers = roomy(s.Attempt.Answers, exam.Given{})
	s.Paper = slices.Clone(s.Paper)
	return s
}

func roomy[T any](all []T, blank T) []T {
	return append(append(make([]T, 0, len(all)+1), all...), blank)[:len(all)]
}

func stained(s exam.Sitting) bool {
	g := s.Attempt.Answers[:len(s.Attempt.Answers)+1][len(s.Attempt.Answers)]
	return s.Log[:len(s.Log)+1][len(s.Log)] != exam.Entry{} || s.Receipts[:len(s.Receipts)+1][len(s.Receipts)] != exam.Receipt{} ||
		g.Question != "" || g.Sequence != 0
}

// undated returns the sitting with every line noted when it happened: what is left
// depends on no reader and no sweep.
func undated(s exam.Sitting) exam.Sitting {
	s.Log = slices.Clone(s.Log)
	for i := range s.Log {
		s.Log[i].Noted = s.Log[i].At
	}
	return s
}
