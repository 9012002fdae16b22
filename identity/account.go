package identity

// Account is what a person signs in with.
type Account struct {
	Org OrganisationID `json:"org"`
	ID  AccountID      `json:"id"`
	// Login is what the person types, kept in the form of [NormalLogin].
	Login string `json:"login"`
	// Hash is the password's, as the [Hasher] wrote it. It is never shown.
	Hash  string `json:"hash"`
	Roles []Role `json:"roles"`
	// Member is the account holder's own file; empty for who has none.
	Member  MemberID `json:"member"`
	Name    string   `json:"name"`
	Version int64    `json:"version"`
}

// Actor returns the person that the account stands for.
func (a Account) Actor() Actor {
	return Actor{Org: a.Org, Account: a.ID, Member: a.Member, Name: a.Name, Roles: a.Roles}
}
