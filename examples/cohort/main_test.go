package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ran is what a command did.
type ran struct {
	status   int
	out, err string
}

// cohort runs a command in French.
func cohort(t testing.TB, args ...string) ran {
	t.Helper()
	return cohortIn(t, "", args...)
}

func cohortIn(t testing.TB, stdin string, args ...string) ran {
	t.Helper()
	var out, err bytes.Buffer
	status := run(append(args, "-lang=fr"), strings.NewReader(stdin), &out, &err)
	return ran{status, plain(out.String()), plain(err.String())}
}

// plain has plain spaces, so that expected texts can be typed.
func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// file writes a file of a folder of the test's, and returns its path.
func file(t testing.TB, name, content string) string {
	t.Helper()
	return fileIn(t, t.TempDir(), name, content)
}

func fileIn(t testing.TB, folder, name, content string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// simple is a regulation of 10 hours a year, 2 of them of ethics, with two hours of
// surplus carried over: figures that can be worked out in the head.
const simple = `id: simple
title: {fr: Règlement d’essai, en: A regulation to try}
versions:
  - id: "1"
    effective: 2020-01-01
    calendar: {months: 12, start: 01-01}
    clauses:
      - {id: a1, cite: {fr: art. 1, en: s. 1}, says: {fr: Dix heures par année., en: Ten hours a year.}, source: ours, verified: true}
      - {id: a2, cite: {fr: art. 2, en: s. 2}, says: {fr: Deux heures d’éthique., en: Two hours of ethics.}, source: ours, verified: false}
    categories:
      - {id: course, label: {fr: Cours, en: Course}, types: [{id: online, label: {fr: En ligne, en: Online}}]}
      - {id: ethics, label: {fr: Éthique, en: Ethics}}
    tags:
      - {id: live, label: {fr: En direct, en: Live}}
    profile:
      - {id: retired, label: {fr: À la retraite, en: Retired}}
    requirements:
      - {id: total, label: {fr: Total, en: Total}, least: {hours: 10}, relieved: true, carried: true, clause: a1}
      - {id: ethics, label: {fr: Éthique, en: Ethics}, select: {any: [ethics]}, least: {hours: 2}, clause: a2}
    exemptions:
      - {id: leave, grounds: [leave], effect: per-month, rate: 1, clause: a1}
    carryOver: {most: 2, clause: a1}
`

const simpleCases = `cases:
  - name: three of ten
    source: 10 - 3
    day: 2026-06-01
    declarations: [{category: course, on: 2026-02-01, hours: 3}]
    expect: {remaining: {total: 7}}
`

func TestCommandsThatAreWrongAreToldSo(t *testing.T) {
	for name, args := range map[string][]string{
		"none":                 {},
		"unknown":              {"chek"},
		"unknown flag":         {"check", "-x"},
		"no file":              {"check"},
		"no members":           {"evaluate", "-regulation", "qc-otpq"},
		"no case, no member":   {"explain", "-regulation", "qc-otpq"},
		"a case and a member":  {"explain", "-regulation", "qc-otpq", "-case", "1", "-member", "m"},
		"no regulation":        {"explain", "-case", "1"},
		"an unknown one":       {"explain", "-regulation", "qc-nobody", "-case", "1"},
		"an impossible day":    {"explain", "-regulation", "qc-otpq", "-case", "1", "-day", "2026-02-30"},
		"no worker":            {"evaluate", "-regulation", "qc-otpq", "-members", "m", "-declarations", "d", "-workers", "0"},
		"output over input":    {"evaluate", "-regulation", "qc-otpq", "-members", "m", "-declarations", "d", "-out", "./m"},
		"an unknown language":  {"check", "x.yaml", "-lang", "de"},
		"an unknown decimal":   {"evaluate", "-members", "m", "-declarations", "d", "-decimal", ";"},
		"something too many":   {"evaluate", "-members", "m", "-declarations", "d", "more"},
		"generate of nobody":   {"generate", "-regulation", "qc-otpq", "-n", "0"},
		"generate of too many": {"generate", "-regulation", "qc-otpq", "more"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, err bytes.Buffer
			require.Equal(t, exitUsage, run(args, strings.NewReader(""), &out, &err), err.String())
			require.Empty(t, out.String())
			require.NotContains(t, err.String(), "[usage", "a sentence is missing")
			require.NotEmpty(t, err.String())
		})
	}
}

func TestHelpIsInBothLanguages(t *testing.T) {
	for _, command := range []string{"check", "explain", "evaluate", "generate"} {
		require.Contains(t, cohort(t, command, "-h").out, "cohort "+command)
		var out, err bytes.Buffer
		require.Equal(t, exitDone, run([]string{command, "-lang", "en", "-h"}, strings.NewReader(""), &out, &err))
		require.NotEqual(t, cohort(t, command, "-h").out, out.String())
	}
	t.Setenv("LC_ALL", "en_CA.UTF-8")
	var english, none bytes.Buffer
	require.Equal(t, exitDone, run([]string{"help"}, strings.NewReader(""), &english, &none))
	require.Contains(t, english.String(), "where members stand")
	t.Setenv("LC_ALL", "de_DE.UTF-8")
	var french bytes.Buffer
	require.Equal(t, exitDone, run([]string{"help"}, strings.NewReader(""), &french, &none))
	require.Contains(t, french.String(), "où en sont les membres")
}

func TestEverySentenceIsInBothLanguagesWithTheSamePlaces(t *testing.T) {
	for key, text := range words() {
		require.NotEmpty(t, text.FR, key)
		require.NotEmpty(t, text.EN, key)
		if !strings.HasPrefix(key, "help") {
			require.ElementsMatch(t, places(text.FR), places(text.EN), key)
		}
	}
}

func places(text string) []string {
	var all []string
	for _, part := range strings.Split(text, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		all = append(all, name)
	}
	return all
}
