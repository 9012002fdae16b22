package httpapi_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const herOld = "/members/m-1/closings/2022-01-01"

// closes takes Geneviève's old period through everything that may follow.
func (w *world) closes() {
	w.t.Helper()
	w.tokens = map[string]string{}
	f := w.get("genevieve", herOld).is(http.StatusOK)
	require.Equal(w.t, `"0"`, f.header.Get("ETag"))
	require.Equal(w.t, "open", f.text("state.code"))
	step := func(as, end string, body map[string]any, state string) {
		w.t.Helper()
		f = w.do(call{as: as, method: "POST", path: herOld + "/" + end, header: f.etag(), body: body}).is(http.StatusOK)
		require.Equal(w.t, state, f.text("state.code"))
	}
	notice := func(of string) {
		step("staff", "notice", map[string]any{"of": of, "served": w.now.Format(time.DateOnly)}, "noticed")
	}
	step("staff", "closing", map[string]any{}, "short")
	notice("hours")
	// 90 days from 22 November 2026.
	require.Equal(w.t, "2027-02-20", f.text("notice.last"))
	step("genevieve", "observations", map[string]any{"observations": "J’étais en mission."}, "noticed")
	step("staff", "withdrawal", map[string]any{"reason": "Par erreur"}, "short")
	step("staff", "reopening", map[string]any{"reason": "À revoir"}, "open")
	step("staff", "closing", map[string]any{}, "short")
	notice("documents")
	step("staff", "cure", map[string]any{}, "cured")
	notice("hours")
	later := func(months int) { // when sessions have ended
		w.now, w.tokens = w.now.AddDate(0, months, 0), map[string]string{}
	}
	later(4)
	step("staff", "final-notice", map[string]any{"served": w.now.Format(time.DateOnly)}, "final")
	later(2)
	step("staff", "consequence", map[string]any{"reason": "Rien reçu"}, "sanctioned")
	require.Equal(w.t, "suspension", f.text("notice.steps.0.stage"))
	step("staff", "lifting", map[string]any{"reason": "Entente"}, "short")
	require.Equal(w.t, 12, f.length("ledger"))
	w.get("genevieve", "/members/m-1/closings").is(http.StatusOK)
	require.Equal(w.t, 1, w.get("staff", "/closings?state=short&q=lavigne").is(http.StatusOK).length("items"))
}

func TestF35_F37_ADefaultOverTheAPI(t *testing.T) { newWorld(t).closes() }

func TestWhatIsWrongWithADefault(t *testing.T) {
	w := newWorld(t)
	f := w.get("staff", herOld).is(http.StatusOK)
	post := func(as, end string, body map[string]any) answer {
		return w.do(call{as: as, method: "POST", path: herOld + "/" + end, header: f.etag(), body: body})
	}
	post("staff", "notice", map[string]any{"of": "hours", "served": "2026-11-20"}).problem(http.StatusConflict, "transition")
	post("genevieve", "closing", map[string]any{}).problem(http.StatusForbidden, "forbidden")
	w.do(call{as: "staff", method: "POST", path: herOld + "/closing", body: map[string]any{}}).problem(http.StatusPreconditionRequired, "precondition-required")
	w.do(call{as: "staff", method: "POST", path: "/members/m-1/closings/2025-04-01/closing", header: f.etag(), body: map[string]any{}}).problem(http.StatusConflict, "not-over")
	f = post("staff", "closing", map[string]any{}).is(http.StatusOK)
	post("staff", "notice", map[string]any{"of": "hours"}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	post("staff", "reopening", map[string]any{}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	w.get("genevieve", "/closings").problem(http.StatusForbidden, "forbidden")
	w.get("staff", "/closings?state=lost").problem(http.StatusBadRequest, "bad-parameter")
	w.get("staff", "/members/m-1/closings/2022-01-02").problem(http.StatusNotFound, "not-found")
}
