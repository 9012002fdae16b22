package portal

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/goodstanding/goodstanding/exam"
)

// closePage asks whether to end the exam ("Fermer la fenêtre", E12).
type closePage struct {
	Title, Action, Back, Command string
	Epoch                        int
	Sentence                     string
	// Missing are the questions without an answer.
	Missing []questionLink
	Base    string
	Timer   timer
}

func (v *visit) askClose() error {
	s, err := v.sat(v.r.URL.Query().Get("epoch"))
	if err != nil {
		return err
	}
	if done, err := v.instead(s); done || err != nil {
		return err
	}
	if s.Attempt.State != exam.Running {
		return v.redirect(s.at(""))
	}
	page := closePage{Title: v.print.Text(s.of.Title), Action: s.base + "/close", Epoch: s.epoch, Command: rand.Text(), Base: s.base, Timer: v.timer(s, false)}
	for i, d := range s.Paper {
		if s.Given(d.Question).Response.Empty() {
			page.Missing = append(page.Missing, questionLink{K: i + 1})
		}
	}
	page.Sentence = v.print.N("sit.close.missing", len(page.Missing), "of", len(s.Paper))
	if len(page.Missing) == 0 {
		page.Sentence = v.t("sit.close.all", "of", len(s.Paper))
	}
	back := natural(v.r.URL.Query().Get("from"))
	if back == 0 || back > len(s.Paper) {
		back = s.first()
	}
	page.Back = s.at("/questions/" + strconv.Itoa(back))
	return v.show(http.StatusOK, "sit_close", frame{
		Title: v.t("sit.close.title", "exam", page.Title), Tab: "trainings", Alone: true, Scripts: []string{"timer.js"}, Body: page,
	})
}

// closeSitting ends the exam ("Quitter la page").
func (v *visit) closeSitting() error {
	s, form, err := v.posted()
	if err != nil {
		return err
	}
	if _, _, err := v.ServicePoint.Submit(v.r.Context(), v.actor, s.Number, form.Get("command"), s.epoch); err != nil {
		return v.outdone(s, err, nil)
	}
	return v.redirect(s.base + "/result")
}

// stoppedPage says why nothing is asked: the exam was opened elsewhere, is paused, or
// its time is over.
type stoppedPage struct {
	Title, Heading string
	Sentences      []string
	// Launch is where "Continuer ici" posts; empty when that is not what helps.
	Launch, Command string
	// Again is where the answer that was not kept is sent again, with its values; empty
	// when there is none.
	Again  string
	Kept   []kept
	Look   string
	Timer  *timer
	Button string
}

// showStopped shows the page; typed is the answer that was refused, nil for none.
func (v *visit) showStopped(status int, s sat, why string, typed url.Values) error {
	page := stoppedPage{Title: v.print.Text(s.of.Title), Heading: v.t("sit." + why), Look: s.at("")}
	clock := v.timer(s, false)
	switch why {
	case "superseded":
		page.Launch, page.Command, page.Button = s.base+"/launch", rand.Text(), v.t("sit.here")
		page.Sentences = []string{v.t("sit.superseded.back")}
		if s.epoch > 0 {
			page.Sentences = []string{v.supersededBy(s), v.t("sit.superseded.text")}
		}
		if s.Attempt.State == exam.Running {
			page.Sentences = append(page.Sentences, v.remaining(s.Sitting))
		}
		if s.Attempt.State == exam.Paused {
			page.Sentences = append(page.Sentences, v.t("sit.paused.since", "at", v.print.Clock(s.Attempt.PausedAt, v.zone)))
		}
	case "paused":
		page.Timer = &clock
		page.Sentences = []string{
			v.t("sit.paused.since", "at", v.print.Clock(s.Attempt.PausedAt, v.zone)), v.t("sit.paused.text"),
			v.t("sit.paused.left", "left", v.print.Lasting(s.Left(s.now))),
		}
		page.Button = v.t("sit.paused.look")
		if typed != nil {
			page.Sentences = append(page.Sentences, v.t("sit.paused.kept"))
			clock.Form, page.Again, page.Kept = true, v.r.URL.Path, keep(typed)
		}
	case "over":
		page.Timer = &clock
		page.Sentences = []string{v.t("sit.over.text", "at", v.print.Clock(s.Deadline(), v.zone))}
		page.Button, page.Look = v.t("sit.over.look"), s.at("/result")
	}
	return v.show(status, "sit_stopped", frame{Title: page.Heading + " – " + page.Title, Tab: "trainings", Scripts: scripts(page.Timer != nil), Body: page})
}

func scripts(timed bool) []string {
	if timed {
		return []string{"timer.js"}
	}
	return nil
}

// supersededBy says which launch, or which move to another workstation, has cut this
// browser off.
func (v *visit) supersededBy(s sat) string {
	for i := len(s.Log) - 1; i >= 0; i-- {
		if e := s.Log[i].Event; e == exam.Launch || e == exam.Move {
			return v.won(exam.Lost{Event: e, At: s.Log[i].At})
		}
	}
	return ""
}

// outdone answers a command that something else has won over: it says what, and when.
// typed is the answer that was not kept, nil for another command.
func (v *visit) outdone(s sat, err error, typed url.Values) error {
	s, again := v.sat(strconv.Itoa(s.epoch))
	switch {
	case again != nil:
		return again
	case s.Ended():
		return v.showResult(http.StatusConflict, s, typed != nil)
	case errors.Is(err, exam.ErrSuperseded):
		return v.showStopped(http.StatusConflict, s, "superseded", nil)
	case errors.Is(err, exam.ErrPaused):
		return v.showStopped(http.StatusConflict, s, "paused", typed)
	case errors.Is(err, exam.ErrBegun), errors.Is(err, exam.ErrNotBegun), errors.Is(err, exam.ErrNotLaunched):
		return v.redirect(s.at(""))
	}
	return err
}

// resultPage is what became of an exam.
type resultPage struct {
	Title, Training string
	// Word is "Réussite" or "Échec", or that there is no result, and Class its colour.
	Word, Class string
	Sentence    string
	// Why says how it ended, and Partial what that means for the points.
	Why, Partial string
	// Late says that an answer came after the end.
	Late      bool
	Continued bool
	// Card leads to the attestation card; empty until it is issued.
	Card  string
	Facts []answer
}

func (v *visit) result() error {
	s, err := v.sat(v.r.URL.Query().Get("epoch"))
	if err != nil {
		return err
	}
	if !s.Ended() {
		return v.redirect(s.at(""))
	}
	return v.showResult(http.StatusOK, s, false)
}

func (v *visit) showResult(status int, s sat, late bool) error {
	page := resultPage{
		Title: v.print.Text(s.of.Title), Training: "/trainings/" + string(s.Exam), Late: late, Continued: s.ContinuedBy > 0,
		Word: v.t("training.withdrawn"), Why: v.withdrawn(s.Sitting),
	}
	if s.Card != nil {
		page.Card = s.base + "/card"
	}
	if r, ok := s.Result(); ok {
		page.Word, page.Class = v.t("exam.outcome."+string(r.Outcome)), "met"
		if r.Outcome == exam.Failed {
			page.Class = "non-compliant"
		}
		page.Sentence = v.t("sit.result", "points", v.print.N("sit.points", r.Points), "max", r.Max)
		page.Facts = []answer{
			{Row: "points", Label: v.t("sit.result.points"), Values: []string{v.t("training.pass.of", "needed", v.print.N("sit.points", r.Points), "max", r.Max)}},
			{Row: "pass", Label: v.t("training.pass"), Values: []string{v.t("training.pass.of", "needed", v.print.N("sit.points", needed(s.Policy.Pass, r.Max)), "max", r.Max)}},
			{Row: "answered", Label: v.t("sit.result.answered"), Values: []string{v.t("sit.of", "n", s.Answered(), "of", len(s.Paper))}},
			{Row: "finished", Label: v.t("sit.result.finished"), Values: []string{v.print.Instant(s.Attempt.Finished, v.zone)}},
		}
		page.Why = v.t("sit.ended."+string(s.Attempt.State), "at", v.print.Clock(s.Attempt.Finished, v.zone))
		if r.Partial {
			page.Partial = v.t("sit.partial")
		}
	}
	return v.show(status, "sit_result", frame{Title: v.t("sit.result.title", "exam", page.Title), Tab: "trainings", Body: page})
}
