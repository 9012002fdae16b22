// Package passkeytest has an authenticator for tests: a key of P-256 that signs what a
// browser would have it sign, and can be told to do so wrongly.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// The flags of what an authenticator says (Web Authentication Level 3, 6.1).
const (
	present, verified, copied, backedUp, attested = 1 << 0, 1 << 2, 1 << 3, 1 << 4, 1 << 6
)

// Authenticator has one passkey, and is at a site. Its fields may be changed between two
// answers, to give wrong ones.
type Authenticator struct {
	T testing.TB
	// Site is the identifier of the site, and Origin the address where the browser is.
	Site, Origin string
	ID           []byte
	// Handle is what the account is called; it comes with the first answer.
	Handle []byte
	// Counter is what it says the next time that it signs, and Counts that it rises with
	// each.
	Counter uint32
	Counts  bool
	// Unverified says that the holder was there, and no more. Synced is a passkey that
	// is on several devices.
	Unverified, Synced bool
	// Challenge is signed in the place of the one that was asked for; nil signs that.
	Challenge []byte

	key *ecdsa.PrivateKey
}

// New returns an authenticator that counts, with a key of its own.
func New(t testing.TB, site, origin string) *Authenticator {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	id := make([]byte, 32)
	_, err = rand.Read(id)
	require.NoError(t, err)
	return &Authenticator{T: t, Site: site, Origin: origin, ID: id, Counts: true, key: key}
}

// asked is what is read of what a browser is asked.
type asked struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
	} `json:"publicKey"`
}

func (a *Authenticator) read(text []byte) asked {
	a.T.Helper()
	var of asked
	require.NoError(a.T, json.Unmarshal(text, &of))
	require.NotEmpty(a.T, of.PublicKey.Challenge)
	return of
}

// Create answers what is asked for a new passkey.
func (a *Authenticator) Create(text []byte) []byte {
	a.T.Helper()
	of := a.read(text)
	handle, err := base64.RawURLEncoding.DecodeString(of.PublicKey.User.ID)
	require.NoError(a.T, err)
	a.Handle = handle
	point, err := a.key.PublicKey.Bytes() // 4, x, y
	require.NoError(a.T, err)
	// The public half in the form of COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
	cose := append([]byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20}, point[1:33]...)
	cose = append(append(cose, 0x22, 0x58, 0x20), point[33:]...)
	said := a.said(attested)
	said = append(said, make([]byte, 16)...) // no model
	said = binary.BigEndian.AppendUint16(said, uint16(len(a.ID)))
	said = append(append(said, a.ID...), cose...)
	// {"fmt": "none", "attStmt": {}, "authData": said}
	object := append([]byte{0xa3, 0x63}, "fmt"...)
	object = append(append(object, 0x64), "none"...)
	object = append(append(object, 0x67), "attStmt"...)
	object = append(append(object, 0xa0, 0x68), "authData"...)
	object = binary.BigEndian.AppendUint16(append(object, 0x59), uint16(len(said)))
	object = append(object, said...)
	return a.answer(map[string]any{
		"clientDataJSON": a.client("webauthn.create", of), "attestationObject": encode(object), "transports": []string{"internal"},
	})
}

// Get answers what is asked to show the passkey.
func (a *Authenticator) Get(text []byte) []byte {
	a.T.Helper()
	client := a.client("webauthn.get", a.read(text))
	plain, err := base64.RawURLEncoding.DecodeString(client)
	require.NoError(a.T, err)
	hash, said := sha256.Sum256(plain), a.said(0)
	sum := sha256.Sum256(append(append([]byte{}, said...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, sum[:])
	require.NoError(a.T, err)
	return a.answer(map[string]any{
		"clientDataJSON": client, "authenticatorData": encode(said), "signature": encode(signature), "userHandle": encode(a.Handle),
	})
}

func (a *Authenticator) answer(response map[string]any) []byte {
	text, err := json.Marshal(map[string]any{"id": encode(a.ID), "rawId": encode(a.ID), "type": "public-key", "response": response})
	require.NoError(a.T, err)
	return text
}

func (a *Authenticator) client(kind string, of asked) string {
	challenge := of.PublicKey.Challenge
	if a.Challenge != nil {
		challenge = encode(a.Challenge)
	}
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.Origin, "crossOrigin": false})
	require.NoError(a.T, err)
	return encode(text)
}

// said is what the authenticator says: at which site, under which flags, and its counter.
func (a *Authenticator) said(flags byte) []byte {
	flags |= present
	if !a.Unverified {
		flags |= verified
	}
	if a.Synced {
		flags |= copied | backedUp
	}
	if a.Counts {
		a.Counter++
	}
	site := sha256.Sum256([]byte(a.Site))
	return binary.BigEndian.AppendUint32(append(site[:], flags), a.Counter)
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
