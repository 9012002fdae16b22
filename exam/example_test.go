package exam_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// A sitting without a store or a clock: every instant is an argument. The operator
// presses "Terminer l’examen" two seconds after the learner has closed the window, and
// is told what won.
func ExampleSitting_Apply() {
	ten := time.Date(2026, time.November, 25, 10, 0, 0, 0, time.UTC)
	operator := exam.Person{Account: "louise", Name: "Louise Bergeron"}
	learner := exam.Person{Account: "genevieve", Name: "Geneviève Lavigne"}
	var sitting exam.Sitting
	do := func(after time.Duration, c exam.Command) {
		var err error
		if sitting, _, err = sitting.Apply(c, ten.Add(after)); err != nil {
			fmt.Println(c.Event, "is refused:", err)
			var lost exam.Lost
			if errors.As(err, &lost) {
				fmt.Println("won by", lost.By.Name, "at", lost.At.Format(time.TimeOnly))
			}
			return
		}
		fmt.Printf("%-9s → %s, attempt %q\n", c.Event, sitting.Authorisation.State, sitting.Attempt.State)
	}
	do(0, exam.Command{ID: "1", Event: exam.Authorise, By: operator, Opening: exam.Opening{
		Policy: exam.Policy{Limit: 30 * time.Minute, Grace: exam.Grace, Pass: exam.Ratio{Num: 7, Den: 10}},
		Paper:  exam.Paper{{Question: "q1", Points: 3}, {Question: "q2", Points: 2}},
		Until:  ten.Add(7 * time.Hour), Proof: exam.Proof{Kind: exam.Licence, By: operator, At: ten}, Photo: "digest of the accepted photo",
	}})
	do(4*time.Minute, exam.Command{ID: "2", Event: exam.Launch, By: learner})
	do(5*time.Minute, exam.Command{ID: "3", Event: exam.Begin, By: learner, Epoch: 1})
	do(9*time.Minute, exam.Command{Event: exam.Answer, By: learner, Epoch: 1, Question: "q1", Sequence: 1, Response: exam.Response{Choices: []string{"b"}}, Points: 3})
	do(14*time.Minute, exam.Command{ID: "4", Event: exam.Submit, By: learner, Epoch: 1})
	do(14*time.Minute+2*time.Second, exam.Command{ID: "5", Event: exam.Terminate, By: operator, Ground: exam.FinishedUnclosed})
	result, _ := sitting.Result()
	fmt.Printf("%d of %d points: %s\n", result.Points, result.Max, result.Outcome)
	// Output:
	// authorise → authorised, attempt ""
	// launch    → authorised, attempt "launched"
	// begin     → consumed, attempt "running"
	// answer    → consumed, attempt "running"
	// submit    → consumed, attempt "submitted"
	// terminate is refused: exam: submitted already (submit at 2026-11-25T10:14:00Z)
	// won by Geneviève Lavigne at 10:14:00
	// 3 of 5 points: failed
}
