package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Twenty thousand members whose declarations are in no order, sorted in 1 MiB and
// spilled to disk: the same totals as sums of quarters of an hour kept in memory.
func TestEvaluateSpillsAndGivesTheSameTotals(t *testing.T) {
	const members, declarations = 20_000, 120_000
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	var m, d bytes.Buffer
	m.WriteString("member,admitted\n")
	d.WriteString("member,category,date,hours\n")
	for _, i := range random.Perm(members) {
		fmt.Fprintf(&m, "m%06d,2010-01-01\n", i)
	}
	total, ethics := make([]int, members), make([]int, members)
	for range declarations {
		i, quarters, category := random.IntN(members), 1+random.IntN(16), "course"
		if random.IntN(3) == 0 {
			category = "ethics"
			ethics[i] += quarters
		}
		total[i] += quarters
		fmt.Fprintf(&d, "m%06d,%s,2026-%02d-%02d,%d.%02d\n", i, category, 1+random.IntN(5), 1+random.IntN(28), quarters/4, quarters%4*25)
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "m.csv"), m.Bytes(), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "d.csv"), d.Bytes(), 0o600))
	got := cohort(t, "evaluate", "-regulation", file(t, "simple.yaml", simple), "-day", "2026-06-01", "-memory", "1", "-temp", folder,
		"-members", filepath.Join(folder, "m.csv"), "-declarations", filepath.Join(folder, "d.csv"))
	require.Equal(t, exitDone, got.status, got.err)
	lines := strings.Split(strings.TrimSpace(got.out), "\n")[1:]
	require.Len(t, lines, members)
	met, sum := 0, 0
	for i, line := range lines {
		fields := strings.Split(line, ",")
		require.Equal(t, fmt.Sprintf("m%06d", i), fields[0])
		require.Equal(t, quarters(total[i]), fields[7], line)
		require.Equal(t, quarters(ethics[i]), fields[11], line)
		sum += total[i]
		if total[i] >= 4*10 && ethics[i] >= 4*2 {
			met++
			require.Equal(t, "met", fields[4])
		} else {
			require.Equal(t, "short", fields[4])
		}
	}
	require.Contains(t, got.err, fmt.Sprintf("met (conformes) : %d\n", met))
	require.Contains(t, got.err, "Heures comptées au total : "+quarters(sum)+"\n")
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, left, 2, "temporary files are gone")
}

// quarters writes quarters of an hour as hours.
func quarters(n int) string {
	return strconv.Itoa(n/4) + []string{"", ".25", ".5", ".75"}[n%4]
}

// Ten thousand records of 100 bytes in 64 KiB are spilled in many runs, and come
// back in order.
func TestSorterMergesItsRuns(t *testing.T) {
	s := newSorter(1, t.TempDir())
	defer s.close()
	random := rand.New(rand.NewPCG(3, 4))
	for _, i := range random.Perm(10_000) {
		require.NoError(t, s.add([]byte(fmt.Sprintf("r%07d%092d", i/2, 0))))
	}
	rows, err := s.sorted()
	require.NoError(t, err)
	require.Greater(t, len(s.runs), 10)
	for i := range 10_000 {
		record, err := rows.next()
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("r%07d%092d", i/2, 0), string(record))
	}
	record, err := rows.next()
	require.NoError(t, err)
	require.Nil(t, record)
}

func TestAFolderThatCannotBeWrittenIsAnError(t *testing.T) {
	s := newSorter(1, filepath.Join(t.TempDir(), "none"))
	defer s.close()
	var err error
	for i := 0; i < 2000 && err == nil; i++ {
		err = s.add([]byte(fmt.Sprintf("%0100d", i)))
	}
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestTheBarIsForTerminalsAlone(t *testing.T) {
	require.False(t, isTerminal(&bytes.Buffer{}))
	notATerminal, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	defer notATerminal.Close()
	require.False(t, isTerminal(notATerminal))
	require.Contains(t, bar("x", 50, 100), "[###############---------------]  50 %")
	require.Contains(t, bar("x", 300, 100), "100 %")
	require.Equal(t, "x  7", bar("x", 7, 0))
}

func TestGenerateGivesTheSameFilesForTheSameSeed(t *testing.T) {
	var first, second []byte
	for _, into := range []*[]byte{&first, &second} {
		folder := t.TempDir()
		got := cohort(t, "generate", "-regulation", file(t, "simple.yaml", simple), "-n", "50", "-seed", "7", "-day", "2026-06-01", "-folder", folder, "-shuffled")
		require.Equal(t, exitDone, got.status, got.err)
		content, err := os.ReadFile(filepath.Join(folder, "declarations.csv"))
		require.NoError(t, err)
		*into = content
		require.Equal(t, exitDone, cohort(t, "evaluate", "-regulation", file(t, "simple.yaml", simple), "-day", "2026-06-01",
			"-members", filepath.Join(folder, "members.csv"), "-declarations", filepath.Join(folder, "declarations.csv")).status)
	}
	require.Equal(t, first, second)
	require.Greater(t, bytes.Count(first, []byte("\n")), 50)
}
