package portal

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// privacyRequestsPath is the list of one's own requests.
const privacyRequestsPath = privacyPath + "/requests"

func privacyRequestRoutes() []Route {
	return slices.Concat([]Route{
		{"GET", privacyRequestsPath, (*visit).privacyRequests, false},
		{"GET", privacyRequestsPath + ".csv", (*visit).privacyRequestsCSV, false},
	}, privacyAskingRoutes(), privacyActRoutes())
}

// privacyRow is a request in one's own list.
type privacyRow struct {
	Link, Kind, Number, Received string
	State, Class                 string
	// Due is by when an answer is due, in words, or what silence did.
	Due     string
	request privacy.Request
	// when sorts by the day on which something is due; what has none comes last.
	when cycle.Date
}

// privacyRequestsPage is the list "Mes demandes".
type privacyRequestsPage struct {
	Text, State field
	listState
	Rows  []privacyRow
	Empty bool
}

// privacyClasses are the colours of the states.
var privacyClasses = map[string]string{
	"received": "submitted", "identifying": "incomplete", "clarifying": "incomplete", "admissible": "submitted", "inadmissible": "refused", "withdrawn": "cancelled",
	"running": "submitted", "extended": "submitted", "granted": "granted", "partial": "granted", "refused": "refused", "deemed": "refused", "contested": "submitted", "dropped": "cancelled",
}

// privacyStates are the parts of the list: what somebody has yet to answer, and the rest.
var privacyStates = []string{"open", "done"}

// privacyRows reads what the address asks for of one's own requests.
func (v *visit) privacyRows() ([]privacyRow, order, error) {
	q, order := v.r.URL.Query(), v.order("", "kind", "due")
	all, err := v.Registrar.Requests(v.r.Context(), v.actor, v.self())
	if err != nil {
		return nil, order, err
	}
	today, err := v.Registrar.Today(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	words := strings.Fields(hours.Fold(q.Get("text")))
	var rows []privacyRow
	for _, r := range all {
		row := v.privacyRow(r, today)
		found := hours.Fold(strings.Join([]string{row.Kind, row.Number, row.State, row.Due, r.Asked}, " "))
		is := privacyStates[0]
		if r.Done() {
			is = privacyStates[1]
		}
		if oneOf(q.Get("state"), is) && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b privacyRow) int {
		switch order.key {
		case "kind":
			return cmp.Compare(hours.Fold(a.Kind), hours.Fold(b.Kind))
		case "due":
			return dueFirst(a.when, b.when)
		}
		return 0 // the latest first, as the desk gives them
	})
	return rows, order, nil
}

// dueFirst compares days; no day comes after every other.
func dueFirst(a, b cycle.Date) int {
	if a.IsZero() || b.IsZero() {
		return -a.Compare(b)
	}
	return a.Compare(b)
}

func (v *visit) privacyRow(r privacy.Request, today cycle.Date) privacyRow {
	row := privacyRow{
		Link: privacyRequestsPath + "/" + r.ID, Kind: v.t("privacy.kind." + string(r.Kind)), Number: r.Number(), Received: v.print.Date(r.Received),
		request: r, when: r.Due(),
	}
	state := v.privacyState(r, today)
	row.State, row.Class = state.State, state.Class
	if due := r.Due(); !r.Done() {
		switch {
		case due.IsZero():
			row.Due = v.t("rights.no-limit.short")
		case due.Before(today):
			row.Due = v.t("rights.late.short", "day", v.print.Date(due))
		default:
			row.Due = v.print.Date(due) + ", " + v.ahead(today, due)
		}
	}
	return row
}

// stateWord is a state and its colour.
type stateWord struct{ State, Class string }

// privacyState says in one word where a request stands: its own state until it is dealt
// with, and then that of its parts, the ones that silence refused first.
func (v *visit) privacyState(r privacy.Request, today cycle.Date) stateWord {
	word := func(group, state string) stateWord {
		return stateWord{v.t("privacy." + group + "." + state), privacyClasses[state]}
	}
	if r.State.Over() {
		return word("state", string(r.State))
	}
	for _, l := range r.Legs {
		if l.State.Unanswered() && l.On(today).Deemed {
			return word("leg", "deemed")
		}
	}
	if !r.Done() {
		return word("state", string(r.State))
	}
	same := r.Legs[0].State
	for _, l := range r.Legs[1:] {
		if l.State != same {
			return stateWord{v.t("rights.answered"), ""}
		}
	}
	return word("leg", string(same))
}

func (v *visit) privacyRequests() error {
	rows, order, err := v.privacyRows()
	if err != nil {
		return err
	}
	q, form := v.r.URL.Query(), v.form("list", nil)
	var states group
	for _, s := range privacyStates {
		states.Options = append(states.Options, option{Value: s, Label: v.t("rights.list." + s)})
	}
	page := privacyRequestsPage{
		Text: form.text("text", q.Get("text")), State: form.choice("state", q.Get("state"), states), Rows: rows,
		Empty: len(rows) == 0 && q.Get("text") == "" && q.Get("state") == "",
	}
	page.State.Options[0].Options[0].Label = v.t("list.all-states")
	page.Sort, page.Reverse, page.Count = order.key, order.reverse, v.print.N("rights.count", len(rows))
	page.Download = privacyRequestsPath + ".csv" + v.query()
	page.Columns = order.columns(v, "kind", "rights.column.kind", "", "rights.column.received", "due", "rights.column.due", "-", "rights.column.state")
	return v.show(http.StatusOK, "privacy_requests", frame{Title: v.t("mine.requests"), Tab: "privacy", Body: page})
}

func (v *visit) privacyRequestsCSV() error {
	rows, _, err := v.privacyRows()
	if err != nil {
		return err
	}
	table := v.csv("rights-number", "rights-kind", "received", "rights-due", "state", "rights-asked")
	for _, row := range rows {
		due := ""
		if !row.when.IsZero() {
			due = row.when.String()
		}
		table.add(row.Number, row.Kind, row.request.Received.String(), due, row.State, row.request.Asked)
	}
	return table.send(v.t("rights.file") + ".csv")
}
