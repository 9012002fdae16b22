package privacy

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Disclosure is an entry of the register of disclosures: every one is entered, whether or
// not the Act asks for it.
type Disclosure struct {
	Org      identity.OrganisationID `json:"org"`
	Person   PersonID                `json:"person"`
	ID       string                  `json:"id"`
	Holdings []HoldingID             `json:"holdings"`
	// To is who received it, and Recipient its category in the inventory.
	To        string `json:"to"`
	Recipient string `json:"recipient"`
	// Why is what for, in the words of the person in charge.
	Why     string             `json:"why"`
	Day     cycle.Date         `json:"day"`
	At      time.Time          `json:"at"`
	Account identity.AccountID `json:"account"`
	// Regime, Ground and Articles are those of the decision; Required that the Act asks
	// for the entry, and Verified that the article was read.
	Regime   Regime      `json:"regime"`
	Ground   string      `json:"ground"`
	Articles []ArticleID `json:"articles"`
	Required bool        `json:"required"`
	Verified bool        `json:"verified"`
	// Version is 1 for an entry, which is never changed; 0 has never been stored.
	Version int64 `json:"version"`
}

// Enter returns the entry of a disclosure that was permitted, with the decision's
// grounds. The errors are [ErrNotPermitted], when the decision is not a yes to
// [Disclose]; [ErrUnknownHolding], when the holdings are none, not known or not under
// the decision's Act; and [ErrIncomplete], when to whom, what for or the day is missing.
func (d Decision) Enter(e Disclosure, i Inventory) (Disclosure, error) {
	if d.Question != Disclose || d.Outcome != Permitted {
		return Disclosure{}, ErrNotPermitted
	}
	if e.To == "" || e.Why == "" || e.Day.IsZero() || e.Person == "" || !i.has("recipient", e.Recipient) {
		return Disclosure{}, ErrIncomplete
	}
	for _, id := range e.Holdings {
		if h, ok := i.Holding(id); !ok || h.Regime != d.Regime {
			return Disclosure{}, ErrUnknownHolding
		}
	}
	if len(e.Holdings) == 0 {
		return Disclosure{}, ErrUnknownHolding
	}
	e.Holdings, e.Articles = slices.Clone(e.Holdings), slices.Clone(d.Articles)
	e.Regime, e.Ground, e.Required, e.Verified = d.Regime, d.Ground, d.Register, d.Verified
	return e, nil
}

// lookBack is how many calendar months of disclosures are told of a rectification (CCQ,
// s. 40).
const lookBack = 6

// ToTell returns the disclosures whose recipients are told that holdings were rectified
// on a day: those of the six calendar months before it.
func ToTell(register []Disclosure, rectified []HoldingID, day cycle.Date) []Disclosure {
	from := day.AddMonths(-lookBack)
	var told []Disclosure
	for _, d := range register {
		if !d.Day.Before(from) && !d.Day.After(day) && slices.ContainsFunc(d.Holdings, func(id HoldingID) bool { return slices.Contains(rectified, id) }) {
			told = append(told, d)
		}
	}
	return told
}
