package exam_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/exam"
)

func chose(ids ...string) exam.Response        { return exam.Response{Choices: ids} }
func wrote(number string) exam.Response        { return exam.Response{Number: number} }
func both(n string, c ...string) exam.Response { return exam.Response{Number: n, Choices: c} }

func TestMarks(t *testing.T) {
	single, multiple := choose("q", "t", exam.Single, "b"), choose("q", "t", exam.Multiple, "ac")
	exactly, about := count("q", "t", "102.5", ""), count("q", "t", "13.9", "0.1")
	for _, c := range []struct {
		q      exam.Question
		r      exam.Response
		points int
	}{
		{single, exam.Response{}, 0},
		{single, chose("b"), 2},
		{single, chose("a"), 0},
		{single, chose("b", "b"), 2},
		{single, exam.Response{Choices: []string{}}, 0},
		{single, wrote("  "), 0},
		{multiple, chose("a", "c"), 2},
		{multiple, chose("c", "a"), 2},
		{multiple, chose("c", "a", "c"), 2},
		{multiple, chose("a"), 0},
		{multiple, chose("a", "b", "c"), 0},
		{multiple, chose("b"), 0},
		{multiple, chose(), 0},
		{exactly, wrote(""), 0},
		{exactly, wrote("\u00a0"), 0},
		{exactly, wrote("102,5"), 2},
		{exactly, wrote("102.5"), 2},
		{exactly, wrote(" 102,50 "), 2},
		{exactly, wrote("102,5 mètres"), 2},
		{exactly, wrote("102.5metres"), 2},
		{exactly, wrote("102,5\u00a0mètres"), 2},
		{exactly, wrote("102"), 0},
		{exactly, wrote("-102,5"), 0},
		{exactly, wrote("102,500000000000001"), 0},
		// 13.9 − 0.1 and 13.9 + 0.1 are in: as binary fractions, one of them would not be.
		{about, wrote("13,8"), 2},
		{about, wrote("14"), 2},
		{about, wrote("14,0"), 2},
		{about, wrote("13,79999"), 0},
		{about, wrote("14,00001"), 0},
	} {
		points, err := c.q.Mark(c.r)
		require.NoError(t, err, "%v", c)
		require.Equal(t, c.points, points, "%s %v", c.q.Kind, c.r)
	}
}

func TestWhatIsNotMarked(t *testing.T) {
	single, multiple, number := choose("q", "t", exam.Single, "b"), choose("q", "t", exam.Multiple, "ac"), count("q", "t", "1500", "")
	for _, c := range []struct {
		q    exam.Question
		r    exam.Response
		want error
	}{
		{single, chose("a", "b"), exam.ErrOneChoice},
		{single, chose("d"), exam.ErrUnknownOption},
		{single, chose("b", "d"), exam.ErrUnknownOption},
		{single, chose(""), exam.ErrUnknownOption},
		{single, wrote("2"), exam.ErrUnknownOption},
		{single, both("2", "b"), exam.ErrUnknownOption},
		{multiple, chose("a", "c", "d"), exam.ErrUnknownOption},
		{multiple, chose("A", "c"), exam.ErrUnknownOption},
		{number, chose("a"), exam.ErrUnknownOption},
		{number, both("1500", "a"), exam.ErrUnknownOption},
		{number, wrote("1,500"), exam.ErrNumber},
		{number, wrote("beaucoup"), exam.ErrNumber},
		{number, wrote("mètres"), exam.ErrNumber},
		{number, wrote("1500 pieds"), exam.ErrNumber},
	} {
		points, err := c.q.Mark(c.r)
		require.ErrorIs(t, err, c.want, "%v", c.r)
		require.Zero(t, points)
		require.Less(t, len(err.Error()), 200)
	}
	broken := count("q", "t", "about 3", "")
	points, err := broken.Mark(wrote("3"))
	require.NoError(t, err)
	require.Zero(t, points, "a question whose own number cannot be read has no right answer")
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "7": "7", "007": "7", "2,5": "5/2", "2.5": "5/2", " 2,50 ": "5/2", "-4": "-4", "−4,5": "-9/2", "- 4": "-4", "-0": "0",
		"1500": "1500", "1 500": "1500", "1\u202f500": "1500", "1\u00a0500,25": "6001/4", "12 345 678": "12345678", "1 500,125": "12001/8",
		"0,125": "1/8", "0.125": "1/8", "-0,125": "-1/8", "1,50": "3/2", "1,5000": "3/2", "999999999999999": "999999999999999",
	} {
		got, err := exam.ReadNumber(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got.RatString(), text)
	}
	for _, text := range []string{
		"", " ", "1,500", "1.500", "12,345", "-1,500", "1.234,5", "1,234.5", "1,234,567", "1 50", "12 34", "1  500", "0 500", "1500 000", "1 500 00",
		",5", "5,", "1e3", "0x10", "1/2", "½", "+5", "--5", "5-", "NaN", "Inf", "２", "٢", "sept", "7 8", "7\n8", "5 m", "1000000000000000",
		"1,1234567890123456", strings.Repeat("9", 10_000), "\xff", "7\x00", "'7'", "1_000", "1'000",
	} {
		got, err := exam.ReadNumber(text)
		require.ErrorIs(t, err, exam.ErrNumber, text)
		require.Nil(t, got)
		require.Less(t, len(err.Error()), 300)
	}
}

func TestWhenTwoResponsesAreEqual(t *testing.T) {
	require.True(t, exam.Response{}.Equal(exam.Response{Choices: []string{}}))
	require.True(t, chose("a", "c").Equal(chose("c", "a", "c")))
	require.False(t, chose("a", "c").Equal(chose("a")))
	require.False(t, chose("a").Equal(chose("ab")))
	require.True(t, wrote("2,5").Equal(wrote("2,5")))
	require.False(t, wrote("2,5").Equal(wrote("2.5")), "what was typed is kept as it was")
	require.False(t, wrote("2,5").Equal(chose("2,5")))
	given := chose("c", "a")
	given.Equal(chose("a", "c"))
	require.Equal(t, chose("c", "a"), given, "comparing changes neither")
	require.True(t, exam.Response{}.Empty())
	require.True(t, wrote(" \u00a0").Empty())
	require.False(t, wrote("0").Empty())
	require.False(t, chose("a").Empty())
}

// A mark is none or all of the points, whatever was given and in whatever order; equal
// responses have equal marks; and the right response has all.
func TestMarksOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.SampledFrom(exams().Draw(t, "exam").Questions).Draw(t, "question")
		r := exam.Response{
			Choices: rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c", "d", ""})).Draw(t, "choices"),
			Number:  rapid.SampledFrom([]string{"", "", "7", "2,5", "1 500", "-0,125", "1,500", "x"}).Draw(t, "number"),
		}
		before := exam.Response{Choices: append([]string(nil), r.Choices...), Number: r.Number}
		points, err := q.Mark(r)
		require.Contains(t, []int{0, q.Points}, points)
		if err != nil {
			require.Zero(t, points)
		}
		require.True(t, before.Equal(r), "marking changes nothing")
		turned := exam.Response{Choices: rapid.Permutation(r.Choices).Draw(t, "order"), Number: r.Number}
		require.True(t, r.Equal(turned))
		again, errAgain := q.Mark(turned)
		require.Equal(t, points, again)
		require.Equal(t, err == nil, errAgain == nil)
		if r.Empty() {
			require.NoError(t, err)
			require.Zero(t, points)
		}

		right := exam.Response{Number: q.Number}
		for _, o := range q.Options {
			if o.Right {
				right.Choices = append(right.Choices, o.ID)
			}
		}
		points, err = q.Mark(right)
		require.NoError(t, err)
		require.Equal(t, q.Points, points)
	})
}

// A number is right within the tolerance, its ends included, and nowhere else: on whole
// thousandths, where the arithmetic can be done in integers.
func TestTheToleranceIsExact(t *testing.T) {
	thousandths := func(n int64) string { return big.NewRat(n, 1000).FloatString(4) } // four digits: never ambiguous
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.Int64Range(-5000, 5000).Draw(t, "number")
		tolerance := rapid.Int64Range(0, 500).Draw(t, "tolerance")
		given := number + rapid.Int64Range(-600, 600).Draw(t, "apart")
		points, err := count("q", "t", thousandths(number), thousandths(tolerance)).Mark(wrote(strings.Replace(thousandths(given), ".", ",", 1)))
		require.NoError(t, err)
		apart := max(given-number, number-given)
		require.Equal(t, apart <= tolerance, points == 2, "%d apart of %d", apart, tolerance)
	})
}

// Whatever is typed is refused, or read to the number that its digits say.
func FuzzResponse(f *testing.F) {
	for _, text := range []string{"7", "2,5", "2.5", "1 500", "1\u202f500,125", "-0,125", "−4", "1,500", "", "２", "1e3", "102,5 mètres"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := count("q", "t", "7", "")
		points, err := q.Mark(wrote(text))
		require.Contains(t, []int{0, q.Points}, points)
		if err != nil {
			require.ErrorIs(t, err, exam.ErrNumber)
			require.Zero(t, points)
		}
		got, err := exam.ReadNumber(text)
		if err != nil {
			require.ErrorIs(t, err, exam.ErrNumber)
			return
		}
		// The digits alone are those of the number, once zeros at the ends are left out.
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, text)
		require.Equal(t, strings.Trim(digits, "0"), strings.Trim(strings.NewReplacer("-", "", ".", "").Replace(got.FloatString(15)), "0"))
		// Written the plain way, it is read again to the same.
		back, err := exam.ReadNumber(got.FloatString(15))
		require.NoError(t, err)
		require.Zero(t, got.Cmp(back))
	})
}
