package hours

import (
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Telling is what is written with a change, in its transaction: the act that tells
// it in the history, and the messages that announce it. The zero value is neither.
// All of it is about the file that the change is made in, or nothing is written.
type Telling struct {
	// Act is nil for a change that the history does not tell.
	Act *Act
	// Messages go into the outbox.
	Messages []identity.Message
	// Withdrawn are the identifiers of messages of the file that announce what the change
	// takes back, and must not leave. One that has left, or that a sender has taken, is
	// identity.ErrStale, and nothing is written; one that is not there is none to stop.
	Withdrawn []string
	// At is when they are held back.
	At time.Time
}

// HoldsBack returns a message as the change takes it back. The error is identity.ErrStale
// when it has left, or is leaving.
func (t Telling) HoldsBack(m identity.Message) (identity.Message, error) { return m.HoldsBack(t.At) }
