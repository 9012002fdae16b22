package identity

// Passkeys speaks the protocol of passkeys with browsers (Web Authentication). What a
// browser is asked and what it answers are bytes that nothing else reads; whose passkeys
// there are, which challenge waits and what a counter may do are decided here.
//
// The same holder, challenge and passkeys always give what is asked in the same words.
type Passkeys interface {
	// AskNew returns what the browser is asked for another passkey of the holder, who has
	// these.
	AskNew(of PasskeyHolder, challenge []byte, have []Passkey) ([]byte, error)
	// New returns the passkey that the answer is about, without a name. The error is
	// [ErrPasskey] when it does not answer the challenge, comes from another address,
	// or does not say that the holder was verified.
	New(of PasskeyHolder, challenge []byte, have []Passkey, answer []byte) (Passkey, error)
	// AskShown returns what the browser is asked to have one of these passkeys shown.
	AskShown(of PasskeyHolder, challenge []byte, have []Passkey) ([]byte, error)
	// Shown returns what the passkey said of itself. The error is that of New, or
	// [ErrPasskeyUnknown] for a passkey that is none of these. Its counter is not looked
	// at: see [Factor.Use].
	Shown(of PasskeyHolder, challenge []byte, have []Passkey, answer []byte) (PasskeyUse, error)
}

// PasskeyHolder is whose passkeys are asked for.
type PasskeyHolder struct {
	// Handle is what authenticators call the account: drawn at random, it tells nothing
	// (Web Authentication Level 3, 14.6.1).
	Handle []byte
	// Login and Name are shown by the authenticator to its owner, who chooses by them.
	Login, Name string
}
