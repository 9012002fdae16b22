package privacy

import "errors"

// The errors of this package; compare with [errors.Is].
var (
	// ErrBadLaw: a document of the law contradicts itself or leaves out what is needed.
	ErrBadLaw = errors.New("privacy: unusable law")
	// ErrBadInventory: an inventory contradicts itself, or leaves out what is needed.
	ErrBadInventory = errors.New("privacy: unusable inventory")

	// ErrUndeclared: a store keeps something that is not declared ([Keeping]).
	ErrUndeclared = errors.New("privacy: something is kept that is not declared")

	// ErrNoExtension: the clock may not be extended (P-39.1, s. 32).
	ErrNoExtension = errors.New("privacy: the time limit may not be extended")
	// ErrExtensionDays: more days than the extension may have, or none.
	ErrExtensionDays = errors.New("privacy: not the days of an extension")
	// ErrExtensionLate: notice of the extension comes after the time limit (A-2.1, s. 98).
	ErrExtensionLate = errors.New("privacy: too late to extend the time limit")

	// ErrTransition: the state has no such event.
	ErrTransition = errors.New("privacy: not possible in this state")
	// ErrUnknownKind: there is no such kind of request.
	ErrUnknownKind = errors.New("privacy: no such kind of request")
	// ErrUnknownQuality: there is no such quality in which to ask.
	ErrUnknownQuality = errors.New("privacy: no such quality")
	// ErrUnknownHolding: the inventory has no such holding, or it was named twice.
	ErrUnknownHolding = errors.New("privacy: no such holding")
	// ErrReceived: the day of receipt is missing or to come.
	ErrReceived = errors.New("privacy: not a day of receipt")
	// ErrNoRight: there was no such right on the day of receipt (portability before 22
	// September 2024).
	ErrNoRight = errors.New("privacy: no such right on that day")
	// ErrNoLeg: the request has no part under that Act.
	ErrNoLeg = errors.New("privacy: no part of the request is under this Act")
	// ErrProof: who asks, or in what quality, is not established.
	ErrProof = errors.New("privacy: identity or quality is not established")
	// ErrImprecise: what is asked is not said.
	ErrImprecise = errors.New("privacy: what is asked is not precise")
	// ErrNotAdmitted: identity and precision come first.
	ErrNotAdmitted = errors.New("privacy: the request is not admitted yet")
	// ErrDecided: a part of the request was answered or extended already.
	ErrDecided = errors.New("privacy: a part of the request is decided")
	// ErrGround: the Act has no such ground for such an answer.
	ErrGround = errors.New("privacy: no such ground of refusal")
	// ErrGroundLost: the ground no longer serves, or the day of the document is missing.
	ErrGroundLost = errors.New("privacy: time has taken the ground away")
	// ErrReason: a refusal gives its reason (P-39.1, s. 34, s. 100), and so does the
	// notice of an extension.
	ErrReason = errors.New("privacy: a reason is needed")
	// ErrPart: what is refused is not a part of what is asked.
	ErrPart = errors.New("privacy: not a part of what is asked")
	// ErrNotRefused: nothing was refused, and the time limit runs.
	ErrNotRefused = errors.New("privacy: nothing is refused yet")
	// ErrNoRecourse: no recourse was found against this.
	ErrNoRecourse = errors.New("privacy: no recourse")

	// ErrNotPermitted: no decision permits it.
	ErrNotPermitted = errors.New("privacy: not permitted")
	// ErrIncomplete: an entry of a register leaves out what it must say.
	ErrIncomplete = errors.New("privacy: the entry is incomplete")
	// ErrUseDestruction: nothing was anonymised; what is due is destruction.
	ErrUseDestruction = errors.New("privacy: not an approved anonymisation; destroy")

	// ErrUnknownPurpose: the inventory has no such purpose.
	ErrUnknownPurpose = errors.New("privacy: no such purpose")
	// ErrNotConsent: the purpose does not rest on consent.
	ErrNotConsent = errors.New("privacy: the purpose does not rest on consent")
	// ErrNoNotice: no notice in force was shown that announces the purpose.
	ErrNoNotice = errors.New("privacy: no notice of this purpose was shown")
	// ErrNotApart: consent was not asked for apart from everything else (P-39.1, s. 14).
	ErrNotApart = errors.New("privacy: consent was not asked for apart")
	// ErrNotExpress: what is sensitive calls for express consent (V8).
	ErrNotExpress = errors.New("privacy: express consent is needed")
	// ErrUntil: the consent would end before it begins.
	ErrUntil = errors.New("privacy: the consent would be over already")
	// ErrNotTold: what a withdrawal ends was not told first (V7).
	ErrNotTold = errors.New("privacy: what the withdrawal ends was not told")
	// ErrChannel: there is no such way of saying it.
	ErrChannel = errors.New("privacy: no such channel")
	// ErrNotGiven: the consent is not given.
	ErrNotGiven = errors.New("privacy: consent is not given")
)

// The errors of the desk.
var (
	// ErrNotFound: there is no such thing, or the actor may not know that there is.
	ErrNotFound = errors.New("privacy: not found")
	// ErrForbidden: it is not the actor's to do.
	ErrForbidden = errors.New("privacy: not allowed")
	// ErrStale: somebody else changed it since it was read.
	ErrStale = errors.New("privacy: changed since it was read")
	// ErrNoCustody: the desk cannot reach what is held about people.
	ErrNoCustody = errors.New("privacy: what is held cannot be reached")
	// ErrPlanChanged: what would be destroyed is not what was approved.
	ErrPlanChanged = errors.New("privacy: the plan of the destruction has changed")
	// ErrStillHeld: something that was destroyed is still found.
	ErrStillHeld = errors.New("privacy: something that was to be destroyed is still held")
	// ErrNoContact: nothing says whom to answer, or where.
	ErrNoContact = errors.New("privacy: a name and an address to answer to are needed")
	// ErrNothingAsked: the request says nothing.
	ErrNothingAsked = errors.New("privacy: nothing is asked")
	// ErrTooLong: a text is longer than [LongestText].
	ErrTooLong = errors.New("privacy: the text is too long")
	// ErrBrokenChain: the audit chain was changed after the fact.
	ErrBrokenChain = errors.New("privacy: the audit chain is broken")
)
