package intake

import "errors"

// The errors of this package; compare with [errors.Is].
var (
	// ErrNoHeader: the file is empty, and its first line should name the columns.
	ErrNoHeader = errors.New("intake: no header")
	// ErrColumnMissing: the header lacks a column that is required.
	ErrColumnMissing = errors.New("intake: a column is missing")
	// ErrColumnTwice: two columns say the same.
	ErrColumnTwice = errors.New("intake: two columns say the same")
	// ErrRowLong: the line is longer than [LongestRow].
	ErrRowLong = errors.New("intake: line too long")
	// ErrRowQuote: a quotation mark is not closed, or is closed in the middle of a
	// field.
	ErrRowQuote = errors.New("intake: quotation mark not closed")
	// ErrNotText: the line is not text in the encoding of the file.
	ErrNotText = errors.New("intake: not text")
	// ErrRowWidth: the line has more or fewer fields than the header.
	ErrRowWidth = errors.New("intake: wrong number of fields")
	// ErrAmbiguousDate: the day could be read in two ways.
	ErrAmbiguousDate = errors.New("intake: ambiguous date")
)
