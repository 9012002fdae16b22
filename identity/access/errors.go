package access

import "errors"

// The errors of this package; compare with [errors.Is].
var (
	// ErrNotFound: there is no such request, registration or workplace, or the actor may
	// not know that there is.
	ErrNotFound = errors.New("access: not found")
	// ErrForbidden: the role does not allow this, or it is about oneself.
	ErrForbidden = errors.New("access: the role does not allow this")
	// ErrStep and ErrEnded: the request is at another step, or has ended.
	ErrStep  = errors.New("access: not at this step")
	ErrEnded = errors.New("access: ended")
	// ErrStale: somebody else changed it since it was read.
	ErrStale = errors.New("access: changed since it was read")
	// ErrName: the text is no name.
	ErrName = errors.New("access: not a name")
	// ErrShared: the address says itself that several people read it.
	ErrShared = errors.New("access: an address that several people read")
	// ErrSigner: the name is not that of whoever is to sign.
	ErrSigner = errors.New("access: the name of another person")
	// ErrAgree: the commitments were not agreed to.
	ErrAgree = errors.New("access: the commitments are not agreed to")
	// ErrReasons: the request would be refused as it stands ([Catalogue.Entered]).
	ErrReasons = errors.New("access: the request would be refused")
	// ErrTooMany: too many requests are under way, or too many letters were sent.
	ErrTooMany = errors.New("access: too many")
	// ErrNoGround: a refusal says why.
	ErrNoGround = errors.New("access: no ground for a refusal")
	// ErrReference: the reference number and the name open nothing. It never says which.
	ErrReference = errors.New("access: not a reference number for this name")
	// ErrEnrolment: the address, the password and the secret code open nothing. It never
	// says which.
	ErrEnrolment = errors.New("access: not the password and secret code of this address")
	// ErrHasAccount: the person has an account already, which has the services now.
	ErrHasAccount = errors.New("access: has an account already")
)
