package phototest

import (
	"encoding/binary"
	"image"
	"slices"
)

// entry is an entry of a TIFF directory. A value of more than four bytes, or a
// directory, is put after the entries.
type entry struct {
	tag, kind uint16
	count     uint32
	value     []byte
}

// The kinds of values: TIFF 6.0, section 2.
const (
	ascii    = 2
	short    = 3
	long     = 4
	rational = 5
)

// order is that of "II", what most cameras write; big is that of "MM".
var (
	order = binary.LittleEndian
	big   = binary.BigEndian
)

func shortEntry(tag, value uint16) entry {
	return entry{tag, short, 1, order.AppendUint16(nil, value)}
}

func textEntry(tag uint16, text string) entry {
	return entry{tag, ascii, uint32(len(text) + 1), append([]byte(text), 0)}
}

// directory writes a directory that begins at an offset, with the offset of the next,
// and returns it with the offset at which it ends.
func directory(at uint32, entries []entry, next func(end uint32) uint32) ([]byte, uint32) {
	head := order.AppendUint16(nil, uint16(len(entries)))
	var after []byte
	begin := at + 2 + 12*uint32(len(entries)) + 4
	for _, e := range entries {
		head = order.AppendUint16(head, e.tag)
		head = order.AppendUint16(head, e.kind)
		head = order.AppendUint32(head, e.count)
		if len(e.value) <= 4 {
			head = append(head, append(slices.Clone(e.value), make([]byte, 4-len(e.value))...)...)
			continue
		}
		head = order.AppendUint32(head, begin+uint32(len(after)))
		after = append(after, e.value...)
	}
	end := begin + uint32(len(after))
	head = order.AppendUint32(head, next(end))
	return append(head, after...), end
}

func last(uint32) uint32 { return 0 }

// tiff begins a TIFF whose first directory is at 8.
func tiff(rest ...[]byte) []byte {
	return append([]byte("II*\x00\x08\x00\x00\x00"), slices.Concat(rest...)...)
}

// Oriented returns a JPEG of the picture as a camera would store it that says so in
// the orientation, 1 to 8.
func Oriented(upright image.Image, orientation int) []byte {
	d, _ := directory(8, []entry{textEntry(0x010f, Trace), shortEntry(0x0112, uint16(orientation))}, last)
	return WithEXIF(encodeJPEG(stored(upright, orientation)), tiff(d))
}

// WithEXIF returns a JPEG with what a camera wrote, a TIFF, put before the rest.
func WithEXIF(content, tiff []byte) []byte {
	return withSegment(content, 0xe1, append([]byte("Exif\x00\x00"), tiff...))
}

func withSegment(content []byte, marker byte, payload []byte) []byte {
	segment := big.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2))
	return slices.Concat(content[:2], segment, payload, content[2:])
}

// side of the upright picture.
type side int

const (
	top side = iota
	bottom
	left
	right
)

// sides says where the stored row 0 and column 0 are in the upright picture: Exif
// 2.32, table 6.
var sides = [9]struct{ row, column side }{
	1: {top, left}, 2: {top, right}, 3: {bottom, right}, 4: {bottom, left},
	5: {left, top}, 6: {right, top}, 7: {right, bottom}, 8: {left, bottom},
}

// stored returns the picture as it lies in a file with the orientation.
func stored(upright image.Image, orientation int) *image.RGBA {
	w, h := upright.Bounds().Dx(), upright.Bounds().Dy()
	from := func(s side, x, y int) int {
		switch s {
		case top:
			return y
		case bottom:
			return h - 1 - y
		case left:
			return x
		default:
			return w - 1 - x
		}
	}
	size := image.Rect(0, 0, w, h)
	if sides[orientation].row >= left {
		size = image.Rect(0, 0, h, w)
	}
	img := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			img.Set(from(sides[orientation].column, x, y), from(sides[orientation].row, x, y), upright.At(x, y))
		}
	}
	return img
}

// located is what a telephone writes: where the photo was taken.
func located() []byte {
	position := slices.Concat(fraction(46), fraction(48), fraction(44))
	gps, _ := directory(0x200, []entry{textEntry(1, "N"), {2, rational, 3, position}, textEntry(0x1d, Trace)}, last)
	d, end := directory(8, []entry{
		textEntry(0x010e, Trace), shortEntry(0x0112, 1), {0x8825, long, 1, order.AppendUint32(nil, 0x200)},
	}, last)
	return tiff(d, make([]byte, 0x200-end), gps)
}

func fraction(n uint32) []byte { return order.AppendUint32(order.AppendUint32(nil, n), 1) }

// thumbnailed is what a camera writes: the whole scene again, small.
func thumbnailed() []byte {
	thumbnail := withSegment(encodeJPEG(portrait(160, 206, white)), 0xfe, []byte(Trace))
	var second []byte
	first, _ := directory(8, []entry{shortEntry(0x0112, 1)}, func(end uint32) uint32 {
		second, _ = directory(end, []entry{
			{0x0201, long, 1, order.AppendUint32(nil, end+2+24+4)},
			{0x0202, long, 1, order.AppendUint32(nil, uint32(len(thumbnail)))},
		}, last)
		return end
	})
	return tiff(first, second, thumbnail)
}

// endless is a directory that says it is followed by itself.
func endless() []byte {
	d, _ := directory(8, []entry{textEntry(0x010f, Trace)}, func(uint32) uint32 { return 8 })
	return tiff(d)
}

// beyond is a directory that is said to be after the end.
func beyond() []byte { return []byte("II*\x00\xf0\xff\xff\xff" + Trace) }

// overfull is a directory of more entries than there are bytes.
func overfull() []byte { return []byte("II*\x00\x08\x00\x00\x00\xff\xff" + Trace) }

// ninth is an orientation that there is not.
func ninth() []byte {
	d, _ := directory(8, []entry{shortEntry(0x0112, 9)}, last)
	return tiff(d)
}
