package archive

import (
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
)

// closingPart is what became of a reference period once it had ended.
type closingPart struct {
	Period, State, Missing string
	// Figures are those of the day of the archive: asked, carried, counted, left and
	// passing on.
	Figures []string
	// Notice is the notice of default with its days; nothing when none stands.
	Notice  []string
	Entries []decisionPart
}

func (f *File) closingPart(c closing.File) closingPart {
	p, version := f.p, c.Standing.Version
	part := closingPart{
		Period: p.Period(c.Standing.Period), State: p.T("closing.state." + string(c.State)), Missing: f.missing(c),
	}
	for _, h := range closingFigures(c) {
		part.Figures = append(part.Figures, p.In(h, version.Unit))
	}
	if n := c.Notice; n != nil {
		part.Notice = append(part.Notice, p.T("closing.of."+string(n.Of)))
		for _, day := range noticeDays(*n) {
			if !day.on.IsZero() {
				part.Notice = append(part.Notice, p.T("closing.missing.line", "label", p.T(day.key), "amount", p.Date(day.on)))
			}
		}
		part.Notice = append(part.Notice, f.steps(c)...)
	}
	for _, e := range c.Entries {
		by := e.By
		if by == "" {
			by = p.Text(f.Organisation.Name)
		}
		key := "closing.entry." + string(e.Event)
		if e.Event == closing.Close {
			key += "." + string(e.State)
		}
		reason := e.Reason
		if e.Late {
			reason = joined(" ", p.T("closing.entry.late"), reason)
		}
		part.Entries = append(part.Entries, decisionPart{
			p.Instant(e.At, f.zone) + " – " + p.T(key, "by", by, "label", f.stage(version, e.Stage)), reason,
		})
	}
	return part
}

// closingFigures are what the total asks, what is carried, counted and left of it, and
// what passes on.
func closingFigures(c closing.File) []hours.Hours {
	s, tally := c.Settled(), c.Balance.Tally()
	return []hours.Hours{s.Asked, s.Carried, s.Counted, s.Remaining, tally.Surplus}
}

// noticeDay is a day of a notice; the zero Date for one that it does not set.
type noticeDay struct {
	key string
	on  cycle.Date
}

func noticeDays(n closing.Notice) []noticeDay {
	return []noticeDay{
		{"notice-of.served", n.Served},
		{"notice-of.last", n.Last},
		{"notice-of.observe", n.ObserveBy},
		{"notice-of.final", n.FinalServed},
		{"notice-of.final-last", n.FinalLast},
	}
}

// missing lists what is left of each requirement that decides.
func (f *File) missing(c closing.File) string {
	var all []string
	for _, m := range c.Settled().Missing {
		if line, ok := c.Balance.Line(m.Requirement); ok {
			all = append(all, f.p.T("closing.missing.line", "label", f.p.Line(c.Standing.Version, line),
				"amount", f.p.Measured(c.Standing.Version, m.Measure, m.Hours)))
		}
	}
	return strings.Join(all, ", ")
}

// steps are the consequences that were applied, with their days.
func (f *File) steps(c closing.File) []string {
	var all []string
	for _, step := range c.Notice.Steps {
		all = append(all, f.p.T("notice-of.step.since", "label", f.stage(c.Standing.Version, step.Stage), "day", f.p.Date(step.Day)))
	}
	return all
}

// stage names a consequence.
func (f *File) stage(version hours.Version, id string) string {
	if version.Default != nil {
		if c, ok := version.Default.Consequence(id); ok {
			return f.p.Text(c.Label)
		}
	}
	return f.p.T("notice-of.step.other")
}

func (f *File) closingTable() [][]string {
	rows := [][]string{f.heads("csv.first", "csv.last", "csv.state", "closing.figure.asked", "closing.figure.carried", "closing.figure.counted",
		"closing.figure.remaining", "closing.passing", "closing.missing", "archive.csv.default", "notice-of.served", "notice-of.last",
		"notice-of.observe", "notice-of.final", "notice-of.final-last", "notice-of.step")}
	for _, c := range f.Closings {
		row := []string{c.Span.From.String(), c.Span.Last().String(), f.p.T("closing.state." + string(c.State))}
		for _, h := range closingFigures(c) {
			row = append(row, f.p.Number(h))
		}
		row = append(row, f.missing(c))
		var n closing.Notice
		var steps []string
		of := ""
		if c.Notice != nil {
			n, of, steps = *c.Notice, f.p.T("closing.of."+string(c.Notice.Of)), f.steps(c)
		}
		row = append(row, of)
		for _, day := range noticeDays(n) {
			row = append(row, day.on.String())
		}
		rows = append(rows, append(row, strings.Join(steps, ", ")))
	}
	return rows
}
