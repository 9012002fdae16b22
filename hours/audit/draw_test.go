package audit_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/identity"
)

func tickets(numbers ...string) []audit.Ticket {
	var all []audit.Ticket
	for _, n := range numbers {
		all = append(all, audit.Ticket{Member: identity.MemberID("m-" + n), Number: n})
	}
	return all
}

const lottery = "loterie 2026-11-20: 07 13 21 28 34 41"

// drawnByHand was worked out with the shell alone, as the package says:
//
//	for n in T-100 T-200 T-300 T-400 T-500; do
//	  printf '%s %s\n' "$(printf '%s\n%s' "$seed" "$n" | sha256sum | cut -c-64)" "$n"
//	done | LC_ALL=C sort
const drawnByHand = `04aa60f33ad086cb5a33441feea0793ac4a183075bce89f177b9212f37297611 T-500
9b7b46d2e5e18d51b5b8b13676b11a464630a1e51972b5079118ad6613d73371 T-400
a031b67a6a1a0e084eccf7dadd3445e7c87d814cb5b0c1d744489c4b8ba1c832 T-300
ba910bd1e81be034d5c3d6dc06a4d54bc3d8e75cf5da9dab40a08a11482cafe7 T-100
c11de2b5b34212fa4cb56770312e690b397ce8e029d2251167293d4f0634185e T-200
`

func TestADrawByHand(t *testing.T) {
	population := tickets("T-100", "T-200", "T-300", "T-400", "T-500")
	var got strings.Builder
	for i, s := range audit.Rank(lottery, population) {
		require.Equal(t, i+1, s.Rank)
		require.Equal(t, s.Score, audit.Score(lottery, s.Number))
		got.WriteString(s.Score + " " + s.Number + "\n")
	}
	require.Equal(t, drawnByHand, got.String())
	// printf '%s\n' T-100 T-200 T-300 T-400 T-500 | LC_ALL=C sort | sha256sum
	require.Equal(t, "03467a06e4345b090782681636d7d103defa6076f43a2eb142459970abc35ee4", audit.Digest(population))
}

// The sentence of the package and of the pages is what a shell does.
func TestTheShellFindsTheSameScores(t *testing.T) {
	if _, err := exec.LookPath("sha256sum"); err != nil {
		if os.Getenv("GOODSTANDING_REQUIRE_ALL") != "" {
			t.Fatal("no sha256sum was found, and GOODSTANDING_REQUIRE_ALL is set")
		}
		t.Skip("SKIPPED: no sha256sum on this machine")
	}
	for _, c := range [][2]string{{lottery, "T-500"}, {"é ’ %s \\n", "12345"}, {"", "1"}} {
		run := exec.CommandContext(t.Context(), "sh", "-c", `printf '%s\n%s' "$seed" "$number" | sha256sum`)
		run.Env = []string{"seed=" + c[0], "number=" + c[1], "PATH=/usr/bin:/bin"}
		out, err := run.Output()
		require.NoError(t, err)
		score, _, _ := bytes.Cut(out, []byte(" "))
		require.Equal(t, string(score), audit.Score(c[0], c[1]))
	}
}

func TestWhoIsChosen(t *testing.T) {
	population := tickets("T-100", "T-200", "T-300", "T-400", "T-500")
	chosen := func(n int, excluded ...identity.MemberID) string {
		out := map[identity.MemberID]bool{}
		for _, m := range excluded {
			out[m] = true
		}
		var all []string
		for _, s := range audit.Choose(lottery, population, out, n) {
			all = append(all, s.Number)
		}
		return strings.Join(all, " ")
	}
	require.Empty(t, chosen(0))
	require.Equal(t, "T-500 T-400", chosen(2))
	require.Equal(t, "T-500 T-300", chosen(2, "m-T-400"), "who is left out keeps the rank, and nobody else moves")
	require.Equal(t, "T-500 T-400 T-300 T-100 T-200", chosen(9))
	require.Equal(t, 3, audit.Choose(lottery, population, map[identity.MemberID]bool{"m-T-400": true}, 2)[1].Rank)
}

func TestSizes(t *testing.T) {
	for text, c := range map[string]struct {
		of, want int
		back     string
	}{
		"0": {100, 0, "0"}, "25": {100, 25, "25"}, "250": {100, 100, "250"},
		"5 %": {100, 5, "1/20"}, "5%": {101, 6, "1/20"}, "1/20": {20, 1, "1/20"}, " 1 / 20 ": {21, 2, "1/20"},
		"100\u00a0%": {7, 7, "1/1"}, "1/3": {10, 4, "1/3"}, "1/1000": {1, 1, "1/1000"}, "50 %": {0, 0, "1/2"},
	} {
		size, err := audit.ReadSize(text)
		require.NoError(t, err, text)
		require.Equal(t, c.want, size.Of(c.of), text)
		require.Equal(t, c.back, size.String(), text)
		again, err := audit.ReadSize(size.String())
		require.NoError(t, err)
		require.Equal(t, size, again)
	}
	for _, text := range []string{"", "-1", "cinq", "0 %", "101 %", "2,5 %", "3/2", "1/0", "1/", "100001", "1e3"} {
		_, err := audit.ReadSize(text)
		require.ErrorIs(t, err, audit.ErrSize, text)
	}
	require.Equal(t, audit.Size{}, audit.SizeOf(nil))
	require.Equal(t, audit.Size{Share: hours.Share{Num: 1, Den: 20}}, audit.SizeOf(&hours.AuditRule{Share: hours.Share{Num: 1, Den: 20}}))
}

func TestThePopulationWasOnTheRollInTheSpan(t *testing.T) {
	stay := func(from, to string) cycle.Stay {
		end := cycle.Forever
		if to != "" {
			end = cycle.MustDate(to)
		}
		return cycle.Stay{Span: cycle.Span{From: cycle.MustDate(from), To: end}}
	}
	span := cycle.Span{From: cycle.MustDate("2022-01-01"), To: cycle.MustDate("2025-04-01")}
	var all []string
	for _, ticket := range audit.Population([]identity.Member{
		{ID: "always", Permit: " 1 ", Roll: []cycle.Stay{stay("2010-01-01", "")}},
		{ID: "without-permit", Roll: []cycle.Stay{stay("2010-01-01", "")}},
		{ID: "left-before", Permit: "2", Roll: []cycle.Stay{stay("2010-01-01", "2022-01-01")}},
		{ID: "left-first-day", Permit: "3", Roll: []cycle.Stay{stay("2010-01-01", "2022-01-02")}},
		{ID: "came-last-day", Permit: "4", Roll: []cycle.Stay{stay("2025-03-31", "")}},
		{ID: "came-after", Permit: "5", Roll: []cycle.Stay{stay("2025-04-01", "")}},
		{ID: "away", Permit: "6", Roll: []cycle.Stay{stay("2010-01-01", "2021-01-01"), stay("2026-01-01", "")}},
		{ID: "never", Permit: "7"},
	}, span) {
		all = append(all, ticket.Number)
	}
	require.Equal(t, []string{"1", "without-permit", "3", "4"}, all)
}

func populations() *rapid.Generator[[]audit.Ticket] {
	return rapid.Custom(func(t *rapid.T) []audit.Ticket {
		return tickets(rapid.SliceOfNDistinct(rapid.StringMatching(`[0-9]{4,6}`), 1, 40, rapid.ID).Draw(t, "numbers")...)
	})
}

// The order of the population does not matter; whoever is added moves nobody else.
func TestADrawDependsOnTheSeedAndTheNumbersAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		population, seed := populations().Draw(t, "population"), rapid.String().Draw(t, "seed")
		order := audit.Rank(seed, population)
		require.Len(t, order, len(population))
		shuffled := rapid.Permutation(population).Draw(t, "shuffled")
		require.Equal(t, order, audit.Rank(seed, shuffled))
		require.Equal(t, audit.Digest(population), audit.Digest(shuffled))

		added := audit.Rank(seed, append(shuffled, audit.Ticket{Member: "new", Number: "new"}))
		var others []identity.MemberID
		for _, s := range added {
			if s.Member != "new" {
				others = append(others, s.Member)
			}
		}
		for i, s := range order {
			require.Equal(t, s.Member, others[i])
		}
		n := rapid.IntRange(0, 50).Draw(t, "n")
		require.Len(t, audit.Choose(seed, population, nil, n), min(n, len(population)))
	})
}

// A share is rounded up: it is reached, and would not be with one fewer.
func TestAShareIsReachedAndNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.Int64Range(1, 1000).Draw(t, "den")
		num := rapid.Int64Range(1, den).Draw(t, "num")
		population := rapid.IntRange(1, 100_000).Draw(t, "population")
		n := int64(audit.Size{Share: hours.Share{Num: num, Den: den}}.Of(population))
		require.GreaterOrEqual(t, n*den, num*int64(population))
		require.Less(t, (n-1)*den, num*int64(population))
	})
}
