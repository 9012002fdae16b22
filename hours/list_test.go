package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

func shelf() []hours.Declaration {
	named := func(d hours.Declaration, title, provider, trainer string) hours.Declaration {
		d.Activity.Title, d.Activity.Provider, d.Activity.Trainer = title, provider, trainer
		d.Submitted = d.Activity.Last.Start(nil).AddDate(0, 0, 30)
		return d
	}
	draft := hours.Declaration{Key: hours.Key{ID: "d5"}, Period: period.From, State: hours.Draft}
	draft.Entry.Title, draft.Entry.TrainerFirst = "Brouillon d’éthique", "Zoé"
	return []hours.Declaration{
		named(counted("d1", "structured", "2023-02-01", "4"), "Réglage des capteurs", "Cégep de Lévis", "Léa Gagné"),
		named(in(counted("d2", "ethics", "2023-05-01", "1"), hours.Submitted), "Éthique et IA", "OTPQ", "Ana Roy"),
		named(in(counted("d3", "autonomous", "2022-05-01", "2"), hours.Refused), "Lectures", "", ""),
		named(of("2025-04-01", counted("d4", "structured", "2023-02-01", "3")), "automates", "OTPQ", ""),
		draft,
		{Key: hours.Key{ID: "d6"}, Period: period.From, State: hours.Discarded},
	}
}

func TestQueryChooses(t *testing.T) {
	for _, c := range []struct {
		name  string
		query hours.Query
		want  []string
	}{
		{"all but the discarded, the latest first", hours.Query{}, []string{"d2", "d1", "d4", "d3", "d5"}},
		{"reversed, equal ones still by identifier", hours.Query{Reverse: true}, []string{"d5", "d3", "d1", "d4", "d2"}},
		{"without the accent", hours.Query{Text: "ethique"}, []string{"d2", "d5"}},
		{"in capitals with the accent", hours.Query{Text: "ÉTHIQUE"}, []string{"d2", "d5"}},
		{"a straight apostrophe", hours.Query{Text: "d'éthique"}, []string{"d5"}},
		{"by provider", hours.Query{Text: "levis"}, []string{"d1"}},
		{"by trainer", hours.Query{Text: "gagne"}, []string{"d1"}},
		{"by the trainer of a draft", hours.Query{Text: "zoe"}, []string{"d5"}},
		{"not found", hours.Query{Text: "zzz"}, []string{}},
		{"by state", hours.Query{States: []hours.State{hours.Refused, hours.Submitted}}, []string{"d2", "d3"}},
		{"by period", hours.Query{Period: "2025-04-01"}, []string{"d4"}},
		{"by title", hours.Query{Sort: hours.ByTitle, States: []hours.State{hours.Counted, hours.Submitted}}, []string{"d4", "d2", "d1"}},
		{"by category", hours.Query{Sort: hours.ByCategory, Period: "2022-01-01"}, []string{"d5", "d3", "d2", "d1"}},
		{"by hours", hours.Query{Sort: hours.ByHours}, []string{"d5", "d2", "d3", "d4", "d1"}},
		{"by hours, most first", hours.Query{Sort: hours.ByHours, Reverse: true}, []string{"d1", "d4", "d3", "d2", "d5"}},
		{"by submission", hours.Query{Sort: hours.BySubmitted}, []string{"d5", "d3", "d1", "d4", "d2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := shelf()
			ids := []string{}
			for _, d := range c.query.Choose(all) {
				ids = append(ids, d.ID)
			}
			require.Equal(t, c.want, ids)
			require.Equal(t, shelf(), all)
		})
	}
}
