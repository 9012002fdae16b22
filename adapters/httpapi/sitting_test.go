package httpapi_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/identity"
)

// Where Geneviève's file is, and her own sitting.
const (
	herFile = "/learners/m-1"
	her     = herFile + "/sittings/1"
	own     = "/sittings/1"
)

// served opens two service points: that of Québec, where the operator works and where
// Geneviève follows both trainings and Marc one, and that of Laval with another operator
// and Sylvie, who is of the staff, in training.
func served(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	hash, err := w.api.Directory.Hasher.Hash(password)
	require.NoError(t, err)
	for login, role := range map[string]identity.Role{"operator": identity.RoleOperator, "lavallois": identity.RoleOperator, "supervisor": identity.RoleSupervisor} {
		w.account(identity.Account{
			Org: "otpq", ID: identity.AccountID("a-" + login), Login: login, Hash: hash, Name: "Nom de " + login, Roles: []identity.Role{role},
		})
	}
	for _, login := range []string{"operator", "lavallois"} {
		w.registers(login)
	}
	w.put("staff", "/points/quebec", map[string]any{"name": "Québec", "closes": "17:00", "operators": []string{"a-operator"}}).is(http.StatusCreated)
	w.put("staff", "/points/laval", map[string]any{"name": "Laval", "closes": "17:00", "operators": []string{"a-lavallois"}}).is(http.StatusCreated)
	w.enrols("m-1", "Geneviève", "Lavigne", "quebec", "signaleur")
	w.enrols("m-1", "Geneviève", "Lavigne", "quebec", "espace-clos")
	w.enrols("m-2", "Marc", "Tremblay", "quebec", "signaleur")
	w.enrols("m-4", "Paul", "Roy", "laval", "signaleur")
	return w
}

// put puts what was never written.
func (w *world) put(as, path string, body any) answer {
	w.t.Helper()
	return w.do(call{as: as, method: "PUT", path: path, body: body, header: map[string]string{"If-Match": `"0"`}})
}

func (w *world) post(as, path string, body any) answer {
	w.t.Helper()
	return w.do(call{as: as, method: "POST", path: path, body: body})
}

// steps are what an operator types, step by step.
var steps = []struct {
	step string
	body map[string]any
}{
	{"account", map[string]any{"first": "Louise", "last": "Bergeron", "email": "louise@point.example", "phone": "418 555-0142"}},
	{"profile", map[string]any{"shown": "Louise B.", "employer": "Centre", "city": "Québec"}},
	{"preferences", map[string]any{"language": "fr", "notices": true}},
	{"membership", map[string]any{"membership": "none"}},
}

func (w *world) registers(login string) answer {
	w.t.Helper()
	a := w.get(login, "/operator").is(http.StatusOK)
	for _, s := range steps {
		a = w.do(call{as: login, method: "PUT", path: "/operator/" + s.step, body: s.body, header: a.etag()}).is(http.StatusOK)
	}
	return a
}

func (w *world) enrols(member, first, last, point, id string) answer {
	w.t.Helper()
	a := w.do(call{as: "staff", method: "PUT", path: "/learners/" + member, body: map[string]any{
		"point": point, "first": first, "last": last, "email": member + "@apprenants.example", "language": "fr", "exam": id,
	}})
	require.Contains(w.t, []int{http.StatusOK, http.StatusCreated}, a.status, a.body)
	return a
}

// admits confirms the learner's identity and accepts a photo.
func (w *world) admits(member string) answer {
	w.t.Helper()
	path := "/learners/" + member
	a := w.get("operator", path).is(http.StatusOK)
	a = w.do(call{as: "operator", method: "POST", path: path + "/identity", header: a.etag(), body: map[string]any{
		"kind": "other-licence", "number": secretNumber, "birth": "1990-05-17",
	}}).is(http.StatusOK)
	a = w.uploads(path, a, phototest.Good(490, 630)).is(http.StatusCreated)
	return w.do(call{as: "operator", method: "PUT", path: path + "/photo", header: a.etag(), body: map[string]any{"attestations": attested()}}).is(http.StatusOK)
}

// secretNumber is the number of a card.
const secretNumber = "AB12345678"

// uploads sends a photo as a body of its own.
func (w *world) uploads(path string, before answer, content []byte) answer {
	w.t.Helper()
	header := before.etag()
	header["Content-Type"] = "image/jpeg"
	return w.do(call{as: "operator", method: "POST", path: path + "/photo", header: header, body: string(content)})
}

// attested says yes to everything that the operator looks at.
func attested() []map[string]any {
	var all []map[string]any
	for _, check := range photo.Attested() {
		all = append(all, map[string]any{"check": string(check), "met": true})
	}
	return all
}

// authorises admits Geneviève and authorises her exam.
func (w *world) authorises(id string) answer {
	w.t.Helper()
	w.admits("m-1")
	return w.post("operator", herFile+"/sittings", map[string]any{"command": "authorise-1", "exam": id}).is(http.StatusCreated)
}

// beginsExam launches and begins Geneviève's first sitting, and returns the epoch.
func (w *world) beginsExam(id string) int {
	w.t.Helper()
	w.authorises(id)
	epoch := w.launches("launch-1")
	w.post("genevieve", own+"/begin", map[string]any{"command": "begin-1", "epoch": epoch}).is(http.StatusOK)
	return epoch
}

func (w *world) launches(command string) int {
	w.t.Helper()
	return int(w.post("genevieve", own+"/launch", map[string]any{"command": command}).is(http.StatusOK).at("receipt.epoch").(float64))
}

// answers puts an answer of Geneviève's.
func (w *world) answers(question string, epoch, sequence int, r exam.Response) answer {
	w.t.Helper()
	return w.do(call{as: "genevieve", method: "PUT", path: own + "/answers/" + question, body: map[string]any{
		"epoch": epoch, "sequence": sequence, "choices": append([]string{}, r.Choices...), "number": r.Number,
	}})
}

// right returns the right answer to a question of an exam.
func (w *world) right(id exam.ID, question string) exam.Response {
	w.t.Helper()
	e, err := w.api.ServicePoint.Exams.Latest(id)
	require.NoError(w.t, err)
	q, ok := e.Question(question)
	require.True(w.t, ok)
	r := exam.Response{Number: q.Number}
	for _, o := range q.Options {
		if o.Right {
			r.Choices = append(r.Choices, o.ID)
		}
	}
	return r
}

// asked returns the questions of Geneviève's running exam.
func (w *world) asked() []string {
	w.t.Helper()
	a := w.get("genevieve", own).is(http.StatusOK)
	var all []string
	for i := range a.length("asked") {
		all = append(all, a.text("asked."+strconv.Itoa(i)+".question"))
	}
	return all
}

// later lets time pass in which sessions may end: everybody signs in again.
func (w *world) later(d time.Duration) {
	w.now = w.now.Add(d)
	clear(w.tokens)
}

// because is a command with a ground.
func because(command, ground string) map[string]any {
	return map[string]any{"command": command, "ground": ground, "note": "Vu sur place."}
}

// The whole of it as the source tells it: authorised, launched, begun, answered one by
// one, closed by the learner; the name leaves the list, and the card is issued.
func TestE9_AnExamFromTheAuthorisationToTheCard(t *testing.T) {
	w := served(t)
	a := w.authorises("signaleur")
	require.Equal(t, "/api/v1"+her, a.header.Get("Location"))
	require.Equal(t, []string{"authorised", "none"}, []string{a.text("authorisation.code"), a.text("state.code")})
	// The point closes at 17:00 in Québec, which is 22:00 UTC in November.
	require.Equal(t, "2026-11-22T22:00:00Z", a.text("authorisedUntil"))
	require.Equal(t, "Nom de operator", a.text("authorisedBy"))

	trainings := w.get("genevieve", "/trainings").is(http.StatusOK)
	require.Equal(t, 2, trainings.length("items"))
	require.Equal(t, "none", trainings.text("items.0.sittings.0.state.code"))
	shown := w.get("genevieve", own).is(http.StatusOK)
	require.Equal(t, 0, shown.length("asked"), "nothing is asked before the clock runs")
	require.Nil(t, shown.at("time.deadline"))
	require.EqualValues(t, 30*60, shown.at("time.secondsLeft"))

	epoch := w.launches("launch-1")
	require.Equal(t, 1, epoch)
	require.Equal(t, 0, w.get("genevieve", own).length("asked"))
	begun := w.post("genevieve", own+"/begin", map[string]any{"command": "begin-1", "epoch": epoch}).is(http.StatusOK)
	require.Equal(t, "begin", begun.text("receipt.event.code"))
	require.Equal(t, "2026-11-22T15:30:00Z", begun.text("sitting.time.deadline"), "the grace is not in it")

	questions := w.asked()
	require.Len(t, questions, 12)
	for i, question := range questions {
		w.now = w.now.Add(time.Minute)
		done := w.answers(question, epoch, 1, w.right("signaleur", question)).is(http.StatusOK)
		require.EqualValues(t, 1, done.at("receipt.sequence"))
		require.EqualValues(t, i+1, done.at("sitting.answered"))
		require.Nil(t, done.at("sitting.result"))
	}
	shown = w.get("genevieve", own).is(http.StatusOK)
	require.EqualValues(t, 18*60, shown.at("time.secondsLeft"))
	require.EqualValues(t, 1, shown.at("asked.0.answer.sequence"))

	submission := map[string]any{"command": "submit-1", "epoch": epoch}
	ended := w.post("genevieve", own+"/submission", submission).is(http.StatusOK)
	require.Equal(t, "passed", ended.text("sitting.result.outcome.code"))
	require.Equal(t, ended.at("sitting.result.max"), ended.at("sitting.result.points"))
	w.later(time.Hour)
	again := w.post("genevieve", own+"/submission", submission).is(http.StatusOK)
	require.Equal(t, ended.at("receipt"), again.at("receipt"), "the same receipt, an hour later")
	require.Equal(t, 0, w.get("genevieve", own).length("asked"), "nothing is asked after the end")

	card := w.post("staff", her+"/card", nil).is(http.StatusCreated)
	require.Equal(t, "Sylvie Roy", card.text("card.by"))
	for _, as := range []string{"genevieve", "operator", "supervisor", "staff"} {
		require.Equal(t, "Geneviève Lavigne", w.get(as, her+"/card").is(http.StatusOK).text("name"))
	}
	w.get("marc", her+"/card").problem(http.StatusNotFound, "not-found")
	w.get("lavallois", her+"/card").problem(http.StatusNotFound, "not-found")
	require.Equal(t, card.text("card.code"), w.get("genevieve", her+"/card").text("code"))
	w.verifies(card.text("card.code"))
}

// examination goes through every operation about exams.
func (w *world) examination() {
	e := served(w.t)
	defer func() {
		for operation := range e.seen {
			w.seen[operation] = true
		}
	}()
	for _, path := range []string{"/points", "/points/quebec", "/points/quebec/learners", "/operator", herFile} {
		e.get("operator", path).is(http.StatusOK)
	}
	station := e.post("operator", "/points/quebec/workstations", map[string]any{"name": "Poste 1"}).is(http.StatusCreated)
	a := e.admits("m-1")
	e.get("operator", herFile+"/photo/preview.jpg").is(http.StatusOK)
	e.get("operator", herFile+"/photo/card.jpg").is(http.StatusOK)
	e.post("operator", herFile+"/photo/measure", map[string]any{"steps": []string{"smaller"}}).is(http.StatusOK)
	a = e.do(call{as: "operator", method: "POST", path: herFile + "/photo/reopening", header: a.etag()}).is(http.StatusOK)
	e.do(call{as: "operator", method: "DELETE", path: herFile + "/photo", header: a.etag()}).is(http.StatusOK)
	e.admits("m-1")
	e.post("operator", herFile+"/sittings", map[string]any{"command": "a-1", "exam": "signaleur", "workstation": "Poste 1"}).is(http.StatusCreated)
	e.post("operator", her+"/cancellation", because("c-1", "mistake")).is(http.StatusOK)
	e.post("operator", herFile+"/sittings", map[string]any{"command": "a-2", "exam": "espace-clos", "workstation": "Poste 1"}).is(http.StatusCreated)
	second, mine := herFile+"/sittings/2", "/sittings/2"
	e.get("operator", second).is(http.StatusOK)
	e.get("genevieve", "/trainings").is(http.StatusOK)
	e.station = station.text("secret")
	e.post("genevieve", mine+"/launch", map[string]any{"command": "l-1"}).is(http.StatusOK)
	e.post("genevieve", mine+"/begin", map[string]any{"command": "b-1", "epoch": 1}).is(http.StatusOK)
	asked := e.get("genevieve", mine).is(http.StatusOK)
	question := asked.text("asked.0.question")
	r := e.right("espace-clos", question)
	e.do(call{as: "genevieve", method: "PUT", path: mine + "/answers/" + question, body: map[string]any{
		"epoch": 1, "sequence": 1, "choices": append([]string{}, r.Choices...), "number": r.Number,
	}}).is(http.StatusOK)
	e.post("operator", second+"/pause", map[string]any{"command": "p-1"})
	e.post("operator", second+"/resumption", map[string]any{"command": "r-1"})
	grant := because("g-1", "incident")
	grant["seconds"] = 600
	e.post("operator", second+"/grants", grant).is(http.StatusOK)
	e.post("operator", second+"/workstation", map[string]any{"command": "m-1", "workstation": ""}).is(http.StatusOK)
	e.post("genevieve", mine+"/submission", map[string]any{"command": "s-1", "epoch": 1}).problem(http.StatusConflict, "superseded")
	e.post("operator", second+"/termination", because("t-1", "stopped")).is(http.StatusOK)
	e.post("supervisor", second+"/continuation", map[string]any{"command": "n-1", "seconds": 900, "note": "Panne."}).is(http.StatusCreated)
	e.post("supervisor", second+"/card", nil).problem(http.StatusConflict, "no-card")
	e.get("genevieve", second+"/card").problem(http.StatusConflict, "no-card")
	e.get("genevieve", second+"/card.pdf").problem(http.StatusConflict, "no-card")
	e.do(call{as: "operator", method: "DELETE", path: "/points/quebec/workstations/Poste%201"}).is(http.StatusOK)
}

// Each number of seconds and each name is what the body said.
func TestE6_AnExamIsAuthorisedRightly(t *testing.T) {
	w := served(t)
	authorise := func(body map[string]any) answer { return w.post("operator", herFile+"/sittings", body) }
	one := map[string]any{"command": "a-1", "exam": "signaleur"}
	authorise(one).problem(http.StatusConflict, "identity-unconfirmed")
	a := w.get("operator", herFile)
	w.do(call{as: "operator", method: "POST", path: herFile + "/identity", header: a.etag(), body: map[string]any{
		"kind": "other-licence", "number": secretNumber, "birth": "1990-05-17",
	}}).is(http.StatusOK)
	authorise(one).problem(http.StatusConflict, "no-photo")
	w.admits("m-1")

	wrong := authorise(map[string]any{"command": "a-1", "exam": "autre", "workstation": "Poste 9", "extraSeconds": 1 << 60, "note": strings.Repeat("é", 501)}).
		problem(http.StatusUnprocessableEntity, "invalid-entry")
	for field, want := range map[string]string{"exam": "no-exam", "workstation": "no-workstation", "extraSeconds": "bad-time", "note": "too-long"} {
		code, _ := wrong.field(field)
		require.Equal(t, want, code, field)
	}
	code, _ := authorise(map[string]any{"command": "a-1", "exam": "signaleur", "extraSeconds": 60}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("note")
	require.Equal(t, "missing", code)
	authorise(map[string]any{"exam": "signaleur"}).problem(http.StatusUnprocessableEntity, "bad-command")
	code, _ = authorise(map[string]any{"command": "a 1", "exam": "signaleur"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("command")
	require.Equal(t, "bad-command", code)
	require.Equal(t, 0, w.get("operator", herFile).length("sittings"))

	one["extraSeconds"], one["note"] = 600, "Mesure convenue."
	opened := authorise(one).is(http.StatusCreated)
	require.EqualValues(t, 40*60, opened.at("time.secondsLeft"))
	require.EqualValues(t, 600, opened.at("log.0.seconds"))
	require.Equal(t, opened.body, authorise(one).is(http.StatusCreated).body, "the same command opens nothing else")
	lost := authorise(map[string]any{"command": "a-2", "exam": "signaleur"}).problem(http.StatusConflict, "authorised-already")
	require.Equal(t, map[string]any{
		"event": map[string]any{"code": "authorise", "label": "Examen autorisé"}, "at": "2026-11-22T15:00:00Z", "by": "operator", "name": "Nom de operator",
		"text": "Nom de operator a autorisé l’examen à 10\u00a0h\u00a00\u00a0min\u00a00\u00a0s.",
	}, lost.at("won"))
	authorise(map[string]any{"command": "a-3", "exam": "espace-clos"}).problem(http.StatusConflict, "other-exam-live")
	require.Equal(t, 1, w.get("operator", herFile).length("sittings"))
	require.Equal(t, 0, w.get("operator", herFile).length("exams"))

	// After 17:00 nothing is authorised, and what was lapses.
	w.later(7 * time.Hour)
	w.post("operator", herFile+"/sittings", map[string]any{"command": "a-4", "exam": "signaleur"}).problem(http.StatusConflict, "point-closed")
	w.post("genevieve", own+"/launch", map[string]any{"command": "l-1"}).problem(http.StatusConflict, "attempt-withdrawn")
	require.Equal(t, "lapsed", w.get("operator", her).text("authorisation.code"))
}

func TestE7_AccessIsCancelledUntilTheLearnerBegins(t *testing.T) {
	w := served(t)
	w.authorises("signaleur")
	code, _ := w.post("operator", her+"/cancellation", map[string]any{"command": "c-1"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("ground")
	require.Equal(t, "missing", code)
	w.launches("launch-1")
	cancelled := w.post("operator", her+"/cancellation", because("c-1", "mistake")).is(http.StatusOK)
	require.Equal(t, []string{"cancelled", "withdrawn"}, []string{cancelled.text("authorisation.code"), cancelled.text("state.code")})
	require.Nil(t, cancelled.at("result"))
	refused := w.post("genevieve", own+"/begin", map[string]any{"command": "b-1", "epoch": 1}).problem(http.StatusConflict, "attempt-withdrawn")
	require.Equal(t, "operator", refused.text("won.by"))
	require.Empty(t, refused.text("won.name"), "the learner is not told by whom")
	require.Contains(t, refused.text("won.text"), "L’opérateur a annulé l’accès à l’examen à 10")

	w.post("operator", herFile+"/sittings", map[string]any{"command": "authorise-2", "exam": "signaleur"}).is(http.StatusCreated)
	w.post("genevieve", "/sittings/2/launch", map[string]any{"command": "l-2"}).is(http.StatusOK)
	w.post("genevieve", "/sittings/2/begin", map[string]any{"command": "b-2", "epoch": 1}).is(http.StatusOK)
	lost := w.post("operator", herFile+"/sittings/2/cancellation", because("c-2", "mistake")).problem(http.StatusConflict, "begun-already")
	require.Equal(t, []string{"begin", "learner"}, []string{lost.text("won.event.code"), lost.text("won.by")})
}

func TestE15_E16_AnOperatorEndsAnExamWithThePointsSoFar(t *testing.T) {
	w := served(t)
	epoch := w.beginsExam("signaleur")
	questions := w.asked()
	w.answers(questions[0], epoch, 1, w.right("signaleur", questions[0])).is(http.StatusOK)
	require.Nil(t, w.get("operator", her).at("result"), "nobody sees points before the end")
	w.now = w.now.Add(10 * time.Minute)
	code, _ := w.post("operator", her+"/termination", map[string]any{"command": "t-1", "ground": "stopped"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("note")
	require.Equal(t, "missing", code)
	ended := w.post("operator", her+"/termination", because("t-1", "stopped")).is(http.StatusOK)
	require.Equal(t, []any{"failed", true}, []any{ended.text("result.outcome.code"), ended.at("result.partial")})
	e, err := w.api.ServicePoint.Exams.Latest("signaleur")
	require.NoError(t, err)
	q, _ := e.Question(questions[0])
	require.EqualValues(t, q.Points, ended.at("result.points"))
	require.Equal(t, "2026-11-22T15:10:00Z", ended.text("finished"))

	late := w.answers(questions[1], epoch, 1, w.right("signaleur", questions[1])).problem(http.StatusConflict, "terminated")
	require.Equal(t, []string{"terminate", "2026-11-22T15:10:00Z", "operator", ""}, []string{
		late.text("won.event.code"), late.text("won.at"), late.text("won.by"), late.text("won.name"),
	})
	w.post("genevieve", own+"/submission", map[string]any{"command": "s-1", "epoch": epoch}).problem(http.StatusConflict, "terminated")
}

// A submission that came first wins over the operator, who is told when.
func TestE12_TheLearnerEndsTheExam(t *testing.T) {
	w := served(t)
	epoch := w.beginsExam("signaleur")
	w.now = w.now.Add(time.Minute + 3*time.Second)
	w.post("genevieve", own+"/submission", map[string]any{"command": "s-1", "epoch": epoch}).is(http.StatusOK)
	w.now = w.now.Add(time.Second)
	lost := w.post("operator", her+"/termination", because("t-1", "finished")).problem(http.StatusConflict, "submitted-already")
	require.Equal(t, []string{"submit", "2026-11-22T15:01:03Z", "learner"}, []string{lost.text("won.event.code"), lost.text("won.at"), lost.text("won.by")})
	w.post("operator", her+"/grants", map[string]any{"command": "g-1", "seconds": 60, "ground": "incident", "note": "Panne."}).
		problem(http.StatusConflict, "submitted-already")
}

func TestE11_TheTimerIsTheServers(t *testing.T) {
	w := served(t)
	epoch := w.beginsExam("signaleur")
	w.now = w.now.Add(29*time.Minute + 59*time.Second + 500*time.Millisecond)
	require.EqualValues(t, 0, w.get("genevieve", own).at("time.secondsLeft"))
	grant := map[string]any{"command": "g-1", "seconds": 120, "ground": "incident", "note": "Panne de réseau."}
	granted := w.post("operator", her+"/grants", grant).is(http.StatusOK)
	require.Equal(t, "2026-11-22T15:32:00Z", granted.text("time.deadline"))
	require.Equal(t, "2026-11-22T15:32:00Z", w.post("operator", her+"/grants", grant).is(http.StatusOK).text("time.deadline"), "granted once")
	for seconds, field := range map[int]string{0: "bad-time", -1: "bad-time", 8*3600 + 1: "bad-time"} {
		grant["command"], grant["seconds"] = fmt.Sprintf("g-%d", seconds+10), seconds
		code, _ := w.post("operator", her+"/grants", grant).problem(http.StatusUnprocessableEntity, "invalid-entry").field("seconds")
		require.Equal(t, field, code)
	}
	// In the grace an answer is taken; the deadline that is shown does not have it.
	w.now = time.Date(2026, 11, 22, 15, 32, 9, 0, time.UTC)
	questions := w.asked()
	w.answers(questions[0], epoch, 1, w.right("signaleur", questions[0])).is(http.StatusOK)
	require.Equal(t, "2026-11-22T15:32:00Z", w.get("genevieve", own).text("time.deadline"))
	w.now = w.now.Add(time.Second)
	late := w.answers(questions[1], epoch, 1, w.right("signaleur", questions[1])).problem(http.StatusConflict, "timed-out")
	require.Equal(t, []string{"time-out", "2026-11-22T15:32:00Z", "time", ""}, []string{
		late.text("won.event.code"), late.text("won.at"), late.text("won.by"), late.text("won.name"),
	})
	require.Equal(t, "2026-11-22T15:32:00Z", w.get("operator", her).text("finished"))
}

func TestASittingGoesOnInOneBrowser(t *testing.T) {
	w := served(t)
	w.post("operator", "/points/quebec/workstations", map[string]any{"name": "Poste 1"}).is(http.StatusCreated)
	second := w.post("operator", "/points/quebec/workstations", map[string]any{"name": "Poste 2"}).is(http.StatusCreated)
	w.admits("m-1")
	w.post("operator", herFile+"/sittings", map[string]any{"command": "a-1", "exam": "signaleur", "workstation": "Poste 2"}).is(http.StatusCreated)
	w.post("genevieve", own+"/begin", map[string]any{"command": "b-0", "epoch": 0}).problem(http.StatusConflict, "other-workstation")
	w.post("genevieve", own+"/launch", map[string]any{"command": "l-0"}).problem(http.StatusConflict, "other-workstation")
	w.station = "inconnu"
	w.post("genevieve", own+"/launch", map[string]any{"command": "l-0"}).problem(http.StatusConflict, "other-workstation")
	w.station = second.text("secret")
	w.post("genevieve", own+"/launch", map[string]any{"command": "l-1"}).is(http.StatusOK)
	require.Equal(t, "Poste 2", w.get("operator", her).text("launchedFrom"))
	w.post("genevieve", own+"/begin", map[string]any{"command": "b-1", "epoch": 1}).is(http.StatusOK)
	questions := w.asked()
	w.answers(questions[0], 1, 1, w.right("signaleur", questions[0])).is(http.StatusOK)
	// Whoever is signed in elsewhere and guesses the epoch sees and does nothing.
	w.station = ""
	require.Empty(t, w.asked())
	w.answers(questions[1], 1, 1, w.right("signaleur", questions[1])).problem(http.StatusConflict, "other-workstation")
	w.post("genevieve", own+"/submission", map[string]any{"command": "s-0", "epoch": 1}).problem(http.StatusConflict, "other-workstation")
	w.station = second.text("secret")

	code, _ := w.post("operator", her+"/workstation", map[string]any{"command": "m-1", "workstation": "Poste 9"}).
		problem(http.StatusUnprocessableEntity, "invalid-entry").field("workstation")
	require.Equal(t, "no-workstation", code)
	w.post("operator", her+"/workstation", map[string]any{"command": "m-1"}).is(http.StatusOK)
	w.answers(questions[1], 1, 1, w.right("signaleur", questions[1])).problem(http.StatusConflict, "superseded")
	w.post("genevieve", own+"/launch", map[string]any{"command": "l-2"}).is(http.StatusOK)
	cut := w.answers(questions[1], 2, 1, w.right("signaleur", questions[1])).problem(http.StatusConflict, "superseded")
	require.Equal(t, "launch", cut.text("won.event.code"))
	done := w.answers(questions[1], 3, 1, w.right("signaleur", questions[1])).is(http.StatusOK)
	require.EqualValues(t, 2, done.at("sitting.answered"), "what was saved at the former one is there")
	w.post("operator", her+"/pause", map[string]any{"command": "p-1"}).problem(http.StatusConflict, "no-pause")
	w.post("operator", her+"/resumption", map[string]any{"command": "r-1"}).problem(http.StatusConflict, "not-paused")
}

func TestAnAnswerIsKeptOnceAndInItsOrder(t *testing.T) {
	w := served(t)
	epoch := w.beginsExam("signaleur")
	question := w.asked()[0]
	right := w.right("signaleur", question)
	first := w.answers(question, epoch, 2, right).is(http.StatusOK)
	w.now = w.now.Add(time.Second)
	require.Equal(t, first.at("receipt"), w.answers(question, epoch, 2, right).is(http.StatusOK).at("receipt"))
	for _, sequence := range []int{2, 1} {
		lost := w.answers(question, epoch, sequence, exam.Response{}).problem(http.StatusConflict, "later-answer")
		require.Equal(t, []string{"answer", "2026-11-22T15:00:00Z", "learner"}, []string{lost.text("won.event.code"), lost.text("won.at"), lost.text("won.by")})
	}
	w.answers(question, epoch, 0, exam.Response{}).problem(http.StatusConflict, "later-answer")
	w.answers("nulle", epoch, 1, right).problem(http.StatusNotFound, "no-question")
	w.answers(question, epoch, 3, exam.Response{Choices: []string{"nulle"}}).problem(http.StatusUnprocessableEntity, "unknown-option")
	taken := w.answers(question, epoch, 3, exam.Response{}).is(http.StatusOK)
	require.EqualValues(t, 0, taken.at("sitting.answered"), "an empty answer takes the former one back")
}
