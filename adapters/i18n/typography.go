package i18n

import (
	"regexp"

	"github.com/goodstanding/goodstanding/identity"
)

// The places in a sentence where a line does not break: in French, as Québec sets
// it, before a colon and inside guillemets; in both languages, in an amount such
// as "2 h 30".
var (
	inFrench  = regexp.MustCompile(` ([:»])|(«) `)
	inAmounts = regexp.MustCompile(`(\d) (h|min|o|ko|Mo|Mio|B|kB|MB|MiB)\b(?: (\d\d)\b)?`)
)

// tied returns a sentence of ours with no-break spaces in those places. Whoever
// writes a message or a regulation types plain spaces, which cannot be told apart
// from the others in a file.
func tied(text string, l identity.Language) string {
	text = inAmounts.ReplaceAllStringFunc(text, func(amount string) string {
		m := inAmounts.FindStringSubmatch(amount)
		if m[3] != "" {
			return m[1] + noBreak + m[2] + noBreak + m[3]
		}
		return m[1] + noBreak + m[2]
	})
	if l == identity.English {
		return text
	}
	return inFrench.ReplaceAllString(text, "$2"+noBreak+"$1")
}
