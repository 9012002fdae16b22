package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// report gathers the rows that are wrong, in bounded memory, and says them in the
// order of the files and of the lines.
type report struct {
	voice
	mu    sync.Mutex
	files []string
	rows  *sorter
	n     int64
	err   error
	line  []byte
}

func newReport(v voice, folder string) *report {
	return &report{voice: v, rows: newSorter(4<<20, folder)}
}

// file notes a file; its number goes with its rows.
func (r *report) file(name string) int {
	r.files = append(r.files, name)
	return len(r.files) - 1
}

// add notes a row that is wrong. Several goroutines may.
func (r *report) add(file, line int, w *wrong) {
	text := r.say(w.key, w.values...)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.line = append(binary.BigEndian.AppendUint32(append(r.line[:0], byte(file)), uint32(line)), text...)
	r.n++
	if err := r.rows.add(r.line); err != nil && r.err == nil {
		r.err = err
	}
}

// shown is how many rows are said on the terminal.
const shown = 50

// write says the rows: the first ones to w as "file:line: problem", and all of them
// to out, when there is one, as CSV.
func (r *report) write(w, out io.Writer) error {
	if r.err != nil {
		return r.err
	}
	all, err := r.rows.sorted()
	if err != nil {
		return err
	}
	var csv *bufio.Writer
	if out != nil {
		csv = bufio.NewWriter(out)
		fmt.Fprintln(csv, "file,line,problem")
	}
	for n := 0; ; n++ {
		row, err := all.next()
		if err != nil {
			return err
		}
		if row == nil {
			break
		}
		file, line, text := r.files[row[0]], binary.BigEndian.Uint32(row[1:]), string(row[5:])
		if n < shown {
			fmt.Fprintf(w, "%s:%d: %s\n", file, line, text)
		}
		if csv != nil {
			fmt.Fprintln(csv, quoted(file)+","+strconv.Itoa(int(line))+","+quoted(text))
		}
	}
	if r.n > shown {
		fmt.Fprintln(w, r.say("report.more", "n", r.n-shown))
	}
	if csv != nil {
		return csv.Flush()
	}
	return nil
}

func quoted(text string) string {
	if !strings.ContainsAny(text, ",;\"\n") {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
