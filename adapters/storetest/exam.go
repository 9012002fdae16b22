package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

func examTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", examNotFound},
		{"WhatIsChangedIsReadBack", examReadBack},
		{"AnErrorOfFnWritesNothing", examRefused},
		{"PointsAreInTheOrderOfTheirIdentifiers", examPoints},
		{"SittingsAreInTheOrderOfTheirNumbers", examSittings},
		{"LearnersAreFoundWhileInTraining", examLearnersAt},
		{"ALearnerMovesToAnotherPoint", examMoved},
		{"SittingsAreFoundUntilTheyAreFiled", examUnfiled},
		{"ACardIsFoundInItsOrganisation", examCarded},
		{"EachOrganisationAndMemberHasItsOwn", examTenancy},
		{"TwoChangesLoseNothing", examConcurrent},
		{"OneOfManyOpensASitting", examOpened},
		{"AnotherConnectionSeesItAtOnce", examAgain},
	}
}

// The service points of the tests.
const (
	quebec exam.PointID = "quebec"
	laval  exam.PointID = "laval"
)

var somebody = exam.Person{Account: "louise", Name: strange}

func servicePoint(org identity.OrganisationID, id exam.PointID) exam.Point {
	return exam.Point{
		Org: org, ID: id, Name: strange, Closes: "17:00", StopsAtClosing: true, Operators: []identity.AccountID{"karine", "louise"},
		Workstations: []exam.Workstation{{Name: strange, Digest: exam.Digest("kept"), Registered: instant(1), By: somebody}},
	}
}

func operator(org identity.OrganisationID, account identity.AccountID) exam.Operator {
	return exam.Operator{
		Org: org, Account: account, First: strange, Last: strange, Email: "louise@point.example", Phone: "418 555-0100",
		Shown: strange, Employer: strange, City: strange, Language: identity.English, Notices: true, Membership: "member", Number: "0042",
		Done:  map[exam.Step]time.Time{exam.StepAccount: instant(1), exam.StepMembership: instant(4)},
		Wrong: []time.Time{instant(5)},
	}
}

// inTraining is a learner's file whose every field is in use.
func inTraining(org identity.OrganisationID, member identity.MemberID, point exam.PointID) exam.Learner {
	return exam.Learner{
		Org: org, Member: member, Point: point, First: strange, Last: strange, Email: "marie@apprenants.example", Language: identity.English,
		Birth: day("1990-05-17"),
		Enrolments: []exam.Enrolment{
			{Exam: "espace-clos", Since: instant(1), Ended: instant(9), Sitting: 10, Outcome: exam.Failed}, {Exam: "signaleur", Since: instant(2)},
		},
		Proof: &exam.Proof{Kind: exam.HealthCard, Hints: []exam.Hint{exam.NameHint}, By: somebody, At: instant(3)},
		Tries: exam.Tries{Failures: 4, Latest: instant(3)},
		Photo: &exam.Photo{
			Revision: 2, Document: "d-2", SHA256: exam.Digest("pixels"), Width: 900, Height: 1200,
			Origin:   photo.Origin{Format: photo.JPEG, Orientation: 6, Transparent: true},
			Crop:     photo.Crop{X: 1, Y: 2, Width: 700, Height: 900},
			Checks:   []photo.Check{{ID: photo.AttestClear, Verdict: photo.Warn, Source: photo.SourceMeasured, Value: 3, Threshold: 4, Set: photo.ThresholdSet}},
			Attested: []exam.Attestation{{Check: photo.AttestUncovered, Reason: strange}, {Check: photo.AttestClear, Met: true}},
			Added:    instant(4), AddedBy: somebody, Accepted: instant(5), AcceptedBy: somebody,
		},
		Loose:     []string{"d-1", strange},
		Revisions: 2,
		PhotoLog:  []exam.PhotoEntry{{Event: exam.PhotoAdded, Revision: 1, SHA256: exam.Digest("before"), At: instant(3), By: somebody}},
	}
}

// sat is a sitting whose every field is in use but the card, which hides it from the
// service point.
func sat(org identity.OrganisationID, member identity.MemberID, number int, point exam.PointID) exam.Sitting {
	return exam.Sitting{
		Key: exam.Key{Org: org, Member: member, Number: number}, Point: point, Exam: "signaleur", ExamVersion: "2026-09",
		Policy: exam.Policy{
			Limit: 30*time.Minute + time.Microsecond, Grace: exam.Grace, MaxPause: time.Hour, Closes: instant(59), Pass: exam.Ratio{Num: 60, Den: 100},
		},
		Paper: exam.Paper{{Question: "q-1", Points: 2, Options: []string{"b", "a"}}, {Question: "q-2", Points: 1}},
		Authorisation: exam.Authorisation{
			State: exam.Consumed, By: somebody, At: instant(1), Until: instant(40), Workstation: strange,
			Proof: exam.Proof{Kind: exam.Licence, Hints: []exam.Hint{exam.BirthHint}, By: somebody, At: instant(1)}, Photo: exam.Digest("pixels"),
		},
		Attempt: exam.Attempt{
			State: exam.Paused, Epoch: 3, Launched: instant(2), Workstation: strange, Begun: instant(3), Ends: instant(33), PausedAt: instant(9),
			Left: 24*time.Minute + 10*time.Second + time.Microsecond, Heard: instant(8), Finished: instant(10),
			Answers: []exam.Given{
				{Question: "q-1", Sequence: 2, Epoch: 1, Response: exam.Response{Choices: []string{"a", strange}}, Points: 2, At: instant(5)},
				{Question: "q-2", Sequence: 1, Epoch: 3, Response: exam.Response{Number: "2,5"}, Points: 1, At: instant(6)},
			},
		},
		Granted: 10 * time.Minute,
		Log: []exam.Entry{{
			Event: exam.Grant, At: instant(4), Noted: instant(5), By: somebody, Ground: exam.Incident, Note: strange, Workstation: strange,
			Epoch: 2, Time: 10 * time.Minute,
		}},
		Receipts: []exam.Receipt{{Command: strange, Event: exam.Grant, At: instant(4), Epoch: 2, Sequence: 1, Time: 10 * time.Minute}},
		Last:     instant(9), Continues: 1, ContinuedBy: 12,
	}
}

func filed(s exam.Sitting) exam.Sitting {
	s.Attempt.State, s.Filed = exam.Submitted, true
	return s
}

func card(s exam.Sitting, last byte) exam.Sitting {
	s = filed(s)
	code := certificate.NewCode([certificate.RandomBytes]byte{9: last})
	s.Card = &exam.Card{Code: code, Issued: instant(20), By: somebody, Photo: exam.Digest("pixels")}
	return s
}

// The puts write one row over whatever is there, and return it as it is stored.

func putPoint(t *testing.T, s Stores, p exam.Point) exam.Point {
	t.Helper()
	changed, err := s.Exam().ChangePoint(t.Context(), p.Org, p.ID, set(p))
	require.NoError(t, err)
	p.Version = changed.Version
	require.Equal(t, p, changed)
	return changed
}

func putLearner(t *testing.T, s Stores, l exam.Learner) exam.Learner {
	t.Helper()
	changed, err := s.Exam().ChangeLearner(t.Context(), l.Org, l.Member, set(l))
	require.NoError(t, err)
	l.Version = changed.Version
	require.Equal(t, l, changed)
	return changed
}

func putSitting(t *testing.T, s Stores, sitting exam.Sitting) exam.Sitting {
	t.Helper()
	changed, err := s.Exam().ChangeSitting(t.Context(), sitting.Key, set(sitting))
	require.NoError(t, err)
	sitting.Version = changed.Version
	require.Equal(t, sitting, changed)
	return changed
}

// refused is a fn that sees the row as it should be, and returns another with an error.
func refused[V any](t *testing.T, want, other V) func(V) (V, error) {
	return func(before V) (V, error) {
		require.Equal(t, want, before)
		return other, errRefused
	}
}

func examNotFound(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exam()
	for _, id := range []string{"none", strange, "a\x00b", ""} {
		_, err := e.Point(ctx, north, exam.PointID(id))
		require.ErrorIs(t, err, exam.ErrNotFound)
		_, err = e.Operator(ctx, north, identity.AccountID(id))
		require.ErrorIs(t, err, exam.ErrNotFound)
		_, err = e.Learner(ctx, north, identity.MemberID(id))
		require.ErrorIs(t, err, exam.ErrNotFound)
		_, err = e.Sitting(ctx, exam.Key{Org: north, Member: identity.MemberID(id), Number: 1})
		require.ErrorIs(t, err, exam.ErrNotFound)
		_, err = e.Carded(ctx, north, certificate.Code(id))
		require.ErrorIs(t, err, exam.ErrNotFound)
		learners, err := e.LearnersAt(ctx, north, exam.PointID(id))
		require.NoError(t, err)
		require.Equal(t, []exam.Learner{}, learners)
		sittings, err := e.Unfiled(ctx, north, exam.PointID(id))
		require.NoError(t, err)
		require.Equal(t, []exam.Sitting{}, sittings)
		sittings, err = e.Sittings(ctx, north, identity.MemberID(id))
		require.NoError(t, err)
		require.Equal(t, []exam.Sitting{}, sittings)
	}
	points, err := e.Points(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []exam.Point{}, points)
}

func examReadBack(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exam()
	point := putPoint(t, s, servicePoint(north, quebec))
	require.Equal(t, int64(1), point.Version)
	readPoint, err := e.Point(ctx, north, quebec)
	require.NoError(t, err)
	require.Equal(t, point, readPoint)

	want := operator(north, "louise")
	changed, err := e.ChangeOperator(ctx, north, "louise", set(want))
	require.NoError(t, err)
	want.Version = 1
	require.Equal(t, want, changed)
	readOperator, err := e.Operator(ctx, north, "louise")
	require.NoError(t, err)
	require.Equal(t, want, readOperator)

	learner := putLearner(t, s, inTraining(north, marie, quebec))
	readLearner, err := e.Learner(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, learner, readLearner)

	for _, sitting := range []exam.Sitting{sat(north, marie, 1, quebec), card(sat(north, marie, 2, quebec), 2)} {
		sitting = putSitting(t, s, sitting)
		readSitting, err := e.Sitting(ctx, sitting.Key)
		require.NoError(t, err)
		require.Equal(t, sitting, readSitting)
	}
	// What was kept is kept when the next change leaves it alone.
	again, err := e.ChangeLearner(ctx, north, marie, func(l exam.Learner) (exam.Learner, error) {
		require.Equal(t, learner, l)
		return l, nil
	})
	require.NoError(t, err)
	learner.Version = 2
	require.Equal(t, learner, again)
}

func examRefused(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exam()
	key := exam.Key{Org: north, Member: marie, Number: 1}
	check := func(p exam.Point, o exam.Operator, l exam.Learner, sitting exam.Sitting) {
		t.Helper()
		_, err := e.ChangePoint(ctx, north, quebec, refused(t, p, servicePoint(north, quebec)))
		require.Same(t, errRefused, err)
		_, err = e.ChangeOperator(ctx, north, "louise", refused(t, o, operator(north, "louise")))
		require.Same(t, errRefused, err)
		_, err = e.ChangeLearner(ctx, north, marie, refused(t, l, inTraining(north, marie, quebec)))
		require.Same(t, errRefused, err)
		_, err = e.ChangeSitting(ctx, key, refused(t, sitting, card(sat(north, marie, 1, quebec), 1)))
		require.Same(t, errRefused, err)
	}
	// Of rows that are not there fn gets the key alone, and they are not there after it.
	check(exam.Point{Org: north, ID: quebec}, exam.Operator{Org: north, Account: "louise"}, exam.Learner{Org: north, Member: marie}, exam.Sitting{Key: key})
	_, err := e.Point(ctx, north, quebec)
	require.ErrorIs(t, err, exam.ErrNotFound)
	_, err = e.Operator(ctx, north, "louise")
	require.ErrorIs(t, err, exam.ErrNotFound)
	_, err = e.Learner(ctx, north, marie)
	require.ErrorIs(t, err, exam.ErrNotFound)
	_, err = e.Sitting(ctx, key)
	require.ErrorIs(t, err, exam.ErrNotFound)

	p, l, sitting := putPoint(t, s, exam.Point{Org: north, ID: quebec}), putLearner(t, s, exam.Learner{Org: north, Member: marie}), putSitting(t, s, exam.Sitting{Key: key})
	o, err := e.ChangeOperator(ctx, north, "louise", set(exam.Operator{}))
	require.NoError(t, err)
	check(p, o, l, sitting)
	check(p, o, l, sitting)
	// Nor is a row found by what was refused.
	learners, err := e.LearnersAt(ctx, north, quebec)
	require.NoError(t, err)
	require.Empty(t, learners)
	_, err = e.Carded(ctx, north, card(sitting, 1).Card.Code)
	require.ErrorIs(t, err, exam.ErrNotFound)
}

func examPoints(t *testing.T, s Stores) {
	var want []exam.Point
	for _, id := range []exam.PointID{"b", "a-2", "a-10", "a"} {
		want = append(want, putPoint(t, s, servicePoint(north, id)))
	}
	putPoint(t, s, servicePoint(south, "c"))
	slices.Reverse(want)
	read, err := s.Exam().Points(t.Context(), north)
	require.NoError(t, err)
	require.Equal(t, want, read)
}

func examSittings(t *testing.T, s Stores) {
	written := map[int]exam.Sitting{}
	for _, number := range []int{10, 2, 1, 11} {
		written[number] = putSitting(t, s, sat(north, marie, number, quebec))
	}
	putSitting(t, s, sat(north, joseph, 3, quebec))
	putSitting(t, s, sat(south, marie, 4, quebec))
	read, err := s.Exam().Sittings(t.Context(), north, marie)
	require.NoError(t, err)
	require.Equal(t, []exam.Sitting{written[1], written[2], written[10], written[11]}, read)
}

func examLearnersAt(t *testing.T, s Stores) {
	at := func(org identity.OrganisationID, point exam.PointID) []exam.Learner {
		t.Helper()
		found, err := s.Exam().LearnersAt(t.Context(), org, point)
		require.NoError(t, err)
		return found
	}
	hers := putLearner(t, s, inTraining(north, "m-b", quebec))
	his := putLearner(t, s, inTraining(north, "m-a", quebec))
	elsewhere := putLearner(t, s, inTraining(north, joseph, laval))
	another := putLearner(t, s, inTraining(south, marie, quebec))
	require.Equal(t, []exam.Learner{his, hers}, at(north, quebec))
	require.Equal(t, []exam.Learner{elsewhere}, at(north, laval))
	require.Equal(t, []exam.Learner{another}, at(south, quebec))

	// Who has ended every training is found no more, until the next one begins.
	ended := hers
	ended.Enrolments = slices.Clone(hers.Enrolments)
	ended.Enrolments[1].Ended = instant(30)
	ended = putLearner(t, s, ended)
	require.Equal(t, []exam.Learner{his}, at(north, quebec))
	ended.Enrolments = append(ended.Enrolments, exam.Enrolment{Exam: "signaleur", Since: instant(40)})
	ended = putLearner(t, s, ended)
	require.Equal(t, []exam.Learner{his, ended}, at(north, quebec))
}

func examMoved(t *testing.T, s Stores) {
	l := putLearner(t, s, inTraining(north, marie, quebec))
	l.Point = laval
	l = putLearner(t, s, l)
	found, err := s.Exam().LearnersAt(t.Context(), north, quebec)
	require.NoError(t, err)
	require.Empty(t, found)
	found, err = s.Exam().LearnersAt(t.Context(), north, laval)
	require.NoError(t, err)
	require.Equal(t, []exam.Learner{l}, found)
}

func examUnfiled(t *testing.T, s Stores) {
	unfiled := func(org identity.OrganisationID, point exam.PointID) []exam.Sitting {
		t.Helper()
		found, err := s.Exam().Unfiled(t.Context(), org, point)
		require.NoError(t, err)
		return found
	}
	live := putSitting(t, s, sat(north, marie, 2, quebec))
	ended := sat(north, joseph, 1, quebec)
	ended.Attempt.State = exam.TimedOut
	ended = putSitting(t, s, ended)
	putSitting(t, s, filed(sat(north, marie, 1, quebec)))
	putSitting(t, s, card(sat(north, "m-c", 1, quebec), 1))
	elsewhere := putSitting(t, s, sat(north, joseph, 2, laval))
	another := putSitting(t, s, sat(south, marie, 2, quebec))
	require.ElementsMatch(t, []exam.Sitting{live, ended}, unfiled(north, quebec))
	require.Equal(t, []exam.Sitting{elsewhere}, unfiled(north, laval))
	require.Equal(t, []exam.Sitting{another}, unfiled(south, quebec))

	putSitting(t, s, filed(ended))
	require.Equal(t, []exam.Sitting{live}, unfiled(north, quebec))
	putSitting(t, s, filed(live))
	require.Empty(t, unfiled(north, quebec))
}

func examCarded(t *testing.T, s Stores) {
	hers := putSitting(t, s, card(sat(north, marie, 1, quebec), 1))
	his := putSitting(t, s, card(sat(north, joseph, 1, quebec), 2))
	for _, want := range []exam.Sitting{hers, his} {
		found, err := s.Exam().Carded(t.Context(), north, want.Card.Code)
		require.NoError(t, err)
		require.Equal(t, want, found)
		_, err = s.Exam().Carded(t.Context(), south, want.Card.Code)
		require.ErrorIs(t, err, exam.ErrNotFound)
	}
}

func examTenancy(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exam()
	elsewhere := exam.Key{Org: "elsewhere", Member: "another", Number: 9}
	keys := []exam.Key{{Org: north, Member: marie, Number: 1}, {Org: north, Member: joseph, Number: 1}, {Org: south, Member: marie, Number: 1}}
	for _, key := range keys {
		// What a desk returns under another key is still kept under its own.
		changed, err := e.ChangeSitting(ctx, key, func(sitting exam.Sitting) (exam.Sitting, error) {
			require.Equal(t, exam.Sitting{Key: key}, sitting, "each is a row of its own")
			sitting = sat(north, marie, 1, exam.PointID(string(key.Org)+string(key.Member)))
			sitting.Key = elsewhere
			return sitting, nil
		})
		require.NoError(t, err)
		require.Equal(t, key, changed.Key)
		l, err := e.ChangeLearner(ctx, key.Org, key.Member, func(exam.Learner) (exam.Learner, error) {
			return inTraining(elsewhere.Org, elsewhere.Member, exam.PointID(string(key.Org)+string(key.Member))), nil
		})
		require.NoError(t, err)
		require.Equal(t, key.Org, l.Org)
		require.Equal(t, key.Member, l.Member)
	}
	for _, key := range keys {
		point := exam.PointID(string(key.Org) + string(key.Member))
		all, err := e.Sittings(ctx, key.Org, key.Member)
		require.NoError(t, err)
		require.Len(t, all, 1)
		require.Equal(t, key, all[0].Key)
		require.Equal(t, point, all[0].Point)
		l, err := e.Learner(ctx, key.Org, key.Member)
		require.NoError(t, err)
		require.Equal(t, point, l.Point)
		require.Equal(t, int64(1), l.Version)
	}
	_, err := e.Sitting(ctx, exam.Key{Org: south, Member: joseph, Number: 1})
	require.ErrorIs(t, err, exam.ErrNotFound)
	_, err = e.Learner(ctx, south, joseph)
	require.ErrorIs(t, err, exam.ErrNotFound)

	for _, org := range []identity.OrganisationID{north, south} {
		p := servicePoint(org, quebec)
		p.Name = string(org)
		putPoint(t, s, p)
		_, err := e.ChangeOperator(ctx, org, "louise", func(o exam.Operator) (exam.Operator, error) {
			require.Equal(t, exam.Operator{Org: org, Account: "louise"}, o)
			o.First = string(org)
			return o, nil
		})
		require.NoError(t, err)
	}
	for _, org := range []identity.OrganisationID{north, south} {
		points, err := e.Points(ctx, org)
		require.NoError(t, err)
		require.Len(t, points, 1)
		require.Equal(t, string(org), points[0].Name)
		o, err := e.Operator(ctx, org, "louise")
		require.NoError(t, err)
		require.Equal(t, string(org), o.First)
	}
}

func examConcurrent(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exam()
	key := exam.Key{Org: north, Member: marie, Number: 1}
	require.NoError(t, together(2, 20, func(goroutine, time int) error {
		name := fmt.Sprintf("%d-%d", goroutine, time)
		_, err := e.ChangeSitting(ctx, key, func(s exam.Sitting) (exam.Sitting, error) {
			s.Log = append(s.Log, exam.Entry{Event: exam.Launch, Note: name})
			return s, nil
		})
		if err != nil {
			return err
		}
		_, err = e.ChangeLearner(ctx, north, marie, func(l exam.Learner) (exam.Learner, error) {
			l.Revisions++
			return l, nil
		})
		if err != nil {
			return err
		}
		_, err = e.ChangePoint(ctx, north, quebec, func(p exam.Point) (exam.Point, error) {
			p.Workstations = append(p.Workstations, exam.Workstation{Name: name})
			return p, nil
		})
		if err != nil {
			return err
		}
		_, err = e.ChangeOperator(ctx, north, "louise", func(o exam.Operator) (exam.Operator, error) {
			o.Number += "x"
			return o, nil
		})
		return err
	}))
	sitting, err := e.Sitting(ctx, key)
	require.NoError(t, err)
	require.Len(t, sitting.Log, 40)
	require.Equal(t, int64(40), sitting.Version)
	l, err := e.Learner(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, 40, l.Revisions)
	require.Equal(t, int64(40), l.Version)
	p, err := e.Point(ctx, north, quebec)
	require.NoError(t, err)
	require.Len(t, p.Workstations, 40)
	o, err := e.Operator(ctx, north, "louise")
	require.NoError(t, err)
	require.Len(t, o.Number, 40)
}

// Of many who open the same number each sees that it is free or that it is taken, and
// one alone finds it free and is not refused.
func examOpened(t *testing.T, s Stores) {
	for number := 1; number <= 10; number++ {
		key := exam.Key{Org: north, Member: marie, Number: number}
		won := make([]int, 4)
		require.NoError(t, together(len(won), 1, func(goroutine, _ int) error {
			_, err := s.Exam().ChangeSitting(t.Context(), key, func(s exam.Sitting) (exam.Sitting, error) {
				if s.Version > 0 {
					return s, errRefused
				}
				s.Authorisation.State = exam.Authorised
				return s, nil
			})
			if err == nil {
				won[goroutine]++
			} else if err != errRefused { //nolint:errorlint // it is returned as it is
				return err
			}
			return nil
		}))
		require.Equal(t, 1, won[0]+won[1]+won[2]+won[3])
	}
}

func examAgain(t *testing.T, s Stores) {
	ctx, other := t.Context(), again(t, s)
	p, l := putPoint(t, s, servicePoint(north, quebec)), putLearner(t, s, inTraining(north, marie, quebec))
	live, carded := putSitting(t, s, sat(north, marie, 1, quebec)), putSitting(t, s, card(sat(north, joseph, 1, quebec), 1))
	points, err := other.Exam().Points(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []exam.Point{p}, points)
	learners, err := other.Exam().LearnersAt(ctx, north, quebec)
	require.NoError(t, err)
	require.Equal(t, []exam.Learner{l}, learners)
	unfiled, err := other.Exam().Unfiled(ctx, north, quebec)
	require.NoError(t, err)
	require.Equal(t, []exam.Sitting{live}, unfiled)
	found, err := other.Exam().Carded(ctx, north, carded.Card.Code)
	require.NoError(t, err)
	require.Equal(t, carded, found)
	// Neither works on what it read before.
	_, err = other.Exam().ChangeSitting(ctx, live.Key, set(filed(live)))
	require.NoError(t, err)
	sitting, err := s.Exam().Sitting(ctx, live.Key)
	require.NoError(t, err)
	require.True(t, sitting.Filed)
	require.Equal(t, int64(2), sitting.Version)
}
