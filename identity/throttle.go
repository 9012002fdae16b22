package identity

import "time"

// freeFailures is how many wrong passwords in a row cost nothing.
const freeFailures = 5

// longestWait bounds the wait, so that nobody can keep another person out.
const longestWait = 15 * time.Minute

// Throttle counts the wrong passwords given for a login, whether or not an
// account has that login, so that waiting does not tell which logins exist.
type Throttle struct {
	Org   OrganisationID `json:"org"`
	Login string         `json:"login"`
	// Failures counts wrong passwords since the last right one, and Latest is the
	// instant of the latest.
	Failures int       `json:"failures"`
	Latest   time.Time `json:"latest"`
}

// Until returns the instant before which another attempt is refused.
func (t Throttle) Until() time.Time { return WaitUntil(t.Failures, t.Latest) }

// WaitUntil returns the instant before which another attempt is refused, given
// how many failures there were in a row and when the latest was: none for the
// first five, then one minute, doubled each time, fifteen at most.
func WaitUntil(failures int, latest time.Time) time.Time {
	if failures < freeFailures {
		return latest
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
