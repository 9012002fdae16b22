package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// waiting is four declarations that wait at noon of 15 June 2023.
func waiting() []hours.Waiting {
	one := func(id, category, title, provider, amount string, state hours.State, days int, m identity.Member) hours.Waiting {
		d := in(counted(id, category, "2023-05-02", amount), state)
		d.Member, d.Activity.Title, d.Activity.Provider = m.ID, title, provider
		d.Submitted = noon.AddDate(0, 0, -days)
		return hours.Waiting{Declaration: d, Holder: m}
	}
	emma := identity.Member{ID: "m-1", First: "Emma", Last: "Gélinas", Permit: "T-101"}
	noah := identity.Member{ID: "m-2", First: "Noah", Last: "Roy", Permit: "T-202"}
	return []hours.Waiting{
		one("d1", "structured", "Réglage des capteurs", "Cégep de Lévis", "4", hours.Submitted, 7, emma),
		one("d2", "ethics", "Éthique et IA", "CEGEP de levis", "1", hours.InReview, 6, emma),
		one("d3", "structured", "automates", "Ordre", "3", hours.Submitted, 40, noah),
		one("d4", "structured", "Lire un plan", "", "2", hours.Counted, 2, noah),
	}
}

func chosen(q hours.QueueQuery) []string {
	var ids []string
	for _, w := range q.Choose(waiting(), noon) {
		ids = append(ids, w.ID)
	}
	return ids
}

func TestQueueIsChosenAndSorted(t *testing.T) {
	for _, c := range []struct {
		name  string
		query hours.QueueQuery
		want  []string
	}{
		{"the oldest first", hours.QueueQuery{}, []string{"d3", "d1", "d2", "d4"}},
		{"the newest first", hours.QueueQuery{Reverse: true}, []string{"d4", "d2", "d1", "d3"}},
		{"by member, those of one by age", hours.QueueQuery{Sort: hours.QueuedByMember}, []string{"d1", "d2", "d3", "d4"}},
		{"by title", hours.QueueQuery{Sort: hours.QueuedByTitle}, []string{"d3", "d2", "d4", "d1"}},
		{"by hours", hours.QueueQuery{Sort: hours.QueuedByHours}, []string{"d2", "d4", "d3", "d1"}},
		{"by category", hours.QueueQuery{Sort: hours.QueuedByCategory}, []string{"d2", "d3", "d1", "d4"}},
		{"a name without its accent", hours.QueueQuery{Text: "gelinas EMMA"}, []string{"d1", "d2"}},
		{"a permit", hours.QueueQuery{Text: "t-202"}, []string{"d3", "d4"}},
		{"a member's number", hours.QueueQuery{Text: "m-2"}, []string{"d3", "d4"}},
		{"words of the member and of the activity", hours.QueueQuery{Text: "roy plan"}, []string{"d4"}},
		{"to decide", hours.QueueQuery{Status: hours.ToDecide}, []string{"d3", "d1", "d2"}},
		{"new", hours.QueueQuery{Status: hours.New}, []string{"d3", "d1"}},
		{"begun", hours.QueueQuery{Status: hours.Begun}, []string{"d2"}},
		{"to correct", hours.QueueQuery{Status: hours.ToCorrect}, []string{"d4"}},
		{"a category", hours.QueueQuery{Category: "ethics"}, []string{"d2"}},
		{"a provider, however it is written", hours.QueueQuery{Provider: "cégep de Lévis"}, []string{"d1", "d2"}},
		{"waited seven days, to the instant", hours.QueueQuery{Days: 7}, []string{"d3", "d1"}},
		{"two filters", hours.QueueQuery{Category: "structured", Days: 30}, []string{"d3"}},
		{"nothing", hours.QueueQuery{Text: "inconnu"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, chosen(c.query)) })
	}
	q := hours.QueueQuery{Days: 7}
	require.Len(t, q.Choose(waiting(), noon.Add(-time.Second)), 1, "a second before its seventh day is over")
}

func TestQueueCountsWhatEachFilterWouldShow(t *testing.T) {
	q := hours.QueueQuery{Category: "structured", Status: hours.ToDecide}
	c := q.Counts(waiting(), noon, 7, 30)
	require.Equal(t, map[hours.QueueStatus]int{"": 3, hours.ToDecide: 2, hours.New: 2, hours.Begun: 0, hours.ToCorrect: 1}, c.Status, "of the category")
	require.Equal(t, []hours.CountedValue{{Value: "ethics", N: 1}, {Value: "structured", N: 2}}, c.Categories, "of those to decide")
	require.Equal(t, []hours.CountedValue{{Value: "Cégep de Lévis", N: 1}, {Value: "Ordre", N: 1}}, c.Providers, "however they are written")
	require.Equal(t, map[int]int{0: 2, 7: 2, 30: 1}, c.Days)
	for _, status := range hours.QueueStatuses() {
		alone := hours.QueueQuery{Status: status}
		require.Len(t, alone.Choose(waiting(), noon), hours.QueueQuery{}.Counts(waiting(), noon).Status[status])
	}
}

func TestQueuePlaceAndNeighbours(t *testing.T) {
	q := hours.QueueQuery{}
	all := q.Choose(waiting(), noon) // d3 d1 d2 d4
	at, before, after := q.Place(all, all[1])
	require.Equal(t, []any{1, "d3", "d2"}, []any{at, before.ID, after.ID})
	at, before, after = q.Place(all, all[0])
	require.Zero(t, at)
	require.Nil(t, before)
	require.Equal(t, "d1", after.ID)
	_, before, after = q.Place(all, all[3])
	require.Equal(t, "d2", before.ID)
	require.Nil(t, after)
	// Somebody decided it meanwhile: it is where it was, and leads on.
	gone := all[1]
	rest := append(append([]hours.Waiting{}, all[:1]...), all[2:]...)
	gone.State, gone.Version = hours.Counted, 9
	at, before, after = q.Place(rest, gone)
	require.Equal(t, []any{1, "d3", "d2"}, []any{at, before.ID, after.ID})
	at, before, after = q.Place(nil, gone)
	require.Zero(t, at)
	require.Nil(t, before)
	require.Nil(t, after)
}
