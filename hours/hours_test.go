package hours_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/hours"
)

func h(text string) hours.Hours { return hours.MustHours(text) }

// amounts draws what people may write: hundredths of an hour, or minutes.
func amounts(most int64) *rapid.Generator[hours.Hours] {
	return rapid.OneOf(
		rapid.Map(rapid.Int64Range(0, most*100), func(n int64) hours.Hours { return hours.Ratio(n, 100) }),
		rapid.Map(rapid.Int64Range(0, most*60), func(n int64) hours.Hours { return hours.Ratio(n, 60) }),
	)
}

// 60 × 26 ÷ 36 is 43 ⅓: 43.33 h is short of it and 43.34 h is enough.
func TestNothingIsRounded(t *testing.T) {
	due := hours.Whole(60).Times(26, 36)
	require.Equal(t, hours.Ratio(130, 3), due)
	require.Equal(t, "130/3", due.String())
	require.True(t, h("43.33").Less(due))
	require.False(t, h("43.34").Less(due))
	require.Equal(t, hours.Ratio(1, 300), due.Minus(h("43.33")))
	require.True(t, due.Minus(h("43.34")).IsZero())
	require.Equal(t, "70/3", hours.Whole(40).Times(14, 24).String())
	require.Equal(t, h("18.75"), h("1.25").Times(15, 1))
	require.Equal(t, hours.Whole(1), hours.Sum(hours.Ratio(1, 3), hours.Ratio(1, 3), hours.Ratio(1, 3)))
}

func TestArithmetic(t *testing.T) {
	require.Equal(t, h("3.75"), h("2.5").Plus(h("1.25")))
	require.Equal(t, h("1.25"), h("2.5").Minus(h("1.25")))
	require.True(t, h("1.25").Minus(h("2.5")).IsZero())
	require.True(t, h("2").Minus(hours.Ratio(7, 3)).IsZero())
	require.Equal(t, h("1.25"), hours.Least(h("2.5"), h("1.25")))
	require.Equal(t, h("1.25"), hours.Least(h("1.25"), h("2.5")))
	require.True(t, hours.Sum().IsZero())
	require.True(t, hours.Whole(-3).IsZero())
	require.True(t, hours.Ratio(-1, 2).IsZero())
	require.Equal(t, -1, hours.Ratio(1, 3).Compare(h("0.34")))
	require.Equal(t, 0, hours.Ratio(2, 6).Compare(hours.Ratio(1, 3)))
	require.Equal(t, 1, h("3").Compare(h("2")))
	num, den := hours.Hours{}.Fraction()
	require.Equal(t, [2]int64{0, 1}, [2]int64{num, den})
	num, den = h("2.5").Fraction()
	require.Equal(t, [2]int64{5, 2}, [2]int64{num, den})
}

// What does not fit panics instead of being wrong.
func TestAmountsThatDoNotFitPanic(t *testing.T) {
	most := hours.Whole(math.MaxInt64)
	require.Panics(t, func() { most.Plus(hours.Whole(1)) })
	require.Panics(t, func() { most.Times(2, 1) })
	require.Panics(t, func() { hours.Ratio(1, math.MaxInt64).Plus(hours.Ratio(1, math.MaxInt64-1)) })
	require.Panics(t, func() { hours.Ratio(1, 0) })
	require.Panics(t, func() { hours.Whole(1).Times(-1, 1) })
	require.Panics(t, func() { hours.Whole(1).Times(1, 0) })
	require.Equal(t, most, hours.Whole(math.MaxInt64-1).Plus(hours.Whole(1)))
	require.Equal(t, most, most.Times(3, 3))
}

func TestDeclarable(t *testing.T) {
	for _, text := range []string{"0", "0.000001", "2.5", "1/60", "7/3", "100000"} {
		require.True(t, h(text).Declarable(), text)
	}
	for _, text := range []string{"100000.000001", "1/7", "50/13", "1/9223372036854775807", "9000000000000"} {
		require.False(t, h(text).Declarable(), text)
	}
	// Exact to the last millionth: a million of the worst.
	total := h("99999.999999").Plus(hours.Ratio(1, 60)).Times(1_000_000, 1)
	require.Equal(t, hours.Sum(hours.Whole(99_999_999_999), hours.Ratio(50_000, 3)), total)
}

func TestCanonicalText(t *testing.T) {
	for text, want := range map[string]hours.Hours{
		"0": {}, "1": hours.Whole(1), "12.5": hours.Ratio(25, 2), "0.000001": hours.Ratio(1, 1_000_000),
		"130/3": hours.Ratio(130, 3), "1/7": hours.Ratio(1, 7), "9000000000000": hours.Whole(9_000_000_000_000),
	} {
		got, err := hours.ParseHours(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
		require.Equal(t, text, got.String())
	}
	for _, text := range []string{
		"", " 1", "1 ", "01", "1.", ".5", "1.50", "12,5", "-1", "+1", "1e5", "1E5", "NaN", "Inf", "0x10", "1_000", "1/0", "2/1",
		"2/4", "5/2", "0/3", "-1/3", "1/-3", "1/3/5", "/3", "3/", "1.5/2", "..", "1..5", "１", "0.0000001", "9999999999999",
		"99999999999999999999/7", strings.Repeat("1", 1000), "\x00",
	} {
		got, err := hours.ParseHours(text)
		require.ErrorIs(t, err, hours.ErrBadHours, text)
		require.True(t, got.IsZero())
		require.Less(t, len(err.Error()), 200)
	}
	require.Panics(t, func() { hours.MustHours("2,5") })
}

func TestDecimalRoundsUp(t *testing.T) {
	for _, c := range []struct {
		hours  hours.Hours
		places int32
		want   string
		exact  bool
	}{
		{hours.Ratio(130, 3), 2, "43.34", false},
		{hours.Ratio(130, 3), 0, "44", false},
		{h("12.5"), 2, "12.5", true},
		{h("12.5"), 0, "13", false},
		{hours.Hours{}, 2, "0", true},
		{hours.Ratio(1, 1000), 2, "0.01", false},
	} {
		d, exact := c.hours.Decimal(c.places)
		require.Equal(t, c.want, d.String())
		require.Equal(t, c.exact, exact)
	}
}

func TestFromDecimal(t *testing.T) {
	for text, want := range map[string]hours.Hours{
		"2.50": h("2.5"), "0": {}, "100000": hours.Whole(100_000), "0.000001": hours.Ratio(1, 1_000_000), "1e2": hours.Whole(100),
	} {
		got, err := hours.FromDecimal(decimal.RequireFromString(text))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"-0.5", "100000.000001", "0.0000001", "1e300", "1e-300", "-1e300"} {
		got, err := hours.FromDecimal(decimal.RequireFromString(text))
		require.ErrorIs(t, err, hours.ErrBadHours, text)
		require.True(t, got.IsZero())
	}
	for _, exponent := range []int32{math.MaxInt32, math.MinInt32} { // digits that no memory holds
		_, err := hours.FromDecimal(decimal.New(1, exponent))
		require.ErrorIs(t, err, hours.ErrBadHours)
	}
}

func TestHoursAreStoredAndSentAsTheirText(t *testing.T) {
	type row struct {
		Due hours.Hours `json:"due"`
	}
	text, err := json.Marshal(row{hours.Ratio(130, 3)})
	require.NoError(t, err)
	require.JSONEq(t, `{"due":"130/3"}`, string(text))
	var back row
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, hours.Ratio(130, 3), back.Due)
	require.ErrorIs(t, json.Unmarshal([]byte(`{"due":"2,5"}`), &back), hours.ErrBadHours)
	require.Error(t, json.Unmarshal([]byte(`{"due":2.5}`), &back))
	require.Equal(t, hours.Ratio(130, 3), back.Due)

	value, err := h("12.5").Value()
	require.NoError(t, err)
	require.Equal(t, "12.5", value)
	for _, stored := range []any{"12.5", []byte("12.5")} {
		var got hours.Hours
		require.NoError(t, got.Scan(stored))
		require.Equal(t, h("12.5"), got)
	}
	var got hours.Hours
	for _, stored := range []any{nil, 12.5, int64(12), "douze"} {
		require.ErrorIs(t, got.Scan(stored), hours.ErrBadHours)
	}
}

func TestHoursObeyTheLawsOfArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := amounts(1000).Draw(t, "a"), amounts(1000).Draw(t, "b"), amounts(1000).Draw(t, "c")
		require.Equal(t, a.Plus(b), b.Plus(a))
		require.Equal(t, a.Plus(b).Plus(c), a.Plus(b.Plus(c)))
		require.Equal(t, a, a.Plus(b).Minus(b))
		require.Equal(t, a.Less(b), !b.Minus(a).IsZero())
		require.Equal(t, a.Compare(b), -b.Compare(a))
		n, d := rapid.Int64Range(1, 120).Draw(t, "n"), rapid.Int64Range(1, 120).Draw(t, "d")
		require.Equal(t, a, a.Times(n, d).Times(d, n))
		require.Equal(t, a.Times(n, d).Plus(b.Times(n, d)), a.Plus(b).Times(n, d))

		back, err := hours.ParseHours(a.Times(n, d).String())
		require.NoError(t, err)
		require.Equal(t, a.Times(n, d), back)
		up, exact := a.Times(n, d).Decimal(2)
		rounded, err := hours.FromDecimal(up)
		if err == nil {
			require.False(t, rounded.Less(a.Times(n, d)))
			require.Equal(t, exact, rounded == a.Times(n, d))
			require.True(t, rounded.Minus(a.Times(n, d)).Less(h("0.01")))
		}
	})
}

func FuzzParseHours(f *testing.F) {
	for _, text := range []string{"0", "12.5", "130/3", "1.50", "1/0", "2/4", "", "-1", "1e9", "9223372036854775807/2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := hours.ParseHours(text)
		if err != nil {
			require.ErrorIs(t, err, hours.ErrBadHours)
			require.True(t, got.IsZero())
			return
		}
		require.Equal(t, text, got.String())
	})
}

// Documents may write a number in another way; stored files may not.
func TestHoursInDocuments(t *testing.T) {
	for text, want := range map[string]string{"12.50": "12.5", "2/4": "0.5", "1/3": "1/3", "030": "30", "1.67": "1.67"} {
		var got hours.Hours
		require.NoError(t, got.UnmarshalYAML(func(v any) error { *v.(*string) = text; return nil }), text)
		require.Equal(t, want, got.String())
	}
	for _, text := range []string{"", "12,5", ".5", "5.", "1/0", "-1", "1e3", "two"} {
		var got hours.Hours
		require.ErrorIs(t, got.UnmarshalYAML(func(v any) error { *v.(*string) = text; return nil }), hours.ErrBadHours, text)
	}
}
