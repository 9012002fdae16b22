package access

import (
	"errors"
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Catalogue is what may be asked for, and how: data of identity/access/forms.
type Catalogue struct {
	Services    []Service    `yaml:"services"`
	Authorisers []Authoriser `yaml:"authorisers"`
	Forms       []Form       `yaml:"forms"`
	Grounds     []Ground     `yaml:"grounds"`
	// Words are the labels of the text that is signed, by what they name.
	Words map[string]identity.Text `yaml:"words"`
}

// Through is the way to a service.
type Through string

// The ways: a form that two people sign, or the representative of the workplace (A11).
const (
	ByForm           Through = "form"
	ByRepresentative Through = "representative"
)

// Service is something that is used online.
type Service struct {
	ID      string        `yaml:"id"`
	Label   identity.Text `yaml:"label"`
	What    identity.Text `yaml:"what"`
	Through Through       `yaml:"through"`
	// Source is where the service is named, and Verified whether that was read.
	Source   string `yaml:"source"`
	Verified bool   `yaml:"verified"`
}

// Authoriser is a kind of person who may authorise requests.
type Authoriser struct {
	ID    string        `yaml:"id"`
	Label identity.Text `yaml:"label"`
}

// Kind is what a form is for.
type Kind string

// The kinds (A1).
const (
	Profession    Kind = "profession"
	Establishment Kind = "establishment"
)

// Form is the form of a profession or of a type of establishment (A1).
type Form struct {
	ID    string        `yaml:"id"`
	Label identity.Text `yaml:"label"`
	Kind  Kind          `yaml:"kind"`
	// Edition is the first day of this text of the form.
	Edition cycle.Date `yaml:"edition"`
	// Offers are the services that it asks for, one at a time (A2).
	Offers []Offer `yaml:"offers"`
	// Agencies says that the people of a commercial billing agency may be named.
	Agencies bool `yaml:"agencies"`
	// Commitments are what the user signs (A13, A14).
	Commitments []identity.Text `yaml:"commitments"`
	Source      string          `yaml:"source"`
	Verified    bool            `yaml:"verified"`
}

// Offer is a service that a form asks for, and who may authorise it.
type Offer struct {
	Service     string   `yaml:"service"`
	Authorisers []string `yaml:"authorisers"`
}

// Ground is a reason for a refusal. Those of [Reason] are found by rules; the others are
// for staff to give.
type Ground struct {
	ID       string        `yaml:"id"`
	Label    identity.Text `yaml:"label"`
	Found    bool          `yaml:"found"`
	Source   string        `yaml:"source"`
	Verified bool          `yaml:"verified"`
}

// ErrCatalogue is a catalogue that contradicts itself.
var ErrCatalogue = errors.New("access: the catalogue contradicts itself")

// Service returns a service, and whether there is one.
func (c Catalogue) Service(id string) (Service, bool) {
	return one(c.Services, func(s Service) bool { return s.ID == id })
}

// Form returns a form, and whether there is one.
func (c Catalogue) Form(id string) (Form, bool) {
	return one(c.Forms, func(f Form) bool { return f.ID == id })
}

// Authoriser returns a kind of authoriser, and whether there is one.
func (c Catalogue) Authoriser(id string) (Authoriser, bool) {
	return one(c.Authorisers, func(a Authoriser) bool { return a.ID == id })
}

// Ground returns a ground, and whether there is one.
func (c Catalogue) Ground(id string) (Ground, bool) {
	return one(c.Grounds, func(g Ground) bool { return g.ID == id })
}

// Represented returns the services that are asked for at a representative (A11).
func (c Catalogue) Represented() []Service {
	return slices.DeleteFunc(slices.Clone(c.Services), func(s Service) bool { return s.Through != ByRepresentative })
}

// Offer returns what a form says of a service, and whether it offers it.
func (f Form) Offer(service string) (Offer, bool) {
	return one(f.Offers, func(o Offer) bool { return o.Service == service })
}

func one[T any](all []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	var none T
	return none, false
}

// words are the labels that every statement has.
var words = []string{"form", "edition", "service", "user", "authoriser", "place", "agency", "name", "email", "kind", "yes", "no", "commitments"}

// Check is nil for a catalogue that may be used. The error wraps [ErrCatalogue].
func (c Catalogue) Check() error {
	bad := func(format string, values ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrCatalogue}, values...)...)
	}
	both := func(t identity.Text) bool { return t.FR != "" && t.EN != "" }
	seen := map[string]bool{}
	twice := func(kind, id string) bool {
		defer func() { seen[kind+"/"+id] = true }()
		return !identity.WellFormed(id) || seen[kind+"/"+id]
	}
	for _, s := range c.Services {
		switch {
		case twice("service", s.ID):
			return bad("service %q is none, or there are two", s.ID)
		case !both(s.Label) || !both(s.What) || s.Source == "":
			return bad("service %s wants words in both languages and a source", s.ID)
		case s.Through != ByForm && s.Through != ByRepresentative:
			return bad("service %s is asked for through %q", s.ID, s.Through)
		}
	}
	for _, a := range c.Authorisers {
		if twice("authoriser", a.ID) || !both(a.Label) {
			return bad("authoriser %q", a.ID)
		}
	}
	for _, f := range c.Forms {
		switch {
		case twice("form", f.ID):
			return bad("form %q is none, or there are two", f.ID)
		case !both(f.Label) || f.Source == "" || f.Edition.IsZero() || f.Kind != Profession && f.Kind != Establishment:
			return bad("form %s wants words in both languages, a kind, an edition and a source", f.ID)
		case len(f.Offers) == 0 || len(f.Commitments) == 0:
			return bad("form %s offers nothing, or commits nobody", f.ID)
		}
		for _, o := range f.Offers {
			s, known := c.Service(o.Service)
			switch {
			case !known || twice("offer/"+f.ID, o.Service):
				return bad("form %s: service %q", f.ID, o.Service)
			case s.Through != ByForm:
				return bad("form %s: service %s is asked for at a representative", f.ID, s.ID)
			case len(o.Authorisers) == 0:
				return bad("form %s: nobody may authorise %s", f.ID, s.ID)
			}
			for _, id := range o.Authorisers {
				if _, known := c.Authoriser(id); !known {
					return bad("form %s: authoriser %q", f.ID, id)
				}
			}
		}
		for _, t := range f.Commitments {
			if !both(t) {
				return bad("form %s: a commitment in one language", f.ID)
			}
		}
	}
	for _, g := range c.Grounds {
		if twice("ground", g.ID) || !both(g.Label) || g.Source == "" || g.Found != slices.Contains(Reasons(), Reason(g.ID)) {
			return bad("ground %q", g.ID)
		}
	}
	for _, r := range Reasons() {
		if _, known := c.Ground(string(r)); !known {
			return bad("no ground says %s", r)
		}
	}
	for _, w := range words {
		if !both(c.Words[w]) {
			return bad("no word for %s in both languages", w)
		}
	}
	return nil
}
