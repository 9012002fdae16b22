package catalogue

import (
	"errors"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/hours"
)

var lineNumber = regexp.MustCompile(`line (\d+):`)

// lineIn returns the first line that an error of YAML's names, 0 when it names
// none.
func lineIn(err error) int {
	m := lineNumber.FindStringSubmatch(err.Error())
	if m == nil {
		return 0
	}
	line, _ := strconv.Atoi(m[1])
	return line
}

// culprit returns the line of the value that gives the error. YAML does not name
// it when a type of ours refuses a text (an amount, a day): it is the value
// without which the error is another one, or none.
func culprit(root *yaml.Node, refused error) int {
	var search func(*yaml.Node) int
	search = func(n *yaml.Node) int {
		if n.Kind != yaml.ScalarNode {
			for i, child := range n.Content {
				if n.Kind == yaml.MappingNode && i%2 == 0 {
					continue // a key
				}
				if line := search(child); line > 0 {
					return line
				}
			}
			return 0
		}
		kept := *n
		*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
		defer func() { *n = kept }()
		if err := root.Decode(new(document)); err == nil || err.Error() != refused.Error() {
			return kept.Line
		}
		return 0
	}
	return search(root)
}

// flawed returns the line of the item that a flaw is about, or of the nearest
// thing around it.
func flawed(root *yaml.Node, err error) int {
	var flaw *hours.Flaw
	if !errors.As(err, &flaw) {
		return 0
	}
	at := root.Content[0]
	for _, step := range []struct{ key, id string }{{"versions", flaw.Version}, {flaw.Part, flaw.ID}} {
		within := value(at, step.key)
		if within.Line == 0 {
			break
		}
		at = within
		for _, n := range within.Content {
			if within.Kind == yaml.SequenceNode && step.id != "" && value(n, "id").Value == step.id {
				at = n
			}
		}
	}
	return at.Line
}

// value returns the value of a key of a mapping, an empty node when there is none.
func value(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return &yaml.Node{}
}

// item returns an item of a sequence, an empty node when there is none.
func item(n *yaml.Node, i int) *yaml.Node {
	if n.Kind != yaml.SequenceNode || i >= len(n.Content) {
		return &yaml.Node{}
	}
	return n.Content[i]
}
