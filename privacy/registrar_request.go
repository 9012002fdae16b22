package privacy

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// ProofSession is the proof of who asks in a session of their own: the account says who
// they are.
const ProofSession = "session"

// theirs are the events of a request that are the person's own; the others are those of
// the person in charge, who may also enter these, as when they came by letter.
var theirs = []Event{Specify, Withdraw, Contest}

// Asking is what somebody asks for, as it is typed.
type Asking struct {
	// ID is drawn with the page, so that a page sent twice asks once; empty draws one.
	ID      string
	Kind    Kind
	Quality Quality
	Asked   string
	Scope   []HoldingID
	// Received is the day on which it came in, by letter or e-mail, and From who asks, for
	// somebody whom the organisation does not know. Both are the person in charge's to say.
	Received cycle.Date
	From     Contact
}

// Ask opens a request of the actor's own, received on the day. Who asks about themselves
// has shown who they are by signing in; for somebody else, that they may is to be shown.
// The same identifier again returns the request as it is. The errors are those of [Open],
// [ErrNothingAsked], [ErrTooLong] and [ErrNotFound] for nobody.
func (r *Registrar) Ask(ctx context.Context, actor identity.Actor, a Asking) (Request, error) {
	person := Self(actor)
	if err := reads(actor, person); err != nil {
		return Request{}, err
	}
	to, err := r.contact(ctx, actor.Org, person)
	if err != nil {
		return Request{}, err
	}
	a.Received, a.From = cycle.Date{}, to
	return r.open(ctx, actor, person, a)
}

// Enter opens a request that came in by letter, by e-mail or by word of mouth, of a
// person whom the organisation knows, or of somebody else ([Asking.From]) when person is
// empty. The errors are those of [Registrar.Ask], [ErrForbidden], and [ErrNoContact].
func (r *Registrar) Enter(ctx context.Context, actor identity.Actor, person PersonID, a Asking) (Request, error) {
	if err := officer(actor); err != nil {
		return Request{}, err
	}
	if a.ID == "" {
		a.ID = r.newID()
	}
	if person == "" {
		if a.From.Name == "" {
			return Request{}, ErrNoContact
		}
		return r.open(ctx, actor, stranger+PersonID(a.ID), a)
	}
	to, err := r.contact(ctx, actor.Org, person)
	if err != nil {
		return Request{}, err
	}
	a.From = to
	return r.open(ctx, actor, person, a)
}

// stranger begins the identifier of a person whom the organisation does not know.
const stranger = "request."

func (r *Registrar) open(ctx context.Context, actor identity.Actor, person PersonID, a Asking) (Request, error) {
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Request{}, err
	}
	asked, err := written(a.Asked)
	switch {
	case err != nil:
		return Request{}, err
	case asked == "" && (a.Kind == Complaint || a.Kind == Rectify || len(a.Scope) == 0):
		return Request{}, ErrNothingAsked
	case a.ID == "":
		a.ID = r.newID()
	}
	if a.Received.IsZero() {
		a.Received = m.today
	}
	var already Request
	opened, err := r.Store.ChangeRequest(ctx, actor.Org, person, a.ID, func(before Request) (Request, []identity.Message, error) {
		if before.Version > 0 {
			already = before
			return before, nil, errUnchanged
		}
		q, err := Open(Ask{
			Org: actor.Org, Person: person, ID: a.ID, Kind: a.Kind, Quality: a.Quality, Asked: asked, Scope: a.Scope, Received: a.Received,
		}, m.rules, m.at, m.today)
		if err != nil {
			return before, nil, err
		}
		q.From = a.From
		if a.Quality == Oneself && Self(actor) == person {
			if q, err = q.Apply(Command{Event: Identify, Proof: ProofSession, Account: actor.Account}, m.rules, m.at, m.today); err != nil {
				return before, nil, err
			}
		}
		return q, slices.Concat(q.tell(identity.PrivacyReceived, m), r.announce(q, m)), nil
	})
	if errors.Is(err, errUnchanged) {
		return already, nil
	}
	return opened, err
}

// Requests returns a person's requests, the latest received first, the refused and the
// withdrawn among them: whoever asked may look back on them.
func (r *Registrar) Requests(ctx context.Context, actor identity.Actor, person PersonID) ([]Request, error) {
	if err := reads(actor, person); err != nil {
		return nil, err
	}
	all, err := r.Store.Requests(ctx, actor.Org, person)
	slices.SortStableFunc(all, func(a, b Request) int { return b.Logged.Compare(a.Logged) })
	return all, err
}

// Request returns one request, or [ErrNotFound].
func (r *Registrar) Request(ctx context.Context, actor identity.Actor, person PersonID, id string) (Request, error) {
	if err := reads(actor, person); err != nil {
		return Request{}, err
	}
	return r.Store.Request(ctx, actor.Org, person, id)
}

// Asked returns the organisation's requests, those that somebody has yet to answer or the
// others, for the person in charge; the error is [ErrForbidden] for anybody else.
func (r *Registrar) Asked(ctx context.Context, actor identity.Actor, done bool) ([]Request, error) {
	if err := officer(actor); err != nil {
		return nil, err
	}
	return r.Store.Asked(ctx, actor.Org, done)
}

// Do applies a command to a request as it was read, at a version; [ErrStale] when it has
// changed since. What is a person's own to do, and what is not, stands at [Event]. The
// same command again, on the version that the first one made, is what [Request.Apply]
// says of it. The errors are those of Apply, [ErrNotFound], [ErrForbidden], [ErrTooLong]
// and [ErrStale].
func (r *Registrar) Do(ctx context.Context, actor identity.Actor, person PersonID, id string, version int64, c Command) (Request, error) {
	c, m, err := r.command(ctx, actor, person, c)
	if err != nil {
		return Request{}, err
	}
	after, err := r.Store.ChangeRequest(ctx, actor.Org, person, id, func(before Request) (Request, []identity.Message, error) {
		after, err := before.at(version, c, m)
		if err != nil {
			return before, nil, err
		}
		kind, told := letters[c.Event]
		if !told {
			return after, nil, nil
		}
		return after, after.tell(kind, m), nil
	})
	if err != nil || letters[c.Event] != identity.PrivacyAnswered {
		return after, err
	}
	return after, r.note(ctx, Trace{
		Org: actor.Org, Person: person, ID: fmt.Sprintf("%s-%s-%d", Replied, id, len(after.Entries)), At: m.at, Account: actor.Account, Roles: actor.Roles,
		Did: Replied, Of: id, Articles: after.answered(c.Regime),
	})
}

// answered returns the articles of the latest answers: of one leg, or of every one where
// regime is empty.
func (r Request) answered(regime Regime) []ArticleID {
	var all []ArticleID
	for _, l := range r.Legs {
		if (regime == "" || l.Regime == regime) && len(l.Answers) > 0 {
			all = append(all, l.latest().Articles...)
		}
	}
	return all
}

// Preview returns the request as [Registrar.Do] would leave it, and writes nothing: what
// a person will read of an answer is looked at before it is given. The errors are those
// of Do.
func (r *Registrar) Preview(ctx context.Context, actor identity.Actor, person PersonID, id string, version int64, c Command) (Request, error) {
	c, m, err := r.command(ctx, actor, person, c)
	if err != nil {
		return Request{}, err
	}
	before, err := r.Store.Request(ctx, actor.Org, person, id)
	if err != nil {
		return Request{}, err
	}
	return before.at(version, c, m)
}

// command returns a command of the actor's as it is applied, and when.
func (r *Registrar) command(ctx context.Context, actor identity.Actor, person PersonID, c Command) (Command, moment, error) {
	may := decides
	if slices.Contains(theirs, c.Event) {
		may = reads
	}
	if err := may(actor, person); err != nil {
		return c, moment{}, err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return c, m, err
	}
	for _, text := range []*string{&c.Proof, &c.Reason} {
		if *text, err = written(*text); err != nil {
			return c, m, err
		}
	}
	c.Account = actor.Account
	return c, m, nil
}

// at applies a command to the version of the request that was read.
func (r Request) at(version int64, c Command, m moment) (Request, error) {
	switch {
	case r.Version == 0:
		return r, ErrNotFound
	case r.Version != version:
		return r, ErrStale
	}
	return r.Apply(c, m.rules, m.at, m.today)
}

// letters are what a person is told of, and by which letter.
var letters = map[Event]identity.MessageKind{
	AskIdentity:  identity.PrivacyAsked,
	AskPrecision: identity.PrivacyAsked,
	Extend:       identity.PrivacyExtended,
	Grant:        identity.PrivacyAnswered,
	GrantPart:    identity.PrivacyAnswered,
	Refuse:       identity.PrivacyAnswered,
	Withhold:     identity.PrivacyAnswered,
	Dismiss:      identity.PrivacyAnswered,
}

// tell writes the letter about the request as it stands. It leads to the page and holds
// neither what is asked nor why it is refused: a letter by e-mail is no place for them.
func (r Request) tell(kind identity.MessageKind, m moment) []identity.Message {
	values := map[string]string{"request": r.Number(), "state": string(r.State)}
	if due := r.Due(); !due.IsZero() {
		values["lastDay"] = due.String()
	}
	return letter(r.Org, r.Person, kind, r.letterID(kind), r.From, m.at, values)
}

// announce writes the letter that tells the person in charge of a new request. It names
// nobody.
func (r *Registrar) announce(q Request, m moment) []identity.Message {
	to := Contact{Name: r.Inventory.Officer.Name, Email: r.Inventory.Officer.Email, Language: identity.French}
	values := map[string]string{"request": q.Number(), "state": string(q.Kind)}
	if due := q.Due(); !due.IsZero() {
		values["lastDay"] = due.String()
	}
	return letter(q.Org, q.Person, identity.PrivacyNew, q.letterID(identity.PrivacyNew), to, m.at, values)
}

// Frozen returns what a person's requests keep from being destroyed on a day.
func (r *Registrar) Frozen(ctx context.Context, org identity.OrganisationID, person PersonID, day cycle.Date) ([]HoldingID, error) {
	all, err := r.Store.Requests(ctx, org, person)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	var frozen []HoldingID
	for _, q := range all {
		frozen = append(frozen, q.Frozen(day)...)
	}
	return frozen, nil
}
