package catalogue

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

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

// unknown is what YAML says of a key that a type of ours does not have.
var unknown = regexp.MustCompile(`field (\S+) not found in type (\S+)`)

// untyped is what YAML says of a value that a type of ours does not take.
var untyped = regexp.MustCompile("cannot unmarshal !!\\w+ ?(`[^`]*`)? into \\S+")

// places are what the format page calls those types.
var places = map[string]string{
	"catalogue.document": "the document", "catalogue.Case": "a case", "catalogue.CaseDeclaration": "a declaration of a case",
	"catalogue.CaseExemption": "an exemption of a case", "catalogue.CaseStay": "a stay of a roll", "catalogue.CaseCarry": "carried hours of a case",
	"catalogue.Expectation": "expect", "catalogue.CaseCure": "cureBy", "hours.Version": "a version", "cycle.Calendar": "a calendar", "cycle.Cohort": "a cohort", "cycle.Span": "first",
	"hours.Clause": "a clause", "hours.Category": "a category", "hours.ActivityType": "a type", "hours.Mark": "tags or profile",
	"hours.Requirement": "a requirement", "hours.Amount": "an amount", "hours.Instead": "instead", "hours.Selection": "a selection",
	"hours.Condition": "a condition", "hours.Between": "admitted", "hours.Every": "every", "hours.Window": "a window", "hours.Proration": "prorate",
	"hours.Threshold": "steps", "hours.Rounding": "a rounding", "hours.CreditRule": "credits", "hours.Again": "again", "hours.MostEach": "mostEach",
	"hours.ExemptionRule": "an exemption rule", "hours.Duration": "least", "hours.CarryOver": "carryOver", "hours.CarryInstead": "carryOver.instead", "hours.Tier": "a tier of late",
	"hours.Addition": "adds", "hours.Elsewhere": "elsewhere", "hours.Counting": "counting", "hours.BeforeEntry": "before",
	"hours.DeclareRule": "declare", "hours.EvidenceRule": "evidence", "hours.KeptDocument": "kept", "hours.AuditRule": "audit",
	"hours.DefaultRule": "default", "hours.DefaultKind": "a kind of default", "hours.Delay": "a delay", "hours.Term": "a delay",
	"hours.Consequence": "a consequence", "hours.Attestation": "attestations", "identity.Text": "a text", "identity.plain": "profile",
}

// plainly says an error of YAML's in the words of the format page.
func plainly(err error) error {
	if strings.Contains(err.Error(), "cannot start any token") {
		return fmt.Errorf("%w (a tab? indent with spaces)", err)
	}
	said := untyped.ReplaceAllString(err.Error(), "a value of another kind than this key takes: $1")
	said = unknown.ReplaceAllStringFunc(said, func(found string) string {
		m := unknown.FindStringSubmatch(found)
		place, ok := places[m[2]]
		if !ok {
			place = m[2]
		}
		if _, err := strconv.Atoi(m[1]); err == nil {
			return fmt.Sprintf("%q is not a key of %s (a decimal comma? write 2.5 with a point)", m[1], place)
		}
		return fmt.Sprintf("%q is not a key of %s", m[1], place)
	})
	if said == err.Error() {
		return err
	}
	return errors.New(strings.TrimPrefix(said, "yaml: unmarshal errors:\n  "))
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
