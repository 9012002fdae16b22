package privacy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// desk is a Registrar over a store in memory, with a clock that a test sets.
type desk struct {
	*privacy.Registrar
	store *memory.Store
	now   time.Time
}

// The people of the order. Dora is in charge, and is a member too.
var (
	ana   = identity.Actor{Org: "otpq", Account: "ana", Member: "m-ana", Roles: []identity.Role{identity.RoleMember}}
	ben   = identity.Actor{Org: "otpq", Account: "ben", Member: "m-ben", Roles: []identity.Role{identity.RoleMember}}
	carl  = identity.Actor{Org: "otpq", Account: "carl", Roles: []identity.Role{identity.RoleUser}}
	dora  = identity.Actor{Org: "otpq", Account: "dora", Member: "m-dora", Roles: []identity.Role{identity.RolePrivacyOfficer, identity.RoleMember}}
	staff = identity.Actor{Org: "otpq", Account: "staff", Roles: []identity.Role{identity.RoleStaff}}
	other = identity.Actor{Org: "elsewhere", Account: "x", Roles: []identity.Role{identity.RolePrivacyOfficer}}
)

// opened opens the desk on Monday 2 February 2026, at noon in Montréal.
func opened(t *testing.T) *desk {
	t.Helper()
	d := &desk{store: memory.New(), now: noon}
	for _, org := range []identity.OrganisationID{"otpq", "elsewhere"} {
		_, err := d.store.Identity().ChangeOrganisation(t.Context(), org, func(o identity.Organisation) (identity.Organisation, error) {
			o.ID, o.Holidays = org, "qc"
			return o, nil
		})
		require.NoError(t, err)
	}
	for _, a := range []identity.Actor{ana, ben, carl, dora} {
		_, err := d.store.Identity().ChangeAccount(t.Context(), a.Org, a.Account, func(x identity.Account) (identity.Account, []identity.Message, error) {
			x.Org, x.ID, x.Login, x.Member, x.Roles, x.Email = a.Org, a.Account, string(a.Account), a.Member, a.Roles, string(a.Account)+"@example.org"
			return x, nil, nil
		})
		require.NoError(t, err)
		if a.Member == "" {
			continue
		}
		_, err = d.store.Identity().ChangeMember(t.Context(), a.Org, a.Member, func(m identity.Member) (identity.Member, error) {
			m.Org, m.ID, m.First, m.Last, m.Email = a.Org, a.Member, "Nom", "De "+string(a.Account), string(a.Account)+"@example.org"
			return m, nil
		})
		require.NoError(t, err)
	}
	with := rules(t)
	d.Registrar = &privacy.Registrar{
		Store: d.store.Privacy(), People: d.store.Identity(), Law: with.Law, Inventory: with.Inventory,
		Holidays: map[string]cycle.Holidays{"qc": with.Holidays}, Now: func() time.Time { return d.now },
	}
	return d
}

// on sets the clock to noon of a day.
func (d *desk) on(s string) {
	y, m, dd := day(s).YMD()
	d.now = time.Date(y, time.Month(m), dd, 17, 0, 0, 0, time.UTC)
}

func (d *desk) letters(t *testing.T, person privacy.PersonID) []identity.Message {
	t.Helper()
	all, err := d.store.Outbox().MessagesTo(t.Context(), "otpq", identity.MemberID(person), 99)
	require.NoError(t, err)
	return all
}

func kinds(all []identity.Message) map[identity.MessageKind]int {
	count := map[identity.MessageKind]int{}
	for _, m := range all {
		count[m.Kind]++
	}
	return count
}

func TestV16_WhoIsSignedInAsksAndIsTold(t *testing.T) {
	d := opened(t)
	r, err := d.Ask(t.Context(), ana, privacy.Asking{ID: "r-1", Kind: privacy.Access, Quality: privacy.Oneself, Scope: []privacy.HoldingID{rollName, newsletter}})
	require.NoError(t, err)
	require.Equal(t, privacy.ProofSession, r.Proof, "the session says who asks")
	require.Equal(t, day("2026-02-02"), r.Received)
	require.Len(t, r.Legs, 2)
	require.Equal(t, day("2026-02-23"), r.Due(), "20 days under A-2.1, and the 22nd is a Sunday")

	again, err := d.Ask(t.Context(), ana, privacy.Asking{ID: "r-1", Kind: privacy.Complaint, Quality: privacy.Oneself, Asked: "autre"})
	require.NoError(t, err)
	require.Equal(t, r, again, "a page sent twice asks once")
	sent := d.letters(t, "m-ana")
	require.Equal(t, map[identity.MessageKind]int{identity.PrivacyReceived: 1, identity.PrivacyNew: 1}, kinds(sent))
	for _, m := range sent {
		require.Equal(t, "2026-02-23", m.Values["lastDay"])
		if m.Kind == identity.PrivacyNew {
			require.Equal(t, d.Inventory.Officer.Email, m.To)
			require.NotContains(t, m.Values["name"], "ana", "it names nobody")
		}
	}
}

func TestV16_NobodySeesTheRequestsOfOthers(t *testing.T) {
	d := opened(t)
	r, err := d.Ask(t.Context(), ana, privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Asked: "tout"})
	require.NoError(t, err)
	for _, a := range []identity.Actor{ben, carl, staff, other, {}} {
		_, err := d.Request(t.Context(), a, r.Person, r.ID)
		require.ErrorIs(t, err, privacy.ErrNotFound)
		all, err := d.Requests(t.Context(), a, r.Person)
		require.Empty(t, all)
		if a.Org != other.Org {
			require.ErrorIs(t, err, privacy.ErrNotFound)
		}
		_, err = d.Do(t.Context(), a, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Withdraw})
		require.ErrorIs(t, err, privacy.ErrNotFound)
	}
	for _, a := range []identity.Actor{ana, ben, staff, {}} {
		_, err := d.Asked(t.Context(), a, false)
		require.ErrorIs(t, err, privacy.ErrForbidden)
	}
	seen, err := d.Asked(t.Context(), dora, false)
	require.NoError(t, err)
	require.Equal(t, []privacy.Request{r}, seen)
}

func TestV16_WhatIsThePersonsToDoAndWhatIsNot(t *testing.T) {
	d := opened(t)
	r, err := d.Ask(t.Context(), ana, privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Asked: "tout"})
	require.NoError(t, err)
	_, err = d.Do(t.Context(), ana, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Admit})
	require.ErrorIs(t, err, privacy.ErrForbidden)
	_, err = d.Do(t.Context(), dora, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Admit})
	require.ErrorIs(t, err, privacy.ErrImprecise)
	next, err := d.Do(t.Context(), dora, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.AskPrecision})
	require.NoError(t, err)
	_, err = d.Do(t.Context(), ana, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Specify, Scope: []privacy.HoldingID{rollName}})
	require.ErrorIs(t, err, privacy.ErrStale, "of a page that is no longer so")
	next, err = d.Do(t.Context(), ana, r.Person, r.ID, next.Version, privacy.Command{Event: privacy.Specify, Scope: []privacy.HoldingID{rollName}})
	require.NoError(t, err)
	next, err = d.Do(t.Context(), dora, r.Person, r.ID, next.Version, privacy.Command{Event: privacy.Admit})
	require.NoError(t, err)
	d.on("2026-02-20")
	next, err = d.Do(t.Context(), dora, r.Person, r.ID, next.Version, privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct})
	require.NoError(t, err)
	require.True(t, next.Done())
	require.Equal(t, identity.AccountID("dora"), next.Entries[len(next.Entries)-1].Account)
	require.Equal(t, map[identity.MessageKind]int{
		identity.PrivacyReceived: 1, identity.PrivacyNew: 1, identity.PrivacyAsked: 1, identity.PrivacyAnswered: 1,
	}, kinds(d.letters(t, "m-ana")))
	traces, err := d.Traces(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	require.Len(t, traces, 1)
	require.Equal(t, privacy.Replied, traces[0].Did)
	require.NoError(t, d.Attests(t.Context(), ana, traces[0]))
	done, err := d.Asked(t.Context(), dora, true)
	require.NoError(t, err)
	require.Equal(t, []privacy.Request{next}, done)
}

func TestV16_NobodyDecidesTheirOwnRequest(t *testing.T) {
	d := opened(t)
	r, err := d.Ask(t.Context(), dora, privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Scope: []privacy.HoldingID{rollName}})
	require.NoError(t, err)
	_, err = d.Do(t.Context(), dora, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Admit})
	require.ErrorIs(t, err, privacy.ErrForbidden)
	_, err = d.Do(t.Context(), dora, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Withdraw})
	require.NoError(t, err)
}

func TestV16_WhatCameByLetterIsEnteredWithItsDay(t *testing.T) {
	d := opened(t)
	_, err := d.Enter(t.Context(), ana, "m-ben", privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Asked: "tout"})
	require.ErrorIs(t, err, privacy.ErrForbidden)
	r, err := d.Enter(t.Context(), dora, "m-ben", privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Asked: "tout", Received: day("2026-01-30")})
	require.NoError(t, err)
	require.Equal(t, day("2026-02-19"), r.Due(), "20 days from the day on which it came in")
	require.Empty(t, r.Proof, "a letter does not say by itself who wrote it")
	_, err = d.Enter(t.Context(), dora, "m-nobody", privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Asked: "tout"})
	require.ErrorIs(t, err, privacy.ErrNotFound)
	_, err = d.Enter(t.Context(), dora, "", privacy.Asking{Kind: privacy.Access, Quality: privacy.Heir, Asked: "tout"})
	require.ErrorIs(t, err, privacy.ErrNoContact)
	heir, err := d.Enter(t.Context(), dora, "", privacy.Asking{Kind: privacy.Access, Quality: privacy.Heir, Asked: "tout", From: privacy.Contact{Name: "Rose"}})
	require.NoError(t, err)
	require.NotContains(t, []privacy.PersonID{"", "m-ana", "m-ben"}, heir.Person)
	_, err = d.Do(t.Context(), dora, heir.Person, heir.ID, heir.Version, privacy.Command{Event: privacy.Identify, Proof: "acte de décès et testament, vus"})
	require.NoError(t, err)
	require.Equal(t, map[identity.MessageKind]int{identity.PrivacyNew: 1}, kinds(d.letters(t, heir.Person)), "nobody to write to")
}

func TestV16_WhatIsAskedIsSaid(t *testing.T) {
	d := opened(t)
	for what, c := range map[string]struct {
		privacy.Asking
		want error
	}{
		"nothing":         {privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Asked: "  "}, privacy.ErrNothingAsked},
		"what to rectify": {privacy.Asking{Kind: privacy.Rectify, Quality: privacy.Oneself, Scope: []privacy.HoldingID{rollName}}, privacy.ErrNothingAsked},
		"no kind":         {privacy.Asking{Quality: privacy.Oneself, Asked: "x"}, privacy.ErrUnknownKind},
		"no quality":      {privacy.Asking{Kind: privacy.Access, Asked: "x"}, privacy.ErrUnknownQuality},
		"too long":        {privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Asked: string(make([]rune, privacy.LongestText+1))}, privacy.ErrTooLong},
		"no holding":      {privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Scope: []privacy.HoldingID{"x/y/z"}}, privacy.ErrUnknownHolding},
	} {
		_, err := d.Ask(t.Context(), ana, c.Asking)
		require.ErrorIs(t, err, c.want, what)
	}
	none, err := d.Requests(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	require.Empty(t, none)
}

func TestV17_AComplaintGoesToThePersonInCharge(t *testing.T) {
	d := opened(t)
	r, err := d.Ask(t.Context(), carl, privacy.Asking{Kind: privacy.Complaint, Quality: privacy.Oneself, Asked: "Mon courriel a été montré."})
	require.NoError(t, err)
	require.Equal(t, privacy.PersonID("account.carl"), r.Person, "who has no file complains all the same")
	_, err = d.Do(t.Context(), dora, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Admit})
	require.NoError(t, err, "neither identity nor precision is needed")
}

func TestV7_AConsentIsWithdrawnAfterItsConsequencesWereTold(t *testing.T) {
	d := opened(t)
	choices, err := d.Choices(t.Context(), ana, "m-ana", ana.Roles)
	require.NoError(t, err)
	var letter privacy.Choice
	for _, c := range choices {
		require.NotEqual(t, "roll", c.Purpose.ID, "the order needs it: no choice")
		if c.Purpose.ID == "publications" {
			letter = c
		}
	}
	require.NotEmpty(t, letter.Notice.ID)
	require.False(t, letter.Valid)
	given, err := d.Say(t.Context(), ana, "m-ana", "publications", 0, privacy.Say{
		Event: privacy.Give, Channel: privacy.ByFile, Notice: letter.Notice.ID, NoticeVersion: letter.Notice.Version, Apart: true, Express: true,
	})
	require.NoError(t, err)
	stands, err := d.Consents(t.Context(), "otpq", "m-ana", "publications")
	require.NoError(t, err)
	require.True(t, stands)
	receipt, err := d.Receipt(t.Context(), ana, "m-ana", "publications", identity.French)
	require.NoError(t, err)
	require.Equal(t, letter.Notice.Text.FR, receipt.Notice)

	_, err = d.Say(t.Context(), ana, "m-ana", "publications", given.Version, privacy.Say{Event: privacy.TakeBack, Channel: privacy.ByFile})
	require.ErrorIs(t, err, privacy.ErrNotTold)
	_, err = d.Say(t.Context(), ana, "m-ana", "publications", 0, privacy.Say{Event: privacy.TakeBack, Channel: privacy.ByFile, Told: letter.Warning.Ends})
	require.ErrorIs(t, err, privacy.ErrStale)
	_, err = d.Say(t.Context(), ana, "m-ana", "publications", given.Version, privacy.Say{Event: privacy.TakeBack, Channel: privacy.ByFile, Told: letter.Warning.Ends})
	require.NoError(t, err)
	stands, err = d.Consents(t.Context(), "otpq", "m-ana", "publications")
	require.NoError(t, err)
	require.False(t, stands)
	require.Equal(t, map[identity.MessageKind]int{identity.ConsentChanged: 2}, kinds(d.letters(t, "m-ana")))
}

func TestV6_NobodyConsentsForSomebodyElse(t *testing.T) {
	d := opened(t)
	give := privacy.Say{Event: privacy.Give, Channel: privacy.ByFile, Notice: "publications", NoticeVersion: "1", Apart: true, Express: true}
	for _, a := range []identity.Actor{ben, staff, other} {
		_, err := d.Say(t.Context(), a, "m-ana", "publications", 0, give)
		require.ErrorIs(t, err, privacy.ErrNotFound)
	}
	_, err := d.Say(t.Context(), dora, "m-ana", "publications", 0, give)
	require.ErrorIs(t, err, privacy.ErrForbidden)
	give.Channel = privacy.ByMessage
	_, err = d.Say(t.Context(), ana, "m-ana", "publications", 0, give)
	require.ErrorIs(t, err, privacy.ErrForbidden, "a message is entered by whoever received it")
	c, err := d.Say(t.Context(), dora, "m-ana", "publications", 0, give)
	require.NoError(t, err)
	require.Equal(t, identity.AccountID("dora"), c.Acts[0].Account)
}

func TestV9_ADisclosureIsDecidedFromWhatThePersonSaid(t *testing.T) {
	d := opened(t)
	entry := privacy.Disclosure{Person: "m-ana", ID: "d-1", Holdings: []privacy.HoldingID{newsletter}, To: "Imprimerie", Recipient: "it-partners", Why: "envoi"}
	// That she consents is typed, and not so.
	_, decision, err := d.Disclose(t.Context(), dora, privacy.Case{
		Regime: privacy.PrivateAct, Purpose: "publications", Facts: privacy.Facts{"consent-valid": privacy.Yes, "consent-express": privacy.Yes, "sensitive": privacy.No},
	}, entry)
	require.ErrorIs(t, err, privacy.ErrNotPermitted)
	require.NotEqual(t, privacy.Permitted, decision.Outcome)
	require.NotEmpty(t, decision.Articles)
	_, err = d.Say(t.Context(), ana, "m-ana", "publications", 0, privacy.Say{
		Event: privacy.Give, Channel: privacy.ByFile, Notice: "publications", NoticeVersion: "1", Apart: true, Express: true,
	})
	require.NoError(t, err)
	kept, decision, err := d.Disclose(t.Context(), dora, privacy.Case{Regime: privacy.PrivateAct, Purpose: "publications", Facts: privacy.Facts{"sensitive": privacy.No}}, entry)
	require.NoError(t, err)
	require.Equal(t, privacy.Permitted, decision.Outcome)
	require.Equal(t, decision.Articles, kept.Articles)
	_, _, err = d.Disclose(t.Context(), dora, privacy.Case{Regime: privacy.PrivateAct, Purpose: "publications", Facts: privacy.Facts{"sensitive": privacy.No}}, entry)
	require.NoError(t, err)
	traces, err := d.Traces(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	require.Len(t, traces, 1, "a page sent twice discloses once")
	require.Equal(t, privacy.Disclosed, traces[0].Did)
	require.Equal(t, kept.Articles, traces[0].Articles)
	seen, err := d.Disclosures(t.Context(), ana, "m-ana")
	require.NoError(t, err)
	require.Equal(t, []privacy.Disclosure{kept}, seen, "she reads to whom it went")
	_, err = d.Disclosures(t.Context(), ben, "m-ana")
	require.ErrorIs(t, err, privacy.ErrNotFound)
	_, err = d.Disclosed(t.Context(), staff)
	require.ErrorIs(t, err, privacy.ErrForbidden)
	_, _, err = d.Disclose(t.Context(), dora, privacy.Case{Regime: privacy.PrivateAct}, privacy.Disclosure{Person: "m-dora"})
	require.ErrorIs(t, err, privacy.ErrForbidden, "not about oneself")
}

func TestV14_StaffEnterAnIncidentAndThePersonInChargeAloneGoesOn(t *testing.T) {
	d := opened(t)
	first, err := d.Report(t.Context(), staff, 0, privacy.Incident{ID: "i-1", Circumstances: "une liste envoyée à la mauvaise adresse"})
	require.NoError(t, err)
	require.Equal(t, day("2026-02-02"), first.Known)
	_, err = d.Report(t.Context(), ana, 0, privacy.Incident{ID: "i-2"})
	require.ErrorIs(t, err, privacy.ErrForbidden)
	_, err = d.Report(t.Context(), staff, first.Version, first)
	require.ErrorIs(t, err, privacy.ErrForbidden)
	_, err = d.Incidents(t.Context(), staff)
	require.ErrorIs(t, err, privacy.ErrForbidden)
	first.Cause = "adresse mal tapée"
	next, err := d.Report(t.Context(), dora, first.Version, first)
	require.NoError(t, err)
	require.Equal(t, identity.AccountID("staff"), next.By, "who entered it stays")
	_, err = d.Report(t.Context(), dora, first.Version, first)
	require.ErrorIs(t, err, privacy.ErrStale)
	_, err = d.Report(t.Context(), dora, next.Version, privacy.Incident{ID: "i-1", Known: day("2026-02-03")})
	require.ErrorIs(t, err, privacy.ErrReceived)
}

func TestV12_AnAnonymisationThatIsNotCompleteIsNotApproved(t *testing.T) {
	d := opened(t)
	run, err := d.Describe(t.Context(), dora, 0, privacy.Run{ID: "a-1", Holdings: []privacy.HoldingID{newsletter}, Purpose: "statistiques"})
	require.NoError(t, err)
	_, decisions, err := d.Approve(t.Context(), dora, "a-1", run.Version, privacy.Yes, privacy.Yes)
	require.ErrorIs(t, err, privacy.ErrUseDestruction)
	require.NotEmpty(t, decisions[0].Missing)
	run.Supervisor, run.Stripped, run.Analysed, run.Techniques, run.Measures = "S. Roy", true, day("2026-01-05"), "agrégation", "accès limité"
	run.Final, run.VeryLow, run.Again = day("2026-01-20"), true, day("2027-01-20")
	run, err = d.Describe(t.Context(), dora, run.Version, run)
	require.NoError(t, err)
	approved, decisions, err := d.Approve(t.Context(), dora, "a-1", run.Version, privacy.Yes, privacy.Yes)
	require.NoError(t, err, "%+v", decisions)
	require.Equal(t, day("2026-02-02"), approved.Approved)
	changed, err := d.Describe(t.Context(), dora, approved.Version, approved)
	require.NoError(t, err)
	require.True(t, changed.Approved.IsZero(), "the approval was of something else")
	_, _, err = d.Approve(t.Context(), staff, "a-1", changed.Version, privacy.Yes, privacy.Yes)
	require.ErrorIs(t, err, privacy.ErrForbidden)
}
