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
		if waits(f.Balance.Trace, i) || s.Stage == hours.StageRounded && s.Before == s.After {
			continue
		}
		e := explained{Sentence: v.explain(s, f, activities)}
		e.Clause, _ = version.Clause(s.Clause)
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
