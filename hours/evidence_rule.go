package hours

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// EvidenceRule is what a regulation says of supporting documents: by when they are
// produced once asked for, and for how long they are kept.
type EvidenceRule struct {
	// Produce is the delay to produce them, from the request; Paper is the one for
	// copies on paper, when it is another; Second is the one that a second request
	// gives.
	Produce Term `json:"produce,omitzero"`
	Paper   Term `json:"paper,omitzero"`
	Second  Term `json:"second,omitzero"`
	// Unproduced is what becomes of hours whose documents are not produced.
	Unproduced Unproduced `json:"unproduced,omitempty"`
	// Keep is for how long the member keeps them, from the last day of the period.
	Keep Term `json:"keep,omitzero"`
	// Kept are what the member keeps.
	Kept []KeptDocument `json:"kept,omitempty"`
	// Clause is that of every part that has none of its own.
	Clause string `json:"clause"`
}

// KeptDocument is something that the member keeps.
type KeptDocument struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
}

// Unproduced is what becomes of hours whose documents are not produced in time.
type Unproduced string

// What becomes of them. The zero value is what no text says.
const (
	// Void: they do not count.
	Void Unproduced = "void"
	// InDefault: the member is in default of documents.
	InDefault Unproduced = "default"
)

// ProduceBy returns the last day to produce documents that were asked for on the
// day; the zero Date when the text sets none.
func (e *EvidenceRule) ProduceBy(asked cycle.Date, h cycle.Holidays) cycle.Date {
	return e.Produce.by(asked, h)
}

// PaperBy is [EvidenceRule.ProduceBy] for copies on paper.
func (e *EvidenceRule) PaperBy(asked cycle.Date, h cycle.Holidays) cycle.Date {
	if e.Paper.IsZero() {
		return e.ProduceBy(asked, h)
	}
	return e.Paper.by(asked, h)
}

// SecondBy is [EvidenceRule.ProduceBy] for a second request.
func (e *EvidenceRule) SecondBy(asked cycle.Date, h cycle.Holidays) cycle.Date {
	return e.Second.by(asked, h)
}

// KeepUntil returns the last day until which the documents of the period are kept,
// holiday or not; the zero Date when the text does not say.
func (e *EvidenceRule) KeepUntil(p cycle.Period) cycle.Date {
	if e.Keep.IsZero() {
		return cycle.Date{}
	}
	return e.Keep.after(p.Last())
}

func (t Term) by(event cycle.Date, h cycle.Holidays) cycle.Date {
	if t.IsZero() {
		return cycle.Date{}
	}
	return t.Last(event, h)
}

func (e *EvidenceRule) check(v *Version) error {
	for _, t := range []Term{e.Produce, e.Paper, e.Second, e.Keep} {
		if err := t.check(v); err != nil {
			return err
		}
	}
	switch {
	case e.Produce.IsZero() && e.Keep.IsZero():
		return fmt.Errorf("evidence needs produce or keep")
	case e.Produce.IsZero() && (!e.Paper.IsZero() || !e.Second.IsZero() || e.Unproduced != ""):
		return fmt.Errorf("paper, second and unproduced go with produce")
	case e.Unproduced != "" && e.Unproduced != Void && e.Unproduced != InDefault:
		return fmt.Errorf("unproduced %q, which is neither void nor default", e.Unproduced)
	}
	seen := map[string]bool{}
	for _, k := range e.Kept {
		if err := once(seen, k.ID); err != nil {
			return fmt.Errorf("kept: %w", err)
		}
		if k.Label.FR == "" {
			return fmt.Errorf("kept: %s has no label", k.ID)
		}
	}
	return v.cited(e.Clause)
}
