package privacy

import (
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// accountPerson begins the identifier of a person who has an account and no file. A dot
// is in no identifier of a member.
const accountPerson = "account."

// Self returns the person that the actor is: the member, for who has a file, and the
// holder of the account for who has none. The zero Actor is nobody.
func Self(actor identity.Actor) PersonID {
	switch {
	case actor.Member != "":
		return PersonID(actor.Member)
	case actor.Account != "":
		return accountPerson + PersonID(actor.Account)
	}
	return ""
}

// PersonOf returns the person whom an account is of, as [Self] does.
func PersonOf(a identity.Account) PersonID { return Self(a.Actor()) }

// Account returns the account of a person who has no file; false for everybody else.
func (p PersonID) Account() (identity.AccountID, bool) {
	if len(p) <= len(accountPerson) || p[:len(accountPerson)] != accountPerson {
		return "", false
	}
	return identity.AccountID(p[len(accountPerson):]), true
}

// Contact is whom to answer, and where.
type Contact struct {
	Name     string            `json:"name"`
	Email    string            `json:"email"`
	Language identity.Language `json:"language"`
}

// GroupsOf returns the groups of people that somebody with these roles belongs to, in the
// order of the inventory: by their roles, and by what everybody does, such as to visit
// the site.
func (i Inventory) GroupsOf(roles []identity.Role) []string {
	var all []string
	for _, g := range i.Groups {
		if slices.ContainsFunc(g.Roles, func(r identity.Role) bool { return r == Everybody || slices.Contains(roles, r) }) {
			all = append(all, g.ID)
		}
	}
	return all
}

// Everybody stands among the roles of a group to which every person may belong.
const Everybody identity.Role = "everybody"

// About returns the holdings about somebody with these roles, in the order of the
// document: what the policy says may be held of them, and why.
func (i Inventory) About(roles []identity.Role) []Holding {
	groups := i.GroupsOf(roles)
	var all []Holding
	for _, h := range i.Holdings() {
		if slices.Contains(groups, h.Group) {
			all = append(all, h)
		}
	}
	return all
}
