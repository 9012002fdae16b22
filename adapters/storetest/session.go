package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func throttleCounts(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	// Nobody has these logins; people type anything, and as much as they want.
	for _, login := range []string{"nobody@example.org", "", strange, "a\x00b", "\xff", strings.Repeat("é", 5000)} {
		require.NoError(t, i.ChangeThrottle(ctx, north, login, fail(instant(1))), "%.20q", login)
		require.NoError(t, i.ChangeThrottle(ctx, north, login, fail(instant(2))), "%.20q", login)
		read, err := i.Throttle(ctx, north, login)
		require.NoError(t, err, "%.20q", login)
		require.Equal(t, identity.Throttle{Org: north, Login: login, Failures: 2, Latest: instant(2)}, read, "%.20q", login)
		read, err = i.Throttle(ctx, south, login)
		require.NoError(t, err)
		require.Equal(t, identity.Throttle{Org: south, Login: login}, read)
	}
}

func throttleDeleted(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	forget := func(t identity.Throttle) identity.Throttle {
		t.Failures = 0
		return t
	}
	require.NoError(t, i.ChangeThrottle(ctx, north, "elise", forget), "there was none")
	require.NoError(t, i.ChangeThrottle(ctx, north, "elise", fail(instant(1))))
	require.NoError(t, i.ChangeThrottle(ctx, north, "joseph", fail(instant(1))))
	require.NoError(t, i.ChangeThrottle(ctx, north, "elise", forget))
	read, err := i.Throttle(ctx, north, "elise")
	require.NoError(t, err)
	require.Equal(t, identity.Throttle{Org: north, Login: "elise"}, read, "the instant is gone too")
	read, err = i.Throttle(ctx, north, "joseph")
	require.NoError(t, err)
	require.Equal(t, 1, read.Failures)
}

func throttleConcurrent(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	require.NoError(t, together(8, 10, func(int, int) error {
		return i.ChangeThrottle(ctx, north, "elise", fail(instant(1)))
	}))
	read, err := i.Throttle(ctx, north, "elise")
	require.NoError(t, err)
	require.Equal(t, 80, read.Failures)
}

func sessions(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	kept := identity.Session{Org: north, Digest: strings.Repeat("0f", 32), Account: "a-1", Opened: instant(1), Seen: instant(1)}
	other := identity.Session{Org: north, Digest: strings.Repeat("f0", 32), Account: "a-1", Opened: instant(2), Seen: instant(2)}
	require.NoError(t, i.PutSession(ctx, kept))
	require.NoError(t, i.PutSession(ctx, other))
	read, err := i.Session(ctx, north, kept.Digest)
	require.NoError(t, err)
	require.Equal(t, kept, read)

	kept.Seen = instant(58)
	require.NoError(t, i.PutSession(ctx, kept))
	kept.Seen = instant(59)
	require.NoError(t, i.KeepSession(ctx, kept))
	read, err = i.Session(ctx, north, kept.Digest)
	require.NoError(t, err)
	require.Equal(t, kept, read)

	require.NoError(t, i.DeleteSession(ctx, north, kept.Digest))
	require.NoError(t, i.DeleteSession(ctx, north, kept.Digest), "deleting none is no error")
	_, err = i.Session(ctx, north, kept.Digest)
	require.ErrorIs(t, err, identity.ErrNotFound)
	require.ErrorIs(t, i.KeepSession(ctx, kept), identity.ErrNotFound, "what has ended does not come back")
	_, err = i.Session(ctx, north, kept.Digest)
	require.ErrorIs(t, err, identity.ErrNotFound)
	read, err = i.Session(ctx, north, other.Digest)
	require.NoError(t, err)
	require.Equal(t, other, read)
}

func sessionsOfAccount(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	put := func(org identity.OrganisationID, digest string, account identity.AccountID, opened int) identity.Session {
		one := identity.Session{
			Org: org, Digest: strings.Repeat(digest, 32), Account: account, Opened: instant(opened), Seen: instant(opened),
			Browser: identity.Browser{Family: strange, System: "Windows"},
		}
		require.NoError(t, i.PutSession(ctx, one))
		return one
	}
	old, latest, same := put(north, "0a", "a-1", 1), put(north, "0b", "a-1", 3), put(north, "0c", "a-1", 3)
	put(north, "0d", "a-2", 2)
	put(south, "0e", "a-1", 2)
	read, err := i.Sessions(ctx, north, "a-1")
	require.NoError(t, err)
	require.Equal(t, []identity.Session{latest, same, old}, read)
	require.NoError(t, i.DeleteSession(ctx, north, latest.Digest))
	old.Seen = instant(9)
	require.NoError(t, i.KeepSession(ctx, old))
	read, err = i.Sessions(ctx, north, "a-1")
	require.NoError(t, err)
	require.Equal(t, []identity.Session{same, old}, read)
	read, err = i.Sessions(ctx, north, "a-3")
	require.NoError(t, err)
	require.NotNil(t, read)
	require.Empty(t, read)
}

// fail is one more wrong password.
func fail(at time.Time) func(identity.Throttle) identity.Throttle {
	return func(t identity.Throttle) identity.Throttle {
		t.Failures, t.Latest = t.Failures+1, at
		return t
	}
}
