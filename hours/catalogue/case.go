package catalogue

import (
	"errors"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
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
	// Admitted is the day of admission, or Readmitted that of readmission; a member
	// with neither has been on the roll since before the period.
	Admitted     cycle.Date
	Readmitted   cycle.Date
	Declarations []CaseDeclaration
	// Exempted are the hours of the exemptions granted in the period.
	Exempted []hours.Hours
	Expect   Expectation
}

// CaseDeclaration is a declaration that was counted whole.
type CaseDeclaration struct {
	Category string
	// On is its day, and says which period it is declared for.
	On    cycle.Date
	Hours hours.Hours
}

// Expectation is what a case must give. What is left out is not checked.
type Expectation struct {
	Start  cycle.Date
	End    cycle.Date
	Status hours.Status
	// Due and Remaining are by requirement.
	Due       map[string]hours.Hours
	Remaining map[string]hours.Hours
	Surplus   *hours.Hours
}

// check refuses a case that could not fail.
func (c Case) check() error {
	e := c.Expect
	switch {
	case c.Name == "" || c.Source == "" || c.Day.IsZero():
		return errors.New("a case needs a name, a source and a day")
	case !c.Admitted.IsZero() && !c.Readmitted.IsZero():
		return errors.New("either admitted or readmitted, and not both")
	case e.Start.IsZero() && e.End.IsZero() && e.Status == "" && len(e.Due)+len(e.Remaining) == 0 && e.Surplus == nil:
		return errors.New("a case that expects nothing")
	}
	return nil
}
