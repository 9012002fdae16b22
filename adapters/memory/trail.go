package memory

import (
	"context"
	"slices"
	"sync"

	"github.com/goodstanding/goodstanding/identity"
)

// Trail keeps events in memory, for tests. The zero value is empty.
type Trail struct {
	mu     sync.Mutex
	events []identity.Event
}

// Note keeps the event.
func (t *Trail) Note(_ context.Context, e identity.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.events = append(t.events, e)
}

// Events returns what was noted, the oldest first.
func (t *Trail) Events() []identity.Event {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.events)
}
