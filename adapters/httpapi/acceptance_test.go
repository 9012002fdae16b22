package httpapi_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// waits writes n declarations of Geneviève's that wait, and names them.
func (w *world) waits(n int) []map[string]any {
	w.t.Helper()
	var refs []map[string]any
	for i := range n {
		id := "w-" + strconv.Itoa(i)
		d, err := w.store.Hours().Change(w.t.Context(), hours.Key{Org: "otpq", Member: "m-1", ID: id}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			d.State, d.Period, d.Created, d.Changed, d.Submitted = hours.Submitted, cycle.MustDate("2025-04-01"), w.now, w.now, w.now
			d.Activity = hours.Activity{
				Category: "structured", Type: "course", Listing: "act-1", Title: id, Content: id, ProviderListing: "prov-1", TrainerListing: "tr-1",
				First: cycle.MustDate("2026-10-01"), Last: cycle.MustDate("2026-10-01"), Hours: hours.Whole(1),
			}
			return d, hours.Telling{}, nil
		})
		require.NoError(w.t, err)
		refs = append(refs, map[string]any{"member": "m-1", "declaration": id, "version": d.Version})
	}
	return refs
}

func TestAcceptance_ManyAreCountedAndTakenBackInTime(t *testing.T) { newWorld(t).acceptsMany() }

// acceptsMany is the whole of an acceptance, with what is refused of one.
func (w *world) acceptsMany() {
	refs := w.waits(3)
	refs[2]["version"] = 9 // read before somebody changed it
	accept := call{as: "staff", method: "POST", path: "/acceptances", header: map[string]string{"Idempotency-Key": "press-1"}, body: map[string]any{"declarations": refs}}
	a := w.do(accept).is(http.StatusOK)
	require.Equal(w.t, "accepted", a.text("items.0.fate.code"))
	require.Equal(w.t, "1", a.text("items.0.counted.hours"))
	require.Equal(w.t, w.now.Add(15*time.Minute).Format(time.RFC3339), a.text("items.0.until"))
	require.Equal(w.t, []string{"left", "changed"}, []string{a.text("items.2.fate.code"), a.text("items.2.obstacle.code")})
	require.Equal(w.t, a.body, w.do(accept).is(http.StatusOK).body, "the same press")
	require.Equal(w.t, 1, w.get("staff", "/acceptances").is(http.StatusOK).length("items"))
	require.Equal(w.t, "counted", w.get("genevieve", "/members/m-1/declarations/w-0").is(http.StatusOK).text("state.code"))
	require.Equal(w.t, a.body, w.do(call{as: "staff", method: "POST", path: "/acceptances/press-1/work"}).is(http.StatusOK).body, "there is nothing more to do")

	undo := func(refs ...map[string]any) answer {
		return w.do(call{as: "staff", method: "POST", path: "/acceptances/press-1/undo", body: map[string]any{"declarations": refs}})
	}
	w.now = w.now.Add(15*time.Minute - time.Second)
	b := undo(refs[0]).is(http.StatusOK)
	require.Equal(w.t, "taken-back", b.text("items.0.fate.code"))
	require.Equal(w.t, "accepted", b.text("items.1.fate.code"))
	w.now = w.now.Add(time.Second)
	b = undo(refs[1]).is(http.StatusOK)
	require.Equal(w.t, []string{"accepted", "over"}, []string{b.text("items.1.fate.code"), b.text("items.1.obstacle.code")})
	require.Equal(w.t, b.body, w.get("staff", "/acceptances/press-1").is(http.StatusOK).body)
	read := w.get("genevieve", "/members/m-1/declarations/w-0").is(http.StatusOK)
	require.Equal(w.t, []string{"in-review", "recall"}, []string{read.text("state.code"), read.text("decisions.1.event.code")})
	require.Equal(w.t, "declaration-recalled", w.get("staff", "/members/m-1/history").is(http.StatusOK).text("items.0.kind.code"))
	require.Equal(w.t, "held-back", w.held())

	w.get("genevieve", "/acceptances").problem(http.StatusForbidden, "forbidden")
	w.get("staff", "/acceptances/none").problem(http.StatusNotFound, "not-found")
	none := w.do(call{as: "staff", method: "POST", path: "/acceptances", body: map[string]any{"declarations": []any{}}})
	none.problem(http.StatusUnprocessableEntity, "invalid-entry")
	w.do(call{as: "staff", method: "POST", path: "/acceptances", body: map[string]any{"declarations": make([]map[string]any, 501)}}).
		problem(http.StatusUnprocessableEntity, "too-many-at-once")
}

// held returns the state of the first of Geneviève's letters that is held back.
func (w *world) held() string {
	w.t.Helper()
	letters := w.get("genevieve", "/members/m-1/messages").is(http.StatusOK)
	for i := range letters.length("items") {
		if state := letters.text("items." + strconv.Itoa(i) + ".state.code"); state == "held-back" {
			return state
		}
	}
	return ""
}
