package photo

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longestFileName is the greatest length of a file's name, in characters.
const longestFileName = 60

// undecomposed are the Latin letters that Unicode does not take apart into a letter
// and a mark.
var undecomposed = map[rune]string{
	'ł': "l", 'Ł': "L", 'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D",
	'ħ': "h", 'Ħ': "H", 'ŧ': "t", 'Ŧ': "T", 'ı': "i", 'ŋ': "ng", 'Ŋ': "Ng", 'ə': "e", 'Ə': "E",
	'ß': "ss", 'ẞ': "Ss", 'æ': "ae", 'Æ': "Ae", 'œ': "oe", 'Œ': "Oe", 'þ': "th", 'Þ': "Th",
}

// FileName returns the name of a photo's file without its ending, the last name and
// then the first: "LavigneGenevieve" (E5). It has letters and digits of ASCII only, 60
// at most, each part of a name with a capital. It is "" when the names have no Latin
// letter and no digit: the caller then takes the user code. Two learners can have the
// same, so it names a file for a person and keeps none apart.
func FileName(last, first string) string {
	var name strings.Builder
	for _, part := range append(parts(last), parts(first)...) {
		name.WriteString(capital(part))
	}
	return name.String()[:min(name.Len(), longestFileName)]
}

// parts returns what is left of the parts of a name, in ASCII. An accent is no
// border between two parts, and any other sign is.
func parts(name string) []string {
	var latin strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case undecomposed[r] != "":
			latin.WriteString(undecomposed[r])
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			latin.WriteRune(r)
		default:
			latin.WriteByte(' ')
		}
	}
	return strings.Fields(latin.String())
}

// capital begins a part with a capital. A part all in capitals loses the others, one
// that mixes them is how its bearer writes it: "McDuff".
func capital(part string) string {
	if part == strings.ToUpper(part) {
		part = strings.ToLower(part)
	}
	return strings.ToUpper(part[:1]) + part[1:]
}
