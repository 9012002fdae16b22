package photo

// The card's proportion in lowest terms, 35:45. Every crop is a whole number of units
// wide and high, so that nothing is stretched; 59 units are the card itself.
const (
	unitWidth  = 7
	unitHeight = 9
	leastUnits = CardWidth / unitWidth
)

// Crop is the part of a picture that the card shows, in pixels of the upright
// picture: its upper left corner and its size.
type Crop struct {
	X      int `json:"x"`
	Y      int `json:"y"`
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Step is a movement of a crop by a button.
type Step string

// The steps. Larger shows more of the picture, Smaller less.
const (
	Up      Step = "up"
	Down    Step = "down"
	Left    Step = "left"
	Right   Step = "right"
	Larger  Step = "larger"
	Smaller Step = "smaller"
)

// Steps lists every step.
func Steps() []Step { return []Step{Up, Down, Left, Right, Larger, Smaller} }

// How far a step goes: a twentieth of the crop, or a tenth more or less of it.
const (
	movePart = 20
	sizePart = 10
)

// Suggest returns the crop to begin with: the largest, in the middle from left to
// right and a little above it from top to bottom, where heads are. It does not look
// for a face.
func (p Picture) Suggest() Crop {
	units := p.mostUnits()
	c := sized(units)
	c.X = (p.Width() - c.Width) / 2
	c.Y = (p.Height() - c.Height) * 2 / 5
	return c
}

// Fit returns the largest crop of the card's proportion within the one given, in the
// middle of it. The error is [ErrCropOutside] when the one given is not within the
// picture, and [ErrCropSmall] when fewer than CardWidth × CardHeight pixels are left.
func (p Picture) Fit(c Crop) (Crop, error) {
	if c.X < 0 || c.Y < 0 || c.Width < 0 || c.Height < 0 || c.X > p.Width()-c.Width || c.Y > p.Height()-c.Height {
		return Crop{}, ErrCropOutside
	}
	units := min(c.Width/unitWidth, c.Height/unitHeight)
	if units < leastUnits {
		return Crop{}, ErrCropSmall
	}
	fitted := sized(units)
	fitted.X = c.X + (c.Width-fitted.Width)/2
	fitted.Y = c.Y + (c.Height-fitted.Height)/2
	return fitted, nil
}

// Step returns the crop after a step. It always fits: at an edge it stops, and so do
// sizes at the card's and at the picture's. A step that is none of [Steps] moves
// nothing.
func (p Picture) Step(c Crop, s Step) Crop {
	c = p.settle(c)
	units := c.Width / unitWidth
	switch s {
	case Up:
		c.Y -= max(1, c.Height/movePart)
	case Down:
		c.Y += max(1, c.Height/movePart)
	case Left:
		c.X -= max(1, c.Width/movePart)
	case Right:
		c.X += max(1, c.Width/movePart)
	case Larger:
		c = p.resized(c, units+max(1, units/sizePart))
	case Smaller:
		c = p.resized(c, units-max(1, units/sizePart))
	}
	return p.settle(c)
}

// resized changes the size about the middle.
func (p Picture) resized(c Crop, units int) Crop {
	now := sized(p.possible(units))
	now.X = c.X + (c.Width-now.Width)/2
	now.Y = c.Y + (c.Height-now.Height)/2
	return now
}

// settle returns the nearest crop that fits, whatever is given.
func (p Picture) settle(c Crop) Crop {
	now := sized(p.possible(min(c.Width/unitWidth, c.Height/unitHeight)))
	now.X = min(max(c.X, 0), p.Width()-now.Width)
	now.Y = min(max(c.Y, 0), p.Height()-now.Height)
	return now
}

func (p Picture) possible(units int) int { return min(max(units, leastUnits), p.mostUnits()) }

func (p Picture) mostUnits() int { return min(p.Width()/unitWidth, p.Height()/unitHeight) }

func sized(units int) Crop { return Crop{Width: units * unitWidth, Height: units * unitHeight} }
