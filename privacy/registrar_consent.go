package privacy

import (
	"context"
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Choice is a purpose that rests on consent, with where one person's consent stands and
// what a withdrawal would end.
type Choice struct {
	Purpose Purpose `json:"purpose"`
	Consent Consent `json:"consent"`
	// Valid: it is given, and has not expired. Implied: nothing was said, and the purpose
	// rests on what was provided after the notice.
	Valid   bool    `json:"valid"`
	Implied bool    `json:"implied"`
	Warning Warning `json:"warning"`
	// Notice is the version in force of the notice that announces the purpose; the zero
	// Notice when there is none, and nothing can be asked.
	Notice Notice `json:"notice"`
	// Sensitive: it must be said in so many words.
	Sensitive bool `json:"sensitive"`
}

// Choices returns the purposes that rest on the consent of a person with these roles, in
// the order of the policy: those of their groups, and those of which they ever said
// anything.
func (r *Registrar) Choices(ctx context.Context, actor identity.Actor, person PersonID, roles []identity.Role) ([]Choice, error) {
	if err := reads(actor, person); err != nil {
		return nil, err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	said, err := r.Store.Consents(ctx, actor.Org, person)
	if err != nil {
		return nil, err
	}
	about := r.Inventory.About(roles)
	var all []Choice
	for _, p := range r.Inventory.Purposes {
		if !both(p.Ends) {
			continue
		}
		held := slices.DeleteFunc(slices.Clone(about), func(h Holding) bool { return h.Purpose != p.ID || h.Basis == Necessity })
		c, known := named(said, p.ID, func(c Consent) string { return c.Purpose })
		if !known && len(held) == 0 {
			continue
		}
		if !known {
			c = Consent{Org: actor.Org, Person: person, Purpose: p.ID}
		}
		warning, err := r.Inventory.Warn(p.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, Choice{
			Purpose: p, Consent: c, Warning: warning, Notice: r.Inventory.announces(p.ID, m.today),
			Valid: c.Valid(m.today), Sensitive: r.Inventory.sensitive(p.ID),
			Implied: c.State == NotAsked && slices.ContainsFunc(held, func(h Holding) bool { return h.Basis == Implied }),
		})
	}
	return all, nil
}

// announces returns the notice in force on a day that announces a purpose, the one with
// the fewest purposes first: what is said of one purpose alone is said apart.
func (i Inventory) announces(purpose string, day cycle.Date) Notice {
	var best Notice
	for _, n := range i.Notices {
		if n.InForce(day) && slices.Contains(n.Purposes, purpose) && (best.ID == "" || len(n.Purposes) < len(best.Purposes)) {
			best = n
		}
	}
	return best
}

// Say keeps what a person says of a purpose, as they say it themselves or as the person
// in charge enters it from a message (V7). [Invalidate] is the person in charge's alone.
// version is that of the consent as it was read; [ErrStale] when it has changed since.
// The errors are those of [Consent.Says], [ErrNotFound], [ErrForbidden] and [ErrTooLong].
func (r *Registrar) Say(ctx context.Context, actor identity.Actor, person PersonID, purpose string, version int64, s Say) (Consent, error) {
	may := reads
	if s.Event == Invalidate || s.Channel == ByMessage {
		may = decides
	}
	if err := may(actor, person); err != nil {
		return Consent{}, err
	}
	to, err := r.contact(ctx, actor.Org, person)
	if err != nil {
		return Consent{}, err
	}
	if s.Channel != ByMessage && s.Event != Invalidate && Self(actor) != person {
		// Nobody consents in the place of somebody else.
		return Consent{}, ErrForbidden
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Consent{}, err
	}
	if s.Reason, err = written(s.Reason); err != nil {
		return Consent{}, err
	}
	s.Account = actor.Account
	return r.Store.ChangeConsent(ctx, actor.Org, person, purpose, func(before Consent) (Consent, []identity.Message, error) {
		if before.Version != version {
			return before, nil, ErrStale
		}
		after, err := before.Says(s, m.rules.Inventory, m.at, m.today)
		if err != nil {
			return before, nil, err
		}
		id := fmt.Sprintf("consent-%s-%d", purpose, len(after.Acts))
		return after, letter(actor.Org, person, identity.ConsentChanged, id, to, m.at, map[string]string{"state": string(after.State)}), nil
	})
}

// Receipt returns the receipt of a consent that stands, in a language. The errors are
// those of [Consent.Receipt] and [ErrNotFound].
func (r *Registrar) Receipt(ctx context.Context, actor identity.Actor, person PersonID, purpose string, in identity.Language) (Receipt, error) {
	if err := reads(actor, person); err != nil {
		return Receipt{}, err
	}
	c, err := r.Store.Consent(ctx, actor.Org, person, purpose)
	if err != nil {
		return Receipt{}, err
	}
	return c.Receipt(purpose+"-"+c.id(), r.Inventory, in)
}

// id is of the act that gave the consent as it stands.
func (c Consent) id() string {
	act, _ := c.latest()
	return act.At.Format("20060102T150405")
}

// Consents reports whether a person's consent for a purpose stands today: what other
// desks ask before they act. Nothing is derived here, and an error is no consent.
func (r *Registrar) Consents(ctx context.Context, org identity.OrganisationID, person PersonID, purpose string) (bool, error) {
	m, err := r.moment(ctx, org)
	if err != nil {
		return false, err
	}
	c, err := r.Store.Consent(ctx, org, person, purpose)
	if err != nil {
		return false, err
	}
	return c.Valid(m.today), nil
}
