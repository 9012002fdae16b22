package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// told is a balance with what it takes to tell it.
type told struct {
	regulation hours.Regulation
	version    *hours.Version
	about      string
	balance    hours.Balance
	// activities names the declarations.
	activities map[string]string
	withTrace  bool
}

// tellBalance writes a balance in plain words.
func (v voice) tellBalance(w io.Writer, t told) {
	b := &t.balance
	fmt.Fprintln(w, v.Text(t.regulation.Title))
	fmt.Fprintln(w, t.about)
	fmt.Fprintln(w, v.say("explain.period", "period", v.Period(b.Period), "day", v.Date(b.Day), "version", b.Version))
	if b.Entered {
		fmt.Fprintln(w, v.say("explain.entered."+entered(b), "day", v.Date(b.Start)))
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, v.statusSentence(t))
	fmt.Fprintf(w, "\n%s\n", v.say("explain.asked"))
	for i := range b.Lines {
		v.tellLine(w, t, &b.Lines[i])
	}
	v.tellSoonest(w, t)
	v.tellItems(w, t)
	v.tellLimits(w, t)
	v.tellCarried(w, t)
	v.tellAssumptions(w, t)
	if t.withTrace {
		fmt.Fprintf(w, "\n%s\n", v.say("explain.trace"))
		for _, line := range v.trace(t.version, t.balance, t.activities) {
			fmt.Fprintln(w, "  "+line)
		}
	}
}

func entered(b *hours.Balance) string {
	if b.Entry == "" {
		return "admission"
	}
	return string(b.Entry)
}

// statusSentence says the status, and how much is left of the total.
func (v voice) statusSentence(t told) string {
	b := &t.balance
	left, last := hours.Hours{}, b.End
	if len(b.Lines) > 0 {
		left = b.Total().Remaining
	}
	return v.say("status."+string(b.Status), "left", v.amount(t.version, left), "end", v.Date(last))
}

func (v voice) tellLine(w io.Writer, t told, l *hours.Line) {
	print := func(h hours.Hours) string { return v.lineAmount(t.version, l, h) }
	label := v.lineLabel(t.version, *l)
	if !l.Decides {
		label += " – " + v.say("explain.not-deciding")
	}
	fmt.Fprintln(w, "  "+label)
	fmt.Fprintln(w, "    "+v.say("explain.due", "amount", print(l.Due))+v.because(t.version, l.Clause))
	for _, s := range t.balance.Trace {
		if s.Requirement == l.Requirement && s.Nth == l.Nth && changesDue(s.Stage) {
			why := ""
			if s.Clause != l.Clause {
				why = v.because(t.version, s.Clause)
			}
			fmt.Fprintln(w, "      "+v.step(t.version, s)+why)
		}
	}
	counted := v.say("explain.counted", "amount", print(l.Counted))
	if !l.Carried.IsZero() {
		counted += v.say("explain.with-carried", "amount", print(l.Carried))
	}
	if !l.Pending.IsZero() {
		counted += v.say("explain.with-pending", "amount", print(l.Pending))
	}
	fmt.Fprintln(w, "    "+counted)
	if l.Remaining.IsZero() {
		fmt.Fprintln(w, "    "+v.say("explain.nothing-left"))
		return
	}
	left := v.say("explain.left", "amount", print(l.Remaining))
	if l.AfterPending != l.Remaining {
		left += v.say("explain.after-pending", "amount", print(l.AfterPending))
	}
	fmt.Fprintln(w, "    "+left)
}

// changesDue reports the stages that lead from what a clause asks to what is due.
func changesDue(s hours.Stage) bool {
	switch s {
	case hours.StageEach, hours.StageShared, hours.StageSummed, hours.StageElsewhere, hours.StageProrated,
		hours.StageRelieved, hours.StageRounded, hours.StageLate, hours.StageSpilled, hours.StageChosen:
		return true
	default:
		return false
	}
}

// lineAmount prints a figure of a line: of hours, of activities or of kinds.
func (v voice) lineAmount(version *hours.Version, l *hours.Line, h hours.Hours) string {
	if l.Measure == hours.InHours {
		return v.amount(version, h)
	}
	form := ".other"
	if num, den := h.Fraction(); num <= den {
		form = ".one"
	}
	return v.say("amount."+string(l.Measure)+form, "n", v.Number(h))
}

// because says a clause: where it stands, and what it says.
func (v voice) because(version *hours.Version, id string) string {
	clause, ok := version.Clause(id)
	if !ok {
		return ""
	}
	return " – " + v.Text(clause.Says) + v.cited(version, id)
}

func (v voice) tellSoonest(w io.Writer, t told) {
	if len(t.balance.Soonest) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", v.say("explain.soonest"))
	for _, a := range t.balance.Soonest {
		kind := v.say("explain.any-activity")
		if len(a.Marks) > 0 {
			kind = v.list(a.Marks, func(m string) string { return v.markLabel(t.version, m) })
		}
		serves := v.list(a.Serves, func(name string) string {
			id, nth, windows := strings.Cut(name, "/")
			label := v.requirementLabel(t.version, id)
			if windows {
				label += " (" + nth + ")"
			}
			return label
		})
		fmt.Fprintln(w, "  "+v.say("explain.advice", "amount", v.amount(t.version, a.Hours), "kind", kind, "day", v.Date(a.By), "serves", serves))
	}
}

func (v voice) list(all []string, label func(string) string) string {
	var labels []string
	for _, one := range all {
		labels = append(labels, label(one))
	}
	return strings.Join(labels, ", ")
}

// tellItems says what counts, then what does not, each with why.
func (v voice) tellItems(w io.Writer, t told) {
	for _, part := range []struct {
		key   string
		whole bool
	}{{"explain.items", true}, {"explain.not-counted", false}} {
		title := false
		for _, item := range t.balance.Items {
			if (item.Why == hours.WhyNone) != part.whole {
				continue
			}
			if !title {
				fmt.Fprintf(w, "\n%s\n", v.say(part.key))
				title = true
			}
			fmt.Fprintln(w, "  "+v.tellItem(t, item))
		}
	}
}

func (v voice) tellItem(t told, item hours.Item) string {
	text := v.say("explain.item", "activity", t.activities[item.Declaration],
		"declared", v.Number(item.Declared), "counted", v.amount(t.version, item.Counted))
	if item.Why != hours.WhyNone {
		text += " – " + v.say("why."+string(item.Why))
	}
	for _, s := range t.balance.Trace {
		if s.Declaration != item.Declaration || s.Stage == hours.StageMeasured {
			continue
		}
		if s.Stage == hours.StageCounted {
			if item.Why == hours.WhyOutside {
				text += v.cited(t.version, s.Clause)
			}
			continue
		}
		text += "; " + v.step(t.version, s) + v.cited(t.version, s.Clause)
	}
	return text
}

func (v voice) tellLimits(w io.Writer, t told) {
	title := false
	for _, l := range t.balance.Limits {
		if l.Dropped.IsZero() {
			continue
		}
		if !title {
			fmt.Fprintf(w, "\n%s\n", v.say("explain.limits"))
			title = true
		}
		label := v.clauseLabel(t.version, l)
		fmt.Fprintln(w, "  "+v.say("explain.limit", "label", label, "most", v.amount(t.version, l.Most),
			"done", v.amount(t.version, l.Done), "dropped", v.amount(t.version, l.Dropped))+v.because(t.version, l.Clause))
	}
}

func (v voice) clauseLabel(version *hours.Version, l hours.Limit) string {
	return v.lineLabel(version, hours.Line{Requirement: l.Requirement, Nth: l.Nth, Window: l.Window})
}

func (v voice) tellCarried(w io.Writer, t told) {
	if t.balance.Surplus.IsZero() {
		return
	}
	fmt.Fprintf(w, "\n%s%s\n", v.say("explain.surplus", "amount", v.amount(t.version, t.balance.Surplus)),
		v.because(t.version, t.version.CarryOver.Clause))
}

// tellAssumptions lists the clauses that were applied and that no source says.
func (v voice) tellAssumptions(w io.Writer, t told) {
	used := map[string]bool{}
	for _, s := range t.balance.Trace {
		used[s.Clause] = true
	}
	for _, l := range t.balance.Lines {
		used[l.Clause] = true
	}
	title := false
	for _, clause := range t.version.Clauses {
		if clause.Verified || !used[clause.ID] {
			continue
		}
		if !title {
			fmt.Fprintf(w, "\n%s\n", v.say("explain.assumptions"))
			title = true
		}
		fmt.Fprintln(w, "  "+v.Text(clause.Says))
	}
}
