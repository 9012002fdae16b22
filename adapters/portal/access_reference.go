package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const referencesPath = accessQueuePath + "/references"

func accessReferenceRoutes() []Route {
	return []Route{
		{"GET", referencesPath, (*visit).references, false},
		{"GET", referencesPath + ".csv", (*visit).referencesCSV, false},
		{"GET", referencesPath + "/new", (*visit).newReference, false},
		{"POST", referencesPath + "/new", (*visit).issueReference, false},
		{"GET", referencesPath + "/{reference}/revocation", (*visit).confirmRevokeReference, false},
		{"POST", referencesPath + "/{reference}/revocation", (*visit).revokeReference, false},
	}
}

// referenceRow is a reference number in the staff's list, which never has the number.
type referenceRow struct {
	Holder, Email, Services, State, Class, Issued, Until, Revoke string
	reference                                                    access.Reference
}

// accessList is a list of the staff's work with access, searched by a text.
type accessList[T any] struct {
	Views     []menuItem
	Text      field
	New       string
	Rows      []T
	Empty     string
	StateName field
	listState
}

var referenceClass = map[access.ReferenceState]string{
	access.ReferenceIssued: "submitted", access.ReferenceUsed: "granted", access.ReferenceRevoked: "refused",
}

// serviceNames returns the names of services, on one line.
func (v *visit) serviceNames(ids []string) string {
	var all []string
	for _, id := range ids {
		all = append(all, v.service(id))
	}
	return strings.Join(all, ", ")
}

// finds reports that the text has every word that the address looks for.
func (v *visit) finds(text ...string) bool {
	found := hours.Fold(strings.Join(text, " "))
	return !slices.ContainsFunc(strings.Fields(hours.Fold(v.r.URL.Query().Get("text"))), func(w string) bool { return !strings.Contains(found, w) })
}

func (v *visit) referenceRows() ([]referenceRow, order, error) {
	order := v.order("issued", "holder", "until", "state")
	all, err := v.Office.References(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	var rows []referenceRow
	for _, r := range all {
		row := referenceRow{
			Holder: r.Holder.Last + ", " + r.Holder.First, Email: r.Holder.Email, Services: v.serviceNames(r.Services), State: v.t("reference.state." + string(r.State)),
			Class: referenceClass[r.State], Issued: v.print.Instant(r.Issued, v.zone), Until: v.print.Instant(r.Until, v.zone), reference: r,
		}
		if r.State == access.ReferenceIssued {
			row.Revoke = referencesPath + "/" + r.ID + "/revocation"
		}
		if v.finds(row.Holder, row.Email, row.Services) && oneOf(v.r.URL.Query().Get("state"), string(r.State)) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b referenceRow) int {
		switch order.key {
		case "holder":
			return strings.Compare(hours.Fold(a.Holder), hours.Fold(b.Holder))
		case "state":
			return strings.Compare(hours.Fold(a.State), hours.Fold(b.State))
		case "until":
			return a.reference.Until.Compare(b.reference.Until)
		}
		return b.reference.Issued.Compare(a.reference.Issued)
	})
	return rows, order, nil
}

func (v *visit) references() error {
	rows, order, err := v.referenceRows()
	if err != nil {
		return err
	}
	q, form := v.r.URL.Query(), v.form("list", nil)
	var states group
	for _, s := range access.ReferenceStates()[1:] {
		states.Options = append(states.Options, option{Value: string(s), Label: v.t("reference.state." + string(s))})
	}
	page := accessList[referenceRow]{
		Views: v.accessViews(referencesPath), Text: form.text("text", q.Get("text")), New: referencesPath + "/new", Rows: rows,
		StateName: form.choice("state", q.Get("state"), states), Empty: v.t("list.nothing"),
	}
	page.StateName.Options[0].Options[0].Label = v.t("list.all-states")
	if len(q) == 0 {
		page.Empty = v.t("reference.empty")
	}
	page.Sort, page.Reverse, page.Count, page.Download = order.key, order.reverse, v.print.N("reference.count", len(rows)), referencesPath+".csv"+v.query()
	page.Columns = order.columns(v, "holder", "reference.column.holder", "-", "reference.column.services", "issued", "reference.column.issued",
		"until", "reference.column.until", "state", "access-desk.column.state", "-", "reference.column.act")
	return v.show(http.StatusOK, "access_references", frame{Title: v.t("reference.title"), Tab: "queue", Body: page})
}

func (v *visit) referencesCSV() error {
	rows, _, err := v.referenceRows()
	if err != nil {
		return err
	}
	table := v.csv("reference-holder", "mail", "access-service", "reference-issued", "reference-until", "state")
	for _, r := range rows {
		table.add(r.Holder, r.Email, r.Services, v.day(r.reference.Issued), v.day(r.reference.Until), r.State)
	}
	return table.send("references.csv")
}

// personPage names a person and the services for them: the holder of a reference number,
// or whom a representative registers. ID names what is done, so that a double press does
// it once.
type personPage struct {
	Back, BackTo, Heading, Lead, Action, Button, ID string
	First, Last, Email, Language                    field
	Boxes                                           []field
	Error                                           string
}

// personPage makes the form from what was typed; through is the way to the services.
func (v *visit) personPage(typed url.Values, wrong hours.FieldErrors, through access.Through) personPage {
	f := v.form("access-person", wrong)
	page := personPage{
		Action: v.r.URL.Path, ID: typed.Get("id"), First: f.text("firstName", typed.Get("firstName")), Last: f.text("lastName", typed.Get("lastName")),
		Email: f.text("email", typed.Get("email")).with("inputmode", "email").wide(), Language: f.choice("spoken", typed.Get("spoken"), v.languages()),
	}
	for _, s := range v.Office.Catalogue.Services {
		if s.Through != through {
			continue
		}
		box := field{ID: "services", Name: "services", Value: s.ID, Label: v.print.Text(s.Label), Checked: slices.Contains(typed["services"], s.ID)}
		if len(page.Boxes) > 0 {
			box.ID += "-" + s.ID
		}
		page.Boxes = append(page.Boxes, box)
	}
	if err := wrong.Of("services"); err != nil {
		page.Error = v.print.FieldError("services", err)
	}
	return page
}

func personTyped(form url.Values) (access.Person, identity.Language, []string) {
	language := identity.French
	if form.Get("spoken") == string(identity.English) {
		language = identity.English
	}
	return access.Person{First: form.Get("firstName"), Last: form.Get("lastName"), Email: form.Get("email")}, language, form["services"]
}

func (v *visit) newReference() error {
	return v.showReference(http.StatusOK, url.Values{"id": {freshID()}, "spoken": {string(v.print.Language)}}, nil)
}

func (v *visit) showReference(status int, typed url.Values, wrong hours.FieldErrors) error {
	if err := v.givesAccess(); err != nil {
		return err
	}
	wrong = personFields(wrong)
	page := v.personPage(typed, wrong, access.ByForm)
	page.Back, page.BackTo, page.Heading, page.Lead, page.Button = referencesPath, v.t("reference.back"), v.t("reference.new"), v.t("reference.new.lead"), v.t("reference.issue")
	return v.show(status, "access_person", frame{Title: page.Heading, Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) issueReference() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showReference(http.StatusOK, form, nil)
	}
	person, language, services := personTyped(form)
	_, err = v.Office.IssueReference(v.r.Context(), v.actor, form.Get("id"), person, language, services)
	var wrong hours.FieldErrors
	if errors.As(err, &wrong) {
		return v.showReference(http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.redirect(referencesPath, "notice", "reference-issued")
}

// reference returns the reference number that the address names.
func (v *visit) reference() (access.Reference, error) {
	all, err := v.Office.References(v.r.Context(), v.actor)
	if err != nil {
		return access.Reference{}, err
	}
	i := slices.IndexFunc(all, func(r access.Reference) bool { return r.ID == v.r.PathValue("reference") })
	if i < 0 {
		return access.Reference{}, access.ErrNotFound
	}
	return all[i], nil
}

func (v *visit) confirmRevokeReference() error {
	r, err := v.reference()
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "confirm", frame{Title: v.t("reference.revoke.heading", "name", r.Holder.Name()), Tab: "queue", Body: question{
		Heading: v.t("reference.revoke.heading", "name", r.Holder.Name()), What: v.serviceNames(r.Services), Sentence: v.t("reference.revoke.sentence"),
		Button: v.t("reference.revoke.button"), Action: v.r.URL.Path, Back: referencesPath, Version: r.Version,
	}})
}

func (v *visit) revokeReference() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if err := v.Office.RevokeReference(v.r.Context(), v.actor, v.r.PathValue("reference"), versionTyped(form)); err != nil {
		return err
	}
	return v.redirect(referencesPath, "notice", "reference-revoked")
}
