package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// RunOvertaken is for the stores in which a slow fn keeps no other writer of a
// row that is not there yet waiting: somebody else creates it while fn runs. Run
// has the same with goroutines, which do not always meet at that point.
func RunOvertaken(t *testing.T, open func(t *testing.T) Stores) {
	for _, c := range []test{
		{"Declaration", declarationOvertaken},
		{"Request", requestOvertaken},
		{"Account", accountOvertaken},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			c.run(t, s)
		})
	}
}

func declarationOvertaken(t *testing.T, s Stores) {
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	add := func(reason string, during func()) error {
		_, err := s.Hours().Change(t.Context(), key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			if d.Version == 0 {
				during()
			}
			d.Decisions = append(d.Decisions, decided(reason))
			return d, hours.Telling{}, nil
		})
		return err
	}
	require.NoError(t, add("second", func() { require.NoError(t, add("first", func() {})) }))
	read, err := s.Hours().Declaration(t.Context(), key)
	require.NoError(t, err)
	require.Equal(t, []hours.Decision{decided("first"), decided("second")}, read.Decisions)
	require.Equal(t, int64(2), read.Version)
}

func requestOvertaken(t *testing.T, s Stores) {
	key := exemption.Key{Org: north, Member: marie, ID: "r-1"}
	add := func(reason string, during func()) error {
		_, err := s.Exemption().Change(t.Context(), key, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
			if r.Version == 0 {
				during()
			}
			r.Decisions = append(r.Decisions, granted(reason))
			return r, hours.Telling{Messages: []identity.Message{message(north, marie, reason, instant(len(r.Decisions)))}}, nil
		})
		return err
	}
	require.NoError(t, add("second", func() { require.NoError(t, add("first", func() {})) }))
	read, err := s.Exemption().Request(t.Context(), key)
	require.NoError(t, err)
	require.Equal(t, []exemption.Decision{granted("first"), granted("second")}, read.Decisions)
	unsent, err := s.Outbox().Due(t.Context(), later, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{
		message(north, marie, "first", instant(1)), message(north, marie, "second", instant(2)),
	}, unsent)
}

func accountOvertaken(t *testing.T, s Stores) {
	add := func(role identity.Role, during func()) error {
		_, err := s.Identity().ChangeAccount(t.Context(), north, "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
			if a.Version == 0 {
				during()
			}
			a.Login, a.Roles = "elise", append(a.Roles, role)
			return a, nil, nil
		})
		return err
	}
	// The login is the account's own both times: no other account has it.
	require.NoError(t, add(identity.RoleStaff, func() { require.NoError(t, add(identity.RoleMember, func() {})) }))
	read, err := s.Identity().AccountByLogin(t.Context(), north, "elise")
	require.NoError(t, err)
	require.Equal(t, []identity.Role{identity.RoleMember, identity.RoleStaff}, read.Roles)
	require.Equal(t, int64(2), read.Version)
}
