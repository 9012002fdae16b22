package identity

import "time"

// What an address is written to and what may be guessed of it, over all flows together:
// a limit to each flow alone is none, since another flow is opened at once.
const (
	sendsPerHour   = 5
	sendsPerDay    = 10
	firstCooldown  = time.Minute
	longestCooling = 15 * time.Minute

	failuresPerHour = 10
	failuresPerDay  = 30
	// failuresInARow is the end of codes for an address, until its account has a new
	// password by another way (NIST SP 800-63B-4, 3.2.2: 100 at most).
	failuresInARow = 100
)

// Budget is what was sent to an address and guessed of it. Addresses that nobody has
// have one too, so that running out tells nothing. The zero value has everything left.
type Budget struct {
	Org OrganisationID `json:"org"`
	Key string         `json:"key"`
	// Sends and Failures are the instants of the last 24 hours, the oldest first: as
	// many as the caps at most.
	Sends    []time.Time `json:"sends,omitempty"`
	Failures []time.Time `json:"failures,omitempty"`
	// InARow counts the failures since the last code that was right.
	InARow  int   `json:"inARow,omitempty"`
	Version int64 `json:"version"`
}

// Send returns the budget with one letter more, and whether it may leave: the first
// minute after a letter none does, twice as long after each that follows it within the
// hour, a quarter of an hour at most; five in an hour; ten in 24 hours. What is
// refused is not counted. A success gives nothing back.
func (b Budget) Send(now time.Time) (Budget, bool) {
	b.Sends = since(b.Sends, now.Add(-24*time.Hour))
	hour := since(b.Sends, now.Add(-time.Hour))
	if len(b.Sends) >= sendsPerDay || len(hour) >= sendsPerHour {
		return b, false
	}
	if n := len(hour); n > 0 {
		wait := min(firstCooldown<<(n-1), longestCooling)
		if now.Before(hour[n-1].Add(wait)) {
			return b, false
		}
	}
	b.Sends = append(b.Sends, latest(b.Sends, now))
	return b, true
}

// Try returns the budget with one failure more, and whether the code may be looked at.
// It is counted before, so that guesses that race each other get no more than guesses
// in a row; [Budget.Right] takes it back.
func (b Budget) Try(now time.Time) (Budget, bool) {
	b.Failures = since(b.Failures, now.Add(-24*time.Hour))
	if len(b.Failures) >= failuresPerDay || b.InARow >= failuresInARow ||
		len(since(b.Failures, now.Add(-time.Hour))) >= failuresPerHour {
		return b, false
	}
	b.Failures, b.InARow = append(b.Failures, latest(b.Failures, now)), b.InARow+1
	return b, true
}

// Right returns the budget after a right code: no failures. What was sent stays.
func (b Budget) Right() Budget {
	b.Failures, b.InARow = nil, 0
	return b
}

// latest is the instant to note after those noted: a clock set back does not make room.
func latest(noted []time.Time, now time.Time) time.Time {
	if n := len(noted); n > 0 && now.Before(noted[n-1]) {
		return noted[n-1]
	}
	return now
}

// since returns the instants after start: those at it are gone.
func since(noted []time.Time, start time.Time) []time.Time {
	for i, at := range noted {
		if at.After(start) {
			return noted[i:len(noted):len(noted)]
		}
	}
	return nil
}

const (
	// sprayWindow and sprayAlarm: so many wrong codes in an organisation, whatever the
	// addresses, and somebody tries one code on everybody.
	sprayWindow = time.Minute
	sprayAlarm  = 20
	// sprayCalm is how long the alarm lasts after the window that rang it.
	sprayCalm = 15 * time.Minute
)

// Spray counts the wrong codes of a whole organisation. The zero value has counted
// none.
type Spray struct {
	Org OrganisationID `json:"org"`
	// From is when the window began, Wrong how many there were in it, and Until the
	// end of the alarm.
	From    time.Time `json:"from"`
	Wrong   int       `json:"wrong"`
	Until   time.Time `json:"until"`
	Version int64     `json:"version"`
}

// Missed returns the count with one wrong code more.
func (s Spray) Missed(now time.Time) Spray {
	if s.From.IsZero() || !now.Before(s.From.Add(sprayWindow)) {
		s.From, s.Wrong = now, 0
	}
	if s.Wrong++; s.Wrong >= sprayAlarm && s.Until.Before(now.Add(sprayCalm)) {
		s.Until = now.Add(sprayCalm)
	}
	return s
}

// Alarm reports that codes are being sprayed: flows then die of two wrong codes
// instead of five. Nobody is kept out, and whoever sprays pays a letter for two
// guesses.
func (s Spray) Alarm(now time.Time) bool { return now.Before(s.Until) }

// Letter is [Budget.Send] for letters that other people ask for: most in 24 hours, and no
// wait between them.
func (b Budget) Letter(most int, now time.Time) (Budget, bool) {
	b.Sends = since(b.Sends, now.Add(-24*time.Hour))
	if len(b.Sends) >= most {
		return b, false
	}
	b.Sends = append(b.Sends, latest(b.Sends, now))
	return b, true
}
