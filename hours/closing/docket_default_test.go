package closing_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

var bg = context.Background()

// Served on 26 September 2025. 90 days end on 25 December, a holiday: 26 December.
// 30 days for observations end on Sunday 26 October: Monday 27.
func TestF35_TheDelaysOfTheNotice(t *testing.T) {
	d := newDesk(t)
	d.most(t)
	c := d.notified(t)
	require.Equal(t, closing.Noticed, c.State)
	require.Equal(t, closing.Notice{
		Of: hours.LackingHours, Served: day("2025-09-26"), From: hours.FromNotification, Delay: hours.Delay{Days: 90},
		Last: day("2025-12-26"), SetBy: closing.SetByText, ObserveBy: day("2025-10-27"), After: hours.DefaultFirst, Clause: "default",
	}, *c.Notice)

	letters := d.letters(t)
	require.Len(t, letters, 1)
	m := letters[0]
	require.Equal(t, identity.DefaultNotice, m.Kind)
	require.True(t, m.Kind.Legal())
	require.Equal(t, "emma@example.org", m.To)
	require.Equal(t, map[string]string{
		"name": "Emma Gélinas", "period": "2022-01-01", "years": "2022–2025", "state": "hours",
		"servedDay": "2025-09-26", "lastDay": "2025-12-26", "observeDay": "2025-10-27",
	}, m.Values)
}

func TestWhatIsWrongWithANotice(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.close(t)
	for name, w := range map[string]struct {
		summons closing.Summons
		field   string
		want    error
	}{
		"nothing chosen":        {closing.Summons{Served: day("2025-05-01")}, "of", hours.ErrUnknownChoice},
		"no day":                {closing.Summons{Of: hours.LackingHours}, "served", hours.ErrMissing},
		"to come":               {closing.Summons{Of: hours.LackingHours, Served: day("2025-05-02")}, "served", hours.ErrFuture},
		"in the period":         {closing.Summons{Of: hours.LackingHours, Served: day("2025-03-31")}, "served", hours.ErrEndBeforeStart},
		"a reason without end":  {closing.Summons{Of: hours.LackingHours, Served: day("2025-05-01")}, "reason", hours.ErrTooLong},
		"days nobody may set…":  {closing.Summons{Served: day("2025-05-01"), Of: "other", Days: 731}, "days", hours.ErrDelay},
		"…nor leave out (none)": {closing.Summons{Served: day("2025-05-01"), Of: "other"}, "days", hours.ErrMissing},
	} {
		reason := ""
		if w.field == "reason" {
			reason = strings.Repeat("é", 2001)
		}
		_, err := d.Notify(ctx, staff, "m-1", old, c.Version, w.summons, reason)
		var wrong hours.FieldErrors
		require.ErrorAs(t, err, &wrong, name)
		require.ErrorIs(t, wrong.Of(w.field), w.want, name)
	}
	d.done(t, "m-1", "d4", "autonomous", "2")
	_, err := d.Notify(ctx, staff, "m-1", old, c.Version, closing.Summons{Of: hours.LackingHours, Served: day("2025-05-01")}, "")
	require.ErrorIs(t, err, closing.ErrNothingMissing)
	// The declaration and documents have 30 days.
	c, err = d.Notify(ctx, staff, "m-1", old, c.Version, closing.Summons{Of: hours.LackingDocuments, Served: day("2025-05-01")}, "")
	require.NoError(t, err)
	require.Equal(t, "2025-05-31", c.Notice.Last.String(), "a Saturday is no holiday")
}

func TestObservationsAreKeptAndMarkedWhenLate(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.notified(t)
	_, err := d.Observe(ctx, emma, "m-1", old, c.Version, " ")
	var wrong hours.FieldErrors
	require.ErrorAs(t, err, &wrong)
	require.ErrorIs(t, wrong.Of("observations"), hours.ErrMissing)
	_, err = d.Observe(ctx, staff, "m-1", old, c.Version, "Pour elle")
	require.ErrorIs(t, err, identity.ErrForbidden)
	for on, late := range map[string]bool{"2025-10-27": false, "2025-10-28": true} {
		d.on(on)
		c, err = d.Observe(ctx, emma, "m-1", old, c.Version, "J’étais malade.\nVoici. ")
		require.NoError(t, err)
		require.Equal(t, late, c.Latest().Late, on)
		require.Equal(t, "J’étais malade.\nVoici.", c.Latest().Reason)
		require.Equal(t, closing.Noticed, c.State)
	}
}

// 3 h done after the notice: the 2 h that are missing go to the old period, which is
// made good by the decision, and dated as it; 1 h counts in the present one.
func TestF36_HoursDoneAfterTheNoticeMakeItGood(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	d.notified(t)
	d.on("2025-11-03")
	decided := d.at
	counted := d.count(t, d.submit(t, "m-1", "new", "2025-04-01", "autonomous", "2025-11-02", "3"), "3")
	require.Equal(t, []hours.Allocation{{Period: old, Hours: h("2")}, {Period: day("2025-04-01"), Hours: h("1")}}, counted.Allocations)

	d.on("2025-11-10")
	f := d.file(t, emma)
	require.Equal(t, closing.Cured, f.State, "shown before it is written")
	require.NoError(t, d.Advance(ctx, "otpq"))
	require.NoError(t, d.Advance(ctx, "otpq"), "again")
	f = d.file(t, staff)
	require.Equal(t, []closing.Event{closing.Close, closing.Notify, closing.Cure}, events(f.Closing))
	require.Equal(t, decided, f.Latest().At)
	require.Empty(t, f.Latest().By)
	require.Equal(t, closing.Close, f.Lines[0].Entry.Event)
	require.Equal(t, hours.DeclarationCounted, f.Lines[2].Act.Kind)
	require.Equal(t, closing.Cure, f.Lines[3].Entry.Event)

	// What is done from now on counts where it was done.
	after := d.count(t, d.submit(t, "m-1", "more", "2025-04-01", "autonomous", "2025-11-04", "3"), "3")
	require.Empty(t, after.Allocations)
	require.Len(t, d.letters(t), 2, "the notice, and that it is made good")
}

// To 26 December the delay runs; then a final notice of 30 days; then the suspension;
// 90 days after it, the striking off.
func TestF37_TheFinalNoticeAndWhatFollows(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.notified(t)
	final := func(served string) (closing.Closing, error) {
		return d.Final(ctx, staff, "m-1", old, c.Version, day(served), "")
	}
	sanction := func() (closing.Closing, error) { return d.Sanction(ctx, staff, "m-1", old, c.Version, "Rien reçu") }
	d.on("2025-12-26")
	_, err := final("2025-12-26")
	require.ErrorIs(t, err, closing.ErrRunning)
	_, err = sanction()
	require.ErrorIs(t, err, closing.ErrNotSaid, "the final notice comes first")
	d.on("2026-01-05")
	_, err = final("2025-12-26")
	var wrong hours.FieldErrors
	require.ErrorAs(t, err, &wrong)
	c, err = final("2026-01-05")
	require.NoError(t, err)
	require.Equal(t, "2026-02-04", c.Notice.FinalLast.String())
	require.Equal(t, closing.Final, c.State)

	d.on("2026-02-04")
	require.Equal(t, "2026-02-05", d.file(t, staff).Next.From.String())
	_, err = sanction()
	require.ErrorIs(t, err, closing.ErrRunning)
	d.on("2026-02-10")
	c, err = sanction()
	require.NoError(t, err)
	require.Equal(t, []closing.Step{{Stage: "suspension", Day: day("2026-02-10")}}, c.Notice.Steps)
	require.Equal(t, "suspension", c.Latest().Stage)
	m := d.letters(t)[0]
	require.Equal(t, identity.DefaultConsequence, m.Kind)
	require.Equal(t, []identity.MessageLine{{Label: identity.Text{FR: "Suspension du droit d’exercice", EN: "Suspension of the right to practise"}}}, m.Lines)
	// 18 days of February, 31 of March, 30 of April, 11 of May.
	require.Equal(t, "2026-05-11", d.file(t, staff).Next.From.String())
	d.on("2026-05-10")
	_, err = sanction()
	require.ErrorIs(t, err, closing.ErrRunning)
	d.on("2026-05-11")
	c, err = sanction()
	require.NoError(t, err)
	require.Equal(t, "striking-off", c.Latest().Stage)
	_, err = sanction()
	require.ErrorIs(t, err, closing.ErrNotSaid)
}

// Hours that come in while a consequence applies do not end it by themselves: the
// order lifts it.
func TestAConsequenceIsLifted(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.notified(t)
	d.on("2026-01-05")
	c, err := d.Final(ctx, staff, "m-1", old, c.Version, day("2026-01-05"), "")
	require.NoError(t, err)
	d.on("2026-02-10")
	c, err = d.Sanction(ctx, staff, "m-1", old, c.Version, "Rien reçu")
	require.NoError(t, err)
	lifted, err := d.Store.Closing(ctx, c.Key)
	require.NoError(t, err)
	require.Equal(t, c, lifted)
	d.count(t, d.submit(t, "m-1", "new", "2025-04-01", "autonomous", "2026-02-10", "2"), "2")
	require.NoError(t, d.Advance(ctx, "otpq"))
	f := d.file(t, staff)
	require.Equal(t, closing.Sanctioned, f.State)
	require.True(t, f.Settled().Met())
	c, err = d.Lift(ctx, staff, "m-1", old, c.Version, "Tout est fait")
	require.NoError(t, err)
	require.Equal(t, closing.Cured, c.State)
}

// A notice served by mistake leaves the period as it was closed.
func TestANoticeIsWithdrawn(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.notified(t)
	c, err := d.Withdraw(ctx, staff, "m-1", old, c.Version, "Mauvais dossier")
	require.NoError(t, err)
	require.Equal(t, closing.Short, c.State)
	require.Nil(t, c.Notice)
	require.NotNil(t, c.Entries[1].Notice, "what was served stays in its entry")
	outcomes, err := d.Outcomes(ctx, "otpq", "m-1")
	require.NoError(t, err)
	require.Equal(t, []hours.Outcome{{Period: old, Closed: true}}, outcomes)
}

// Documents that come in make their default good when staff say so; hours do it by
// themselves.
func TestMakingGood(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.notified(t)
	_, err := d.Cure(ctx, staff, "m-1", old, c.Version, "")
	require.ErrorIs(t, err, closing.ErrStillMissing)
	c, err = d.Withdraw(ctx, staff, "m-1", old, c.Version, "Autre motif")
	require.NoError(t, err)
	c, err = d.Notify(ctx, staff, "m-1", old, c.Version, closing.Summons{Of: hours.LackingDeclaration, Served: day("2025-09-26")}, "")
	require.NoError(t, err)
	c, err = d.Cure(ctx, staff, "m-1", old, c.Version, "Reçue par la poste")
	require.NoError(t, err)
	require.Equal(t, closing.Cured, c.State)
}

func TestOtherPeoplesFilesAreAsIfTheyDidNotExist(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	d.most(t)
	c := d.notified(t)
	for _, actor := range []identity.Actor{noah, other} {
		_, err := d.File(ctx, actor, "m-1", old)
		require.ErrorIs(t, err, identity.ErrNotFound)
		_, err = d.Closings(ctx, actor, "m-1")
		if actor.Org == "otpq" {
			require.ErrorIs(t, err, identity.ErrNotFound)
		}
		_, err = d.Observe(ctx, actor, "m-1", old, c.Version, "Voici")
		require.Error(t, err)
		_, err = d.Withdraw(ctx, actor, "m-1", old, c.Version, "Par erreur")
		require.Error(t, err)
	}
	_, err := d.Withdraw(ctx, emma, "m-1", old, c.Version, "Par erreur")
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = d.File(ctx, emma, "m-1", day("2022-01-02"))
	require.ErrorIs(t, err, hours.ErrNotFound)
	require.Empty(t, d.file(t, emma).Latest().By)
	require.Equal(t, "Noah Roy", d.file(t, staff).Latest().By)
}
