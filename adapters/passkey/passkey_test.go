package passkey_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/passkey"
	"github.com/goodstanding/goodstanding/adapters/passkey/passkeytest"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	emma      = identity.PasskeyHolder{Handle: []byte("a handle of thirty-two bytes, ok"), Login: "emma", Name: "Emma Gélinas"}
	challenge = []byte("a challenge of thirty-two bytes!")
	later     = []byte("another challenge of that length")
)

const address = "https://portail.example.org"

func adapter(t *testing.T) *passkey.Adapter {
	t.Helper()
	site, err := passkey.At(address, "Portail d’essai")
	require.NoError(t, err)
	a, err := passkey.New(site)
	require.NoError(t, err)
	return a
}

// registered is an authenticator whose passkey the adapter accepted.
func registered(t *testing.T, a *passkey.Adapter) (*passkeytest.Authenticator, identity.Passkey) {
	t.Helper()
	phone := passkeytest.New(t, "portail.example.org", address)
	asked, err := a.AskNew(emma, challenge, nil)
	require.NoError(t, err)
	k, err := a.New(emma, challenge, nil, phone.Create(asked))
	require.NoError(t, err)
	return phone, k
}

func TestPasskey_WhatABrowserIsAsked(t *testing.T) {
	a := adapter(t)
	_, k := registered(t, a)
	asked, err := a.AskNew(emma, challenge, []identity.Passkey{k})
	require.NoError(t, err)
	var creation struct {
		PublicKey struct {
			Challenge, Attestation string
			RP                     struct{ ID, Name string }
			User                   struct{ ID, Name, DisplayName string }
			AuthenticatorSelection struct{ UserVerification, ResidentKey string }
			ExcludeCredentials     []struct{ Type, ID string }
		}
	}
	require.NoError(t, json.Unmarshal(asked, &creation))
	p := creation.PublicKey
	require.Equal(t, "none", p.Attestation)
	require.Equal(t, "required", p.AuthenticatorSelection.UserVerification)
	require.Equal(t, "preferred", p.AuthenticatorSelection.ResidentKey)
	require.Equal(t, "portail.example.org", p.RP.ID)
	require.Equal(t, "Portail d’essai", p.RP.Name)
	// base64url of the challenge and of the handle: "a challenge of thirty-two bytes!".
	require.Equal(t, "YSBjaGFsbGVuZ2Ugb2YgdGhpcnR5LXR3byBieXRlcyE", p.Challenge)
	require.Equal(t, "YSBoYW5kbGUgb2YgdGhpcnR5LXR3byBieXRlcywgb2s", p.User.ID, "the handle, and not the login")
	require.Equal(t, "Emma Gélinas", p.User.DisplayName)
	require.Len(t, p.ExcludeCredentials, 1, "the authenticator that has one makes no second")
	again, err := a.AskNew(emma, challenge, []identity.Passkey{k})
	require.NoError(t, err)
	require.Equal(t, asked, again)

	asked, err = a.AskShown(emma, challenge, []identity.Passkey{k})
	require.NoError(t, err)
	var request struct {
		PublicKey struct {
			Challenge, UserVerification, RpID string
			AllowCredentials                  []struct {
				Type, ID   string
				Transports []string
			}
		}
	}
	require.NoError(t, json.Unmarshal(asked, &request))
	require.Equal(t, "required", request.PublicKey.UserVerification)
	require.Equal(t, "portail.example.org", request.PublicKey.RpID)
	require.Len(t, request.PublicKey.AllowCredentials, 1)
	require.Equal(t, []string{"internal"}, request.PublicKey.AllowCredentials[0].Transports)
}

func TestPasskey_ARightAnswerIsAccepted(t *testing.T) {
	a := adapter(t)
	phone, k := registered(t, a)
	require.Equal(t, phone.ID, k.ID)
	require.Equal(t, uint32(1), k.Counter)
	require.False(t, k.Copied)
	have := []identity.Passkey{k}
	asked, err := a.AskShown(emma, later, have)
	require.NoError(t, err)
	use, err := a.Shown(emma, later, have, phone.Get(asked))
	require.NoError(t, err)
	require.Equal(t, identity.PasskeyUse{ID: k.ID, Counter: 2}, use)
}

func TestPasskey_OneOfSeveralDevices(t *testing.T) {
	a := adapter(t)
	phone := passkeytest.New(t, "portail.example.org", address)
	phone.Synced, phone.Counts = true, false
	asked, err := a.AskNew(emma, challenge, nil)
	require.NoError(t, err)
	k, err := a.New(emma, challenge, nil, phone.Create(asked))
	require.NoError(t, err)
	require.True(t, k.Copied)
	require.True(t, k.BackedUp)
	require.Zero(t, k.Counter)
	asked, err = a.AskShown(emma, later, []identity.Passkey{k})
	require.NoError(t, err)
	use, err := a.Shown(emma, later, []identity.Passkey{k}, phone.Get(asked))
	require.NoError(t, err)
	require.True(t, use.BackedUp)
}

func TestPasskey_WhatIsNoPasskeyIsNotAdded(t *testing.T) {
	a := adapter(t)
	asked, err := a.AskNew(emma, challenge, nil)
	require.NoError(t, err)
	for name, wrong := range map[string]func(*passkeytest.Authenticator){
		"another address":       func(p *passkeytest.Authenticator) { p.Origin = "https://portail.example.com" },
		"an address below":      func(p *passkeytest.Authenticator) { p.Origin = "https://a.portail.example.org" },
		"without HTTPS":         func(p *passkeytest.Authenticator) { p.Origin = "http://portail.example.org" },
		"another port":          func(p *passkeytest.Authenticator) { p.Origin = address + ":8443" },
		"another site":          func(p *passkeytest.Authenticator) { p.Site = "example.org" },
		"another challenge":     func(p *passkeytest.Authenticator) { p.Challenge = later },
		"an unverified holder":  func(p *passkeytest.Authenticator) { p.Unverified = true },
		"an identifier of none": func(p *passkeytest.Authenticator) { p.ID = nil },
	} {
		t.Run(name, func(t *testing.T) {
			phone := passkeytest.New(t, "portail.example.org", address)
			wrong(phone)
			_, err := a.New(emma, challenge, nil, phone.Create(asked))
			require.ErrorIs(t, err, identity.ErrPasskey)
		})
	}
	phone := passkeytest.New(t, "portail.example.org", address)
	right := phone.Create(asked)
	for _, answer := range [][]byte{nil, []byte("{}"), []byte("null"), []byte("[]"), []byte("x"), right[:len(right)/2], append(bytes.Clone(right), right...)} {
		_, err := a.New(emma, challenge, nil, answer)
		require.ErrorIs(t, err, identity.ErrPasskey)
	}
	_, err = a.New(emma, challenge, nil, right)
	require.NoError(t, err)
}

func TestPasskey_AWrongAnswerIsRefused(t *testing.T) {
	a := adapter(t)
	phone, k := registered(t, a)
	have := []identity.Passkey{k}
	asked, err := a.AskShown(emma, later, have)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		wrong func(*passkeytest.Authenticator)
		want  error
	}{
		"another address":       {func(p *passkeytest.Authenticator) { p.Origin = "https://portail.example.com" }, identity.ErrPasskey},
		"another site":          {func(p *passkeytest.Authenticator) { p.Site = "portail.example.com" }, identity.ErrPasskey},
		"another challenge":     {func(p *passkeytest.Authenticator) { p.Challenge = challenge }, identity.ErrPasskey},
		"an unverified holder":  {func(p *passkeytest.Authenticator) { p.Unverified = true }, identity.ErrPasskey},
		"another account":       {func(p *passkeytest.Authenticator) { p.Handle = []byte("another handle") }, identity.ErrPasskey},
		"suddenly copied":       {func(p *passkeytest.Authenticator) { p.Synced = true }, identity.ErrPasskey},
		"a passkey of nobody's": {func(p *passkeytest.Authenticator) { p.ID = []byte("another identifier") }, identity.ErrPasskeyUnknown},
		"another key": {func(p *passkeytest.Authenticator) {
			other := passkeytest.New(t, p.Site, p.Origin)
			other.ID, other.Handle = p.ID, p.Handle
			*p = *other
		}, identity.ErrPasskey},
	} {
		t.Run(name, func(t *testing.T) {
			other := *phone
			c.wrong(&other)
			_, err := a.Shown(emma, later, have, other.Get(asked))
			require.ErrorIs(t, err, c.want)
		})
	}
	right := phone.Get(asked)
	_, err = a.Shown(emma, later, have, right)
	require.NoError(t, err)
	_, err = a.Shown(emma, challenge, have, right)
	require.ErrorIs(t, err, identity.ErrPasskey, "replayed to another challenge")
	_, err = a.Shown(emma, later, nil, right)
	require.ErrorIs(t, err, identity.ErrPasskeyUnknown)
	for _, answer := range [][]byte{nil, []byte("{}"), []byte("null"), []byte("[1]"), right[:40], []byte(strings.Repeat("[", 100_000))} {
		_, err := a.Shown(emma, later, have, answer)
		require.ErrorIs(t, err, identity.ErrPasskey)
	}
}

// The answer to one question is none to the other.
func TestPasskey_AnAnswerOfTheOtherKindIsRefused(t *testing.T) {
	a := adapter(t)
	phone, k := registered(t, a)
	asked, err := a.AskNew(emma, later, nil)
	require.NoError(t, err)
	_, err = a.Shown(emma, later, []identity.Passkey{k}, phone.Create(asked))
	require.ErrorIs(t, err, identity.ErrPasskey)
	_, err = a.New(emma, later, nil, phone.Get(asked))
	require.ErrorIs(t, err, identity.ErrPasskey)
}

func TestPasskey_WhereBrowsersHaveThem(t *testing.T) {
	for given, want := range map[string]passkey.Site{
		"https://portail.example.org":      {ID: "portail.example.org", Name: "n", Origins: []string{"https://portail.example.org"}},
		"https://portail.example.org:8443": {ID: "portail.example.org", Name: "n", Origins: []string{"https://portail.example.org:8443"}},
		"http://localhost:8080":            {ID: "localhost", Name: "n", Origins: []string{"http://localhost:8080"}},
	} {
		site, err := passkey.At(given, "n")
		require.NoError(t, err)
		require.Equal(t, want, site)
	}
	for _, given := range []string{"", "portail.example.org", "http://127.0.0.1:8080", "https://[::1]", "http://portail.example.org", "ftp://localhost"} {
		_, err := passkey.At(given, "n")
		require.ErrorIs(t, err, passkey.ErrAddress, given)
	}
	for _, s := range []passkey.Site{{}, {ID: "example.org", Name: "n"}, {Name: "n", Origins: []string{address}}, {ID: "https://example.org", Name: "n", Origins: []string{address}}} {
		_, err := passkey.New(s)
		require.Error(t, err)
	}
}
