package portal_test

import (
	"net/http"
	"testing"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/stretchr/testify/require"
)

func TestFirstVisitIsFrenchWhateverTheBrowserSays(t *testing.T) {
	b := open(t).visit(t)
	r, err := http.NewRequest("GET", b.server.URL+"/signin", nil)
	require.NoError(t, err)
	r.Header.Set("Accept-Language", "en-CA,en;q=0.9")
	b.do(r)
	require.Equal(t, "fr-CA", attr(all(b.page, "html")[0], "lang"))
	require.Equal(t, "en-CA", attr(b.with("value", "en"), "lang"), "the switch is in its own language")
}

func TestSwitchKeepsThePageTheStepAndWhatWasTyped(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	address := b.url.Path
	b.describe(course).fill("duration", "1.234,5").press("en")
	require.Equal(t, address, b.url.Path)
	require.Equal(t, "en-CA", attr(all(b.page, "html")[0], "lang"))
	require.Equal(t, "1.234,5", b.value("duration"))
	require.Equal(t, "Lecture de plans", b.value("title"))
	b.get("/portfolio/emma?period=2022-01-01").form("/language").press("fr")
	require.Equal(t, "/portfolio/emma?period=2022-01-01", b.url.RequestURI())
}

func TestSwitchKeepsTheLoginTyped(t *testing.T) {
	b := open(t).visit(t).get("/signin?return=%2Fportfolio")
	b.form("#step").fill("login", "emma").press("en")
	require.Equal(t, "emma", b.value("login"))
	require.Contains(t, b.text(), "Sign in to your personal space")
	b.form("#step").fill("password", password).press("")
	require.Equal(t, "/portfolio", b.url.Path)
}

func TestSwitchKeepsWhatStaffTyped(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").declare(course)
	b := h.signIn(t, "sylvie").get("/queue").follow("Lecture de plans")
	b.form("#step").tick("event", "refuse").fill("reason", "Sans attestation").press("en")
	require.Equal(t, "Sans attestation", b.value("reason"))
	require.Equal(t, "refuse", b.value("event"))
	require.Contains(t, b.text(), "What do you decide?")
}

func TestNoEnglishWhereThePolicyIsFrenchAlone(t *testing.T) {
	h := open(t)
	h.organisation(t, func(o *identity.Organisation) { o.Languages = identity.FrenchOnly })
	b := h.visit(t).get("/signin")
	require.NotContains(t, b.body, "English")
	b.call("POST", "/language")
	f := b.get("/signin").form("#step")
	f.values.Set("language", "en")
	f.send()
	require.Equal(t, "fr-CA", attr(all(b.page, "html")[0], "lang"))
}
