package httpapi

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

func reminderEndpoints() []endpoint {
	const member = base + "/members/{member}"
	return []endpoint{
		{Route{http.MethodGet, member + "/reminders"}, false, showReminders},
		{Route{http.MethodPut, member + "/reminders"}, false, preferReminders},
		{Route{http.MethodGet, member + "/messages"}, false, listMessages},
	}
}

// preferencesView is the reminders that a member gets.
type preferencesView struct {
	Months  []int `json:"months"`
	Stopped bool  `json:"stopped"`
}

func viewPreferences(p reminder.Preferences) preferencesView {
	return preferencesView{append([]int{}, p.Months...), p.Stopped()}
}

func showReminders(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	p, err := x.api.Reminders.Preferences(x.r.Context(), x.actor, member)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, viewPreferences(p))
}

// preferReminders keeps the member's choice. It is theirs alone and whole, so that it
// takes no version: the latest holds.
func preferReminders(x *exchange) error {
	member, err := x.member(identity.Write)
	if err != nil {
		return err
	}
	var p reminder.Preferences
	if err := x.read(&p); err != nil {
		return err
	}
	if p, err = x.api.Reminders.Prefer(x.r.Context(), x.actor, member, p); err != nil {
		return err
	}
	return x.json(http.StatusOK, viewPreferences(p))
}

// messageView is an e-mail to the member, as it is sent, and where it stands. Instants
// that have not come are left out.
type messageView struct {
	ID       string            `json:"id"`
	Kind     coded             `json:"kind"`
	Legal    bool              `json:"legal"`
	To       string            `json:"to"`
	Language identity.Language `json:"language"`
	Subject  string            `json:"subject"`
	Body     string            `json:"body"`
	Written  time.Time         `json:"written"`
	State    coded             `json:"state"`
	Sent     *time.Time        `json:"sent,omitempty"`
	GivenUp  *time.Time        `json:"givenUp,omitempty"`
	HeldBack *time.Time        `json:"heldBack,omitempty"`
	Next     *time.Time        `json:"next,omitempty"`
	Attempts int               `json:"attempts"`
	Trouble  *coded            `json:"trouble,omitempty"`
}

// listMessages answers the latest messages to the member, the latest first.
func listMessages(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	all, err := x.api.Reminders.Letters(x.r.Context(), x.actor, member)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewMessage))
}

func (x *exchange) viewMessage(m identity.Message) messageView {
	delivery := m.Delivery()
	view := messageView{
		ID: m.ID, Kind: x.labelled("message.kind.", string(m.Kind)), Legal: m.Kind.Legal(), To: m.To, Language: m.Language,
		Written: m.Written, State: x.labelled("message.delivery.", string(delivery)),
		Sent: instant(m.Sent), GivenUp: instant(m.GivenUp), HeldBack: instant(m.HeldBack), Next: instant(m.Next), Attempts: m.Attempts,
	}
	if m.Trouble != "" {
		trouble := x.labelled("message.trouble.", string(m.Trouble))
		view.Trouble = &trouble
	}
	view.Subject, view.Body = x.p.Message(m, x.org, x.api.Address)
	return view
}

func (x *exchange) labelled(list, code string) coded { return coded{code, x.p.T(list + code)} }

func instant(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
