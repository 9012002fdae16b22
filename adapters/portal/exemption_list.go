package portal

import (
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/identity"
)

// exemptionRow is a request in a list (P51).
type exemptionRow struct {
	ID           string
	Ground       string
	First, Last  string
	State, Class string
	// Granted is the hours granted, once the order has decided.
	Granted string
	Reason  string
	// Missing is what staff ask for, in place of a reason.
	Missing string
	// Years is the period of a request that goes with another for the same ground.
	Years   string
	Draft   bool
	Changed string
	Link    string
}

func (v *visit) exemptionRow(grounds exemption.Grounds, r exemption.Request) exemptionRow {
	row := exemptionRow{
		ID: r.ID, State: v.t("exemption.state." + string(r.State)), Class: string(r.State),
		Reason: r.Reason(), Draft: r.State == exemption.Draft,
		Link: "/portfolio/" + string(r.Member) + "/exemptions/" + r.ID,
	}
	if r.State == exemption.Incomplete && !v.actor.May(identity.Write, v.Org, r.Member) {
		row.State = v.t("exemption.waits")
	}
	if asked, ok := r.Asked(); ok {
		row.Missing, row.Reason = asked.Reason, ""
	}
	if whole, err := cycle.Days(r.Claim.First, r.Claim.Last); r.Follows != "" || err == nil && !r.Claim.Covers.Empty() && whole != r.Claim.Covers {
		row.Years = v.t("exemption.since", "day", v.print.Date(r.Period))
	}
	id, first, last := r.Claim.Ground, r.Claim.First, r.Claim.Last
	if row.Draft {
		id = r.Entry.Ground
		first, _ = r.Entry.First.Read()
		last, _ = r.Entry.Last.Read()
		row.Changed = v.print.Instant(r.Changed, v.zone)
	}
	row.First, row.Last = v.print.Date(first), v.print.Date(last)
	row.Ground = v.t("exemption.untitled")
	if ground, ok := grounds.Ground(id); ok {
		row.Ground = v.print.Text(ground.Label)
	}
	if r.State.Excuses() {
		row.Granted = v.print.Hours(r.Granted)
	}
	return row
}

func (v *visit) exemptions() error {
	f, _, rows, err := v.exemptionList()
	if err != nil {
		return err
	}
	order := v.order("", "ground", "granted", "submitted")
	page := listPage{
		file: f, Rows: rows, Count: v.print.N("exemption.count", len(rows)), Fresh: freshID(),
		Download: f.Base + "/exemptions.csv" + v.query(), Sort: order.key, Reverse: order.reverse,
		Columns: order.columns(v,
			"ground", "exemption.column.ground", "", "exemption.column.first", "-", "exemption.column.last",
			"-", "exemption.column.state", "granted", "exemption.column.granted"),
	}
	page.filters(v, f, "exemption", stateNames(exemption.States(), exemption.Discarded))
	return v.show(http.StatusOK, "exemptions", frame{
		Title: v.t("exemption.list.title", "name", f.Member.Name()), Tab: "portfolio", Body: page,
	})
}

func (v *visit) exemptionList() (file, []exemption.Request, []exemptionRow, error) {
	f, err := v.file()
	if err != nil {
		return file{}, nil, nil, err
	}
	q, order := v.r.URL.Query(), v.order("", "ground", "granted", "submitted")
	query := exemption.Query{Text: q.Get("text"), Period: q.Get("period"), Sort: exemption.Sort(order.key), Reverse: order.reverse}
	if state := q.Get("state"); state != "" {
		query.States = []exemption.State{exemption.State(state)}
	}
	chosen, err := v.Board.Requests(v.r.Context(), v.actor, f.Member.ID, query)
	if err != nil {
		return file{}, nil, nil, err
	}
	grounds, err := v.Board.GroundsFor(v.r.Context(), v.actor, f.Member.ID)
	if err != nil {
		return file{}, nil, nil, err
	}
	var rows []exemptionRow
	for _, r := range chosen {
		rows = append(rows, v.exemptionRow(grounds, r))
	}
	return f, chosen, rows, nil
}

func (v *visit) exemptionsCSV() error {
	f, chosen, rows, err := v.exemptionList()
	if err != nil {
		return err
	}
	table := v.csv("ground", "first", "last", "state", "granted", "reason", "submitted")
	for i, r := range chosen {
		granted := ""
		if r.State.Excuses() {
			granted = v.print.Number(r.Granted)
		}
		table.add(rows[i].Ground, r.Claim.First.String(), r.Claim.Last.String(), rows[i].State, granted, rows[i].Reason, v.day(r.Submitted))
	}
	return table.send("exemptions-" + string(f.Member.ID) + ".csv")
}
