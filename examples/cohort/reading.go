package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/goodstanding/goodstanding/hours/intake"
)

// inputs are the files of an evaluation; an empty name is none.
type inputs struct{ members, declarations, exemptions, carried string }

// reading reads the files of an evaluation and sorts their rows by member.
type reading struct {
	*command
	words    *vocabulary
	report   *report
	progress *progress
	folder   string
	memory   int
	// only keeps the rows of one member, when it is not empty.
	only string
	// comma is what separates the columns of the members file.
	comma byte
}

// source is a file whose rows are sorted.
type source struct {
	file   int // its number in the report
	sorter *sorter
	rows   *merge
	count  int64
	next   []byte
}

// take reads a file; no name gives a source without rows.
func (in *reading) take(name string, columns []intake.Column, record func([]byte, *listing) ([]byte, *wrong), share int) (*source, error) {
	s := &source{sorter: newSorter(in.memory/share, in.folder)}
	if name == "" {
		return s, s.sort()
	}
	s.file = in.report.file(name)
	content, size, err := in.open(name)
	if err != nil {
		return s, err
	}
	defer content.Close()
	in.progress.start("progress.reading", size)
	defer in.progress.finish()
	list, err := newListing(content, columns, &in.progress.done)
	var header *intake.HeaderError
	switch {
	case errors.As(err, &header):
		return s, fmt.Errorf("%s:1: %s", name, in.sayHeader(header))
	case err != nil:
		return s, err
	}
	for _, unknown := range list.Unknown {
		if unknown != "" {
			fmt.Fprintln(in.stderr, in.say("header.ignored", "file", name, "name", unknown))
		}
	}
	if &columns[0] == &memberColumns[0] {
		in.comma = list.Comma()
	}
	if err := in.read(s, list, record); err != nil {
		return s, err
	}
	return s, s.sort()
}

func (in *reading) read(s *source, list *listing, record func([]byte, *listing) ([]byte, *wrong)) error {
	var held []byte
	for {
		_, err := list.Scan()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if key := rowKey(err); key != "" {
			in.report.add(s.file, list.Line(), &wrong{key: key})
			continue
		}
		if err != nil {
			return err
		}
		if in.only != "" && string(list.Get(0)) != in.only {
			continue
		}
		if list.Surplus() {
			in.report.add(s.file, list.Line(), &wrong{key: "row.surplus"})
			continue
		}
		var bad *wrong
		if held, bad = record(held[:0], list); bad != nil {
			in.report.add(s.file, list.Line(), bad)
			if id := list.Get(memberID); &list.columns[0] != &memberColumns[0] || len(id) == 0 {
				continue
			}
			held = void(held[:0], list)
		} else {
			s.count++
		}
		if err := s.sorter.add(held); err != nil {
			return err
		}
	}
}

// void is the record of a member whose row is wrong: the member's other rows are
// left out with it, and are not those of a stranger.
func void(b []byte, l *listing) []byte {
	return putLine(append(append(b, l.Get(memberID)...), 0, 0xff), l.Line())
}

func isVoid(record []byte) bool { return record[len(key(record))] == 0xff }

func (in *reading) open(name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return io.NopCloser(in.stdin), 0, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	if info.IsDir() {
		_ = file.Close()
		return nil, 0, fmt.Errorf("%s: %s", name, in.say("error.folder"))
	}
	return file, info.Size(), nil
}

func (s *source) sort() error {
	var err error
	if s.rows, err = s.sorter.sorted(); err != nil {
		return err
	}
	return s.advance()
}

// advance goes to the next row; next is nil after the last.
func (s *source) advance() error {
	var err error
	s.next, err = s.rows.next()
	return err
}

func (s *source) close() {
	if s != nil && s.sorter != nil {
		s.sorter.close()
	}
}
