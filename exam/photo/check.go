package photo

import "slices"

// CheckID names something that is checked of a photo.
type CheckID string

// What is measured of a crop.
const (
	// CheckSize: it has the pixels of the card.
	CheckSize CheckID = "size"
	// CheckColour: it is in colour. In black and white it blocks; faint colours warn.
	CheckColour CheckID = "colour"
	// CheckTint: it is in more than one colour: a sepia picture has a single one.
	CheckTint CheckID = "tint"
	// CheckBackgroundLight: what is behind the head is light.
	CheckBackgroundLight CheckID = "background-light"
	// CheckBackgroundColour: what is behind the head has no colour.
	CheckBackgroundColour CheckID = "background-colour"
	// CheckBackgroundEven: what is behind the head is plain.
	CheckBackgroundEven CheckID = "background-even"
	// CheckBackgroundShadow: it is as light on one side as on the other and above.
	CheckBackgroundShadow CheckID = "background-shadow"
	// CheckHighlights: light has not burnt out parts of the face.
	CheckHighlights CheckID = "highlights"
	// CheckShadows: shade has not swallowed parts of the face.
	CheckShadows CheckID = "shadows"
	// CheckSharpness: the photo is not blurred.
	CheckSharpness CheckID = "sharpness"
	// CheckTransparency: the file was opaque.
	CheckTransparency CheckID = "transparency"
)

// What the operator attests: the source's rules, in its order, and that the photo is
// of the person whose identity was confirmed.
const (
	// AttestClear: clear and well defined, before a plain white background.
	AttestClear CheckID = "clear"
	// AttestEvenLight: even light, without shadow, reflection or glare.
	AttestEvenLight CheckID = "even-light"
	// AttestHeadAndShoulders: the head and the top of the shoulders only, of one
	// person.
	AttestHeadAndShoulders CheckID = "head-and-shoulders"
	// AttestFacing: the face is in the middle, straight, towards the camera.
	AttestFacing CheckID = "facing"
	// AttestEyesOpen: the eyes are open and the features visible.
	AttestEyesOpen CheckID = "eyes-open"
	// AttestUncovered: no cap, hat, sunglasses or tinted glasses.
	AttestUncovered CheckID = "uncovered"
	// AttestSamePerson: it is the person whose identity was confirmed.
	AttestSamePerson CheckID = "same-person"
)

// Measured lists what [Picture.Assess] measures, in its order.
func Measured() []CheckID {
	all := make([]CheckID, len(limits))
	for i, l := range limits {
		all[i] = l.id
	}
	return all
}

// Attested lists what the operator attests: no program decides it.
func Attested() []CheckID {
	return []CheckID{
		AttestClear, AttestEvenLight, AttestHeadAndShoulders, AttestFacing,
		AttestEyesOpen, AttestUncovered, AttestSamePerson,
	}
}

// Verdict is what a check came to.
type Verdict string

// The verdicts. Fail blocks; Warn asks the operator to look.
const (
	Pass          Verdict = "pass"
	Warn          Verdict = "warn"
	Fail          Verdict = "fail"
	NotApplicable Verdict = "n/a"
)

// Verdicts lists every verdict.
func Verdicts() []Verdict { return []Verdict{Pass, Warn, Fail, NotApplicable} }

// Source is who says so.
type Source string

// The sources: this package, a guess of this package that a person confirms, the
// operator.
const (
	SourceMeasured  Source = "measured"
	SourceSuggested Source = "suggested"
	SourceAttested  Source = "attested"
)

// Check is one thing that was checked.
type Check struct {
	ID      CheckID `json:"id"`
	Verdict Verdict `json:"verdict"`
	Source  Source  `json:"source"`
	// Value is what was measured, and Threshold what it was held against: the
	// threshold that it did not meet, or that of a warning when it met both. Both are
	// 0 for what is attested or not applicable.
	Value     int `json:"value"`
	Threshold int `json:"threshold"`
	// Set is the set of thresholds, [ThresholdSet]; "" for what is attested.
	Set string `json:"set"`
}

// Blocking reports that a photo with these checks cannot be taken: one of them
// failed.
func Blocking(checks []Check) bool {
	return slices.ContainsFunc(checks, func(c Check) bool { return c.Verdict == Fail })
}

// ThresholdSet names the thresholds below. It changes when one of them does, so that
// a verdict on record can be read again.
const ThresholdSet = "1"

// limit says when a measure warns and when it fails.
type limit struct {
	id CheckID
	// least says that a value must be at least its thresholds; otherwise at most.
	least      bool
	warn, fail int
}

// never is the threshold of a failure that no value reaches, on either side.
const never = -1

// leastColour is where black and white ends: below it there is no tint to measure.
const leastColour = 8

// limits are the thresholds. The source gives no numbers, and neither does any law:
// these are this package's own. Failing is kept for what no light and no wall
// explains: a white wall in the evening measures 130 and not 60, lamps make it
// yellow by 80 and not by 150. None of them is about how light a face is.
var limits = []limit{
	// In pixels of width.
	{CheckSize, true, CardWidth, CardWidth},
	// How far from grey the most coloured twentieth of the middle is, 0 to 255. What
	// compression leaves on a grey picture is 4 at most.
	{CheckColour, true, 20, leastColour},
	// How far the most differently coloured twentieth of the middle is from a single
	// colour, 0 to 255.
	{CheckTint, true, 6, never},
	// Half of what is behind the head is at least so light, 0 to 255.
	{CheckBackgroundLight, true, 190, 120},
	// How far from grey the median of what is behind the head is, 0 to 255.
	{CheckBackgroundColour, false, 30, 90},
	// The middle half of what is behind the head lies within so much, in lightness. It
	// never fails: much dark hair before a white wall measures as bricks do.
	{CheckBackgroundEven, false, 24, never},
	// The greatest difference between left, right and above, in lightness.
	{CheckBackgroundShadow, false, 30, never},
	// How much of the face's place is at the end of the scale, in thousandths.
	{CheckHighlights, false, 100, never},
	{CheckShadows, false, 250, never},
	// The variance of the Laplacian.
	{CheckSharpness, true, 25, never},
	// 1 for a file with pixels to see through.
	{CheckTransparency, false, 0, never},
}

// held holds a value against the limit.
func (l limit) held(value int) Check {
	beyond := func(threshold int) bool {
		if l.least {
			return value < threshold
		}
		return value > threshold
	}
	c := Check{ID: l.id, Verdict: Pass, Source: SourceMeasured, Value: value, Threshold: l.warn, Set: ThresholdSet}
	switch {
	case l.fail != never && beyond(l.fail):
		c.Verdict, c.Threshold = Fail, l.fail
	case beyond(l.warn):
		c.Verdict = Warn
	}
	return c
}
