package identity

import "io"

// RecoveryCodes is how many recovery codes are drawn.
const RecoveryCodes = 10

// drawRecoveryCodes draws the recovery codes of an account, and what is kept of them.
// They are drawn as temporary passwords are, 120 bits each: no throttle is needed, and a
// plain digest is enough (NIST SP 800-63B-4, 3.1.2). They need no key, so that they still
// open the account where the key was lost.
func drawRecoveryCodes(random io.Reader) ([]Secret, []string, error) {
	codes, kept := make([]Secret, RecoveryCodes), make([]string, RecoveryCodes)
	for i := range codes {
		code, err := DrawTemporary(random)
		if err != nil {
			return nil, nil, err
		}
		codes[i], kept[i] = NewSecret(ShowTemporary(code.Reveal())), digest(code.Reveal())
	}
	return codes, kept, nil
}

// recovery returns which recovery code was typed, and -1 when it is none of those that
// are left. It looks at all of them.
func (f Factor) recovery(typed string) int {
	found, of := -1, digest(normalTemporary(typed))
	for i, kept := range f.Codes {
		if same(kept, of) {
			found = i
		}
	}
	return found
}
