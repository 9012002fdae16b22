package portal

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/identity"
)

func auditRoutes() []Route {
	return []Route{
		{"GET", "/queue/audits", (*visit).audits, false},
		{"GET", "/queue/audits.csv", (*visit).auditsCSV, false},
		{"GET", "/queue/audits/new", (*visit).newAudit, false},
		{"POST", "/queue/audits/new", (*visit).makeAudit, false},
		{"GET", "/queue/audits/{id}", (*visit).audit, false},
		{"GET", "/queue/audits/{id}/selected.csv", (*visit).auditCSV, false},
	}
}

// auditRow is a draw in the list.
type auditRow struct {
	ID, Link       string
	At, Span, Size string
	Selected       int
	Population     string
	Seed, By       string
	draw           audit.Draw
}

// auditsPage is the list of draws.
type auditsPage struct {
	Text     field
	Columns  []column
	Rows     []auditRow
	Count    string
	Download string
	Sort     string
	Reverse  bool
	Empty    bool
}

func (v *visit) audits() error {
	rows, order, err := v.auditRows()
	if err != nil {
		return err
	}
	page := auditsPage{
		Text: v.form("audit", nil).text("text", v.r.URL.Query().Get("text")), Rows: rows, Count: v.print.N("audit.count", len(rows)),
		Download: "/queue/audits.csv" + v.query(), Sort: order.key, Reverse: order.reverse,
		Empty: len(rows) == 0 && v.r.URL.Query().Get("text") == "",
		Columns: order.columns(v, "", "audit.column.at", "-", "audit.column.span", "selected", "audit.column.selected",
			"population", "audit.column.population", "-", "audit.column.seed", "-", "audit.column.by"),
	}
	return v.show(http.StatusOK, "audits", frame{Title: v.t("audit.list.title"), Tab: "queue", Body: page})
}

// auditRows returns the draws in which the text is found, in the order asked for.
func (v *visit) auditRows() ([]auditRow, order, error) {
	order := v.order("", "selected", "population")
	all, err := v.Auditor.Draws(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	text := hours.Fold(v.r.URL.Query().Get("text"))
	var rows []auditRow
	for _, d := range all {
		row := auditRow{
			ID: d.ID, Link: "/queue/audits/" + d.ID, At: v.print.Instant(d.At, v.zone), Span: v.print.Span(d.Span), Size: v.size(d.Size),
			Selected: len(d.Selected), Population: v.count(d.Population), Seed: d.Seed, By: d.By, draw: d,
		}
		found := []string{row.Span, row.Seed, row.By, row.At}
		for _, s := range d.Selected {
			found = append(found, s.Number)
		}
		if strings.Contains(hours.Fold(strings.Join(found, " ")), text) {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b auditRow) int {
		switch order.key {
		case "selected":
			return cmp.Compare(a.Selected, b.Selected)
		case "population":
			return cmp.Compare(a.draw.Population, b.draw.Population)
		}
		return 0
	})
	if order.reverse {
		slices.Reverse(rows)
	}
	return rows, order, nil
}

func (v *visit) auditsCSV() error {
	rows, _, err := v.auditRows()
	if err != nil {
		return err
	}
	table := v.csv("at", "first", "last", "selected", "population", "digest", "seed", "by")
	for _, r := range rows {
		d := r.draw
		table.add(d.At.In(v.zone).Format(time.DateTime), d.Span.From.String(), d.Span.Last().String(), strconv.Itoa(r.Selected), strconv.Itoa(d.Population), d.Digest, d.Seed, d.By)
	}
	return table.send("audits.csv")
}

// size says how many are drawn, as people say it.
func (v *visit) size(s audit.Size) string {
	if s.Share != (hours.Share{}) {
		return v.t("audit.share", "share", s.String())
	}
	return v.print.N("audit.files", s.Number)
}

// count prints a number of people.
func (v *visit) count(n int) string { return v.print.Number(hours.Whole(int64(n))) }

// auditForm is the form of a draw; Plan is what it would draw, once checked.
type auditForm struct {
	First, Last field
	Size, Seed  field
	NotTwice    field
	Directed    field
	Reason      field
	// Fresh is the identifier of the draw: a double press draws once.
	Fresh string
	// Rule is what the regulation says, Unverified that no text could be read, and
	// Always that it leaves no choice about drawing a file twice.
	Rule       string
	Unverified bool
	Always     bool
	Plan       *auditPlan
	// Hidden is what was typed, carried along while the plan is shown.
	Hidden map[string]string
}

// auditPlan says what would be drawn, and not who.
type auditPlan struct {
	Lines []answer
	Names []string
}

func auditTyped(form url.Values) audit.Entry {
	return audit.Entry{
		First: dateTyped(form, "first"), Last: dateTyped(form, "last"), Size: form.Get("size"), Seed: form.Get("seed"),
		NotTwice: form.Get("notTwice") != "", Directed: form.Get("directed"), Reason: form.Get("reason"),
	}
}

func (v *visit) newAudit() error {
	_, _, ended, err := v.Auditor.Rule(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	e := audit.Entry{NotTwice: true}
	if !ended.Empty() {
		e.First, e.Last = hours.DateTyped(ended.From), hours.DateTyped(ended.Last())
	}
	return v.showNewAudit(http.StatusOK, freshID(), e, nil, nil)
}

func (v *visit) makeAudit() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	ctx, e := v.r.Context(), auditTyped(form)
	if err := v.actor.Check(identity.List, v.Org, ""); err != nil {
		return err
	}
	if v.chooseLanguage(form) || form.Get("do") == "edit" {
		return v.showNewAudit(http.StatusOK, form.Get("id"), e, nil, nil)
	}
	plan, err := v.Auditor.Preview(ctx, v.actor, e)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showNewAudit(http.StatusUnprocessableEntity, form.Get("id"), e, nil, wrong)
	case err != nil:
		return err
	case form.Get("do") != "draw":
		return v.showNewAudit(http.StatusOK, form.Get("id"), e, &plan, nil)
	}
	made, err := v.Auditor.Make(ctx, v.actor, form.Get("id"), e)
	if err != nil {
		return err
	}
	return v.redirect("/queue/audits/"+made.ID, "notice", "drawn")
}

func (v *visit) showNewAudit(status int, fresh string, e audit.Entry, plan *audit.Plan, wrong hours.FieldErrors) error {
	rule, version, _, err := v.Auditor.Rule(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	f := v.form("audit", wrong)
	page := auditForm{
		First: f.date("first", e.First), Last: f.date("last", e.Last), Size: f.text("size", e.Size), Seed: f.text("seed", e.Seed).wide(),
		NotTwice: f.box("notTwice", "1", e.NotTwice), Directed: f.text("directed", e.Directed).wide(), Reason: f.area("reason", e.Reason),
		Fresh: fresh, Rule: v.t("audit.rule.none"),
	}
	if rule != nil {
		clause, _ := version.Clause(rule.Clause)
		page.Rule, page.Unverified, page.Always = v.print.Text(clause.Says), !clause.Verified, rule.NotTwice
		if size := audit.SizeOf(rule); size != (audit.Size{}) {
			page.Size.Hint = v.t("audit.size.rule", "size", v.size(size))
		}
	}
	title := v.t("audit.new.title")
	if plan != nil {
		title = v.t("audit.preview.title")
		page.Plan = v.auditPlan(*plan)
		page.Hidden = map[string]string{
			"first.day": e.First.Day, "first.month": e.First.Month, "first.year": e.First.Year, "last.day": e.Last.Day, "last.month": e.Last.Month, "last.year": e.Last.Year,
			"size": e.Size, "seed": e.Seed, "directed": e.Directed, "reason": e.Reason,
		}
		if e.NotTwice {
			page.Hidden["notTwice"] = "1"
		}
	}
	return v.show(status, "audit_new", frame{Title: title, Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) auditPlan(p audit.Plan) *auditPlan {
	seed, excluded := p.Seed, v.t("audit.excluded.no")
	if seed == "" {
		seed = v.t("audit.seed.random")
	}
	if p.NotTwice {
		excluded = v.print.N("audit.excluded", p.Excluded)
	}
	lines := []answer{
		{"", v.t("audit.column.span"), []string{v.print.Span(p.Span)}, ""},
		{"", v.t("audit.column.population"), []string{v.count(p.Population)}, ""},
		{"", v.t("audit.column.drawn"), []string{v.t("audit.of-size", "n", v.count(p.Number), "size", v.size(p.Size))}, ""},
		{"", v.t("field.audit.notTwice"), []string{excluded}, ""},
		{"", v.t("audit.column.directed"), []string{v.count(len(p.Directed))}, ""},
		{"", v.t("audit.column.seed"), []string{seed}, ""},
		{"", v.t("audit.column.digest"), []string{p.Digest}, ""},
	}
	plan := &auditPlan{Lines: lines}
	for _, s := range p.Directed {
		plan.Names = append(plan.Names, s.Number)
	}
	return plan
}

// selectedRow is a member whom a draw chose, and how far the audit has come.
type selectedRow struct {
	audit.Progress
	Link  string
	Own   bool
	Said  string
	Class string
	Until string
}

// auditPage is a draw.
type auditPage struct {
	Title    string
	Facts    []answer
	Seed     string
	Example  audit.Selected
	Rows     []selectedRow
	Columns  []column
	Text     field
	Count    string
	Outcome  string
	Download string
	Sort     string
	Reverse  bool
}

func (v *visit) audit() error {
	draw, rows, order, err := v.selectedRows()
	if err != nil {
		return err
	}
	page := auditPage{
		Title: v.print.Span(draw.Span), Facts: v.auditFacts(draw), Seed: quoted(draw.Seed), Rows: rows,
		Text: v.form("audit", nil).text("text", v.r.URL.Query().Get("text")), Count: v.print.N("audit.files", len(rows)),
		Download: "/queue/audits/" + draw.ID + "/selected.csv" + v.query(), Sort: order.key, Reverse: order.reverse,
		Columns: order.columns(v, "rank", "audit.column.rank", "name", "audit.column.member", "state", "audit.column.state", "-", "audit.column.until"),
	}
	page.Example = audit.Selected{Number: "12345"}
	if len(draw.Selected) > 0 && !draw.Selected[0].Directed() {
		page.Example = draw.Selected[0]
		page.Example.Number = quoted(page.Example.Number)
	}
	var asked, failed int
	for _, r := range rows {
		if r.Asked > 0 {
			asked++
		}
		if r.Failed() {
			failed++
		}
	}
	page.Outcome = v.t("audit.outcome", "asked", v.print.N("audit.files", asked), "failed", v.print.N("audit.failed", failed))
	return v.show(http.StatusOK, "audit", frame{Title: v.t("audit.title", "span", page.Title), Tab: "queue", Body: page})
}

func (v *visit) auditFacts(d audit.Draw) []answer {
	seed, excluded := v.t("audit.seed.typed"), v.t("audit.excluded.no")
	if d.Random {
		seed = v.t("audit.seed.random.done")
	}
	if d.NotTwice {
		excluded = v.print.N("audit.excluded", d.Excluded)
	}
	return []answer{
		{"", v.t("audit.column.at"), []string{v.print.Instant(d.At, v.zone), d.By}, ""},
		{"", v.t("audit.column.population"), []string{v.count(d.Population)}, ""},
		{"", v.t("audit.column.drawn"), []string{v.t("audit.of-size", "n", v.count(d.Drawn()), "size", v.size(d.Size))}, ""},
		{"", v.t("field.audit.notTwice"), []string{excluded}, ""},
		{"", v.t("audit.column.directed"), []string{v.count(len(d.Selected) - d.Drawn())}, ""},
		{"", v.t("audit.column.seed"), []string{d.Seed, seed}, ""},
		{"", v.t("audit.column.digest"), []string{d.Digest}, ""},
	}
}

// selectedRows returns the draw that the address names, with those it chose in whose
// name or number the text is found.
func (v *visit) selectedRows() (audit.Draw, []selectedRow, order, error) {
	order := v.order("rank", "name", "state")
	ctx := v.r.Context()
	draw, err := v.Auditor.Draw(ctx, v.actor, v.r.PathValue("id"))
	if err != nil {
		return audit.Draw{}, nil, order, err
	}
	all, err := v.Auditor.Progress(ctx, v.actor, draw)
	if err != nil {
		return audit.Draw{}, nil, order, err
	}
	text := hours.Fold(v.r.URL.Query().Get("text"))
	var rows []selectedRow
	for _, p := range all {
		if !strings.Contains(hours.Fold(p.Name+" "+p.Number), text) {
			continue
		}
		row := selectedRow{
			Progress: p, Link: "/queue/evidence/" + string(p.Member) + "?draw=" + draw.ID,
			Own: !v.actor.May(identity.Decide, v.Org, p.Member), Until: v.print.Date(p.Last),
		}
		row.Said, row.Class = v.auditProgress(p)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b selectedRow) int {
		switch order.key {
		case "name":
			return cmp.Compare(hours.Fold(a.Name), hours.Fold(b.Name))
		case "state":
			return cmp.Compare(a.Said, b.Said)
		}
		return 0
	})
	if order.reverse {
		slices.Reverse(rows)
	}
	return draw, rows, order, nil
}

// quoted returns a text as it stands between the single quotes of a shell.
func quoted(text string) string { return strings.ReplaceAll(text, "'", `'\''`) }

// auditProgress says in words how far the audit of a file has come.
func (v *visit) auditProgress(p audit.Progress) (said, class string) {
	switch {
	case p.Asked == 0:
		return v.t("audit.progress.none"), "draft"
	case p.Overdue > 0:
		return v.print.N("audit.progress.overdue", p.Overdue), "refused"
	case p.Received > 0:
		return v.print.N("audit.progress.received", p.Received), "in-review"
	case p.Waiting > 0:
		return v.print.N("audit.progress.waiting", p.Waiting), "submitted"
	case p.Disallowed > 0:
		return v.t("audit.progress.disallowed", "hours", v.print.Hours(p.Hours)), "refused"
	}
	return v.t("audit.progress.accepted"), "counted"
}

func (v *visit) auditCSV() error {
	draw, rows, _, err := v.selectedRows()
	if err != nil {
		return err
	}
	table := v.csv("rank", "permit", "member", "score", "reason", "state", "asked", "accepted", "disallowed", "hours-disallowed", "until")
	for _, r := range rows {
		rank := ""
		if !r.Directed() {
			rank = strconv.Itoa(r.Rank)
		}
		table.add(rank, r.Number, r.Name, r.Score, r.Reason, r.Said, strconv.Itoa(r.Asked), strconv.Itoa(r.Accepted), strconv.Itoa(r.Disallowed), v.print.Number(r.Hours), r.Last.String())
	}
	return table.send("audit-" + draw.ID + ".csv")
}
