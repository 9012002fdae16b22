package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Passkeys: one is added, renamed and taken away on pages of the account, and shown at the
// second step of a sign-in or in the place of a code.
func passkeyRoutes() []Route {
	return []Route{
		// What a browser is asked, as JSON: the pages' own script asks for it.
		{"POST", passkeyStepPath, (*visit).askPasskeyStep, true},
		{"POST", passkeyPath + "/challenge", (*visit).askPasskey, false},

		{"GET", passkeyPath, (*visit).passkey, false},
		{"POST", passkeyPath, (*visit).addPasskey, false},
		{"POST", passkeyPath + "/begin", (*visit).beginPasskey, false},
		{"POST", passkeyPath + "/cancel", (*visit).cancelPasskey, false},
		{"GET", passkeysPath + "/{key}", (*visit).passkeyName, false},
		{"POST", passkeysPath + "/{key}", (*visit).renamePasskey, false},
		{"GET", passkeysPath + "/{key}/removal", (*visit).passkeyRemoval, false},
		{"POST", passkeysPath + "/{key}/removal", (*visit).removePasskey, false},
	}
}

const (
	passkeyPath     = securityPath + "/passkey"
	passkeysPath    = securityPath + "/passkeys"
	passkeyStepPath = factorStepPath + "/passkey"
)

// passkeyScripts are the scripts of a page with the button of a passkey.
var passkeyScripts = append([]string{"passkey.js"}, passwordScripts...)

// passkeyErrors are what may be wrong with the answer of a passkey.
var passkeyErrors = []error{
	identity.ErrPasskey, identity.ErrPasskeyUnknown, identity.ErrPasskeyChallenge, identity.ErrPasskeyCounter,
	identity.ErrPasskeyMost, identity.ErrPasskeyTwice,
}

func ofPasskey(err error) bool {
	return slices.ContainsFunc(passkeyErrors, func(known error) bool { return errors.Is(err, known) })
}

// proofIn is what a form shows a second factor with: what a passkey answered, or else the
// code of that name.
func proofIn(form url.Values, code string) identity.Proof {
	return identity.Proof{Code: form.Get(code), Passkey: []byte(form.Get("passkey"))}
}

// passkeyButton is a button that has the browser make a passkey ("create") or show one
// ("get"), and what is said beside it.
type passkeyButton struct {
	Do, Label string
	// Ask is where the script learns what the browser is asked, and Asked that itself.
	Ask, Asked string
	Error      string
	// Sayings are what may go wrong in the browser, which the script shows one of.
	Sayings []string
}

func (v *visit) passkeyButton(do, ask string, wrong hours.FieldErrors) *passkeyButton {
	b := &passkeyButton{Do: do, Label: v.t("passkey.button." + do), Ask: ask, Sayings: []string{"cancelled", "unsupported", "address", "failed"}}
	if do == "create" {
		b.Sayings = append(b.Sayings, "twice")
	}
	if err := wrong.Of("passkey"); err != nil {
		b.Error = v.print.FieldError("passkey", err)
	}
	return b
}

// passkeyRow is a passkey as its holder sees it. Kept says where it is.
type passkeyRow struct {
	ID, Name, Created, Used, Kept string
}

func (v *visit) passkeyRows(keys []identity.Passkey) []passkeyRow {
	rows := make([]passkeyRow, 0, len(keys))
	for _, k := range keys {
		row := passkeyRow{ID: k.Short(), Name: k.Name, Created: v.print.Instant(k.Created, v.zone), Kept: v.t("passkey.kept.one")}
		if !k.Used.IsZero() {
			row.Used = v.print.Instant(k.Used, v.zone)
		}
		if k.BackedUp {
			row.Kept = v.t("passkey.kept.several")
		}
		rows = append(rows, row)
	}
	return rows
}

// passkeyPage is a step of adding, renaming or taking away a passkey: Do says which.
type passkeyPage struct {
	Do string
	// Key is the name of the passkey, and Action where the form of the step is sent.
	Key, Action         string
	Name, Current, Code field
	Passkey             *passkeyButton
}

func (v *visit) showPasskeyPage(status int, page passkeyPage, wrong hours.FieldErrors) error {
	f := frame{Title: v.t("passkey."+page.Do+".title", "key", page.Key), Form: true, Scripts: passwordScripts, Wrong: v.problems(wrong), Body: page}
	if page.Passkey != nil {
		f.Scripts = passkeyScripts
	}
	return v.show(status, "passkey", f)
}

// passkey is the page of the step where adding one stands.
func (v *visit) passkey() error {
	// The name that is proposed says where the passkey is made.
	return v.askNewPasskey(http.StatusOK, v.print.Browser(identity.ReadBrowser(v.r.UserAgent())), nil)
}

func (v *visit) askNewPasskey(status int, name string, wrong hours.FieldErrors) error {
	called, asked, err := v.Directory.PasskeyAsked(v.r.Context(), v.secretSession())
	if errors.Is(err, identity.ErrPasskeyChallenge) {
		page := passkeyPage{Do: "begin", Name: v.form("passkey", wrong).text("name", name), Current: v.currentPassword(wrong)}
		return v.showPasskeyPage(status, page, wrong)
	}
	if err != nil {
		return err
	}
	page := passkeyPage{Do: "make", Key: called, Passkey: v.passkeyButton("create", "", wrong)}
	page.Passkey.Asked = string(asked)
	return v.showPasskeyPage(status, page, wrong)
}

func (v *visit) beginPasskey() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	name := form.Get("name")
	if v.chooseLanguage(form) {
		return v.askNewPasskey(http.StatusOK, name, nil)
	}
	err = v.Directory.BeginPasskey(v.r.Context(), v.secretSession(), name, form.Get("current"))
	switch {
	case errors.Is(err, identity.ErrPasswordWrong), errors.Is(err, identity.ErrThrottled):
		return v.askNewPasskey(statusOf(err), name, hours.FieldErrors{{Field: "current", Err: err}})
	case errors.Is(err, identity.ErrPasskeyName), errors.Is(err, identity.ErrPasskeyMost):
		return v.askNewPasskey(statusOf(err), name, hours.FieldErrors{{Field: "name", Err: err}})
	case err != nil:
		return err
	}
	return v.redirect(passkeyPath)
}

func (v *visit) cancelPasskey() error {
	if err := v.Directory.CancelPasskey(v.r.Context(), v.secretSession()); err != nil {
		return err
	}
	return v.redirect(securityPath)
}

// addPasskey adds the passkey that the browser made, and answers with the recovery codes
// where it is the first factor. A wrong answer has used the challenge: one begins again.
func (v *visit) addPasskey() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.askNewPasskey(http.StatusOK, form.Get("name"), nil)
	}
	token, codes, err := v.Directory.AddPasskey(v.r.Context(), v.secretSession(), []byte(form.Get("passkey")))
	switch {
	case ofPasskey(err):
		return v.askNewPasskey(statusOf(err), form.Get("name"), hours.FieldErrors{{Field: "name", Err: err}})
	case err != nil:
		return err
	case len(codes) > 0:
		return v.tellCodes(token, codes)
	}
	v.keepSession(token)
	return v.redirect(securityPath, "notice", "passkey-added")
}

// askPasskeyStep tells the script of the second step what the browser is asked.
func (v *visit) askPasskeyStep() error {
	if err := v.Directory.OwesFactor(v.r.Context(), v.secretSession()); err != nil {
		return err
	}
	return v.askPasskey()
}

func (v *visit) askPasskey() error {
	asked, err := v.Directory.AskPasskey(v.r.Context(), v.secretSession())
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	_, err = v.w.Write(asked)
	return err
}

// ownPasskey returns the factor of the reader and the passkey that the address names.
func (v *visit) ownPasskey() (identity.FactorView, identity.Passkey, error) {
	view, err := v.Directory.Factor(v.r.Context(), v.secretSession())
	if err != nil {
		return view, identity.Passkey{}, err
	}
	k, err := identity.Factor{Keys: view.Keys}.Key(v.r.PathValue("key"))
	return view, k, err
}

func (v *visit) passkeyName() error { return v.askPasskeyName(http.StatusOK, nil, nil) }

// askPasskeyName shows the page where a passkey is renamed, with what was typed. One that
// was taken away meanwhile leads back to those that are left.
func (v *visit) askPasskeyName(status int, typed *string, wrong hours.FieldErrors) error {
	_, k, err := v.ownPasskey()
	if errors.Is(err, identity.ErrNotFound) {
		return v.redirect(securityPath)
	}
	if err != nil {
		return err
	}
	name := k.Name
	if typed != nil {
		name = *typed
	}
	return v.showPasskeyPage(status, passkeyPage{
		Do: "rename", Key: k.Name, Action: passkeysPath + "/" + k.Short(), Name: v.form("passkey", wrong).text("name", name),
	}, wrong)
}

func (v *visit) renamePasskey() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	name := form.Get("name")
	if v.chooseLanguage(form) {
		return v.askPasskeyName(http.StatusOK, &name, nil)
	}
	err = v.Directory.RenamePasskey(v.r.Context(), v.secretSession(), v.r.PathValue("key"), name)
	switch {
	case errors.Is(err, identity.ErrPasskeyName):
		return v.askPasskeyName(statusOf(err), &name, hours.FieldErrors{{Field: "name", Err: err}})
	case errors.Is(err, identity.ErrNotFound):
		return v.redirect(securityPath)
	case err != nil:
		return err
	}
	return v.redirect(securityPath, "notice", "passkey-renamed")
}

func (v *visit) passkeyRemoval() error { return v.askPasskeyRemoval(http.StatusOK, nil) }

// askPasskeyRemoval asks for the password and a proof, before a passkey is taken away.
func (v *visit) askPasskeyRemoval(status int, wrong hours.FieldErrors) error {
	view, k, err := v.ownPasskey()
	if errors.Is(err, identity.ErrNotFound) {
		return v.redirect(securityPath)
	}
	if err != nil {
		return err
	}
	page := passkeyPage{
		Do: "remove", Key: k.Name, Action: passkeysPath + "/" + k.Short() + "/removal", Current: v.currentPassword(wrong),
	}
	if len(view.Keys) == 1 && view.State != identity.FactorOn {
		page.Do = "remove-last"
	}
	page.Code, page.Passkey = v.proofFields(view, wrong)
	return v.showPasskeyPage(status, page, wrong)
}

func (v *visit) removePasskey() error {
	return v.prove(v.askPasskeyRemoval, func(current string, proof identity.Proof) error {
		token, err := v.Directory.RemovePasskey(v.r.Context(), v.secretSession(), v.r.PathValue("key"), current, proof)
		if err != nil {
			return err
		}
		v.keepSession(token)
		view, err := v.Directory.Factor(v.r.Context(), token)
		if err != nil {
			return err
		}
		if !view.On() {
			return v.redirect(securityPath, "notice", "factor-off")
		}
		return v.redirect(securityPath, "notice", "passkey-removed")
	})
}
