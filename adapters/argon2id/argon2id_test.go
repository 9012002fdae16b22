package argon2id_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id"
	"github.com/goodstanding/goodstanding/identity"
)

var _ identity.Hasher = argon2id.Hasher{}

var standard = argon2id.Hasher{}

func TestPublishedHashesMatch(t *testing.T) {
	// From the test suite of the reference implementation (P-H-C/phc-winner-argon2,
	// src/test.c, version 0x13): password "password", salt "somesalt".
	for name, hash := range map[string]string{
		"64 MiB, two passes":               "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"256 KiB, two passes":              "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"256 KiB, two passes, two threads": "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
	} {
		t.Run(name, func(t *testing.T) {
			right, err := argon2id.Hasher{}.Verify("password", hash)
			require.NoError(t, err)
			require.True(t, right)
			wrong, err := argon2id.Hasher{}.Verify("Password", hash)
			require.NoError(t, err)
			require.False(t, wrong)
		})
	}
}

func TestHashIsVerified(t *testing.T) {
	for name, hasher := range map[string]argon2id.Hasher{"default": {}, "two threads": {Threads: 2}} {
		t.Run(name, func(t *testing.T) {
			hash, err := hasher.Hash("une phrase assez longue")
			require.NoError(t, err)
			right, err := standard.Verify("une phrase assez longue", hash)
			require.NoError(t, err)
			require.True(t, right)
			for _, other := range []string{"", "une phrase assez longu", "Une phrase assez longue", "une phrase assez longue "} {
				wrong, err := standard.Verify(other, hash)
				require.NoError(t, err)
				require.False(t, wrong, other)
			}
		})
	}
}

func TestDefaultsAreWritten(t *testing.T) {
	hash, err := argon2id.Hasher{}.Hash("x")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$"), hash)
}

func TestEachHashHasItsSalt(t *testing.T) {
	first, err := standard.Hash("the same password")
	require.NoError(t, err)
	second, err := standard.Hash("the same password")
	require.NoError(t, err)
	require.NotEqual(t, first, second)
}

func TestAccentsAreTheSameInBothForms(t *testing.T) {
	hash, err := standard.Hash("r\u00e9p\u00e9t\u00e9")
	require.NoError(t, err)
	right, err := standard.Verify("re\u0301pe\u0301te\u0301", hash)
	require.NoError(t, err)
	require.True(t, right)
}

func TestHasherOutOfBoundsIsRefused(t *testing.T) {
	for name, hasher := range map[string]argon2id.Hasher{
		"memory below 8 KiB a thread": {Memory: 15, Time: 16, Threads: 2},
		"too much memory":             {Memory: argon2id.MostMemory + 1},
		"too many passes":             {Time: argon2id.MostTime + 1},
		"too many threads":            {Threads: argon2id.MostThreads + 1},
	} {
		t.Run(name, func(t *testing.T) {
			hash, err := hasher.Hash("x")
			require.ErrorIs(t, err, argon2id.ErrParameters)
			require.Empty(t, hash)
		})
	}
}

func TestHashesWaitTheirTurn(t *testing.T) {
	hash, err := standard.Hash("x")
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		turns := make(chan struct{}, 1)
		defer argon2id.SetTurns(turns)()
		turns <- struct{}{} // somebody's hash is being computed
		done := 0
		go func() {
			_, _ = standard.Hash("x")
			done++
			_, _ = standard.Verify("x", hash)
			done++
		}()
		synctest.Wait()
		require.Zero(t, done)
		<-turns
		synctest.Wait()
		require.Equal(t, 2, done)
		require.Empty(t, turns)
	})
}

// checklist 32 and 47: NUL, what is no text, and the longest password are hashed whole.
func TestAnyBytesAreAPassword(t *testing.T) {
	for _, password := range []string{"nul\x00 au milieu", "\x00\x00", "🦊🐢🍋", "\xff\xfe", strings.Repeat("é", 256)} {
		hash, err := standard.Hash(password)
		require.NoError(t, err)
		right, err := standard.Verify(password, hash)
		require.NoError(t, err)
		require.True(t, right)
		for _, other := range []string{password + "x", password[:len(password)-1], strings.Split(password, "\x00")[0] + "\x00"} {
			wrong, err := standard.Verify(other, hash)
			require.NoError(t, err)
			require.False(t, wrong, "%q is not %q", other, password)
		}
	}
}
