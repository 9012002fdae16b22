package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// chance returns a number from 0 to n-1: a test's own, so that what it did can be
// done again.
type chance func(n int) int

// one returns one of the options.
func one[T any](c chance, options ...T) T { return options[c(len(options))] }

// life is a few members' files on which members and staff act, rightly or not, at
// the same time or not, while days go by.
type life struct {
	h       *house
	staff   []identity.Actor
	members []identity.Actor

	mu    sync.Mutex
	now   time.Time
	named int
}

// born is when a life begins: in the last days of a reference period, so that
// what happens goes on into the next.
var born = time.Date(2025, time.March, 20, 15, 0, 0, 0, time.UTC)

// newLife puts three members and two of the staff into an empty house.
func newLife(ctx context.Context, h *house) (*life, error) {
	l := &life{h: h, now: born}
	h.at(l.clock)
	at := h.store.Identity()
	_, err := at.ChangeOrganisation(ctx, demoOrganisation, func(o identity.Organisation) (identity.Organisation, error) {
		o.Name, o.Regulation = identity.Text{FR: "Ordre", EN: "Order"}, "qc-otpq"
		o.Languages, o.WithdrawBeforeProcessing = identity.FrenchAndEnglish, true
		return o, nil
	})
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"ana", "bela", "cleo"} {
		id := identity.MemberID(name)
		_, err := at.ChangeMember(ctx, demoOrganisation, id, func(m identity.Member) (identity.Member, error) {
			m.First, m.Last, m.Email, m.Permit = name, "Roy", name+"@membres.example", "P-"+name
			m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-01-01"), To: cycle.Forever}}}
			return m, nil
		})
		if err != nil {
			return nil, err
		}
		l.members = append(l.members, identity.Actor{
			Org: demoOrganisation, Account: identity.AccountID(name), Member: id, Name: name, Roles: []identity.Role{identity.RoleMember},
		})
	}
	for _, name := range []string{"jeanne", "omar"} {
		l.staff = append(l.staff, identity.Actor{
			Org: demoOrganisation, Account: identity.AccountID(name), Name: name, Roles: []identity.Role{identity.RoleStaff},
		})
	}
	return l, nil
}

func (l *life) clock() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

// pass lets time go by.
func (l *life) pass(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = l.now.Add(d)
}

// name returns a new identifier that begins with the prefix.
func (l *life) name(prefix string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.named++
	return fmt.Sprintf("%s-%d", prefix, l.named)
}

// command is something that somebody tries. What it does was chosen when it was
// drawn, and running it chooses nothing more.
type command struct {
	name string
	run  func(ctx context.Context) error
}

// draw chooses a command: who, on whose file, on what, from which version of it.
// Many are refused.
func (l *life) draw(ctx context.Context, c chance) (command, error) {
	member := one(c, l.members...)
	staff := one(c, l.staff...)
	// Mostly the right person, sometimes not.
	asks := member
	if c(8) == 0 {
		asks = one(c, append([]identity.Actor{staff}, l.members...)...)
	}
	declarations, err := l.h.store.Hours().Declarations(ctx, demoOrganisation, member.Member)
	if err != nil {
		return command{}, err
	}
	requests, err := l.h.store.Exemption().Requests(ctx, demoOrganisation, member.Member)
	if err != nil {
		return command{}, err
	}
	options := []func() command{
		func() command { return l.passing(c) },
		func() command { return l.declaring(c, asks, member) },
		func() command { return l.declaring(c, asks, member) },
		func() command { return l.asking(c, asks, member) },
		func() command { return l.settling(c, member, staff) },
	}
	if len(declarations) > 0 {
		d := one(c, declarations...)
		// Mostly one that still waits.
		if waits := slices.DeleteFunc(slices.Clone(declarations), func(d hours.Declaration) bool { return !d.Awaits() }); len(waits) > 0 && c(3) > 0 {
			d = one(c, waits...)
		}
		options = append(options,
			func() command { return l.deciding(c, staff, d) },
			func() command { return l.deciding(c, staff, d) },
			func() command { return l.owning(c, asks, d) },
			func() command { return l.correcting(c, asks, staff, d) },
			func() command { return l.amending(c, staff, d) },
			func() command { return l.examining(c, asks, staff, d) },
		)
	}
	if len(requests) > 0 {
		r := one(c, requests...)
		options = append(options,
			func() command { return l.granting(c, staff, r) },
			func() command { return l.takingBack(c, asks, r) },
			func() command { return l.completing(c, asks, r) },
		)
	}
	return one(c, options...)(), nil
}

// passing lets some days go by, a year now and then.
func (l *life) passing(c chance) command {
	days := one(c, 0, 1, 1, 3, 12, 40)
	return command{fmt.Sprintf("%d days pass", days), func(context.Context) error {
		l.pass(time.Duration(days)*24*time.Hour + time.Second)
		return nil
	}}
}

// version is mostly the present one, sometimes one of another page.
func version(c chance, present int64) int64 {
	if c(6) == 0 {
		return present + int64(c(3)) - 1
	}
	return present
}

// declaring declares an activity, from the draft to its submission.
func (l *life) declaring(c chance, by, member identity.Actor) command {
	id := l.name("d")
	category := one(c, "structured", "ethics", "autonomous")
	kind := map[string]string{"structured": "workshop", "ethics": "course", "autonomous": "reading"}[category]
	before, duration := one(c, -1, 0, 1, 5, 40, 400), one(c, "1", "2,5", "7", "12", "0", "abc")
	submit := c(5) > 0
	return command{fmt.Sprintf("%s declares %s h of %s done %d days ago for %s as %s", by.Name, duration, category, before, member.Name, id), func(ctx context.Context) error {
		d, err := l.h.ledger.Begin(ctx, by, member.Member, id)
		if err != nil {
			return err
		}
		rules, err := l.h.ledger.Rules(ctx, by, member.Member)
		if err != nil {
			return err
		}
		day := hours.DateTyped(rules.Today.AddDays(-before))
		entry := hours.Entry{
			Period: d.Entry.Period, Category: category, Type: kind, ActivityUnlisted: true, Title: "Activité " + id,
			ProviderUnlisted: true, ProviderName: "Cégep", TrainerUnlisted: true, TrainerFirst: "Luc", TrainerLast: "Roy",
			First: day, Last: day, Duration: duration,
		}
		for _, attestation := range rules.Version.Attestations {
			entry.Attested = append(entry.Attested, attestation.ID)
		}
		if d, err = l.h.ledger.Save(ctx, by, member.Member, id, d.Version, entry); err != nil || !submit {
			return err
		}
		_, err = l.h.ledger.Submit(ctx, by, member.Member, id, d.Version)
		return err
	}}
}

// owning is what members do with their own declarations.
func (l *life) owning(c chance, by identity.Actor, d hours.Declaration) command {
	at := version(c, d.Version)
	what := one(c, hours.Submit, hours.Withdraw, hours.Discard)
	return command{fmt.Sprintf("%s: %s %s at %d", by.Name, what, d.ID, at), func(ctx context.Context) error {
		var err error
		switch what {
		case hours.Submit:
			_, err = l.h.ledger.Submit(ctx, by, d.Member, d.ID, at)
		case hours.Withdraw:
			_, err = l.h.ledger.Withdraw(ctx, by, d.Member, d.ID, at)
		default:
			_, err = l.h.ledger.Discard(ctx, by, d.Member, d.ID, at)
		}
		return err
	}}
}

// deciding is what staff say of a declaration.
func (l *life) deciding(c chance, by identity.Actor, d hours.Declaration) command {
	at := version(c, d.Version)
	v := hours.Verdict{Event: one(c, hours.Take, hours.Count, hours.Count, hours.Count, hours.Refuse, hours.Cancel)}
	v.Counted = one(c, d.Activity.Hours, d.Activity.Hours, hours.Whole(1), hours.MustHours("0.5"), hours.Whole(20))
	v.Reason = one(c, "", "vérifié", "vérifié")
	return command{fmt.Sprintf("%s: %s %s of %s at %d", by.Name, v.Event, v.Counted, d.ID, at), func(ctx context.Context) error {
		_, err := l.h.ledger.Decide(ctx, by, d.Member, d.ID, at, v)
		return err
	}}
}

// asking asks for an exemption with its document.
func (l *life) asking(c chance, by, member identity.Actor) command {
	id := l.name("x")
	ground, months, paper := one(c, "illness", "parental-leave"), one(c, 0, 1, 6), c(4) > 0
	return command{fmt.Sprintf("%s asks for %s as %s", by.Name, ground, id), func(ctx context.Context) error {
		grounds, err := l.h.board.GroundsFor(ctx, by, member.Member)
		if err != nil {
			return err
		}
		r, err := l.h.board.Begin(ctx, by, member.Member, id)
		if err != nil {
			return err
		}
		s, err := l.h.ledger.Standing(ctx, by, member.Member, cycle.Date{})
		if err != nil {
			return err
		}
		first := s.Period.From.AddMonths(1)
		entry := exemption.Entry{
			Period: r.Entry.Period, Ground: ground, First: hours.DateTyped(first), Last: hours.DateTyped(first.AddMonths(months)),
		}
		for _, commitment := range grounds.Commitments {
			entry.Committed = append(entry.Committed, commitment.ID)
		}
		if r, err = l.h.board.Save(ctx, by, member.Member, id, r.Version, entry); err != nil {
			return err
		}
		if paper {
			if r, err = l.h.board.Attach(ctx, by, member.Member, id, r.Version, "preuve.pdf", strings.NewReader(demoPaper)); err != nil {
				return err
			}
		}
		_, err = l.h.board.Submit(ctx, by, member.Member, id, r.Version)
		return err
	}}
}

// granting is what staff say of a request.
func (l *life) granting(c chance, by identity.Actor, r exemption.Request) command {
	at := version(c, r.Version)
	v := exemption.Verdict{Event: one(c, exemption.Grant, exemption.Grant, exemption.Ask, exemption.End, exemption.Refuse, exemption.Cancel)}
	v.Granted = one(c, hours.Whole(5), hours.MustHours("2.5"), hours.Whole(40), hours.Hours{})
	v.Reason = one(c, "", "vérifié", "vérifié")
	if v.Event == exemption.End {
		v.Day = r.Claim.First
	}
	return command{fmt.Sprintf("%s: %s %s of %s at %d", by.Name, v.Event, v.Granted, r.ID, at), func(ctx context.Context) error {
		_, err := l.h.board.Decide(ctx, by, r.Member, r.ID, at, v)
		return err
	}}
}

// takingBack is what members do with their own requests.
func (l *life) takingBack(c chance, by identity.Actor, r exemption.Request) command {
	at := version(c, r.Version)
	withdraw := c(2) == 0
	return command{fmt.Sprintf("%s: takes back %s at %d", by.Name, r.ID, at), func(ctx context.Context) error {
		var err error
		if withdraw {
			_, err = l.h.board.Withdraw(ctx, by, r.Member, r.ID, at)
		} else {
			_, err = l.h.board.Discard(ctx, by, r.Member, r.ID, at)
		}
		return err
	}}
}

// explained reports an outcome that a person can be told: success, or an error with
// a sentence.
func explained(err error) bool {
	var fields hours.FieldErrors
	return err == nil || errors.As(err, &fields) || i18n.Known(err)
}
