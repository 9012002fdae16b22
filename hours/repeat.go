package hours

// Repeat returns what a new declaration of the same activity begins with: what it is,
// who gave it and how long it lasted. Its days and the attestations belong to the time
// that was declared, and are asked for again.
func (d Declaration) Repeat() Entry {
	e := d.Typed()
	e.Period, e.First, e.Last, e.Attested = "", DateEntry{}, DateEntry{}, nil
	return e
}

// Repeatable reports that the member has declared it: what is still a draft, or was
// only said by a training body, has nothing to repeat.
func (d Declaration) Repeatable() bool {
	switch d.State {
	case Draft, Discarded, Proposed, Dismissed, Revoked:
		return false
	default:
		return !d.Activity.First.IsZero()
	}
}
