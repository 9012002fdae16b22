package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Limit is a period that an Act sets on keeping.
type Limit struct {
	ID     string        `json:"id"`
	Label  identity.Text `json:"label"`
	Regime Regime        `json:"regime"`
	// From is what the period is counted from.
	From Start `json:"from"`
	// Years: at least so many for a floor; for the ceiling, 0 is no longer than the
	// purpose.
	Years    int         `json:"years"`
	Articles []ArticleID `json:"articles"`
	Source   string      `json:"source"`
	Verified bool        `json:"verified"`
}

// Start is what a period of keeping is counted from.
type Start string

// The starts. FromPurpose is the ceiling: once the purposes are achieved, destroy or
// anonymise. FromDecision is a floor for what served a decision, and FromAwareness one
// for the register of incidents.
const (
	FromPurpose   Start = "purpose"
	FromDecision  Start = "decision"
	FromAwareness Start = "awareness"
)

// Hold is a reason to keep whatever the periods say.
type Hold string

// The holds. A recourse freezes what was refused ([Request.Frozen]).
const (
	HoldRecourse Hold = "recourse"
	HoldLegal    Hold = "legal"
	HoldIncident Hold = "incident"
)

// Record is something that is kept, as far as keeping it is concerned. Each is judged by
// itself: a person's old rows may be due while their new ones are not.
type Record struct {
	ID      string    `json:"id"`
	Holding HoldingID `json:"holding"`
	// Achieved: the purposes are achieved, since AchievedOn.
	Achieved   Truth      `json:"achieved"`
	AchievedOn cycle.Date `json:"achievedOn,omitzero"`
	// Served: it was used for a decision about the person, the latest on DecidedOn.
	Served    Truth      `json:"served"`
	DecidedOn cycle.Date `json:"decidedOn,omitzero"`
	// Held: whether something holds it, and Holds what. Unknown: nobody has looked.
	Held  Truth  `json:"held"`
	Holds []Hold `json:"holds"`
}

// Action is what is to be done with a record.
type Action string

// The actions. Destroy is what is due when a period ends: to anonymise instead needs an
// approved [Run]. Undecided keeps the record, and says what is missing.
const (
	Keep      Action = "keep"
	Destroy   Action = "destroy"
	Undecided Action = "undecided"
)

// Verdict is what is to be done with a record, and why.
type Verdict struct {
	Record string `json:"record"`
	Action Action `json:"action"`
	// Until is the last day on which it is kept, where one is known.
	Until    cycle.Date  `json:"until,omitzero"`
	Reasons  []string    `json:"reasons"`
	Articles []ArticleID `json:"articles"`
	Missing  []Fact      `json:"missing,omitempty"`
}

// Plan is the dry run of a destruction: a verdict for each record, in their order.
// Nothing is destroyed by it.
func Plan(records []Record, l Law, i Inventory, day cycle.Date) []Verdict {
	all := make([]Verdict, len(records))
	for n, r := range records {
		all[n] = r.Verdict(l, i, day)
	}
	return all
}

// Verdict says what is to be done with the record on a day. It always answers, with an
// article where the holding is known; a missing fact never destroys.
func (r Record) Verdict(l Law, i Inventory, day cycle.Date) Verdict {
	v := Verdict{Record: r.ID, Action: Destroy}
	h, known := i.Holding(r.Holding)
	missing := func(f Fact) { v.Action, v.Missing = Undecided, append(v.Missing, f) }
	if !known {
		missing("holding")
		return v
	}
	keep := func(why string, until cycle.Date, articles []ArticleID) {
		if v.Action != Undecided {
			v.Action = Keep
		}
		v.Reasons = append(v.Reasons, why)
		if until.After(v.Until) {
			v.Until = until
		}
		v.Articles = append(v.Articles, articles...)
	}
	class, _ := i.Class(h.Class)
	for _, limit := range l.Limits {
		if limit.Regime != h.Regime {
			continue
		}
		switch limit.From {
		case FromPurpose:
			v.Articles = append(v.Articles, limit.Articles...)
			switch {
			case r.Achieved == No:
				keep(limit.ID, cycle.Date{}, nil)
			case r.Achieved != Yes || class.Years > 0 && r.AchievedOn.IsZero():
				missing("purposes-achieved")
			case class.Years > 0 && !day.After(r.AchievedOn.AddMonths(12*class.Years)):
				keep(class.ID, r.AchievedOn.AddMonths(12*class.Years), nil)
			}
		case FromDecision:
			switch {
			case r.Served == No:
			case r.Served != Yes || r.DecidedOn.IsZero():
				missing("served-a-decision")
			case !day.After(r.DecidedOn.AddMonths(12 * limit.Years)):
				keep(limit.ID, r.DecidedOn.AddMonths(12*limit.Years), limit.Articles)
			}
		case FromAwareness: // of the register of incidents, not of holdings
		}
	}
	switch {
	case r.Held != Yes && r.Held != No:
		missing("held")
	case r.Held == Yes && len(r.Holds) == 0:
		missing("holds")
	}
	for _, hold := range r.Holds {
		keep(string(hold), cycle.Date{}, nil)
	}
	if slices.ContainsFunc(v.Reasons, func(why string) bool {
		return slices.Contains([]Hold{HoldRecourse, HoldLegal, HoldIncident}, Hold(why))
	}) || r.Achieved == No {
		v.Until = cycle.Date{} // nobody knows until when
	}
	return v
}

func (l Law) checkLimits(known map[ArticleID]bool) string {
	seen := map[[2]string]bool{}
	for _, limit := range l.Limits {
		key := [2]string{string(limit.Regime), limit.ID}
		switch what := cites(known, limit.Articles); {
		case limit.ID == "" || seen[key] || !both(limit.Label) || limit.Source == "" || limit.Years < 0:
			return fmt.Sprintf("a limit needs an identifier of its own, both languages, a source and no years below zero: %q", limit.ID)
		case !slices.Contains(Regimes(), limit.Regime) || !slices.Contains([]Start{FromPurpose, FromDecision, FromAwareness}, limit.From):
			return limit.ID + " needs a regime and what it is counted from"
		case what != "":
			return limit.ID + " " + what
		}
		seen[key] = true
	}
	for _, r := range Regimes() {
		if len(l.Limits) > 0 && !slices.ContainsFunc(l.Limits, func(limit Limit) bool { return limit.Regime == r && limit.From == FromPurpose }) {
			return fmt.Sprintf("nothing says when what is under %s is destroyed", r)
		}
	}
	return ""
}
