package identity

import "time"

// MessageKind says what a message announces; the text for each kind, in both
// languages, is adapters/i18n's.
type MessageKind string

// The messages.
const (
	// ExemptionDecided: a request for exemption was granted, refused or cancelled
	// (P51). Its values are "request", "state" and "name".
	ExemptionDecided MessageKind = "exemption-decided"
)

// Message is an e-mail to be sent. It is written in the same transaction as what
// it announces, so that neither exists without the other, and holds the values
// to print but no text.
type Message struct {
	Org      OrganisationID    `json:"org"`
	Member   MemberID          `json:"member"`
	ID       string            `json:"id"`
	Kind     MessageKind       `json:"kind"`
	To       string            `json:"to"`
	Language Language          `json:"language"`
	Values   map[string]string `json:"values"`
	Written  time.Time         `json:"written"`
	// Sent is the zero time until the message has left.
	Sent time.Time `json:"sent"`
}
