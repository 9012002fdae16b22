package archive

import (
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/hours"
)

// periodPart says where the member stands, with the clause behind each figure.
func (f *File) periodPart(one Period) periodPart {
	b, s, p := one.Balance, one.Standing, f.p
	amount := func(h hours.Hours) string { return p.In(h, s.Version.Unit) }
	years := p.Years(b.Period)
	part := periodPart{
		ID: "p" + b.Period.Key(), Title: p.T("archive.period", "period", p.Period(b.Period)), Status: p.T("api.status." + string(b.Status)),
		Facts: [][2]string{
			{p.T("summary.start"), p.Date(b.Start)},
			{p.T("summary.end"), p.Date(b.End)},
			{p.T("summary.granted"), amount(b.Granted)},
			{p.T("summary.column.counted"), amount(b.Counted)},
			{p.T("summary.column.pending"), amount(b.Pending)},
		},
	}
	cite := f.citer(s.Version, &part)
	lines := tablePart{Caption: p.T("archive.lines", "years", years), Heads: f.heads("summary.column.requirement", "summary.column.asked",
		"summary.column.exempted", "summary.column.due", "summary.column.carried", "summary.column.counted", "summary.column.pending",
		"summary.column.remaining", "archive.column.clause")}
	for _, l := range b.Lines {
		row := []string{p.Line(s.Version, l)}
		for _, h := range []hours.Hours{l.Asked, l.Exempted, l.Due, l.Carried, l.Counted, l.Pending, l.Remaining} {
			row = append(row, p.Measured(s.Version, l.Measure, h))
		}
		lines.Rows = append(lines.Rows, append(row, cite(l.Clause)))
	}
	limits := tablePart{Caption: p.T("archive.limits", "years", years), Heads: f.heads("limits.column.limit", "limits.column.most",
		"limits.column.done", "limits.column.dropped", "archive.column.clause")}
	for _, l := range b.Limits {
		label := p.Line(s.Version, hours.Line{Requirement: l.Requirement, Nth: l.Nth, Window: l.Window})
		limits.Rows = append(limits.Rows, []string{label, amount(l.Most), amount(l.Done), amount(l.Dropped), cite(l.Clause)})
	}
	steps := tablePart{Caption: p.T("archive.steps", "years", years), Heads: f.heads("archive.column.step", "archive.column.about",
		"archive.column.before", "archive.column.after", "archive.column.clause")}
	for _, step := range b.Trace {
		about, measure := f.about(one, step)
		steps.Rows = append(steps.Rows, []string{
			p.T("api.stage." + string(step.Stage)), about,
			p.Measured(s.Version, measure, step.Before), p.Measured(s.Version, measure, step.After), cite(step.Clause),
		})
	}
	for _, table := range []tablePart{lines, limits, steps} {
		if len(table.Rows) > 0 {
			part.Tables = append(part.Tables, table)
		}
	}
	return part
}

// citer returns what names a clause, and adds it to the part's clauses. What no
// source says is marked.
func (f *File) citer(version hours.Version, part *periodPart) func(id string) string {
	return func(id string) string {
		c, ok := version.Clause(id)
		if !ok {
			return ""
		}
		if !slices.ContainsFunc(part.Clauses, func(seen hours.Clause) bool { return seen.ID == id }) {
			part.Clauses = append(part.Clauses, c)
		}
		if c.Verified {
			return f.p.Text(c.Cite)
		}
		return f.p.Text(c.Cite) + " – " + f.p.T("explanation.unverified")
	}
}

// about names what a step is about, and says what its figures are a number of.
func (f *File) about(one Period, step hours.Step) (string, hours.Measure) {
	if step.Declaration != "" {
		for _, d := range f.Declarations {
			if d.ID == step.Declaration {
				return f.activity(d).Title, hours.InHours
			}
		}
		return step.Declaration, hours.InHours
	}
	name := step.Requirement
	if step.Nth > 0 {
		name += "/" + strconv.Itoa(step.Nth)
	}
	if l, ok := one.Balance.Line(name); ok {
		return f.p.Line(one.Standing.Version, l), l.Measure
	}
	return f.p.Requirement(one.Standing.Version, step.Requirement), hours.InHours
}
