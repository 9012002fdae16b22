package main

import (
	"encoding/binary"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// A record is a row made ready to be sorted: the member, a zero byte, then the rest
// in an order that depends on what the row says and not on where it stands. The
// line comes last, so that it tells only equal rows apart.

var dayOne = cycle.MustDate("0001-01-01")

func putDate(b []byte, d cycle.Date) []byte {
	n := 0
	if !d.IsZero() {
		n = d.Sub(dayOne) + 1
	}
	return append(b, byte(n>>16), byte(n>>8), byte(n))
}

func putHours(b []byte, h hours.Hours) []byte {
	num, den := h.Fraction()
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(num)), uint64(den))
}

func putText(b, text []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func putNumber(b []byte, n int) []byte { return append(b, byte(n>>8), byte(n)) }

func putLine(b []byte, line int) []byte { return binary.BigEndian.AppendUint32(b, uint32(line)) }

// reader takes a record apart, in the order in which it was put together.
type reader struct{ rest []byte }

func (r *reader) byte() byte {
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) date() cycle.Date {
	n := int(r.rest[0])<<16 | int(r.rest[1])<<8 | int(r.rest[2])
	r.rest = r.rest[3:]
	if n == 0 {
		return cycle.Date{}
	}
	return dayOne.AddDays(n - 1)
}

func (r *reader) uvarint() uint64 {
	if b := r.rest[0]; b < 0x80 {
		r.rest = r.rest[1:]
		return uint64(b)
	}
	n, size := binary.Uvarint(r.rest)
	r.rest = r.rest[size:]
	return n
}

func (r *reader) hours() hours.Hours {
	num, den := r.uvarint(), r.uvarint()
	return hours.Ratio(int64(num), int64(den))
}

func (r *reader) text() []byte {
	n := r.uvarint()
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

func (r *reader) number() int {
	n := int(r.rest[0])<<8 | int(r.rest[1])
	r.rest = r.rest[2:]
	return n
}

func (r *reader) line() int { return int(binary.BigEndian.Uint32(r.rest)) }

// lineOf is the line of a record, which its last bytes hold.
func lineOf(record []byte) int {
	return int(binary.BigEndian.Uint32(record[len(record)-4:]))
}
