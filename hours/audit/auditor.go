package audit

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Auditor is the desk where files are drawn for an audit and their evidence is asked
// for, sent and decided. Store, Ledger and Documents are required; the other fields
// may be left at zero.
//
// Every method takes the actor and refuses what [identity.Actor.Check] refuses: draws
// are staff's alone, evidence is sent by the member alone, and nobody decides on their
// own file.
type Auditor struct {
	Store     Store
	Ledger    *hours.Ledger
	Documents hours.Documents
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
	// NewSeed returns the seed of a draw for which staff give none; nil takes 26 random
	// letters and digits.
	NewSeed func() string
}

// Draws returns the organisation's draws, the latest first, for staff.
func (a *Auditor) Draws(ctx context.Context, actor identity.Actor) ([]Draw, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	return a.draws(ctx, actor.Org)
}

// Draw returns one draw, for staff; [ErrNotFound] when there is none.
func (a *Auditor) Draw(ctx context.Context, actor identity.Actor, id string) (Draw, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return Draw{}, err
	}
	return a.Store.Draw(ctx, Key{actor.Org, id})
}

// standing returns what governs the member on the last day of the span; today when
// no period holds that.
func (a *Auditor) standing(ctx context.Context, org identity.OrganisationID, member identity.MemberID, span cycle.Span) (hours.Standing, error) {
	clock := identity.Clock(org)
	if s, err := a.Ledger.Standing(ctx, clock, member, span.Last()); err == nil {
		return s, nil
	}
	return a.Ledger.Standing(ctx, clock, member, cycle.Date{})
}

// letter returns a message to the member of the standing; none when there is no
// address. It holds neither title nor reason: an e-mail is no place for them.
func letter(s hours.Standing, kind identity.MessageKind, id string, at time.Time, values map[string]string) []identity.Message {
	m := s.Member
	if m.Email == "" {
		return nil
	}
	values["name"] = m.Name()
	return []identity.Message{{
		Org: s.Organisation.ID, Member: m.ID, ID: id, Kind: kind, To: m.Email,
		Language: s.Organisation.Languages.Choose(m.Language), Written: at, Values: values,
	}}
}

func (a *Auditor) now() time.Time {
	if a.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return a.Now().UTC().Truncate(identity.Precision)
}

func (a *Auditor) newID() string {
	if a.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return a.NewID()
}

func (a *Auditor) newSeed() string {
	if a.NewSeed == nil {
		return strings.ToLower(rand.Text())
	}
	return a.NewSeed()
}
