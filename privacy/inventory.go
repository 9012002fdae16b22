package privacy

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Inventory is what an order holds about people and why, as its policy says it. It is
// data: privacy/inventory reads it.
type Inventory struct {
	// ID names it, such as "qc-otpq". Law is the identifier of the law that its
	// articles are of.
	ID      string `json:"id"`
	Law     string `json:"law"`
	Policy  Policy `json:"policy"`
	Officer Person `json:"officer"`
	// Withdrawals is the address to which a withdrawal of consent is sent.
	Withdrawals string      `json:"withdrawals"`
	Groups      []Group     `json:"groups"`
	Categories  []Category  `json:"categories"`
	Purposes    []Purpose   `json:"purposes"`
	Means       []Means     `json:"means"`
	Recipients  []Recipient `json:"recipients"`
	Places      []Place     `json:"places"`
	Classes     []Class     `json:"classes"`
	Staff       []Duty      `json:"staff"`
	// Held are the holdings as the document groups them; [Inventory.Holdings] lists them
	// one by one.
	Held       []Held      `json:"held"`
	Statements []Statement `json:"statements"`
	// Sections are the policy's, in its order.
	Sections []Section `json:"sections"`
	// Notices are what a person is told when information is collected, in every version.
	Notices []Notice `json:"notices"`
}

// Person is who is in charge of the protection of personal information.
type Person struct {
	// Name is empty when the policy names nobody.
	Name  string        `json:"name"`
	Title identity.Text `json:"title"`
	Email string        `json:"email"`
}

// Group is a group of people about whom something is collected (V3).
type Group struct {
	ID       string        `json:"id"`
	Label    identity.Text `json:"label"`
	Collects []Collected   `json:"collects"`
	// Roles are those of the accounts whose holders belong to the group ([Everybody] is
	// all of them); none: no account says that somebody does.
	Roles    []identity.Role `json:"roles"`
	Source   string          `json:"source"`
	Verified bool            `json:"verified"`
}

// Collected is a category that is collected from a group.
type Collected struct {
	Category string `json:"category"`
	// Only says in which case; empty is always.
	Only identity.Text `json:"only"`
}

// Nature is what a category of information is (V1).
type Nature string

// The natures. What is public is personal information all the same; that it may be
// asked for one person at a time (C-26, s. 108.8) does not make it a list.
const (
	Personal     Nature = "personal"
	Professional Nature = "professional" // contact details at work
	Public       Nature = "public"       // the person made it so, or a law does
)

// Category is a kind of information.
type Category struct {
	ID     string        `json:"id"`
	Label  identity.Text `json:"label"`
	Nature Nature        `json:"nature"`
	// Sensitive: by its nature, wherever it is used. By its context is [Held.Sensitive].
	Sensitive bool   `json:"sensitive"`
	Source    string `json:"source"`
	Verified  bool   `json:"verified"`
}

// Purpose is what information is collected and used for (V4).
type Purpose struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Regime is that of every holding of the purpose.
	Regime Regime `json:"regime"`
	// Consent: only with consent that was asked for and given (V18). Profiling: it
	// assesses how people behave, and stays off until somebody turns it on.
	Consent   bool `json:"consent"`
	Profiling bool `json:"profiling"`
	// Ends is what the order may no longer provide once consent is withdrawn (V7);
	// empty: the purpose does not rest on consent, and nothing ends.
	Ends identity.Text `json:"ends"`
	// Source is where the purpose was read, and Verified whether the text also settles
	// its regime.
	Source   string `json:"source"`
	Verified bool   `json:"verified"`
}

// Means is how information is collected (V5).
type Means struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Passive: a visit alone provides it.
	Passive  bool   `json:"passive"`
	Source   string `json:"source"`
	Verified bool   `json:"verified"`
}

// Recipient is a category of third parties to whom information may go (V10, V11).
type Recipient struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Contract: it binds itself to confidentiality and to the purpose.
	Contract bool   `json:"contract"`
	Source   string `json:"source"`
	Verified bool   `json:"verified"`
}

// Place is where information is kept (V13).
type Place struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Outside Québec.
	Outside  bool   `json:"outside"`
	Source   string `json:"source"`
	Verified bool   `json:"verified"`
}

// Class is a class of retention (V12).
type Class struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Years is how long after the purpose is achieved a record of the class may stay at
	// most; 0: no longer than the purpose.
	Years    int    `json:"years"`
	Source   string `json:"source"`
	Verified bool   `json:"verified"`
}

// Duty is a category of staff, with the purposes for which they may see information
// (V14).
type Duty struct {
	ID       string        `json:"id"`
	Label    identity.Text `json:"label"`
	Purposes []string      `json:"purposes"`
	// Roles are those of the accounts whose holders have this work; none: no account says
	// that somebody has it.
	Roles    []identity.Role `json:"roles"`
	Source   string          `json:"source"`
	Verified bool            `json:"verified"`
}

// Basis is on what a holding rests.
type Basis string

// The bases.
const (
	Necessity Basis = "necessity" // the purpose, of the order's mission, needs it
	Implied   Basis = "implied"   // provided after a notice; derived, never declared
	Asked     Basis = "consent"   // consent, asked for and given
	Express   Basis = "express"   // express consent, for what is sensitive
)

// Bases lists them.
func Bases() []Basis { return []Basis{Necessity, Implied, Asked, Express} }

// Held is categories about a group, kept for a purpose.
type Held struct {
	Purpose    string      `json:"purpose"`
	Group      string      `json:"group"`
	Categories []string    `json:"categories"`
	Means      []string    `json:"means"`
	Basis      Basis       `json:"basis"`
	Articles   []ArticleID `json:"articles"`
	Recipients []string    `json:"recipients"`
	Place      string      `json:"place"`
	Class      string      `json:"class"`
	// Sensitive: by the context of this use.
	Sensitive bool   `json:"sensitive"`
	Source    string `json:"source"`
	Verified  bool   `json:"verified"`
}

// HoldingID names a holding inside an inventory: purpose, group and category, with
// slashes, such as "roll/members/name".
type HoldingID string

// Holding is one category about one group, kept for one purpose, with everything that
// the policy must be able to say of it.
type Holding struct {
	ID         HoldingID   `json:"id"`
	Category   string      `json:"category"`
	Purpose    string      `json:"purpose"`
	Group      string      `json:"group"`
	Means      []string    `json:"means"`
	Regime     Regime      `json:"regime"`
	Basis      Basis       `json:"basis"`
	Articles   []ArticleID `json:"articles"`
	Recipients []string    `json:"recipients"`
	Place      string      `json:"place"`
	Class      string      `json:"class"`
	// Sensitive: by nature, or by the context of the use.
	Sensitive bool   `json:"sensitive"`
	Source    string `json:"source"`
	// Verified: the policy itself says that the category serves the purpose.
	Verified bool `json:"verified"`
}

// Holdings lists every holding, in the order of the document.
func (i Inventory) Holdings() []Holding {
	var all []Holding
	for _, h := range i.Held {
		purpose, _ := i.Purpose(h.Purpose)
		for _, id := range h.Categories {
			category, _ := i.Category(id)
			all = append(all, Holding{
				ID:       HoldingID(strings.Join([]string{h.Purpose, h.Group, id}, "/")),
				Category: id, Purpose: h.Purpose, Group: h.Group, Means: h.Means,
				Regime: purpose.Regime, Basis: h.Basis, Articles: h.Articles,
				Recipients: h.Recipients, Place: h.Place, Class: h.Class,
				Sensitive: category.Sensitive || h.Sensitive, Source: h.Source, Verified: h.Verified,
			})
		}
	}
	return all
}

// Holding returns a holding by its identifier.
func (i Inventory) Holding(id HoldingID) (Holding, bool) {
	all := i.Holdings()
	at := slices.IndexFunc(all, func(h Holding) bool { return h.ID == id })
	if at < 0 {
		return Holding{}, false
	}
	return all[at], true
}

// Purpose returns a purpose by its identifier.
func (i Inventory) Purpose(id string) (Purpose, bool) {
	return named(i.Purposes, id, func(p Purpose) string { return p.ID })
}

// Category returns a category by its identifier.
func (i Inventory) Category(id string) (Category, bool) {
	return named(i.Categories, id, func(c Category) string { return c.ID })
}

// Group returns a group by its identifier.
func (i Inventory) Group(id string) (Group, bool) {
	return named(i.Groups, id, func(g Group) string { return g.ID })
}

// Class returns a class of retention by its identifier.
func (i Inventory) Class(id string) (Class, bool) {
	return named(i.Classes, id, func(c Class) string { return c.ID })
}

// Sees reports that a category of staff may see a holding: its purpose is among theirs
// (V14). Who is not known sees nothing.
func (i Inventory) Sees(duty string, h HoldingID) bool {
	d, known := named(i.Staff, duty, func(d Duty) string { return d.ID })
	held, there := i.Holding(h)
	return known && there && slices.Contains(d.Purposes, held.Purpose)
}

func named[T any](all []T, id string, name func(T) string) (T, bool) {
	for _, one := range all {
		if name(one) == id {
			return one, true
		}
	}
	var none T
	return none, false
}

// InForce reports that the policy is in force on the day.
func (p Policy) InForce(day cycle.Date) bool {
	return !p.Effective.IsZero() && !day.Before(p.Effective)
}
