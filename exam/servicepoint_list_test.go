package exam_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

func TestE3_LearnersAreSearched(t *testing.T) {
	w := newWorld(t)
	w.enrol(t, "g-100", "Geneviève", "Côté", quebec, signaleur)
	w.enrol(t, "g-1001", "Élise", "Lavigne-Roy", quebec, signaleur)
	w.enrol(t, "fini", "Paul", "Fini", laval, signaleur)
	for _, c := range []struct {
		query exam.Query
		want  []identity.MemberID
	}{
		{exam.Query{}, []identity.MemberID{"g-100", genevieve, "g-1001"}},
		{exam.Query{Reverse: true}, []identity.MemberID{"g-1001", genevieve, "g-100"}},
		{exam.Query{Sort: exam.ByFirst}, []identity.MemberID{"g-1001", "g-100", genevieve}},
		{exam.Query{Sort: exam.ByCode}, []identity.MemberID{"g-100", "g-1001", genevieve}},
		{exam.Query{Sort: exam.ByEmail}, []identity.MemberID{"g-1001", "g-100", genevieve}},
		{exam.Query{Text: "GENEVIEV"}, []identity.MemberID{"g-100", genevieve}},
		{exam.Query{Text: "lavigne genevieve"}, []identity.MemberID{genevieve}},
		{exam.Query{Text: "  cote "}, []identity.MemberID{"g-100"}},
		{exam.Query{Text: "G-1001@APPRENANTS"}, []identity.MemberID{"g-1001"}},
		// A user code that is given whole is that learner's alone.
		{exam.Query{Text: "g-100"}, []identity.MemberID{"g-100"}},
		{exam.Query{Text: "g-10"}, []identity.MemberID{"g-100", "g-1001"}},
		{exam.Query{Text: "fini"}, nil},
		{exam.Query{InProgress: true}, nil},
	} {
		rows, err := w.Learners(t.Context(), louise, quebec, c.query)
		require.NoError(t, err)
		var got []identity.MemberID
		for _, r := range rows {
			got = append(got, r.Learner.Member)
		}
		require.Equal(t, c.want, got, "%+v", c.query)
	}
	file, err := w.File(t.Context(), louise, genevieve)
	require.NoError(t, err)
	require.Equal(t, "genevieve", file.Learner.Code())
	require.Equal(t, quebec, file.Point.ID)
	require.Equal(t, w.now, file.Now)
	var ids []exam.ID
	for _, e := range file.Exams {
		ids = append(ids, e.ID)
	}
	require.Equal(t, []exam.ID{espace, signaleur}, ids)
	require.Nil(t, file.Live())
}

func TestE13_ExamsInProgressComeFirst(t *testing.T) {
	w := newWorld(t)
	w.enrol(t, "a", "Anne", "Aubé", quebec, signaleur)
	s := w.opened(t, signaleur)
	first := func() (rows []exam.Row) {
		rows, err := w.Learners(t.Context(), louise, quebec, exam.Query{})
		require.NoError(t, err)
		require.Len(t, rows, 2)
		return rows
	}
	require.Equal(t, identity.MemberID("a"), first()[0].Learner.Member, "an exam that is authorised is not in progress")
	require.NotNil(t, first()[1].Sitting)
	w.started(t, s)
	for _, q := range []exam.Query{{}, {Reverse: true}, {Sort: exam.ByFirst}, {InProgress: true}} {
		rows, err := w.Learners(t.Context(), louise, quebec, q)
		require.NoError(t, err)
		require.Equal(t, genevieve, rows[0].Learner.Member)
		require.True(t, rows[0].InProgress())
	}
	// Its row leads to the record.
	file, err := w.File(t.Context(), louise, genevieve)
	require.NoError(t, err)
	require.Equal(t, exam.Running, file.Live().Attempt.State)
	require.Empty(t, file.Exams, "no other is authorised meanwhile")
	w.pass(30*time.Minute + exam.Grace)
	require.Equal(t, identity.MemberID("a"), first()[0].Learner.Member)
}

func TestE14_WhoHasFinishedLeavesTheList(t *testing.T) {
	w := newWorld(t)
	w.passed(t, signaleur)
	_, there := w.listed(t)
	require.True(t, there, "the other training goes on")
	s, _ := w.started(t, w.opened(t, espace))
	require.Equal(t, 2, s.Number)
	// The moment of the end counts, though nothing was written since: 10 minutes, and
	// the grace.
	w.pass(10*time.Minute + exam.Grace - time.Microsecond)
	row, there := w.listed(t)
	require.True(t, there)
	require.True(t, row.InProgress())
	w.pass(time.Microsecond)
	_, there = w.listed(t)
	require.False(t, there)
	require.NoError(t, w.Advance(t.Context(), aqtr))
	_, there = w.listed(t)
	require.False(t, there)
	// Who is enrolled again comes back.
	w.enrol(t, genevieve, "Geneviève", "Lavigne", quebec, espace)
	_, there = w.listed(t)
	require.True(t, there)
}
