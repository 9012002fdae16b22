package reminder

import (
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// message returns the letter of a reminder to the standing's member, in a language
// that the organisation serves.
func (r Reminder) message(s hours.Standing, secret string, at time.Time) identity.Message {
	m := identity.Message{
		Org: s.Organisation.ID, Member: s.Member.ID, ID: r.ID(), Kind: identity.Reminder,
		To: s.Member.Email, Language: s.Organisation.Languages.Choose(s.Member.Language), Written: at, Secret: secret,
		Values: map[string]string{"name": s.Member.Name(), "lastDay": r.Last.String(), "months": strconv.Itoa(r.Months)},
	}
	if r.Pending {
		m.Values["pending"] = "true"
	}
	for _, item := range r.Left {
		m.Lines = append(m.Lines, identity.MessageLine{
			Label: item.Label, Amount: item.Amount.String(), Unit: item.Unit, Measure: string(item.Measure),
		})
	}
	return m
}
