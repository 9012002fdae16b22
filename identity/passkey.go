package identity

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// MostPasskeys is how many passkeys an account may have.
	MostPasskeys = 10
	// LongestPasskeyName is the greatest length of the name of a passkey, in characters.
	LongestPasskeyName = 60
	// PasskeyLife is how long a challenge waits for its answer.
	PasskeyLife = 5 * time.Minute
	// mostCeremonies bounds the challenges that wait for an account: whoever has its
	// password may ask for as many as they like.
	mostCeremonies = 16
	// challengeBytes is how many bytes of chance a challenge has. The standard asks for
	// sixteen at least (Web Authentication Level 3, 13.4.3).
	challengeBytes = 32
)

// Passkey is a key that an authenticator of the holder has the private half of: a phone, a
// computer, a security key.
type Passkey struct {
	// ID is what the authenticator calls it, and PublicKey its public half, in the form of
	// COSE (RFC 9053).
	ID        []byte `json:"id"`
	PublicKey []byte `json:"publicKey"`
	// Counter is how often it had signed, as the authenticator said last; zero always, of
	// those that do not count.
	Counter uint32 `json:"counter,omitempty"`
	// Copied says that the authenticator may keep it on several devices, and BackedUp that
	// it does.
	Copied   bool `json:"copied,omitempty"`
	BackedUp bool `json:"backedUp,omitempty"`
	// Transports are the ways to reach the authenticator, as the browser named them.
	Transports []string `json:"transports,omitempty"`
	// Name is the holder's word for it.
	Name string `json:"name"`
	// Created is when it was added, and Used when it was shown last; the zero time is
	// never.
	Created time.Time `json:"created"`
	Used    time.Time `json:"used,omitzero"`
}

// Short names a passkey to its holder, in addresses; it opens nothing.
func (k Passkey) Short() string { return digest(string(k.ID))[:16] }

// Purpose is what a challenge was drawn for.
type Purpose string

// The purposes.
const (
	AddsPasskey  Purpose = "add"
	ShowsPasskey Purpose = "show"
)

// Ceremony is a challenge that waits for its answer, in one session alone.
type Ceremony struct {
	// Session is the digest of the session.
	Session   string    `json:"session"`
	For       Purpose   `json:"for"`
	Challenge []byte    `json:"challenge"`
	Began     time.Time `json:"began"`
	// Name is that of the passkey to be added.
	Name string `json:"name,omitempty"`
}

// Live reports that the challenge may still be answered.
func (c Ceremony) Live(now time.Time) bool {
	return !now.Before(c.Began) && now.Before(c.Began.Add(PasskeyLife))
}

// PasskeyName returns the name of a passkey as it is kept: on one line, without spaces
// around it. The error is [ErrPasskeyName] for none and for one that is too long.
func PasskeyName(typed string) (string, error) {
	name := strings.Join(strings.Fields(typed), " ")
	if name == "" || utf8.RuneCountInString(name) > LongestPasskeyName || !utf8.ValidString(name) ||
		strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", ErrPasskeyName
	}
	return name, nil
}

// Wait returns the factor with a challenge that waits, in the place of any other of its
// session. Those that nobody may answer any more are forgotten.
func (f Factor) Wait(c Ceremony) Factor {
	others := slices.DeleteFunc(slices.Clone(f.Ceremonies), func(o Ceremony) bool {
		return same(o.Session, c.Session) || !o.Live(c.Began)
	})
	f.Ceremonies = append(others, c)
	if over := len(f.Ceremonies) - mostCeremonies; over > 0 {
		f.Ceremonies = slices.Delete(f.Ceremonies, 0, over)
	}
	return f
}

// Waiting returns the challenge that waits in the session for that purpose. The error is
// [ErrPasskeyChallenge] where none does, or none any more.
func (f Factor) Waiting(session string, purpose Purpose, now time.Time) (Ceremony, error) {
	for _, c := range f.Ceremonies {
		if same(c.Session, session) && c.For == purpose && c.Live(now) {
			return c, nil
		}
	}
	return Ceremony{}, ErrPasskeyChallenge
}

// Forget returns the factor without the challenge that waits in the session: it was
// answered, or given up.
func (f Factor) Forget(session string) Factor {
	f.Ceremonies = slices.DeleteFunc(slices.Clone(f.Ceremonies), func(c Ceremony) bool { return same(c.Session, session) })
	if len(f.Ceremonies) == 0 {
		f.Ceremonies = nil
	}
	return f
}

// MayAdd is nil while another passkey may be added, and else [ErrPasskeyMost].
func (f Factor) MayAdd() error {
	if len(f.Keys) >= MostPasskeys {
		return ErrPasskeyMost
	}
	return nil
}

// Add returns the factor with another passkey, which has the name and was never used. The
// recovery codes whose digests are given come with the first factor of the account; one
// that is on keeps its own. The error is that of [Factor.MayAdd], or [ErrPasskeyTwice].
func (f Factor) Add(k Passkey, name string, codes []string, now time.Time) (Factor, error) {
	if err := f.MayAdd(); err != nil {
		return f, err
	}
	if f.key(k.ID) >= 0 {
		return f, ErrPasskeyTwice
	}
	if !f.On() {
		f.Codes = codes
	}
	k.Name, k.Created, k.Used = name, now, time.Time{}
	f.Keys = append(slices.Clone(f.Keys), k)
	return f, nil
}

// PasskeyUse is what a passkey said when it was shown, once its signature was found right.
type PasskeyUse struct {
	ID       []byte
	Counter  uint32
	BackedUp bool
}

// Use returns the factor after a passkey was shown. The error is [ErrPasskeyUnknown] for
// one that the account has not, and [ErrPasskeyCounter] for one whose counter did not
// rise: somebody may have copied it (Web Authentication Level 3, 6.1.1). An authenticator
// that does not count says zero always.
func (f Factor) Use(u PasskeyUse, now time.Time) (Factor, error) {
	i := f.key(u.ID)
	if i < 0 {
		return f, ErrPasskeyUnknown
	}
	k := f.Keys[i]
	if u.Counter <= k.Counter && (u.Counter > 0 || k.Counter > 0) {
		return f, ErrPasskeyCounter
	}
	k.Counter, k.BackedUp, k.Used = u.Counter, u.BackedUp, now
	f.Keys = slices.Clone(f.Keys)
	f.Keys[i] = k
	return f, nil
}

// key returns which passkey has the identifier, and -1 when none has.
func (f Factor) key(id []byte) int {
	return slices.IndexFunc(f.Keys, func(k Passkey) bool { return bytes.Equal(k.ID, id) })
}

// Key returns the passkey of that name in addresses ([Passkey.Short]), or [ErrNotFound].
func (f Factor) Key(short string) (Passkey, error) {
	for _, k := range f.Keys {
		if k.Short() == short {
			return k, nil
		}
	}
	return Passkey{}, ErrNotFound
}

// Rename gives a passkey another name. The error is that of [Factor.Key].
func (f Factor) Rename(short, name string) (Factor, error) {
	k, err := f.Key(short)
	if err != nil {
		return f, err
	}
	f.Keys = slices.Clone(f.Keys)
	f.Keys[f.key(k.ID)].Name = name
	return f, nil
}

// Remove takes a passkey away. The recovery codes go with the last of what is on, and
// stay beside another passkey or an application. The error is that of [Factor.Key].
func (f Factor) Remove(short string) (Factor, error) {
	k, err := f.Key(short)
	if err != nil {
		return f, err
	}
	f.Keys = slices.DeleteFunc(slices.Clone(f.Keys), func(o Passkey) bool { return bytes.Equal(o.ID, k.ID) })
	if len(f.Keys) == 0 {
		f.Keys = nil
	}
	if !f.On() {
		f.Codes, f.Misses = nil, 0
	}
	return f, nil
}
