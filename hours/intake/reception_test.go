package intake_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	zoe   = identity.Actor{Org: "otpq", Account: "a-1", Member: "m-1", Name: "Zoé Côté-Roy", Roles: []identity.Role{identity.RoleMember}}
	staff = identity.Actor{Org: "otpq", Account: "a-9", Name: "Sylvie Fortin", Roles: []identity.Role{identity.RoleStaff}}
)

// counter is a reception over the memory store, on 15 June 2023.
type counter struct {
	*intake.Reception
	store *memory.Store
	at    time.Time
}

func newCounter(t require.TestingT) *counter {
	ctx := context.Background()
	c := &counter{store: memory.New(), at: time.Date(2023, 6, 15, 16, 0, 0, 0, time.UTC)}
	now := func() time.Time { return c.at }
	all, err := catalogue.Regulations()
	require.NoError(t, err)
	c.Reception = &intake.Reception{Store: c.store.Intake(), Now: now, Ledger: &hours.Ledger{
		Store: c.store.Hours(), Roll: c.store.Identity(), Regulations: all, Now: now,
	}}
	_, err = c.store.Identity().ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation = "qc-otpq"
		return o, nil
	})
	require.NoError(t, err)
	c.enrol(t, "m-1", "00123", "Zoé", "Côté-Roy")
	c.enrol(t, "m-2", "456", "Léa", "Gagné")
	require.NoError(t, c.store.Hours().PutListing(ctx, hours.Listing{Org: "otpq", Kind: hours.Activities, ID: "plan-1", Label: "Lire un plan"}))
	return c
}

func (c *counter) enrol(t require.TestingT, id identity.MemberID, permit, first, last string) {
	_, err := c.store.Identity().ChangeMember(context.Background(), "otpq", id, func(m identity.Member) (identity.Member, error) {
		m.First, m.Last, m.Permit = first, last, permit
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2015-09-01"), To: cycle.Forever}}}
		return m, nil
	})
	require.NoError(t, err)
}

func (c *counter) provider(t require.TestingT) (intake.Provider, string) {
	p, token, err := c.AddProvider(context.Background(), staff, "cegep", "Cégep Exemple")
	require.NoError(t, err)
	return p, token
}

// send sends a roster, and returns the outcome of each line by its number.
func (c *counter) send(t require.TestingT, content string, try bool) (intake.Sending, map[int]intake.Result) {
	p, err := c.Store.Provider(context.Background(), intake.ProviderKey{Org: "otpq", ID: "cegep"})
	require.NoError(t, err)
	lines := map[int]intake.Result{}
	s, err := c.Receive(context.Background(), p, strings.NewReader(content), try, func(r intake.Result) error {
		lines[r.Line.Number] = r
		return nil
	})
	require.NoError(t, err)
	return s, lines
}

const attendance = `permis;nom;activité;début;fin;heures
123;Zoé Côté Roy;Un cours de modèles;2023-05-02;;2,5
456;GAGNE, Léa;plan-1;2023-05-03;2023-05-04;7 h
456;Zoé Côté-Roy;plan-1;2023-05-03;;7
999;Personne Inconnue;plan-1;2023-05-03;;7
456;Léa Gagné;plan-1;05/06/2023;;7
456;Léa Gagné;plan-1;2023-12-01;;7
456;Léa Gagné;plan-1;2023-05-03;;1.234,5
456;Léa Gagné;plan-1;2011-05-03;;1
trop;peu
`

func TestARosterIsDealtWithLineByLine(t *testing.T) {
	c := newCounter(t)
	c.provider(t)
	s, lines := c.send(t, attendance, false)
	require.Equal(t, intake.Counts{Lines: 9, Proposed: 2, Reported: 7}, s.Counts)
	require.Equal(t, s.Counts, s.Roster.Counts)
	want := map[int][]intake.Trouble{
		2: nil, 3: nil,
		4: {{Code: "no-member"}}, 5: {{Code: "no-member"}}, // one answer: another's number, and nobody's
		6: {{"first", "ambiguous-date"}}, 7: {{"last", "future"}}, 8: {{"duration", "ambiguous-hours"}},
		9: {{"last", "outside-period"}}, 10: {{Code: "row-width"}},
	}
	for n, wrong := range want {
		require.Equal(t, wrong, lines[n].Wrong, n)
	}
	ctx := context.Background()
	p, err := c.Ledger.Proposals(ctx, zoe, "m-1")
	require.NoError(t, err)
	require.Len(t, p, 1)
	require.Equal(t, "Un cours de modèles", p[0].Activity.Title)
	require.Equal(t, "Cégep Exemple", p[0].Attendance.Name)
	require.Equal(t, 2, p[0].Attendance.Line)
}

func TestARosterSentTwiceChangesNothing(t *testing.T) {
	c := newCounter(t)
	c.provider(t)
	first, _ := c.send(t, attendance, false)
	acts, err := c.store.Hours().Acts(context.Background(), "otpq", "m-2")
	require.NoError(t, err)
	c.at = c.at.Add(time.Hour)
	again, lines := c.send(t, attendance, false)
	require.Equal(t, intake.Counts{Lines: 9, Repeated: 2, Reported: 7}, again.Counts)
	require.Equal(t, intake.Repeated, lines[2].Outcome)
	require.Equal(t, first.Roster, again.Roster, "the roster is as it was first received")
	same, err := c.store.Hours().Acts(context.Background(), "otpq", "m-2")
	require.NoError(t, err)
	require.Equal(t, acts, same)
	// The same line in another roster changes nothing either, with other hours or not.
	other, lines := c.send(t, "permis;nom;titre;date;heures\n00123;Zoé Côté-Roy;UN COURS DE MODELES;2023-05-02;9\n", false)
	require.Equal(t, intake.Counts{Lines: 1, Repeated: 1}, other.Counts)
	require.Equal(t, "2.5", lines[2].Declared.String())
}

func TestATrialWritesNothing(t *testing.T) {
	c := newCounter(t)
	c.provider(t)
	s, _ := c.send(t, attendance, true)
	require.Equal(t, intake.Counts{Lines: 9, Proposed: 2, Reported: 7}, s.Counts)
	p, err := c.Ledger.Proposals(context.Background(), zoe, "m-1")
	require.NoError(t, err)
	require.Empty(t, p)
	all, err := c.Rosters(context.Background(), staff)
	require.NoError(t, err)
	require.Empty(t, all)
}

func TestTheLinesOfARosterAreKeptInLeaves(t *testing.T) {
	ctx, c := context.Background(), newCounter(t)
	c.provider(t)
	var b strings.Builder
	b.WriteString("permis;nom;titre;date;heures\n")
	for i := range 2*intake.LeafLines + 1 {
		c.enrol(t, identity.MemberID(fmt.Sprintf("n-%d", i)), fmt.Sprintf("9%04d", i), "Zoé", "Côté-Roy")
		fmt.Fprintf(&b, "9%04d;Zoé Côté-Roy;Un cours;2023-05-02;1\n", i)
	}
	s, _ := c.send(t, b.String(), false)
	require.Equal(t, 3, intake.Leaves(s.Counts.Lines))
	n := 0
	require.NoError(t, c.Lines(ctx, staff, s.Roster, 0, 9, func(r intake.Result) error {
		n++
		require.Equal(t, n+1, r.Line.Number)
		require.Equal(t, intake.Proposed, r.Outcome)
		return nil
	}))
	require.Equal(t, 401, n)
	withdrawn, err := c.Withdraw(ctx, staff, s.Roster.ID, "Mauvaise session")
	require.NoError(t, err)
	require.Equal(t, 401, withdrawn.Withdrawals[0].Revoked)
	again, _ := c.send(t, b.String(), false)
	require.Equal(t, 401, again.Counts.Proposed, "what was withdrawn may be sent again")
	require.False(t, again.Roster.Withdrawn)
}

func TestATokenOpensUntilItIsReplacedOrDisabled(t *testing.T) {
	ctx, c := context.Background(), newCounter(t)
	p, token := c.provider(t)
	require.Len(t, strings.Split(token, ".")[2], 43, "256 bits")
	require.NotContains(t, fmt.Sprint(p), strings.Split(token, ".")[2])
	who, err := c.Who(ctx, token)
	require.NoError(t, err)
	require.Equal(t, p, who)
	same, none, err := c.AddProvider(ctx, staff, "cegep", "Cégep Exemple")
	require.NoError(t, err)
	require.Equal(t, p, same)
	require.Empty(t, none, "told once")
	p, fresh, err := c.Rotate(ctx, staff, "cegep", p.Version)
	require.NoError(t, err)
	_, err = c.Who(ctx, token)
	require.ErrorIs(t, err, intake.ErrToken)
	_, err = c.Who(ctx, fresh)
	require.NoError(t, err)
	p, err = c.Enable(ctx, staff, "cegep", p.Version, false)
	require.NoError(t, err)
	for _, bad := range []string{fresh, "", "otpq.cegep.", "otpq.nobody.x", "x", "otpq..x", strings.Repeat("a.", 500)} {
		_, err = c.Who(ctx, bad)
		require.ErrorIs(t, err, intake.ErrToken, bad)
	}
	_, err = c.Enable(ctx, staff, "cegep", p.Version, true)
	require.NoError(t, err)
	_, err = c.Who(ctx, fresh)
	require.NoError(t, err)
	_, _, err = c.AddProvider(ctx, zoe, "x", "X")
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = c.Rosters(ctx, zoe)
	require.ErrorIs(t, err, identity.ErrForbidden)
}

// outcomes are what became of every member's periods.
type outcomes []hours.Outcome

func (o outcomes) Outcomes(context.Context, identity.OrganisationID, identity.MemberID) ([]hours.Outcome, error) {
	return o, nil
}

// The period that ended on 31 March 2025 is closed: what a roster or a file says of it
// is reported back, unless the order accepts late declarations. What was received
// before stays as it is.
func TestNothingArrivesInAClosedPeriod(t *testing.T) {
	ctx, c := context.Background(), newCounter(t)
	c.provider(t)
	const late = "permis;nom;titre;date;heures\n123;Zoé Côté-Roy;Un cours;2023-05-02;1\n"
	const other = late + "456;Léa Gagné;Un cours;2023-05-02;1\n123;Zoé Côté-Roy;Un cours;2025-04-02;1\n"
	_, lines := c.send(t, late, false)
	require.Equal(t, intake.Proposed, lines[2].Outcome)

	c.at = time.Date(2025, 6, 1, 16, 0, 0, 0, time.UTC)
	c.Ledger.Outcomes = outcomes{{Period: cycle.MustDate("2022-01-01"), Closed: true}}
	for _, try := range []bool{true, false} {
		s, lines := c.send(t, other, try)
		require.Equal(t, intake.Counts{Lines: 3, Proposed: 1, Repeated: 1, Reported: 1}, s.Counts)
		require.Equal(t, []intake.Trouble{{Code: "closed"}}, lines[3].Wrong)
		require.ErrorIs(t, lines[3].Wrong[0].Err(), hours.ErrClosed)
	}
	_, read := c.bring(t, imported, intake.Choice{})
	require.ErrorIs(t, read[2].Wrong.Of("last"), hours.ErrClosed)

	_, err := c.store.Identity().ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.LateDeclarations = true
		return o, nil
	})
	require.NoError(t, err)
	_, lines = c.send(t, other, false)
	require.Equal(t, intake.Proposed, lines[3].Outcome)
	_, read = c.bring(t, imported, intake.Choice{})
	require.ErrorIs(t, read[2].Wrong.Of("last"), hours.ErrOutsidePeriod, "a file is for the current period")
}

const imported = `catégorie;type;titre;organisme;formateur;début;fin;heures
structured;course;Lire un plan;Cégep de Lévis;Léa Gagné;2023-05-02;;2,5
Structured;course;Les modèles;Cégep de Lévis;Léa Gagné;2023-05-03;;7
inconnue;course;Les modèles;Cégep de Lévis;Léa Gagné;05/06/2023;;7
`

func (c *counter) bring(t require.TestingT, content string, choice intake.Choice) (intake.Tally, map[int]intake.Reading) {
	lines := map[int]intake.Reading{}
	tally, err := c.Import(context.Background(), zoe, "m-1", strings.NewReader(content), choice, func(r intake.Reading) error {
		lines[r.Line.Number] = r
		return nil
	})
	require.NoError(t, err)
	return tally, lines
}

func (c *counter) attestations(t require.TestingT) []string {
	rules, err := c.Ledger.Rules(context.Background(), zoe, "m-1")
	require.NoError(t, err)
	var all []string
	for _, a := range rules.Version.Attestations {
		all = append(all, a.ID)
	}
	return all
}

func TestNothingIsSavedBeforeConfirmation(t *testing.T) {
	ctx, c := context.Background(), newCounter(t)
	tally, lines := c.bring(t, imported, intake.Choice{})
	require.Equal(t, map[intake.Fate]int{intake.Ready: 2, intake.Wrong: 1}, tally.Of)
	require.ErrorIs(t, lines[4].Wrong.Of("category"), hours.ErrUnknownChoice)
	require.ErrorIs(t, lines[4].Wrong.Of("first"), intake.ErrAmbiguousDate)
	all, err := c.Ledger.Declarations(ctx, zoe, "m-1", hours.Query{})
	require.NoError(t, err)
	require.Empty(t, all)
	_, err = c.Import(ctx, zoe, "m-1", strings.NewReader(imported), intake.Choice{Write: true}, func(intake.Reading) error { return nil })
	require.ErrorIs(t, err, hours.ErrNotAttested)
	all, err = c.Ledger.Declarations(ctx, zoe, "m-1", hours.Query{})
	require.NoError(t, err)
	require.Empty(t, all)
}

func TestAnImportConfirmedTwiceWritesOnce(t *testing.T) {
	ctx, c := context.Background(), newCounter(t)
	choice := intake.Choice{Write: true, Drafts: true, Attested: c.attestations(t)}
	tally, lines := c.bring(t, imported, choice)
	require.Equal(t, map[intake.Fate]int{intake.Sent: 2, intake.Drafted: 1}, tally.Of)
	draft, err := c.Ledger.Declaration(ctx, zoe, "m-1", lines[4].Declaration)
	require.NoError(t, err)
	require.Equal(t, "05/06/2023", draft.Entry.First.Day, "what was written is kept")
	require.Empty(t, draft.Entry.Attested)
	b, err := c.Ledger.Balance(ctx, zoe, "m-1", cycle.Date{})
	require.NoError(t, err)
	require.Equal(t, "9.5", b.Pending.String())
	tally, _ = c.bring(t, imported, choice)
	require.Equal(t, map[intake.Fate]int{intake.Imported: 3}, tally.Of)
	// Another file that has one of the activities leaves it out, unless it is ticked.
	other := strings.ReplaceAll(imported, "05/06/2023", "2023-05-09")
	_, lines = c.bring(t, other, intake.Choice{})
	require.Equal(t, intake.Known, lines[2].Fate)
	_, lines = c.bring(t, other, intake.Choice{Again: []int{2}})
	require.Equal(t, intake.Ready, lines[2].Fate)
}

func TestOnlyTheMemberImports(t *testing.T) {
	c := newCounter(t)
	_, err := c.Import(context.Background(), staff, "m-1", strings.NewReader(imported), intake.Choice{}, func(intake.Reading) error { return nil })
	require.ErrorIs(t, err, identity.ErrForbidden)
}
