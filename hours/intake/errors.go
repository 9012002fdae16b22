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

	// ErrNoMember: no member has this number and this name. It is one error for both,
	// so that nobody learns who is a member.
	ErrNoMember = errors.New("intake: number and name do not match a member")
	// ErrFileTooBig: the file is larger than may be sent this way.
	ErrFileTooBig = errors.New("intake: file too big")
	// ErrTooManyLines: more lines than one import may declare.
	ErrTooManyLines = errors.New("intake: more lines than one import may declare")
	// ErrToken: the token opens nothing, or no longer does.
	ErrToken = errors.New("intake: unknown token")
	// ErrNotFound: there is no such training body or roster.
	ErrNotFound = errors.New("intake: not found")
	// ErrStale: somebody else changed it since it was read.
	ErrStale = errors.New("intake: changed since it was read")
)
