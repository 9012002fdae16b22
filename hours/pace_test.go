package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// paced is a balance of 30 h over 1 April 2025 to 31 March 2028: 365 + 365 + 366 days.
func paced(on string, carried, counted hours.Hours) hours.Balance {
	due := hours.Whole(30)
	return hours.Balance{
		Start: cycle.MustDate("2025-04-01"), End: cycle.MustDate("2028-03-31"), Day: cycle.MustDate(on),
		Lines: []hours.Line{{
			Requirement: "total", Total: true, Due: due, Carried: carried, Counted: counted, Remaining: due.Minus(carried).Minus(counted),
		}},
	}
}

func TestPace(t *testing.T) {
	for _, c := range []struct {
		name             string
		on               string
		carried, counted int64
		reached, monthly hours.Hours
		enough           bool
	}{
		// A year of 365 days has passed, and 731 days are left of 1096.
		{"9 h in a year: 9 × 1096 ÷ 365; 21 h are left for 12 × 731 ÷ 365 months", "2026-04-01", 0, 9, hours.Ratio(9864, 365), hours.Ratio(21*365, 12*731), false},
		{"10 h in a year would be a little more than 30", "2026-04-01", 0, 10, hours.Whole(30), hours.Ratio(20*365, 12*731), true},
		{"hours carried over do not grow", "2026-04-01", 5, 5, hours.Ratio(5*365+5*1096, 365), hours.Ratio(20*365, 12*731), false},
		{"nothing yet", "2026-04-01", 0, 0, hours.Hours{}, hours.Ratio(30*365, 12*731), false},
		{"90 days have passed", "2025-06-30", 0, 1, hours.Ratio(1096, 90), hours.Ratio(29*365, 12*1006), false},
		{"60 days are left, today among them", "2028-02-01", 0, 29, hours.Ratio(29*1096, 1036), hours.Ratio(365, 720), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, ok := paced(c.on, hours.Whole(c.carried), hours.Whole(c.counted)).Pace()
			require.True(t, ok)
			require.Equal(t, hours.Pace{Reached: hours.Least(c.reached, hours.Whole(30)), Enough: c.enough, Monthly: c.monthly}, p)
		})
	}
}

func TestPaceIsNotToldTooSoonNorTooLateNorForNothing(t *testing.T) {
	none := func(b hours.Balance) {
		t.Helper()
		_, ok := b.Pace()
		require.False(t, ok)
	}
	none(paced("2025-06-29", hours.Hours{}, hours.Whole(1)))
	none(paced("2028-02-02", hours.Hours{}, hours.Whole(1)))
	none(paced("2028-04-01", hours.Hours{}, hours.Whole(1)))
	none(paced("2026-04-01", hours.Hours{}, hours.Whole(30)))
	items := paced("2026-04-01", hours.Hours{}, hours.Whole(1))
	items.Lines[0].Measure = hours.InItems
	none(items)
	none(hours.Balance{})
}

// What is left each month, over the months that are left, is what is left.
func TestPaceAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := cycle.MustDate("2025-06-30").AddDays(rapid.IntRange(0, 946).Draw(t, "day"))
		b := paced(day.String(), hours.Whole(rapid.Int64Range(0, 5).Draw(t, "carried")), hours.Ratio(rapid.Int64Range(0, 98).Draw(t, "quarters"), 4))
		p, ok := b.Pace()
		require.True(t, ok)
		ahead := int64(b.End.Sub(day) + 1)
		require.Equal(t, b.Lines[0].Remaining, p.Monthly.Times(12*ahead, 365))
		require.False(t, hours.Whole(30).Less(p.Reached))
		require.Equal(t, p.Enough, p.Reached == hours.Whole(30))
	})
}
