package exam

import "errors"

// The errors of the content of exams; compare with [errors.Is].
var (
	// ErrNoExam: there is no such exam, or not in this version.
	ErrNoExam = errors.New("exam: no such exam")
	// ErrBadExam: the document of the exam contradicts itself or leaves out what is
	// needed.
	ErrBadExam = errors.New("exam: unusable exam")
	// ErrNumber: the answer is not a number, or could be read as two.
	ErrNumber = errors.New("exam: not a number, or an ambiguous one")
	// ErrUnknownOption: the question does not offer this answer.
	ErrUnknownOption = errors.New("exam: not an answer that the question offers")
	// ErrOneChoice: the question takes one choice, and got several.
	ErrOneChoice = errors.New("exam: only one choice is taken")
)
