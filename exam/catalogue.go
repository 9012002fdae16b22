package exam

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
)

// Catalogue is every version of every exam, in any order.
type Catalogue []Exam

// On returns the latest version of each exam that may be authorised on the day, in the
// order of their identifiers.
func (c Catalogue) On(day cycle.Date) []Exam {
	var open []Exam
	for _, e := range c {
		if !e.Open(day) {
			continue
		}
		i := slices.IndexFunc(open, func(other Exam) bool { return other.ID == e.ID })
		switch {
		case i < 0:
			open = append(open, e)
		case CompareVersions(e.Version, open[i].Version) > 0:
			open[i] = e
		}
	}
	slices.SortFunc(open, func(a, b Exam) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return open
}

// Current returns the version of an exam that is authorised on the day, or [ErrNoExam].
func (c Catalogue) Current(id ExamID, day cycle.Date) (Exam, error) {
	for _, e := range c.On(day) {
		if e.ID == id {
			return e, nil
		}
	}
	return Exam{}, ErrNoExam
}

// Version returns one version of an exam, or [ErrNoExam].
func (c Catalogue) Version(id ExamID, version string) (Exam, error) {
	for _, e := range c {
		if e.ID == id && e.Version == version {
			return e, nil
		}
	}
	return Exam{}, ErrNoExam
}

// Latest returns the latest version of an exam, whenever it may be authorised, or
// [ErrNoExam].
func (c Catalogue) Latest(id ExamID) (Exam, error) {
	found, err := Exam{}, ErrNoExam
	for _, e := range c {
		if e.ID == id && (err != nil || CompareVersions(e.Version, found.Version) > 0) {
			found, err = e, nil
		}
	}
	return found, err
}
