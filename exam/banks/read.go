package banks

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
)

// document is a document as it is written; README.md describes its keys.
type document struct {
	exam.Exam `yaml:",inline"`
	Cases     []Case
}

// Read reads a document strictly: an unknown key or one used twice, an exam that
// contradicts itself or leaves out what is needed, one that does not say whether it was
// verified, and a case that could not fail are errors. The error tells every mistake of
// its sort; each wraps exam.ErrBadExam and begins with the file's name and, wherever it
// has one, the line. The Document is then the zero one.
func Read(name string, content io.Reader) (Document, error) {
	text, err := io.ReadAll(content)
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", name, err)
	}
	root, err := tree(name, text)
	if err != nil {
		return Document{}, err
	}
	var raw document
	strict := yaml.NewDecoder(bytes.NewReader(text))
	strict.KnownFields(true)
	if err := strict.Decode(&raw); err != nil {
		return Document{}, untaken(name, root, err)
	}
	if said := find(root, "verified"); said.Kind == 0 || said.Tag == "!!null" {
		// False must be said, not left out: it is what the pages show.
		return Document{}, refusal(name, root.Line, errors.New("verified is not said"))
	}
	if err := raw.Validate(); err != nil {
		return Document{}, flawed(name, root, err)
	}
	d := Document{Exam: raw.Exam, Cases: raw.Cases}
	if len(d.Cases) == 0 {
		return Document{}, refusal(name, root.Line, errors.New("no case"))
	}
	var wrong []error
	for i := range d.Cases {
		c := &d.Cases[i]
		c.Line = find(root, "cases", strconv.Itoa(i)).Line
		if err := c.check(d.Exam); err != nil {
			wrong = append(wrong, refusal(name, c.Line, fmt.Errorf("cases[%d]: %w", i, err)))
		}
	}
	if len(wrong) > 0 {
		return Document{}, errors.Join(wrong...)
	}
	return d, nil
}

// tree returns the root of the one document of a text.
func tree(name string, text []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var whole, second yaml.Node
	err := decoder.Decode(&whole)
	switch {
	case errors.Is(err, io.EOF):
		return nil, refusal(name, 0, errors.New("an empty document"))
	case err != nil:
		return nil, refusal(name, lineIn(err.Error()), err)
	case whole.Kind != yaml.DocumentNode || len(whole.Content) != 1 || whole.Content[0].Kind != yaml.MappingNode:
		return nil, refusal(name, whole.Line, errors.New("keys and their values are needed"))
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, refusal(name, second.Line, errors.New("more than one document"))
	}
	return whole.Content[0], nil
}

// refusal says what is wrong, and at which line of which file; 0 is none.
func refusal(name string, line int, err error) error {
	if !errors.Is(err, exam.ErrBadExam) {
		err = fmt.Errorf("%w: %w", exam.ErrBadExam, err)
	}
	if line > 0 {
		return fmt.Errorf("%s:%d: %w", name, line, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// untaken tells, line by line, what the types of a document do not take.
func untaken(name string, root *yaml.Node, err error) error {
	var many *yaml.TypeError
	if !errors.As(err, &many) {
		// YAML names no line when a type of ours refuses a text.
		var all []error
		for _, at := range []struct {
			key  string
			into any
		}{{"pass", new(exam.Ratio)}, {"from", new(cycle.Date)}, {"until", new(cycle.Date)}} {
			if n := find(root, at.key); n.Kind != 0 {
				if refused := n.Decode(at.into); refused != nil {
					all = append(all, refusal(name, n.Line, refused))
				}
			}
		}
		if len(all) == 0 {
			return refusal(name, lineIn(err.Error()), err)
		}
		return errors.Join(all...)
	}
	var all []error
	for _, text := range many.Errors {
		all = append(all, refusal(name, lineIn(text), errors.New(plainly(text))))
	}
	return errors.Join(all...)
}

// flawed gives every flaw of an exam its line.
func flawed(name string, root *yaml.Node, err error) error {
	var all []error
	for _, one := range separate(err) {
		line := root.Line
		var flaw *exam.Flaw
		if errors.As(one, &flaw) {
			line = find(root, strings.FieldsFunc(flaw.Place, func(r rune) bool { return strings.ContainsRune(".[]", r) })...).Line
		}
		all = append(all, refusal(name, line, one))
	}
	return errors.Join(all...)
}

// separate returns the errors that an error joins.
func separate(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}

var (
	numbered = regexp.MustCompile(`line (\d+): `)
	// unknown is what YAML says of a key that a type of ours does not have, and untyped
	// of a value that one does not take.
	unknown = regexp.MustCompile(`field (\S+) not found in type (\S+)`)
	untyped = regexp.MustCompile("cannot unmarshal !!\\w+ ?(`[^`]*`)? into \\S+")
)

// lineIn returns the line that a text of YAML's names, 0 when it names none.
func lineIn(text string) int {
	m := numbered.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	line, _ := strconv.Atoi(m[1])
	return line
}

// places are what README.md calls the types of a document.
var places = map[string]string{
	"banks.document": "the document", "exam.Part": "a part", "exam.Question": "a question", "exam.Option": "an option",
	"identity.Text": "a text", "banks.Case": "a case", "banks.Marked": "a response of a case", "banks.Result": "a result of a case",
}

// plainly says an error of YAML's in the words of README.md.
func plainly(text string) string {
	text = numbered.ReplaceAllString(text, "")
	text = untyped.ReplaceAllString(text, "a value of another kind than this key takes: $1")
	return unknown.ReplaceAllStringFunc(text, func(found string) string {
		m := unknown.FindStringSubmatch(found)
		place, ok := places[m[2]]
		if !ok {
			place = m[2]
		}
		return fmt.Sprintf("%q is not a key of %s", m[1], place)
	})
}

// find walks from a node by keys of mappings and places in sequences. It returns the
// nearest node around what is not there, without its kind.
func find(n *yaml.Node, path ...string) *yaml.Node {
	for _, step := range path {
		var within *yaml.Node
		switch n.Kind {
		case yaml.SequenceNode:
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Content) {
				within = n.Content[i]
			}
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == step {
					within = n.Content[i+1]
				}
			}
		default:
			// A scalar, or an alias, has nothing that can be walked to.
		}
		if within == nil {
			return &yaml.Node{Line: n.Line}
		}
		n = within
	}
	return n
}
