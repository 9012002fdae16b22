// Package passkey speaks Web Authentication for the identity package, through
// github.com/go-webauthn/webauthn: what a browser is asked, and whether what it answers is
// right.
//
// Start with [New]. It keeps nothing: challenges, counters and who has which passkey are
// the desk's (identity.Directory). Three things are the same for everybody: the holder is
// verified by the authenticator, by a code or a finger, and not only there; no attestation
// is asked for, so that nobody learns which model of which maker somebody has; and an
// answer counts at the site's own addresses alone, in no frame of another.
package passkey

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/goodstanding/goodstanding/identity"
)

// Site is where passkeys are used.
type Site struct {
	// ID is the domain that passkeys are made for, such as "portail.example.org": they work
	// at it and below it, and nowhere else. Once people have passkeys, another ID makes
	// them all useless.
	ID string
	// Name is shown by authenticators beside the holder's.
	Name string
	// Origins are the addresses from which answers are accepted, without a path, such as
	// "https://portail.example.org".
	Origins []string
}

// At returns the site whose portal is reached at one address, such as
// "https://portail.example.org" or "http://localhost:8080". The error is [ErrAddress] for
// an address whose host is a number: browsers have no passkeys there, and without HTTPS at
// localhost alone.
func At(address, name string) (Site, error) {
	at, err := url.Parse(address)
	if err != nil || at.Host == "" || protocol.ValidateRPID(at.Hostname()) != nil {
		return Site{}, fmt.Errorf("%w: %q", ErrAddress, address)
	}
	if at.Scheme != "https" && (at.Scheme != "http" || at.Hostname() != "localhost") {
		return Site{}, fmt.Errorf("%w: %q", ErrAddress, address)
	}
	return Site{ID: at.Hostname(), Name: name, Origins: []string{at.Scheme + "://" + at.Host}}, nil
}

// ErrAddress says that browsers have no passkeys at the address.
var ErrAddress = errors.New("passkey: no passkeys at this address")

// Adapter is the [identity.Passkeys] of a site. It is made by [New].
type Adapter struct{ party *webauthn.WebAuthn }

// New returns the adapter of a site. The error says what is missing of it.
func New(s Site) (*Adapter, error) {
	if s.ID == "" || s.Name == "" {
		return nil, errors.New("passkey: a site needs an ID and a name")
	}
	party, err := webauthn.New(&webauthn.Config{
		RPID: s.ID, RPDisplayName: s.Name, RPOrigins: s.Origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:      protocol.ResidentKeyRequirementPreferred,
			UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return &Adapter{party}, nil
}

// AskNew implements [identity.Passkeys].
func (a *Adapter) AskNew(of identity.PasskeyHolder, challenge []byte, have []identity.Passkey) ([]byte, error) {
	asked, _, err := a.beginNew(of, challenge, have)
	if err != nil {
		return nil, err
	}
	return json.Marshal(asked)
}

func (a *Adapter) beginNew(of identity.PasskeyHolder, challenge []byte, have []identity.Passkey) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	who := user{of, have}
	return a.party.BeginRegistration(who,
		func(o *protocol.PublicKeyCredentialCreationOptions) error { o.Challenge = challenge; return nil },
		webauthn.WithExclusions(webauthn.Credentials(who.WebAuthnCredentials()).CredentialDescriptors()),
	)
}

// New implements [identity.Passkeys].
func (a *Adapter) New(of identity.PasskeyHolder, challenge []byte, have []identity.Passkey, answer []byte) (identity.Passkey, error) {
	_, waits, err := a.beginNew(of, challenge, have)
	if err != nil {
		return identity.Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return identity.Passkey{}, refused(err)
	}
	made, err := a.party.CreateCredential(user{of, have}, *waits, parsed)
	if err != nil {
		return identity.Passkey{}, refused(err)
	}
	k := identity.Passkey{
		ID: made.ID, PublicKey: made.PublicKey, Counter: made.Authenticator.SignCount,
		Copied: made.Flags.BackupEligible, BackedUp: made.Flags.BackupState,
	}
	for _, t := range made.Transport {
		if known(t) {
			k.Transports = append(k.Transports, string(t))
		}
	}
	return k, nil
}

// known reports a transport that the standard names: a browser may say anything.
func known(t protocol.AuthenticatorTransport) bool {
	switch t {
	case protocol.USB, protocol.NFC, protocol.BLE, protocol.SmartCard, protocol.Hybrid, protocol.Internal:
		return true
	}
	return false
}

// AskShown implements [identity.Passkeys].
func (a *Adapter) AskShown(of identity.PasskeyHolder, challenge []byte, have []identity.Passkey) ([]byte, error) {
	asked, _, err := a.party.BeginLogin(user{of, have}, webauthn.WithChallenge(challenge))
	if err != nil {
		return nil, err
	}
	return json.Marshal(asked)
}

// Shown implements [identity.Passkeys].
func (a *Adapter) Shown(of identity.PasskeyHolder, challenge []byte, have []identity.Passkey, answer []byte) (identity.PasskeyUse, error) {
	if len(have) == 0 {
		return identity.PasskeyUse{}, identity.ErrPasskeyUnknown
	}
	who := user{of, have}
	_, waits, err := a.party.BeginLogin(who, webauthn.WithChallenge(challenge))
	if err != nil {
		return identity.PasskeyUse{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return identity.PasskeyUse{}, refused(err)
	}
	if _, err := a.party.ValidateLogin(who, *waits, parsed); err != nil {
		return identity.PasskeyUse{}, refused(err)
	}
	said := parsed.Response.AuthenticatorData
	return identity.PasskeyUse{ID: parsed.RawID, Counter: said.Counter, BackedUp: said.Flags.HasBackupState()}, nil
}

// refused says why an answer is none, in the words of the desk.
func refused(err error) error {
	var unknown *protocol.ErrorUnknownCredential
	if errors.As(err, &unknown) {
		return identity.ErrPasskeyUnknown
	}
	return fmt.Errorf("%w: %w", identity.ErrPasskey, err)
}

// user is a holder as the library wants one.
type user struct {
	of   identity.PasskeyHolder
	have []identity.Passkey
}

func (u user) WebAuthnID() []byte          { return u.of.Handle }
func (u user) WebAuthnName() string        { return u.of.Login }
func (u user) WebAuthnDisplayName() string { return u.of.Name }

func (u user) WebAuthnCredentials() []webauthn.Credential {
	all := make([]webauthn.Credential, 0, len(u.have))
	for _, k := range u.have {
		c := webauthn.Credential{
			ID: k.ID, PublicKey: k.PublicKey,
			Flags:         webauthn.CredentialFlags{UserPresent: true, UserVerified: true, BackupEligible: k.Copied, BackupState: k.BackedUp},
			Authenticator: webauthn.Authenticator{SignCount: k.Counter},
		}
		for _, t := range k.Transports {
			c.Transport = append(c.Transport, protocol.AuthenticatorTransport(t))
		}
		all = append(all, c)
	}
	return all
}
