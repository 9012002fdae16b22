package hours

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
)

// Evidence is the supporting documents of a counted declaration that the order asks
// for in an audit, and what becomes of them.
type Evidence struct {
	State EvidenceState `json:"state"`
	// Draw is the draw that chose the member; empty when the order asked of itself.
	Draw string `json:"draw,omitempty"`
	// Last is the last day to send documents, of the latest notice.
	Last cycle.Date `json:"last"`
	// Note is what staff wrote with the request; the member reads it.
	Note string `json:"note,omitempty"`
	// Documents are what the member adds, until they are sent.
	Documents []Document `json:"documents,omitempty"`
	// Erased is when the contents of the documents were deleted, after they had been
	// kept for as long as the regulation says; the zero time before.
	Erased time.Time `json:"erased,omitzero"`
	// Steps are everything that happened, the oldest first. None is ever altered.
	Steps []EvidenceStep `json:"steps"`
}

// EvidenceStep is one thing that happened to evidence.
type EvidenceStep struct {
	Event EvidenceEvent `json:"event"`
	At    time.Time     `json:"at"`
	// Last is the last day that a notice gave.
	Last cycle.Date `json:"last,omitzero"`
	// Text is the note of a request, or the reason of a decision.
	Text string `json:"text,omitempty"`
	// Before and After are the counted hours, when a decision changed them.
	Before Hours `json:"before,omitzero"`
	After  Hours `json:"after,omitzero"`
	// By is the name of the person; empty for what time alone causes.
	By string `json:"by,omitempty"`
}

// Evidenced returns the state of the declaration's evidence.
func (d Declaration) Evidenced() EvidenceState {
	if d.Evidence == nil {
		return NoEvidence
	}
	return d.Evidence.State
}

// At returns when an event last happened; the zero time when it has not.
func (e *Evidence) At(event EvidenceEvent) time.Time {
	if e != nil {
		for _, step := range slices.Backward(e.Steps) {
			if step.Event == event {
				return step.At
			}
		}
	}
	return time.Time{}
}

// Reason returns the reason of the decision on the evidence; empty before there is
// one.
func (e *Evidence) Reason() string {
	if e != nil {
		for _, step := range slices.Backward(e.Steps) {
			if step.Event == AcceptEvidence || step.Event == DisallowEvidence {
				return step.Text
			}
		}
	}
	return ""
}

// Late reports documents that were sent after the last day.
func (e *Evidence) Late() bool {
	sent := e.At(SendEvidence)
	return !sent.IsZero() && e.At(LapseEvidence).After(e.At(AskEvidenceAgain)) && !sent.Before(e.At(LapseEvidence))
}

// happens returns the declaration with an event of its evidence. Nothing that is
// given is changed.
func (d Declaration) happens(step EvidenceStep) (Declaration, error) {
	next, err := d.Evidenced().Next(step.Event)
	if err != nil {
		return d, err
	}
	e := Evidence{}
	if d.Evidence != nil {
		e = *d.Evidence
	}
	e.State, e.Steps = next, append(slices.Clone(e.Steps), step)
	if !step.Last.IsZero() {
		e.Last, e.Note = step.Last, step.Text
	}
	d.Evidence = &e
	if d.Changed.Before(step.At) {
		d.Changed = step.At
	}
	return d, nil
}

// AskEvidence asks for supporting documents of a counted declaration, by a last day.
// The error is [ErrTransition] when it is not counted or was asked for already, or a
// [FieldErrors] on "note".
func (d Declaration) AskEvidence(draw string, last cycle.Date, note, by string, at time.Time) (Declaration, error) {
	if d.State != Counted {
		return d, ErrTransition
	}
	if len([]rune(note)) > longestReason {
		return d, FieldErrors{{"note", ErrTooLong}}
	}
	asked, err := d.happens(EvidenceStep{Event: AskEvidence, At: at, Last: last, Text: note, By: by})
	if err == nil {
		asked.Evidence.Draw = draw
	}
	return asked, err
}

// AskEvidenceAgain gives the second notice, by a new last day. The errors are those of
// [Declaration.AskEvidence].
func (d Declaration) AskEvidenceAgain(last cycle.Date, note, by string, at time.Time) (Declaration, error) {
	if len([]rune(note)) > longestReason {
		return d, FieldErrors{{"note", ErrTooLong}}
	}
	return d.happens(EvidenceStep{Event: AskEvidenceAgain, At: at, Last: last, Text: note, By: by})
}

// Lapse applies what time alone causes: the day after the last one, evidence that was
// not sent is overdue. It is dated at the first instant of that day, whenever it is
// applied; ok is false when nothing is due.
func (d Declaration) Lapse(now time.Time, zone *time.Location) (lapsed Declaration, ok bool) {
	if !d.Evidenced().Has(LapseEvidence) {
		return d, false
	}
	due := d.Evidence.Last.AddDays(1).Start(zone)
	if now.Before(due) {
		return d, false
	}
	lapsed, err := d.happens(EvidenceStep{Event: LapseEvidence, At: due.UTC()})
	return lapsed, err == nil
}

// Attach adds a document to evidence that is not sent yet. The error is
// [ErrTransition] or [ErrTooManyDocuments].
func (d Declaration) Attach(document Document, at time.Time) (Declaration, error) {
	switch {
	case !d.Evidenced().Has(SendEvidence):
		return d, ErrTransition
	case len(d.Evidence.Documents) >= MostDocuments:
		return d, ErrTooManyDocuments
	}
	document.Added = at
	return d.with(append(slices.Clone(d.Evidence.Documents), document), at), nil
}

// Detach takes a document out of evidence that is not sent yet. The error is
// [ErrTransition], or [ErrNotFound] when there is no such document.
func (d Declaration) Detach(document string, at time.Time) (Declaration, error) {
	if !d.Evidenced().Has(SendEvidence) {
		return d, ErrTransition
	}
	i := slices.IndexFunc(d.Evidence.Documents, func(one Document) bool { return one.ID == document })
	if i < 0 {
		return d, ErrNotFound
	}
	return d.with(slices.Delete(slices.Clone(d.Evidence.Documents), i, i+1), at), nil
}

func (d Declaration) with(documents []Document, at time.Time) Declaration {
	e := *d.Evidence
	e.Documents = documents
	d.Evidence, d.Changed = &e, at
	return d
}

// SendEvidence sends the documents, for the member. The error is [ErrTransition], or a
// [FieldErrors] on "documents" when there is none.
func (d Declaration) SendEvidence(by string, at time.Time) (Declaration, error) {
	if d.Evidenced().Has(SendEvidence) && len(d.Evidence.Documents) == 0 {
		return d, FieldErrors{{"documents", ErrNoEvidence}}
	}
	return d.happens(EvidenceStep{Event: SendEvidence, At: at, By: by})
}

// AcceptEvidence accepts the evidence, for staff. What is accepted before any document
// was sent was seen otherwise, and the reason says how. The error is [ErrTransition],
// or a [FieldErrors] on "reason".
func (d Declaration) AcceptEvidence(reason, by string, at time.Time) (Declaration, error) {
	switch {
	case len([]rune(reason)) > longestReason:
		return d, FieldErrors{{"reason", ErrTooLong}}
	case reason == "" && d.Evidenced().Has(SendEvidence):
		return d, FieldErrors{{"reason", ErrMissing}}
	}
	return d.happens(EvidenceStep{Event: AcceptEvidence, At: at, Text: reason, By: by})
}

// Disallow lowers the counted hours to left, which may be none, for want of evidence:
// it is a decision on the declaration too, kept with the others. The error is
// [ErrTransition], or a [FieldErrors] on "counted" or "reason".
func (d Declaration) Disallow(left Hours, reason, by string, at time.Time) (Declaration, error) {
	var wrong FieldErrors
	switch {
	case !left.IsZero() && !left.Declarable():
		wrong = append(wrong, FieldError{"counted", ErrBadHours})
	case !left.Less(d.Counted):
		wrong = append(wrong, FieldError{"counted", ErrNotLess})
	}
	if reason == "" {
		wrong = append(wrong, FieldError{"reason", ErrMissing})
	}
	next, err := d.happens(EvidenceStep{Event: DisallowEvidence, At: at, Text: reason, By: by, Before: d.Counted, After: left})
	switch {
	case err != nil:
		return d, err
	case len(wrong) > 0:
		return d, wrong
	}
	v := Verdict{Event: Count, Counted: left, Reason: reason}
	if left.IsZero() {
		v.Event = Refuse
	}
	decided, err := next.Decide(v, by, at)
	if err != nil {
		return d, err
	}
	return decided, nil
}

// dropped closes evidence of a declaration that counts no longer.
func (d Declaration) dropped(by string, at time.Time) Declaration {
	if d.State == Counted || !d.Evidence.open() {
		return d
	}
	next, err := d.happens(EvidenceStep{Event: DropEvidence, At: at, By: by})
	if err != nil {
		return d
	}
	return next
}

func (e *Evidence) open() bool { return e != nil && e.State.Open() }

// Keeps reports evidence whose documents are still to be read.
func (e *Evidence) Keeps() bool { return e != nil && len(e.Documents) > 0 && e.Erased.IsZero() }

// KeepUntil returns the last day until which the documents of a declaration's evidence
// are kept: what the regulation says for the period; the zero Date when the text does
// not say, and then they are kept.
func (v Version) KeepUntil(p cycle.Period) cycle.Date {
	if v.Evidence == nil {
		return cycle.Date{}
	}
	return v.Evidence.KeepUntil(p)
}

// EraseEvidence notes that the contents of the documents are deleted, once their last
// day to be kept has passed and the audit is over. Their names, sizes and digests
// stay, as does the outcome. It is dated at the first instant of the day after; ok is
// false when nothing is due.
func (d Declaration) EraseEvidence(until cycle.Date, now time.Time, zone *time.Location) (erased Declaration, ok bool) {
	if until.IsZero() || !d.Evidence.Keeps() || !d.Evidenced().Has(EraseEvidence) {
		return d, false
	}
	due := until.AddDays(1).Start(zone)
	if now.Before(due) {
		return d, false
	}
	// The audit may have ended after the last day to keep.
	at := due.UTC()
	if last := d.Evidence.Steps[len(d.Evidence.Steps)-1].At; at.Before(last) {
		at = last
	}
	erased, err := d.happens(EvidenceStep{Event: EraseEvidence, At: at})
	if err != nil {
		return d, false
	}
	erased.Evidence.Erased = at
	return erased, true
}

// asOf returns the evidence as it was known at an instant, and how many changes of it
// alone came after: a disallowance and a drop are part of a decision. Documents that
// were taken out since leave no trace.
func (e *Evidence) asOf(instant time.Time) (known *Evidence, undone int) {
	if e == nil {
		return nil, 0
	}
	then := Evidence{Draw: e.Draw}
	for _, step := range e.Steps {
		if step.At.After(instant) {
			if step.Event != DisallowEvidence && step.Event != DropEvidence {
				undone++
			}
			continue
		}
		then.Steps = append(then.Steps, step)
		if next, err := then.State.Next(step.Event); err == nil {
			then.State = next
		}
		if !step.Last.IsZero() {
			then.Last, then.Note = step.Last, step.Text
		}
		if step.Event == EraseEvidence {
			then.Erased = step.At
		}
	}
	for _, document := range e.Documents {
		if document.Added.After(instant) {
			undone++
			continue
		}
		then.Documents = append(then.Documents, document)
	}
	if len(then.Steps) == 0 {
		return nil, undone
	}
	return &then, undone
}

// changed returns when the evidence last changed, as far as it tells.
func (e *Evidence) changed() time.Time {
	var last time.Time
	if e == nil {
		return last
	}
	for _, step := range e.Steps {
		if last.Before(step.At) {
			last = step.At
		}
	}
	for _, document := range e.Documents {
		if last.Before(document.Added) {
			last = document.Added
		}
	}
	return last
}
