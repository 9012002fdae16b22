package phototest

import (
	"bytes"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"slices"
	"sync"
	"testing"

	"github.com/goodstanding/goodstanding/exam/photo"
)

// File is a file that a service point is sent.
type File struct {
	Name    string
	Content []byte
	// Err is what photo.Read answers: nil for a picture.
	Err error
	// Fails and Warns are the checks of the suggested crop that do not pass, in their
	// order; both are empty for a file that is as good as another.
	Fails, Warns []photo.CheckID
}

// Files returns more than thirty files, bad and odd. They are made once; do not
// change what they hold.
func Files(t testing.TB) []File {
	t.Helper()
	return slices.Clone(files())
}

var files = sync.OnceValue(func() []File {
	return slices.Concat(strange(), broken(), poor(), odd())
})

// The size of most of the pictures: a little more than the card's.
const (
	usualWidth  = 490
	usualHeight = 630
)

func usual() *image.RGBA { return portrait(usualWidth, usualHeight, white) }

// strange are the files that are no picture that is read.
func strange() []File {
	var moving bytes.Buffer
	must(gif.Encode(&moving, usual(), nil))
	bitmap := append([]byte("BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00"), make([]byte, 4000)...)
	return []File{
		{Name: "empty", Err: photo.ErrEmpty},
		{Name: "not a picture", Content: []byte("\x7fELF\x02\x01\x01" + Trace), Err: photo.ErrNotPhoto},
		{Name: "text renamed", Content: []byte("Bonjour, voici ma photo. " + Trace), Err: photo.ErrNotPhoto},
		{Name: "text that begins as a bitmap", Content: []byte("BM est ma voiture. " + Trace), Err: photo.ErrNotPhoto},
		{Name: "page", Content: []byte("<!doctype html><html><svg onload=alert(1)></svg></html>" + Trace), Err: photo.ErrNotPhoto},
		{Name: "SVG with a script", Content: []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert("` + Trace + `")</script></svg>`), Err: photo.ErrFormat},
		{Name: "PDF", Content: []byte("%PDF-1.7\n" + Trace), Err: photo.ErrFormat},
		{Name: "GIF", Content: moving.Bytes(), Err: photo.ErrFormat},
		{Name: "WebP", Content: []byte("RIFF\x24\x00\x00\x00WEBPVP8 " + Trace), Err: photo.ErrFormat},
		{Name: "HEIC", Content: []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + Trace), Err: photo.ErrHEIC},
		{Name: "AVIF", Content: []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + Trace), Err: photo.ErrFormat},
		{Name: "BMP", Content: bitmap, Err: photo.ErrFormat},
		{Name: "TIFF", Content: tiff([]byte(Trace)), Err: photo.ErrFormat},
	}
}

// broken are the files that begin as a picture and are none, or too much of one.
func broken() []File {
	j, p := Good(usualWidth, usualHeight), encodePNG(usual())
	corrupt := slices.Clone(p)
	corrupt[len(corrupt)/2] ^= 0x55
	return []File{
		{Name: "JPEG cut in half", Content: j[:len(j)/2], Err: photo.ErrDamaged},
		{Name: "JPEG cut after its first bytes", Content: j[:3], Err: photo.ErrDamaged},
		{Name: "PNG cut in half", Content: p[:len(p)/2], Err: photo.ErrDamaged},
		{Name: "PNG with a false sum", Content: corrupt, Err: photo.ErrDamaged},
		{Name: "JPEG of too many passes", Content: mosaic{inks: 3, progressive: true, more: photo.MostScans}.encode(portrait(drawnWidth, drawnHeight, white)), Err: photo.ErrDamaged},
		{Name: "PNG of 50,000 × 50,000", Content: announced(50_000, 50_000), Err: photo.ErrTooManyPixels},
		{Name: "PNG beyond counting", Content: announced(1<<31-1, 1<<31-1), Err: photo.ErrTooManyPixels},
		{Name: "JPEG of 65,000 × 65,000", Content: vast(), Err: photo.ErrTooManyPixels},
		{Name: "PNG longer than a side may be", Content: announced(413, 8001), Err: photo.ErrTooManyPixels},
		{Name: "over 8 MiB", Content: append(slices.Clone(j), make([]byte, photo.LargestFile)...), Err: photo.ErrTooHeavy},
		{Name: "too small", Content: Good(412, 531), Err: photo.ErrTooSmall},
		{Name: "strip of 1 × 5000", Content: encodePNG(image.NewRGBA(image.Rect(0, 0, 1, 5000))), Err: photo.ErrTooSmall},
	}
}

// poor are the pictures that the measures find wanting.
func poor() []File {
	grey := image.NewGray(image.Rect(0, 0, usualWidth, usualHeight))
	draw.Draw(grey, grey.Rect, usual(), image.Point{}, draw.Src)
	sepia := recoloured(usual(), func(c color.RGBA) color.RGBA {
		y := int(luma(c))
		return color.RGBA{uint8(min(255, y*112/100)), uint8(y), uint8(y * 78 / 100), 0xff}
	})
	cut := image.NewNRGBA(image.Rect(0, 0, usualWidth, usualHeight))
	draw.Draw(cut, cut.Rect, portrait(usualWidth, usualHeight, func(int, int) color.RGBA { return color.RGBA{} }), image.Point{}, draw.Src)
	before := func(w wall) []byte { return encodeJPEG(portrait(usualWidth, usualHeight, w)) }
	paper := func(x, y int) color.RGBA {
		v := uint8(156 + (x+y)%16*6)
		return color.RGBA{v, v, v, 0xff}
	}
	shade := func(x, _ int) color.RGBA {
		if x < 376 {
			return white(0, 0)
		}
		return color.RGBA{200, 200, 200, 0xff}
	}
	flash := recoloured(usual(), func(c color.RGBA) color.RGBA {
		return color.RGBA{uint8(min(255, int(c.R)*2)), uint8(min(255, int(c.G)*2)), uint8(min(255, int(c.B)*2)), 0xff}
	})
	return []File{
		{Name: "grey", Content: encodeJPEG(grey), Fails: []photo.CheckID{photo.CheckColour}},
		{Name: "grey in three colours", Content: encodeJPEG(recoloured(usual(), func(c color.RGBA) color.RGBA {
			return color.RGBA{luma(c), luma(c), luma(c), 0xff}
		})), Fails: []photo.CheckID{photo.CheckColour}},
		{Name: "sepia", Content: encodeJPEG(sepia), Warns: []photo.CheckID{photo.CheckTint, photo.CheckBackgroundColour}},
		{Name: "dark background", Content: before(plain(60, 60, 60)), Fails: []photo.CheckID{photo.CheckBackgroundLight}},
		{Name: "grey background", Content: before(plain(150, 150, 150)), Warns: []photo.CheckID{photo.CheckBackgroundLight}},
		{Name: "coloured background", Content: before(plain(110, 200, 250)), Fails: []photo.CheckID{photo.CheckBackgroundColour}, Warns: []photo.CheckID{photo.CheckBackgroundLight}},
		{Name: "striped wallpaper", Content: before(paper), Warns: []photo.CheckID{photo.CheckBackgroundEven}},
		{Name: "shade on one side", Content: before(shade), Warns: []photo.CheckID{photo.CheckBackgroundEven, photo.CheckBackgroundShadow}},
		{Name: "transparent PNG", Content: encodePNG(cut), Warns: []photo.CheckID{photo.CheckTransparency}},
		{Name: "burnt out", Content: encodeJPEG(flash), Warns: []photo.CheckID{photo.CheckHighlights}},
		{Name: "blurred", Content: encodeJPEG(blurred(usual(), 14)), Warns: []photo.CheckID{photo.CheckSharpness}},
	}
}

// blurred averages the pixels around each, in both directions.
func blurred(img *image.RGBA, radius int) *image.RGBA {
	for range 2 {
		img = blurredLines(img, radius)
	}
	return img
}

// blurredLines averages along the lines and returns the picture lying on its side, so
// that twice is once in each direction.
func blurredLines(img *image.RGBA, radius int) *image.RGBA {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	now := image.NewRGBA(image.Rect(0, 0, height, width))
	for y := range height {
		for x := range width {
			var sum [3]int
			for i := x - radius; i <= x+radius; i++ {
				c := img.RGBAAt(min(max(i, 0), width-1), y)
				sum[0], sum[1], sum[2] = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B)
			}
			n := 2*radius + 1
			now.SetRGBA(y, x, color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 0xff})
		}
	}
	return now
}

// odd are the files that look wrong and are right: nothing of them fails.
func odd() []File {
	good := Good(usualWidth, usualHeight)
	deep := image.NewNRGBA64(image.Rect(0, 0, usualWidth, usualHeight))
	draw.Draw(deep, deep.Rect, usual(), image.Point{}, draw.Src)
	few := image.NewPaletted(image.Rect(0, 0, usualWidth, usualHeight), palette.WebSafe)
	draw.FloydSteinberg.Draw(few, few.Rect, usual(), image.Point{})
	large := portrait(2*drawnWidth, 2*drawnHeight, white)
	all := []File{
		{Name: "as small as it may be", Content: Good(413, 531)},
		{Name: "position in what the camera wrote", Content: WithEXIF(good, located())},
		{Name: "thumbnail in what the camera wrote", Content: WithEXIF(good, thumbnailed())},
		{Name: "directory that leads to itself", Content: WithEXIF(good, endless())},
		{Name: "directory beyond the end", Content: WithEXIF(good, beyond())},
		{Name: "directory of too many entries", Content: WithEXIF(good, overfull())},
		{Name: "orientation that there is not", Content: WithEXIF(good, ninth())},
		{Name: "data after the end", Content: append(slices.Clone(good), "PK\x03\x04"+Trace...)},
		{Name: "comment", Content: withSegment(good, 0xfe, []byte(Trace))},
		{Name: "JPEG in a printer's inks", Content: mosaic{inks: 4}.encode(large)},
		{Name: "progressive JPEG", Content: mosaic{inks: 3, progressive: true}.encode(large)},
		{Name: "PNG of 16 bits", Content: encodePNG(deep)},
		{Name: "PNG of few colours", Content: encodePNG(few)},
		{Name: "interlaced PNG", Content: interlaced(usual())},
		{Name: "landscape", Content: Good(1000, 700)},
	}
	for orientation := 1; orientation <= 8; orientation++ {
		all = append(all, File{Name: "held as " + string(rune('0'+orientation)), Content: Oriented(usual(), orientation)})
	}
	return all
}
