package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity/access"
)

// accessQueuePath is where staff find the requests for access to services.
const accessQueuePath = "/queue/access"

// accessDeskRoutes are the pages of those who give access.
func accessDeskRoutes() []Route {
	return slices.Concat(accessQueueRoutes(), accessPaperRoutes(), accessReferenceRoutes(), accessWorkplaceRoutes(), accessGrantRoutes(), representativeRoutes())
}

func accessQueueRoutes() []Route {
	return []Route{
		{"GET", accessQueuePath, (*visit).accessQueue, false},
		{"GET", accessQueuePath + ".csv", (*visit).accessQueueCSV, false},
		{"GET", accessQueuePath + "/requests/{request}", (*visit).accessFile, false},
		{"POST", accessQueuePath + "/requests/{request}", (*visit).decideAccess, false},
	}
}

// accessRow is a request in the staff's list.
type accessRow struct {
	Link, User, Email, Authoriser, Place string
	Service, Form, How, Came             string
	State, Class                         string
	request                              access.Request
}

// accessQueuePage is the requests that wait, or all of them.
type accessQueuePage struct {
	Views       []menuItem
	Text, State field
	listState
	Rows []accessRow
	// Empty is what to say of a list without rows.
	Empty string
}

// accessClass gives the badge the colour of a state that is alike.
var accessClass = map[access.State]string{access.Queued: "submitted", access.Accepted: "granted", access.Refused: "refused"}

// accessViews are the parts of the staff's work with access.
func (v *visit) accessViews(current string) []menuItem {
	var views []menuItem
	for _, end := range []string{"", "/references", "/workplaces"} {
		path := accessQueuePath + end
		views = append(views, menuItem{Path: path, Label: v.t("access-desk.view" + strings.ReplaceAll(end, "/", ".")), Current: path == current})
	}
	return views
}

// accessRows reads what the address asks for: what waits for a decision, unless it asks
// for another state or for all.
func (v *visit) accessRows() ([]accessRow, order, string, error) {
	q, order := v.r.URL.Query(), v.order("came", "user", "authoriser", "service", "state")
	state := q.Get("state")
	if !q.Has("state") {
		state = string(access.Queued)
	}
	all, err := v.Office.Requests(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, state, err
	}
	words := strings.Fields(hours.Fold(q.Get("text")))
	var rows []accessRow
	for _, r := range slices.Backward(all) {
		row := v.accessRow(r)
		found := hours.Fold(strings.Join([]string{
			r.User.Name(), r.User.Email, r.Authoriser.Name(), r.Authoriser.Email, row.Place, row.Service, row.Form,
		}, " "))
		if oneOf(state, string(r.State)) && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	key := map[string]func(accessRow) string{
		"user":       func(r accessRow) string { return r.User },
		"authoriser": func(r accessRow) string { return r.Authoriser },
		"service":    func(r accessRow) string { return r.Service },
		"state":      func(r accessRow) string { return r.State },
	}[order.key]
	sorted(rows, order, func(a, b accessRow) int {
		if key == nil {
			return a.request.Submitted.Compare(b.request.Submitted)
		}
		return strings.Compare(hours.Fold(key(a)), hours.Fold(key(b)))
	})
	return rows, order, state, nil
}

func (v *visit) accessRow(r access.Request) accessRow {
	row := accessRow{
		Link: accessQueuePath + "/requests/" + r.ID, User: r.User.Last + ", " + r.User.First, Email: r.User.Email,
		Authoriser: r.Authoriser.Last + ", " + r.Authoriser.First, Place: r.Authoriser.Place, Service: v.service(r.Service), Form: v.accessForm(r.Form),
		How: v.t("access-desk.how.here"), Came: v.print.Instant(r.Submitted, v.zone),
		State: v.t("access-desk.state." + string(r.State)), Class: accessClass[r.State], request: r,
	}
	if r.Paper != nil {
		row.How, row.Came = v.t("access-desk.how.paper"), v.print.Date(r.Paper.Received)
	}
	return row
}

// service returns the name of a service; its identifier when the catalogue has it no
// more.
func (v *visit) service(id string) string {
	if s, known := v.Office.Catalogue.Service(id); known {
		return v.print.Text(s.Label)
	}
	return id
}

func (v *visit) accessForm(id string) string {
	if f, known := v.Office.Catalogue.Form(id); known {
		return v.print.Text(f.Label)
	}
	return id
}

func (v *visit) accessQueue() error {
	rows, order, state, err := v.accessRows()
	if err != nil {
		return err
	}
	form := v.form("list", nil)
	var states group
	for _, s := range access.States() {
		if s != access.None && s != access.Draft {
			states.Options = append(states.Options, option{Value: string(s), Label: v.t("access-desk.state." + string(s))})
		}
	}
	page := accessQueuePage{
		Views: v.accessViews(accessQueuePath), Text: form.text("text", v.r.URL.Query().Get("text")), State: form.choice("state", state, states), Rows: rows,
		Empty: v.t("list.nothing"),
	}
	page.State.Options[0].Options[0].Label = v.t("list.all-states")
	page.Sort, page.Reverse, page.Count = order.key, order.reverse, v.print.N("access-desk.count", len(rows))
	page.Download = accessQueuePath + ".csv" + v.query()
	page.Columns = order.columns(v, "user", "access-desk.column.user", "service", "access-desk.column.service", "authoriser", "access-desk.column.authoriser",
		"came", "access-desk.column.came", "state", "access-desk.column.state")
	if state == string(access.Queued) && page.Text.Value == "" {
		page.Empty = v.t("access-desk.empty")
	}
	return v.show(http.StatusOK, "access_queue", frame{Title: v.t("access-desk.title"), Tab: "queue", Body: page})
}

func (v *visit) accessQueueCSV() error {
	rows, _, _, err := v.accessRows()
	if err != nil {
		return err
	}
	table := v.csv("access-user", "mail", "access-authoriser", "access-authoriser-mail", "access-place", "access-service", "access-form", "access-how", "access-came", "state", "access-decided")
	for _, row := range rows {
		r := row.request
		came := v.day(r.Submitted)
		if r.Paper != nil {
			came = r.Paper.Received.String()
		}
		table.add(row.User, r.User.Email, row.Authoriser, r.Authoriser.Email, row.Place, row.Service, row.Form, row.How, came, row.State, v.day(r.Decided))
	}
	return table.send("access.csv")
}
