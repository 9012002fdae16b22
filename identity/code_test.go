package identity_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// numbers is a source that gives these, big-endian.
func numbers(all ...uint32) io.Reader {
	var b bytes.Buffer
	for _, n := range all {
		_ = binary.Write(&b, binary.BigEndian, n)
	}
	return &b
}

// checklist 1: no randomness, no code.
func TestL4_NoCodeWithoutRandomness(t *testing.T) {
	for _, source := range []io.Reader{strings.NewReader(""), strings.NewReader("abc"), numbers(4_200_000_000)} {
		code, err := identity.DrawCode(source)
		require.Error(t, err)
		require.Empty(t, code.Reveal())
	}
}

// checklist 2: what lies above the greatest multiple of 100,000,000 that four bytes
// hold, 4,200,000,000, is drawn again: else the first codes would come more often.
func TestL4_CodesAreDrawnWithoutBias(t *testing.T) {
	for _, c := range []struct {
		source []uint32
		want   string
	}{
		{[]uint32{0}, "00000000"},
		{[]uint32{7}, "00000007"},
		{[]uint32{99_999_999}, "99999999"},
		{[]uint32{100_000_000}, "00000000"},
		{[]uint32{4_199_999_999}, "99999999"},
		{[]uint32{4_200_000_000, 12_345_678}, "12345678"},
		{[]uint32{math.MaxUint32, 4_294_967_000, 87_654_321}, "87654321"},
	} {
		code, err := identity.DrawCode(numbers(c.source...))
		require.NoError(t, err)
		require.Equal(t, c.want, code.Reveal())
	}
}

// checklist 2: every digit comes at every place, as often as the others: chi-square
// with nine degrees of freedom, whose quantile for one in a million is 45.08.
func TestL4_EveryDigitComesAtEveryPlace(t *testing.T) {
	const draws = 40_000
	source := rand.NewChaCha8([32]byte{1})
	var seen [8][10]int
	for range draws {
		code, err := identity.DrawCode(source)
		require.NoError(t, err)
		require.Len(t, code.Reveal(), 8)
		for place, digit := range []byte(code.Reveal()) {
			seen[place][digit-'0']++
		}
	}
	for place := range seen {
		square := 0.0
		for _, n := range seen[place] {
			apart := float64(n) - draws/10
			square += apart * apart / (draws / 10)
		}
		require.Less(t, square, 45.08, place)
	}
}

// checklist 3 and 4: eight digits are more than 20 bits; a code lives ten minutes.
func TestL4_CodeIsLongEnoughAndShortLived(t *testing.T) {
	code, err := identity.DrawCode(numbers(1))
	require.NoError(t, err)
	require.Greater(t, float64(len(code.Reveal()))*math.Log2(10), 20.0)
	require.LessOrEqual(t, identity.CodeLife, 10*time.Minute)
	require.Equal(t, "1234 5678", identity.ShowCode("12345678"))
	require.Equal(t, "•••", identity.ShowCode("•••"))
}

// checklist 12: spaces and hyphens are dropped, full-width digits are digits, and
// nothing else is made of what was typed.
func TestL5_CodeIsReadAsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"12345678": "12345678", "1234 5678": "12345678", " 1234-5678\r\n": "12345678", "1 2 3 4 5 6 7 8": "12345678",
		"1234\u00a05678": "12345678", "1234\u202f5678": "12345678", "1234\u20115678": "12345678",
		"１２３４５６７８": "12345678", "１２３４　5678": "12345678",
	} {
		code, ok := identity.NormalCode(typed)
		require.True(t, ok, "%q", typed)
		require.Equal(t, want, code)
	}
	for _, typed := range []string{
		"", " ", "1234567", "123456789", "1234567a", "O2345678", "1234.5678", "12345678\x00", "+12345678",
		"١٢٣٤٥٦٧٨", "१२३४५६७८", "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "①②③④⑤⑥⑦⑧", "1234–5678", "\xff12345678",
		strings.Repeat(" ", 60) + "12345678",
	} {
		_, ok := identity.NormalCode(typed)
		require.False(t, ok, "%q", typed)
	}
}
