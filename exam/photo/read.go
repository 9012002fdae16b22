package photo

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
)

// Read makes a picture of a file, of which it reads at most LargestFile bytes and one.
// The error is [ErrEmpty], [ErrTooHeavy], or one of those of [Open]; an error of the
// reader is returned as it is.
func Read(r io.Reader) (Picture, error) {
	content, err := io.ReadAll(io.LimitReader(r, LargestFile+1))
	switch {
	case err != nil:
		return Picture{}, err
	case len(content) > LargestFile:
		return Picture{}, ErrTooHeavy
	}
	return Open(content)
}

// Open makes a picture of the whole content of a file, however heavy. The error is
// [ErrEmpty], [ErrNotPhoto], [ErrFormat], [ErrHEIC], [ErrTooManyPixels], [ErrTooSmall]
// or [ErrDamaged].
func Open(content []byte) (Picture, error) {
	if len(content) == 0 {
		return Picture{}, ErrEmpty
	}
	origin := Origin{Format: recognise(content), Orientation: upright}
	switch origin.Format {
	case "":
		return Picture{}, ErrNotPhoto
	case JPEG:
		origin.Orientation = orientation(content)
	case PNG:
	default:
		return Picture{}, FormatError{origin.Format}
	}
	if err := bounded(origin, content); err != nil {
		return Picture{}, err
	}
	decoded, err := decode(origin.Format, content)
	if err != nil {
		return Picture{}, err
	}
	origin.Transparent = transparent(decoded)
	return Picture{turned(decoded, origin), origin}, nil
}

// bounded checks what the header announces, before anything is allocated for it.
func bounded(origin Origin, content []byte) error {
	read := jpeg.DecodeConfig
	if origin.Format == PNG {
		read = png.DecodeConfig
	}
	header, err := read(bytes.NewReader(content))
	switch {
	case errors.Is(err, beyondCounting):
		return ErrTooManyPixels
	case err != nil:
		return unread(origin.Format, err)
	}
	width, height := header.Width, header.Height
	if sideways(origin.Orientation) {
		width, height = height, width
	}
	switch {
	case width <= 0 || height <= 0:
		return ErrDamaged
	case width > LongestSide || height > LongestSide || int64(width)*int64(height) > MostPixels:
		return ErrTooManyPixels
	case width < CardWidth || height < CardHeight:
		return ErrTooSmall
	case origin.Format == JPEG && scans(content) > MostScans:
		return ErrDamaged
	}
	return nil
}

// beyondCounting is what the decoder of PNG says of a header whose pixels do not fit
// in an integer.
const beyondCounting = png.UnsupportedError("dimension overflow")

// decode never panics, whatever the decoder does.
func decode(format Format, content []byte) (decoded image.Image, err error) {
	defer func() {
		if recover() != nil {
			decoded, err = nil, ErrDamaged
		}
	}()
	read := jpeg.Decode
	if format == PNG {
		read = png.Decode
	}
	decoded, err = read(bytes.NewReader(content))
	if err != nil {
		return nil, unread(format, err)
	}
	return decoded, nil
}

// unread tells a rare variant of a format, which no second try will make readable,
// from a file that is damaged.
func unread(format Format, err error) error {
	var jpegs jpeg.UnsupportedError
	var pngs png.UnsupportedError
	if errors.As(err, &jpegs) || errors.As(err, &pngs) {
		return FormatError{format}
	}
	return ErrDamaged
}

func transparent(decoded image.Image) bool {
	o, ok := decoded.(interface{ Opaque() bool })
	return !ok || !o.Opaque()
}

// stripHeight is how many rows are turned at once: sixteen pixels of four bytes are
// what a processor fetches in one piece.
const stripHeight = 16

// turned returns the pixels upright, on white. It goes strip by strip, so that the
// picture is never there a third time.
func turned(decoded image.Image, origin Origin) *image.RGBA {
	from := decoded.Bounds()
	width, height := from.Dx(), from.Dy()
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	if sideways(origin.Orientation) {
		to = image.NewRGBA(image.Rect(0, 0, height, width))
	}
	strip := image.NewRGBA(image.Rect(0, 0, width, stripHeight))
	for top := 0; top < height; top += stripHeight {
		rows := min(stripHeight, height-top)
		draw.Draw(strip, strip.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, image.Rect(0, 0, width, rows), decoded, from.Min.Add(image.Pt(0, top)), draw.Over)
		for x := range width {
			for row := range rows {
				a := strip.PixOffset(x, row)
				b := to.PixOffset(place(origin.Orientation, x, top+row, width, height))
				copy(to.Pix[b:b+4], strip.Pix[a:a+4])
			}
		}
	}
	return to
}
