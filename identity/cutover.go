package identity

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
)

// CutOver is the first moment of a new portal: existing accounts are linked to it
// (requirement L1). The zero value is none: every account signs in as usual.
type CutOver struct{ start time.Time }

// NewCutOver returns the cut-over of a day, which it includes: it begins with the day,
// where the organisation counts its days. The zero Date is none.
func NewCutOver(day cycle.Date, zone *time.Location) CutOver {
	if day.IsZero() {
		return CutOver{}
	}
	return CutOver{day.Start(zone)}
}

// Linked reports that an account signs in as usual: there was no cut-over, or the
// account has opened a session since, or has been given its password since. It is
// asked only of who has shown the right password: whether an account is linked is
// nobody else's to know.
func (c CutOver) Linked(a Account) bool {
	return c.start.IsZero() || !a.LastOpened.Before(c.start) || !a.PasswordSet.Before(c.start)
}

// CutOver returns the organisation's; the error is that of [Organisation.Location].
func (o Organisation) CutOver() (CutOver, error) {
	zone, err := o.Location()
	if err != nil {
		return CutOver{}, err
	}
	return NewCutOver(o.LinkSince, zone), nil
}
