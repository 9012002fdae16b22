package portal

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

func accessPaperRoutes() []Route {
	return []Route{
		{"GET", accessQueuePath + "/paper", (*visit).accessPaper, false},
		{"POST", accessQueuePath + "/paper", (*visit).recordAccess, false},
	}
}

// givesAccess is nil for the staff, who give access to services.
func (v *visit) givesAccess() error {
	if !v.actor.Is(identity.RoleStaff) {
		return access.ErrForbidden
	}
	return nil
}

// paperPage records a form that came on paper or scanned.
type paperPage struct {
	Back, Action, ID                                          string
	Form, Service, Language, Received, Edition, Forms, Agency field
	First, Last, Email                                        field
	Kind, AuthoriserFirst, AuthoriserLast, Place              field
	AuthoriserEmail                                           field
	User, Authoriser                                          paperSignature
}

// paperSignature is a signature as it stands on the paper.
type paperSignature struct{ Has, Name, On field }

func (v *visit) accessPaper() error {
	if err := v.givesAccess(); err != nil {
		return err
	}
	return v.showPaper(http.StatusOK, url.Values{"id": {freshID()}, "forms": {"1"}, "spoken": {string(v.print.Language)}}, nil)
}

// personFields renames the fields of a person's name: "first" and "last" are days in the forms
// of activities.
func personFields(wrong hours.FieldErrors) hours.FieldErrors {
	all := make(hours.FieldErrors, len(wrong))
	for i, w := range wrong {
		if all[i] = w; w.Field == "first" || w.Field == "last" {
			all[i].Field += "Name"
		}
	}
	return all
}

// languages are the languages of letters, to choose from.
func (v *visit) languages() group {
	var all group
	for _, l := range []identity.Language{identity.French, identity.English} {
		all.Options = append(all.Options, option{Value: string(l), Label: v.t("enrolment.language." + string(l))})
	}
	return all
}

func (v *visit) showPaper(status int, typed url.Values, wrong hours.FieldErrors) error {
	wrong = personFields(wrong)
	f, c := v.form("access-paper", wrong), v.Office.Catalogue
	professions, establishments := group{Label: v.t("access-desk.kind.profession")}, group{Label: v.t("access-desk.kind.establishment")}
	for _, form := range c.Forms {
		into := &professions
		if form.Kind == access.Establishment {
			into = &establishments
		}
		into.Options = append(into.Options, option{Value: form.ID, Label: v.print.Text(form.Label)})
	}
	var services, kinds group
	for _, s := range c.Services {
		services.Options = append(services.Options, option{Value: s.ID, Label: v.print.Text(s.Label)})
	}
	for _, a := range c.Authorisers {
		kinds.Options = append(kinds.Options, option{Value: a.ID, Label: v.print.Text(a.Label)})
	}
	text := func(name string) field { return f.text(name, typed.Get(name)) }
	email := func(name string) field { return text(name).with("inputmode", "email").wide() }
	signature := func(party string) paperSignature {
		has, name := party+"Has", party+"SignedName"
		return paperSignature{f.box(has, "1", typed.Get(has) != ""), text(name), f.date(party+"Signed", dateTyped(typed, party+"Signed"))}
	}
	page := paperPage{
		Back: accessQueuePath, Action: accessQueuePath + "/paper", ID: typed.Get("id"),
		Form: f.choice("form", typed.Get("form"), professions, establishments), Service: f.choice("service", typed.Get("service"), services),
		Language: f.choice("spoken", typed.Get("spoken"), v.languages()),
		Received: f.date("received", dateTyped(typed, "received")), Edition: f.date("edition", dateTyped(typed, "edition")),
		Forms: text("forms").with("inputmode", "numeric"), Agency: f.box("agency", "1", typed.Get("agency") != ""),
		First: text("firstName"), Last: text("lastName"), Email: email("email"),
		Kind: f.choice("authoriserKind", typed.Get("authoriserKind"), kinds), AuthoriserFirst: text("authoriserFirst"), AuthoriserLast: text("authoriserLast"),
		AuthoriserEmail: email("authoriserEmail"), Place: text("place").wide(), User: signature("user"), Authoriser: signature("authoriser"),
	}
	return v.show(status, "access_paper", frame{Title: v.t("access-desk.paper"), Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

// paperRead is a form as it was read, with the days that could not be.
type paperRead struct {
	entry            access.Entry
	paper            access.Paper
	user, authoriser *access.Signature
	unread           map[string]error
}

func readPaper(form url.Values) paperRead {
	read := paperRead{unread: map[string]error{}}
	day := func(name string) cycle.Date {
		on, err := dateTyped(form, name).Read()
		if err != nil {
			read.unread[name] = err
		}
		return on
	}
	signature := func(party string) *access.Signature {
		if form.Get(party+"Has") == "" {
			return nil
		}
		return &access.Signature{Name: hours.Tidy(form.Get(party + "SignedName")), On: day(party + "Signed")}
	}
	read.entry = access.Entry{
		Form: form.Get("form"), Service: form.Get("service"), Language: identity.Language(form.Get("spoken")), Agency: form.Get("agency") != "",
		User: access.Person{First: form.Get("firstName"), Last: form.Get("lastName"), Email: form.Get("email")},
		Authoriser: access.AuthoriserNamed{
			Person: access.Person{First: form.Get("authoriserFirst"), Last: form.Get("authoriserLast"), Email: form.Get("authoriserEmail")},
			Kind:   form.Get("authoriserKind"), Place: form.Get("place"),
		},
	}
	if read.entry.Language != identity.English {
		read.entry.Language = identity.French
	}
	read.paper = access.Paper{Received: day("received"), Edition: day("edition")}
	read.paper.Forms, _ = strconv.Atoi(strings.TrimSpace(form.Get("forms")))
	read.user, read.authoriser = signature("user"), signature("authoriser")
	return read
}

// recordAccess puts the form into the queue. What has it refused is for the decision:
// here only what cannot be is wrong.
func (v *visit) recordAccess() error {
	if err := v.givesAccess(); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showPaper(http.StatusOK, form, nil)
	}
	read := readPaper(form)
	r, err := v.Office.Record(v.r.Context(), v.actor, form.Get("id"), read.entry, read.paper, read.user, read.authoriser)
	var wrong hours.FieldErrors
	if errors.As(err, &wrong) {
		for i, w := range wrong {
			if why := read.unread[w.Field]; why != nil {
				wrong[i].Err = why
			}
		}
		return v.showPaper(http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.redirect(accessQueuePath+"/requests/"+r.ID, "notice", "access-recorded")
}
