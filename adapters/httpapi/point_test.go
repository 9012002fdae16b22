package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

func TestE1_AnOperatorRegistersInFourSteps(t *testing.T) {
	w := newWorld(t)
	w.person("otpq", "louise", "m-6", "Louise", "Bergeron", identity.RoleOperator)
	a := w.get("louise", "/operator").is(http.StatusOK)
	require.Equal(t, []any{`"0"`, false, 4}, []any{a.header.Get("ETag"), a.at("complete"), a.length("steps")})
	w.get("louise", "/points").problem(http.StatusConflict, "registration-incomplete")
	save := func(step string, body map[string]any, before answer) answer {
		return w.do(call{as: "louise", method: "PUT", path: "/operator/" + step, body: body, header: before.etag()})
	}
	wrong := save("account", map[string]any{"first": " ", "last": strings.Repeat("x", 101), "email": "louise"}, a).problem(http.StatusUnprocessableEntity, "invalid-entry")
	for field, want := range map[string]string{"first": "missing", "last": "too-long", "email": "bad-email"} {
		code, _ := wrong.field(field)
		require.Equal(t, want, code, field)
	}
	first := save("account", steps[0].body, a).is(http.StatusOK)
	require.Equal(t, "2026-11-22T15:00:00Z", first.text("steps.0.done"))
	require.Equal(t, "Mon compte", first.text("steps.0.step.label"))
	save("profile", steps[1].body, a).problem(http.StatusPreconditionFailed, "stale")
	w.do(call{as: "louise", method: "PUT", path: "/operator/profile", body: steps[1].body}).problem(http.StatusPreconditionRequired, "precondition-required")
	save("hobbies", steps[1].body, first).problem(http.StatusNotFound, "not-found")
	code, _ := save("membership", map[string]any{"membership": "member"}, first).problem(http.StatusUnprocessableEntity, "invalid-entry").field("number")
	require.Equal(t, "missing", code)
	whole := w.registers("louise")
	require.Equal(t, true, whole.at("complete"))
	require.Equal(t, "none", whole.text("membership.code"))
	require.Equal(t, 0, w.get("louise", "/points").is(http.StatusOK).length("items"))
	for _, as := range []string{"genevieve", "staff"} {
		w.get(as, "/operator").problem(http.StatusForbidden, "forbidden")
		w.put(as, "/operator/account", steps[0].body).problem(http.StatusForbidden, "forbidden")
	}
}

func TestE2_ServicePointsAreForThoseWhoWorkThere(t *testing.T) {
	w := served(t)
	names := func(as string) []string {
		all := []string{}
		for _, one := range w.get(as, "/points").is(http.StatusOK).at("items").([]any) {
			all = append(all, one.(map[string]any)["name"].(string))
		}
		return all
	}
	require.Equal(t, []string{"Québec"}, names("operator"))
	require.Equal(t, []string{"Laval"}, names("lavallois"))
	require.Equal(t, []string{"Laval", "Québec"}, names("supervisor"))
	require.Equal(t, []string{"Laval", "Québec"}, names("staff"))
	w.get("genevieve", "/points").problem(http.StatusForbidden, "forbidden")
	require.Nil(t, w.get("operator", "/points/quebec").is(http.StatusOK).at("operators"))
	require.Equal(t, []any{"a-operator"}, w.get("staff", "/points/quebec").at("operators"))
}

func TestServicePointsAreManagedByStaff(t *testing.T) {
	w := served(t)
	body := map[string]any{"name": "Sherbrooke", "closes": "16:30", "stopsAtClosing": true}
	for _, as := range []string{"operator", "supervisor", "genevieve"} {
		w.put(as, "/points/sherbrooke", body).problem(http.StatusForbidden, "forbidden")
	}
	wrong := w.put("staff", "/points/sherbrooke", map[string]any{"name": "", "closes": "5 pm"}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	for field, want := range map[string]string{"name": "missing", "closes": "bad-hour"} {
		code, _ := wrong.field(field)
		require.Equal(t, want, code, field)
	}
	opened := w.put("staff", "/points/sherbrooke", body).is(http.StatusCreated)
	require.Equal(t, "/api/v1/points/sherbrooke", opened.header.Get("Location"))
	w.put("staff", "/points/sherbrooke", body).problem(http.StatusPreconditionFailed, "stale")
	w.do(call{as: "staff", method: "PUT", path: "/points/sherbrooke", body: body}).problem(http.StatusPreconditionRequired, "precondition-required")
	body["operators"] = []string{"a-operator", "a-lavallois", "a-operator"}
	changed := w.do(call{as: "staff", method: "PUT", path: "/points/sherbrooke", body: body, header: opened.etag()}).is(http.StatusOK)
	require.Equal(t, []any{"a-lavallois", "a-operator"}, changed.at("operators"))
	body["operators"] = []string{"a/b"}
	code, _ := w.do(call{as: "staff", method: "PUT", path: "/points/sherbrooke", body: body, header: changed.etag()}).
		problem(http.StatusUnprocessableEntity, "invalid-entry").field("operators")
	require.Equal(t, "unknown-choice", code)
	w.put("staff", "/points/a%2Fb", body).problem(http.StatusNotFound, "not-found")
}

// The secret of a workstation is told once, and kept as its digest alone.
func TestAWorkstationIsRegisteredWithASecretToldOnce(t *testing.T) {
	w := served(t)
	register := func(as string, body map[string]any) answer { return w.post(as, "/points/quebec/workstations", body) }
	code, _ := register("operator", map[string]any{"name": " "}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("name")
	require.Equal(t, "missing", code)
	register("staff", map[string]any{"name": "Poste 1"}).problem(http.StatusForbidden, "forbidden")
	first := register("operator", map[string]any{"name": "Poste 1"}).is(http.StatusCreated)
	require.Equal(t, "/api/v1/points/quebec/workstations/Poste%201", first.header.Get("Location"))
	secret := first.text("secret")
	again := register("operator", map[string]any{"name": "Poste 1"}).is(http.StatusCreated)
	require.NotEqual(t, secret, again.text("secret"))
	w.said.Reset()
	shown := w.get("operator", "/points/quebec").is(http.StatusOK)
	require.Equal(t, 1, shown.length("workstations"))
	require.Equal(t, []string{"Poste 1", "Nom de operator"}, []string{shown.text("workstations.0.name"), shown.text("workstations.0.by")})
	for _, told := range []string{secret, again.text("secret"), exam.Digest(secret), exam.Digest(again.text("secret"))} {
		require.NotContains(t, w.said.String(), told)
		require.NotContains(t, w.logged.String(), told)
	}
	remove := func(name string) answer {
		return w.do(call{as: "operator", method: "DELETE", path: "/points/quebec/workstations/" + name})
	}
	remove("Poste%202").problem(http.StatusNotFound, "not-found")
	require.Equal(t, 0, remove("Poste%201").is(http.StatusOK).length("workstations"))
	for i := range exam.MostWorkstations {
		_, _, err := w.api.ServicePoint.RegisterWorkstation(t.Context(), identity.Actor{
			Org: "otpq", Account: "a-supervisor", Roles: []identity.Role{identity.RoleSupervisor},
		}, "quebec", strings.Repeat("x", i+1))
		if i == exam.MostWorkstations-1 {
			break
		}
		require.NoError(t, err)
	}
	register("operator", map[string]any{"name": "Un de trop"}).problem(http.StatusConflict, "too-many-workstations")
}

// Without a service point there are no exams, whoever asks.
func TestWithoutAServicePointThereAreNoExams(t *testing.T) {
	w := served(t)
	for _, as := range []string{"operator", "supervisor", "staff", "genevieve"} {
		w.signedIn(as)
	}
	w.api.ServicePoint = nil
	n := 0
	for _, r := range w.api.Routes() {
		for _, noun := range []string{"/points", "/operator", "/learners", "/trainings", "/sittings"} {
			if !strings.HasPrefix(r.Pattern, "/api/v1"+noun) {
				continue
			}
			n++
			for _, as := range []string{"operator", "supervisor", "staff", "genevieve"} {
				c := call{as: as, method: r.Method, path: filled(r.Pattern, "m-1"), header: map[string]string{"If-Match": `"1"`}, body: map[string]any{}}
				w.do(c).problem(http.StatusNotFound, "not-found")
			}
		}
	}
	require.GreaterOrEqual(t, n, 35)
}

// Bodies about exams that have not the form described change nothing and say where.
func TestBodiesAboutExamsThatAreNotWhatIsDescribed(t *testing.T) {
	w := served(t)
	w.beginsExam("signaleur")
	before := w.get("operator", herFile)
	for _, c := range []struct{ as, method, path string }{
		{"staff", "PUT", "/points/quebec"},
		{"operator", "POST", "/points/quebec/workstations"},
		{"operator", "PUT", "/operator/account"},
		{"staff", "PUT", "/learners/m-1"},
		{"operator", "POST", herFile + "/identity"},
		{"operator", "PUT", herFile + "/photo"},
		{"operator", "POST", herFile + "/photo/measure"},
		{"operator", "POST", herFile + "/sittings"},
		{"operator", "POST", her + "/cancellation"},
		{"operator", "POST", her + "/termination"},
		{"operator", "POST", her + "/grants"},
		{"operator", "POST", her + "/pause"},
		{"operator", "POST", her + "/resumption"},
		{"operator", "POST", her + "/workstation"},
		{"supervisor", "POST", her + "/continuation"},
		{"genevieve", "POST", own + "/launch"},
		{"genevieve", "POST", own + "/begin"},
		{"genevieve", "PUT", own + "/answers/q-1"},
		{"genevieve", "POST", own + "/submission"},
	} {
		send := func(body, media string) answer {
			header := before.etag()
			header["Content-Type"] = media
			return w.do(call{as: c.as, method: c.method, path: c.path, body: body, header: header})
		}
		for _, body := range []string{``, `{`, `[]`, `null`, `"x"`, `{} {}`} {
			send(body, "application/json").problem(http.StatusBadRequest, "malformed-body")
		}
		code, _ := send(`{"dossier": 1}`, "application/json").problem(http.StatusBadRequest, "unknown-field").field("dossier")
		require.Equal(t, "unknown-field", code)
		for _, field := range []string{
			"command", "exam", "ground", "note", "name", "first", "kind", "number", "seconds", "epoch", "sequence", "choices", "crop", "steps", "attestations",
		} {
			for _, value := range []string{`null`, `{"a": 1}`, `[{}, 1]`, `1.5`} {
				a := send(`{"`+field+`": `+value+`}`, "application/json").is(http.StatusBadRequest)
				code, _ := a.field(field)
				require.Contains(t, []string{"wrong-type", "unknown-field"}, code, "%s %s", field, value)
			}
		}
		send(`{"note": "`+strings.Repeat("x", 1<<20)+`"}`, "application/json").problem(http.StatusRequestEntityTooLarge, "body-too-big")
		send(`{}`, "text/plain").problem(http.StatusUnsupportedMediaType, "media-type")
	}
	require.Equal(t, before.body, w.get("operator", herFile).body)
	for _, c := range []struct{ method, path string }{
		{"POST", herFile + "/identity"}, {"POST", herFile + "/photo"}, {"PUT", herFile + "/photo"}, {"DELETE", herFile + "/photo"}, {"POST", herFile + "/photo/reopening"},
	} {
		w.do(call{as: "operator", method: c.method, path: c.path, body: "{}"}).problem(http.StatusPreconditionRequired, "precondition-required")
		code, _ := w.do(call{as: "operator", method: c.method, path: c.path, body: "{}", header: map[string]string{"If-Match": "*"}}).
			problem(http.StatusBadRequest, "bad-parameter").field("If-Match")
		require.NotEmpty(t, code)
	}
}
