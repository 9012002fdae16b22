package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// files are the files of an evaluation, by the flag that names each.
type files map[string]string

// evaluated evaluates files under the simple regulation on 1 June 2026.
func evaluated(t testing.TB, content files, args ...string) ran {
	t.Helper()
	folder := t.TempDir()
	all := []string{"evaluate", "-day", "2026-06-01"}
	content = withDefault(content, "regulation", simple)
	content = withDefault(content, "declarations", "member,category,date,hours\n")
	for flag, text := range content {
		name := filepath.Join(folder, flag+".csv")
		if flag == "regulation" {
			name = filepath.Join(folder, "simple.yaml")
		}
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		all = append(all, "-"+flag, name)
	}
	got := cohort(t, append(all, args...)...)
	got.err = strings.ReplaceAll(got.err, folder+string(filepath.Separator), "")
	return got
}

func withDefault(content files, flag, text string) files {
	if _, ok := content[flag]; !ok {
		content[flag] = text
	}
	return content
}

const header = "member,version,start,end,status,surplus," +
	"total due,total counted,total carried,total remaining,ethics due,ethics counted,ethics carried,ethics remaining\n"

// Ten hours a year, two of them of ethics: a has done 8 + 2, b has 3 1/2 of 10, c
// has nothing, and d was admitted in the year.
func TestEvaluateGivesTheBalanceOfEveryMemberInTheirOrder(t *testing.T) {
	got := evaluated(t, files{
		"members":      "member,admitted\nc,2010-01-01\na,2010-01-01\nd,2026-03-01\nb,2011-05-05\n",
		"declarations": "member,category,date,hours\nb,course,2026-02-01,3.5\na,course,2026-03-01,8\na,ethics,2026-03-02,2\nd,course,2026-02-01,1\n",
	})
	require.Equal(t, exitDone, got.status, got.err)
	require.Equal(t, header+
		"a,1,2026-01-01,2026-12-31,met,0,10,10,0,0,2,2,0,0\n"+
		"b,1,2026-01-01,2026-12-31,short,0,10,3.5,0,6.5,2,0,0,2\n"+
		"c,1,2026-01-01,2026-12-31,short,0,10,0,0,10,2,0,0,2\n"+
		"d,1,2026-03-01,2026-12-31,short,0,10,0,0,10,2,0,0,2\n", got.out)
	require.Contains(t, got.err, "Membres évalués : 4; déclarations lues : 4")
	require.Contains(t, got.err, "met (conformes) : 1")
	require.Contains(t, got.err, "short (pas encore conformes) : 3")
	require.Contains(t, got.err, "Heures comptées au total : 13.5")
}

// Eleven hours in 2025 leave one; the file of carried hours says 1 1/2 instead. A
// month of leave takes an hour off, and a figure of 3 takes 3.
func TestEvaluateTakesExemptionsAndCarriedHours(t *testing.T) {
	content := files{
		"members":      "member,admitted\na,2010-01-01\nb,2010-01-01\nc,2010-01-01\n",
		"declarations": "member,category,date,hours\na,course,2025-02-01,9\na,ethics,2025-02-02,2\n",
		"exemptions":   "member,ground,from,to,hours\nb,leave,2026-02-01,2026-02-28,\nc,,2026-01-15,,3\n",
	}
	got := evaluated(t, content)
	require.Equal(t, exitDone, got.status, got.err)
	require.Equal(t, header+
		"a,1,2026-01-01,2026-12-31,short,0,10,0,1,9,2,0,0,2\n"+
		"b,1,2026-01-01,2026-12-31,short,0,9,0,0,9,2,0,0,2\n"+
		"c,1,2026-01-01,2026-12-31,short,0,7,0,0,7,2,0,0,2\n", got.out)
	content["carried"] = "member,hours,from\na,1.5,2025-06-01\n"
	got = evaluated(t, content)
	require.Contains(t, got.out, "\na,1,2026-01-01,2026-12-31,short,0,10,0,1.5,8.5,2,0,0,2\n")
}

func TestEvaluateReadsWhatSpreadsheetsWrite(t *testing.T) {
	want := header + "a,1,2026-01-01,2026-12-31,short,0,10,2.5,0,7.5,2,2.5,0,0\n"
	semicolons := strings.ReplaceAll(strings.ReplaceAll(want, ",", ";"), ".", ",")
	for name, c := range map[string]struct{ members, declarations, want string }{
		"commas":                 {"member,admitted\na,2010-01-01\n", "member,category,date,hours\na,ethics,2026-02-01,2.5\n", want},
		"a byte order mark":      {"\xef\xbb\xbfmember,admitted\na,2010-01-01\n", "\xef\xbb\xbfmember,category,date,hours\na,ethics,2026-02-01,2.5\n", want},
		"semicolons and commas":  {"membre;admission\na;2010-01-01\n", "membre;catégorie;date;heures\na;ethics;2026-02-01;2,5\n", semicolons},
		"ends of Windows":        {"member,admitted\r\na,2010-01-01\r\n", "member,category,date,hours\r\na,ethics,2026-02-01,2.5\r\n", want},
		"no last end":            {"member,admitted\na,2010-01-01", "member,category,date,hours\na,ethics,2026-02-01,2.5", want},
		"other order and case":   {"Admitted,MEMBER\n2010-01-01,a\n", "HOURS,Date,Category,Member\n2.5,2026-02-01,ethics,a\n", want},
		"quotation marks":        {"\"member\",\"admitted\"\n\"a\",\"2010-01-01\"\n", "member,category,date,hours\n\"a\",ethics,2026-02-01,\"2,5\"\n", want},
		"blank lines and spaces": {"member,admitted\n\n a , 2010-01-01 \n,\n", "member,category,date,hours\n\na, ethics ,2026-02-01, 2.5\n\n", want},
		"hours and minutes":      {"member,admitted\na,2010-01-01\n", "member,category,date,hours\na,ethics,2026-02-01,2 h 30\n", want},
		"a line in a field": {
			"member,admitted\na,2010-01-01\n", "member,content,category,date,hours\na,\"two\nlines \"\"said\"\"\",ethics,2026-02-01,2.5\n", want,
		},
		"sep=": {"sep=;\nmember;admitted\na;2010-01-01\n", "member\tcategory\tdate\thours\na\tethics\t2026-02-01\t2.5\n", semicolons},
	} {
		t.Run(name, func(t *testing.T) {
			got := evaluated(t, files{"members": c.members, "declarations": c.declarations})
			require.Equal(t, exitDone, got.status, got.err)
			require.Equal(t, c.want, got.out)
		})
	}
}

func TestEvaluateWritesTheDecimalMarkThatIsAskedFor(t *testing.T) {
	content := files{"members": "member,admitted\na,2010-01-01\n", "declarations": "member,category,date,hours\na,course,2026-02-01,2.5\n"}
	require.Contains(t, evaluated(t, content, "-decimal", "comma").out, "a;1;2026-01-01;2026-12-31;short;0;10;2,5;0;7,5;")
	third := strings.Replace(simple, "least: {hours: 10}", "least: {hours: 10/3}", 1)
	got := evaluated(t, files{"members": "member;admitted\na;2010-01-01\n", "regulation": third}, "-decimal", "point")
	require.Contains(t, got.out, ",10/3,0,0,10/3,", "no decimal says a third")
}

// Each bad row is told with its file and its line, and the rest is evaluated.
func TestEvaluateReportsBadRowsByLineAndGoesOn(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.csv")
	got := evaluated(t, files{
		"members": "member,admitted,readmitted,left,birth,profile\n" +
			"a,2010-01-01,,,,\n" + // 2
			",2010-01-01,,,,\n" + // 3
			"c,2010-02-30,,,,\n" + // 4
			"d,2010-01-01,,2009-01-01,,\n" + // 5
			"e,2010-01-01,,,,retird\n" + // 6
			"a,2010-01-01,,,,\n" + // 7
			"f,2010-01-01,,,,retired\n" + // 8
			"f,2011-01-01,,,,\n" + // 9
			"g,,,,,\n", // 10
		"declarations": "member,category,date,hours,since,tags,state,counted\n" +
			"a,course,2026-02-01,3,,live,,\n" + // 2
			"a,cours,2026-02-01,3,,,,\n" + // 3
			"a,course,01/02/2026,3,,,,\n" + // 4
			"a,course,2026-02-01,three,,,,\n" + // 5
			"a,course,2026-02-01,2,5,,,,\n" + // 6: the comma separates
			"x,course,2026-02-01,3,,,,\n" + // 7
			"a,course,2026-02-01,3,2026-02-02,,,\n" + // 8
			"a,course,2026-02-01,3,,lve,,\n" + // 9
			"a,course,2026-02-01,3,,,maybe,\n" + // 10
			"a,course,2026-02-01,3,,,,4\n" + // 11
			"a,course,2026-02-01,0,,,,\n" + // 12
			"a,course,,3,,,,\n" + // 13
			"a,course,2026-02-01,-3,,,,\n" + // 14
			"a,\"course,2026-02-01,3,,,,\n" + // 15: never closed
			"a,course,2026-02-03,4,,,,\n" + // 16
			"c,course,2026-02-03,4,,,,\n" + // 17: c is on a bad row, told once
			"a,\xe9thics,2026-02-03,4,,,,\n" + // 18
			"a,course,2026-02-03,1.234.5,,,,\n", // 19
		"exemptions": "member,from,to,ground,hours\na,2026-01-01,2026-01-31,leav,\na,2026-01-01,,,\na,2026-02-01,2026-01-01,leave,\n",
		"carried":    "member,hours,from\na,many,\n",
	}, "-bad", bad)
	require.Equal(t, exitWrong, got.status)
	require.Equal(t, header+"a,1,2026-01-01,2026-12-31,short,0,10,7,0,3,2,0,0,2\n", got.out)
	var lines []string
	for line := range strings.Lines(got.err) {
		if at := strings.Index(line, ": "); strings.Contains(line, ".csv:") && at > 0 {
			lines = append(lines, line[:at])
		}
	}
	require.Equal(t, []string{
		"members.csv:3", "members.csv:4", "members.csv:5", "members.csv:6", "members.csv:7", "members.csv:8", "members.csv:9", "members.csv:10",
		"declarations.csv:3", "declarations.csv:4", "declarations.csv:5", "declarations.csv:6", "declarations.csv:7", "declarations.csv:8",
		"declarations.csv:9", "declarations.csv:10", "declarations.csv:11", "declarations.csv:12", "declarations.csv:13", "declarations.csv:14",
		"declarations.csv:15", "declarations.csv:18", "declarations.csv:19",
		"exemptions.csv:2", "exemptions.csv:3", "exemptions.csv:4", "carried.csv:2",
	}, lines)
	for _, says := range []string{
		"Lignes fautives : 27",
		"declarations.csv:3: « category » : « cours » n’est pas au règlement; écrire l’un de course, ethics",
		"declarations.csv:4: « date » : « 01/02/2026 » n’est pas un jour; écrire AAAA-MM-JJ",
		"declarations.csv:6: plus de champs que de colonnes",
		"declarations.csv:7: le membre « x » n’est pas dans le fichier des membres",
		"members.csv:7: le membre « a » est déjà à la ligne 2",
		"members.csv:9: le membre « f » est aussi à la ligne 8",
	} {
		require.Contains(t, got.err, says)
	}
	written, err := os.ReadFile(bad)
	require.NoError(t, err)
	require.Equal(t, 1+27, strings.Count(string(written), "\n"))
	require.True(t, strings.HasPrefix(string(written), "file,line,problem\n"))
}

func TestEvaluateSaysWhatIsWrongWithAHeader(t *testing.T) {
	members := "member,admitted\na,2010-01-01\n"
	for name, c := range map[string]struct{ declarations, says string }{
		"missing": {"member,category,date\n", "declarations.csv:1: la colonne « hours / heures / duree » manque"},
		"twice":   {"member,membre,category,date,hours\n", "declarations.csv:1: les colonnes « member » et « membre » disent la même chose"},
		"empty":   {"", "declarations.csv:1: le fichier est vide"},
		"UTF-16":  {"\xff\xfem\x00e\x00", "declarations.csv:1: ce n’est pas de l’UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			got := evaluated(t, files{"members": members, "declarations": c.declarations})
			require.Equal(t, exitWrong, got.status)
			require.Contains(t, got.err, c.says)
			require.Empty(t, got.out)
		})
	}
	got := evaluated(t, files{"members": members, "declarations": "member,category,date,hours,catgory\n"})
	require.Equal(t, exitDone, got.status)
	require.Contains(t, got.err, "la colonne « catgory » n’est pas lue")
}

// Two declarations that say the same are two activities.
func TestEvaluateDoesNotMergeDeclarations(t *testing.T) {
	got := evaluated(t, files{
		"members":      "member,admitted\na,2010-01-01\n",
		"declarations": "member,category,date,hours\na,course,2026-02-01,3\na,course,2026-02-01,3\n",
	})
	require.Contains(t, got.out, ",10,6,0,4,")
}

func TestEvaluateReadsFromTheInputAndWritesAFileOnlyWhenItIsWhole(t *testing.T) {
	folder := t.TempDir()
	regulation, members := file(t, "simple.yaml", simple), file(t, "members.csv", "member,admitted\na,2010-01-01\n")
	out := filepath.Join(folder, "out.csv")
	got := cohortIn(t, "member,category,date,hours\na,course,2026-02-01,3\n",
		"evaluate", "-regulation", regulation, "-members", members, "-declarations", "-", "-out", out, "-day", "2026-06-01")
	require.Equal(t, exitDone, got.status, got.err)
	written, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Equal(t, header+"a,1,2026-01-01,2026-12-31,short,0,10,3,0,7,2,0,0,2\n", string(written))
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, left, 1)
	// Before 2020 there is no version: nothing is written.
	got = cohort(t, "evaluate", "-regulation", regulation, "-members", members, "-declarations", members, "-out", out, "-day", "2019-06-01")
	require.Equal(t, exitWrong, got.status)
}

// However rows are shuffled, in one run or spilled in many, with one worker or
// several, the balances are the same bytes.
func TestEvaluateDoesNotDependOnTheOrderOfRows(t *testing.T) {
	regulation := file(t, "simple.yaml", strings.Replace(simple, "    requirements:", `    credits:
      - {id: again, select: {any: [course]}, again: {times: 0, within: period}, clause: a1}
      - {id: same, select: {any: [ethics]}, mostEach: {by: provider, hours: 3}, clause: a1}
    requirements:`, 1))
	rapid.Check(t, func(t *rapid.T) {
		folder, err := os.MkdirTemp("", "cohort")
		require.NoError(t, err)
		defer func() { require.NoError(t, os.RemoveAll(folder)) }()
		members, declarations := rows(t)
		evaluate := func(workers string) string {
			for name, all := range map[string][]string{"m.csv": members, "d.csv": declarations} {
				require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(strings.Join(all, "\n")+"\n"), 0o600))
			}
			var out, said strings.Builder
			require.Equal(t, exitDone, run([]string{
				"evaluate", "-regulation", regulation, "-members", filepath.Join(folder, "m.csv"),
				"-declarations", filepath.Join(folder, "d.csv"), "-day", "2026-06-01", "-workers", workers,
			}, strings.NewReader(""), &out, &said), said.String())
			return out.String()
		}
		want := evaluate("1")
		members = append(members[:1:1], rapid.Permutation(members[1:]).Draw(t, "members")...)
		declarations = append(declarations[:1:1], rapid.Permutation(declarations[1:]).Draw(t, "declarations")...)
		require.Equal(t, want, evaluate("3"))
	})
}

// rows draws members and their declarations, whose days, contents and providers
// often meet.
func rows(t *rapid.T) (members, declarations []string) {
	members, declarations = []string{"member,admitted"}, []string{"member,category,date,hours,content,provider,state"}
	names := []string{"a", "ab", "b", "b2", "Z", "é"}[:rapid.IntRange(1, 6).Draw(t, "how many")]
	for _, name := range names {
		members = append(members, name+",2015-01-01")
	}
	for range rapid.IntRange(0, 30).Draw(t, "declarations") {
		declarations = append(declarations, strings.Join([]string{
			rapid.SampledFrom(names).Draw(t, "member"), rapid.SampledFrom([]string{"course", "ethics"}).Draw(t, "category"),
			rapid.SampledFrom([]string{"2024-11-03", "2025-07-01", "2026-02-01", "2026-02-02"}).Draw(t, "date"),
			rapid.SampledFrom([]string{"1", "2.5", "0.75", "4"}).Draw(t, "hours"), rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "content"),
			rapid.SampledFrom([]string{"", "p", "q"}).Draw(t, "provider"), rapid.SampledFrom([]string{"", "pending"}).Draw(t, "state"),
		}, ","))
	}
	return members, slices.Clone(declarations)
}
