package httpapi_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// submitsClaim asks for an exemption as given, to the end.
func (w *world) submitsClaim(as string, given map[string]any) (path string, r answer) {
	w.t.Helper()
	path, draft := w.asks(as, given)
	return path, w.do(call{as: as, method: "POST", path: path + "/submission", header: draft.etag()}).is(http.StatusOK)
}

func (w *world) decidesOn(path string, r answer, verdict map[string]any) answer {
	w.t.Helper()
	return w.do(call{as: "staff", method: "POST", path: path + "/decision", header: r.etag(), body: verdict})
}

// livesOn goes through what may happen to a request once it is submitted.
func (w *world) livesOn(as string) {
	w.t.Helper()
	given := claim()
	given["first"], given["last"] = "2025-01-05", "2025-06-30"
	path, r := w.submitsClaim(as, given)
	require.Equal(w.t, "2025-04-01", r.text("claim.covers.first"))
	require.Equal(w.t, "2025-06-30", r.text("claim.covers.last"))
	follow := call{as: as, method: "POST", path: path + "/continuation", body: map[string]any{"period": "2022-01-01"}}
	other := w.do(follow).is(http.StatusCreated)
	require.Equal(w.t, r.text("id"), other.text("follows"))
	require.Equal(w.t, "2022-01-01", other.text("period"))
	require.Equal(w.t, r.text("documents.0.sha256"), other.text("documents.0.sha256"))
	require.Equal(w.t, other.body, w.do(follow).is(http.StatusCreated).body, "the same press again")
	follow.body = map[string]any{"period": "2028-04-01"}
	w.do(follow).problem(http.StatusUnprocessableEntity, "ground-outside-period")

	r = w.decidesOn(path, r, map[string]any{"event": "ask", "reason": "La page 2.", "day": "2026-12-15"}).is(http.StatusOK)
	require.Equal(w.t, "En attente de vos documents", r.text("state.label"))
	own := w.get(as, path).is(http.StatusOK)
	require.Equal(w.t, "2026-12-15", own.text("decisions.0.until"))
	own = w.attaches(as, path, own, "page-2.pdf", "application/pdf", pdf).is(http.StatusCreated)
	own = w.do(call{as: as, method: "PUT", path: path + "/reply", header: own.etag(), body: map[string]any{"note": "Voici la page 2."}}).is(http.StatusOK)
	require.Equal(w.t, "Voici la page 2.", own.text("note"))
	require.Equal(w.t, 1, w.get("staff", path).length("documents"), "not sent yet")
	sent := w.do(call{as: as, method: "POST", path: path + "/reply", header: own.etag()}).is(http.StatusOK)
	require.Equal(w.t, sent.body, w.do(call{as: as, method: "POST", path: path + "/reply", header: own.etag()}).is(http.StatusOK).body)
	require.Equal(w.t, "submitted", sent.text("state.code"))
	require.Equal(w.t, "Voici la page 2.", sent.text("replies.0.note"))
	require.Equal(w.t, 2, w.get("staff", path).length("documents"))

	w.get("staff", path+"/computation").is(http.StatusOK)
	w.get(as, path+"/computation").problem(http.StatusForbidden, "forbidden")
	granted := w.decidesOn(path, sent, map[string]any{"event": "grant", "granted": "5"}).is(http.StatusOK)
	told := w.do(call{as: as, method: "POST", path: path + "/end", header: granted.etag(), body: map[string]any{"last": "2025-05-15"}}).is(http.StatusOK)
	require.Equal(w.t, "ending", told.text("state.code"))
	require.Equal(w.t, "2025-05-15", told.text("told.last"))
	ended := w.decidesOn(path, told, map[string]any{"event": "end", "granted": "3", "day": "2025-05-15", "reason": "Fin du motif."}).is(http.StatusOK)
	require.Equal(w.t, "granted", ended.text("state.code"))
	require.Equal(w.t, "2025-05-15", ended.text("ended"))
	require.Equal(w.t, "3", ended.text("granted.hours"))
	require.Equal(w.t, 3, ended.length("decisions"), "every version stays")
}

func TestExemptionAfterSubmission(t *testing.T) {
	w := newWorld(t)
	w.livesOn("genevieve")
	letters, err := w.store.Outbox().Messages(context.Background(), "otpq", 10)
	require.NoError(t, err)
	var kinds []identity.MessageKind
	for _, m := range letters {
		kinds = append(kinds, m.Kind)
	}
	require.ElementsMatch(t, []identity.MessageKind{identity.ExemptionIncomplete, identity.ExemptionDecided, identity.ExemptionDecided}, kinds, "one for each decision")
}

// The social workers' own example: 9 months × 1.25 h = 11.25 h of 30 h.
func TestP52_GrantedByTheRuleOfTheRegulation(t *testing.T) {
	w := newWorld(t)
	w.governs("qc-otstcfq")
	w.now = time.Date(2021, 6, 15, 15, 0, 0, 0, time.UTC)
	given := claim()
	given["ground"], given["first"], given["last"] = "parental", "2020-06-01", "2021-02-01"
	path, r := w.submitsClaim("genevieve", given)
	c := w.get("staff", path+"/computation").is(http.StatusOK)
	require.Equal(t, []string{"11.25", "18.75", "2020-06-01", "2021-02-01"}, []string{
		c.text("computed.hours.hours"), c.text("computed.left.hours"), c.text("computed.first"), c.text("computed.last"),
	})
	require.Equal(t, "1.25", c.text("computed.rules.0.rate"))
	require.Equal(t, true, c.at("computed.rules.0.clause.verified"))
	require.Equal(t, "7.5", w.get("staff", path+"/computation?ended=2020-11-15").text("computed.hours.hours"))
	w.get("staff", path+"/computation?ended=2019-11-15").problem(http.StatusUnprocessableEntity, "outside-ground")
	w.get("staff", path+"/computation?ended=hier").problem(http.StatusBadRequest, "bad-parameter")

	code, _ := w.decidesOn(path, r, map[string]any{"event": "grant", "granted": "10"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("reason")
	require.Equal(t, "missing", code)
	w.decidesOn(path, r, map[string]any{"event": "grant", "byRule": true, "granted": "12.5"}).problem(http.StatusPreconditionFailed, "stale")
	granted := w.decidesOn(path, r, map[string]any{"event": "grant", "byRule": true, "granted": "11.25"}).is(http.StatusOK)
	require.Equal(t, true, granted.at("byRule"))
	require.Equal(t, "11.25", granted.text("granted.hours"))
	require.Equal(t, "11.25", granted.text("decisions.0.computed"))
	balance := w.get("genevieve", "/members/m-1/balance").is(http.StatusOK)
	require.Equal(t, "11.25", balance.text("exempted.hours"))
	require.Equal(t, "18.75", balance.remaining()["total"])
}
