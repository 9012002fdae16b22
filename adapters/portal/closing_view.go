package portal

import (
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// closingPage is a reference period: what was settled, what is missing, what passes
// on, the notice when there is one, and the ledger.
type closingPage struct {
	Member          identity.Member
	Years, Period   string
	Base, Link      string
	Back, BackLabel string
	State, Class    string
	// Sentence says what the state means for the member.
	Sentence string
	Figures  []answer
	Missing  []string
	Passing  []passingRow
	Notice   *noticeView
	Entries  []closingEntry
	Version  int64
	// Observe is where observations go; empty when none may be made.
	Observe      string
	Observations field
	// Review leads staff to the page of theirs; Actions are what they may do there.
	Review  string
	Actions []closingAction
	Ready   string
}

// passingRow is a surplus, with where it comes from and its last day.
type passingRow struct{ From, Hours, Lapses string }

// noticeView is a notice of default in full.
type noticeView struct {
	Lead  string
	Facts []answer
	// Cure says how to make the default good, Next what comes if it is not.
	Cure, Next string
	Clause     hours.Clause
	Said       bool
	// Unsaid: the order set the delay, of a regulation that says nothing of it.
	Unsaid bool
	Over   string
}

// closingEntry is a line of the ledger of a period.
type closingEntry struct {
	Seq                                  int64
	At, What, Reason, Late               string
	Counted, Carried, Remaining, Surplus change
}

// closingAction leads to a page on which staff do something.
type closingAction struct{ Label, Link string }

func (v *visit) closingPage(f closing.File) closingPage {
	s, settled := f.Standing, f.Settled()
	page := closingPage{
		Member: s.Member, Years: v.print.Years(s.Period), Period: v.print.Period(s.Period), Base: "/portfolio/" + string(s.Member.ID),
		Version: f.Version,
	}
	page.Link = page.Base + "/periods/" + f.Period.String()
	page.State, page.Class = v.closingState(f)
	page.Sentence = v.t("closing.says."+page.Class, "day", v.print.Date(f.DeclareBy))
	if f.State == closing.Closed && !settled.Met() || f.State == closing.Cured && !settled.Met() {
		page.Sentence = v.t("closing.says.missing-now")
	}
	amount := func(h hours.Hours) string { return v.amount(s.Version, h) }
	page.Figures = []answer{
		{"status", v.t("closing.figure.status"), []string{v.status(s.Version, settled.Status)}, ""},
		{"asked", v.t("closing.figure.asked"), []string{amount(settled.Asked)}, ""},
		{"carried", v.t("closing.figure.carried"), []string{amount(settled.Carried)}, ""},
		{"counted", v.t("closing.figure.counted"), []string{amount(settled.Counted)}, ""},
		{"remaining", v.t("closing.figure.remaining"), []string{amount(settled.Remaining)}, ""},
	}
	for _, m := range settled.Missing {
		if line, ok := f.Balance.Line(m.Requirement); ok {
			page.Missing = append(page.Missing, v.t("closing.missing.line", "label", v.lineLabel(s.Version, line), "amount", v.said(s.Version, m.Measure, m.Hours)))
		}
	}
	if !s.Today.Before(s.Period.To) {
		for _, p := range settled.Passing {
			page.Passing = append(page.Passing, passingRow{v.print.Date(p.From), amount(p.Hours), v.print.Date(p.Lapses)})
		}
	}
	page.Notice = v.noticeView(f)
	for _, l := range f.Lines {
		page.Entries = append(page.Entries, v.closingEntry(f, l))
	}
	if f.Ready != nil {
		page.Ready = v.print.Error(f.Ready)
	}
	return page
}

// noticeView says the latest notice; nil when there is none.
func (v *visit) noticeView(f closing.File) *noticeView {
	n, s := f.Notice, f.Standing
	if n == nil {
		return nil
	}
	view := &noticeView{Lead: v.t("notice-of.lead."+string(n.Of), "years", v.print.Years(s.Period)), Unsaid: n.SetBy == closing.SetByOrder}
	view.Clause, view.Said = s.Version.Clause(n.Clause)
	from := "notice-of.served"
	if n.From != "" {
		from += "." + string(n.From)
	}
	fact := func(slot, label, value string) {
		view.Facts = append(view.Facts, answer{slot, label, []string{value}, ""})
	}
	fact("served", v.t(from), v.print.Date(n.Served))
	fact("last", v.t("notice-of.last"), v.print.Date(n.Last))
	if !n.ObserveBy.IsZero() {
		fact("observe", v.t("notice-of.observe"), v.print.Date(n.ObserveBy))
	}
	if !n.FinalServed.IsZero() {
		fact("final", v.t("notice-of.final"), v.print.Date(n.FinalServed))
		fact("final-last", v.t("notice-of.final-last"), v.print.Date(n.FinalLast))
	}
	for _, step := range n.Steps {
		fact("step", v.t("notice-of.step"), v.t("notice-of.step.since", "label", v.stage(s.Version, step.Stage), "day", v.print.Date(step.Day)))
	}
	if !f.State.Default() {
		return view
	}
	view.Cure = v.t("notice-of.cure." + string(n.Of))
	if n.Of == hours.LackingHours && n.After != "" {
		view.Cure += " " + v.t("notice-of.after."+string(n.After))
	}
	if f.State != closing.Sanctioned && s.Today.After(n.Ends()) {
		view.Over = v.t("notice-of.over", "day", v.print.Date(n.Ends()))
	}
	rule := s.Version.Default
	switch {
	case f.State == closing.Noticed && rule != nil && rule.Final != nil:
		view.Next = v.t("notice-of.next.final", "day", v.print.Date(n.Last))
	case f.Next.ID != "":
		view.Next = v.t("notice-of.next.stage", "label", v.print.Text(f.Next.Label), "day", v.print.Date(f.Next.From))
	case f.State == closing.Sanctioned:
		view.Next = v.t("notice-of.next.lift")
	}
	return view
}

// stage names a consequence.
func (v *visit) stage(version hours.Version, id string) string {
	if version.Default != nil {
		if c, ok := version.Default.Consequence(id); ok {
			return v.print.Text(c.Label)
		}
	}
	return v.t("notice-of.step.other")
}

func (v *visit) closingEntry(f closing.File, l closing.Line) closingEntry {
	amount := func(before, after hours.Hours) change {
		return changed(v.amount(f.Standing.Version, before), v.amount(f.Standing.Version, after))
	}
	entry := closingEntry{
		At: v.print.Instant(l.At, v.zone), Counted: amount(l.Before.Counted, l.After.Counted), Carried: amount(l.Before.Carried, l.After.Carried),
		Remaining: amount(l.Before.Remaining, l.After.Remaining), Surplus: amount(l.Before.Surplus, l.After.Surplus),
	}
	if a := l.Act; a != nil {
		entry.Seq, entry.Reason = a.Seq, a.Reason
		entry.What = v.t("history."+string(a.Kind), "by", v.by(*a), "title", v.print.Text(a.Title),
			"before", v.print.Hours(a.Before.Item), "after", v.print.Hours(a.After.Item))
		return entry
	}
	e := l.Entry
	entry.Seq, entry.Reason = e.Seq, e.Reason
	by := e.By
	if by == "" {
		by = v.print.Text(v.org.Name)
	}
	key := "closing.entry." + string(e.Event)
	if e.Event == closing.Close {
		key += "." + string(e.State)
	}
	entry.What = v.t(key, "by", by, "label", v.stage(f.Standing.Version, e.Stage))
	if e.Late {
		entry.Late = v.t("closing.entry.late")
	}
	return entry
}
