package identity_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

var (
	actions   = []identity.Action{identity.Read, identity.Write, identity.Decide, identity.List}
	relations = []identity.Relation{identity.Own, identity.Another, identity.Foreign}
)

// access is who may do what to which file; what is not here is refused.
var access = map[identity.Role]map[identity.Relation]string{
	identity.RoleMember:         {identity.Own: "read write", identity.Another: "", identity.Foreign: ""},
	identity.RoleStaff:          {identity.Own: "read list", identity.Another: "read decide list", identity.Foreign: ""},
	identity.RoleOperator:       {identity.Own: "", identity.Another: "", identity.Foreign: ""},
	identity.RoleSupervisor:     {identity.Own: "", identity.Another: "", identity.Foreign: ""},
	identity.RoleLearner:        {identity.Own: "", identity.Another: "", identity.Foreign: ""},
	identity.RolePrivacyOfficer: {identity.Own: "", identity.Another: "", identity.Foreign: ""},
	identity.RoleRepresentative: {identity.Own: "", identity.Another: "", identity.Foreign: ""},
	identity.RoleUser:           {identity.Own: "", identity.Another: "", identity.Foreign: ""},
	"":                          {identity.Own: "", identity.Another: "", identity.Foreign: ""},
	"Staff":                     {identity.Own: "", identity.Another: "", identity.Foreign: ""},
}

// file returns a file that stands to the actor "m-1" of "otpq" as the relation
// says.
func file(r identity.Relation) (identity.OrganisationID, identity.MemberID) {
	switch r {
	case identity.Own:
		return "otpq", "m-1"
	case identity.Another:
		return "otpq", "m-2"
	}
	return "oiq", "m-1"
}

func TestAccess(t *testing.T) {
	for _, role := range identity.Roles() {
		require.Contains(t, access, role)
	}
	for role, byRelation := range access {
		actor := identity.Actor{Org: "otpq", Account: "a", Member: "m-1", Roles: []identity.Role{role}}
		for _, relation := range relations {
			org, member := file(relation)
			require.Equal(t, relation, actor.Relation(org, member))
			allowed := strings.Fields(byRelation[relation])
			for _, action := range actions {
				require.Equal(t, slices.Contains(allowed, string(action)), actor.May(action, org, member),
					"%s, %s, %s", role, relation, action)
			}
		}
	}
}

// Somebody without a file has none, not the file without a name.
func TestNoFileIsNobodysOwn(t *testing.T) {
	actor := identity.Actor{Org: "otpq", Account: "a", Roles: []identity.Role{identity.RoleMember}}
	for _, action := range actions {
		require.False(t, actor.May(action, "otpq", ""), action)
	}
}

func TestCheckTellsForbiddenFromNotFound(t *testing.T) {
	member := identity.Actor{Org: "otpq", Member: "m-1", Roles: []identity.Role{identity.RoleMember}}
	staff := identity.Actor{Org: "otpq", Roles: []identity.Role{identity.RoleStaff}}
	both := identity.Actor{Org: "otpq", Member: "m-1", Roles: []identity.Role{identity.RoleMember, identity.RoleStaff}}
	for name, c := range map[string]struct {
		actor  identity.Actor
		action identity.Action
		org    identity.OrganisationID
		member identity.MemberID
		want   error
	}{
		"member writes in their own":              {member, identity.Write, "otpq", "m-1", nil},
		"member decides on their own":             {member, identity.Decide, "otpq", "m-1", identity.ErrForbidden},
		"member reads another's":                  {member, identity.Read, "otpq", "m-2", identity.ErrNotFound},
		"member writes in another's":              {member, identity.Write, "otpq", "m-2", identity.ErrNotFound},
		"member lists":                            {member, identity.List, "otpq", "", identity.ErrForbidden},
		"member reads a namesake's elsewhere":     {member, identity.Read, "oiq", "m-1", identity.ErrNotFound},
		"staff decide":                            {staff, identity.Decide, "otpq", "m-1", nil},
		"staff write":                             {staff, identity.Write, "otpq", "m-1", identity.ErrForbidden},
		"staff list":                              {staff, identity.List, "otpq", "", nil},
		"staff list elsewhere":                    {staff, identity.List, "oiq", "", identity.ErrForbidden},
		"staff read elsewhere":                    {staff, identity.Read, "oiq", "m-1", identity.ErrNotFound},
		"member of the staff writes in their own": {both, identity.Write, "otpq", "m-1", nil},
		"member of the staff decides on theirs":   {both, identity.Decide, "otpq", "m-1", identity.ErrForbidden},
		"member of the staff decides on others'":  {both, identity.Decide, "otpq", "m-2", nil},
		"nobody reads":                            {identity.Actor{}, identity.Read, "otpq", "m-1", identity.ErrNotFound},
		"nobody lists":                            {identity.Actor{}, identity.List, "", "", identity.ErrForbidden},
		"nobody reads nobody's":                   {identity.Actor{}, identity.Read, "", "", identity.ErrForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.actor.Check(c.action, c.org, c.member)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
		})
	}
}

// Whatever the roles: nothing in another organisation, no deciding on one's own
// file, and no doing what one may not read.
func TestNoRoleReachesTooFar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		actor := identity.Actor{
			Org:    rapid.SampledFrom([]identity.OrganisationID{"", "otpq", "oiq"}).Draw(t, "org"),
			Member: rapid.SampledFrom([]identity.MemberID{"", "m-1", "m-2"}).Draw(t, "member"),
			Roles:  rapid.SliceOf(rapid.SampledFrom(identity.Roles())).Draw(t, "roles"),
		}
		org := rapid.SampledFrom([]identity.OrganisationID{"", "otpq", "oiq"}).Draw(t, "file's org")
		member := rapid.SampledFrom([]identity.MemberID{"m-1", "m-2"}).Draw(t, "file's member")
		for _, action := range actions {
			may := actor.May(action, org, member)
			require.Equal(t, may, actor.Check(action, org, member) == nil)
			if !may {
				continue
			}
			require.NotEmpty(t, actor.Org)
			require.Equal(t, actor.Org, org)
			require.True(t, actor.May(identity.Read, org, member))
			require.False(t, action == identity.Decide && actor.Member == member)
			require.False(t, action == identity.Write && actor.Member != member)
		}
	})
}

func TestClockDecidesInItsOrganisationAlone(t *testing.T) {
	clock := identity.Clock("otpq")
	require.True(t, clock.IsClock())
	require.Empty(t, clock.Account)
	for _, action := range []identity.Action{identity.Read, identity.Decide, identity.List} {
		require.NoError(t, clock.Check(action, "otpq", "m-1"))
		require.Error(t, clock.Check(action, "oiq", "m-1"))
	}
	require.Error(t, clock.Check(identity.Write, "otpq", "m-1"))
	// An account that was given the role's name is still a person.
	require.False(t, identity.Actor{Org: "otpq", Account: "a-1", Roles: clock.Roles}.IsClock())
}
