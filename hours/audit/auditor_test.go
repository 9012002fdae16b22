package audit_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/identity"
)

const pdf = "%PDF-1.7\nattestation"

var (
	emma  = identity.Actor{Org: "otpq", Account: "a-1", Member: "m-1", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	noah  = identity.Actor{Org: "otpq", Account: "a-2", Member: "m-2", Name: "Noah Roy", Roles: []identity.Role{identity.RoleMember}}
	staff = identity.Actor{Org: "otpq", Account: "a-9", Member: "m-2", Name: "Noah Roy", Roles: []identity.Role{identity.RoleStaff}}
	other = identity.Actor{Org: "oiq", Account: "a-9", Name: "Jean", Roles: []identity.Role{identity.RoleStaff}}
)

// noon is Wednesday 25 November 2026 in Québec.
var noon = time.Date(2026, 11, 25, 17, 0, 0, 0, time.UTC)

// desk is an auditor over a ledger over one store in memory, with five members, and a
// clock that tests move.
type desk struct {
	*audit.Auditor
	store     *memory.Store
	documents *files.Memory
	at        time.Time
}

var regulations = sync.OnceValues(catalogue.Regulations)

func h(text string) hours.Hours {
	var x hours.Hours
	if err := x.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return x
}

func day(text string) cycle.Date { return cycle.MustDate(text) }

func open(t *testing.T) *desk {
	t.Helper()
	laws, err := regulations()
	require.NoError(t, err)
	off, err := holidays.All()
	require.NoError(t, err)
	d := &desk{store: memory.New(), documents: files.NewMemory(), at: noon}
	clock := func() time.Time { return d.at }
	ledger := &hours.Ledger{Store: d.store.Hours(), Roll: d.store.Identity(), Regulations: laws, Holidays: off, Now: clock}
	d.Auditor = &audit.Auditor{Store: d.store.Audit(), Ledger: ledger, Documents: d.documents, Now: clock, NewSeed: func() string { return "au hasard" }}
	for _, org := range []identity.OrganisationID{"otpq", "oiq"} {
		_, err = d.store.Identity().ChangeOrganisation(t.Context(), org, func(o identity.Organisation) (identity.Organisation, error) {
			o.Regulation, o.Holidays = "qc-otpq", "qc"
			return o, nil
		})
		require.NoError(t, err)
	}
	for i := range 5 {
		id := identity.MemberID(fmt.Sprintf("m-%d", i+1))
		_, err := d.store.Identity().ChangeMember(t.Context(), "otpq", id, func(m identity.Member) (identity.Member, error) {
			m.First, m.Last, m.Permit, m.Email = "Prénom", string(id), fmt.Sprintf("T-%d00", i+1), string(id)+"@membre.example"
			m.Roll = []cycle.Stay{{Span: cycle.Span{From: day("2015-09-01"), To: cycle.Forever}}}
			return m, nil
		})
		require.NoError(t, err)
	}
	return d
}

// counts puts a counted declaration of 2.5 hours in a member's file, done on a day of
// the first period.
func (d *desk) counts(t *testing.T, member identity.MemberID, id, on string) hours.Declaration {
	t.Helper()
	at := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	c, err := d.store.Hours().Change(t.Context(), hours.Key{Org: "otpq", Member: member, ID: id}, func(c hours.Declaration) (hours.Declaration, hours.Telling, error) {
		c.Period, c.State, c.Counted, c.Created, c.Submitted, c.Changed = day("2022-01-01"), hours.Counted, h("2.5"), at, at, at
		c.Activity = hours.Activity{Category: "structured", Type: "course", Title: "Cours " + id, First: day(on), Last: day(on), Hours: h("2.5")}
		c.Decisions = []hours.Decision{{Event: hours.Count, Counted: h("2.5"), At: at}}
		return c, hours.Telling{}, nil
	})
	require.NoError(t, err)
	return c
}

func typed(day, month, year string) hours.DateEntry {
	return hours.DateEntry{Day: day, Month: month, Year: year}
}

// first is an audit of the first period, of two files.
func first() audit.Entry {
	return audit.Entry{First: typed("1", "1", "2022"), Last: typed("31", "mars", "2025"), Size: "2", Seed: lottery}
}

func (d *desk) draw(t *testing.T, id string, e audit.Entry) audit.Draw {
	t.Helper()
	w, err := d.Make(t.Context(), staff, id, e)
	require.NoError(t, err)
	return w
}

func (d *desk) acts(t *testing.T, member identity.MemberID) []hours.Act {
	t.Helper()
	all, err := d.store.Hours().Acts(t.Context(), "otpq", member)
	require.NoError(t, err)
	return all
}

func (d *desk) letters(t *testing.T, member identity.MemberID) []string {
	t.Helper()
	all, err := d.store.Outbox().MessagesTo(t.Context(), "otpq", member, 99)
	require.NoError(t, err)
	kinds := []string{}
	for i := range all {
		kinds = append(kinds, string(all[len(all)-1-i].Kind))
	}
	return kinds
}

func kinds(acts []hours.Act) []hours.ActKind {
	all := []hours.ActKind{}
	for _, a := range acts {
		all = append(all, a.Kind)
	}
	return all
}

func numbers(w audit.Draw) string {
	var all []string
	for _, s := range w.Selected {
		all = append(all, s.Number)
	}
	return strings.Join(all, " ")
}

// The five members, ranked by hand in draw_test.go.
func TestADrawIsPublishedInTheFileOfEachOneChosen(t *testing.T) {
	d := open(t)
	w := d.draw(t, "w1", first())
	require.Equal(t, "T-500 T-400", numbers(w))
	require.Equal(t, []any{5, 0, lottery, false, noon}, []any{w.Population, w.Excluded, w.Seed, w.Random, w.Told})
	acts := d.acts(t, "m-4")
	require.Len(t, acts, 1)
	require.Equal(t, hours.AuditSelected, acts[0].Kind)
	require.Equal(t, &hours.Selected{
		Seed: lottery, Number: "T-400", Rank: 2, Population: 5, Digest: "03467a06e4345b090782681636d7d103defa6076f43a2eb142459970abc35ee4",
	}, acts[0].Selected)
	require.Equal(t, day("2022-01-01"), acts[0].Period)
	require.Equal(t, acts[0].Before, acts[0].After, "a draw changes no hours")
	require.Equal(t, []string{"audit-selected"}, d.letters(t, "m-4"))
	require.Empty(t, d.acts(t, "m-1"))
	require.Empty(t, d.letters(t, "m-1"))

	// The same press again draws nothing more, whatever else was typed.
	again := first()
	again.Seed = "other"
	require.Equal(t, w, d.draw(t, "w1", again))
	require.Len(t, d.acts(t, "m-4"), 1)
}

func TestWithoutASeedOneIsTakenAtRandomAndPublished(t *testing.T) {
	d := open(t)
	e := first()
	e.Seed, e.Size = "", ""
	w := d.draw(t, "w1", e)
	require.Equal(t, "au hasard", w.Seed)
	require.True(t, w.Random)
	require.Equal(t, "1/20", w.Size.String(), "the regulation's")
	require.Len(t, w.Selected, 1, "a twentieth of five, rounded up")
}

func TestNeverTwiceInARow(t *testing.T) {
	d := open(t)
	require.Equal(t, "T-500 T-400", numbers(d.draw(t, "w1", first())))
	d.at = d.at.Add(time.Hour)
	second := d.draw(t, "w2", first())
	require.Equal(t, "T-300 T-100", numbers(second), "the next in rank")
	require.Equal(t, []any{"w1", 2, true, 3}, []any{second.Before, second.Excluded, second.NotTwice, second.Selected[0].Rank})
	d.at = d.at.Add(time.Hour)
	alone := first()
	alone.Size, alone.Directed, alone.Reason = "0", "t-200", "Plainte"
	require.Equal(t, "T-200", numbers(d.draw(t, "w3", alone)))
	d.at = d.at.Add(time.Hour)
	require.Equal(t, "T-500 T-400", numbers(d.draw(t, "w4", first())), "files that staff alone chose are no turn of the draw")
}

func TestStaffAddFilesWithAReason(t *testing.T) {
	d := open(t)
	e := first()
	e.Size, e.Directed, e.Reason = "1", "T-100, m-5;T-100\nT-300", "Échec l’an dernier"
	w := d.draw(t, "w1", e)
	require.Equal(t, "T-500 T-100 T-300", numbers(w), "m-5 was drawn anyway")
	require.Equal(t, 1, w.Drawn())
	acts := d.acts(t, "m-1")
	require.Equal(t, []any{"Échec l’an dernier", 0}, []any{acts[0].Reason, acts[0].Selected.Rank})
}

func TestWhatIsWrongWithADraw(t *testing.T) {
	d := open(t)
	for name, c := range map[string]struct {
		change func(*audit.Entry)
		field  string
		want   error
	}{
		"no first day":     {func(e *audit.Entry) { e.First = hours.DateEntry{} }, "first", hours.ErrMissing},
		"no day at all":    {func(e *audit.Entry) { e.Last = typed("31", "2", "2025") }, "last", hours.ErrBadDate},
		"backward":         {func(e *audit.Entry) { e.Last = typed("31", "12", "2021") }, "last", hours.ErrEndBeforeStart},
		"size in words":    {func(e *audit.Entry) { e.Size = "deux" }, "size", audit.ErrSize},
		"nobody":           {func(e *audit.Entry) { e.Size = "0" }, "size", audit.ErrNobody},
		"nobody then":      {func(e *audit.Entry) { e.First, e.Last = typed("1", "1", "1999"), typed("2", "1", "1999") }, "size", audit.ErrNobody},
		"a long seed":      {func(e *audit.Entry) { e.Seed = strings.Repeat("é", 201) }, "seed", hours.ErrTooLong},
		"an unknown file":  {func(e *audit.Entry) { e.Directed, e.Reason = "T-900", "x" }, "directed", audit.ErrUnknownMember},
		"without a reason": {func(e *audit.Entry) { e.Directed = "T-100" }, "reason", hours.ErrMissing},
		"a long reason":    {func(e *audit.Entry) { e.Reason = strings.Repeat("x", 2001) }, "reason", hours.ErrTooLong},
	} {
		e := first()
		c.change(&e)
		for _, try := range []func() error{
			func() error { _, err := d.Preview(t.Context(), staff, e); return err },
			func() error { _, err := d.Make(t.Context(), staff, "w1", e); return err },
		} {
			var wrong hours.FieldErrors
			require.ErrorAs(t, try(), &wrong, name)
			require.ErrorIs(t, wrong.Of(c.field), c.want, name)
		}
	}
	all, err := d.Draws(t.Context(), staff)
	require.NoError(t, err)
	require.Empty(t, all)
	// A preview says how many, and not who.
	plan, err := d.Preview(t.Context(), staff, first())
	require.NoError(t, err)
	require.Equal(t, []int{5, 2, 0}, []int{plan.Population, plan.Number, plan.Excluded})
	require.Empty(t, plan.Directed)
}

// failing is a store that breaks when a member's part is written.
type failing struct {
	audit.Store
	after *int
}

var errBroken = errors.New("broken")

func (f failing) ChangeSelection(ctx context.Context, key hours.Key, fn func(audit.Selection) (audit.Selection, hours.Telling, error)) (audit.Selection, error) {
	if *f.after--; *f.after < 0 {
		return audit.Selection{}, errBroken
	}
	return f.Store.ChangeSelection(ctx, key, fn)
}

// A crash anywhere in a draw is finished by making it again, or by the sweep; nobody
// is told twice.
func TestADrawThatBreaksIsFinished(t *testing.T) {
	for name, finish := range map[string]func(*testing.T, *desk){
		"made again": func(t *testing.T, d *desk) { d.draw(t, "w1", audit.Entry{}) },
		"the sweep":  func(t *testing.T, d *desk) { require.NoError(t, d.Advance(t.Context(), "otpq")) },
	} {
		for breaks := range 3 {
			d := open(t)
			e := first()
			e.Size = "3"
			sound := d.Store
			left := breaks
			d.Store = failing{sound, &left}
			_, err := d.Make(t.Context(), staff, "w1", e)
			require.ErrorIs(t, err, errBroken, name)
			d.Store = sound
			finish(t, d)
			w, err := d.Draw(t.Context(), staff, "w1")
			require.NoError(t, err)
			require.Equal(t, "T-500 T-400 T-300", numbers(w))
			require.False(t, w.Told.IsZero())
			for _, m := range []identity.MemberID{"m-5", "m-4", "m-3"} {
				require.Len(t, d.acts(t, m), 1)
				require.Len(t, d.letters(t, m), 1)
			}
		}
	}
}

func (d *desk) ask(t *testing.T, r audit.Request) []hours.Declaration {
	t.Helper()
	all, err := d.Ask(t.Context(), staff, "m-5", r)
	require.NoError(t, err)
	return all
}

func TestEvidenceFromTheRequestToTheDecision(t *testing.T) {
	ctx, d := t.Context(), open(t)
	m5 := identity.Actor{Org: "otpq", Account: "a-5", Member: "m-5", Name: "M. Cinq", Roles: []identity.Role{identity.RoleMember}}
	d.counts(t, "m-5", "d1", "2023-05-02")
	d.counts(t, "m-5", "d2", "2023-06-02")
	d.counts(t, "m-5", "d3", "2025-05-02") // after the span
	d.draw(t, "w1", first())
	asked := d.ask(t, audit.Request{Draw: "w1", Note: "Attestations, s’il vous plaît"})
	require.Len(t, asked, 2)
	// 30 days from 25 November 2026 is 25 December, a holiday, and so the 26th.
	require.Equal(t, day("2026-12-26"), asked[0].Evidence.Last)
	require.Equal(t, []string{"audit-selected", "audit-asked"}, d.letters(t, "m-5"), "one letter for both")
	_, err := d.Ask(ctx, staff, "m-5", audit.Request{Draw: "w1"})
	require.ErrorIs(t, err, audit.ErrNothingToAsk)
	require.Equal(t, asked, d.ask(t, audit.Request{Draw: "w1", Declarations: []string{"d1", "d2"}}), "asked already")

	one := asked[0]
	with, err := d.Attach(ctx, m5, "m-5", "d1", one.Version, `C:\docs\attestation.pdf`, strings.NewReader(pdf))
	require.NoError(t, err)
	require.Equal(t, "attestation.pdf", with.Evidence.Documents[0].Name)
	document := with.Evidence.Documents[0].ID
	_, _, err = d.Open(ctx, staff, "m-5", "d1", document)
	require.ErrorIs(t, err, hours.ErrNotFound, "what is not sent is the member's alone")
	for range 2 {
		sent, err := d.Send(ctx, m5, "m-5", "d1", with.Version)
		require.NoError(t, err)
		one = sent
	}
	require.Equal(t, hours.EvidenceReceived, one.Evidenced())
	known, content, err := d.Open(ctx, staff, "m-5", "d1", document)
	require.NoError(t, err)
	bytes, err := io.ReadAll(content)
	require.NoError(t, err)
	require.NoError(t, content.Close())
	require.Equal(t, pdf, string(bytes))
	require.Equal(t, "application/pdf", known.Type)

	for range 2 {
		_, err = d.Disallow(ctx, staff, "m-5", "d1", one.Version, h("1"), "Une seule heure attestée")
		require.NoError(t, err)
	}
	acts := d.acts(t, "m-5")
	last := acts[len(acts)-1]
	require.Equal(t, []hours.ActKind{hours.AuditSelected, hours.AuditAsked, hours.AuditAsked, hours.AuditReceived, hours.AuditDisallowed}, kinds(acts))
	require.Equal(t, []string{"2.5", "1", "7.5", "6"}, []string{
		last.Before.Item.String(), last.After.Item.String(), last.Before.Counted.Plus(h("2.5")).String(), last.After.Counted.Plus(h("2.5")).String(),
	}, "two declarations are of the period")
	require.Equal(t, "Une seule heure attestée", last.Reason)
	require.ElementsMatch(t, []string{"audit-selected", "audit-asked", "audit-decided"}, d.letters(t, "m-5"))

	_, err = d.Accept(ctx, staff, "m-5", "d2", asked[1].Version, "Original vu")
	require.NoError(t, err)
	progress, err := d.Progress(ctx, staff, mustDraw(t, d))
	require.NoError(t, err)
	require.Equal(t, []int{2, 0, 0, 0, 1, 1}, []int{progress[0].Asked, progress[0].Waiting, progress[0].Overdue, progress[0].Received, progress[0].Accepted, progress[0].Disallowed})
	require.True(t, progress[0].Failed())
	require.True(t, progress[0].Over())
	require.Equal(t, "1.5", progress[0].Hours.String())
	require.False(t, progress[1].Over())
}

func mustDraw(t *testing.T, d *desk) audit.Draw {
	t.Helper()
	w, err := d.Draw(t.Context(), staff, "w1")
	require.NoError(t, err)
	return w
}

func TestTheLastDayIsTheRegulationsOrLater(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.counts(t, "m-5", "d1", "2023-05-02")
	for text, want := range map[string]error{"2026-12-25": hours.ErrTooSoon, "2026-11-25": hours.ErrTooSoon, "2020-01-01": hours.ErrTooSoon} {
		_, err := d.Ask(ctx, staff, "m-5", audit.Request{Last: day(text)})
		var wrong hours.FieldErrors
		require.ErrorAs(t, err, &wrong, text)
		require.ErrorIs(t, wrong.Of("last"), want, text)
	}
	// 1 January is a holiday.
	require.Equal(t, day("2027-01-02"), d.ask(t, audit.Request{Last: day("2027-01-01")})[0].Evidence.Last)
	require.Empty(t, d.ask(t, audit.Request{Declarations: []string{"d1"}})[0].Evidence.Draw)

	// No text says: staff set the day.
	silent := d.Ledger.Regulations["qc-otpq"]
	silent.Versions = append([]hours.Version{}, silent.Versions...)
	for i := range silent.Versions {
		silent.Versions[i].Evidence, silent.Versions[i].Audit = nil, nil
	}
	d.Ledger.Regulations = map[string]hours.Regulation{"qc-otpq": silent}
	d.counts(t, "m-5", "d2", "2023-05-02")
	_, err := d.Ask(ctx, staff, "m-5", audit.Request{})
	require.ErrorIs(t, err, hours.ErrMissing)
	require.Equal(t, day("2026-11-26"), d.ask(t, audit.Request{Last: day("2026-11-26")})[0].Evidence.Last)
	_, err = d.Preview(ctx, staff, audit.Entry{First: first().First, Last: first().Last})
	require.ErrorIs(t, err, hours.ErrMissing, "nor how many")
}

// The second notice of the insurance representatives (CSF, 2011 to 2013, s. 17): 20
// days, then 20 more after a second notice, then the units are void.
func TestASecondNotice(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.counts(t, "m-5", "d1", "2023-05-02")
	law := d.Ledger.Regulations["qc-otpq"]
	law.Versions = append([]hours.Version{}, law.Versions...)
	for i := range law.Versions {
		twenty := hours.Term{Delay: hours.Delay{Days: 20}}
		law.Versions[i].Evidence = &hours.EvidenceRule{Produce: twenty, Second: twenty, Unproduced: hours.Void}
	}
	asked := d.ask(t, audit.Request{})[0]
	_, err := d.AskAgain(ctx, staff, "m-5", "d1", asked.Version, cycle.Date{}, "")
	require.ErrorIs(t, err, hours.ErrTransition, "the first one has not run out")
	d.at = time.Date(2026, 12, 27, 5, 0, 0, 0, time.UTC)
	_, err = d.AskAgain(ctx, staff, "m-5", "d1", asked.Version, cycle.Date{}, "")
	require.ErrorIs(t, err, hours.ErrNoSecondNotice)

	d.Ledger.Regulations = map[string]hours.Regulation{"qc-otpq": law}
	late, err := d.Ledger.Declaration(ctx, staff, "m-5", "d1")
	require.NoError(t, err)
	require.Equal(t, hours.EvidenceOverdue, late.Evidenced(), "written by the command that was refused")
	again, err := d.AskAgain(ctx, staff, "m-5", "d1", late.Version, cycle.Date{}, "Dernier avis")
	require.NoError(t, err)
	require.Equal(t, day("2027-01-16"), again.Evidence.Last)
	d.at = time.Date(2027, 1, 17, 5, 0, 0, 0, time.UTC)
	require.NoError(t, d.Advance(ctx, "otpq"))
	void, err := d.Ledger.Declaration(ctx, staff, "m-5", "d1")
	require.NoError(t, err)
	require.Equal(t, hours.EvidenceExpired, void.Evidenced())
	none, err := d.Disallow(ctx, staff, "m-5", "d1", void.Version, hours.Hours{}, "Art. 17")
	require.NoError(t, err)
	require.Equal(t, hours.Refused, none.State)
	require.Equal(t, []string{"audit-asked", "audit-overdue", "audit-asked-again", "audit-overdue", "audit-decided"}, d.letters(t, "m-5"))
}

func TestTimeAloneIsAppliedOnceAndDatedWhenItFellDue(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.counts(t, "m-5", "d1", "2023-05-02")
	d.counts(t, "m-5", "d2", "2023-06-02")
	d.ask(t, audit.Request{})
	d.at = time.Date(2026, 12, 27, 4, 59, 59, 0, time.UTC)
	require.NoError(t, d.Advance(ctx, "otpq"))
	require.Len(t, d.acts(t, "m-5"), 2, "the last second of the 26th in Québec")
	d.at = time.Date(2027, 1, 3, 12, 0, 0, 0, time.UTC)
	dossier, err := d.Dossier(ctx, staff, "m-5")
	require.NoError(t, err)
	require.Equal(t, hours.EvidenceOverdue, dossier.Items[0].Evidenced(), "pages say so before anything is written")
	for range 2 {
		require.NoError(t, d.Advance(ctx, "otpq"))
	}
	acts := d.acts(t, "m-5")
	require.Equal(t, []hours.ActKind{hours.AuditAsked, hours.AuditAsked, hours.AuditOverdue, hours.AuditOverdue}, kinds(acts))
	require.Equal(t, time.Date(2026, 12, 27, 5, 0, 0, 0, time.UTC), acts[2].At)
	require.Equal(t, []any{identity.AccountID(""), ""}, []any{acts[2].Account, acts[2].By})
	require.Equal(t, []string{"audit-asked", "audit-overdue"}, d.letters(t, "m-5"), "one letter for both")
}

func TestDocumentsAreDeletedAfterTheirTimeAndWhatIsKnownOfThemStays(t *testing.T) {
	ctx, d := t.Context(), open(t)
	m5 := identity.Actor{Org: "otpq", Member: "m-5", Name: "M. Cinq", Roles: []identity.Role{identity.RoleMember}}
	d.counts(t, "m-5", "d1", "2023-05-02")
	one := d.ask(t, audit.Request{})[0]
	one, err := d.Attach(ctx, m5, "m-5", "d1", one.Version, "a.pdf", strings.NewReader(pdf))
	require.NoError(t, err)
	one, err = d.Send(ctx, m5, "m-5", "d1", one.Version)
	require.NoError(t, err)
	// The period ends on 31 March 2025: kept until 31 March 2030.
	d.at = time.Date(2030, 4, 1, 4, 0, 0, 0, time.UTC)
	require.NoError(t, d.Advance(ctx, "otpq"))
	require.Equal(t, 1, d.documents.Len(), "never while the audit is open")
	one, err = d.Accept(ctx, staff, "m-5", "d1", one.Version, "")
	require.NoError(t, err)
	require.NoError(t, d.Advance(ctx, "otpq"))
	require.Equal(t, 0, d.documents.Len())
	gone, err := d.Ledger.Declaration(ctx, staff, "m-5", "d1")
	require.NoError(t, err)
	require.Equal(t, one.Evidence.Documents, gone.Evidence.Documents)
	require.Equal(t, hours.EvidenceAccepted, gone.Evidenced())
	_, _, err = d.Open(ctx, m5, "m-5", "d1", one.Evidence.Documents[0].ID)
	require.ErrorIs(t, err, hours.ErrNotFound)
	acts := d.acts(t, "m-5")
	require.Equal(t, hours.AuditErased, acts[len(acts)-1].Kind)
	require.NoError(t, d.Advance(ctx, "otpq"))
	require.Len(t, d.acts(t, "m-5"), len(acts))
}

func TestWhoMayDoWhat(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.counts(t, "m-1", "d1", "2023-05-02")
	d.counts(t, "m-2", "d1", "2023-05-02")
	asked, err := d.Ask(ctx, staff, "m-1", audit.Request{})
	require.NoError(t, err)
	version := asked[0].Version
	for name, c := range map[string]struct {
		actor identity.Actor
		want  error
	}{
		"another member": {noah, identity.ErrNotFound}, "another organisation": {other, identity.ErrNotFound}, "nobody": {identity.Actor{}, identity.ErrNotFound},
	} {
		for what, try := range commands(d, c.actor, "m-1", version) {
			err := try(ctx)
			if what == "draws" || what == "make" {
				require.True(t, errors.Is(err, identity.ErrForbidden) || name == "another organisation", what)
				continue
			}
			require.True(t, errors.Is(err, c.want) || errors.Is(err, hours.ErrNotFound) || elsewhere(name) && errors.Is(err, identity.ErrForbidden), name+" "+what)
		}
	}
	for _, what := range []string{"ask", "accept", "disallow", "again", "draws", "make"} {
		require.ErrorIs(t, commands(d, emma, "m-1", version)[what](ctx), identity.ErrForbidden, what)
	}
	for _, what := range []string{"attach", "detach", "send"} {
		require.ErrorIs(t, commands(d, staff, "m-1", version)[what](ctx), identity.ErrForbidden, what)
	}
	// Nobody decides on their own file: the member of staff is m-2.
	for _, what := range []string{"ask", "accept", "disallow", "again"} {
		require.ErrorIs(t, commands(d, staff, "m-2", 1)[what](ctx), identity.ErrForbidden, what)
	}
	kept, err := d.Ledger.Declaration(ctx, staff, "m-1", "d1")
	require.NoError(t, err)
	require.Equal(t, asked[0], kept)
}

// elsewhere reports the staff of another organisation, who are told that they write in no
// file before anybody looks whether there is one.
func elsewhere(name string) bool { return name == "another organisation" }

func commands(d *desk, actor identity.Actor, member identity.MemberID, version int64) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"draws":   func(ctx context.Context) error { _, err := d.Draws(ctx, actor); return err },
		"make":    func(ctx context.Context) error { _, err := d.Make(ctx, actor, "w9", first()); return err },
		"dossier": func(ctx context.Context) error { _, err := d.Dossier(ctx, actor, member); return err },
		"ask":     func(ctx context.Context) error { _, err := d.Ask(ctx, actor, member, audit.Request{}); return err },
		"again": func(ctx context.Context) error {
			_, err := d.AskAgain(ctx, actor, member, "d1", version, cycle.Date{}, "")
			return err
		},
		"accept": func(ctx context.Context) error {
			_, err := d.Accept(ctx, actor, member, "d1", version, "vu")
			return err
		},
		"disallow": func(ctx context.Context) error {
			_, err := d.Disallow(ctx, actor, member, "d1", version, h("1"), "non")
			return err
		},
		"attach": func(ctx context.Context) error {
			_, err := d.Attach(ctx, actor, member, "d1", version, "a.pdf", strings.NewReader(pdf))
			return err
		},
		"detach": func(ctx context.Context) error {
			_, err := d.Detach(ctx, actor, member, "d1", version, "x")
			return err
		},
		"send": func(ctx context.Context) error { _, err := d.Send(ctx, actor, member, "d1", version); return err },
		"open": func(ctx context.Context) error { _, _, err := d.Open(ctx, actor, member, "d1", "x"); return err },
	}
}

func TestARefusedDocumentLeavesNothing(t *testing.T) {
	ctx, d := t.Context(), open(t)
	d.counts(t, "m-1", "d1", "2023-05-02")
	asked, err := d.Ask(ctx, staff, "m-1", audit.Request{})
	require.NoError(t, err)
	for name, c := range map[string]struct {
		file, content string
		want          error
	}{
		"empty": {"a.pdf", "", hours.ErrDocumentEmpty}, "a text": {"a.txt", "bonjour", hours.ErrDocumentType},
		"disguised": {"a.png", pdf, hours.ErrDocumentDisguised},
	} {
		_, err := d.Attach(ctx, emma, "m-1", "d1", asked[0].Version, c.file, strings.NewReader(c.content))
		require.ErrorIs(t, err, c.want, name)
	}
	_, err = d.Attach(ctx, emma, "m-1", "d1", asked[0].Version+1, "a.pdf", strings.NewReader(pdf))
	require.ErrorIs(t, err, hours.ErrStale)
	_, err = d.Attach(ctx, emma, "m-1", "d9", 1, "a.pdf", strings.NewReader(pdf))
	require.ErrorIs(t, err, hours.ErrNotFound)
	require.Equal(t, 0, d.documents.Len())
	with, err := d.Attach(ctx, emma, "m-1", "d1", asked[0].Version, "a.pdf", strings.NewReader(pdf))
	require.NoError(t, err)
	require.Equal(t, 1, d.documents.Len())
	without, err := d.Detach(ctx, emma, "m-1", "d1", with.Version, with.Evidence.Documents[0].ID)
	require.NoError(t, err)
	require.Equal(t, 0, d.documents.Len())
	_, err = d.Send(ctx, emma, "m-1", "d1", without.Version)
	require.ErrorIs(t, err, hours.ErrNoEvidence)
	require.Len(t, d.acts(t, "m-1"), 1, "what is not sent is not told")
}
