// Package i18n holds every sentence that people read, in French and in English,
// and prints hours, days and instants as each language writes them.
//
// Start with [For], which gives the [Printer] of a language. Sentences are data:
// messages/*.yaml has each key with its French and its English side by side, and
// a key that lacks one does not load. Hours are printed exactly ("12,5 h",
// "43 1/3 h"), with a no-break space before the unit; days as "1er janvier 2022".
package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/identity"
)

//go:embed messages/*.yaml
var files embed.FS

// messages returns every message by its key. A file that cannot be read is a
// mistake of ours that any test finds, so that it panics.
var messages = sync.OnceValue(func() map[string]identity.Text {
	all, err := load(files)
	if err != nil {
		panic(err)
	}
	return all
})

func load(files fs.FS) (map[string]identity.Text, error) {
	names, err := fs.Glob(files, "messages/*.yaml")
	if err != nil {
		return nil, err
	}
	all := map[string]identity.Text{}
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		var texts map[string]identity.Text
		if err := yaml.Unmarshal(content, &texts); err != nil {
			return nil, fmt.Errorf("i18n: %s: %w", name, err)
		}
		for key, text := range texts {
			if text.FR == "" || text.EN == "" {
				return nil, fmt.Errorf("i18n: %s: %s lacks a language", name, key)
			}
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("i18n: %s: %s stands twice", name, key)
			}
			all[key] = identity.Text{FR: tied(text.FR, identity.French), EN: tied(text.EN, identity.English)}
		}
	}
	return all, nil
}

// Keys returns every message key, in no order.
func Keys() []string {
	keys := make([]string, 0, len(messages()))
	for key := range messages() {
		keys = append(keys, key)
	}
	return keys
}

// Printer prints in one language. The zero value prints French.
type Printer struct {
	Language identity.Language
}

// For returns the printer of a language; French for any but English.
func For(l identity.Language) Printer {
	if l == identity.English {
		return Printer{identity.English}
	}
	return Printer{identity.French}
}

// Has reports that there is a message of that key.
func Has(key string) bool {
	_, ok := messages()[key]
	return ok
}

// T returns the message of the key, with each "{name}" replaced by the value that
// follows its name in the arguments: T("left", "hours", p.Hours(h)). A key that
// does not exist gives "[key]", which a test of the pages finds.
func (p Printer) T(key string, values ...any) string {
	text, ok := messages()[key]
	if !ok {
		return "[" + key + "]"
	}
	return fill(text.In(p.Language), values)
}

// N is T for a number of things: it takes the message of key + ".one" or
// ".other", and {n} is the number. French says "0 heure": zero is one there.
func (p Printer) N(key string, n int, values ...any) string {
	form := ".other"
	if n == 1 || n == 0 && p.Language != identity.English {
		form = ".one"
	}
	return p.T(key+form, append([]any{"n", n}, values...)...)
}

// Text returns a text of a regulation, a list of grounds or an organisation in the
// printer's language, with its no-break spaces.
func (p Printer) Text(t identity.Text) string { return tied(t.In(p.Language), p.Language) }

func fill(text string, values []any) string {
	if len(values) == 0 {
		return text
	}
	pairs := make([]string, 0, len(values))
	for i := 0; i+1 < len(values); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", values[i]), fmt.Sprint(values[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
