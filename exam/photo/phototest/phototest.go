// Package phototest makes photos for tests, good and bad, in code: none of them is of
// anybody. [Good] passes every measured check; [Files] are those that a service point
// is sent by mistake or on purpose, with what becomes of each.
package phototest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// Trace is in everything that must not outlive the re-encoding of a picture: what a
// camera wrote, a thumbnail, comments, bytes after the end. Nothing that is kept may
// hold it.
const Trace = "46.8123N-71.2145W"

// Good returns a JPEG of so many pixels of a person before a white wall, in the middle
// of it, which passes every check with the suggested crop. It is drawn anew each time.
func Good(width, height int) []byte { return encodeJPEG(portrait(width, height, white)) }

// unit is the size of the drawing: the card's photo.
const (
	drawnWidth  = 413
	drawnHeight = 531
)

// wall says what is behind the person, in the drawing's coordinates.
type wall func(x, y int) color.RGBA

func plain(r, g, b uint8) wall { return func(int, int) color.RGBA { return color.RGBA{r, g, b, 0xff} } }

var white = plain(244, 244, 244)

// portrait draws the person into the largest part of the card's proportion.
func portrait(width, height int, behind wall) *image.RGBA {
	units := min(width/7, height/9)
	w, h := 7*units, 9*units
	left, top := (width-w)/2, (height-h)*2/5
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, person((x-left)*drawnWidth/w, (y-top)*drawnHeight/h, behind))
		}
	}
	return img
}

// person returns a pixel of the drawing: light from the left on a face, dark hair, a
// blue shirt.
func person(x, y int, behind wall) color.RGBA {
	grain := (x*7919+y*104729+x*y)%9 - 4
	switch {
	case oval(x, y, 165, 228, 14, 7), oval(x, y, 247, 228, 14, 7):
		return shaded(62, 44, 34, 100, grain)
	case oval(x, y, 206, 312, 36, 9):
		return shaded(176, 84, 86, 100, grain)
	case y < 175 && oval(x, y, 206, 228, 116, 150):
		return shaded(64, 44, 32, 100, grain)
	case oval(x, y, 206, 235, 105, 140), y >= 340 && y < 425 && x >= 158 && x < 254:
		return shaded(224, 172, 138, 100-(x-101)*30/210, grain)
	case oval(x, y, 206, 560, 190, 150):
		return shaded(90, 140, 190, 70+(y-410)*60/121, grain)
	}
	return behind(x, y)
}

func oval(x, y, middleX, middleY, radiusX, radiusY int) bool {
	dx, dy := (x-middleX)*radiusY, (y-middleY)*radiusX
	return dx*dx+dy*dy <= radiusX*radiusX*radiusY*radiusY
}

func shaded(r, g, b, hundredths, grain int) color.RGBA {
	one := func(v int) uint8 { return uint8(min(255, max(0, v*hundredths/100+grain))) }
	return color.RGBA{one(r), one(g), one(b), 0xff}
}

// recoloured returns the picture with every colour replaced.
func recoloured(img *image.RGBA, fn func(c color.RGBA) color.RGBA) *image.RGBA {
	now := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			now.SetRGBA(x, y, fn(img.RGBAAt(x, y)))
		}
	}
	return now
}

func luma(c color.RGBA) uint8 { return color.GrayModel.Convert(c).(color.Gray).Y }

func encodeJPEG(img image.Image) []byte {
	var out bytes.Buffer
	must(jpeg.Encode(&out, img, &jpeg.Options{Quality: 92}))
	return out.Bytes()
}

func encodePNG(img image.Image) []byte {
	var out bytes.Buffer
	must((&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img))
	return out.Bytes()
}

// must is for what is written to memory, which does not fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
