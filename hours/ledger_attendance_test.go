package hours_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

var body = identity.TrainingBody("otpq", "cegep", "Cégep Exemple")

// attend sends what a roster says of Emma: typed, without what only she can say.
func (d *desk) attend(t require.TestingT, id string, change func(*hours.Entry)) (hours.Declaration, hours.Reception, error) {
	e := typed()
	e.Attested, e.Category, e.Type = nil, "", ""
	change(&e)
	s, err := d.Standing(context.Background(), emma, "m-1", cycle.Date{})
	require.NoError(t, err)
	e.Period = s.Period.Key()
	all, err := d.Lists(context.Background(), emma)
	require.NoError(t, err)
	return d.Attend(context.Background(), body, s, all, e, hours.Attendance{ID: id, Provider: "cegep", Name: "Cégep Exemple", Roster: "r-1", Line: 2}, false)
}

func TestAnAttendanceIsProposedAndCountsNowhere(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	before := d.balance(t)
	p, reception, err := d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	require.Equal(t, hours.AttendanceProposed, reception)
	require.Equal(t, hours.Proposed, p.State)
	require.Equal(t, before, d.balance(t), "neither counted nor pending")
	acts, err := d.History(ctx, emma, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Equal(t, before.Tally(), acts[0].Before)
	require.Equal(t, before.Tally(), acts[0].After)
	listed, err := d.Declarations(ctx, emma, "m-1", hours.Query{})
	require.NoError(t, err)
	require.Empty(t, listed)
	proposals, err := d.Proposals(ctx, emma, "m-1")
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{p}, proposals)
	waiting, err := d.Awaiting(ctx, staff, hours.Query{})
	require.NoError(t, err)
	require.Empty(t, waiting)

	again, reception, err := d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	require.Equal(t, hours.AttendanceRepeated, reception)
	require.Equal(t, p, again)
}

// full is a store in which nothing more can be written.
type full struct{ hours.Store }

var errFull = errors.New("no room left")

func (full) Change(context.Context, hours.Key, func(hours.Declaration) (hours.Declaration, hours.Telling, error)) (hours.Declaration, error) {
	return hours.Declaration{}, errFull
}

func TestAProposalThatCannotBeWrittenIsNotReceived(t *testing.T) {
	d := newDesk(t)
	d.Store = full{d.Store}
	_, _, err := d.attend(t, "at-1", asIs)
	require.ErrorIs(t, err, errFull)
}

func TestAMemberAdoptsAProposalAndSubmitsIt(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	p, _, err := d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	draft, err := d.Adopt(ctx, emma, "m-1", p.ID, p.Version)
	require.NoError(t, err)
	require.Equal(t, hours.Draft, draft.State)
	require.Equal(t, "Cégep Exemple", draft.Attendance.Name)
	twice, err := d.Adopt(ctx, emma, "m-1", p.ID, p.Version)
	require.NoError(t, err, "a double press")
	require.Equal(t, draft, twice)
	e := typed()
	e.Period = draft.Entry.Period
	draft, err = d.Save(ctx, emma, "m-1", p.ID, draft.Version, e)
	require.NoError(t, err)
	sent, err := d.Submit(ctx, emma, "m-1", p.ID, draft.Version)
	require.NoError(t, err)
	require.Equal(t, hours.Submitted, sent.State)
	require.Equal(t, p.Attendance, sent.Attendance)
	_, reception, err := d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	require.Equal(t, hours.AttendanceRepeated, reception)
}

func TestAProposalDismissedIsNotProposedAgainButMayBeAdopted(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	p, _, err := d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	no, err := d.Dismiss(ctx, emma, "m-1", p.ID, p.Version)
	require.NoError(t, err)
	require.Equal(t, hours.Dismissed, no.State)
	_, reception, err := d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	require.Equal(t, hours.AttendanceRepeated, reception)
	yes, err := d.Adopt(ctx, emma, "m-1", p.ID, no.Version)
	require.NoError(t, err)
	require.Equal(t, hours.Draft, yes.State)
}

func TestWhatTheMemberDeclaredIsAttestedAndKeepsItsHours(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d-1", asIs)
	before := d.balance(t)
	got, reception, err := d.attend(t, "at-1", func(e *hours.Entry) { e.Duration = "1,5" })
	require.NoError(t, err)
	require.Equal(t, hours.AttendanceMatched, reception)
	require.Equal(t, "d-1", got.ID)
	require.Equal(t, sent.Activity, got.Activity, "nothing is overwritten")
	require.Equal(t, "1.5", got.Attendance.Hours.String())
	require.Equal(t, before, d.balance(t))
	_, reception, err = d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	require.Equal(t, hours.AttendanceRepeated, reception)
	// Another session on the same days is another attendance.
	_, reception, err = d.attend(t, "at-2", asIs)
	require.NoError(t, err)
	require.Equal(t, hours.AttendanceProposed, reception)
	acts, err := d.History(ctx, emma, "m-1", hours.ActQuery{Reverse: true})
	require.NoError(t, err)
	kinds := []hours.ActKind{}
	for _, a := range acts {
		kinds = append(kinds, a.Kind)
	}
	require.Equal(t, []hours.ActKind{hours.DeclarationSubmitted, hours.DeclarationAttested, hours.DeclarationProposed}, kinds)
}

func TestP29_ARosterCannotSayWhatAMemberCouldNot(t *testing.T) {
	d := newDesk(t)
	tomorrow := hours.DateTyped(cycle.DateOf(d.at, time.UTC).AddDays(2))
	_, _, err := d.attend(t, "at-1", func(e *hours.Entry) { e.First, e.Last = tomorrow, tomorrow })
	require.ErrorIs(t, err, hours.ErrFuture)
	_, _, err = d.attend(t, "at-1", func(e *hours.Entry) { e.Duration = "1.234,5" })
	require.ErrorIs(t, err, hours.ErrAmbiguousHours)
	_, _, err = d.attend(t, "at-1", func(e *hours.Entry) { e.Category = "nothing of the kind" })
	require.ErrorIs(t, err, hours.ErrUnknownChoice)
}

func TestARosterWithdrawnTakesBackOnlyWhatNobodyTookUp(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	_, _, err := d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	taken, _, err := d.attend(t, "at-2", asIs)
	require.NoError(t, err)
	_, err = d.Adopt(ctx, emma, "m-1", "at-2", taken.Version)
	require.NoError(t, err)
	for id, want := range map[string]bool{"at-1": true, "at-2": false, "at-3": false} {
		revoked, err := d.Revoke(ctx, staff, "m-1", id, "r-1", "Envoyée par erreur")
		require.NoError(t, err)
		require.Equal(t, want, revoked, id)
	}
	revoked, err := d.Revoke(ctx, staff, "m-1", "at-1", "r-1", "Envoyée par erreur")
	require.NoError(t, err)
	require.False(t, revoked, "the second time changes nothing")
	_, err = d.Declaration(ctx, emma, "m-1", "at-1")
	require.ErrorIs(t, err, hours.ErrNotFound)
	acts, err := d.History(ctx, emma, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Equal(t, hours.ProposalRevoked, acts[0].Kind)
	require.Equal(t, "Envoyée par erreur", acts[0].Reason)
	// The training body may send it again.
	p, reception, err := d.attend(t, "at-1", asIs)
	require.NoError(t, err)
	require.Equal(t, hours.AttendanceProposed, reception)
	require.Equal(t, hours.Proposed, p.State)
}

func TestATrainingBodySeesNoFile(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	_, err := d.Standing(ctx, body, "m-1", cycle.Date{})
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = d.Declarations(ctx, body, "m-1", hours.Query{})
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = d.Lists(ctx, body)
	require.ErrorIs(t, err, identity.ErrForbidden)
	s, err := d.Standing(ctx, emma, "m-1", cycle.Date{})
	require.NoError(t, err)
	for _, actor := range []identity.Actor{emma, staff, identity.TrainingBody("oiq", "x", "X")} {
		_, _, err = d.Attend(ctx, actor, s, nil, typed(), hours.Attendance{ID: "at-1"}, false)
		require.Error(t, err)
	}
}

func TestDeclareWritesOnceWhateverBecameOfIt(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent, fresh, err := d.Declare(ctx, emma, "m-1", "im-1", typed(), false)
	require.NoError(t, err)
	require.True(t, fresh)
	require.Equal(t, hours.Submitted, sent.State)
	d.decide(t, sent, hours.Verdict{Event: hours.Refuse, Reason: "Hors sujet"})
	known, fresh, err := d.Declare(ctx, emma, "m-1", "im-1", typed(), false)
	require.NoError(t, err)
	require.False(t, fresh)
	require.Equal(t, hours.Refused, known.State)

	bad := typed()
	bad.Duration = "beaucoup"
	_, _, err = d.Declare(ctx, emma, "m-1", "im-2", bad, false)
	require.ErrorIs(t, err, hours.ErrBadHours)
	draft, fresh, err := d.Declare(ctx, emma, "m-1", "im-2", bad, true)
	require.NoError(t, err)
	require.True(t, fresh)
	require.Equal(t, "beaucoup", draft.Entry.Duration)
	_, _, err = d.Declare(ctx, staff, "m-1", "im-3", typed(), false)
	require.ErrorIs(t, err, identity.ErrForbidden)
}
