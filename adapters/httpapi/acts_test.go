package httpapi_test

import (
	"net/http"
	"strings"

	"github.com/stretchr/testify/require"
)

// memberOf is the file of each login.
var memberOf = map[string]string{"genevieve": "m-1", "marc": "m-2", "staff": "m-3"}

// entry is a right entry, to be changed.
func entry(category, kind, duration, first, last string) map[string]any {
	return map[string]any{
		"category": category, "type": kind, "activityUnlisted": true, "title": "Gestion de projets",
		"provider": "prov-1", "trainer": "tr-1", "first": first, "last": last, "duration": duration,
		"attested": []string{"accurate", "followed", "evidence"},
	}
}

// begins opens a draft of a declaration.
func (w *world) begins(as string) (path string, draft answer) {
	w.t.Helper()
	draft = w.do(call{as: as, method: "POST", path: "/members/" + memberOf[as] + "/declarations"}).is(http.StatusCreated)
	return strings.TrimPrefix(draft.header.Get("Location"), "/api/v1"), draft
}

// saves opens a draft and saves an entry in it.
func (w *world) saves(as string, given map[string]any) (path string, draft answer) {
	w.t.Helper()
	path, draft = w.begins(as)
	draft = w.do(call{as: as, method: "PUT", path: path, body: given, header: draft.etag()}).is(http.StatusOK)
	return path, draft
}

// submits declares an activity.
func (w *world) submits(as, category, kind, duration, first, last string) answer {
	w.t.Helper()
	path, draft := w.saves(as, entry(category, kind, duration, first, last))
	return w.do(call{as: as, method: "POST", path: path + "/submission", header: draft.etag()}).is(http.StatusOK)
}

// decides has staff decide on a declaration.
func (w *world) decides(d answer, verdict map[string]any) answer {
	w.t.Helper()
	path := "/members/" + d.text("member") + "/declarations/" + d.text("id") + "/decision"
	return w.do(call{as: "staff", method: "POST", path: path, body: verdict, header: d.etag()}).is(http.StatusOK)
}

// counts declares an activity, and staff count it whole.
func (w *world) counts(as, category, kind, duration, first, last string) answer {
	w.t.Helper()
	d := w.submits(as, category, kind, duration, first, last)
	return w.decides(d, map[string]any{"event": "count", "counted": d.text("activity.hours.hours")})
}

// claim is a right request for an exemption, to be changed.
func claim() map[string]any {
	return map[string]any{
		"ground": "illness", "first": "2026-01-05", "last": "2026-04-05", "note": "",
		"committed": []string{"report-end", "remaining"},
	}
}

// pdf is a document that begins as a PDF does.
const pdf = "%PDF-1.7\nA medical note."

// asks opens a request for an exemption, with a document, and saves the entry.
func (w *world) asks(as string, given map[string]any) (path string, draft answer) {
	w.t.Helper()
	draft = w.do(call{as: as, method: "POST", path: "/members/" + memberOf[as] + "/exemptions"}).is(http.StatusCreated)
	path = strings.TrimPrefix(draft.header.Get("Location"), "/api/v1")
	draft = w.attaches(as, path, draft, "billet.pdf", "application/pdf", pdf).is(http.StatusCreated)
	draft = w.do(call{as: as, method: "PUT", path: path, body: given, header: draft.etag()}).is(http.StatusOK)
	return path, draft
}

// attaches sends a document as the body itself.
func (w *world) attaches(as, path string, draft answer, name, media, content string) answer {
	w.t.Helper()
	header := draft.etag()
	header["Content-Type"] = media
	header["Content-Disposition"] = `attachment; filename="` + name + `"`
	return w.do(call{as: as, method: "POST", path: path + "/documents", body: content, header: header})
}

// requests asks for an exemption to the end.
func (w *world) requests(as string) (path string, r answer) {
	w.t.Helper()
	path, draft := w.asks(as, claim())
	return path, w.do(call{as: as, method: "POST", path: path + "/submission", header: draft.etag()}).is(http.StatusOK)
}

// grants asks for an exemption, and staff grant the hours.
func (w *world) grants(as, granted string) answer {
	w.t.Helper()
	path, r := w.requests(as)
	a := w.do(call{as: "staff", method: "POST", path: path + "/decision", header: r.etag(), body: map[string]any{
		"event": "grant", "granted": granted,
	}}).is(http.StatusOK)
	require.Equal(w.t, "granted", a.text("state.code"))
	return a
}
