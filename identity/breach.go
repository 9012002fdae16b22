package identity

// Breach is what a list of breached passwords said of that of an account.
type Breach string

// What a list may have said. The zero value is that it does not have the password, or
// that there is no list to ask.
const (
	BreachNone Breach = ""
	// BreachUnasked: the list did not answer when the password was set. It is asked
	// again when its holder next signs in: an outage lets nothing through for good.
	BreachUnasked Breach = "unasked"
	// BreachListed: it has the password. Sessions do nothing but change it.
	BreachListed Breach = "listed"
)
