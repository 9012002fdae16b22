package portal

import (
	"net/http"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
)

func historyRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/history", (*visit).history, false},
		{"GET", "/portfolio/{member}/history.csv", (*visit).historyCSV, false},
	}
}

// actRow is a line of the history.
type actRow struct {
	Seq    int64
	At     string
	What   string
	Reason string
	// Detail is how a draw chose the file.
	Detail string
	// Also says what it changes of each other period.
	Also []string
	// Link leads to the declaration or the request.
	Link string
	// Item, Counted and Remaining are the hours before and after.
	Item      change
	Counted   change
	Remaining change
}

// change is a figure before and after. Before is empty when it did not change.
type change struct{ Before, After string }

func changed(before, after string) change {
	if before == after {
		return change{After: after}
	}
	return change{before, after}
}

// historyPage is the history of a file; Empty says that it has no line at all.
type historyPage struct {
	listPage
	Empty bool
}

func (v *visit) history() error {
	f, acts, err := v.acts()
	if err != nil {
		return err
	}
	var rows []actRow
	for _, a := range acts {
		rows = append(rows, v.actRow(f, a))
	}
	order := v.order("", "title")
	page := historyPage{listPage: listPage{
		file: f, Rows: rows, Count: v.print.N("history.count", len(rows)),
		Download: f.Base + "/history.csv" + v.query(), Sort: order.key, Reverse: order.reverse,
		Columns: order.columns(v,
			"", "history.column.at", "title", "history.column.what", "-", "history.column.item",
			"-", "history.column.counted", "-", "history.column.remaining"),
	}}
	q := v.r.URL.Query()
	page.Empty = len(rows) == 0 && q.Get("text") == "" && q.Get("period") == "" && q.Get("kind") == ""
	page.filters(v, f, "history", nil)
	var kinds group
	for _, k := range hours.ActKinds() {
		kinds.Options = append(kinds.Options, option{Value: string(k), Label: v.t("api.act." + string(k))})
	}
	page.State = v.form("list", nil).choice("kind", q.Get("kind"), kinds)
	page.State.Options[0].Options[0].Label = v.t("history.all-kinds")
	return v.show(http.StatusOK, "history", frame{
		Title: v.t("history.title", "name", f.Member.Name()), Tab: "portfolio", Body: page,
	})
}

// acts reads what the address asks for of the history of the file.
func (v *visit) acts() (file, []hours.Act, error) {
	f, err := v.file()
	if err != nil {
		return file{}, nil, err
	}
	q, order := v.r.URL.Query(), v.order("", "title")
	query := hours.ActQuery{Text: q.Get("text"), Period: q.Get("period"), Sort: hours.ActSort(order.key), Reverse: order.reverse}
	if kind := q.Get("kind"); kind != "" {
		query.Kinds = []hours.ActKind{hours.ActKind(kind)}
	}
	all, err := v.Ledger.History(v.r.Context(), v.actor, f.Member.ID, query)
	return f, all, err
}

// by names who did it: the organisation when one of its staff did and the reader
// is not one of them.
func (v *visit) by(a hours.Act) string {
	if a.By == "" {
		return v.print.Text(v.org.Name)
	}
	return a.By
}

// also says what an act changes of another period: the figures that are others after
// it, each before and after.
func (v *visit) also(f file, other hours.PeriodTally) string {
	version, years := f.Standing.Version, other.Period.String()
	if s, err := f.Standing.In(other.Period); err == nil {
		version, years = s.Version, v.print.Years(s.Period)
	}
	var changes []string
	for _, figure := range []struct {
		name          string
		before, after hours.Hours
	}{
		{"counted", other.Before.Counted, other.After.Counted},
		{"carried", other.Before.Carried, other.After.Carried},
		{"remaining", other.Before.Remaining, other.After.Remaining},
		{"surplus", other.Before.Surplus, other.After.Surplus},
	} {
		if figure.before != figure.after {
			changes = append(changes, v.t("history.also."+figure.name,
				"before", v.amount(version, figure.before), "after", v.amount(version, figure.after)))
		}
	}
	return v.t("history.also", "years", years, "changes", strings.Join(changes, ", "))
}

func (v *visit) actRow(f file, a hours.Act) actRow {
	version := f.Standing.Version
	if of, err := f.Standing.Regulation.InForce(a.Period); err == nil {
		version = of
	}
	row := actRow{Seq: a.Seq, At: v.print.Instant(a.At, v.zone), Reason: a.Reason, Link: f.Base + "/declarations/" + a.Of}
	switch {
	case a.Kind.OfExemption():
		row.Link = f.Base + "/exemptions/" + a.Of
	case a.Kind.OfCertificate():
		row.Link = f.Base + "/certificates/" + a.Of
	}
	if a.Kind.OfPeriod() {
		row.Link = f.Base + "/periods/" + a.Of
	}
	switch {
	case a.Kind == hours.AuditSelected:
		row.Link, row.Detail = f.Base+"/evidence", v.selected(a.Selected)
	case a.Kind.OfAudit():
		row.Link = f.Base + "/evidence/" + a.Of
	}
	for _, other := range a.Also {
		row.Also = append(row.Also, v.also(f, other))
	}
	before, after := v.print.Hours(a.Before.Item), v.print.Hours(a.After.Item)
	row.Item = changed(before, after)
	row.Counted = changed(v.amount(version, a.Before.Counted), v.amount(version, a.After.Counted))
	row.Remaining = changed(v.amount(version, a.Before.Remaining), v.amount(version, a.After.Remaining))
	row.What = v.t("history."+string(a.Kind), "by", v.by(a), "title", v.print.Text(a.Title), "before", before, "after", after)
	return row
}

// selected says how a draw chose the file.
func (v *visit) selected(s *hours.Selected) string {
	if s == nil || s.Rank == 0 {
		return v.t("history.directed")
	}
	return v.t("history.drawn", "rank", v.count(s.Rank), "population", v.count(s.Population), "number", s.Number, "seed", s.Seed, "digest", s.Digest)
}

func (v *visit) historyCSV() error {
	f, acts, err := v.acts()
	if err != nil {
		return err
	}
	table := v.csv("at", "kind", "title", "by", "reason", "period", "item-before", "item-after",
		"counted-before", "counted-after", "remaining-before", "remaining-after", "also")
	for _, a := range acts {
		var also []string
		for _, other := range a.Also {
			also = append(also, v.also(f, other))
		}
		table.add(a.At.In(v.zone).Format(time.DateTime), v.t("api.act."+string(a.Kind)), v.print.Text(a.Title), v.by(a), a.Reason, a.Period.String(),
			v.print.Number(a.Before.Item), v.print.Number(a.After.Item), v.print.Number(a.Before.Counted), v.print.Number(a.After.Counted),
			v.print.Number(a.Before.Remaining), v.print.Number(a.After.Remaining), strings.Join(also, " – "))
	}
	return table.send("history-" + string(f.Member.ID) + ".csv")
}
