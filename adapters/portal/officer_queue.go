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

func officerQueueRoutes() []Route {
	return []Route{
		{"GET", officerPath, charged((*visit).officerQueue), false},
		{"GET", officerPath + ".csv", charged((*visit).officerQueueCSV), false},
		{"GET", officerPath + "/done", charged((*visit).officerDone), false},
		{"GET", officerPath + "/done.csv", charged((*visit).officerDoneCSV), false},
	}
}

// soon is how many days before its last day a request is due soon.
const soon = 5

// officerPart is the part of a request under one Act, with its clock in words.
type officerPart struct {
	Act, State, Class, Clock string
	deemed                   bool
}

// officerRow is a request in the list.
type officerRow struct {
	Link, Number, Kind, Who string
	Received, Due           string
	State                   string
	Parts                   []officerPart
	late, waits             bool
	request                 privacy.Request
}

// officerCount is something that is owed today, and where it is.
type officerCount struct{ Link, Text string }

// officerQueuePage is the requests that wait, or those that are done.
type officerQueuePage struct {
	Heading           string
	Done              bool
	Counts            []officerCount
	Text, Kind, State field
	listState
	Rows  []officerRow
	Empty string
}

// officerStates are what the list is narrowed to.
var officerStates = []string{"late", "soon", "waiting"}

// officerPart says where a part of a request stands on a day.
func (v *visit) officerPart(l privacy.Leg, today cycle.Date) officerPart {
	on := l.On(today)
	p := officerPart{Act: v.act(l.Regime), State: v.t("privacy.leg." + string(l.State)), Class: legClass[l.State], deemed: on.Deemed && l.State.Unanswered()}
	switch {
	case p.deemed:
		p.State, p.Class = v.t("privacy.leg.deemed"), "refused"
		p.Clock = v.print.N("officer.clock.deemed", today.Sub(l.Due), "day", v.print.Date(l.Due))
	case l.State.Unanswered() && l.Due.IsZero():
		p.Clock = v.t("officer.clock.none")
	case l.State.Unanswered() && l.Due == today:
		p.Clock, p.Class = v.t("officer.clock.today"), "submitted"
	case l.State.Unanswered():
		left := l.Due.Sub(today)
		p.Clock = v.print.N("officer.clock.left", left, "day", v.print.Date(l.Due))
		if left <= soon {
			p.Class = "submitted"
		}
	case on.Open && !on.RecourseBy.IsZero() && l.State != privacy.Contested:
		p.Clock = v.t("officer.clock.recourse", "day", v.print.Date(on.RecourseBy))
	}
	if l.Promise {
		p.Clock = joined(p.Clock, v.t("officer.promise"))
	}
	return p
}

// legClass gives the badge the colour of a state that is alike.
var legClass = map[privacy.LegState]string{
	privacy.Granted: "granted", privacy.Partial: "in-review", privacy.Refused: "refused", privacy.Undisclosed: "refused", privacy.Contested: "in-review",
}

func (v *visit) officerRow(q privacy.Request, today cycle.Date) officerRow {
	row := officerRow{
		Link: requestPath(q), Number: q.Number(), Kind: v.t("officer.kind." + string(q.Kind)), Who: q.From.Name,
		Received: v.print.Date(q.Received), State: v.t("privacy.state." + string(q.State)), request: q,
		waits: q.State == privacy.Identifying || q.State == privacy.Clarifying,
	}
	if due := q.Due(); !due.IsZero() {
		row.Due = v.print.Date(due)
	} else if q.Done() && len(q.Entries) > 0 {
		row.Due = v.print.Date(cycle.DateOf(q.Entries[len(q.Entries)-1].At, v.zone))
	}
	for _, l := range q.Legs {
		p := v.officerPart(l, today)
		row.late = row.late || p.deemed
		row.Parts = append(row.Parts, p)
	}
	return row
}

// requestPath is the address of a request.
func requestPath(q privacy.Request) string {
	return officerPath + "/requests/" + string(q.Person) + "/" + q.ID
}

// is reports that the row is one of those that a filter asks for.
func (r officerRow) is(state string, today cycle.Date) bool {
	due := r.request.Due()
	switch state {
	case "late":
		return r.late
	case "soon":
		return !due.IsZero() && !due.Before(today) && due.Sub(today) <= soon
	case "waiting":
		return r.waits
	}
	return true
}

// byDue orders requests by their earliest last day, those without one last.
func byDue(a, b privacy.Request) int {
	x, y := a.Due(), b.Due()
	if x.IsZero() != y.IsZero() {
		if x.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(x.Compare(y), a.Received.Compare(b.Received), cmp.Compare(a.ID, b.ID))
}

// officerRows reads what the address asks for of the requests.
func (v *visit) officerRows(done bool) ([]officerRow, order, error) {
	q, order := v.r.URL.Query(), v.order("due", "received", "who", "kind")
	today, err := v.today()
	if err != nil {
		return nil, order, err
	}
	all, err := v.Registrar.Asked(v.r.Context(), v.actor, done)
	if err != nil {
		return nil, order, err
	}
	slices.SortStableFunc(all, byDue)
	if done {
		slices.SortStableFunc(all, func(a, b privacy.Request) int { return b.Received.Compare(a.Received) })
	}
	words := strings.Fields(hours.Fold(q.Get("text")))
	var rows []officerRow
	for _, r := range all {
		row := v.officerRow(r, today)
		found := hours.Fold(strings.Join([]string{row.Who, r.From.Email, row.Number, row.Kind, r.Asked}, " "))
		if oneOf(q.Get("kind"), string(r.Kind)) && row.is(q.Get("state"), today) &&
			!slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b officerRow) int {
		switch order.key {
		case "received":
			return a.request.Received.Compare(b.request.Received)
		case "who":
			return strings.Compare(hours.Fold(a.Who), hours.Fold(b.Who))
		case "kind":
			return strings.Compare(hours.Fold(a.Kind), hours.Fold(b.Kind))
		}
		return 0
	})
	return rows, order, nil
}

func (v *visit) officerQueue() error { return v.showOfficerQueue(false) }

func (v *visit) officerDone() error { return v.showOfficerQueue(true) }

func (v *visit) showOfficerQueue(done bool) error {
	rows, order, err := v.officerRows(done)
	if err != nil {
		return err
	}
	page := officerQueuePage{Heading: v.t("officer.queue"), Done: done, Rows: rows, Empty: v.t("list.nothing")}
	name := officerPath
	if done {
		page.Heading, name = v.t("officer.done"), officerPath+"/done"
	}
	q, f := v.r.URL.Query(), v.form("officer", nil)
	var kinds, states group
	for _, k := range privacy.Kinds() {
		kinds.Options = append(kinds.Options, option{Value: string(k), Label: v.t("officer.kind." + string(k))})
	}
	for _, s := range officerStates {
		states.Options = append(states.Options, option{Value: s, Label: v.t("officer.filter." + s)})
	}
	page.Text, page.Kind, page.State = f.text("text", q.Get("text")), f.choice("kind", q.Get("kind"), kinds), f.choice("state", q.Get("state"), states)
	page.Kind.Options[0].Options[0].Label = v.t("officer.filter.kinds")
	page.State.Options[0].Options[0].Label = v.t("list.all-states")
	page.Sort, page.Reverse, page.Count, page.Download = order.key, order.reverse, v.print.N("officer.count", len(rows)), name+".csv"+v.query()
	first := "officer.column.due"
	if done {
		first = "officer.column.ended"
	}
	page.Columns = order.columns(v, "who", "officer.column.who", "kind", "officer.column.kind", "received", "officer.column.received", "due", first, "-", "officer.column.parts")
	if len(q) == 0 {
		page.Empty = v.t("officer.empty")
		if done {
			page.Empty = v.t("officer.done.empty")
		}
	}
	if !done {
		if page.Counts, err = v.officerCounts(); err != nil {
			return err
		}
	}
	return v.showOfficer(http.StatusOK, "officer_queue", frame{Title: page.Heading, Body: page})
}

// officerCounts says what is owed today; nothing is an empty list.
func (v *visit) officerCounts() ([]officerCount, error) {
	today, err := v.today()
	if err != nil {
		return nil, err
	}
	open, err := v.Registrar.Asked(v.r.Context(), v.actor, false)
	if err != nil {
		return nil, err
	}
	late, due := 0, 0
	for _, r := range open {
		row := v.officerRow(r, today)
		if row.late {
			late++
		}
		if row.is("soon", today) {
			due++
		}
	}
	var counts []officerCount
	add := func(key, link string, n int) {
		if n > 0 {
			counts = append(counts, officerCount{officerPath + link, v.print.N("officer.owed."+key, n)})
		}
	}
	add("late", "?state=late", late)
	add("soon", "?state=soon", due)
	incidents, err := v.Registrar.Incidents(v.r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	runs, err := v.Registrar.Runs(v.r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	owed, review := 0, 0
	for _, i := range incidents {
		if owes(i, today) {
			owed++
		}
	}
	for _, r := range runs {
		if again(r, today) {
			review++
		}
	}
	add("incidents", "/incidents?state=owed", owed)
	add("runs", "/runs", review)
	return counts, nil
}

func (v *visit) officerQueueCSV() error { return v.sendOfficerQueue(false) }

func (v *visit) officerDoneCSV() error { return v.sendOfficerQueue(true) }

func (v *visit) sendOfficerQueue(done bool) error {
	rows, _, err := v.officerRows(done)
	if err != nil {
		return err
	}
	table := v.csv("request-number", "request-kind", "request-who", "mail", "request-received", "state", "request-act", "request-part", "request-due", "request-clock")
	for _, row := range rows {
		r := row.request
		for i, p := range row.Parts {
			table.add(row.Number, row.Kind, row.Who, r.From.Email, r.Received.String(), row.State, p.Act, p.State, r.Legs[i].Due.String(), p.Clock)
		}
	}
	return table.send("requests.csv")
}
