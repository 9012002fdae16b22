package reminder

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Preferences are the reminders that a member wants.
type Preferences struct {
	// Months are among [Times], in that order; none stops every reminder.
	Months []int `json:"months"`
}

// Stopped reports that no reminder is wanted.
func (p Preferences) Stopped() bool { return len(p.Months) == 0 }

// Record is what is kept of a member's reminders. The zero value, of a member who
// chose nothing and was sent nothing, wants them all.
type Record struct {
	Org    identity.OrganisationID `json:"org"`
	Member identity.MemberID       `json:"member"`
	// Own are the member's own preferences; nil before they chose any. Since is the day
	// of that choice: a reminder whose day came before it is not sent for it.
	Own   *Preferences `json:"own,omitempty"`
	Since cycle.Date   `json:"since"`
	// Sent has every reminder that was written, the earliest first.
	Sent    []Sent `json:"sent,omitempty"`
	Version int64  `json:"version"`
}

// Sent is a reminder that was written into the outbox.
type Sent struct {
	Last   cycle.Date `json:"last"`
	Months int        `json:"months"`
	At     time.Time  `json:"at"`
	// Stop is the digest of the secret by which its letter stops reminders.
	Stop string `json:"stop"`
}

// Chosen returns the preferences that hold: the member's own, or every time.
func (r Record) Chosen() Preferences {
	if r.Own == nil {
		return Preferences{Months: Times()}
	}
	return *r.Own
}

// Prefer returns the record with the member's preferences, chosen on the day. The
// error is an hours.FieldErrors on "months" when one is none of [Times]. What was chosen before stays as it was, its day too.
func (r Record) Prefer(p Preferences, on cycle.Date) (Record, error) {
	var months []int
	for _, time := range Times() {
		if slices.Contains(p.Months, time) {
			months = append(months, time)
		}
	}
	if slices.ContainsFunc(p.Months, func(m int) bool { return !slices.Contains(Times(), m) }) {
		return r, hours.FieldErrors{{Field: "months", Err: hours.ErrUnknownChoice}}
	}
	if r.Own != nil && slices.Equal(r.Own.Months, months) {
		return r, nil
	}
	r.Own, r.Since = &Preferences{Months: append([]int{}, months...)}, on
	return r, nil
}

// Knows reports that a letter to this member carries the secret.
func (r Record) Knows(secret string) bool {
	digest, known := Digest(secret), 0
	for _, s := range r.Sent {
		known |= subtle.ConstantTimeCompare([]byte(s.Stop), []byte(digest))
	}
	return known == 1
}

// with returns the record with a reminder that was written.
func (r Record) with(s Sent) Record {
	r.Sent = append(slices.Clone(r.Sent), s)
	return r
}

// Digest is the form in which the secret of a letter is kept.
func Digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
