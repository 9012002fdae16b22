package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/identity"
)

// Each state of an exam is there at once, and doing it again changes nothing.
func TestDemonstration_HasAnExamOfEachKind(t *testing.T) {
	h := testHouse(t, "memory:")
	ctx := t.Context()
	require.NoError(t, h.fill(ctx))
	look := func() map[identity.MemberID]exam.File {
		files := map[identity.MemberID]exam.File{}
		for _, l := range demoLearners() {
			f, err := h.exams.File(ctx, demoOperator, l.id)
			require.NoError(t, err)
			files[l.id] = f
		}
		return files
	}
	was := look()
	require.Empty(t, was["a-1240"].Sittings)
	require.Nil(t, was["a-1240"].Learner.Photo)
	waiting := was["genevieve"].Live()
	require.Equal(t, exam.Authorised, waiting.Authorisation.State)
	require.Equal(t, exam.Unlaunched, waiting.Attempt.State)
	running := was["a-1042"].Live()
	require.Equal(t, exam.Running, running.Attempt.State)
	require.Equal(t, 4, running.Answered())
	require.Positive(t, running.Left(was["a-1042"].Now))
	passed := was["a-1187"].Sittings[0]
	require.NotNil(t, passed.Card)
	require.Equal(t, exam.Passed, was["a-1187"].Learner.Enrolments[0].Outcome)
	require.Equal(t, exam.Failed, was["a-1203"].Learner.Enrolments[0].Outcome)
	require.Nil(t, was["a-1203"].Sittings[0].Card)
	face, err := h.exams.Card(ctx, demoStaff, passed.Key)
	require.NoError(t, err)
	require.Equal(t, "TranNgocAnh", face.File)

	// Who has finished is in the list no more (E14), and the exam in progress comes first
	// (E13).
	rows, err := h.exams.Learners(ctx, demoOperator, demoPoint, exam.Query{})
	require.NoError(t, err)
	require.Len(t, rows, 4)
	require.Equal(t, identity.MemberID("a-1042"), rows[0].Learner.Member)

	require.NoError(t, h.fillExams(ctx, demoSittings()))
	require.Equal(t, was, look())

	actor := identity.Actor{Org: demoOrganisation, Account: "genevieve", Member: "genevieve", Roles: []identity.Role{identity.RoleLearner}}
	_, launched, err := h.exams.Launch(ctx, actor, waiting.Number, "launch", "")
	require.NoError(t, err)
	_, _, err = h.exams.Begin(ctx, actor, waiting.Number, "begin", launched.Epoch)
	require.NoError(t, err)
}

// What is drawn passes every check, without a warning.
func TestDemonstration_DrawnPhotosMeetTheRules(t *testing.T) {
	for _, s := range demoSittings() {
		p, err := photo.Read(bytes.NewReader(portrait(s.looks)))
		require.NoError(t, err)
		for _, c := range p.Assess(p.Suggest()) {
			require.Equal(t, photo.Pass, c.Verdict, "%s: %s is %d", s.member, c.ID, c.Value)
		}
	}
}
