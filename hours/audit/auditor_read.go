package audit

import (
	"context"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Dossier is what audits have asked of a member.
type Dossier struct {
	// Selections are the draws that chose the member, the latest first.
	Selections []Selection
	// Items are the declarations of which evidence was asked, the earliest last day
	// first.
	Items []Item
}

// Item is a declaration of which evidence was asked.
type Item struct {
	hours.Declaration
	// Kept is the last day until which its documents are kept; the zero Date when the
	// regulation does not say. Clause is where it says so.
	Kept   cycle.Date
	Clause hours.Clause
	// Void: the regulation says that hours whose documents are not produced do not
	// count. Second: it gives a second notice.
	Void   bool
	Second bool
}

// Dossier returns what audits have asked of a member, to whoever may read the file,
// with what time alone has caused.
func (a *Auditor) Dossier(ctx context.Context, actor identity.Actor, member identity.MemberID) (Dossier, error) {
	s, err := a.Ledger.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return Dossier{}, err
	}
	zone, err := s.Organisation.Location()
	if err != nil {
		return Dossier{}, err
	}
	all, err := a.Ledger.Store.Declarations(ctx, actor.Org, member)
	if err != nil {
		return Dossier{}, err
	}
	now := a.now()
	var dossier Dossier
	for _, d := range all {
		if d.Evidence == nil {
			continue
		}
		item := Item{Declaration: shown(present(d, now, zone), actor)}
		in, err := s.In(d.Period)
		if err != nil {
			return Dossier{}, err
		}
		item.Kept = in.Version.KeepUntil(in.Period)
		if rule := in.Version.Evidence; rule != nil {
			item.Void, item.Second = rule.Unproduced == hours.Void, !rule.Second.IsZero()
			id := rule.Keep.Clause
			if id == "" {
				id = rule.Clause
			}
			item.Clause, _ = in.Version.Clause(id)
		}
		dossier.Items = append(dossier.Items, item)
	}
	slices.SortStableFunc(dossier.Items, func(x, y Item) int {
		if c := x.Evidence.Last.Compare(y.Evidence.Last); c != 0 {
			return c
		}
		return x.Activity.Last.Compare(y.Activity.Last)
	})
	if dossier.Selections, err = a.Store.Selections(ctx, actor.Org, member); err != nil {
		return Dossier{}, err
	}
	slices.SortStableFunc(dossier.Selections, func(x, y Selection) int { return y.At.Compare(x.At) })
	return dossier, nil
}

// Waiting returns how many declarations the member still has to send documents for,
// and the earliest last day, which may have passed: late.
func (d Dossier) Waiting() (n int, first cycle.Date, late bool) {
	for _, item := range d.Items {
		if item.Evidenced().Has(hours.SendEvidence) {
			if n == 0 {
				first, late = item.Evidence.Last, item.Evidenced().Failed()
			}
			n++
		}
	}
	return n, first, late
}

// Progress is how far the audit of a selected member has come.
type Progress struct {
	Selected
	Name string
	// Asked is of how many declarations evidence was asked; the others are how many of
	// them are in each state.
	Asked, Waiting, Overdue, Received, Accepted, Disallowed int
	// Hours are those that were disallowed.
	Hours hours.Hours
	// Last is the latest last day; the zero Date when nothing was asked.
	Last cycle.Date
}

// Failed reports a file that does not support what was counted.
func (p Progress) Failed() bool { return p.Overdue+p.Disallowed > 0 }

// Over reports a file whose every evidence is decided.
func (p Progress) Over() bool { return p.Asked > 0 && p.Waiting+p.Overdue+p.Received == 0 }

// Progress returns how far each of the selected of a draw has come, in the order of the
// draw, for staff.
func (a *Auditor) Progress(ctx context.Context, actor identity.Actor, draw Draw) ([]Progress, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	members, err := a.Ledger.Roll.Members(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	o, err := a.Ledger.Roll.Organisation(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	zone, err := o.Location()
	if err != nil {
		return nil, err
	}
	names := map[identity.MemberID]string{}
	for _, m := range members {
		names[m.ID] = m.Last + ", " + m.First
	}
	declarations, err := a.Ledger.Store.Evidenced(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	now := a.now()
	by := map[identity.MemberID][]hours.Declaration{}
	for _, d := range declarations {
		if d.Evidence.Draw == draw.ID {
			by[d.Member] = append(by[d.Member], present(d, now, zone))
		}
	}
	all := make([]Progress, 0, len(draw.Selected))
	for _, s := range draw.Selected {
		p := Progress{Selected: s, Name: names[s.Member]}
		for _, d := range by[s.Member] {
			p.add(d)
		}
		all = append(all, p)
	}
	return all, nil
}

func (p *Progress) add(d hours.Declaration) {
	p.Asked++
	switch d.Evidenced() {
	case hours.EvidenceAsked, hours.EvidenceAskedAgain:
		p.Waiting++
	case hours.EvidenceOverdue, hours.EvidenceExpired:
		p.Overdue++
	case hours.EvidenceReceived:
		p.Received++
	case hours.EvidenceAccepted:
		p.Accepted++
	case hours.EvidenceDisallowed:
		p.Disallowed++
		for _, step := range d.Evidence.Steps {
			p.Hours = p.Hours.Plus(step.Before).Minus(step.After)
		}
	case hours.NoEvidence, hours.EvidenceDropped:
		// Closed otherwise.
	}
	if p.Last.Before(d.Evidence.Last) {
		p.Last = d.Evidence.Last
	}
}
