package privacy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Findings are what the person in charge finds before anything is destroyed. What is not said
// is unknown, and an unknown fact destroys nothing.
type Findings struct {
	// Purposes are those of which it is known whether they are achieved.
	Purposes []Achieved `json:"purposes"`
	// Legal is whether a proceeding or an order asks that it be kept, and Incident whether
	// an incident does.
	Legal    Truth `json:"legal"`
	Incident Truth `json:"incident"`
}

// Achieved is whether a purpose is achieved for the person, and since when.
type Achieved struct {
	Purpose string     `json:"purpose"`
	Is      Truth      `json:"is"`
	On      cycle.Date `json:"on,omitzero"`
}

// Line is what a plan does with one piece.
type Line struct {
	Verdict
	Kind string `json:"kind"`
	// Purposes are those for which the piece is kept: each of them is judged.
	Purposes []string `json:"purposes"`
	// Erase is how it is destroyed.
	Erase Erasure `json:"erase"`
	// endless: one of the purposes keeps it until nobody knows when.
	endless bool
}

// Destruction is that of what is held about a person, from its plan to its proof. It
// holds identifiers, articles and digests: nobody is named in it, and it stays.
type Destruction struct {
	Org      identity.OrganisationID `json:"org"`
	Person   PersonID                `json:"person"`
	ID       string                  `json:"id"`
	State    DestructionState        `json:"state"`
	Findings Findings                `json:"findings"`
	Lines    []Line                  `json:"lines"`
	// Digest tells the plan: the lines, and the contents that they were made from.
	Digest string `json:"digest"`
	// Day is that on which the plan was made, and by which it was judged.
	Day        cycle.Date         `json:"day,omitzero"`
	Planned    time.Time          `json:"planned,omitzero"`
	PlannedBy  identity.AccountID `json:"plannedBy"`
	Approved   time.Time          `json:"approved,omitzero"`
	ApprovedBy identity.AccountID `json:"approvedBy,omitempty"`
	Begun      time.Time          `json:"begun,omitzero"`
	// Destroyed is when it was finished, and Irrecoverable the last day on which a backup
	// may still hold a copy, or the key to one.
	Destroyed     time.Time  `json:"destroyed,omitzero"`
	Irrecoverable cycle.Date `json:"irrecoverable,omitzero"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Doomed returns the pieces that the plan destroys.
func (d Destruction) Doomed() []string {
	var all []string
	for _, l := range d.Lines {
		if l.Action == Destroy {
			all = append(all, l.Record)
		}
	}
	return all
}

// stripped returns the pieces of which something remains.
func (d Destruction) stripped() []string {
	var all []string
	for _, l := range d.Lines {
		if l.Action == Destroy && l.Erase == Strip {
			all = append(all, l.Record)
		}
	}
	return all
}

// Spared returns the pieces that the plan keeps, or cannot decide on.
func (d Destruction) Spared() []string {
	var all []string
	for _, l := range d.Lines {
		if l.Action != Destroy {
			all = append(all, l.Record)
		}
	}
	return all
}

// Articles returns those under which pieces are destroyed, each once.
func (d Destruction) Articles() []ArticleID {
	var all []ArticleID
	for _, l := range d.Lines {
		if l.Action == Destroy {
			all = union(all, l.Articles)
		}
	}
	return all
}

// Judged is what a plan is made from.
type Judged struct {
	Pieces   []Piece
	Findings Findings
	// Frozen are the holdings that a request whose recourse is open keeps
	// ([Request.Frozen]).
	Frozen []HoldingID
	Rules  Rules
	Day    cycle.Date
	Zone   *time.Location
}

// Plan is the dry run: a verdict for each piece in which something is personal, by every
// purpose for which it is kept, in the order of the pieces. A document is kept as long
// as the record that it supports. Nothing is destroyed by it.
func (k Keeping) Plan(j Judged) (lines []Line, digest string, err error) {
	pieces, err := k.Personal(j.Pieces)
	if err != nil {
		return nil, "", err
	}
	at := map[string]int{}
	for _, p := range pieces {
		line := k.line(p, j)
		at[p.ID] = len(lines)
		lines = append(lines, line)
	}
	for n, p := range pieces {
		if of, ok := at[p.Of]; ok && lines[of].Action != Destroy && lines[n].Action == Destroy {
			verdict := lines[of].Verdict
			verdict.Record = p.ID
			lines[n].Verdict = verdict
		}
	}
	sum := sha256.New()
	for n, l := range lines {
		text, err := json.Marshal(l)
		if err != nil {
			return nil, "", err
		}
		if slices.Contains(passing, l.Kind) {
			continue
		}
		sum.Write(append(text, "\x00"+pieces[n].Digest+"\n"...))
	}
	return lines, hex.EncodeToString(sum.Sum(nil)), nil
}

// passing are the kinds that come and change with every page that is asked for. Looking
// at a plan must not change it: its digest is of the others.
var passing = []string{"session", "throttle", "privacy-trace"}

// Personal returns the pieces in which something is about the person: what was stripped
// has nothing left. Documents are joined to the records that they support. A piece that
// is not declared is an error that wraps [ErrUndeclared].
func (k Keeping) Personal(pieces []Piece) ([]Piece, error) {
	var all []Piece
	for _, p := range pieces {
		data, err := k.Data(p)
		if err != nil {
			return nil, err
		}
		kept, _ := k.Kept(p.Kind)
		if kept.Erase == Strip && !slices.ContainsFunc(data, func(d Datum) bool { return d.Field.Personal() }) {
			continue
		}
		all = append(all, p)
	}
	for n, p := range all {
		if p.Of == "" || len(p.Body) > 0 {
			continue
		}
		for _, other := range all {
			rest, ok := strings.CutSuffix(other.ID, "/"+p.Of)
			if !ok || other.ID == p.ID || len(other.Body) == 0 {
				continue
			}
			switch {
			case strings.HasSuffix(rest, "/exemption"):
				all[n].Kind, all[n].Of = "exemption-document", other.ID
			case strings.HasSuffix(rest, "/declaration"):
				all[n].Of = other.ID
			}
		}
	}
	slices.SortFunc(all, byID)
	return all, nil
}

// line judges a piece by each purpose: it is destroyed when every one of them lets it be,
// and undecided when one of them cannot say.
func (k Keeping) line(p Piece, j Judged) Line {
	kept, _ := k.Kept(p.Kind)
	line := Line{Kind: p.Kind, Erase: kept.Erase, Verdict: Verdict{Record: p.ID, Action: Destroy}}
	served, on := k.Decided(p, j.Zone)
	judged := map[string]bool{}
	for _, id := range kept.Holdings() {
		h, ok := j.Rules.Inventory.Holding(id)
		if !ok || judged[h.Purpose] {
			continue
		}
		judged[h.Purpose] = true
		line.Purposes = append(line.Purposes, h.Purpose)
		r := Record{ID: p.ID, Holding: id, Served: served, DecidedOn: on}
		if said, ok := named(j.Findings.Purposes, h.Purpose, func(a Achieved) string { return a.Purpose }); ok {
			r.Achieved, r.AchievedOn = said.Is, said.On
		}
		r.Held, r.Holds = j.holds(kept, h.Purpose)
		line.join(r.Verdict(j.Rules.Law, j.Rules.Inventory, j.Day))
	}
	if len(judged) == 0 {
		line.Action, line.Missing = Undecided, []Fact{"holding"}
	}
	return line
}

// holds says what holds the pieces of a kind for a purpose.
func (j Judged) holds(kept Kept, purpose string) (Truth, []Hold) {
	held, holds := No, []Hold(nil)
	if slices.ContainsFunc(kept.Holdings(), func(id HoldingID) bool {
		return strings.HasPrefix(string(id), purpose+"/") && slices.Contains(j.Frozen, id)
	}) {
		held, holds = Yes, append(holds, HoldRecourse)
	}
	for _, said := range []struct {
		is   Truth
		hold Hold
	}{{j.Findings.Legal, HoldLegal}, {j.Findings.Incident, HoldIncident}} {
		switch said.is {
		case Yes:
			held, holds = Yes, append(holds, said.hold)
		case No:
		default:
			if held == No {
				held = Unknown // nobody has looked
			}
		}
	}
	return held, holds
}

// join adds the verdict of one more purpose.
func (l *Line) join(v Verdict) {
	rank := map[Action]int{Destroy: 0, Keep: 1, Undecided: 2}
	if rank[v.Action] > rank[l.Action] {
		l.Action = v.Action
	}
	l.endless = l.endless || v.Action == Keep && v.Until.IsZero()
	switch {
	case l.endless:
		l.Until = cycle.Date{}
	case v.Until.After(l.Until):
		l.Until = v.Until
	}
	l.Reasons = union(l.Reasons, v.Reasons)
	l.Articles = union(l.Articles, v.Articles)
	l.Missing = union(l.Missing, v.Missing)
}

// union returns what is in either, each once, in their order.
func union[T comparable](a, b []T) []T {
	for _, one := range b {
		if !slices.Contains(a, one) {
			a = append(a, one)
		}
	}
	return a
}
