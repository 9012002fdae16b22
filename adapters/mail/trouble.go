package mail

import (
	"errors"
	"slices"

	gomail "github.com/wneessen/go-mail"

	"github.com/goodstanding/goodstanding/identity"
)

// TroubleOf returns the class of an error of [Sender.Send]; "" for nil. A server
// that refuses the sender (MAIL FROM) refuses no recipient: that is put right by
// whoever runs the program, and the message waits.
func TroubleOf(err error) identity.Trouble {
	var refusal *gomail.SendError
	switch {
	case err == nil:
		return ""
	case errors.Is(err, ErrBadLetter):
		return identity.BadLetter
	case !errors.As(err, &refusal):
		return identity.Unreachable
	}
	code := refusal.ErrorCode()
	final := []gomail.SendErrReason{gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose}
	if slices.Contains(final, refusal.Reason) && code >= 500 && code < 600 {
		return identity.Refused
	}
	if code == 0 {
		return identity.Unreachable
	}
	return identity.Deferred
}
