package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEmbed_AnswersWithWhatIsLeft(t *testing.T) {
	handler, err := service(t.Context())
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/left/m-1", nil))
	require.Equal(t, http.StatusOK, answer.Code)
	require.JSONEq(t, `{"total":"30","structured":"15","ethics":"1"}`, answer.Body.String())

	missing := httptest.NewRecorder()
	handler.ServeHTTP(missing, httptest.NewRequest(http.MethodGet, "/left/m-2", nil))
	require.Equal(t, http.StatusNotFound, missing.Code)
}
