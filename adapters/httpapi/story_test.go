package httpapi_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The first house, from end to end: a technologist opens the portfolio, declares
// two activities, asks for an exemption, staff grant it, and the hours left are
// those of the source document (P35, P52). Every operation of the description is
// exercised on the way.
func TestP35_P52_TheFirstHouseAndEveryOperation(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{
		"/me", "/members", "/members/m-1", "/members/m-1/balance?trace=1", "/members/m-1/periods",
		"/members/m-1/regulation", "/members/m-1/grounds", "/lists/providers",
		"/openapi.yaml", "/openapi.json", "/problems", "/problems/stale",
	} {
		w.get("genevieve", path).is(http.StatusOK)
	}
	structured := w.counts("genevieve", "structured", "course", "1", "2026-05-02", "2026-05-02")
	w.counts("genevieve", "ethics", "course", "1", "2026-05-03", "2026-05-03")
	w.get("genevieve", "/members/m-1/declarations/"+structured.text("id")).is(http.StatusOK)
	require.Equal(t, map[string]string{"total": "28", "structured": "14", "ethics": "0"}, w.balance().remaining())

	ask, granted := w.requests("genevieve")
	w.get("staff", ask+"/documents/"+granted.text("documents.0.id")).is(http.StatusOK)
	w.do(call{as: "staff", method: "POST", path: ask + "/decision", header: granted.etag(), body: map[string]any{
		"event": "grant", "granted": "5",
	}}).is(http.StatusOK)
	// 25 are to be accumulated, 12.5 of them structured; an hour of each is done.
	require.Equal(t, map[string]string{"total": "23", "structured": "11.5", "ethics": "0"}, w.balance().remaining())

	// What is taken back or thrown away changes nothing.
	path, draft := w.begins("genevieve")
	w.do(call{as: "genevieve", method: "DELETE", path: path, header: draft.etag()}).is(http.StatusNoContent)
	d := w.submits("genevieve", "autonomous", "reading", "3", "2026-06-01", "2026-06-01")
	w.do(call{as: "genevieve", method: "POST", path: "/members/m-1/declarations/" + d.text("id") + "/withdrawal", header: d.etag()}).is(http.StatusOK)
	w.do(call{as: "genevieve", method: "POST", path: "/members/m-1/declarations/" + d.text("id") + "/repetition"}).is(http.StatusCreated)
	path, r := w.asks("genevieve", claim())
	r = w.do(call{as: "genevieve", method: "DELETE", path: path + "/documents/" + r.text("documents.0.id"), header: r.etag()}).is(http.StatusOK)
	w.do(call{as: "genevieve", method: "DELETE", path: path, header: r.etag()}).is(http.StatusNoContent)
	path, r = w.requests("genevieve")
	w.do(call{as: "genevieve", method: "POST", path: path + "/withdrawal", header: r.etag()}).is(http.StatusOK)
	w.get("genevieve", path).is(http.StatusOK)
	w.get("genevieve", "/members/m-1/declarations").is(http.StatusOK)
	w.get("genevieve", "/members/m-1/exemptions").is(http.StatusOK)
	w.get("genevieve", "/members/m-1/history").is(http.StatusOK)
	w.get("genevieve", "/members/m-1/deadlines.ics").is(http.StatusOK)
	w.get("genevieve", "/members/m-1/file.zip").is(http.StatusOK)
	code, paper := w.issued("genevieve", map[string]any{})
	w.get("genevieve", hers).is(http.StatusOK)
	w.get("genevieve", hers+"/"+code).is(http.StatusOK)
	w.get("genevieve", hers+"/"+code+"/certificate.pdf").is(http.StatusOK)
	w.get("", "/verifications/"+code+"?organisation=otpq").is(http.StatusOK)
	w.do(call{as: "staff", method: "POST", path: hers + "/" + code + "/revocation", body: map[string]any{"reason": "Essai."}, header: paper.etag()}).is(http.StatusOK)
	w.get("genevieve", "/members/m-1/messages").is(http.StatusOK)
	w.get("staff", "/members/m-1/reminders").is(http.StatusOK)
	w.do(call{as: "genevieve", method: "PUT", path: "/members/m-1/reminders", body: map[string]any{"months": []int{3, 1}}}).is(http.StatusOK)
	w.get("staff", "/queue/declarations").is(http.StatusOK)
	w.get("staff", "/queue/exemptions").is(http.StatusOK)
	require.Equal(t, map[string]string{"total": "23", "structured": "11.5", "ethics": "0"}, w.balance().remaining())
	w.corrections()
	w.csv(w.trainingBody(), "/rosters", roster).is(http.StatusOK)
	w.get("staff", "/rosters").is(http.StatusOK)
	w.csv(w.signedIn("genevieve"), "/members/m-1/imports?dry-run=1", imported).is(http.StatusOK)
	w.lists()
	w.do(call{as: "genevieve", method: "DELETE", path: "/sessions/current"}).is(http.StatusNoContent)

	w.livesOn("marc")
	w.do(call{as: "marc", method: "POST", path: "/members/m-2/balance/what-if", body: map[string]any{}}).is(http.StatusOK)
	w.closes()
	w.audits()
	w.examination()
	for _, goes := range []func(*world){
		(*world).secondFactor, (*world).turnsFactorOn, (*world).endsSessions, (*world).rulesOnAccounts,
		(*world).asksForAccess, (*world).givesUpAccess, (*world).opensByReference, (*world).registersPeople,
		(*world).acceptsMany,
	} {
		other := newWorld(t)
		goes(other)
		maps.Copy(w.seen, other.seen)
	}

	c, err := described()
	require.NoError(t, err)
	var never []string
	for path, item := range c.document.Paths.Map() {
		for method, operation := range item.Operations() {
			if !w.seen[operation.OperationID] {
				never = append(never, method+" "+path)
			}
		}
	}
	require.Empty(t, strings.Join(never, "\n"))
}
