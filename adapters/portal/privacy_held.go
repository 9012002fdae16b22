package portal

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// privacyHeldPath is what the policy says may be held about the reader.
const privacyHeldPath = privacyPath + "/held"

func privacyHeldRoutes() []Route {
	return []Route{
		{"GET", privacyHeldPath, (*visit).mayBeHeld, false},
		{"GET", privacyHeldPath + ".csv", (*visit).heldCSV, false},
	}
}

// heldRow is a holding: one category, kept for one purpose.
type heldRow struct {
	Category, Purpose, Group string
	Basis, Act, Place, Kept  string
	To                       []string
	Sensitive, Unverified    bool
	Articles                 []citation
}

// heldPage is what the policy says may be held about the reader, and why.
type heldPage struct {
	Text, Basis, Regime field
	listState
	Rows []heldRow
	// Kept says for how long and where, each answer once.
	Kept  []string
	Empty bool
}

// heldRows reads what the address asks for of the holdings about the reader.
func (v *visit) heldRows() ([]heldRow, order) {
	q, order := v.r.URL.Query(), v.order("category", "purpose", "basis")
	words := strings.Fields(hours.Fold(q.Get("text")))
	about := v.Registrar.Inventory.About(v.actor.Roles)
	several := slices.ContainsFunc(about, func(h privacy.Holding) bool { return h.Group != about[0].Group })
	var rows []heldRow
	for _, h := range about {
		row := v.heldRow(h)
		if !several {
			row.Group = ""
		}
		found := hours.Fold(strings.Join(append([]string{row.Category, row.Purpose, row.Group, row.Basis, row.Act}, row.To...), " "))
		if oneOf(q.Get("basis"), string(h.Basis)) && oneOf(q.Get("regime"), string(h.Regime)) &&
			!slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(found, w) }) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b heldRow) int {
		switch order.key {
		case "purpose":
			return cmp.Compare(hours.Fold(a.Purpose), hours.Fold(b.Purpose))
		case "basis":
			return cmp.Compare(a.Basis+a.Act, b.Basis+b.Act)
		}
		return cmp.Compare(hours.Fold(a.Category), hours.Fold(b.Category))
	})
	return rows, order
}

func (v *visit) heldRow(h privacy.Holding) heldRow {
	i := v.Registrar.Inventory
	row := heldRow{
		Category: v.categoryOf(h.Category), Purpose: v.purposeOf(h.Purpose), Basis: v.t("privacy.basis." + string(h.Basis)),
		Act: v.t("privacy.regime." + string(h.Regime)), Sensitive: h.Sensitive, Unverified: !h.Verified, Articles: v.articles(h.Articles),
	}
	if g, known := i.Group(h.Group); known {
		row.Group = v.print.Text(g.Label)
	}
	if c, known := i.Class(h.Class); known {
		row.Kept = v.print.Text(c.Label)
	}
	for _, p := range i.Places {
		if p.ID == h.Place {
			row.Place = v.print.Text(p.Label)
		}
	}
	row.To = v.recipients(h.Recipients)
	return row
}

// recipients are categories of third parties in words.
func (v *visit) recipients(ids []string) []string {
	var all []string
	for _, r := range v.Registrar.Inventory.Recipients {
		if slices.Contains(ids, r.ID) {
			all = append(all, v.print.Text(r.Label))
		}
	}
	return all
}

func (v *visit) mayBeHeld() error {
	rows, order := v.heldRows()
	q, form := v.r.URL.Query(), v.form("list", nil)
	var bases, regimes group
	for _, b := range privacy.Bases() {
		bases.Options = append(bases.Options, option{Value: string(b), Label: v.t("privacy.basis." + string(b))})
	}
	for _, r := range privacy.Regimes() {
		regimes.Options = append(regimes.Options, option{Value: string(r), Label: v.t("privacy.regime." + string(r))})
	}
	page := heldPage{
		Text: form.text("text", q.Get("text")), Basis: v.form("held", nil).choice("basis", q.Get("basis"), bases),
		Regime: v.form("held", nil).choice("regime", q.Get("regime"), regimes), Rows: rows,
		Empty: len(v.Registrar.Inventory.About(v.actor.Roles)) == 0,
	}
	for _, row := range rows {
		if kept := v.t("held.kept.text", "kept", row.Kept, "place", row.Place); !slices.Contains(page.Kept, kept) {
			page.Kept = append(page.Kept, kept)
		}
	}
	page.Basis.Options[0].Options[0].Label, page.Regime.Options[0].Options[0].Label = v.t("held.all-bases"), v.t("held.all-acts")
	page.Sort, page.Reverse, page.Count = order.key, order.reverse, v.print.N("held.count", len(rows))
	page.Download = privacyHeldPath + ".csv" + v.query()
	page.Columns = order.columns(v, "category", "held.column.category", "purpose", "held.column.purpose", "basis", "held.column.basis", "-", "held.column.to")
	return v.show(http.StatusOK, "privacy_held", frame{Title: v.t("mine.held"), Tab: "privacy", Body: page})
}

func (v *visit) heldCSV() error {
	rows, _ := v.heldRows()
	table := v.csv("held-category", "held-group", "held-purpose", "held-basis", "told-act", "told-articles", "held-to", "held-place", "held-kept", "held-verified")
	for _, row := range rows {
		var articles []string
		for _, a := range row.Articles {
			articles = append(articles, a.Cite)
		}
		verified := v.t("held.verified")
		if row.Unverified {
			verified = v.t("explanation.unverified")
		}
		table.add(row.Category, row.Group, row.Purpose, row.Basis, row.Act, strings.Join(articles, "; "), strings.Join(row.To, "; "), row.Place, row.Kept, verified)
	}
	return table.send(v.t("held.file") + ".csv")
}
