package httpapi_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// lists turns a title that a member typed into an entry, and renames it.
func (w *world) lists() (added answer) {
	w.get("staff", "/lists/activities/unlisted").is(http.StatusOK)
	added = w.do(call{as: "staff", method: "POST", path: "/lists/activities", body: map[string]any{"label": "Gestion de projets (cours)", "from": "Gestion de projets"}}).is(http.StatusOK)
	return w.do(call{
		as: "staff", method: "PUT", path: "/lists/activities/entries/" + added.text("id"), header: added.etag(),
		body: map[string]any{"label": "Gestion de projets, cours"},
	}).is(http.StatusOK)
}

func TestP24_WhatMembersTypedBecomesAnEntryOfTheList(t *testing.T) {
	w := newWorld(t)
	d := w.submits("genevieve", "structured", "course", "2", "2026-03-01", "2026-03-01")
	path := "/members/m-1/declarations/" + d.text("id")
	before := w.get("genevieve", path).is(http.StatusOK)
	typed := w.get("staff", "/lists/activities/unlisted").is(http.StatusOK)
	require.Equal(t, 1, typed.length("items"))
	require.Equal(t, "Gestion de projets", typed.text("items.0.text"))

	renamed := w.lists()
	require.Equal(t, "Gestion de projets (cours)", renamed.text("former.0"))
	require.Equal(t, 0, w.get("staff", "/lists/activities/unlisted").is(http.StatusOK).length("items"))
	require.Equal(t, before.body, w.get("genevieve", path).is(http.StatusOK).body, "a past declaration is as it was")
	require.Contains(t, w.get("genevieve", "/lists/activities").is(http.StatusOK).body, "Gestion de projets, cours")

	again := w.do(call{as: "staff", method: "POST", path: "/lists/activities", body: map[string]any{"label": "GESTION DE PROJETS"}})
	again.problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ := again.field("label")
	require.Equal(t, "listed", code)
	put := func(as string, header map[string]string, retired bool) answer {
		return w.do(call{
			as: as, method: "PUT", path: "/lists/activities/entries/" + renamed.text("id"), header: header,
			body: map[string]any{"label": "Gestion de projets, cours", "retired": retired},
		})
	}
	put("genevieve", renamed.etag(), true).problem(http.StatusForbidden, "forbidden")
	put("staff", nil, true).problem(http.StatusPreconditionRequired, "precondition-required")
	put("staff", map[string]string{"If-Match": `"9"`}, true).problem(http.StatusPreconditionFailed, "stale")
	put("staff", renamed.etag(), true).is(http.StatusOK)
	require.NotContains(t, w.get("genevieve", "/lists/activities").is(http.StatusOK).body, "Gestion de projets, cours")
	w.get("genevieve", "/lists/activities/unlisted").problem(http.StatusForbidden, "forbidden")
	w.get("staff", "/lists/colours/unlisted").is(http.StatusNotFound)
}
