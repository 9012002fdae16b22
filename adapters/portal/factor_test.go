package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// factored turns the second factor of emma on.
func (h *house) factored(t *testing.T) (*portaltest.Browser, identity.Seed, []string) {
	t.Helper()
	return h.factoredAs(t, "emma")
}

// factoredAs turns the second factor of somebody on, and returns their browser, the seed of
// their application and their recovery codes. The clock is a minute later.
func (h *house) factoredAs(t *testing.T, login string) (*portaltest.Browser, identity.Seed, []string) {
	t.Helper()
	b := h.signIn(t, login)
	b.Follow("Sécurité du compte").Follow("Activer la validation en deux étapes")
	b.Form("#step").Fill("current", password).Press("")
	require.Equal(t, "/account/security/factor", b.URL.Path)
	seed, err := identity.ParseSeed(portaltest.TextOf(b.With("id", "seed")))
	require.NoError(t, err)
	b.Form("#step").Fill("code", seed.Code(h.clock()).Reveal()).Press("")
	require.Equal(t, http.StatusOK, b.Status)
	var codes []string
	for _, code := range portaltest.All(b.Page, "code") {
		codes = append(codes, portaltest.Words(portaltest.TextOf(code)))
	}
	require.Len(t, codes, 10)
	h.after(time.Minute)
	return b, seed, codes
}

// secondStep signs in with the password, and ends at the second step.
func secondStep(b *portaltest.Browser) *portaltest.Browser {
	b.T.Helper()
	b.Get("/signin").Form("#step").Fill("login", "emma").Fill("password", password).Press("")
	require.Equal(b.T, "/signin/factor", b.URL.Path)
	return b
}

func TestSecondFactor_PageByPage(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma")
	b.Get("/account/security").Follow("Activer la validation en deux étapes")
	b.Form("#step").Fill("current", "non").Press("")
	require.Equal(t, []string{"Ce n’est pas votre mot de passe actuel."}, b.Errors())
	b.Form("#step").Fill("current", password).Press("")
	shown := portaltest.TextOf(b.With("id", "seed"))
	open := portaltest.Attr(b.With("href", func() string {
		for _, a := range portaltest.All(b.Page, "a") {
			if strings.HasPrefix(portaltest.Attr(a, "href"), "otpauth:") {
				return portaltest.Attr(a, "href")
			}
		}
		return ""
	}()), "href")
	require.Equal(t, "otpauth://totp/Ordre%20d%E2%80%99essai:emma?secret="+strings.ReplaceAll(shown, " ", "")+"&issuer=Ordre%20d%E2%80%99essai", open)
	b.Form("#step").Fill("code", "000 000").Press("")
	require.Len(t, b.Errors(), 1)
	require.Equal(t, shown, portaltest.TextOf(b.With("id", "seed")), "a wrong code changes nothing")
	seed, err := identity.ParseSeed(shown)
	require.NoError(t, err)
	code := seed.Code(h.clock()).Reveal()
	b.Form("#step").Fill("code", " "+code[:3]+" "+code[3:]).Press("")
	require.Contains(t, b.Text(), "Codes de secours de Emma Gélinas")
	b.Follow("J’ai conservé mes codes")
	require.Contains(t, b.Text(), "depuis le 22 novembre 2026. Il vous reste 10 codes de secours.")
	b.Get("/account/security/factor")
	require.Equal(t, "/account/security", b.URL.Path, "no address shows the secret again")

	h.after(time.Minute)
	secondStep(b.Another())
	thief := secondStep(b.Another())
	thief.Get("/portfolio/emma")
	require.Equal(t, "/signin/factor", thief.URL.Path, "the password alone opens nothing")
	require.NotContains(t, thief.Text(), "Gélinas")
	thief.Get("/password")
	require.Equal(t, "/signin/factor", thief.URL.Path)
	thief.Get("/portfolio/emma")
	thief.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, thief.Status)
	before := cookieOf(thief)
	thief.Form("#step").Fill("code", seed.Code(h.clock()).Reveal()).Press("")
	require.Equal(t, "/portfolio/emma", thief.URL.Path, "and leads where one was going")
	require.NotEqual(t, before, cookieOf(thief), "checklist 77: under another token")
}

func cookieOf(b *portaltest.Browser) string {
	for _, c := range b.Client.Jar.Cookies(b.URL) {
		if c.Name == "session" {
			return c.Value
		}
	}
	return ""
}

func TestSecondFactor_ARecoveryCodeAtTheSecondStep(t *testing.T) {
	h := open(t)
	b, _, codes := h.factored(t)
	other := secondStep(b.Another())
	other.Form("#step").Press("recovery")
	other.Form("#step").Fill("recovery", "aaaaaa-aaaaaa-aaaaaa-aaaaaa").Press("")
	require.Len(t, other.Errors(), 1)
	other.Form("#step").Fill("recovery", strings.ToUpper(codes[2])).Press("")
	require.Equal(t, "/", other.URL.Path)
	require.Contains(t, other.Get("/account/security").Text(), "Il vous reste 9 codes de secours.")
	again := secondStep(b.Another())
	again.Form("#step").Press("recovery")
	again.Form("#step").Press("code")
	require.NotNil(t, again.With("inputmode", "numeric"))
	again.Form("#step").Press("recovery")
	again.Form("#step").Fill("recovery", codes[2]).Press("")
	require.Len(t, again.Errors(), 1, "once")
}

// What was typed in a form before the session ended is there after both steps.
func TestSecondFactor_NothingTypedIsLost(t *testing.T) {
	h := open(t)
	b, seed, _ := h.factored(t)
	b.Begin("emma", "declarations").Categorise(course)
	form := b.Describe(course)
	h.after(2 * time.Hour)
	b = form.Press("continue")
	require.Equal(t, http.StatusUnauthorized, b.Status)
	b.Form("#step").Fill("login", "emma").Fill("password", password).Press("")
	require.Contains(t, b.Text(), "Code à 6 chiffres")
	b.Form("#step").Fill("code", "1").Press("")
	b.Form("#step").Press("recovery")
	b.Form("#step").Press("code")
	b.Form("#step").Press("en")
	b.Form("#step").Press("fr")

	// The half session ends too, and still nothing is lost.
	h.after(identity.FactorLife)
	b.Form("#step").Fill("code", seed.Code(h.clock()).Reveal()).Press("")
	require.Equal(t, http.StatusUnauthorized, b.Status)
	b.Form("#step").Fill("login", "emma").Fill("password", password).Press("")
	b.Form("#step").Fill("code", seed.Code(h.clock()).Reveal()).Press("")
	require.Equal(t, http.StatusOK, b.Status)
	for _, f := range portaltest.All(b.Page, "input") {
		if portaltest.Attr(f, "name") == "title" {
			require.Equal(t, course.Title, portaltest.Attr(f, "value"))
			return
		}
	}
	require.Fail(t, "the title is lost", b.Body)
}

// A form that is sent while the second step is owed comes through it too.
func TestSecondFactor_AFormSentBeforeTheSecondStepIsKept(t *testing.T) {
	h := open(t)
	b, seed, _ := h.factored(t)
	b.Begin("emma", "declarations").Categorise(course)
	form := b.Describe(course)
	require.NoError(t, h.portal.Directory.SignOut(t.Context(), cookieOf(b)))
	tab := b.Another()
	tab.Client = b.Client // the same browser, another tab
	secondStep(tab)
	b = form.Press("continue")
	require.Equal(t, http.StatusUnauthorized, b.Status)
	require.NotNil(t, b.With("name", "kept.title"))
	b.Form("#step").Fill("code", seed.Code(h.clock()).Reveal()).Press("")
	require.NotNil(t, b.With("name", "title"))
}

func TestSecondFactor_CancellingTheSecondStepSignsOut(t *testing.T) {
	h := open(t)
	b, _, _ := h.factored(t)
	other := secondStep(b.Another())
	token := cookieOf(other)
	form := other.Form("#step")
	for _, button := range portaltest.All(other.Page, "button") {
		if portaltest.Attr(button, "formaction") == "/signout" {
			form.Node.Attr = append(form.Node.Attr[:0:0], portaltest.Attribute{Key: "action", Val: "/signout"}, portaltest.Attribute{Key: "method", Val: "post"})
		}
	}
	form.Send()
	require.Equal(t, "/signin", other.URL.Path)
	require.ErrorIs(t, h.portal.Directory.OwesFactor(t.Context(), token), identity.ErrNoSession)
}

func TestSecondFactor_TurnedOffAndRenewedWithPasswordAndCode(t *testing.T) {
	h := open(t)
	b, seed, codes := h.factored(t)
	b.Get("/account/security").Follow("Obtenir de nouveaux codes de secours")
	b.Form("#step").Fill("current", password).Fill("proof", "1").Press("")
	require.Len(t, b.Errors(), 1)
	b.Form("#step").Fill("current", password).Fill("proof", seed.Code(h.clock()).Reveal()).Press("")
	require.Contains(t, b.Text(), "Codes de secours de Emma Gélinas")
	for _, former := range codes {
		require.NotContains(t, b.Body, former)
	}
	h.after(time.Minute)
	b.Get("/account/security").Follow("Désactiver la validation en deux étapes")
	b.Form("#step").Fill("current", "non").Fill("proof", seed.Code(h.clock()).Reveal()).Press("")
	require.Equal(t, []string{"Ce n’est pas votre mot de passe actuel."}, b.Errors())
	b.Form("#step").Fill("current", password).Fill("proof", seed.Code(h.clock()).Reveal()).Press("")
	require.Equal(t, "/account/security", b.URL.Path)
	require.Contains(t, b.Text(), "La validation en deux étapes est désactivée.")
	b.Another().SignIn("emma", password)
	require.Len(t, h.letters(t, identity.FactorTurnedOff), 1)
	for _, path := range []string{"/account/security/factor/off", "/account/security/codes"} {
		b.Get(path)
		require.Equal(t, "/account/security", b.URL.Path)
	}
}

func TestSecondFactor_EightCharactersBesideIt(t *testing.T) {
	h := open(t)
	h.organisation(t, func(o *identity.Organisation) { o.ShorterWithFactor = true })
	b, seed, _ := h.factored(t)
	require.Contains(t, b.Get("/password").Text(), "8 caractères ou plus, puisque")
	b.Form("#step").Fill("current", password).Fill("new", "kvq zwm").Press("")
	require.Equal(t, []string{"Choisissez un mot de passe de 8 caractères ou plus."}, b.Errors())
	b.Form("#step").Fill("current", password).Fill("new", "kvq zwmf").Press("")
	require.Equal(t, "/signin", b.URL.Path)
	b.Form("#step").Fill("login", "emma").Fill("password", "kvq zwmf").Press("")
	b.Form("#step").Fill("code", seed.Code(h.clock()).Reveal()).Press("")
	h.after(time.Minute)
	b.Get("/account/security/factor/off").Form("#step").Fill("current", "kvq zwmf").Fill("proof", seed.Code(h.clock()).Reveal()).Press("")
	require.Len(t, b.Errors(), 1)
	require.Contains(t, b.Errors()[0], "Choisissez d’abord un mot de passe de 15 caractères")
}

func TestSecondFactor_EveryPageInBothLanguages(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma")
	for _, language := range []string{"fr", "en"} {
		if language == "en" {
			b.Get("/account/security").Form("/language").Press("en")
		}
		for _, path := range []string{"/account/security", "/account/security/factor"} {
			structure(t, b.Get(path), language)
		}
		structure(t, b.Form("#step").Press(""), language)
		structure(t, b.Form("#step").Fill("current", password).Press(""), language)
		structure(t, b.Form("#step").Press(""), language)
		structure(t, b.Get("/account/security"), language)
		b.Call("POST", "/account/security/factor/cancel")
	}
	b, seed, codes := h.factoredAs(t, "luc")
	for _, language := range []string{"fr", "en"} {
		if language == "en" {
			b.Get("/account/security").Form("/language").Press("en")
		}
		for _, path := range []string{"/account/security", "/account/security/factor/off", "/account/security/codes"} {
			structure(t, b.Get(path), language)
		}
		structure(t, b.Form("#step").Press(""), language)
		h.after(time.Minute)
		structure(t, b.Form("#step").Fill("current", password).Fill("proof", seed.Code(h.clock()).Reveal()).Press(""), language)
		other := b.Another()
		if language == "en" {
			other.Get("/signin").Form("#step").Press("en")
		}
		other.Get("/signin").Form("#step").Fill("login", "luc").Fill("password", password).Press("")
		structure(t, other, language)
		structure(t, other.Form("#step").Press(""), language)
		structure(t, other.Form("#step").Press("recovery"), language)
	}
	require.Len(t, codes, 10)
}
