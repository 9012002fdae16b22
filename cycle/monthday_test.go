package cycle_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
)

func TestMonthDayInAYear(t *testing.T) {
	require.Equal(t, "2025-04-01", cycle.MonthDay{Month: 4, Day: 1}.In(2025).String())
	require.Equal(t, "2024-02-29", cycle.MonthDay{Month: 2, Day: 29}.In(2024).String())
	require.Equal(t, "2025-02-28", cycle.MonthDay{Month: 2, Day: 29}.In(2025).String())
	require.True(t, cycle.MonthDay{}.In(2025).IsZero())
	require.True(t, cycle.MonthDay{Month: 4, Day: 1}.In(10000).IsZero())
}

func TestMonthDayText(t *testing.T) {
	text, err := json.Marshal(cycle.MonthDay{Month: 4, Day: 1})
	require.NoError(t, err)
	require.Equal(t, `"04-01"`, string(text))
	for text, want := range map[string]cycle.MonthDay{
		"04-01": {Month: 4, Day: 1}, "02-29": {Month: 2, Day: 29}, "12-31": {Month: 12, Day: 31}, "": {},
	} {
		var m cycle.MonthDay
		require.NoError(t, m.UnmarshalText([]byte(text)))
		require.Equal(t, want, m)
		require.Equal(t, text, m.String())
	}
	for _, text := range []string{"4-1", "04/01", "02-30", "13-01", "00-01", "2024-04-01"} {
		m := cycle.MonthDay{Month: 1, Day: 2}
		require.ErrorIs(t, m.UnmarshalText([]byte(text)), cycle.ErrBadDate, text)
		require.Equal(t, cycle.MonthDay{Month: 1, Day: 2}, m)
	}
}
