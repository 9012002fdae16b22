package access

import (
	"fmt"
	"strings"
)

// login returns the user name of a new account: the first letter of the first name, the
// last name, and four digits that tell it from others.
func login(p Person, n uint16) string {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, fold(s))
	}
	first, last := letters(p.First), letters(p.Last)
	name := first[:min(len(first), 1)] + last[:min(len(last), 20)]
	if name == "" {
		name = "user"
	}
	return fmt.Sprintf("%s%04d", name, n%10000)
}
