package cabinet

import "strings"

// The subjects that have kinds of their own: a person on the roll, the holder of an
// account, and the organisation, for what is about nobody.
const (
	AboutMember       = "member/"
	AboutAccount      = "account/"
	AboutOrganisation = "organisation/"
)

// classes says for what purpose the records of a kind are kept, where it is one of
// several drawers': what is kept for one purpose is destroyed together. A kind that
// is not here is a class of its own.
var classes = map[string]string{
	"declaration": "continuing-education",
	"selection":   "continuing-education",
	"certificate": "continuing-education",
	"closing":     "continuing-education",
	"reminders":   "continuing-education",
	"roster":      "continuing-education",
	"roster-leaf": "continuing-education",

	"exam-operator": "exam",
	"exam-learner":  "exam",
	"exam-sitting":  "exam",

	"access-request":   "access",
	"access-reference": "access",
	"access-workplace": "access",
	"access-enrolment": "access",

	"identity-flow": "account",

	"listing":         "organisation",
	"provider":        "organisation",
	"exam-point":      "organisation",
	"draw":            "organisation",
	"identity-budget": "organisation",
	"identity-spray":  "organisation",

	"privacy-incident":   "organisation",
	"privacy-run":        "organisation",
	"privacy-chain":      "organisation",
	"privacy-chain-leaf": "organisation",
}

// Holding says whom the record of a key is about, and for what purpose it is kept: the
// member, for a record of a member's file; of the organisation's own records, whoever
// each is about, by its own identifier, so that each can be destroyed alone. A kind
// that nobody has thought of is among the latter.
func Holding(k Key) (subject, class string) {
	class, known := classes[k.Kind]
	if !known {
		class = k.Kind
	}
	switch {
	case k.Member != "":
		return AboutMember + string(k.Member), class
	case class == "organisation":
		return AboutOrganisation, class
	case k.Kind == "exam-operator":
		return AboutAccount + k.ID, class
	case k.Kind == "roster-leaf":
		roster, _, _ := strings.Cut(k.ID, "/")
		return "roster/" + roster, class
	}
	return k.Kind + "/" + k.ID, class
}

// Telling reports that what the records of a kind are found by tells whose they are,
// and must not be kept as it is where the records themselves are not.
func Telling(kind string) bool { return kind == enrolments.kind }

// Guessable reports that the identifiers of a kind are digests of what people typed,
// which whoever guesses the text recognises.
func Guessable(kind string) bool { return kind == budgets.kind }
