package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

func TestFirstVisitIsFrenchWhateverTheBrowserSays(t *testing.T) {
	b := open(t).visit(t)
	r, err := http.NewRequest("GET", b.Server.URL+"/signin", nil)
	require.NoError(t, err)
	r.Header.Set("Accept-Language", "en-CA,en;q=0.9")
	b.Do(r)
	require.Equal(t, "fr-CA", portaltest.Attr(portaltest.All(b.Page, "html")[0], "lang"))
	require.Equal(t, "en-CA", portaltest.Attr(b.With("value", "en"), "lang"), "the switch is in its own language")
}

func TestSwitchKeepsThePageTheStepAndWhatWasTyped(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	address := b.URL.Path
	b.Describe(course).Fill("duration", "1.234,5").Press("en")
	require.Equal(t, address, b.URL.Path)
	require.Equal(t, "en-CA", portaltest.Attr(portaltest.All(b.Page, "html")[0], "lang"))
	require.Equal(t, "1.234,5", b.Value("duration"))
	require.Equal(t, "Lecture de plans", b.Value("title"))
	b.Get("/portfolio/emma?period=2022-01-01").Form("/language").Press("fr")
	require.Equal(t, "/portfolio/emma?period=2022-01-01", b.URL.RequestURI())
}

func TestSwitchKeepsTheLoginTyped(t *testing.T) {
	b := open(t).visit(t).Get("/signin?return=%2Fportfolio")
	b.Form("#step").Fill("login", "emma").Press("en")
	require.Equal(t, "emma", b.Value("login"))
	require.Contains(t, b.Text(), "Sign in to your personal space")
	b.Form("#step").Fill("password", password).Press("")
	require.Equal(t, "/portfolio", b.URL.Path)
}

func TestSwitchKeepsWhatStaffTyped(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").Declare("emma", course)
	b := h.signIn(t, "sylvie").Get("/queue").Follow("Lecture de plans")
	b.Form("#step").Tick("event", "refuse").Fill("reason", "Sans attestation").Press("en")
	require.Equal(t, "Sans attestation", b.Value("reason"))
	require.Equal(t, "refuse", b.Value("event"))
	require.Contains(t, b.Text(), "What do you decide?")
}

func TestNoEnglishWhereThePolicyIsFrenchAlone(t *testing.T) {
	h := open(t)
	h.organisation(t, func(o *identity.Organisation) { o.Languages = identity.FrenchOnly })
	b := h.visit(t).Get("/signin")
	require.NotContains(t, b.Body, "English")
	b.Call("POST", "/language")
	f := b.Get("/signin").Form("#step")
	f.Values.Set("language", "en")
	f.Send()
	require.Equal(t, "fr-CA", portaltest.Attr(portaltest.All(b.Page, "html")[0], "lang"))
}
