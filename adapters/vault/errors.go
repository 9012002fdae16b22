package vault

import "errors"

// What opening may meet. None of them tells what was kept, or the key.
var (
	// ErrShredded: the key was destroyed, and what it sealed with it. The stores answer
	// as if it had never been there.
	ErrShredded = errors.New("vault: the key was shredded")
	// ErrNoKey: there is no trace of the key. The keys are those of another store, or
	// older than what is kept: nothing is written or read until they are there.
	ErrNoKey = errors.New("vault: there is no such key")
	// ErrMaster: the ring has no master key of the number that wrapped the key.
	ErrMaster = errors.New("vault: a master key is missing")
	// ErrDamaged: what is kept is not what was sealed there: a byte was changed, or it
	// was moved from elsewhere.
	ErrDamaged = errors.New("vault: what is kept is not what was sealed there")
)
