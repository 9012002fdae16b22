package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"sync/atomic"
	"unicode/utf8"
)

const (
	longestRow   = 64 << 10 // bytes of one row
	longestQuote = 100      // lines that one row may have
)

// table reads a CSV file row by row: comma, semicolon or tab, whichever the header
// has, with or without a byte order mark. Rows are good until the next one.
type table struct {
	name  string
	in    *bufio.Reader
	comma byte
	// line is that on which the row starts, and next the one after it.
	line, next int
	fields     [][]byte
	row        []byte
	pending    []byte // lines that a quotation mark took by mistake
	read       *atomic.Int64
}

// What is wrong with a row as a whole.
var (
	errRowLong   = errors.New("row.long")
	errRowQuote  = errors.New("row.quote")
	errRowBinary = errors.New("row.utf8")
)

func newTable(name string, in io.Reader, read *atomic.Int64) *table {
	return &table{name: name, in: bufio.NewReaderSize(in, longestRow), next: 1, read: read}
}

// header reads the first row, and finds out what separates the columns.
func (t *table) header() ([][]byte, error) {
	for {
		line, err := t.readLine()
		if err != nil {
			return nil, err
		}
		if t.next == 2 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
			if len(line) > 1 && (line[0] == 0xff || line[0] == 0xfe) {
				return nil, errRowBinary
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

// scan reads the next row; io.EOF at the end. Another error is one of the errRow
// ones, and the row after it can be read, or that of the reader.
func (t *table) scan() ([][]byte, error) {
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
func (t *table) readLine() ([]byte, error) {
	t.line = t.next
	if len(t.pending) > 0 {
		line, rest, _ := bytes.Cut(t.pending, []byte("\n"))
		t.pending = rest
		t.next++
		return bytes.TrimSuffix(line, []byte("\r")), nil
	}
	line, err := t.in.ReadSlice('\n')
	t.count(len(line))
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			line, err = t.in.ReadSlice('\n')
			t.count(len(line))
		}
		t.next++
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, errRowLong
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return nil, err
	}
	t.next++
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), nil
}

func (t *table) count(n int) {
	if t.read != nil {
		t.read.Add(int64(n))
	}
}

// split divides a line into its fields, and reads on while a quotation mark is
// open.
func (t *table) split(line []byte) ([][]byte, error) {
	t.fields = t.fields[:0]
	if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
		return nil, errRowBinary
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

func (t *table) splitQuoted(line []byte) ([][]byte, error) {
	t.row = append(t.row[:0], line...)
	first, end := t.line, len(line)
	for n := 0; ; n++ {
		fields, closed := quotedFields(t.fields[:0], t.row, t.comma)
		if closed {
			t.line, t.fields = first, fields
			return fields, nil
		}
		more, err := t.readLine()
		if err == nil && n < longestQuote && len(t.row)+len(more) < longestRow && utf8.Valid(more) {
			t.row = append(append(t.row, '\n'), more...)
			continue
		}
		// The mark was never closed: the lines that it took are rows again.
		var back []byte
		if end < len(t.row) {
			back = append(back, t.row[end+1:]...)
		}
		if err == nil {
			if end < len(t.row) {
				back = append(back, '\n')
			}
			back = append(append(back, more...), '\n')
		} else if len(back) > 0 {
			back = append(back, '\n')
		}
		t.pending = append(back, t.pending...)
		t.line, t.next = first, first+1
		return nil, errRowQuote
	}
}

// quotedFields divides a row in which some fields are between quotation marks; it
// reports false while one is open.
func quotedFields(fields [][]byte, row []byte, comma byte) ([][]byte, bool) {
	for {
		row = bytes.TrimLeft(row, " ")
		if len(row) == 0 || row[0] != '"' {
			i := bytes.IndexByte(row, comma)
			if i < 0 {
				return append(fields, bytes.TrimSpace(row)), true
			}
			fields, row = append(fields, bytes.TrimSpace(row[:i])), row[i+1:]
			continue
		}
		var field []byte
		row = row[1:]
		for {
			i := bytes.IndexByte(row, '"')
			if i < 0 {
				return fields, false
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
		if i < 0 {
			return fields, true
		}
		row = row[i+1:]
	}
}
