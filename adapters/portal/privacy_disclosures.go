package portal

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

func privacyDisclosureRoutes() []Route {
	return []Route{
		{"GET", privacyPath + "/disclosures", (*visit).disclosures, false},
		{"GET", privacyPath + "/disclosures.csv", (*visit).toldCSV, false},
	}
}

// toldRow is an entry of the register of disclosures: to whom information went.
type toldRow struct {
	Day, To, Recipient, Why string
	What                    []string
	Ground, Act             string
	Articles                []citation
	entry                   privacy.Disclosure
}

// toldPage is to whom one's information went.
type toldPage struct {
	Text field
	listState
	Rows  []toldRow
	Empty bool
}

func (v *visit) toldRow(d privacy.Disclosure) toldRow {
	row := toldRow{
		Day: v.print.Date(d.Day), To: d.To, Recipient: d.Recipient, Why: d.Why, Ground: v.ground(d), Act: v.t("privacy.regime." + string(d.Regime)),
		Articles: v.articles(d.Articles), entry: d,
	}
	for _, r := range v.Registrar.Inventory.Recipients {
		if r.ID == d.Recipient {
			row.Recipient = v.print.Text(r.Label)
		}
	}
	for _, line := range v.scope(d.Holdings) {
		for _, c := range line.Categories {
			if !slices.Contains(row.What, c) {
				row.What = append(row.What, c)
			}
		}
	}
	return row
}

// ground is on what a disclosure rests, in words; its identifier, when the law has it no
// more.
func (v *visit) ground(d privacy.Disclosure) string {
	for _, rule := range v.Registrar.Law.Rules {
		if rule.Question != privacy.Disclose || rule.Regime != d.Regime {
			continue
		}
		for _, g := range rule.Grounds {
			if g.ID == d.Ground {
				return v.print.Text(g.Label)
			}
		}
	}
	return d.Ground
}

// toldRows reads what the address asks for of the register's entries about the reader.
func (v *visit) toldRows() ([]toldRow, order, error) {
	q, order := v.r.URL.Query(), v.order("", "to", "ground")
	all, err := v.Registrar.Disclosures(v.r.Context(), v.actor, v.self())
	if err != nil {
		return nil, order, err
	}
	words := strings.Fields(hours.Fold(q.Get("text")))
	var rows []toldRow
	for _, d := range all {
		row := v.toldRow(d)
		found := hours.Fold(strings.Join(append([]string{row.To, row.Recipient, row.Why, row.Ground, row.Act}, row.What...), " "))
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b toldRow) int {
		switch order.key {
		case "to":
			return cmp.Compare(hours.Fold(a.To), hours.Fold(b.To))
		case "ground":
			return cmp.Compare(hours.Fold(a.Ground), hours.Fold(b.Ground))
		}
		return b.entry.Day.Compare(a.entry.Day)
	})
	return rows, order, nil
}

func (v *visit) disclosures() error {
	rows, order, err := v.toldRows()
	if err != nil {
		return err
	}
	text := v.r.URL.Query().Get("text")
	page := toldPage{Text: v.form("list", nil).text("text", text), Rows: rows, Empty: len(rows) == 0 && text == ""}
	page.Sort, page.Reverse, page.Count = order.key, order.reverse, v.print.N("told.count", len(rows))
	page.Download = privacyPath + "/disclosures.csv" + v.query()
	page.Columns = order.columns(v, "", "told.column.day", "to", "told.column.to", "-", "told.column.what", "-", "told.column.why", "ground", "told.column.ground")
	return v.show(http.StatusOK, "privacy_disclosures", frame{Title: v.t("mine.disclosures"), Tab: "privacy", Body: page})
}

func (v *visit) toldCSV() error {
	rows, _, err := v.toldRows()
	if err != nil {
		return err
	}
	table := v.csv("told-day", "told-to", "told-recipient", "told-what", "told-why", "ground", "told-act", "told-articles")
	for _, row := range rows {
		var articles []string
		for _, a := range row.Articles {
			articles = append(articles, a.Cite)
		}
		table.add(row.entry.Day.String(), row.To, row.Recipient, strings.Join(row.What, "; "), row.Why, row.Ground, row.Act, strings.Join(articles, "; "))
	}
	return table.send(v.t("told.file") + ".csv")
}
