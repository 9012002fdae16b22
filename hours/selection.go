package hours

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Selection says which activities a rule is about, by their marks: the category,
// the type and the tags. Everything given must hold; the zero value selects every
// activity.
type Selection struct {
	// Any: at least one of these marks.
	Any []string `json:"any,omitempty"`
	// All: every one of these.
	All []string `json:"all,omitempty"`
	// None: not one of these.
	None []string `json:"none,omitempty"`
	// From and Before bound the activity's day: from a day on, and before another.
	From   cycle.Date `json:"from,omitzero"`
	Before cycle.Date `json:"before,omitzero"`
}

// IsZero reports the selection of everything.
func (s Selection) IsZero() bool {
	return len(s.Any)+len(s.All)+len(s.None) == 0 && s.From.IsZero() && s.Before.IsZero()
}

// marks returns every mark that the selection names.
func (s Selection) marks() []string { return slices.Concat(s.Any, s.All, s.None) }

func (s Selection) check(v *Version) error {
	for _, m := range s.marks() {
		if !v.isMark(m) {
			return fmt.Errorf("selects %q, which is neither a category, a type nor a tag", m)
		}
	}
	if !s.From.IsZero() && !s.Before.IsZero() && !s.From.Before(s.Before) {
		return fmt.Errorf("selects from %s and before %s: no day", s.From, s.Before)
	}
	return nil
}
