package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours/intake"
)

// demoBody is the training body of the demonstration. Its name is in the order's list.
const demoBody = "demo-cegep"

// fillRoster receives a roster: what Sofia and Olivier have to confirm, and a line that
// goes back to the training body. A roster that was received is not received again,
// whatever the day: its days are before today's.
func (h *house) fillRoster(ctx context.Context) error {
	staff, err := h.actor(ctx, "jeanne")
	if err != nil {
		return err
	}
	if _, _, err := h.reception.AddProvider(ctx, staff, demoBody, "Cégep du Fleuve"); err != nil {
		return err
	}
	all, err := h.reception.Rosters(ctx, staff)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Provider == demoBody && !r.Finished.IsZero() {
			return nil
		}
	}
	s, err := h.ledger.Standing(ctx, staff, "sofia", cycle.Date{})
	if err != nil {
		return err
	}
	day := s.Today.AddDays(-6)
	if day.Before(s.Part.From) {
		day = s.Part.From
	}
	var b strings.Builder
	b.WriteString("permis;nom;activité;début;heures\n")
	for _, line := range []string{
		"T-15238;Sofia Marchand;Lecture de plans et devis;%s;6\n",
		"T-18604;Olivier Fortin;Lecture de plans et devis;%s;6\n",
		"T-99999;Dominique Lavoie;Lecture de plans et devis;%s;6\n",
	} {
		fmt.Fprintf(&b, line, day)
	}
	_, err = h.reception.ReceiveFor(ctx, staff, demoBody, strings.NewReader(b.String()), false, func(intake.Result) error { return nil })
	return err
}
