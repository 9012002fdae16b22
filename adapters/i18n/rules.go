package i18n

import (
	"github.com/goodstanding/goodstanding/hours"
)

// Mark returns the label of a category, a type or a tag of activities; what the
// version does not have keeps its identifier.
func (p Printer) Mark(v hours.Version, id string) string {
	for _, c := range v.Categories {
		if c.ID == id {
			return p.Text(c.Label)
		}
		if t, ok := c.Type(id); ok {
			return p.Text(t.Label)
		}
	}
	for _, tag := range v.Tags {
		if tag.ID == id {
			return p.Text(tag.Label)
		}
	}
	return id
}

// Requirement returns the label of a requirement; one that the version does not
// have, or that has no label, keeps its identifier.
func (p Printer) Requirement(v hours.Version, id string) string {
	for i := range v.Requirements {
		if q := &v.Requirements[i]; q.ID == id && q.Label.FR != "" {
			return p.Text(q.Label)
		}
	}
	return id
}
