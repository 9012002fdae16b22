package closing_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// 33 h of 30: 3 h pass on, and serve to the end of the period after, 31 March 2028.
func TestClosingSettlesTheFiguresAndTheSurplus(t *testing.T) {
	d := newDesk(t)
	d.most(t)
	d.done(t, "m-1", "d4", "structured", "5")
	c := d.close(t)
	require.Equal(t, closing.Closed, c.State)
	require.Equal(t, []closing.Entry{{
		Seq: 5, At: d.at, Account: "a-3", By: "Noah Roy", Event: closing.Close, State: closing.Closed,
		Settled: closing.Settled{
			Status: hours.Met, Asked: h("30"), Counted: h("33"), Passing: []closing.Passing{{
				Carry: hours.Carry{From: old, Hours: h("3"), Lives: 1}, Lapses: day("2028-03-31"),
			}},
		},
	}}, c.Entries)
}

func TestClosingWithSomethingMissingIsShort(t *testing.T) {
	d := newDesk(t)
	d.done(t, "m-1", "d1", "structured", "29")
	c := d.close(t)
	require.Equal(t, closing.Short, c.State)
	settled := c.Latest().Settled
	require.Equal(t, hours.NonCompliant, settled.Status)
	require.Equal(t, []closing.Missing{{Requirement: "total", Hours: h("1")}, {Requirement: "ethics", Hours: h("1")}}, settled.Missing)
}

// What was done to 31 March is declared to 30 April.
func TestNothingIsClosedBeforeTheLastDayToDeclare(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	for on, want := range map[string]error{"2025-03-31": closing.ErrNotOver, "2025-04-30": closing.ErrNotOver, "2025-05-01": nil} {
		d.on(on)
		f := d.file(t, staff)
		require.Equal(t, want, f.Ready, on)
		require.Equal(t, "2025-04-30", f.DeclareBy.String())
		if want != nil {
			_, err := d.Close(ctx, staff, "m-1", old, 0)
			require.ErrorIs(t, err, want)
		}
	}
}

// Nobody is short while what waits for the order would be enough.
func TestWhatWaitsForTheOrderIsDecidedFirst(t *testing.T) {
	d := newDesk(t)
	d.most(t)
	sent := d.submit(t, "m-1", "d4", "2022-01-01", "autonomous", "2023-02-02", "2")
	_, err := d.Close(t.Context(), staff, "m-1", old, 0)
	require.ErrorIs(t, err, closing.ErrUndecided)
	d.count(t, sent, "2")
	require.Equal(t, closing.Closed, d.close(t).State)
}

func TestClosingAgainChangesNothing(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.close(t)
	d.on("2025-06-01")
	again, err := d.Close(ctx, staff, "m-1", old, c.Version)
	require.NoError(t, err)
	require.Equal(t, c, again)
	twice, err := d.Close(ctx, staff, "m-1", old, 0) // the second press of a double one
	require.NoError(t, err)
	require.Equal(t, c, twice)
	d.enrol(t, identity.Member{ID: "m-3", First: "Li", Last: "Chen"})
	other, err := d.Close(ctx, identity.Actor{Org: "otpq", Account: "a-9", Roles: staff.Roles}, "m-1", old, 0)
	require.ErrorIs(t, err, hours.ErrStale)
	require.Empty(t, other.Entries)
}

// A correction afterwards leaves the entries as they are, and is a line of its own:
// 30 h were counted, then 28.
func TestACorrectionAfterTheClosingIsANewLine(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	known := d.most(t)
	d.done(t, "m-1", "d4", "autonomous", "2")
	c := d.close(t)
	d.on("2025-07-01")
	d.count(t, known, "10")
	f := d.file(t, staff)
	require.Equal(t, c.Entries, f.Entries)
	require.Len(t, f.Lines, 2)
	require.Equal(t, closing.Close, f.Lines[0].Entry.Event)
	require.Equal(t, hours.DeclarationCorrected, f.Lines[1].Act.Kind)
	require.Equal(t, hours.Tally{Counted: h("30")}, f.Lines[1].Before)
	require.Equal(t, hours.Tally{Counted: h("28"), Remaining: h("2")}, f.Lines[1].After)
	require.Equal(t, "2", f.Balance.Total().Remaining.String())

	// Closing again settles what has changed, in an entry of its own.
	again, err := d.Close(ctx, staff, "m-1", old, c.Version)
	require.NoError(t, err)
	require.Equal(t, closing.Short, again.State)
	require.Equal(t, c.Entries[0], again.Entries[0])
}

func TestReopeningNeedsAReason(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.close(t)
	_, err := d.Ledger.BeginIn(ctx, emma, "m-1", "late", old)
	require.ErrorIs(t, err, hours.ErrClosed)
	_, err = d.Reopen(ctx, staff, "m-1", old, c.Version, " ")
	var wrong hours.FieldErrors
	require.ErrorAs(t, err, &wrong)
	require.ErrorIs(t, wrong.Of("reason"), hours.ErrMissing)
	c, err = d.Reopen(ctx, staff, "m-1", old, c.Version, "Une activité manquait")
	require.NoError(t, err)
	require.Equal(t, closing.Open, c.State)
	require.Equal(t, []closing.Event{closing.Close, closing.Reopen}, events(c))
	_, err = d.Ledger.BeginIn(ctx, emma, "m-1", "late", old)
	require.NoError(t, err)
}

// Everybody's period is closed, one by one: what waits is left, what fails does not
// hold up the rest, and doing it again does what is left.
func TestClosingAllThatHasEnded(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	d.enrol(t, identity.Member{ID: "m-3", First: "Li", Last: "Chen"})
	d.submit(t, "m-3", "all", "2022-01-01", "structured", "2023-02-01", "30")
	pending := d.submit(t, "m-3", "one", "2022-01-01", "ethics", "2023-02-01", "1")
	var seen []int
	p, err := d.CloseAll(ctx, staff, func(p closing.Progress) { seen = append(seen, p.Done) })
	require.NoError(t, err)
	// Noah, of the staff, does not close his own.
	require.Equal(t, closing.Progress{All: 3, Done: 3, Short: 1, Waiting: 2}, p)
	require.Equal(t, []int{1, 2, 3}, seen)

	d.count(t, pending, "1")
	all, err := d.Ledger.Store.Declaration(ctx, hours.Key{Org: "otpq", Member: "m-3", ID: "all"})
	require.NoError(t, err)
	d.count(t, all, "30")
	p, err = d.CloseAll(ctx, staff, nil)
	require.NoError(t, err)
	require.Equal(t, closing.Progress{All: 2, Done: 2, Closed: 1, Waiting: 1}, p)
	p, err = d.CloseAll(ctx, staff, nil)
	require.NoError(t, err)
	require.Equal(t, closing.Progress{All: 1, Done: 1, Waiting: 1}, p)
}

// broken fails for one member.
type broken struct{ closing.Store }

var errBroken = errors.New("the connection broke")

func (b broken) Change(ctx context.Context, key closing.Key, fn func(closing.Closing) (closing.Closing, hours.Telling, error)) (closing.Closing, error) {
	if key.Member == "m-1" {
		return closing.Closing{}, errBroken
	}
	return b.Store.Change(ctx, key, fn)
}

func TestOneFailureDoesNotHoldUpTheOthers(t *testing.T) {
	d := newDesk(t)
	d.enrol(t, identity.Member{ID: "m-3", First: "Li", Last: "Chen"})
	d.Store = broken{d.Store}
	p, err := d.CloseAll(t.Context(), staff, nil)
	require.ErrorIs(t, err, errBroken)
	require.Equal(t, closing.Progress{All: 3, Done: 3, Short: 1, Waiting: 1, Failed: 1}, p)
}

func TestTheListOfStaff(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	d.notified(t)
	d.enrol(t, identity.Member{ID: "m-3", First: "Li", Last: "Chen", Permit: "103"})
	list := func(q closing.Query) []string {
		rows, err := d.List(ctx, staff, q)
		require.NoError(t, err)
		all := []string{}
		for _, r := range rows {
			all = append(all, string(r.Holder.ID)+" "+string(r.State))
		}
		return all
	}
	require.Equal(t, []string{"m-3 open", "m-1 noticed", "m-2 open"}, list(closing.Query{}))
	require.Equal(t, []string{"m-1 noticed"}, list(closing.Query{States: []closing.State{closing.Noticed}}))
	require.Equal(t, []string{"m-1 noticed"}, list(closing.Query{Text: "gelinas"}))
	require.Equal(t, []string{"m-2 open", "m-1 noticed", "m-3 open"}, list(closing.Query{Sort: closing.ByMember, Reverse: true}))
	require.Equal(t, []string{"m-1 noticed", "m-3 open", "m-2 open"}, list(closing.Query{Sort: closing.ByState, Reverse: true}))
	require.Equal(t, []string{}, list(closing.Query{Period: "2025-04-01"}))
	_, err := d.List(ctx, emma, closing.Query{})
	require.ErrorIs(t, err, identity.ErrForbidden)
}

// Whatever happens to a file, its entries are only ever added, and the balance is
// what stands in the file.
func TestEntriesOnlyGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(t)
		known := d.most(t)
		var before []closing.Entry
		for step := range rapid.IntRange(1, 12).Draw(t, "steps") {
			d.at = d.at.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "days")) * 24 * time.Hour)
			f := d.file(t, staff)
			stored, err := d.Store.Closing(bg, f.Key)
			if err != nil {
				require.ErrorIs(t, err, hours.ErrNotFound)
			}
			v, today := stored.Version, f.Standing.Today
			switch rapid.IntRange(0, 10).Draw(t, "what") {
			case 0, 1:
				_, _ = d.Close(bg, staff, "m-1", old, v)
			case 2:
				_, _ = d.Notify(bg, staff, "m-1", old, v, closing.Summons{Of: hours.LackingHours, Served: today}, "")
			case 3:
				_, _ = d.Observe(bg, emma, "m-1", old, v, "Voici")
			case 4:
				_, _ = d.Final(bg, staff, "m-1", old, v, today, "")
			case 5:
				_, _ = d.Sanction(bg, staff, "m-1", old, v, "Rien reçu")
			case 6:
				_, _ = d.Lift(bg, staff, "m-1", old, v, "Tout est reçu")
			case 7:
				_, _ = d.Withdraw(bg, staff, "m-1", old, v, "Par erreur")
			case 8:
				_, _ = d.Reopen(bg, staff, "m-1", old, v, "À revoir")
			case 9:
				known = d.count(t, known, hours.Ratio(rapid.Int64Range(1, 48).Draw(t, "quarters"), 4).String())
			case 10:
				amount := hours.Ratio(rapid.Int64Range(1, 12).Draw(t, "quarters"), 4).String()
				d.count(t, d.submit(t, "m-1", fmt.Sprint("n", step), "2025-04-01", "autonomous", today.String(), amount), amount)
			}
			if rapid.Bool().Draw(t, "sweep") {
				require.NoError(t, d.Advance(bg, "otpq"))
			}
			after, err := d.Store.Closing(bg, f.Key)
			if err != nil {
				continue
			}
			require.GreaterOrEqual(t, len(after.Entries), len(before))
			require.Equal(t, before, append([]closing.Entry(nil), after.Entries[:len(before)]...))
			before = after.Entries
			declarations, err := d.Ledger.Store.Declarations(bg, "otpq", "m-1")
			require.NoError(t, err)
			f = d.file(t, staff)
			require.Equal(t, f.Standing.Evaluate(declarations, nil), f.Balance)
			require.Equal(t, after.State, after.Latest().State)
			acts, err := d.Ledger.Store.Acts(bg, "otpq", "m-1")
			require.NoError(t, err)
			n := 0
			for _, a := range acts {
				if a.Kind.OfPeriod() {
					n++
				}
			}
			require.Equal(t, len(after.Entries), n, "each entry is told once")
		}
	})
}
