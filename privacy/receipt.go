package privacy

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Receipt is what a person keeps of a consent that they gave: a copy in words, which no
// later change of the notice, the policy or the consent touches. Its fields are those of
// the consent receipts of ISO/IEC TS 27560.
type Receipt struct {
	Version      string                  `json:"version"`
	Jurisdiction string                  `json:"jurisdiction"`
	ID           string                  `json:"id"`
	At           time.Time               `json:"at"`
	Day          cycle.Date              `json:"day"`
	Channel      Channel                 `json:"channel"`
	Language     identity.Language       `json:"language"`
	Controller   identity.OrganisationID `json:"controller"`
	Principal    PersonID                `json:"principal"`
	// Officer is the person in charge, and Policy the version of the policy.
	Officer string `json:"officer"`
	Policy  string `json:"policy"`
	// Purpose, Categories and Recipients are in words.
	Purpose    string     `json:"purpose"`
	Categories []string   `json:"categories"`
	Recipients []string   `json:"recipients"`
	Sensitive  bool       `json:"sensitive"`
	Express    bool       `json:"express"`
	Until      cycle.Date `json:"until,omitzero"`
	// Notice is the text that was shown, with its version.
	Notice        string `json:"notice"`
	NoticeVersion string `json:"noticeVersion"`
	// Withdraw is where the consent may be withdrawn besides one's own file, and Ends
	// what that ends.
	Withdraw string `json:"withdraw"`
	Ends     string `json:"ends"`
}

// Receipt returns the receipt of a consent that stands. The error is [ErrNotGiven].
func (c Consent) Receipt(id string, i Inventory, in identity.Language) (Receipt, error) {
	act, given := c.latest()
	if !given {
		return Receipt{}, ErrNotGiven
	}
	purpose, _ := i.Purpose(c.Purpose)
	notice, _ := i.Notice(act.Notice, act.NoticeVersion)
	r := Receipt{
		Version: "1", Jurisdiction: "CA-QC", ID: id, At: act.At, Day: act.Day, Channel: act.Channel, Language: in,
		Controller: c.Org, Principal: c.Person, Officer: i.Officer.Email, Policy: i.Policy.Version,
		Purpose: purpose.Label.In(in), Sensitive: i.sensitive(c.Purpose), Express: act.Express, Until: act.Until,
		Notice: notice.Text.In(in), NoticeVersion: act.NoticeVersion, Withdraw: i.Withdrawals, Ends: purpose.Ends.In(in),
	}
	seen := map[string]bool{}
	for _, h := range i.Holdings() {
		if h.Purpose != c.Purpose || h.Basis == Necessity {
			continue
		}
		if category, _ := i.Category(h.Category); !seen["category "+h.Category] {
			r.Categories = append(r.Categories, category.Label.In(in))
			seen["category "+h.Category] = true
		}
		for _, id := range h.Recipients {
			if recipient, _ := named(i.Recipients, id, func(r Recipient) string { return r.ID }); !seen["recipient "+id] {
				r.Recipients = append(r.Recipients, recipient.Label.In(in))
				seen["recipient "+id] = true
			}
		}
	}
	return r, nil
}
