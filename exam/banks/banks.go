// Package banks holds exams as data: one document for each version of an exam, read
// strictly, with its questions, their answers, and cases of its own.
//
// [All] returns what the package embeds, [Load] what a folder of one's own holds, and
// [Read] reads a document. README.md describes the format.
package banks

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
)

//go:embed *.yaml
var documents embed.FS

// Document is a version of an exam and its worked cases.
type Document struct {
	Exam  exam.Exam
	Cases []Case
}

// Banks are exams, each in all its versions. The zero value has none.
type Banks []Document

// All returns the exams of the package. A document that cannot be read is an error.
func All() (Banks, error) { return Load(documents) }

// Load returns the exams of the files of a folder whose names end in .yaml. A document
// that cannot be read, or a second one for the same version of an exam, is an error.
func Load(folder fs.FS) (Banks, error) {
	names, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all Banks
	for _, name := range names {
		content, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		d, err := Read(name, bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		if _, err := all.Exam(d.Exam.ID, d.Exam.Version); err == nil {
			return nil, fmt.Errorf("%s: %w: a second document for %s %s", name, exam.ErrBadExam, d.Exam.ID, d.Exam.Version)
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b Document) int {
		if c := strings.Compare(string(a.Exam.ID), string(b.Exam.ID)); c != 0 {
			return c
		}
		return exam.CompareVersions(a.Exam.Version, b.Exam.Version)
	})
	return all, nil
}

// Catalogue returns every version of every exam, without the cases.
func (b Banks) Catalogue() exam.Catalogue {
	all := make(exam.Catalogue, len(b))
	for i, d := range b {
		all[i] = d.Exam
	}
	return all
}

// Exam returns a version of an exam; [exam.ErrNoExam] when there is none such.
func (b Banks) Exam(id exam.ID, version string) (exam.Exam, error) {
	return b.Catalogue().Version(id, version)
}

// Exams returns each exam in its latest version, in the order of their identifiers.
func (b Banks) Exams() []exam.Exam { return b.Catalogue().Newest() }

// On returns the exams that may be authorised on a day, as [exam.Catalogue.On].
func (b Banks) On(day cycle.Date) []exam.Exam { return b.Catalogue().On(day) }
