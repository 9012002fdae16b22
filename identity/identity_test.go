package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

func TestIdentifiers(t *testing.T) {
	for text, want := range map[string]struct{ organisation, member bool }{
		"otpq":                  {true, true},
		"m-1042":                {true, true},
		"-":                     {true, true},
		"0":                     {true, true},
		strings.Repeat("a", 40): {true, true},
		"OTPQ":                  {false, true},
		"Xy9":                   {false, true},
		"":                      {},
		strings.Repeat("a", 41): {},
		"a b":                   {},
		"a/b":                   {},
		"..":                    {},
		"a.b":                   {},
		"a_b":                   {},
		"é":                     {},
		"a\x00":                 {},
		"a\n":                   {},
		"١":                     {},
		"\xff":                  {},
	} {
		t.Run(text, func(t *testing.T) {
			organisation, err := identity.ParseOrganisationID(text)
			if want.organisation {
				require.NoError(t, err)
				require.Equal(t, identity.OrganisationID(text), organisation)
			} else {
				require.ErrorIs(t, err, identity.ErrBadID)
				require.Empty(t, organisation)
			}
			member, err := identity.ParseMemberID(text)
			if want.member {
				require.NoError(t, err)
				require.Equal(t, identity.MemberID(text), member)
			} else {
				require.ErrorIs(t, err, identity.ErrBadID)
				require.Empty(t, member)
			}
			require.Equal(t, want.member, identity.WellFormed(text))
		})
	}
}

// What is read is never changed on the way, and holds nothing that a path, a
// cookie or a key would take for something else.
func TestIdentifiersAreReadAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-Z0-9-]{0,45}`)).Draw(t, "text")
		id, err := identity.ParseMemberID(text)
		if err != nil {
			require.Empty(t, id)
			return
		}
		require.Equal(t, text, string(id))
		require.False(t, strings.ContainsAny(text, "/\\.:_ \x00\n"))
	})
}

func TestNormalLogin(t *testing.T) {
	for typed, want := range map[string]string{
		"emma":                "emma",
		"  Emma.GELINAS  ":    "emma.gelinas",
		"ÉMILE@example.org\n": "émile@example.org",
		"":                    "",
	} {
		require.Equal(t, want, identity.NormalLogin(typed))
	}
}

func TestLanguageFallsBackOnFrench(t *testing.T) {
	both, french := identity.Text{FR: "bonjour", EN: "hello"}, identity.Text{FR: "bonjour"}
	for _, c := range []struct {
		wanted identity.Language
		policy identity.LanguagePolicy
		want   identity.Language
	}{
		{identity.French, identity.FrenchAndEnglish, identity.French},
		{identity.English, identity.FrenchAndEnglish, identity.English},
		{"", identity.FrenchAndEnglish, identity.French},
		{"de", identity.FrenchAndEnglish, identity.French},
		{identity.English, identity.FrenchOnly, identity.French},
		{identity.English, "", identity.French},
		{identity.French, "", identity.French},
	} {
		require.Equal(t, c.want, c.policy.Choose(c.wanted), "%q under %q", c.wanted, c.policy)
	}
	require.Equal(t, "hello", both.In(identity.English))
	require.Equal(t, "bonjour", both.In(identity.French))
	require.Equal(t, "bonjour", both.In("de"))
	require.Equal(t, "bonjour", french.In(identity.English))
}

func TestAdmissionIsTheFirstEver(t *testing.T) {
	stay := func(from, to string, e cycle.Entry) cycle.Stay {
		return cycle.Stay{Span: cycle.Span{From: cycle.MustDate(from), To: cycle.MustDate(to)}, Entry: e}
	}
	m := identity.Member{
		First: "Emma", Last: "Gélinas", Birth: cycle.MustDate("1980-05-06"),
		Roll: []cycle.Stay{
			stay("2023-02-01", "9999-12-31", cycle.Readmission),
			stay("2010-04-01", "2021-07-01", cycle.Admission),
		},
	}
	require.Equal(t, cycle.MustDate("2010-04-01"), m.Anchors().Admission)
	require.Equal(t, cycle.MustDate("1980-05-06"), m.Anchors().Birth)
	require.True(t, identity.Member{}.Anchors().Admission.IsZero())
	require.Equal(t, "Emma Gélinas", m.Name())
}

func TestAnchorsAreThoseOfTheMember(t *testing.T) {
	m := identity.Member{
		First: "Emma", Last: "Gélinas", Permit: "T-1042", Birth: cycle.MustDate("1980-05-06"),
		Roll: []cycle.Stay{{Span: span("2010-04-01", "9999-12-31")}},
		Profile: []identity.Fact{
			{Is: "second-licence"}, {Is: "retired", Span: span("2024-01-01", "")},
		},
	}
	require.Equal(t, cycle.Anchors{
		Admission: cycle.MustDate("2010-04-01"), Birth: cycle.MustDate("1980-05-06"), Number: "T-1042",
		Surname: "Gélinas", Marks: []string{"second-licence", "retired"},
	}, m.Anchors())
	require.Nil(t, identity.Member{}.Anchors().Marks)
}

func TestMembersAreSortedByName(t *testing.T) {
	all := []identity.Member{
		{ID: "4", Last: "Roy", First: "Luc"},
		{ID: "2", Last: "Gagnon", First: "Zoé"},
		{ID: "3", Last: "Roy", First: "Anne"},
		{ID: "1", Last: "Roy", First: "Luc"},
	}
	identity.SortMembers(all)
	var order []identity.MemberID
	for _, m := range all {
		order = append(order, m.ID)
	}
	require.Equal(t, []identity.MemberID{"2", "3", "1", "4"}, order)
}

func TestOrganisationCountsItsDaysInItsZone(t *testing.T) {
	for zone, want := range map[string]string{"": "America/Toronto", "Europe/Paris": "Europe/Paris"} {
		location, err := identity.Organisation{Zone: zone}.Location()
		require.NoError(t, err)
		require.Equal(t, want, location.String())
	}
	_, err := identity.Organisation{Zone: "Nowhere/Else"}.Location()
	require.Error(t, err)
}
