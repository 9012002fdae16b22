package portal

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// lineLabel names a requirement, and its window when it has several.
func (v *visit) lineLabel(version hours.Version, l hours.Line) string {
	label := v.print.Requirement(version, l.Requirement)
	if l.Nth == 0 {
		return label
	}
	return v.t("summary.window", "label", label, "window", v.print.Span(l.Window))
}

// shortLabel names a requirement as lineLabel does, a window of a year by its years.
func (v *visit) shortLabel(version hours.Version, l hours.Line) string {
	if l.Nth == 0 || l.Window.From.AddMonths(12) != l.Window.To {
		return v.lineLabel(version, l)
	}
	years := v.print.Years(cycle.Period{Span: l.Window})
	return v.t("summary.window", "label", v.print.Requirement(version, l.Requirement), "window", years)
}

// progress says how much of what is due is done.
func (v *visit) progress(l hours.Line, version hours.Version) string {
	done := l.Carried.Plus(l.Counted)
	said := v.amount(version, done)
	if l.Measure != hours.InHours || version.Unit != (identity.Text{}) {
		// The unit is a word, and once is enough.
		said = v.print.Number(done)
	}
	return v.t("summary.progress", "done", said, "due", v.said(version, l.Measure, l.Due))
}

func (v *visit) summaryLine(l hours.Line, version hours.Version) summaryLine {
	line := summaryLine{
		Line: l, Label: v.lineLabel(version, l), Short: v.shortLabel(version, l),
		Slot: strings.ReplaceAll(l.Name(), "/", "-"), Progress: v.progress(l, version),
	}
	line.Clause, _ = version.Clause(l.Clause)
	line.Note = v.note(l, version)
	most, _ := l.Due.Decimal(4)
	done, _ := hours.Least(l.Carried.Plus(l.Counted), l.Due).Decimal(4)
	line.Done, line.Most = done.String(), most.String()
	if l.Due.IsZero() {
		// Nothing to do is done: a bar must have a length.
		line.Done, line.Most = "1", "1"
		line.Progress = v.t("summary.progress-nothing")
	}
	for _, figure := range []struct {
		name string
		is   hours.Hours
	}{
		{"asked", l.Asked},
		{"exempted", l.Exempted},
		{"due", l.Due},
		{"carried", l.Carried},
		{"counted", l.Counted},
		{"remaining", l.Remaining},
		{"pending", l.Pending},
		{"after", l.AfterPending},
	} {
		line.Figures = append(line.Figures, cell{figure.name, v.figure(version, l.Measure, figure.is)})
	}
	return line
}

// note says that a line does not decide the status; empty when it does.
func (v *visit) note(l hours.Line, version hours.Version) string {
	switch {
	case l.Decides:
		return ""
	case slices.ContainsFunc(version.Requirements, func(q hours.Requirement) bool { return q.ID == l.Requirement && q.Recommended }):
		return v.t("summary.recommended")
	}
	return v.t("summary.not-deciding")
}

func (v *visit) summaryLimit(l hours.Limit, version hours.Version) summaryLimit {
	line := hours.Line{Requirement: l.Requirement, Nth: l.Nth, Window: l.Window}
	limit := summaryLimit{
		Label: v.lineLabel(version, line), Slot: line.Name(), Toward: v.t("limits.all"),
		Most: v.amount(version, l.Most), Done: v.amount(version, l.Done), Dropped: v.amount(version, l.Dropped),
	}
	limit.Clause, _ = version.Clause(l.Clause)
	var toward []string
	for _, q := range version.Requirements {
		if q.ID != l.Requirement {
			continue
		}
		for _, id := range q.Toward {
			toward = append(toward, v.print.Requirement(version, id))
		}
	}
	if len(toward) > 0 {
		limit.Toward = strings.Join(toward, ", ")
	}
	return limit
}
