package portal

import (
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

func docketRoutes() []Route {
	return []Route{
		{"GET", "/queue/periods", (*visit).docket, false},
		{"GET", "/queue/periods.csv", (*visit).docketCSV, false},
		{"GET", "/queue/periods/close", (*visit).confirmCloseAll, false},
		{"POST", "/queue/periods/close", (*visit).closeAll, false},
		{"GET", "/queue/periods/{member}/{period}", (*visit).reviewClosing, false},
		{"GET", "/queue/periods/{member}/{period}/{event}", (*visit).askClosing, false},
		{"POST", "/queue/periods/{member}/{period}/{event}", (*visit).decideClosing, false},
	}
}

// docketPage is the list of the periods that have ended, for staff.
type docketPage struct {
	Text, State, Period field
	Sort                string
	Reverse             bool
	Columns             []column
	Rows                []docketRow
	Count, Download     string
	// Over is how many may be closed, in words; empty when none may.
	Over string
}

// docketRow is a member's period.
type docketRow struct {
	Name, Permit string
	Years        string
	Link         string
	State, Class string
	Due          string
	Own          bool
	Overdue      bool
	row          closing.Row
}

func (v *visit) docket() error {
	rows, order, err := v.docketRows()
	if err != nil {
		return err
	}
	all, err := v.Docket.List(v.r.Context(), v.actor, closing.Query{})
	if err != nil {
		return err
	}
	q, form := v.r.URL.Query(), v.form("list", nil)
	var states, periods group
	for _, s := range closing.States() {
		states.Options = append(states.Options, option{Value: string(s), Label: v.t("closing.state." + string(s))})
	}
	seen := map[string]bool{}
	for _, r := range all {
		if key := r.Period.String(); !seen[key] {
			seen[key] = true
			periods.Options = append(periods.Options, option{Value: key, Label: v.print.Years(cycle.Period{Span: r.Span})})
		}
	}
	page := docketPage{
		Text: form.text("text", q.Get("text")), State: form.choice("state", q.Get("state"), states), Period: form.choice("period", q.Get("period"), periods),
		Sort: order.key, Reverse: order.reverse, Rows: rows, Count: v.print.N("docket.count", len(rows)), Download: "/queue/periods.csv" + v.query(),
		Columns: order.columns(v, "member", "docket.column.member", "", "docket.column.period", "state", "docket.column.state", "due", "docket.column.due"),
	}
	page.State.Options[0].Options[0].Label = v.t("list.all-states")
	page.Period.Options[0].Options[0].Label = v.t("list.all-periods")
	if n := over(all); n > 0 {
		page.Over = v.print.N("docket.over", n)
	}
	return v.show(http.StatusOK, "docket", frame{Title: v.t("docket.title"), Tab: "queue", Body: page})
}

// over counts the open periods whose last day to declare has passed.
func over(all []closing.Row) int {
	n := 0
	for _, r := range all {
		if r.State == closing.Open && r.Over {
			n++
		}
	}
	return n
}

// docketRows reads what the address asks for.
func (v *visit) docketRows() ([]docketRow, order, error) {
	q, order := v.r.URL.Query(), v.order("", "member", "state", "due")
	query := closing.Query{Text: q.Get("text"), Period: q.Get("period"), Sort: closing.Sort(order.key), Reverse: order.reverse}
	if state := closing.State(q.Get("state")); slices.Contains(closing.States(), state) {
		query.States = []closing.State{state}
	}
	all, err := v.Docket.List(v.r.Context(), v.actor, query)
	if err != nil {
		return nil, order, err
	}
	var rows []docketRow
	for _, r := range all {
		m := r.Holder
		row := docketRow{
			Name: m.Last + ", " + m.First, Permit: m.Permit, Years: v.print.Years(cycle.Period{Span: r.Span}),
			Link:  "/queue/periods/" + string(m.ID) + "/" + r.Period.String(),
			State: v.t("closing.state." + string(r.State)), Class: string(r.State), Due: v.dueOf(r), row: r,
			Own: !v.actor.May(identity.Decide, v.Org, m.ID),
		}
		if row.Own {
			row.Link = "/portfolio/" + string(m.ID) + "/periods/" + r.Period.String()
		}
		row.Overdue = !r.Due().IsZero() && cycle.DateOf(v.now(), v.zone).After(r.Due())
		rows = append(rows, row)
	}
	return rows, order, nil
}

func (v *visit) docketCSV() error {
	rows, _, err := v.docketRows()
	if err != nil {
		return err
	}
	table := v.csv("member", "permit", "period", "state", "due", "remaining-after")
	for _, r := range rows {
		left := ""
		if len(r.row.Entries) > 0 {
			left = v.print.Number(r.row.Latest().Settled.Remaining)
		}
		table.add(r.Name, r.Permit, r.row.Period.String(), r.State, r.row.Due().String(), left)
	}
	return table.send("periods.csv")
}

func (v *visit) confirmCloseAll() error {
	all, err := v.Docket.List(v.r.Context(), v.actor, closing.Query{})
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "confirm", frame{Title: v.t("docket.close.title"), Tab: "queue", Body: question{
		Heading: v.t("docket.close.title"), What: v.print.N("docket.over", over(all)), Sentence: v.t("docket.close.sentence"),
		Button: v.t("docket.close.button"), Action: "/queue/periods/close", Back: "/queue/periods",
	}})
}

// closedAll is what came of closing every period that was over.
type closedAll struct {
	Counts []string
	Failed bool
}

func (v *visit) closeAll() error {
	if _, err := v.typed(); err != nil {
		return err
	}
	p, err := v.Docket.CloseAll(v.r.Context(), v.actor, nil)
	if err != nil && p.Failed == 0 {
		return err
	}
	if err != nil {
		v.log().Error("portal: some periods were not closed", "error", err)
	}
	page := closedAll{Failed: p.Failed > 0}
	for _, c := range []struct {
		key string
		n   int
	}{{"closed", p.Closed}, {"short", p.Short}, {"waiting", p.Waiting}, {"failed", p.Failed}} {
		page.Counts = append(page.Counts, v.print.N("docket.closed-all."+c.key, c.n))
	}
	return v.show(http.StatusOK, "docket_closed", frame{Title: v.t("docket.closed-all.title"), Tab: "queue", Body: page})
}
