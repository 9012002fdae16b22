package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/identity"
)

// Linear lets clients race for the sittings of a few learners, through desks over
// every handle on the same data, and requires that all that they were told can be told
// as one story in which one thing happens after the other, by the rules of exams: each
// success, and each refusal with what won.
//
// open returns an empty store, which Linear closes; of one that outlives the process
// half of the clients have a handle of their own ([Reopener]).
func Linear(t *testing.T, open func(t *testing.T) Stores) {
	for seed := range uint64(4) {
		race := Race{Seed: seed, Clients: 8, Asks: 50}
		name := "TheClockStands"
		if seed%2 == 1 {
			name, race.Moves = "TheClockMoves", true
		}
		t.Run(fmt.Sprint(name, seed), func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			handles := []exam.Store{s.Exam()}
			if r, ok := s.(Reopener); ok {
				other := r.Again(t)
				t.Cleanup(func() { require.NoError(t, other.Close()) })
				handles = append(handles, other.Exam())
			}
			require.Equal(t, porcupine.Ok, race.Run(t, handles...), "seed %d", seed)
		})
	}
}

// Race is how clients race.
type Race struct {
	Seed uint64
	// Clients race at once, and each asks so many things.
	Clients, Asks int
	// Moves moves the clock, between one half of a round of asks and the next.
	Moves bool
}

// What every race has: two exams of 30 minutes, at a point that closes at 17:00 in
// Québec, from 10:00 on Wednesday 25 November 2026 on.
var (
	linearBegins = time.Date(2026, time.November, 25, 15, 0, 0, 0, time.UTC)
	linearCloses = time.Date(2026, time.November, 25, 22, 0, 0, 0, time.UTC)
	linearExams  = []exam.ID{"signaleur", "espace-clos"}
	linearPoints = map[string]int{"q-1": 2, "q-2": 1}
	linearPeople = []identity.MemberID{marie, joseph}
)

const linearLimit = 30 * time.Minute

// linearSteps are how far the clock moves: to everything that falls due, and before.
var linearSteps = []time.Duration{
	time.Minute, 10 * time.Minute, linearLimit - time.Microsecond, linearLimit, linearLimit + exam.Grace, 3 * time.Hour,
}

// roll is the organisation of the races.
type roll struct{}

func (roll) Organisation(_ context.Context, org identity.OrganisationID) (identity.Organisation, error) {
	return identity.Organisation{ID: org, Languages: identity.FrenchAndEnglish}, nil
}

// track is where a race takes place.
type track struct {
	desks []*exam.ServicePoint
	now   time.Time
	// ticks orders what begins and ends: it needs no clock.
	ticks atomic.Int64
	mu    sync.Mutex
	// number and epoch are the latest that anybody was told of a learner, and former
	// what was asked before.
	number, epoch map[identity.MemberID]int
	former        []asked
	history       []porcupine.Operation
}

// Run runs the race over handles on one empty store, and says what the checker found.
func (r Race) Run(t *testing.T, over ...exam.Store) porcupine.CheckResult {
	t.Helper()
	k := &track{now: linearBegins, number: map[identity.MemberID]int{}, epoch: map[identity.MemberID]int{}}
	for _, store := range over {
		k.desks = append(k.desks, &exam.ServicePoint{Store: store, Roll: roll{}, Exams: catalogue(), Now: k.clock})
	}
	k.admit(t, over[0])
	dice := rand.New(rand.NewPCG(r.Seed, 0)) //nolint:gosec // a test that can be run again
	for asks := 0; asks < r.Asks; asks += 10 {
		require.NoError(t, together(r.Clients, 1, func(client, _ int) error {
			dice := rand.New(rand.NewPCG(r.Seed, uint64(asks*r.Clients+client+1))) //nolint:gosec // the same
			for range 10 {
				if err := k.ask(t.Context(), client, k.choose(dice, client)); err != nil {
					return err
				}
			}
			return nil
		}))
		if r.Moves {
			// The point opens again on the next day, which is not part of the race.
			if next := k.now.Add(linearSteps[dice.IntN(len(linearSteps))]); next.Before(linearCloses.Add(7 * time.Hour)) {
				k.now = next
			}
			require.NoError(t, k.desks[0].Advance(t.Context(), north))
		}
	}
	t.Logf("seed %d: %d operations over %d handles", r.Seed, len(k.history), len(over))
	found, info := porcupine.CheckOperationsVerbose(rules(), k.history, time.Minute)
	if found == porcupine.Illegal {
		unexplained(t, info)
	}
	return found
}

// unexplained logs, of each learner, how far their story can be told, and what does not
// follow.
func unexplained(t *testing.T, info porcupine.LinearizationInfo) {
	t.Helper()
	for _, stories := range info.PartialLinearizationsOperations() {
		var longest []porcupine.Operation
		for _, story := range stories {
			if len(story) > len(longest) {
				longest = story
			}
		}
		var l told
		for _, o := range longest {
			_, l = l.ask(o.Input.(asked))
		}
		t.Logf("%d operations can be told; then the learner is enrolled for %v, with %d sittings, the last %+v", len(longest), l.enrolled, len(l.sittings), l.last())
	}
}

// rules is the model as the checker takes it: learners have nothing to do with one
// another.
func rules() porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			parts := make([][]porcupine.Operation, len(linearPeople))
			for _, o := range history {
				for i, member := range linearPeople {
					if o.Input.(asked).Member == member {
						parts[i] = append(parts[i], o)
					}
				}
			}
			return parts
		},
		Init: func() any { return told{} },
		Step: func(state, input, output any) (bool, any) {
			want, after := state.(told).ask(input.(asked))
			return want == output.(answered), after
		},
		Equal: func(a, b any) bool { return a.(told).equal(b.(told)) },
	}
}

func (k *track) clock() time.Time { return k.now }

// catalogue is two exams of the same two questions.
func catalogue() exam.Catalogue {
	var all exam.Catalogue
	for _, id := range linearExams {
		e := exam.Exam{ID: id, Version: "2026-1", Limit: linearLimit, Pass: exam.Ratio{Num: 2, Den: 3}}
		for _, q := range []string{"q-1", "q-2"} {
			e.Questions = append(e.Questions, exam.Question{
				ID: q, Kind: exam.Single, Points: linearPoints[q], Options: []exam.Option{{ID: "right", Right: true}, {ID: "wrong"}},
			})
		}
		all = append(all, e)
	}
	return all
}

// admit opens the service point, with two operators, and admits the learners: their
// identity is confirmed and their photo accepted.
func (k *track) admit(t *testing.T, s exam.Store) {
	t.Helper()
	ctx, steps := t.Context(), map[exam.Step]time.Time{}
	for _, step := range exam.Steps() {
		steps[step] = linearBegins
	}
	operators := []identity.AccountID{"louise", "karine"}
	_, err := s.ChangePoint(ctx, north, quebec, set(exam.Point{Name: "Québec", Closes: "17:00", Operators: operators}))
	require.NoError(t, err)
	for _, account := range operators {
		_, err := s.ChangeOperator(ctx, north, account, set(exam.Operator{Done: steps}))
		require.NoError(t, err)
	}
	for _, member := range linearPeople {
		_, err := s.ChangeLearner(ctx, north, member, set(exam.Learner{
			Point: quebec, First: "Marie", Last: "Roy", Proof: &exam.Proof{Kind: exam.Licence, At: linearBegins},
			Photo: &exam.Photo{SHA256: exam.Digest("pixels"), Accepted: linearBegins, Crop: photo.Crop{Width: 1, Height: 1}},
		}))
		require.NoError(t, err)
	}
}

// choose chooses what a client asks next: mostly what may well succeed, and now and
// then what somebody asked before.
func (k *track) choose(dice *rand.Rand, client int) asked {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.former) > 0 && dice.IntN(10) == 0 {
		return k.former[max(0, len(k.former)-1-dice.IntN(20))]
	}
	events := []exam.Event{
		exam.Authorise, exam.Authorise, exam.Cancel, exam.Launch, exam.Launch, exam.Begin, exam.Begin, exam.Begin, exam.Answer, exam.Answer, exam.Answer,
		exam.Submit, exam.Terminate, exam.Grant, enrolling, reading, listing,
	}
	a := asked{
		Member: linearPeople[dice.IntN(len(linearPeople))], Event: events[dice.IntN(len(events))], Exam: linearExams[dice.IntN(len(linearExams))],
		Command: fmt.Sprintf("c-%d-%d", client, dice.Uint64()), By: []identity.AccountID{"louise", "karine"}[client%2],
		Question: []string{"q-1", "q-2"}[dice.IntN(2)], Sequence: 1 + dice.IntN(4), Right: dice.IntN(2) == 0, Time: time.Duration(1+dice.IntN(5)) * time.Minute,
	}
	a.Number, a.Epoch = max(1, k.number[a.Member]), k.epoch[a.Member]
	if dice.IntN(10) == 0 {
		a.Number += dice.IntN(2)
		a.Epoch--
	}
	k.former = append(k.former, a)
	return a
}

// ask asks, and writes down what was asked and answered, and when.
func (k *track) ask(ctx context.Context, client int, a asked) error {
	if a.Event == exam.Launch || a.Event == exam.Begin || a.Event == exam.Answer || a.Event == exam.Submit {
		a.By = identity.AccountID(a.Member)
	}
	a.Now = k.now
	call := k.ticks.Add(1)
	given, err := perform(ctx, k.desks[client%len(k.desks)], a)
	returned := k.ticks.Add(1)
	if err != nil {
		var ok bool
		if given, ok = refusal(err); !ok {
			return fmt.Errorf("%s: %w", a.Event, err)
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.number[a.Member] = max(k.number[a.Member], given.Number)
	if given.Epoch > 0 {
		k.epoch[a.Member] = given.Epoch
	}
	k.history = append(k.history, porcupine.Operation{
		ClientId: client, Input: a, Output: given, Call: call, Return: returned,
	})
	return nil
}

// perform asks a desk.
func perform(ctx context.Context, d *exam.ServicePoint, a asked) (answered, error) {
	actor := func(account identity.AccountID, role identity.Role) identity.Actor {
		return identity.Actor{Org: north, Account: account, Roles: []identity.Role{role}}
	}
	operator, learner := actor(a.By, identity.RoleOperator), actor(a.By, identity.RoleLearner)
	learner.Member = a.Member
	key, because := exam.Key{Org: north, Member: a.Member, Number: a.Number}, exam.Because{Command: a.Command, Note: "because"}
	var s exam.Sitting
	var r exam.Receipt
	var err error
	switch a.Event { //nolint:exhaustive // what is asked in a race
	case enrolling:
		_, err = d.Enrol(ctx, actor("jeanne", identity.RoleStaff), exam.Enrolling{Member: a.Member, Point: quebec, First: "Marie", Last: "Roy", Exam: a.Exam})
		return answered{}, err
	case listing:
		var rows []exam.Row
		rows, err = d.Learners(ctx, operator, quebec, exam.Query{Text: string(a.Member)})
		return answered{Seen: row(rows)}, err
	case reading:
		s, err = d.Sitting(ctx, operator, key)
	case exam.Authorise:
		s, err = d.Authorise(ctx, operator, a.Member, exam.Authorising{Command: a.Command, Exam: a.Exam})
	case exam.Cancel:
		because.Ground = exam.ByMistake
		s, err = d.Cancel(ctx, operator, key, because)
	case exam.Terminate:
		because.Ground = exam.StoppedBefore
		s, err = d.Terminate(ctx, operator, key, because)
	case exam.Grant:
		because.Ground = exam.Incident
		s, err = d.Grant(ctx, operator, key, a.Time, because)
	case exam.Launch:
		s, r, err = d.Launch(ctx, learner, a.Number, a.Command, "")
	case exam.Begin:
		s, r, err = d.Begin(ctx, learner, a.Number, a.Command, a.Epoch)
	case exam.Submit:
		s, r, err = d.Submit(ctx, learner, a.Number, a.Command, a.Epoch)
	case exam.Answer:
		choice := map[bool]string{true: "right", false: "wrong"}[a.Right]
		s, r, err = d.Answer(ctx, learner, a.Number, exam.Answering{
			Epoch: a.Epoch, Question: a.Question, Sequence: a.Sequence, Response: exam.Response{Choices: []string{choice}},
		})
	}
	if err != nil {
		return answered{}, err
	}
	return answered{Number: s.Number, Epoch: r.Epoch, Sequence: r.Sequence, Seen: seen(s)}, nil
}

// seen and row are what a client is shown, as the model has it.
func seen(s exam.Sitting) string {
	o := one{exam: s.Exam, state: string(s.Authorisation.State), epoch: s.Attempt.Epoch, granted: s.Granted, answers: map[string]kept{}}
	if s.Authorisation.State == exam.Consumed {
		o.state = string(s.Attempt.State)
	}
	for _, g := range s.Attempt.Answers {
		o.answers[g.Question] = kept{sequence: g.Sequence, right: g.Points > 0}
	}
	return o.seen()
}

func row(rows []exam.Row) string {
	switch {
	case len(rows) == 0:
		return "not there"
	case rows[0].Sitting == nil:
		return "in training"
	}
	return seen(*rows[0].Sitting)
}
