package identity

import "time"

// Account is what a person signs in with.
type Account struct {
	Org OrganisationID `json:"org"`
	ID  AccountID      `json:"id"`
	// Login is what the person types, kept in the form of [NormalLogin].
	Login string `json:"login"`
	// Hash is the password's, as the [Hasher] wrote it; empty when no password opens the
	// account. It is never shown.
	Hash string `json:"hash"`
	// Breach is what a list of breached passwords said of it.
	Breach Breach `json:"breach,omitempty"`
	Roles  []Role `json:"roles"`
	// Member is the account holder's own file; empty for who has none.
	Member MemberID `json:"member"`
	Name   string   `json:"name"`
	// Email and Language are those of a holder who has no file; of a member, the roll has
	// them.
	Email    string   `json:"email,omitempty"`
	Language Language `json:"language,omitempty"`
	// State is whether the account may be used, and History what staff decided of it, the
	// oldest first.
	State   AccountState    `json:"state,omitempty"`
	History []AccountChange `json:"history,omitempty"`
	// Devices are the browsers that the account was signed in to from, the latest first.
	Devices []Device `json:"devices,omitempty"`
	// Grants are the services that the account was given.
	Grants []Grant `json:"grants,omitempty"`
	// Epoch rises whenever every session must end: a password that is set, a letter
	// that was disowned. A session of an earlier one is none.
	Epoch int64 `json:"epoch,omitempty"`
	// Temporary is the temporary password that was asked for last, if any.
	Temporary *Temporary `json:"temporary,omitempty"`
	// Factor is the second factor.
	Factor Factor `json:"factor,omitzero"`
	// LastOpened is when a session was opened last, and PasswordSet when the account was
	// last given its password; the zero time is never, or before this was noted.
	LastOpened  time.Time `json:"lastOpened,omitzero"`
	PasswordSet time.Time `json:"passwordSet,omitzero"`
	// Disown is the digest of what the letter about the latest password carries, by
	// which it is disowned until DisownUntil.
	Disown      string    `json:"disown,omitempty"`
	DisownUntil time.Time `json:"disownUntil,omitzero"`
	// Answers are those to the questions that a mandate has asked, if any.
	Answers *Answers `json:"answers,omitempty"`
	Version int64    `json:"version"`
}

// Actor returns the person that the account stands for.
func (a Account) Actor() Actor {
	return Actor{
		Org: a.Org, Account: a.ID, Member: a.Member, Name: a.Name, Language: a.Language, Roles: a.Roles, Services: a.Services(),
	}
}

// used returns the account, and the zero Account, which is nobody's, for one that is
// disabled or closed.
func (a Account) used() Account {
	if a.State.Shut() {
		return Account{}
	}
	return a
}

// OwnAddress returns the address of a holder who has no file, in the form of
// [NormalAddress]; empty for a member, whose address is the roll's.
func (a Account) OwnAddress() string {
	if a.Member != "" {
		return ""
	}
	return NormalAddress(a.Email)
}

// Usable reports that the account's holder may sign in to it.
func (a Account) Usable() bool { return !a.State.Shut() }

// owes is what a session owes that a right password, or a temporary one, opens.
func (a Account) owes(temporary bool) Owed {
	switch {
	case temporary:
		return OwesPassword
	case a.Factor.On():
		return OwesFactor
	}
	return OwesNothing
}
