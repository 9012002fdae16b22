package catalogue_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// Every document works out the examples of its source.
func TestWorkedCases(t *testing.T) {
	all, err := catalogue.All()
	require.NoError(t, err)
	require.NotEmpty(t, all)
	for _, d := range all {
		require.NotEmpty(t, d.Cases, d.Regulation.ID)
		for _, c := range d.Cases {
			t.Run(d.Regulation.ID+"/"+c.Name, func(t *testing.T) {
				_, differences, err := c.Run(d.Regulation)
				require.NoError(t, err)
				require.Empty(t, differences, "line %d", c.Line)
			})
		}
	}
}

// What people read is there in both languages, and what no source says is marked.
func TestDocumentsSpeakBothLanguages(t *testing.T) {
	all, err := catalogue.All()
	require.NoError(t, err)
	for _, d := range all {
		require.NotEmpty(t, d.Regulation.Title.EN)
		for _, v := range d.Regulation.Versions {
			texts := map[string]string{}
			if v.Notice.FR != "" {
				texts["notice"] = v.Notice.EN
			}
			for _, m := range slices.Concat(v.Tags, v.Profile) {
				texts["mark "+m.ID] = m.Label.EN
				require.NotEmpty(t, m.Label.FR)
			}
			for _, c := range v.Clauses {
				texts["cite "+c.ID], texts["says "+c.ID] = c.Cite.EN, c.Says.EN
			}
			for _, c := range v.Categories {
				texts["category "+c.ID], texts["definition "+c.ID] = c.Label.EN, c.Definition.EN
				require.NotEmpty(t, c.Label.FR)
				require.NotEmpty(t, c.Definition.FR)
				require.NotEmpty(t, c.Types)
				for _, k := range c.Types {
					texts["type "+c.ID+" "+k.ID] = k.Label.EN
					require.NotEmpty(t, k.Label.FR)
				}
			}
			for _, q := range v.Requirements {
				texts["requirement "+q.ID] = q.Label.EN
				require.NotEmpty(t, q.Label.FR)
			}
			for _, a := range v.Attestations {
				texts["attestation "+a.ID] = a.Text.EN
			}
			if v.Evidence != nil {
				for _, k := range v.Evidence.Kept {
					texts["kept "+k.ID] = k.Label.EN
				}
			}
			if v.Default != nil {
				for _, c := range v.Default.Consequences {
					texts["consequence "+c.ID] = c.Label.EN
				}
			}
			for what, text := range texts {
				require.NotEmpty(t, text, d.Regulation.ID+" "+what)
			}
		}
	}
}

func TestRegulationsByIdentifier(t *testing.T) {
	byID, err := catalogue.Regulations()
	require.NoError(t, err)
	require.Equal(t, "qc-otpq", byID["qc-otpq"].ID)
	// Article 1 was read; the article on entry during a period was not.
	v := byID["qc-otpq"].Versions[0]
	for id, verified := range map[string]bool{"total": true, "ethics": true, "carry-over": true, "structured": true, "proration": false} {
		clause, ok := v.Clause(id)
		require.True(t, ok, id)
		require.Equal(t, verified, clause.Verified, id)
	}
}
