package certificate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// The people in front of the desk.
var (
	emma  = identity.Actor{Org: "otpq", Account: "a-1", Member: "m-1", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	luc   = identity.Actor{Org: "otpq", Account: "a-2", Member: "m-2", Name: "Luc Roy", Roles: []identity.Role{identity.RoleMember}}
	staff = identity.Actor{Org: "otpq", Account: "a-3", Member: "m-3", Name: "Anne Côté", Roles: []identity.Role{identity.RoleStaff}}
	// elsewhere are the staff of another organisation that has a member m-1 too.
	elsewhere = identity.Actor{Org: "oiq", Account: "a-4", Name: "Jean", Roles: []identity.Role{identity.RoleStaff}}
)

func day(text string) cycle.Date { return cycle.MustDate(text) }

// house is a registry over a ledger, both over one store in memory, and a clock that
// the test moves: 3 February 2026, in the first year of the period 2025-2028.
type house struct {
	*certificate.Registry
	store *memory.Store
	now   time.Time
}

var regulations = sync.OnceValues(catalogue.Regulations)

func open(t *testing.T) *house {
	t.Helper()
	inUse, err := regulations()
	require.NoError(t, err)
	h := &house{store: memory.New(), now: time.Date(2026, time.February, 3, 17, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return h.now }
	ledger := &hours.Ledger{Store: h.store.Hours(), Roll: h.store.Identity(), Regulations: inUse, Now: clock}
	h.Registry = &certificate.Registry{Store: h.store.Certificate(), Ledger: ledger, Now: clock}
	for _, org := range []identity.OrganisationID{"otpq", "oiq"} {
		_, err := h.store.Identity().ChangeOrganisation(t.Context(), org, func(o identity.Organisation) (identity.Organisation, error) {
			o.Regulation, o.Name, o.Languages = "qc-otpq", identity.Text{FR: "Ordre " + string(org), EN: "Order " + string(org)}, identity.FrenchAndEnglish
			return o, nil
		})
		require.NoError(t, err)
		for _, member := range []identity.MemberID{"m-1", "m-2", "m-3"} {
			h.member(t, org, member, func(m *identity.Member) {
				m.First, m.Last, m.Permit = "Emma", "Gélinas", "T-"+string(member)
				m.Roll = []cycle.Stay{{Span: cycle.Span{From: day("2010-04-01"), To: cycle.Forever}}}
			})
		}
	}
	return h
}

func (h *house) member(t *testing.T, org identity.OrganisationID, member identity.MemberID, change func(*identity.Member)) {
	t.Helper()
	_, err := h.store.Identity().ChangeMember(t.Context(), org, member, func(m identity.Member) (identity.Member, error) {
		change(&m)
		return m, nil
	})
	require.NoError(t, err)
}

// done has hours counted in a category, in the period of their day.
func (h *house) done(t *testing.T, id, category, kind, on, amount string) {
	t.Helper()
	key := hours.Key{Org: "otpq", Member: "m-1", ID: id}
	_, err := h.store.Hours().Change(t.Context(), key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.State, d.Period = hours.Counted, day(on)
		s, err := h.Ledger.Standing(context.Background(), staff, "m-1", day(on))
		if err != nil {
			return d, hours.Telling{}, err
		}
		d.Period = s.Period.From
		d.Activity = hours.Activity{Category: category, Type: kind, First: day(on), Last: day(on), Hours: hours.MustHours(amount)}
		d.Counted = d.Activity.Hours
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
}

func (h *house) issue(t *testing.T, actor identity.Actor, ask certificate.Ask) certificate.Certificate {
	t.Helper()
	c, err := h.Issue(t.Context(), actor, "m-1", ask)
	require.NoError(t, err)
	return c
}

func (h *house) acts(t *testing.T) []hours.Act {
	t.Helper()
	acts, err := h.store.Hours().Acts(t.Context(), "otpq", "m-1")
	require.NoError(t, err)
	return acts
}

// Article 1 asks 30 hours in three years from 1 April; nothing is done of them.
func TestACertificateStatesWhereTheMemberStands(t *testing.T) {
	h := open(t)
	c := h.issue(t, emma, certificate.Ask{})
	require.Equal(t, certificate.Printed{
		Organisation: identity.Text{FR: "Ordre otpq", EN: "Order otpq"}, Name: "Emma Gélinas", Permit: "T-m-1",
		Day: day("2026-02-03"), OnRoll: true, Statement: certificate.UnderWay,
		Period:    cycle.Period{Span: cycle.Span{From: day("2025-04-01"), To: day("2028-04-01")}},
		Remaining: hours.Whole(30), Parts: true, Until: day("2028-03-31"),
	}, c.Printed)
	require.Equal(t, certificate.Figures{Asked: hours.Whole(30), Remaining: hours.Whole(30)}, c.Figures)
	require.Equal(t, certificate.Issued, c.State)
	require.Equal(t, hours.Short, c.Status)
	require.Equal(t, h.now, c.Issued)
	require.Equal(t, identity.French, c.Language)
	all, err := h.Certificates(t.Context(), emma, "m-1", certificate.Query{})
	require.NoError(t, err)
	require.Equal(t, []certificate.Certificate{c}, all)
	one, err := h.Certificate(t.Context(), staff, "m-1", c.Code)
	require.NoError(t, err)
	require.Equal(t, c, one)

	acts := h.acts(t)
	require.Len(t, acts, 1)
	figures := hours.Tally{Remaining: hours.Whole(30)}
	require.Equal(t, hours.Act{
		Org: "otpq", Member: "m-1", Seq: 1, At: h.now, Account: "a-1", By: "Emma Gélinas", Kind: hours.CertificateIssued,
		Of: string(c.Code), Title: identity.Text{FR: c.Code.String(), EN: c.Code.String()}, Period: day("2025-04-01"),
		Before: figures, After: figures,
	}, acts[0])
	require.True(t, acts[0].Kind.OfCertificate())
}

// What is complete is in order, and says nothing of what was done or left.
func TestACompletePeriodIsInOrder(t *testing.T) {
	h := open(t)
	h.done(t, "d1", "structured", "workshop", "2025-05-01", "29")
	h.done(t, "d2", "ethics", "", "2025-05-02", "1")
	c := h.issue(t, emma, certificate.Ask{Language: identity.English})
	require.Equal(t, certificate.InOrder, c.Statement, c.Status)
	require.Equal(t, hours.Hours{}, c.Remaining)
	require.False(t, c.Parts)
	require.Equal(t, cycle.Date{}, c.Until)
	require.Equal(t, identity.English, c.Language)
}

// A period that has ended short was not fulfilled; one before the roll has nothing
// to state.
func TestAPeriodIsChosenByADay(t *testing.T) {
	h := open(t)
	c := h.issue(t, staff, certificate.Ask{Day: day("2024-01-01")})
	require.Equal(t, certificate.NotFulfilled, c.Statement)
	require.Equal(t, day("2022-01-01"), c.Period.From)
	require.Equal(t, hours.Whole(30), c.Remaining)
	require.Equal(t, cycle.Date{}, c.Until)

	h.member(t, "otpq", "m-1", func(m *identity.Member) {
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: day("2025-06-01"), To: day("2026-01-15")}}}
	})
	_, err := h.Issue(t.Context(), emma, "m-1", certificate.Ask{Day: day("2024-01-01")})
	require.ErrorIs(t, err, certificate.ErrNothingToState)
	left := h.issue(t, emma, certificate.Ask{})
	require.False(t, left.OnRoll, "left on 15 January")
	require.True(t, left.Unverified, "how a part of a period is prorated is in no text that was read")
	_, err = h.Issue(t.Context(), emma, "m-1", certificate.Ask{Day: day("1950-01-01")})
	require.ErrorIs(t, err, hours.ErrNoRegulation)
}

// On the last day of the period it still runs; the day after, what waits for the order
// leaves the standing open: it is called neither good nor bad.
func TestTheLastDayOfThePeriodBelongsToIt(t *testing.T) {
	h := open(t)
	h.done(t, "d2", "ethics", "", "2025-05-02", "1")
	h.done(t, "d1", "structured", "workshop", "2025-05-01", "29")
	_, err := h.store.Hours().Change(t.Context(), hours.Key{Org: "otpq", Member: "m-1", ID: "d1"}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.State, d.Counted = hours.Submitted, hours.Hours{}
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
	h.now = time.Date(2028, time.March, 31, 17, 0, 0, 0, time.UTC)
	last := h.issue(t, emma, certificate.Ask{})
	require.Equal(t, hours.OnCourse, last.Status)
	require.Equal(t, certificate.UnderWay, last.Statement)
	require.Equal(t, day("2028-03-31"), last.Until)
	h.now = h.now.Add(24 * time.Hour)
	after := h.issue(t, emma, certificate.Ask{Day: day("2028-03-31")})
	require.Equal(t, hours.OnCourse, after.Status)
	require.Equal(t, certificate.UnderReview, after.Statement)
	require.Equal(t, cycle.Date{}, after.Until)
}

// The policy of the organisation has the last word on the language.
func TestTheLanguageIsOneThatTheOrganisationServes(t *testing.T) {
	h := open(t)
	_, err := h.store.Identity().ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Languages = identity.FrenchOnly
		return o, nil
	})
	require.NoError(t, err)
	require.Equal(t, identity.French, h.issue(t, emma, certificate.Ask{Language: identity.English}).Language)
}

// A double press, and every press of the day that would give the same paper, gives
// one; what would be another paper is another.
func TestTheSamePaperIsIssuedOnce(t *testing.T) {
	h := open(t)
	var all sync.WaitGroup
	codes := make([]certificate.Code, 8)
	for i := range codes {
		all.Go(func() {
			c, err := h.Issue(context.Background(), emma, "m-1", certificate.Ask{})
			if err == nil {
				codes[i] = c.Code
			}
		})
	}
	all.Wait()
	for _, c := range codes {
		require.Equal(t, codes[0], c)
		require.NotEmpty(t, c)
	}
	require.Len(t, h.acts(t), 1)
	require.NotEqual(t, codes[0], h.issue(t, emma, certificate.Ask{Language: identity.English}).Code)
	h.done(t, "d1", "structured", "workshop", "2025-05-01", "2")
	require.NotEqual(t, codes[0], h.issue(t, emma, certificate.Ask{}).Code)
	require.Len(t, h.acts(t), 3)
	h.now = h.now.Add(24 * time.Hour)
	require.NotEqual(t, codes[0], h.issue(t, emma, certificate.Ask{}).Code)
}

func TestWhoMayDoWhat(t *testing.T) {
	h := open(t)
	c := h.issue(t, emma, certificate.Ask{})
	ctx := t.Context()
	for actor, want := range map[string]struct {
		actor                     identity.Actor
		issue, read, list, revoke error
	}{
		"her":       {emma, nil, nil, nil, identity.ErrForbidden},
		"another":   {luc, identity.ErrNotFound, identity.ErrNotFound, identity.ErrNotFound, identity.ErrNotFound},
		"elsewhere": {elsewhere, nil, certificate.ErrNotFound, nil, certificate.ErrNotFound},
		"nobody":    {identity.Actor{}, identity.ErrNotFound, identity.ErrNotFound, identity.ErrNotFound, identity.ErrNotFound},
	} {
		t.Run(actor, func(t *testing.T) {
			_, err := h.Issue(ctx, want.actor, "m-1", certificate.Ask{})
			require.ErrorIs(t, err, want.issue)
			_, err = h.Certificate(ctx, want.actor, "m-1", c.Code)
			require.ErrorIs(t, err, want.read)
			_, err = h.Certificates(ctx, want.actor, "m-1", certificate.Query{})
			require.ErrorIs(t, err, want.list)
			_, err = h.Revoke(ctx, want.actor, "m-1", c.Code, c.Version, "non")
			require.ErrorIs(t, err, want.revoke)
		})
	}
	// Staff who have a file of their own issue nothing to themselves as staff.
	_, err := h.Issue(ctx, staff, "m-3", certificate.Ask{})
	require.ErrorIs(t, err, identity.ErrForbidden)
	require.True(t, certificate.MayIssue(staff, "m-1"))
	require.False(t, certificate.MayIssue(staff, "m-3"))
	// Nobody's certificate is another member's.
	_, err = h.Certificate(ctx, staff, "m-2", c.Code)
	require.ErrorIs(t, err, certificate.ErrNotFound)
}

func TestARevokedCertificateIsNoLongerValid(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	c := h.issue(t, emma, certificate.Ask{})
	for reason, want := range map[string]error{" \u200b ": hours.ErrMissing, strings.Repeat("é", 2001): hours.ErrTooLong} {
		_, err := h.Revoke(ctx, staff, "m-1", c.Code, c.Version, reason)
		require.ErrorIs(t, err, want)
	}
	_, err := h.Revoke(ctx, staff, "m-1", c.Code, c.Version+1, "Erreur de calcul.")
	require.ErrorIs(t, err, certificate.ErrStale)
	require.Len(t, h.acts(t), 1, "what is refused is not told")
	h.now = h.now.Add(24 * time.Hour)
	revoked, err := h.Revoke(ctx, staff, "m-1", c.Code, c.Version, " Erreur de calcul. ")
	require.NoError(t, err)
	require.Equal(t, certificate.Revoked, revoked.State)
	require.Equal(t, "Erreur de calcul.", revoked.Reason)
	require.Equal(t, day("2026-02-04"), revoked.Revoked)
	again, err := h.Revoke(ctx, staff, "m-1", c.Code, c.Version, "Erreur de calcul.")
	require.NoError(t, err)
	require.Equal(t, revoked, again)
	_, err = h.Revoke(ctx, staff, "m-1", c.Code, revoked.Version, "Autre chose.")
	require.ErrorIs(t, err, certificate.ErrTransition)
	acts := h.acts(t)
	require.Len(t, acts, 2)
	require.Equal(t, hours.CertificateRevoked, acts[1].Kind)
	require.Equal(t, "Erreur de calcul.", acts[1].Reason)
	require.Equal(t, "Anne Côté", acts[1].By)

	// Whoever verifies it learns that, and neither why nor what it stated.
	p, err := h.Verify(ctx, "otpq", "192.0.2.1", c.Code.String())
	require.NoError(t, err)
	require.Equal(t, certificate.Proof{Code: c.Code, Printed: certificate.Printed{
		Organisation: c.Organisation, Name: c.Name, Permit: c.Permit, Day: c.Day, Revoked: day("2026-02-04"),
	}}, p)
	// Another may be issued, the same day too.
	require.NotEqual(t, c.Code, h.issue(t, emma, certificate.Ask{}).Code)
}

// Whoever verifies a code is told what is printed, though the file has changed since.
func TestVerifyingTellsWhatIsPrintedAndNothingElse(t *testing.T) {
	h := open(t)
	c := h.issue(t, emma, certificate.Ask{})
	h.done(t, "d1", "structured", "workshop", "2025-05-01", "29")
	h.member(t, "otpq", "m-1", func(m *identity.Member) { m.Last, m.Permit = "Gélinas-Roy", "other" })
	h.now = h.now.AddDate(0, 6, 0)
	p, err := h.Verify(t.Context(), "otpq", "192.0.2.1", strings.ToLower(c.Code.String()))
	require.NoError(t, err)
	require.Equal(t, certificate.Proof{Code: c.Code, Printed: c.Printed}, p)
	require.NotContains(t, fmt.Sprintf("%#v", p), `"m-1"`)

	_, err = h.Verify(t.Context(), "oiq", "192.0.2.1", c.Code.String())
	require.ErrorIs(t, err, certificate.ErrUnknownCode)
	_, err = h.Verify(t.Context(), "otpq", "192.0.2.1", c.Code.String()+"0")
	require.ErrorIs(t, err, certificate.ErrMistyped)
}

// unknown is the code of no certificate.
var unknown = code(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).String()

// Five codes that no certificate has may be tried, as five wrong passwords may be
// given; slips and codes that are right are not counted, and others need not wait.
func TestTryingCodesIsMadeSlow(t *testing.T) {
	h := open(t)
	c := h.issue(t, emma, certificate.Ask{})
	try := func(from, text string, want error) {
		t.Helper()
		_, err := h.Verify(t.Context(), "otpq", from, text)
		require.ErrorIs(t, err, want)
	}
	const here, there = "192.0.2.1", "192.0.2.2"
	for range 4 {
		try(here, unknown, certificate.ErrUnknownCode)
		for range 20 {
			try(here, "not a code", certificate.ErrMistyped)
			try(here, c.Code.String(), nil)
		}
	}
	try(here, unknown, certificate.ErrUnknownCode)
	try(here, unknown, identity.ErrThrottled)
	try(here, c.Code.String(), identity.ErrThrottled)
	try(here, "not a code", certificate.ErrMistyped)
	try(there, c.Code.String(), nil)
	h.now = h.now.Add(time.Minute - time.Microsecond)
	try(here, c.Code.String(), identity.ErrThrottled)
	h.now = h.now.Add(time.Microsecond)
	try(here, c.Code.String(), nil)
	try(here, c.Code.String(), nil)
	try(here, unknown, certificate.ErrUnknownCode)
	h.now = h.now.Add(2*time.Minute - time.Microsecond)
	try(here, c.Code.String(), identity.ErrThrottled)
	// An hour after the latest all is forgotten.
	h.now = h.now.Add(time.Hour)
	for range 5 {
		try(here, unknown, certificate.ErrUnknownCode)
	}
	try(here, unknown, identity.ErrThrottled)
}

// What else has codes is looked for in the same try: it gives nobody more of them, and
// is asked about nothing that is a certificate's, mistyped, or made to wait.
func TestWhatElseHasCodesIsAPartOfTheSameTry(t *testing.T) {
	h := open(t)
	c := h.issue(t, emma, certificate.Ask{})
	known := certificate.NewCode([certificate.RandomBytes]byte{1, 2, 3})
	var asked []certificate.Code
	broken := errors.New("the store is away")
	try := func(text string, want error) certificate.Proof {
		t.Helper()
		p, err := h.Verify(t.Context(), "otpq", "192.0.2.1", text,
			func(certificate.Code) (bool, error) { return false, nil },
			func(code certificate.Code) (bool, error) {
				asked = append(asked, code)
				if errors.Is(want, broken) {
					return false, broken
				}
				return code == known, nil
			})
		require.ErrorIs(t, err, want)
		return p
	}
	require.Equal(t, c.Code, try(c.Code.String(), nil).Code)
	try("not a code", certificate.ErrMistyped)
	require.Empty(t, asked)
	for range 20 {
		require.Zero(t, try(known.String(), nil))
		try(unknown, broken)
	}
	for range 5 {
		try(unknown, certificate.ErrUnknownCode)
	}
	asked = nil
	try(unknown, identity.ErrThrottled)
	try(known.String(), identity.ErrThrottled)
	require.Empty(t, asked)
}

// However many addresses try, few are remembered: memory has a bound.
func TestAddressesAreForgotten(t *testing.T) {
	h := open(t)
	for i := range 10_100 {
		_, err := h.Verify(t.Context(), "otpq", fmt.Sprint("address ", i), unknown)
		require.ErrorIs(t, err, certificate.ErrUnknownCode)
		if i == 0 {
			h.now = h.now.Add(time.Second)
		}
	}
}

// Without randomness there is no code, and no certificate.
func TestWithoutRandomnessNothingIsIssued(t *testing.T) {
	h := open(t)
	h.Random = bytes.NewReader([]byte("short"))
	_, err := h.Issue(t.Context(), emma, "m-1", certificate.Ask{})
	require.Error(t, err)
	require.Empty(t, h.acts(t))
	h.Random = bytes.NewReader(bytes.Repeat([]byte{0}, certificate.RandomBytes))
	require.Equal(t, certificate.Code("00000000000000000"), h.issue(t, emma, certificate.Ask{}).Code)
}
