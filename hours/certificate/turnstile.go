package certificate

import (
	"net/netip"
	"sync"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Turnstile makes whoever tries codes that no certificate has wait longer and
// longer, as identity.Throttle does with wrong passwords: five may be tried, then the
// wait is a minute, doubled each time, fifteen at most. It is kept in memory, and
// forgotten an hour after the latest: the address of who verifies is nobody's to
// keep. The zero value is ready, and may be used by any number of goroutines at once.
//
// What keeps a code from being guessed is its 80 bits; this keeps the guessing from
// being a nuisance.
type Turnstile struct {
	mu    sync.Mutex
	tries map[string]tries
}

// tries is the unknown codes that came from one address.
type tries struct {
	failures int
	latest   time.Time
}

// forgotten is when tries are, and most how many addresses are remembered.
const (
	forgotten = time.Hour
	most      = 10_000
)

// enter counts a try as a failure, until leave says otherwise, in the same step as
// the check that it may be made: tries that race each other get no more of them. ok
// reports that the address need not wait; latest is the instant of its try before.
func (t *Turnstile) enter(from string, now time.Time) (latest time.Time, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	was := t.tries[from]
	if now.Sub(was.latest) >= forgotten {
		was = tries{}
	}
	if now.Before(identity.WaitUntil(was.failures, was.latest)) {
		return was.latest, false
	}
	if t.tries == nil {
		t.tries = map[string]tries{}
	}
	t.tries[from] = tries{was.failures + 1, now}
	t.tidy(now)
	return was.latest, true
}

// leave takes a try back: its code was a certificate's. latest is what enter
// returned.
func (t *Turnstile) leave(from string, latest time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	was := t.tries[from]
	if was.failures--; was.failures <= 0 {
		delete(t.tries, from)
		return
	}
	t.tries[from] = tries{was.failures, latest}
}

// tidy forgets what is to be forgotten, and the oldest of what is too much.
func (t *Turnstile) tidy(now time.Time) {
	if len(t.tries) <= most {
		return
	}
	oldest, at := "", now
	for from, one := range t.tries {
		if now.Sub(one.latest) >= forgotten {
			delete(t.tries, from)
		} else if oldest == "" || one.latest.Before(at) {
			oldest, at = from, one.latest
		}
	}
	if len(t.tries) > most {
		delete(t.tries, oldest)
	}
}

// From returns what tries are counted by, for the remote address of a connection, such
// as "192.0.2.1:4711": the address without its port; of an IPv6 address, of which
// everybody has many, the first 64 bits.
func From(remote string) string {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return remote
	}
	address := at.Addr().Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return remote
	}
	return network.String()
}
