package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

// looks are what tells the people of the demonstration apart. Nobody's photo is in it:
// each is drawn.
type looks struct{ hair, shirt color.RGBA }

var (
	brown = color.RGBA{74, 48, 34, 255}
	black = color.RGBA{44, 38, 40, 255}
	fair  = color.RGBA{172, 128, 74, 255}
	blue  = color.RGBA{58, 104, 160, 255}
	green = color.RGBA{52, 118, 92, 255}
	red   = color.RGBA{150, 62, 66, 255}
)

// portrait draws a head and the top of the shoulders before a white wall, as a photo for
// an attestation card is to be.
func portrait(l looks) []byte {
	const width, height = 490, 630
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{243, 243, 243, 255}), image.Point{}, draw.Src)
	paint := func(c color.RGBA, x0, y0, x1, y1 int) {
		r := image.Rect(x0, y0, x1, y1)
		draw.DrawMask(img, r, image.NewUniform(c), image.Point{}, oval{in: r}, r.Min, draw.Over)
	}
	skin, shade := color.RGBA{222, 172, 138, 255}, color.RGBA{190, 138, 108, 255}
	paint(l.hair, 116, 66, 374, 420)
	paint(l.shirt, 20, 500, 470, 860)
	draw.Draw(img, image.Rect(194, 400, 296, 520), image.NewUniform(shade), image.Point{}, draw.Src)
	paint(shade, 182, 468, 308, 560)
	paint(skin, 130, 110, 360, 446)
	paint(l.hair, 134, 80, 356, 206)
	for _, x := range []int{196, 294} {
		paint(l.hair, x-28, 228, x+28, 242)
		paint(color.RGBA{250, 248, 246, 255}, x-20, 256, x+20, 280)
		paint(color.RGBA{58, 42, 34, 255}, x-10, 257, x+10, 279)
	}
	paint(shade, 230, 292, 260, 340)
	paint(color.RGBA{176, 86, 86, 255}, 206, 366, 284, 388)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 92}); err != nil {
		panic(err) // nothing fails that is written to memory
	}
	return out.Bytes()
}

// oval is the mask of the largest oval in a rectangle.
type oval struct{ in image.Rectangle }

func (oval) ColorModel() color.Model { return color.AlphaModel }

// Bounds returns the rectangle.
func (o oval) Bounds() image.Rectangle { return o.in }

// At returns what is inside, with an edge that is softened over a pixel or so.
func (o oval) At(x, y int) color.Color {
	const fine = 3
	inside := 0
	for i := range fine * fine {
		dx := 2*fine*(x-o.in.Min.X) + 2*(i%fine) + 1 - fine*o.in.Dx()
		dy := 2*fine*(y-o.in.Min.Y) + 2*(i/fine) + 1 - fine*o.in.Dy()
		if dx*dx*o.in.Dy()*o.in.Dy()+dy*dy*o.in.Dx()*o.in.Dx() <= fine*fine*o.in.Dx()*o.in.Dx()*o.in.Dy()*o.in.Dy() {
			inside++
		}
	}
	return color.Alpha{A: uint8(255 * inside / (fine * fine))}
}
