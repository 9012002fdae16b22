package portal

import (
	"errors"
	"net/http"
	"strings"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// learnerID returns the learner that the address names.
func (v *visit) learnerID() (identity.MemberID, error) {
	return identity.ParseMemberID(v.r.PathValue("learner"))
}

// identityForm is where the operator types what the card says (E4). The number is in
// the page alone, after a mistake: it is in no address and in no log.
type identityForm struct {
	Kind, Number, Birth field
	// Sure appears when the number may be mistyped.
	Sure *field
	// Wait says until when nothing is taken.
	Wait string
}

func (v *visit) identityForm(f exam.File, o opened) identityForm {
	form := v.form("identity", o.wrong)
	var kinds group
	for _, k := range exam.ProofKinds() {
		kinds.Options = append(kinds.Options, option{Value: string(k), Label: v.t("exam.proof." + string(k))})
	}
	page := identityForm{
		Kind: form.choice("kind", string(o.claim.Kind), kinds), Number: form.text("number", o.claim.Number).with("inputmode", "text"),
		Birth: form.date("birth", o.birth),
	}
	var hints []string
	for _, w := range o.wrong {
		if w.Field == "sure" {
			hints = append(hints, v.print.FieldError(w.Field, w.Err))
		}
	}
	if len(hints) > 0 {
		sure := form.box("sure", "1", false)
		sure.Error = joined(hints...)
		page.Sure = &sure
	}
	until := f.Learner.Tries.Until()
	if until.Before(o.wait) {
		until = o.wait
	}
	if f.Now.Before(until) {
		page.Wait = v.t("identity.wait", "at", v.print.Clock(until, v.zone))
	}
	return page
}

// askIdentity opens the form on the file, also when the identity is confirmed already.
func (v *visit) askIdentity() error {
	if _, err := v.workedFile(); err != nil {
		return err
	}
	return v.showLearner(http.StatusOK, opened{form: "identity"})
}

func (v *visit) confirmIdentity() error {
	id, err := v.learnerID()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	o := opened{form: "identity", birth: dateTyped(form, "birth"), claim: exam.Claim{
		Kind: exam.ProofKind(form.Get("kind")), Number: form.Get("number"), Sure: form.Get("sure") == "1",
	}}
	o.claim.Birth = birthTyped(o.birth)
	if v.chooseLanguage(form) {
		return v.showLearner(http.StatusOK, o)
	}
	_, err = v.ServicePoint.ConfirmIdentity(v.r.Context(), v.actor, id, versionTyped(form), o.claim)
	var wait exam.Wait
	switch {
	case errors.As(err, &wait):
		o.wait = wait.Until
		return v.showLearner(http.StatusTooManyRequests, o)
	case err != nil:
		return v.refuseLearner(o, err)
	}
	return v.redirect("/learners/"+string(id), "notice", "identity-confirmed")
}

// birthTyped writes the three boxes as the desk reads a day. What is no day stays
// something that is none.
func birthTyped(typed hours.DateEntry) string {
	day, err := typed.Read()
	switch {
	case err == nil:
		return day.String()
	case typed.Empty():
		return ""
	}
	return strings.Join([]string{typed.Year, typed.Month, typed.Day}, "-")
}
