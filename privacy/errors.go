package privacy

import "errors"

// The errors of this package; compare with [errors.Is].
var (
	// ErrBadLaw: a document of the law contradicts itself or leaves out what is needed.
	ErrBadLaw = errors.New("privacy: unusable law")
	// ErrBadInventory: an inventory contradicts itself, or leaves out what is needed.
	ErrBadInventory = errors.New("privacy: unusable inventory")
)
