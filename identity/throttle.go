package identity

import "time"

// freeFailures is how many wrong passwords may be given in a row before the first
// wait.
const freeFailures = 5

// passwordFailures is how many wrong passwords in a row turn a password off. Each of the
// two names that an account has, login and address, is counted apart, so that both
// together are 100 at most (NIST SP 800-63B-4, 3.2.2).
const passwordFailures = 50

// longestWait bounds the wait: who has only mistyped comes back within it.
const longestWait = 15 * time.Minute

// Throttle counts the wrong passwords given for a login or an address, whether or not an
// account has it, so that waiting does not tell which logins exist.
type Throttle struct {
	Org   OrganisationID `json:"org"`
	Login string         `json:"login"`
	// Failures counts the attempts since the last right password, and Latest is the
	// instant of the latest. An attempt counts as a failure until it turns out
	// right.
	Failures int       `json:"failures"`
	Latest   time.Time `json:"latest"`
}

// Failed returns the throttle with one failure more, at the instant. An instant
// before the latest, from a clock a little behind, does not bring it forward.
func (t Throttle) Failed(at time.Time) Throttle {
	t.Failures++
	if at.After(t.Latest) {
		t.Latest = at
	}
	return t
}

// May reports that another attempt may be made at the instant. After fifty wrong passwords
// in a row, over however long, none may: the password is off until another is set by
// the way of the person's mailbox, which no number of wrong passwords closes.
func (t Throttle) May(now time.Time) bool {
	return t.Failures < passwordFailures && !now.Before(t.Until())
}

// Until returns the instant before which another attempt is refused.
func (t Throttle) Until() time.Time { return WaitUntil(t.Failures, t.Latest) }

// WaitUntil returns the instant before which another attempt is refused, given
// how many failures there were in a row and when the latest was: the zero time,
// which is no wait, below five; then one minute, doubled each time, fifteen at
// most.
func WaitUntil(failures int, latest time.Time) time.Time {
	if failures < freeFailures {
		return time.Time{}
	}
	wait := time.Minute
	for range failures - freeFailures {
		if wait *= 2; wait >= longestWait {
			wait = longestWait
			break
		}
	}
	return latest.Add(wait)
}
