// Package pace has answers leave at a common time, so that how long one took does not
// tell what was found on the way: whether anybody has a login or an address.
//
// Start with [Pace], whose [Pace.Answer] wraps a handler. It comes beside doing the same
// work for whom nobody knows, and not in its place: it hides what is left over, such as a
// letter that is written for the one and not for the other.
package pace

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

const (
	// recent is how many answers the common time is taken from, and ahead how much of a
	// body is read before the time is counted, in bytes: who sends slowly is not waited
	// for by others.
	recent = 64
	ahead  = 64 << 10
)

// Pace keeps the common time: the slowest of the latest 64 answers, in whole steps, and
// up to an eighth more at random. An answer that is slower still leaves when it is ready,
// and those that follow it later, unless it is out of all bounds. The zero value is ready; share one among the handlers
// that are to look alike. It is safe for concurrent use.
type Pace struct {
	// Step is the least time that an answer takes; 0 is 100 ms.
	Step time.Duration
	// Most bounds the common time; 0 is 1 s. What takes longer leaves when it is ready,
	// and slows nobody else down.
	Most time.Duration
	// Now is the clock, time.Now when nil, and Sleep waits; nil waits for as long as
	// the context lives.
	Now   func() time.Time
	Sleep func(context.Context, time.Duration)

	mu     sync.Mutex
	latest [recent]time.Duration
	count  int
}

// Answer wraps a handler: its answers leave at the common time. Nothing is held while
// they wait but the request itself: no store, no hash, no lock.
func (p *Pace) Answer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil {
			var first bytes.Buffer
			// What goes wrong here goes wrong again when the rest is read.
			_, _ = io.CopyN(&first, r.Body, ahead)
			body := r.Body
			r.Body = struct {
				io.Reader
				io.Closer
			}{io.MultiReader(&first, body), body}
		}
		start := p.now()
		later := &writer{ResponseWriter: w, wait: func() { p.wait(r.Context(), start) }}
		next.ServeHTTP(later, r)
		later.begin()
	})
}

// wait waits until an answer that was begun at the instant may leave.
func (p *Pace) wait(ctx context.Context, start time.Time) {
	took := p.now().Sub(start)
	common := p.common(took)
	if common <= took {
		return
	}
	rest := common - took
	if p.Sleep != nil {
		p.Sleep(ctx, rest)
		return
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// common notes how long an answer took, and returns when it leaves, from its beginning.
func (p *Pace) common(took time.Duration) time.Duration {
	step, most := p.Step, p.Most
	if step <= 0 {
		step = 100 * time.Millisecond
	}
	if most <= 0 {
		most = time.Second
	}
	p.mu.Lock()
	if took <= most {
		p.latest[p.count%recent] = took
		p.count++
	}
	slowest := time.Duration(1)
	for _, one := range p.latest {
		slowest = max(slowest, one)
	}
	p.mu.Unlock()
	whole := min((slowest+step-1)/step*step, most)
	return whole + rand.N(max(whole/8, 1))
}

func (p *Pace) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

// writer holds an answer back before its first byte.
type writer struct {
	http.ResponseWriter
	wait  func()
	begun bool
}

func (w *writer) begin() {
	if !w.begun {
		w.begun = true
		w.wait()
	}
}

// WriteHeader waits, and then begins the answer.
func (w *writer) WriteHeader(status int) {
	w.begin()
	w.ResponseWriter.WriteHeader(status)
}

// Write waits before the first byte.
func (w *writer) Write(b []byte) (int, error) {
	w.begin()
	return w.ResponseWriter.Write(b)
}

// Unwrap is for [http.ResponseController].
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
