package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours/certificate"
)

const hers = "/members/m-1/certificates"

// issued has a certificate of Geneviève's issued, and returns its code.
func (w *world) issued(as string, body map[string]any) (string, answer) {
	w.t.Helper()
	a := w.do(call{as: as, method: "POST", path: hers, body: body}).is(http.StatusCreated)
	require.Equal(w.t, "/api/v1"+hers+"/"+a.text("code"), a.header.Get("Location"))
	return a.text("code"), a
}

func TestACertificateIsIssuedListedAndPrinted(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, 0, w.get("genevieve", hers).is(http.StatusOK).length("items"))
	code, a := w.issued("genevieve", map[string]any{"language": "fr"})
	require.Equal(t, "under-way", a.text("stated.statement.code"))
	require.Equal(t, "Période en cours", a.text("stated.statement.label"))
	require.Equal(t, "Geneviève Lavigne", a.text("name"))
	require.Equal(t, "30", a.text("figures.asked.hours"))
	require.Equal(t, "30", a.text("stated.remaining.hours"))
	require.Equal(t, "2028-03-31", a.text("stated.until"))
	require.Nil(t, a.at("revoked"))
	again, _ := w.issued("genevieve", map[string]any{})
	require.Equal(t, code, again, "the same paper, the same day")
	_, english := w.issued("staff", map[string]any{"language": "en", "on": "2024-01-01"})
	require.Equal(t, "not-fulfilled", english.text("stated.statement.code"))
	require.Nil(t, english.at("stated.until"))
	require.Equal(t, 2, w.get("staff", hers).is(http.StatusOK).length("items"))
	require.Equal(t, 1, w.get("staff", hers+"?period=2025-04-01&state=issued").is(http.StatusOK).length("items"))
	require.Equal(t, 1, w.get("staff", hers+"?q="+strings.ToLower(code[:9])).is(http.StatusOK).length("items"))
	w.get("staff", hers+"?state=lost").problem(http.StatusBadRequest, "bad-parameter")
	require.Equal(t, code, w.get("genevieve", hers+"/"+strings.ToLower(code)).is(http.StatusOK).text("code"))

	w.api.VerifyAt = "https://portail.example.ca/verify"
	page := w.get("genevieve", hers+"/"+code+"/certificate.pdf").is(http.StatusOK)
	require.Equal(t, "application/pdf", page.header.Get("Content-Type"))
	require.Contains(t, page.body, "https://portail.example.ca/verify?code="+code)
	require.Contains(t, w.get("genevieve", "/members/m-1/history").is(http.StatusOK).text("items.0.kind.code"), "certificate-issued")
}

func TestACertificateIsAskedForRightly(t *testing.T) {
	w := newWorld(t)
	a := w.do(call{as: "genevieve", method: "POST", path: hers, body: map[string]any{"on": "hier", "language": "de"}}).
		problem(http.StatusUnprocessableEntity, "invalid-entry")
	code, _ := a.field("on")
	require.Equal(t, "bad-date", code)
	code, _ = a.field("language")
	require.Equal(t, "unknown-choice", code)
	w.do(call{as: "genevieve", method: "POST", path: hers, body: map[string]any{"on": "2012-01-01"}}).
		problem(http.StatusNotFound, "no-regulation")
}

func TestACertificateIsRevokedByStaff(t *testing.T) {
	w := newWorld(t)
	code, a := w.issued("genevieve", map[string]any{})
	path := hers + "/" + code + "/revocation"
	reason := map[string]any{"reason": "Émise par erreur."}
	w.do(call{as: "genevieve", method: "POST", path: path, body: reason, header: a.etag()}).problem(http.StatusForbidden, "forbidden")
	w.do(call{as: "marc", method: "POST", path: path, body: reason, header: a.etag()}).problem(http.StatusNotFound, "not-found")
	w.do(call{as: "staff", method: "POST", path: path, body: reason}).problem(http.StatusPreconditionRequired, "precondition-required")
	w.do(call{as: "staff", method: "POST", path: path, body: map[string]any{"reason": ""}, header: a.etag()}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	revoked := w.do(call{as: "staff", method: "POST", path: path, body: reason, header: a.etag()}).is(http.StatusOK)
	require.Equal(t, "2026-11-22", revoked.text("revoked"))
	require.Equal(t, "Émise par erreur.", revoked.text("reason"))
	w.do(call{as: "staff", method: "POST", path: path, body: map[string]any{"reason": "Autre."}, header: revoked.etag()}).
		problem(http.StatusConflict, "transition")
	require.Equal(t, "Émise par erreur.", w.get("genevieve", hers+"/"+code).is(http.StatusOK).text("reason"))
	w.get("marc", hers+"/"+code).problem(http.StatusNotFound, "not-found")
	w.get("marc", "/members/m-2/certificates/"+code).problem(http.StatusNotFound, "not-found")
	w.get("genevieve", hers+"/none").problem(http.StatusNotFound, "not-found")

	proof := w.get("", "/verifications/"+code+"?organisation=otpq").is(http.StatusOK)
	require.Equal(t, "2026-11-22", proof.text("revoked"))
	require.Nil(t, proof.at("stated"))
	require.NotContains(t, proof.body, "erreur")
}

// The whole of the answer: what is printed, and nothing else.
func TestAnybodyVerifiesACode(t *testing.T) {
	w := newWorld(t)
	code, _ := w.issued("genevieve", map[string]any{})
	proof := w.get("", "/verifications/"+strings.ToLower(code)+"?organisation=otpq").is(http.StatusOK)
	require.JSONEq(t, `{"code":"`+code+`","organisation":"Ordre des technologues","name":"Geneviève Lavigne","permit":"p-m-1","day":"2026-11-22","revoked":null,
		"stated":{"onRoll":true,"statement":{"code":"under-way","label":"Période en cours"},
		"sentence":"La période de référence est en cours et l’échéance n’est pas arrivée. Cette attestation ne préjuge pas de ce qui sera fait d’ici là. Il reste 30 h à faire d’ici le 31 mars 2028, et des exigences particulières à remplir.",
		"period":{"key":"2025-04-01","start":"2025-04-01","end":"2028-03-31","label":"2025-2028"},
		"remaining":{"hours":"30","label":"30 h"},"parts":true,"until":"2028-03-31","unverified":false}}`, proof.body)
	require.Equal(t, "noindex, nofollow", proof.header.Get("X-Robots-Tag"))
	w.get("", "/verifications/"+code).problem(http.StatusBadRequest, "bad-parameter")
	w.get("", "/verifications/"+code+"?organisation=nobody").problem(http.StatusNotFound, "unknown-code")
	w.get("", "/verifications/"+code[:5]+"?organisation=otpq").problem(http.StatusUnprocessableEntity, "mistyped-code")
	unknown := certificate.NewCode([certificate.RandomBytes]byte{7}).String()
	for range 4 {
		w.get("", "/verifications/"+unknown+"?organisation=otpq").problem(http.StatusNotFound, "unknown-code")
	}
	w.get("", "/verifications/"+code+"?organisation=otpq").problem(http.StatusTooManyRequests, "throttled")
	w.api.From = func(*http.Request) string { return "elsewhere" }
	w.get("", "/verifications/"+code+"?organisation=otpq").is(http.StatusOK)
}
