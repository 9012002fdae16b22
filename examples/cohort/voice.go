package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

//go:embed words.yaml
var wordsFile []byte

// words are the sentences of the program, in both languages.
var words = sync.OnceValue(func() map[string]identity.Text {
	all := map[string]identity.Text{}
	if err := yaml.Unmarshal(wordsFile, &all); err != nil {
		panic(err) // a mistake of ours that any test finds
	}
	return all
})

// voice says the sentences of one language.
type voice struct{ i18n.Printer }

// spoken returns the voice that the arguments ask for, or else the environment:
// French, unless it is English.
func spoken(args []string) voice {
	wanted := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if wanted = os.Getenv(name); wanted != "" {
			break
		}
	}
	for i, arg := range args {
		name, value, given := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if name != "lang" || !strings.HasPrefix(arg, "-") {
			continue
		}
		if !given && i+1 < len(args) {
			value = args[i+1]
		}
		wanted = value
	}
	if strings.HasPrefix(strings.ToLower(wanted), "en") {
		return voice{i18n.For(identity.English)}
	}
	return voice{i18n.For(identity.French)}
}

// say returns a sentence, with each "{name}" replaced by the value that follows
// the name.
func (v voice) say(key string, values ...any) string {
	text, ok := words()[key]
	if !ok {
		return "[" + key + "]"
	}
	if len(values) == 0 {
		return v.Text(text)
	}
	pairs := make([]string, 0, len(values))
	for i := 0; i+1 < len(values); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", values[i]), fmt.Sprint(values[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(v.Text(text))
}

// amount prints an amount of what the version counts in.
func (v voice) amount(version *hours.Version, h hours.Hours) string {
	if unit := v.Text(version.Unit); unit != "" {
		return v.Number(h) + "\u00a0" + unit
	}
	return v.Hours(h)
}

// tell says an error that was met: those of the library that a file can cause are
// put in the language, whatever else is in them.
func (v voice) tell(err error) string {
	text := err.Error()
	var path *fs.PathError
	if errors.As(err, &path) && errors.Is(err, os.ErrNotExist) {
		return path.Path + v.colon() + v.say("error.no-file")
	}
	if v.Language == identity.English {
		return text
	}
	for _, known := range []struct {
		err error
		key string
	}{
		{hours.ErrBadRegulation, "error.regulation"},
		{cycle.ErrBadDate, "error.day"},
		{hours.ErrNoRegulation, "error.no-regulation"},
		{cycle.ErrNoPeriod, "error.no-period"},
		{cycle.ErrNoAnchor, "error.no-anchor"},
		{hours.ErrBadHours, "error.hours"},
	} {
		if errors.Is(err, known.err) {
			text = strings.Replace(text, known.err.Error(), v.say(known.key), 1)
		}
	}
	text = unknownKey.ReplaceAllString(text, v.say("error.key"))
	return difference.ReplaceAllString(text, v.say("difference"))
}

// What the catalogue says in English, and that is said in French too: a key that a
// document does not have, and a figure that differs.
var (
	unknownKey = regexp.MustCompile(`line \d+: "(\S+)" is not a key of [a-zA-Z ]+`)
	difference = regexp.MustCompile(`^(.*): (.*) expected, (.*) found$`)
)
