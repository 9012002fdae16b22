package portal

import (
	"net/http"

	"github.com/goodstanding/goodstanding/hours"
)

// explanationPage is the trace of a balance, sentence by sentence.
type explanationPage struct {
	file
	Activities []explained
	Parts      []explainedPart
	// Life is what the regulation says of delays, and of what follows them.
	Life []explained
	// Clauses are those that the steps cite, in the order in which they first do.
	Clauses []hours.Clause
}

// explainedPart is the steps of one requirement.
type explainedPart struct {
	Label string
	Steps []explained
}

// explained is a step in words, with the clause that says so.
type explained struct {
	Sentence string
	Clause   hours.Clause
}

func (v *visit) explanation() error {
	f, err := v.file()
	if err != nil {
		return err
	}
	declared, err := v.Ledger.Declarations(v.r.Context(), v.actor, f.Member.ID, hours.Query{})
	if err != nil {
		return err
	}
	activities := map[string]hours.Activity{}
	for _, d := range declared {
		activities[d.ID] = d.Activity
	}
	version := f.Standing.Version
	page := explanationPage{file: f, Life: v.life(f.Standing), Clauses: cited(f.Balance.Trace, version)}
	for i, s := range f.Balance.Trace {
		if silent(f.Balance.Trace, i) {
			continue
		}
		e := v.explained(s, f, activities)
		if s.Declaration != "" {
			page.Activities = append(page.Activities, e)
			continue
		}
		label := v.lineLabel(version, lineOf(f.Balance, s))
		if n := len(page.Parts); n == 0 || page.Parts[n-1].Label != label {
			page.Parts = append(page.Parts, explainedPart{Label: label})
		}
		last := &page.Parts[len(page.Parts)-1]
		last.Steps = append(last.Steps, e)
	}
	title := v.t("explanation.title", "name", f.Member.Name(), "years", v.print.Years(f.Standing.Period))
	return v.show(http.StatusOK, "explanation", frame{Title: title, Tab: "portfolio", Body: page})
}

// explained is a step in words, with its clause.
func (v *visit) explained(s hours.Step, f file, activities map[string]hours.Activity) explained {
	e := explained{Sentence: v.explain(s, f, activities)}
	e.Clause, _ = f.Standing.Version.Clause(s.Clause)
	return e
}

// whyOf is what leads to the figures of a requirement, for whoever asks.
func (v *visit) whyOf(f file, l hours.Line) (steps []explained) {
	for i, s := range f.Balance.Trace {
		if s.Declaration == "" && s.Requirement == l.Requirement && s.Nth == l.Nth && !silent(f.Balance.Trace, i) {
			steps = append(steps, v.explained(s, f, nil))
		}
	}
	return steps
}

// whyNotAll is what leads to the hours of a declaration that do not all count.
func (v *visit) whyNotAll(f file, d hours.Declaration) (steps []explained) {
	for i, s := range f.Balance.Trace {
		if s.Declaration == d.ID && !silent(f.Balance.Trace, i) {
			steps = append(steps, v.explained(s, f, map[string]hours.Activity{d.ID: d.Activity}))
		}
	}
	return steps
}

// silent reports a step that says nothing: a share that the next one says, or a
// rounding that changed nothing.
func silent(trace []hours.Step, i int) bool {
	return waits(trace, i) || trace[i].Stage == hours.StageRounded && trace[i].Before == trace[i].After
}

// cited returns the clauses that the steps of a trace cite, each once, in the
// order in which they first do.
func cited(trace []hours.Step, version hours.Version) []hours.Clause {
	var all []hours.Clause
	seen := map[string]bool{}
	for _, s := range trace {
		clause, ok := version.Clause(s.Clause)
		if ok && !seen[clause.ID] {
			seen[clause.ID] = true
			all = append(all, clause)
		}
	}
	return all
}

// waits reports a share of what is done, noted before it was known: the step that
// follows says it.
func waits(trace []hours.Step, i int) bool {
	s := trace[i]
	return s.Stage == hours.StageShared && s.After.IsZero() && i+1 < len(trace) &&
		trace[i+1].Stage == s.Stage && trace[i+1].Requirement == s.Requirement && trace[i+1].Nth == s.Nth
}

// lineOf returns the line, or the limit, that a step is about.
func lineOf(b hours.Balance, s hours.Step) hours.Line {
	for _, l := range b.Lines {
		if l.Requirement == s.Requirement && l.Nth == s.Nth {
			return l
		}
	}
	for _, l := range b.Limits {
		if l.Requirement == s.Requirement && l.Nth == s.Nth {
			return hours.Line{Requirement: l.Requirement, Nth: l.Nth, Window: l.Window}
		}
	}
	return hours.Line{Requirement: s.Requirement, Nth: s.Nth}
}
