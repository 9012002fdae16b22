package intake

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Text returns a whole file as text that goes along in a page: without its byte
// order mark, from UTF-8 or Windows-1252, with ends of line as pages send them back.
// What cannot be read stays as it is, for the line to be reported.
func Text(content []byte) string {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		if decoded, err := charmap.Windows1252.NewDecoder().Bytes(content); err == nil {
			content = decoded
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(string(content), "\r\n", "\n"), "\r", "\n")
}
