package portal

import (
	"slices"

	"github.com/goodstanding/goodstanding/hours"
)

// stillPossible is the shortest way to finish without the days that are gone: hours
// advised for a window that has ended may be needed for the rest all the same.
func stillPossible(f file) []hours.Advice {
	b := f.Balance
	last, late := lastLate(f)
	var all []hours.Advice
	for _, a := range b.Soonest {
		switch {
		case !a.By.Before(b.Day):
		case b.Status == hours.InGrace && late:
			// Only extra time makes it possible still.
			a.By = last
		default:
			a = withoutEnded(a, b)
		}
		if len(a.Serves) == 0 {
			continue
		}
		same := func(other hours.Advice) bool {
			return slices.Equal(a.Marks, other.Marks) && slices.Equal(a.Serves, other.Serves) && a.By == other.By
		}
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].Hours = all[i].Hours.Plus(a.Hours)
			continue
		}
		all = append(all, a)
	}
	return all
}

// withoutEnded leaves out of an advice the requirements whose window has ended.
func withoutEnded(a hours.Advice, b hours.Balance) hours.Advice {
	left := hours.Advice{Marks: a.Marks, Hours: a.Hours}
	for _, name := range a.Serves {
		l, ok := b.Line(name)
		if !ok || !b.Day.Before(l.Window.To) {
			continue
		}
		if last := l.Window.Last(); left.By.IsZero() || last.Before(left.By) {
			left.By = last
		}
		left.Serves = append(left.Serves, name)
	}
	return left
}

// advice says hours that would serve what is left.
func (v *visit) advice(a hours.Advice, b hours.Balance, version hours.Version) string {
	var marks, serves []string
	for _, m := range a.Marks {
		marks = append(marks, v.t("soonest.quoted", "label", v.print.Mark(version, m)))
	}
	for _, name := range a.Serves {
		if l, ok := b.Line(name); ok {
			name = v.shortLabel(version, l)
		}
		serves = append(serves, v.t("soonest.quoted", "label", name))
	}
	key := "soonest.step"
	switch len(marks) {
	case 0:
		key = "soonest.any"
	case 1:
	default:
		key = "soonest.both"
	}
	return v.t(key, "hours", v.amount(version, a.Hours), "marks", v.joined(marks), "serves", v.joined(serves), "by", v.print.Date(a.By))
}
