package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity/access"
)

// requestSteps are the steps of a request, with the fields that are asked in each under
// the names that its page gives them.
var requestSteps = []step{
	{"form", []string{"form"}},
	{"person", []string{"service", "given", "family", "email", "agency"}},
	{"authoriser", []string{"authoriserKind", "authoriserFirst", "authoriserLast", "authoriserEmail", "place"}},
	{"submission", nil},
}

// requestNames are the fields that a page calls otherwise than the desk: "first" and
// "last" are days of training elsewhere.
var requestNames = map[string]string{"first": "given", "last": "family"}

// reasonFields are the fields to be corrected for a reason that is found while a request
// is filled in.
var reasonFields = map[access.Reason]string{
	access.NotOffered: "service", access.AtRepresentative: "service", access.SharedAddress: "email", access.BillingAgency: "agency",
	access.WrongAuthoriser: "authoriserKind", access.SamePerson: "authoriserFirst", access.SameAddress: "authoriserEmail",
}

// requestDraft is a request that is filled in, with what is wrong with it.
type requestDraft struct {
	access.Request
	base     string
	progress progress
}

func (v *visit) draft(r access.Request) requestDraft {
	wrong := v.Office.Catalogue.Missing(r)
	for i := range wrong {
		if name, ok := requestNames[wrong[i].Field]; ok {
			wrong[i].Field = name
		}
	}
	_, known := v.Office.Catalogue.Form(r.Form)
	return requestDraft{r, requestsPath + "/" + r.ID, progress{
		steps: requestSteps, read: known, wrong: wrong, begun: func(step string) bool { return begunRequest(r, step) },
	}}
}

func begunRequest(r access.Request, step string) bool {
	switch step {
	case "person":
		return r.Service != "" || r.User != access.Person{}
	case "authoriser":
		return r.Authoriser != access.AuthoriserNamed{}
	}
	return false
}

// requestStep shows a step, with what is wrong once it was saved.
func (v *visit) requestStep() error {
	r, ok, err := v.readRequest()
	if !ok {
		return err
	}
	at := index(requestSteps, v.r.PathValue("step"))
	switch {
	case at < 0:
		return access.ErrNotFound
	case r.State != access.Draft:
		return v.redirect(requestsPath + "/" + r.ID)
	}
	d := v.draft(r)
	if first := d.progress.first(); at > first {
		return v.redirect(d.base+"/"+requestSteps[first].id, "led", "1")
	}
	return v.showRequestStep(http.StatusOK, d, at, nil)
}

// saveRequestStep saves what was typed, right or wrong, then redirects.
func (v *visit) saveRequestStep() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	r, ok, err := v.readRequest()
	if !ok {
		return err
	}
	at := index(requestSteps, v.r.PathValue("step"))
	if at < 0 {
		return access.ErrNotFound
	}
	v.chooseLanguage(form)
	if form.Get("do") == "submit" && form.Get("language") == "" {
		return v.submitRequest(r)
	}
	step, saved := requestSteps[at].id, r
	typed := v.requestTyped(r, step, form)
	as := v.weigh(form, r.Version, heldRequest(v.requestTyped(r, "", nil), step), heldRequest(typed, step))
	if as == takeTyped {
		if saved, err = v.Office.Enter(v.r.Context(), v.Org, v.asker(), r.ID, typed); err == nil {
			v.remembers(form, heldRequest(typed, step))
		}
	}
	switch {
	case errors.Is(err, access.ErrStep), errors.Is(err, access.ErrEnded):
		return v.redirect(requestsPath + "/" + r.ID) // sent or given up in another window
	case err != nil:
		return err
	case quiet(form):
		return v.quietly(saved.Version, saved.Seen, as)
	case as == askWhich:
		standing := v.draft(r)
		r.Form, r.Service, r.User, r.Authoriser, r.Agency = typed.Form, typed.Service, typed.User, typed.Authoriser, typed.Agency
		return v.showRequestStep(http.StatusConflict, v.draft(r), at, &standing)
	}
	d := v.draft(saved)
	return v.onward(form, d.progress, at, d.base, requestsPath, "access-saved")
}

// requestTyped returns what is kept of the request, with the fields of the step as typed.
// It is signed in the language in which it was filled in.
func (v *visit) requestTyped(r access.Request, step string, form url.Values) access.Entry {
	e := access.Entry{Form: r.Form, Service: r.Service, Language: v.print.Language, User: r.User, Authoriser: r.Authoriser, Agency: r.Agency}
	switch step {
	case "form":
		e.Form = form.Get("form")
	case "person":
		e.Service, e.Agency = form.Get("service"), form.Has("agency")
		e.User = access.Person{First: form.Get("given"), Last: form.Get("family"), Email: form.Get("email")}
	case "authoriser":
		e.Authoriser = access.AuthoriserNamed{
			Person: access.Person{First: form.Get("authoriserFirst"), Last: form.Get("authoriserLast"), Email: form.Get("authoriserEmail")},
			Kind:   form.Get("authoriserKind"), Place: form.Get("place"),
		}
	}
	return e
}

// heldRequest is the digest of the fields of a step.
func heldRequest(e access.Entry, step string) string {
	switch step {
	case "form":
		return held(e.Form)
	case "person":
		return held([]any{e.Service, e.User, e.Agency})
	case "authoriser":
		return held(e.Authoriser)
	}
	return held(nil)
}

// submitRequest sends both their letters (A4). What is wrong is shown where it is typed.
func (v *visit) submitRequest(r access.Request) error {
	base := requestsPath + "/" + r.ID
	_, err := v.Office.Submit(v.r.Context(), v.Org, v.asker(), r.ID)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.redirect(base+"/"+requestSteps[v.draft(r).progress.first()].id, "errors", "1", "led", "1")
	case errors.Is(err, access.ErrReasons):
		return v.redirect(base + "/submission") // which says what
	case errors.Is(err, access.ErrTooMany):
		return v.redirect(base+"/submission", "notice", "access-letters")
	case err != nil:
		return err
	}
	return v.redirect(base, "notice", "access-sent")
}

// requestCheck is what the last step says beside the answers.
type requestCheck struct {
	// Reasons are what would have the request refused as it stands.
	Reasons []requestReason
	// Unverified is what no source says of what was chosen.
	Unverified []string
}

// requestReason is a reason, with what corrects it.
type requestReason struct {
	Says, Link string
	Unverified bool
}

// showRequestStep shows a step, as [visit.showDeclaration] does.
func (v *visit) showRequestStep(status int, d requestDraft, at int, standing *requestDraft) error {
	w := v.wizard("asking", d.base, requestsPath, d.progress, at, d.Version)
	stands := d
	if standing != nil {
		stands, w.Stale = *standing, true
		names := requestSteps[at].fields
		w.Standing = v.differing(ordered(names, v.askingFields(v.form("asking", nil), stands, w.Step)), ordered(names, v.askingFields(v.form("asking", nil), d, w.Step)))
	}
	w.Shown = mark(heldRequest(v.requestTyped(stands.Request, "", nil), w.Step))
	var wrong hours.FieldErrors
	if v.r.URL.Query().Get("errors") == "1" {
		wrong = requestSteps[at].in(d.progress.wrong)
	}
	w.Fields = v.askingFields(v.form("asking", wrong), d, w.Step)
	if w.Step == "submission" {
		w.Answers, w.Content = v.requestAnswers(d), v.requestCheck(d)
	}
	page := frame{Title: v.titled(w), Form: true, Wrong: v.problems(wrong)}
	w.saves(&page, requestSteps[at])
	page.Body = w
	return v.show(status, "access_step", page)
}

// askingFields are the controls of a step.
func (v *visit) askingFields(f form, d requestDraft, step string) map[string]field {
	switch step {
	case "form":
		return map[string]field{"form": f.choice("form", d.Form, v.formGroups()...)}
	case "person":
		return v.personFields(f, d)
	case "authoriser":
		return v.authoriserFields(f, d)
	}
	return nil
}

func (v *visit) formGroups() []group {
	var all []group
	for _, kind := range []access.Kind{access.Profession, access.Establishment} {
		g := group{Label: v.t("asking.kind." + string(kind))}
		for _, form := range v.Office.Catalogue.Forms {
			if form.Kind == kind {
				g.Options = append(g.Options, option{Value: form.ID, Label: v.print.Text(form.Label)})
			}
		}
		all = append(all, g)
	}
	return all
}

// personFields are the service, one of those of the form, and who will use it.
func (v *visit) personFields(f form, d requestDraft) map[string]field {
	chosen, _ := v.Office.Catalogue.Form(d.Form)
	service := f.text("service", d.Service)
	for i, offer := range chosen.Offers {
		s, _ := v.Office.Catalogue.Service(offer.Service)
		one := field{ID: "service", Name: "service", Value: s.ID, Label: v.print.Text(s.Label), Hint: v.print.Text(s.What), Box: true, Checked: s.ID == d.Service}
		if i > 0 {
			one.ID += "-" + s.ID
		}
		if !s.Verified {
			one.Hint += " " + v.t("asking.unverified")
		}
		service.Parts = append(service.Parts, one)
	}
	return map[string]field{
		"service": service, "given": f.text("given", d.User.First), "family": f.text("family", d.User.Last),
		"email": f.text("email", d.User.Email).with("inputmode", "email"), "agency": f.box("agency", "1", d.Agency),
	}
}

// authoriserFields are who authorises the request: the kinds that may for the service.
func (v *visit) authoriserFields(f form, d requestDraft) map[string]field {
	chosen, _ := v.Office.Catalogue.Form(d.Form)
	offer, _ := chosen.Offer(d.Service)
	var kinds group
	for _, id := range offer.Authorisers {
		a, _ := v.Office.Catalogue.Authoriser(id)
		kinds.Options = append(kinds.Options, option{Value: a.ID, Label: v.print.Text(a.Label)})
	}
	kind := d.Authoriser.Kind
	if a, known := v.Office.Catalogue.Authoriser(kind); known && !slices.Contains(offer.Authorisers, kind) {
		// Chosen for another service: it stays in the list, for the check page to say so.
		kinds.Options = append(kinds.Options, option{Value: a.ID, Label: v.print.Text(a.Label)})
	}
	return map[string]field{
		"authoriserKind": f.choice("authoriserKind", kind, kinds), "authoriserFirst": f.text("authoriserFirst", d.Authoriser.First),
		"authoriserLast": f.text("authoriserLast", d.Authoriser.Last), "place": f.text("place", d.Authoriser.Place),
		"authoriserEmail": f.text("authoriserEmail", d.Authoriser.Email).with("inputmode", "email"),
	}
}

// requestAnswers are what was typed, each with what changes it.
func (v *visit) requestAnswers(d requestDraft) []answer {
	form, _ := v.Office.Catalogue.Form(d.Form)
	service, _ := v.Office.Catalogue.Service(d.Service)
	kind, _ := v.Office.Catalogue.Authoriser(d.Authoriser.Kind)
	line := func(field, label string, values ...string) answer {
		return answer{field, v.t(label), values, d.correction(field)}
	}
	all := []answer{
		line("form", "field.asking.form", v.print.Text(form.Label)),
		line("service", "asking.service", v.print.Text(service.Label)),
		line("given", "asking.party.user", d.User.Name()),
		line("email", "asking.email.user", d.User.Email),
		line("authoriserFirst", "asking.party.authoriser", d.Authoriser.Name()),
		line("authoriserKind", "field.asking.authoriserKind", v.print.Text(kind.Label)),
		line("place", "field.asking.place", d.Authoriser.Place),
		line("authoriserEmail", "asking.email.authoriser", d.Authoriser.Email),
	}
	if d.Agency {
		all = append(all, line("agency", "field.asking.agency", v.t("asking.yes")))
	}
	return append(all, answer{"language", v.t("asking.language"), []string{v.t("asking.language." + string(d.Language))}, ""})
}

// correction returns where a field is typed, from the last step and back to it.
func (d requestDraft) correction(field string) string {
	at := slices.IndexFunc(requestSteps, func(s step) bool { return slices.Contains(s.fields, field) })
	return d.base + "/" + requestSteps[at].id + "?return=submission#" + controlID(field)
}

func (v *visit) requestCheck(d requestDraft) requestCheck {
	var check requestCheck
	for _, reason := range v.Office.Catalogue.Entered(d.Request) {
		ground, _ := v.Office.Catalogue.Ground(string(reason))
		check.Reasons = append(check.Reasons, requestReason{v.print.Text(ground.Label), d.correction(reasonFields[reason]), !ground.Verified})
	}
	if form, known := v.Office.Catalogue.Form(d.Form); known && !form.Verified {
		check.Unverified = append(check.Unverified, v.t("asking.unverified.form", "form", v.print.Text(form.Label)))
	}
	if service, known := v.Office.Catalogue.Service(d.Service); known && !service.Verified {
		check.Unverified = append(check.Unverified, v.t("asking.unverified.service", "service", v.print.Text(service.Label)))
	}
	return check
}
