package reminder_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

func day(text string) cycle.Date { return cycle.MustDate(text) }

func h(n int64) hours.Hours { return hours.Whole(n) }

// deadline is the end of the technologists' period on 31 March 2028, with 20 h left.
func deadline(lines ...hours.Line) hours.Deadline {
	if lines == nil {
		lines = []hours.Line{{Requirement: "total", Remaining: h(20), AfterPending: h(20)}}
	}
	period := cycle.Period{Span: cycle.Span{From: day("2025-04-01"), To: day("2028-04-01")}}
	return hours.Deadline{
		Version: hours.Version{Requirements: []hours.Requirement{
			{ID: "total", Label: identity.Text{FR: "Total", EN: "Total"}}, {ID: "ethics", Label: identity.Text{FR: "Éthique", EN: "Ethics"}},
		}},
		Period: period, Window: period.Span, Last: day("2028-03-31"), Lines: lines,
	}
}

func TestDaysOfTheRemindersBefore31March2028(t *testing.T) {
	for months, want := range map[int]string{12: "2027-03-31", 6: "2027-09-30", 3: "2027-12-31", 1: "2028-02-29"} {
		require.Equal(t, day(want), reminder.Day(day("2028-03-31"), months))
	}
	require.Equal(t, day("2027-02-28"), reminder.Day(day("2027-03-31"), 1))
}

func TestDue(t *testing.T) {
	const last = "2028-03-31"
	sent := func(months ...int) (all []reminder.Sent) {
		for _, m := range months {
			all = append(all, reminder.Sent{Last: day(last), Months: m})
		}
		return all
	}
	only := func(months ...int) *reminder.Preferences { return &reminder.Preferences{Months: months} }
	for name, c := range map[string]struct {
		record  reminder.Record
		entered string
		today   string
		want    int // months; 0 is none
	}{
		"the day before the first":                 {today: "2027-03-30"},
		"the day of the first":                     {today: "2027-03-31", want: 12},
		"the first was sent":                       {today: "2027-03-31", record: reminder.Record{Sent: sent(12)}},
		"between two":                              {today: "2027-09-29", record: reminder.Record{Sent: sent(12)}},
		"six months before":                        {today: "2027-09-30", record: reminder.Record{Sent: sent(12)}, want: 6},
		"three months before":                      {today: "2027-12-31", record: reminder.Record{Sent: sent(12, 6)}, want: 3},
		"one month before":                         {today: "2028-02-29", record: reminder.Record{Sent: sent(12, 6, 3)}, want: 1},
		"the last day":                             {today: last, record: reminder.Record{Sent: sent(12, 6, 3, 1)}},
		"a server that was down for a week":        {today: "2027-10-07", record: reminder.Record{Sent: sent(12)}, want: 6},
		"a server that was down for a year":        {today: "2028-03-01", record: reminder.Record{Sent: sent(12)}, want: 1},
		"what was missed is not sent after all":    {today: "2028-03-02", record: reminder.Record{Sent: sent(12, 1)}},
		"entered five months before: not at once":  {today: "2027-10-31", entered: "2027-10-31"},
		"entered five months before: at three":     {today: "2027-12-31", entered: "2027-10-31", want: 3},
		"entered five months before: at one":       {today: "2028-02-29", entered: "2027-10-31", record: reminder.Record{Sent: sent(3)}, want: 1},
		"entered on the day of a reminder":         {today: "2027-09-30", entered: "2027-09-30", want: 6},
		"only six and one: not at twelve":          {today: "2027-04-15", record: reminder.Record{Own: only(6, 1)}},
		"only six and one: at six":                 {today: "2027-09-30", record: reminder.Record{Own: only(6, 1)}, want: 6},
		"only six and one: not at three":           {today: "2027-12-31", record: reminder.Record{Own: only(6, 1), Sent: sent(6)}},
		"only twelve, sent late":                   {today: "2028-03-30", record: reminder.Record{Own: only(12)}, want: 12},
		"stopped":                                  {today: "2027-09-30", record: reminder.Record{Own: only()}},
		"chosen after the day has passed: not now": {today: "2027-10-05", record: reminder.Record{Own: only(6, 3), Since: day("2027-10-01")}},
		"chosen after the day: the next one":       {today: "2027-12-31", record: reminder.Record{Own: only(6, 3), Since: day("2027-10-01")}, want: 3},
		"chosen on the day":                        {today: "2027-10-05", record: reminder.Record{Own: only(6, 3), Since: day("2027-09-30")}, want: 6},
		"one unticked once a later one was sent":   {today: "2028-03-10", record: reminder.Record{Own: only(12, 6, 3), Sent: sent(12, 6, 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			entered := "2020-01-01"
			if c.entered != "" {
				entered = c.entered
			}
			due := reminder.Due([]hours.Deadline{deadline()}, c.record, day(entered), day(c.today))
			if c.want == 0 {
				require.Empty(t, due)
				return
			}
			require.Len(t, due, 1)
			require.Equal(t, c.want, due[0].Months)
			require.Equal(t, day(last), due[0].Last)
			require.Equal(t, []reminder.Item{{Label: identity.Text{FR: "Total", EN: "Total"}, Amount: h(20)}}, due[0].Left)
			require.Equal(t, fmt.Sprintf("reminder-2028-03-31-%d", c.want), due[0].ID())
		})
	}
}

func TestNothingIsSentWhenNothingIsLeft(t *testing.T) {
	for name, lines := range map[string][]hours.Line{
		"nothing is asked": {},
		"everything is done": {
			{Requirement: "total"}, {Requirement: "ethics"},
		},
		"everything would be, if what is pending is counted": {
			{Requirement: "total", Remaining: h(5)},
		},
	} {
		require.Empty(t, reminder.Due([]hours.Deadline{deadline(lines...)}, reminder.Record{}, day("2020-01-01"), day("2027-09-30")), name)
	}
}

func TestWhatIsLeftSupposesThatWhatIsPendingIsCounted(t *testing.T) {
	due := reminder.Due([]hours.Deadline{deadline(
		hours.Line{Requirement: "total", Remaining: h(9), AfterPending: h(4)},
		hours.Line{Requirement: "ethics", Remaining: h(2)},
	)}, reminder.Record{}, day("2020-01-01"), day("2027-09-30"))
	require.Len(t, due, 1)
	require.True(t, due[0].Pending)
	require.Equal(t, []reminder.Item{{Label: identity.Text{FR: "Total", EN: "Total"}, Amount: h(4)}}, due[0].Left)
}

// Windows that end on one day are one message; one that begins after the day of a
// reminder is not in it.
func TestWindowsThatEndTogetherAreOneReminder(t *testing.T) {
	window := deadline(hours.Line{Requirement: "ethics", Remaining: h(3), AfterPending: h(3)})
	window.Window.From = day("2027-04-01")
	both := []hours.Deadline{deadline(), window}
	due := reminder.Due(both, reminder.Record{}, day("2020-01-01"), day("2027-09-30"))
	require.Len(t, due, 1)
	require.Len(t, due[0].Left, 2)
	due = reminder.Due(both, reminder.Record{}, day("2020-01-01"), day("2027-03-31"))
	require.Len(t, due, 1)
	require.Len(t, due[0].Left, 1, "the window had not begun")
}

// A late time of three months, from 1 April to 30 June 2028: at three months it has
// not begun.
func TestLateTimeIsRemindedInsideItself(t *testing.T) {
	late := deadline()
	late.Window = cycle.Span{From: day("2028-04-01"), To: day("2028-07-01")}
	late.Last, late.Late = day("2028-06-30"), 1
	for today, want := range map[string]int{"2028-04-01": 0, "2028-05-29": 0, "2028-05-30": 1} {
		due := reminder.Due([]hours.Deadline{late}, reminder.Record{}, day("2020-01-01"), day(today))
		require.Len(t, due, want, today)
	}
}

// Whatever days the server runs on: each reminder is sent once at most, never before
// its day, and each one that the server was there for is sent on its day.
func TestEachReminderIsSentOnceWhateverDaysTheServerRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		record, last, count := reminder.Record{}, day("2028-03-31"), map[int]int{}
		for today := day("2027-03-01"); !today.After(last); today = today.AddDays(1) {
			if !rapid.Bool().Draw(t, "runs") {
				continue
			}
			for range 2 {
				for _, r := range reminder.Due([]hours.Deadline{deadline()}, record, day("2020-01-01"), today) {
					count[r.Months]++
					require.False(t, today.Before(reminder.Day(last, r.Months)))
					record.Sent = append(record.Sent, reminder.Sent{Last: r.Last, Months: r.Months})
				}
			}
			for _, months := range reminder.Times() {
				if reminder.Day(last, months) == today {
					require.Equal(t, 1, count[months])
				}
			}
		}
		for _, n := range count {
			require.Equal(t, 1, n)
		}
	})
}

func TestPreferencesAreAmongTheTimes(t *testing.T) {
	today := day("2027-01-01")
	record, err := reminder.Record{}.Prefer(reminder.Preferences{Months: []int{1, 12, 1}}, today)
	require.NoError(t, err)
	require.Equal(t, []int{12, 1}, record.Chosen().Months)
	require.Equal(t, today, record.Since)
	again, err := record.Prefer(reminder.Preferences{Months: []int{12, 1}}, today.AddDays(5))
	require.NoError(t, err)
	require.Equal(t, today, again.Since, "choosing the same changes nothing")
	for _, wrong := range []int{0, -1, 2, 24} {
		_, err = record.Prefer(reminder.Preferences{Months: []int{12, wrong}}, today)
		require.ErrorIs(t, err, hours.ErrUnknownChoice)
	}
	stopped, err := record.Prefer(reminder.Preferences{}, today)
	require.NoError(t, err)
	require.True(t, stopped.Chosen().Stopped())
	require.False(t, reminder.Record{}.Chosen().Stopped())
	require.Equal(t, []int{12, 6, 3, 1}, reminder.Record{}.Chosen().Months)
}

func TestOnlyTheSecretOfALetterIsKnown(t *testing.T) {
	record := reminder.Record{Sent: []reminder.Sent{{Stop: reminder.Digest("one")}, {Stop: reminder.Digest("two")}}}
	for secret, want := range map[string]bool{
		"one": true, "two": true, "three": false, "": false, "ONE": false, reminder.Digest("one"): false,
	} {
		require.Equal(t, want, record.Knows(secret), secret)
	}
	require.False(t, reminder.Record{}.Knows(""))
	require.False(t, reminder.Record{Sent: []reminder.Sent{{}}}.Knows(""))
}
