package main

import (
	"context"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// demoWorkplace is the workplace of the demonstration, whose representative is Martine.
const demoWorkplace = "fleuve"

// fillAccess puts into the queue a request that nothing has refused and a form on paper
// that has much wrong, and names the representative of a workplace. Doing it twice
// changes nothing.
func (h *house) fillAccess(ctx context.Context) error {
	_, err := h.office.SetWorkplace(ctx, demoStaff, demoWorkplace, 0, "Centre jeunesse du Fleuve", []identity.AccountID{"martine"})
	if err != nil && !errors.Is(err, access.ErrStale) {
		return err
	}
	now := h.instant().UTC().Truncate(time.Second)
	if _, err := h.office.Store.ChangeRequest(ctx, demoOrganisation, "demo-signed", func(r access.Request) (access.Request, []identity.Message, error) {
		if r.State != access.None {
			return r, nil, nil
		}
		r, err := h.signedRequest(r, now)
		return r, nil, err
	}); err != nil {
		return err
	}
	return h.recordPaper(ctx, cycle.DateOf(now, time.UTC))
}

// signedRequest is a request that both have signed. No letter is written: nobody of the
// demonstration reads them.
func (h *house) signedRequest(r access.Request, now time.Time) (access.Request, error) {
	entry := access.Entry{
		Form: "clinics", Service: "billing", Language: identity.French,
		User: access.Person{First: "Noémie", Last: "Savard", Email: "noemie.savard@clinique.example"},
		Authoriser: access.AuthoriserNamed{
			Person: access.Person{First: "Laurent", Last: "Pelletier", Email: "laurent.pelletier@clinique.example"},
			Kind:   "responsible-physician", Place: "Clinique médicale des Érables",
		},
	}
	r, err := r.Begin(identity.Digest("demo-signed"), entry, now)
	if err != nil {
		return r, err
	}
	if r, err = r.Submit(h.office.Catalogue.Statement(r), identity.Digest("user"), identity.Digest("authoriser"), now); err != nil {
		return r, err
	}
	for _, party := range []access.Party{access.TheUser, access.TheAuthoriser} {
		if r, err = r.Sign(party, r.As(party).Name(), now); err != nil {
			return r, err
		}
	}
	return r, nil
}

// recordPaper records a form of last year's edition, with a shared address and without
// the authoriser's signature.
func (h *house) recordPaper(ctx context.Context, today cycle.Date) error {
	entry := access.Entry{
		Form: "network", Service: "dma", Language: identity.French,
		User: access.Person{First: "Benoît", Last: "Lapierre", Email: "reception@hopital.example"},
		Authoriser: access.AuthoriserNamed{
			Person: access.Person{First: "Colette", Last: "Arsenault", Email: "colette.arsenault@hopital.example"},
			Kind:   "general-manager", Place: "Hôpital de la Rivière",
		},
	}
	paper := access.Paper{Received: today.AddDays(-3), Forms: 2, Edition: cycle.MustDate("2025-04-01")}
	_, err := h.office.Record(ctx, demoStaff, "demo-paper", entry, paper, &access.Signature{Name: "Benoît Lapierre", On: today.AddDays(-10)}, nil)
	return err
}
