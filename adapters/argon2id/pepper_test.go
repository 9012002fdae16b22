package argon2id_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id"
	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
)

// The two peppers of the tests: that of 2025, and the one that followed it.
var (
	old   = bytes.Repeat([]byte{25}, 32)
	fresh = bytes.Repeat([]byte{26}, 32)
)

// checklist 49: the name of the pepper is in the text of the hash, the pepper is not,
// and without it the password does not match.
func TestPepper_IsNamedInTheHash(t *testing.T) {
	peppered := argon2id.Hasher{Pepper: "2025", Peppers: map[string][]byte{"2025": old}}
	hash, err := peppered.Hash("une phrase assez longue")
	require.NoError(t, err)
	// "2025" in base64 without padding is MjAyNQ (RFC 4648).
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1,keyid=MjAyNQ$"), hash)
	require.False(t, peppered.Stale(hash))
	right, err := peppered.Verify("une phrase assez longue", hash)
	require.NoError(t, err)
	require.True(t, right)
	wrong, err := peppered.Verify("une autre phrase", hash)
	require.NoError(t, err)
	require.False(t, wrong)

	// The same text without the name of the pepper, or under another pepper of that name.
	without, err := peppered.Verify("une phrase assez longue", strings.Replace(hash, ",keyid=MjAyNQ", "", 1))
	require.NoError(t, err)
	require.False(t, without)
	another, err := argon2id.Hasher{Peppers: map[string][]byte{"2025": fresh}}.Verify("une phrase assez longue", hash)
	require.NoError(t, err)
	require.False(t, another)
}

// A pepper follows another: what is hashed under the former is verified and stale, and
// so is what was hashed without one.
func TestPepper_Follows(t *testing.T) {
	before := argon2id.Hasher{Pepper: "2025", Peppers: map[string][]byte{"2025": old}}
	during := argon2id.Hasher{Pepper: "2026", Peppers: map[string][]byte{"2025": old, "2026": fresh}}
	after := argon2id.Hasher{Pepper: "2026", Peppers: map[string][]byte{"2026": fresh}}
	for name, first := range map[string]argon2id.Hasher{"none": {}, "2025": before} {
		t.Run(name, func(t *testing.T) {
			hash, err := first.Hash("x")
			require.NoError(t, err)
			right, err := during.Verify("x", hash)
			require.NoError(t, err)
			require.True(t, right)
			require.True(t, during.Stale(hash))
			again, err := during.Hash("x")
			require.NoError(t, err)
			require.False(t, during.Stale(again))
			right, err = after.Verify("x", again)
			require.NoError(t, err)
			require.True(t, right)
			// And back to none.
			require.True(t, argon2id.Hasher{}.Stale(again))
		})
	}
}

// A hash whose pepper is not known is an error, and never a match; a hasher that cannot
// find its own pepper hashes nothing.
func TestPepper_ThatIsNotKnownIsAnErrorAndNeverAMatch(t *testing.T) {
	hash, err := argon2id.Hasher{Pepper: "2025", Peppers: map[string][]byte{"2025": old}}.Hash("x")
	require.NoError(t, err)
	for name, peppers := range map[string]map[string][]byte{
		"none at all":      nil,
		"another":          {"2026": fresh},
		"empty":            {"2025": {}},
		"fifteen bytes":    {"2025": old[:15]},
		"a space more":     {"2025 ": old},
		"that of no name":  {"": old},
		"of a longer name": {"202500000": old},
	} {
		t.Run(name, func(t *testing.T) {
			right, err := argon2id.Hasher{Peppers: peppers}.Verify("x", hash)
			require.ErrorIs(t, err, argon2id.ErrPepper)
			require.False(t, right)
			hash, err := argon2id.Hasher{Pepper: "2025", Peppers: peppers}.Hash("x")
			require.ErrorIs(t, err, argon2id.ErrPepper)
			require.Empty(t, hash)
		})
	}
	// Nine bytes are more than the form holds.
	_, err = argon2id.Hasher{Pepper: "202500000", Peppers: map[string][]byte{"202500000": old}}.Hash("x")
	require.ErrorIs(t, err, argon2id.ErrPepper)
}

// checklist 44: a hash is stale when its parameters are not the present ones, and what
// is no hash is not.
func TestStale(t *testing.T) {
	hash, err := argon2id.Hasher{}.Hash("x")
	require.NoError(t, err)
	cheap, err := argon2idtest.Hasher{}.Hash("x")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		hasher argon2id.Hasher
		hash   string
		want   bool
	}{
		"as it would be written":  {argon2id.Hasher{}, hash, false},
		"the same, in words":      {argon2id.Hasher{Memory: 19456, Time: 2, Threads: 1}, hash, false},
		"of less memory":          {argon2id.Hasher{}, cheap, true},
		"memory raised":           {argon2id.Hasher{Memory: 19457}, hash, true},
		"passes raised":           {argon2id.Hasher{Time: 3}, hash, true},
		"threads raised":          {argon2id.Hasher{Threads: 2}, hash, true},
		"a shorter salt":          {argon2id.Hasher{}, published, true},
		"no hash":                 {argon2id.Hasher{}, "", false},
		"a password":              {argon2id.Hasher{}, "password", false},
		"out of bounds, not read": {argon2id.Hasher{}, strings.Replace(hash, "m=19456", "m=4194304", 1), false},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, c.hasher.Stale(c.hash)) })
	}
}

// published has the present parameters and a salt of eight bytes.
const published = "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + hash

// checklist 42: nothing weaker than the rows of OWASP's password storage sheet is
// written, and what is kept from before is read.
func TestParameters_WeakerOnesHashNothingNew(t *testing.T) {
	for name, h := range map[string]argon2id.Hasher{
		"46 MiB, one pass":           {Memory: 46 * 1024, Time: 1},
		"19 MiB, two":                {Memory: 19 * 1024, Time: 2},
		"12 MiB, three":              {Memory: 12 * 1024, Time: 3},
		"9 MiB, four":                {Memory: 9 * 1024, Time: 4},
		"7 MiB, five":                {Memory: 7 * 1024, Time: 5},
		"more of both, four threads": {Memory: 64 * 1024, Time: 3, Threads: 4},
	} {
		t.Run(name, func(t *testing.T) {
			hash, err := h.Hash("x")
			require.NoError(t, err)
			require.False(t, h.Stale(hash))
		})
	}
	for name, h := range map[string]argon2id.Hasher{
		"a KiB under 46 MiB, one pass": {Memory: 46*1024 - 1, Time: 1},
		"a KiB under 19 MiB, two":      {Memory: 19*1024 - 1, Time: 2},
		"a KiB under 12 MiB, three":    {Memory: 12*1024 - 1, Time: 3},
		"a KiB under 9 MiB, four":      {Memory: 9*1024 - 1, Time: 4},
		"a KiB under 7 MiB, sixteen":   {Memory: 7*1024 - 1, Time: 16},
		"that of tests":                {Memory: 64, Time: 1, Threads: 1},
	} {
		t.Run(name, func(t *testing.T) {
			hash, err := h.Hash("x")
			require.ErrorIs(t, err, argon2id.ErrParameters)
			require.Empty(t, hash)
		})
	}
	cheap, err := argon2idtest.Hasher{}.Hash("x")
	require.NoError(t, err)
	right, err := argon2id.Hasher{}.Verify("x", cheap)
	require.NoError(t, err)
	require.True(t, right)
}
