package identity

import (
	"cmp"
	"slices"
	"time"
)

const (
	// DeviceLife is how long a browser keeps what it is known by: the most that browsers
	// allow.
	DeviceLife = 400 * 24 * time.Hour
	// mostDevices bounds the browsers that an account remembers; the one that was seen
	// longest ago gives way.
	mostDevices = 10
)

// Device is a browser that an account was signed in to from.
type Device struct {
	// Digest is that of the token that the browser alone keeps.
	Digest  string    `json:"digest"`
	Browser Browser   `json:"browser,omitzero"`
	Since   time.Time `json:"since"`
	Seen    time.Time `json:"seen"`
	// Disown is the digest of what the letter about the first sign-in from it carries,
	// good until DisownUntil; empty when there was no letter.
	Disown      string    `json:"disown,omitempty"`
	DisownUntil time.Time `json:"disownUntil,omitzero"`
}

// Arrival is where somebody signs in from.
type Arrival struct {
	Browser Browser
	// Device is what the browser was given to be known by; empty for one that has
	// nothing yet.
	Device string
}

// knows reports that the account was signed in to from the browser, or never from any.
func (a Account) knows(device string) bool {
	return len(a.Devices) == 0 || slices.ContainsFunc(a.Devices, func(d Device) bool { return same(d.Digest, device) })
}

// seen returns the account with the browser remembered at the instant; disown is that of
// [Device], of one that is new.
func (a Account) seen(device string, browser Browser, disown string, now time.Time) Account {
	a.Devices = slices.Clone(a.Devices)
	i := slices.IndexFunc(a.Devices, func(d Device) bool { return same(d.Digest, device) })
	if i < 0 {
		d := Device{Digest: device, Since: now}
		if disown != "" {
			d.Disown, d.DisownUntil = disown, now.Add(disownLife)
		}
		a.Devices, i = append(a.Devices, d), len(a.Devices)
	}
	a.Devices[i].Browser, a.Devices[i].Seen = browser, now
	slices.SortStableFunc(a.Devices, func(x, y Device) int { return cmp.Compare(y.Seen.UnixMicro(), x.Seen.UnixMicro()) })
	a.Devices = a.Devices[:min(len(a.Devices), mostDevices)]
	return a
}

// disowns reports that the digest is that of a letter about a sign-in, still good.
func (a Account) disowns(digest string, now time.Time) bool {
	return slices.ContainsFunc(a.Devices, func(d Device) bool {
		return d.Disown != "" && same(d.Disown, digest) && now.Before(d.DisownUntil)
	})
}
