package privacy

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// LongestText is how many characters a text of a request or of a register may have.
const LongestText = 4000

// Registrar is the desk where people ask about their information, and where the person
// in charge of it answers and keeps the registers. Store, People, Law and Inventory are
// required; the other fields may be left at zero.
//
// Every method takes the actor. A person sees and does what is their own; the person in
// charge ([identity.RolePrivacyOfficer]) sees everything of the organisation, and
// decides nothing about themselves. For everybody else there is nothing here.
type Registrar struct {
	Store Store
	// People says who has a file and who has an account.
	People    People
	Law       Law
	Inventory Inventory
	// Holidays are the sets of holidays, by identifier; that of the organisation counts.
	Holidays map[string]cycle.Holidays
	// Custody is where what is held about people is; nil when this desk cannot reach it,
	// and then it neither tells nor destroys anything of it.
	Custody *Custody
	// Now returns the present instant; nil is [time.Now]. It is read once per operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
}

// People is what the desk needs to know of who there is: the narrow part of
// [identity.Store].
type People interface {
	Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error)
	Member(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (identity.Member, error)
	Account(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (identity.Account, error)
	Members(ctx context.Context, org identity.OrganisationID) ([]identity.Member, error)
	AccountsAfter(ctx context.Context, org identity.OrganisationID, after identity.AccountID, limit int) ([]identity.Account, error)
}

// moment is an operation's instant, its civil day, and what requests are judged by then.
type moment struct {
	at    time.Time
	today cycle.Date
	zone  *time.Location
	rules Rules
}

func (r *Registrar) moment(ctx context.Context, org identity.OrganisationID) (moment, error) {
	now := r.Now
	if now == nil {
		now = time.Now
	}
	m := moment{at: now().UTC().Truncate(identity.Precision)}
	o, err := r.People.Organisation(ctx, org)
	if err != nil {
		return m, err
	}
	zone, err := o.Location()
	if err != nil {
		return m, err
	}
	m.today, m.zone = cycle.DateOf(m.at, zone), zone
	m.rules = Rules{Law: r.Law, Inventory: r.Inventory, Holidays: r.Holidays[o.Holidays]}
	return m, nil
}

// Today returns the civil day of the actor's organisation: the one by which every clock
// is read.
func (r *Registrar) Today(ctx context.Context, actor identity.Actor) (cycle.Date, error) {
	m, err := r.moment(ctx, actor.Org)
	return m.today, err
}

func (r *Registrar) newID() string {
	if r.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return r.NewID()
}

// officer is nil for the person in charge; the error is [ErrForbidden].
func officer(actor identity.Actor) error {
	if actor.Org == "" || !actor.Is(identity.RolePrivacyOfficer) {
		return ErrForbidden
	}
	return nil
}

// reads is nil for who may see what is about a person; the error is [ErrNotFound], since
// other people's requests are as if they did not exist.
func reads(actor identity.Actor, person PersonID) error {
	if actor.Org == "" || person == "" || Self(actor) != person && officer(actor) != nil {
		return ErrNotFound
	}
	return nil
}

// decides is nil for the person in charge, about somebody else; the errors are
// [ErrNotFound], for who may not even see it, and [ErrForbidden].
func decides(actor identity.Actor, person PersonID) error {
	if err := reads(actor, person); err != nil {
		return err
	}
	if officer(actor) != nil || Self(actor) == person {
		return ErrForbidden
	}
	return nil
}

// contact returns whom to answer for a person: the roll's name and address of a member,
// the account's of who has none. The error is [ErrNotFound] for somebody of whom nothing
// is known.
func (r *Registrar) contact(ctx context.Context, org identity.OrganisationID, person PersonID) (Contact, error) {
	if id, ok := person.Account(); ok {
		a, err := r.People.Account(ctx, org, id)
		if err != nil {
			return Contact{}, unknown(err)
		}
		return Contact{Name: a.Name, Email: a.Email, Language: a.Language}, nil
	}
	m, err := r.People.Member(ctx, org, identity.MemberID(person))
	if err != nil {
		return Contact{}, unknown(err)
	}
	return Contact{Name: m.Name(), Email: m.Email, Language: m.Language}, nil
}

// unknown returns this package's error for a person whom nobody knows.
func unknown(err error) error {
	if errors.Is(err, identity.ErrNotFound) {
		return ErrNotFound
	}
	return err
}

// letter is a message of a person's own file; none when there is no address.
func letter(org identity.OrganisationID, person PersonID, kind identity.MessageKind, id string, to Contact, at time.Time, values map[string]string) []identity.Message {
	if to.Email == "" {
		return nil
	}
	all := map[string]string{"name": to.Name}
	for name, value := range values {
		all[name] = value
	}
	return []identity.Message{{
		Org: org, Member: identity.MemberID(person), ID: id, Kind: kind, To: to.Email, Language: to.Language, Values: all, Written: at,
	}}
}

// written returns a text without the spaces around it. The error is [ErrTooLong].
func written(text string) (string, error) {
	if text = strings.TrimSpace(text); utf8.RuneCountInString(text) > LongestText {
		return text, ErrTooLong
	}
	return text, nil
}
