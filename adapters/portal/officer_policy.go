package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// officerPolicyPath is the report of what the policy leaves out, and heldPath the inventory.
const (
	officerPolicyPath = officerPath + "/policy"
	heldPath          = officerPolicyPath + "/holdings"
)

func officerPolicyRoutes() []Route {
	return []Route{
		{"GET", officerPolicyPath, charged((*visit).policyGaps), false},
		{"GET", officerPolicyPath + ".csv", charged((*visit).policyGapsCSV), false},
		{"GET", heldPath, charged((*visit).holdingsList), false},
		{"GET", heldPath + ".csv", charged((*visit).holdingsCSV), false},
	}
}

// gapRow is what a policy must state, and how far this one does.
type gapRow struct {
	Item, Coverage, Class string
	Articles, Why         []string
}

// gapsPage is the report.
type gapsPage struct {
	Policy, Counts string
	Rows           []gapRow
}

// gapClass gives the badge the colour of a coverage that is alike.
var gapClass = map[privacy.Coverage]string{privacy.Stated: "granted", privacy.Partly: "submitted", privacy.Missing: "refused", privacy.Unread: "submitted"}

func (v *visit) gapRows() []gapRow {
	law := v.Registrar.Law
	var rows []gapRow
	for _, g := range privacy.Gaps(law, v.Registrar.Inventory) {
		row := gapRow{Item: g.Item, Coverage: v.t("officer.coverage." + string(g.Coverage)), Class: gapClass[g.Coverage], Articles: v.cited(g.Articles)}
		point := func(id string) string {
			for _, item := range law.Policy {
				for _, p := range item.Asks {
					if p.ID == id {
						return v.print.Text(p.Label)
					}
				}
			}
			return id
		}
		for _, item := range law.Policy {
			if item.ID == g.Item {
				row.Item = v.print.Text(item.Label)
			}
		}
		if g.Coverage == privacy.Unread {
			row.Why = append(row.Why, v.t("officer.gap.unread"))
		}
		for _, p := range g.Lacks {
			row.Why = append(row.Why, v.t("officer.gap.lacks", "point", v.print.Text(p.Label)))
		}
		for _, s := range g.Short {
			row.Why = append(row.Why, v.t("officer.gap.short", "point", point(s.Point), "why", sentence(v.print.Text(s.Why))))
		}
		rows = append(rows, row)
	}
	return rows
}

func (v *visit) policyGaps() error {
	p := v.Registrar.Inventory.Policy
	page := gapsPage{Policy: v.t("officer.policy.of", "title", v.print.Text(p.Title), "version", p.Version, "day", v.print.Date(p.Effective)), Rows: v.gapRows()}
	stated := 0
	for _, r := range page.Rows {
		if r.Class == "granted" {
			stated++
		}
	}
	page.Counts = v.t("officer.gap.counts", "stated", stated, "all", len(page.Rows))
	return v.showOfficer(http.StatusOK, "officer_policy", frame{Title: v.t("officer.policy"), Body: page})
}

func (v *visit) policyGapsCSV() error {
	table := v.csv("gap-item", "gap-coverage", "disclosure-articles", "gap-why")
	for _, r := range v.gapRows() {
		table.add(r.Item, r.Coverage, strings.Join(r.Articles, " / "), strings.Join(r.Why, " / "))
	}
	return table.send("policy.csv")
}

// holdingRow is a holding of the inventory in words.
type holdingRow struct {
	Category, Purpose, Group, Act, Basis, Place, Class string
	Recipients, Articles, Means                        []string
	Sensitive, Verified                                bool
	id                                                 privacy.HoldingID
}

// holdingsPage is the inventory, a page at a time.
type holdingsPage struct {
	Text, Act, Group field
	listState
	Rows           []holdingRow
	Before, After  string
	Shown, Version string
}

// holdingsShown is how many holdings a page shows.
const holdingsShown = 25

func (v *visit) holdingRows() ([]holdingRow, order) {
	q, order, i := v.r.URL.Query(), v.order("purpose", "category", "group"), v.Registrar.Inventory
	words := strings.Fields(hours.Fold(q.Get("text")))
	places, recipients, means := map[string]string{}, map[string]string{}, map[string]string{}
	for _, p := range i.Places {
		places[p.ID] = v.print.Text(p.Label)
	}
	for _, r := range i.Recipients {
		recipients[r.ID] = v.print.Text(r.Label)
	}
	for _, m := range i.Means {
		means[m.ID] = v.print.Text(m.Label)
	}
	var rows []holdingRow
	for _, h := range i.Holdings() {
		category, _ := i.Category(h.Category)
		purpose, _ := i.Purpose(h.Purpose)
		of, _ := i.Group(h.Group)
		class, _ := i.Class(h.Class)
		row := holdingRow{
			Category: v.print.Text(category.Label), Purpose: v.print.Text(purpose.Label), Group: v.print.Text(of.Label), Act: v.act(h.Regime),
			Basis: v.t("privacy.basis." + string(h.Basis)), Place: places[h.Place], Class: v.print.Text(class.Label), Articles: v.cited(h.Articles),
			Sensitive: h.Sensitive, Verified: h.Verified, id: h.ID,
		}
		if i18n.Has("officer.basis." + string(h.Basis)) {
			row.Basis = v.t("officer.basis." + string(h.Basis))
		}
		for _, r := range h.Recipients {
			row.Recipients = append(row.Recipients, recipients[r])
		}
		for _, m := range h.Means {
			row.Means = append(row.Means, means[m])
		}
		found := hours.Fold(strings.Join(slices.Concat([]string{row.Category, row.Purpose, row.Group, row.Place, row.Class, row.Basis}, row.Recipients), " "))
		if oneOf(q.Get("act"), string(h.Regime)) && oneOf(q.Get("group"), h.Group) &&
			!slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b holdingRow) int {
		switch order.key {
		case "category":
			return strings.Compare(hours.Fold(a.Category), hours.Fold(b.Category))
		case "group":
			return strings.Compare(hours.Fold(a.Group), hours.Fold(b.Group))
		}
		return 0
	})
	return rows, order
}

func (v *visit) holdingsList() error {
	rows, order := v.holdingRows()
	q := v.r.URL.Query()
	f := v.form("officer", nil)
	var groups group
	for _, g := range v.Registrar.Inventory.Groups {
		groups.Options = append(groups.Options, option{Value: g.ID, Label: v.print.Text(g.Label)})
	}
	page := holdingsPage{Text: f.text("text", q.Get("text")), Act: v.actChoice(q.Get("act")), Group: f.choice("group", q.Get("group"), groups)}
	page.Text.Hint = v.t("officer.holdings.search")
	page.Group.Options[0].Options[0].Label = v.t("officer.filter.groups")
	page.Sort, page.Reverse, page.Count, page.Download = order.key, order.reverse, v.print.N("officer.holdings.count", len(rows)), heldPath+".csv"+v.query()
	page.Columns = order.columns(v, "category", "officer.holdings.category", "group", "officer.holdings.group", "purpose", "officer.holdings.purpose", "-", "officer.holdings.basis", "-", "officer.holdings.kept")
	at, _ := strconv.Atoi(q.Get("at"))
	at = max(0, min(at, len(rows)-1)) / holdingsShown * holdingsShown
	to := func(n int) string {
		next := url.Values{}
		for name, values := range q {
			next[name] = values
		}
		next.Set("at", strconv.Itoa(n))
		return heldPath + "?" + next.Encode()
	}
	if at > 0 {
		page.Before = to(at - holdingsShown)
	}
	if at+holdingsShown < len(rows) {
		page.After = to(at + holdingsShown)
	}
	end := min(len(rows), at+holdingsShown)
	page.Rows = rows[at:end]
	if page.Before+page.After != "" {
		page.Shown = v.t("officer.holdings.shown", "from", at+1, "to", end)
	}
	return v.showOfficer(http.StatusOK, "officer_holdings", frame{Title: v.t("officer.holdings"), Body: page})
}

func (v *visit) holdingsCSV() error {
	rows, _ := v.holdingRows()
	table := v.csv("holding-id", "holding-category", "holding-group", "holding-purpose", "request-act", "holding-basis", "disclosure-articles", "holding-means", "holding-recipients",
		"holding-place", "holding-class", "holding-sensitive", "holding-verified")
	yes := map[bool]string{true: v.t("officer.truth.yes"), false: v.t("officer.truth.no")}
	for _, r := range rows {
		table.add(string(r.id), r.Category, r.Group, r.Purpose, r.Act, r.Basis, strings.Join(r.Articles, " / "), strings.Join(r.Means, " / "), strings.Join(r.Recipients, " / "),
			r.Place, r.Class, yes[r.Sensitive], yes[r.Verified])
	}
	return table.send("inventory.csv")
}
