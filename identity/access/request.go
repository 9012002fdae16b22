package access

import (
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// SigningLife is how long signatures may take, and how long a request that is filled in
// is kept without being sent.
const SigningLife = 30 * 24 * time.Hour

// Request is a request for access: one person, one service (A2).
type Request struct {
	Org   identity.OrganisationID `json:"org"`
	ID    string                  `json:"id"`
	State State                   `json:"state"`
	// Browser is the digest of what the browser holds in which it is filled in.
	Browser string `json:"browser,omitempty"`

	// Form and Service are those of the [Catalogue].
	Form       string            `json:"form"`
	Service    string            `json:"service"`
	Language   identity.Language `json:"language"`
	User       Person            `json:"user"`
	Authoriser AuthoriserNamed   `json:"authoriser"`
	// Agency says that the user is of a commercial billing agency.
	Agency bool `json:"agency"`

	Began     time.Time `json:"began"`
	Submitted time.Time `json:"submitted,omitzero"`
	// Statement is the frozen text, and UserSigned and AuthoriserSigned who signed it.
	Statement        *Statement `json:"statement,omitempty"`
	UserSigned       *Signature `json:"userSigned,omitempty"`
	AuthoriserSigned *Signature `json:"authoriserSigned,omitempty"`
	// UserLink and AuthoriserLink are the digests of what each letter carries.
	UserLink       string `json:"userLink,omitempty"`
	AuthoriserLink string `json:"authoriserLink,omitempty"`
	// Paper is how a form on paper came; nil for one that was filled in here.
	Paper *Paper `json:"paper,omitempty"`

	// Decided is the decision, with who took it; Grounds and Note say why it was refused.
	Decided   time.Time          `json:"decided,omitzero"`
	DecidedBy identity.AccountID `json:"decidedBy,omitempty"`
	Grounds   []string           `json:"grounds,omitempty"`
	Note      string             `json:"note,omitempty"`
	// Account is whose the service is once it is accepted, and Login the user name if the
	// account is a new one. Granted is when the account had it.
	Account identity.AccountID `json:"account,omitempty"`
	Login   string             `json:"login,omitempty"`
	Granted time.Time          `json:"granted,omitzero"`
	// Seen is the latest instant at which anything happened: its clock never goes back.
	Seen    time.Time `json:"seen"`
	Version int64     `json:"version"`
}

// AuthoriserNamed is the person named as authorising a request.
type AuthoriserNamed struct {
	Person
	// Kind is an [Authoriser] of the catalogue, and Place the workplace.
	Kind  string `json:"kind"`
	Place string `json:"place"`
}

// Signature is one of the two signatures of a request (A4).
type Signature struct {
	// Name is what the person typed, or what stands on the paper.
	Name string    `json:"name"`
	At   time.Time `json:"at"`
	// On is the day written on a form on paper; the zero Date of one that was signed here.
	On cycle.Date `json:"on,omitzero"`
	// Version and Digest are those of the text that was signed; of a form on paper, none.
	Version int    `json:"version,omitempty"`
	Digest  string `json:"digest,omitempty"`
}

// Day returns the civil day of the signature.
func (s Signature) Day(zone *time.Location) cycle.Date {
	if !s.On.IsZero() {
		return s.On
	}
	return cycle.DateOf(s.At, zone)
}

// Paper is a form on paper or scanned, as staff recorded it (A5).
type Paper struct {
	By identity.AccountID `json:"by"`
	At time.Time          `json:"at"`
	// Received is the day on which it came, and Forms how many forms its file holds.
	Received cycle.Date `json:"received"`
	Forms    int        `json:"forms"`
	// Edition is the one printed on the form.
	Edition cycle.Date `json:"edition"`
}

// Entry is what somebody fills in.
type Entry struct {
	Form, Service string
	Language      identity.Language
	User          Person
	Authoriser    AuthoriserNamed
	Agency        bool
}

// Ends returns the instant at which a request that is not sent or signed lapses.
func (r Request) Ends() time.Time {
	if !r.Submitted.IsZero() {
		return r.Submitted.Add(SigningLife)
	}
	return r.Began.Add(SigningLife)
}

// At returns the request as time alone has left it at the instant, or at the latest that
// it has seen when the clock was set back. At the very end it has lapsed.
func (r Request) At(now time.Time) Request {
	if now.After(r.Seen) {
		r.Seen = now
	}
	if lapsed, err := r.State.Next(Lapse); err == nil && !r.Seen.Before(r.Ends()) {
		r.State = lapsed
		r.UserLink, r.AuthoriserLink = "", ""
	}
	return r
}

func (r Request) step(e Event, now time.Time) (Request, error) {
	r = r.At(now)
	next, err := r.State.Next(e)
	if err != nil {
		return r, err
	}
	// Once both have signed, the letters open nothing: they are known until the decision,
	// for a page that is sent twice.
	if r.State = next; next != Awaiting && next != Queued {
		r.UserLink, r.AuthoriserLink = "", ""
	}
	return r, nil
}

// Begin begins a request in the browser that holds what the digest is of.
func (r Request) Begin(browser string, e Entry, now time.Time) (Request, error) {
	r, err := r.step(Begin, now)
	if err != nil {
		return r, err
	}
	r.Browser, r.Began = browser, r.Seen
	return r.with(e), nil
}

// Enter keeps what was typed, right or wrong.
func (r Request) Enter(e Entry, now time.Time) (Request, error) {
	r, err := r.step(Enter, now)
	if err != nil {
		return r, err
	}
	return r.with(e), nil
}

func (r Request) with(e Entry) Request {
	r.Form, r.Service, r.Authoriser.Kind = cut(e.Form), cut(e.Service), cut(e.Authoriser.Kind)
	r.Language, r.Agency = e.Language, e.Agency
	r.User, r.Authoriser.Person, r.Authoriser.Place = e.User.tidy(), e.Authoriser.tidy(), hours.Tidy(cut(e.Authoriser.Place))
	return r
}

func (p Person) tidy() Person {
	return Person{hours.Tidy(cut(p.First)), hours.Tidy(cut(p.Last)), strings.TrimSpace(cut(p.Email))}
}

// longestKept bounds what is kept of a field that nobody has checked yet, in bytes: what
// is longer is wrong in any case.
const longestKept = 600

func cut(text string) string { return strings.ToValidUTF8(text[:min(len(text), longestKept)], "") }

// Missing returns what is wrong with the fields of the request, on the names that pages
// give them.
func (c Catalogue) Missing(r Request) hours.FieldErrors {
	var wrong hours.FieldErrors
	text := func(field, value string) {
		switch {
		case value == "":
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrMissing})
		case len([]rune(value)) > LongestName:
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrTooLong})
		case strings.ContainsAny(value, "\r\n\x00"):
			wrong = append(wrong, hours.FieldError{Field: field, Err: ErrName})
		}
	}
	address := func(field, value string) {
		if value == "" {
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrMissing})
		} else if _, err := identity.ParseAddress(value); err != nil {
			wrong = append(wrong, hours.FieldError{Field: field, Err: err})
		}
	}
	known := func(field, value string, ok bool) {
		switch {
		case value == "":
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrMissing})
		case !ok:
			wrong = append(wrong, hours.FieldError{Field: field, Err: hours.ErrUnknownChoice})
		}
	}
	_, ok := c.Form(r.Form)
	known("form", r.Form, ok)
	_, ok = c.Service(r.Service)
	known("service", r.Service, ok)
	text("first", r.User.First)
	text("last", r.User.Last)
	address("email", r.User.Email)
	_, ok = c.Authoriser(r.Authoriser.Kind)
	known("authoriserKind", r.Authoriser.Kind, ok)
	text("authoriserFirst", r.Authoriser.First)
	text("authoriserLast", r.Authoriser.Last)
	address("authoriserEmail", r.Authoriser.Email)
	text("place", r.Authoriser.Place)
	return wrong
}

// Submit freezes the text and asks both for their signatures, by what each letter
// carries.
func (r Request) Submit(s Statement, userLink, authoriserLink string, now time.Time) (Request, error) {
	r, err := r.step(Submit, now)
	if err != nil {
		return r, err
	}
	r.Submitted, r.Statement = r.Seen, &s
	r.UserLink, r.AuthoriserLink = userLink, authoriserLink
	return r, nil
}

// Party is one of the two who sign.
type Party string

// The parties.
const (
	TheUser       Party = "user"
	TheAuthoriser Party = "authoriser"
)

// Party returns who has the letter that carries what the digest is of, while signatures
// are asked for; the error is [ErrNotFound].
func (r Request) Party(link string) (Party, error) {
	p := r.bearer(link)
	if r.State != Awaiting || p == "" {
		return "", ErrNotFound
	}
	return p, nil
}

// bearer returns who has the letter that carries what the digest is of; empty for nobody.
func (r Request) bearer(link string) Party {
	switch user, authoriser := identity.Same(r.UserLink, link), identity.Same(r.AuthoriserLink, link); {
	case link == "":
	case user:
		return TheUser
	case authoriser:
		return TheAuthoriser
	}
	return ""
}

// Signed returns the signature of a party, or nil.
func (r Request) Signed(p Party) *Signature {
	if p == TheUser {
		return r.UserSigned
	}
	return r.AuthoriserSigned
}

// As returns the person that a party is.
func (r Request) As(p Party) Person {
	if p == TheUser {
		return r.User
	}
	return r.Authoriser.Person
}

// Sign signs the frozen text for a party, who types their own name. Signing again changes
// nothing. The error is [ErrSigner] for another person's name.
func (r Request) Sign(p Party, name string, now time.Time) (Request, error) {
	if r.State == Awaiting && r.Signed(p) != nil {
		return r, nil
	}
	e := Sign
	if p == TheUser && r.AuthoriserSigned != nil || p == TheAuthoriser && r.UserSigned != nil {
		e = Complete
	}
	signed, err := r.step(e, now)
	if err != nil {
		return signed, err
	}
	if !r.As(p).is(name) {
		return r.At(now), ErrSigner
	}
	s := &Signature{Name: hours.Tidy(name), At: signed.Seen, Version: r.Statement.Version, Digest: r.Statement.Digest}
	if p == TheUser {
		signed.UserSigned = s
	} else {
		signed.AuthoriserSigned = s
	}
	return signed, nil
}

// Decline ends the request at the word of somebody who was to sign.
func (r Request) Decline(now time.Time) (Request, error) { return r.step(Decline, now) }

// Withdraw gives the request up.
func (r Request) Withdraw(now time.Time) (Request, error) { return r.step(Withdraw, now) }

// Record is a form on paper that staff record, with the signatures that stand on it; nil
// for one that is missing.
func (r Request) Record(e Entry, paper Paper, user, authoriser *Signature, now time.Time) (Request, error) {
	r, err := r.step(Record, now)
	if err != nil {
		return r, err
	}
	r = r.with(e)
	paper.At = r.Seen
	r.Began, r.Submitted, r.Paper = r.Seen, r.Seen, &paper
	r.UserSigned, r.AuthoriserSigned = user, authoriser
	return r, nil
}

// Accept accepts the request, for an account that is to have the service. Login is the
// user name of a new one.
func (r Request) Accept(by, account identity.AccountID, login string, now time.Time) (Request, error) {
	r, err := r.step(Accept, now)
	if err == nil {
		r.Decided, r.DecidedBy, r.Account, r.Login = r.Seen, by, account, login
	}
	return r, err
}

// Refuse refuses the request, with every ground. The error is [ErrNoGround] without any.
func (r Request) Refuse(by identity.AccountID, grounds []string, note string, now time.Time) (Request, error) {
	if len(grounds) == 0 {
		return r, ErrNoGround
	}
	r, err := r.step(Refuse, now)
	if err == nil {
		r.Decided, r.DecidedBy, r.Grounds, r.Note = r.Seen, by, grounds, note
	}
	return r, err
}

// blank returns the request without the people in it. What nobody needs is not kept.
func (r Request) blank() Request {
	r.User, r.Authoriser, r.Statement, r.UserSigned, r.AuthoriserSigned, r.Browser = Person{}, AuthoriserNamed{}, nil, nil, nil, ""
	return r
}
