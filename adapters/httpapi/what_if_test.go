package httpapi_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func (w *world) plans(body map[string]any) answer {
	w.t.Helper()
	return w.do(call{as: "genevieve", method: "POST", path: "/members/m-1/balance/what-if", body: body})
}

// 30, 15 and 1 are asked: four structured hours to come leave 26, 11 and 1.
func TestWhatIf_ThePresentBesideWhatWouldBe(t *testing.T) {
	w := newWorld(t)
	a := w.plans(map[string]any{"activities": []any{
		map[string]any{"category": "structured", "type": "course", "on": "2027-02-01", "hours": "2,5"},
		map[string]any{"category": "structured", "on": "2027-02-02", "hours": "1.5"},
	}}).is(http.StatusOK)
	at := func(path string) map[string]string {
		return answer{t: t, body: a.body, json: a.at(path).(map[string]any)}.remaining()
	}
	require.Equal(t, map[string]string{"total": "30", "structured": "15", "ethics": "1"}, at("present"))
	require.Equal(t, map[string]string{"total": "26", "structured": "11", "ethics": "1"}, at("simulated"))
	require.Equal(t, 0, w.get("genevieve", "/members/m-1/declarations").length("items"))
	require.Equal(t, "0", w.balance().text("declared.hours"))
}

func TestWhatIf_EachFieldSaysWhatIsWrongWithIt(t *testing.T) {
	w := newWorld(t)
	a := w.plans(map[string]any{"activities": []any{
		map[string]any{"category": "colour", "on": "2027-02-30", "hours": "two"},
		map[string]any{"category": "structured", "type": "reading", "tags": []any{"new"}, "on": "2031-01-01", "hours": "0"},
		map[string]any{},
	}}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	for field, code := range map[string]string{
		"activities.0.category": "unknown-choice", "activities.0.on": "bad-date", "activities.0.hours": "bad-hours",
		"activities.1.type": "unknown-choice", "activities.1.tags": "unknown-choice", "activities.1.on": "outside-period", "activities.1.hours": "no-hours",
		"activities.2.category": "missing", "activities.2.on": "missing", "activities.2.hours": "missing",
	} {
		got, _ := a.field(field)
		require.Equal(t, code, got, field)
	}
	require.Equal(t, 10, a.length("errors"))
	w.plans(map[string]any{"activities": []any{map[string]any{"colour": "red"}}}).problem(http.StatusBadRequest, "wrong-type")
}

// Declared on 22 November, counted on the 24th: each day is as it was known.
func TestBalanceAsOf_ADayThatIsPast(t *testing.T) {
	w := newWorld(t)
	d := w.submits("genevieve", "structured", "course", "4", "2026-03-01", "2026-03-01")
	w.now = w.now.AddDate(0, 0, 2)
	w.tokens = map[string]string{}
	w.decides(d, map[string]any{"event": "count", "counted": "4"})
	on := func(day string) answer {
		return w.get("genevieve", "/members/m-1/balance?asOf="+day).is(http.StatusOK)
	}
	require.Equal(t, []string{"0", "0"}, on("2026-11-21").figures("pending", "counted"))
	require.Equal(t, []string{"4", "0"}, on("2026-11-23").figures("pending", "counted"))
	require.Equal(t, []string{"0", "4"}, on("2026-11-24").figures("pending", "counted"))
	require.Equal(t, "2026-11-21", on("2026-11-21").text("on"))
	// Without "on", the period is the one of the day.
	require.Equal(t, "2022-2025", on("2024-05-01").text("period.label"))
	later := w.get("genevieve", "/members/m-1/balance?on=2026-01-01&asOf=2024-05-01").is(http.StatusOK)
	require.Equal(t, "2025-2028", later.text("period.label"))

	for day, code := range map[string]string{"2026-11-25": "future", "2026-02-30": "bad-date", "hier": "bad-date"} {
		got, _ := w.get("genevieve", "/members/m-1/balance?asOf="+day).problem(http.StatusBadRequest, "bad-parameter").field("asOf")
		require.Equal(t, code, got, day)
	}
}

// Every regulation of the catalogue is told as it is described, and so is what a
// member without any activity has left under it.
func TestEveryRegulationOfTheCatalogueIsToldAsDescribed(t *testing.T) {
	w := newWorld(t)
	all, err := regulations()
	require.NoError(t, err)
	told := 0
	for id := range all {
		w.governs(id)
		for _, path := range []string{"/members/m-1/regulation", "/members/m-1/balance?trace=1"} {
			a := w.get("genevieve", path)
			require.Contains(t, []int{http.StatusOK, http.StatusNotFound, http.StatusConflict}, a.status, "%s %s", id, a.body)
			if a.status == http.StatusOK {
				told++
			}
		}
	}
	require.Greater(t, told, len(all), "most are in force")
}
