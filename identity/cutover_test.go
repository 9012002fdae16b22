package identity_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// The source: "Si vous n'avez pas ouvert de session depuis le 30 octobre 2023". The day
// is included, from midnight in Toronto: 04:00 in UTC, summer time being still on.
func TestL1_CutOverIsInclusiveFromLocalMidnight(t *testing.T) {
	o := identity.Organisation{LinkSince: cycle.MustDate("2023-10-30")}
	cut, err := o.CutOver()
	require.NoError(t, err)
	midnight := time.Date(2023, 10, 30, 4, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		account identity.Account
		linked  bool
	}{
		"never opened":                     {identity.Account{}, false},
		"opened the microsecond before":    {identity.Account{LastOpened: midnight.Add(-time.Microsecond)}, false},
		"opened at midnight":               {identity.Account{LastOpened: midnight}, true},
		"opened on the evening before":     {identity.Account{LastOpened: time.Date(2023, 10, 30, 0, 0, 0, 0, time.UTC)}, false},
		"opened since":                     {identity.Account{LastOpened: midnight.AddDate(2, 0, 0)}, true},
		"linked since, not opened yet":     {identity.Account{PasswordSet: midnight}, true},
		"password of before, never opened": {identity.Account{PasswordSet: midnight.Add(-time.Microsecond)}, false},
	} {
		require.Equal(t, c.linked, cut.Linked(c.account), name)
	}
	none, err := identity.Organisation{}.CutOver()
	require.NoError(t, err)
	require.True(t, none.Linked(identity.Account{}))
	require.True(t, identity.CutOver{}.Linked(identity.Account{}))
	_, err = identity.Organisation{Zone: "Mars/Olympus"}.CutOver()
	require.Error(t, err)
}

// Rows written before these fields were there read as they did, and are written as
// before while nothing is in them.
func TestOldRowsReadAsBefore(t *testing.T) {
	var a identity.Account
	const old = `{"org":"otpq","id":"a-1","login":"emma","hash":"h","roles":null,"member":"m-1","name":"Emma","version":3}`
	require.NoError(t, json.Unmarshal([]byte(old), &a))
	require.Equal(t, identity.Account{Org: "otpq", ID: "a-1", Login: "emma", Hash: "h", Member: "m-1", Name: "Emma", Version: 3}, a)
	out, err := json.Marshal(a)
	require.NoError(t, err)
	require.JSONEq(t, old, string(out))
	var s identity.Session
	const open = `{"org":"otpq","digest":"d","account":"a-1","opened":"2026-03-02T17:00:00Z","seen":"2026-03-02T17:00:00Z"}`
	require.NoError(t, json.Unmarshal([]byte(open), &s))
	require.Zero(t, s.Epoch)
	require.Equal(t, identity.OwesNothing, s.Owes)
	out, err = json.Marshal(s)
	require.NoError(t, err)
	require.JSONEq(t, open, string(out))
}
