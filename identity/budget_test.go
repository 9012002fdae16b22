package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/identity"
)

// sent says at which of the instants after noon a letter may leave.
func sent(at ...time.Duration) []bool {
	var b identity.Budget
	var may []bool
	for _, d := range at {
		var ok bool
		b, ok = b.Send(noon.Add(d))
		may = append(may, ok)
	}
	return may
}

// checklist 19: one minute, then two, four, eight; five in an hour.
func TestL5_LettersToAnAddressWaitLongerAndLonger(t *testing.T) {
	const m, almost = time.Minute, time.Minute - time.Microsecond
	require.Equal(t, []bool{true, false, true, false, true, false, true, false, true},
		sent(0, almost, m, 2*m+almost, 3*m, 6*m+almost, 7*m, 14*m+almost, 15*m))
	require.Equal(t, []bool{true, true, true, true, true, false, false, true},
		sent(0, m, 3*m, 7*m, 15*m, 40*m, 59*m+almost, 60*m), "a sixth only when the first is an hour old")
}

// checklist 19: ten in 24 hours.
func TestL5_TenLettersADay(t *testing.T) {
	var b identity.Budget
	n := 0
	for at := noon; at.Before(noon.Add(24 * time.Hour)); at = at.Add(time.Minute) {
		var ok bool
		if b, ok = b.Send(at); ok {
			n++
		}
	}
	require.Equal(t, 10, n)
	_, ok := b.Send(noon.Add(24 * time.Hour))
	require.True(t, ok, "the first is a day old")
}

// I6: whatever the instants, in or out of order, never more than ten in 24 hours, five
// in an hour, and none in the minute after another.
func TestI6_CapsHoldForAnyInstants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b identity.Budget
		var left []time.Time
		at := noon
		for range rapid.IntRange(1, 60).Draw(t, "n") {
			at = at.Add(time.Duration(rapid.IntRange(-10, 90).Draw(t, "minutes")) * time.Minute)
			var ok bool
			if b, ok = b.Send(at); ok {
				left = append(left, b.Sends[len(b.Sends)-1])
			}
			require.LessOrEqual(t, len(b.Sends), 10)
		}
		for i, first := range left {
			hour, day := 0, 0
			for _, next := range left[i:] {
				if next.Sub(first) < time.Hour {
					hour++
				}
				if next.Sub(first) < 24*time.Hour {
					day++
				}
			}
			require.LessOrEqual(t, hour, 5)
			require.LessOrEqual(t, day, 10)
			if i > 0 {
				require.GreaterOrEqual(t, first.Sub(left[i-1]), time.Minute)
			}
		}
	})
}

// checklist 16: failures add up over flows: ten in an hour, thirty in 24.
func TestL5_GuessesOfAnAddressAddUp(t *testing.T) {
	var b identity.Budget
	try := func(at time.Time) (ok bool) { b, ok = b.Try(at); return ok }
	for range 10 {
		require.True(t, try(noon))
	}
	require.False(t, try(noon))
	require.False(t, try(noon.Add(time.Hour-time.Microsecond)))
	n := 10
	for at := noon.Add(time.Hour); at.Before(noon.Add(24 * time.Hour)); at = at.Add(time.Minute) {
		if try(at) {
			n++
		}
	}
	require.Equal(t, 30, n)
	require.True(t, try(noon.Add(24*time.Hour)))
}

// checklist 17: a hundred wrong codes in a row, over however many days, and codes are
// off. checklist 18: a right one clears the failures and gives no letter back.
func TestL5_AHundredWrongCodesInARowAreTheEnd(t *testing.T) {
	var b identity.Budget
	b, _ = b.Send(noon)
	n := 0
	for at := noon; at.Before(noon.Add(30 * 24 * time.Hour)); at = at.Add(10 * time.Minute) {
		var ok bool
		if b, ok = b.Try(at); ok {
			n++
		}
	}
	require.Equal(t, 100, n)
	_, ok := b.Try(noon.Add(1000 * 24 * time.Hour))
	require.False(t, ok)
	b = b.Right()
	require.Empty(t, b.Failures)
	require.Len(t, b.Sends, 1)
	_, ok = b.Try(noon.Add(1000 * 24 * time.Hour))
	require.True(t, ok)
}

// checklist 63: twenty wrong codes within a minute, whatever the addresses.
func TestL5_SprayingRingsForAQuarterOfAnHour(t *testing.T) {
	var s identity.Spray
	for i := range 19 {
		s = s.Missed(noon.Add(time.Duration(i) * time.Second))
	}
	require.False(t, s.Alarm(noon.Add(time.Minute)))
	rung := s.Missed(noon.Add(time.Minute - time.Microsecond))
	require.True(t, rung.Alarm(noon.Add(time.Minute)))
	require.True(t, rung.Alarm(noon.Add(16*time.Minute-2*time.Microsecond)))
	require.False(t, rung.Alarm(noon.Add(16*time.Minute-time.Microsecond)))
	later := s.Missed(noon.Add(time.Minute))
	require.False(t, later.Alarm(noon.Add(time.Minute)), "another minute, another count")
	require.Equal(t, 1, later.Wrong)
}
