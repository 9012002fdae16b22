package httpapi_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// luc is a request that nothing has refused: Dr Diane Gagnon authorises Luc Tremblay.
func luc() map[string]any {
	return map[string]any{
		"form": "physicians", "service": "billing", "language": "fr",
		"user":       map[string]any{"first": "Luc", "last": "Tremblay", "email": "luc@exemple.org"},
		"authoriser": map[string]any{"first": "Diane", "last": "Gagnon", "email": "diane@exemple.org", "kind": "professional", "place": "Clinique du Parc"},
	}
}

// letter returns the latest letter of a kind to somebody.
func (w *world) letter(kind identity.MessageKind, to string) identity.Message {
	w.t.Helper()
	all, err := w.store.Outbox().Messages(w.t.Context(), "otpq", 1000)
	require.NoError(w.t, err)
	for _, m := range all {
		if m.Kind == kind && m.To == to {
			return m
		}
	}
	require.Fail(w.t, "no letter", "%s to %s", kind, to)
	return identity.Message{}
}

// access is a call about access, as whoever has the secret.
func (w *world) access(method, path, secret string, body any) answer {
	w.t.Helper()
	return w.do(call{method: method, path: "/access" + path + "?organisation=otpq", body: body, header: map[string]string{"Access-Secret": secret}})
}

// signs sends the request and has both sign it.
func (w *world) signs(entry map[string]any) (id, secret string) {
	w.t.Helper()
	begun := w.access("POST", "/requests", "", entry).is(http.StatusCreated)
	id, secret = begun.text("id"), begun.text("secret")
	w.access("POST", "/requests/"+id+"/submission", secret, nil).is(http.StatusOK)
	for to, name := range map[string]string{"luc@exemple.org": "Luc Tremblay", "diane@exemple.org": "Diane Gagnon"} {
		w.access("POST", "/signings/"+id, w.letter(identity.AccessSign, to).Secret, map[string]any{"name": name, "agreed": true}).is(http.StatusOK)
	}
	return id, secret
}

// A1 to A10 over the API: asked for, signed by both, accepted, opened.
func TestA4_AskedForSignedByBothAndAccepted(t *testing.T) { newWorld(t).asksForAccess() }

func (w *world) asksForAccess() {
	t := w.t
	forms := w.access("GET", "/forms", "", nil).is(http.StatusOK)
	require.Equal(t, "physicians", forms.text("items.0.id"))

	begun := w.access("POST", "/requests", "", map[string]any{"form": "physicians"}).is(http.StatusCreated)
	id, secret := begun.text("id"), begun.text("secret")
	w.access("GET", "/requests/"+id, "another", nil).problem(http.StatusNotFound, "not-found")
	w.access("GET", "/requests/"+id, "", nil).problem(http.StatusNotFound, "not-found")
	sent := w.access("POST", "/requests/"+id+"/submission", secret, nil).problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ := sent.field("service")
	require.Equal(t, "missing", code)
	shared := luc()
	shared["user"] = map[string]any{"first": "Luc", "last": "Tremblay", "email": "info@exemple.org"}
	entered := w.access("PUT", "/requests/"+id, secret, shared).is(http.StatusOK)
	require.Equal(t, "shared-address", entered.text("reasons.0.code"))
	w.access("POST", "/requests/"+id+"/submission", secret, nil).problem(http.StatusConflict, "would-be-refused")
	w.access("PUT", "/requests/"+id, secret, luc()).is(http.StatusOK)
	w.access("POST", "/requests/"+id+"/submission", secret, nil).is(http.StatusOK)
	require.Equal(t, "awaiting", w.access("POST", "/requests/"+id+"/submission", secret, nil).is(http.StatusOK).text("state.code"), "twice changes nothing")

	user, authoriser := w.letter(identity.AccessSign, "luc@exemple.org").Secret, w.letter(identity.AccessSign, "diane@exemple.org").Secret
	w.access("GET", "/signings/"+id, "wrong", nil).problem(http.StatusNotFound, "not-found")
	require.Equal(t, "user", w.access("GET", "/signings/"+id, user, nil).is(http.StatusOK).text("party"))
	sign := func(secret, name string, agreed bool) answer {
		return w.access("POST", "/signings/"+id, secret, map[string]any{"name": name, "agreed": agreed})
	}
	code, _ = sign(user, "Luc Tremblay", false).problem(http.StatusUnprocessableEntity, "invalid-entry").field("agreed")
	require.Equal(t, "commitments", code)
	code, _ = sign(user, "Diane Gagnon", true).problem(http.StatusUnprocessableEntity, "invalid-entry").field("name")
	require.Equal(t, "another-signer", code)
	require.Equal(t, "awaiting", sign(user, "Luc Tremblay", true).is(http.StatusOK).text("state.code"))
	first := sign(authoriser, "Diane Gagnon", true).is(http.StatusOK)
	require.Equal(t, first.body, sign(authoriser, "Diane Gagnon", true).is(http.StatusOK).body, "sent twice, answered twice")

	w.get("genevieve", "/queue/access").problem(http.StatusForbidden, "forbidden")
	require.Equal(t, id, w.get("staff", "/queue/access").is(http.StatusOK).text("items.0.id"))
	file := w.get("staff", "/queue/access/"+id).is(http.StatusOK)
	require.Equal(t, 0, file.length("reasons"))
	decide := func(as string, header map[string]string, body map[string]any) answer {
		return w.do(call{as: as, method: "POST", path: "/queue/access/" + id + "/decision", header: header, body: body})
	}
	decide("genevieve", file.etag(), map[string]any{"event": "accept"}).problem(http.StatusForbidden, "forbidden")
	decide("staff", nil, map[string]any{"event": "accept"}).problem(http.StatusPreconditionRequired, "precondition-required")
	decide("staff", map[string]string{"If-Match": `"1"`}, map[string]any{"event": "accept"}).problem(http.StatusPreconditionFailed, "stale")
	decide("staff", file.etag(), map[string]any{"event": "sign"}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	accepted := decide("staff", file.etag(), map[string]any{"event": "accept"}).is(http.StatusOK)
	require.Equal(t, "accepted", accepted.text("state.code"))
	require.Equal(t, "Sylvie Roy", accepted.text("decidedBy"))
	require.NotContains(t, w.said.String(), w.letter(identity.AccessPassword, "luc@exemple.org").Secret, "no answer has what a letter carries")
}

func TestA5_RefusedWithEveryReasonAtOnce(t *testing.T) {
	w := newWorld(t)
	id, _ := w.signs(luc())
	file := w.get("staff", "/queue/access/"+id).is(http.StatusOK)
	refuse := func(body map[string]any) answer {
		body["event"] = "refuse"
		return w.do(call{as: "staff", method: "POST", path: "/queue/access/" + id + "/decision", header: file.etag(), body: body})
	}
	code, _ := refuse(map[string]any{}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("grounds")
	require.Equal(t, "no-ground", code)
	refused := refuse(map[string]any{"grounds": []string{"illegible"}, "note": "Le bas de la page manque."}).is(http.StatusOK)
	require.Equal(t, "illegible", refused.text("grounds.0.code"))
	require.Equal(t, "Le bas de la page manque.", refused.text("note"))
}

// What is given up, or declined by whoever has a letter, has ended.
func TestA4_GivenUpAndDeclined(t *testing.T) { newWorld(t).givesUpAccess() }

func (w *world) givesUpAccess() {
	t := w.t
	begun := w.access("POST", "/requests", "", luc()).is(http.StatusCreated)
	own := w.access("POST", "/requests", begun.text("secret"), luc()).is(http.StatusCreated)
	require.Equal(t, begun.text("secret"), own.text("secret"), "both are opened by one secret")
	require.Equal(t, "withdrawn", w.access("POST", "/requests/"+own.text("id")+"/withdrawal", begun.text("secret"), nil).is(http.StatusOK).text("state.code"))
	w.access("POST", "/requests/"+begun.text("id")+"/submission", begun.text("secret"), nil).is(http.StatusOK)
	letter := w.letter(identity.AccessSign, "luc@exemple.org")
	require.Equal(t, "declined", w.access("POST", "/signings/"+begun.text("id")+"/refusal", letter.Secret, nil).is(http.StatusOK).text("state.code"))
	w.access("POST", "/signings/"+begun.text("id")+"/refusal", letter.Secret, nil).problem(http.StatusNotFound, "not-found")

	key := map[string]string{"Idempotency-Key": "press-1", "Access-Secret": begun.text("secret")}
	for range 2 {
		w.do(call{method: "POST", path: "/access/requests?organisation=otpq", body: luc(), header: key}).is(http.StatusCreated)
	}
	w.do(call{method: "POST", path: "/access/requests", body: luc()}).problem(http.StatusBadRequest, "bad-parameter")
	odd := luc()
	odd["user"] = map[string]any{"first": "Luc", "role": "staff"}
	w.access("POST", "/requests", "", odd).problem(http.StatusBadRequest, "wrong-type")
}

// A6: issued once per press, told to its holder alone, used once.
func TestA6_AReferenceNumberOpensAnAccount(t *testing.T) { newWorld(t).opensByReference() }

func (w *world) opensByReference() {
	t := w.t
	invited := map[string]any{"person": map[string]any{"first": "Inès", "last": "Roy", "email": "ines@exemple.org"}, "services": []string{"billing"}}
	issue := func(as, key string) answer {
		return w.do(call{as: as, method: "POST", path: "/references", body: invited, header: map[string]string{"Idempotency-Key": key}})
	}
	issue("genevieve", "k-1").problem(http.StatusForbidden, "forbidden")
	first := issue("staff", "k-1").is(http.StatusOK)
	require.Equal(t, first.body, issue("staff", "k-1").is(http.StatusOK).body)
	w.now = w.now.Add(time.Minute)
	other := issue("staff", "k-2").is(http.StatusOK)
	w.do(call{as: "staff", method: "POST", path: "/references/" + other.text("id") + "/revocation", header: map[string]string{"If-Match": `"9"`}}).problem(http.StatusPreconditionFailed, "stale")
	number := w.letter(identity.ReferenceNumber, "ines@exemple.org").Secret
	w.do(call{as: "staff", method: "POST", path: "/references/" + first.text("id") + "/revocation", header: first.etag()}).is(http.StatusNoContent)
	require.Equal(t, 2, w.get("staff", "/references").is(http.StatusOK).length("items"))
	require.NotContains(t, w.said.String(), number, "no answer has it")
	open := func(number, login, password string) answer {
		return w.access("POST", "/references", "", map[string]any{"number": number, "last": "Roy", "login": login, "password": password})
	}
	code, _ := open("0000-0000-0000", "ines.roy", newPassword).problem(http.StatusUnprocessableEntity, "invalid-entry").field("number")
	require.Equal(t, "wrong-reference", code)
	code, _ = open(number, "genevieve", newPassword).problem(http.StatusUnprocessableEntity, "invalid-entry").field("login")
	require.Equal(t, "login-taken", code)
	code, _ = open(number, "ines.roy", "court").problem(http.StatusUnprocessableEntity, "invalid-entry").field("password")
	require.Equal(t, "password-short", code)
	require.Equal(t, "ines.roy", open(number, "ines.roy", newPassword).is(http.StatusCreated).text("login"))
	for range 12 {
		open("0000-0000-0000", "ines.roy", newPassword)
	}
	open("0000-0000-0000", "ines.roy", newPassword).problem(http.StatusTooManyRequests, "throttled")
}

const newPassword = "quatre mots au hasard ici"

// A11, A12: a workplace, its representative, whom they register, and how it is opened.
func TestA12_ARepresentativeRegistersAndThePersonOpens(t *testing.T) { newWorld(t).registersPeople() }

func (w *world) registersPeople() {
	t := w.t
	for _, login := range []string{"martine", "manon"} {
		w.account(identity.Account{Org: "otpq", ID: identity.AccountID(login), Login: login, Name: login, Hash: "plain:" + password, Roles: []identity.Role{identity.RoleRepresentative}})
	}
	put := func(as, tag string) answer {
		return w.do(call{as: as, method: "PUT", path: "/workplaces/centre", header: map[string]string{"If-Match": tag}, body: map[string]any{"name": "Centre", "representatives": []string{"martine"}}})
	}
	put("genevieve", `"0"`).problem(http.StatusForbidden, "forbidden")
	put("staff", `"0"`).is(http.StatusOK)
	put("staff", `"0"`).problem(http.StatusPreconditionFailed, "stale")
	require.Equal(t, 1, w.get("martine", "/workplaces").is(http.StatusOK).length("items"))
	require.Equal(t, 0, w.get("manon", "/workplaces").is(http.StatusOK).length("items"))
	w.get("genevieve", "/workplaces").problem(http.StatusForbidden, "forbidden")

	enrol := func(as string) answer {
		return w.do(call{as: as, method: "POST", path: "/workplaces/centre/enrolments", header: map[string]string{"Idempotency-Key": "e-1"}, body: map[string]any{
			"person": map[string]any{"first": "Luc", "last": "Tremblay", "email": "luc@exemple.org"}, "services": []string{"dma"},
		}})
	}
	enrol("staff").problem(http.StatusForbidden, "forbidden")
	enrol("manon").problem(http.StatusNotFound, "not-found")
	first := enrol("martine").is(http.StatusCreated)
	require.Regexp(t, `^[0-9A-Z]{5}-[0-9A-Z]{5}$`, first.text("secret"))
	enrol("martine").problem(http.StatusConflict, "access-step")
	w.now = w.now.Add(time.Minute)
	renewed := w.do(call{as: "martine", method: "POST", path: "/enrolments/e-1/renewal", header: first.etag()}).is(http.StatusOK)
	require.NotEqual(t, first.text("secret"), renewed.text("secret"))
	require.NotContains(t, w.get("martine", "/enrolments").is(http.StatusOK).body, renewed.text("secret"), "told once")
	w.access("POST", "/codes/password", "", map[string]any{"email": "nobody@exemple.org"}).is(http.StatusNoContent)
	code, _ := w.access("POST", "/codes/password", "", map[string]any{"email": "luc"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("email")
	require.Equal(t, "bad-address", code)

	open := func(secret string) answer {
		return w.access("POST", "/codes", "", map[string]any{
			"email": "luc@exemple.org", "sent": w.letter(identity.EnrolmentPassword, "luc@exemple.org").Secret, "secret": secret, "login": "luc.tremblay", "password": newPassword,
		})
	}
	code, _ = open(first.text("secret")).problem(http.StatusUnprocessableEntity, "invalid-entry").field("secret")
	require.Equal(t, "wrong-enrolment", code)
	open(renewed.text("secret")).is(http.StatusCreated)

	e := w.do(call{as: "martine", method: "POST", path: "/workplaces/centre/enrolments", body: map[string]any{
		"person": map[string]any{"first": "Léa", "last": "Roy", "email": "lea@exemple.org"}, "services": []string{"dma"},
	}}).is(http.StatusCreated)
	w.do(call{as: "manon", method: "POST", path: "/enrolments/" + e.text("id") + "/withdrawal", header: e.etag()}).problem(http.StatusNotFound, "not-found")
	w.do(call{as: "martine", method: "POST", path: "/enrolments/" + e.text("id") + "/withdrawal", header: e.etag()}).is(http.StatusNoContent)
}

// Where no access is given, there is nothing.
func TestAccessWithoutAnOfficeIsNotThere(t *testing.T) {
	w := newWorld(t)
	w.api.Office = nil
	w.access("GET", "/forms", "", nil).problem(http.StatusNotFound, "not-found")
	w.get("staff", "/queue/access").problem(http.StatusNotFound, "not-found")
}
