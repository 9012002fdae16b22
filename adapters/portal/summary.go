package portal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// summary is the summary of hours ("Heures de formation"), P5 to P16.
type summary struct {
	Title string
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
	Outlook    outlook
	// Limits are what does not count, and Soonest the shortest way to finish.
	Limits  []summaryLimit
	Soonest []string
	// Late says until when the extra time goes that applies.
	Late string
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
	// Label names it, and Short where there is little room.
	Label, Short string
	// Slot names it in the page.
	Slot string
	// Note says that it does not decide the status.
	Note string
	// Done and Most are the bar's, as decimals.
	Done, Most string
	// Progress is the bar in words.
	Progress string
	Figures  []cell
	Clause   hours.Clause
	// Why leads to its figures, step by step.
	Why []explained
}

// cell is a figure of the table.
type cell struct{ Name, Value string }

// summaryLimit is a limit: how much counts, for what, and what it leaves out.
type summaryLimit struct {
	Label, Slot, Toward, Most, Done, Dropped string
	Clause                                   hours.Clause
}

func (v *visit) summary(f file) summary {
	b, version := f.Balance, f.Standing.Version
	s := summary{
		Title:  v.counting(version, "summary.title"),
		Status: v.status(version, b.Status), Class: string(b.Status),
		Pending: b.Pending,
	}
	s.Unverified = slices.ContainsFunc(cited(b.Trace, version), func(c hours.Clause) bool { return !c.Verified })
	for _, l := range b.Lines {
		line := v.summaryLine(l, version)
		line.Why = v.whyOf(f, l)
		s.Lines = append(s.Lines, line)
	}
	for _, l := range b.Limits {
		s.Limits = append(s.Limits, v.summaryLimit(l, version))
	}
	for _, a := range stillPossible(f) {
		s.Soonest = append(s.Soonest, v.advice(a, b, version))
	}
	last, ok := lastLate(f)
	if ok && b.Tier > 0 && b.Status != hours.InGrace {
		s.Late = v.t("summary.late", "last", v.print.Date(last))
	}
	s.Sentence, s.After = v.left(f)
	s.Facts, s.Outlook = v.facts(f), v.outlook(f)
	return s
}

// status is a status in words; some of them name hours.
func (v *visit) status(version hours.Version, status hours.Status) string {
	if status == hours.OnCourse {
		return v.counting(version, "status.on-course")
	}
	return v.t("status." + string(status))
}

// amount prints an amount of what the version counts.
func (v *visit) amount(version hours.Version, h hours.Hours) string {
	return v.print.In(h, version.Unit)
}

// figure prints a figure of a table: activities and kinds are numbers alone.
func (v *visit) figure(version hours.Version, m hours.Measure, h hours.Hours) string {
	if m == hours.InHours {
		return v.amount(version, h)
	}
	return v.print.Number(h)
}

// said prints a figure in a sentence: "12,5 h", "3 activités".
func (v *visit) said(version hours.Version, m hours.Measure, h hours.Hours) string {
	if m == hours.InHours {
		return v.amount(version, h)
	}
	n, _ := h.Fraction()
	return v.print.N("measure."+string(m), int(n))
}

// lastLate returns the last day on which what is missing may still be done after
// the period: that of the time that applies, or of the last one.
func lastLate(f file) (cycle.Date, bool) {
	late := f.Standing.Version.Late
	if len(late) == 0 {
		return cycle.Date{}, false
	}
	nth := len(late)
	if f.Balance.Tier > 0 {
		nth = min(f.Balance.Tier, nth)
	}
	return late[nth-1].End(f.Balance.Period.To).AddDays(-1), true
}

// facts are rows P5 to P16 of the guide, in its order. The rows by category and
// by requirement are numbered as the guide numbers its own three and two.
func (v *visit) facts(f file) []fact {
	b, version := f.Balance, f.Standing.Version
	note := ""
	if b.Entered {
		entry := "admission"
		if b.Entry == cycle.Readmission {
			entry = "readmission"
		}
		note = v.t("summary.start." + entry)
	}
	total := b.Total()
	due, left := v.counting(version, "summary.due"), v.t("summary.remaining-total")
	if !selects(version, total).IsZero() {
		// Not everything serves it, so that it is named as the others are.
		due = v.t("summary.due-of", "label", v.lineLabel(version, total))
		left = v.t("summary.remaining", "label", v.lineLabel(version, total))
	}
	all := []fact{
		{"P5", "start", v.t("summary.start"), note, v.print.Date(b.Start)},
		{"P6", "end", v.t("summary.end"), "", v.print.Date(b.End)},
		{"P7", "status", v.t("summary.status"), "", v.status(version, b.Status)},
		{"P8", "due", due, v.t("summary.due.help"), v.said(version, total.Measure, total.Due)},
		{"P9", "granted", v.counting(version, "summary.granted"), "", v.amount(version, b.Granted)},
		{"P10", "declared", v.counting(version, "summary.declared"), v.t("summary.declared.help"), v.amount(version, b.Declared)},
	}
	for i, c := range b.Categories {
		if !inHours(b, version, c.Category) {
			continue
		}
		category, _ := version.Category(c.Category)
		all = append(all, fact{
			row(11, i, 3), "counted-" + c.Category, v.counting(version, "summary.counted", "label", v.print.Text(category.Label)),
			"", v.amount(version, c.Counted),
		})
	}
	n := 0
	for _, l := range b.Lines {
		if !l.Total {
			all = append(all, fact{
				row(14, n, 2), "remaining-" + strings.ReplaceAll(l.Name(), "/", "-"), v.t("summary.remaining", "label", v.shortLabel(version, l)),
				v.note(l, version), v.said(version, l.Measure, l.Remaining),
			})
			n++
		}
	}
	if total.Requirement == "" {
		return all
	}
	return append(all, fact{"P16", "remaining-" + total.Requirement, left, "", v.said(version, total.Measure, total.Remaining)})
}

// counting is a message about what the version counts, which are hours or not.
func (v *visit) counting(version hours.Version, key string, values ...any) string {
	if version.Unit != (identity.Text{}) {
		key += ".units"
	}
	return v.t(key, values...)
}

func row(first, i, most int) string {
	if i >= most {
		return ""
	}
	return fmt.Sprintf("P%d", first+i)
}
