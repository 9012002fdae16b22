package httpapi_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// countedWhole submits an activity of Geneviève's and has staff count it whole.
func (w *world) countedWhole(hours string) (path string, d answer) {
	d = w.submits("genevieve", "structured", "course", hours, "2026-03-01", "2026-03-01")
	path = "/members/m-1/declarations/" + d.text("id")
	return path, w.do(call{as: "staff", method: "POST", path: path + "/decision", header: d.etag(), body: map[string]any{"event": "count", "counted": hours}}).is(http.StatusOK)
}

// corrections goes through a request that is declined and one that an amendment
// answers.
func (w *world) corrections() {
	path, d := w.countedWhole("2")
	step := func(as, method, end string, body map[string]any) {
		d = w.do(call{as: as, method: method, path: path + end, header: d.etag(), body: body}).is(http.StatusOK)
	}
	step("genevieve", "POST", "/correction", map[string]any{"text": "La durée est de 1 heure."})
	step("genevieve", "DELETE", "/correction", nil)
	step("genevieve", "POST", "/correction", map[string]any{"text": "La durée est de 1 heure."})
	step("staff", "POST", "/correction/answer", map[string]any{"reason": "L’attestation dit 2 heures."})
	step("staff", "POST", "/amendment", map[string]any{"entry": map[string]any{"title": "Gestion"}, "counted": "2", "reason": "Titre exact"})
	step("staff", "POST", "/decision", map[string]any{"event": "cancel", "reason": "Déclarée deux fois"})
}

func TestP32_AmendmentKeepsBothVersions(t *testing.T) {
	w := newWorld(t)
	path, d := w.countedWhole("2")
	amend := call{as: "staff", method: "POST", path: path + "/amendment", header: d.etag(), body: map[string]any{
		"entry": map[string]any{"category": "ethics", "duration": "1"}, "counted": "1", "reason": "Selon l’attestation",
	}}
	after := w.do(amend).is(http.StatusOK)
	require.Equal(t, "ethics", after.text("activity.category.code"))
	require.Equal(t, "1", after.text("counted.hours"))
	require.Equal(t, "structured", after.text("entry.category"), "what was typed is kept as it was")
	require.Equal(t, "structured", after.text("decisions.1.amendment.before.category.code"))
	require.Equal(t, "2", after.text("decisions.1.amendment.before.hours.hours"))
	require.Equal(t, "ethics", after.text("decisions.1.amendment.after.category.code"))
	require.Equal(t, "Corrigée", after.text("decisions.1.event.label"))
	require.Equal(t, after.body, w.do(amend).is(http.StatusOK).body, "the same again changes nothing")

	read := w.get("genevieve", path).is(http.StatusOK)
	require.Equal(t, "Selon l’attestation", read.text("decisions.1.reason"))
	require.NotContains(t, read.body, `"by"`, "who of the staff did it is told to staff alone")
	require.Equal(t, "1", w.get("genevieve", "/members/m-1/balance").is(http.StatusOK).text("counted.hours"))
}

func TestP32_AmendmentIsCheckedAndGuarded(t *testing.T) {
	w := newWorld(t)
	path, d := w.countedWhole("2")
	amend := func(as string, header map[string]string, body map[string]any) answer {
		return w.do(call{as: as, method: "POST", path: path + "/amendment", header: header, body: body})
	}
	right := map[string]any{"entry": map[string]any{"duration": "1"}, "counted": "1", "reason": "x"}
	amend("genevieve", d.etag(), right).problem(http.StatusForbidden, "forbidden")
	amend("marc", d.etag(), right).problem(http.StatusNotFound, "not-found")
	amend("staff", nil, right).problem(http.StatusPreconditionRequired, "precondition-required")
	amend("staff", map[string]string{"If-Match": `"1"`}, right).problem(http.StatusPreconditionFailed, "stale")
	for _, c := range []struct {
		body        map[string]any
		field, code string
	}{
		{map[string]any{"entry": map[string]any{"duration": "1"}, "counted": "1"}, "reason", "missing"},
		{map[string]any{"entry": map[string]any{"duration": "1"}, "counted": "2", "reason": "x"}, "counted", "more-than-declared"},
		{map[string]any{"entry": map[string]any{"last": "2026-11-23"}, "counted": "2", "reason": "x"}, "last", "future"},
		{map[string]any{"entry": map[string]any{"provider": "none"}, "counted": "2", "reason": "x"}, "provider", "unknown-choice"},
		{map[string]any{"counted": "2", "reason": "x"}, "category", "nothing-corrected"},
	} {
		a := amend("staff", d.etag(), c.body)
		a.problem(http.StatusUnprocessableEntity, "invalid-entry")
		code, _ := a.field(c.field)
		require.Equal(t, c.code, code)
	}
	amend("staff", d.etag(), map[string]any{"entry": "x", "counted": "1", "reason": "x"}).problem(http.StatusBadRequest, "wrong-type")
	amend("staff", d.etag(), map[string]any{"entry": map[string]any{"colour": "x"}, "counted": "1", "reason": "x"}).problem(http.StatusBadRequest, "unknown-field")
}

func TestP32_ARequestForCorrectionAndItsAnswer(t *testing.T) {
	w := newWorld(t)
	path, d := w.countedWhole("2")
	ask := func(as string, of answer, text string) answer {
		return w.do(call{as: as, method: "POST", path: path + "/correction", header: of.etag(), body: map[string]any{"text": text}})
	}
	require.Equal(t, 0, d.length("corrections"))
	blank := ask("genevieve", d, " ")
	blank.problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ := blank.field("text")
	require.Equal(t, "missing", code)
	ask("staff", d, "x").problem(http.StatusForbidden, "forbidden")
	asked := ask("genevieve", d, "La durée est de 1 heure.").is(http.StatusOK)
	require.Equal(t, "open", asked.text("corrections.0.state.code"))
	require.Equal(t, "En attente d’une réponse", asked.text("corrections.0.state.label"))
	require.Nil(t, asked.at("corrections.0.closed"))
	ask("genevieve", asked, "Encore").problem(http.StatusConflict, "asked-already")
	require.Equal(t, 1, w.get("staff", "/queue/declarations").is(http.StatusOK).length("items"))

	back := w.do(call{as: "genevieve", method: "DELETE", path: path + "/correction", header: asked.etag()}).is(http.StatusOK)
	require.Equal(t, "taken-back", back.text("corrections.0.state.code"))
	require.Equal(t, 0, w.get("staff", "/queue/declarations").is(http.StatusOK).length("items"))
	w.do(call{as: "genevieve", method: "DELETE", path: path + "/correction", header: back.etag()}).problem(http.StatusConflict, "transition")

	asked = ask("genevieve", back, "La durée est de 1 heure.").is(http.StatusOK)
	answer := func(as string, of answer, reason string) answer {
		return w.do(call{as: as, method: "POST", path: path + "/correction/answer", header: of.etag(), body: map[string]any{"reason": reason}})
	}
	answer("genevieve", asked, "Oui").problem(http.StatusForbidden, "forbidden")
	answer("staff", asked, "").problem(http.StatusUnprocessableEntity, "invalid-entry")
	declined := answer("staff", asked, "L’attestation dit 2 heures.").is(http.StatusOK)
	require.Equal(t, "declined", declined.text("corrections.1.state.code"))
	require.NotNil(t, declined.at("corrections.1.by"))
	read := w.get("genevieve", path).is(http.StatusOK)
	require.Equal(t, "L’attestation dit 2 heures.", read.text("corrections.1.answer"))
	require.NotContains(t, read.body, `"by"`)

	asked = ask("genevieve", declined, "La durée est bien de 1 heure.").is(http.StatusOK)
	amended := w.do(call{as: "staff", method: "POST", path: path + "/amendment", header: asked.etag(), body: map[string]any{
		"entry": map[string]any{"duration": "1"}, "counted": "1", "reason": "Attestation relue",
	}}).is(http.StatusOK)
	require.Equal(t, "answered", amended.text("corrections.2.state.code"))
	require.Equal(t, "correct", amended.text("corrections.2.event.code"))
	require.Equal(t, "Attestation relue", amended.text("corrections.2.answer"))
	history := w.get("genevieve", "/members/m-1/history?kind=correction-asked&kind=declaration-amended").is(http.StatusOK)
	require.Equal(t, 4, history.length("items"))
}
