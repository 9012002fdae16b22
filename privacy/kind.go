package privacy

// Kind is what a person asks (V16, V17).
type Kind string

// The kinds of request. DeIndex is that dissemination cease, that a hyperlink attached
// to the name be de-indexed, or that it be re-indexed (P-39.1, s. 28.1).
const (
	Access      Kind = "access"
	Rectify     Kind = "rectification"
	Withdrawal  Kind = "withdrawal"
	DeIndex     Kind = "de-indexing"
	Portability Kind = "portability"
	Complaint   Kind = "complaint"
)

// Kinds lists every kind, in the order of the policy.
func Kinds() []Kind { return []Kind{Access, Rectify, Withdrawal, DeIndex, Portability, Complaint} }
