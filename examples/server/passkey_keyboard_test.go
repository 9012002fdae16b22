package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// tells calls a command of the browser's own protocol.
func (k *keyboard) tells(method string, params map[string]any) map[string]any {
	k.t.Helper()
	answer, err := chromedp.Run(k.ctx, chromedp.Action[map[string]any](func(ctx context.Context, t *chromedp.Target) (map[string]any, error) {
		var answer map[string]any
		err := t.Call(ctx, method, params, &answer)
		return answer, err
	}))
	require.NoError(k.t, err)
	return answer
}

// phone gives the browser an authenticator whose owner unlocks it, and returns its name.
func (k *keyboard) phone() string {
	k.t.Helper()
	k.tells("WebAuthn.enable", map[string]any{})
	answer := k.tells("WebAuthn.addVirtualAuthenticator", map[string]any{"options": map[string]any{
		"protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
		"isUserVerified": true, "automaticPresenceSimulation": true,
	}})
	return answer["authenticatorId"].(string)
}

// atLocalhost opens a browser with scripts or not at a name that may have passkeys.
func atLocalhost(t *testing.T, width int64, scripts bool) (*keyboard, *house) {
	t.Helper()
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	began := time.Now()
	h.at(func() time.Time { return stopped().Add(time.Since(began)) })
	k := sitIn(t, h, width, scripts)
	k.address = strings.Replace(k.address, "127.0.0.1", "localhost", 1)
	require.NoError(t, h.passkeysAt(t.Context(), k.address, quiet()))
	return k, h
}

func (k *keyboard) password() {
	k.t.Helper()
	k.visit("/signin")
	k.fill("Nom d’utilisateur", "emma")
	k.fill("Mot de passe", "emma-demonstration")
	k.follow("Se connecter")
}

// newPasskey goes as far as the button that makes a passkey.
func (k *keyboard) newPasskey() {
	k.t.Helper()
	k.visit("/account/security")
	k.narrow()
	k.follow("Ajouter une clé d’accès")
	k.narrow()
	k.fill("Nom de la clé", "Téléphone d’Emma")
	k.fill("Mot de passe actuel", "emma-demonstration")
	k.follow("Continuer")
}

// By keyboard alone, in French, on a screen of 320 px: a passkey is made, signs in, is
// refused once somebody else may have it, is renamed and taken away. What goes wrong on
// the way says what to do, beside the button.
func TestPasskey_IsMadeAndSignsInAt320Pixels(t *testing.T) {
	k, _ := atLocalhost(t, 320, true)
	phone := k.phone()
	unlocked := func(yes bool) {
		k.tells("WebAuthn.setUserVerified", map[string]any{"authenticatorId": phone, "isUserVerified": yes})
	}
	k.password()
	k.newPasskey()

	unlocked(false)
	k.goTo("Créer la clé d’accès")
	k.press("\r")
	k.reads("[data-say=cancelled]:not([hidden])", `x.startsWith("Aucune clé n’a été créée")`)
	k.narrow()
	unlocked(true)
	k.follow("Créer la clé d’accès")
	require.Contains(t, k.text(), "Codes de secours de Emma Gélinas")
	k.narrow()
	k.follow("J’ai conservé mes codes")
	require.Contains(t, k.text(), "Téléphone d’Emma")
	require.Contains(t, k.text(), "Il vous reste 10 codes de secours.")
	k.narrow()
	k.follow("Se déconnecter")

	k.password()
	require.Contains(t, k.text(), "Utilisez maintenant votre clé d’accès")
	k.narrow()
	unlocked(false)
	k.goTo("Utiliser ma clé d’accès")
	k.press("\r")
	k.reads("[data-say=cancelled]:not([hidden])", `x.startsWith("Aucune clé n’a été utilisée")`)
	require.Contains(t, k.focus(), "Utiliser ma clé d’accès", "the button has the focus again")
	k.narrow()
	unlocked(true)
	k.press("\r")
	k.reads("h1", `x.startsWith("Bienvenue")`)

	// Somebody has put the phone's passkey back as it was at the beginning.
	k.visit("/account/security")
	require.NotContains(t, k.text(), "Jamais")
	kept := k.tells("WebAuthn.getCredentials", map[string]any{"authenticatorId": phone})["credentials"].([]any)
	require.Len(t, kept, 1)
	copied := kept[0].(map[string]any)
	require.Greater(t, copied["signCount"], 1.0)
	k.tells("WebAuthn.clearCredentials", map[string]any{"authenticatorId": phone})
	copied["signCount"] = 0
	k.tells("WebAuthn.addCredential", map[string]any{"authenticatorId": phone, "credential": copied})
	k.follow("Renommer – Téléphone d’Emma")
	k.fill("Nom de la clé", "Téléphone volé")
	k.follow("Enregistrer le nom")
	require.Contains(t, k.text(), "La clé d’accès est renommée.")
	k.follow("Retirer – Téléphone volé")
	k.titled("Retirer votre dernière clé d’accès")
	k.fill("Mot de passe actuel", "emma-demonstration")
	k.follow("Confirmer avec ma clé d’accès")
	k.titled("Erreur")
	require.Contains(t, k.text(), "une copie a peut-être servi ailleurs")
	k.narrow()
	copied["signCount"] = 100
	k.tells("WebAuthn.clearCredentials", map[string]any{"authenticatorId": phone})
	k.tells("WebAuthn.addCredential", map[string]any{"authenticatorId": phone, "credential": copied})
	k.fill("Mot de passe actuel", "emma-demonstration")
	k.follow("Confirmer avec ma clé d’accès")
	require.Contains(t, k.text(), "La validation en deux étapes est désactivée.")
	k.follow("Se déconnecter")
	k.password()
	require.Contains(t, k.text(), "Bienvenue")
}

// A browser whose page is not at the site's address is told so, and a second passkey of
// the same phone is none.
func TestPasskey_WhatTheBrowserRefuses(t *testing.T) {
	k, h := atLocalhost(t, 1280, true)
	k.phone()
	k.password()
	k.newPasskey()
	k.follow("Créer la clé d’accès")
	k.follow("J’ai conservé mes codes")
	k.newPasskey()
	k.goTo("Créer la clé d’accès")
	k.press("\r")
	k.reads("[data-say=twice]:not([hidden])", `x.startsWith("Cet appareil a déjà une clé d’accès")`)
	k.narrow()
	k.follow("Annuler")

	require.NoError(t, h.passkeysAt(t.Context(), "https://portail.example.org", quiet()))
	k.newPasskey()
	k.goTo("Créer la clé d’accès")
	k.press("\r")
	k.reads("[data-say=address]:not([hidden])", `x.includes("adresse habituelle")`)
	k.narrow()
}

// Scripts off: the pages say what a passkey needs, and a recovery code does the same.
func TestPasskey_WithoutScripts(t *testing.T) {
	k, h := atLocalhost(t, 320, false)
	k.password()
	k.newPasskey()
	require.Contains(t, k.text(), "Il faut JavaScript pour créer une clé d’accès")
	require.NotContains(t, k.text(), "Créer la clé d’accès Annuler", "a button that would do nothing")
	k.narrow()
	k.follow("Annuler")
	_, err := h.store.Identity().ChangeAccount(t.Context(), demoOrganisation, "emma", func(a identity.Account) (identity.Account, []identity.Message, error) {
		var err error
		a.Factor, err = a.Factor.Add(identity.Passkey{ID: []byte("id"), PublicKey: []byte("key")}, "Téléphone", []string{identity.Digest(strings.Repeat("ab", 12))}, stopped())
		return a, nil, err
	})
	require.NoError(t, err)
	k.follow("Se déconnecter")
	k.password()
	require.Contains(t, k.text(), "Il faut JavaScript pour utiliser une clé d’accès")
	k.narrow()
	k.follow("Utiliser un code de secours")
	k.narrow()
	k.fill("Code de secours", strings.Repeat("ab", 12))
	k.follow("Se connecter")
	require.Contains(t, k.text(), "Bienvenue")
}
