package portal

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// registrationRoutes are the four steps of an operator's registration (E1), each at an
// address of its own and saved apart.
func registrationRoutes() []Route {
	routes := []Route{{"GET", "/points/registration", (*visit).registration, false}}
	for _, s := range exam.Steps() {
		at := "/points/registration/" + string(s)
		routes = append(routes, Route{"GET", at, (*visit).registrationStep, false}, Route{"POST", at, (*visit).saveRegistration, false})
	}
	return routes
}

// registrationPage is a step of the registration.
type registrationPage struct {
	wizard
	// Complete says that every step is done.
	Complete bool
}

// registration leads to the first step that is not done, or to the first.
func (v *visit) registration() error {
	o, err := v.ServicePoint.Registration(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	first := exam.StepAccount
	if missing := o.Missing(); len(missing) > 0 {
		first = missing[0]
	}
	return v.redirect("/points/registration/"+string(first), "notice", v.r.URL.Query().Get("notice"))
}

func (v *visit) registrationStep() error {
	o, err := v.ServicePoint.Registration(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	if o.Language == "" {
		o.Language = v.print.Language
	}
	return v.showRegistration(http.StatusOK, o, o, nil, false)
}

// showRegistration shows the step of the address as it was typed, with the statuses of
// what is kept.
func (v *visit) showRegistration(status int, kept, typed exam.Operator, wrong hours.FieldErrors, stale bool) error {
	step, steps := exam.Step(path.Base(v.r.URL.Path)), exam.Steps()
	at := slices.Index(steps, step)
	page := registrationPage{Complete: len(kept.Missing()) == 0, wizard: wizard{
		Room: "registration", Base: "/points/registration", Step: string(step), N: at + 1, Of: len(steps), Version: kept.Version,
		Heading: v.t("exam.step." + string(step)), Close: "/points", Stale: stale, Fields: v.registrationFields(step, typed, wrong),
	}}
	if at > 0 {
		page.Back = string(steps[at-1])
	}
	for i, s := range steps {
		link := stepLink{ID: string(s), Label: v.t("exam.step." + string(s)), N: i + 1, Current: i == at, Reached: true, Class: "done"}
		if kept.Done[s].IsZero() {
			link.Class = "todo"
		}
		link.Status = v.t("wizard." + link.Class)
		page.Steps = append(page.Steps, link)
	}
	return v.show(status, "registration", frame{Title: v.titled(page.wizard), Tab: "points", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) registrationFields(step exam.Step, o exam.Operator, wrong hours.FieldErrors) map[string]field {
	form := v.form("registration", wrong)
	switch step {
	case exam.StepAccount:
		return map[string]field{
			"given": form.text("given", o.First).with("autocomplete", "given-name"), "family": form.text("family", o.Last).with("autocomplete", "family-name"),
			"email": form.text("email", o.Email).with("autocomplete", "email").with("inputmode", "email"),
			"phone": form.text("phone", o.Phone).with("autocomplete", "tel").with("inputmode", "tel"),
		}
	case exam.StepProfile:
		return map[string]field{
			"shown": form.text("shown", o.Shown), "employer": form.text("employer", o.Employer).with("autocomplete", "organization"),
			"city": form.text("city", o.City).with("autocomplete", "address-level2"),
		}
	case exam.StepPreferences:
		var languages group
		for _, l := range []identity.Language{identity.French, identity.English} {
			languages.Options = append(languages.Options, option{Value: string(l), Label: v.t("registration.language." + string(l))})
		}
		return map[string]field{"language": form.choice("preferred", string(o.Language), languages), "notices": form.box("notices", "1", o.Notices)}
	case exam.StepMembership:
		var kinds group
		for _, kind := range exam.Memberships() {
			kinds.Options = append(kinds.Options, option{Value: kind, Label: v.t("exam.membership." + kind)})
		}
		return map[string]field{"membership": form.choice("membership", o.Membership, kinds), "number": form.text("number", o.Number)}
	}
	return nil
}

// registrationNames are the fields that a page calls otherwise than the desk: "first" and
// "last" are days of training elsewhere, and "language" is the button of the header.
var registrationNames = map[string]string{"first": "given", "last": "family", "language": "preferred"}

// registrationTyped puts what was typed in a step over what is kept.
func registrationTyped(step exam.Step, o exam.Operator, form url.Values) exam.Operator {
	o.Version = versionTyped(form)
	switch step {
	case exam.StepAccount:
		o.First, o.Last, o.Email, o.Phone = form.Get("given"), form.Get("family"), form.Get("email"), form.Get("phone")
	case exam.StepProfile:
		o.Shown, o.Employer, o.City = form.Get("shown"), form.Get("employer"), form.Get("city")
	case exam.StepPreferences:
		o.Language, o.Notices = identity.Language(form.Get("preferred")), form.Get("notices") == "1"
	case exam.StepMembership:
		o.Membership, o.Number = form.Get("membership"), form.Get("number")
	}
	return o
}

// saveRegistration saves the step, then goes where the button says: what is wrong is
// shown with everything that was typed.
func (v *visit) saveRegistration() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	kept, err := v.ServicePoint.Registration(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	step, steps := exam.Step(path.Base(v.r.URL.Path)), exam.Steps()
	typed := registrationTyped(step, kept, form)
	if v.chooseLanguage(form) {
		return v.showRegistration(http.StatusOK, kept, typed, nil, false)
	}
	saved, err := v.ServicePoint.Register(v.r.Context(), v.actor, step, typed)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		for i := range wrong {
			if name, ok := registrationNames[wrong[i].Field]; ok {
				wrong[i].Field = name
			}
		}
		return v.showRegistration(http.StatusUnprocessableEntity, kept, typed, wrong, false)
	case errors.Is(err, exam.ErrStale):
		return v.showRegistration(http.StatusConflict, kept, typed, nil, true)
	case err != nil:
		return err
	}
	base, missing := "/points/registration/", saved.Missing()
	switch to := exam.Step(form.Get("go")); {
	case slices.Contains(steps, to):
		return v.redirect(base + string(to))
	case len(missing) == 0 && len(kept.Missing()) > 0:
		return v.redirect("/points", "notice", "registration-complete")
	case len(missing) == 0:
		return v.redirect(v.r.URL.Path, "notice", "registration-saved")
	}
	return v.redirect(base+string(missing[0]), "notice", "registration-saved")
}
