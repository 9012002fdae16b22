package portal

import (
	"net/http"

	"github.com/goodstanding/goodstanding/identity"
)

func mailboxRoutes() []Route {
	return []Route{
		{"GET", "/mailbox", (*visit).mailbox, false},
		{"GET", "/mailbox.csv", (*visit).mailboxCSV, false},
	}
}

// longestMailbox is how many messages are looked through, the latest.
const longestMailbox = 500

// mailbox shows staff every message of a demonstration, as the person reads it.
func (v *visit) mailbox() error {
	list, err := v.mail()
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "mailbox", frame{Title: v.t("mailbox.title"), Tab: "mailbox", Body: list})
}

func (v *visit) mailboxCSV() error {
	list, err := v.mail()
	if err != nil {
		return err
	}
	return list.send(v, v.t("mailbox.file"))
}

func (v *visit) mail() (letterList, error) {
	if err := v.actor.Check(identity.List, v.Org, ""); err != nil {
		return letterList{}, err
	}
	messages, err := v.Mailbox(v.r.Context(), longestMailbox)
	if err != nil {
		return letterList{}, err
	}
	return v.letters(messages, "/mailbox.csv"), nil
}
