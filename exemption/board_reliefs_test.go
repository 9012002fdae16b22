package exemption_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// Granted 5 an hour after noon, 2 instead at two, cancelled at three.
func TestReliefsAsOf_WhatWasGrantedThen(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	for hour, v := range []exemption.Verdict{
		grant("5"),
		{Event: exemption.Grant, Granted: h("2"), Reason: "less"},
		{Event: exemption.Cancel, Reason: "asked for"},
	} {
		b.now = noon.Add(time.Duration(hour+1) * time.Hour)
		decided, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, v)
		require.NoError(t, err)
		r = decided
	}
	at := func(hour int) []hours.Relief {
		reliefs, err := b.ReliefsAsOf(t.Context(), "otpq", "m-1", noon.Add(time.Duration(hour)*time.Hour))
		require.NoError(t, err)
		return reliefs
	}
	granted := func(hour int, amount string) []hours.Relief {
		return []hours.Relief{{ID: "r1", Period: r.Period, Hours: h(amount), Granted: noon.Add(time.Duration(hour) * time.Hour)}}
	}
	require.Empty(t, at(0))
	require.Equal(t, granted(1, "5"), at(1))
	require.Equal(t, granted(2, "2"), at(2))
	require.Empty(t, at(3))
	now, err := b.Reliefs(t.Context(), "otpq", "m-1")
	require.NoError(t, err)
	require.Equal(t, now, at(9))
	var _ hours.ReliefHistory = b.Board
}
