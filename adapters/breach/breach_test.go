package breach_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/breach"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	_ identity.BlockList = (*breach.Client)(nil)
	_ identity.BlockList = (*breach.Folder)(nil)
)

// The SHA-1 of "password" is 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8 (any sha1sum): the
// example of the public list.
const (
	prefix = "5BAA6"
	suffix = "1E4C9B93F3F0682250B6CF8331B7EE68FD8"
	other  = "003D68EB55068C33ACE09247EE4C639306B"
)

func TestRange(t *testing.T) {
	for name, c := range map[string]struct {
		rows   string
		listed bool
	}{
		"with its count":               {suffix + ":3861493", true},
		"without a count":              {suffix, true},
		"among others":                 {other + ":4\r\n" + suffix + ":1\r\n" + strings.Replace(other, "0", "F", 1) + ":9\r\n", true},
		"in small letters":             {strings.ToLower(suffix) + ":1\n", true},
		"not there":                    {other + ":4\r\n", false},
		"there as padding":             {other + ":4\r\n" + suffix + ":0\r\n", false},
		"padding, written otherwise":   {suffix + ":000", false},
		"seen, and as padding":         {suffix + ":0\n" + suffix + ":2\n", true},
		"nothing but padding":          {other + ":0\r\n", false},
		"more than a number may count": {suffix + ":99999999999999999999999999", true},
	} {
		t.Run(name, func(t *testing.T) {
			listed, err := folder(c.rows).Listed(t.Context(), "password")
			require.NoError(t, err)
			require.Equal(t, c.listed, listed)
		})
	}
}

// checklist 38: what is no range of the list is an error, and no pass.
func TestRange_WhatIsNoneIsAnError(t *testing.T) {
	for name, rows := range map[string]string{
		"nothing":                    "",
		"a page":                     "<!DOCTYPE html>\n<title>Sign in to the network</title>",
		"a digit short":              suffix[1:] + ":1",
		"a digit long":               suffix + "0:1",
		"a row cut off":              other + ":4\r\n" + suffix[:20],
		"no digits":                  strings.Replace(suffix, "1", "G", 1) + ":1",
		"a whole hash":               prefix + suffix + ":1",
		"no count after the colon":   suffix + ":",
		"a count that is none":       suffix + ":many",
		"a count below zero":         suffix + ":-1",
		"two counts":                 suffix + ":1:1",
		"an empty row":               suffix + ":1\n\n" + other + ":1",
		"a good row, then something": suffix + ":1\nOK",
		"a row without an end":       strings.Repeat("A", 100_000),
		"too much":                   strings.Repeat(other+":1\r\n", breach.MostRange/38),
	} {
		t.Run(name, func(t *testing.T) {
			listed, err := folder(rows).Listed(t.Context(), "password")
			require.ErrorIs(t, err, breach.ErrRange)
			require.False(t, listed)
		})
	}
}

func folder(rows string) *breach.Folder {
	return &breach.Folder{Files: fstest.MapFS{prefix + ".txt": {Data: []byte(rows)}}}
}

// Whatever a list answers, nothing panics, and what is no error is rows alone.
func FuzzRange(f *testing.F) {
	f.Add(suffix + ":1")
	f.Add(suffix + ":0\r\n" + other)
	f.Add("")
	f.Add("\r\n")
	f.Add(other + ":1\n<html>")
	f.Fuzz(func(t *testing.T, rows string) {
		listed, err := folder(rows).Listed(t.Context(), "password")
		if err != nil {
			require.ErrorIs(t, err, breach.ErrRange)
			require.False(t, listed)
			return
		}
		require.Equal(t, seen(rows), listed)
	})
}

// seen reads rows that are known to be good the short way.
func seen(rows string) bool {
	for row := range strings.Lines(rows) {
		row, count, counted := strings.Cut(strings.TrimRight(row, "\r\n"), ":")
		if strings.EqualFold(row, suffix) && (!counted || strings.Trim(count, "0") != "") {
			return true
		}
	}
	return false
}
