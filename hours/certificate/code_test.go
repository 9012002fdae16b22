package certificate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/hours/certificate"
)

// characters are those that a code is made of: no I, L, O or U.
const characters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func code(random ...byte) certificate.Code {
	var all [certificate.RandomBytes]byte
	copy(all[:], random)
	return certificate.NewCode(all)
}

func codes() *rapid.Generator[certificate.Code] {
	return rapid.Custom(func(t *rapid.T) certificate.Code {
		return code(rapid.SliceOfN(rapid.Byte(), certificate.RandomBytes, certificate.RandomBytes).Draw(t, "random")...)
	})
}

// By hand, in the field of 32 elements modulo x⁵ + x² + 1. The last of the sixteen
// random characters weighs 2 and the first weighs 2¹⁶; 2⁵ = 5, 2⁸ = 13, 2¹⁶ = 13² = 27.
func TestCodesByHand(t *testing.T) {
	for want, c := range map[string]certificate.Code{
		"0000-0000-0000-0000-0": code(),
		"0000-0000-0000-0001-2": code(0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
		// 31 × 2 is x⁵+x⁴+x³+x²+x: 62 − 37 in the field is 62 XOR 37, which is 27.
		"0000-0000-0000-000Z-V": code(0, 0, 0, 0, 0, 0, 0, 0, 0, 31),
		"1000-0000-0000-0000-V": code(8),
	} {
		require.Equal(t, want, c.String())
	}
}

func TestCodesAreReadAsTheyArePrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := codes().Draw(t, "code")
		require.Regexp(t, `^([`+characters+`]{4}-){4}[`+characters+`]$`, c.String())
		for _, text := range []string{c.String(), string(c), strings.ToLower(c.String())} {
			read, err := certificate.ReadCode(text)
			require.NoError(t, err)
			require.Equal(t, c, read)
		}
	})
}

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	want := code(0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
	for _, text := range []string{
		"0000-0000-0000-0001-2", "0000 0000 0000 0001 2", "OOOO-oooo-0000-000I-2", "0000-0000-0000-000l-2",
		" 0000–0000—0000‑0001−2\t", "0000\u00a00000\u202f0000\u200b00012\n", "00000000000000012",
	} {
		read, err := certificate.ReadCode(text)
		require.NoError(t, err, text)
		require.Equal(t, want, read)
	}
}

func TestWhatIsNoCodeIsMistyped(t *testing.T) {
	for _, text := range []string{
		"", "-", "0000-0000-0000-0001", "0000-0000-0000-0001-22", "0000-0000-0000-0001-U", "0000-0000-0000-000é-2",
		"0000_0000_0000_0001_2", "0000-0000-0000-0001-3", strings.Repeat("0", 100_000), "\xff",
	} {
		_, err := certificate.ReadCode(text)
		require.ErrorIs(t, err, certificate.ErrMistyped, "%.40q", text)
		require.Less(t, len(err.Error()), 300)
	}
}

// One character typed for another, and two that changed places wherever they stand,
// are always told: every one of them is tried.
func TestASlipIsAlwaysTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		right := []byte(codes().Draw(t, "code"))
		for i := range right {
			for _, other := range []byte(characters) {
				slip := append([]byte{}, right...)
				slip[i] = other
				_, err := certificate.ReadCode(string(slip))
				require.Equal(t, other == right[i], err == nil, "%s", slip)
			}
			for j := range right {
				slip := append([]byte{}, right...)
				slip[i], slip[j] = slip[j], slip[i]
				_, err := certificate.ReadCode(string(slip))
				require.Equal(t, right[i] == right[j], err == nil, "%s", slip)
			}
		}
	})
}

// Every bit is in the code: no two are the same.
func TestEveryBitMatters(t *testing.T) {
	seen := map[certificate.Code]bool{}
	for i := range certificate.RandomBytes {
		for bit := range 8 {
			var random [certificate.RandomBytes]byte
			random[i] = 1 << bit
			seen[certificate.NewCode(random)] = true
		}
	}
	require.Len(t, seen, 80)
}

func FuzzReadCode(f *testing.F) {
	f.Add("0000-0000-0000-0001-2")
	f.Add("oooo oooo oooo ooo1 2")
	f.Add("U\u00ad\xff")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := certificate.ReadCode(text)
		if err != nil {
			require.ErrorIs(t, err, certificate.ErrMistyped)
			require.Empty(t, c)
			return
		}
		again, err := certificate.ReadCode(c.String())
		require.NoError(t, err)
		require.Equal(t, c, again)
	})
}
