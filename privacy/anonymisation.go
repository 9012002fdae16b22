package privacy

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Run is an anonymisation, as the register describes it (A-2.1, r. 0.1, s. 9). To strip
// or to hash a name is to de-identify, and what is de-identified is still personal
// information. Whether what remains identifies nobody is for a competent person to say,
// and no function here says it.
type Run struct {
	Org      identity.OrganisationID `json:"org"`
	ID       string                  `json:"id"`
	Holdings []HoldingID             `json:"holdings"`
	// Purpose is what the information will serve, fixed before anything else (s. 3).
	Purpose string `json:"purpose"`
	// Supervisor is the competent person (s. 4).
	Supervisor string `json:"supervisor"`
	// Stripped: what identifies directly was removed. Analysed is the day of the
	// preliminary analysis of the risks (s. 5).
	Stripped bool       `json:"stripped"`
	Analysed cycle.Date `json:"analysed,omitzero"`
	// Techniques and Measures are those of best practice (s. 6).
	Techniques string `json:"techniques"`
	Measures   string `json:"measures"`
	// Final is the day of the final analysis, and VeryLow what it found (s. 7).
	Final   cycle.Date `json:"final,omitzero"`
	VeryLow bool       `json:"veryLow"`
	// Again is the day of the next assessment (s. 8).
	Again cycle.Date `json:"again,omitzero"`
	// Approved is the day on which the person in charge approved the run.
	Approved cycle.Date `json:"approved,omitzero"`
	// Entered is when it was first entered, and By who did; ApprovedBy is the person in
	// charge.
	Entered    time.Time          `json:"entered"`
	By         identity.AccountID `json:"by"`
	ApprovedBy identity.AccountID `json:"approvedBy,omitempty"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Facts returns what the run says, for [Law.Decide]. What it leaves empty is unknown, and
// not no.
func (r Run) Facts() Facts {
	f := Facts{}
	say := func(fact Fact, said bool) {
		if said {
			f[fact] = Yes
		}
	}
	say("purposes-fixed-first", r.Purpose != "")
	say("competent-supervision", r.Supervisor != "")
	say("identifiers-removed", r.Stripped)
	say("risks-analysed", !r.Analysed.IsZero())
	say("best-practice", r.Techniques != "" && r.Measures != "")
	// The final analysis comes after the preliminary one.
	say("finally-analysed", !r.Final.IsZero() && !r.Final.Before(r.Analysed))
	say("reassessment-planned", !r.Again.IsZero() && r.Again.After(r.Final))
	say("run-approved", !r.Approved.IsZero() && !r.Approved.Before(r.Final))
	say("registered", r.ID != "" && len(r.Holdings) > 0)
	if !r.Final.IsZero() {
		f["risk-very-low"] = No
		say("risk-very-low", r.VeryLow)
	}
	return f
}

// Anonymisable decides whether the run may stand in the place of destruction.
// [ErrUseDestruction] when it may not: destroying is what is left. achieved says whether
// the purposes of the collection are achieved, and legitimate whether that of the run is
// one that the Act accepts.
func (r Run) Anonymisable(l Law, under Regime, achieved, legitimate Truth) (Decision, error) {
	f := r.Facts()
	f["purposes-achieved"], f["accepted-purpose"] = achieved, legitimate
	d := l.Decide(Anonymise, under, f)
	if d.Outcome != Permitted {
		return d, ErrUseDestruction
	}
	return d, nil
}
