package exam

import "time"

// Grace is how long after the deadline an answer and the submission are still taken,
// for what the network needs. It is never shown, and never counted as working time.
const Grace = 10 * time.Second

// MostGranted is the most time that one grant may give.
const MostGranted = 8 * time.Hour

// Policy is what rules a sitting. It is frozen in the sitting when it is authorised:
// what changes afterwards are grants, one by one.
type Policy struct {
	// Limit is the working time, from begin on.
	Limit time.Duration `json:"limit"`
	// Grace is [Grace].
	Grace time.Duration `json:"grace"`
	// MaxPause is after how long a pause is over by itself; zero when the exam may not
	// be paused.
	MaxPause time.Duration `json:"maxPause"`
	// Closes is the instant after which nobody works, whatever time they have left;
	// the zero time for none.
	Closes time.Time `json:"closes,omitzero"`
	// Pass is the pass mark, of all points.
	Pass Ratio `json:"pass"`
}

// Reached reports that points are at least this share of max, in whole numbers; false
// of a share or a max that is not above zero.
func (r Ratio) Reached(points, max int) bool {
	return r.Num > 0 && r.Den > 0 && max > 0 && points*r.Den >= r.Num*max
}
