package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/identity"
)

// What is done to declarations and requests once they are submitted.

// correcting is a member's request for a correction, and what becomes of it.
func (l *life) correcting(c chance, member, staff identity.Actor, d hours.Declaration) command {
	at, what := version(c, d.Version), one(c, "asks", "asks", "takes back", "declines")
	text := one(c, "", "Il manque une heure.", "Il manque une heure.")
	return command{fmt.Sprintf("a correction of %s: %s at %d", d.ID, what, at), func(ctx context.Context) error {
		var err error
		switch what {
		case "asks":
			_, err = l.h.ledger.AskCorrection(ctx, member, d.Member, d.ID, at, text)
		case "takes back":
			_, err = l.h.ledger.TakeBackCorrection(ctx, member, d.Member, d.ID, at)
		default:
			_, err = l.h.ledger.DeclineCorrection(ctx, staff, d.Member, d.ID, at, text)
		}
		return err
	}}
}

// amending is staff's correction of the activity itself.
func (l *life) amending(c chance, by identity.Actor, d hours.Declaration) command {
	at := version(c, d.Version)
	corrected := hours.Corrected{Entry: d.Entry, Counted: one(c, hours.Whole(1), hours.Whole(2), hours.Whole(9)), Reason: one(c, "", "attestation", "attestation")}
	corrected.Entry.Duration = one(c, "1", "2", "9", "abc")
	corrected.Entry.Category, corrected.Entry.Type = "ethics", "course"
	return command{fmt.Sprintf("%s corrects %s to %s h, %s counted, at %d", by.Name, d.ID, corrected.Entry.Duration, corrected.Counted, at), func(ctx context.Context) error {
		_, err := l.h.ledger.Amend(ctx, by, d.Member, d.ID, at, corrected)
		return err
	}}
}

// examining is an audit of one declaration.
func (l *life) examining(c chance, member, staff identity.Actor, d hours.Declaration) command {
	at, what := version(c, d.Version), one(c, "ask", "ask", "send", "send", "accept", "disallow", "time")
	left := one(c, hours.Hours{}, hours.MustHours("0.5"))
	return command{fmt.Sprintf("an audit of %s: %s at %d", d.ID, what, at), func(ctx context.Context) error {
		a := l.h.auditor
		var err error
		switch what {
		case "ask":
			_, err = a.Ask(ctx, staff, d.Member, audit.Request{Declarations: []string{d.ID}, Note: "L’attestation, s’il vous plaît."})
		case "send":
			d, err = a.Attach(ctx, member, d.Member, d.ID, at, "preuve.pdf", strings.NewReader(demoPaper))
			if err == nil {
				_, err = a.Send(ctx, member, d.Member, d.ID, d.Version)
			}
		case "accept":
			_, err = a.Accept(ctx, staff, d.Member, d.ID, at, "")
		case "disallow":
			_, err = a.Disallow(ctx, staff, d.Member, d.ID, at, left, "L’attestation manque.")
		default:
			err = a.Advance(ctx, demoOrganisation)
		}
		return err
	}}
}

// completing is what members do with a request after it is submitted: they send what
// was asked for, or tell that the ground has ended.
func (l *life) completing(c chance, by identity.Actor, r exemption.Request) command {
	at, reply := version(c, r.Version), c(2) == 0
	return command{fmt.Sprintf("%s completes %s at %d", by.Name, r.ID, at), func(ctx context.Context) error {
		if !reply {
			_, err := l.h.board.TellEnd(ctx, by, r.Member, r.ID, at, r.Claim.First, "")
			return err
		}
		changed, err := l.h.board.Attach(ctx, by, r.Member, r.ID, at, "suite.pdf", strings.NewReader(demoPaper))
		if err == nil {
			_, err = l.h.board.Reply(ctx, by, r.Member, r.ID, changed.Version)
		}
		return err
	}}
}

// tolds is how many acts the history must have of a declaration, by what stands in
// it: one for each thing that happened once it was submitted.
func tolds(d hours.Declaration) int {
	n := len(d.Decisions)
	if !d.Submitted.IsZero() {
		n++
	}
	if d.State == hours.Withdrawn {
		n++
	}
	for _, asked := range d.Corrections {
		n++
		if asked.State == hours.TakenBack || asked.State == hours.Declined {
			n++
		}
	}
	if d.Evidence != nil {
		n += len(d.Evidence.Steps)
		for _, step := range d.Evidence.Steps {
			// It is a decision, or goes with one.
			if slices.Contains([]hours.EvidenceEvent{hours.DisallowEvidence, hours.DropEvidence}, step.Event) {
				n--
			}
		}
	}
	return n
}

// asked is the same of a request.
func asked(r exemption.Request) int {
	n := len(r.Decisions) + len(r.Replies)
	if !r.Submitted.IsZero() {
		n++
	}
	if r.State == exemption.Withdrawn {
		n++
	}
	return n
}
