package exam_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// room is a service point's learners; two have begun, one is paused, and others have an
// authorisation, or nothing.
func room() []exam.Row {
	state := func(s exam.AttemptState) *exam.Sitting {
		return &exam.Sitting{Authorisation: exam.Authorisation{State: exam.Authorised}, Attempt: exam.Attempt{State: s}}
	}
	row := func(code, first, last, email string, s *exam.Sitting) exam.Row {
		return exam.Row{Learner: exam.Learner{Member: identity.MemberID(code), First: first, Last: last, Email: email}, Sitting: s}
	}
	return []exam.Row{
		row("d-104", "Étienne", "Bélanger", "etienne.b@chantier.example", nil),
		row("d-101", "Zoé", "Zajac", "zoe@chantier.example", state(exam.Running)),
		row("d-103", "Etienne", "Belanger", "eb@pavage.example", state(exam.Launched)),
		row("d-102", "Alice", "Tremblay", "alice@d-104.example", state(exam.Paused)),
		row("d-105", "ÉTIENNE", "BÉLANGER", "belanger@signal.example", state(exam.Unlaunched)),
		row("d-1045", "Marie-Ève", "St-Onge", "marie@pavage.example", nil),
	}
}

func codes(rows []exam.Row) string {
	var all []string
	for _, r := range rows {
		all = append(all, strings.TrimPrefix(r.Learner.Code(), "d-"))
	}
	return strings.Join(all, " ")
}

func TestE13_TheExamsInProgressComeFirst(t *testing.T) {
	for _, c := range []struct {
		query exam.Query
		want  string
	}{
		// Tremblay and Zajac have begun; then Bélanger three times by code, and St-Onge.
		{exam.Query{}, "102 101 103 104 105 1045"},
		{exam.Query{Reverse: true}, "101 102 1045 103 104 105"},
		{exam.Query{Sort: exam.ByFirst}, "102 101 103 104 105 1045"},
		{exam.Query{Sort: exam.ByCode}, "101 102 103 104 1045 105"},
		{exam.Query{Sort: exam.ByCode, Reverse: true}, "102 101 105 1045 104 103"},
		{exam.Query{Sort: exam.ByEmail}, "102 101 105 103 104 1045"},
		{exam.Query{InProgress: true}, "102 101"},
		{exam.Query{InProgress: true, Text: "zajac"}, "101"},
	} {
		require.Equal(t, c.want, codes(c.query.Choose(room())), "%+v", c.query)
	}
	for _, r := range room() {
		require.Equal(t, r.Sitting != nil && (r.Learner.Member == "d-101" || r.Learner.Member == "d-102"), r.InProgress())
	}
	require.Empty(t, exam.Query{}.Choose(nil))
}

func TestE3_EverybodyWhoIsMeantIsFoundAndNobodyIsPicked(t *testing.T) {
	for text, want := range map[string]string{
		// A user code given whole is one person, though an address has it too.
		"d-104": "104", " D-104 ": "104", "d-10": "102 101 103 104 105 1045", "1045": "1045",
		"étienne bélanger": "103 104 105", "belanger etienne": "103 104 105", "ETIENNE": "103 104 105", "  Bélanger  ": "103 104 105",
		"étienne pavage": "103", "eve": "1045", "st-onge": "1045", "@chantier.example": "101 104", "etienne zajac": "", "d-999": "",
	} {
		require.Equal(t, want, codes(exam.Query{Text: text}.Choose(room())), text)
	}
}

// Whatever is asked and in whatever order, the list is the same, has nobody twice, and
// changes nothing in what it was given.
func TestE13_TheListDependsOnNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := exam.Query{
			Text:    rapid.SampledFrom([]string{"", "etienne", "d-104", "é", "example"}).Draw(t, "text"),
			Sort:    rapid.SampledFrom([]exam.Sort{exam.ByLast, exam.ByFirst, exam.ByCode, exam.ByEmail}).Draw(t, "sort"),
			Reverse: rapid.Bool().Draw(t, "reverse"), InProgress: rapid.Bool().Draw(t, "in progress"),
		}
		given := rapid.Permutation(room()).Draw(t, "rows")
		before := codes(given)
		got := q.Choose(given)
		require.Equal(t, codes(q.Choose(room())), codes(got))
		require.Equal(t, before, codes(given))
		for i, r := range got {
			require.False(t, i > 0 && r.InProgress() && !got[i-1].InProgress())
		}
	})
}

// Once the learner has finished the name is gone, though nobody has looked and no sweep
// has written it down yet.
func TestE14_WhoHasFinishedIsGoneBeforeItIsFiled(t *testing.T) {
	w := newWorld(t)
	const etienne identity.MemberID = "etienne"
	person := identity.Actor{Org: aqtr, Account: "etienne", Member: etienne, Name: "Étienne Bélanger", Roles: []identity.Role{identity.RoleLearner}}
	w.enrol(t, etienne, "Étienne", "Bélanger", quebec, signaleur)
	list := func() string {
		rows, err := w.Learners(t.Context(), karine, quebec, exam.Query{})
		require.NoError(t, err)
		return codes(rows)
	}
	require.Equal(t, "etienne genevieve", list())
	s := w.authorise(t, etienne, signaleur)
	_, launched, err := w.Launch(t.Context(), person, s.Number, w.command(), "")
	require.NoError(t, err)
	_, _, err = w.Begin(t.Context(), person, s.Number, w.command(), launched.Epoch)
	require.NoError(t, err)

	w.pass(30*time.Minute + exam.Grace - time.Microsecond)
	require.Equal(t, "etienne genevieve", list())
	w.pass(time.Microsecond)
	require.Equal(t, "genevieve", list())
	stored, err := w.store.Exam().Sitting(t.Context(), s.Key)
	require.NoError(t, err)
	require.Equal(t, exam.Running, stored.Attempt.State, "nothing was written")
	require.False(t, stored.Filed)

	require.NoError(t, w.Advance(t.Context(), aqtr))
	require.Equal(t, "genevieve", list())
	stored, err = w.store.Exam().Sitting(t.Context(), s.Key)
	require.NoError(t, err)
	require.True(t, stored.Filed)
	require.Equal(t, exam.TimedOut, stored.Attempt.State)

	// Who is enrolled again is in the list again, and another look at the old result
	// ends nothing.
	w.enrol(t, etienne, "Étienne", "Bélanger", quebec, signaleur)
	require.Equal(t, "etienne genevieve", list())
	require.NoError(t, w.Advance(t.Context(), aqtr))
	require.Equal(t, "etienne genevieve", list())
}

// A sitting that was cancelled has ended no training.
func TestE14_WhoseAccessWasCancelledStays(t *testing.T) {
	w := newWorld(t)
	s := w.authorise(t, genevieve, signaleur)
	_, err := w.Cancel(t.Context(), karine, s.Key, exam.Because{Command: w.command(), Ground: exam.AtTheirWish})
	require.NoError(t, err)
	rows, err := w.Learners(t.Context(), louise, quebec, exam.Query{})
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Nil(t, rows[0].Sitting)
	require.True(t, rows[0].Learner.Enrolled(signaleur))
}
