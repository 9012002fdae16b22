package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
)

// demoPaper is the supporting document of the demonstration: the least that a
// reader takes for a PDF.
const demoPaper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// demoRequest is the request for an exemption of the demonstration.
var demoRequest = exemption.Key{Org: demoOrganisation, Member: "malik", ID: "demo-x1"}

// activity is a declaration of the demonstration.
type activity struct {
	member, category, kind, title string
	before                        int // days before today
	duration                      string
	verdict                       hours.Verdict
}

func demoActivities() []activity {
	counted := func(text string) hours.Verdict {
		return hours.Verdict{Event: hours.Count, Counted: hours.MustHours(text)}
	}
	partly := counted("2")
	partly.Reason = "La pause du midi ne compte pas."
	return []activity{
		{"malik", "structured", "workshop", "Santé et sécurité sur les chantiers", 90, "7", counted("7")},
		{"malik", "structured", "webinar", "Introduction à la modélisation 3D", 60, "3", partly},
		{"malik", "ethics", "course", "Éthique et déontologie du technologue professionnel", 45, "1,5", counted("1.5")},
		{"malik", "autonomous", "reading", "Guide des bonnes pratiques en arpentage", 20, "2 h 30", hours.Verdict{}},
		{"rosalie", "structured", "course", "Lecture de plans et devis", 30, "6", counted("6")},
		{
			"rosalie", "autonomous", "reading", "Revue de presse", 10, "4",
			hours.Verdict{Event: hours.Refuse, Reason: "L’activité n’a pas de lien avec l’exercice de la profession."},
		},
	}
}

// fillFiles declares, asks and decides as the people of the demonstration would,
// through the desks. A start that was cut short is taken up where it stopped, and
// two servers may start at once on one store.
func (h *house) fillFiles(ctx context.Context) error {
	for i, a := range demoActivities() {
		if err := h.declare(ctx, fmt.Sprintf("demo-%d", i+1), a); err != nil && !elsewhere(err) {
			return fmt.Errorf("%s, %s: %w", a.member, a.title, err)
		}
	}
	if err := h.fillPast(ctx); err != nil {
		return err
	}
	if err := h.fillRoster(ctx); err != nil && !elsewhere(err) {
		return fmt.Errorf("%s: %w", demoBody, err)
	}
	if err := h.ask(ctx); err != nil && !elsewhere(err) {
		return fmt.Errorf("%s: %w", demoRequest.ID, err)
	}
	return nil
}

// elsewhere reports that another server, started at the same time, is doing or has
// done the same; or that the service point is closed, a minute before midnight.
func elsewhere(err error) bool {
	for _, other := range []error{hours.ErrStale, hours.ErrProcessed, exemption.ErrStale, exemption.ErrProcessed, intake.ErrStale, exam.ErrStale, exam.ErrPointClosed} {
		if errors.Is(err, other) {
			return true
		}
	}
	var won exam.Lost
	var wrong hours.FieldErrors
	return errors.As(err, &won) || errors.As(err, &wrong) && errors.Is(wrong.Of("exam"), exam.ErrEnrolled)
}

func (h *house) actor(ctx context.Context, account identity.AccountID) (identity.Actor, error) {
	a, err := h.store.Identity().Account(ctx, demoOrganisation, account)
	if err != nil {
		return identity.Actor{}, err
	}
	return a.Actor(), nil
}

func (h *house) declare(ctx context.Context, id string, a activity) error {
	actor, err := h.actor(ctx, identity.AccountID(a.member))
	if err != nil {
		return err
	}
	d, err := h.ledger.Begin(ctx, actor, actor.Member, id)
	if err == nil && d.State == hours.Draft {
		d, err = h.submit(ctx, actor, d, a)
	}
	if err != nil || d.State != hours.Submitted || a.verdict.Event == "" {
		return err
	}
	staff, err := h.actor(ctx, "jeanne")
	if err != nil {
		return err
	}
	_, err = h.ledger.Decide(ctx, staff, actor.Member, d.ID, d.Version, a.verdict)
	return err
}

// submit fills in a draft and submits it.
func (h *house) submit(ctx context.Context, actor identity.Actor, draft hours.Declaration, a activity) (hours.Declaration, error) {
	rules, err := h.ledger.Rules(ctx, actor, actor.Member)
	if err != nil {
		return draft, err
	}
	// Never before the member's own part of the period, whenever the
	// demonstration is run.
	day := rules.Today.AddDays(-a.before)
	if day.Before(rules.Part.From) {
		day = rules.Part.From
	}
	entry := hours.Entry{
		Period: draft.Entry.Period, Category: a.category, Type: a.kind,
		ActivityUnlisted: true, Title: a.title,
		ProviderUnlisted: true, ProviderName: "Cégep du Fleuve",
		TrainerUnlisted: true, TrainerFirst: "Luc", TrainerLast: "Bergeron",
		First: hours.DateTyped(day), Last: hours.DateTyped(day), Duration: a.duration,
	}
	for _, attestation := range rules.Version.Attestations {
		entry.Attested = append(entry.Attested, attestation.ID)
	}
	if draft, err = h.ledger.Save(ctx, actor, actor.Member, draft.ID, draft.Version, entry); err != nil {
		return draft, err
	}
	return h.ledger.Submit(ctx, actor, actor.Member, draft.ID, draft.Version)
}

// ask asks for an exemption that waits for a decision.
func (h *house) ask(ctx context.Context) error {
	actor, err := h.actor(ctx, "malik")
	if err != nil {
		return err
	}
	grounds, err := h.board.GroundsFor(ctx, actor, actor.Member)
	if err != nil {
		return err
	}
	draft, err := h.board.Begin(ctx, actor, actor.Member, demoRequest.ID)
	if err != nil || draft.State != exemption.Draft {
		return err
	}
	standing, err := h.ledger.Standing(ctx, actor, actor.Member, cycle.Date{})
	if err != nil {
		return err
	}
	first := standing.Period.From
	entry := exemption.Entry{
		Period: draft.Entry.Period, Ground: "parental-leave",
		First: hours.DateTyped(first), Last: hours.DateTyped(first.AddMonths(6)),
	}
	for _, c := range grounds.Commitments {
		entry.Committed = append(entry.Committed, c.ID)
	}
	if draft, err = h.board.Save(ctx, actor, actor.Member, draft.ID, draft.Version, entry); err != nil {
		return err
	}
	if len(draft.Documents) == 0 {
		if draft, err = h.board.Attach(ctx, actor, actor.Member, draft.ID, draft.Version, "confirmation-conge.pdf", strings.NewReader(demoPaper)); err != nil {
			return err
		}
	}
	_, err = h.board.Submit(ctx, actor, actor.Member, draft.ID, draft.Version)
	return err
}
