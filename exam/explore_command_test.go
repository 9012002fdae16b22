package exam_test

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// within reports a sitting that is inside the bounds.
func (x *explorer) within(s exam.Sitting) bool {
	for _, g := range s.Attempt.Answers {
		if g.Sequence > x.sequences {
			return false
		}
	}
	return s.Attempt.Epoch <= x.epochs && s.Granted <= time.Duration(x.granted)*time.Second
}

// unused returns a name that no command of the sitting's has.
func unused(s exam.Sitting) string {
	for _, name := range []string{"c1", "c2", "c3", "c4"} {
		if !slices.ContainsFunc(s.Receipts, func(r exam.Receipt) bool { return r.Command == name }) {
			return name
		}
	}
	panic("more receipts than are kept")
}

// commands are those to try in a state, each under a new name; the first of them at
// every step of the clock, the others, which lack something, are refused at any.
func (x *explorer) commands(s exam.Sitting) (all []exam.Command, everywhere int) {
	all = append(make([]exam.Command, 0, 32),
		exam.Command{Event: exam.Launch, Workstation: "a"}, exam.Command{Event: exam.Launch, Workstation: "b"},
		exam.Command{Event: exam.Cancel, Ground: exam.ByMistake}, exam.Command{Event: exam.Move, Workstation: "b"},
		exam.Command{Event: exam.Grant, Ground: exam.Incident, Time: time.Second}, exam.Command{Event: exam.Pause},
		exam.Command{Event: exam.Resume}, exam.Command{Event: exam.Terminate, Ground: exam.StoppedBefore})
	for epoch := max(0, s.Attempt.Epoch-1); epoch <= s.Attempt.Epoch; epoch++ {
		all = append(all, exam.Command{Event: exam.Begin, Epoch: epoch}, exam.Command{Event: exam.Submit, Epoch: epoch})
	}
	questions := []string{"q1", "q2"}[:x.questions]
	for _, question := range questions {
		next := s.Given(question).Sequence + 1
		all = append(all, right(question, next, s.Attempt.Epoch), wrong(question, next, s.Attempt.Epoch))
	}
	if s.Authorisation.State == exam.Unauthorised {
		for extra := range 1 + x.granted {
			all = append(all, x.authorise("", extra), x.authorise("a", extra))
		}
	}
	everywhere = len(all)
	all = append(all,
		x.authorise("", 0), right("other", 1, s.Attempt.Epoch),
		exam.Command{Event: exam.Cancel}, exam.Command{Event: exam.Terminate}, exam.Command{Event: exam.Grant, Ground: exam.Incident},
		exam.Command{Event: exam.Grant, Ground: exam.ByMistake, Time: time.Second})
	for _, question := range questions {
		next := s.Given(question).Sequence + 1
		all = append(all, right(question, next, s.Attempt.Epoch-1), wrong(question, next-2, s.Attempt.Epoch))
	}
	name := unused(s)
	for i := range all {
		all[i].ID, all[i].By = name, exam.Person{Account: "louise"}
	}
	return all, everywhere
}

func right(question string, sequence, epoch int) exam.Command {
	return exam.Command{
		Event: exam.Answer, Question: question, Sequence: sequence, Epoch: epoch,
		Response: exam.Response{Choices: []string{"right"}}, Points: 1,
	}
}

func wrong(question string, sequence, epoch int) exam.Command {
	c := right(question, sequence, epoch)
	c.Response.Choices, c.Points = []string{"wrong"}, 0
	return c
}

// authorise opens the policy that is explored.
func (x *explorer) authorise(workstation string, extra int) exam.Command {
	seconds := func(n int) time.Duration { return time.Duration(n) * time.Second }
	o := exam.Opening{
		Point: quebec, Exam: signaleur, Version: "1", Workstation: workstation, Extra: seconds(extra), Until: origin.Add(seconds(x.valid)),
		Policy: exam.Policy{Limit: seconds(x.limit), Grace: seconds(x.grace), MaxPause: seconds(x.pause), Pass: exam.Ratio{Num: 3, Den: 5}},
		Proof:  exam.Proof{Kind: exam.Licence, At: origin}, Photo: "photo",
	}
	if x.closes > 0 {
		o.Policy.Closes = origin.Add(seconds(x.closes))
	}
	for _, question := range []string{"q1", "q2"}[:x.questions] {
		o.Paper = append(o.Paper, exam.Drawn{Question: question, Points: 1})
	}
	if x.carried {
		o.Continues = 1
		o.Answers = []exam.Given{{Question: "q1", Sequence: 1, Epoch: 1, Response: exam.Response{Choices: []string{"right"}}, Points: 1, At: origin.Add(-time.Hour)}}
	}
	return exam.Command{Event: exam.Authorise, Opening: o}
}
