package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const workplacesPath = accessQueuePath + "/workplaces"

func accessWorkplaceRoutes() []Route {
	return []Route{
		{"GET", workplacesPath, (*visit).workplaces, false},
		{"GET", workplacesPath + ".csv", (*visit).workplacesCSV, false},
		{"GET", workplacesPath + "/new", (*visit).newWorkplace, false},
		{"POST", workplacesPath + "/new", (*visit).addWorkplace, false},
		{"GET", workplacesPath + "/{workplace}", (*visit).workplace, false},
		{"POST", workplacesPath + "/{workplace}", (*visit).changeWorkplace, false},
	}
}

// workplaceRow is a workplace in the staff's list.
type workplaceRow struct{ Link, Name, Representatives, Registered string }

// workplacePage names a workplace and its representatives, and shows whom they have
// registered.
type workplacePage struct {
	Back, Heading, Action, ID string
	Name, Representatives     field
	Version                   int64
	Known, Stale              bool
	Rows                      []enrolmentRow
}

// representatives are the accounts of a workplace with the names of their holders.
func (v *visit) representatives(w access.Workplace) (string, error) {
	var all []string
	for _, id := range w.Representatives {
		_, name, err := v.Office.Account(v.r.Context(), v.actor, id)
		if err != nil && !errors.Is(err, access.ErrNotFound) {
			return "", err
		}
		all = append(all, strings.TrimSpace(name+" ("+string(id)+")"))
	}
	if len(all) == 0 {
		return v.t("workplace.nobody"), nil
	}
	return strings.Join(all, ", "), nil
}

func (v *visit) workplaceRows() ([]workplaceRow, order, error) {
	order := v.order("name", "representatives")
	if err := v.givesAccess(); err != nil {
		return nil, order, err
	}
	all, err := v.Office.Workplaces(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	registered, err := v.Office.Enrolments(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	var rows []workplaceRow
	for _, w := range all {
		row := workplaceRow{Link: workplacesPath + "/" + w.ID, Name: w.Name}
		if row.Representatives, err = v.representatives(w); err != nil {
			return nil, order, err
		}
		n := 0
		for _, e := range registered {
			if e.Workplace == w.ID {
				n++
			}
		}
		row.Registered = strconv.Itoa(n)
		if v.finds(row.Name, row.Representatives) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b workplaceRow) int {
		if order.key == "representatives" {
			return strings.Compare(hours.Fold(a.Representatives), hours.Fold(b.Representatives))
		}
		return strings.Compare(hours.Fold(a.Name), hours.Fold(b.Name))
	})
	return rows, order, nil
}

func (v *visit) workplaces() error {
	rows, order, err := v.workplaceRows()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	page := accessList[workplaceRow]{
		Views: v.accessViews(workplacesPath), Text: v.form("list", nil).text("text", q.Get("text")), New: workplacesPath + "/new", Rows: rows, Empty: v.t("list.nothing"),
	}
	if len(q) == 0 {
		page.Empty = v.t("workplace.empty")
	}
	page.Sort, page.Reverse, page.Count, page.Download = order.key, order.reverse, v.print.N("workplace.count", len(rows)), workplacesPath+".csv"+v.query()
	page.Columns = order.columns(v, "name", "workplace.column.name", "representatives", "workplace.column.representatives", "-", "workplace.column.registered")
	return v.show(http.StatusOK, "access_workplaces", frame{Title: v.t("workplace.title"), Tab: "queue", Body: page})
}

func (v *visit) workplacesCSV() error {
	rows, _, err := v.workplaceRows()
	if err != nil {
		return err
	}
	table := v.csv("access-place", "workplace-representatives", "workplace-registered")
	for _, r := range rows {
		table.add(r.Name, r.Representatives, r.Registered)
	}
	return table.send("workplaces.csv")
}

func (v *visit) newWorkplace() error {
	return v.showWorkplace(http.StatusOK, access.Workplace{}, url.Values{"id": {freshID()}}, nil, false)
}

// ofWorkplaces returns the workplace that the address names, among those that the actor
// works with.
func (v *visit) ofWorkplaces() (access.Workplace, error) {
	all, err := v.Office.Workplaces(v.r.Context(), v.actor)
	if err != nil {
		return access.Workplace{}, err
	}
	i := slices.IndexFunc(all, func(w access.Workplace) bool { return w.ID == v.r.PathValue("workplace") })
	if i < 0 {
		return access.Workplace{}, access.ErrNotFound
	}
	return all[i], nil
}

// showWorkplace shows the form as it was typed; w is the workplace, the zero one of a new
// one.
func (v *visit) showWorkplace(status int, w access.Workplace, typed url.Values, wrong hours.FieldErrors, stale bool) error {
	if err := v.givesAccess(); err != nil {
		return err
	}
	f := v.form("workplace", wrong)
	page := workplacePage{
		Back: workplacesPath, Heading: v.t("workplace.new"), Action: v.r.URL.Path, ID: typed.Get("id"), Name: f.text("name", typed.Get("name")).wide(),
		Representatives: f.area("representatives", typed.Get("representatives")), Version: versionTyped(typed), Known: w.ID != "", Stale: stale,
	}
	page.Representatives.Rows = 3
	if page.Known {
		page.Heading = w.Name
		all, err := v.Office.Enrolments(v.r.Context(), v.actor)
		if err != nil {
			return err
		}
		for _, e := range all {
			if e.Workplace == w.ID {
				page.Rows = append(page.Rows, v.enrolmentRow(e))
			}
		}
	}
	title := page.Heading
	if page.Known {
		title = v.t("workplace.one", "name", w.Name)
	}
	return v.show(status, "access_workplace", frame{Title: title, Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

// accountsTyped reads accounts, one a line or between commas.
func accountsTyped(text string) []identity.AccountID {
	var all []identity.AccountID
	for _, account := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) }) {
		if id := identity.AccountID(account); !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

func (v *visit) addWorkplace() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showWorkplace(http.StatusOK, access.Workplace{}, form, nil, false)
	}
	_, err = v.Office.SetWorkplace(v.r.Context(), v.actor, form.Get("id"), 0, form.Get("name"), accountsTyped(form.Get("representatives")))
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showWorkplace(http.StatusUnprocessableEntity, access.Workplace{}, form, wrong, false)
	case errors.Is(err, access.ErrStale): // sent twice
	case err != nil:
		return err
	}
	return v.redirect(workplacesPath+"/"+form.Get("id"), "notice", "workplace-saved")
}

func (v *visit) workplace() error {
	w, err := v.ofWorkplaces()
	if err != nil {
		return err
	}
	return v.showWorkplace(http.StatusOK, w, workplaceShown(w), nil, false)
}

// workplaceShown is the form of a workplace as it stands.
func workplaceShown(w access.Workplace) url.Values {
	var accounts []string
	for _, id := range w.Representatives {
		accounts = append(accounts, string(id))
	}
	return url.Values{"name": {w.Name}, "representatives": {strings.Join(accounts, "\n")}, "version": {strconv.FormatInt(w.Version, 10)}}
}

func (v *visit) changeWorkplace() error {
	if err := v.givesAccess(); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	w, err := v.ofWorkplaces()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showWorkplace(http.StatusOK, w, form, nil, false)
	}
	_, err = v.Office.SetWorkplace(v.r.Context(), v.actor, w.ID, versionTyped(form), form.Get("name"), accountsTyped(form.Get("representatives")))
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showWorkplace(http.StatusUnprocessableEntity, w, form, wrong, false)
	case errors.Is(err, access.ErrStale):
		form.Set("version", strconv.FormatInt(w.Version, 10))
		return v.showWorkplace(http.StatusConflict, w, form, nil, true)
	case err != nil:
		return err
	}
	return v.redirect(workplacesPath+"/"+w.ID, "notice", "workplace-saved")
}
