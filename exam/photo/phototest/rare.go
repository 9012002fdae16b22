package phototest

import (
	"bytes"
	"compress/zlib"
	"hash/crc32"
	"image"
	"image/color"
	"slices"
)

// The JPEGs that the standard library does not write are written here block by
// block, each of one colour: a mosaic, which is all that these tests need.

// mosaic is a kind of JPEG.
type mosaic struct {
	// inks is 3 for colours as they are usual, and 4 for those of a printer.
	inks        int
	progressive bool
	// more is how many passes without anything new follow.
	more int
}

// block is the width and height of a block, in pixels.
const block = 8

func (m mosaic) encode(img *image.RGBA) []byte {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	out := []byte{0xff, 0xd8}
	if m.inks == 4 {
		out = segment(out, 0xee, append([]byte("Adobe\x00\x64"), 0, 0, 0, 0, 0))
	}
	out = segment(out, 0xdb, append([]byte{0, 8}, bytes.Repeat([]byte{1}, 63)...))
	frame := []byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), byte(m.inks)}
	for i := range m.inks {
		frame = append(frame, byte(i+1), 0x11, 0)
	}
	marker, lastCoefficient := byte(0xc0), byte(63)
	if m.progressive {
		marker, lastCoefficient = 0xc2, 0
	}
	out = segment(out, marker, frame)
	// The first coefficients have the table of ITU-T T.81, K.3.3.1; of the others there
	// is one value, the end of the block.
	out = segment(out, 0xc4, []byte{0, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
	out = segment(out, 0xc4, append([]byte{0x10, 1}, make([]byte, 16)...))
	scan := []byte{byte(m.inks)}
	for i := range m.inks {
		scan = append(scan, byte(i+1), 0)
	}
	out = segment(out, 0xda, append(scan, 0, lastCoefficient, 0))
	out = append(out, m.blocks(img)...)
	columns, rows := (width+block-1)/block, (height+block-1)/block
	for range m.more {
		var b bits
		for range columns * rows {
			b.write(0, 1)
		}
		out = append(segment(out, 0xda, []byte{1, 1, 0, 1, 63, 0}), b.end()...)
	}
	return append(out, 0xff, 0xd9)
}

func (m mosaic) blocks(img *image.RGBA) []byte {
	var b bits
	before := make([]int, m.inks)
	for y := 0; y < img.Rect.Dy(); y += block {
		for x := 0; x < img.Rect.Dx(); x += block {
			for i, v := range m.ink(img.RGBAAt(x, y)) {
				b.difference(int(v) - 128 - before[i])
				before[i] = int(v) - 128
				if !m.progressive {
					b.write(0, 1)
				}
			}
		}
	}
	return b.end()
}

func (m mosaic) ink(c color.RGBA) []byte {
	if m.inks == 4 {
		return []byte{c.R, c.G, c.B, 255} // as Adobe writes them: what is left of the paper
	}
	y, cb, cr := color.RGBToYCbCr(c.R, c.G, c.B)
	return []byte{y, cb, cr}
}

func segment(out []byte, marker byte, payload []byte) []byte {
	return append(big.AppendUint16(append(out, 0xff, marker), uint16(len(payload)+2)), payload...)
}

// bits are the data of a scan.
type bits struct {
	out  []byte
	part uint32
	n    int
}

func (b *bits) write(value uint32, n int) {
	for i := n - 1; i >= 0; i-- {
		b.part = b.part<<1 | value>>i&1
		if b.n++; b.n == 8 {
			b.out = append(b.out, byte(b.part))
			if byte(b.part) == 0xff {
				b.out = append(b.out, 0)
			}
			b.part, b.n = 0, 0
		}
	}
}

// difference writes how much a first coefficient differs from the one before.
func (b *bits) difference(d int) {
	size := 0
	for v := max(d, -d); v > 0; v >>= 1 {
		size++
	}
	switch {
	case size == 0:
		b.write(0, 2)
	case size <= 5:
		b.write(uint32(size+1), 3)
	default: // as many ones, and a zero
		b.write(1<<(size-2)-2, size-2)
	}
	if d < 0 {
		d += 1<<size - 1
	}
	b.write(uint32(d), size)
}

func (b *bits) end() []byte {
	for b.n != 0 {
		b.write(1, 1)
	}
	return b.out
}

// pngHeader is the beginning of a PNG: 8 bits a channel, red, green and blue.
func pngHeader(width, height uint32, interlaced byte) []byte {
	header := big.AppendUint32(big.AppendUint32(nil, width), height)
	return chunk([]byte("\x89PNG\r\n\x1a\n"), "IHDR", append(header, 8, 2, 0, 0, interlaced))
}

func chunk(out []byte, name string, payload []byte) []byte {
	out = big.AppendUint32(out, uint32(len(payload)))
	named := append([]byte(name), payload...)
	return big.AppendUint32(append(out, named...), crc32.ChecksumIEEE(named))
}

// announced is a whole PNG but for the pixels that it announces.
func announced(width, height uint32) []byte {
	out := chunk(pngHeader(width, height, 0), "IDAT", deflated(make([]byte, 4096)))
	return chunk(out, "IEND", nil)
}

func deflated(content []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, err := w.Write(content)
	must(err)
	must(w.Close())
	return out.Bytes()
}

// interlaced writes the seven passes of a PNG that appears little by little.
func interlaced(img *image.RGBA) []byte {
	passes := []struct{ x, y, stepX, stepY int }{
		{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2},
	}
	var rows []byte
	for _, p := range passes {
		for y := p.y; y < img.Rect.Dy(); y += p.stepY {
			rows = append(rows, 0)
			for x := p.x; x < img.Rect.Dx(); x += p.stepX {
				c := img.RGBAAt(x, y)
				rows = append(rows, c.R, c.G, c.B)
			}
		}
	}
	out := chunk(pngHeader(uint32(img.Rect.Dx()), uint32(img.Rect.Dy()), 1), "IDAT", deflated(rows))
	return chunk(chunk(out, "tEXt", []byte("Comment\x00"+Trace)), "IEND", nil)
}

// vast is a JPEG whose header announces 65,000 × 65,000.
func vast() []byte {
	content := slices.Clone(mosaic{inks: 3}.encode(portrait(drawnWidth, drawnHeight, white)))
	at := bytes.Index(content, []byte{0xff, 0xc0}) + 5
	big.PutUint16(content[at:], 65000)
	big.PutUint16(content[at+2:], 65000)
	return content
}
