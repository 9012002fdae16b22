package access

import "time"

// Numbers are the constants that limit guesses, for the page that says them.
var Numbers = map[string]any{
	"referenceSymbols":  referenceSymbols,
	"secretSymbols":     secretSymbols,
	"enrolmentFailures": enrolmentFailures,
	"userLetters":       userLetters,
	"authoriserLetters": authoriserLetters,
	"ReferenceLife":     time.Duration(ReferenceLife),
	"EnrolmentLife":     time.Duration(EnrolmentLife),
	"SigningLife":       time.Duration(SigningLife),
}
