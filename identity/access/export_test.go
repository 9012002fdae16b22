package access

// Numbers are the constants that limit guesses, for the page that says them.
var Numbers = map[string]any{
	"referenceSymbols":  referenceSymbols,
	"secretSymbols":     secretSymbols,
	"enrolmentFailures": enrolmentFailures,
	"userLetters":       userLetters,
	"authoriserLetters": authoriserLetters,
	"ReferenceLife":     ReferenceLife,
	"EnrolmentLife":     EnrolmentLife,
	"SigningLife":       SigningLife,
}
