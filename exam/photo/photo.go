// Package photo makes the photo of an attestation card out of the bytes of a file
// (E5): "en couleurs, claires et bien définies, prises devant un arrière-plan blanc
// uni", the head and the top of the shoulders only.
//
// Start with [Read]: whatever a browser sends becomes a [Picture] or an error that
// says what to do. A Picture is upright, opaque and knows nothing any more of where
// and with what it was taken. [Picture.Suggest] gives a first [Crop], [Picture.Fit]
// checks the one that a person drew, [Picture.Step] moves it for a page without
// scripts, [Picture.Assess] measures it and [Picture.Card] cuts it.
//
// Three kinds of knowledge are kept apart, because no program decides all of the
// source's six rules. What is measured is in Assess: it blocks only on what is
// certain (grey, a dark or coloured background) and warns of the rest. What is
// suggested is the first crop, which is the middle of the picture: no face is looked
// for, since a detector of faces would bring in more code than this package has, for
// a crop that the operator looks at in any case. What is attested, in [Attested], the
// operator says: eyes, hat, sunglasses, and that this is the person whose identity
// was confirmed.
//
// What is kept is the whole upright picture, as [Picture.JPEG] writes it, and the
// crop beside it; the card is cut from them each time, so that cropping again loses
// nothing. Read takes it back.
//
// Everything here is pure and computes in integers: the same bytes give the same
// picture and the same verdicts on every machine.
package photo

import "image"

// The bounds of a file, decided before its pixels are decoded.
const (
	// LargestFile is the greatest size of a file, in bytes.
	LargestFile = 8 << 20
	// LongestSide is the greatest width and the greatest height, in pixels.
	LongestSide = 8000
	// MostPixels is the greatest number of pixels: the 24 megapixels that phones
	// take by default are 5712 × 4284, which is a little over 24 million.
	MostPixels = 24 << 20
	// MostScans is how many passes over its pixels a JPEG may hold. Encoders write
	// about ten; a small file with thousands would keep a processor busy for minutes.
	MostScans = 64
)

// The card's photo, in pixels: 35 × 45 mm at 300 points to the inch.
const (
	CardWidth  = 413
	CardHeight = 531
)

// Format is a kind of file, found from its content and never from its name.
type Format string

// The formats that are told apart. JPEG and PNG are read.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	HEIC Format = "heic"
	AVIF Format = "avif"
	WebP Format = "webp"
	GIF  Format = "gif"
	BMP  Format = "bmp"
	TIFF Format = "tiff"
	SVG  Format = "svg"
	PDF  Format = "pdf"
)

// Origin is what is remembered of the file that a picture came from.
type Origin struct {
	Format Format `json:"format"`
	// Orientation is what the file said of how the camera was held, 1 to 8 as in
	// EXIF; 1 when it said nothing usable. The picture is upright in any case.
	Orientation int `json:"orientation"`
	// Transparent says that the file had pixels to see through, under which white
	// was put: its white background may be no wall.
	Transparent bool `json:"transparent"`
}

// Picture is a decoded picture: upright, opaque, at least as large as the card. It
// never changes. The zero Picture is empty: it has no size, and nothing is made of it
// but [ErrEmpty].
type Picture struct {
	pixels *image.RGBA
	origin Origin
}

// Width is in pixels; 0 for the zero Picture.
func (p Picture) Width() int {
	if p.pixels == nil {
		return 0
	}
	return p.pixels.Rect.Dx()
}

// Height is in pixels; 0 for the zero Picture.
func (p Picture) Height() int {
	if p.pixels == nil {
		return 0
	}
	return p.pixels.Rect.Dy()
}

// Origin returns what is remembered of the file.
func (p Picture) Origin() Origin { return p.origin }

// WithOrigin returns the picture with what was recorded of the file that it first
// came from: what [Picture.JPEG] wrote does not tell it, and [Picture.Assess] warns
// of it again.
func (p Picture) WithOrigin(o Origin) Picture {
	p.origin = o
	return p
}
