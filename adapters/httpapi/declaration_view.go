package httpapi

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// declarationView is a declaration as lists show it.
type declarationView struct {
	ID      string           `json:"id"`
	Member  string           `json:"member"`
	Period  cycle.Date       `json:"period"`
	State   coded            `json:"state"`
	Version int64            `json:"version"`
	Entry   declarationInput `json:"entry"`
	// Activity is null in a draft: nothing has been checked yet.
	Activity *activityView `json:"activity"`
	// Attendance is left out when no training body said anything.
	Attendance *attendanceView `json:"attendance,omitempty"`
	Counted    amount          `json:"counted"`
	// Allocations are where the counted hours go, when not to Period alone.
	Allocations []allocationView `json:"allocations"`
	Late        bool             `json:"late"`
	Decisions   []decisionView   `json:"decisions"`
	// Corrections are the member's requests for correction, the oldest first.
	Corrections []correctionView `json:"corrections"`
	Created     time.Time        `json:"created"`
	Changed     time.Time        `json:"changed"`
	// Submitted is null in a draft.
	Submitted *time.Time `json:"submitted"`
}

// declarationFile is a declaration alone, with what is wrong with it so far.
type declarationFile struct {
	declarationView
	Errors []fieldProblem `json:"errors"`
}

// activityView is a declared activity (P33).
type activityView struct {
	Category coded      `json:"category"`
	Type     coded      `json:"type"`
	Title    string     `json:"title"`
	Provider string     `json:"provider"`
	Trainer  string     `json:"trainer"`
	First    cycle.Date `json:"first"`
	Last     cycle.Date `json:"last"`
	Hours    amount     `json:"hours"`
	Attested []string   `json:"attested"`
}

// decisionView is a decision of staff's. Who took it is told to staff alone.
type decisionView struct {
	Event  coded     `json:"event"`
	Before amount    `json:"before"`
	After  amount    `json:"after"`
	Reason string    `json:"reason"`
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at"`
	// Amendment is what a correction of the activity changed; absent otherwise.
	Amendment *amendmentView `json:"amendment,omitempty"`
}

// allocationView is hours of a declaration that count in a period.
type allocationView struct {
	Period cycle.Date `json:"period"`
	Hours  amount     `json:"hours"`
}

func (x *exchange) viewAllocation(a hours.Allocation) allocationView {
	return allocationView{a.Period, x.amount(a.Hours)}
}

func (x *exchange) viewDeclaration(d hours.Declaration) declarationView {
	view := declarationView{
		ID: d.ID, Member: string(d.Member), Period: d.Period, State: x.coded("declaration", string(d.State)),
		Version: d.Version, Entry: inputOf(d.Entry), Counted: x.amount(d.Counted),
		Allocations: listOf(d.Allocations, x.viewAllocation).Items, Late: d.Late,
		Decisions: listOf(d.Decisions, func(one hours.Decision) decisionView {
			view := x.viewDecision(string(one.Event), one.Before, one.Counted, one.Reason, one.By, one.At)
			if a := one.Amendment; a != nil {
				view.Amendment = &amendmentView{x.viewActivity(d.Period, a.Before), x.viewActivity(d.Period, a.After)}
			}
			return view
		}).Items,
		Corrections: listOf(d.Corrections, x.viewCorrection).Items,
		Created:     d.Created, Changed: d.Changed, Submitted: orNull(d.Submitted),
	}
	if d.State != hours.Draft {
		view.Activity = x.viewActivity(d.Period, d.Activity)
	}
	if a := d.Attendance; !a.IsZero() {
		view.Attendance = &attendanceView{a.Name, x.amount(a.Hours), a.Received}
	}
	return view
}

// viewActivity labels the activity after the version of the regulation whose
// attestations it has: labels of later versions were not what the member chose.
func (x *exchange) viewActivity(period cycle.Date, a hours.Activity) *activityView {
	version := x.version(period)
	category, kind := x.category(version, a.Category), coded{a.Type, a.Type}
	if c, ok := version.Category(a.Category); ok {
		if t, ok := c.Type(a.Type); ok {
			kind.Label = x.p.Text(t.Label)
		}
	}
	if a.Category == "" {
		category.Label = x.p.T("api.unstated") // proposed, and the member's to say
	}
	if a.Type == "" {
		kind.Label = x.p.T("api.unstated")
	}
	return &activityView{
		Category: category, Type: kind, Title: a.Title, Provider: a.Provider, Trainer: a.Trainer,
		First: a.First, Last: a.Last, Hours: x.amount(a.Hours), Attested: append([]string{}, a.Attested...),
	}
}

// version returns the version of the organisation's regulation for a period that
// starts on the day; the zero Version when there is none.
func (x *exchange) version(start cycle.Date) hours.Version {
	v, err := x.api.Ledger.Regulations[x.org.Regulation].InForce(start)
	if err != nil {
		return hours.Version{}
	}
	return v
}

func (x *exchange) viewDecision(event string, before, after hours.Hours, reason, by string, at time.Time) decisionView {
	if !x.actor.May(identity.List, x.actor.Org, "") {
		by = ""
	}
	return decisionView{x.coded("event", event), x.amount(before), x.amount(after), reason, by, at, nil}
}

// declaration answers with one declaration and its tag.
func (x *exchange) declaration(status int, d hours.Declaration) error {
	file := declarationFile{x.viewDeclaration(d), []fieldProblem{}}
	if d.State == hours.Draft {
		wrong, err := x.api.Ledger.Check(x.r.Context(), x.actor, d)
		if err != nil {
			return err
		}
		file.Errors = x.fieldProblems(wrong)
	}
	x.etag(d.Version)
	return x.json(status, file)
}

// orNull returns nil for the zero time.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
