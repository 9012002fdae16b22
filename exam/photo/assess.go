package photo

import (
	"image"
	"image/color"
)

// Assess measures a crop, and returns a check for each of [Measured], in that order.
// What is measured is the card's photo that the crop gives, so that the same face
// measures the same in twelve megapixels as in one. A crop that does not fit has
// the size 0, which fails, and nothing else of it is measured.
func (p Picture) Assess(c Crop) []Check {
	values := map[CheckID]int{CheckSize: 0}
	if fitted, err := p.Fit(c); err == nil {
		values = measured(newCard(shrunk(p.pixels, fitted, CardWidth, CardHeight)))
		values[CheckSize] = fitted.Width
		values[CheckTransparency] = 0
		if p.origin.Transparent {
			values[CheckTransparency] = 1
		}
	}
	checks := make([]Check, 0, len(limits))
	for _, l := range limits {
		value, ok := values[l.id]
		if !ok {
			checks = append(checks, Check{ID: l.id, Verdict: NotApplicable, Source: SourceMeasured, Set: ThresholdSet})
			continue
		}
		checks = append(checks, l.held(value))
	}
	return checks
}

// The places of a card's photo, in hundredths of its width and height. The middle
// holds the person and little else; the face's place lies within every face that
// fills the photo as it should; behind is what the head leaves free.
var (
	middle    = area{20, 15, 80, 95}
	facePlace = area{30, 25, 70, 65}
	above     = area{10, 0, 90, 6}
	leftSide  = area{0, 0, 10, 40}
	rightSide = area{90, 0, 100, 40}
)

// area is a part of the card's photo, in hundredths: its corners.
type area struct{ left, top, right, bottom int }

// picked is a card's photo as it is measured.
type picked struct {
	pixels *image.RGBA
	luma   []uint8
}

func newCard(cut *image.RGBA) picked {
	p := picked{cut, make([]uint8, CardWidth*CardHeight)}
	for i := range p.luma {
		pixel := cut.Pix[4*i:][:3]
		// ITU-R BT.601, in thousandths.
		p.luma[i] = uint8((299*int(pixel[0]) + 587*int(pixel[1]) + 114*int(pixel[2])) / 1000)
	}
	return p
}

// each calls fn with the index of each pixel of the areas.
func each(fn func(i int), areas ...area) {
	for _, a := range areas {
		for y := CardHeight * a.top / 100; y < CardHeight*a.bottom/100; y++ {
			for x := CardWidth * a.left / 100; x < CardWidth*a.right/100; x++ {
				fn(y*CardWidth + x)
			}
		}
	}
}

func (p picked) rgb(i int) (r, g, b uint8) {
	return p.pixels.Pix[4*i], p.pixels.Pix[4*i+1], p.pixels.Pix[4*i+2]
}

func measured(p picked) map[CheckID]int {
	values := map[CheckID]int{
		CheckColour:           p.colour(),
		CheckBackgroundLight:  p.light(above, leftSide, rightSide).median(),
		CheckBackgroundColour: p.wallColour(),
		CheckBackgroundEven:   p.light(above, leftSide, rightSide).spread(),
		CheckBackgroundShadow: p.shadow(),
		CheckSharpness:        p.sharpness(),
	}
	values[CheckHighlights], values[CheckShadows] = p.clipped()
	if values[CheckColour] >= leastColour {
		values[CheckTint] = p.tint()
	}
	return values
}

func (p picked) colour() int {
	var h histogram
	each(func(i int) {
		r, g, b := p.rgb(i)
		h.add(int(max(r, g, b) - min(r, g, b)))
	}, middle)
	return h.percentile(95)
}

// tint is how far the picture is from being of a single colour, however strong. A
// picture of one colour has one hue, and lightness alone decides how much of it: a
// photo that has a second hue, or two colours that are as light as one another, is
// none.
func (p picked) tint() int { return max(p.hues(), p.colours()) }

// chroma is the colour of a pixel without its lightness, as ITU-R BT.601 has it, from
// -128 to 127.
func (p picked) chroma(i int) (blue, red int) {
	_, cb, cr := color.RGBToYCbCr(p.rgb(i))
	return int(cb) - 128, int(cr) - 128
}

// hues compares the hue of each pixel with that of all of them together.
func (p picked) hues() int {
	var allBlue, allRed int
	each(func(i int) {
		blue, red := p.chroma(i)
		allBlue, allRed = allBlue+blue, allRed+red
	}, middle)
	var h histogram
	each(func(i int) {
		along, across := p.chroma(i)
		mostly, less := allBlue, allRed
		if distance(allRed, 0) > distance(allBlue, 0) {
			along, across, mostly, less = across, along, allRed, allBlue
		}
		if along*mostly <= 0 { // no part of it is of that hue
			h.add(min(255, distance(along, 0)+distance(across, 0)))
			return
		}
		h.add(min(255, distance(across, along*less/mostly)))
	}, middle)
	return h.percentile(95)
}

// bands are how many steps of lightness are told apart when colours are compared.
const bands = 64

// colours compares the colour of each pixel with the median of those that are as
// light.
func (p picked) colours() int {
	var blues, reds [bands]histogram
	each(func(i int) {
		blue, red := p.chroma(i)
		band := int(p.luma[i]) * bands / 256
		blues[band].add(blue + 128)
		reds[band].add(red + 128)
	}, middle)
	var usualBlue, usualRed [bands]int
	for band := range bands {
		usualBlue[band], usualRed[band] = blues[band].median()-128, reds[band].median()-128
	}
	var h histogram
	each(func(i int) {
		blue, red := p.chroma(i)
		band := int(p.luma[i]) * bands / 256
		h.add(min(255, distance(blue, usualBlue[band])+distance(red, usualRed[band])))
	}, middle)
	return h.percentile(95)
}

// light returns how light the pixels of the areas are.
func (p picked) light(areas ...area) *histogram {
	var h histogram
	each(func(i int) { h.add(int(p.luma[i])) }, areas...)
	return &h
}

// wallColour takes the median of each of red, green and blue behind the head: hair
// and shoulders do not move it.
func (p picked) wallColour() int {
	var red, green, blue histogram
	each(func(i int) {
		r, g, b := p.rgb(i)
		red.add(int(r))
		green.add(int(g))
		blue.add(int(b))
	}, above, leftSide, rightSide)
	r, g, b := red.median(), green.median(), blue.median()
	return max(r, g, b) - min(r, g, b)
}

func (p picked) shadow() int {
	top, left, right := p.light(above).median(), p.light(leftSide).median(), p.light(rightSide).median()
	return max(top, left, right) - min(top, left, right)
}

// The ends of the scale: a pixel whose three channels are all beyond burnt has no
// detail left, and neither has one that is all but black.
const (
	burnt     = 252
	swallowed = 4
)

// clipped returns how many thousandths of the face's place are at either end.
func (p picked) clipped() (high, low int) {
	all := 0
	each(func(i int) {
		r, g, b := p.rgb(i)
		all++
		switch {
		case min(r, g, b) >= burnt:
			high++
		case max(r, g, b) <= swallowed:
			low++
		}
	}, facePlace)
	return high * 1000 / all, low * 1000 / all
}

// sharpness is the variance of the Laplacian of the middle: how much each pixel
// differs from its four neighbours. Only a strong blur makes it small.
func (p picked) sharpness() int {
	var n, sum, squares int64
	each(func(i int) {
		l := int64(p.luma[i-1]) + int64(p.luma[i+1]) + int64(p.luma[i-CardWidth]) + int64(p.luma[i+CardWidth]) - 4*int64(p.luma[i])
		n++
		sum += l
		squares += l * l
	}, middle)
	return int((n*squares - sum*sum) / (n * n))
}

// histogram counts values from 0 to 255.
type histogram struct {
	counts [256]int
	total  int
}

func (h *histogram) add(value int) {
	h.counts[value]++
	h.total++
}

// percentile returns the value below which so many hundredths are; 0 when there are
// none.
func (h *histogram) percentile(hundredths int) int {
	rank, seen := h.total*hundredths/100, 0
	for value, n := range h.counts {
		seen += n
		if seen > rank {
			return value
		}
	}
	return 0
}

func (h *histogram) median() int { return h.percentile(50) }

// spread is how far apart the quartiles are.
func (h *histogram) spread() int { return h.percentile(75) - h.percentile(25) }

func distance(a, b int) int { return max(a, b) - min(a, b) }
