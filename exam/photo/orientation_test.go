package photo_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

var (
	red    = color.RGBA{200, 30, 30, 0xff}
	green  = color.RGBA{30, 160, 40, 0xff}
	blue   = color.RGBA{30, 50, 200, 0xff}
	yellow = color.RGBA{220, 210, 40, 0xff}
)

// quarters is a picture whose quarters are red, green / blue, yellow.
func quarters(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	colours := [2][2]color.RGBA{{red, green}, {blue, yellow}}
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, colours[y*2/height][x*2/width])
		}
	}
	return img
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, img))
	return out.Bytes()
}

// read is a picture of a file that is one.
func read(t testing.TB, content []byte) photo.Picture {
	t.Helper()
	p, err := photo.Read(bytes.NewReader(content))
	require.NoError(t, err)
	return p
}

// pixels returns the picture as it is kept.
func pixels(t testing.TB, p photo.Picture) image.Image {
	t.Helper()
	content, err := p.JPEG()
	require.NoError(t, err)
	img, err := jpeg.Decode(bytes.NewReader(content))
	require.NoError(t, err)
	return img
}

// near compares colours as far as JPEG keeps them.
func near(t testing.TB, want color.RGBA, got color.Color) {
	t.Helper()
	r, g, b, _ := got.RGBA()
	require.InDelta(t, want.R, r>>8, 6)
	require.InDelta(t, want.G, g>>8, 6)
	require.InDelta(t, want.B, b>>8, 6)
}

func TestE5_EachOrientationComesOutUpright(t *testing.T) {
	for orientation := 1; orientation <= 8; orientation++ {
		p := read(t, phototest.Oriented(quarters(480, 640), orientation))
		require.Equal(t, orientation, p.Origin().Orientation)
		require.Equal(t, 480, p.Width())
		require.Equal(t, 640, p.Height())
		img := pixels(t, p)
		near(t, red, img.At(10, 10))
		near(t, green, img.At(470, 10))
		near(t, blue, img.At(10, 630))
		near(t, yellow, img.At(470, 630))
	}
}

// A camera held upright stores its rows from right to left: what is stored is wider
// than high, and just as high as the card needs once it is turned.
func TestE5_TheSizeIsThatOfTheUprightPicture(t *testing.T) {
	p := read(t, phototest.Oriented(quarters(413, 531), 6))
	require.Equal(t, 413, p.Width())
	require.Equal(t, 531, p.Height())
	_, err := photo.Read(bytes.NewReader(phototest.Oriented(quarters(531, 413), 6)))
	require.ErrorIs(t, err, photo.ErrTooSmall)
}

func TestE5_MalformedOrientationIsUpright(t *testing.T) {
	content := phototest.Good(413, 531)
	// A directory of one entry, in the order of "MM": tag 0x0112, a SHORT, one of it.
	valid := "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00"
	require.Equal(t, 3, read(t, phototest.WithEXIF(content, []byte(valid))).Origin().Orientation)
	for name, tiff := range map[string]string{
		"nothing":           "",
		"cut":               valid[:12],
		"cut in the value":  valid[:18],
		"of another order":  "XX" + valid[2:],
		"of two values":     valid[:17] + "\x02" + valid[18:],
		"of another type":   valid[:13] + "\x04" + valid[14:],
		"zero":              valid[:19] + "\x00" + valid[20:],
		"nine":              valid[:19] + "\x09" + valid[20:],
		"within the header": valid[:7] + "\x04" + valid[8:],
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, 1, read(t, phototest.WithEXIF(content, []byte(tiff))).Origin().Orientation)
		})
	}
}

// Wherever a file is cut within what the camera wrote, it is a damaged one.
func TestE5_AFileCutAnywhereIsDamaged(t *testing.T) {
	content := phototest.Oriented(quarters(413, 531), 6)
	for n := 3; n < 200; n++ {
		_, err := photo.Open(content[:n:n])
		require.ErrorIs(t, err, photo.ErrDamaged, n)
	}
}
