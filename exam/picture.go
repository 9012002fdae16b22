package exam

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours"
)

// Photo is the learner's photo for the attestation card (E5): what is known of it,
// without its pixels. What was uploaded is kept whole, upright and without metadata;
// the card's picture is cut out of it, so that it can be cropped again.
type Photo struct {
	// Revision numbers the photos of a learner, from 1 on.
	Revision int `json:"revision"`
	// Document names its pixels, of which SHA256 is the digest.
	Document string       `json:"document"`
	SHA256   string       `json:"sha256"`
	Width    int          `json:"width"`
	Height   int          `json:"height"`
	Origin   photo.Origin `json:"origin"`
	Crop     photo.Crop   `json:"crop"`
	// Checks are what was measured in the crop.
	Checks []photo.Check `json:"checks"`
	// Attested is what the operator looked at; empty until the photo is accepted.
	Attested   []Attestation `json:"attested,omitempty"`
	Added      time.Time     `json:"added"`
	AddedBy    Person        `json:"addedBy"`
	Accepted   time.Time     `json:"accepted,omitzero"`
	AcceptedBy Person        `json:"acceptedBy,omitzero"`
}

// IsAccepted reports a photo with which an exam may be authorised and a card printed.
func (p *Photo) IsAccepted() bool { return p != nil && !p.Accepted.IsZero() }

// Attestation is the operator's answer to what no program can see.
type Attestation struct {
	Check photo.CheckID `json:"check"`
	// Met says that it is as asked. Otherwise Reason says why it is accepted, such as
	// a head covering worn for religion or health.
	Met    bool   `json:"met"`
	Reason string `json:"reason,omitempty"`
}

// LongestNote is the greatest length of a reason or a note, in characters.
const LongestNote = 500

// tidied returns what was given of what the operator attests, and nothing else.
func tidied(given []Attestation) []Attestation {
	var kept []Attestation
	for _, id := range photo.Attested() {
		if i := slices.IndexFunc(given, func(a Attestation) bool { return a.Check == id }); i >= 0 {
			kept = append(kept, Attestation{id, given[i].Met, hours.Tidy(given[i].Reason)})
		}
	}
	return kept
}

// checkAttested returns what is missing or wrong, on "attest-" and the check's name.
func checkAttested(given []Attestation) hours.FieldErrors {
	var wrong hours.FieldErrors
	for _, id := range photo.Attested() {
		i := slices.IndexFunc(given, func(a Attestation) bool { return a.Check == id })
		switch {
		case i < 0 || !given[i].Met && given[i].Reason == "":
			wrong = append(wrong, hours.FieldError{Field: "attest-" + string(id), Err: ErrUnattested})
		case len([]rune(given[i].Reason)) > LongestNote:
			wrong = append(wrong, hours.FieldError{Field: "attest-" + string(id), Err: hours.ErrTooLong})
		}
	}
	return wrong
}

// PhotoEvent is something that was done with a learner's photo.
type PhotoEvent string

// The events.
const (
	PhotoAdded    PhotoEvent = "added"
	PhotoAccepted PhotoEvent = "accepted"
	PhotoReopened PhotoEvent = "reopened"
	PhotoRemoved  PhotoEvent = "removed"
)

// PhotoEntry is a line of what was done with a photo. It outlives the photo.
type PhotoEntry struct {
	Event    PhotoEvent `json:"event"`
	Revision int        `json:"revision"`
	SHA256   string     `json:"sha256"`
	At       time.Time  `json:"at"`
	By       Person     `json:"by"`
}

// logPhoto adds a line about the learner's photo.
func (l Learner) logPhoto(e PhotoEvent, by Person, now time.Time) Learner {
	l.PhotoLog = append(slices.Clip(l.PhotoLog), PhotoEntry{e, l.Photo.Revision, l.Photo.SHA256, now, by})
	return l
}
