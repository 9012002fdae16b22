package main

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// cardCode is the code of the card that the target's sitting has, and every sitting that
// is lent.
var cardCode = certificate.NewCode([certificate.RandomBytes]byte{1})

// The workstation and the question of the table.
const (
	demoStation  = "Poste-1"
	demoQuestion = "role-but"
)

// villagePhoto is made once for all the files of all the villages, and small.
var villagePhoto = sync.OnceValues(func() (photo.Picture, []byte) {
	picture, err := photo.Read(bytes.NewReader(phototest.Good(420, 540)))
	if err != nil {
		panic(err)
	}
	pixels, err := picture.JPEG()
	if err != nil {
		panic(err)
	}
	return picture, pixels
})

// examine puts an exam that was passed, with its card and its photo, into a file, at a
// point where the account "operator" works.
func (v *village) examine(t *testing.T, member identity.MemberID) {
	t.Helper()
	ctx, at := t.Context(), v.exams.Store
	_, err := at.ChangePoint(ctx, demoOrganisation, demoPoint, func(p exam.Point) (exam.Point, error) {
		p.Operators = []identity.AccountID{"louise", identity.AccountID(identity.RoleOperator)}
		p.Workstations = []exam.Workstation{{Name: demoStation}}
		return p, nil
	})
	require.NoError(t, err)
	now := time.Date(2026, time.January, 5, 15, 0, 0, 0, time.UTC)
	_, err = at.ChangeOperator(ctx, demoOrganisation, identity.AccountID(identity.RoleOperator), func(o exam.Operator) (exam.Operator, error) {
		o.Done = map[exam.Step]time.Time{}
		for _, step := range exam.Steps() {
			o.Done[step] = now
		}
		return o, nil
	})
	require.NoError(t, err)
	picture, pixels := villagePhoto()
	key := hours.DocumentKey{Key: hours.Key{Org: demoOrganisation, Member: member, ID: "photo"}, Document: "demo-1"}
	_, _, err = v.documents.Put(ctx, key, bytes.NewReader(pixels))
	require.NoError(t, err)
	_, err = at.ChangeLearner(ctx, demoOrganisation, member, func(l exam.Learner) (exam.Learner, error) {
		l.Point, l.First, l.Last = demoPoint, string(member), "Dupont"
		l.Enrolments = []exam.Enrolment{{Exam: "signaleur", Since: now}}
		l.Photo = &exam.Photo{Revision: 1, Document: "demo-1", SHA256: "demo", Width: picture.Width(), Height: picture.Height(), Crop: picture.Suggest(), Accepted: now}
		return l, nil
	})
	require.NoError(t, err)
	_, err = at.ChangeSitting(ctx, exam.Key{Org: demoOrganisation, Member: member, Number: 1}, func(s exam.Sitting) (exam.Sitting, error) {
		s.Point, s.Exam, s.ExamVersion = demoPoint, "signaleur", "2026-1"
		s.Paper, s.Policy.Pass = exam.Paper{{Question: demoQuestion, Points: 1}}, exam.Ratio{Num: 1, Den: 1}
		s.Authorisation = exam.Authorisation{State: exam.Consumed, At: now}
		s.Attempt = exam.Attempt{State: exam.Submitted, Begun: now, Finished: now, Answers: []exam.Given{{Question: demoQuestion, Points: 1}}}
		s.Filed, s.Card = true, &exam.Card{Code: cardCode, Issued: now, Photo: "demo"}
		return s, nil
	})
	require.NoError(t, err)
}
