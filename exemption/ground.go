package exemption

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// Grounds is what a regulation excuses and how one asks: data, read from a
// document.
type Grounds struct {
	// Regulation is the identifier of the regulation that they go with.
	Regulation string `json:"regulation"`
	// Version names the text; requests keep the one under which they were made.
	Version string   `json:"version"`
	Grounds []Ground `json:"grounds"`
	// Commitments are what the member commits to when asking (P48).
	Commitments []Commitment `json:"commitments"`
	// Notice says, before a request, what is done with the information (P41).
	Notice identity.Text `json:"notice"`
}

// Ground is a ground ("motif") for an exemption (P43).
type Ground struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Documents says what the ground calls for in support (P44).
	Documents identity.Text `json:"documents"`
	// Details says that the circumstance must be explained (P47).
	Details bool `json:"details"`
	// Source says where the ground was read, and Verified whether the regulation
	// itself was.
	Source   string `json:"source"`
	Verified bool   `json:"verified"`
}

// Commitment is a statement that the member makes by ticking a box.
type Commitment struct {
	ID   string        `json:"id"`
	Text identity.Text `json:"text"`
}

// Ground returns a ground by its identifier.
func (g Grounds) Ground(id string) (Ground, bool) {
	i := slices.IndexFunc(g.Grounds, func(ground Ground) bool { return ground.ID == id })
	if i < 0 {
		return Ground{}, false
	}
	return g.Grounds[i], true
}

// Check reports the first contradiction or omission, as an error that wraps
// [ErrBadGrounds].
func (g Grounds) Check() error {
	bad := func(format string, a ...any) error {
		return fmt.Errorf("%w: %s: %s", ErrBadGrounds, g.Regulation, fmt.Sprintf(format, a...))
	}
	if g.Regulation == "" || g.Version == "" || len(g.Grounds) == 0 {
		return bad("a regulation, a version and a ground are needed")
	}
	if !both(g.Notice) {
		return bad("a notice in both languages is needed (P41)")
	}
	seen := map[string]bool{}
	for _, ground := range g.Grounds {
		switch {
		case ground.ID == "" || seen[ground.ID]:
			return bad("a ground without an identifier, or with one used twice: %q", ground.ID)
		case !both(ground.Label) || ground.Source == "":
			return bad("%s needs a label in both languages and a source", ground.ID)
		case !both(ground.Documents):
			return bad("%s does not say, in both languages, which documents it calls for (P44)", ground.ID)
		}
		seen[ground.ID] = true
	}
	clear(seen)
	for _, c := range g.Commitments {
		if c.ID == "" || seen[c.ID] || !both(c.Text) {
			return bad("a commitment needs an identifier of its own and both languages: %q", c.ID)
		}
		seen[c.ID] = true
	}
	return nil
}

func both(t identity.Text) bool { return t.FR != "" && t.EN != "" }
