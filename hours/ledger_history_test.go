package hours_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func (d *desk) history(t require.TestingT, actor identity.Actor, q hours.ActQuery) []hours.Act {
	all, err := d.History(context.Background(), actor, "m-1", q)
	require.NoError(t, err)
	return all
}

func kinds(all []hours.Act) []hours.ActKind {
	list := []hours.ActKind{}
	for _, a := range all {
		list = append(list, a.Kind)
	}
	return list
}

// tally writes the hours of the item, counted in all, and left to do.
func tally(item, counted, remaining string) hours.Tally {
	return hours.Tally{Item: h(item), Counted: h(counted), Remaining: h(remaining)}
}

func TestHistoryTellsWhoWhenWhyAndTheFigures(t *testing.T) {
	d := newDesk(t)
	sent := d.declare(t, "d1", asIs)
	d.at = noon.Add(time.Hour)
	sent = d.decide(t, sent, hours.Verdict{Event: hours.Take})
	sent = d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	d.at = noon.Add(2 * time.Hour)
	sent = d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("1"), Reason: " Une heure\r\nsuffit. "})
	d.decide(t, sent, hours.Verdict{Event: hours.Cancel, Reason: "À sa demande"})

	act := func(seq int64, after time.Duration, by identity.Actor, kind hours.ActKind, reason string, from, to hours.Tally) hours.Act {
		return hours.Act{
			Org: "otpq", Member: "m-1", Seq: seq, At: noon.Add(after), Account: by.Account, By: by.Name, Kind: kind, Of: "d1",
			Title: identity.Text{FR: "Lire un plan", EN: "Lire un plan"}, Period: day("2022-01-01"), Reason: reason, Before: from, After: to,
		}
	}
	// 30 h are asked: with 2.5 h counted 27.5 h are left, and with 1 h 29 h.
	none, whole, part := tally("0", "0", "30"), tally("2.5", "2.5", "27.5"), tally("1", "1", "29")
	require.Equal(t, []hours.Act{
		act(5, 2*time.Hour, staff, hours.DeclarationCancelled, "À sa demande", part, none),
		act(4, 2*time.Hour, staff, hours.DeclarationCorrected, sent.Reason(), whole, part),
		act(3, time.Hour, staff, hours.DeclarationCounted, "", none, whole),
		act(2, time.Hour, staff, hours.DeclarationTaken, "", none, none),
		act(1, 0, emma, hours.DeclarationSubmitted, "", none, none),
	}, d.history(t, staff, hours.ActQuery{}))
	require.NotEmpty(t, sent.Reason())
}

func TestDraftsAreNoPartOfTheHistory(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	draft, err := d.Begin(ctx, emma, "m-1", "d1")
	require.NoError(t, err)
	draft, err = d.Save(ctx, emma, "m-1", "d1", draft.Version, typed())
	require.NoError(t, err)
	_, err = d.Discard(ctx, emma, "m-1", "d1", draft.Version)
	require.NoError(t, err)
	require.Equal(t, []hours.Act{}, d.history(t, emma, hours.ActQuery{}))
}

func TestARefusedOrRepeatedCommandIsNotTold(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	for range 2 {
		_, err := d.Submit(ctx, emma, "m-1", "d1", sent.Version-1)
		require.NoError(t, err)
	}
	_, err := d.Decide(ctx, staff, "m-1", "d1", sent.Version, hours.Verdict{Event: hours.Refuse})
	require.Error(t, err, "without a reason")
	_, err = d.Decide(ctx, staff, "m-1", "d1", sent.Version-1, hours.Verdict{Event: hours.Take})
	require.ErrorIs(t, err, hours.ErrStale)
	require.Equal(t, []hours.ActKind{hours.DeclarationSubmitted}, kinds(d.history(t, emma, hours.ActQuery{})))
	for range 2 {
		_, err = d.Decide(ctx, staff, "m-1", "d1", sent.Version, hours.Verdict{Event: hours.Take})
		require.NoError(t, err)
	}
	_, err = d.Withdraw(ctx, emma, "m-1", "d1", sent.Version+1)
	require.ErrorIs(t, err, hours.ErrProcessed)
	require.Equal(t, []hours.ActKind{hours.DeclarationTaken, hours.DeclarationSubmitted}, kinds(d.history(t, emma, hours.ActQuery{})))

	second := d.declare(t, "d2", asIs)
	_, err = d.Withdraw(ctx, emma, "m-1", "d2", second.Version)
	require.NoError(t, err)
	require.Equal(t, hours.DeclarationWithdrawn, d.history(t, emma, hours.ActQuery{})[0].Kind)
}

func TestHistoryIsReadByTheMemberAndStaffAlone(t *testing.T) {
	d := newDesk(t)
	d.declare(t, "d1", asIs)
	require.Len(t, d.history(t, emma, hours.ActQuery{}), 1)
	require.Len(t, d.history(t, staff, hours.ActQuery{}), 1)
	require.Empty(t, d.history(t, other, hours.ActQuery{}), "another organisation's m-1")
	_, err := d.History(context.Background(), noah, "m-1", hours.ActQuery{})
	require.ErrorIs(t, err, identity.ErrNotFound)
}

func TestWhoOfTheStaffDidItIsToldToStaffAlone(t *testing.T) {
	d := newDesk(t)
	d.decide(t, d.declare(t, "d1", asIs), hours.Verdict{Event: hours.Take})
	all := d.history(t, emma, hours.ActQuery{})
	require.Equal(t, hours.DeclarationTaken, all[0].Kind)
	require.Equal(t, identity.AccountID(""), all[0].Account)
	require.Empty(t, all[0].By)
	require.Equal(t, "Emma Gélinas", all[1].By)
	require.Empty(t, d.history(t, emma, hours.ActQuery{Text: "noah"}))
	require.Len(t, d.history(t, staff, hours.ActQuery{Text: "noah"}), 1)
}

func TestHistoryIsSearchedAndSorted(t *testing.T) {
	d := newDesk(t)
	sent := d.declare(t, "d1", func(e *hours.Entry) { e.Activity, e.ActivityUnlisted, e.Title = "", true, "Éthique clinique" })
	d.declare(t, "d2", asIs)
	d.decide(t, sent, hours.Verdict{Event: hours.Refuse, Reason: "Hors sujet"})
	sequence := func(q hours.ActQuery) []int64 {
		list := []int64{}
		for _, a := range d.history(t, staff, q) {
			list = append(list, a.Seq)
		}
		return list
	}
	for name, c := range map[string]struct {
		query hours.ActQuery
		want  []int64
	}{
		"everything, the latest first": {hours.ActQuery{}, []int64{3, 2, 1}},
		"the oldest first":             {hours.ActQuery{Reverse: true}, []int64{1, 2, 3}},
		"a title":                      {hours.ActQuery{Text: "ethique"}, []int64{3, 1}},
		"a reason":                     {hours.ActQuery{Text: "HORS"}, []int64{3}},
		"a name":                       {hours.ActQuery{Text: "gelinas"}, []int64{2, 1}},
		"a kind":                       {hours.ActQuery{Kinds: []hours.ActKind{hours.DeclarationSubmitted}}, []int64{2, 1}},
		"another period":               {hours.ActQuery{Period: "2025-04-01"}, []int64{}},
		"this period":                  {hours.ActQuery{Period: "2022-01-01"}, []int64{3, 2, 1}},
		"by title":                     {hours.ActQuery{Sort: hours.ActsByTitle}, []int64{3, 1, 2}},
		"by title, turned round":       {hours.ActQuery{Sort: hours.ActsByTitle, Reverse: true}, []int64{2, 3, 1}},
		"by name":                      {hours.ActQuery{Sort: hours.ActsByName}, []int64{2, 1, 3}},
	} {
		require.Equal(t, c.want, sequence(c.query), name)
	}
}

// Decisions taken at one time on several declarations of a file each tell the
// figures that the one before left.
func TestActsTakenAtOneTimeAreTakenInTurn(t *testing.T) {
	d := newDesk(t)
	const n = 6
	var sent []hours.Declaration
	for i := range n {
		sent = append(sent, d.declare(t, "d"+strconv.Itoa(i), asIs))
	}
	var all sync.WaitGroup
	errs := make([]error, n)
	for i, one := range sent {
		all.Go(func() {
			_, errs[i] = d.Decide(context.Background(), staff, "m-1", one.ID, one.Version, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
		})
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	acts := d.history(t, emma, hours.ActQuery{Kinds: []hours.ActKind{hours.DeclarationCounted}, Reverse: true})
	require.Len(t, acts, n)
	before := h("0")
	for _, a := range acts {
		require.Equal(t, before, a.Before.Counted)
		before = before.Plus(h("2.5"))
		require.Equal(t, before, a.After.Counted)
	}
	require.Equal(t, h("15"), d.balance(t).Counted)
}

// crowded is a store in which somebody else's act always comes first.
type crowded struct{ hours.Store }

func (c crowded) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	last, err := c.Store.LastAct(ctx, org, member)
	return last - 1, err
}

func TestAnActThatNeverGetsItsTurnIsStale(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	d.Store = crowded{d.Store}
	_, err := d.Decide(ctx, staff, "m-1", "d1", sent.Version, hours.Verdict{Event: hours.Take})
	require.ErrorIs(t, err, hours.ErrStale)
	after, err := d.Declaration(ctx, emma, "m-1", "d1")
	require.NoError(t, err)
	require.Equal(t, sent, after)
}
