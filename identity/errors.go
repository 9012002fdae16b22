package identity

import "errors"

// The errors of this package; compare with [errors.Is].
var (
	// ErrBadID: the text is not an identifier.
	ErrBadID = errors.New("identity: not an identifier")
	// ErrNotFound: there is no such organisation, member, account or session, or
	// the actor may not know that there is.
	ErrNotFound = errors.New("identity: not found")
	// ErrForbidden: the actor's roles do not open this.
	ErrForbidden = errors.New("identity: the role does not allow this")
	// ErrSignIn: the login and the password do not open an account. It never says
	// which of the two is wrong.
	ErrSignIn = errors.New("identity: the login and password do not match")
	// ErrThrottled: too many failures; the account must wait. It is said of
	// unknown logins too.
	ErrThrottled = errors.New("identity: too many attempts")
	// ErrNoSession: no session is open, or it has ended.
	ErrNoSession = errors.New("identity: no open session")
	// ErrStale: somebody else changed it since it was read.
	ErrStale = errors.New("identity: changed since it was read")
)
