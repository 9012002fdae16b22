package portal

import (
	"errors"
	"html/template"
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// The second factor: the second step of a sign-in, and the pages where it is turned on
// and off.
func factorRoutes() []Route {
	return []Route{
		// Open, because a session that waits for its second factor is nobody's anywhere else.
		{"GET", "/signin/factor", (*visit).factorStep, true},
		{"POST", "/signin/factor", (*visit).showFactor, true},

		{"GET", "/account/security", (*visit).security, false},
		{"GET", "/account/security/factor", (*visit).factor, false},
		{"POST", "/account/security/factor", (*visit).confirmFactor, false},
		{"POST", "/account/security/factor/begin", (*visit).beginFactor, false},
		{"POST", "/account/security/factor/cancel", (*visit).cancelFactor, false},
		{"GET", "/account/security/factor/off", (*visit).factorOff, false},
		{"POST", "/account/security/factor/off", (*visit).turnFactorOff, false},
		{"GET", "/account/security/codes", (*visit).recoveryCodes, false},
		{"POST", "/account/security/codes", (*visit).renewRecoveryCodes, false},
	}
}

const (
	securityPath   = "/account/security"
	factorPath     = securityPath + "/factor"
	factorStepPath = "/signin/factor"
)

// factorStepPage is the second step of a sign-in.
type factorStepPage struct {
	Code     field
	Recovery bool
	// Typed says that a code is typed, and Passkey is the button beside it; nil where the
	// account has none. Lead says which, and Other is what may be used in the place of a
	// recovery code.
	Typed       bool
	Passkey     *passkeyButton
	Lead, Other string
	Return      string
	Kept        []kept
}

func (v *visit) factorStep() error {
	if v.actor.Account != "" { // nothing is owed any more: another tab did it
		return v.redirect(local(v.r.URL.Query().Get("return")))
	}
	if err := v.Directory.OwesFactor(v.r.Context(), v.secretSession()); err != nil {
		return err
	}
	return v.askFactor(http.StatusOK, v.secretSession(), v.r.URL.Query().Get("return"), nil, false, nil)
}

// askFactor shows the second step. What was typed in a form whose session had ended is
// kept through it too.
func (v *visit) askFactor(status int, token, back string, typed []kept, recovery bool, wrong hours.FieldErrors) error {
	offer, err := v.Directory.OfferFactor(v.r.Context(), token)
	if errors.Is(err, identity.ErrNoSession) {
		offer, err = identity.FactorOffer{Application: true}, nil // it ends meanwhile, and the next post says so
	}
	if err != nil {
		return err
	}
	name := "code"
	if recovery {
		name = "recovery"
	}
	code := v.form("factor", wrong).text(name, "")
	if !recovery {
		code = code.with("autocomplete", "one-time-code").with("inputmode", "numeric")
	}
	page := factorStepPage{
		Code: code, Recovery: recovery, Typed: recovery || offer.Application || !offer.Passkey,
		Lead: "lead", Other: "code", Return: local(back), Kept: typed,
	}
	switch {
	case recovery:
		page.Lead = "recovery"
	case offer.Passkey && offer.Application:
		page.Lead = "either"
	case offer.Passkey:
		page.Lead = "passkey"
	}
	if offer.Passkey && !offer.Application {
		page.Other = "passkey"
	}
	if !page.Typed && wrong.Of("code") != nil {
		// Nothing was shown at all: there is no field of a code to say so beside.
		wrong = hours.FieldErrors{{Field: "passkey", Err: identity.ErrPasskey}}
	}
	f := frame{Title: v.t("factor.step.title"), Form: true, Wrong: v.problems(wrong)}
	if offer.Passkey && !recovery {
		page.Passkey = v.passkeyButton("get", passkeyStepPath, wrong)
		f.Scripts = passkeyScripts
	}
	f.Body = page
	return v.show(status, "factor_step", f)
}

// askForFactor answers somebody whose session waits for its second factor, as
// askToSignIn answers somebody without one.
func (v *visit) askForFactor() {
	var err error
	if v.r.Method == "GET" || v.r.Method == "HEAD" {
		back := v.r.URL.RequestURI()
		if back == "/" {
			back = ""
		}
		err = v.redirect(factorStepPath, "return", back)
	} else {
		var typed []kept
		if form, err := v.typed(); err == nil {
			typed = keep(unkept(v.r.URL.Path, form))
		}
		err = v.askFactor(http.StatusUnauthorized, v.secretSession(), v.r.URL.Path, typed, false, nil)
	}
	if err != nil {
		v.fail(err)
	}
}

// showFactor opens the session, under another token.
func (v *visit) showFactor() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	back, typed, recovery := form.Get("return"), keptIn(form), form.Has("recovery")
	if v.chooseLanguage(form) || form.Has("with") {
		if with := form.Get("with"); with != "" {
			recovery = with == "recovery"
		}
		return v.askFactor(http.StatusOK, v.secretSession(), back, typed, recovery, nil)
	}
	name := "code"
	if recovery {
		name = "recovery"
	}
	token, actor, err := v.Directory.ShowFactor(v.r.Context(), v.secretSession(), proofIn(form, name))
	switch {
	case errors.Is(err, identity.ErrFactorCode), errors.Is(err, identity.ErrThrottled):
		return v.askFactor(statusOf(err), v.secretSession(), back, typed, recovery, hours.FieldErrors{{Field: name, Err: err}})
	case ofPasskey(err):
		return v.askFactor(statusOf(err), v.secretSession(), back, typed, false, hours.FieldErrors{{Field: "passkey", Err: err}})
	case errors.Is(err, identity.ErrNoSession):
		// It waited too long: one begins again, and loses nothing.
		return v.askSignIn(http.StatusUnauthorized, back, "", typed, identity.ErrNoSession)
	case err != nil:
		return err
	}
	v.keepSession(token)
	return v.arrive(actor, back, typed)
}

// securityPage is what protects the account of the reader.
type securityPage struct {
	identity.FactorView
	On, Application, Pending bool
	// Day is since when the application is on, and Left how many recovery codes are left.
	Day, Left string
	// Passkeys are those of the account. Offered says that there is who speaks with
	// browsers, and Full that no other may be added.
	Passkeys      []passkeyRow
	Offered, Full bool
}

func (v *visit) security() error {
	view, err := v.Directory.Factor(v.r.Context(), v.secretSession())
	if err != nil {
		return err
	}
	page := securityPage{
		FactorView: view, On: view.On(), Application: view.State == identity.FactorOn, Pending: view.State == identity.FactorPending,
		Left: v.print.N("factor.codes.left", view.Codes), Passkeys: v.passkeyRows(view.Keys),
		Offered: v.Directory.Passkeys != nil, Full: len(view.Keys) >= identity.MostPasskeys,
	}
	if page.Application {
		page.Day = v.print.Date(cycle.DateOf(view.Since, v.zone))
	}
	return v.show(http.StatusOK, "security", frame{Title: v.t("security.title"), Body: page})
}

// factorPage is a step of turning the second factor on or off: Do says which.
type factorPage struct {
	Do            string
	Current, Code field
	// Passkey proves as a code does; nil where the account has none.
	Passkey *passkeyButton
	// Seed is the secret as it is typed, and Open what an application on this device
	// opens.
	Seed string
	Open template.URL
	// Codes are the recovery codes, told once.
	Codes []string
}

// factor is the page of the step where turning it on stands.
func (v *visit) factor() error { return v.askEnrolment(http.StatusOK, nil) }

func (v *visit) askEnrolment(status int, wrong hours.FieldErrors) error {
	view, err := v.Directory.Factor(v.r.Context(), v.secretSession())
	if err != nil {
		return err
	}
	if view.State == identity.FactorOn {
		return v.redirect(securityPath)
	}
	page := factorPage{Do: "begin", Current: v.currentPassword(wrong)}
	if view.On() {
		page.Do = "beside"
	}
	if seed := view.Seed.Text().Reveal(); seed != "" {
		page.Do, page.Seed, page.Code = "confirm", seed, v.oneTimeCode(wrong)
		// html/template lets no scheme through that it does not know; this one we made.
		page.Open = template.URL(view.Seed.URI(v.print.Text(v.org.Name), view.Login).Reveal()) //nolint:gosec // escaped by URI
	}
	return v.showFactorPage(status, page, wrong)
}

func (v *visit) showFactorPage(status int, page factorPage, wrong hours.FieldErrors) error {
	f := frame{Title: v.t("factor." + page.Do + ".title"), Form: page.Do != "codes", Scripts: passwordScripts, Wrong: v.problems(wrong), Body: page}
	if page.Passkey != nil {
		f.Scripts = passkeyScripts
	}
	return v.show(status, "factor", f)
}

func (v *visit) currentPassword(wrong hours.FieldErrors) field {
	current := v.form("password", wrong).text("current", "").with("autocomplete", "current-password")
	current.Type = "password"
	return current
}

func (v *visit) oneTimeCode(wrong hours.FieldErrors) field {
	return v.form("factor", wrong).text("code", "").with("autocomplete", "one-time-code").with("inputmode", "numeric")
}

func (v *visit) beginFactor() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.askEnrolment(http.StatusOK, nil)
	}
	err = v.Directory.BeginFactor(v.r.Context(), v.secretSession(), form.Get("current"))
	switch {
	case errors.Is(err, identity.ErrPasswordWrong), errors.Is(err, identity.ErrThrottled):
		return v.askEnrolment(statusOf(err), hours.FieldErrors{{Field: "current", Err: err}})
	case err != nil && !errors.Is(err, identity.ErrFactorStep):
		return err
	}
	return v.redirect(factorPath)
}

func (v *visit) cancelFactor() error {
	err := v.Directory.CancelFactor(v.r.Context(), v.secretSession())
	if err != nil && !errors.Is(err, identity.ErrFactorStep) {
		return err
	}
	return v.redirect(securityPath)
}

// confirmFactor turns the second factor on, and answers with the recovery codes: they are
// told in this answer alone, and no address shows them.
func (v *visit) confirmFactor() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.askEnrolment(http.StatusOK, nil)
	}
	token, codes, err := v.Directory.ConfirmFactor(v.r.Context(), v.secretSession(), form.Get("code"))
	switch {
	case errors.Is(err, identity.ErrFactorCode):
		return v.askEnrolment(statusOf(err), hours.FieldErrors{{Field: "code", Err: err}})
	case errors.Is(err, identity.ErrFactorStep):
		return v.redirect(factorPath) // it waited too long, or was confirmed already
	case err != nil:
		return err
	}
	return v.tellCodes(token, codes)
}

// tellCodes shows recovery codes; where there are none to tell, the application came
// beside a passkey, which had brought some.
func (v *visit) tellCodes(token string, codes []identity.Secret) error {
	v.keepSession(token)
	if len(codes) == 0 {
		return v.redirect(securityPath, "notice", "application-added")
	}
	page := factorPage{Do: "codes"}
	for _, code := range codes {
		page.Codes = append(page.Codes, code.Reveal())
	}
	return v.showFactorPage(http.StatusOK, page, nil)
}

func (v *visit) factorOff() error { return v.askOff(http.StatusOK, nil) }

func (v *visit) recoveryCodes() error { return v.askRenew(http.StatusOK, nil) }

// askProof asks for the password and a proof, before what protects the account changes.
func (v *visit) askProof(status int, do string, wrong hours.FieldErrors) error {
	view, err := v.Directory.Factor(v.r.Context(), v.secretSession())
	if err != nil {
		return err
	}
	if !view.On() || do == "off" && view.State != identity.FactorOn {
		return v.redirect(securityPath)
	}
	if do == "off" && len(view.Keys) > 0 {
		do = "without"
	}
	page := factorPage{Do: do, Current: v.currentPassword(wrong)}
	page.Code, page.Passkey = v.proofFields(view, wrong)
	return v.showFactorPage(status, page, wrong)
}

// proofFields are the controls with which a factor that is on is shown: the field of a
// code, and the button of a passkey where there is one.
func (v *visit) proofFields(view identity.FactorView, wrong hours.FieldErrors) (field, *passkeyButton) {
	// A recovery code is accepted too: the field takes letters.
	code := v.form("factor", wrong).text("proof", "").with("autocomplete", "one-time-code")
	if view.State != identity.FactorOn {
		code = code.with("label", v.t("field.factor.recovery"))
	}
	if v.Directory.Passkeys == nil || len(view.Keys) == 0 {
		return code, nil
	}
	button := v.passkeyButton("get", passkeyPath+"/challenge", wrong)
	button.Label = v.t("passkey.button.prove") // what is proved is then done
	return code, button
}

func (v *visit) turnFactorOff() error {
	return v.prove(v.askOff, func(current string, proof identity.Proof) error {
		token, err := v.Directory.TurnFactorOff(v.r.Context(), v.secretSession(), current, proof)
		if err != nil {
			return err
		}
		v.keepSession(token)
		view, err := v.Directory.Factor(v.r.Context(), token)
		if err != nil {
			return err
		}
		if view.On() {
			return v.redirect(securityPath, "notice", "application-removed")
		}
		return v.redirect(securityPath, "notice", "factor-off")
	})
}

func (v *visit) renewRecoveryCodes() error {
	return v.prove(v.askRenew, func(current string, proof identity.Proof) error {
		token, codes, err := v.Directory.RenewRecoveryCodes(v.r.Context(), v.secretSession(), current, proof)
		if err != nil {
			return err
		}
		return v.tellCodes(token, codes)
	})
}

func (v *visit) askOff(status int, wrong hours.FieldErrors) error {
	return v.askProof(status, "off", wrong)
}

func (v *visit) askRenew(status int, wrong hours.FieldErrors) error {
	return v.askProof(status, "renew", wrong)
}

// prove does something with the password and the proof that were given, and asks for them
// again where one is wrong.
func (v *visit) prove(ask func(int, hours.FieldErrors) error, with func(current string, proof identity.Proof) error) error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return ask(http.StatusOK, nil)
	}
	err = with(form.Get("current"), proofIn(form, "proof"))
	switch {
	case errors.Is(err, identity.ErrPasswordWrong), errors.Is(err, identity.ErrPasswordFirst):
		return ask(statusOf(err), hours.FieldErrors{{Field: "current", Err: err}})
	case errors.Is(err, identity.ErrFactorCode), errors.Is(err, identity.ErrThrottled):
		return ask(statusOf(err), hours.FieldErrors{{Field: "proof", Err: err}})
	case ofPasskey(err):
		return ask(statusOf(err), hours.FieldErrors{{Field: "passkey", Err: err}})
	case errors.Is(err, identity.ErrFactorStep), errors.Is(err, identity.ErrNotFound):
		return v.redirect(securityPath) // it was taken away meanwhile
	}
	return err
}
