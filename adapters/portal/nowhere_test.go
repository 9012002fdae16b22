package portal_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/identity"
)

// broken is a store that does not answer.
type broken struct{ identity.Store }

func (broken) Organisation(context.Context, identity.OrganisationID) (identity.Organisation, error) {
	return identity.Organisation{}, errors.New("the disk is gone")
}

// Whatever keeps the portal from knowing whose it is, a person gets a page that
// says what to do.
func TestAPortalWithoutItsOrganisationStillAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		store  identity.Store
		status int
		says   string
	}{
		"a store that does not answer":        {broken{}, http.StatusInternalServerError, "Une erreur est survenue de notre côté"},
		"an organisation that does not exist": {memory.New().Identity(), http.StatusNotFound, "n’existe pas"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &portal.Portal{Directory: &identity.Directory{Store: c.store}, Org: "otpq", Log: slog.New(slog.DiscardHandler)}
			answer := httptest.NewRecorder()
			p.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/signin", nil))
			require.Equal(t, c.status, answer.Code)
			require.Contains(t, answer.Body.String(), c.says)
			require.NotContains(t, answer.Body.String(), "the disk is gone")
		})
	}
}
