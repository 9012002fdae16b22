package privacy

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Collection is what was collected from a person at once, and what they had been told.
type Collection struct {
	Group      string
	Purpose    string
	Categories []string
	// Notice and Version are of what was shown; empty is nothing.
	Notice  string
	Version string
	Day     cycle.Date
	// Visit: the person visited the site, and provided nothing else.
	Visit bool
}

// Fault is why no consent is derived.
type Fault string

// The faults.
const (
	FaultNothing   Fault = "nothing-provided"
	FaultNotice    Fault = "no-notice"           // none was shown, or not one in force
	FaultUntold    Fault = "purpose-untold"      // the notice does not announce the purpose
	FaultRegime    Fault = "access-act"          // the Access Act knows no implied consent
	FaultAsked     Fault = "must-be-asked"       // the purpose asks for consent
	FaultProfiling Fault = "profiling"           // off until it is turned on
	FaultSensitive Fault = "sensitive"           // calls for express consent
	FaultNotHeld   Fault = "not-held"            // not held about the group for the purpose
	FaultBasis     Fault = "other-basis"         // the holding does not rest on implied consent
	FaultVisit     Fault = "more-than-the-visit" // a visit provides what the site takes down
	FaultTakenBack Fault = "withdrawn"           // declined or withdrawn, and not given again
)

// Derived is whether consent follows from a notice and from what was provided. It is
// never declared, and never kept as a yes: it is derived anew.
type Derived struct {
	Implied  bool        `json:"implied"`
	Faults   []Fault     `json:"faults,omitempty"`
	Articles []ArticleID `json:"articles"`
}

// Derive says whether consent follows from what was collected (V6): the notice was shown
// in a version in force, it announces the purpose, what was provided is held for that
// purpose on that basis, and nothing of it is sensitive or profiles. It always answers.
// before is the person's consent for the purpose, if they ever said anything.
func Derive(c Collection, i Inventory, before Consent) Derived {
	d := Derived{Articles: []ArticleID{"p-39.1:8", "p-39.1:8.3"}}
	fault := func(f Fault, is bool) {
		if is && !slices.Contains(d.Faults, f) {
			d.Faults = append(d.Faults, f)
		}
	}
	purpose, known := i.Purpose(c.Purpose)
	notice, shown := i.Notice(c.Notice, c.Version)
	fault(FaultNothing, len(c.Categories) == 0)
	fault(FaultNotice, !shown || !notice.InForce(c.Day))
	fault(FaultUntold, !slices.Contains(notice.Purposes, c.Purpose))
	if known && purpose.Regime != PrivateAct {
		fault(FaultRegime, true)
		d.Articles = []ArticleID{"a-2.1:65.1"}
	}
	fault(FaultAsked, purpose.Consent)
	if purpose.Profiling {
		fault(FaultProfiling, true)
		d.Articles = append(d.Articles, "p-39.1:8.1")
	}
	fault(FaultTakenBack, before.Purpose == c.Purpose && (before.State == TakenBack || before.State == Declined || before.State == Invalid))
	for _, id := range c.Categories {
		h, held := i.Holding(HoldingID(c.Purpose + "/" + c.Group + "/" + id))
		fault(FaultNotHeld, !held)
		fault(FaultSensitive, h.Sensitive)
		fault(FaultBasis, held && h.Basis != Implied)
		fault(FaultVisit, held && c.Visit && !slices.ContainsFunc(h.Means, i.passive))
	}
	d.Implied = len(d.Faults) == 0
	return d
}

// passive reports a means by which a visit alone provides something.
func (i Inventory) passive(means string) bool {
	m, _ := named(i.Means, means, func(m Means) string { return m.ID })
	return m.Passive
}

// Facts returns what the derivation says, for [Law.Decide].
func (d Derived) Facts() Facts {
	f := Facts{"consent-implied": No}
	if d.Implied {
		f = Facts{"consent-implied": Yes, "sensitive": No, "profiling": No}
	}
	return f
}
