package pace_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/pace"
)

// bench is a pace whose clock moves when work is done or somebody waits.
type bench struct {
	pace.Pace
	now time.Time
}

func newBench() *bench {
	b := &bench{now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	b.Now = func() time.Time { return b.now }
	b.Sleep = func(_ context.Context, d time.Duration) { b.now = b.now.Add(d) }
	return b
}

// leaves returns when an answer leaves whose work takes so long.
func (b *bench) leaves(work time.Duration) time.Duration {
	start := b.now
	b.Answer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		b.now = b.now.Add(work)
		w.WriteHeader(http.StatusTeapot)
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", nil))
	return b.now.Sub(start)
}

const ms = time.Millisecond

// within requires the whole steps, and an eighth more at the most.
func within(t *testing.T, want, got time.Duration) {
	t.Helper()
	require.GreaterOrEqual(t, got, want)
	require.Less(t, got, want+want/8)
}

func TestAnswersLeaveAtACommonTime(t *testing.T) {
	b := newBench()
	for _, work := range []time.Duration{0, ms, 30 * ms, 99 * ms, 100 * ms} {
		within(t, 100*ms, b.leaves(work))
	}
	within(t, 200*ms, b.leaves(101*ms))
	for range 63 {
		within(t, 200*ms, b.leaves(ms))
	}
	within(t, 100*ms, b.leaves(ms)) // the slow one is forgotten
	within(t, time.Second, b.leaves(990*ms))
	within(t, time.Second, b.leaves(ms))
	for range 63 {
		require.Equal(t, 2*time.Second, b.leaves(2*time.Second), "what takes longer leaves when it is ready")
	}
	for range 62 {
		within(t, time.Second, b.leaves(ms))
	}
	within(t, 100*ms, b.leaves(ms))
}

func TestTheTimeIsNotQuiteTheSame(t *testing.T) {
	b := newBench()
	seen := map[time.Duration]bool{}
	for range 100 {
		seen[b.leaves(ms)] = true
	}
	require.Greater(t, len(seen), 90)
}

// The first byte waits, whatever it is, and once; an answer without one waits too.
func TestTheFirstByteWaits(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"status": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusOK)
			_, _ = w.Write([]byte("a"))
		},
		"body":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("a")); _, _ = w.Write([]byte("b")) },
		"empty": func(http.ResponseWriter, *http.Request) {},
	} {
		t.Run(name, func(t *testing.T) {
			waits := 0
			p := &pace.Pace{Sleep: func(context.Context, time.Duration) { waits++ }}
			p.Answer(serve).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", nil))
			require.Equal(t, 1, waits)
		})
	}
}

// slow is a body that arrives slowly.
type slow struct {
	b    *bench
	text *strings.Reader
}

func (s slow) Read(p []byte) (int, error) {
	if s.text.Len() > 0 {
		s.b.now = s.b.now.Add(10 * time.Second)
	}
	return s.text.Read(p[:1])
}

// Who sends slowly slows nobody else down; the handler reads what was sent.
func TestABodyThatArrivesSlowlyIsNotCounted(t *testing.T) {
	b := newBench()
	read := ""
	var broke error
	b.Answer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		all, err := io.ReadAll(r.Body)
		read, broke = string(all), err
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", slow{b, strings.NewReader("login=emma")}))
	require.NoError(t, broke)
	require.Equal(t, "login=emma", read)
	within(t, 100*ms, b.leaves(ms))
}

func TestABodyIsReadWholeAndBreaksOffAsItDid(t *testing.T) {
	long := strings.Repeat("x", 200<<10)
	broken := errors.New("broken off")
	p := &pace.Pace{Sleep: func(context.Context, time.Duration) {}}
	var all []byte
	var err error
	p.Answer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		all, err = io.ReadAll(r.Body)
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(long), failing{broken})))
	require.ErrorIs(t, err, broken)
	require.Equal(t, long, string(all))
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// With the real clock: an answer waits, others meanwhile, and nobody waits for who has
// left.
func TestWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := new(pace.Pace)
		h := p.Answer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
		start := time.Now()
		done := make(chan time.Duration, 100)
		for range 100 {
			go func() {
				h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", nil))
				done <- time.Since(start)
			}()
		}
		for range 100 {
			within(t, 100*ms, <-done)
		}
		left, cancel := context.WithCancel(t.Context())
		cancel()
		before := time.Now()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(left, http.MethodPost, "/", nil))
		require.Zero(t, time.Since(before))
	})
}
