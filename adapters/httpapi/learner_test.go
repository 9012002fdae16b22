package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// confirms sends what the operator read on a card, under the tag of an answer.
func (w *world) confirms(before answer, kind, number, birth string, sure bool) answer {
	w.t.Helper()
	return w.do(call{as: "operator", method: "POST", path: herFile + "/identity", header: before.etag(), body: map[string]any{
		"kind": kind, "number": number, "birth": birth, "sure": sure,
	}})
}

// A number of the health insurance card: three letters of the last name and one of the
// first, then the date of birth with 50 more in the month of a woman's, and two digits.
const (
	herCard  = "LAVG 9055 1712"
	herBirth = "1990-05-17"
)

func TestE4_TheIdentityIsConfirmedAndTheNumberForgotten(t *testing.T) {
	w := served(t)
	file := w.get("operator", herFile).is(http.StatusOK)
	require.Nil(t, file.at("identity"))
	wrong := w.confirms(file, "", "", "", false).problem(http.StatusUnprocessableEntity, "invalid-entry")
	for field, want := range map[string]string{"kind": "missing", "birth": "missing"} {
		code, _ := wrong.field(field)
		require.Equal(t, want, code, field)
	}
	code, _ := w.confirms(file, "passport", "XX12345", herBirth, false).problem(http.StatusUnprocessableEntity, "invalid-entry").field("kind")
	require.Equal(t, "unknown-choice", code)
	code, _ = w.confirms(file, "health-card", herCard, "demain", false).problem(http.StatusUnprocessableEntity, "invalid-entry").field("birth")
	require.Equal(t, "bad-date", code)

	// What may be right is asked back, and counts as no try: the file is as it was.
	hinted := w.confirms(file, "health-card", strings.Replace(herCard, "LAVG", "TREG", 1), herBirth, false).problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ = hinted.field("sure")
	require.Equal(t, "name-hint", code)
	// What is wrong is counted, and the answer has the tag that the next one needs.
	tried := w.confirms(file, "health-card", herCard, "1990-05-18", false).problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ = tried.field("birth")
	require.Equal(t, "birth-differs", code)
	w.confirms(file, "health-card", herCard, herBirth, false).problem(http.StatusPreconditionFailed, "stale")
	tried = w.confirms(tried, "licence", "L12345", herBirth, false).problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ = tried.field("number")
	require.Equal(t, "number-form", code)

	confirmed := w.confirms(tried, "health-card", strings.Replace(herCard, "LAVG", "TREG", 1), herBirth, true).is(http.StatusOK)
	require.Equal(t, []any{"health-card", "name", "Nom de operator", "2026-11-22T15:00:00Z"}, []any{
		confirmed.at("identity.kind.code"), confirmed.at("identity.hints.0.code"), confirmed.at("identity.by"), confirmed.at("identity.at"),
	})

	// Neither the number nor the date of birth is anywhere: in no answer, not in the log,
	// not in what is stored.
	learner, err := w.store.Exam().Learner(t.Context(), "otpq", "m-1")
	require.NoError(t, err)
	stored, err := json.Marshal(learner)
	require.NoError(t, err)
	for name, text := range map[string]string{"answers": w.said.String(), "log": w.logged.String(), "store": string(stored)} {
		for _, secret := range []string{"9055", "1712", "LAVG", "TREG", "90551712", "L12345", "1990-05-1"} {
			require.NotContains(t, text, secret, name)
		}
	}
}

// After too many that were wrong one waits, as after passwords: the answer says for how
// long, and a right one is not taken before.
func TestE4_TooManyWrongConfirmationsHaveToWait(t *testing.T) {
	w := served(t)
	last := w.get("operator", herFile)
	for range 20 {
		a := w.confirms(last, "health-card", herCard, "1990-05-18", false)
		if a.status == http.StatusTooManyRequests {
			break
		}
		last = a.problem(http.StatusUnprocessableEntity, "invalid-entry")
	}
	waiting := w.confirms(last, "health-card", herCard, herBirth, false).problem(http.StatusTooManyRequests, "identity-wait")
	until, err := time.Parse(time.RFC3339, w.get("operator", herFile).text("identityWait"))
	require.NoError(t, err)
	wait, err := time.ParseDuration(waiting.header.Get("Retry-After") + "s")
	require.NoError(t, err)
	require.Equal(t, until, w.now.Add(wait))
	w.now = until.Add(-time.Millisecond)
	require.Equal(t, "1", w.confirms(last, "health-card", herCard, herBirth, false).problem(http.StatusTooManyRequests, "identity-wait").header.Get("Retry-After"))
	w.now = until
	require.Nil(t, w.confirms(last, "health-card", herCard, herBirth, false).is(http.StatusOK).at("identityWait"))
}

func TestLearnersAreEnrolledByStaff(t *testing.T) {
	w := served(t)
	enrol := func(as, member string, body map[string]any) answer {
		return w.do(call{as: as, method: "PUT", path: "/learners/" + member, body: body})
	}
	wrong := enrol("staff", "m-7", map[string]any{"point": "sherbrooke", "first": " ", "exam": "autre", "language": "de", "birth": "hier"}).
		problem(http.StatusUnprocessableEntity, "invalid-entry")
	for field, want := range map[string]string{"language": "unknown-choice", "birth": "bad-date"} {
		code, _ := wrong.field(field)
		require.Equal(t, want, code, field)
	}
	wrong = enrol("staff", "m-7", map[string]any{"point": "sherbrooke", "first": " ", "email": "zoe", "exam": "autre"}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	for field, want := range map[string]string{"first": "missing", "last": "missing", "email": "bad-email", "point": "unknown-choice", "exam": "no-exam"} {
		code, _ := wrong.field(field)
		require.Equal(t, want, code, field)
	}
	body := map[string]any{"point": "laval", "first": "Zoé", "last": "Nadeau", "exam": "signaleur", "birth": herBirth}
	opened := enrol("staff", "m-7", body).is(http.StatusCreated)
	require.Equal(t, "/api/v1/learners/m-7", opened.header.Get("Location"))
	require.Equal(t, herBirth, opened.text("birth"))
	require.Nil(t, w.get("lavallois", "/learners/m-7").is(http.StatusOK).at("birth"), "what the operator's reading is checked by is not shown")
	again := enrol("staff", "m-7", body).is(http.StatusOK)
	require.Equal(t, 1, again.length("enrolments"))
	body["exam"] = "espace-clos"
	require.Equal(t, 2, enrol("staff", "m-7", body).is(http.StatusOK).length("enrolments"))
	for _, as := range []string{"operator", "supervisor", "genevieve"} {
		enrol(as, "m-7", body).problem(http.StatusForbidden, "forbidden")
	}
	enrol("staff", "m-3", body).problem(http.StatusForbidden, "forbidden")
	enrol("staff", "a%2Fb", body).problem(http.StatusNotFound, "not-found")
	_, err := w.store.Exam().Learner(t.Context(), "otpq", "m-3")
	require.Error(t, err)
}

// codes returns the user codes of a list.
func codes(a answer) []string {
	a.t.Helper()
	all := []string{}
	for _, one := range a.is(http.StatusOK).at("items").([]any) {
		all = append(all, one.(map[string]any)["code"].(string))
	}
	return all
}

func TestE3_LearnersAreSearchedAndNobodyIsPicked(t *testing.T) {
	w := served(t)
	w.enrols("m-5", "Étienne", "Bélanger", "quebec", "signaleur")
	w.enrols("m-6", "Étienne", "Belanger", "quebec", "signaleur")
	w.enrols("m-66", "Ève", "Zola", "quebec", "signaleur")
	for query, want := range map[string][]string{
		"":                            {"m-5", "m-6", "m-1", "m-2", "m-66"},
		"?q=belanger+etienne":         {"m-5", "m-6"},
		"?q=M-6":                      {"m-6"},
		"?q=m-1@apprenants.example":   {"m-1"},
		"?q=paul":                     {},
		"?sort=first":                 {"m-6", "m-5", "m-66", "m-1", "m-2"},
		"?sort=code&reverse=1":        {"m-66", "m-6", "m-5", "m-2", "m-1"},
		"?sort=last&q=genevieve":      {"m-1"},
		"?sort=email&q=example&q=not": {"m-1", "m-2", "m-5", "m-66", "m-6"},
		"?progress=true":              {},
	} {
		got := codes(w.get("operator", "/points/quebec/learners"+query))
		if query == "?sort=first" || strings.Contains(query, "email") {
			require.ElementsMatch(t, want, got, query)
			continue
		}
		require.Equal(t, want, got, query)
	}
	for _, query := range []string{"?sort=height", "?progress=perhaps", "?reverse=2"} {
		w.get("operator", "/points/quebec/learners"+query).problem(http.StatusBadRequest, "bad-parameter")
	}
}

func TestE13_E14_WhoSitsComesFirstAndWhoHasFinishedIsGone(t *testing.T) {
	w := served(t)
	w.admits("m-2")
	w.post("operator", "/learners/m-2/sittings", map[string]any{"command": "a-1", "exam": "signaleur"}).is(http.StatusCreated)
	require.Equal(t, []string{"m-1", "m-2"}, codes(w.get("operator", "/points/quebec/learners")))
	w.post("marc", own+"/launch", map[string]any{"command": "l-1"}).is(http.StatusOK)
	w.post("marc", own+"/begin", map[string]any{"command": "b-1", "epoch": 1}).is(http.StatusOK)
	list := w.get("operator", "/points/quebec/learners")
	require.Equal(t, []string{"m-2", "m-1"}, codes(list))
	require.Equal(t, []any{true, false}, []any{list.at("items.0.inProgress"), list.at("items.1.inProgress")})
	require.EqualValues(t, 1800, list.at("items.0.sitting.time.secondsLeft"))
	require.Equal(t, []string{"m-2"}, codes(w.get("operator", "/points/quebec/learners?progress=1")))
	w.post("marc", own+"/submission", map[string]any{"command": "s-1", "epoch": 1}).is(http.StatusOK)
	require.Equal(t, []string{"m-1"}, codes(w.get("operator", "/points/quebec/learners")), "followed one training, and has finished it")
	// Time alone ends an exam for the list as well, before anything was written.
	w.beginsExam("signaleur")
	w.later(30*time.Minute + 9*time.Second)
	require.Equal(t, []string{"m-1"}, codes(w.get("operator", "/points/quebec/learners?progress=1")))
	w.later(time.Second)
	require.Empty(t, codes(w.get("operator", "/points/quebec/learners?progress=1")))
}

// What is another point's, another organisation's or nobody's is answered alike, on every
// route, to everybody who may not know of it.
func TestE2_AnotherPointsLearnerIsAsOneWhoDoesNotExist(t *testing.T) {
	w := served(t)
	w.organisation("other", identity.FrenchOnly)
	w.person("other", "eve", "m-9", "Ève", "Autre", identity.RoleMember)
	w.beginsExam("signaleur")
	n := 0
	for _, r := range w.api.Routes() {
		if !strings.Contains(r.Pattern, "{learner}") || r.Method == http.MethodPut && strings.HasSuffix(r.Pattern, "{learner}") {
			continue
		}
		for _, as := range []string{"lavallois", "marc"} {
			var answers []answer
			for _, member := range []string{"m-1", "m-8", "m-9"} {
				c := call{as: as, method: r.Method, path: filled(r.Pattern, member), header: map[string]string{"If-Match": `"1"`}}
				if r.Method != http.MethodGet {
					c.body = map[string]any{}
				}
				answers = append(answers, w.do(c).problem(http.StatusNotFound, "not-found"))
			}
			for _, other := range answers[1:] {
				require.Equal(t, answers[0].header, other.header, r.Pattern)
				require.Equal(t, answers[0].without("instance"), other.without("instance"), r.Pattern)
			}
			n++
		}
	}
	require.GreaterOrEqual(t, n, 36)
	for _, as := range []string{"lavallois", "marc"} {
		for _, path := range []string{"", "/learners"} {
			theirs, none := w.get(as, "/points/quebec"+path).problem(http.StatusNotFound, "not-found"), w.get(as, "/points/nowher"+path).problem(http.StatusNotFound, "not-found")
			require.Equal(t, theirs.header, none.header)
			require.Equal(t, theirs.without("instance"), none.without("instance"))
		}
		theirs := w.post(as, "/points/quebec/workstations", map[string]any{}).problem(http.StatusNotFound, "not-found")
		require.Equal(t, theirs.without("instance"), w.post(as, "/points/nowher/workstations", map[string]any{}).problem(http.StatusNotFound, "not-found").without("instance"))
		w.do(call{as: as, method: "DELETE", path: "/points/quebec/workstations/Poste"}).problem(http.StatusNotFound, "not-found")
	}
	// A sitting is one's own: another's number is one's own number.
	for _, number := range []string{"1", "2", "0", "-1", "01", "1e0", "x", "99999999999999999999"} {
		for _, as := range []string{"marc", "operator"} {
			w.get(as, "/sittings/"+number).problem(http.StatusNotFound, "not-found")
			w.post(as, "/sittings/"+number+"/launch", map[string]any{"command": "l-9"}).problem(http.StatusNotFound, "not-found")
		}
		if number != "1" {
			w.get("operator", herFile+"/sittings/"+number).problem(http.StatusNotFound, "not-found")
			w.post("operator", herFile+"/sittings/"+number+"/termination", because("t-9", "stopped")).problem(http.StatusNotFound, "not-found")
		}
	}
	require.Equal(t, "running", w.get("operator", her).text("state.code"))
}

// Staff see the files of every point, and leave what is done there to who works there.
func TestStaffManageAndDoNotOperate(t *testing.T) {
	w := served(t)
	file := w.get("staff", herFile).is(http.StatusOK)
	require.Equal(t, []string{"m-1", "m-2"}, codes(w.get("staff", "/points/quebec/learners")))
	for path, body := range map[string]map[string]any{
		"/identity": {"kind": "health-card", "number": herCard, "birth": herBirth},
		"/sittings": {"command": "a-1", "exam": "signaleur"},
	} {
		w.do(call{as: "staff", method: "POST", path: herFile + path, body: body, header: file.etag()}).problem(http.StatusForbidden, "forbidden")
	}
	w.get("staff", herFile+"/photo/card.jpg").problem(http.StatusForbidden, "forbidden")
	w.authorises("signaleur")
	w.post("staff", her+"/termination", because("t-1", "stopped")).problem(http.StatusForbidden, "forbidden")
	w.post("operator", her+"/continuation", map[string]any{"command": "n-1", "seconds": 60, "note": "Panne."}).problem(http.StatusForbidden, "forbidden")
	w.post("operator", her+"/card", nil).problem(http.StatusForbidden, "forbidden")
	code, _ := w.post("supervisor", her+"/continuation", map[string]any{"command": "n-1"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("seconds")
	require.Equal(t, "bad-time", code)
	w.post("supervisor", her+"/continuation", map[string]any{"command": "n-1", "seconds": 60, "note": "Panne."}).problem(http.StatusConflict, "not-ended")
}
