package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestP1_SignInWithLoginAndPassword(t *testing.T) {
	b := open(t).visit(t).get("/")
	require.Equal(t, "/signin", b.url.Path, "nobody is signed in yet")
	b.form("#step").fill("login", "emma").fill("password", password).press("")
	require.Equal(t, http.StatusOK, b.status)
	require.Equal(t, "/", b.url.Path)
}
