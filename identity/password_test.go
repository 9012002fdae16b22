package identity_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// checklist 31 and 32: lengths in code points, at both ends.
func TestL7_LengthOfAPassword(t *testing.T) {
	alone, second := identity.PasswordPolicy{}, identity.PasswordPolicy{SecondFactor: true}
	const letters = "nqzhtvbwmkxjrdf" // 15 that make no word
	require.Equal(t, 15, alone.Least())
	require.NoError(t, alone.Check(letters))
	require.ErrorIs(t, alone.Check(letters[:14]), identity.ErrPasswordShort)
	require.NoError(t, second.Check(letters[:8]))
	require.ErrorIs(t, second.Check(letters[:7]), identity.ErrPasswordShorter)
	require.ErrorIs(t, alone.Check(strings.Repeat("é", 14)), identity.ErrPasswordShort, "28 bytes are 14 code points")
	long := strings.Repeat("poire-tulipe-9 ", 17) + "x" // 256
	require.Len(t, long, 256)
	require.NoError(t, alone.Check(long))
	require.ErrorIs(t, alone.Check(long+"y"), identity.ErrPasswordLong)
	require.NoError(t, alone.Check(strings.Repeat("éàüîç", 12)[:64]+"œùâêôë"), "at least 64 are accepted")
}

// checklist 34 and 47: no rule of composition; any character is one.
func TestL7_NoRuleOfComposition(t *testing.T) {
	for _, password := range []string{
		"la tour penche un peu", "le fleuve coule au nord", "zébulon mange des poireaux", "правильный пароль длинный",
		"水曜日の朝に走る人がいるのです", "🦊🐢🍋🚲🌵🦉🍄🎈🧊🪁🥝🦔🪵🧭🪶", "nul\x00 au milieu de tout", "48 51 97 60 28 73 3", "KVRTPLMWQZNHBDX",
		"emmène la tortue à la plage",
	} {
		require.NoError(t, identity.PasswordPolicy{}.Check(password, "emma", "Emma Gélinas", "1042"), password)
	}
}

// checklist 36: what many people have.
func TestL7_CommonPasswordsAreRefused(t *testing.T) {
	for _, password := range []string{
		"aaaaaaaaaaaaaaaa", "abababababababab", "abcabcabcabcabcabc", "111111111111111", "abcdefghijklmnop", "123456789012345",
		"987654321098765", "qwertyuiopasdfgh", "azertyuiopqsdfgh", "1qaz2wsx3edc4rfv", "1q2w3e4r5t6y7u8i", "motdepassemotdepasse",
		"Password1234567", "P@ssw0rdP@ssw0rd", "correcthorsebatterystaple", "correct horse battery staple", "jetaime jetaime 123",
		"bonjour-soleil-2024", "Hiver2024!Hiver2024!", "montreal canadiens", "Admin Admin Admin 1", "iloveyouiloveyou", "                    ",
		"!!!!!!!!!!!!!!!!", "MOTDEPASSE temporaire",
	} {
		require.ErrorIs(t, identity.PasswordPolicy{}.Check(password), identity.ErrPasswordCommon, password)
	}
}

// The chains of two words of the list that are long enough are more than the 3,000
// commonest passwords that a block list is asked for (OWASP ASVS 5.0, 6.2.4).
func TestL7_ChainsOfCommonWordsAreRefused(t *testing.T) {
	words := strings.Fields("motdepasse password bonjour princesse administrateur connexion sunshine football basketball montreal septembre " +
		"wednesday chocolat papillon butterfly ordinateur facebook liberte superman temporary utilisateur welcome")
	n := 0
	for _, a := range words {
		for _, b := range words {
			for _, between := range []string{"", " ", "-", "_", "1", "42"} {
				for _, after := range []string{"", "1", "!", "2024"} {
					if word := a + between + b + after; len(word) >= 15 {
						n++
						require.ErrorIs(t, identity.PasswordPolicy{}.Check(word), identity.ErrPasswordCommon, word)
					}
				}
			}
		}
	}
	require.Greater(t, n, 3000)
}

// checklist 37: login, name, permit, organisation, address.
func TestL7_WhatOthersKnowOfTheHolderIsNoPassword(t *testing.T) {
	known := []string{"egelinas", "Emma Gélinas-Tremblay", "T-104217", "Ordre des technologues", "emma.gelinas@example.org"}
	for _, password := range []string{
		"egelinas egelinas", "Emma Gélinas 1234", "emmagelinastremblay", "GELINAS-TREMBLAY!", "technologues technologues",
		"emma.gelinas@example.org", "T-104217 T-104217", "T104217T104217!", "gélinas gélinas 2026",
	} {
		require.ErrorIs(t, identity.PasswordPolicy{}.Check(password, known...), identity.ErrPasswordPersonal, password)
	}
	require.NoError(t, identity.PasswordPolicy{}.Check("emma range ses poires au grenier", known...))
	require.NoError(t, identity.PasswordPolicy{}.Check("egelinas egelinas"), "nobody of that name")
}

// checklist 39: names and passwords of any length cost no more than the bounds allow.
func TestL7_CheckIsBounded(t *testing.T) {
	known := make([]string, 2000)
	for i := range known {
		known[i] = strings.Repeat("mot si long ", 500)
	}
	start := time.Now()
	_ = identity.PasswordPolicy{}.Check(strings.Repeat("xy4z", 64), known...)
	require.ErrorIs(t, identity.PasswordPolicy{}.Check(strings.Repeat("x", 1<<20), known...), identity.ErrPasswordLong)
	require.Less(t, time.Since(start), 5*time.Second)
}
