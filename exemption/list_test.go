package exemption_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
)

// requests are four requests, one of them a draft and one thrown away.
func requests() []exemption.Request {
	request := func(id string, state exemption.State, period, ground, first, granted string, submitted int) exemption.Request {
		r := exemption.Request{
			Key: exemption.Key{Org: "otpq", Member: "m-1", ID: id}, State: state, Period: cycle.MustDate(period),
			Entry: exemption.Entry{Ground: ground}, Granted: h(granted),
		}
		if first != "" {
			r.Claim.First, r.Submitted = cycle.MustDate(first), noon.Add(time.Duration(submitted)*time.Hour)
		}
		return r
	}
	all := []exemption.Request{
		request("a", exemption.Granted, "2022-01-01", "illness", "2022-03-01", "5", 2),
		request("b", exemption.Submitted, "2025-04-01", "exceptional", "2025-06-01", "0", 3),
		request("c", exemption.Draft, "2025-04-01", "caregiver", "", "0", 0),
		request("d", exemption.Discarded, "2025-04-01", "", "", "0", 0),
		request("e", exemption.Refused, "2022-01-01", "illness", "2023-01-01", "0", 1),
	}
	all[1].Entry.Details, all[0].Entry.Note = "Inondation à l’été", "Retour progressif"
	return all
}

func TestQueryChoosesAndSorts(t *testing.T) {
	for name, c := range map[string]struct {
		query exemption.Query
		want  []string
	}{
		"all but what is thrown away, the latest first": {exemption.Query{}, []string{"b", "e", "a", "c"}},
		"the earliest first":                            {exemption.Query{Reverse: true}, []string{"c", "a", "e", "b"}},
		"by ground":                                     {exemption.Query{Sort: exemption.ByGround}, []string{"c", "b", "a", "e"}},
		"by hours granted":                              {exemption.Query{Sort: exemption.ByGranted, Reverse: true}, []string{"a", "b", "c", "e"}},
		"by submission":                                 {exemption.Query{Sort: exemption.BySubmitted}, []string{"c", "e", "a", "b"}},
		"in some states":                                {exemption.Query{States: []exemption.State{exemption.Draft, exemption.Refused}}, []string{"e", "c"}},
		"thrown away":                                   {exemption.Query{States: []exemption.State{exemption.Discarded}}, []string{"d"}},
		"of a period":                                   {exemption.Query{Period: "2022-01-01"}, []string{"e", "a"}},
		"of no period":                                  {exemption.Query{Period: "1999-01-01"}, []string{}},
		"by the ground's label, without its accents": {exemption.Query{Text: "MALADIE"}, []string{"e", "a"}},
		"by the English label":                       {exemption.Query{Text: "caregiving"}, []string{"c"}},
		"by the details":                             {exemption.Query{Text: "a l'ete"}, []string{"b"}},
		"by the note":                                {exemption.Query{Text: "progressif"}, []string{"a"}},
		"by what nobody wrote":                       {exemption.Query{Text: "vacances"}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			all := requests()
			got, err := ids(c.query.Choose(all, otpqGrounds(t)), nil)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
			require.Equal(t, requests(), all, "what is given is left as it was")
		})
	}
}

// Whatever the order in which requests come, a query gives the same list.
func TestQueryDoesNotDependOnTheOrder(t *testing.T) {
	known := otpqGrounds(t)
	rapid.Check(t, func(t *rapid.T) {
		q := exemption.Query{
			Sort:    rapid.SampledFrom([]exemption.Sort{exemption.ByFirst, exemption.ByGround, exemption.ByGranted, exemption.BySubmitted}).Draw(t, "sort"),
			Reverse: rapid.Bool().Draw(t, "reverse"),
		}
		shuffled := rapid.Permutation(requests()).Draw(t, "order")
		require.Equal(t, q.Choose(requests(), known), q.Choose(shuffled, known))
	})
}
