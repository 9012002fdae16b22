package exam_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
)

// Whatever a store gives back as a sitting, nothing that is asked of it panics or goes
// on for ever, and time alone settles it once.
func FuzzSitting(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"authorisation":{"state":"authorised","until":"2026-11-25T22:00:00Z"},"attempt":{"state":"paused","left":-5}}`,
		`{"authorisation":{"state":"consumed"},"attempt":{"state":"running","ends":"2026-11-25T15:00:00Z","answers":[{"question":"q2"},{"question":"q1"}]},"paper":[{"question":"q1","points":-3}]}`,
		`{"authorisation":{"state":"lost"},"attempt":{"state":"found","epoch":-1},"policy":{"limit":-9223372036854775808,"grace":9223372036854775807}}`,
		`{"attempt":{"state":"terminated"},"policy":{"pass":{"num":1,"den":0}},"log":null,"receipts":[{}],"card":{}}`,
	} {
		f.Add([]byte(seed))
	}
	instants := []time.Time{{}, origin, origin.Add(8 * time.Hour), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)}
	f.Fuzz(func(t *testing.T, text []byte) {
		var s exam.Sitting
		if json.Unmarshal(text, &s) != nil {
			return
		}
		for _, now := range instants {
			at := s.At(now)
			_, _ = at.Result()
			_, _, _, _, _ = at.Left(now), at.Deadline(), at.Answered(), at.Seen(), at.Given("q1")
			_, _ = at.IssueCard(exam.Card{Photo: "photo"})
			_, _ = at.Continue(2)
			for _, e := range append(exam.Commands(), exam.Lapse, exam.TimeOut, "explode") {
				c := right("q1", 2, s.Attempt.Epoch)
				c.ID, c.Event, c.Ground, c.Time = "c", e, exam.Technical, time.Minute
				after, _, err := s.Apply(c, now)
				if err != nil && err.Error() == "" {
					t.Fatal("a refusal says nothing")
				}
				if s.Ended() && after.Attempt.State != s.Attempt.State {
					t.Fatalf("%s became %s", s.Attempt.State, after.Attempt.State)
				}
			}
		}
	})
}

// The same of a learner's file.
func FuzzLearner(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"birth":"2000-02-29","enrolments":[{"exam":"signaleur"},{"exam":"signaleur","ended":"2026-11-25T15:00:00Z"}]}`,
		`{"tries":{"failures":9223372036854775807,"latest":"2026-11-25T15:00:00Z"},"photo":{"checks":null}}`, `{"last":"","first":"É","proof":{}}`,
	} {
		f.Add([]byte(seed), "LAVG90551712", "1990-05-17")
	}
	f.Fuzz(func(_ *testing.T, text []byte, number, birth string) {
		var l exam.Learner
		if json.Unmarshal(text, &l) != nil {
			return
		}
		_, _, _ = l.InTraining(), l.Enrolled("signaleur"), l.Photo.IsAccepted()
		_, _, _ = l.Code(), l.Name(), l.Tries.Until()
		for _, kind := range append(exam.ProofKinds(), "", "passport") {
			_, _ = exam.Claim{Kind: kind, Number: number, Birth: birth}.Check(l, cycle.DateOf(origin, time.UTC))
		}
		rows := []exam.Row{{Learner: l}, {Learner: l, Sitting: &exam.Sitting{}}}
		exam.Query{Text: number, Sort: exam.Sort(birth), Reverse: true}.Choose(rows)
	})
}
