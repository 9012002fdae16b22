package intake_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
)

// readAll returns the good lines and the errors of the others, by line number.
func readAll(t require.TestingT, content string, kind intake.Kind) ([]intake.Line, map[int]error) {
	lines, err := intake.NewLines(strings.NewReader(content), kind)
	require.NoError(t, err)
	return drain(t, lines)
}

func drain(t require.TestingT, lines *intake.Lines) ([]intake.Line, map[int]error) {
	var good []intake.Line
	wrong := map[int]error{}
	for {
		line, err := lines.Next()
		if errors.Is(err, io.EOF) {
			return good, wrong
		}
		var bad *intake.LineError
		if errors.As(err, &bad) {
			wrong[bad.Number] = err
			continue
		}
		require.NoError(t, err)
		good = append(good, line)
	}
}

func TestColumnsAreFoundByNameInTwoLanguagesAndAnyOrder(t *testing.T) {
	want := intake.Line{
		Number: 2, Permit: "1234", Name: "Zoé Côté", Activity: "ethique-101", FirstDay: "2026-11-01", LastDay: "2026-11-02", Duration: "2,5",
	}
	for name, content := range map[string]string{
		"French, semicolons":       "Permis;Nom;Activité;Début;Fin;Heures\n1234;Zoé Côté;ethique-101;2026-11-01;2026-11-02;2,5\n",
		"English, commas":          "permit number,full name,activity_code,start date,end date,HOURS\n1234,Zoé Côté,ethique-101,2026-11-01,2026-11-02,\"2,5\"\n",
		"another order, tabs":      "Durée\tFin\tDébut\tActivité\tNom\tNo de permis\n2,5\t2026-11-02\t2026-11-01\tethique-101\tZoé Côté\t1234\n",
		"byte order mark":          "\ufeffPermis;Nom;Activité;Début;Fin;Heures\r\n1234;Zoé Côté;ethique-101;2026-11-01;2026-11-02;2,5\r\n",
		"Windows-1252":             "Permis;Nom;Activit\xe9;D\xe9but;Fin;Heures\n1234;Zo\xe9 C\xf4t\xe9;ethique-101;2026-11-01;2026-11-02;2,5\n",
		"decomposed accents":       "Permis;Nom;Activite\u0301;De\u0301but;Fin;Heures\n1234;Zoe\u0301 Co\u0302te\u0301;ethique-101;2026-11-01;2026-11-02;2,5\n",
		"invisible characters":     "Permis;Nom\u200b;Activité;Début;Fin;Heures\n\u200b1234;Zoé\u00ad Côté;ethique-101\u00a0;\u200e2026-11-01;2026-11-02; 2,5 \n",
		"quotation marks":          "\"Permis\";\"Nom\";\"Activité\";\"Début\";\"Fin\";\"Heures\"\n\"1234\";\"Zoé Côté\";\"ethique-101\";\"2026-11-01\";\"2026-11-02\";\"2,5\"\n",
		"old Macintosh apostrophe": "Permis;Nom;Code de l’activité;Début;Fin;Nombre d’heures\n1234;Zoé Côté;ethique-101;2026-11-01;2026-11-02;2,5\n",
	} {
		t.Run(name, func(t *testing.T) {
			good, wrong := readAll(t, content, intake.RosterFile)
			require.Empty(t, wrong)
			require.Equal(t, []intake.Line{want}, good)
		})
	}
}

func TestAHeaderIsRefusedWithEverythingThatIsMissing(t *testing.T) {
	var header *intake.HeaderError
	_, err := intake.NewLines(strings.NewReader("permis;couleur\n1;2\n"), intake.RosterFile)
	require.ErrorIs(t, err, intake.ErrColumnMissing)
	require.ErrorAs(t, err, &header)
	require.Equal(t, []string{"permis", "couleur"}, header.Found)
	var first []string
	for _, names := range header.Missing {
		first = append(first, names[0])
	}
	require.Equal(t, []string{"nom", "début", "heures", "activité"}, first)

	_, err = intake.NewLines(strings.NewReader("permis;nom;debut;date de début;heures;titre\n"), intake.RosterFile)
	require.ErrorIs(t, err, intake.ErrColumnTwice)
	require.ErrorAs(t, err, &header)
	require.Equal(t, [2]string{"debut", "date de début"}, header.Twice)

	for _, empty := range []string{"", "\n\n", "\ufeff"} {
		_, err = intake.NewLines(strings.NewReader(empty), intake.RosterFile)
		require.ErrorIs(t, err, intake.ErrNoHeader, "%q", empty)
	}
	_, err = intake.NewLines(strings.NewReader("\xff\xfep\x00e\x00r\x00"), intake.RosterFile)
	require.ErrorIs(t, err, intake.ErrNotText, "UTF-16")
}

func TestUnknownColumnsAreToldAndLeft(t *testing.T) {
	lines, err := intake.NewLines(strings.NewReader("permis;couleur;nom;titre;debut;heures;\n1;bleu;Zoé;Cours;2026-11-01;1;\n"), intake.RosterFile)
	require.NoError(t, err)
	require.Equal(t, []string{"couleur", ""}, lines.Unknown)
	good, wrong := drain(t, lines)
	require.Empty(t, wrong)
	require.Equal(t, "Cours", good[0].Title)
}

const roster = "permis;nom;titre;debut;fin;heures\n"

func TestABadLineIsReportedByItsNumberAndTheOthersAreRead(t *testing.T) {
	const good = "1;Zoé;Cours;2026-11-01;2026-11-01;1\n"
	for name, c := range map[string]struct {
		line string
		want error
	}{
		"too many fields":         {"1;Zoé;Cours;2026-11-01;2026-11-01;1;2\n", intake.ErrRowWidth},
		"too few":                 {"1;Zoé;Cours\n", intake.ErrRowWidth},
		"a quotation mark open":   {"1;\"Zoé;Cours;2026-11-01;2026-11-01;1\n", intake.ErrRowQuote},
		"one closed inside":       {"1;\"Zoé\" Côté;Cours;2026-11-01;2026-11-01;1\n", intake.ErrRowQuote},
		"NUL":                     {"1;Zo\x00;Cours;2026-11-01;2026-11-01;1\n", intake.ErrNotText},
		"not the file's encoding": {"1;Zo\xe9;Cours;2026-11-01;2026-11-01;1\n", intake.ErrNotText},
		"a field of 1001 bytes":   {"1;Zoé;" + strings.Repeat("a", 1001) + ";2026-11-01;2026-11-01;1\n", hours.ErrTooLong},
		"a line of 65 KiB":        {"1;Zoé;" + strings.Repeat("a", 65<<10) + ";2026-11-01;2026-11-01;1\n", intake.ErrRowLong},
	} {
		t.Run(name, func(t *testing.T) {
			lines, wrong := readAll(t, roster+good+c.line+good+c.line+good, intake.RosterFile)
			require.Len(t, lines, 3)
			require.Equal(t, []int{2, 4, 6}, []int{lines[0].Number, lines[1].Number, lines[2].Number})
			require.Len(t, wrong, 2)
			require.ErrorIs(t, wrong[3], c.want)
			require.ErrorIs(t, wrong[5], c.want)
		})
	}
}

func TestWindows1252HasFiveBytesThatAreNothing(t *testing.T) {
	_, wrong := readAll(t, "permis;nom;titre;d\xe9but;heures\n1;Zo\xe9;\x81;2026-11-01;1\n2;l\x92\x9cuvre;a;2026-11-01;1\n", intake.RosterFile)
	require.Len(t, wrong, 1)
	require.ErrorIs(t, wrong[2], intake.ErrNotText)
}

// Whatever stands between two good lines, both survive with their numbers.
func TestGoodLinesSurviveWhateverIsBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		between := strings.Map(func(r rune) rune {
			if r == '\n' {
				return ' '
			}
			return r
		}, rapid.String().Draw(t, "line"))
		good, wrong := readAll(t, roster+"1;Zoé;Cours;2026-11-01;2026-11-01;1\n"+between+"\n2;Léa;Cours;2026-11-01;2026-11-01;1\n", intake.RosterFile)
		require.NotEmpty(t, good)
		require.Equal(t, "1", good[0].Permit)
		last := good[len(good)-1]
		require.Equal(t, "2", last.Permit)
		require.Equal(t, 4, last.Number)
		for n := range wrong {
			require.Equal(t, 3, n)
		}
	})
}

// endless gives lines without end, and counts those that it gave.
type endless struct {
	left int
	rest string
}

func (e *endless) Read(b []byte) (int, error) {
	if e.rest == "" {
		if e.left == 0 {
			return 0, io.EOF
		}
		e.left--
		e.rest = fmt.Sprintf("%d;Zoé Côté;Un cours;2026-11-01;2026-11-01;1\n", e.left)
	}
	n := copy(b, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func TestAMillionLinesAreReadOneAtATime(t *testing.T) {
	lines, err := intake.NewLines(io.MultiReader(strings.NewReader(roster), &endless{left: 200_000}), intake.RosterFile)
	require.NoError(t, err)
	for n := 0; ; n++ {
		_, err := lines.Next()
		if errors.Is(err, io.EOF) {
			require.Equal(t, 200_000, n)
			return
		}
		require.NoError(t, err)
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte(roster + "1;Zoé;Cours;2026-11-01;2026-11-01;1\n"))
	f.Add([]byte("\ufeffpermit,name,title,date,hours\n1,\"a\"\"b\",c,2026-11-01,\"2,5\"\n\"open\n1,a,c,2026-11-01,1"))
	f.Add([]byte("permis\tnom\ttitre\td\xe9but\theures\n1\tZo\xe9\tc\t2026-11-01\t1\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, kind := range []intake.Kind{intake.RosterFile, intake.ImportFile} {
			lines, err := intake.NewLines(strings.NewReader(string(content)), kind)
			if err != nil {
				var header *intake.HeaderError
				require.ErrorAs(t, err, &header)
				continue
			}
			last := 0
			for {
				line, err := lines.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				var bad *intake.LineError
				if err != nil {
					require.ErrorAs(t, err, &bad)
					require.Equal(t, line.Number, bad.Number)
				}
				require.Greater(t, line.Number, last)
				last = line.Number
				_, _ = intake.ReadDate(line.FirstDay)
			}
			require.LessOrEqual(t, last, 1+strings.Count(string(content), "\n"))
		}
	})
}
