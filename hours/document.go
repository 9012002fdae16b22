package hours

import (
	"bytes"
	"path"
	"strings"
	"time"
	"unicode"
)

// What may be sent in support of a request or a declaration.
const (
	// LargestDocument is the greatest size of a document, in bytes.
	LargestDocument = 10 << 20
	// MostDocuments is how many documents one of them may hold.
	MostDocuments = 10
	// HeadLength is how many bytes [Recognise] needs at most.
	HeadLength = 512
)

// Document is a supporting document: what is known of it, without its content.
type Document struct {
	ID string `json:"id"`
	// Name is the name that the member's file had, without its folders.
	Name string `json:"name"`
	// Type is its media type, found from its content.
	Type string `json:"type"`
	// Size is in bytes, and SHA256 the digest of the content in hexadecimal.
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"`
	Added  time.Time `json:"added"`
}

// DocumentKey names a document's content: the organisation, then the member, then
// what it supports (a request, a declaration), then itself.
type DocumentKey struct {
	Key
	Document string `json:"document"`
}

// kind is an accepted type of document.
type kind struct {
	media      string
	signatures [][]byte
	endings    []string
}

var kinds = []kind{
	{"application/pdf", [][]byte{[]byte("%PDF-")}, []string{".pdf"}},
	{"image/jpeg", [][]byte{{0xff, 0xd8, 0xff}}, []string{".jpg", ".jpeg"}},
	{"image/png", [][]byte{[]byte("\x89PNG\r\n\x1a\n")}, []string{".png"}},
}

// Endings lists the endings of names that are accepted, with their full stop.
func Endings() []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.endings...)
	}
	return all
}

// Recognise returns the media type of a document from its first bytes. The error
// is [ErrDocumentEmpty], [ErrDocumentType] when the content is of no accepted
// type, or [ErrDocumentDisguised] when its name does not end as its type does.
func Recognise(name string, head []byte) (string, error) {
	if len(head) == 0 {
		return "", ErrDocumentEmpty
	}
	ending := strings.ToLower(path.Ext(name))
	named := false
	for _, k := range kinds {
		mine := false
		for _, e := range k.endings {
			mine = mine || e == ending
		}
		named = named || mine
		for _, s := range k.signatures {
			if !bytes.HasPrefix(head, s) {
				continue
			}
			if !mine {
				return "", ErrDocumentDisguised
			}
			return k.media, nil
		}
	}
	if named {
		return "", ErrDocumentDisguised
	}
	return "", ErrDocumentType
}

// longestName is the greatest length of a document's name, in characters.
const longestName = 120

// FileName returns the last part of a name that a browser sent, without control
// or invisible characters, 120 characters at most with its ending, "document"
// when nothing is left.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = Tidy(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && !unicode.IsControl(r):
			return ' ' // macOS puts a narrow no-break space in the names of screenshots
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, name))
	if runes := []rune(name); len(runes) > longestName {
		ending := []rune(path.Ext(name))
		if len(ending) > 10 {
			ending = nil
		}
		name = string(runes[:longestName-len(ending)]) + string(ending)
	}
	if strings.Trim(name, "./ ") == "" {
		return "document"
	}
	return name
}
