package exam_test

import (
	"errors"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
)

var large = flag.Bool("large", false, "explore larger policies too, for many minutes")

// bounds are a policy to explore, in seconds, and what bounds its states: the answers to
// a question, the time granted and the launches.
type bounds struct {
	name                                  string
	limit, grace, pause, valid, closes    int
	questions, sequences, granted, epochs int
	// carried is a sitting that continues another, with its answers.
	carried bool
}

// Every state of a few small policies, under every command, at every step of the clock:
// nothing that must never happen does. With -short the policies of two questions, which
// have nine states of ten, are left out; with -large they are larger:
//
//	go test ./exam -run Explore -v -large -timeout 2h
func TestExploreEveryStateOfSmallPolicies(t *testing.T) {
	policies := []bounds{
		{name: "pause", limit: 3, grace: 1, pause: 2, valid: 4, questions: 1, sequences: 2, granted: 1, epochs: 3},
		{name: "close", limit: 3, grace: 1, pause: 2, valid: 4, closes: 5, questions: 1, sequences: 2, granted: 1, epochs: 2},
		{name: "close early", limit: 3, grace: 1, valid: 4, closes: 2, questions: 1, sequences: 1, granted: 1, epochs: 2},
		{name: "continuation", limit: 2, grace: 1, pause: 1, valid: 2, questions: 1, sequences: 2, granted: 1, epochs: 2, carried: true},
		{name: "two questions", limit: 3, grace: 1, pause: 2, valid: 3, closes: 6, questions: 2, sequences: 2, epochs: 3},
		{name: "two questions, more time", limit: 3, grace: 1, pause: 2, valid: 2, questions: 2, sequences: 2, granted: 1, epochs: 2},
	}
	least := 50_000
	if testing.Short() {
		policies, least = policies[:4], 5_000
	}
	if *large {
		policies = []bounds{
			{name: "large", limit: 4, grace: 1, pause: 2, valid: 4, closes: 7, questions: 2, sequences: 2, granted: 1, epochs: 3},
		}
	}
	// The memory is used for little else.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	states, transitions := 0, 0
	for _, b := range policies {
		x := explorer{bounds: b, seen: map[string]bool{}}
		x.explore(t)
		t.Logf("%-25s %7d states, %9d transitions", b.name, len(x.seen), x.transitions)
		states, transitions = states+len(x.seen), transitions+x.transitions
	}
	fmt.Printf("explored %d states, %d transitions\n", states, transitions)
	require.Greater(t, states, least)
}

// origin is when everything begins, and long is longer than anything lasts.
var origin = time.Date(2026, time.November, 25, 15, 0, 0, 0, time.UTC)

const long = 100 * time.Second

// clockSteps are how far the clock has moved since the latest instant that was seen.
var clockSteps = []time.Duration{0, -time.Second, time.Second, long}

type explorer struct {
	bounds
	seen        map[string]bool
	transitions int
}

// found is what expanding one state gave.
type found struct {
	after       []exam.Sitting
	keys        []string
	transitions int
	err         error
}

// explore goes breadth first, so that what it complains of has the shortest log.
func (x *explorer) explore(t *testing.T) {
	level := []exam.Sitting{{Key: exam.Key{Org: aqtr, Member: genevieve, Number: 1}, Last: origin}}
	x.seen[canonical(level[0])] = true
	for len(level) > 0 {
		var next []exam.Sitting
		// Part by part: what many states lead to together would fill the memory.
		for part := range slices.Chunk(level, 2_000) {
			for _, f := range x.expandAll(part) {
				require.NoError(t, f.err)
				x.transitions += f.transitions
				for i, key := range f.keys {
					if !x.seen[key] {
						x.seen[key] = true
						next = append(next, shortened(f.after[i]))
					}
				}
			}
		}
		level = next
	}
}

// expandAll expands states side by side.
func (x *explorer) expandAll(states []exam.Sitting) []found {
	all := make([]found, len(states))
	var workers sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := w; i < len(states); i += runtime.GOMAXPROCS(0) {
				all[i] = x.expand(states[i])
			}
		})
	}
	workers.Wait()
	return all
}

// expand applies every command at every step of the clock to a state.
func (x *explorer) expand(s exam.Sitting) (f found) {
	s = copied(s)
	before := copied(s)
	keep := func(after exam.Sitting) {
		if x.within(after) {
			if key := canonical(after); !x.seen[key] {
				f.after, f.keys = append(f.after, after), append(f.keys, key)
			}
		}
	}
	commands, everywhere := x.commands(s)
	for _, step := range clockSteps {
		now := s.Last.Add(step)
		at := s.At(now)
		ticked := !same(at, s)
		settled := at
		if settled.Last = now; step < 0 {
			settled.Last = s.Last
		}
		if f.err = checkState(at); f.err != nil {
			f.err = complaint(s, exam.Command{}, step, f.err)
			return f
		}
		keep(settled)
		if step != 0 {
			commands = commands[:everywhere]
		}
		for _, c := range commands {
			f.transitions++
			after, receipt, err := s.Apply(c, now)
			f.err = checkStep(s, at, c, now, after, receipt, err)
			if f.err == nil && ticked {
				f.err = checkTick(at, c, now, after, receipt, err)
			}
			if f.err != nil {
				f.err = complaint(s, c, step, f.err)
				return f
			}
			if err == nil {
				keep(after)
			}
		}
	}
	f.err = x.checkWhole(s, before)
	return f
}

// checkWhole checks what is checked once for a state.
func (x *explorer) checkWhole(s, before exam.Sitting) error {
	err := checkDue(s)
	for _, r := range s.Receipts {
		for _, now := range []time.Time{s.Last, s.Last.Add(long)} {
			got, again, refused := s.Apply(exam.Command{ID: r.Command, Event: r.Event}, now)
			if refused != nil || again != r || !same(got, s.At(now)) {
				err = errors.Join(err, fmt.Errorf("%s sent again: %w", r.Event, refused))
			}
		}
		other := exam.Launch
		if r.Event == exam.Launch {
			other = exam.Grant
		}
		if _, _, refused := s.Apply(exam.Command{ID: r.Command, Event: other}, s.Last); !errors.Is(refused, exam.ErrCommand) {
			err = errors.Join(err, fmt.Errorf("%s under a name that is taken: %w", other, refused))
		}
	}
	for _, e := range []exam.Event{exam.Lapse, exam.Withdraw, exam.PauseOver, exam.TimeOut} {
		if _, _, refused := s.Apply(exam.Command{ID: "time", Event: e}, s.Last); !errors.Is(refused, exam.ErrTransition) {
			err = errors.Join(err, fmt.Errorf("%s was commanded: %w", e, refused))
		}
	}
	if !same(s, before) || stained(s) {
		err = errors.Join(err, errors.New("the sitting that Apply was called on changed"))
	}
	if err != nil {
		return complaint(s, exam.Command{}, 0, err)
	}
	return nil
}

func complaint(s exam.Sitting, c exam.Command, step time.Duration, err error) error {
	log := ""
	for _, e := range s.Log {
		log += fmt.Sprintf("\n%4.0fs %s %s", e.At.Sub(origin).Seconds(), e.Event, e.Workstation)
	}
	return fmt.Errorf("%w\nafter%s\n%s/%s, last seen at %.0fs; then %s (epoch %d) at %+.0fs",
		err, log, s.Authorisation.State, s.Attempt.State, s.Last.Sub(origin).Seconds(), c.Event, c.Epoch, step.Seconds())
}
