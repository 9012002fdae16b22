package identity_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// mandate is that of the source document A, of an invented day of review.
var mandate = identity.Mandate{
	Authority: identity.Text{FR: "Régie de l’assurance maladie du Québec", EN: "Québec health insurance board"},
	Reference: identity.Text{FR: "Demander un accès aux services en ligne", EN: "Asking for access to online services"},
	Review:    cycle.MustDate("2027-03-31"),
}

func mandated(t require.TestingT) identity.RecoveryPolicy {
	p, err := identity.MandatedQuestions(mandate)
	require.NoError(t, err)
	return p
}

// checklist 66: nobody is asked questions unless somebody says so.
func TestA9_NoQuestionsByDefault(t *testing.T) {
	var o identity.Organisation
	_, asked := o.Recovery.Mandate()
	require.False(t, asked)
	require.True(t, o.Recovery.IsZero())
	require.False(t, o.Recovery.Codes())
	require.False(t, o.Recovery.Enrols(cycle.MustDate("2026-11-25")))
	require.Empty(t, o.Recovery.Deviations())

	_, asked = identity.LookupCodes().Mandate()
	require.False(t, asked)
	require.True(t, identity.LookupCodes().Codes())
	require.False(t, identity.LookupCodes().Enrols(cycle.MustDate("2026-11-25")))
	require.Empty(t, identity.LookupCodes().Deviations())
}

// checklist 67: all three, or no questions.
func TestA9_AMandateHasAnAuthorityAReferenceAndADayOfReview(t *testing.T) {
	for name, change := range map[string]func(*identity.Mandate){
		"authority":           func(m *identity.Mandate) { m.Authority = identity.Text{} },
		"authority in French": func(m *identity.Mandate) { m.Authority.FR = " " },
		"reference":           func(m *identity.Mandate) { m.Reference = identity.Text{} },
		"review":              func(m *identity.Mandate) { m.Review = cycle.Date{} },
		"all":                 func(m *identity.Mandate) { *m = identity.Mandate{} },
	} {
		m := mandate
		change(&m)
		p, err := identity.MandatedQuestions(m)
		require.ErrorIs(t, err, identity.ErrMandate, name)
		require.True(t, p.IsZero(), "a mandate that is refused asks nothing")
	}
	got, asked := mandated(t).Mandate()
	require.True(t, asked)
	require.Equal(t, mandate, got)
	require.True(t, mandated(t).Codes())
}

// The day of the review is the last on which answers are taken.
func TestA9_AfterTheReviewNobodyNewIsAsked(t *testing.T) {
	p := mandated(t)
	require.True(t, p.Enrols(cycle.MustDate("2026-11-25")))
	require.True(t, p.Enrols(cycle.MustDate("2027-03-31")))
	require.False(t, p.Enrols(cycle.MustDate("2027-04-01")))
	_, asked := p.Mandate()
	require.True(t, asked, "those that are there stay good")
}

// The deployer prints what is not as the standards want it, in both languages.
func TestA9_DeviationsNameTheStandards(t *testing.T) {
	var ids []string
	for _, d := range mandated(t).Deviations() {
		ids = append(ids, d.ID)
		require.NotEmpty(t, d.Standard)
		require.NotEmpty(t, d.Words.FR)
		require.NotEmpty(t, d.Words.EN)
		require.NotEqual(t, d.Words.FR, d.Words.EN)
	}
	require.Equal(t, []string{"asvs-v5.0.0-6.4.2", "nist-sp-800-63b-4-3.1.1.2"}, ids)
}

// Rows written before there were policies read as they were, and are written as before;
// no row can hold questions without their mandate.
func TestA9_PolicyIsStoredWhole(t *testing.T) {
	before := `{"id":"otpq","name":{"fr":"Ordre","en":""},"contact":"","zone":"","languages":"","regulation":"","withdrawBeforeProcessing":false,"lateDeclarations":false,"version":3}`
	var o identity.Organisation
	require.NoError(t, json.Unmarshal([]byte(before), &o))
	require.True(t, o.Recovery.IsZero())
	after, err := json.Marshal(o)
	require.NoError(t, err)
	require.JSONEq(t, before, string(after))

	for _, p := range []identity.RecoveryPolicy{{}, identity.LookupCodes(), mandated(t)} {
		o.Recovery = p
		body, err := json.Marshal(o)
		require.NoError(t, err)
		var read identity.Organisation
		require.NoError(t, json.Unmarshal(body, &read))
		require.Equal(t, o, read)
	}
	for _, body := range []string{
		`{"recovery":{"kind":"mandated-questions"}}`,
		`{"recovery":{"kind":"mandated-questions","mandate":{"authority":{"fr":"RAMQ"},"review":"2027-03-31"}}}`,
		`{"recovery":{"kind":"mandated-questions","mandate":{"authority":{"fr":"RAMQ"},"reference":{"fr":"page"}}}}`,
	} {
		require.ErrorIs(t, json.Unmarshal([]byte(body), &identity.Organisation{}), identity.ErrMandate, body)
	}
	require.Error(t, json.Unmarshal([]byte(`{"recovery":{"kind":"free-text-questions"}}`), &identity.Organisation{}))
}
