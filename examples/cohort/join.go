package main

import (
	"bytes"
)

// A batch is some members with their rows, evaluated together. Its records are
// copied to one piece of memory, which the next batch uses again.
type batch struct {
	arena   []byte
	members []bundle
	rows    []piece
	out     []byte
	totals  totals
	done    chan struct{}
}

// bundle is a member and where its rows are in the batch.
type bundle struct {
	record                            piece
	declarations, exemptions, carried [2]int
}

type piece struct{ from, to int }

const (
	batchMembers = 256
	batchBytes   = 512 << 10
)

func (b *batch) empty() {
	b.arena, b.members, b.rows, b.out = b.arena[:0], b.members[:0], b.rows[:0], b.out[:0]
	b.totals.empty()
}

func (b *batch) full() bool { return len(b.members) >= batchMembers || len(b.arena) >= batchBytes }

func (b *batch) keep(record []byte) piece {
	from := len(b.arena)
	b.arena = append(b.arena, record...)
	return piece{from, len(b.arena)}
}

func (b *batch) bytes(p piece) []byte { return b.arena[p.from:p.to] }

// join puts the rows of each member together, in the order of the members.
type join struct {
	members, declarations, exemptions, carried *source
	report                                     *report
	member                                     []byte
}

// key is the member of a record, with the zero byte that ends it.
func key(record []byte) []byte { return record[:bytes.IndexByte(record, 0)+1] }

// fill puts members in a batch until it is full; it reports false when there are no
// more.
func (j *join) fill(b *batch) (bool, error) {
	for !b.full() {
		if j.members.next == nil {
			for _, s := range []*source{j.declarations, j.exemptions, j.carried} {
				if err := j.strangers(s, nil); err != nil {
					return false, err
				}
			}
			return false, nil
		}
		if err := j.one(b); err != nil {
			return false, err
		}
	}
	return true, nil
}

// one puts one member in the batch.
func (j *join) one(b *batch) error {
	j.member = append(j.member[:0], key(j.members.next)...)
	record := b.keep(j.members.next)
	if err := j.members.advance(); err != nil {
		return err
	}
	usable, err := j.twins(b.bytes(record))
	if err != nil {
		return err
	}
	m := bundle{record: record}
	for _, rows := range []struct {
		from *source
		at   *[2]int
	}{{j.declarations, &m.declarations}, {j.exemptions, &m.exemptions}, {j.carried, &m.carried}} {
		if err := j.strangers(rows.from, j.member); err != nil {
			return err
		}
		rows.at[0] = len(b.rows)
		for rows.from.next != nil && bytes.HasPrefix(rows.from.next, j.member) {
			if usable {
				b.rows = append(b.rows, b.keep(rows.from.next))
			}
			if err := rows.from.advance(); err != nil {
				return err
			}
		}
		rows.at[1] = len(b.rows)
	}
	if usable {
		b.members = append(b.members, m)
	}
	return nil
}

// twins reads the other rows of a member that stands more than once. Rows that say
// the same are one; when they contradict one another, none is used.
func (j *join) twins(first []byte) (usable bool, err error) {
	usable = !isVoid(first)
	for j.members.next != nil && bytes.HasPrefix(j.members.next, j.member) {
		other := j.members.next
		values := []any{"member", clip(j.member[:len(j.member)-1]), "line", lineOf(first)}
		switch {
		case isVoid(first) || isVoid(other):
			usable = false // it was reported when it was read
		case bytes.Equal(other[:len(other)-4], first[:len(first)-4]):
			j.report.add(j.members.file, lineOf(other), &wrong{"bad.twin", values})
		default:
			if usable {
				j.report.add(j.members.file, lineOf(first), &wrong{"bad.twins", []any{"member", values[1], "line", lineOf(other)}})
			}
			usable = false
			j.report.add(j.members.file, lineOf(other), &wrong{"bad.twins", values})
		}
		if err := j.members.advance(); err != nil {
			return false, err
		}
	}
	return usable, nil
}

// strangers reports the rows that come before a member's: their member is in no row
// of the members file. With none, all the rest.
func (j *join) strangers(s *source, member []byte) error {
	for s.next != nil && (member == nil || bytes.Compare(key(s.next), member) < 0) {
		id := key(s.next)
		j.report.add(s.file, lineOf(s.next), &wrong{"bad.stranger", []any{"member", clip(id[:len(id)-1])}})
		if err := s.advance(); err != nil {
			return err
		}
	}
	return nil
}
