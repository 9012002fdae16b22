package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours/intake"
)

// The commands of the manual print what it shows.
func TestREADME_ItsCommandsPrintWhatItShows(t *testing.T) {
	manual, err := os.ReadFile("README.md")
	require.NoError(t, err)
	t.Chdir("../..")
	blocks := regexp.MustCompile("(?s)```console\n\\$ go run \\./examples/cohort ([^\n]*)\n(.*?)```").FindAllStringSubmatch(string(manual), -1)
	require.Len(t, blocks, 3)
	for _, block := range blocks {
		var printed bytes.Buffer
		run(append(strings.Fields(block[1]), "-lang", "fr"), strings.NewReader(""), &printed, &printed)
		require.Equal(t, block[2], plain(printed.String()), block[1])
	}
}

// The manual and the help name every column that is read.
func TestREADME_NamesEveryColumn(t *testing.T) {
	manual, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, columns := range [][]intake.Column{memberColumns, declarationColumns, exemptionColumns, carriedColumns} {
		for _, c := range columns {
			require.Contains(t, string(manual), "`"+c.Names[0]+"`")
			require.Contains(t, words()["help.evaluate"].EN, c.Names[0])
		}
	}
}
