package identity_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// The life of an account: every state under every event. What is not a transition is
// refused, and leaves the state as it was.
func TestA15_AccountTransitions(t *testing.T) {
	name := func(s identity.AccountState) string {
		if s == identity.AccountActive {
			return "active"
		}
		return string(s)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s", "")
	for _, e := range identity.AccountEvents() {
		fmt.Fprintf(&b, " %-13s", e)
	}
	for _, s := range identity.AccountStates() {
		fmt.Fprintf(&b, "\n%-10s", name(s))
		for _, e := range identity.AccountEvents() {
			next, err := s.Next(e)
			said := name(next)
			if err != nil {
				require.ErrorIs(t, err, identity.ErrAccountState)
				require.Equal(t, s, next)
				said = "."
			} else {
				require.Contains(t, identity.AccountStates(), next)
			}
			fmt.Fprintf(&b, " %-13s", said)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got, path := strings.Join(lines, "\n")+"\n", filepath.Join("testdata", "account_states.txt")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestA15_UnknownStatesAndEventsAreRefused(t *testing.T) {
	next, err := identity.AccountState("lost").Next(identity.AccountReinstate)
	require.ErrorIs(t, err, identity.ErrAccountState)
	require.Equal(t, identity.AccountState("lost"), next)
	require.True(t, next.Shut(), "what is not known opens nothing")
	_, err = identity.AccountActive.Next("lost")
	require.ErrorIs(t, err, identity.ErrAccountState)
}

func TestA15_WhatARulingNeeds(t *testing.T) {
	long := strings.Repeat("é", 2001)
	for name, c := range map[string]struct {
		ruling identity.Ruling
		want   []string
	}{
		"misuse, with evidence":          {identity.Ruling{Event: identity.AccountDisable, Cause: identity.CauseMisuse, Evidence: "Appel du 3 mars"}, nil},
		"closed, with evidence":          {identity.Ruling{Event: identity.AccountClose, Cause: identity.CauseLeft, Evidence: "Courriel"}, nil},
		"another cause, in words":        {identity.Ruling{Event: identity.AccountDisable, Cause: identity.CauseOther, Words: "Décès", Evidence: "Avis"}, nil},
		"nothing":                        {identity.Ruling{Event: identity.AccountDisable}, []string{"cause", "evidence"}},
		"a cause that is none":           {identity.Ruling{Event: identity.AccountDisable, Cause: "lost", Evidence: "x"}, []string{"cause"}},
		"evidence of spaces":             {identity.Ruling{Event: identity.AccountDisable, Cause: identity.CauseAsked, Evidence: " \n"}, []string{"evidence"}},
		"another cause without words":    {identity.Ruling{Event: identity.AccountDisable, Cause: identity.CauseOther, Evidence: "x"}, []string{"words"}},
		"too much":                       {identity.Ruling{Event: identity.AccountDisable, Cause: identity.CauseOther, Words: long, Evidence: long}, []string{"words", "evidence"}},
		"reinstated, with a reason":      {identity.Ruling{Event: identity.AccountReinstate, Words: "Pris en charge"}, nil},
		"reinstated without a reason":    {identity.Ruling{Event: identity.AccountReinstate, Cause: identity.CauseMisuse, Evidence: "x"}, []string{"words"}},
		"freed, with a reason":           {identity.Ruling{Event: identity.AccountFreeFactor, Words: "Téléphone perdu", Evidence: "Carte d’identité vue au comptoir"}, nil},
		"freed, and nobody was asked":    {identity.Ruling{Event: identity.AccountFreeAnswers, Cause: identity.CauseOther}, []string{"words", "evidence"}},
		"just as much as there may be":   {identity.Ruling{Event: identity.AccountReinstate, Words: long[:4000]}, nil},
		"words that the cause needs not": {identity.Ruling{Event: identity.AccountClose, Cause: identity.CauseAsked, Words: long, Evidence: "x"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.ruling.Check()
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			var wrong identity.RulingErrors
			require.ErrorAs(t, err, &wrong)
			var fields []string
			for _, w := range wrong {
				fields = append(fields, w.Field)
			}
			require.Equal(t, c.want, fields)
		})
	}
	require.Equal(t, identity.Ruling{Event: identity.AccountReinstate, Words: "Mot"},
		identity.Ruling{Event: identity.AccountReinstate, Words: " Mot\n", Cause: identity.CauseMisuse, Evidence: "x"}.Tidy())
}

// Staff decide, and nobody about their own account.
func TestA15_WhoMayRule(t *testing.T) {
	staff := identity.Actor{Org: "otpq", Account: "a-2", Roles: []identity.Role{identity.RoleStaff}}
	require.NoError(t, staff.MayRule("otpq", "a-1"))
	require.ErrorIs(t, staff.MayRule("otpq", "a-2"), identity.ErrForbidden)
	require.ErrorIs(t, staff.MayRule("oiq", "a-1"), identity.ErrNotFound)
	require.ErrorIs(t, identity.Actor{}.MayRule("", ""), identity.ErrNotFound)
	require.ErrorIs(t, identity.Clock("otpq").MayRule("otpq", "a-1"), identity.ErrNotFound)
	for _, role := range identity.Roles() {
		if role == identity.RoleStaff {
			continue
		}
		actor := identity.Actor{Org: "otpq", Account: "a-9", Roles: []identity.Role{role}}
		require.ErrorIs(t, actor.MayRule("otpq", "a-1"), identity.ErrNotFound, role)
		require.ErrorIs(t, actor.MayRule("otpq", "a-9"), identity.ErrForbidden, role)
	}
}

// What an address says of who asks is cut to a family and a system, without versions.
func TestBrowserIsNamedWithoutItsVersion(t *testing.T) {
	for agent, want := range map[string]identity.Browser{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0":                                                               {Family: "Firefox", System: "Windows"},
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0":                  {Family: "Edge", System: "Windows"},
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15":                          {Family: "Safari", System: "macOS"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/129.0.6668.46 Mobile/15E148 Safari/604.1": {Family: "Chrome", System: "iOS"},
		"Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36":     {Family: "Samsung Internet", System: "Android"},
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36":                                 {Family: "Chrome", System: "ChromeOS"},
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 OPR/114.0.0.0":                            {Family: "Opera", System: "Linux"},
		"Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/131.0 Mobile/15E148 Safari/605.1.15":               {Family: "Firefox", System: "iPadOS"},
		"curl/8.5.0": {},
		"":           {},
		strings.Repeat("x", 600) + "Firefox/ Windows":   {},
		"\r\nSet-Cookie: Firefox/1 <script> Windows NT": {Family: "Firefox", System: "Windows"},
	} {
		require.Equal(t, want, identity.ReadBrowser(agent), agent)
	}
}
