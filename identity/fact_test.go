package identity_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// span returns the days from the first to the day before the last; "" is none.
func span(from, to string) cycle.Span {
	var s cycle.Span
	if from != "" {
		s.From = cycle.MustDate(from)
	}
	if to != "" {
		s.To = cycle.MustDate(to)
	}
	return s
}

func TestAFactIsTrueOnTheDaysOfItsSpan(t *testing.T) {
	window := span("2022-01-01", "2024-01-01")
	for _, c := range []struct {
		name     string
		from, to string
		want     bool
	}{
		{"always", "", "", true},
		{"since ever, to the window's first day", "", "2022-01-01", false},
		{"since ever, to the day after", "", "2022-01-02", true},
		{"from the window's last day on", "2023-12-31", "", true},
		{"from the day after the window", "2024-01-01", "", false},
		{"before", "2020-01-01", "2022-01-01", false},
		{"across its start", "2020-01-01", "2022-01-02", true},
		{"inside", "2023-01-01", "2023-01-02", true},
		{"all around", "2020-01-01", "2030-01-01", true},
		{"after", "2024-01-01", "2025-01-01", false},
		{"on no day", "2023-01-01", "2023-01-01", false},
		{"backwards", "2023-06-01", "2023-01-01", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			fact := identity.Fact{Is: "retired", Span: span(c.from, c.to)}
			require.Equal(t, c.want, fact.During(window))
			require.False(t, fact.During(cycle.Span{}))
			require.False(t, fact.During(span("2023-01-01", "2023-01-01")))
		})
	}
}

func TestAFactIsReadFromItsNameAlone(t *testing.T) {
	var read []identity.Fact
	require.NoError(t, yaml.Unmarshal([]byte(`
- retired
- {is: attest-work, from: 2022-01-01, to: 2023-01-01}
- {is: second-licence, from: 2022-01-01}
- is: abroad
`), &read))
	want := []identity.Fact{
		{Is: "retired"},
		{Is: "attest-work", Span: span("2022-01-01", "2023-01-01")},
		{Is: "second-licence", Span: span("2022-01-01", "")},
		{Is: "abroad"},
	}
	require.Equal(t, want, read)

	body, err := json.Marshal(want[1:3])
	require.NoError(t, err)
	require.JSONEq(t, `[{"is": "attest-work", "from": "2022-01-01", "to": "2023-01-01"}, {"is": "second-licence", "from": "2022-01-01", "to": ""}]`, string(body))
	var again []identity.Fact
	require.NoError(t, json.Unmarshal(body, &again))
	require.Equal(t, want[1:3], again)
}

func TestAFactIsReadStrictly(t *testing.T) {
	for text, says := range map[string]string{
		"- {is: retired, until: 2022-01-01}": "until",
		"- {is: retired, from: soon}":        "soon",
		"- [retired]":                        "line 1",
	} {
		decoder := yaml.NewDecoder(strings.NewReader(text))
		decoder.KnownFields(true)
		var read []identity.Fact
		require.ErrorContains(t, decoder.Decode(&read), says, text)
	}
}
