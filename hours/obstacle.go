package hours

import "slices"

// Obstacle is why a declaration is not accepted together with others, or such an
// acceptance not taken back: a person has to look at it alone.
type Obstacle string

// The obstacles. The zero value is none.
const (
	ObstacleNone Obstacle = ""
	// ObstacleOwn: it is the person's own file.
	ObstacleOwn Obstacle = "own"
	// ObstacleChanged: it was decided or changed since it was read.
	ObstacleChanged Obstacle = "changed"
	// ObstacleCorrection: the member asks for a correction.
	ObstacleCorrection Obstacle = "correction"
	// ObstacleUnlisted: its title, provider or trainer is in no list of the order's.
	ObstacleUnlisted Obstacle = "unlisted"
	// ObstacleTwice: the file has the same activity on the same days once more.
	ObstacleTwice Obstacle = "twice"
	// ObstacleLate: it was submitted after its period was closed.
	ObstacleLate Obstacle = "late"
	// ObstacleDefault: its hours would go to a period in default.
	ObstacleDefault Obstacle = "default"
	// ObstacleEvidence: an audit waits for its evidence.
	ObstacleEvidence Obstacle = "evidence"
	// ObstacleRule: the regulation would not count all of it.
	ObstacleRule Obstacle = "rule"
	// ObstacleOver: the time in which it could be taken back has passed.
	ObstacleOver Obstacle = "over"
	// ObstacleClosed: the period was closed since.
	ObstacleClosed Obstacle = "closed"
)

// Obstacles lists every obstacle.
func Obstacles() []Obstacle {
	return []Obstacle{
		ObstacleOwn, ObstacleChanged, ObstacleCorrection, ObstacleUnlisted, ObstacleTwice, ObstacleLate, ObstacleDefault,
		ObstacleEvidence, ObstacleRule, ObstacleOver, ObstacleClosed,
	}
}

// Acceptable says what stands in the way of counting a declaration whole without a look
// at it, and why some of its hours would not count when that is it. in is the whole
// file, with the declaration in it, and the standing that of its period.
func (s Standing) Acceptable(d Declaration, in Contents, outcomes []Outcome) (Obstacle, Why) {
	_, asked := d.Asked()
	switch {
	case asked:
		return ObstacleCorrection, WhyNone
	case !d.State.Pending():
		return ObstacleChanged, WhyNone
	case d.Unlisted():
		return ObstacleUnlisted, WhyNone
	case d.Late:
		return ObstacleLate, WhyNone
	case d.Evidence.open():
		return ObstacleEvidence, WhyNone
	case slices.ContainsFunc(in.Declarations, func(other Declaration) bool {
		return other.ID != d.ID && other.stands() && other.Activity.Alike(d.Activity)
	}):
		return ObstacleTwice, WhyNone
	}
	d.State, d.Counted = Counted, d.Activity.Hours
	if len(s.Allocate(d, in, outcomes)) > 0 {
		return ObstacleDefault, WhyNone
	}
	item, ok := s.Evaluate(with(in.Declarations, d), in.Reliefs).Item(d.ID)
	switch {
	case !ok:
		return ObstacleRule, WhyOutside
	case item.Why != WhyNone:
		return ObstacleRule, item.Why
	}
	return ObstacleNone, WhyNone
}

// stands reports a declaration that counts, or may come to.
func (d Declaration) stands() bool { return d.State.Pending() || d.State == Counted }
