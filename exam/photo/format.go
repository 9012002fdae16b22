package photo

import (
	"bytes"
	"slices"
)

// headLength is how many bytes at the beginning are looked at for a format.
const headLength = 1024

// signatures are the first bytes of each format that has some.
var signatures = []struct {
	format Format
	begin  string
}{
	{JPEG, "\xff\xd8\xff"},
	{PNG, "\x89PNG\r\n\x1a\n"},
	{GIF, "GIF87a"},
	{GIF, "GIF89a"},
	{PDF, "%PDF-"},
	{TIFF, "II*\x00"},
	{TIFF, "MM\x00*"},
}

// brands are the kinds of the container that HEIC and AVIF share.
var brands = []struct {
	format Format
	brands []string
}{
	{HEIC, []string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}},
	{AVIF, []string{"avif", "avis"}},
}

// recognise returns the format of a file from its content, and "" when it is none of
// those that are told apart.
func recognise(content []byte) Format {
	head := content[:min(len(content), headLength)]
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begin)) {
			return s.format
		}
	}
	switch {
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		for _, b := range brands {
			if slices.Contains(b.brands, string(head[8:12])) {
				return b.format
			}
		}
	// The two letters alone begin many a text: the four bytes after the size are
	// zero in a bitmap.
	case len(head) >= 14 && string(head[:2]) == "BM" && string(head[6:10]) == "\x00\x00\x00\x00":
		return BMP
	case drawing(head):
		return SVG
	}
	return ""
}

// drawing reports an SVG: a page that shows one is not one.
func drawing(head []byte) bool {
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	return bytes.HasPrefix(text, []byte("<")) && bytes.Contains(text, []byte("<svg")) && !bytes.Contains(text, []byte("<html"))
}
