package hours

import "github.com/goodstanding/goodstanding/identity"

// Telling is what is written with a change, in its transaction: the act that tells
// it in the history, and the messages that announce it. The zero value is neither.
// All of it is about the file that the change is made in, or nothing is written.
type Telling struct {
	// Act is nil for a change that the history does not tell.
	Act *Act
	// Messages go into the outbox.
	Messages []identity.Message
}
