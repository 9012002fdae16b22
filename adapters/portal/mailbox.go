package portal

import (
	"net/http"

	"github.com/goodstanding/goodstanding/identity"
)

// letter is a message as it would be sent.
type letter struct {
	To, Written   string
	Subject, Body string
}

// longestMailbox is how many messages the page shows.
const longestMailbox = 50

// mailbox shows staff the messages of a demonstration, which sends none.
func (v *visit) mailbox() error {
	if err := v.actor.Check(identity.List, v.Org, ""); err != nil {
		return err
	}
	messages, err := v.Mailbox(v.r.Context(), longestMailbox)
	if err != nil {
		return err
	}
	var letters []letter
	for _, m := range messages {
		l := letter{To: m.To, Written: v.print.Instant(m.Written, v.zone)}
		l.Subject, l.Body = v.print.Message(m, v.org, v.Address)
		letters = append(letters, l)
	}
	return v.show(http.StatusOK, "mailbox", frame{Title: v.t("mailbox.title"), Tab: "mailbox", Body: letters})
}
