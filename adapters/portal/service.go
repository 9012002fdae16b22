package portal

import "github.com/goodstanding/goodstanding/identity"

// serviceList is what the home page says of the services online that the account opens
// (A10).
type serviceList struct{ Services []serviceLine }

// serviceLine is a service, and what it is for.
type serviceLine struct {
	ID, Label, What string
	Verified        bool
}

// services returns the list of whoever has services, or is here for nothing else; nil for
// others, to whom nothing is said of it.
func (v *visit) services() *serviceList {
	if v.Office == nil || len(v.actor.Services) == 0 && !v.actor.Is(identity.RoleUser) {
		return nil
	}
	list := &serviceList{}
	for _, id := range v.actor.Services {
		line := serviceLine{ID: id, Label: id}
		if s, known := v.Office.Catalogue.Service(id); known {
			line.Label, line.What, line.Verified = v.print.Text(s.Label), v.print.Text(s.What), s.Verified
		}
		list.Services = append(list.Services, line)
	}
	return list
}
