package httpapi_test

import (
	"net/http"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours/certificate"
)

// verifies downloads the card of Geneviève's first sitting, and verifies its code as
// anybody: what the card says without its photo, in the tries of certificates.
func (w *world) verifies(code string) {
	t := w.t
	t.Helper()
	page := w.get("genevieve", her+"/card.pdf").is(http.StatusOK)
	require.Equal(t, "application/pdf", page.header.Get("Content-Type"))
	require.Equal(t, "attachment; filename=LavigneGenevieve.pdf", page.header.Get("Content-Disposition"))
	require.True(t, strings.HasPrefix(page.body, "%PDF-"))
	require.Contains(t, page.body, "/verify?code="+code)
	require.Equal(t, page.body, w.get("staff", her+"/card.pdf").is(http.StatusOK).body)
	for _, as := range []string{"marc", "lavallois"} {
		w.get(as, her+"/card.pdf").problem(http.StatusNotFound, "not-found")
	}

	said := w.get("genevieve", her+"/card").is(http.StatusOK).body
	proof := w.get("", "/verifications/"+strings.ToLower(code)+"?organisation=otpq").is(http.StatusOK)
	require.JSONEq(t, said, proof.body)
	require.NotContains(t, proof.body, "m-1")
	unknown := certificate.NewCode([certificate.RandomBytes]byte{7}).String()
	for range 5 {
		w.get("", "/verifications/"+unknown+"?organisation=otpq").problem(http.StatusNotFound, "unknown-code")
	}
	w.get("", "/verifications/"+code+"?organisation=otpq").problem(http.StatusTooManyRequests, "throttled")
}
