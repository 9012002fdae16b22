package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.FromSlash(name))
	require.NoError(t, err)
	return string(content)
}

// lines returns the lines that hold something, without what is around them.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// The ten lines of the README and what they print are those of an example that
// the Go tool runs.
func TestREADME_ItsProgramIsTheExample(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```(?:go)?\n(.*?)```").FindAllStringSubmatch(read(t, "../README.md"), -1)
	require.Len(t, blocks, 2, "the program and what it prints")
	code, output, found := strings.Cut(read(t, "../hours/catalogue/reasons_test.go"), "// Output:")
	require.True(t, found)
	_, code, found = strings.Cut(code, "func Example_reasons() {")
	require.True(t, found)
	require.Equal(t, lines(code), lines(blocks[0][1]))
	printed := strings.NewReplacer("\n\t//", "\n", "\n}", "").Replace(output)
	require.Equal(t, lines(printed), lines(blocks[1][1]))
}

// What the documents name in the tree is there.
func TestREADME_ItsPathsExist(t *testing.T) {
	for _, document := range []string{"../README.md", "../CONTRIBUTING.md"} {
		for _, m := range regexp.MustCompile("[(`]((?:\\.ci|adapters|examples|exemption|hours|cycle|identity)/[a-zA-Z0-9_./-]+)[)`]").FindAllStringSubmatch(read(t, document), -1) {
			_, err := os.Stat(filepath.Join("..", filepath.FromSlash(m[1])))
			require.NoError(t, err, document)
		}
	}
}
