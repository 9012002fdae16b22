package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Notice is one version of what a person is told when information is collected (P-39.1,
// s. 8, s. 65).
type Notice struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	// From is the first day of the version, and Until its last; the zero Date is none.
	From  cycle.Date `json:"from"`
	Until cycle.Date `json:"until,omitzero"`
	// Purposes are those that it announces, and Says what it tells of them.
	Purposes []string      `json:"purposes"`
	Says     []Element     `json:"says"`
	Text     identity.Text `json:"text"`
	Source   string        `json:"source"`
	Verified bool          `json:"verified"`
}

// Element is something that a notice must tell.
type Element string

// The elements. The last two are told where they apply.
const (
	TellsPurposes     Element = "purposes"
	TellsMeans        Element = "means"
	TellsRights       Element = "access-and-rectification"
	TellsWithdrawal   Element = "withdrawal"
	TellsThirdParties Element = "third-parties"
	TellsOutside      Element = "outside-quebec"
)

// Elements lists them.
func Elements() []Element {
	return []Element{TellsPurposes, TellsMeans, TellsRights, TellsWithdrawal, TellsThirdParties, TellsOutside}
}

// Notice returns a version of a notice.
func (i Inventory) Notice(id, version string) (Notice, bool) {
	at := slices.IndexFunc(i.Notices, func(n Notice) bool { return n.ID == id && n.Version == version })
	if at < 0 {
		return Notice{}, false
	}
	return i.Notices[at], true
}

// InForce reports that the version is in force on a day.
func (n Notice) InForce(day cycle.Date) bool {
	return !n.From.IsZero() && !day.Before(n.From) && (n.Until.IsZero() || !day.After(n.Until))
}

// Lacks returns what the notice leaves untold of what is held for its purposes.
func (n Notice) Lacks(i Inventory) []Element {
	needed := []Element{TellsPurposes, TellsMeans, TellsRights, TellsWithdrawal}
	for _, h := range i.Holdings() {
		if !slices.Contains(n.Purposes, h.Purpose) {
			continue
		}
		if len(h.Recipients) > 0 && !slices.Contains(needed, TellsThirdParties) {
			needed = append(needed, TellsThirdParties)
		}
		place, _ := named(i.Places, h.Place, func(p Place) string { return p.ID })
		if place.Outside && !slices.Contains(needed, TellsOutside) {
			needed = append(needed, TellsOutside)
		}
	}
	return slices.DeleteFunc(needed, func(e Element) bool { return slices.Contains(n.Says, e) })
}

func (i Inventory) checkNotices(Law) string {
	for at, n := range i.Notices {
		switch _, twice := (Inventory{Notices: i.Notices[:at]}).Notice(n.ID, n.Version); {
		case !identity.WellFormed(n.ID) || n.Version == "" || twice || n.From.IsZero() || !both(n.Text) || n.Source == "":
			return fmt.Sprintf("a notice needs an identifier, a version of its own, a day, both languages and a source: %q", n.ID)
		case len(n.Purposes) == 0:
			return n.ID + " announces no purpose"
		}
		for _, p := range n.Purposes {
			if !i.has("purpose", p) {
				return fmt.Sprintf("%s: %q is no purpose", n.ID, p)
			}
		}
		for _, e := range n.Says {
			if !slices.Contains(Elements(), e) {
				return fmt.Sprintf("%s: %q is nothing that a notice tells", n.ID, e)
			}
		}
		if lacks := n.Lacks(i); len(lacks) > 0 {
			return fmt.Sprintf("%s does not tell %q", n.ID, lacks[0])
		}
	}
	for _, p := range i.Purposes {
		rests := slices.ContainsFunc(i.Held, func(h Held) bool { return h.Purpose == p.ID && h.Basis != Necessity })
		if rests != both(p.Ends) {
			return p.ID + " rests on consent and does not say what a withdrawal ends, or the other way round (V7)"
		}
	}
	return ""
}
