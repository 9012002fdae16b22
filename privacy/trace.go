package privacy

import (
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Deed is what was done with a person's information.
type Deed string

// The deeds.
const (
	Looked    Deed = "looked"    // somebody else opened it
	Disclosed Deed = "disclosed" // it went to somebody
	Replied   Deed = "replied"   // a request about it was answered, in full or in part, or refused
	Exported  Deed = "exported"  // a copy was made
	Erased    Deed = "erased"    // it was destroyed
)

// Deeds lists them.
func Deeds() []Deed { return []Deed{Looked, Disclosed, Replied, Exported, Erased} }

// Sight is a part of a person's file that somebody else may open.
type Sight string

// The sights. SightInformation is what the person in charge sees: requests, consents,
// disclosures.
const (
	SightFile         Sight = "file"
	SightDeclarations Sight = "declarations"
	SightEvidence     Sight = "evidence"
	SightExemptions   Sight = "exemptions"
	SightPeriods      Sight = "periods"
	SightCertificates Sight = "certificates"
	SightMessages     Sight = "messages"
	SightHistory      Sight = "history"
	SightArchive      Sight = "archive"
	SightAccount      Sight = "account"
	SightLearner      Sight = "learner"
	SightInformation  Sight = "information"
)

// Sights lists them.
func Sights() []Sight {
	return []Sight{
		SightFile, SightDeclarations, SightEvidence, SightExemptions, SightPeriods, SightCertificates, SightMessages, SightHistory,
		SightArchive, SightAccount, SightLearner, SightInformation,
	}
}

// Trace is what was done with a person's information, in the person's own file: they may
// read it, and it goes when their file does.
type Trace struct {
	Org    identity.OrganisationID `json:"org"`
	Person PersonID                `json:"person"`
	ID     string                  `json:"id"`
	At     time.Time               `json:"at"`
	// Account and Roles are of who did it.
	Account identity.AccountID `json:"account"`
	Roles   []identity.Role    `json:"roles"`
	Did     Deed               `json:"did"`
	// What was seen, and Purpose for which the organisation lets it be.
	What    Sight  `json:"what,omitempty"`
	Purpose string `json:"purpose,omitempty"`
	// Of names the request, the disclosure or the destruction that it is about.
	Of       string      `json:"of,omitempty"`
	Articles []ArticleID `json:"articles,omitempty"`
	// Link is its place in the audit chain; 0 until it is there.
	Link int64 `json:"link"`
	// Nonce hides what the chain commits to; with the trace it is gone.
	Nonce string `json:"nonce"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Commitment is what the audit chain keeps of the trace: SHA-256 over all that was done
// and the nonce, in hexadecimal. Who has no nonce cannot try out what it may have been.
func (t Trace) Commitment() string {
	roles := make([]string, len(t.Roles))
	for i, r := range t.Roles {
		roles[i] = string(r)
	}
	return digest([]string{
		t.Nonce, string(t.Org), string(t.Person), t.ID, t.At.UTC().Format(time.RFC3339Nano), string(t.Account), strings.Join(roles, " "),
		string(t.Did), string(t.What), t.Purpose, t.Of,
	})
}

// link returns the link that the trace has in the chain.
func (t Trace) link() Link {
	return Link{At: t.At, Account: t.Account, Did: t.Did, Articles: t.Articles, Commitment: t.Commitment()}
}

// MaySee reports that one of the roles has work that needs what is held for a purpose
// (V14): the purpose is among those of a duty that the role has. What is looked at for
// no purpose of the inventory is not the inventory's to say.
func (i Inventory) MaySee(roles []identity.Role, purpose string) bool {
	return purpose == "" || slices.ContainsFunc(i.Staff, func(d Duty) bool {
		return slices.Contains(d.Purposes, purpose) && slices.ContainsFunc(d.Roles, func(r identity.Role) bool { return slices.Contains(roles, r) })
	})
}
