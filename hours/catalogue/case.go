package catalogue

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Case is an example that the regulation's source works out: what is known of a
// member, and what must come of it.
type Case struct {
	Name string
	// Line is where the case stands in its document.
	Line int `yaml:"-"`
	// Source is where the example stands.
	Source string
	// Day is the day as of which the file is judged, and In a day of the period;
	// the period is the one that holds Day when In is left out.
	Day cycle.Date
	In  cycle.Date
	// Admitted is the day of admission, or Readmitted that of readmission, and Left
	// that of leaving; a member with none has been on the roll since before the
	// period. Roll says it all instead.
	Admitted   cycle.Date
	Readmitted cycle.Date
	Left       cycle.Date
	Roll       []CaseStay
	Birth      cycle.Date
	Number     string
	Surname    string
	Profile    []identity.Fact

	Declarations []CaseDeclaration
	// Exempted are the hours of the exemptions granted in the period, and
	// Exemptions those that the regulation's rules work out.
	Exempted   []hours.Hours
	Exemptions []CaseExemption
	// Carried is what earlier periods leave; nil works it out from them.
	Carried []CaseCarry
	// Holidays is the identifier of the set of holidays (cycle/holidays), Notice the
	// day of the request or notice from which delays are counted, Set the days that the
	// regulator sets within a range, Final the day of the final notice, and Files how
	// many files an audit draws from.
	Holidays string
	Notice   cycle.Date
	Set      int
	Final    cycle.Date
	Files    int
	Expect   Expectation
}

// CaseStay is a time on the roll; To is the day after the last one, or none.
type CaseStay struct {
	From  cycle.Date
	To    cycle.Date
	Entry string
}

// CaseDeclaration is a declaration, counted whole unless it says otherwise.
type CaseDeclaration struct {
	Category string
	Split    map[string]hours.Hours
	Type     string
	Tags     []string
	// On is its last day, and Since its first when there are several.
	On    cycle.Date
	Since cycle.Date
	// Its duration, in one of these; none is none.
	Hours   *hours.Hours
	Minutes *hours.Hours
	Amount  *hours.Hours
	Measure string

	Content  string
	Provider string
	// For is a day of the period that it is declared for; On says it otherwise.
	For   cycle.Date
	State string
	// Counted is how much the regulator counted; nil is all of it.
	Counted *hours.Hours
}

// CaseExemption is an exemption from a day to a last day.
type CaseExemption struct {
	Ground string
	From   cycle.Date
	To     cycle.Date
}

// CaseCarry is hours carried over.
type CaseCarry struct {
	Hours hours.Hours
	From  cycle.Date
	Of    map[string]hours.Hours
}

// Expectation is what a case must give. What is left out is not checked.
type Expectation struct {
	Start   cycle.Date
	End     cycle.Date
	Version string
	Status  hours.Status
	// These are by requirement, or by its n-th window.
	Due       map[string]hours.Hours
	Counted   map[string]hours.Hours
	Carried   map[string]hours.Hours
	Remaining map[string]hours.Hours
	Met       map[string]bool
	Limited   map[string]hours.Hours
	// Credits is what each declaration gives, in order.
	Credits []hours.Hours
	Surplus *hours.Hours
	Soonest *hours.Hours
	// The life of the file: last days, the days on which consequences may come, and
	// how many files are drawn.
	DeclareBy    []cycle.Date `yaml:"declareBy"`
	KeepUntil    cycle.Date   `yaml:"keepUntil"`
	ProduceBy    cycle.Date   `yaml:"produceBy"`
	PaperBy      cycle.Date   `yaml:"paperBy"`
	SecondBy     cycle.Date   `yaml:"secondBy"`
	AuditBy      cycle.Date   `yaml:"auditBy"`
	ObserveBy    cycle.Date   `yaml:"observeBy"`
	CureBy       CaseCure     `yaml:"cureBy"`
	FinalBy      cycle.Date   `yaml:"finalBy"`
	Consequences map[string]cycle.Date
	Drawn        *int
}

// CaseCure is the last day to cure a default, by what is missing.
type CaseCure struct {
	Hours       cycle.Date
	Declaration cycle.Date
	Documents   cycle.Date
}

// none is the version that is expected when no period holds the day.
const none = "none"

// check refuses a case that could not fail, or that contradicts itself.
func (c Case) check() error {
	entries := 0
	for _, given := range []bool{!c.Admitted.IsZero(), !c.Readmitted.IsZero(), len(c.Roll) > 0} {
		if given {
			entries++
		}
	}
	switch {
	case c.Name == "" || c.Source == "" || c.Day.IsZero():
		return fmt.Errorf("a case needs a name, a source and a day")
	case entries > 1:
		return fmt.Errorf("one of admitted, readmitted and roll, and not both")
	case !c.Left.IsZero() && len(c.Roll) > 0:
		return fmt.Errorf("left goes with admitted or readmitted: a roll says it itself")
	case c.Expect.empty():
		return fmt.Errorf("a case that expects nothing")
	case c.Expect.Status != "" && !slices.Contains(hours.Statuses(), c.Expect.Status):
		return fmt.Errorf("unknown status %q", c.Expect.Status)
	case c.Notice.IsZero() && c.Expect.needsNotice():
		return fmt.Errorf("notice is missing: the day from which a delay is counted")
	case c.Final.IsZero() && !c.Expect.FinalBy.IsZero():
		return fmt.Errorf("final is missing: the day of the final notice")
	case c.Files < 0 || c.Set < 0:
		return fmt.Errorf("files and set are above zero")
	case (c.Files > 0) != (c.Expect.Drawn != nil):
		return fmt.Errorf("files and drawn go together")
	case len(c.Expect.Credits) > 0 && len(c.Expect.Credits) != len(c.Declarations):
		return fmt.Errorf("%d credits are expected of %d declarations", len(c.Expect.Credits), len(c.Declarations))
	}
	if entry := latest(c.Admitted, c.Readmitted); !c.Left.IsZero() && !entry.IsZero() && !entry.Before(c.Left) {
		return fmt.Errorf("left on %s, which is not after the entry on %s", c.Left, entry)
	}
	for i, s := range c.Roll {
		if !s.To.IsZero() && !s.From.Before(s.To) {
			return fmt.Errorf("roll: a stay from %s to %s, which holds no day", s.From, s.To)
		}
		for _, other := range c.Roll[:i] {
			if (s.To.IsZero() || other.From.Before(s.To)) && (other.To.IsZero() || s.From.Before(other.To)) {
				return fmt.Errorf("roll: the stays from %s and from %s overlap", other.From, s.From)
			}
		}
		if s.From.IsZero() || s.Entry != "" && s.Entry != "admission" && s.Entry != "readmission" {
			return fmt.Errorf("roll: from, and an entry that is admission or readmission")
		}
	}
	for i, d := range c.Declarations {
		if err := d.check(); err != nil {
			return fmt.Errorf("declaration %d: %w", i+1, err)
		}
	}
	for _, x := range c.Exemptions {
		if x.Ground == "" || x.From.IsZero() || x.To.Before(x.From) {
			return fmt.Errorf("an exemption has a ground, from, and to: its last day")
		}
	}
	return nil
}

// latest returns the later day.
func latest(a, b cycle.Date) cycle.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func (d CaseDeclaration) check() error {
	durations := 0
	for _, given := range []bool{d.Hours != nil, d.Minutes != nil, d.Amount != nil, len(d.Split) > 0} {
		if given {
			durations++
		}
	}
	switch {
	case d.On.IsZero():
		return fmt.Errorf("on is missing: its last day")
	case (d.Category == "") == (len(d.Split) == 0):
		return fmt.Errorf("either a category or a split, and not both")
	case durations > 1:
		return fmt.Errorf("one of hours, minutes, amount and split, and not both")
	case (d.Amount != nil) != (d.Measure != ""):
		return fmt.Errorf("an amount without a unit: amount and measure go together")
	case d.Since.After(d.On):
		return fmt.Errorf("since is after on")
	case !slices.Contains([]string{"", "counted", "pending", "refused"}, d.State):
		return fmt.Errorf("state %q is neither counted, pending nor refused", d.State)
	case d.Counted != nil && d.State != "" && d.State != "counted":
		return fmt.Errorf("counted hours of what is %s", d.State)
	}
	return nil
}

// needsNotice reports a last day that is counted from a notice or a request.
func (e Expectation) needsNotice() bool {
	for _, day := range []cycle.Date{e.ProduceBy, e.PaperBy, e.SecondBy, e.AuditBy, e.ObserveBy} {
		if !day.IsZero() {
			return true
		}
	}
	return e.CureBy != CaseCure{}
}

func (e Expectation) empty() bool {
	return !e.needsNotice() && e.FinalBy.IsZero() && e.KeepUntil.IsZero() && e.Drawn == nil && len(e.DeclareBy)+len(e.Consequences) == 0 &&
		e.Start.IsZero() && e.End.IsZero() && e.Version == "" && e.Status == "" && e.Surplus == nil && e.Soonest == nil &&
		len(e.Due)+len(e.Counted)+len(e.Carried)+len(e.Remaining)+len(e.Met)+len(e.Limited)+len(e.Credits) == 0
}
