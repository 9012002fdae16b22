package identity_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

// passkeyOf is a passkey that said the counter last.
func passkeyOf(id string, counter uint32) identity.Passkey {
	return identity.Passkey{ID: []byte(id), PublicKey: []byte("public"), Counter: counter}
}

// keyed is a factor that is on by one passkey alone.
func keyed(t require.TestingT, counter uint32) identity.Factor {
	f, err := identity.Factor{}.Add(passkeyOf("phone", counter), "Téléphone", []string{digestOf(spare[0])}, noon)
	require.NoError(t, err)
	require.True(t, f.On())
	return f
}

// Web Authentication Level 3, 6.1.1 and 7.2 step 22: a counter rises, or is zero always.
func TestPasskey_ACounterThatDoesNotRiseIsRefused(t *testing.T) {
	for _, c := range []struct {
		before, said uint32
		right        bool
	}{
		{0, 0, true},
		{0, 1, true},
		{1, 2, true},
		{1, 4_294_967_295, true},
		{1, 1, false},
		{2, 1, false},
		{1, 0, false},
		{4_294_967_295, 0, false},
	} {
		f := keyed(t, c.before)
		used, err := f.Use(identity.PasskeyUse{ID: []byte("phone"), Counter: c.said, BackedUp: true}, noon.Add(time.Hour))
		if !c.right {
			require.ErrorIs(t, err, identity.ErrPasskeyCounter, c)
			require.Equal(t, f, used)
			continue
		}
		require.NoError(t, err, c)
		require.Equal(t, c.said, used.Keys[0].Counter)
		require.True(t, used.Keys[0].BackedUp)
		require.Equal(t, noon.Add(time.Hour), used.Keys[0].Used)
		require.True(t, f.Keys[0].Used.IsZero(), "what was is as it was")
	}
	_, err := keyed(t, 0).Use(identity.PasskeyUse{ID: []byte("another")}, noon)
	require.ErrorIs(t, err, identity.ErrPasskeyUnknown)
}

func TestPasskey_TenAtMostAndNoneTwice(t *testing.T) {
	f := keyed(t, 0)
	_, err := f.Add(passkeyOf("phone", 7), "Encore", nil, noon)
	require.ErrorIs(t, err, identity.ErrPasskeyTwice)
	for i := range 9 {
		require.NoError(t, f.MayAdd())
		f, err = f.Add(passkeyOf(fmt.Sprint(i), 0), "Clé", []string{"others"}, noon)
		require.NoError(t, err)
	}
	_, err = f.Add(passkeyOf("eleventh", 0), "Clé", nil, noon)
	require.ErrorIs(t, err, identity.ErrPasskeyMost)
	require.ErrorIs(t, f.MayAdd(), identity.ErrPasskeyMost)
	require.Equal(t, []string{digestOf(spare[0])}, f.Codes, "the codes come with the first")
}

func TestPasskey_Names(t *testing.T) {
	for typed, want := range map[string]string{
		"Téléphone":              "Téléphone",
		"  Clé\t du   bureau \n": "Clé du bureau",
		strings.Repeat("é", 60):  strings.Repeat("é", 60),
	} {
		name, err := identity.PasskeyName(typed)
		require.NoError(t, err)
		require.Equal(t, want, name)
	}
	for _, typed := range []string{"", " \n", strings.Repeat("é", 61), "a\x00b", "a\xffb", "a\u202eb"} {
		_, err := identity.PasskeyName(typed)
		require.ErrorIs(t, err, identity.ErrPasskeyName, "%q", typed)
	}
	f := keyed(t, 0)
	renamed, err := f.Rename(f.Keys[0].Short(), "Tablette")
	require.NoError(t, err)
	require.Equal(t, "Tablette", renamed.Keys[0].Name)
	require.Equal(t, "Téléphone", f.Keys[0].Name)
	_, err = f.Rename("nothing", "Tablette")
	require.ErrorIs(t, err, identity.ErrNotFound)
}

// Whichever goes last takes the recovery codes with it, and neither takes the other's.
func TestPasskey_BesideAnApplication(t *testing.T) {
	both, err := on(t).Add(passkeyOf("phone", 0), "Téléphone", []string{"others"}, noon)
	require.NoError(t, err)
	require.Len(t, both.Codes, 2, "those of the application")

	alone, err := both.Off()
	require.NoError(t, err)
	require.True(t, alone.On())
	require.Equal(t, both.Codes, alone.Codes)
	_, _, err = alone.Show(rfcSeed, rfcSeed.Code(noon.Add(time.Hour)).Reveal(), noon.Add(time.Hour))
	require.ErrorIs(t, err, identity.ErrFactorCode, "the application is none any more")
	used, shown, err := alone.Show(rfcSeed, spare[1], noon)
	require.NoError(t, err)
	require.Equal(t, identity.ShownRecovery, shown)
	require.Len(t, used.Codes, 1)
	renewed, err := alone.Renew([]string{"another"})
	require.NoError(t, err)
	require.Equal(t, []string{"another"}, renewed.Codes)
	none, err := alone.Remove(alone.Keys[0].Short())
	require.NoError(t, err)
	require.False(t, none.On())
	require.Empty(t, none.Codes)

	application, err := both.Remove(both.Keys[0].Short())
	require.NoError(t, err)
	require.True(t, application.On())
	require.Equal(t, both.Codes, application.Codes)
	_, err = application.Remove(both.Keys[0].Short())
	require.ErrorIs(t, err, identity.ErrNotFound)
}

// An application that is begun beside a passkey, given up, or never confirmed leaves the
// passkey and its recovery codes.
func TestPasskey_AnApplicationComesBesideIt(t *testing.T) {
	f := keyed(t, 3)
	pending, err := f.Begin("sealed", "session", noon)
	require.NoError(t, err)
	cancelled, err := pending.Cancel(noon)
	require.NoError(t, err)
	require.Equal(t, f, cancelled)
	require.Equal(t, f, pending.At(noon.Add(30*time.Minute)))
	both, err := pending.Confirm(rfcSeed, rfcSeed.Code(noon).Reveal(), []string{"others"}, noon)
	require.NoError(t, err)
	require.Equal(t, f.Codes, both.Codes)
	require.Equal(t, f.Keys, both.Keys)
	require.Equal(t, identity.FactorOn, both.State)
}

func wait(session string, purpose identity.Purpose, at time.Time) identity.Ceremony {
	return identity.Ceremony{Session: session, For: purpose, Challenge: []byte(session + string(purpose)), Began: at}
}

func TestPasskey_AChallengeIsForOneSessionOnePurposeAndFiveMinutes(t *testing.T) {
	f := identity.Factor{}.Wait(wait("mine", identity.ShowsPasskey, noon))
	last := noon.Add(5*time.Minute - time.Microsecond)
	c, err := f.Waiting("mine", identity.ShowsPasskey, last)
	require.NoError(t, err)
	require.Equal(t, []byte("mineshow"), c.Challenge)
	for name, ask := range map[string]func() error{
		"another session": func() error { _, err := f.Waiting("theirs", identity.ShowsPasskey, noon); return err },
		"another purpose": func() error { _, err := f.Waiting("mine", identity.AddsPasskey, noon); return err },
		"too late":        func() error { _, err := f.Waiting("mine", identity.ShowsPasskey, noon.Add(5*time.Minute)); return err },
		"a clock set back": func() error {
			_, err := f.Waiting("mine", identity.ShowsPasskey, noon.Add(-time.Microsecond))
			return err
		},
		"answered": func() error { _, err := f.Forget("mine").Waiting("mine", identity.ShowsPasskey, noon); return err },
		"another was drawn": func() error {
			_, err := f.Wait(wait("mine", identity.AddsPasskey, noon)).Waiting("mine", identity.ShowsPasskey, noon)
			return err
		},
	} {
		require.ErrorIs(t, ask(), identity.ErrPasskeyChallenge, name)
	}
	require.Equal(t, identity.Factor{}, f.Forget("mine"))
}

func TestPasskey_ChallengesAreBoundedAndForgotten(t *testing.T) {
	f := identity.Factor{}
	for i := range 40 {
		f = f.Wait(wait(fmt.Sprint(i), identity.ShowsPasskey, noon))
	}
	require.Len(t, f.Ceremonies, 16)
	_, err := f.Waiting("39", identity.ShowsPasskey, noon)
	require.NoError(t, err)
	f = f.Wait(wait("later", identity.ShowsPasskey, noon.Add(5*time.Minute)))
	require.Len(t, f.Ceremonies, 1)
}

// Whatever passkeys say, in whatever order: the counter of none ever goes back, there are
// ten at most, each is there once, and there are recovery codes only while something is
// on.
func TestPasskey_AnyCommandsKeepTheFactorHonest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, now := identity.Factor{}, noon
		for range rapid.IntRange(1, 60).Draw(t, "commands") {
			now = now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "seconds")) * time.Second)
			id := fmt.Sprint(rapid.IntRange(0, 12).Draw(t, "key"))
			counter := uint32(rapid.IntRange(0, 3).Draw(t, "counter"))
			next, err := f, error(nil)
			switch rapid.SampledFrom([]string{"add", "use", "remove", "begin", "confirm", "off", "wait"}).Draw(t, "command") {
			case "add":
				next, err = f.Add(passkeyOf(id, counter), "Clé", []string{"codes"}, now)
			case "use":
				next, err = f.Use(identity.PasskeyUse{ID: []byte(id), Counter: counter}, now)
			case "remove":
				next, err = f.Remove(passkeyOf(id, 0).Short())
			case "begin":
				next, err = f.Begin("sealed", "session", now)
			case "confirm":
				next, err = f.Confirm(rfcSeed, rfcSeed.Code(now).Reveal(), []string{"codes"}, now)
			case "off":
				next, err = f.Off()
			case "wait":
				next = f.Wait(wait(id, identity.ShowsPasskey, now))
			}
			if err != nil {
				next = next.At(now)
				f = f.At(now)
				require.Equal(t, f.Keys, next.Keys)
			}
			seen := map[string]bool{}
			for _, k := range next.Keys {
				require.False(t, seen[string(k.ID)])
				seen[string(k.ID)] = true
				for _, was := range f.Keys {
					if string(was.ID) == string(k.ID) {
						require.GreaterOrEqual(t, k.Counter, was.Counter)
					}
				}
			}
			require.LessOrEqual(t, len(next.Keys), identity.MostPasskeys)
			require.Equal(t, next.On(), len(next.Codes) > 0)
			f = next
		}
	})
}
