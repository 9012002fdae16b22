package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckSaysOfAFileThatAllAgree(t *testing.T) {
	path := file(t, "simple.yaml", simple+simpleCases)
	got := cohort(t, "check", path)
	require.Equal(t, exitDone, got.status, got.err)
	require.Equal(t, path+" : simple; versions 1; exemples 1; tous concordent\n", got.out)
	require.Empty(t, got.err)
	require.Contains(t, cohort(t, "check", "-v", path).out, path+":"+strconv.Itoa(strings.Count(simple, "\n")+2)+": « three of ten » : concorde\n")
}

func TestCheckOfAFileWithoutCasesIsNoError(t *testing.T) {
	path := file(t, "simple.yaml", simple)
	got := cohort(t, "check", path)
	require.Equal(t, exitDone, got.status, got.err)
	require.Contains(t, got.out, "aucun exemple à exécuter")
}

func TestCheckNamesTheFileTheLineAndTheFigure(t *testing.T) {
	line := strings.Count(simple, "\n")
	for name, c := range map[string]struct {
		content string
		line    int
		says    []string
	}{
		"a case that differs": {
			simple + strings.Replace(simpleCases, "total: 7", "total: 8", 1), line + 2,
			[]string{"« three of ten »", "remaining total : 8 attendu, 7 trouvé"},
		},
		"a misspelt key":     {strings.Replace(simple, "calendar:", "calender:", 1), 6, []string{"clé inconnue « calender »"}},
		"an impossible date": {strings.Replace(simple, "2020-01-01", "2020-02-30", 1), 5, []string{"2020-02-30", "pas un jour du calendrier"}},
		"an impossible day of a case": {
			simple + strings.Replace(simpleCases, "2026-06-01", "2026-06-31", 1), line + 4, []string{"2026-06-31"},
		},
		"an unknown category in a case": {
			simple + strings.Replace(simpleCases, "category: course", "category: cours", 1), line + 2, []string{`"cours"`},
		},
		"a figure without its clause": {strings.Replace(simple, "least: {hours: 10}, relieved: true, carried: true, clause: a1", "least: {hours: 10}", 1), 18, nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "bad.yaml", c.content)
			got := cohort(t, "check", path)
			require.Equal(t, exitWrong, got.status)
			require.Contains(t, got.err, path+":"+strconv.Itoa(c.line)+":")
			for _, says := range c.says {
				require.Contains(t, got.err, says)
			}
		})
	}
}

// A case that differs is followed by its working: what was declared and counted,
// what is asked and left, each with its clause, marked when it was not verified.
func TestCheckShowsTheTraceOfACaseThatDiffers(t *testing.T) {
	path := file(t, "bad.yaml", simple+strings.Replace(simpleCases, "total: 7", "total: 8", 1))
	got := cohort(t, "check", path)
	for _, line := range []string{
		"    2026-02-01 Cours (activité 1) : déclaré 3 h\n",
		"    2026-02-01 Cours (activité 1) : compte 3 h",
		"    Total : demandé 10 h [art. 1]\n",
		"    Total : reste 7 h [art. 1]\n",
		"    Éthique : reste 2 h [art. 2, non vérifié]\n",
	} {
		require.Contains(t, got.err, line)
	}
	require.Contains(t, got.out, "1 ne concordent pas")
}

func TestCheckLooksAtEveryFileAndFolder(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	good := write("a.yaml", simple+simpleCases)
	misspelt := write("b.yaml", strings.Replace(simple, "title:", "titel:", 1))
	wrong := write("c.yaml", simple+strings.Replace(simpleCases, "total: 7", "total: 8", 1))
	write("notes.txt", "not a regulation")
	for _, args := range [][]string{{folder}, {misspelt, good, wrong}} {
		got := cohort(t, append([]string{"check"}, args...)...)
		require.Equal(t, exitWrong, got.status)
		require.Contains(t, got.out, good+" : simple")
		require.Contains(t, got.err, misspelt+":2:")
		require.Contains(t, got.err, wrong+":")
	}
	got := cohort(t, "check", filepath.Join(folder, "none.yaml"), good)
	require.Equal(t, exitWrong, got.status)
	require.Contains(t, got.err, "fichier introuvable")
	require.Contains(t, got.out, good+" : simple")
	require.Equal(t, exitWrong, cohort(t, "check", t.TempDir()).status)
}
