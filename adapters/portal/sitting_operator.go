package portal

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func sittingRoutes() []Route {
	return []Route{
		{"GET", "/learners/{learner}/sittings/{number}", (*visit).sitting, false},
		{"GET", "/learners/{learner}/sittings/{number}/{act}", (*visit).askOfSitting, false},
		{"POST", "/learners/{learner}/sittings/{number}/{act}", (*visit).doToSitting, false},
		{"GET", "/learners/{learner}/sittings/{number}/continuation", (*visit).askContinuation, false},
		{"POST", "/learners/{learner}/sittings/{number}/continuation", (*visit).continueSitting, false},
	}
}

// acts are what an operator does to a sitting, by the last part of the address.
var acts = map[string]exam.Event{
	"cancellation": exam.Cancel, "termination": exam.Terminate, "time": exam.Grant, "pause": exam.Pause, "resumption": exam.Resume, "workstation": exam.Move,
}

// liveActs are the addresses in the order of the buttons.
var liveActs = []string{"cancellation", "termination", "time", "workstation", "pause", "resumption"}

// actLink leads to something that may be done.
type actLink struct {
	Link, Label string
	Danger      bool
}

// livePage is the exam that has not ended, as the operator follows it.
type livePage struct {
	Title, State, Link string
	Running            bool
	Facts              []answer
	Acts               []actLink
	At                 string
	// Unapproved says that the exam is not approved by who answers for the training.
	Unapproved string
}

func (v *visit) livePage(s exam.Sitting, f exam.File) livePage {
	base := "/learners/" + string(s.Member)
	page := livePage{
		Title: v.examName(s), State: v.sittingWord(s), Link: base + "/sittings/" + s.ID(), Running: s.Attempt.State.Begun(),
		At: v.print.Clock(f.Now, v.zone), Facts: v.liveFacts(s, f.Now),
	}
	if e, err := v.ServicePoint.Exams.Version(s.Exam, s.ExamVersion); err == nil {
		page.Unapproved = v.unapproved(e)
	}
	if f.Point.OperatedBy(v.actor) {
		page.Acts = v.actLinks(s, page.Link, f.Now)
	}
	return page
}

// liveFacts are what an operator follows. The points are not among them before the end.
func (v *visit) liveFacts(s exam.Sitting, now time.Time) []answer {
	a, authorised := s.Attempt, s.Authorisation
	one := func(label, value string) answer {
		return answer{Row: label, Label: v.t("sitting." + label), Values: []string{value}}
	}
	at := authorised.Workstation
	if at == "" {
		at = v.t("workstation.any")
	}
	facts := []answer{one("workstation", at)}
	if a.State.Begun() {
		facts = append(facts, one("time-left", v.print.Lasting(s.Left(now))), one("answered", v.t("sitting.of", "n", s.Answered(), "of", len(s.Paper))),
			one("last-heard", v.heard(s, now)), one("begun", v.print.Instant(a.Begun, v.zone)))
	} else {
		facts = append(facts, one("time-given", v.print.Lasting(s.Left(now))), one("until", v.print.Instant(authorised.Until, v.zone)),
			one("authorised", v.t("sitting.by", "by", authorised.By.Name, "at", v.print.Instant(authorised.At, v.zone))))
	}
	if a.State == exam.Running {
		facts = append(facts, one("ends", v.print.Clock(s.Deadline(), v.zone)))
	}
	if a.State == exam.Paused {
		facts = append(facts, one("paused-since", v.print.Clock(a.PausedAt, v.zone)), one("pause-until", v.print.Clock(s.NextDue(), v.zone)))
	}
	if s.Granted > 0 {
		facts = append(facts, one("granted", v.print.Lasting(s.Granted)))
	}
	return facts
}

// actLinks are what may be done to the sitting now, as its tables say.
func (v *visit) actLinks(s exam.Sitting, link string, now time.Time) []actLink {
	var all []actLink
	for _, act := range liveActs {
		if v.refusal(s, acts[act], now) == nil {
			all = append(all, actLink{link + "/" + act, v.t("sitting.act." + act), act == "cancellation" || act == "termination"})
		}
	}
	return all
}

// refusal returns what the sitting would answer to the event, were everything else about
// it right.
func (v *visit) refusal(s exam.Sitting, e exam.Event, now time.Time) error {
	c := exam.Command{ID: "asked", Event: e, By: exam.PersonOf(v.actor), Time: time.Minute, Workstation: s.Authorisation.Workstation}
	if grounds := e.Grounds(); len(grounds) > 0 {
		c.Ground = grounds[0]
	}
	_, _, err := s.Apply(c, now)
	return err
}

// sittingRow is a sitting in the history of a learner.
type sittingRow struct {
	Number              int
	Link, Title, At     string
	State, Class        string
	Result, Outcome     string
	Finished, Continues string
	// Card leads to the attestation card of a sitting that was passed.
	Card string
}

func (v *visit) sittingRow(s exam.Sitting, base string) sittingRow {
	row := sittingRow{
		Number: s.Number, Link: base + "/sittings/" + s.ID(), Title: v.examName(s), At: v.print.Instant(s.Authorisation.At, v.zone),
		State: v.sittingWord(s), Finished: v.print.Instant(s.Attempt.Finished, v.zone),
	}
	if s.Attempt.State.Begun() {
		row.Class = "in-progress"
	}
	if result, ok := s.Result(); ok {
		row.Result = v.print.N("sitting.points", result.Points, "max", result.Max)
		row.Outcome, row.Class = v.t("exam.outcome."+string(result.Outcome)), "refused"
		if result.Outcome == exam.Passed {
			row.Class = "counted"
			if s.ContinuedBy == 0 {
				row.Card = row.Link + "/card"
			}
		}
	}
	if s.Continues > 0 {
		row.Continues = v.t("sitting.continues", "n", s.Continues)
	}
	return row
}

// entryLine is a line of a sitting's log.
type entryLine struct{ What, At, By, Why, Note string }

// sittingPage is one sitting with its log.
type sittingPage struct {
	face
	sittingRow
	Live       bool
	Facts      []answer
	Acts       []actLink
	Log        []entryLine
	Refused    string
	Partial    string
	Unapproved string
	Continue   string
}

// ofSitting returns the sitting that the address names, with the file it belongs to.
func (v *visit) ofSitting() (exam.File, exam.Sitting, error) {
	f, err := v.learnerFile()
	if err != nil {
		return exam.File{}, exam.Sitting{}, err
	}
	for _, s := range f.Sittings {
		if s.ID() == v.r.PathValue("number") {
			return f, s, nil
		}
	}
	return exam.File{}, exam.Sitting{}, exam.ErrNotFound
}

func (v *visit) sitting() error {
	f, s, err := v.ofSitting()
	if err != nil {
		return err
	}
	return v.showSitting(http.StatusOK, f, s, "")
}

func (v *visit) showSitting(status int, f exam.File, s exam.Sitting, refused string) error {
	page := sittingPage{face: v.face(f), Live: s.Live(), Refused: refused}
	page.sittingRow = v.sittingRow(s, page.Base)
	one := func(label, value string) {
		if value != "" {
			page.Facts = append(page.Facts, answer{Row: label, Label: v.t("sitting." + label), Values: []string{value}})
		}
	}
	e, err := v.ServicePoint.Exams.Version(s.Exam, s.ExamVersion)
	if err != nil {
		return err
	}
	page.Unapproved = v.unapproved(e)
	if page.Live {
		page.Facts = v.liveFacts(s, f.Now)
	} else {
		one("finished", page.Finished)
		if result, ok := s.Result(); ok {
			one("result", page.Result+" – "+page.Outcome)
			one("needed", v.print.N("sitting.points", e.Needed(result.Max), "max", result.Max))
			one("answered", v.t("sitting.of", "n", s.Answered(), "of", len(s.Paper)))
			if result.Partial {
				page.Partial = v.t("sitting.partial")
			}
		}
		one("authorised", v.t("sitting.by", "by", s.Authorisation.By.Name, "at", v.print.Instant(s.Authorisation.At, v.zone)))
		one("begun", v.print.Instant(s.Attempt.Begun, v.zone))
		if s.Granted > 0 {
			one("granted", v.print.Lasting(s.Granted))
		}
	}
	if kind := s.Authorisation.Proof.Kind; kind != "" {
		one("identity", v.t("exam.proof."+string(kind)))
	}
	one("version", s.ExamVersion)
	if f.Point.OperatedBy(v.actor) {
		page.Acts = v.actLinks(s, page.Link, f.Now)
		if exam.MaySupervise(v.actor) && continuable(f, s) {
			page.Continue = page.Link + "/continuation"
		}
	}
	for _, entry := range s.Log {
		page.Log = append(page.Log, v.entryLine(entry))
	}
	title := v.t("sitting.title", "exam", page.Title, "n", s.Number, "name", page.Name)
	return v.show(status, "sitting", frame{Title: title, Tab: "points", Body: page})
}

// continuable reports that the sitting may be continued: it ended with a result that no
// card stands on, no other continues it, and no other is live.
func continuable(f exam.File, s exam.Sitting) bool {
	return s.Attempt.State.Finished() && s.Card == nil && s.ContinuedBy == 0 && f.Live() == nil
}

func (v *visit) entryLine(e exam.Entry) entryLine {
	line := entryLine{What: v.t("exam.event." + string(e.Event)), At: v.print.Clock(e.At, v.zone), By: e.By.Name, Note: e.Note}
	line.At = v.print.Date(cycle.DateOf(e.At, v.zone)) + ", " + line.At
	if e.Time > 0 {
		line.What += " – " + v.print.Lasting(e.Time)
	}
	if e.Workstation != "" {
		line.What += " – " + e.Workstation
	}
	if e.Ground != "" {
		line.Why = v.t("exam.ground." + string(e.Ground))
	}
	switch {
	case e.By == (exam.Person{}):
		line.By = v.t("sitting.by-itself")
	case line.By == "":
		line.By = string(e.By.Account)
	}
	return line
}

// actForm is the page of one thing that is done to a sitting: it says what will come of
// it before it is done.
type actForm struct {
	face
	Heading, Title, State, Back, Action string
	Lead, Warning                       string
	Facts                               []answer
	Time, Ground, Workstation, Note     *field
	Button                              string
	Danger                              bool
	Command                             string
}

// actTyped is what was typed in it.
type actTyped struct {
	command, ground, note, time, workstation string
	wrong                                    hours.FieldErrors
}

func readAct(form url.Values) actTyped {
	return actTyped{
		command: form.Get("command"), ground: form.Get("because"), note: form.Get("note"), time: form.Get("time"), workstation: form.Get("workstation"),
	}
}

// askOfSitting asks before something is done. What is no longer possible says why.
func (v *visit) askOfSitting() error {
	event, ok := acts[v.r.PathValue("act")]
	f, s, err := v.ofSitting()
	switch {
	case err != nil:
		return err
	case !ok:
		return exam.ErrNotFound
	case !f.Point.OperatedBy(v.actor):
		return identity.ErrForbidden
	}
	if err := v.refusal(s, event, f.Now); err != nil {
		return v.refuseAct(f, s, err)
	}
	return v.showAct(http.StatusOK, f, s, actTyped{command: freshID(), workstation: s.Authorisation.Workstation})
}

// refuseAct shows the sitting as it is now, with what won.
func (v *visit) refuseAct(f exam.File, s exam.Sitting, err error) error {
	var lost exam.Lost
	switch {
	case errors.As(err, &lost):
		return v.showSitting(http.StatusConflict, f, s, v.lost(lost, f.Now))
	case errors.Is(err, exam.ErrNoPause), errors.Is(err, exam.ErrNotEnded), errors.Is(err, exam.ErrContinued), errors.Is(err, exam.ErrCardIssued):
		return v.showSitting(http.StatusConflict, f, s, v.print.Error(err))
	}
	return err
}

func (v *visit) showAct(status int, f exam.File, s exam.Sitting, typed actTyped) error {
	act := v.r.PathValue("act")
	if act == "" {
		act = "continuation"
	}
	who := v.face(f)
	link := who.Base + "/sittings/" + s.ID()
	page := actForm{
		face: who, Heading: v.t("sitting.ask." + act), Title: v.examName(s), State: v.sittingWord(s), Back: who.Base, Action: link + "/" + act,
		Lead: v.t("sitting.lead." + act), Button: v.t("sitting.act." + act), Danger: act == "cancellation" || act == "termination", Command: typed.command,
	}
	form := v.form("sitting", typed.wrong)
	keep := func(f field) *field { return &f }
	if s.Live() {
		page.Facts = v.liveFacts(s, f.Now)
	} else {
		page.Back = link
	}
	if act == "termination" {
		page.Warning = v.t("sitting.warning.termination", "n", s.Answered(), "of", len(s.Paper))
	}
	if grounds := acts[act].Grounds(); len(grounds) > 0 {
		var all group
		for _, g := range grounds {
			all.Options = append(all.Options, option{Value: string(g), Label: v.t("exam.ground." + string(g))})
		}
		page.Ground = keep(form.choice("because", typed.ground, all))
	}
	if act == "time" || act == "continuation" {
		page.Time = keep(form.text("time", typed.time))
	}
	if act == "workstation" || act == "continuation" {
		page.Workstation = keep(v.workstationField(form, f.Point, typed.workstation))
	}
	note := form.area("note", typed.note)
	note.Rows = 3
	if act != "time" && act != "continuation" {
		note.Label = v.t("field.optional", "label", note.Label)
		if act == "termination" {
			note.Label = v.t("field.sitting.note.termination")
		}
	}
	page.Note = &note
	return v.show(status, "sitting_act", frame{
		Title: page.Heading + " – " + who.Name, Tab: "points", Form: true, Wrong: v.problems(typed.wrong), Body: page,
	})
}

// doToSitting does it. A press that comes twice is answered alike and does nothing more.
func (v *visit) doToSitting() error {
	event, ok := acts[v.r.PathValue("act")]
	if !ok {
		return exam.ErrNotFound
	}
	f, s, err := v.ofSitting()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := readAct(form)
	if v.chooseLanguage(form) {
		return v.showAct(http.StatusOK, f, s, typed)
	}
	ctx, desk, because := v.r.Context(), v.ServicePoint, exam.Because{Command: typed.command, Ground: exam.Ground(typed.ground), Note: typed.note}
	switch event {
	case exam.Cancel:
		_, err = desk.Cancel(ctx, v.actor, s.Key, because)
	case exam.Terminate:
		_, err = desk.Terminate(ctx, v.actor, s.Key, because)
	case exam.Grant:
		_, err = desk.Grant(ctx, v.actor, s.Key, timeTyped(typed.time), because)
	case exam.Pause:
		_, err = desk.Pause(ctx, v.actor, s.Key, because)
	case exam.Resume:
		_, err = desk.Resume(ctx, v.actor, s.Key, because)
	default:
		_, err = desk.Move(ctx, v.actor, s.Key, typed.workstation, because)
	}
	return v.afterAct(err, typed, "sitting-"+v.r.PathValue("act"), s.Number)
}

// afterAct answers what came of it: the file when it was done, and otherwise the form
// as it was typed or the sitting as it is now.
func (v *visit) afterAct(err error, typed actTyped, notice string, number int) error {
	f, s, again := v.ofSitting()
	if again != nil {
		return again
	}
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		for i := range wrong {
			// A "ground" is that of a request elsewhere.
			if wrong[i].Field == "ground" {
				wrong[i].Field = "because"
			}
		}
		typed.wrong = wrong
		return v.showAct(http.StatusUnprocessableEntity, f, s, typed)
	case err != nil:
		return v.refuseAct(f, s, err)
	}
	to := "/learners/" + string(s.Member)
	if s.Attempt.State.Finished() {
		to += "/sittings/" + strconv.Itoa(number)
	}
	return v.redirect(to, "notice", notice)
}

// askContinuation asks a supervisor how a sitting is to be continued.
func (v *visit) askContinuation() error {
	f, s, err := v.ofSitting()
	switch {
	case err != nil:
		return err
	case !exam.MaySupervise(v.actor):
		return identity.ErrForbidden
	}
	if s.ContinuedBy > 0 {
		return v.refuseAct(f, s, exam.ErrContinued)
	}
	if _, err := s.Continue(s.Number + 1); err != nil {
		return v.refuseAct(f, s, err)
	}
	return v.showAct(http.StatusOK, f, s, actTyped{command: freshID()})
}

func (v *visit) continueSitting() error {
	f, s, err := v.ofSitting()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := readAct(form)
	if v.chooseLanguage(form) {
		return v.showAct(http.StatusOK, f, s, typed)
	}
	_, err = v.ServicePoint.Continue(v.r.Context(), v.actor, s.Key, exam.Continuing{
		Command: typed.command, Limit: timeTyped(typed.time), Workstation: typed.workstation, Note: typed.note,
	})
	if err == nil {
		return v.redirect("/learners/"+string(s.Member), "notice", "sitting-continuation")
	}
	return v.afterAct(err, typed, "", s.Number)
}
