package photo

import (
	"bytes"
	"encoding/binary"
)

// upright is the orientation of a picture that needs no turning.
const upright = 1

// The markers of a JPEG that matter here (ITU-T T.81, table B.1).
const (
	markerStart   = 0xd8
	markerEnd     = 0xd9
	markerScan    = 0xda
	markerApp1    = 0xe1
	markerRestart = 0xd0 // to 0xd7
)

// segments calls fn with the marker and the payload of each segment of a JPEG, in
// order, until fn says stop. It steps over the data of scans, and over bytes that do
// not belong, as the decoder does. It ends with the content, whatever that is.
func segments(content []byte, fn func(marker byte, payload []byte) (more bool)) {
	for at := 0; at+1 < len(content); {
		marker := content[at+1]
		switch {
		case content[at] != 0xff, marker == 0xff:
			at++
			continue
		// Data of a scan, or a marker without a segment.
		case marker == 0, marker == markerStart, markerRestart <= marker && marker < markerStart:
			at += 2
			continue
		case marker == markerEnd:
			return
		}
		at += 2
		if at+2 > len(content) {
			return
		}
		length := int(binary.BigEndian.Uint16(content[at:]))
		if length < 2 || at+length > len(content) {
			return
		}
		if !fn(marker, content[at+2:at+length]) {
			return
		}
		at += length
	}
}

// scans returns how many passes over its pixels a JPEG holds.
func scans(content []byte) int {
	n := 0
	segments(content, func(marker byte, _ []byte) bool {
		if marker == markerScan {
			n++
		}
		return n <= MostScans
	})
	return n
}

// exif is how the segment begins that holds what a camera says.
var exif = []byte("Exif\x00\x00")

// orientation returns how the camera was held, 1 to 8, of a JPEG. The standard
// library's decoder leaves it out. Whatever is malformed is upright: nothing else of
// what the camera says is read, and no picture is refused for it.
func orientation(content []byte) int {
	found := upright
	segments(content, func(marker byte, payload []byte) bool {
		if marker == markerApp1 && bytes.HasPrefix(payload, exif) {
			found = orientationTag(payload[len(exif):])
			return false
		}
		return marker != markerScan
	})
	return found
}

// The tag of the orientation, and the type of its value (TIFF 6.0, section 8).
const (
	tagOrientation = 0x0112
	typeShort      = 3
	entryLength    = 12
)

// orientationTag looks in the first directory of a TIFF, entry by entry, and follows
// nothing further: a directory that leads back to itself leads nowhere.
func orientationTag(tiff []byte) int {
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(tiff[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	start := int64(order.Uint32(tiff[4:]))
	if start < 8 || start+2 > int64(len(tiff)) {
		return upright
	}
	entries := tiff[start+2:]
	for range order.Uint16(tiff[start:]) {
		if len(entries) < entryLength {
			return upright
		}
		if order.Uint16(entries) == tagOrientation {
			value := int(order.Uint16(entries[8:]))
			if order.Uint16(entries[2:]) != typeShort || order.Uint32(entries[4:]) != 1 || value < 1 || value > 8 {
				return upright
			}
			return value
		}
		entries = entries[entryLength:]
	}
	return upright
}

// sideways reports an orientation in which width and height change places.
func sideways(orientation int) bool { return orientation >= 5 }

// place returns where a pixel of the stored picture, which is width × height, goes in
// the upright one. Orientation n says on which side the stored row 0 and column 0 are:
// 6 is "row 0 on the right, column 0 on top", a camera held on its left side.
func place(orientation, x, y, width, height int) (int, int) {
	right, bottom := width-1-x, height-1-y
	switch orientation {
	case 2:
		return right, y
	case 3:
		return right, bottom
	case 4:
		return x, bottom
	case 5:
		return y, x
	case 6:
		return bottom, x
	case 7:
		return bottom, right
	case 8:
		return y, right
	}
	return x, y
}
