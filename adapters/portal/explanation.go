package portal

import (
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// explanationPage is the trace of a balance, sentence by sentence.
type explanationPage struct {
	file
	Activities []explained
	Parts      []explainedPart
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
	declared, err := v.Ledger.Declarations(v.r.Context(), v.actor, f.Member.ID, hours.Query{Period: f.Standing.Period.Key()})
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, d := range declared {
		titles[d.ID] = d.Activity.Title
	}
	version := f.Standing.Version
	labels := map[string]string{}
	for _, q := range version.Requirements {
		labels[q.ID] = v.print.Text(q.Label)
	}
	page := explanationPage{file: f, Clauses: cited(f.Balance.Trace, version)}
	for _, s := range f.Balance.Trace {
		e := explained{Sentence: v.explain(s, labels, titles)}
		e.Clause, _ = version.Clause(s.Clause)
		if s.Declaration != "" {
			page.Activities = append(page.Activities, e)
			continue
		}
		if n := len(page.Parts); n == 0 || page.Parts[n-1].Label != labels[s.Requirement] {
			page.Parts = append(page.Parts, explainedPart{Label: labels[s.Requirement]})
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

// explain says a step of the trace.
func (v *visit) explain(s hours.Step, labels, titles map[string]string) string {
	by, key := s.By, "explanation."+string(s.Stage)
	switch s.Stage {
	default: // what the other stages name is not shown
	case hours.StageShared:
		by = labels[s.By]
	case hours.StageCarried:
		if day, err := cycle.ParseDate(s.By); err == nil {
			by = v.print.Date(day)
		}
		if s.Before == s.After {
			key = "explanation.carried-unused"
		}
	case hours.StageCounted:
		switch hours.Why(by) {
		case hours.WhyPartly:
			// The step before said what was declared.
			by = ""
		case "":
		default:
			by = " " + v.t("why."+by, "hours", v.print.Hours(s.After), "declared", v.print.Hours(s.Before))
		}
	}
	return v.t(key,
		"label", labels[s.Requirement], "title", titles[s.Declaration], "by", by, "num", s.Num, "den", s.Den,
		"before", v.print.Hours(s.Before), "after", v.print.Hours(s.After))
}
