package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// pastActivities are those of the reference period before today's: Sofia did more
// than was asked, Olivier less.
func pastActivities() []activity {
	counted := func(text string) hours.Verdict {
		return hours.Verdict{Event: hours.Count, Counted: hours.MustHours(text)}
	}
	return []activity{
		{"sofia", "structured", "course", "Ventilation des bâtiments", 400, "21", counted("21")},
		{"sofia", "ethics", "course", "Éthique et déontologie du technologue professionnel", 300, "2", counted("2")},
		{"sofia", "autonomous", "reading", "Code de construction, mises à jour", 200, "11", counted("11")},
		{"olivier", "structured", "workshop", "Arpentage par drone", 500, "14", counted("14")},
		{"olivier", "autonomous", "reading", "Guide des bonnes pratiques en arpentage", 250, "8", counted("8")},
	}
}

// fillPast fills the period before today's as it would have gone: declared and
// counted then, closed since; a notice of default for Olivier, an audit for Sofia.
func (h *house) fillPast(ctx context.Context) error {
	staff, err := h.actor(ctx, "jeanne")
	if err != nil {
		return err
	}
	now, err := h.ledger.Standing(ctx, staff, "sofia", cycle.Date{})
	if err != nil {
		return err
	}
	before, err := now.In(now.Period.From.AddDays(-1))
	if err != nil {
		return err
	}
	zone, err := now.Organisation.Location()
	if err != nil {
		return err
	}
	then := h.on(before.Period.Last().Start(zone).Add(12 * time.Hour))
	for i, a := range pastActivities() {
		if err := then.declare(ctx, fmt.Sprintf("past-%d", i+1), a); err != nil && !elsewhere(err) {
			return fmt.Errorf("%s, %s: %w", a.member, a.title, err)
		}
	}
	for _, member := range []identity.MemberID{"sofia", "olivier"} {
		if err := h.settle(ctx, staff, member, before.Period.From, now.Today.AddDays(-10)); err != nil && !elsewhere(err) {
			return fmt.Errorf("%s: %w", member, err)
		}
	}
	asked, err := h.ledger.Declaration(ctx, staff, "sofia", "past-1")
	if err != nil || asked.Evidence != nil {
		return err
	}
	_, err = h.auditor.Ask(ctx, staff, "sofia", audit.Request{
		Declarations: []string{asked.ID}, Note: "L’attestation de présence, s’il vous plaît.",
	})
	if elsewhere(err) {
		return nil
	}
	return err
}

// on is the same house on another day, to declare and to count.
func (h *house) on(instant time.Time) *house {
	then, ledger := *h, *h.ledger
	ledger.Now = func() time.Time { return instant }
	// What became of the period since was not known then.
	ledger.Outcomes = nil
	then.ledger = &ledger
	return &then
}

// settle closes a member's period, and serves a notice when hours are missing. Soon
// after its end there is still time, and nothing is done.
func (h *house) settle(ctx context.Context, staff identity.Actor, member identity.MemberID, period, served cycle.Date) error {
	f, err := h.docket.File(ctx, staff, member, period)
	if err != nil {
		return err
	}
	c := f.Closing
	if c.State == closing.Open {
		c, err = h.docket.Close(ctx, staff, member, period, c.Version)
		if errors.Is(err, closing.ErrNotOver) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	if c.State != closing.Short {
		return nil
	}
	_, err = h.docket.Notify(ctx, staff, member, period, c.Version, closing.Summons{Of: hours.LackingHours, Served: served}, "")
	return err
}
