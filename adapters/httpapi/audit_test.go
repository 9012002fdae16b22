package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours/audit"
)

func TestAuditOverTheAPI(t *testing.T) {
	w := newWorld(t)
	d := w.counts("genevieve", "structured", "course", "2", "2026-05-02", "2026-05-02")
	entry := map[string]any{"first": "2025-04-01", "last": "2026-11-22", "size": "0", "seed": "graine", "directed": "m-1", "reason": "Plainte"}
	press := call{as: "staff", method: "POST", path: "/audits", body: entry, header: map[string]string{"Idempotency-Key": "w-1"}}
	made := w.do(press).is(http.StatusCreated)
	require.Equal(t, "/api/v1/audits/w-1", made.header.Get("Location"))
	require.Equal(t, "m-1", made.text("members.0.member"))
	w.do(press).is(http.StatusOK)
	require.Equal(t, 1, w.get("staff", "/audits").is(http.StatusOK).length("items"))
	w.get("genevieve", "/audits").problem(http.StatusForbidden, "forbidden")
	w.get("staff", "/audits/w-9").problem(http.StatusNotFound, "not-found")
	for field, wrong := range map[string][2]string{
		"size": {"deux", "bad-size"}, "first": {"2025-02-31", "bad-date"}, "last": {"2020-01-01", "end-before-start"}, "directed": {"T-0", "unknown-member"}, "reason": {"", "missing"},
	} {
		bad := map[string]any{}
		for k, v := range entry {
			bad[k] = v
		}
		bad[field] = wrong[0]
		answer := w.do(call{as: "staff", method: "POST", path: "/audits", body: bad}).problem(http.StatusUnprocessableEntity, "invalid-entry")
		require.Contains(t, answer.body, `"code":"`+wrong[1]+`"`, field)
	}

	w.do(call{as: "staff", method: "POST", path: "/audits/w-1/evidence", body: map[string]any{"member": "m-2"}}).problem(http.StatusConflict, "not-selected")
	w.do(call{as: "staff", method: "POST", path: "/audits/w-1/evidence", body: map[string]any{}}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	asked := w.do(call{as: "staff", method: "POST", path: "/audits/w-1/evidence", body: map[string]any{"member": "m-1", "note": "Attestation"}}).is(http.StatusOK)
	require.Equal(t, []string{"asked", "À fournir", "2026-12-22", "w-1"}, []string{
		asked.text("items.0.state.code"), asked.text("items.0.state.label"), asked.text("items.0.last"), asked.text("items.0.draw"),
	})
	w.do(call{as: "staff", method: "POST", path: "/members/m-1/evidence", body: map[string]any{}}).problem(http.StatusConflict, "nothing-to-ask")

	path := "/members/m-1/evidence/" + d.text("id")
	one := w.get("genevieve", path).is(http.StatusOK)
	w.get("marc", path).problem(http.StatusNotFound, "not-found")
	w.do(call{as: "genevieve", method: "POST", path: path + "/sending", header: one.etag()}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	media, body := form(t, "attestation.pdf", pdf)
	header := one.etag()
	header["Content-Type"] = media
	added := w.do(call{as: "genevieve", method: "POST", path: path + "/documents", body: body, header: header}).is(http.StatusCreated)
	document := strings.TrimPrefix(added.header.Get("Location"), "/api/v1")
	w.get("staff", document).problem(http.StatusNotFound, "not-found")
	sent := w.do(call{as: "genevieve", method: "POST", path: path + "/sending", header: added.etag()}).is(http.StatusOK)
	require.Equal(t, pdf, w.get("staff", document).is(http.StatusOK).body)
	w.do(call{as: "genevieve", method: "DELETE", path: document, header: sent.etag()}).problem(http.StatusConflict, "transition")
	w.do(call{as: "staff", method: "POST", path: path + "/second-notice", header: sent.etag(), body: map[string]any{}}).problem(http.StatusConflict, "transition")
	answer := w.do(call{as: "staff", method: "POST", path: path + "/disallowance", header: sent.etag(), body: map[string]any{"counted": "2", "reason": "x"}})
	answer.problem(http.StatusUnprocessableEntity, "invalid-entry")
	require.Contains(t, answer.body, "not-less")
	less := w.do(call{as: "staff", method: "POST", path: path + "/disallowance", header: sent.etag(), body: map[string]any{"counted": "1.5", "reason": "Une demi-heure de pause"}}).is(http.StatusOK)
	require.Equal(t, "1.5", less.text("counted.hours"))
	require.Contains(t, w.get("staff", "/audits/w-1").is(http.StatusOK).body, `"failed":true`)
	history := w.get("genevieve", "/members/m-1/history").is(http.StatusOK)
	require.Equal(t, "audit-disallowed", history.text("items.0.kind.code"))
	require.Equal(t, []string{"2", "1.5"}, []string{history.text("items.0.before.item.hours"), history.text("items.0.after.item.hours")})
	require.Len(t, audit.Score("graine", "m-1"), 64)
}

// audits asks every route of audits about a member of whom nothing was asked: the
// journey is TestAuditOverTheAPI.
func (w *world) audits() {
	for _, r := range w.api.Routes() {
		if strings.Contains(r.Pattern, "/audits") || strings.Contains(r.Pattern, "/evidence") {
			c := call{as: "staff", method: r.Method, path: filled(r.Pattern, "m-2"), header: map[string]string{"If-Match": `"1"`}}
			if r.Method == http.MethodPost {
				c.body = map[string]any{}
			}
			w.do(c)
		}
	}
}
