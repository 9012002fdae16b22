package pdf

import (
	_ "embed"
	"encoding/binary"
	"sync"
)

// The fonts, whose licence stands beside them: the characters of names in the Latin,
// Greek and Cyrillic alphabets and in Canadian Aboriginal syllabics.
var (
	//go:embed font/DejaVuSans.ttf
	regularFont []byte
	//go:embed font/DejaVuSans-Bold.ttf
	boldFont []byte
)

// covered reports that both fonts have the character, and that fpdf, which knows
// those of the first plane, can write it.
func covered(r rune) bool {
	return r <= 0xffff && characters()[0][uint16(r)] && characters()[1][uint16(r)]
}

var characters = sync.OnceValue(func() [2]map[uint16]bool {
	return [2]map[uint16]bool{charactersOf(regularFont), charactersOf(boldFont)}
})

// charactersOf returns the characters of a font: those of its table "cmap" in format
// 4, as the OpenType specification lays it out. The fonts are ours, so that what
// cannot be read is a mistake of ours, and panics.
func charactersOf(font []byte) map[uint16]bool {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(font[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(font[at:])) }
	table := 0
	for i := range u16(4) {
		if record := 12 + 16*i; string(font[record:record+4]) == "cmap" {
			table = u32(record + 8)
		}
	}
	found := map[uint16]bool{}
	for i := range u16(table + 2) {
		at := table + u32(table+4+8*i+4)
		if u16(at) != 4 {
			continue
		}
		size := u16(at + 6) // twice the number of segments
		for s := 0; s < size; s += 2 {
			last, first := u16(at+14+s), u16(at+16+size+s)
			delta, from := u16(at+16+2*size+s), at+16+3*size+s
			for c := first; c <= last && c < 0xffff; c++ {
				glyph := c
				if offset := u16(from); offset != 0 {
					if glyph = u16(from + offset + 2*(c-first)); glyph == 0 {
						continue
					}
				}
				found[uint16(c)] = found[uint16(c)] || uint16(glyph+delta) != 0
			}
		}
	}
	return found
}
