package exam

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours/certificate"
)

// Card is the attestation card of a sitting that was passed: the only thing that shows
// the photo (E10).
type Card struct {
	// Code is what the card is verified by.
	Code   certificate.Code `json:"code"`
	Issued time.Time        `json:"issued"`
	By     Person           `json:"by"`
	// Photo is the digest of the photo that it shows.
	Photo string `json:"photo"`
}

// IssueCard returns the sitting with its card. The error is [ErrNoCard] when it was not
// passed, or was continued by another sitting, and [ErrNoPhoto]; one that has its card
// already is returned as it is.
func (s Sitting) IssueCard(c Card) (Sitting, error) {
	if s.Card != nil {
		return s, nil
	}
	result, ok := s.Result()
	switch {
	case !ok || result.Outcome != Passed || s.ContinuedBy > 0:
		return s, ErrNoCard
	case c.Photo == "":
		return s, ErrNoPhoto
	}
	s.Card = &c
	return s, nil
}

// Continue returns the sitting marked as the one that the sitting with the number
// continues. The error is [ErrNotEnded] of one that has not ended with a result,
// [ErrCardIssued] once its card is issued, and [ErrContinued] when another continues it.
func (s Sitting) Continue(number int) (Sitting, error) {
	switch {
	case !s.Attempt.State.Finished():
		return s, ErrNotEnded
	case s.Card != nil:
		return s, ErrCardIssued
	case s.ContinuedBy > 0 && s.ContinuedBy != number:
		return s, ErrContinued
	}
	s.ContinuedBy = number
	return s, nil
}

// freed returns the sitting without the mark of a continuation that never will be: one
// of these sittings has the number and continues nothing, or was withdrawn before it
// was begun. The last of them must be settled.
func (s Sitting) freed(all []Sitting) Sitting {
	i := slices.IndexFunc(all, func(other Sitting) bool { return other.Number == s.ContinuedBy })
	if i >= 0 && (all[i].Continues != s.Number || all[i].Attempt.State == Withdrawn) {
		s.ContinuedBy = 0
	}
	return s
}
