package grounds_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/exemption/grounds"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

func TestEveryDocumentIsOfARegulationOfTheCatalogue(t *testing.T) {
	all, err := grounds.All()
	require.NoError(t, err)
	require.Contains(t, all, "qc-otpq")
	regulations, err := catalogue.Regulations()
	require.NoError(t, err)
	for regulation, g := range all {
		require.Equal(t, regulation, g.Regulation)
		require.Contains(t, regulations, regulation)
	}
}

func TestP44_EveryGroundSaysWhatItCallsFor(t *testing.T) {
	all, err := grounds.All()
	require.NoError(t, err)
	for _, g := range all {
		for _, ground := range g.Grounds {
			require.NotEmpty(t, ground.Documents.FR, ground.ID)
			require.NotEmpty(t, ground.Documents.EN, ground.ID)
			require.NotEmpty(t, ground.Source, ground.ID)
		}
	}
}

func TestP43_OnlyWhatTheGuideNamesIsVerified(t *testing.T) {
	all, err := grounds.All()
	require.NoError(t, err)
	for _, ground := range all["qc-otpq"].Grounds {
		require.Equal(t, ground.Label.FR == "Circonstances exceptionnelles", ground.Verified, ground.ID)
		require.Equal(t, ground.Verified, ground.Details, "P47: only exceptional circumstances are explained")
	}
}

func TestP48_TwoCommitments(t *testing.T) {
	all, err := grounds.All()
	require.NoError(t, err)
	require.Len(t, all["qc-otpq"].Commitments, 2)
}

const usable = `
regulation: qc-x
version: "1"
notice: {fr: avis, en: notice}
grounds:
  - id: illness
    label: {fr: Maladie, en: Illness}
    documents: {fr: Un billet, en: A note}
    source: s. 10
    verified: false
`

func TestRead(t *testing.T) {
	g, err := grounds.Read("x.yaml", strings.NewReader(usable))
	require.NoError(t, err)
	require.Equal(t, "qc-x", g.Regulation)
	require.Equal(t, "Illness", g.Grounds[0].Label.EN)
	require.False(t, g.Grounds[0].Verified)
}

func TestReadIsStrict(t *testing.T) {
	for name, content := range map[string]string{
		"nothing":                   "",
		"not YAML":                  "regulation: [",
		"an unknown key":            usable + "extra: 1\n",
		"an unknown key inside":     strings.Replace(usable, "source:", "sauce:", 1),
		"a key twice":               usable + "version: \"2\"\n",
		"a second document":         usable + "---\n" + usable,
		"verified left out":         strings.Replace(usable, "    verified: false\n", "", 1),
		"verified left empty":       strings.Replace(usable, "verified: false", "verified:", 1),
		"no ground":                 usable[:strings.Index(usable, "grounds:")],
		"no word of what to send":   strings.Replace(usable, "    documents: {fr: Un billet, en: A note}\n", "", 1),
		"a label in one language":   strings.Replace(usable, ", en: Illness", "", 1),
		"verified is not yes or no": strings.Replace(usable, "verified: false", "verified: perhaps", 1),
	} {
		t.Run(name, func(t *testing.T) {
			g, err := grounds.Read("x.yaml", strings.NewReader(content))
			require.ErrorIs(t, err, exemption.ErrBadGrounds)
			require.True(t, strings.HasPrefix(err.Error(), "x.yaml: "), err.Error())
			require.Equal(t, exemption.Grounds{}, g)
		})
	}
}

func TestReadTellsWhenReadingFails(t *testing.T) {
	broken := errors.New("the disk broke")
	_, err := grounds.Read("x.yaml", iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	require.NotErrorIs(t, err, exemption.ErrBadGrounds)
}

// Where a regulation has rules that work an exemption out, the grounds that members
// choose from are those that the rules name: one that is misspelt in either would be
// left to staff, or never asked for.
func TestGroundsAreThoseOfTheRules(t *testing.T) {
	all, err := grounds.All()
	require.NoError(t, err)
	regulations, err := catalogue.Regulations()
	require.NoError(t, err)
	ruled := 0
	for regulation, g := range all {
		for _, version := range regulations[regulation].Versions {
			if len(version.Exemptions) == 0 {
				continue
			}
			ruled++
			for _, ground := range g.Grounds {
				require.NotEmpty(t, version.RulesFor(ground.ID), "%s %s has no rule for %s", regulation, version.ID, ground.ID)
			}
			for _, rule := range version.Exemptions {
				for _, id := range rule.Grounds {
					_, known := g.Ground(id)
					require.True(t, known, "%s %s names %s, which is not a ground", regulation, version.ID, id)
				}
			}
		}
	}
	require.GreaterOrEqual(t, ruled, 2, "the social workers and the veterinarians")
}
