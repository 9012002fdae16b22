package exam

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
)

// Catalogue is every version of every exam, in any order.
type Catalogue []Exam

// On returns the exams that may be authorised on a day: of each the latest version that
// is open on it, in the order of their identifiers.
func (c Catalogue) On(day cycle.Date) []Exam {
	return c.newest(func(e Exam) bool { return e.Open(day) })
}

// Newest returns each exam in its latest version, in the order of their identifiers.
func (c Catalogue) Newest() []Exam { return c.newest(func(Exam) bool { return true }) }

func (c Catalogue) newest(wanted func(Exam) bool) []Exam {
	var all []Exam
	for _, e := range c {
		if !wanted(e) {
			continue
		}
		i := slices.IndexFunc(all, func(other Exam) bool { return other.ID == e.ID })
		switch {
		case i < 0:
			all = append(all, e)
		case CompareVersions(e.Version, all[i].Version) > 0:
			all[i] = e
		}
	}
	slices.SortFunc(all, func(a, b Exam) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return all
}

// Current returns the version of an exam that is authorised on a day, or [ErrNoExam].
func (c Catalogue) Current(id ID, day cycle.Date) (Exam, error) { return pick(c.On(day), id) }

// Latest returns the latest version of an exam, whenever it may be authorised, or
// [ErrNoExam].
func (c Catalogue) Latest(id ID) (Exam, error) { return pick(c.Newest(), id) }

func pick(all []Exam, id ID) (Exam, error) {
	for _, e := range all {
		if e.ID == id {
			return e, nil
		}
	}
	return Exam{}, fmt.Errorf("%w: %.40q", ErrNoExam, id)
}

// Version returns one version of an exam, or [ErrNoExam].
func (c Catalogue) Version(id ID, version string) (Exam, error) {
	for _, e := range c {
		if e.ID == id && e.Version == version {
			return e, nil
		}
	}
	return Exam{}, fmt.Errorf("%w: %.40q %.40q", ErrNoExam, id, version)
}
