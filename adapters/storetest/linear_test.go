package storetest_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/exam"
)

// forgetful is a store that loses updates: it reads a sitting, and writes what was made
// of it over whatever is there by then.
type forgetful struct{ exam.Store }

func (f forgetful) ChangeSitting(ctx context.Context, key exam.Key, fn func(exam.Sitting) (exam.Sitting, error)) (exam.Sitting, error) {
	before, err := f.Sitting(ctx, key)
	if err != nil {
		before = exam.Sitting{Key: key}
	}
	after, err := fn(before)
	if err != nil {
		return exam.Sitting{}, err
	}
	runtime.Gosched()
	return f.Store.ChangeSitting(ctx, key, func(exam.Sitting) (exam.Sitting, error) { return after, nil })
}

// late is a store whose reads are behind by one change of the sitting.
type late struct{ exam.Store }

func (l late) Sitting(ctx context.Context, key exam.Key) (exam.Sitting, error) {
	s, err := l.Store.Sitting(ctx, key)
	if n := len(s.Log); n > 1 {
		s.Granted -= s.Log[n-1].Time
	}
	return s, err
}

// The test of the test: the checker finds a store that loses an update, and one whose
// reads are late.
func TestLinear_TheCheckerFindsABrokenStore(t *testing.T) {
	for name, broken := range map[string]func(exam.Store) exam.Store{
		"it loses an update": func(s exam.Store) exam.Store { return forgetful{s} },
		"its reads are late": func(s exam.Store) exam.Store { return late{s} },
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(20) {
				s := memory.New()
				race := storetest.Race{Seed: seed, Clients: 8, Asks: 30}
				if race.Run(t, broken(s.Exam())) == porcupine.Illegal {
					return
				}
			}
			require.Fail(t, "the checker has found nothing")
		})
	}
}
