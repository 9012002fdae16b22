package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// two liveries of organisations that do not exist: a green one and a plum one.
const (
	green = `
name: {fr: Dossier de formation, en: Training file}
light: {page: "#f4f7f2", accent: "#1f5c3a", soft: "#e2eee5"}
dark: {page: "#0f1712", card: "#18231c", accent: "#8fd6ac", on-accent: "#0c1a12", soft: "#1f3327"}
`
	plum = `
light: {accent: "#6b2152", soft: "#f5e6ef"}
dark: {accent: "#f0a8d3", on-accent: "#2a0c1f"}
`
)

// Every page has the name and the colours of the organisation, from its own host alone.
func TestAPortalHasTheNameAndTheColoursOfItsOrganisation(t *testing.T) {
	h := open(t)
	own := h.visit(t).Get("/signin")
	require.NotContains(t, own.Body, "/assets/colours.")
	for text, says := range map[string]string{green: "Dossier de formation", plum: "Portfolio numérique"} {
		livery, err := portal.ReadLivery([]byte(text))
		require.NoError(t, err)
		h.portal.Livery = livery
		b := h.visit(t).Get("/signin")
		require.Contains(t, b.Title(), says)
		require.Empty(t, portaltest.Faults(b.Page))
		require.Equal(t, own.Header.Get("Content-Security-Policy"), b.Header.Get("Content-Security-Policy"), "no style within the page is let in")
		links := portaltest.All(b.Page, "link")
		sheet := b.Another().Get(portaltest.Attr(links[1], "href"))
		require.Equal(t, http.StatusOK, sheet.Status)
		require.Equal(t, "text/css; charset=utf-8", sheet.Header.Get("Content-Type"))
		require.Regexp(t, `^@media screen and \(prefers-color-scheme: light\) \{ :root \{( --[a-z-]+: #[0-9a-f]{6};)+ \} \}\n@media screen and \(prefers-color-scheme: dark\) \{ :root \{( --[a-z-]+: #[0-9a-f]{6};)+ \} \}\n$`, sheet.Body)
	}
}

// Colours on which something could not be read are refused with what was measured: of
// #ffcc00 on white, WCAG's ratio is 1.51 (its luminance is 0.6444).
func TestColoursThatCannotBeReadAreRefused(t *testing.T) {
	for text, says := range map[string]string{
		`light: {accent: "#ffcc00"}`:             "light: accent #ffcc00 on card #ffffff is 1.51 to 1, and must be 4.5 to 1 or more",
		`light: {field: "#dddddd"}`:              "must be 3 to 1 or more",
		`dark: {on-accent: "#ffffff"}`:           "dark: on-accent #ffffff on accent #92c2ef",
		`light: {accent: red}`:                   `accent is "red", and must be six digits`,
		`light: {primary: "#000000"}`:            `no colour called "primary": there are page, card`,
		`name: {fr: Dossier}`:                    "a name is needed in both languages",
		`logo: a.png`:                            "logo",
		`light: {accent: "#000;} body {x: \"}"}`: "six digits",
	} {
		_, err := portal.ReadLivery([]byte(text))
		require.ErrorIs(t, err, portal.ErrLivery, text)
		require.ErrorContains(t, err, says)
	}
	nothing, err := portal.ReadLivery(nil)
	require.NoError(t, err)
	require.Equal(t, &portal.Livery{}, nothing)
}
