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

// The errors of what staff decide about accounts.
var (
	// ErrAccountState: the account is not in a state in which that can be decided.
	ErrAccountState = errors.New("identity: not in this state of the account")
	// ErrCause: no cause was given. ErrNoWords: the words are missing in which it is
	// said, or why. ErrNoEvidence: what shows it is missing. ErrWordsLong: one of them is
	// too long.
	ErrCause      = errors.New("identity: no cause")
	ErrNoWords    = errors.New("identity: no words for the reason")
	ErrNoEvidence = errors.New("identity: no evidence")
	ErrWordsLong  = errors.New("identity: too many words")
	// ErrNoAddress: there is no address to write to.
	ErrNoAddress = errors.New("identity: no address on file")
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
	// ErrPasswordBreached: the password was found in breaches of other systems.
	ErrPasswordBreached = errors.New("identity: the password is on a list of breached ones")
	// ErrMustReplace: the password of the session was found there since it was set, and
	// the session does nothing but change it.
	ErrMustReplace = errors.New("identity: the password is on a list of breached ones and must be changed first")
	// ErrPasswordWrong: the present password is not this one.
	ErrPasswordWrong = errors.New("identity: not the present password")
)

// The errors of the questions that a mandate has asked.
var (
	// ErrMandate: questions are to be asked without the authority that imposes them, the
	// reference, or the day of the review.
	ErrMandate = errors.New("identity: questions need an authority, a reference and a day of review")
	// ErrMandateOver: the day of the review is past, and no answers are set or changed.
	ErrMandateOver = errors.New("identity: the mandate of the questions is to be reviewed first")
	// ErrMustAnswer: the session does nothing but set the answers to the questions, until
	// they are set.
	ErrMustAnswer = errors.New("identity: the answers to the questions must be set first")
	// ErrAnswer: the answer to the question is not the one that is kept, or is not looked
	// at any more.
	ErrAnswer = errors.New("identity: not the answer")
	// ErrQuestion: no question of the list was chosen. ErrQuestionTwice: it is chosen
	// already.
	ErrQuestion      = errors.New("identity: not a question of the list")
	ErrQuestionTwice = errors.New("identity: the question is chosen twice")
	// ErrAnswerShort, ErrAnswerLong, ErrAnswerCommon, ErrAnswerPersonal and
	// ErrAnswerTwice: the answer cannot be had.
	ErrAnswerShort    = errors.New("identity: the answer is too short")
	ErrAnswerLong     = errors.New("identity: the answer is too long")
	ErrAnswerCommon   = errors.New("identity: the answer is too common")
	ErrAnswerPersonal = errors.New("identity: the answer is the password, or what others know")
	ErrAnswerTwice    = errors.New("identity: the answer is that to another question too")
)

// The errors of the second factor.
var (
	// ErrFactorCode: the code of the application is wrong or was used, and it is no
	// recovery code that is left.
	ErrFactorCode = errors.New("identity: not the code of the second factor")
	// ErrSecondFactor: the password was right, and the session opens nothing until the
	// second factor is shown.
	ErrSecondFactor = errors.New("identity: the second factor must be shown first")
	// ErrFactorStep: the second factor does not stand where this can be done: it is off,
	// or on, already.
	ErrFactorStep = errors.New("identity: the second factor is not at this step")
	// ErrPasswordFirst: the second factor stays on while the password is one that may
	// not stand alone.
	ErrPasswordFirst = errors.New("identity: the password is too short to stand alone")
	// ErrPasswordShorter: the password is too short even beside a second factor.
	ErrPasswordShorter = errors.New("identity: the password is too short beside a second factor")
)

// The errors of passkeys.
var (
	// ErrPasskey: what the browser sent is no right answer of a passkey to the challenge,
	// at this address, by a holder who was verified.
	ErrPasskey = errors.New("identity: not an answer of a passkey")
	// ErrPasskeyUnknown: the passkey is none of the account's.
	ErrPasskeyUnknown = errors.New("identity: not a passkey of the account")
	// ErrPasskeyChallenge: no challenge waits in this session for such an answer: it was
	// answered already, or waited too long.
	ErrPasskeyChallenge = errors.New("identity: no challenge waits for a passkey")
	// ErrPasskeyCounter: the passkey signed no more often than it had before: it may have
	// been copied.
	ErrPasskeyCounter = errors.New("identity: the counter of the passkey did not rise")
	// ErrPasskeyMost: the account has as many passkeys as it may. ErrPasskeyTwice: it has
	// this one already.
	ErrPasskeyMost  = errors.New("identity: no more passkeys")
	ErrPasskeyTwice = errors.New("identity: the account has the passkey already")
	// ErrPasskeyName: the passkey has no name, or one that is too long.
	ErrPasskeyName = errors.New("identity: not a name of a passkey")
)

// The errors of choosing a login (A6, A12).
var (
	// ErrLogin: the text is no login.
	ErrLogin = errors.New("identity: not a login")
	// ErrLoginTaken: another account has it.
	ErrLoginTaken = errors.New("identity: the login is another account's")
	// ErrOpened: the account is open already.
	ErrOpened = errors.New("identity: the account is open already")
)
