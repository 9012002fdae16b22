package httpapi_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func TestP43_GroundsWithWhatEachCallsFor(t *testing.T) {
	w := newWorld(t)
	a := w.get("genevieve", "/members/m-1/grounds").is(http.StatusOK)
	byID := map[string]map[string]any{}
	for _, one := range a.at("grounds").([]any) {
		ground := one.(map[string]any)
		byID[ground["id"].(string)] = ground
	}
	require.Equal(t, "Circonstances exceptionnelles", byID["exceptional"]["label"])
	require.Equal(t, true, byID["exceptional"]["details"])
	require.Equal(t, true, byID["exceptional"]["verified"])
	require.Equal(t, false, byID["illness"]["verified"])
	require.NotEmpty(t, byID["illness"]["documents"])
	require.Equal(t, 2, a.length("commitments"))
}

func TestP47_ExceptionalCircumstancesMustBeExplained(t *testing.T) {
	w := newWorld(t)
	given := claim()
	given["ground"] = "exceptional"
	path, draft := w.asks("genevieve", given)
	code, _ := draft.field("details")
	require.Equal(t, "missing", code)
	a := w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: draft.etag()})
	code, detail := a.problem(http.StatusUnprocessableEntity, "invalid-entry").field("details")
	require.Equal(t, "missing", code)
	require.Equal(t, "Précisez la circonstance et comment elle vous empêche de remplir votre obligation.", detail)

	given["details"] = "Un incendie a détruit mon bureau."
	draft = w.do(call{as: "genevieve", method: "PUT", path: path, body: given, header: draft.etag()}).is(http.StatusOK)
	require.Equal(t, 0, draft.length("errors"))
	r := w.do(call{as: "genevieve", method: "POST", path: path + "/submission", header: draft.etag()}).is(http.StatusOK)
	require.Equal(t, "Un incendie a détruit mon bureau.", r.text("claim.details"))
}

func TestP48_BothCommitmentsAreNeeded(t *testing.T) {
	w := newWorld(t)
	given := claim()
	given["committed"] = []string{"remaining"}
	_, draft := w.asks("genevieve", given)
	code, detail := draft.field("committed.report-end")
	require.Equal(t, "not-committed", code)
	require.Equal(t, "Cochez cette case pour vous engager.", detail)
	require.Equal(t, 1, draft.length("errors"))
}

func TestP50_OnceSubmittedTheMemberCannotChangeIt(t *testing.T) {
	w := newWorld(t)
	path, r := w.requests("genevieve")
	document := path + "/documents/" + r.text("documents.0.id")
	for _, c := range []call{
		{method: "PUT", path: path, body: claim()},
		{method: "DELETE", path: path},
		{method: "DELETE", path: document},
	} {
		c.as, c.header = "genevieve", r.etag()
		w.do(c).problem(http.StatusConflict, "processed")
	}
	w.attaches("genevieve", path, r, "autre.pdf", "application/pdf", pdf).problem(http.StatusConflict, "processed")
	now := w.get("genevieve", path).is(http.StatusOK)
	require.Equal(t, r.body, now.body)
}

func TestP51_InProcessUntilDecidedThenGrantedWithAnEMail(t *testing.T) {
	w := newWorld(t)
	path, r := w.requests("genevieve")
	require.Equal(t, "En traitement", r.text("state.label"))
	queue := w.get("staff", "/queue/exemptions").is(http.StatusOK)
	require.Equal(t, r.text("id"), queue.text("items.0.id"))

	decision := call{as: "staff", method: "POST", path: path + "/decision", header: r.etag(), body: map[string]any{
		"event": "grant", "granted": "5",
	}}
	granted := w.do(decision).is(http.StatusOK)
	require.Equal(t, "Validée", granted.text("state.label"))
	require.Equal(t, 0, w.get("staff", "/queue/exemptions").length("items"))
	own := w.get("genevieve", path).is(http.StatusOK)
	require.Equal(t, "Validée", own.text("state.label"))
	require.Equal(t, "5\u00a0h", own.text("granted.label"))

	letters, err := w.store.Outbox().Messages(context.Background(), "otpq", 10)
	require.NoError(t, err)
	require.Len(t, letters, 1)
	require.Equal(t, identity.ExemptionDecided, letters[0].Kind)
	require.Equal(t, "genevieve@example.org", letters[0].To)

	// A second press of the same button decides nothing more.
	require.Equal(t, granted.body, w.do(decision).is(http.StatusOK).body)
	letters, err = w.store.Outbox().Messages(context.Background(), "otpq", 10)
	require.NoError(t, err)
	require.Len(t, letters, 1)
}

func TestExemptionDecisionIsChecked(t *testing.T) {
	w := newWorld(t)
	path, r := w.requests("genevieve")
	for _, given := range []struct {
		verdict     map[string]any
		field, code string
	}{
		{map[string]any{"event": "grant", "granted": "31"}, "granted", "more-than-asked"},
		{map[string]any{"event": "grant", "granted": "0"}, "granted", "no-hours"},
		{map[string]any{"event": "grant"}, "granted", "missing"},
		{map[string]any{"event": "grant", "granted": "1.234,5"}, "granted", "ambiguous-hours"},
		{map[string]any{"event": "refuse"}, "reason", "missing"},
		{map[string]any{"event": "submit"}, "event", "unknown-choice"},
	} {
		a := w.do(call{as: "staff", method: "POST", path: path + "/decision", header: r.etag(), body: given.verdict})
		code, detail := a.problem(http.StatusUnprocessableEntity, "invalid-entry").field(given.field)
		require.Equal(t, given.code, code)
		require.NotEmpty(t, detail)
	}
	refused := w.do(call{as: "staff", method: "POST", path: path + "/decision", header: r.etag(), body: map[string]any{
		"event": "refuse", "reason": "Le document n’est pas daté.",
	}}).is(http.StatusOK)
	require.Equal(t, "refused", refused.text("state.code"))
	require.Equal(t, "Le document n’est pas daté.", w.get("genevieve", path).text("decisions.0.reason"))
}

func TestExemptionOpensOncePerPressAndIsWithdrawnOrDiscarded(t *testing.T) {
	w := newWorld(t)
	press := call{as: "genevieve", method: "POST", path: "/members/m-1/exemptions", header: map[string]string{"Idempotency-Key": `"press-1"`}}
	draft := w.do(press).is(http.StatusCreated)
	require.Equal(t, draft.body, w.do(press).is(http.StatusOK).body)
	require.Equal(t, "2025-04-01", draft.text("entry.period")) // P42
	w.do(call{as: "genevieve", method: "DELETE", path: "/members/m-1/exemptions/press-1", header: draft.etag()}).is(http.StatusNoContent)
	w.do(press).problem(http.StatusConflict, "transition")

	path, r := w.requests("genevieve")
	a := w.do(call{as: "genevieve", method: "POST", path: path + "/withdrawal", header: r.etag()}).is(http.StatusOK)
	require.Equal(t, "withdrawn", a.text("state.code"))
	list := w.get("genevieve", "/members/m-1/exemptions?state=withdrawn&state=submitted&sort=granted").is(http.StatusOK)
	require.Equal(t, 1, list.length("items"))
}
