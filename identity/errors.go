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

// The errors of linking an account and of passwords. What a person is told of the first
// three is the same for an address that somebody has and for one that nobody has.
var (
	// ErrCode: the code is wrong, has expired, was used, or is not looked at any more.
	ErrCode = errors.New("identity: not the code")
	// ErrFlowEnded: the flow has ended, and begins again from the address.
	ErrFlowEnded = errors.New("identity: the flow has ended")
	// ErrFlowStep: the flow is at another step.
	ErrFlowStep = errors.New("identity: not at this step")
	// ErrAddress: the text is no e-mail address.
	ErrAddress = errors.New("identity: not an address")
	// ErrNotLinked: the password is right, and the account has not been linked since the
	// cut-over.
	ErrNotLinked = errors.New("identity: the account is not linked yet")
	// ErrMustChange: the session was opened with a temporary password, and does nothing
	// but change it.
	ErrMustChange = errors.New("identity: the temporary password must be changed first")
	// ErrPasswordShort, ErrPasswordLong, ErrPasswordCommon and ErrPasswordPersonal: the
	// password cannot be had. ErrPasswordSame: it is the one to be changed.
	ErrPasswordShort    = errors.New("identity: the password is too short")
	ErrPasswordLong     = errors.New("identity: the password is too long")
	ErrPasswordCommon   = errors.New("identity: the password is too common")
	ErrPasswordPersonal = errors.New("identity: the password is made of what others know")
	ErrPasswordSame     = errors.New("identity: the password is the one to be changed")
	// ErrPasswordWrong: the present password is not this one.
	ErrPasswordWrong = errors.New("identity: not the present password")
)
