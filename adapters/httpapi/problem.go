package httpapi

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
	"github.com/goodstanding/goodstanding/privacy"
)

func problemEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, base + "/openapi.yaml"}, true, openapiYAML},
		{Route{http.MethodGet, base + "/openapi.json"}, true, openapiJSON},
		{Route{http.MethodGet, base + "/problems"}, true, listProblems},
		{Route{http.MethodGet, base + "/problems/{type}"}, true, showProblem},
	}
}

// The errors of the API's own: what is wrong with a request before a desk sees
// it.
var (
	errMalformed      = errors.New("httpapi: the body is not a JSON object")
	errUnknownField   = errors.New("httpapi: unknown field")
	errWrongType      = errors.New("httpapi: value of another type")
	errBodyTooBig     = errors.New("httpapi: body too big")
	errMediaType      = errors.New("httpapi: media type not accepted")
	errParameter      = errors.New("httpapi: unusable parameter")
	errNoPrecondition = errors.New("httpapi: If-Match is required")
	errMethod         = errors.New("httpapi: method not allowed")
	errInvalid        = errors.New("httpapi: something is wrong with the entry")
	errInternal       = errors.New("httpapi: internal")
	errPanic          = errors.New("httpapi: panic")
)

// kind is a problem type: the end of its URI, and the status that goes with it.
type kind struct {
	slug   string
	status int
}

// kinds gives every error its problem type: the only place where errors become
// statuses. The first that matches is taken, so that the narrower stand before
// what they wrap. Several errors may share a type. A test parses the domain
// packages and fails when one of their errors is missing.
var kinds = []struct {
	err error
	kind
}{
	{errParameter, kind{"bad-parameter", http.StatusBadRequest}},
	{errMalformed, kind{"malformed-body", http.StatusBadRequest}},
	{errUnknownField, kind{"unknown-field", http.StatusBadRequest}},
	{errWrongType, kind{"wrong-type", http.StatusBadRequest}},
	{errBodyTooBig, kind{"body-too-big", http.StatusRequestEntityTooLarge}},
	{errMediaType, kind{"media-type", http.StatusUnsupportedMediaType}},
	{errNoPrecondition, kind{"precondition-required", http.StatusPreconditionRequired}},
	{errMethod, kind{"method-not-allowed", http.StatusMethodNotAllowed}},
	{errInvalid, kind{"invalid-entry", http.StatusUnprocessableEntity}},
	{errInternal, kind{"internal", http.StatusInternalServerError}},
	{errPanic, kind{"internal", http.StatusInternalServerError}},

	{identity.ErrNoSession, kind{"no-session", http.StatusUnauthorized}},
	{identity.ErrSignIn, kind{"sign-in", http.StatusUnauthorized}},
	{identity.ErrNotLinked, kind{"not-linked", http.StatusUnauthorized}},
	{identity.ErrMustChange, kind{"must-change-password", http.StatusUnauthorized}},
	{identity.ErrCode, kind{"wrong-code", http.StatusUnprocessableEntity}},
	{identity.ErrFlowEnded, kind{"flow-ended", http.StatusConflict}},
	{identity.ErrFlowStep, kind{"flow-step", http.StatusConflict}},
	{identity.ErrAddress, kind{"bad-address", http.StatusUnprocessableEntity}},
	{identity.ErrPasswordShort, kind{"password-short", http.StatusUnprocessableEntity}},
	{identity.ErrPasswordLong, kind{"password-long", http.StatusUnprocessableEntity}},
	{identity.ErrPasswordCommon, kind{"password-common", http.StatusUnprocessableEntity}},
	{identity.ErrPasswordPersonal, kind{"password-personal", http.StatusUnprocessableEntity}},
	{identity.ErrPasswordSame, kind{"password-same", http.StatusUnprocessableEntity}},
	{identity.ErrPasswordBreached, kind{"password-breached", http.StatusUnprocessableEntity}},
	{identity.ErrMustReplace, kind{"must-replace-password", http.StatusUnauthorized}},
	{identity.ErrPasswordWrong, kind{"password-wrong", http.StatusUnprocessableEntity}},
	{identity.ErrMandate, kind{"mandate", http.StatusUnprocessableEntity}},
	{identity.ErrMandateOver, kind{"mandate-over", http.StatusConflict}},
	{identity.ErrMustAnswer, kind{"must-answer", http.StatusUnauthorized}},
	{identity.ErrAnswer, kind{"wrong-answer", http.StatusUnprocessableEntity}},
	{identity.ErrQuestion, kind{"no-question-chosen", http.StatusUnprocessableEntity}},
	{identity.ErrQuestionTwice, kind{"question-twice", http.StatusUnprocessableEntity}},
	{identity.ErrAnswerShort, kind{"answer-short", http.StatusUnprocessableEntity}},
	{identity.ErrAnswerLong, kind{"answer-long", http.StatusUnprocessableEntity}},
	{identity.ErrAnswerCommon, kind{"answer-common", http.StatusUnprocessableEntity}},
	{identity.ErrAnswerPersonal, kind{"answer-personal", http.StatusUnprocessableEntity}},
	{identity.ErrAnswerTwice, kind{"answer-twice", http.StatusUnprocessableEntity}},
	{identity.ErrSecondFactor, kind{"second-factor", http.StatusUnauthorized}},
	{identity.ErrFactorCode, kind{"factor-code", http.StatusUnprocessableEntity}},
	{identity.ErrFactorStep, kind{"factor-step", http.StatusConflict}},
	{identity.ErrPasskey, kind{"passkey", http.StatusUnprocessableEntity}},
	{identity.ErrPasskeyUnknown, kind{"passkey-unknown", http.StatusUnprocessableEntity}},
	{identity.ErrPasskeyChallenge, kind{"passkey-challenge", http.StatusConflict}},
	{identity.ErrPasskeyCounter, kind{"passkey-counter", http.StatusUnprocessableEntity}},
	{identity.ErrPasskeyMost, kind{"passkey-most", http.StatusConflict}},
	{identity.ErrPasskeyTwice, kind{"passkey-twice", http.StatusConflict}},
	{identity.ErrPasskeyName, kind{"passkey-name", http.StatusUnprocessableEntity}},
	{identity.ErrPasswordFirst, kind{"password-first", http.StatusConflict}},
	{identity.ErrPasswordShorter, kind{"password-shorter", http.StatusUnprocessableEntity}},
	{identity.ErrLogin, kind{"bad-login", http.StatusUnprocessableEntity}},
	{identity.ErrLoginTaken, kind{"login-taken", http.StatusUnprocessableEntity}},
	{identity.ErrOpened, kind{"account-opened", http.StatusConflict}},
	{access.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{access.ErrForbidden, kind{"forbidden", http.StatusForbidden}},
	{access.ErrStale, kind{"stale", http.StatusPreconditionFailed}},
	{access.ErrStep, kind{"access-step", http.StatusConflict}},
	{access.ErrEnded, kind{"access-ended", http.StatusConflict}},
	{access.ErrName, kind{"not-a-name", http.StatusUnprocessableEntity}},
	{access.ErrShared, kind{"shared-address", http.StatusUnprocessableEntity}},
	{access.ErrSigner, kind{"another-signer", http.StatusUnprocessableEntity}},
	{access.ErrAgree, kind{"commitments", http.StatusUnprocessableEntity}},
	{access.ErrReasons, kind{"would-be-refused", http.StatusConflict}},
	{access.ErrTooMany, kind{"too-many-requests", http.StatusTooManyRequests}},
	{access.ErrNoGround, kind{"no-ground", http.StatusUnprocessableEntity}},
	{access.ErrReference, kind{"wrong-reference", http.StatusUnprocessableEntity}},
	{access.ErrEnrolment, kind{"wrong-enrolment", http.StatusUnprocessableEntity}},
	{access.ErrHasAccount, kind{"has-account", http.StatusConflict}},
	{identity.ErrThrottled, kind{"throttled", http.StatusTooManyRequests}},
	{identity.ErrAccountState, kind{"account-state", http.StatusConflict}},
	{identity.ErrCause, kind{"no-cause", http.StatusUnprocessableEntity}},
	{identity.ErrNoWords, kind{"no-words", http.StatusUnprocessableEntity}},
	{identity.ErrNoEvidence, kind{"no-proof", http.StatusUnprocessableEntity}},
	{identity.ErrWordsLong, kind{"words-long", http.StatusUnprocessableEntity}},
	{identity.ErrNoAddress, kind{"no-address", http.StatusConflict}},
	{identity.ErrForbidden, kind{"forbidden", http.StatusForbidden}},
	{identity.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{identity.ErrBadID, kind{"not-found", http.StatusNotFound}},
	{hours.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{exemption.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{certificate.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{certificate.ErrUnknownCode, kind{"unknown-code", http.StatusNotFound}},
	{certificate.ErrMistyped, kind{"mistyped-code", http.StatusUnprocessableEntity}},
	{certificate.ErrNothingToState, kind{"nothing-to-state", http.StatusConflict}},
	{certificate.ErrUnprintable, kind{"unprintable", http.StatusConflict}},

	{identity.ErrStale, kind{"stale", http.StatusPreconditionFailed}},
	{hours.ErrStale, kind{"stale", http.StatusPreconditionFailed}},
	{exemption.ErrStale, kind{"stale", http.StatusPreconditionFailed}},
	{certificate.ErrStale, kind{"stale", http.StatusPreconditionFailed}},
	{hours.ErrProcessed, kind{"processed", http.StatusConflict}},
	{exemption.ErrProcessed, kind{"processed", http.StatusConflict}},
	{hours.ErrClosed, kind{"closed", http.StatusConflict}},
	{closing.ErrNotOver, kind{"not-over", http.StatusConflict}},
	{closing.ErrUndecided, kind{"undecided", http.StatusConflict}},
	{closing.ErrNothingMissing, kind{"nothing-missing", http.StatusConflict}},
	{closing.ErrStillMissing, kind{"still-missing", http.StatusConflict}},
	{closing.ErrRunning, kind{"delay-running", http.StatusConflict}},
	{closing.ErrNotSaid, kind{"not-said", http.StatusConflict}},
	{hours.ErrTransition, kind{"transition", http.StatusConflict}},
	{exemption.ErrTransition, kind{"transition", http.StatusConflict}},
	{certificate.ErrTransition, kind{"transition", http.StatusConflict}},
	{hours.ErrAskedAlready, kind{"asked-already", http.StatusConflict}},
	{hours.ErrTooManyAtOnce, kind{"too-many-at-once", http.StatusUnprocessableEntity}},
	{hours.ErrNotOnRoll, kind{"not-on-roll", http.StatusConflict}},

	{hours.ErrNoRegulation, kind{"no-regulation", http.StatusNotFound}},
	{exemption.ErrNoGrounds, kind{"no-grounds", http.StatusConflict}},
	{cycle.ErrNoPeriod, kind{"no-period", http.StatusNotFound}},
	{cycle.ErrNoAnchor, kind{"no-anchor", http.StatusConflict}},
	{hours.ErrBadRegulation, kind{"unusable-regulation", http.StatusInternalServerError}},
	{hours.ErrNoHolidays, kind{"unusable-regulation", http.StatusInternalServerError}},
	{cycle.ErrBadHolidays, kind{"unusable-regulation", http.StatusInternalServerError}},
	{access.ErrCatalogue, kind{"internal", http.StatusInternalServerError}},
	{exemption.ErrBadGrounds, kind{"unusable-regulation", http.StatusInternalServerError}},
	{cycle.ErrBadCalendar, kind{"unusable-regulation", http.StatusInternalServerError}},

	{privacy.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{privacy.ErrForbidden, kind{"forbidden", http.StatusForbidden}},
	{privacy.ErrStale, kind{"stale", http.StatusPreconditionFailed}},
	{privacy.ErrTransition, kind{"transition", http.StatusConflict}},
	{privacy.ErrTooLong, kind{"too-long-text", http.StatusUnprocessableEntity}},
	{privacy.ErrBadLaw, kind{"unusable-law", http.StatusInternalServerError}},
	{privacy.ErrBadInventory, kind{"unusable-law", http.StatusInternalServerError}},
	{privacy.ErrUndeclared, kind{"unusable-law", http.StatusInternalServerError}},
	{privacy.ErrNoExtension, kind{"no-extension", http.StatusConflict}},
	{privacy.ErrExtensionDays, kind{"extension-days", http.StatusUnprocessableEntity}},
	{privacy.ErrExtensionLate, kind{"extension-late", http.StatusConflict}},
	{privacy.ErrUnknownKind, kind{"unknown-request-kind", http.StatusUnprocessableEntity}},
	{privacy.ErrUnknownQuality, kind{"unknown-quality", http.StatusUnprocessableEntity}},
	{privacy.ErrUnknownHolding, kind{"unknown-holding", http.StatusUnprocessableEntity}},
	{privacy.ErrReceived, kind{"bad-day", http.StatusUnprocessableEntity}},
	{privacy.ErrNoRight, kind{"no-such-right", http.StatusConflict}},
	{privacy.ErrNoLeg, kind{"no-leg", http.StatusUnprocessableEntity}},
	{privacy.ErrProof, kind{"no-identity", http.StatusUnprocessableEntity}},
	{privacy.ErrImprecise, kind{"imprecise", http.StatusUnprocessableEntity}},
	{privacy.ErrNotAdmitted, kind{"not-admitted", http.StatusConflict}},
	{privacy.ErrDecided, kind{"decided", http.StatusConflict}},
	{privacy.ErrGround, kind{"no-refusal-ground", http.StatusUnprocessableEntity}},
	{privacy.ErrGroundLost, kind{"ground-lost", http.StatusConflict}},
	{privacy.ErrReason, kind{"no-reason", http.StatusUnprocessableEntity}},
	{privacy.ErrPart, kind{"not-a-part", http.StatusUnprocessableEntity}},
	{privacy.ErrNotRefused, kind{"not-refused", http.StatusConflict}},
	{privacy.ErrNoRecourse, kind{"no-recourse", http.StatusConflict}},
	{privacy.ErrNotPermitted, kind{"not-permitted", http.StatusConflict}},
	{privacy.ErrIncomplete, kind{"incomplete-entry", http.StatusUnprocessableEntity}},
	{privacy.ErrUseDestruction, kind{"use-destruction", http.StatusConflict}},
	{privacy.ErrUnknownPurpose, kind{"unknown-purpose", http.StatusNotFound}},
	{privacy.ErrNotConsent, kind{"not-consent", http.StatusConflict}},
	{privacy.ErrNoNotice, kind{"no-notice", http.StatusConflict}},
	{privacy.ErrNotApart, kind{"not-apart", http.StatusUnprocessableEntity}},
	{privacy.ErrNotExpress, kind{"not-express", http.StatusUnprocessableEntity}},
	{privacy.ErrUntil, kind{"until-past", http.StatusUnprocessableEntity}},
	{privacy.ErrNotTold, kind{"not-told", http.StatusConflict}},
	{privacy.ErrChannel, kind{"no-channel", http.StatusUnprocessableEntity}},
	{privacy.ErrNotGiven, kind{"not-given", http.StatusConflict}},
	{privacy.ErrBrokenChain, kind{"broken-chain", http.StatusInternalServerError}},
	{privacy.ErrNoCustody, kind{"no-custody", http.StatusInternalServerError}},
	{privacy.ErrPlanChanged, kind{"plan-changed", http.StatusConflict}},
	{privacy.ErrStillHeld, kind{"still-held", http.StatusInternalServerError}},
	{privacy.ErrNoContact, kind{"no-contact", http.StatusUnprocessableEntity}},
	{privacy.ErrNothingAsked, kind{"nothing-asked", http.StatusUnprocessableEntity}},

	{hours.ErrMissing, kind{"missing", http.StatusUnprocessableEntity}},
	{hours.ErrTooLong, kind{"too-long", http.StatusUnprocessableEntity}},
	{hours.ErrUnknownChoice, kind{"unknown-choice", http.StatusUnprocessableEntity}},
	{hours.ErrRetired, kind{"retired", http.StatusUnprocessableEntity}},
	{hours.ErrListed, kind{"listed", http.StatusConflict}},
	{hours.ErrBadDate, kind{"bad-date", http.StatusUnprocessableEntity}},
	{cycle.ErrBadDate, kind{"bad-date", http.StatusUnprocessableEntity}},
	{hours.ErrEndBeforeStart, kind{"end-before-start", http.StatusUnprocessableEntity}},
	{cycle.ErrEmptySpan, kind{"end-before-start", http.StatusUnprocessableEntity}},
	{hours.ErrFuture, kind{"future", http.StatusUnprocessableEntity}},
	{hours.ErrOutsidePeriod, kind{"outside-period", http.StatusUnprocessableEntity}},
	{hours.ErrBadHours, kind{"bad-hours", http.StatusUnprocessableEntity}},
	{hours.ErrAmbiguousHours, kind{"ambiguous-hours", http.StatusUnprocessableEntity}},
	{hours.ErrNegativeHours, kind{"negative-hours", http.StatusUnprocessableEntity}},
	{hours.ErrNoHours, kind{"no-hours", http.StatusUnprocessableEntity}},
	{hours.ErrTooManyHours, kind{"too-many-hours", http.StatusUnprocessableEntity}},
	{hours.ErrMoreThanDeclared, kind{"more-than-declared", http.StatusUnprocessableEntity}},
	{hours.ErrDelay, kind{"delay-outside-range", http.StatusUnprocessableEntity}},
	{hours.ErrNothingCorrected, kind{"nothing-corrected", http.StatusUnprocessableEntity}},
	{hours.ErrNotAttested, kind{"not-attested", http.StatusUnprocessableEntity}},

	{intake.ErrNoHeader, kind{"no-header", http.StatusUnprocessableEntity}},
	{intake.ErrColumnMissing, kind{"column-missing", http.StatusUnprocessableEntity}},
	{intake.ErrColumnTwice, kind{"column-twice", http.StatusUnprocessableEntity}},
	{intake.ErrRowLong, kind{"row-long", http.StatusUnprocessableEntity}},
	{intake.ErrRowQuote, kind{"row-quote", http.StatusUnprocessableEntity}},
	{intake.ErrNotText, kind{"not-text", http.StatusUnprocessableEntity}},
	{intake.ErrRowWidth, kind{"row-width", http.StatusUnprocessableEntity}},
	{intake.ErrAmbiguousDate, kind{"ambiguous-date", http.StatusUnprocessableEntity}},
	{intake.ErrNoMember, kind{"no-member", http.StatusUnprocessableEntity}},
	{intake.ErrFileTooBig, kind{"file-too-big", http.StatusRequestEntityTooLarge}},
	{intake.ErrTooManyLines, kind{"too-many-lines", http.StatusUnprocessableEntity}},
	{intake.ErrToken, kind{"token", http.StatusUnauthorized}},
	{intake.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{intake.ErrStale, kind{"stale", http.StatusPreconditionFailed}},

	{exemption.ErrNoDocument, kind{"no-document", http.StatusUnprocessableEntity}},
	{hours.ErrTooManyDocuments, kind{"too-many-documents", http.StatusConflict}},
	{hours.ErrDocumentTooBig, kind{"document-too-big", http.StatusRequestEntityTooLarge}},
	{hours.ErrDocumentEmpty, kind{"document-empty", http.StatusUnprocessableEntity}},
	{hours.ErrDocumentType, kind{"document-type", http.StatusUnsupportedMediaType}},
	{hours.ErrDocumentDisguised, kind{"document-disguised", http.StatusUnsupportedMediaType}},
	{exemption.ErrNotCommitted, kind{"not-committed", http.StatusUnprocessableEntity}},
	{exemption.ErrOutsidePeriod, kind{"ground-outside-period", http.StatusUnprocessableEntity}},
	{exemption.ErrMoreThanAsked, kind{"more-than-asked", http.StatusUnprocessableEntity}},
	{exemption.ErrMoreThanLeft, kind{"more-than-left", http.StatusUnprocessableEntity}},
	{exemption.ErrOutsideGround, kind{"outside-ground", http.StatusUnprocessableEntity}},
	{exemption.ErrDayPast, kind{"day-past", http.StatusUnprocessableEntity}},
	{exemption.ErrNothingSent, kind{"nothing-sent", http.StatusUnprocessableEntity}},
	{exemption.ErrNoRule, kind{"no-rule", http.StatusUnprocessableEntity}},
	{exemption.ErrRuleGivesNothing, kind{"rule-gives-nothing", http.StatusUnprocessableEntity}},

	{audit.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{hours.ErrNoEvidence, kind{"no-evidence", http.StatusUnprocessableEntity}},
	{hours.ErrNotLess, kind{"not-less", http.StatusUnprocessableEntity}},
	{hours.ErrTooSoon, kind{"too-soon", http.StatusUnprocessableEntity}},
	{hours.ErrNoSecondNotice, kind{"no-second-notice", http.StatusConflict}},
	{audit.ErrSize, kind{"bad-size", http.StatusUnprocessableEntity}},
	{audit.ErrNobody, kind{"nobody", http.StatusUnprocessableEntity}},
	{audit.ErrUnknownMember, kind{"unknown-member", http.StatusUnprocessableEntity}},
	{audit.ErrNotSelected, kind{"not-selected", http.StatusConflict}},
	{audit.ErrNothingToAsk, kind{"nothing-to-ask", http.StatusConflict}},

	{photo.ErrEmpty, kind{"photo-empty", http.StatusUnprocessableEntity}},
	{photo.ErrTooHeavy, kind{"photo-too-heavy", http.StatusRequestEntityTooLarge}},
	{photo.ErrNotPhoto, kind{"not-a-photo", http.StatusUnsupportedMediaType}},
	{photo.ErrHEIC, kind{"photo-heic", http.StatusUnsupportedMediaType}},
	{photo.ErrFormat, kind{"photo-format", http.StatusUnsupportedMediaType}},
	{photo.ErrDamaged, kind{"photo-damaged", http.StatusUnprocessableEntity}},
	{photo.ErrTooManyPixels, kind{"photo-too-many-pixels", http.StatusUnprocessableEntity}},
	{photo.ErrTooSmall, kind{"photo-too-small", http.StatusUnprocessableEntity}},
	{photo.ErrCropOutside, kind{"crop-outside", http.StatusUnprocessableEntity}},
	{photo.ErrCropSmall, kind{"crop-small", http.StatusUnprocessableEntity}},

	{exam.ErrNoExam, kind{"no-exam", http.StatusNotFound}},
	{exam.ErrBadExam, kind{"unusable-exam", http.StatusInternalServerError}},
	{exam.ErrNumber, kind{"bad-number", http.StatusUnprocessableEntity}},
	{exam.ErrUnknownOption, kind{"unknown-option", http.StatusUnprocessableEntity}},
	{exam.ErrOneChoice, kind{"one-choice", http.StatusUnprocessableEntity}},

	{exam.ErrNotFound, kind{"not-found", http.StatusNotFound}},
	{exam.ErrStale, kind{"stale", http.StatusPreconditionFailed}},
	{exam.ErrTransition, kind{"transition", http.StatusConflict}},
	{exam.ErrUnknownCode, kind{"unknown-code", http.StatusNotFound}},
	{exam.ErrNotAuthorised, kind{"not-authorised", http.StatusConflict}},
	{exam.ErrAuthorised, kind{"authorised-already", http.StatusConflict}},
	{exam.ErrCancelled, kind{"authorisation-cancelled", http.StatusConflict}},
	{exam.ErrLapsed, kind{"authorisation-lapsed", http.StatusConflict}},
	{exam.ErrWithdrawn, kind{"attempt-withdrawn", http.StatusConflict}},
	{exam.ErrNotLaunched, kind{"not-launched", http.StatusConflict}},
	{exam.ErrNotBegun, kind{"not-begun", http.StatusConflict}},
	{exam.ErrBegun, kind{"begun-already", http.StatusConflict}},
	{exam.ErrPaused, kind{"paused", http.StatusConflict}},
	{exam.ErrNotPaused, kind{"not-paused", http.StatusConflict}},
	{exam.ErrSubmitted, kind{"submitted-already", http.StatusConflict}},
	{exam.ErrTimedOut, kind{"timed-out", http.StatusConflict}},
	{exam.ErrTerminated, kind{"terminated", http.StatusConflict}},
	{exam.ErrSuperseded, kind{"superseded", http.StatusConflict}},
	{exam.ErrSequence, kind{"later-answer", http.StatusConflict}},
	{exam.ErrLive, kind{"other-exam-live", http.StatusConflict}},
	{exam.ErrNoPause, kind{"no-pause", http.StatusConflict}},
	{exam.ErrWorkstation, kind{"other-workstation", http.StatusConflict}},
	{exam.ErrNoQuestion, kind{"no-question", http.StatusNotFound}},
	{exam.ErrCommand, kind{"bad-command", http.StatusUnprocessableEntity}},
	{exam.ErrGround, kind{"bad-ground", http.StatusUnprocessableEntity}},
	{exam.ErrTime, kind{"bad-time", http.StatusUnprocessableEntity}},
	{exam.ErrUnproved, kind{"identity-unconfirmed", http.StatusConflict}},
	{exam.ErrNoPhoto, kind{"no-photo", http.StatusConflict}},
	{exam.ErrEnrolled, kind{"not-in-training", http.StatusUnprocessableEntity}},
	{exam.ErrPointClosed, kind{"point-closed", http.StatusConflict}},
	{exam.ErrNotEnded, kind{"not-ended", http.StatusConflict}},
	{exam.ErrContinued, kind{"continued-already", http.StatusConflict}},
	{exam.ErrCardIssued, kind{"card-issued", http.StatusConflict}},
	{exam.ErrNoCard, kind{"no-card", http.StatusConflict}},
	{exam.ErrHour, kind{"bad-hour", http.StatusUnprocessableEntity}},
	{exam.ErrNumberForm, kind{"number-form", http.StatusUnprocessableEntity}},
	{exam.ErrBirth, kind{"impossible-birth", http.StatusUnprocessableEntity}},
	{exam.ErrBirthDiffers, kind{"birth-differs", http.StatusUnprocessableEntity}},
	{exam.ErrNameHint, kind{"name-hint", http.StatusUnprocessableEntity}},
	{exam.ErrBirthHint, kind{"birth-hint", http.StatusUnprocessableEntity}},
	{exam.ErrWait, kind{"identity-wait", http.StatusTooManyRequests}},
	{exam.ErrUnattested, kind{"unattested", http.StatusUnprocessableEntity}},
	{exam.ErrPhotoRefused, kind{"photo-refused", http.StatusUnprocessableEntity}},
	{exam.ErrEmail, kind{"bad-email", http.StatusUnprocessableEntity}},
	{exam.ErrRegistration, kind{"registration-incomplete", http.StatusConflict}},
	{exam.ErrWorkstations, kind{"too-many-workstations", http.StatusConflict}},
	{exam.ErrNoWorkstation, kind{"no-workstation", http.StatusUnprocessableEntity}},
}

// kindOf returns the problem type of an error; what the table does not have is
// internal.
func kindOf(err error) kind {
	var entry hours.FieldErrors
	if errors.As(err, &entry) {
		err = errInvalid
	}
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.kind
		}
	}
	return kindOf(errInternal)
}

// problem is the body of RFC 9457.
type problem struct {
	Type     string         `json:"type"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail"`
	Instance string         `json:"instance"`
	Errors   []fieldProblem `json:"errors,omitempty"`
	// Number is what to quote when writing about an internal error.
	Number string `json:"number,omitempty"`
	// Won is what won over a command about an exam.
	Won *wonView `json:"won,omitempty"`
}

// fieldProblem is what is wrong with one field.
type fieldProblem struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// longestName is how much of an unknown field's name is told back, in characters.
const longestName = 60

func (x *exchange) fieldProblems(wrong []hours.FieldError) []fieldProblem {
	all := make([]fieldProblem, 0, len(wrong))
	for _, w := range wrong {
		name := []rune(w.Field)
		if len(name) > longestName {
			name = name[:longestName]
		}
		all = append(all, fieldProblem{string(name), kindOf(w.Err).slug, x.detail(w.Field, w.Err)})
	}
	return all
}

// detail says what happened and what to do.
func (x *exchange) detail(field string, err error) string {
	if own := "problem." + kindOf(err).slug + ".detail"; i18n.Has(own) {
		return x.p.T(own)
	}
	return x.p.FieldError(field, err)
}

// fail answers with the problem of an error. For an internal one it returns the
// number that it told, under which the log has the error's own text. Once the
// answer has begun, nothing can be told any more: only the number is returned.
func (x *exchange) fail(err error) (number string) {
	k := kindOf(err)
	if k.status >= http.StatusInternalServerError || x.status != 0 {
		number = rand.Text()[:8]
	}
	if x.status != 0 {
		return number
	}
	p := problem{
		Type: base + "/problems/" + k.slug, Title: x.p.T("problem." + k.slug), Status: k.status,
		Detail: x.detail("", err), Instance: x.r.URL.EscapedPath(), Number: number,
	}
	var lost exam.Lost
	if errors.As(err, &lost) {
		p.Won = x.viewWon(lost)
	}
	var wait exam.Wait
	if errors.As(err, &wait) {
		left := wait.Until.Sub(x.api.now()) + time.Second - 1
		x.w.Header().Set("Retry-After", strconv.Itoa(max(1, seconds(left))))
	}
	var entry hours.FieldErrors
	var form onFields
	switch {
	case errors.As(err, &entry):
		p.Errors = x.fieldProblems(entry)
		p.Detail = x.p.T("problem.invalid-entry.detail")
	case errors.As(err, &form):
		p.Errors = x.fieldProblems(form)
	}
	if k.status == http.StatusUnauthorized {
		x.w.Header().Set("WWW-Authenticate", `Bearer realm="goodstanding"`)
	}
	if err := x.write(k.status, "application/problem+json", p); err != nil {
		x.begin(http.StatusInternalServerError)
	}
	return number
}

// problemType is an entry of the list of problem types.
type problemType struct {
	Type   string `json:"type"`
	Code   string `json:"code"`
	Status int    `json:"status"`
	Title  texts  `json:"title"`
}

// texts is a text in both languages.
type texts struct {
	FR string `json:"fr"`
	EN string `json:"en"`
}

// problemTypes lists every type once, in the order of the table.
func problemTypes() []problemType {
	var all []problemType
	seen := map[string]bool{}
	for _, k := range kinds {
		if seen[k.slug] {
			continue
		}
		seen[k.slug] = true
		key := "problem." + k.slug
		all = append(all, problemType{
			Type: base + "/problems/" + k.slug, Code: k.slug, Status: k.status,
			Title: texts{i18n.For(identity.French).T(key), i18n.For(identity.English).T(key)},
		})
	}
	return all
}

func listProblems(x *exchange) error {
	return x.json(http.StatusOK, list[problemType]{problemTypes()})
}

// showProblem answers at the URI of a problem type.
func showProblem(x *exchange) error {
	for _, t := range problemTypes() {
		if t.Code == x.r.PathValue("type") {
			return x.json(http.StatusOK, t)
		}
	}
	return identity.ErrNotFound
}
