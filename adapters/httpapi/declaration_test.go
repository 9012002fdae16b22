package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestP20_P23_ADraftOpensForTheCurrentPeriod(t *testing.T) {
	w := newWorld(t)
	path, draft := w.begins("genevieve")
	require.Equal(t, "2025-04-01", draft.text("period"))
	require.Equal(t, "2025-04-01", draft.text("entry.period"))
	require.Equal(t, "Brouillon", draft.text("state.label"))
	require.Nil(t, draft.at("activity"))
	// Right or wrong, it is kept: a draft can be left at any time.
	saved := w.do(call{as: "genevieve", method: "PUT", path: path, header: draft.etag(), body: map[string]any{
		"category": "structured", "title": "À moitié", "first": "2026-02-30",
	}}).is(http.StatusOK)
	again := w.get("genevieve", path).is(http.StatusOK)
	require.Equal(t, saved.body, again.body)
	require.Equal(t, "2026-02-30", again.text("entry.first"))
	code, _ := again.field("first")
	require.Equal(t, "bad-date", code)
}

func TestP28_DurationIsReadAsPeopleWriteIt(t *testing.T) {
	w := newWorld(t)
	for _, given := range []struct{ typed, hours, label string }{
		{"2,5", "2.5", "2,5\u00a0h"},
		{"2.5", "2.5", "2,5\u00a0h"},
		{"2 h 30", "2.5", "2,5\u00a0h"},
		{"2:30", "2.5", "2,5\u00a0h"},
		{"7/3", "7/3", "2\u00a01/3\u00a0h"}, // canonical
	} {
		d := w.submits("genevieve", "structured", "course", given.typed, "2026-03-01", "2026-03-01")
		require.Equal(t, given.hours, d.text("activity.hours.hours"), given.typed)
		require.Equal(t, given.label, d.text("activity.hours.label"), given.typed)
	}
}

func TestP29_AnActivityToComeIsRefused(t *testing.T) {
	w := newWorld(t)
	// 23 November is tomorrow.
	path, draft := w.saves("genevieve", entry("structured", "course", "2", "2026-11-22", "2026-11-23"))
	a := w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: draft.etag()})
	a.problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, detail := a.field("last")
	require.Equal(t, "future", code)
	require.Contains(t, detail, "n’est pas encore passée")
	code, _ = a.field("first")
	require.Empty(t, code)

	// The day of the declaration itself is not later than itself.
	w.submits("genevieve", "structured", "course", "2", "2026-11-22", "2026-11-22")
}

func TestP30_EveryAttestationIsNeeded(t *testing.T) {
	w := newWorld(t)
	given := entry("structured", "course", "2", "2026-03-01", "2026-03-01")
	given["attested"] = []string{"accurate", "evidence"}
	path, draft := w.saves("genevieve", given)
	a := w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: draft.etag()})
	code, _ := a.problem(http.StatusUnprocessableEntity, "invalid-entry").field("attested.followed")
	require.Equal(t, "not-attested", code)
	require.Equal(t, 1, a.length("errors"))
}

func TestP32_OnceSubmittedOnlyStaffChangeIt(t *testing.T) {
	w := newWorld(t)
	d := w.submits("genevieve", "structured", "course", "2", "2026-03-01", "2026-03-01")
	path := "/members/m-1/declarations/" + d.text("id")
	change := call{as: "genevieve", method: "PUT", path: path, body: entry("structured", "course", "9", "2026-03-01", "2026-03-01"), header: d.etag()}
	w.do(change).problem(http.StatusConflict, "processed")
	w.do(call{as: "genevieve", method: "DELETE", path: path, header: d.etag()}).problem(http.StatusConflict, "processed")

	d = w.decides(d, map[string]any{"event": "count", "counted": "2"})
	w.do(call{as: "genevieve", method: "POST", path: path + "/withdrawal", header: d.etag()}).problem(http.StatusConflict, "processed")

	// Staff correct, with a reason, and both decisions stay.
	w.do(call{as: "staff", method: "POST", path: path + "/decision", header: d.etag(), body: map[string]any{
		"event": "count", "counted": "1,5",
	}}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	d = w.decides(d, map[string]any{"event": "count", "counted": "1,5", "reason": "Une pause de 30 min"})
	require.Equal(t, "1.5", d.text("counted.hours"))
	require.Equal(t, []string{"2", "1.5"}, d.figures("decisions.0.after", "decisions.1.after"))
	require.Equal(t, "Sylvie Roy", d.text("decisions.1.by"))

	// The member reads the reason, and not who wrote it.
	own := w.get("genevieve", path).is(http.StatusOK)
	require.Equal(t, "Une pause de 30 min", own.text("decisions.1.reason"))
	require.NotContains(t, own.body, "Sylvie")
	require.Equal(t, "Gestion de projets", own.text("activity.title"))
}

func TestDeclarationIsWithdrawnBeforeStaffDealWithIt(t *testing.T) {
	w := newWorld(t)
	d := w.submits("genevieve", "structured", "course", "2", "2026-03-01", "2026-03-01")
	path := "/members/m-1/declarations/" + d.text("id") + "/withdrawal"
	require.Equal(t, "withdrawn", w.do(call{as: "genevieve", method: "POST", path: path, header: d.etag()}).is(http.StatusOK).text("state.code"))
	require.Equal(t, "0", w.balance().text("declared.hours"))
}

func TestP33_TheListShowsCategoryTypeTitleStartAndHours(t *testing.T) {
	w := newWorld(t)
	w.submits("genevieve", "structured", "course", "2,5", "2026-03-01", "2026-03-02")
	w.submits("genevieve", "ethics", "webinar", "1", "2026-05-01", "2026-05-01")
	w.begins("genevieve")
	all := w.get("genevieve", "/members/m-1/declarations?state=submitted&sort=first&reverse=1").is(http.StatusOK)
	require.Equal(t, 2, all.length("items"))
	require.Equal(t, "Structurée", all.text("items.0.activity.category.label"))
	require.Equal(t, "Cours", all.text("items.0.activity.type.label"))
	require.Equal(t, "Gestion de projets", all.text("items.0.activity.title"))
	require.Equal(t, "2026-03-01", all.text("items.0.activity.first"))
	require.Equal(t, "2,5\u00a0h", all.text("items.0.activity.hours.label"))

	require.Equal(t, 3, w.get("genevieve", "/members/m-1/declarations").is(http.StatusOK).length("items"))
	require.Equal(t, 0, w.get("genevieve", "/members/m-1/declarations?q=zzz").is(http.StatusOK).length("items"))
	require.Equal(t, 0, w.get("genevieve", "/members/m-1/declarations?period=2022-01-01").is(http.StatusOK).length("items"))
	require.Equal(t, 2, w.get("genevieve", "/members/m-1/declarations?q=ECOLE+de+tech").is(http.StatusOK).length("items"))
	for _, query := range []string{"state=lost", "sort=colour", "reverse=2", "period=lundi"} {
		w.get("genevieve", "/members/m-1/declarations?"+query).problem(http.StatusBadRequest, "bad-parameter")
	}
}

func TestIdempotencyKeyOpensOneDraft(t *testing.T) {
	w := newWorld(t)
	press := call{
		as: "genevieve", method: "POST", path: "/members/m-1/declarations",
		header: map[string]string{"Idempotency-Key": "8b1d5c0e-7f0a-4a51-9d63-0f3c7e1a2b4c"},
	}
	first := w.do(press).is(http.StatusCreated)
	second := w.do(press).is(http.StatusOK)
	require.Equal(t, first.body, second.body)
	require.Equal(t, first.header.Get("Location"), second.header.Get("Location"))
	require.Equal(t, 1, w.get("genevieve", "/members/m-1/declarations").length("items"))

	// A press whose draft was thrown away opens no other.
	path := strings.TrimPrefix(first.header.Get("Location"), "/api/v1")
	w.do(call{as: "genevieve", method: "DELETE", path: path, header: first.etag()}).is(http.StatusNoContent)
	w.do(press).problem(http.StatusConflict, "transition")

	press.header["Idempotency-Key"] = "not a key!"
	w.do(press).problem(http.StatusBadRequest, "bad-parameter")
}

// What was declared is declared again: the draft has it all but its days.
func TestP34_TheSameActivityAgain(t *testing.T) {
	w := newWorld(t)
	path, draft := w.saves("genevieve", entry("structured", "course", "2", "2026-03-01", "2026-03-01"))
	press := call{
		as: "genevieve", method: "POST", path: path + "/repetition",
		header: map[string]string{"Idempotency-Key": "8b1d5c0e-7f0a-4a51-9d63-0f3c7e1a2b4d"},
	}
	w.do(press).problem(http.StatusNotFound, "not-found")
	w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: draft.etag()}).is(http.StatusOK)
	again := w.do(press).is(http.StatusCreated)
	require.Equal(t, []string{"draft", "structured", "2", ""},
		[]string{again.text("state.code"), again.text("entry.category"), again.text("entry.duration"), again.text("entry.first")})
	require.Equal(t, again.body, w.do(press).is(http.StatusOK).body, "a double press opens one draft")
	press.as = "marc"
	w.do(press).problem(http.StatusNotFound, "not-found")
}

func TestSubmittingTwiceGivesOneRecord(t *testing.T) {
	w := newWorld(t)
	path, draft := w.saves("genevieve", entry("structured", "course", "2", "2026-03-01", "2026-03-01"))
	press := call{as: "genevieve", method: "POST", path: path + "/submission", header: draft.etag()}
	first := w.do(press).is(http.StatusOK)
	second := w.do(press).is(http.StatusOK)
	require.Equal(t, first.body, second.body)
	require.Equal(t, "2", w.balance().text("declared.hours"))
}

func TestStaleVersionIs412AndNoVersionIs428(t *testing.T) {
	w := newWorld(t)
	path, draft := w.begins("genevieve")
	right := entry("structured", "course", "2", "2026-03-01", "2026-03-01")
	w.do(call{as: "genevieve", method: "PUT", path: path, body: right}).problem(http.StatusPreconditionRequired, "precondition-required")
	saved := w.do(call{as: "genevieve", method: "PUT", path: path, body: right, header: draft.etag()}).is(http.StatusOK)
	require.NotEqual(t, draft.etag(), saved.etag())

	other := entry("structured", "course", "8", "2026-03-01", "2026-03-01")
	w.do(call{as: "genevieve", method: "PUT", path: path, body: other, header: draft.etag()}).problem(http.StatusPreconditionFailed, "stale")
	w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: draft.etag()}).problem(http.StatusPreconditionFailed, "stale")
	w.do(call{as: "genevieve", method: "DELETE", path: path, header: draft.etag()}).problem(http.StatusPreconditionFailed, "stale")
	require.Equal(t, "2", w.get("genevieve", path).text("entry.duration"))
	for _, tag := range []string{`3`, `W/"2"`, `*`, `"2", "3"`, `"0"`} {
		w.do(call{as: "genevieve", method: "PUT", path: path, body: other, header: map[string]string{"If-Match": tag}}).
			problem(http.StatusBadRequest, "bad-parameter")
	}

	w.do(call{as: "genevieve", method: "DELETE", path: path, header: saved.etag()}).is(http.StatusNoContent)
	w.get("genevieve", path).problem(http.StatusNotFound, "not-found")
}
