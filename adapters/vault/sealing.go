package vault

import (
	"context"
	"errors"
	"math"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// marker is the kind of the record, of the organisation's own, that says that bodies of
// this store are sealed. It never changes.
const marker = "vault-sealed"

// marking is the body of a marker.
type marking struct {
	// All: everything from before is sealed too.
	All bool `json:"all"`
	// Probe is an envelope, which opens with the keys of this store and no others.
	Probe string `json:"probe"`
}

func markerOf(org identity.OrganisationID) cabinet.Key { return cabinet.Key{Org: org, Kind: marker} }

// IsSealed reports that bodies of an organisation in the store are sealed, so that a
// program that has no vault leaves it alone.
func IsSealed(ctx context.Context, store interface{ Driver() cabinet.Driver }, org identity.OrganisationID) (bool, error) {
	_, err := store.Driver().Read(ctx, markerOf(org))
	if errors.Is(err, cabinet.ErrNone) {
		return false, nil
	}
	return err == nil, err
}

// probing is the row of a probe.
func probing(org identity.OrganisationID) row { return row{marker, string(org)} }

// marked returns the marker of an organisation, whose probe has opened; the zero value
// when there is none.
func (s *Sealed) marked(ctx context.Context, org identity.OrganisationID) (marking, error) {
	r, err := s.below.Driver().Read(ctx, markerOf(org))
	if errors.Is(err, cabinet.ErrNone) {
		return marking{}, nil
	}
	if err != nil {
		return marking{}, err
	}
	m, err := body.Decode[marking](r.Body)
	if err != nil {
		return marking{}, err
	}
	_, _, err = s.vault.opened(ctx, org, probing(org), []byte(m.Probe))
	return m, err
}

// mark writes the marker of an organisation.
func (s *Sealed) mark(ctx context.Context, org identity.OrganisationID, all bool) error {
	var probe []byte
	err := s.vault.change(ctx, func() (err error) {
		probe, err = s.vault.sealed(ctx, named(org, organisation, classIndex), probing(org), []byte("probe"))
		return err
	})
	if err != nil {
		return err
	}
	as, err := body.Encode(marking{all, string(probe)})
	if err != nil {
		return err
	}
	return s.below.Driver().Change(ctx, markerOf(org), func(before cabinet.Record) (cabinet.Record, hours.Telling, error) {
		return cabinet.Record{Key: before.Key, Version: before.Version + 1, Body: as}, hours.Telling{}, nil
	})
}

// sealPage is how many rows are read at a time.
const sealPage = 500

// SealAll seals what an organisation's store still has in the clear, from before it was
// sealed, and says how many bodies it has sealed after each page; done may be nil. file
// is called with every member who has something in the store, for what is kept of them
// elsewhere ([Documents.SealAll]); it may be nil. It comes before the store serves: what
// is found by a login or an address is not found until then. One that was cut short is
// run again and does what is left; once it has returned without an error it returns at
// once, unless the keys are not those of the store: by this a program knows. At its end
// the files of the store are purged of what was in them in the clear, which asks that
// no other process is in the middle of something.
func (s *Sealed) SealAll(ctx context.Context, org identity.OrganisationID, file func(context.Context, identity.MemberID) error, done func(sealed int)) error {
	before, err := s.marked(ctx, org)
	if err != nil || before.All {
		return err
	}
	if err := s.mark(ctx, org, false); err != nil {
		return err
	}
	p := pass{Sealed: s, org: org, done: done, files: map[identity.MemberID]bool{"": true}}
	for _, part := range []func(context.Context) error{p.members, p.accounts, p.records, p.histories, p.messages} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	for member := range p.files {
		if file == nil || member == "" {
			continue
		}
		if err := file(ctx, member); err != nil {
			return err
		}
	}
	if p.count > 0 {
		if err := s.below.Driver().Purge(ctx); err != nil {
			return err
		}
	}
	return s.mark(ctx, org, true)
}

// pass is one run of SealAll.
type pass struct {
	*Sealed
	org   identity.OrganisationID
	done  func(int)
	count int
	// files are the files that were met, each of which may have a history.
	files map[identity.MemberID]bool
}

func (p *pass) say() {
	if p.done != nil {
		p.done(p.count)
	}
}

// same is a change that changes nothing, so that what was in the clear is written
// sealed.
func same[V any](v V) (V, error) { return v, nil }

func (p *pass) members(ctx context.Context) error {
	for after := identity.MemberID(""); ; {
		page, err := p.below.Identity().MembersAfter(ctx, p.org, after, sealPage)
		if err != nil {
			return err
		}
		for _, m := range page {
			after, p.files[m.ID] = m.ID, true
			if isSealed([]byte(m.Last)) {
				continue
			}
			if _, err := p.Identity().ChangeMember(ctx, p.org, m.ID, same); err != nil {
				return err
			}
			p.count++
		}
		if p.say(); len(page) < sealPage {
			return nil
		}
	}
}

func (p *pass) accounts(ctx context.Context) error {
	for after := identity.AccountID(""); ; {
		page, err := p.below.Identity().AccountsAfter(ctx, p.org, after, sealPage)
		if err != nil {
			return err
		}
		for _, a := range page {
			after = a.ID
			if !isSealed([]byte(a.Hash)) {
				_, err := p.Identity().ChangeAccount(ctx, p.org, a.ID, func(a identity.Account) (identity.Account, []identity.Message, error) { return a, nil, nil })
				if err != nil {
					return err
				}
				p.count++
			}
			if err := p.sessions(ctx, a.ID); err != nil {
				return err
			}
		}
		if p.say(); len(page) < sealPage {
			return nil
		}
	}
}

func (p *pass) sessions(ctx context.Context, account identity.AccountID) error {
	all, err := p.below.Identity().Sessions(ctx, p.org, account)
	if err != nil {
		return err
	}
	for _, s := range all {
		if isSealed([]byte(s.Owes)) {
			continue
		}
		if err := p.Identity().KeepSession(ctx, s); err != nil && !errors.Is(err, identity.ErrNotFound) {
			return err
		}
		p.count++
	}
	return nil
}

// errOvertaken leaves alone a record that somebody has changed, and so sealed, since.
var errOvertaken = errors.New("vault: changed meanwhile")

func (p *pass) records(ctx context.Context) error {
	for after := (cabinet.Key{Org: p.org}); ; {
		var page []cabinet.Record
		var lost []cabinet.Removal
		read := 0
		err := p.below.Driver().Walk(ctx, after, sealPage, func(r cabinet.Record) error {
			read, after, p.files[r.Member] = read+1, r.Key, true
			switch {
			case r.Kind == marker || r.Kind == drawer || isSealed(r.Body):
			case cabinet.Guessable(r.Kind):
				// A limit begins anew, once, rather than staying under what can be guessed.
				lost = append(lost, cabinet.Removal{Table: cabinet.TableRecords, Key: []string{string(r.Member), r.Kind, r.ID}})
			default:
				r.Body = nil
				page = append(page, r)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := p.below.Driver().Erase(ctx, p.org, lost); err != nil {
			return err
		}
		for _, r := range page {
			err := p.Driver().Change(ctx, r.Key, func(now cabinet.Record) (cabinet.Record, hours.Telling, error) {
				if now.Version != r.Version {
					return now, hours.Telling{}, errOvertaken
				}
				now.Found, now.Order = r.Found, r.Order
				return now, hours.Telling{}, nil
			})
			if err != nil && !errors.Is(err, errOvertaken) {
				return err
			}
			p.count++
		}
		if p.say(); read < sealPage {
			return nil
		}
	}
}

func (p *pass) histories(ctx context.Context) error {
	for member := range p.files {
		all, err := p.below.Driver().Acts(ctx, p.org, member)
		if err != nil {
			return err
		}
		for _, act := range all {
			if isSealed([]byte(act.Reason)) {
				continue
			}
			err := p.vault.change(ctx, func() error {
				husk, err := acts.seal(ctx, p.vault, unsealed(p.org, member, ClassHistory), act)
				if err != nil {
					return err
				}
				return p.below.Driver().RewriteAct(ctx, husk)
			})
			if err != nil {
				return err
			}
			p.count++
		}
	}
	p.say()
	return nil
}

func (p *pass) messages(ctx context.Context) error {
	all, err := p.below.Outbox().Messages(ctx, p.org, math.MaxInt32)
	if err != nil {
		return err
	}
	for _, m := range all {
		if isSealed([]byte(m.Secret)) {
			continue
		}
		if _, err := p.Outbox().ChangeMessage(ctx, p.org, m.Member, m.ID, same); err != nil {
			return err
		}
		p.count++
	}
	p.say()
	return nil
}
