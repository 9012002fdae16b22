package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func TestA10_OnlyActiveGrantsOpenServices(t *testing.T) {
	since := time.Date(2026, time.March, 2, 17, 0, 0, 0, time.UTC)
	a := identity.Account{Org: "otpq", ID: "a-1", Grants: []identity.Grant{
		{Service: "dsq", By: "r-2", Since: since},
		{Service: "claims", By: "r-1", Since: since},
		{Service: "claims", By: "r-3", Since: since},
		{Service: "governance", By: "r-4", Since: since, Revoked: since.Add(time.Hour), Why: "left"},
	}}
	require.Equal(t, []string{"claims", "dsq"}, a.Services())
	actor := a.Actor()
	require.True(t, actor.Opens("claims"))
	require.False(t, actor.Opens("governance"))
	require.False(t, identity.Actor{}.Opens(""))
	require.True(t, a.GrantedBy("r-4"), "revoked, and granted all the same")
	require.False(t, a.GrantedBy("r-5"))
}
