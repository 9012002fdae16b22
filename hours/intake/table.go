package intake

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const (
	// LongestRow is the greatest length of a row, in bytes.
	LongestRow = 64 << 10
	// longestQuote is how many lines one row may have.
	longestQuote = 100
)

// Table reads a CSV file row by row, in constant memory: comma, semicolon or tab,
// whichever the header has, with or without a byte order mark. A row that cannot
// be read is an error, and the row after it can be: a quotation mark that is never
// closed takes its own line and no other. That is why encoding/csv, which reads on
// to the end of the file for the mark that closes, is not beneath.
type Table struct {
	// OneLine says that a field never holds the end of a line, so that every line
	// is a row.
	OneLine bool
	// Windows reads a file that is not UTF-8 as Windows-1252, which spreadsheets
	// still write. The first line that is not ASCII decides for the whole file.
	Windows bool

	in       *bufio.Reader
	comma    byte
	encoding encoding
	// line is that on which the row starts, and next the one after it.
	line, next int
	fields     [][]byte
	row        []byte
	decoded    []byte
	pending    []byte // lines that a quotation mark took by mistake
}

type encoding byte

const (
	undecided encoding = iota
	inUTF8
	inWindows
)

// NewTable returns a table that reads from in. Its fields are to be set before the
// header is read.
func NewTable(in io.Reader) *Table {
	return &Table{in: bufio.NewReaderSize(in, LongestRow), next: 1}
}

// Line is the number of the line on which the present row starts; the first is 1.
func (t *Table) Line() int { return t.line }

// Comma is what separates the columns, once the header has been read.
func (t *Table) Comma() byte { return t.comma }

// Fields are those of the present row, without the spaces around. They are good
// until the next one.
func (t *Table) Fields() [][]byte { return t.fields }

// Header reads the first row that is not empty, and finds out what separates the
// columns. The error is [io.EOF] for a file without a row.
func (t *Table) Header() ([][]byte, error) {
	for {
		line, err := t.readLine()
		if err != nil {
			return nil, err
		}
		if t.next == 2 {
			marked := len(line)
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
			if len(line) < marked {
				t.encoding = inUTF8
			}
			if len(line) > 1 && (line[0] == 0xff && line[1] == 0xfe || line[0] == 0xfe && line[1] == 0xff) {
				return nil, ErrNotText // UTF-16
			}
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if given, ok := bytes.CutPrefix(line, []byte("sep=")); ok && len(given) == 1 {
			continue // as spreadsheets write it: the header says the same
		}
		t.comma = ','
		for _, mark := range []byte{';', '\t'} {
			if bytes.Count(line, []byte{mark}) > bytes.Count(line, []byte{t.comma}) {
				t.comma = mark
			}
		}
		return t.split(append([]byte(nil), line...))
	}
}

// Scan reads the next row that is not empty; [io.EOF] at the end. Another error is
// [ErrRowLong], [ErrRowQuote] or [ErrNotText], and the row after it can be read, or
// it is that of the reader.
func (t *Table) Scan() ([][]byte, error) {
	for {
		line, err := t.readLine()
		if err != nil {
			return nil, err
		}
		if len(bytes.Trim(line, " \t,;")) > 0 {
			return t.split(line)
		}
	}
}

// readLine returns a line without its end.
func (t *Table) readLine() ([]byte, error) {
	t.line = t.next
	if len(t.pending) > 0 {
		line, rest, _ := bytes.Cut(t.pending, []byte("\n"))
		t.pending = rest
		t.next++
		return bytes.TrimSuffix(line, []byte("\r")), nil
	}
	line, err := t.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = t.in.ReadSlice('\n')
		}
		t.next++
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, ErrRowLong
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return nil, err
	}
	t.next++
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), nil
}

// text returns a line in UTF-8.
func (t *Table) text(line []byte) ([]byte, error) {
	ascii := true
	for _, b := range line {
		if b == 0 {
			return nil, ErrNotText
		}
		ascii = ascii && b < utf8.RuneSelf
	}
	if ascii {
		return line, nil
	}
	valid := utf8.Valid(line)
	if t.encoding == undecided {
		t.encoding = inUTF8
		if !valid && t.Windows {
			t.encoding = inWindows
		}
	}
	switch {
	case t.encoding == inUTF8 && valid:
		return line, nil
	case t.encoding == inUTF8:
		return nil, ErrNotText
	}
	t.decoded = t.decoded[:0]
	for _, b := range line {
		r := charmap.Windows1252.DecodeByte(b)
		// Five bytes stand for nothing in Windows-1252, and come out as controls.
		if r == utf8.RuneError || r >= 0x80 && r < 0xa0 {
			return nil, ErrNotText
		}
		t.decoded = utf8.AppendRune(t.decoded, r)
	}
	return t.decoded, nil
}

// split divides a line into its fields, and reads on while a quotation mark is
// open.
func (t *Table) split(line []byte) ([][]byte, error) {
	t.fields = t.fields[:0]
	line, err := t.text(line)
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(line, '"') < 0 {
		for {
			i := bytes.IndexByte(line, t.comma)
			if i < 0 {
				t.fields = append(t.fields, bytes.TrimSpace(line))
				return t.fields, nil
			}
			t.fields = append(t.fields, bytes.TrimSpace(line[:i]))
			line = line[i+1:]
		}
	}
	return t.splitQuoted(line)
}

func (t *Table) splitQuoted(line []byte) ([][]byte, error) {
	t.row = append(t.row[:0], line...)
	var taken []byte // the lines read after the first, as they were
	for first, n := t.line, 0; ; n++ {
		fields, closed, err := quotedFields(t.fields[:0], t.row, t.comma)
		if err == nil && closed {
			t.line, t.fields = first, fields
			return fields, nil
		}
		if err == nil && !t.OneLine && n < longestQuote {
			var more []byte
			if more, err = t.readLine(); err == nil {
				taken = append(append(taken, more...), '\n')
				if more, err = t.text(more); err == nil && len(t.row)+len(more) < LongestRow {
					t.row = append(append(t.row, '\n'), more...)
					continue
				}
			}
		}
		// The mark was never closed: the lines that it took are rows again.
		t.pending = append(taken, t.pending...)
		t.line, t.next = first, first+1
		return nil, ErrRowQuote
	}
}

// quotedFields divides a row in which some fields are between quotation marks; it
// reports false while one is open, and [ErrRowQuote] when more follows the one that
// closes.
func quotedFields(fields [][]byte, row []byte, comma byte) ([][]byte, bool, error) {
	for {
		row = bytes.TrimLeft(row, " ")
		if len(row) == 0 || row[0] != '"' {
			i := bytes.IndexByte(row, comma)
			if i < 0 {
				return append(fields, bytes.TrimSpace(row)), true, nil
			}
			fields, row = append(fields, bytes.TrimSpace(row[:i])), row[i+1:]
			continue
		}
		var field []byte
		row = row[1:]
		for {
			i := bytes.IndexByte(row, '"')
			if i < 0 {
				return fields, false, nil
			}
			field = append(field, row[:i]...)
			row = row[i+1:]
			if len(row) == 0 || row[0] != '"' {
				break
			}
			field, row = append(field, '"'), row[1:]
		}
		fields = append(fields, bytes.TrimSpace(field))
		i := bytes.IndexByte(row, comma)
		rest := row
		if i >= 0 {
			rest = row[:i]
		}
		if len(bytes.TrimSpace(rest)) > 0 {
			return fields, false, ErrRowQuote
		}
		if i < 0 {
			return fields, true, nil
		}
		row = row[i+1:]
	}
}
