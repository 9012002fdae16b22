package intake

import (
	"slices"
	"strings"
	"unicode"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// roll finds members by the number of their permit. It is built once per roster and
// holds the whole roll, some hundreds of bytes a member: what it takes depends on
// the order and not on the roster.
type roll struct {
	members  []identity.Member
	byPermit map[string][]int32
}

func newRoll(members []identity.Member) *roll {
	r := &roll{members, make(map[string][]int32, len(members))}
	for i := range members {
		if key := permitKey(members[i].Permit); key != "" {
			r.byPermit[key] = append(r.byPermit[key], int32(i))
		}
	}
	return r
}

// find returns the one member who has this number and this name, or [ErrNoMember].
func (r *roll) find(permit, first, name string) (*identity.Member, error) {
	var found *identity.Member
	written := nameKey(first + " " + name)
	for _, i := range r.byPermit[permitKey(permit)] {
		m := &r.members[i]
		if written != nameKey(m.Name()) {
			continue
		}
		if found != nil {
			return nil, ErrNoMember
		}
		found = m
	}
	if found == nil || written == "" {
		return nil, ErrNoMember
	}
	return found, nil
}

// permitKey compares numbers without spaces, punctuation, capitals, or the zeros
// before that spreadsheets take away.
func permitKey(permit string) string {
	key := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, permit)
	if trimmed := strings.TrimLeft(key, "0"); trimmed != "" {
		return trimmed
	}
	return key
}

// nameKey compares names by their words, in any order, without accents, capitals
// and hyphens: the first name may come first or last.
func nameKey(name string) string {
	words := strings.FieldsFunc(hours.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slices.Sort(words)
	return strings.Join(words, " ")
}
