package portal

import (
	"slices"

	"github.com/goodstanding/goodstanding/hours"
)

// contains reports that whatever serves a line serves the total too, as far as the
// marks that they select tell.
func contains(version hours.Version, total, l hours.Line) bool {
	whole, part := selects(version, total), selects(version, l)
	if total.Measure != l.Measure {
		return false
	}
	named := slices.Concat(part.All, part.Any)
	for _, mark := range whole.All {
		if !slices.Contains(part.All, mark) {
			return false
		}
	}
	for _, mark := range whole.None {
		if !slices.Contains(part.None, mark) && (len(named) == 0 || slices.Contains(named, mark)) {
			return false
		}
	}
	among := func(mark string) bool { return slices.Contains(whole.Any, mark) }
	return len(whole.Any) == 0 || slices.ContainsFunc(part.All, among) ||
		len(part.Any) > 0 && !slices.ContainsFunc(part.Any, func(mark string) bool { return !among(mark) })
}

// selects is what a line's requirement takes.
func selects(version hours.Version, l hours.Line) hours.Selection {
	for _, q := range version.Requirements {
		if q.ID == l.Requirement {
			return q.Select
		}
	}
	return hours.Selection{}
}

// inHours reports that the hours of a category serve something: those of activities
// that are only counted one by one do not.
func inHours(b hours.Balance, version hours.Version, category string) bool {
	counted := false
	for _, l := range b.Lines {
		if !takes(version, selects(version, l), category) {
			continue
		}
		if l.Measure == hours.InHours {
			return true
		}
		counted = true
	}
	return !counted
}

// takes reports that a selection may take an activity of a category.
func takes(version hours.Version, s hours.Selection, category string) bool {
	another := func(mark string) bool {
		_, is := version.Category(mark)
		return is && mark != category
	}
	if slices.Contains(s.None, category) || slices.ContainsFunc(s.All, another) {
		return false
	}
	return len(s.Any) == 0 || slices.ContainsFunc(s.Any, func(mark string) bool { return !another(mark) })
}
