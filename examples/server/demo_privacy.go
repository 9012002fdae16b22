package main

import (
	"context"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// demoOfficer is Odile, who is in charge of the protection of personal information.
var demoOfficer = identity.Actor{
	Org: demoOrganisation, Account: "odile", Name: "Odile Charest", Roles: []identity.Role{identity.RolePrivacyOfficer},
}

// demoAsked is a request of the demonstration: received so many days ago, and what was
// done to it since.
type demoAsked struct {
	id       string
	person   privacy.PersonID
	from     privacy.Contact
	days     int
	kind     privacy.Kind
	quality  privacy.Quality
	asked    string
	scope    []privacy.HoldingID
	commands []privacy.Command
}

func demoRequests() []demoAsked {
	known := func(name, email string) privacy.Contact {
		return privacy.Contact{Name: name, Email: email, Language: identity.French}
	}
	identified := privacy.Command{Event: privacy.Identify, Proof: "Pièce d’identité vue au comptoir"}
	admit := privacy.Command{Event: privacy.Admit}
	return []demoAsked{
		{ // due soon, under both Acts
			"demo-acces", "rosalie", known("Rosalie Côté", "rosalie@membres.example"), 17, privacy.Access, privacy.Oneself,
			"Je voudrais savoir ce que vous avez sur moi, au tableau et pour l’infolettre.",
			[]privacy.HoldingID{"roll/members/name", "roll/members/home-address", "publications/members/name"},
			[]privacy.Command{identified, admit},
		},
		{ // past its last day: silence has refused it
			"demo-rectification", "olivier", known("Olivier Fortin", "olivier@membres.example"), 45, privacy.Rectify, privacy.Oneself,
			"Mon adresse est celle d’avant mon déménagement.",
			[]privacy.HoldingID{"roll/members/home-address"},
			[]privacy.Command{identified, admit},
		},
		{ // waits for the person
			"demo-heritiere", "request.demo-heritiere",
			privacy.Contact{Name: "Rose Lavallée", Language: identity.French},
			6, privacy.Access, privacy.Heir,
			"Mon père était membre. Je demande son dossier d’inspection.", nil,
			[]privacy.Command{{Event: privacy.AskIdentity}},
		},
		{
			"demo-plainte", "olivier", known("Olivier Fortin", "olivier@membres.example"), 4, privacy.Complaint, privacy.Oneself,
			"Mon courriel a été montré à d’autres membres dans un envoi.", nil, nil,
		},
	}
}

// fillPrivacy puts into the desk of the person in charge what it is for. No letter is
// written: nobody of the demonstration reads them. Doing it twice changes nothing.
func (h *house) fillPrivacy(ctx context.Context) error {
	now := h.instant().UTC().Truncate(time.Second)
	today, err := h.registrar.Today(ctx, demoOfficer)
	if err != nil {
		return err
	}
	rules := privacy.Rules{Law: h.registrar.Law, Inventory: h.registrar.Inventory, Holidays: h.registrar.Holidays["qc"]}
	for _, a := range demoRequests() {
		at := now.AddDate(0, 0, -a.days)
		_, err := h.registrar.Store.ChangeRequest(ctx, demoOrganisation, a.person, a.id, func(before privacy.Request) (privacy.Request, []identity.Message, error) {
			if before.Version > 0 {
				return before, nil, privacy.ErrStale
			}
			received := today.AddDays(-a.days)
			q, err := privacy.Open(privacy.Ask{
				Org: demoOrganisation, Person: a.person, ID: a.id, Kind: a.kind, Quality: a.quality, Asked: a.asked, Scope: a.scope, Received: received,
			}, rules, at, received)
			q.From = a.from
			for _, c := range a.commands {
				if err == nil {
					c.Account = demoOfficer.Account
					q, err = q.Apply(c, rules, at.Add(time.Hour), received)
				}
			}
			return q, nil, err
		})
		if err != nil && !errors.Is(err, privacy.ErrStale) {
			return err
		}
	}
	return errors.Join(h.fillIncident(ctx, today), h.fillDisclosure(ctx, today))
}

// fillIncident enters an incident whose notices are owed.
func (h *house) fillIncident(ctx context.Context, today cycle.Date) error {
	persons := 212
	_, err := h.registrar.Report(ctx, demoOfficer, 0, privacy.Incident{
		ID: "demo-incident", Holdings: []privacy.HoldingID{"publications/members/name", "publications/members/home-email"},
		Circumstances: "Une infolettre est partie avec toutes les adresses visibles.", Cause: "Les destinataires ont été mis en copie plutôt qu’en copie cachée.",
		From: today.AddDays(-4), Known: today.AddDays(-3), Persons: &persons,
		Measures: "Rappel de l’envoi, consigne au personnel.",
		Assessment: privacy.Assessment{
			Sensitivity: "Nom et courriel, sans renseignement de santé ni financier.", Consequences: "Hameçonnage au nom de l’Ordre.",
			Likelihood: "Probable : des adresses ont déjà reçu des messages frauduleux.", Officer: true, Serious: privacy.Yes,
			Why: "Des messages frauduleux ont suivi.", Day: today.AddDays(-2),
		},
	})
	if errors.Is(err, privacy.ErrStale) {
		return nil
	}
	return err
}

// fillDisclosure enters a disclosure that an Act permits.
func (h *house) fillDisclosure(ctx context.Context, today cycle.Date) error {
	_, _, err := h.registrar.Disclose(ctx, demoOfficer, privacy.Case{
		Regime: privacy.AccessAct, Facts: privacy.Facts{"roll-information": privacy.Yes, "one-identified-person": privacy.Yes},
	}, privacy.Disclosure{
		Person: "rosalie", ID: "demo-communication", Holdings: []privacy.HoldingID{"roll/members/name"}, To: "Greffe du tribunal de Rimouski",
		Recipient: "public-bodies", Why: "Vérifier l’inscription au tableau d’un témoin expert", Day: today.AddDays(-20),
	})
	return err
}
