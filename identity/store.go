package identity

import (
	"context"
	"time"
)

// Roll is who an organisation knows: the narrow part of [Store] that other desks
// read.
type Roll interface {
	// Organisation returns one organisation, or [ErrNotFound].
	Organisation(ctx context.Context, org OrganisationID) (Organisation, error)
	// Member returns one member, or [ErrNotFound].
	Member(ctx context.Context, org OrganisationID, member MemberID) (Member, error)
	// Members returns every member of the organisation in the order of
	// [SortMembers]; none is an empty slice.
	Members(ctx context.Context, org OrganisationID) ([]Member, error)
	// MembersAfter returns the members whose identifiers come after one, in the order
	// of the bytes of their identifiers, limit at most: to go through an organisation
	// of any size, page by page. The empty identifier comes before them all.
	MembersAfter(ctx context.Context, org OrganisationID, after MemberID, limit int) ([]Member, error)
}

// Store keeps organisations, members, accounts and sessions.
//
// The Change methods read the row (the zero value, Version 0, when there is
// none), call fn with it, and write what fn returns with Version one higher, in
// one transaction. fn may be called more than once and must have no effect of its
// own. An error of fn is returned as it is and nothing is written. Two Changes
// of one row never lose each other's work.
type Store interface {
	Roll

	ChangeOrganisation(ctx context.Context, org OrganisationID, fn func(Organisation) (Organisation, error)) (Organisation, error)
	ChangeMember(ctx context.Context, org OrganisationID, member MemberID, fn func(Member) (Member, error)) (Member, error)

	// Account returns one account, or [ErrNotFound].
	Account(ctx context.Context, org OrganisationID, account AccountID) (Account, error)
	// AccountByLogin returns the account of a login in the form of
	// [NormalLogin], or [ErrNotFound].
	AccountByLogin(ctx context.Context, org OrganisationID, login string) (Account, error)
	// AccountsAt returns the accounts of the members whose correspondence address is
	// this one, in the form of [NormalAddress], and those without a member whose own it is
	// ([Account.OwnAddress]), in the order of their identifiers; none is an empty slice,
	// and so is what an empty address gives.
	AccountsAt(ctx context.Context, org OrganisationID, address string) ([]Account, error)
	// AccountsAfter returns the accounts whose identifiers come after one, in the order of
	// the bytes of their identifiers, limit at most. The empty identifier comes before
	// them all.
	AccountsAfter(ctx context.Context, org OrganisationID, after AccountID, limit int) ([]Account, error)
	// ChangeAccount refuses with [ErrStale] a login that another account has. The
	// messages that fn returns are about the account's own file, that of its member, and
	// go to the [Outbox] in the same transaction.
	ChangeAccount(ctx context.Context, org OrganisationID, account AccountID, fn func(Account) (Account, []Message, error)) (Account, error)

	// Throttle returns the failures of a login; the zero value with its key when
	// there were none.
	Throttle(ctx context.Context, org OrganisationID, login string) (Throttle, error)
	// ChangeThrottle changes the failures of a login; a Throttle without failures
	// is deleted.
	ChangeThrottle(ctx context.Context, org OrganisationID, login string, fn func(Throttle) Throttle) error

	// Session returns one session, or [ErrNotFound].
	Session(ctx context.Context, org OrganisationID, digest string) (Session, error)
	// Sessions returns the sessions of an account that were not deleted, ended or not: the
	// one that was opened last comes first, and of several that were opened at one
	// instant, the one whose digest comes first; none is an empty slice.
	Sessions(ctx context.Context, org OrganisationID, account AccountID) ([]Session, error)
	// PutSession writes the session, in place of the one with its digest.
	PutSession(ctx context.Context, s Session) error
	// KeepSession writes the session in place of the one with its digest, and is
	// [ErrNotFound] when there is none any more: a session that has ended does not
	// come back.
	KeepSession(ctx context.Context, s Session) error
	// DeleteSession deletes the session; deleting none is no error.
	DeleteSession(ctx context.Context, org OrganisationID, digest string) error
}

// Flows keeps the ways from an address to a new password, and what was sent to each
// address and guessed of it. Its Change methods are under the rules of [Store]'s.
type Flows interface {
	// Flow returns one flow, or [ErrNotFound].
	Flow(ctx context.Context, org OrganisationID, id string) (Flow, error)
	// ChangeFlow writes the messages that fn returns to the [Outbox], in the same
	// transaction: they are the organisation's own, of no member's file.
	ChangeFlow(ctx context.Context, org OrganisationID, id string, fn func(Flow) (Flow, []Message, error)) (Flow, error)
	// Remembered returns the flows that still have an address, the oldest first.
	Remembered(ctx context.Context, org OrganisationID) ([]Flow, error)
	// ChangeBudget changes the budget of a key, which tells no address.
	ChangeBudget(ctx context.Context, org OrganisationID, key string, fn func(Budget) Budget) error
	// Spray returns the count of an organisation; the zero value with its key when
	// nothing was counted yet.
	Spray(ctx context.Context, org OrganisationID) (Spray, error)
	ChangeSpray(ctx context.Context, org OrganisationID, fn func(Spray) Spray) error
}

// Outbox keeps the messages that desks write through their own stores.
type Outbox interface {
	// Messages returns the organisation's messages, the latest first, limit at
	// most.
	Messages(ctx context.Context, org OrganisationID, limit int) ([]Message, error)
	// MessagesTo returns those to one member, likewise.
	MessagesTo(ctx context.Context, org OrganisationID, member MemberID, limit int) ([]Message, error)
	// Due returns the messages of every organisation that may leave at the instant:
	// neither sent nor given up, and Next not after it. The first is the one that has
	// waited longest, since Next or since it was written; limit at most.
	Due(ctx context.Context, now time.Time, limit int) ([]Message, error)
	// Claim takes what Due returns for one sender: in the transaction that chooses
	// them, each has one attempt more and until as its Next. No other claim takes them
	// before; after it, when the sender has said nothing of them, another does: a
	// sender that dies between sending and saying so has a message sent twice, and
	// none is lost.
	Claim(ctx context.Context, now, until time.Time, limit int) ([]Message, error)
	// ChangeMessage reads the message, calls fn with it and writes what it returns, in
	// one transaction, under the rules of [Store]'s Change methods. fn changes nothing
	// but how the message was delivered ([Message.Leaves], [Message.Fails]). The error
	// is [ErrNotFound] when there is none.
	ChangeMessage(ctx context.Context, org OrganisationID, member MemberID, id string, fn func(Message) (Message, error)) (Message, error)
}
