package privacy

import (
	"context"
	"strings"

	"github.com/goodstanding/goodstanding/identity"
)

// Known is somebody whom the organisation knows: a member, or the holder of an account
// without a file. Number is the permit of the one and the login of the other.
type Known struct {
	Person PersonID
	Name   string
	Number string
	Email  string
}

// MostFound is how many people [Registrar.Find] returns at most: it finds somebody who is
// looked for, and is no list of the roll (C-26, s. 108.8).
const MostFound = 20

// shortestSearch is how many characters are looked for at least.
const shortestSearch = 2

// Find returns the people whose name, permit or login holds a text, without regard to case
// and accents, by name, for the person in charge; the error is [ErrForbidden] for anybody
// else. A text of less than two characters finds nobody, and more reports that there are
// others.
func (r *Registrar) Find(ctx context.Context, actor identity.Actor, text string) (found []Known, more bool, err error) {
	if err := officer(actor); err != nil {
		return nil, false, err
	}
	if text = strings.TrimSpace(text); len([]rune(text)) < shortestSearch {
		return nil, false, nil
	}
	members, err := r.People.Members(ctx, actor.Org)
	if err != nil {
		return nil, false, err
	}
	var all []identity.AccountCard
	for _, m := range members {
		all = append(all, identity.AccountCard{Member: m.ID, Name: m.Name(), Login: m.Permit, Address: m.Email})
	}
	for after := identity.AccountID(""); ; {
		page, err := r.People.AccountsAfter(ctx, actor.Org, after, 500)
		if err != nil {
			return nil, false, err
		}
		for _, a := range page {
			if after = a.ID; a.Member == "" {
				all = append(all, identity.AccountCard{ID: a.ID, Name: a.Name, Login: a.Login, Address: a.Email})
			}
		}
		if len(page) < 500 {
			break
		}
	}
	for _, c := range (identity.AccountQuery{Text: text}).Choose(all) {
		if len(found) == MostFound {
			return found, true, nil
		}
		person := PersonID(c.Member)
		if person == "" {
			person = accountPerson + PersonID(c.ID)
		}
		found = append(found, Known{Person: person, Name: c.Name, Number: c.Login, Email: c.Address})
	}
	return found, false, nil
}

// Contact returns whom to answer for a person, for the person in charge; [ErrNotFound] for
// somebody of whom nothing is known.
func (r *Registrar) Contact(ctx context.Context, actor identity.Actor, person PersonID) (Contact, error) {
	if err := officer(actor); err != nil {
		return Contact{}, err
	}
	return r.contact(ctx, actor.Org, person)
}
