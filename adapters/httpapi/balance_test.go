package httpapi_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
)

// figures returns the amounts at the paths, in canonical text.
func (a answer) figures(paths ...string) []string {
	a.t.Helper()
	var all []string
	for _, path := range paths {
		all = append(all, a.text(path+".hours"))
	}
	return all
}

// remaining returns what is left of each requirement.
func (a answer) remaining() map[string]string {
	a.t.Helper()
	left := map[string]string{}
	for _, one := range a.at("remainingByRequirement").([]any) {
		line := one.(map[string]any)
		left[line["requirement"].(map[string]any)["code"].(string)] = line["remaining"].(map[string]any)["hours"].(string)
	}
	return left
}

// counted returns what is counted in each category.
func (a answer) counted() map[string]string {
	a.t.Helper()
	counted := map[string]string{}
	for _, one := range a.at("countedByCategory").([]any) {
		line := one.(map[string]any)
		counted[line["category"].(map[string]any)["code"].(string)] = line["counted"].(map[string]any)["hours"].(string)
	}
	return counted
}

func (w *world) balance() answer {
	w.t.Helper()
	return w.get("genevieve", "/members/m-1/balance").is(http.StatusOK)
}

// Article 1: three years from 1 April; the first period from 1 January 2022 to 31
// March 2025.
func TestP5_StartOfThePeriodOrEntryOnTheRoll(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, []any{"2025-04-01", "period"}, []any{w.balance().text("start"), w.balance().text("startedBy.code")})

	w.enters("m-1", "2026-01-15", cycle.Admission)
	require.Equal(t, "2026-01-15", w.balance().text("start"))
	require.Equal(t, "Date d’admission", w.balance().text("startedBy.label"))
	require.Equal(t, "2025-04-01", w.balance().text("period.start"))

	w.enters("m-1", "2026-02-20", cycle.Readmission)
	require.Equal(t, "2026-02-20", w.balance().text("start"))
	require.Equal(t, "Date de réadmission", w.balance().text("startedBy.label"))
}

func TestP6_EndOfThePeriod(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, "2028-03-31", w.balance().text("end"))
	before := w.get("genevieve", "/members/m-1/balance?on=2023-06-15").is(http.StatusOK)
	require.Equal(t, "2022-01-01", before.text("start"))
	require.Equal(t, "2025-03-31", before.text("end"))
	require.Equal(t, "2022-2025", before.text("period.label"))
}

func TestP7_StatusBecomesCompleteOnceTheHoursAreReached(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, []any{"short", "En cours"}, []any{w.balance().text("status.code"), w.balance().text("status.label")})

	w.counts("genevieve", "structured", "course", "29", "2026-03-01", "2026-03-03")
	require.Equal(t, "short", w.balance().text("status.code"))
	d := w.submits("genevieve", "ethics", "course", "1", "2026-03-04", "2026-03-04")
	require.Equal(t, "on-course", w.balance().text("status.code"))
	w.decides(d, map[string]any{"event": "count", "counted": "1"})
	require.Equal(t, "met", w.balance().text("status.code"))
	require.Equal(t, "Formations complétées", w.balance().text("status.label"))
	english := w.do(call{as: "genevieve", method: "GET", path: "/members/m-1/balance", header: map[string]string{"Accept-Language": "en-CA"}})
	require.Equal(t, "Training completed", english.is(http.StatusOK).text("status.label"))
}

func TestP8_HoursToAccumulateFollowPeriodAdmissionAndExemptions(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, "30", w.balance().text("toAccumulate.hours"))
	w.grants("genevieve", "5")
	require.Equal(t, "25", w.balance().text("toAccumulate.hours"))

	// Admitted on 1 April 2026: 24 whole months of 36 are left, 30 × 24 ÷ 36 = 20,
	// less the 5 of the exemption.
	w.enters("m-1", "2026-04-01", cycle.Admission)
	require.Equal(t, "15", w.balance().text("toAccumulate.hours"))

	// 10 January 2026: 26 whole months. 30 × 26 ÷ 36 = 65/3, less 5 = 50/3.
	w.enters("m-1", "2026-01-10", cycle.Admission)
	a := w.balance()
	require.Equal(t, "50/3", a.text("toAccumulate.hours"))
	require.Equal(t, "16\u00a02/3\u00a0h", a.text("toAccumulate.label"))
}

func TestP9_HoursOfExemptionGranted(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, "0", w.balance().text("exempted.hours"))
	w.grants("genevieve", "5")
	w.grants("genevieve", "2,5")
	require.Equal(t, "7.5", w.balance().text("exempted.hours"))
}

func TestP10_HoursDeclaredToDate(t *testing.T) {
	w := newWorld(t)
	w.counts("genevieve", "structured", "course", "2", "2026-03-01", "2026-03-01")
	w.submits("genevieve", "autonomous", "reading", "3", "2026-03-02", "2026-03-02")
	refused := w.submits("genevieve", "structured", "course", "4", "2026-03-03", "2026-03-03")
	w.decides(refused, map[string]any{"event": "refuse", "reason": "Hors sujet"})
	a := w.balance()
	require.Equal(t, []string{"9", "2", "3"}, a.figures("declared", "counted", "pending"))
	// Each hour that does not count says why.
	why := map[string]any{}
	for _, one := range a.at("items").([]any) {
		item := one.(map[string]any)
		label := any(nil)
		if reason, ok := item["why"].(map[string]any); ok {
			label = reason["code"]
		}
		why[item["declared"].(map[string]any)["hours"].(string)] = label
	}
	require.Equal(t, map[string]any{"2": nil, "3": "pending", "4": "refused"}, why)
}

func TestP11_P12_P13_HoursCountedByCategory(t *testing.T) {
	w := newWorld(t)
	w.counts("genevieve", "structured", "course", "3", "2026-03-01", "2026-03-01")
	w.counts("genevieve", "ethics", "webinar", "1,5", "2026-03-02", "2026-03-02")
	w.counts("genevieve", "autonomous", "reading", "2 h 15", "2026-03-03", "2026-03-03")
	require.Equal(t, map[string]string{"structured": "3", "ethics": "1.5", "autonomous": "2.25"}, w.balance().counted())
}

func TestP14_P15_P16_HoursLeftByRequirement(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, map[string]string{"total": "30", "structured": "15", "ethics": "1"}, w.balance().remaining())
	w.counts("genevieve", "structured", "course", "4", "2026-03-01", "2026-03-01")
	w.counts("genevieve", "autonomous", "reading", "6", "2026-03-02", "2026-03-02")
	require.Equal(t, map[string]string{"total": "20", "structured": "11", "ethics": "1"}, w.balance().remaining())
}

// What is pending is not counted, and shows beside what is left.
func TestP16_WhatWouldBeLeftOncePendingHoursAreCounted(t *testing.T) {
	w := newWorld(t)
	w.counts("genevieve", "structured", "course", "4", "2026-03-01", "2026-03-01")
	w.submits("genevieve", "structured", "course", "3", "2026-03-02", "2026-03-02")
	a := w.balance()
	require.Equal(t, map[string]string{"total": "26", "structured": "11", "ethics": "1"}, a.remaining())
	require.Equal(t, []string{"23", "8", "1"}, a.figures(
		"remainingByRequirement.0.afterPending", "remainingByRequirement.1.afterPending", "remainingByRequirement.2.afterPending",
	))
	require.Equal(t, []string{"30", "0", "30", "0", "4", "3", "26", "23"}, a.figures(
		"lines.0.asked", "lines.0.exempted", "lines.0.due", "lines.0.carried",
		"lines.0.counted", "lines.0.pending", "lines.0.remaining", "lines.0.afterPending",
	))
}

// 36 hours in the first period leave a surplus of 6, of which 5 are carried to the
// next, where they serve the total alone (article 1).
func TestP16_HoursCarriedOverServeTheTotalAlone(t *testing.T) {
	w := newWorld(t)
	w.now = time.Date(2025, 3, 20, 15, 0, 0, 0, time.UTC)
	w.counts("genevieve", "structured", "course", "35", "2024-02-01", "2024-02-05")
	w.counts("genevieve", "ethics", "course", "1", "2024-02-06", "2024-02-06")
	require.Equal(t, "5", w.balance().text("surplus.hours"))

	w.now = time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)
	w.tokens = map[string]string{}
	a := w.balance()
	require.Equal(t, "5", a.text("carried.hours"))
	require.Equal(t, map[string]string{"total": "25", "structured": "15", "ethics": "1"}, a.remaining())
}

func TestP17_TheNextReadShowsANewDeclaration(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, "0", w.balance().text("declared.hours"))
	w.submits("genevieve", "structured", "course", "1", "2026-03-01", "2026-03-01")
	a := w.balance()
	require.Equal(t, []string{"1", "1", "0"}, a.figures("declared", "pending", "counted"))
	require.Equal(t, "no-store", a.header.Get("Cache-Control"))
}

func TestP35_OneStructuredAndOneEthicsHourLeave14And0And28(t *testing.T) {
	w := newWorld(t)
	w.counts("genevieve", "structured", "course", "1", "2026-05-02", "2026-05-02")
	w.counts("genevieve", "ethics", "course", "1", "2026-05-03", "2026-05-03")
	require.Equal(t, map[string]string{"total": "28", "structured": "14", "ethics": "0"}, w.balance().remaining())
}

func TestP52_FiveHoursGrantedLeave25And12AndAHalfAndOne(t *testing.T) {
	w := newWorld(t)
	w.grants("genevieve", "5")
	a := w.balance()
	require.Equal(t, map[string]string{"total": "25", "structured": "12.5", "ethics": "1"}, a.remaining())
	require.Equal(t, []string{"25", "5"}, a.figures("toAccumulate", "exempted"))
	require.Equal(t, "12,5\u00a0h", a.text("remainingByRequirement.1.remaining.label"))
	require.Equal(t, "Structurée", a.text("remainingByRequirement.1.requirement.label"))
	require.Equal(t, "fr", a.header.Get("Content-Language"))

	english := w.do(call{
		as: "genevieve", method: "GET", path: "/members/m-1/balance",
		header: map[string]string{"Accept-Language": "en-CA,en;q=0.9,fr;q=0.5"},
	}).is(http.StatusOK)
	require.Equal(t, "12.5\u00a0h", english.text("remainingByRequirement.1.remaining.label"))
	require.Equal(t, "Structured", english.text("remainingByRequirement.1.requirement.label"))
	require.Equal(t, "en", english.header.Get("Content-Language"))
	require.Equal(t, a.remaining(), english.remaining())
}

func TestBalanceTraceCitesTheClauses(t *testing.T) {
	w := newWorld(t)
	w.enters("m-1", "2026-04-01", cycle.Admission)
	w.grants("genevieve", "5")
	require.NotContains(t, w.balance().json, "trace")
	a := w.get("genevieve", "/members/m-1/balance?trace=1").is(http.StatusOK)
	steps := map[string]map[string]any{}
	for _, one := range a.at("trace").([]any) {
		step := one.(map[string]any)
		if step["requirement"] == "total" {
			steps[step["stage"].(map[string]any)["code"].(string)] = step
		}
	}
	clause := func(stage string) map[string]any { return steps[stage]["clause"].(map[string]any) }
	require.Equal(t, "C-26, r. 261.1, art. 1", clause("asked")["cite"])
	require.Equal(t, true, clause("asked")["verified"])
	require.Equal(t, "24/36", steps["prorated"]["factor"])
	require.Equal(t, false, clause("prorated")["verified"])
	require.Equal(t, "20", steps["relieved"]["before"].(map[string]any)["hours"])
	require.Equal(t, "15", steps["relieved"]["after"].(map[string]any)["hours"])
}

func TestBalanceOfADayWithoutRegulation(t *testing.T) {
	w := newWorld(t)
	w.get("genevieve", "/members/m-1/balance?on=2021-12-31").problem(http.StatusNotFound, "no-regulation")
	a := w.get("genevieve", "/members/m-1/balance?on=2023-02-30").problem(http.StatusBadRequest, "bad-parameter")
	code, _ := a.field("on")
	require.Equal(t, "bad-date", code)
	w.get("genevieve", "/members/m-1/balance?trace=maybe").problem(http.StatusBadRequest, "bad-parameter")
}
