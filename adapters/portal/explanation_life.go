package portal

import (
	"cmp"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// life says what the regulation says of the life of a file: a sentence for each
// delay, and for what follows it, with the clause that says so.
func (v *visit) life(s hours.Standing) []explained {
	var all []explained
	all = append(all, v.lifeOfDeclarations(s)...)
	all = append(all, v.lifeOfEvidence(s)...)
	all = append(all, v.lifeOfAudits(s.Version)...)
	return append(all, v.lifeOfDefaults(s)...)
}

// lines gathers sentences that cite clauses of a version.
type lines struct {
	version hours.Version
	section string
	all     []explained
}

// say adds a sentence; a part without a clause of its own has that of its section.
func (l *lines) say(clause, sentence string) {
	e := explained{Sentence: sentence}
	e.Clause, _ = l.version.Clause(cmp.Or(clause, l.section))
	l.all = append(l.all, e)
}

func (v *visit) lifeOfDeclarations(s hours.Standing) []explained {
	l := lines{version: s.Version}
	for _, by := range s.DeclareBy() {
		l.say(s.Version.Declare.Clause, v.t("deadline.declare", "window", v.print.Span(by.Window), "last", v.print.Date(by.Last)))
	}
	return l.all
}

func (v *visit) lifeOfEvidence(s hours.Standing) []explained {
	e := s.Version.Evidence
	if e == nil {
		return nil
	}
	l := lines{version: s.Version, section: e.Clause}
	v.terms(&l, named{"delay.produce", e.Produce}, named{"delay.paper", e.Paper}, named{"delay.second", e.Second})
	if e.Unproduced != "" {
		l.say("", v.t("delay.unproduced."+string(e.Unproduced)))
	}
	if last := e.KeepUntil(s.Period); !last.IsZero() {
		l.say(e.Keep.Clause, v.t("delay.keep", "last", v.print.Date(last)))
	}
	var kept []string
	for _, k := range e.Kept {
		kept = append(kept, v.print.Text(k.Label))
	}
	if len(kept) > 0 {
		l.say(e.Keep.Clause, v.t("delay.kept", "list", v.print.List(kept)))
	}
	return l.all
}

// named is a term with the message that says it.
type named struct {
	key  string
	term hours.Term
}

func (v *visit) terms(l *lines, all ...named) {
	for _, one := range all {
		if !one.term.IsZero() {
			l.say(one.term.Clause, v.t(one.key, "delay", v.print.Delay(one.term.Delay)))
		}
	}
}

func (v *visit) lifeOfAudits(version hours.Version) []explained {
	a := version.Audit
	if a == nil {
		return nil
	}
	l := lines{version: version, section: a.Clause}
	switch {
	case a.Number > 0:
		l.say("", v.t("delay.audit.number", "n", a.Number))
	case a.Share != hours.Share{}:
		l.say("", v.t("delay.audit.share", "num", a.Share.Num, "den", a.Share.Den))
	}
	if a.NotTwice {
		l.say("", v.t("delay.audit.not-twice"))
	}
	if a.AgainFor > 0 {
		l.say("", v.t("delay.audit.again", "delay", v.print.Delay(hours.Delay{Months: a.AgainFor})))
	}
	v.terms(&l, named{"delay.audit.notice", a.Notice})
	return l.all
}

func (v *visit) lifeOfDefaults(s hours.Standing) []explained {
	d := s.Version.Default
	if d == nil {
		return nil
	}
	l := lines{version: s.Version, section: d.Clause}
	for _, of := range []hours.Lacking{hours.LackingHours, hours.LackingDeclaration, hours.LackingDocuments} {
		if k, ok := d.Kind(of); ok {
			l.say(k.Clause, v.t("delay.cure."+string(of), "delay", v.print.Delay(k.Cure)))
		}
	}
	if d.From != "" {
		l.say("", v.t("delay.from."+string(d.From)))
	}
	if d.After != "" {
		l.say("", v.t("delay.after."+string(d.After)))
	}
	v.terms(&l, named{"delay.observations", d.Observations})
	if d.Final != nil {
		v.terms(&l, named{"delay.final", *d.Final})
	}
	for _, c := range d.Consequences {
		key, values := "delay.consequence", []any{"label", v.print.Text(c.Label)}
		switch {
		case c.Repeated > 0:
			key, values = key+"-repeated", append(values, "delay", v.print.Delay(hours.Delay{Months: c.Repeated}))
		case c.On != cycle.MonthDay{}:
			key, values = key+"-on", append(values, "day", v.print.Date(c.Day(s.Period.Last())))
		case !c.After.IsZero():
			key, values = key+"-after", append(values, "delay", v.print.Delay(c.After))
		}
		l.say(c.Clause, v.t(key, values...))
	}
	return l.all
}
