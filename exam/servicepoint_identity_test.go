package exam_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// The numbers are made up, of the forms that the cards have: three letters of the last
// name and one of the first, the year, the month (50 more of a woman's) and the day; and
// the first letter of the last name, four digits, the day, the month and the year.
var (
	healthCard = exam.Claim{Kind: exam.HealthCard, Number: "lavg 9055-1799", Birth: "1990-05-17"}
	licence    = exam.Claim{Kind: exam.Licence, Number: "L1234-170590-01", Birth: " 1990-05-17 "}
)

func (w *world) confirm(t *testing.T, c exam.Claim) (exam.Learner, error) {
	t.Helper()
	return w.ConfirmIdentity(t.Context(), louise, genevieve, w.file(t).Version, c)
}

// What is kept is the card, who saw it and when; the number and the date of birth on it
// are nowhere.
func TestE4_AConfirmationIsRecorded(t *testing.T) {
	for _, c := range []exam.Claim{healthCard, licence, {Kind: exam.OtherLicence, Number: "X-99-Z7", Birth: "1990-05-17"}} {
		w := newWorld(t)
		l, err := w.confirm(t, c)
		require.NoError(t, err)
		require.Equal(t, &exam.Proof{Kind: c.Kind, By: exam.PersonOf(louise), At: w.now}, l.Proof)
		w.pass(time.Minute)
		stored := strings.ToUpper(w.stored(t))
		for _, secret := range []string{c.Number, "LAVG", "90551799", "L1234", "170590", "X-99-Z7", "X99Z7", "1990-05-17", "900517"} {
			require.NotContains(t, stored, strings.ToUpper(secret))
		}
		require.NotContains(t, c.String(), c.Number)
		require.NotContains(t, fmt.Sprintf("%v %+v %#v", c, c, c), c.Number)
	}
}

// What is wrong is told beside its field, and what was given wrong is a try.
func TestE4_WhatIsWrongIsTold(t *testing.T) {
	for _, c := range []struct {
		claim exam.Claim
		field string
		want  error
		try   bool
	}{
		{exam.Claim{Number: "X99Z1", Birth: "1990-05-17"}, "kind", hours.ErrMissing, false},
		{exam.Claim{Kind: "passport", Number: "X99Z1", Birth: "1990-05-17"}, "kind", hours.ErrUnknownChoice, false},
		{exam.Claim{Kind: exam.Licence, Birth: "1990-05-17"}, "number", hours.ErrMissing, false},
		{exam.Claim{Kind: exam.Licence, Number: "L1234", Birth: "1990-05-17"}, "number", exam.ErrNumberForm, true},
		{exam.Claim{Kind: exam.Licence, Number: "1L23417059001", Birth: "1990-05-17"}, "number", exam.ErrNumberForm, true},
		{exam.Claim{Kind: exam.HealthCard, Number: "LAV990551799", Birth: "1990-05-17"}, "number", exam.ErrNumberForm, true},
		{exam.Claim{Kind: exam.OtherLicence, Number: "X9Z1", Birth: "1990-05-17"}, "number", exam.ErrNumberForm, true},
		{exam.Claim{Kind: exam.OtherLicence, Number: "X99Z1é", Birth: "1990-05-17"}, "number", exam.ErrNumberForm, true},
		{exam.Claim{Kind: exam.OtherLicence, Number: strings.Repeat("X", 21), Birth: "1990-05-17"}, "number", exam.ErrNumberForm, true},
		{exam.Claim{Kind: exam.OtherLicence, Number: "X99Z1"}, "birth", hours.ErrMissing, false},
		{exam.Claim{Kind: exam.OtherLicence, Number: "X99Z1", Birth: "17 mai 1990"}, "birth", hours.ErrBadDate, false},
		{exam.Claim{Kind: exam.OtherLicence, Number: "X99Z1", Birth: "2026-11-26"}, "birth", exam.ErrBirth, true},
		{exam.Claim{Kind: exam.OtherLicence, Number: "X99Z1", Birth: "1899-12-31"}, "birth", exam.ErrBirth, true},
		{exam.Claim{Kind: exam.HealthCard, Number: healthCard.Number, Birth: "1990-05-18"}, "birth", exam.ErrBirthDiffers, true},
	} {
		w := newWorld(t)
		before := w.file(t)
		_, err := w.confirm(t, c.claim)
		onField(t, err, c.field, c.want)
		if c.try {
			require.Equal(t, exam.Tries{Failures: 1, Latest: w.now}, w.file(t).Tries, "%+v", c.field)
		} else {
			require.Equal(t, before, w.file(t))
		}
		require.Nil(t, w.file(t).Proof)
	}
}

// The organisation's own date of birth must be that of the card.
func TestE4_TheDateOfBirthOnFile(t *testing.T) {
	w := newWorld(t)
	_, err := w.Enrol(t.Context(), jeanne, exam.Enrolling{
		Member: genevieve, Point: quebec, First: "Geneviève", Last: "Lavigne", Birth: cycle.MustDate("1991-05-17"), Exam: signaleur,
	})
	require.NoError(t, err)
	_, err = w.confirm(t, licence)
	onField(t, err, "birth", exam.ErrBirthDiffers)
}

// What may well be right is told, and confirmed by saying so: names change.
func TestE4_HintsAreConfirmed(t *testing.T) {
	for _, c := range []struct {
		claim exam.Claim
		hint  exam.Hint
		want  error
	}{
		{exam.Claim{Kind: exam.HealthCard, Number: "ROYG90051799", Birth: "1990-05-17"}, exam.NameHint, exam.ErrNameHint},
		{exam.Claim{Kind: exam.Licence, Number: "R123417059001", Birth: "1990-05-17"}, exam.NameHint, exam.ErrNameHint},
		{exam.Claim{Kind: exam.Licence, Number: "L123417059101", Birth: "1990-05-17"}, exam.BirthHint, exam.ErrBirthHint},
	} {
		w := newWorld(t)
		before := w.file(t)
		_, err := w.confirm(t, c.claim)
		onField(t, err, "sure", c.want)
		require.Equal(t, before, w.file(t))
		c.claim.Sure = true
		l, err := w.confirm(t, c.claim)
		require.NoError(t, err)
		require.Equal(t, []exam.Hint{c.hint}, l.Proof.Hints)
	}
}

// After five that were wrong nothing is taken for a minute, whoever asks; then it is.
func TestE4_FiveWrongTriesAreFollowedByAWait(t *testing.T) {
	w := newWorld(t)
	wrong := exam.Claim{Kind: exam.Licence, Number: "L1", Birth: "1990-05-17"}
	for try := 1; try <= 5; try++ {
		w.pass(time.Second)
		_, err := w.confirm(t, wrong)
		onField(t, err, "number", exam.ErrNumberForm)
		require.Equal(t, try, w.file(t).Tries.Failures)
	}
	until := w.now.Add(time.Minute)
	w.pass(time.Minute - time.Microsecond)
	before := w.file(t)
	_, err := w.ConfirmIdentity(t.Context(), karine, genevieve, before.Version, licence)
	require.ErrorIs(t, err, exam.ErrWait)
	var wait exam.Wait
	require.ErrorAs(t, err, &wait)
	require.Equal(t, until, wait.Until)
	require.Contains(t, wait.Error(), "2026-11-25T15:01:05Z")
	require.Equal(t, before, w.file(t), "what is not looked at is no try")
	w.pass(time.Microsecond)
	l, err := w.ConfirmIdentity(t.Context(), karine, genevieve, before.Version, licence)
	require.NoError(t, err)
	require.Equal(t, exam.Tries{}, l.Tries)
	require.Equal(t, exam.PersonOf(karine), l.Proof.By)
}

func TestE4_SomebodyElseChangedTheFile(t *testing.T) {
	w := newWorld(t)
	version := w.file(t).Version
	_, err := w.confirm(t, licence)
	require.NoError(t, err)
	_, err = w.ConfirmIdentity(t.Context(), karine, genevieve, version, healthCard)
	require.ErrorIs(t, err, exam.ErrStale)
	require.Equal(t, exam.Licence, w.file(t).Proof.Kind)
}

// checklist 75: an operator's wrong confirmations add up over all learners: ten in an
// hour, then none is looked at until the first is an hour old, right or wrong; nobody else
// has to wait for it. What is right, or left empty, is no try.
func TestE4_AnOperatorsWrongTriesAddUpOverAllLearners(t *testing.T) {
	w := newWorld(t)
	for i := range 4 {
		w.enrol(t, identity.MemberID(fmt.Sprintf("autre-%d", i)), "Autre", "Personne", quebec, signaleur)
	}
	confirm := func(by identity.Actor, i int, c exam.Claim) error {
		f, err := w.File(t.Context(), by, identity.MemberID(fmt.Sprintf("autre-%d", i)))
		require.NoError(t, err)
		_, err = w.ConfirmIdentity(t.Context(), by, f.Learner.Member, f.Learner.Version, c)
		return err
	}
	wrong := exam.Claim{Kind: exam.Licence, Number: "P1", Birth: "1990-05-17"}
	right := exam.Claim{Kind: exam.OtherLicence, Number: "X99Z1", Birth: "1990-05-17"}
	start := w.now
	for try := range 10 {
		w.pass(time.Second)
		require.NoError(t, confirm(louise, 3, right), "what is right is no try")
		onField(t, confirm(louise, 3, exam.Claim{Kind: exam.Licence, Birth: "1990-05-17"}), "number", hours.ErrMissing)
		onField(t, confirm(louise, try/4, wrong), "number", exam.ErrNumberForm)
	}
	var wait exam.Wait
	require.ErrorAs(t, confirm(louise, 3, right), &wait)
	require.Equal(t, start.Add(time.Hour+time.Second), wait.Until)
	require.NoError(t, confirm(karine, 3, right))
	w.now = wait.Until.Add(-time.Microsecond)
	require.ErrorIs(t, confirm(louise, 3, right), exam.ErrWait)
	w.now = wait.Until
	require.NoError(t, confirm(louise, 3, right))
}

// Thirty in 24 hours, however they are spread; a clock that was set back makes no room.
func TestE4_ThirtyWrongTriesOfAnOperatorInADay(t *testing.T) {
	noon := time.Date(2026, 11, 25, 17, 0, 0, 0, time.UTC)
	var o exam.Operator
	var err error
	for try := range 30 {
		o, err = o.Try(noon.Add(time.Duration(try) * 30 * time.Minute))
		require.NoError(t, err, try)
	}
	var wait exam.Wait
	_, err = o.Try(noon.Add(23 * time.Hour))
	require.ErrorAs(t, err, &wait)
	require.Equal(t, noon.Add(24*time.Hour), wait.Until)
	_, err = o.Back().Try(noon.Add(23 * time.Hour))
	require.NoError(t, err)
	_, err = o.Try(noon.Add(24 * time.Hour))
	require.NoError(t, err)
	_, err = o.Try(noon)
	require.ErrorIs(t, err, exam.ErrWait)
	require.Empty(t, exam.Operator{}.Back().Wrong)
}
