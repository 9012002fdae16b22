package portal

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// ownSittingRoutes are the pages of an exam for the one who sits it.
func ownSittingRoutes() []Route {
	return []Route{
		{"GET", "/sittings/{n}", (*visit).sit, false},
		{"POST", "/sittings/{n}/launch", (*visit).launch, false},
		{"POST", "/sittings/{n}/begin", (*visit).begin, false},
		{"GET", "/sittings/{n}/questions/{k}", (*visit).question, false},
		{"POST", "/sittings/{n}/questions/{k}", (*visit).answer, false},
		{"GET", "/sittings/{n}/close", (*visit).askClose, false},
		{"POST", "/sittings/{n}/close", (*visit).closeSitting, false},
		{"GET", "/sittings/{n}/result", (*visit).result, false},
		{"GET", "/sittings/{n}/time", (*visit).timeLeft, false},
	}
}

// workstationCookie holds the secret that a browser is known by as a workstation.
const workstationCookie = "workstation"

// workstationSecret returns it; empty in any other browser.
func (v *visit) workstationSecret() string {
	cookie, err := v.r.Cookie(workstationCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// sat is one of the reader's own sittings, as its pages have it.
type sat struct {
	exam.Sitting
	of  exam.Exam
	now time.Time
	// epoch is that of the browser's launch, as the address or the form has it; 0 when
	// neither does, and in a browser that is not the assigned workstation.
	epoch int
	base  string
}

// sat reads the sitting that the address names.
func (v *visit) sat(epoch string) (sat, error) {
	number := natural(v.r.PathValue("n"))
	if number == 0 {
		return sat{}, exam.ErrNotFound
	}
	s, e, err := v.ServicePoint.Own(v.r.Context(), v.actor, number)
	if err != nil {
		return sat{}, err
	}
	own := sat{Sitting: s, of: e, now: v.now(), epoch: natural(epoch), base: "/sittings/" + strconv.Itoa(number)}
	seated, err := v.ServicePoint.Seated(v.r.Context(), s, v.workstationSecret())
	if !seated {
		own.epoch = 0
	}
	return own, err
}

// natural reads a number from 1 on as addresses and forms of ours have it; 0 is none.
func natural(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || strconv.Itoa(n) != text {
		return 0
	}
	return n
}

// over reports that the working time of a running exam is over: what is sent is still
// taken for a moment, and nothing more is asked.
func (s sat) over() bool { return s.Attempt.State == exam.Running && !s.now.Before(s.Deadline()) }

// at returns the address of a page of the sitting, with the epoch and what else it is
// to be asked with.
func (s sat) at(path string, query ...string) string {
	q := url.Values{"epoch": {strconv.Itoa(s.epoch)}}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			q.Set(query[i], query[i+1])
		}
	}
	return s.base + path + "?" + q.Encode()
}

// first returns the place of the first question without an answer, or the last place.
func (s sat) first() int {
	for i, d := range s.Paper {
		if s.Given(d.Question).Response.Empty() {
			return i + 1
		}
	}
	return len(s.Paper)
}

// sit is where a launch leads: the instructions, a question, or what is in the way of
// one.
func (v *visit) sit() error {
	s, err := v.sat(v.r.URL.Query().Get("epoch"))
	if err != nil {
		return err
	}
	if done, err := v.instead(s); done || err != nil {
		return err
	}
	if s.Attempt.State == exam.Launched {
		return v.show(http.StatusOK, "sit_begin", frame{
			Title: v.t("sit.begin.title", "exam", v.print.Text(s.of.Title)), Tab: "trainings", Body: v.beginning(s),
		})
	}
	return v.redirect(s.at("/questions/" + strconv.Itoa(s.first())))
}

// instead answers with what stands in the place of a question, and reports that
// something does: the result, the page of the training, or why nothing is asked.
func (v *visit) instead(s sat) (bool, error) {
	switch {
	case s.Ended():
		return true, v.redirect(s.base + "/result")
	case s.Attempt.State == exam.Unlaunched:
		return true, v.redirect("/trainings/" + string(s.Exam))
	case s.epoch != s.Attempt.Epoch:
		return true, v.showStopped(http.StatusConflict, s, "superseded", nil)
	case s.Attempt.State == exam.Paused:
		return true, v.showStopped(http.StatusOK, s, "paused", nil)
	case s.over():
		return true, v.showStopped(http.StatusOK, s, "over", nil)
	}
	return false, nil
}

// launch opens the exam in this browser ("Lancer l'examen"), or goes on here.
func (v *visit) launch() error {
	s, form, err := v.posted()
	if err != nil {
		return err
	}
	_, receipt, err := v.ServicePoint.Launch(v.r.Context(), v.actor, s.Number, form.Get("command"), v.workstationSecret())
	if errors.Is(err, exam.ErrWorkstation) {
		t, err := v.readTraining(s.Exam)
		if err != nil {
			return err
		}
		return v.showTraining(http.StatusConflict, t, v.t("sit.elsewhere", "workstation", s.Authorisation.Workstation))
	}
	if err != nil {
		return v.outdone(s, err, nil)
	}
	s.epoch = receipt.Epoch
	return v.redirect(s.at(""))
}

// posted reads the sitting and the form of a button.
func (v *visit) posted() (sat, url.Values, error) {
	form, err := v.typed()
	if err != nil {
		return sat{}, nil, err
	}
	s, err := v.sat(form.Get("epoch"))
	return s, form, err
}

// beginPage is the instructions, before the clock starts.
type beginPage struct {
	Title, Base, Command string
	Epoch                int
	Facts                []answer
	Rules                []string
	Until                string
	Unverified           bool
}

func (v *visit) beginning(s sat) beginPage {
	return beginPage{
		Title: v.print.Text(s.of.Title), Base: s.base, Command: rand.Text(), Epoch: s.epoch, Rules: v.rules(), Unverified: !s.of.Verified,
		Facts: v.figuresOf(s.Sitting), Until: v.print.Time(s.Authorisation.Until, v.zone),
	}
}

// figuresOf are the figures of an exam as it was authorised.
func (v *visit) figuresOf(s exam.Sitting) []answer {
	return v.figures(s.Policy.Limit, s.Granted, len(s.Paper), s.Paper.Points(), s.Policy.Pass, s.Authorisation.Workstation)
}

// figures are what there is to know of an exam: its working time with the time
// granted, the questions of its paper, what they are worth and what passes, and where it
// is to be sat.
func (v *visit) figures(limit, extra time.Duration, questions, points int, pass exam.Ratio, workstation string) []answer {
	working := []string{v.print.Lasting(limit + extra)}
	if extra > 0 {
		working = append(working, v.t("training.granted", "extra", v.print.Lasting(extra)))
	}
	all := []answer{
		{Row: "time", Label: v.t("training.time"), Values: working},
		{Row: "questions", Label: v.t("training.questions"), Values: []string{strconv.Itoa(questions)}},
	}
	if points > 0 {
		all = append(all, answer{Row: "pass", Label: v.t("training.pass"), Values: []string{
			v.t("training.pass.of", "needed", v.print.N("sit.points", needed(pass, points)), "max", points),
		}})
	}
	if workstation != "" {
		all = append(all, answer{Row: "workstation", Label: v.t("training.workstation"), Values: []string{workstation}})
	}
	return all
}

// begin starts the clock ("Commencer").
func (v *visit) begin() error {
	s, form, err := v.posted()
	if err != nil {
		return err
	}
	if _, _, err := v.ServicePoint.Begin(v.r.Context(), v.actor, s.Number, form.Get("command"), s.epoch); err != nil {
		return v.outdone(s, err, nil)
	}
	return v.redirect(s.at("/questions/1"))
}

// timer is what the page shows of the time that is left (E11), and what its script
// counts from: instants of the server, in milliseconds since 1970.
type timer struct {
	// State is that of the page; when the server says another the page is left, by
	// sending the form when Form says so, for After otherwise.
	State, Left, Until, Ask, After string
	Deadline, Now                  int64
	Form                           bool
	// Five and One are what is announced.
	Five, One string
}

func (v *visit) timer(s sat, form bool) timer {
	return timer{
		State: s.state(), Left: v.print.Lasting(s.Left(s.now)), Until: v.print.Time(s.Deadline(), v.zone),
		Ask: s.at("/time"), After: s.at(""), Deadline: s.Deadline().UnixMilli(), Now: s.now.UnixMilli(), Form: form,
		Five: v.t("sit.announce", "left", v.print.Lasting(5*time.Minute)), One: v.t("sit.announce", "left", v.print.Lasting(time.Minute)),
	}
}

// state is what the script of the timer knows of a sitting.
func (s sat) state() string {
	switch {
	case s.Ended():
		return "ended"
	case s.epoch != s.Attempt.Epoch:
		return "superseded"
	case s.over():
		return "over"
	}
	return string(s.Attempt.State)
}

// timeLeft tells the script of the timer what the server's clock says: now and the
// deadline in milliseconds since 1970, and the deadline in words.
func (v *visit) timeLeft() error {
	s, err := v.sat(v.r.URL.Query().Get("epoch"))
	if err != nil {
		return err
	}
	answer := struct {
		State    string `json:"state"`
		Now      int64  `json:"now"`
		Deadline int64  `json:"deadline,omitempty"`
		Until    string `json:"until,omitempty"`
	}{State: s.state(), Now: s.now.UnixMilli()}
	if at := s.Deadline(); !at.IsZero() {
		answer.Deadline, answer.Until = at.UnixMilli(), v.print.Time(at, v.zone)
	}
	v.w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(v.w).Encode(answer)
}
