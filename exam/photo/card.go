package photo

import (
	"bytes"
	"image"
	"image/jpeg"
)

// The qualities of what is written, 1 to 100: what is kept and what is printed, and
// what a page shows while the crop is chosen.
const (
	keptQuality    = 92
	previewQuality = 80
)

// WidestPreview is the greatest width of a preview, in pixels.
const WidestPreview = 1200

// JPEG returns the whole upright picture, encoded anew: the pixels, and nothing of
// what the file said beside them. It has LargestFile bytes at most, for which the
// quality gives way, so that [Read] takes it back. The error is [ErrEmpty], for the
// zero Picture.
func (p Picture) JPEG() ([]byte, error) {
	if p.pixels == nil {
		return nil, ErrEmpty
	}
	content, err := encoded(p.pixels, keptQuality)
	for quality := keptQuality / 2; err == nil && len(content) > LargestFile && quality > 0; quality /= 2 {
		content, err = encoded(p.pixels, quality)
	}
	return content, err
}

// Card returns the photo of the card, a JPEG of exactly CardWidth × CardHeight. The
// crop is fitted first; the error is [ErrEmpty] or one of those of [Picture.Fit].
func (p Picture) Card(c Crop) ([]byte, error) {
	if p.pixels == nil {
		return nil, ErrEmpty
	}
	fitted, err := p.Fit(c)
	if err != nil {
		return nil, err
	}
	return encoded(shrunk(p.pixels, fitted, CardWidth, CardHeight), keptQuality)
}

// Preview returns the whole picture, width pixels wide, with what the crop leaves out
// made darker: what a page shows beside the buttons of [Picture.Step]. The width is
// brought within 1, and the picture's own or WidestPreview. The error is [ErrEmpty].
func (p Picture) Preview(c Crop, width int) ([]byte, error) {
	if p.pixels == nil {
		return nil, ErrEmpty
	}
	c = p.settle(c)
	width = min(max(width, 1), p.Width(), WidestPreview)
	height := max(1, p.Height()*width/p.Width())
	small := shrunk(p.pixels, Crop{Width: p.Width(), Height: p.Height()}, width, height)
	left, right := c.X*width/p.Width(), (c.X+c.Width)*width/p.Width()
	top, bottom := c.Y*height/p.Height(), (c.Y+c.Height)*height/p.Height()
	for y := range height {
		for x := range width {
			if x >= left && x < right && y >= top && y < bottom {
				continue
			}
			pixel := small.Pix[small.PixOffset(x, y):][:3]
			for i, v := range pixel {
				pixel[i] = v / 3
			}
		}
	}
	return encoded(small, previewQuality)
}

func encoded(pixels *image.RGBA, quality int) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, pixels, &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// channels are red, green and blue.
const channels = 3

// share is how much of one pixel of the source belongs to one of the result, in parts
// of which a pixel of the result has as many as the source is long.
type share struct{ to, parts int }

// shares divides a line of from pixels among to pixels: each of the source belongs to
// one pixel of the result or to several, in proportion to what they cover.
func shares(from, to int) [][]share {
	all := make([][]share, from)
	for i := range all {
		// In units of which a pixel of the source is to long, and one of the result
		// from long.
		for begin, end := i*to, (i+1)*to; begin < end; {
			j := begin / from
			until := min(end, (j+1)*from)
			all[i] = append(all[i], share{j, until - begin})
			begin = until
		}
	}
	return all
}

// shrunk returns a part of the picture at another size: each pixel is the average of
// the area that it covers, rounded half up.
func shrunk(pixels *image.RGBA, c Crop, width, height int) *image.RGBA {
	columns, rows := shares(c.Width, width), shares(c.Height, height)
	sums := make([]int64, width*height*channels)
	line := make([]int64, width*channels)
	for y, inRows := range rows {
		clear(line)
		from := pixels.Pix[pixels.PixOffset(c.X, c.Y+y):]
		for x, inColumns := range columns {
			red, green, blue := int64(from[4*x]), int64(from[4*x+1]), int64(from[4*x+2])
			for _, s := range inColumns {
				at := line[s.to*channels:][:channels]
				at[0] += red * int64(s.parts)
				at[1] += green * int64(s.parts)
				at[2] += blue * int64(s.parts)
			}
		}
		for _, s := range inRows {
			to := sums[s.to*width*channels:][:len(line)]
			for i, v := range line {
				to[i] += v * int64(s.parts)
			}
		}
	}
	area := int64(c.Width) * int64(c.Height)
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		for channel := range channels {
			small.Pix[4*i+channel] = uint8((sums[i*channels+channel] + area/2) / area)
		}
		small.Pix[4*i+3] = 0xff
	}
	return small
}
