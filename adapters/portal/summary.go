package portal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// summary is the summary of hours ("Heures de formation"), P5 to P16.
type summary struct {
	// Sentence says first what is left and until when, and After what would be
	// left if everything pending were counted.
	Sentence string
	After    string
	Status   string
	Class    string
	Facts    []fact
	Lines    []summaryLine
	// Unverified says that a clause that the calculation rests on is not verified.
	Unverified bool
	Pending    hours.Hours
	Surplus    hours.Hours
}

// fact is a figure of the summary.
type fact struct {
	// Row is the requirement row, such as "P8"; Slot says what it is in data.
	Row, Slot   string
	Label, Help string
	Value       string
}

// summaryLine is a requirement in the table and its bar.
type summaryLine struct {
	hours.Line
	Label string
	// Done and Most are the bar's, as decimals.
	Done, Most string
	// Progress is the bar in words.
	Progress string
	Clause   hours.Clause
}

func (v *visit) summary(f file) summary {
	b := f.Balance
	s := summary{
		Status: v.t("status." + string(b.Status)), Class: string(b.Status),
		Pending: b.Pending, Surplus: b.Surplus,
	}
	s.Unverified = slices.ContainsFunc(cited(b.Trace, f.Standing.Version), func(c hours.Clause) bool { return !c.Verified })
	labels := map[string]string{}
	for _, q := range f.Standing.Version.Requirements {
		labels[q.ID] = v.print.Text(q.Label)
	}
	for _, l := range b.Lines {
		s.Lines = append(s.Lines, v.summaryLine(l, labels[l.Requirement], f.Standing.Version))
	}
	s.Sentence, s.After = v.left(f, labels)
	s.Facts = v.facts(f, labels)
	return s
}

func (v *visit) summaryLine(l hours.Line, label string, version hours.Version) summaryLine {
	line := summaryLine{Line: l, Label: label}
	line.Clause, _ = version.Clause(l.Clause)
	most, _ := l.Due.Decimal(4)
	done, _ := hours.Least(l.Carried.Plus(l.Counted), l.Due).Decimal(4)
	line.Done, line.Most = done.String(), most.String()
	if l.Due.IsZero() {
		// Nothing to do is done: a bar must have a length.
		line.Done, line.Most = "1", "1"
	}
	line.Progress = v.t("summary.progress", "done", v.print.Hours(l.Carried.Plus(l.Counted)), "due", v.print.Hours(l.Due))
	return line
}

// left says what is left to do and until when.
func (v *visit) left(f file, labels map[string]string) (sentence, after string) {
	b := f.Balance
	voice := "summary.left"
	if !f.Own {
		voice = "summary.left-of"
	}
	end := v.print.Date(b.End)
	switch {
	case b.Status == hours.Unknown:
		return v.t("summary.unknown", "name", f.Member.Name()), ""
	case b.Status.Complete():
		return v.t("summary.complete", "period", v.print.Period(b.Period)), ""
	case b.Status == hours.NonCompliant:
		voice += "-late"
	}
	parts := v.parts(b, labels, func(l hours.Line) hours.Hours { return l.Remaining })
	total := b.Total()
	sentence = v.t(voice, "name", f.Member.Name(), "hours", v.print.Hours(total.Remaining), "end", end)
	switch {
	case total.Remaining.IsZero():
		sentence = v.t(voice+"-parts", "name", f.Member.Name(), "parts", parts, "end", end)
	case parts != "":
		sentence += v.t("summary.of-which", "parts", parts)
	}
	sentence += "."
	if !b.Pending.IsZero() {
		after = v.t("summary.after", "pending", v.print.Hours(b.Pending), "hours", v.print.Hours(total.AfterPending))
		if parts := v.parts(b, labels, func(l hours.Line) hours.Hours { return l.AfterPending }); parts != "" {
			after += v.t("summary.of-which", "parts", parts)
		}
		after += "."
	}
	return sentence, after
}

// parts lists what is left in each requirement but the total.
func (v *visit) parts(b hours.Balance, labels map[string]string, left func(hours.Line) hours.Hours) string {
	var all []string
	for i, l := range b.Lines {
		if i > 0 && !left(l).IsZero() {
			all = append(all, v.t("summary.part", "hours", v.print.Hours(left(l)), "label", labels[l.Requirement]))
		}
	}
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + v.t("summary.and") + all[len(all)-1]
}

// facts are rows P5 to P16 of the guide, in its order. The rows by category and
// by requirement are numbered as the guide numbers its own three and two.
func (v *visit) facts(f file, labels map[string]string) []fact {
	b := f.Balance
	note := ""
	if b.Entered {
		entry := "admission"
		if b.Entry == cycle.Readmission {
			entry = "readmission"
		}
		note = v.t("summary.start." + entry)
	}
	all := []fact{
		{"P5", "start", v.t("summary.start"), note, v.print.Date(b.Start)},
		{"P6", "end", v.t("summary.end"), "", v.print.Date(b.End)},
		{"P7", "status", v.t("summary.status"), "", v.t("status." + string(b.Status))},
		{"P8", "due", v.t("summary.due"), v.t("summary.due.help"), v.print.Hours(b.Total().Due)},
		{"P9", "granted", v.t("summary.granted"), "", v.print.Hours(b.Granted)},
		{"P10", "declared", v.t("summary.declared"), v.t("summary.declared.help"), v.print.Hours(b.Declared)},
	}
	for i, c := range b.Categories {
		category, _ := f.Standing.Version.Category(c.Category)
		all = append(all, fact{
			row(11, i, 3), "counted-" + c.Category, v.t("summary.counted", "label", v.print.Text(category.Label)),
			"", v.print.Hours(c.Counted),
		})
	}
	for i, l := range b.Lines {
		if i > 0 {
			all = append(all, fact{
				row(14, i-1, 2), "remaining-" + l.Requirement, v.t("summary.remaining", "label", labels[l.Requirement]),
				"", v.print.Hours(l.Remaining),
			})
		}
	}
	total := b.Total()
	return append(all, fact{"P16", "remaining-" + total.Requirement, v.t("summary.remaining-total"), "", v.print.Hours(total.Remaining)})
}

func row(first, i, most int) string {
	if i >= most {
		return ""
	}
	return fmt.Sprintf("P%d", first+i)
}
