// Package identity says who: organisations, the members on their roll, the
// accounts that people sign in with, and what each role may do to whose file.
//
// Start with [Directory], the desk: it signs people in with a password, keeps
// their sessions, and answers [Directory.Who] for each request with an [Actor].
// Every other desk takes that Actor and asks [Actor.May].
//
// Everything that is stored belongs to an organisation, and its key begins with
// the organisation, then the member. Somebody else's file is as if it did not
// exist: the desks answer [ErrNotFound] for both.
//
// A password is set by whoever shows that the address on file is theirs: [Flow] is that
// way, step by step, [Temporary] the other. What is drawn for it (codes, tickets,
// temporary passwords) is a [Secret] and is kept as a digest alone.
//
// Files other than directory*.go and store.go are pure: no clock, no context, no
// store. The package imports [github.com/goodstanding/goodstanding/cycle] and the
// standard library only.
package identity

import (
	"fmt"
	"strings"
)

// OrganisationID names a regulator, such as "otpq": 1 to 40 characters among
// a-z, 0-9 and the hyphen. The zero value names none.
type OrganisationID string

// MemberID names a member inside an organisation, such as "m-1042": 1 to 40
// characters among a-z, A-Z, 0-9 and the hyphen. The zero value names none.
type MemberID string

// AccountID names an account inside an organisation, under the rule of MemberID.
type AccountID string

// ParseOrganisationID reads an identifier that came from outside; the error is
// [ErrBadID].
func ParseOrganisationID(text string) (OrganisationID, error) {
	if !WellFormed(text) || strings.ToLower(text) != text {
		return "", fmt.Errorf("%w: %.60q", ErrBadID, text)
	}
	return OrganisationID(text), nil
}

// ParseMemberID reads an identifier that came from outside; the error is
// [ErrBadID].
func ParseMemberID(text string) (MemberID, error) {
	if !WellFormed(text) {
		return "", fmt.Errorf("%w: %.60q", ErrBadID, text)
	}
	return MemberID(text), nil
}

// WellFormed reports that text may be part of a key: 1 to 40 characters among a-z,
// A-Z, 0-9 and the hyphen.
func WellFormed(text string) bool {
	if text == "" || len(text) > 40 {
		return false
	}
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
		default:
			return false
		}
	}
	return true
}
