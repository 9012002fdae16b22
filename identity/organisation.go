package identity

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
)

// Organisation is a regulator of a profession: an order or a college.
type Organisation struct {
	ID   OrganisationID `json:"id"`
	Name Text           `json:"name"`
	// Contact is the address that pages give for help and for corrections.
	Contact string `json:"contact"`
	// Zone is the name of the zone in which its civil days are counted;
	// "America/Toronto" when empty.
	Zone      string         `json:"zone"`
	Languages LanguagePolicy `json:"languages"`
	// Regulation is the identifier of its regulation in the catalogue.
	Regulation string `json:"regulation"`
	// Holidays is the identifier of the set of holidays (cycle/holidays) on which its
	// time limits do not end; empty: they end on whatever day they do.
	Holidays string `json:"holidays,omitempty"`
	// WithdrawBeforeProcessing lets a member take back a declaration or a request
	// until staff have processed it.
	WithdrawBeforeProcessing bool `json:"withdrawBeforeProcessing"`
	// LateDeclarations accepts declarations for a reference period that is closed;
	// they are marked as late.
	LateDeclarations bool `json:"lateDeclarations"`
	// LinkSince is the day of the cut-over to the portal, which it includes: who has not
	// opened a session since links the existing account (requirement L1). The zero Date
	// is none.
	LinkSince cycle.Date `json:"linkSince,omitzero"`
	// ShorterWithFactor accepts passwords of [PasswordWithSecond] characters from who has
	// a second factor; they may then not be without it.
	ShorterWithFactor bool `json:"shorterWithFactor,omitempty"`
	// Recovery says what is asked for, beside the mailbox, of who has lost a password.
	Recovery RecoveryPolicy `json:"recovery,omitzero"`
	Version  int64          `json:"version"`
}

// DefaultZone is where days are counted when an organisation names no zone.
const DefaultZone = "America/Toronto"

// Location loads the organisation's zone; the error is that of
// [time.LoadLocation].
func (o Organisation) Location() (*time.Location, error) {
	if o.Zone == "" {
		return time.LoadLocation(DefaultZone)
	}
	return time.LoadLocation(o.Zone)
}
