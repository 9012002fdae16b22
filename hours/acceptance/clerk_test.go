package acceptance_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	emma   = identity.Actor{Org: "otpq", Account: "a-1", Member: "m-1", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	sylvie = identity.Actor{Org: "otpq", Account: "a-3", Name: "Sylvie Roy", Roles: []identity.Role{identity.RoleStaff}}
	luc    = identity.Actor{Org: "otpq", Account: "a-4", Member: "m-2", Name: "Luc Côté", Roles: []identity.Role{identity.RoleStaff, identity.RoleMember}}
	noon   = time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)

	regulations = sync.OnceValues(catalogue.Regulations)
)

// desk is a clerk over the memory store, with two members who have an address.
type desk struct {
	*acceptance.Clerk
	store *memory.Store

	mu sync.Mutex
	at time.Time
	// closed are the periods that were closed.
	closed []cycle.Date
}

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at
}

// Outcomes implements hours.Outcomes.
func (d *desk) Outcomes(context.Context, identity.OrganisationID, identity.MemberID) ([]hours.Outcome, error) {
	var all []hours.Outcome
	for _, p := range d.closed {
		all = append(all, hours.Outcome{Period: p, Closed: true})
	}
	return all, nil
}

func newDesk(t require.TestingT) *desk {
	ctx := context.Background()
	laws, err := regulations()
	require.NoError(t, err)
	d := &desk{store: memory.New(), at: noon}
	ledger := &hours.Ledger{Store: d.store.Hours(), Roll: d.store.Identity(), Regulations: laws, Now: d.now, Outcomes: d}
	d.Clerk = &acceptance.Clerk{Store: d.store.Acceptance(), Ledger: ledger, Now: d.now}
	_, err = d.store.Identity().ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation, o.Languages = "qc-otpq", identity.FrenchAndEnglish
		return o, nil
	})
	require.NoError(t, err)
	for _, id := range []identity.MemberID{"m-1", "m-2"} {
		_, err := d.store.Identity().ChangeMember(ctx, "otpq", id, func(m identity.Member) (identity.Member, error) {
			m.First, m.Last, m.Email = "Emma", "Gélinas", string(id)+"@example.org"
			m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-09-01"), To: cycle.Forever}}}
			return m, nil
		})
		require.NoError(t, err)
	}
	return d
}

// wait writes a declaration of an hour that waits, unless change says otherwise.
func (d *desk) wait(t require.TestingT, member identity.MemberID, id string, change func(*hours.Declaration)) acceptance.Ref {
	sent, err := d.store.Hours().Change(context.Background(), hours.Key{Org: "otpq", Member: member, ID: id}, func(s hours.Declaration) (hours.Declaration, hours.Telling, error) {
		s.State, s.Period, s.Created, s.Changed, s.Submitted = hours.Submitted, cycle.MustDate("2025-04-01"), noon, noon, noon
		s.Activity = hours.Activity{
			Category: "structured", Type: "course", Listing: "a1", Title: "Activité " + id, ProviderListing: "p1", Provider: "Cégep", TrainerListing: "t1", Trainer: "Zoé",
			First: cycle.MustDate("2026-10-01"), Last: cycle.MustDate("2026-10-01"), Hours: hours.Whole(1), Content: id,
		}
		if change != nil {
			change(&s)
		}
		return s, hours.Telling{}, nil
	})
	require.NoError(t, err)
	return acceptance.Ref{Member: member, Declaration: id, Version: sent.Version}
}

func (d *desk) many(t require.TestingT, n int) []acceptance.Ref {
	var all []acceptance.Ref
	for i := range n {
		all = append(all, d.wait(t, "m-1", fmt.Sprintf("d%03d", i), nil))
	}
	return all
}

func (d *desk) declaration(t require.TestingT, ref acceptance.Ref) hours.Declaration {
	one, err := d.store.Hours().Declaration(context.Background(), hours.Key{Org: "otpq", Member: ref.Member, ID: ref.Declaration})
	require.NoError(t, err)
	return one
}

func (d *desk) letters(t require.TestingT) []identity.Message {
	all, err := d.store.Outbox().Messages(context.Background(), "otpq", 1000)
	require.NoError(t, err)
	return all
}

func (d *desk) accept(t require.TestingT, id string, chosen ...acceptance.Ref) acceptance.Acceptance {
	_, err := d.Confirm(context.Background(), sylvie, id, chosen)
	require.NoError(t, err)
	a, err := d.Work(context.Background(), sylvie, id, acceptance.Most)
	require.NoError(t, err)
	return a
}

func fate(t require.TestingT, a acceptance.Acceptance, ref acceptance.Ref) acceptance.Item {
	for _, item := range a.Items {
		if item.Ref == ref {
			return item
		}
	}
	require.Fail(t, "not in it: "+ref.Declaration)
	return acceptance.Item{}
}

func TestEachIsAcceptedWithAnActOfItsOwnAndALetterThatWaits(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	chosen := d.many(t, 3)
	a := d.accept(t, "x", chosen...)
	require.Equal(t, []any{3, "3", false}, []any{a.Count(acceptance.Accepted), a.Hours(acceptance.Accepted).String(), a.Running()})
	require.Equal(t, noon.Add(15*time.Minute), a.Until(d.now()))
	for _, ref := range chosen {
		one := d.declaration(t, ref)
		require.Equal(t, hours.Counted, one.State)
		require.Equal(t, "1", one.Counted.String())
		require.Equal(t, "Sylvie Roy", one.Decisions[0].By)
	}
	acts, err := d.Ledger.History(ctx, sylvie, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Len(t, acts, 3)
	require.Equal(t, hours.DeclarationCounted, acts[0].Kind)
	require.Equal(t, []string{"2", "3"}, []string{acts[0].Before.Counted.String(), acts[0].After.Counted.String()})
	require.Len(t, d.letters(t), 3)
	due, err := d.store.Outbox().Due(ctx, noon.Add(15*time.Minute-time.Microsecond), 10)
	require.NoError(t, err)
	require.Empty(t, due, "no letter leaves while it may be taken back")
	due, err = d.store.Outbox().Due(ctx, noon.Add(15*time.Minute), 10)
	require.NoError(t, err)
	require.Len(t, due, 3)

	// Pressed twice: the same command does nothing twice, and is nobody else's.
	again := d.accept(t, "x", chosen...)
	require.Equal(t, a, again)
	_, err = d.Confirm(ctx, luc, "x", chosen)
	require.ErrorIs(t, err, hours.ErrStale)
	acts, err = d.Ledger.History(ctx, sylvie, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Len(t, acts, 3)
}

// What a person has to look at alone is left, and why is said: the same in the preview
// and in what was done.
func TestWhatIsNotWhollyCountableIsLeft(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	good := d.wait(t, "m-1", "good", nil)
	refs := map[hours.Obstacle]acceptance.Ref{
		hours.ObstacleUnlisted: d.wait(t, "m-1", "unlisted", func(s *hours.Declaration) { s.Activity.Provider, s.Activity.ProviderListing = "Ailleurs", "" }),
		hours.ObstacleLate:     d.wait(t, "m-1", "late", func(s *hours.Declaration) { s.Late = true }),
		hours.ObstacleTwice:    d.wait(t, "m-1", "twice", func(s *hours.Declaration) { s.Activity.Content, s.Activity.Title = "good", "Activité good" }),
		hours.ObstacleRule: d.wait(t, "m-1", "rule", func(s *hours.Declaration) {
			s.Activity.First, s.Activity.Last = cycle.MustDate("2024-10-01"), cycle.MustDate("2024-10-01")
		}),
		hours.ObstacleCorrection: d.wait(t, "m-1", "asked", func(s *hours.Declaration) {
			s.State = hours.Counted
			s.Corrections = []hours.Correction{{State: hours.Open, Text: "x", Asked: noon}}
		}),
		hours.ObstacleChanged: d.wait(t, "m-1", "decided", func(s *hours.Declaration) { s.State = hours.Refused }),
		hours.ObstacleOwn:     d.wait(t, "m-2", "own", nil),
	}
	chosen := []acceptance.Ref{}
	for _, ref := range refs {
		chosen = append(chosen, ref)
	}
	seen, err := d.Preview(ctx, luc, append(chosen, acceptance.Ref{Member: "m-1", Declaration: "none"}))
	require.NoError(t, err)
	require.Len(t, seen, len(refs), "what is not there is left out")
	for _, c := range seen {
		require.Equal(t, refs[c.Obstacle].Declaration, c.ID, c.Obstacle)
	}
	_, err = d.Confirm(ctx, luc, "x", chosen)
	require.NoError(t, err)
	a, err := d.Work(ctx, luc, "x", acceptance.Most)
	require.NoError(t, err)
	require.Equal(t, len(refs), a.Count(acceptance.LeftAlone))
	for obstacle, ref := range refs {
		require.Equal(t, obstacle, fate(t, a, ref).Obstacle)
		require.Equal(t, ref.Version, d.declaration(t, ref).Version, "nothing was done to it")
	}
	require.Equal(t, hours.WhyOutside, fate(t, a, refs[hours.ObstacleRule]).Why)
	// The activity that is there twice stands in the way of both.
	seen, err = d.Preview(ctx, sylvie, []acceptance.Ref{good})
	require.NoError(t, err)
	require.Equal(t, hours.ObstacleTwice, seen[0].Obstacle)
	for _, who := range []identity.Actor{emma, {}} {
		_, err = d.Confirm(ctx, who, "y", chosen)
		require.ErrorIs(t, err, identity.ErrForbidden)
		_, err = d.TakeBack(ctx, who, "x")
		require.ErrorIs(t, err, identity.ErrForbidden)
	}
	_, err = d.Confirm(ctx, sylvie, "y", nil)
	require.Equal(t, error(hours.FieldErrors{{Field: "declarations", Err: hours.ErrMissing}}), err)
	_, err = d.Confirm(ctx, sylvie, "y", make([]acceptance.Ref, acceptance.Most+1))
	require.ErrorIs(t, err, hours.ErrTooManyAtOnce)
}

func TestWhatChangedSinceItWasShownIsLeft(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	chosen := d.many(t, 2)
	_, err := d.Ledger.Decide(ctx, luc, "m-1", "d001", chosen[1].Version, hours.Verdict{Event: hours.Take})
	require.NoError(t, err)
	a := d.accept(t, "x", chosen...)
	require.Equal(t, acceptance.Accepted, fate(t, a, chosen[0]).Fate)
	require.Equal(t, hours.ObstacleChanged, fate(t, a, chosen[1]).Obstacle)
	require.Equal(t, hours.InReview, d.declaration(t, chosen[1]).State)
}

func TestItIsTakenBackWithItsLetterUntilTheInstant(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		back  bool
	}{
		"at once":                     {0, true},
		"the last moment":             {15*time.Minute - time.Microsecond, true},
		"the instant it is over":      {15 * time.Minute, false},
		"long after it has been over": {time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, d := context.Background(), newDesk(t)
			chosen := d.many(t, 3)
			d.accept(t, "x", chosen...)
			d.at = noon.Add(c.after)
			a, err := d.TakeBack(ctx, luc, "x", chosen[1]) // whoever has the role
			require.NoError(t, err)
			item, one := fate(t, a, chosen[1]), d.declaration(t, chosen[1])
			require.Equal(t, 2, a.Count(acceptance.Accepted)-map[bool]int{false: 1}[c.back], "the others stay")
			if !c.back {
				require.Equal(t, hours.ObstacleOver, item.Obstacle)
				require.Equal(t, acceptance.Accepted, item.Fate)
				require.Equal(t, hours.Counted, one.State)
				return
			}
			require.Equal(t, []any{acceptance.TakenBack, "Luc Côté", false}, []any{item.Fate, item.BackBy, item.Told})
			require.Equal(t, []any{hours.InReview, "0", 2}, []any{one.State, one.Counted.String(), len(one.Decisions)})
			require.Equal(t, []string{"Sylvie Roy", "Luc Côté"}, []string{one.Decisions[0].By, one.Decisions[1].By})
			acts, err := d.Ledger.History(ctx, sylvie, "m-1", hours.ActQuery{})
			require.NoError(t, err)
			require.Equal(t, hours.DeclarationRecalled, acts[0].Kind)
			require.Equal(t, []string{"3", "2"}, []string{acts[0].Before.Counted.String(), acts[0].After.Counted.String()})
			due, err := d.store.Outbox().Due(ctx, noon.Add(24*time.Hour), 10)
			require.NoError(t, err)
			require.Len(t, due, 2, "its letter never leaves")
			require.Len(t, d.letters(t), 3, "and the member is told nothing instead")
			again, err := d.TakeBack(ctx, sylvie, "x", chosen[1])
			require.NoError(t, err)
			require.Equal(t, a, again)
		})
	}
}

// A letter that is leaving all the same is followed by one that says so.
func TestALetterThatIsLeavingIsCorrected(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	chosen := d.many(t, 1)
	d.accept(t, "x", chosen...)
	_, err := d.store.Outbox().Claim(ctx, noon.Add(15*time.Minute), noon.Add(time.Hour), 10) // by a clock that is ahead
	require.NoError(t, err)
	d.at = noon.Add(14 * time.Minute)
	a, err := d.TakeBack(ctx, sylvie, "x")
	require.NoError(t, err)
	require.True(t, fate(t, a, chosen[0]).Told)
	require.Equal(t, hours.InReview, d.declaration(t, chosen[0]).State)
	letters := d.letters(t)
	require.Len(t, letters, 2)
	require.Equal(t, identity.DecisionTakenBack, letters[0].Kind)
	require.Zero(t, letters[0].Next, "it leaves at once")
}

// What happened to a declaration after it was accepted stands in the way of taking it
// back; a decision after it was is one like any other.
func TestTakingBackAmongOtherEvents(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		before func(t *testing.T, d *desk, one hours.Declaration)
		want   hours.Obstacle
	}{
		"nothing": {func(*testing.T, *desk, hours.Declaration) {}, hours.ObstacleNone},
		"refused since": {func(t *testing.T, d *desk, one hours.Declaration) {
			_, err := d.Ledger.Decide(ctx, luc, "m-1", one.ID, one.Version, hours.Verdict{Event: hours.Refuse, Reason: "x"})
			require.NoError(t, err)
			due, err := d.store.Outbox().Due(ctx, noon.Add(time.Hour), 10)
			require.NoError(t, err)
			require.Len(t, due, 1, "the letter of the acceptance is held back, that of the refusal leaves")
			require.Equal(t, "refused", due[0].Values["state"])
		}, hours.ObstacleChanged},
		"a correction is asked for": {func(t *testing.T, d *desk, one hours.Declaration) {
			_, err := d.Ledger.AskCorrection(ctx, emma, "m-1", one.ID, one.Version, "Deux heures")
			require.NoError(t, err)
		}, hours.ObstacleCorrection},
		"the period is closed": {func(_ *testing.T, d *desk, one hours.Declaration) { d.closed = append(d.closed, one.Period) }, hours.ObstacleClosed},
		"an audit asks for evidence": {func(t *testing.T, d *desk, one hours.Declaration) {
			_, err := d.store.Hours().Change(ctx, one.Key, func(s hours.Declaration) (hours.Declaration, hours.Telling, error) {
				s, err := s.AskEvidence("draw", cycle.MustDate("2026-12-31"), "", "Luc Côté", noon)
				return s, hours.Telling{}, err
			})
			require.NoError(t, err)
		}, hours.ObstacleEvidence},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			chosen := d.many(t, 1)
			d.accept(t, "x", chosen...)
			c.before(t, d, d.declaration(t, chosen[0]))
			before := d.declaration(t, chosen[0])
			a, err := d.TakeBack(ctx, sylvie, "x")
			require.NoError(t, err)
			require.Equal(t, c.want, fate(t, a, chosen[0]).Obstacle)
			after := d.declaration(t, chosen[0])
			if c.want != hours.ObstacleNone {
				require.Equal(t, before, after)
				return
			}
			counted, err := d.Ledger.Decide(ctx, luc, "m-1", after.ID, after.Version, hours.Verdict{Event: hours.Count, Counted: hours.Whole(1)})
			require.NoError(t, err)
			require.Len(t, counted.Decisions, 3)
			a, err = d.TakeBack(ctx, sylvie, "x")
			require.NoError(t, err)
			require.Equal(t, counted, d.declaration(t, chosen[0]), "what was decided anew is not the acceptance's")
			second := d.accept(t, "y", acceptance.Ref{Member: "m-1", Declaration: after.ID, Version: counted.Version})
			require.Equal(t, hours.ObstacleChanged, second.Items[0].Obstacle)
			require.Equal(t, 0, a.Count(acceptance.Accepted))
		})
	}
}

// Killed after any step, and done by two at once: each declaration is counted once.
func TestNothingIsLostOrDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx, d := context.Background(), newDesk(t)
		chosen := d.many(t, rapid.IntRange(1, 30).Draw(t, "declarations"))
		_, err := d.Confirm(ctx, sylvie, "x", chosen)
		require.NoError(t, err)
		for range rapid.IntRange(0, 4).Draw(t, "pieces") {
			if rapid.Bool().Draw(t, "killed before it was noted") {
				ref := rapid.SampledFrom(chosen).Draw(t, "which")
				_, _, _, err := d.Ledger.Accept(ctx, sylvie, ref.Member, ref.Declaration, ref.Version, "x")
				require.NoError(t, err)
			}
			_, err := d.Work(ctx, sylvie, "x", rapid.IntRange(0, 10).Draw(t, "most"))
			require.NoError(t, err)
		}
		require.NoError(t, d.Advance(ctx, "otpq"))
		a, err := d.Acceptance(ctx, sylvie, "x")
		require.NoError(t, err)
		require.Equal(t, len(chosen), a.Count(acceptance.Accepted))
		require.False(t, a.Running())
		for _, ref := range chosen {
			require.Len(t, d.declaration(t, ref).Decisions, 1)
		}
		require.Len(t, d.letters(t), len(chosen))
		require.NoError(t, d.Advance(ctx, "otpq"))
	})
}

func TestTwoOfTheStaffAcceptTheSame(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	chosen := d.many(t, 12)
	var both sync.WaitGroup
	for id, who := range map[string]identity.Actor{"x": sylvie, "y": luc} {
		_, err := d.Confirm(ctx, who, id, chosen)
		require.NoError(t, err)
		for range 2 {
			both.Go(func() {
				_, err := d.Work(ctx, who, id, acceptance.Most)
				require.NoError(t, err)
			})
		}
	}
	both.Wait()
	x, err := d.Acceptance(ctx, sylvie, "x")
	require.NoError(t, err)
	y, err := d.Acceptance(ctx, sylvie, "y")
	require.NoError(t, err)
	require.Equal(t, 12, x.Count(acceptance.Accepted)+y.Count(acceptance.Accepted))
	for i, ref := range chosen {
		one := d.declaration(t, ref)
		require.Len(t, one.Decisions, 1)
		require.NotEqual(t, x.Items[i].Fate, y.Items[i].Fate, "one of them has it, the other is told")
	}
	require.Len(t, d.letters(t), 12)
}
