package privacy

// Information is what is known of a piece of information (V1).
type Information struct {
	// Concerns: it concerns a natural person. Identifies: it allows that person to be
	// identified, directly or not, by itself or with what else may be had.
	Concerns, Identifies Truth
	// AtWork: it is the contact details of a function, such as name, title, work address.
	AtWork Truth
	// PublicByLaw: a law makes it public, as it does the roll.
	PublicByLaw Truth
}

// Standing is what a piece of information is.
type Standing string

// The standings. What is at work or public is outside the divisions on collection and
// communication of the private-sector Act, and remains open to access and rectification.
const (
	IsPersonal Standing = "personal"
	IsAtWork   Standing = "at-work"
	IsPublic   Standing = "public"
	IsNot      Standing = "not-personal"
)

// Of says what a piece of information is under an Act. What is not known is taken to be
// personal. The Access Act's own exception for contact details at work (s. 57) does not
// apply to orders, so that under it they are personal.
func (i Information) Of(r Regime) (Standing, []ArticleID) {
	definition := ArticleID("p-39.1:2")
	if r != PrivateAct {
		definition = "a-2.1:54"
	}
	switch {
	case i.Concerns == No || i.Identifies == No:
		return IsNot, []ArticleID{definition}
	case i.PublicByLaw == Yes && r == PrivateAct:
		return IsPublic, []ArticleID{"p-39.1:1"}
	case i.PublicByLaw == Yes:
		return IsPublic, []ArticleID{"c-26:108.8"}
	case i.AtWork == Yes && r == PrivateAct:
		return IsAtWork, []ArticleID{"p-39.1:1"}
	}
	return IsPersonal, []ArticleID{definition}
}
