package exemption_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func grant(granted string) exemption.Verdict {
	return exemption.Verdict{Event: exemption.Grant, Granted: h(granted)}
}

func TestP51_GrantedHoursCanBeConsulted(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	b.now = noon.Add(24 * time.Hour)
	granted, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("5"))
	require.NoError(t, err)
	seen, err := b.Request(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	require.Equal(t, granted, seen)
	require.Equal(t, exemption.Granted, seen.State)
	require.Equal(t, h("5"), seen.Granted)
	require.Equal(t, []exemption.Decision{{Event: exemption.Grant, Granted: h("5"), By: "Anne Côté", At: b.now}}, seen.Decisions)
}

func TestP51_MessageIsWrittenWithTheDecision(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	require.Empty(t, b.messages(t))
	_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("5"))
	require.NoError(t, err)
	require.Len(t, b.messages(t), 1)
	m := b.messages(t)[0]
	require.NotEmpty(t, m.ID)
	require.Equal(t, identity.Message{
		Org: "otpq", Member: "m-1", ID: m.ID, Kind: identity.ExemptionDecided, To: "emma@example.org",
		Language: identity.French, Written: noon,
		Values: map[string]string{"request": "r1", "state": "granted", "name": "Emma Gélinas"},
	}, m)
}

func TestP51_MessageHoldsNeitherGroundNorReason(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, exemption.Verdict{Event: exemption.Refuse, Reason: "Le billet médical est illisible."})
	require.NoError(t, err)
	text, err := json.Marshal(b.messages(t))
	require.NoError(t, err)
	for _, private := range []string{"illisible", "illness", "billet", "Retour"} {
		require.NotContains(t, string(text), private)
	}
}

func TestP51_MessageIsInALanguageThatTheOrganisationServes(t *testing.T) {
	for policy, want := range map[identity.LanguagePolicy]identity.Language{
		identity.FrenchOnly: identity.French, identity.FrenchAndEnglish: identity.English,
	} {
		b := open(t)
		b.organisation(t, "otpq", func(o *identity.Organisation) { o.Languages = policy })
		b.member(t, "otpq", "m-1", func(m *identity.Member) { m.Language = identity.English })
		b.granted(t, "5")
		require.Equal(t, want, b.messages(t)[0].Language)
	}
}

func TestP51_NoMessageWithoutAnAddress(t *testing.T) {
	b := open(t)
	b.member(t, "otpq", "m-1", func(m *identity.Member) { m.Email = "" })
	require.Equal(t, exemption.Granted, b.granted(t, "5").State)
	require.Empty(t, b.messages(t))
}

func TestP51_NoMessageForADecisionThatIsRefused(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	for name, c := range map[string]struct {
		version int64
		verdict exemption.Verdict
		err     error
	}{
		"on a page that is behind": {r.Version - 1, grant("5"), exemption.ErrStale},
		"more than is asked":       {r.Version, grant("30.5"), exemption.ErrMoreThanAsked},
		"a blank reason":           {r.Version, exemption.Verdict{Event: exemption.Refuse, Reason: " \n"}, hours.ErrMissing},
		"an event of the member's": {r.Version, exemption.Verdict{Event: exemption.Withdraw}, exemption.ErrTransition},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.Decide(t.Context(), staff, "m-1", "r1", c.version, c.verdict)
			require.ErrorIs(t, err, c.err)
			b.stored(t, r)
			require.Empty(t, b.messages(t))
		})
	}
}

func TestP50_StaffCancel(t *testing.T) {
	b := open(t)
	r := b.granted(t, "5")
	r, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, exemption.Verdict{Event: exemption.Cancel, Reason: "À votre demande."})
	require.NoError(t, err)
	require.Equal(t, exemption.Cancelled, r.State)
	require.True(t, r.Granted.IsZero())
	require.Len(t, r.Decisions, 2)
	require.Equal(t, "À votre demande.", r.Reason())
	require.Len(t, b.messages(t), 2)
	reliefs, err := b.Reliefs(t.Context(), "otpq", "m-1")
	require.NoError(t, err)
	require.Empty(t, reliefs)
}

func TestNobodyDecidesOnTheirOwnRequest(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	both := emma
	both.Roles = []identity.Role{identity.RoleMember, identity.RoleStaff}
	for _, actor := range []identity.Actor{emma, both} {
		_, err := b.Decide(t.Context(), actor, "m-1", "r1", r.Version, grant("5"))
		require.ErrorIs(t, err, identity.ErrForbidden)
	}
	b.stored(t, r)
	require.Empty(t, b.messages(t))
}

func TestNoMoreIsGrantedThanTheMembersOwnPartAsks(t *testing.T) {
	b := open(t)
	// Admitted on 1 April 2024, twelve whole months are left: of 30 h, 10 are asked
	// if a period is taken to have 36 months, 9.23 if it is the 39 of the first one.
	b.member(t, "otpq", "m-1", func(m *identity.Member) {
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2024-04-01"), To: cycle.Forever}}}
	})
	b.now = time.Date(2024, 6, 15, 16, 0, 0, 0, time.UTC)
	r, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	e := entry()
	e.First, e.Last = typed("2024-05-01"), typed("2024-05-31")
	r, err = b.Save(t.Context(), emma, "m-1", "r1", r.Version, e)
	require.NoError(t, err)
	r = b.attach(t, r, "billet.pdf", pdf)
	r, err = b.Submit(t.Context(), emma, "m-1", "r1", r.Version)
	require.NoError(t, err)
	_, err = b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("11"))
	require.ErrorIs(t, err, exemption.ErrMoreThanAsked)
	_, err = b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("9"))
	require.NoError(t, err)
}

// counted writes an activity of an hour that the order has counted.
// Asked for in the period that ended on 31 March 2025, of which 26 months of 39
// were the member's, and decided in May: the bound is that period's 20 h, and not
// the 30 h of the one that has begun.
func TestBoundIsThatOfThePeriodForWhichItWasAsked(t *testing.T) {
	b := open(t)
	b.member(t, "otpq", "m-1", func(m *identity.Member) {
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2023-02-01"), To: cycle.Forever}}}
	})
	r := b.submitted(t)
	b.now = time.Date(2025, 5, 1, 16, 0, 0, 0, time.UTC)
	_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("20.01"))
	require.ErrorIs(t, err, exemption.ErrMoreThanAsked)
	_, err = b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("20"))
	require.NoError(t, err)
}

func (b *house) counted(t *testing.T, id, category string) {
	t.Helper()
	day := cycle.MustDate("2023-05-02")
	_, err := b.store.Hours().Change(t.Context(), hours.Key{Org: "otpq", Member: "m-1", ID: id}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.State, d.Period, d.Counted = hours.Counted, cycle.MustDate("2022-01-01"), h("1")
		d.Activity = hours.Activity{Category: category, First: day, Last: day, Hours: h("1")}
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
}

// figures returns due and remaining: the total, structured and ethics hours.
func (b *house) figures(t *testing.T) (due, remaining [3]string) {
	t.Helper()
	balance, err := b.Ledger.Balance(t.Context(), emma, "m-1", cycle.Date{})
	require.NoError(t, err)
	for i, requirement := range []string{"total", "structured", "ethics"} {
		line, ok := balance.Line(requirement)
		require.True(t, ok)
		due[i], remaining[i] = line.Due.String(), line.Remaining.String()
	}
	return due, remaining
}

func TestP52_FiveHoursOfThirty(t *testing.T) {
	b := open(t)
	b.submitted(t)
	due, _ := b.figures(t)
	require.Equal(t, [3]string{"30", "15", "1"}, due, "nothing is excused until the order decides")

	r, err := b.Decide(t.Context(), staff, "m-1", "r1", 4, grant("5"))
	require.NoError(t, err)
	due, remaining := b.figures(t)
	require.Equal(t, [3]string{"25", "12.5", "1"}, due)
	require.Equal(t, [3]string{"25", "12.5", "1"}, remaining)

	b.counted(t, "d1", "structured")
	b.counted(t, "d2", "ethics")
	due, remaining = b.figures(t)
	require.Equal(t, [3]string{"25", "12.5", "1"}, due)
	require.Equal(t, [3]string{"23", "11.5", "0"}, remaining)

	_, err = b.Decide(t.Context(), staff, "m-1", "r1", r.Version, exemption.Verdict{Event: exemption.Refuse, Reason: "why"})
	require.NoError(t, err)
	due, remaining = b.figures(t)
	require.Equal(t, [3]string{"30", "15", "1"}, due)
	require.Equal(t, [3]string{"28", "14", "0"}, remaining)
}

func TestReliefsAreInTheOrderInWhichTheyWereGranted(t *testing.T) {
	b := open(t)
	for i, id := range []string{"z", "a", "m"} {
		_, err := b.Store.Change(t.Context(), exemption.Key{Org: "otpq", Member: "m-1", ID: id}, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
			r.State = exemption.Submitted
			r, err := r.Decide(grant("5"), asked("30"), "Anne", noon.Add(time.Duration(i)*time.Hour))
			return r, hours.Telling{}, err
		})
		require.NoError(t, err)
	}
	reliefs, err := b.Reliefs(t.Context(), "otpq", "m-1")
	require.NoError(t, err)
	var order []string
	for _, r := range reliefs {
		order = append(order, r.ID)
	}
	require.Equal(t, []string{"z", "a", "m"}, order)
	reliefs, err = b.Reliefs(t.Context(), "otpq", "m-2")
	require.NoError(t, err)
	require.Equal(t, []hours.Relief{}, reliefs)
}
