package looks_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/looks"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestOf(t *testing.T) {
	for pattern, want := range map[string]privacy.Sight{
		"/portfolio/{member}":                          privacy.SightFile,
		"/portfolio/{member}/explanation":              privacy.SightFile,
		"/portfolio/{member}/declarations/{id}/{step}": privacy.SightDeclarations,
		"/portfolio/{member}/history.csv":              privacy.SightHistory,
		"/portfolio/{member}/file.zip":                 privacy.SightArchive,
		"/queue/exemptions/{member}/{id}":              privacy.SightExemptions,
		"/api/v1/members/{member}/closings/{period}":   privacy.SightPeriods,
		"/learners/{learner}/photo/preview.jpg":        privacy.SightLearner,
		"/learners/{id}/sittings/{n}/card":             privacy.SightLearner,
		"/queue/accounts/{holder}":                     privacy.SightAccount,
		"/officer/requests/{person}/{id}":              privacy.SightInformation,
	} {
		got, is := looks.Of(pattern)
		require.True(t, is, pattern)
		require.Equal(t, want, got.What, pattern)
	}
	for _, pattern := range []string{"/", "/queue", "/sessions/{id}", "/verify/{code}", "/privacy/requests/{id}"} {
		_, is := looks.Of(pattern)
		require.False(t, is, pattern)
	}
}

var errFull = errors.New("the disk is full")

func TestV14_NothingIsShownThatIsNotNoted(t *testing.T) {
	recorded := httptest.NewRecorder()
	w := looks.Before(recorded, func() error { return errFull })
	n, err := io.WriteString(w, "dossier de malik")
	require.Zero(t, n)
	require.ErrorIs(t, err, errFull)
	require.ErrorIs(t, w.Err(), errFull)
	w.WriteHeader(http.StatusOK)
	require.Empty(t, recorded.Body.String())
	require.False(t, recorded.Flushed)
}

func TestV14_ALookIsNotedOnceBeforeTheFirstByte(t *testing.T) {
	recorded := httptest.NewRecorder()
	noted := 0
	w := looks.Before(recorded, func() error {
		require.Empty(t, recorded.Body.String())
		noted++
		return nil
	})
	for range 3 {
		_, err := io.Copy(w, strings.NewReader("a"))
		require.NoError(t, err)
	}
	require.Equal(t, 1, noted)
	require.Equal(t, "aaa", recorded.Body.String())
}

func TestWhatShowsNothingIsNoLook(t *testing.T) {
	for _, status := range []int{http.StatusSeeOther, http.StatusForbidden, http.StatusNotFound, http.StatusInternalServerError} {
		recorded := httptest.NewRecorder()
		w := looks.Before(recorded, func() error { t.Fatal("noted"); return nil })
		w.WriteHeader(status)
		_, err := io.WriteString(w, "non")
		require.NoError(t, err)
		require.Equal(t, status, recorded.Code)
		require.NoError(t, w.Err())
	}
}
