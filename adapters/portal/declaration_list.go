package portal

import (
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// declarationRow is a declaration in a list (P33).
type declarationRow struct {
	ID                    string
	Category, Type, Title string
	First, Hours          string
	State, Class          string
	// Counted is what counts, once the order has decided.
	Counted string
	// Why says why some hours do not count, and Reason what staff wrote. Steps are what
	// leads there, with the clauses.
	Why, Reason string
	Steps       []explained
	// Amended says that staff corrected it, and Asked that a correction is asked for.
	Amended, Asked bool
	// Draft says that it may be resumed or deleted; Changed is when it last was.
	Draft   bool
	Changed string
	Link    string
}

func (v *visit) declarationRow(f file, lists hours.Lists, d hours.Declaration) declarationRow {
	version := f.Standing.Version
	if v, err := f.Standing.Regulation.InForce(d.Period); err == nil {
		version = v
	}
	row := declarationRow{
		ID: d.ID, State: v.t("declaration.state." + string(d.State)), Class: string(d.State),
		Reason: d.Reason(), Draft: d.State == hours.Draft,
		Link: "/portfolio/" + string(d.Member) + "/declarations/" + d.ID,
	}
	_, row.Asked = d.Asked()
	row.Amended = d.Amended()
	a := d.Activity
	if row.Draft {
		a = drafted(d.Entry, lists)
		row.Changed = v.print.Instant(d.Changed, v.zone)
	}
	category, _ := version.Category(a.Category)
	kind, _ := category.Type(a.Type)
	row.Category, row.Type, row.Title = v.print.Text(category.Label), v.print.Text(kind.Label), a.Title
	row.First = v.print.Date(a.First)
	if !a.Hours.IsZero() {
		row.Hours = v.inItsMeasure(a, a.Hours)
	}
	if row.Title == "" {
		row.Title = v.t("declaration.untitled")
	}
	if item, ok := f.Balance.Item(d.ID); ok {
		if item.Why != "" {
			row.Why = v.t("why."+string(item.Why), "hours", v.amount(version, item.Counted), "declared", v.inItsMeasure(a, item.Declared))
		}
		if d.State == hours.Counted {
			row.Counted = v.amount(version, item.Counted)
			if item.Why != "" {
				row.Steps = v.whyNotAll(f, d)
			}
		}
	}
	return row
}

// drafted returns what can be read of a draft, for lists.
func drafted(e hours.Entry, lists hours.Lists) hours.Activity {
	a := hours.Activity{Category: e.Category, Type: e.Type, Title: e.Title}
	if !e.ActivityUnlisted {
		item, _ := lists.Find(hours.Activities, e.Activity)
		a.Title = item.Label
	}
	a.First, _ = e.First.Read()
	a.Hours, _ = hours.ReadHours(e.Duration)
	return a
}

// listPage is a list with its search, filters and order.
type listPage struct {
	file
	Caption  string
	Text     field
	Period   field
	State    field
	Sort     string
	Reverse  bool
	Columns  []column
	Count    string
	Download string
	Fresh    string
	Rows     any
}

func (v *visit) declarations() error {
	f, chosen, rows, err := v.declarationList()
	if err != nil {
		return err
	}
	order := v.order("", "title", "category", "hours", "submitted")
	page := listPage{
		file: f, Rows: rows, Count: v.print.N("declaration.count", len(chosen)), Fresh: freshID(),
		Download: f.Base + "/declarations.csv" + v.query(), Sort: order.key, Reverse: order.reverse,
		Columns: order.columns(v,
			"category", "declaration.column.kind", "title", "declaration.column.title",
			"", "declaration.column.first", "hours", "declaration.column.hours", "-", "declaration.column.state"),
	}
	page.filters(v, f, "declaration", stateNames(hours.States(), hours.Discarded, hours.Revoked))
	return v.show(http.StatusOK, "declarations", frame{
		Title: v.t("declaration.list.title", "name", f.Member.Name()), Tab: "portfolio", Body: page,
	})
}

// filters sets the search and the two filters.
func (p *listPage) filters(v *visit, f file, room string, states []string) {
	q, form := v.r.URL.Query(), v.form("list", nil)
	p.Text = form.text("text", q.Get("text"))
	var periods, stated group
	for _, link := range f.Periods {
		periods.Options = append(periods.Options, option{Value: link.Key, Label: link.Years})
	}
	for _, s := range states {
		stated.Options = append(stated.Options, option{Value: s, Label: v.t(room + ".state." + s)})
	}
	p.Period = form.choice("period", q.Get("period"), periods)
	p.State = form.choice("state", q.Get("state"), stated)
	p.Period.Options[0].Options[0].Label = v.t("list.all-periods")
	p.State.Options[0].Options[0].Label = v.t("list.all-states")
}

func stateNames[S ~string](states []S, but ...S) []string {
	var names []string
	for _, s := range states {
		if !slices.Contains(but, s) {
			names = append(names, string(s))
		}
	}
	return names
}

// declarationList reads what the address asks for: the declarations of every
// period, or of one, with what the balance of each period says of them.
func (v *visit) declarationList() (file, []hours.Declaration, []declarationRow, error) {
	f, err := v.file()
	if err != nil {
		return file{}, nil, nil, err
	}
	q, order := v.r.URL.Query(), v.order("", "title", "category", "hours", "submitted")
	query := hours.Query{Text: q.Get("text"), Period: q.Get("period"), Sort: hours.Sort(order.key), Reverse: order.reverse}
	if state := q.Get("state"); state != "" {
		query.States = []hours.State{hours.State(state)}
	}
	chosen, err := v.Ledger.Declarations(v.r.Context(), v.actor, f.Member.ID, query)
	if err != nil {
		return file{}, nil, nil, err
	}
	lists, err := v.Ledger.Lists(v.r.Context(), v.actor)
	if err != nil {
		return file{}, nil, nil, err
	}
	balances, err := v.balances(f)
	if err != nil {
		return file{}, nil, nil, err
	}
	var rows []declarationRow
	for _, d := range chosen {
		at := f
		at.Balance = balances[d.Period.String()]
		rows = append(rows, v.declarationRow(at, lists, d))
	}
	return f, chosen, rows, nil
}

// balances returns the balance of each of the member's periods, by its key.
func (v *visit) balances(f file) (map[string]hours.Balance, error) {
	all := map[string]hours.Balance{f.Standing.Period.Key(): f.Balance}
	for _, p := range f.Periods {
		if _, ok := all[p.Key]; ok {
			continue
		}
		day, err := cycle.ParseDate(p.Key)
		if err != nil {
			return nil, err
		}
		if all[p.Key], err = v.Ledger.Balance(v.r.Context(), v.actor, f.Member.ID, day); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (v *visit) declarationsCSV() error {
	f, chosen, rows, err := v.declarationList()
	if err != nil {
		return err
	}
	table := v.csv("category", "type", "title", "provider", "trainer", "first", "last", "hours", "counted", "state", "why", "submitted")
	for i, d := range chosen {
		a, counted := d.Activity, ""
		if d.State == hours.Counted {
			counted = v.print.Number(d.Counted)
		}
		declared := ""
		if !rows[i].Draft {
			declared = v.print.Number(a.Hours)
		}
		table.add(rows[i].Category, rows[i].Type, rows[i].Title, a.Provider, a.Trainer, a.First.String(), a.Last.String(),
			declared, counted, rows[i].State, joined(rows[i].Why, rows[i].Reason), v.day(d.Submitted))
	}
	return table.send("declarations-" + string(f.Member.ID) + ".csv")
}
