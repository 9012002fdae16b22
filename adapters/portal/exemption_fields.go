package portal

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// requestStep is the second step: the list of grounds with what each calls for,
// and the documents.
type requestStep struct {
	Grounds   []exemption.Ground
	Documents documentsField
}

func (v *visit) requestFields(w *wizard, draft exemptionDraft, wrong hours.FieldErrors) (requestStep, []problem) {
	w.Fields = v.groundFields(draft, wrong)
	refused := v.refused(draft.base + "/request")
	step := requestStep{draft.grounds.Grounds, v.documentsField(draft.Request, wrong, refused)}
	// The errors of documents stand in the summary at the place of their field.
	var all []problem
	placed := false
	place := func() {
		for _, message := range step.Documents.Errors {
			all = append(all, problem{"documents", message})
		}
		placed = true
	}
	for i, p := range v.problems(wrong) {
		switch wrong[i].Field {
		case "documents":
			place()
			continue
		case "first", "last", "note":
			if !placed {
				place()
			}
		}
		all = append(all, p)
	}
	if !placed {
		place()
	}
	return step, all
}

// groundFields are P42, P43 and P45 to P47.
func (v *visit) groundFields(draft exemptionDraft, wrong hours.FieldErrors) map[string]field {
	f, e := v.form("exemption", wrong), draft.Entry
	var grounds group
	var explained []string
	for _, g := range draft.grounds.Grounds {
		grounds.Options = append(grounds.Options, option{Value: g.ID, Label: v.print.Text(g.Label)})
		if g.Details {
			explained = append(explained, v.print.Text(g.Label))
		}
	}
	period := draft.standing.Period
	all := map[string]field{
		"period": f.box("period", period.Key(), e.Period == period.Key()).
			with("label", v.t("field.exemption.period")+" "+v.print.Years(period)).with("hint", v.print.Period(period)),
		"ground": f.choice("ground", e.Ground, grounds),
		"details": f.area("details", e.Details).with("label", v.t("field.exemption.details.for",
			"label", v.t("field.exemption.details"), "grounds", strings.Join(explained, ", "))),
		"first": f.date("first", e.First),
		"last":  f.date("last", e.Last),
		"note":  f.area("note", e.Note),
	}
	if slices.ContainsFunc(draft.grounds.Grounds, func(g exemption.Ground) bool { return !g.Verified }) {
		all["ground"] = all["ground"].with("hint", v.t("exemption.unverified.some"))
	}
	return all
}

// exemptionStepFields are the controls of a step, in their order.
func (v *visit) exemptionStepFields(draft exemptionDraft, step string) []field {
	switch step {
	case "request":
		return ordered(exemptionSteps[1].fields, v.groundFields(draft, nil))
	case "commitments":
		return v.commitments(draft, nil)
	}
	return nil
}

// commitments are the boxes of P48.
func (v *visit) commitments(draft exemptionDraft, wrong hours.FieldErrors) []field {
	var boxes []field
	for i, c := range draft.grounds.Commitments {
		boxes = append(boxes, v.commitment("committed", c.ID, v.print.Text(c.Text), i, slices.Contains(draft.Entry.Committed, c.ID), wrong))
	}
	return boxes
}

func (v *visit) checkExemption(draft exemptionDraft) []answer {
	claim, _ := draft.Entry.Check(exemption.Rules{Grounds: draft.grounds, Period: draft.standing.Period, Documents: len(draft.Documents)})
	answers := v.claimed(draft.grounds, v.print.Years(draft.standing.Period), claim)
	var documents, committed []string
	for _, d := range draft.Documents {
		documents = append(documents, d.Name+" ("+v.print.Bytes(d.Size)+")")
	}
	answers = slices.Insert(answers, 3, answer{"P44", v.t("field.exemption.documents"), documents, ""})
	for i := range answers {
		answers[i].Change = draft.base + "/request?return=submission"
	}
	for _, c := range draft.grounds.Commitments {
		if slices.Contains(claim.Committed, c.ID) {
			committed = append(committed, v.print.Text(c.Text))
		}
	}
	return append(answers, answer{"P48", v.t("exemption.step.commitments"), committed, draft.base + "/commitments?return=submission"})
}
