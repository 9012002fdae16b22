package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/goodstanding/goodstanding/hours/intake"
)

// sorter sorts records by their bytes in bounded memory: when so many are held,
// they are written to a temporary file as a sorted run, and runs are merged at the
// end.
type sorter struct {
	// limit is the bytes that are held, in two halves: one is sorted and written
	// while the other one fills.
	limit   int
	folder  string
	filling *chunk
	spare   chan *chunk
	halves  int
	file    *os.File
	size    int64
	runs    []stretch
	writing sync.WaitGroup
	failure error // of the run that was written last; read it after writing
}

type stretch struct{ from, length int64 }

const (
	blockSize   = 1 << 20
	entrySize   = 16
	smallestCut = 64 << 10 // a limit below this is not worth a run
)

// chunk is records in memory. Records do not cross blocks.
type chunk struct {
	blocks  [][]byte
	used    int // blocks in use
	entries []entry
	bytes   int
}

// entry is where a record is, and its first bytes: most comparisons need no more.
type entry struct {
	prefix     uint64
	at, length uint32
}

func newSorter(limit int, folder string) *sorter {
	return &sorter{limit: max(limit, smallestCut), folder: folder, filling: &chunk{}, spare: make(chan *chunk, 2), halves: 1}
}

// add copies a record, of 64 KB at most and one byte at least.
func (s *sorter) add(record []byte) error {
	if s.filling.bytes+len(record)+entrySize > s.limit/2 && len(s.filling.entries) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.filling.add(record)
	return nil
}

func (c *chunk) add(record []byte) {
	if c.used == 0 || len(c.blocks[c.used-1])+len(record) > blockSize {
		if c.used == len(c.blocks) {
			c.blocks = append(c.blocks, make([]byte, 0, blockSize))
		}
		c.blocks[c.used] = c.blocks[c.used][:0]
		c.used++
	}
	block := &c.blocks[c.used-1]
	e := entry{prefix: prefixOf(record), at: uint32((c.used-1)*blockSize + len(*block)), length: uint32(len(record))}
	*block = append(*block, record...)
	c.entries = append(c.entries, e)
	c.bytes += len(record) + entrySize
}

func prefixOf(record []byte) uint64 {
	if len(record) >= 8 {
		return binary.BigEndian.Uint64(record)
	}
	var padded [8]byte
	copy(padded[:], record)
	return binary.BigEndian.Uint64(padded[:])
}

func (c *chunk) record(e entry) []byte {
	at := e.at % blockSize
	return c.blocks[e.at/blockSize][at : at+e.length]
}

func (c *chunk) sort() {
	slices.SortFunc(c.entries, func(a, b entry) int {
		if a.prefix != b.prefix {
			if a.prefix < b.prefix {
				return -1
			}
			return 1
		}
		return bytes.Compare(c.record(a), c.record(b))
	})
}

func (c *chunk) empty() { c.used, c.entries, c.bytes = 0, c.entries[:0], 0 }

// spill has what is held written as a run, and goes on with the other half.
func (s *sorter) spill() error {
	if s.file == nil {
		file, err := os.CreateTemp(s.folder, "cohort-*.tmp")
		if err != nil {
			return err
		}
		s.file = file
		// Gone from the folder at once where the system allows it, so that a run that
		// is interrupted leaves nothing behind; close removes it elsewhere.
		_ = os.Remove(file.Name())
	}
	s.writing.Wait()
	if s.failure != nil {
		return s.failure
	}
	full := s.filling
	s.writing.Go(func() {
		full.sort()
		s.failure = s.write(full)
		full.empty()
		s.spare <- full
	})
	if s.halves < 2 {
		s.halves++
		s.filling = &chunk{}
		return nil
	}
	s.filling = <-s.spare
	return nil
}

func (s *sorter) write(c *chunk) error {
	out := bufio.NewWriterSize(s.file, 256<<10)
	var length [binary.MaxVarintLen64]byte
	from := s.size
	for _, e := range c.entries {
		n := binary.PutUvarint(length[:], uint64(e.length))
		if _, err := out.Write(length[:n]); err != nil {
			return err
		}
		if _, err := out.Write(c.record(e)); err != nil {
			return err
		}
		s.size += int64(n) + int64(e.length)
	}
	s.runs = append(s.runs, stretch{from, s.size - from})
	return out.Flush()
}

// sorted ends the adding, and returns the records in order. Close it.
func (s *sorter) sorted() (*merge, error) {
	m := &merge{sorter: s}
	if s.file == nil {
		s.filling.sort()
		m.held = s.filling
		return m, nil
	}
	if len(s.filling.entries) > 0 {
		if err := s.spill(); err != nil {
			return m, err
		}
	}
	s.writing.Wait()
	if s.failure != nil {
		return m, s.failure
	}
	s.filling, s.spare = nil, nil
	size := min(max(s.limit/2/len(s.runs), 2*intake.LongestRow), 512<<10)
	for _, r := range s.runs {
		source := &runReader{in: bufio.NewReaderSize(io.NewSectionReader(s.file, r.from, r.length), size)}
		switch err := source.next(); {
		case err == nil:
			m.sources = append(m.sources, source)
		case !errors.Is(err, io.EOF):
			return m, err
		}
	}
	for i := len(m.sources)/2 - 1; i >= 0; i-- {
		m.down(i)
	}
	return m, nil
}

func (s *sorter) close() {
	s.writing.Wait()
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name())
	}
}

// merge gives records in order: those held, or those of the runs.
type merge struct {
	sorter  *sorter
	held    *chunk
	at      int
	sources []*runReader // a heap, the least first
	begun   bool
}

// next returns the next record, good until the one after it; nil at the end.
func (m *merge) next() ([]byte, error) {
	if m.held != nil {
		if m.at == len(m.held.entries) {
			return nil, nil
		}
		m.at++
		return m.held.record(m.held.entries[m.at-1]), nil
	}
	if m.begun && len(m.sources) > 0 {
		switch err := m.sources[0].next(); {
		case errors.Is(err, io.EOF):
			last := len(m.sources) - 1
			m.sources[0] = m.sources[last]
			m.sources = m.sources[:last]
		case err != nil:
			return nil, err
		}
		m.down(0)
	}
	m.begun = true
	if len(m.sources) == 0 {
		return nil, nil
	}
	return m.sources[0].record, nil
}

// down moves a source down the heap to its place.
func (m *merge) down(i int) {
	for {
		least := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(m.sources) && m.sources[child].before(m.sources[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		m.sources[i], m.sources[least] = m.sources[least], m.sources[i]
		i = least
	}
}

// runReader reads one run; its record is in the buffer of the reader.
type runReader struct {
	in     *bufio.Reader
	prefix uint64
	record []byte
	size   int
}

func (r *runReader) next() error {
	if _, err := r.in.Discard(r.size); err != nil {
		return err
	}
	length, err := binary.ReadUvarint(r.in)
	if err != nil {
		return err
	}
	r.size = int(length)
	r.record, err = r.in.Peek(r.size)
	r.prefix = prefixOf(r.record)
	return err
}

func (r *runReader) before(other *runReader) bool {
	if r.prefix != other.prefix {
		return r.prefix < other.prefix
	}
	return bytes.Compare(r.record, other.record) < 0
}
