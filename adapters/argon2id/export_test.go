package argon2id

// Parse lets the tests see the parser alone, without computing a hash.
func Parse(text string) (again string, err error) {
	e, err := parse(text)
	if err != nil {
		return "", err
	}
	return e.String(), nil
}

// SetTurns replaces the turns, and returns how to put them back.
func SetTurns(with chan struct{}) (back func()) {
	before := turns
	turns = with
	return func() { turns = before }
}
