package access

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
)

// Reason is something that has a request refused, as rules find it. Its words are those
// of the [Ground] with its identifier.
type Reason string

// The reasons.
const (
	// NotOffered: the form does not ask for the service (A1). AtRepresentative: it is asked
	// for at the representative of the workplace (A11).
	NotOffered       Reason = "not-offered"
	AtRepresentative Reason = "at-representative"
	// WrongAuthoriser: this kind of person does not authorise the service.
	WrongAuthoriser Reason = "wrong-authoriser"
	// SamePerson: the authoriser is the user.
	SamePerson Reason = "same-person"
	// SameAddress, SharedAddress and TakenAddress: the user's address is the authoriser's,
	// one that several people read, or another person's (A7).
	SameAddress   Reason = "same-address"
	SharedAddress Reason = "shared-address"
	TakenAddress  Reason = "taken-address"
	// BillingAgency: the user is of a commercial billing agency.
	BillingAgency Reason = "billing-agency"
	// UserUnsigned and AuthoriserUnsigned: somebody has not signed (A4). SignedByAnother:
	// a signature is another person's. SignedEarly: before the edition of the form.
	UserUnsigned       Reason = "user-unsigned"
	AuthoriserUnsigned Reason = "authoriser-unsigned"
	SignedByAnother    Reason = "signed-by-another"
	SignedEarly        Reason = "signed-early"
	// SeveralForms: one file holds several forms (A5). OldEdition: the form is of an
	// edition that is not in force.
	SeveralForms Reason = "several-forms"
	OldEdition   Reason = "old-edition"
	// ClosedAccount: the account of the user was disabled or closed.
	ClosedAccount Reason = "closed-account"
)

// Reasons lists every reason, in the order in which they are told.
func Reasons() []Reason {
	return []Reason{
		NotOffered, AtRepresentative, WrongAuthoriser, SamePerson, SameAddress, SharedAddress, TakenAddress, BillingAgency,
		UserUnsigned, AuthoriserUnsigned, SignedByAnother, SignedEarly, SeveralForms, OldEdition, ClosedAccount,
	}
}

// Known is what the directory says of the user's address. The zero value is an address
// that nobody has.
type Known struct {
	// Taken says that another person has it, Closed that the account is closed to its
	// holder.
	Taken, Closed bool
}

// Entered returns what is wrong with the people and the service of a request, signed or
// not, as far as it tells itself: what is shown to whoever fills it in.
func (c Catalogue) Entered(r Request) []Reason {
	var all []Reason
	add := func(wrong bool, reason Reason) {
		if wrong {
			all = append(all, reason)
		}
	}
	form, _ := c.Form(r.Form)
	offer, offered := form.Offer(r.Service)
	service, _ := c.Service(r.Service)
	add(!offered && service.Through != ByRepresentative, NotOffered)
	add(service.Through == ByRepresentative, AtRepresentative)
	add(offered && !slices.Contains(offer.Authorisers, r.Authoriser.Kind), WrongAuthoriser)
	add(fold(r.User.Name()) == fold(r.Authoriser.Name()), SamePerson)
	add(SameMailbox(r.User.Email, r.Authoriser.Email), SameAddress)
	add(Shared(r.User.Email), SharedAddress)
	add(r.Agency && !form.Agencies, BillingAgency)
	return all
}

// Reasons returns everything that has the request refused, all at once, in the order of
// [Reasons]; none for one that may be accepted. zone is where days are counted.
func (c Catalogue) Reasons(r Request, known Known, zone *time.Location) []Reason {
	all := c.Entered(r)
	add := func(wrong bool, reason Reason) {
		if wrong {
			all = append(all, reason)
		}
	}
	form, _ := c.Form(r.Form)
	add(known.Taken, TakenAddress)
	add(known.Closed, ClosedAccount)
	add(r.UserSigned == nil, UserUnsigned)
	add(r.AuthoriserSigned == nil, AuthoriserUnsigned)
	another, early := false, false
	for _, signed := range []struct {
		by *Signature
		as Person
	}{{r.UserSigned, r.User}, {r.AuthoriserSigned, r.Authoriser.Person}} {
		if signed.by == nil {
			continue
		}
		another = another || !signed.as.is(signed.by.Name)
		early = early || signed.by.Day(zone).Before(r.Edition(form))
	}
	add(another, SignedByAnother)
	add(early, SignedEarly)
	if r.Paper != nil {
		add(r.Paper.Forms > 1, SeveralForms)
		add(r.Paper.Edition != form.Edition, OldEdition)
	}
	order := Reasons()
	slices.SortFunc(all, func(a, b Reason) int { return slices.Index(order, a) - slices.Index(order, b) })
	return all
}

// Edition returns the edition of the form that was signed: the one on the paper, or the
// one in force.
func (r Request) Edition(f Form) cycle.Date {
	if r.Paper != nil {
		return r.Paper.Edition
	}
	return f.Edition
}
