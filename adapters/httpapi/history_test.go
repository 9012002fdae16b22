package httpapi_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHistoryTellsEveryChangeWithTheHoursBeforeAndAfter(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, 0, w.get("genevieve", "/members/m-1/history").is(http.StatusOK).length("items"))
	d := w.counts("genevieve", "structured", "course", "2", "2026-03-01", "2026-03-01")
	ask, r := w.requests("genevieve")
	w.do(call{as: "staff", method: "POST", path: ask + "/decision", header: r.etag(), body: map[string]any{"event": "grant", "granted": "5"}}).is(http.StatusOK)

	a := w.get("staff", "/members/m-1/history").is(http.StatusOK)
	require.Equal(t, 4, a.length("items"))
	require.Equal(t, "exemption-granted", a.text("items.0.kind.code"))
	require.Equal(t, "Dispense accordée", a.text("items.0.kind.label"))
	require.Equal(t, "exemption-submitted", a.text("items.1.kind.code"))
	require.Equal(t, "declaration-counted", a.text("items.2.kind.code"))
	require.Equal(t, d.text("id"), a.text("items.2.of"))
	require.Equal(t, "declaration-submitted", a.text("items.3.kind.code"))
	// 30 h less 2 h counted are 28 h, less 5 h of exemption 23 h.
	for path, want := range map[string]string{
		"items.3.before.remaining.hours": "30", "items.3.after.remaining.hours": "30",
		"items.2.before.item.hours": "0", "items.2.after.item.hours": "2", "items.2.after.counted.hours": "2",
		"items.2.after.remaining.hours": "28", "items.2.after.remaining.label": "28\u00a0h",
		"items.0.before.item.hours": "0", "items.0.before.remaining.hours": "28",
		"items.0.after.item.hours": "5", "items.0.after.counted.hours": "2", "items.0.after.remaining.hours": "23",
	} {
		require.Equal(t, want, a.text(path), path)
	}
	require.Equal(t, "Geneviève Lavigne", a.text("items.3.by"))
	require.Equal(t, "Sylvie Roy", a.text("items.0.by"))
	own := w.get("genevieve", "/members/m-1/history").is(http.StatusOK)
	require.Equal(t, "Geneviève Lavigne", own.text("items.3.by"))
	require.Empty(t, own.text("items.0.by"), "who decided is told to staff alone")
}

func TestHistoryIsSearchedFilteredAndSorted(t *testing.T) {
	w := newWorld(t)
	w.counts("genevieve", "structured", "course", "2", "2026-03-01", "2026-03-01")
	w.requests("genevieve")
	for query, want := range map[string]int{
		"": 3, "?q=nothing": 0, "?kind=declaration-counted": 1, "?kind=declaration-counted&kind=exemption-submitted": 2,
		"?period=2022-01-01": 0, "?q=GENEVIEVE": 2,
	} {
		require.Equal(t, want, w.get("genevieve", "/members/m-1/history"+query).is(http.StatusOK).length("items"), query)
	}
	first := func(query string) string {
		return w.get("genevieve", "/members/m-1/history"+query).is(http.StatusOK).text("items.0.kind.code")
	}
	require.Equal(t, "exemption-submitted", first("?sort=at"))
	require.Equal(t, "declaration-submitted", first("?reverse=1"))
	for _, wrong := range []string{"?kind=x", "?sort=x", "?reverse=x", "?period=x"} {
		w.get("genevieve", "/members/m-1/history"+wrong).problem(http.StatusBadRequest, "bad-parameter")
	}
}
