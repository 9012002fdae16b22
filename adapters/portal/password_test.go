package portal_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// stolen is a list of breached passwords; nil is one that does not answer.
type stolen []string

func (s stolen) Listed(_ context.Context, password string) (bool, error) {
	if s == nil {
		return false, errors.New("the list is out of reach")
	}
	return slices.Contains(s, password), nil
}

// checklist 36 and 38: a password of the list is refused beside its field, and why is said.
func TestL7_BreachedPasswordIsRefusedBesideItsField(t *testing.T) {
	h := open(t)
	h.portal.Directory.BlockList = stolen{newPassword}
	b := h.signIn(t, "emma").Get("/password")
	b.Form("#step").Fill("current", password).Fill("new", newPassword).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Ce mot de passe figure dans une liste de mots de passe dérobés et publiés : d’autres le connaissent. Choisissez-en un autre, que vous n’avez jamais utilisé ailleurs."}, b.Errors())
	require.NotContains(t, b.Body, newPassword)
}

// checklist 38: a password that was set while the list was out of reach, and is on it,
// leads every page to the one that changes it, which says why and asks for the present one.
func TestL7_BreachedPasswordIsReplacedAtTheNextSignIn(t *testing.T) {
	h := open(t)
	h.portal.Directory.BlockList = stolen(nil)
	b := h.signIn(t, "emma").Get("/password")
	b.Form("#step").Fill("current", password).Fill("new", newPassword).Press("")
	require.Equal(t, "/signin", b.URL.Path)

	h.portal.Directory.BlockList = stolen{newPassword}
	b.Form("#step").Fill("login", "emma").Fill("password", newPassword).Press("")
	require.Equal(t, "/password", b.URL.Path)
	require.Equal(t, "Choisissez un autre mot de passe", heading(b))
	require.Contains(t, b.Text(), "Votre mot de passe figure dans une liste de mots de passe dérobés ailleurs et publiés")
	require.NotContains(t, b.Text(), "temporaire")
	for _, path := range []string{"/", "/portfolio", "/portfolio/emma", "/portfolio/emma/declarations"} {
		require.Equal(t, "/password", b.Get(path).URL.Path, path)
	}
	b.Form("#step").Fill("current", "non").Fill("new", "le canard traverse le pont").Press("")
	require.Equal(t, []string{"Ce n’est pas votre mot de passe actuel."}, b.Errors())
	require.Equal(t, "Choisissez un autre mot de passe", heading(b))
	b.Form("#step").Fill("current", newPassword).Fill("new", "le canard traverse le pont").Press("")
	require.Equal(t, "/signin", b.URL.Path)
	b.Form("#step").Fill("login", "emma").Fill("password", "le canard traverse le pont").Press("")
	require.Equal(t, "/", b.URL.Path)
	require.Equal(t, identity.BreachNone, h.breach(t, "emma"))
}

func (h *house) breach(t *testing.T, account identity.AccountID) identity.Breach {
	t.Helper()
	a, err := h.store.Identity().Account(t.Context(), otpq, account)
	require.NoError(t, err)
	return a.Breach
}
