package httpapi_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
)

func TestP22_CategoriesAndTypesWithTheirDefinitions(t *testing.T) {
	w := newWorld(t)
	a := w.get("genevieve", "/members/m-1/regulation").is(http.StatusOK)
	require.Equal(t, "qc-otpq", a.text("id"))
	require.Equal(t, "2025-2028", a.text("period.label"))
	require.Equal(t, "Structurée", a.text("categories.0.label"))
	require.Contains(t, a.text("categories.0.definition"), "contexte structuré")
	require.Equal(t, "Cours", a.text("categories.0.types.0.label"))
	require.Equal(t, []any{"provider", "trainer"}, a.at("categories.0.asks"))
	require.Equal(t, []any{}, a.at("categories.2.asks"))
	require.Equal(t, 3, a.length("attestations")) // P30
	require.Equal(t, "30", a.text("requirements.0.least.hours"))
	require.Equal(t, true, a.at("requirements.0.relieved"))
	require.Equal(t, "months-whole", a.text("requirements.0.prorate.count"))
	require.Equal(t, map[string]any{"share": "1/2", "of": "total"}, a.at("requirements.1.least"))
	require.Equal(t, []any{"structured"}, a.at("requirements.1.select.any"))
	require.Equal(t, "5", a.text("carryOver.most.hours"))
	require.Equal(t, true, a.at("carryOver.clause.verified"))
	verified := map[any]any{}
	for _, one := range a.at("clauses").([]any) {
		clause := one.(map[string]any)
		verified[clause["id"]] = clause["verified"]
	}
	require.Equal(t, true, verified["total"])
	require.Equal(t, false, verified["proration"])
}

func TestP24_P25_P26_TheOrdersLists(t *testing.T) {
	w := newWorld(t)
	for kind, label := range map[string]string{
		"activities": "Gestion des sols contaminés", "providers": "École de technologie supérieure", "trainers": "Amélie Gagnon",
	} {
		a := w.get("genevieve", "/lists/"+kind).is(http.StatusOK)
		require.Equal(t, 1, a.length("items"))
		require.Equal(t, label, a.text("items.0.label"))
	}
	w.get("genevieve", "/lists/colours").problem(http.StatusNotFound, "not-found")

	given := entry("structured", "course", "2", "2026-03-01", "2026-03-01")
	given["activityUnlisted"], given["activity"] = false, "act-1"
	given["trainer"], given["trainerUnlisted"], given["trainerFirst"], given["trainerLast"] = "", true, "Amélie", "Gagnon"
	path, draft := w.saves("genevieve", given)
	d := w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: draft.etag()}).is(http.StatusOK)
	require.Equal(t, "Gestion des sols contaminés", d.text("activity.title"))
	require.Equal(t, "École de technologie supérieure", d.text("activity.provider"))
	require.Equal(t, "Amélie Gagnon", d.text("activity.trainer"))
}

func TestPeriodsTheCurrentOneFirst(t *testing.T) {
	w := newWorld(t)
	a := w.get("genevieve", "/members/m-1/periods").is(http.StatusOK)
	require.Equal(t, 2, a.length("items"))
	require.Equal(t, []any{"2025-04-01", "2028-03-31"}, []any{a.at("items.0.start"), a.at("items.0.end")})
	require.Equal(t, []any{"2022-01-01", "2025-03-31"}, []any{a.at("items.1.start"), a.at("items.1.end")})

	w.enters("m-1", "2026-01-15", cycle.Readmission)
	require.Equal(t, 1, w.get("genevieve", "/members/m-1/periods").length("items"))
	m := w.get("genevieve", "/members/m-1").is(http.StatusOK)
	require.Equal(t, "readmission", m.text("roll.0.entry"))
	require.Nil(t, m.at("roll.0.last"))
}

// What could not be read of the technologists' regulation is there, and shows as an
// assumption; the last days are those of the order's holidays (30 April 2028 is a
// Sunday).
func TestF35_F38_F40_TheLifeOfAFile(t *testing.T) {
	w := newWorld(t)
	a := w.get("genevieve", "/members/m-1/regulation").is(http.StatusOK)
	require.Equal(t, []any{map[string]any{"start": "2025-04-01", "end": "2028-03-31", "last": "2028-05-01"}}, a.at("declare.due"))
	require.EqualValues(t, 30, a.at("declare.days"))
	require.Equal(t, "2033-03-31", a.text("evidence.keepUntil"))
	require.Equal(t, "Attestation de participation", a.text("evidence.kept.0.label"))
	require.Equal(t, "1/20", a.text("audit.share"))
	require.Equal(t, map[string]any{"days": float64(90)}, a.at("default.hours.cure"))
	require.Equal(t, "first", a.text("default.after"))
	require.Equal(t, "Radiation", a.text("default.consequences.1.label"))
	for _, section := range []string{
		"declare", "evidence", "evidence.produce", "evidence.keep", "audit", "default", "default.hours", "default.final", "default.consequences.0",
	} {
		require.Equal(t, false, a.at(section+".clause.verified"), section)
	}
}

// Sections that a text does not have are null, and ranges stay ranges.
func TestF35_ARangeThatTheOrderSets(t *testing.T) {
	w := newWorld(t)
	w.governs("qc-cga")
	a := w.get("genevieve", "/members/m-1/regulation").is(http.StatusOK)
	require.Nil(t, a.at("declare"))
	require.Nil(t, a.at("evidence"))
	require.Nil(t, a.at("audit"))
	require.Equal(t, map[string]any{"least": float64(30), "most": float64(60)}, a.at("default.hours.cure"))
	require.Equal(t, true, a.at("default.hours.clause.verified"))
	require.Equal(t, []any{}, a.at("default.consequences"))
}
