package portal

import (
	"net/url"

	"github.com/goodstanding/goodstanding/privacy"
)

// personFinder looks for somebody whom the organisation knows, by name.
type personFinder struct {
	Action string
	Kept   []kept
	Find   field
	// Asked says that something was looked for.
	Asked bool
	Rows  []personRow
	More  bool
}

// personRow leads to the page about somebody who was found.
type personRow struct{ Link, Name, Detail string }

// finder is the search of a page, whose address then names the person.
func (v *visit) finder(action string, with url.Values) (personFinder, error) {
	q := v.r.URL.Query()
	f := personFinder{Action: action, Kept: keep(with), Find: v.form("officer", nil).text("find", q.Get("find")), Asked: q.Get("find") != ""}
	found, more, err := v.Registrar.Find(v.r.Context(), v.actor, q.Get("find"))
	if err != nil {
		return f, err
	}
	for _, p := range found {
		to := url.Values{"person": {string(p.Person)}}
		for name, values := range with {
			to[name] = values
		}
		f.Rows = append(f.Rows, personRow{action + "?" + to.Encode(), p.Name, joined(p.Number, p.Email)})
	}
	f.More = more
	return f, nil
}

// personNamed is the name of somebody whom the organisation knows.
func (v *visit) personNamed(person privacy.PersonID) (string, error) {
	c, err := v.Registrar.Contact(v.r.Context(), v.actor, person)
	return c.Name, err
}
