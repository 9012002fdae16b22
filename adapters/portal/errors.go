package portal

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exam"
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

// statuses gives the errors that have a page of their own their status. What is
// not here is internal when nobody can cause it, and otherwise a bad request.
var statuses = []struct {
	err    error
	status int
}{
	{identity.ErrNotFound, http.StatusNotFound},
	{identity.ErrBadID, http.StatusNotFound},
	{hours.ErrNotFound, http.StatusNotFound},
	{intake.ErrNotFound, http.StatusNotFound},
	{intake.ErrStale, http.StatusConflict},
	{exemption.ErrNotFound, http.StatusNotFound},
	{audit.ErrNotFound, http.StatusNotFound},
	{audit.ErrNothingToAsk, http.StatusConflict},
	{certificate.ErrNotFound, http.StatusNotFound},
	{identity.ErrForbidden, http.StatusForbidden},
	{hours.ErrStale, http.StatusConflict},
	{exemption.ErrStale, http.StatusConflict},
	{certificate.ErrStale, http.StatusConflict},
	{hours.ErrProcessed, http.StatusConflict},
	{exemption.ErrProcessed, http.StatusConflict},
	{hours.ErrClosed, http.StatusConflict},
	{closing.ErrNotOver, http.StatusConflict},
	{closing.ErrUndecided, http.StatusConflict},
	{closing.ErrNothingMissing, http.StatusConflict},
	{closing.ErrStillMissing, http.StatusConflict},
	{closing.ErrRunning, http.StatusConflict},
	{closing.ErrNotSaid, http.StatusConflict},
	{hours.ErrTransition, http.StatusConflict},
	{exemption.ErrTransition, http.StatusConflict},
	{certificate.ErrTransition, http.StatusConflict},
	{exam.ErrNoExam, http.StatusNotFound},
	{exam.ErrNotFound, http.StatusNotFound},
	{exam.ErrStale, http.StatusConflict},
	{exam.ErrTransition, http.StatusConflict},
	{exam.ErrUnknownCode, http.StatusNotFound},
	{exam.ErrNotAuthorised, http.StatusConflict},
	{exam.ErrAuthorised, http.StatusConflict},
	{exam.ErrCancelled, http.StatusConflict},
	{exam.ErrLapsed, http.StatusConflict},
	{exam.ErrWithdrawn, http.StatusConflict},
	{exam.ErrNotLaunched, http.StatusConflict},
	{exam.ErrNotBegun, http.StatusConflict},
	{exam.ErrBegun, http.StatusConflict},
	{exam.ErrPaused, http.StatusConflict},
	{exam.ErrNotPaused, http.StatusConflict},
	{exam.ErrSubmitted, http.StatusConflict},
	{exam.ErrTimedOut, http.StatusConflict},
	{exam.ErrTerminated, http.StatusConflict},
	{exam.ErrSuperseded, http.StatusConflict},
	{exam.ErrSequence, http.StatusConflict},
	{exam.ErrLive, http.StatusConflict},
	{exam.ErrNoPause, http.StatusConflict},
	{exam.ErrWorkstation, http.StatusConflict},
	{exam.ErrNoQuestion, http.StatusNotFound},
	{exam.ErrUnproved, http.StatusConflict},
	{exam.ErrNoPhoto, http.StatusConflict},
	{exam.ErrPointClosed, http.StatusConflict},
	{exam.ErrNotEnded, http.StatusConflict},
	{exam.ErrContinued, http.StatusConflict},
	{exam.ErrCardIssued, http.StatusConflict},
	{exam.ErrNoCard, http.StatusConflict},
	{exam.ErrWait, http.StatusTooManyRequests},
	{exam.ErrRegistration, http.StatusConflict},
	{exam.ErrWorkstations, http.StatusConflict},
	{access.ErrNotFound, http.StatusNotFound},
	{access.ErrForbidden, http.StatusForbidden},
	{access.ErrStale, http.StatusConflict},
	{access.ErrStep, http.StatusConflict},
	{access.ErrEnded, http.StatusConflict},
	{access.ErrReasons, http.StatusConflict},
	{access.ErrHasAccount, http.StatusConflict},
	{access.ErrTooMany, http.StatusTooManyRequests},
	{privacy.ErrNotFound, http.StatusNotFound},
	{privacy.ErrUnknownPurpose, http.StatusNotFound},
	{privacy.ErrForbidden, http.StatusForbidden},
	{privacy.ErrStale, http.StatusConflict},
	{privacy.ErrTransition, http.StatusConflict},
	{privacy.ErrDecided, http.StatusConflict},
	{privacy.ErrNotRefused, http.StatusConflict},
	{privacy.ErrNoRecourse, http.StatusConflict},
	{privacy.ErrNotConsent, http.StatusConflict},
	{privacy.ErrNotGiven, http.StatusConflict},
	{identity.ErrAccountState, http.StatusConflict},
	{identity.ErrNoAddress, http.StatusConflict},
	{identity.ErrThrottled, http.StatusTooManyRequests},
	{identity.ErrMandateOver, http.StatusConflict},
	{identity.ErrNoSession, http.StatusUnauthorized},
	{identity.ErrFactorStep, http.StatusConflict},
	{identity.ErrPasskeyChallenge, http.StatusConflict},
	{identity.ErrPasskeyMost, http.StatusConflict},
	{identity.ErrPasskeyTwice, http.StatusConflict},
	{privacy.ErrNotFound, http.StatusNotFound},
	{privacy.ErrForbidden, http.StatusForbidden},
	{privacy.ErrStale, http.StatusConflict},
	{privacy.ErrTransition, http.StatusConflict},
	{privacy.ErrDecided, http.StatusConflict},
	{privacy.ErrNotAdmitted, http.StatusConflict},
	{privacy.ErrNotRefused, http.StatusConflict},
	{privacy.ErrNoRecourse, http.StatusConflict},
	{privacy.ErrNoLeg, http.StatusConflict},
	{privacy.ErrUseDestruction, http.StatusConflict},
}

// headed are the statuses whose pages have a heading of their own.
var headed = []int{http.StatusNotFound, http.StatusForbidden, http.StatusConflict, http.StatusInternalServerError}

func statusOf(err error) int {
	for _, s := range statuses {
		if errors.Is(err, s.err) {
			return s.status
		}
	}
	if i18n.Known(err) {
		return http.StatusUnprocessableEntity
	}
	return http.StatusInternalServerError
}

// failure is the content of an error page.
type failure struct {
	Heading string
	// Sentence says what happened and what to do.
	Sentence string
	// Number is to be quoted to the organisation; empty when nothing is to be
	// looked up.
	Number string
	// Contact is where to write, when the sentence says to; empty otherwise.
	Contact string
	// Again is the form whose sending failed, to be sent again; nil when there is none.
	Again *givenBack
}

// errForeign: a form of another site was posted here.
var errForeign = errors.New("portal: posted from another site")

// errUnreadable: what was posted is not a form, or broke off.
var errUnreadable = errors.New("portal: unreadable form")

// errTooBig: the form is larger than may be posted.
var errTooBig = errors.New("portal: form too large")

func (v *visit) nowhere() error { return identity.ErrNotFound }

func (v *visit) foreign() error { return errForeign }

// fail answers with the page of an error. The page of "not found" is the same,
// byte for byte, for what does not exist and for what is somebody else's.
func (v *visit) fail(err error) {
	if errors.Is(err, identity.ErrNoSession) {
		v.askToSignIn()
		return
	}
	if errors.Is(err, identity.ErrMustChange) || errors.Is(err, identity.ErrMustReplace) {
		_ = v.redirect("/password") // the only page of a password to be changed (P2)
		return
	}
	if errors.Is(err, identity.ErrMustAnswer) {
		_ = v.redirect("/questions") // the only page before the answers are set (A9)
		return
	}
	if errors.Is(err, identity.ErrSecondFactor) {
		v.askForFactor()
		return
	}
	status := statusOf(err)
	body := failure{Sentence: v.print.Error(err)}
	given := v.givenBack()
	switch {
	case errors.Is(err, hours.ErrNotOnRoll):
		body.Heading, body.Sentence = v.t("failure.not-on-roll.title"), v.t("failure.not-on-roll")
		body.Contact = v.org.Contact
	case errors.Is(err, errForeign):
		status, body.Sentence = http.StatusForbidden, v.t("failure.foreign")
	case errors.Is(err, errTooBig):
		status, body.Sentence = http.StatusRequestEntityTooLarge, v.t("failure.too-big")
	case errors.Is(err, errUnreadable):
		status, body.Sentence = http.StatusBadRequest, v.t("failure.unreadable")
	case status == http.StatusInternalServerError:
		if given != nil {
			body.Again, body.Sentence = given, v.t("failure.again")
		}
		body.Number = rand.Text()[:8]
		v.log().Error("portal: internal error", "number", body.Number, "method", v.r.Method,
			"pattern", v.r.Pattern, "error", err)
	}
	switch {
	case body.Heading != "":
	case slices.Contains(headed, status):
		body.Heading = v.t("failure." + http.StatusText(status))
	default:
		body.Heading = v.t("failure.other")
	}
	if err := v.show(status, "error", frame{Title: body.Heading, Nowhere: true, Form: body.Again != nil, Body: body}); err != nil {
		v.log().Error("portal: the error page failed", "error", err)
		http.Error(v.w, v.print.T("error.internal"), http.StatusInternalServerError)
	}
}
