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
	// Surplus is what may pass to the next period; empty for none.
	Surplus string
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
	Label string
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
		Status: v.t("status." + string(b.Status)), Class: string(b.Status),
		Pending: b.Pending,
	}
	if !b.Surplus.IsZero() {
		s.Surplus = v.amount(version, b.Surplus)
	}
	s.Unverified = slices.ContainsFunc(cited(b.Trace, version), func(c hours.Clause) bool { return !c.Verified })
	for _, l := range b.Lines {
		s.Lines = append(s.Lines, v.summaryLine(l, version))
	}
	for _, l := range b.Limits {
		s.Limits = append(s.Limits, v.summaryLimit(l, version))
	}
	last, ok := lastLate(f)
	for _, a := range b.Soonest {
		if a.By.Before(b.Day) {
			// Only extra time makes it possible still.
			if b.Status != hours.InGrace || !ok {
				continue
			}
			a.By = last
		}
		s.Soonest = append(s.Soonest, v.advice(a, b, version))
	}
	if ok && b.Tier > 0 && b.Status != hours.InGrace {
		s.Late = v.t("summary.late", "last", v.print.Date(last))
	}
	s.Sentence, s.After = v.left(f)
	s.Facts = v.facts(f)
	return s
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

// left says what is left to do and until when.
func (v *visit) left(f file) (sentence, after string) {
	b, version := f.Balance, f.Standing.Version
	voice := "summary.left"
	if !f.Own {
		voice = "summary.left-of"
	}
	end, ended := b.End, func(hours.Line) bool { return false }
	switch {
	case b.Status == hours.Unknown:
		return v.t("summary.unknown", "name", f.Member.Name()), ""
	case b.Status.Complete():
		return v.t("summary.complete", "period", v.print.Period(b.Period)), ""
	case b.Status == hours.InGrace:
		voice += "-grace"
		if last, ok := lastLate(f); ok {
			end = last
		}
	case b.Status == hours.NonCompliant && b.Day.After(b.End):
		voice += "-late"
	case b.Status == hours.NonCompliant:
		// A window inside the period has ended; the rest may still be done.
		ended = func(l hours.Line) bool { return !b.Day.Before(l.Window.To) }
		missed := v.parts(b, version, func(l hours.Line) hours.Hours {
			if !ended(l) {
				return hours.Hours{}
			}
			return l.Remaining
		})
		sentence = v.t("summary.left-missed", "parts", missed)
	}
	parts := v.parts(b, version, func(l hours.Line) hours.Hours {
		if ended(l) {
			return hours.Hours{}
		}
		return l.Remaining
	})
	total := b.Total()
	if total.Remaining.IsZero() && parts == "" {
		return strings.TrimSpace(sentence), ""
	}
	values := []any{
		"name", f.Member.Name(), "hours", v.said(version, total.Measure, total.Remaining), "end", v.print.Date(end), "parts", parts,
	}
	switch {
	case total.Remaining.IsZero():
		sentence += v.t(voice+"-parts", values...)
	case parts != "":
		sentence += v.t(voice, values...) + v.t("summary.of-which", "parts", parts)
	default:
		sentence += v.t(voice, values...)
	}
	sentence += "."
	if !b.Pending.IsZero() {
		after = v.t("summary.after", "pending", v.amount(version, b.Pending), "hours", v.said(version, total.Measure, total.AfterPending))
		if parts := v.parts(b, version, func(l hours.Line) hours.Hours { return l.AfterPending }); parts != "" {
			after += v.t("summary.of-which", "parts", parts)
		}
		after += "."
	}
	return sentence, after
}

// parts lists what is left in each requirement but the total: of those that decide.
func (v *visit) parts(b hours.Balance, version hours.Version, left func(hours.Line) hours.Hours) string {
	var all []string
	for _, l := range b.Lines {
		if !l.Total && l.Decides && !left(l).IsZero() {
			all = append(all, v.t("summary.part", "hours", v.said(version, l.Measure, left(l)), "label", v.lineLabel(version, l)))
		}
	}
	return v.joined(all)
}

// joined is a list in a sentence: "a, b et c".
func (v *visit) joined(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + v.t("summary.and") + all[len(all)-1]
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
	all := []fact{
		{"P5", "start", v.t("summary.start"), note, v.print.Date(b.Start)},
		{"P6", "end", v.t("summary.end"), "", v.print.Date(b.End)},
		{"P7", "status", v.t("summary.status"), "", v.t("status." + string(b.Status))},
		{"P8", "due", v.t("summary.due"), v.t("summary.due.help"), v.said(version, b.Total().Measure, b.Total().Due)},
		{"P9", "granted", v.t("summary.granted"), "", v.amount(version, b.Granted)},
		{"P10", "declared", v.t("summary.declared"), v.t("summary.declared.help"), v.amount(version, b.Declared)},
	}
	for i, c := range b.Categories {
		category, _ := version.Category(c.Category)
		all = append(all, fact{
			row(11, i, 3), "counted-" + c.Category, v.t("summary.counted", "label", v.print.Text(category.Label)),
			"", v.amount(version, c.Counted),
		})
	}
	n := 0
	for _, l := range b.Lines {
		if !l.Total {
			all = append(all, fact{
				row(14, n, 2), "remaining-" + strings.ReplaceAll(l.Name(), "/", "-"), v.t("summary.remaining", "label", v.lineLabel(version, l)),
				v.note(l, version), v.said(version, l.Measure, l.Remaining),
			})
			n++
		}
	}
	total := b.Total()
	if total.Requirement == "" {
		return all
	}
	return append(all, fact{"P16", "remaining-" + total.Requirement, v.t("summary.remaining-total"), "", v.said(version, total.Measure, total.Remaining)})
}

func row(first, i, most int) string {
	if i >= most {
		return ""
	}
	return fmt.Sprintf("P%d", first+i)
}
