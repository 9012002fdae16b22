package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

func privacyTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", privacyNotFound},
		{"WhatIsChangedIsReadBack", privacyReadBack},
		{"RequestsAreFoundByWhetherTheyAreDone", privacyAsked},
		{"ARequestAndItsLettersAreOne", privacyLetters},
		{"PeopleAndOrganisationsAreApart", privacyTenancy},
		{"TwoChangesLoseNothing", privacyConcurrent},
		{"TracesAndTheChainAreReadBack", privacyChain},
		{"DestructionsAreTheOrganisationsOwn", privacyDestructions},
	}
}

// guest has an account and no file.
const guest privacy.PersonID = "account.luc"

func privacyRequest(person privacy.PersonID, id string, second int) privacy.Request {
	return privacy.Request{
		Org: north, Person: person, ID: id, Kind: privacy.Access, Quality: privacy.Oneself, Proof: privacy.ProofSession,
		From: privacy.Contact{Name: strange, Email: "m@example.org", Language: identity.French}, Asked: strange,
		Scope: []privacy.HoldingID{"roll/members/name"}, Received: day("2026-11-02"), Logged: instant(second), State: privacy.Admissible,
		Legs: []privacy.Leg{{
			Regime: privacy.AccessAct, State: privacy.Running, Scope: []privacy.HoldingID{"roll/members/name"}, Clock: "c",
			Due: day("2026-11-23"), Recourse: identity.Text{FR: "Commission", EN: "Commission"},
		}},
		Entries: []privacy.Entry{{Event: privacy.Identify, At: instant(second), State: privacy.Received}},
	}
}

func putPrivacyRequest(t *testing.T, s Stores, r privacy.Request, letters ...identity.Message) (privacy.Request, error) {
	t.Helper()
	return s.Privacy().ChangeRequest(t.Context(), r.Org, r.Person, r.ID, func(before privacy.Request) (privacy.Request, []identity.Message, error) {
		r.Version = before.Version
		return r, letters, nil
	})
}

func privacyNotFound(t *testing.T, s Stores) {
	ctx := t.Context()
	for _, id := range []string{"nobody", "", "'", strange} {
		_, err := s.Privacy().Request(ctx, north, guest, id)
		require.ErrorIs(t, err, privacy.ErrNotFound)
		_, err = s.Privacy().Incident(ctx, north, id)
		require.ErrorIs(t, err, privacy.ErrNotFound)
		_, err = s.Privacy().Run(ctx, north, id)
		require.ErrorIs(t, err, privacy.ErrNotFound)
		c, err := s.Privacy().Consent(ctx, north, guest, id)
		require.NoError(t, err)
		require.Equal(t, privacy.Consent{Org: north, Person: guest, Purpose: id}, c)
	}
	all, err := s.Privacy().Asked(ctx, north, false)
	require.NoError(t, err)
	require.NotNil(t, all)
	require.Empty(t, all)
}

func privacyReadBack(t *testing.T, s Stores) {
	ctx := t.Context()
	want := privacyRequest(guest, "r-1", 1)
	written, err := putPrivacyRequest(t, s, want)
	require.NoError(t, err)
	want.Version = 1
	require.Equal(t, want, written)
	read, err := s.Privacy().Request(ctx, north, guest, "r-1")
	require.NoError(t, err)
	require.Equal(t, want, read)

	consent, err := s.Privacy().ChangeConsent(ctx, north, guest, "publications", func(c privacy.Consent) (privacy.Consent, []identity.Message, error) {
		c.State = privacy.Given
		c.Acts = append(c.Acts, privacy.ConsentAct{Event: privacy.Give, Day: day("2026-11-02"), At: instant(1), Channel: privacy.ByFile, Told: identity.Text{}, State: privacy.Given})
		return c, nil, nil
	})
	require.NoError(t, err)
	require.EqualValues(t, 1, consent.Version)
	consents, err := s.Privacy().Consents(ctx, north, guest)
	require.NoError(t, err)
	require.Equal(t, []privacy.Consent{consent}, consents)

	gone, err := s.Privacy().ChangeDisclosure(ctx, north, guest, "d-1", func(d privacy.Disclosure) (privacy.Disclosure, []identity.Message, error) {
		d.Holdings, d.To, d.At, d.Day = []privacy.HoldingID{"roll/members/name"}, strange, instant(2), day("2026-11-03")
		return d, nil, nil
	})
	require.NoError(t, err)
	for _, list := range []func() ([]privacy.Disclosure, error){
		func() ([]privacy.Disclosure, error) { return s.Privacy().Disclosures(ctx, north, guest) },
		func() ([]privacy.Disclosure, error) { return s.Privacy().Disclosed(ctx, north) },
	} {
		all, err := list()
		require.NoError(t, err)
		require.Equal(t, []privacy.Disclosure{gone}, all)
	}

	persons := 12
	incident, err := s.Privacy().ChangeIncident(ctx, north, "i-1", func(i privacy.Incident) (privacy.Incident, []identity.Message, error) {
		i.Circumstances, i.Known, i.Persons, i.Assessment.Serious = strange, day("2026-11-02"), &persons, privacy.Yes
		return i, nil, nil
	})
	require.NoError(t, err)
	incidents, err := s.Privacy().Incidents(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []privacy.Incident{incident}, incidents)

	run, err := s.Privacy().ChangeRun(ctx, north, "a-1", func(r privacy.Run) (privacy.Run, []identity.Message, error) {
		r.Purpose, r.Analysed = strange, day("2026-11-02")
		return r, nil, nil
	})
	require.NoError(t, err)
	runs, err := s.Privacy().Runs(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []privacy.Run{run}, runs)
}

func privacyAsked(t *testing.T, s Stores) {
	ctx := t.Context()
	late, early := privacyRequest(guest, "r-1", 9), privacyRequest(privacy.PersonID(marie), "r-2", 3)
	over := privacyRequest(guest, "r-3", 1)
	over.State = privacy.Withdrawn
	for _, r := range []privacy.Request{late, early, over} {
		_, err := putPrivacyRequest(t, s, r)
		require.NoError(t, err)
	}
	ids := func(done bool) (all []string) {
		found, err := s.Privacy().Asked(ctx, north, done)
		require.NoError(t, err)
		for _, r := range found {
			all = append(all, r.ID)
		}
		return all
	}
	require.Equal(t, []string{"r-2", "r-1"}, ids(false))
	require.Equal(t, []string{"r-3"}, ids(true))
	early.Legs[0].State = privacy.Granted
	_, err := putPrivacyRequest(t, s, early)
	require.NoError(t, err)
	require.Equal(t, []string{"r-1"}, ids(false))
	require.Equal(t, []string{"r-3", "r-2"}, ids(true))
}

func privacyLetters(t *testing.T, s Stores) {
	m := message(north, identity.MemberID(guest), "m-1", instant(1))
	_, err := putPrivacyRequest(t, s, privacyRequest(guest, "r-1", 1), m)
	require.NoError(t, err)
	_, err = putPrivacyRequest(t, s, privacyRequest(guest, "r-2", 1), m)
	require.Error(t, err, "the letter is taken")
	_, err = s.Privacy().Request(t.Context(), north, guest, "r-2")
	require.ErrorIs(t, err, privacy.ErrNotFound)
	posted, err := s.Outbox().MessagesTo(t.Context(), north, identity.MemberID(guest), 9)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{m}, posted)
}

func privacyTenancy(t *testing.T, s Stores) {
	_, err := putPrivacyRequest(t, s, privacyRequest(guest, "r-1", 1))
	require.NoError(t, err)
	for _, other := range []struct {
		org    identity.OrganisationID
		person privacy.PersonID
	}{{south, guest}, {north, privacy.PersonID(marie)}} {
		_, err := s.Privacy().Request(t.Context(), other.org, other.person, "r-1")
		require.ErrorIs(t, err, privacy.ErrNotFound)
		all, err := s.Privacy().Requests(t.Context(), other.org, other.person)
		require.NoError(t, err)
		require.Empty(t, all)
	}
	all, err := s.Privacy().Asked(t.Context(), south, false)
	require.NoError(t, err)
	require.Empty(t, all)
}

func privacyConcurrent(t *testing.T, s Stores) {
	require.NoError(t, together(4, 5, func(i, j int) error {
		_, err := s.Privacy().ChangeConsent(t.Context(), north, guest, "publications", func(c privacy.Consent) (privacy.Consent, []identity.Message, error) {
			c.Acts = append(c.Acts, privacy.ConsentAct{Event: privacy.Give, At: instant(10*i + j), State: privacy.Given})
			return c, nil, nil
		})
		return err
	}))
	c, err := s.Privacy().Consent(t.Context(), north, guest, "publications")
	require.NoError(t, err)
	require.Len(t, c.Acts, 20)
	require.EqualValues(t, 20, c.Version)
}

func privacyChain(t *testing.T, s Stores) {
	ctx := t.Context()
	none, err := s.Privacy().Chain(ctx, north)
	require.NoError(t, err)
	require.Equal(t, privacy.Chain{Org: north}, none)
	_, err = s.Privacy().Leaf(ctx, north, 0)
	require.ErrorIs(t, err, privacy.ErrNotFound)

	trace, err := s.Privacy().ChangeTrace(ctx, north, guest, "t-1", func(t privacy.Trace) (privacy.Trace, []identity.Message, error) {
		t.At, t.Account, t.Roles, t.Did, t.What, t.Nonce = instant(1), "staff", []identity.Role{identity.RoleStaff}, privacy.Looked, privacy.SightFile, strange
		return t, nil, nil
	})
	require.NoError(t, err)
	require.Equal(t, guest, trace.Person)
	all, err := s.Privacy().Traces(ctx, north, guest)
	require.NoError(t, err)
	require.Equal(t, []privacy.Trace{trace}, all)

	// A chain is read back as it hashes, over more than ten leaves.
	c := none
	for n := range 11 {
		for range privacy.LeafLinks {
			c, _ = c.Append(privacy.Link{At: instant(n), Account: "staff", Did: privacy.Looked, Articles: []privacy.ArticleID{"p-39.1:20"}, Commitment: trace.Commitment()})
		}
		leaf := c.Leaf()
		_, err := s.Privacy().ChangeLeaf(ctx, north, leaf.Number, func(privacy.Leaf) (privacy.Leaf, []identity.Message, error) { return leaf, nil, nil })
		require.NoError(t, err)
		c = c.Turned()
	}
	c, _ = c.Append(privacy.Link{At: instant(99), Account: "staff", Did: privacy.Erased})
	_, err = s.Privacy().ChangeChain(ctx, north, func(privacy.Chain) (privacy.Chain, []identity.Message, error) { return c, nil, nil })
	require.NoError(t, err)
	base := ""
	for n := range int64(11) {
		leaf, err := s.Privacy().Leaf(ctx, north, n)
		require.NoError(t, err)
		base, err = leaf.Follow(n, base)
		require.NoError(t, err)
	}
	head, err := s.Privacy().Chain(ctx, north)
	require.NoError(t, err)
	_, err = head.Follow(11, base)
	require.NoError(t, err)
}

func privacyDestructions(t *testing.T, s Stores) {
	ctx, p := t.Context(), s.Privacy()
	_, err := p.Destruction(ctx, north, "x")
	require.ErrorIs(t, err, privacy.ErrNotFound)
	none, err := p.Destructions(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []privacy.Destruction{}, none)
	want := privacy.Destruction{
		Org: north, ID: "x", Person: guest, State: privacy.Approved, Digest: "0f", Day: day("2026-02-02"), Irrecoverable: day("2026-03-09"),
		Findings: privacy.Findings{Purposes: []privacy.Achieved{{Purpose: "roll", Is: privacy.Yes, On: day("2026-01-31")}}, Legal: privacy.No},
		Lines: []privacy.Line{{
			Verdict: privacy.Verdict{Record: "accounts/luc", Action: privacy.Keep, Reasons: []string{"decision"}, Articles: []privacy.ArticleID{"p-39.1:11"}, Until: day("2027-02-02")},
			Kind:    "account", Purposes: []string{"inquiries"}, Erase: privacy.Delete,
		}},
		Planned: instant(1), PlannedBy: "dora", Approved: instant(2), ApprovedBy: "dora",
	}
	for n := range 2 {
		want.Version = int64(n + 1)
		kept, err := p.ChangeDestruction(ctx, north, "x", func(d privacy.Destruction) (privacy.Destruction, error) {
			version := d.Version
			d = want
			d.Version = version
			return d, nil
		})
		require.NoError(t, err)
		require.Equal(t, want, kept)
	}
	all, err := p.Destructions(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []privacy.Destruction{want}, all)
	_, err = p.Destruction(ctx, south, "x")
	require.ErrorIs(t, err, privacy.ErrNotFound)
	// What is about a person is not the proof that it was destroyed.
	_, held := pieces(t, s, guest)
	require.Empty(t, held)
}
