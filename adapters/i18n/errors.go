package i18n

import (
	"errors"

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

// sentinels gives every error that a caller can cause its message key, the
// narrowest first. A test parses the domain packages and fails when one is
// missing.
var sentinels = []struct {
	err error
	key string
}{
	{hours.ErrMissing, "error.missing"},
	{hours.ErrTooLong, "error.too-long"},
	{hours.ErrUnknownChoice, "error.unknown-choice"},
	{hours.ErrRetired, "error.retired"},
	{hours.ErrListed, "error.listed"},
	{hours.ErrBadDate, "error.bad-date"},
	{hours.ErrEndBeforeStart, "error.end-before-start"},
	{hours.ErrFuture, "error.future"},
	{hours.ErrOutsidePeriod, "error.outside-period"},
	{hours.ErrAmbiguousHours, "error.ambiguous-hours"},
	{hours.ErrNegativeHours, "error.negative-hours"},
	{hours.ErrNoHours, "error.no-hours"},
	{hours.ErrTooManyHours, "error.too-many-hours"},
	{hours.ErrBadHours, "error.bad-hours"},
	{hours.ErrMoreThanDeclared, "error.more-than-declared"},
	{hours.ErrDelay, "error.delay-outside-range"},
	{hours.ErrNothingCorrected, "error.nothing-corrected"},
	{hours.ErrAskedAlready, "error.asked-already"},
	{hours.ErrNotAttested, "error.not-attested"},
	{exemption.ErrNoDocument, "error.no-document"},
	{hours.ErrTooManyDocuments, "error.too-many-documents"},
	{hours.ErrDocumentTooBig, "error.document-too-big"},
	{hours.ErrDocumentEmpty, "error.document-empty"},
	{hours.ErrDocumentType, "error.document-type"},
	{hours.ErrDocumentDisguised, "error.document-disguised"},
	{exemption.ErrNotCommitted, "error.not-committed"},
	{exemption.ErrOutsidePeriod, "error.ground-outside-period"},
	{exemption.ErrMoreThanAsked, "error.more-than-asked"},
	{exemption.ErrMoreThanLeft, "error.more-than-left"},
	{exemption.ErrOutsideGround, "error.outside-ground"},
	{exemption.ErrDayPast, "error.day-past"},
	{exemption.ErrNothingSent, "error.nothing-sent"},
	{exemption.ErrNoRule, "error.no-rule"},
	{exemption.ErrRuleGivesNothing, "error.rule-gives-nothing"},
	{privacy.ErrNotFound, "error.not-found"},
	{privacy.ErrForbidden, "error.forbidden"},
	{privacy.ErrStale, "error.stale"},
	{privacy.ErrTransition, "error.transition"},
	{privacy.ErrTooLong, "error.too-long-text"},
	{privacy.ErrBadLaw, "error.unusable-law"},
	{privacy.ErrBadInventory, "error.unusable-law"},
	{privacy.ErrNoExtension, "error.no-extension"},
	{privacy.ErrExtensionDays, "error.extension-days"},
	{privacy.ErrExtensionLate, "error.extension-late"},
	{privacy.ErrUnknownKind, "error.unknown-request-kind"},
	{privacy.ErrUnknownQuality, "error.unknown-quality"},
	{privacy.ErrUnknownHolding, "error.unknown-holding"},
	{privacy.ErrReceived, "error.bad-day"},
	{privacy.ErrNoRight, "error.no-such-right"},
	{privacy.ErrNoLeg, "error.no-leg"},
	{privacy.ErrProof, "error.no-identity"},
	{privacy.ErrImprecise, "error.imprecise"},
	{privacy.ErrNotAdmitted, "error.not-admitted"},
	{privacy.ErrDecided, "error.decided"},
	{privacy.ErrGround, "error.no-refusal-ground"},
	{privacy.ErrGroundLost, "error.ground-lost"},
	{privacy.ErrReason, "error.no-reason"},
	{privacy.ErrPart, "error.not-a-part"},
	{privacy.ErrNotRefused, "error.not-refused"},
	{privacy.ErrNoRecourse, "error.no-recourse"},
	{privacy.ErrNotPermitted, "error.not-permitted"},
	{privacy.ErrIncomplete, "error.incomplete-entry"},
	{privacy.ErrUseDestruction, "error.use-destruction"},
	{privacy.ErrUnknownPurpose, "error.unknown-purpose"},
	{privacy.ErrNotConsent, "error.not-consent"},
	{privacy.ErrNoNotice, "error.no-notice"},
	{privacy.ErrNotApart, "error.not-apart"},
	{privacy.ErrNotExpress, "error.not-express"},
	{privacy.ErrUntil, "error.until-past"},
	{privacy.ErrNotTold, "error.not-told"},
	{privacy.ErrChannel, "error.no-channel"},
	{privacy.ErrNotGiven, "error.not-given"},
	{privacy.ErrNoContact, "error.no-contact"},
	{privacy.ErrNothingAsked, "error.nothing-asked"},
	{intake.ErrNoHeader, "error.no-header"},
	{intake.ErrColumnMissing, "error.column-missing"},
	{intake.ErrColumnTwice, "error.column-twice"},
	{intake.ErrRowLong, "error.row-long"},
	{intake.ErrRowQuote, "error.row-quote"},
	{intake.ErrNotText, "error.not-text"},
	{intake.ErrRowWidth, "error.row-width"},
	{intake.ErrAmbiguousDate, "error.ambiguous-date"},
	{intake.ErrNoMember, "error.no-member"},
	{intake.ErrFileTooBig, "error.file-too-big"},
	{intake.ErrTooManyLines, "error.too-many-lines"},
	{intake.ErrToken, "error.token"},
	{intake.ErrNotFound, "error.not-found"},
	{intake.ErrStale, "error.stale"},
	{hours.ErrProcessed, "error.processed"},
	{exemption.ErrProcessed, "error.processed"},
	{hours.ErrClosed, "error.closed"},
	{closing.ErrNotOver, "error.not-over"},
	{closing.ErrUndecided, "error.undecided"},
	{closing.ErrNothingMissing, "error.nothing-missing"},
	{closing.ErrStillMissing, "error.still-missing"},
	{closing.ErrRunning, "error.delay-running"},
	{closing.ErrNotSaid, "error.not-said"},
	{hours.ErrStale, "error.stale"},
	{exemption.ErrStale, "error.stale"},
	{certificate.ErrStale, "error.stale"},
	{identity.ErrStale, "error.stale"},
	{hours.ErrTransition, "error.transition"},
	{exemption.ErrTransition, "error.transition"},
	{certificate.ErrTransition, "error.transition"},
	{certificate.ErrMistyped, "error.mistyped-code"},
	{certificate.ErrUnknownCode, "error.unknown-code"},
	{certificate.ErrNothingToState, "error.nothing-to-state"},
	{certificate.ErrUnprintable, "error.unprintable"},
	{hours.ErrNotOnRoll, "error.not-on-roll"},
	{hours.ErrNotFound, "error.not-found"},
	{exemption.ErrNotFound, "error.not-found"},
	{certificate.ErrNotFound, "error.not-found"},
	{identity.ErrNotFound, "error.not-found"},
	{identity.ErrAccountState, "error.account-state"},
	{identity.ErrCause, "error.no-cause"},
	{identity.ErrNoWords, "error.no-words"},
	{identity.ErrNoEvidence, "error.no-proof"},
	{identity.ErrWordsLong, "error.words-long"},
	{identity.ErrNoAddress, "error.no-address"},
	{identity.ErrForbidden, "error.forbidden"},
	{identity.ErrLogin, "error.bad-login"},
	{identity.ErrLoginTaken, "error.login-taken"},
	{identity.ErrOpened, "error.account-opened"},
	{access.ErrNotFound, "error.not-found"},
	{access.ErrForbidden, "error.forbidden"},
	{access.ErrStale, "error.stale"},
	{access.ErrStep, "error.access-step"},
	{access.ErrEnded, "error.access-ended"},
	{access.ErrName, "error.not-a-name"},
	{access.ErrShared, "error.shared-address"},
	{access.ErrSigner, "error.another-signer"},
	{access.ErrAgree, "error.commitments"},
	{access.ErrReasons, "error.would-be-refused"},
	{access.ErrTooMany, "error.too-many-requests"},
	{access.ErrNoGround, "error.no-ground"},
	{access.ErrReference, "error.wrong-reference"},
	{access.ErrEnrolment, "error.wrong-enrolment"},
	{access.ErrHasAccount, "error.has-account"},
	{identity.ErrThrottled, "error.throttled"},
	{identity.ErrSignIn, "error.sign-in"},
	{identity.ErrNoSession, "error.no-session"},
	{identity.ErrNotLinked, "error.not-linked"},
	{identity.ErrMustChange, "error.must-change-password"},
	{identity.ErrCode, "error.wrong-code"},
	{identity.ErrFlowEnded, "error.flow-ended"},
	{identity.ErrFlowStep, "error.flow-step"},
	{identity.ErrAddress, "error.bad-address"},
	{identity.ErrPasswordShort, "error.password-short"},
	{identity.ErrPasswordLong, "error.password-long"},
	{identity.ErrPasswordCommon, "error.password-common"},
	{identity.ErrPasswordPersonal, "error.password-personal"},
	{identity.ErrPasswordSame, "error.password-same"},
	{identity.ErrPasswordBreached, "error.password-breached"},
	{identity.ErrMustReplace, "error.must-replace-password"},
	{identity.ErrPasswordWrong, "error.password-wrong"},
	{identity.ErrMandate, "error.mandate"},
	{identity.ErrMandateOver, "error.mandate-over"},
	{identity.ErrMustAnswer, "error.must-answer"},
	{identity.ErrAnswer, "error.wrong-answer"},
	{identity.ErrQuestion, "error.no-question-chosen"},
	{identity.ErrQuestionTwice, "error.question-twice"},
	{identity.ErrAnswerShort, "error.answer-short"},
	{identity.ErrAnswerLong, "error.answer-long"},
	{identity.ErrAnswerCommon, "error.answer-common"},
	{identity.ErrAnswerPersonal, "error.answer-personal"},
	{identity.ErrAnswerTwice, "error.answer-twice"},
	{identity.ErrSecondFactor, "error.second-factor"},
	{identity.ErrFactorCode, "error.factor-code"},
	{identity.ErrFactorStep, "error.factor-step"},
	{identity.ErrPasswordFirst, "error.password-first"},
	{identity.ErrPasswordShorter, "error.password-shorter"},
	{identity.ErrBadID, "error.not-found"},
	{hours.ErrNoRegulation, "error.no-regulation"},
	{hours.ErrBadRegulation, "error.no-regulation"},
	{hours.ErrNoHolidays, "error.no-regulation"},
	{cycle.ErrBadHolidays, "error.no-regulation"},
	{exemption.ErrNoGrounds, "error.no-grounds"},
	{exemption.ErrBadGrounds, "error.no-grounds"},
	{access.ErrCatalogue, "error.no-forms"},
	{cycle.ErrNoPeriod, "error.no-period"},
	{cycle.ErrNoAnchor, "error.no-anchor"},
	{cycle.ErrBadCalendar, "error.no-regulation"},
	{cycle.ErrEmptySpan, "error.end-before-start"},
	{cycle.ErrBadDate, "error.bad-date"},

	{hours.ErrNoEvidence, "error.no-evidence"},
	{hours.ErrNotLess, "error.not-less"},
	{hours.ErrTooSoon, "error.too-soon"},
	{hours.ErrNoSecondNotice, "error.no-second-notice"},
	{audit.ErrSize, "error.bad-size"},
	{audit.ErrNobody, "error.nobody"},
	{audit.ErrUnknownMember, "error.unknown-member"},
	{audit.ErrNotSelected, "error.not-selected"},
	{audit.ErrNothingToAsk, "error.nothing-to-ask"},
	{audit.ErrNotFound, "error.not-found"},

	{photo.ErrEmpty, "error.photo-empty"},
	{photo.ErrTooHeavy, "error.photo-too-heavy"},
	{photo.ErrNotPhoto, "error.not-a-photo"},
	{photo.ErrHEIC, "error.photo-heic"},
	{photo.ErrFormat, "error.photo-format"},
	{photo.ErrDamaged, "error.photo-damaged"},
	{photo.ErrTooManyPixels, "error.photo-too-many-pixels"},
	{photo.ErrTooSmall, "error.photo-too-small"},
	{photo.ErrCropOutside, "error.crop-outside"},
	{photo.ErrCropSmall, "error.crop-small"},

	{exam.ErrNoExam, "error.no-exam"},
	{exam.ErrBadExam, "error.unusable-exam"},
	{exam.ErrNumber, "error.bad-number"},
	{exam.ErrUnknownOption, "error.unknown-option"},
	{exam.ErrOneChoice, "error.one-choice"},

	{exam.ErrNotFound, "error.not-found"},
	{exam.ErrStale, "error.stale"},
	{exam.ErrTransition, "error.transition"},
	{exam.ErrUnknownCode, "error.unknown-code"},
	{exam.ErrNotAuthorised, "error.not-authorised"},
	{exam.ErrAuthorised, "error.authorised-already"},
	{exam.ErrCancelled, "error.authorisation-cancelled"},
	{exam.ErrLapsed, "error.authorisation-lapsed"},
	{exam.ErrWithdrawn, "error.attempt-withdrawn"},
	{exam.ErrNotLaunched, "error.not-launched"},
	{exam.ErrNotBegun, "error.not-begun"},
	{exam.ErrBegun, "error.begun-already"},
	{exam.ErrPaused, "error.paused"},
	{exam.ErrNotPaused, "error.not-paused"},
	{exam.ErrSubmitted, "error.submitted-already"},
	{exam.ErrTimedOut, "error.timed-out"},
	{exam.ErrTerminated, "error.terminated"},
	{exam.ErrSuperseded, "error.superseded"},
	{exam.ErrSequence, "error.later-answer"},
	{exam.ErrLive, "error.other-exam-live"},
	{exam.ErrNoPause, "error.no-pause"},
	{exam.ErrWorkstation, "error.other-workstation"},
	{exam.ErrNoQuestion, "error.no-question"},
	{exam.ErrCommand, "error.bad-command"},
	{exam.ErrGround, "error.bad-ground"},
	{exam.ErrTime, "error.bad-time"},
	{exam.ErrUnproved, "error.identity-unconfirmed"},
	{exam.ErrNoPhoto, "error.no-photo"},
	{exam.ErrEnrolled, "error.not-in-training"},
	{exam.ErrPointClosed, "error.point-closed"},
	{exam.ErrNotEnded, "error.not-ended"},
	{exam.ErrContinued, "error.continued-already"},
	{exam.ErrCardIssued, "error.card-issued"},
	{exam.ErrNoCard, "error.no-card"},
	{exam.ErrHour, "error.bad-hour"},
	{exam.ErrNumberForm, "error.number-form"},
	{exam.ErrBirth, "error.impossible-birth"},
	{exam.ErrBirthDiffers, "error.birth-differs"},
	{exam.ErrNameHint, "error.name-hint"},
	{exam.ErrBirthHint, "error.birth-hint"},
	{exam.ErrWait, "error.identity-wait"},
	{exam.ErrUnattested, "error.unattested"},
	{exam.ErrPhotoRefused, "error.photo-refused"},
	{exam.ErrEmail, "error.bad-email"},
	{exam.ErrRegistration, "error.registration-incomplete"},
	{exam.ErrWorkstations, "error.too-many-workstations"},
	{exam.ErrNoWorkstation, "error.no-workstation"},
}

// Known reports that the error is one that a caller can cause, so that its
// message may be shown.
func Known(err error) bool { return errorKey(err) != "" }

// Error returns the message of an error in the printer's language: what happened
// and what to do. An error that is nobody's to read gives the message of
// "error.internal".
func (p Printer) Error(err error) string { return p.FieldError("", err) }

// FieldError returns the message of an error on a field: the message of
// "field-error.<field>.<error>" when there is one, such as the one that gives an
// example for a duration, and that of the error otherwise.
func (p Printer) FieldError(field string, err error) string {
	key := errorKey(err)
	if key == "" {
		return p.T("error.internal")
	}
	if own := "field-" + "error." + field + key[len("error"):]; field != "" && Has(own) {
		return p.T(own)
	}
	return p.T(key)
}

func errorKey(err error) string {
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			return s.key
		}
	}
	return ""
}
