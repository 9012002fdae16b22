package exam_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/exam"
)

// tell makes up a whole story, and returns it with the sitting that came of it.
func tell(t *rapid.T) ([]said, exam.Sitting) {
	m := teller{opening: drawOpening(t), o: oracle{answers: map[string]exam.Given{}}}
	s := exam.Sitting{Key: exam.Key{Org: aqtr, Member: genevieve, Number: 2}}
	for i := range rapid.IntRange(5, 40).Draw(t, "commands") {
		m.story = append(m.story, m.next(t, i))
		m.o, _ = judge(m.story)
		last := m.story[i]
		s, _, _ = s.Apply(last.Command, origin.Add(last.clock))
	}
	return m.story, s
}

// moved returns a copy with every instant that is set moved.
func moved[T any](v T, by time.Duration) T {
	c := reflect.New(reflect.TypeOf(v)).Elem()
	c.Set(reflect.ValueOf(v))
	move(c, by)
	return c.Interface().(T)
}

func move(v reflect.Value, by time.Duration) {
	switch v.Kind() {
	case reflect.Slice:
		if !v.IsNil() {
			own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(own, v)
			v.Set(own)
		}
		for i := range v.Len() {
			move(v.Index(i), by)
		}
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			if !at.IsZero() {
				v.Set(reflect.ValueOf(at.Add(by)))
			}
			return
		}
		for i := range v.NumField() {
			move(v.Field(i), by)
		}
	default: // No instant is in it.
	}
}

// The same story at another time of another year is the same sitting, at that time.
func TestMovingEveryInstantChangesNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		story, want := tell(t)
		by := time.Duration(rapid.Int64Range(-int64(20*365*24*time.Hour), int64(20*365*24*time.Hour)).Draw(t, "by"))
		s := exam.Sitting{Key: want.Key}
		for _, next := range story {
			s, _, _ = s.Apply(moved(next.Command, by), origin.Add(next.clock+by))
		}
		require.Equal(t, moved(want, by), s)
	})
}

// A pause that is ended and begun again at the same instant is one pause.
func TestAPauseInTwoPartsIsOnePause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		second := func(label string, least, most int) time.Duration {
			return time.Duration(rapid.IntRange(least, most).Draw(t, label)) * time.Second
		}
		o := drawOpening(t)
		o.Until, o.Policy.Closes, o.Policy.MaxPause, o.Workstation = origin.Add(time.Hour), time.Time{}, time.Minute, ""
		from, first, more := second("from", 0, 20), second("first", 0, 30), second("more", 0, 29)
		do := func(events ...said) exam.Sitting {
			s := exam.Sitting{}
			for i, e := range events {
				e.ID, e.Epoch, e.Opening, e.Ground, e.Time = fmt.Sprint(i), 1, o, exam.Incident, 7*time.Second
				var err error
				s, _, err = s.Apply(e.Command, origin.Add(e.clock))
				require.NoError(t, err)
			}
			return s
		}
		at := func(clock time.Duration, e exam.Event) said { return said{clock, exam.Command{Event: e}} }
		begun := []said{at(0, exam.Authorise), at(0, exam.Launch), at(0, exam.Begin)}
		pause, half, end := at(from, exam.Pause), from+first, from+first+more
		whole := do(append(slices.Clone(begun), pause, at(half, exam.Grant), at(end, exam.Resume))...)
		parts := do(append(slices.Clone(begun), pause, at(half, exam.Resume), at(half, exam.Pause), at(half, exam.Grant), at(end, exam.Resume))...)
		require.Equal(t, whole.Attempt, parts.Attempt)
		require.Equal(t, whole.Deadline(), parts.Deadline())
		// By hand: the limit, what was granted, and the pause.
		require.Equal(t, origin.Add(o.Policy.Limit+o.Extra+7*time.Second+first+more), whole.Deadline())
	})
}

// Whether and when a browser was heard of decides nothing.
func TestWhenABrowserWasHeardOfChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		story, want := tell(t)
		s := exam.Sitting{Key: want.Key}
		for _, next := range story {
			now := origin.Add(next.clock)
			quiet, receipt, err := s.Apply(next.Command, now)
			s.Attempt.Heard = now.Add(time.Duration(rapid.Int64Range(-int64(time.Hour), int64(time.Hour)).Draw(t, "heard")))
			loud, again, errAgain := s.Apply(next.Command, now)
			require.Equal(t, err, errAgain)
			require.Equal(t, receipt, again)
			loud.Attempt.Heard = quiet.Attempt.Heard
			require.Equal(t, quiet, loud)
			s = quiet
		}
		require.Equal(t, want, s)
	})
}

// What is stored is the sitting, whole.
func TestASittingIsItselfInJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, want := tell(t)
		text, err := json.Marshal(want)
		require.NoError(t, err)
		var got exam.Sitting
		require.NoError(t, json.Unmarshal(text, &got))
		require.Equal(t, want, got)
	})
}

// A pass mark is reached exactly: against fractions of any size.
func TestE16_ThePassMarkIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := exam.Ratio{Num: rapid.IntRange(-2, 1000).Draw(t, "num"), Den: rapid.IntRange(-2, 1000).Draw(t, "den")}
		most := rapid.IntRange(-2, 500_000).Draw(t, "max")
		points := rapid.IntRange(0, max(0, most)).Draw(t, "points")
		if r.Den > 0 && r.Num > 0 && most > 0 && rapid.Bool().Draw(t, "near") {
			points = most*r.Num/r.Den + rapid.IntRange(-1, 1).Draw(t, "about")
		}
		want := r.Num > 0 && r.Den > 0 && most > 0
		if want {
			mark := new(big.Rat).Mul(big.NewRat(int64(r.Num), int64(r.Den)), big.NewRat(int64(most), 1))
			want = big.NewRat(int64(points), 1).Cmp(mark) >= 0
		}
		require.Equal(t, want, r.Reached(points, most))
	})
}
