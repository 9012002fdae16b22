package privacy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/identity"
)

// Subject is a person as the stores know them: what a record is recognised by as being
// about them.
type Subject struct {
	Org    identity.OrganisationID
	Person PersonID
	// Accounts are those of the person, whether or not they have a file.
	Accounts []identity.AccountID
	// Logins, Addresses and Permits are in the form in which they are compared
	// ([identity.NormalLogin], [identity.NormalAddress]).
	Logins    []string
	Addresses []string
	Permits   []string
	// Names are the first and last names that are known of the person, each "first last".
	Names []string
}

// About says whether a record that is in nobody's file is about the person, and which
// items of it are when it is about several people: their places in the list of parts. A
// record that is about the person whole has no parts.
func (k Keeping) About(s Subject, kind string, body []byte) (about bool, parts []int, err error) {
	kept, ok := k.Kept(kind)
	if !ok {
		return false, nil, ErrUndeclared
	}
	if !slices.ContainsFunc(kept.Fields, func(f KeptField) bool { return f.Finds != "" }) {
		return false, nil, nil
	}
	root, err := parse(body)
	if err != nil {
		return false, nil, err
	}
	err = walk(root, "", "", func(path, at string, value any) error {
		f, _ := kept.Field(path)
		text, _ := value.(string)
		if f.Finds == "" || text == "" || !s.is(f.Finds, text, beside(root, at)) {
			return nil
		}
		about = true
		if n, ok := placeIn(kept.Parts, at); ok && !slices.Contains(parts, n) {
			parts = append(parts, n)
		}
		return nil
	})
	return about, parts, err
}

// is reports that a value is the subject's.
func (s Subject) is(by Finder, text string, beside map[string]any) bool {
	switch by {
	case ByMember:
		return text == string(s.Person)
	case ByAccount:
		return slices.Contains(s.Accounts, identity.AccountID(text))
	case ByPermit:
		return slices.Contains(s.Permits, strings.TrimSpace(text))
	case ByLogin:
		return slices.Contains(s.Logins, identity.NormalLogin(text))
	case ByAddress:
		if !slices.Contains(s.Addresses, identity.NormalAddress(text)) {
			return false
		}
		first, named := beside["first"].(string)
		last, _ := beside["last"].(string)
		return !named || slices.ContainsFunc(s.Names, func(own string) bool {
			return strings.EqualFold(spaced(own), spaced(first+" "+last))
		})
	}
	return false
}

// spaced returns a text with one space between its words.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// beside returns the object that holds the value at a place.
func beside(root any, at string) map[string]any {
	object, _ := root.(map[string]any)
	for {
		name, rest, deeper := strings.Cut(at, ".")
		if !deeper {
			return object
		}
		name, place, listed := strings.Cut(name, "[")
		next := object[name]
		if list, ok := next.([]any); ok && listed {
			n, err := strconv.Atoi(strings.TrimSuffix(place, "]"))
			if err != nil || n >= len(list) {
				return nil
			}
			next = list[n]
		}
		object, _ = next.(map[string]any)
		at = rest
	}
}

// placeIn returns the place of the part that a value is in.
func placeIn(parts, at string) (int, bool) {
	rest, ok := strings.CutPrefix(at, strings.TrimSuffix(parts, "]"))
	if parts == "" || !ok {
		return 0, false
	}
	place, _, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(place)
	return n, err == nil
}
