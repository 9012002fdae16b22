package privacy

import "errors"

// The errors of this package; compare with [errors.Is].
var (
	// ErrBadLaw: a document of the law contradicts itself or leaves out what is needed.
	ErrBadLaw = errors.New("privacy: unusable law")
	// ErrBadInventory: an inventory contradicts itself, or leaves out what is needed.
	ErrBadInventory = errors.New("privacy: unusable inventory")

	// ErrNoExtension: the clock may not be extended (P-39.1, s. 32).
	ErrNoExtension = errors.New("privacy: the time limit may not be extended")
	// ErrExtensionDays: more days than the extension may have, or none.
	ErrExtensionDays = errors.New("privacy: not the days of an extension")
	// ErrExtensionLate: notice of the extension comes after the time limit (A-2.1, s. 98).
	ErrExtensionLate = errors.New("privacy: too late to extend the time limit")
)
