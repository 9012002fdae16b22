package identity

import (
	"cmp"
	"slices"
	"time"
)

// The lives of a session: how long without a request, and how long in all.
const (
	IdleLife     = 60 * time.Minute
	AbsoluteLife = 12 * time.Hour
)

// Session is an open session, as it is stored: the token itself is known to the
// person's browser alone.
type Session struct {
	Org OrganisationID `json:"org"`
	// Digest is the SHA-256 of the token, in hexadecimal.
	Digest  string    `json:"digest"`
	Account AccountID `json:"account"`
	Opened  time.Time `json:"opened"`
	Seen    time.Time `json:"seen"`
	// Epoch is that of the account when the session was opened.
	Epoch int64 `json:"epoch,omitempty"`
	// Browser is where it was opened from.
	Browser Browser `json:"browser,omitzero"`
	// Owes is what must be done before the session opens anything: it does nothing else.
	Owes Owed `json:"owes,omitempty"`
	// Answered is when the question of the account was answered, in a session that was
	// opened with a temporary password; the zero time is not.
	Answered time.Time `json:"answered,omitzero"`
}

// Owed is what a session still waits for.
type Owed string

// What may be owed. The zero value is nothing.
const (
	OwesNothing Owed = ""
	// OwesPassword: the session was opened with a temporary password (P2), and changes it.
	OwesPassword Owed = "password"
	// OwesFactor: the password was right, and the second factor has not been shown yet.
	OwesFactor Owed = "factor"
)

// Ends returns the instant at which the session ends if nothing more is asked.
func (s Session) Ends() time.Time {
	idle, absolute := s.Seen.Add(IdleLife), s.Opened.Add(AbsoluteLife)
	if s.Owes == OwesFactor {
		absolute = s.Opened.Add(FactorLife)
	}
	if absolute.Before(idle) {
		return absolute
	}
	return idle
}

// over is what ended the session before the instant.
func (s Session) over(now time.Time) Reason {
	if s.Owes != OwesFactor && now.Before(s.Opened.Add(AbsoluteLife)) {
		return ReasonIdle
	}
	return ReasonAge
}

// Short returns the beginning of the digest: what names a session to its holder.
func (s Session) Short() string { return s.Digest[:min(len(s.Digest), 16)] }

// SortSessions sorts sessions as [Store.Sessions] returns them.
func SortSessions(all []Session) {
	slices.SortFunc(all, func(a, b Session) int {
		return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(a.Digest, b.Digest))
	})
}

// Live reports that the session is open at the instant.
func (s Session) Live(now time.Time) bool { return now.Before(s.Ends()) }
