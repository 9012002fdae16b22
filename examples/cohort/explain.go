package main

import (
	"errors"
	"flag"
	"fmt"
	"strconv"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// inputFlags are the flags that name the files of members.
func inputFlags(f *flag.FlagSet, in *inputs) {
	f.StringVar(&in.members, "members", "", "")
	f.StringVar(&in.declarations, "declarations", "", "")
	f.StringVar(&in.exemptions, "exemptions", "", "")
	f.StringVar(&in.carried, "carried", "", "")
}

// explanation is one run of explain.
type explanation struct {
	*command
	inputs
	document        catalogue.Document
	worked, member  string
	dayText, inText string
	today, day      cycle.Date
	regulation      string
	withTrace       bool
}

// explain says one member's balance in plain words.
func (c *command) explain(args []string) int {
	f := c.flags("explain")
	e := explanation{command: c}
	f.StringVar(&e.regulation, "regulation", "", "")
	inputFlags(f, &e.inputs)
	f.StringVar(&e.worked, "case", "", "")
	f.StringVar(&e.member, "member", "", "")
	f.StringVar(&e.dayText, "day", "", "")
	f.StringVar(&e.inText, "in", "", "")
	f.BoolVar(&e.withTrace, "trace", false, "")
	rest, status, done := c.parse(f, args)
	if done {
		return status
	}
	var err error
	if e.today, err = c.day(e.dayText, c.today); err == nil {
		e.day, err = c.day(e.inText, e.today)
	}
	switch {
	case err != nil:
		return c.usage("usage.day", "value", e.dayText+e.inText)
	case len(rest) > 0:
		return c.usage("usage.argument", "value", rest[0])
	case (e.worked == "") == (e.member == "") || e.member != "" && e.members == "":
		return c.usage("usage.explain")
	}
	if e.document, status = c.find(e.regulation); status != exitDone {
		return status
	}
	if e.worked != "" {
		return e.explainCase()
	}
	bad, err := e.explainMember()
	switch {
	case err != nil:
		return c.fail(err)
	case bad:
		return exitWrong
	}
	return exitDone
}

// explainCase tells the balance of a worked case, by its name or its number.
func (e *explanation) explainCase() int {
	worked, ok := e.findCase()
	if !ok {
		fmt.Fprintln(e.stderr, e.say("explain.no-case", "name", e.worked))
		for i := range e.document.Cases {
			fmt.Fprintf(e.stderr, "  %d. %s\n", i+1, e.document.Cases[i].Name)
		}
		return exitWrong
	}
	if e.dayText != "" {
		if worked.In.IsZero() {
			worked.In = worked.Day // the period stays that of the case
		}
		worked.Day = e.today
	}
	if e.inText != "" {
		worked.In = e.day
	}
	standing, err := worked.Standing(e.document.Regulation)
	if err != nil {
		return e.fail(err)
	}
	balance, _, err := worked.Run(e.document.Regulation)
	if err != nil {
		return e.fail(err)
	}
	e.tellBalance(e.stdout, told{
		regulation: e.document.Regulation, version: &standing.Version, balance: balance, withTrace: e.withTrace,
		about: e.say("explain.case", "name", worked.Name), activities: caseActivities(e.voice, &worked, &standing.Version),
	})
	return exitDone
}

func (e *explanation) findCase() (catalogue.Case, bool) {
	all := e.document.Cases
	for i := range all {
		if all[i].Name == e.worked {
			return all[i], true
		}
	}
	if n, err := strconv.Atoi(e.worked); err == nil && n >= 1 && n <= len(all) {
		return all[n-1], true
	}
	return catalogue.Case{}, false
}

// explainMember tells the balance of a member of the files, and reports that some
// of the member's rows are wrong.
func (e *explanation) explainMember() (bad bool, err error) {
	run := evaluation{command: e.command, inputs: e.inputs, regulation: e.document.Regulation, today: e.today, day: e.day, bytes: 1 << 20}
	run.report = newReport(e.voice, "")
	run.progress = &progress{voice: e.voice}
	defer run.close()
	words := vocabularyOf(run.regulation)
	if _, err := run.take(words, e.member); err != nil {
		return false, err
	}
	var b batch
	b.empty()
	if _, err := run.join.fill(&b); err != nil {
		return false, err
	}
	if len(b.members) == 0 {
		if err := run.sayBad(); err != nil {
			return false, err
		}
		return false, errors.New(e.say("explain.no-member", "member", e.member, "file", e.members))
	}
	compiled := run.regulation.Compile()
	d := run.desk(words, compiled)
	carried, err := d.read(&b, &b.members[0])
	if err != nil {
		return false, err
	}
	standing, err := hours.Standing{Member: d.member, Regulation: run.regulation, Today: e.today}.In(e.day)
	if err != nil {
		return false, err
	}
	t := told{
		regulation: run.regulation, version: &standing.Version, withTrace: e.withTrace,
		about: e.say("explain.member", "member", e.member), activities: map[string]string{},
	}
	if carried == nil {
		t.balance = standing.Evaluate(d.declarations, d.reliefs)
	} else {
		t.balance = standing.EvaluateWith(d.declarations, d.reliefs, carried)
	}
	for i := range d.declarations {
		place := e.say("activity.line", "file", e.declarations, "line", d.lines[i])
		t.activities[d.declarations[i].ID] = e.activity(t.version, d.declarations[i].Activity, place)
	}
	e.tellBalance(e.stdout, t)
	return run.report.n > 0, run.sayBad()
}
