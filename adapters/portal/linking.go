package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// The steps of linking an account (L3 to L8), a page for each. What ties the flow to
// the browser and the ticket of a right code are in cookies, the code in the body of a
// post: an address holds none of them, and loading one changes nothing.
func linkingRoutes() []Route {
	return []Route{
		{"GET", "/linking", (*visit).linkingAddress, true},
		{"POST", "/linking", (*visit).sendLinkingCode, true},
		{"GET", "/linking/code", (*visit).linkingCode, true},
		{"POST", "/linking/code", (*visit).verifyLinkingCode, true},
		{"POST", "/linking/code/again", (*visit).resendLinkingCode, true},
		{"GET", "/linking/verified", (*visit).linkingVerified, true},
		{"POST", "/linking/verified", (*visit).continueLinking, true},
		{"POST", "/linking/address", (*visit).retypeAddress, true},
		{"GET", "/linking/password", (*visit).linkingPassword, true},
		{"POST", "/linking/password", (*visit).setPassword, true},
		{"POST", "/linking/cancel", (*visit).cancelLinking, true},
		{"GET", "/linking/stop/{flow}", (*visit).confirmDisownLinking, true},
		{"POST", "/linking/stop/{flow}", (*visit).disownLinking, true},
	}
}

// linkingPage is a step.
type linkingPage struct {
	Step string
	// Address is the one that was typed, where it is not a field.
	Address string
	Field   field
	// Question is the one that is asked with the new password, if any.
	Question field
	// Demo says that this is a demonstration, whose letters are read in its mailbox.
	Demo bool
}

// secretCookie names a cookie that no other host of the domain may set, where HTTPS
// allows it.
func (v *visit) secretCookie(name string) string {
	if v.Secure {
		return "__Host-" + name
	}
	return name
}

func (v *visit) secret(name string) string {
	cookie, err := v.r.Cookie(v.secretCookie(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// browser is what ties the flow to this browser.
func (v *visit) browser() string { return v.secret("linking") }

func (v *visit) keepSecret(name, value string) {
	v.cookie(v.secretCookie(name), value, int(identity.FlowLife.Seconds()))
}

func (v *visit) dropSecret(name string) { v.cookie(v.secretCookie(name), "", -1) }

// linkingStep is the page of each state. A flow that wrong codes have killed stays at
// the page of the code, where no code is right any more.
var linkingStep = map[identity.FlowState]string{
	identity.FlowEntered:  "/linking",
	identity.FlowSent:     "/linking/code",
	identity.FlowDead:     "/linking/code",
	identity.FlowVerified: "/linking/verified",
	identity.FlowChoosing: "/linking/password",
}

// atStep returns the flow when it is at the page, and else leads to the page where it
// is.
func (v *visit) atStep(path string) (identity.Flow, bool, error) {
	f, err := v.Directory.Linking(v.r.Context(), v.Org, v.browser())
	if err != nil {
		return f, false, v.linkingWrong(err)
	}
	step, live := linkingStep[f.State]
	switch {
	case !live:
		return f, false, v.linkingWrong(identity.ErrFlowEnded)
	case step != path:
		return f, false, v.redirect(step)
	}
	return f, true, nil
}

// linkingWrong leads back from what cannot be done: to the beginning when the flow has
// ended, to its page when it is at another step.
func (v *visit) linkingWrong(err error) error {
	switch {
	case errors.Is(err, identity.ErrFlowEnded):
		v.dropSecret("linking")
		v.dropSecret("ticket")
		return v.redirect("/linking", "notice", "flow-ended")
	case errors.Is(err, identity.ErrFlowStep):
		f, err := v.Directory.Linking(v.r.Context(), v.Org, v.browser())
		if step, live := linkingStep[f.State]; err == nil && live {
			return v.redirect(step)
		}
		return v.linkingWrong(identity.ErrFlowEnded)
	}
	return err
}

func (v *visit) showLinking(status int, page linkingPage, wrong hours.FieldErrors) error {
	page.Demo = v.Demo != nil
	return v.show(status, "linking", frame{Title: v.t("linking.title." + page.Step), Form: true, Scripts: passwordScripts, Wrong: v.problems(wrong), Body: page})
}

// linkingAddress is the first step, with the address of the flow when it is to be
// changed.
func (v *visit) linkingAddress() error {
	f, err := v.Directory.Linking(v.r.Context(), v.Org, v.browser())
	if err != nil && !errors.Is(err, identity.ErrFlowEnded) {
		return err
	}
	if step, live := linkingStep[f.State]; live && step != "/linking" && v.r.URL.Query().Get("notice") == "" {
		return v.redirect(step)
	}
	return v.askAddress(http.StatusOK, f.Address, nil)
}

func (v *visit) askAddress(status int, typed string, wrong hours.FieldErrors) error {
	control := v.form("linking", wrong).text("address", typed).with("autocomplete", "email").with("inputmode", "email")
	return v.showLinking(status, linkingPage{Step: "address", Field: control}, wrong)
}

// sendLinkingCode takes the address and sends the code (L3, L4). The answer is the same
// whoever has the address.
func (v *visit) sendLinkingCode() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := form.Get("address")
	if v.chooseLanguage(form) {
		return v.askAddress(http.StatusOK, typed, nil)
	}
	ctx, browser := v.r.Context(), v.browser()
	if hours.Tidy(typed) == "" {
		return v.askAddress(http.StatusUnprocessableEntity, typed, hours.FieldErrors{{Field: "address", Err: hours.ErrMissing}})
	}
	f, err := v.Directory.Linking(ctx, v.Org, browser)
	switch {
	case err == nil && f.State == identity.FlowEntered:
		err = v.Directory.ChangeAddress(ctx, v.Org, browser, typed)
	case err == nil || errors.Is(err, identity.ErrFlowEnded):
		browser, err = v.Directory.StartLinking(ctx, v.Org, typed)
	}
	if errors.Is(err, identity.ErrAddress) {
		return v.askAddress(http.StatusUnprocessableEntity, typed, hours.FieldErrors{{Field: "address", Err: err}})
	}
	if err != nil {
		return v.linkingWrong(err)
	}
	v.keepSecret("linking", browser)
	if err := v.Directory.SendCode(ctx, v.Org, browser); err != nil {
		return v.linkingWrong(err)
	}
	return v.redirect("/linking/code")
}

// linkingCode asks for the code (L5).
func (v *visit) linkingCode() error {
	f, here, err := v.atStep("/linking/code")
	if err != nil || !here {
		return err
	}
	return v.askCode(http.StatusOK, f, "", nil)
}

func (v *visit) askCode(status int, f identity.Flow, typed string, wrong hours.FieldErrors) error {
	control := v.form("linking", wrong).text("code", typed).with("autocomplete", "one-time-code").with("inputmode", "numeric")
	return v.showLinking(status, linkingPage{Step: "code", Address: f.Address, Field: control}, wrong)
}

func (v *visit) verifyLinkingCode() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	f, here, err := v.atStep("/linking/code")
	if err != nil || !here {
		return err
	}
	if v.chooseLanguage(form) {
		return v.askCode(http.StatusOK, f, form.Get("code"), nil)
	}
	ticket, err := v.Directory.VerifyCode(v.r.Context(), v.Org, v.browser(), form.Get("code"))
	if errors.Is(err, identity.ErrCode) {
		return v.askCode(http.StatusUnprocessableEntity, f, "", hours.FieldErrors{{Field: "code", Err: err}})
	}
	if err != nil {
		return v.linkingWrong(err)
	}
	v.keepSecret("ticket", ticket)
	return v.redirect("/linking/verified")
}

// resendLinkingCode sends another code (L5); that a letter may not leave yet is not
// told, for it would be told of an address that somebody writes to.
func (v *visit) resendLinkingCode() error {
	if err := v.Directory.SendCode(v.r.Context(), v.Org, v.browser()); err != nil {
		return v.linkingWrong(err)
	}
	return v.redirect("/linking/code", "notice", "code-again")
}

func (v *visit) linkingVerified() error {
	f, here, err := v.atStep("/linking/verified")
	if err != nil || !here {
		return err
	}
	return v.showLinking(http.StatusOK, linkingPage{Step: "verified", Address: f.Address}, nil)
}

func (v *visit) continueLinking() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.linkingVerified()
	}
	if err := v.Directory.ContinueLinking(v.r.Context(), v.Org, v.browser()); err != nil {
		return v.linkingWrong(err)
	}
	return v.redirect("/linking/password")
}

// retypeAddress goes back to the address, to change it (L6): what was verified is void.
func (v *visit) retypeAddress() error {
	f, err := v.Directory.Linking(v.r.Context(), v.Org, v.browser())
	if err == nil {
		err = v.Directory.ChangeAddress(v.r.Context(), v.Org, v.browser(), f.Address)
	}
	if err != nil {
		return v.linkingWrong(err)
	}
	v.dropSecret("ticket")
	return v.redirect("/linking")
}

func (v *visit) linkingPassword() error {
	_, here, err := v.atStep("/linking/password")
	if err != nil || !here {
		return err
	}
	return v.askNewPassword(http.StatusOK, nil)
}

func (v *visit) askNewPassword(status int, wrong hours.FieldErrors) error {
	q, asked, err := v.Directory.LinkingQuestion(v.r.Context(), v.Org, v.browser(), v.secret("ticket"))
	if err != nil && !errors.Is(err, identity.ErrFlowEnded) {
		return v.linkingWrong(err)
	}
	page := linkingPage{Step: "password", Field: v.newPassword("linking", wrong), Question: v.questionField("linking", q, asked, wrong)}
	return v.showLinking(status, page, wrong)
}

// newPassword is the field of a new password, never filled in. Password managers may,
// and it may be pasted.
func (v *visit) newPassword(room string, wrong hours.FieldErrors) field {
	control := v.form(room, wrong).text("new", "").with("autocomplete", "new-password")
	control.Type = "password"
	return control
}

// setPassword sets the password and leads to where one signs in with it: nobody is
// signed in by it (L7, L8).
func (v *visit) setPassword() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	_, here, err := v.atStep("/linking/password")
	if err != nil || !here {
		return err
	}
	if v.chooseLanguage(form) {
		return v.askNewPassword(http.StatusOK, nil)
	}
	err = v.Directory.AnswerLinking(v.r.Context(), v.Org, v.browser(), v.secret("ticket"), form.Get("answer"))
	if err == nil {
		err = v.Directory.SetPassword(v.r.Context(), v.Org, v.browser(), v.secret("ticket"), form.Get("new"))
	}
	switch {
	case errors.Is(err, identity.ErrAnswer):
		return v.askNewPassword(http.StatusUnprocessableEntity, hours.FieldErrors{{Field: "answer", Err: err}})
	case passwordWrong(err):
		return v.askNewPassword(http.StatusUnprocessableEntity, hours.FieldErrors{{Field: "new", Err: err}})
	}
	if err != nil {
		return v.linkingWrong(err)
	}
	v.dropSecret("linking")
	v.dropSecret("ticket")
	return v.redirect("/signin", "notice", "password-set")
}

// passwordWrong reports what is wrong with a new password.
func passwordWrong(err error) bool {
	for _, wrong := range []error{
		identity.ErrPasswordShort, identity.ErrPasswordShorter, identity.ErrPasswordLong, identity.ErrPasswordCommon, identity.ErrPasswordPersonal, identity.ErrPasswordSame,
		identity.ErrPasswordBreached,
	} {
		if errors.Is(err, wrong) {
			return true
		}
	}
	return false
}

// cancelLinking gives up, at any step, whether or not the flow had ended (L6).
func (v *visit) cancelLinking() error {
	err := v.Directory.CancelLinking(v.r.Context(), v.Org, v.browser())
	if err != nil && !errors.Is(err, identity.ErrFlowEnded) {
		return err
	}
	v.dropSecret("linking")
	v.dropSecret("ticket")
	return v.redirect("/signin", "notice", "linking-cancelled")
}

// disownPage says "this was not me": of a code, or of a password.
type disownPage struct {
	// Of is what the words are about; Done that it is done.
	Of   string
	Done bool
}

func (v *visit) confirmDisownLinking() error { return v.showDisown("code", false) }

// disownLinking makes the code of a letter useless. A flow that is not there is
// answered in the same way: nothing is to be learned here.
func (v *visit) disownLinking() error {
	err := v.Directory.DisownLinking(v.r.Context(), v.Org, v.r.PathValue("flow"))
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return err
	}
	return v.showDisown("code", true)
}

func (v *visit) showDisown(of string, done bool) error {
	title := "disown." + of + ".title"
	if done && i18n.Has("disown."+of+".done") {
		title = "disown." + of + ".done"
	}
	return v.show(http.StatusOK, "disown", frame{Title: v.t(title), Body: disownPage{of, done}})
}
