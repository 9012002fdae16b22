package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/passkey"
	"github.com/goodstanding/goodstanding/adapters/passkey/passkeytest"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

const portalAddress = "https://portail.example.org"

// withPasskeys opens a house that speaks with browsers which have some.
func withPasskeys(t *testing.T) *house {
	t.Helper()
	h := open(t)
	site, err := passkey.At(portalAddress, "Ordre d’essai")
	require.NoError(t, err)
	h.portal.Directory.Passkeys, err = passkey.New(site)
	require.NoError(t, err)
	return h
}

func newPhone(t *testing.T) *passkeytest.Authenticator {
	return passkeytest.New(t, "portail.example.org", portalAddress)
}

// said is the button of a passkey on the page.
func said(b *portaltest.Browser) *portaltest.Node { return b.With("id", "passkey") }

// show has the phone answer what the page would ask for, into its form.
func show(b *portaltest.Browser, phone *passkeytest.Authenticator) *portaltest.Form {
	b.T.Helper()
	form, back, page := b.Form("#step"), *b.URL, b.Page
	b.Call("POST", portaltest.Attr(said(b), "data-ask"))
	require.Equal(b.T, http.StatusOK, b.Status, b.Body)
	require.Equal(b.T, "application/json", b.Header.Get("Content-Type"))
	answer := string(phone.Get([]byte(b.Body)))
	b.URL, b.Page = &back, page
	form.Values.Set("passkey", answer)
	return form
}

// keyed adds a passkey of emma's.
func (h *house) keyed(t *testing.T, name string) (*portaltest.Browser, *passkeytest.Authenticator) {
	t.Helper()
	b, phone := h.signIn(t, "emma"), newPhone(t)
	h.adds(b, name, phone)
	h.after(time.Minute)
	return b, phone
}

func (h *house) adds(b *portaltest.Browser, name string, phone *passkeytest.Authenticator) {
	b.T.Helper()
	b.Get("/account/security").Follow("Ajouter une clé d’accès")
	b.Form("#step").Fill("name", name).Fill("current", password).Press("")
	require.Equal(b.T, "/account/security/passkey", b.URL.Path)
	form := b.Form("#step")
	form.Values.Set("passkey", string(phone.Create([]byte(portaltest.Attr(said(b), "data-asked")))))
	form.Press("")
}

func TestPasskey_PageByPage(t *testing.T) {
	h := withPasskeys(t)
	b, phone := h.signIn(t, "emma"), newPhone(t)
	b.Get("/account/security")
	require.Contains(t, b.Text(), "Vous n’avez aucune clé d’accès.")
	b.Follow("Ajouter une clé d’accès")
	b.Form("#step").Fill("name", "").Fill("current", password).Press("")
	require.Len(t, b.Errors(), 1)
	b.Form("#step").Fill("name", "Mon téléphone").Fill("current", "non").Press("")
	require.Equal(t, []string{"Ce n’est pas votre mot de passe actuel."}, b.Errors())
	require.Equal(t, "Mon téléphone", b.Form("#step").Values.Get("name"), "what was typed is there still")
	b.Form("#step").Fill("current", password).Press("")
	require.Contains(t, b.Text(), "Créer la clé d’accès « Mon téléphone »")
	require.Contains(t, b.Text(), "Il faut JavaScript pour créer une clé d’accès")

	// A wrong answer has used what was asked: one begins again, under the same name.
	form := b.Form("#step")
	form.Values.Set("passkey", "{}")
	form.Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, "Mon téléphone", b.Form("#step").Values.Get("name"))
	b.Form("#step").Fill("current", password).Press("")
	form = b.Form("#step")
	form.Values.Set("passkey", string(phone.Create([]byte(portaltest.Attr(said(b), "data-asked")))))
	form.Press("")
	require.Contains(t, b.Text(), "Codes de secours de Emma Gélinas")
	b.Follow("J’ai conservé mes codes")
	require.Contains(t, b.Text(), "Mon téléphone Ajoutée 22 novembre 2026 à 10 h 00 Dernière utilisation Jamais Conservée Sur un seul appareil")
	require.Contains(t, b.Text(), "Il vous reste 10 codes de secours.")
	require.Len(t, h.letters(t, identity.PasskeyAdded), 1)

	h.after(time.Minute)
	other := secondStep(b.Another())
	require.Contains(t, other.Text(), "Utilisez maintenant votre clé d’accès.")
	require.NotContains(t, other.Text(), "Code à 6 chiffres", "there is no application")
	require.Contains(t, other.Header.Get("Content-Security-Policy"), "script-src 'self';")
	before := cookieOf(other)
	show(other, phone).Press("")
	require.Equal(t, "/", other.URL.Path)
	require.NotEqual(t, before, cookieOf(other))
	require.Contains(t, other.Get("/account/security").Text(), "Dernière utilisation 22 novembre 2026 à 10 h 01")
}

func TestPasskey_TheSecondStepSaysWhatIsWrong(t *testing.T) {
	h := withPasskeys(t)
	b, phone := h.keyed(t, "Téléphone")
	for name, c := range map[string]struct {
		wrong  func(*passkeytest.Authenticator)
		status int
		says   string
	}{
		"another site":   {func(p *passkeytest.Authenticator) { p.Origin = "https://portail.example.com" }, http.StatusUnprocessableEntity, "n’a pas pu être vérifiée"},
		"nobody's":       {func(p *passkeytest.Authenticator) { p.ID = []byte("another") }, http.StatusUnprocessableEntity, "n’est plus, une clé de votre compte"},
		"a counter back": {func(p *passkeytest.Authenticator) { p.Counter = 0 }, http.StatusUnprocessableEntity, "une copie a peut-être servi ailleurs"},
	} {
		t.Run(name, func(t *testing.T) {
			other, wrong := secondStep(b.Another()), *phone
			c.wrong(&wrong)
			show(other, &wrong).Press("")
			require.Equal(t, c.status, other.Status)
			require.Len(t, other.Errors(), 1)
			require.Contains(t, other.Errors()[0], c.says)
			require.Contains(t, portaltest.TextOf(said(other)), c.says, "beside the button")
		})
	}
	other := secondStep(b.Another())
	form := show(other, phone)
	h.after(identity.PasskeyLife)
	form.Press("")
	require.Equal(t, http.StatusConflict, other.Status)
	require.Contains(t, other.Errors()[0], "La demande a expiré")
	show(other, phone).Press("")
	require.Equal(t, "/", other.URL.Path)

	// Nobody asks without a session that waits.
	require.Equal(t, http.StatusUnauthorized, b.Another().Call("POST", "/signin/factor/passkey").Status)
	require.Equal(t, http.StatusUnauthorized, b.Call("POST", "/signin/factor/passkey").Status)
}

// What was typed in a form before the session ended is there after a passkey too.
func TestPasskey_NothingTypedIsLost(t *testing.T) {
	h := withPasskeys(t)
	b, phone := h.keyed(t, "Téléphone")
	b.Begin("emma", "declarations").Categorise(course)
	form := b.Describe(course)
	h.after(2 * time.Hour)
	b = form.Press("continue")
	b.Form("#step").Fill("login", "emma").Fill("password", password).Press("")
	b.Form("#step").Press("en")
	b.Form("#step").Press("fr")
	show(b, phone).Press("")
	require.Equal(t, course.Title, portaltest.Attr(b.With("name", "title"), "value"))
}

func TestPasskey_RenamedAndTakenAway(t *testing.T) {
	h := withPasskeys(t)
	b, phone := h.keyed(t, "Téléphone")
	usb := newPhone(t)
	h.adds(b, "Clé USB", usb)
	require.Equal(t, "/account/security?notice=passkey-added", b.URL.RequestURI(), "the codes are those of the first")
	b.Follow("Renommer – Clé USB")
	b.Form("#step").Fill("name", strings.Repeat("x", 61)).Press("")
	require.Len(t, b.Errors(), 1)
	require.Equal(t, strings.Repeat("x", 61), b.Form("#step").Values.Get("name"))
	b.Form("#step").Fill("name", "Clé du bureau").Press("")
	require.Contains(t, b.Text(), "La clé d’accès est renommée.")

	b.Follow("Retirer – Clé du bureau")
	require.Contains(t, b.Text(), "La validation en deux étapes reste activée")
	address := b.URL.Path
	b.Form("#step").Fill("current", password).Fill("proof", "1").Press("")
	require.Len(t, b.Errors(), 1)
	show(b, phone).Fill("current", "non").Press("")
	require.Equal(t, []string{"Ce n’est pas votre mot de passe actuel."}, b.Errors())
	show(b, phone).Fill("current", password).Press("")
	require.Contains(t, b.Text(), "La clé d’accès est retirée.")
	require.NotContains(t, b.Text(), "Clé du bureau")
	for _, gone := range []string{address, strings.TrimSuffix(address, "/removal")} {
		require.Equal(t, "/account/security", b.Get(gone).URL.Path)
	}
	b.Follow("Retirer – Téléphone")
	require.Contains(t, b.Text(), "La validation en deux étapes sera désactivée")
	show(b, phone).Fill("current", password).Press("")
	require.Contains(t, b.Text(), "La validation en deux étapes est désactivée.")
	b.Another().SignIn("emma", password)
	require.Len(t, h.letters(t, identity.PasskeyRemoved), 1)
	require.Len(t, h.letters(t, identity.FactorTurnedOff), 1)
}

// Beside an application either will do, and taking one away leaves the other.
func TestPasskey_BesideAnApplication(t *testing.T) {
	h := withPasskeys(t)
	b, seed, codes := h.factored(t)
	phone := newPhone(t)
	h.adds(b, "Téléphone", phone)
	other := secondStep(b.Another())
	require.Contains(t, other.Text(), "Utilisez maintenant votre clé d’accès, ou inscrivez le code")
	other.Form("#step").Fill("code", seed.Code(h.clock()).Reveal()).Press("")
	require.Equal(t, "/", other.URL.Path)
	other = secondStep(b.Another())
	other.Form("#step").Press("recovery")
	require.Equal(t, []string{""}, other.Form("#step").Values["recovery"], "what is typed is sent once")
	other.Form("#step").Fill("recovery", codes[0]).Press("")
	require.Equal(t, "/", other.URL.Path)

	b.Get("/account/security").Follow("Retirer l’application d’authentification")
	require.Contains(t, b.Text(), "Vos clés d’accès et vos codes de secours le restent")
	show(b, phone).Fill("current", password).Press("")
	require.Contains(t, b.Text(), "L’application d’authentification est retirée.")
	require.Contains(t, b.Text(), "Il vous reste 9 codes de secours.")
	require.Len(t, h.letters(t, identity.ApplicationRemoved), 1)

	b.Follow("Ajouter une application d’authentification")
	require.Contains(t, b.Text(), "à côté de vos clés d’accès")
	b.Form("#step").Fill("current", password).Press("")
	again, err := identity.ParseSeed(portaltest.TextOf(b.With("id", "seed")))
	require.NoError(t, err)
	b.Form("#step").Fill("code", again.Code(h.clock()).Reveal()).Press("")
	require.Contains(t, b.Text(), "L’application d’authentification est ajoutée.")
	b.Follow("Obtenir de nouveaux codes de secours")
	show(b, phone).Fill("current", password).Press("")
	require.Contains(t, b.Text(), "Codes de secours de Emma Gélinas")
}

func TestPasskey_TenAtMost(t *testing.T) {
	h := withPasskeys(t)
	b, _ := h.keyed(t, "Clé 1")
	_, err := h.store.Identity().ChangeAccount(t.Context(), otpq, "emma", func(a identity.Account) (identity.Account, []identity.Message, error) {
		for i := range identity.MostPasskeys - 1 {
			var err error
			if a.Factor, err = a.Factor.Add(identity.Passkey{ID: []byte{byte(i)}}, "Clé", nil, h.clock()); err != nil {
				return a, nil, err
			}
		}
		return a, nil, nil
	})
	require.NoError(t, err)
	b.Get("/account/security")
	require.Contains(t, b.Text(), "Votre compte a 10 clés d’accès, le plus qu’il peut en avoir.")
	b.Get("/account/security/passkey").Form("#step").Fill("name", "Onzième").Fill("current", password).Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Errors()[0], "Retirez-en une")
}

func TestPasskey_EveryPageInBothLanguages(t *testing.T) {
	h := withPasskeys(t)
	b, phone := h.keyed(t, "Téléphone")
	for _, language := range []string{"fr", "en"} {
		if language == "en" {
			b.Get("/account/security").Form("/language").Press("en")
		}
		structure(t, b.Get("/account/security"), language)
		view, err := h.portal.Directory.Factor(t.Context(), cookieOf(b))
		require.NoError(t, err)
		key := "/account/security/passkeys/" + view.Keys[0].Short()
		for _, path := range []string{key, key + "/removal", "/account/security/codes", "/account/security/factor", "/account/security/passkey"} {
			structure(t, b.Get(path), language)
			structure(t, b.Form("#step").Fill(first(b), "").Press(""), language)
		}
		structure(t, b.Form("#step").Fill("name", "Clé").Fill("current", password).Press(""), language)
		require.NotNil(t, said(b))
		structure(t, b.Form("#step").Press(""), language)
		b.Call("POST", "/account/security/passkey/cancel")
		other := b.Another()
		if language == "en" {
			other.Get("/signin").Form("#step").Press("en")
		}
		structure(t, secondStep(other), language)
		structure(t, other.Form("#step").Press(""), language)
		structure(t, other.Form("#step").Press("recovery"), language)
		structure(t, show(secondStep(other), phone).Press(""), language)
	}
}

// first is the name of the first field that a person fills in.
func first(b *portaltest.Browser) string {
	for _, f := range portaltest.All(b.Form("#step").Node, "input") {
		if portaltest.Attr(f, "type") != "hidden" {
			return portaltest.Attr(f, "name")
		}
	}
	return ""
}
