package photo_test

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

// painted assesses a picture of the card's size, so that what is measured is what was
// painted, pixel by pixel.
func painted(t testing.TB, paint func(x, y int) color.RGBA) map[photo.CheckID]photo.Check {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, photo.CardWidth, photo.CardHeight))
	for y := range photo.CardHeight {
		for x := range photo.CardWidth {
			img.SetRGBA(x, y, paint(x, y))
		}
	}
	p := read(t, asPNG(t, img))
	checks := map[photo.CheckID]photo.Check{}
	for _, c := range p.Assess(p.Suggest()) {
		checks[c.ID] = c
	}
	return checks
}

func flat(r, g, b uint8) func(x, y int) color.RGBA {
	return func(int, int) color.RGBA { return color.RGBA{r, g, b, 0xff} }
}

// divided is grey on both sides of a column.
func divided(at int, before, from uint8) func(x, y int) color.RGBA {
	return func(x, _ int) color.RGBA {
		v := before
		if x >= at {
			v = from
		}
		return color.RGBA{v, v, v, 0xff}
	}
}

// striped alternates two greys from column to column.
func striped(a, b uint8) func(x, y int) color.RGBA {
	return func(x, _ int) color.RGBA {
		v := []uint8{a, b}[x%2]
		return color.RGBA{v, v, v, 0xff}
	}
}

func check(id photo.CheckID, v photo.Verdict, value, threshold int) photo.Check {
	return photo.Check{ID: id, Verdict: v, Source: photo.SourceMeasured, Value: value, Threshold: threshold, Set: "1"}
}

func TestE5_AWallAloneMeasuresAsItWasPainted(t *testing.T) {
	require.Equal(t, map[photo.CheckID]photo.Check{
		photo.CheckSize:             check(photo.CheckSize, photo.Pass, 413, 413),
		photo.CheckColour:           check(photo.CheckColour, photo.Fail, 0, 8),
		photo.CheckTint:             check(photo.CheckTint, photo.NotApplicable, 0, 0),
		photo.CheckBackgroundLight:  check(photo.CheckBackgroundLight, photo.Pass, 200, 190),
		photo.CheckBackgroundColour: check(photo.CheckBackgroundColour, photo.Pass, 0, 30),
		photo.CheckBackgroundEven:   check(photo.CheckBackgroundEven, photo.Pass, 0, 24),
		photo.CheckBackgroundShadow: check(photo.CheckBackgroundShadow, photo.Pass, 0, 30),
		photo.CheckHighlights:       check(photo.CheckHighlights, photo.Pass, 0, 100),
		photo.CheckShadows:          check(photo.CheckShadows, photo.Pass, 0, 250),
		photo.CheckSharpness:        check(photo.CheckSharpness, photo.Warn, 0, 25),
		photo.CheckTransparency:     check(photo.CheckTransparency, photo.Pass, 0, 0),
	}, painted(t, flat(200, 200, 200)))
}

func TestE5_EachThresholdIsWhereItIsSaid(t *testing.T) {
	for _, c := range []struct {
		name  string
		paint func(x, y int) color.RGBA
		want  photo.Check
	}{
		{"7 from grey", flat(200, 200, 193), check(photo.CheckColour, photo.Fail, 7, 8)},
		{"8 from grey", flat(200, 200, 192), check(photo.CheckColour, photo.Warn, 8, 20)},
		{"19 from grey", flat(200, 200, 181), check(photo.CheckColour, photo.Warn, 19, 20)},
		{"20 from grey", flat(200, 200, 180), check(photo.CheckColour, photo.Pass, 20, 20)},
		// One colour, however strong, is a tint.
		{"brown", flat(200, 150, 100), check(photo.CheckTint, photo.Warn, 0, 6)},

		{"dark wall", flat(119, 119, 119), check(photo.CheckBackgroundLight, photo.Fail, 119, 120)},
		{"wall in the evening", flat(120, 120, 120), check(photo.CheckBackgroundLight, photo.Warn, 120, 190)},
		{"grey wall", flat(189, 189, 189), check(photo.CheckBackgroundLight, photo.Warn, 189, 190)},
		{"light wall", flat(190, 190, 190), check(photo.CheckBackgroundLight, photo.Pass, 190, 190)},
		// 0.299 × 200 + 0.587 × 150 + 0.114 × 100 = 159.25
		{"brown wall", flat(200, 150, 100), check(photo.CheckBackgroundLight, photo.Warn, 159, 190)},

		{"cream wall", flat(240, 240, 210), check(photo.CheckBackgroundColour, photo.Pass, 30, 30)},
		{"yellow light", flat(240, 240, 209), check(photo.CheckBackgroundColour, photo.Warn, 31, 30)},
		{"yellow lamp", flat(240, 240, 150), check(photo.CheckBackgroundColour, photo.Warn, 90, 30)},
		{"yellow wall", flat(240, 240, 149), check(photo.CheckBackgroundColour, photo.Fail, 91, 90)},

		// The right strip is 42 columns of 212 rows, 8904 of the 27826 pixels behind the
		// head: more than a quarter.
		{"shade on the right", divided(371, 240, 200), check(photo.CheckBackgroundEven, photo.Warn, 40, 24)},
		{"faint shade", divided(371, 240, 216), check(photo.CheckBackgroundEven, photo.Pass, 24, 24)},
		{"shade on one side", divided(371, 240, 209), check(photo.CheckBackgroundShadow, photo.Warn, 31, 30)},
		{"faint shade on one side", divided(371, 240, 210), check(photo.CheckBackgroundShadow, photo.Pass, 30, 30)},
		// Hair on 20 of the left strip's 41 columns is not the wall; on 21 it is.
		{"hair in the left strip", divided(20, 30, 240), check(photo.CheckBackgroundShadow, photo.Pass, 0, 30)},
		{"hair over the left strip", divided(21, 30, 240), check(photo.CheckBackgroundShadow, photo.Warn, 210, 30)},
		{"hair is no pattern", divided(21, 30, 240), check(photo.CheckBackgroundEven, photo.Pass, 0, 24)},

		// The face's place is columns 123 to 288: 166. 16/166 = 96 ‰, 17/166 = 102 ‰,
		// 41/166 = 246 ‰, 42/166 = 253 ‰.
		{"a reflection", divided(273, 200, 255), check(photo.CheckHighlights, photo.Pass, 96, 100)},
		{"burnt out", divided(272, 200, 252), check(photo.CheckHighlights, photo.Warn, 102, 100)},
		{"very light", divided(272, 200, 251), check(photo.CheckHighlights, photo.Pass, 0, 100)},
		{"a beard", divided(164, 0, 200), check(photo.CheckShadows, photo.Pass, 246, 250)},
		{"swallowed", divided(165, 4, 200), check(photo.CheckShadows, photo.Warn, 253, 250)},
		{"very dark", divided(165, 5, 200), check(photo.CheckShadows, photo.Pass, 0, 250)},

		// Each column differs from both its neighbours by d: the Laplacian is ±2d, its
		// mean over an even number of columns 0, its variance 4d².
		{"blurred", striped(100, 102), check(photo.CheckSharpness, photo.Warn, 16, 25)},
		{"sharp", striped(100, 103), check(photo.CheckSharpness, photo.Pass, 36, 25)},
		{"very sharp", striped(100, 200), check(photo.CheckSharpness, photo.Pass, 40000, 25)},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, painted(t, c.paint)[c.want.ID])
		})
	}
}

// Two colours that are equally light, 114, are no tint where the rarer has more than
// a twentieth of the middle, which is columns 82 to 329. By ITU-R BT.601 they are
// 10.4 apart in blue and 35.3 in red.
func TestE5_TwoColoursOfOneLightnessAreNoTint(t *testing.T) {
	both := func(from int) func(x, y int) color.RGBA {
		return func(x, _ int) color.RGBA {
			if x < from {
				return color.RGBA{150, 100, 100, 0xff}
			}
			return color.RGBA{100, 121, 118, 0xff}
		}
	}
	twentieth := painted(t, both(310))[photo.CheckTint] // 20 of 248 columns
	require.Equal(t, photo.Pass, twentieth.Verdict)
	require.InDelta(t, 46, twentieth.Value, 2)
	require.Equal(t, check(photo.CheckTint, photo.Warn, 0, 6), painted(t, both(320))[photo.CheckTint]) // 10 of them
}

// Two hues are no tint, though each lightness has one colour alone. By ITU-R BT.601
// the blue is 21.7 in blue and 15.3 in red on the other side of grey from the brown.
func TestE5_TwoHuesAreNoTint(t *testing.T) {
	tint := painted(t, func(x, _ int) color.RGBA {
		if x < 310 {
			return color.RGBA{200, 150, 100, 0xff}
		}
		return color.RGBA{50, 75, 110, 0xff}
	})[photo.CheckTint]
	require.Equal(t, photo.Pass, tint.Verdict)
	require.InDelta(t, 37, tint.Value, 2)
}

// What is measured is the card's photo: columns of 200 and 201 in turn, two of which
// become one, are 200.5, which rounds up.
func TestE5_WhatIsMeasuredIsRoundedHalfUp(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 2*photo.CardWidth, 2*photo.CardHeight))
	for y := range 2 * photo.CardHeight {
		for x := range 2 * photo.CardWidth {
			img.SetRGBA(x, y, striped(200, 201)(x, y))
		}
	}
	p := read(t, asPNG(t, img))
	require.Contains(t, p.Assess(p.Suggest()), check(photo.CheckBackgroundLight, photo.Pass, 201, 190))
}

func TestE5_AGoodPhotoPassesInEverySize(t *testing.T) {
	for _, size := range [][2]int{{413, 531}, {640, 800}, {1000, 700}, {1500, 2000}} {
		p := read(t, phototest.Good(size[0], size[1]))
		for _, c := range p.Assess(p.Suggest()) {
			require.Equal(t, photo.Pass, c.Verdict, "%v %v", size, c)
		}
	}
}

// No measure is about how light a face is: the same photo of a person whose skin
// reflects a quarter as much passes too.
func TestE5_NoSkinIsTooDark(t *testing.T) {
	img := decoded(t, phototest.Good(826, 1062))
	dark := image.NewRGBA(img.Bounds())
	for y := range 1062 {
		for x := range 826 {
			c := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
			if c.R > c.G+15 && c.G > c.B {
				c.R, c.G, c.B = c.R/4, c.G/4, c.B/4
			}
			dark.SetRGBA(x, y, c)
		}
	}
	p := read(t, asPNG(t, dark))
	for _, c := range p.Assess(p.Suggest()) {
		require.Equal(t, photo.Pass, c.Verdict, "%v", c)
	}
}

func TestE5_ACropThatDoesNotFitIsNotMeasured(t *testing.T) {
	p := read(t, phototest.Good(826, 1062))
	for _, c := range []photo.Crop{{}, {X: -1, Width: 413, Height: 531}, {Width: 406, Height: 522}} {
		checks := p.Assess(c)
		require.True(t, photo.Blocking(checks))
		require.Equal(t, check(photo.CheckSize, photo.Fail, 0, 413), checks[0])
		require.Len(t, withVerdict(checks, photo.NotApplicable), len(photo.Measured())-1)
	}
}

func TestE5_OnlyAFailureBlocks(t *testing.T) {
	require.False(t, photo.Blocking(nil))
	require.False(t, photo.Blocking([]photo.Check{{Verdict: photo.Pass}, {Verdict: photo.Warn}, {Verdict: photo.NotApplicable}}))
	require.True(t, photo.Blocking([]photo.Check{{Verdict: photo.Pass}, {Verdict: photo.Fail}}))
}

// The source's six rules, and that it is the person.
func TestE5_WhatNoProgramDecidesIsAttested(t *testing.T) {
	require.Equal(t, []photo.CheckID{
		"clear", "even-light", "head-and-shoulders", "facing", "eyes-open", "uncovered", "same-person",
	}, photo.Attested())
	for _, id := range photo.Attested() {
		require.NotContains(t, photo.Measured(), id)
	}
}

// What was to be seen through is told again of what was kept, which no longer shows
// it.
func TestE5_TransparencyIsRemembered(t *testing.T) {
	see := image.NewNRGBA(image.Rect(0, 0, 500, 700))
	p := read(t, asPNG(t, see))
	require.True(t, p.Origin().Transparent)
	near(t, color.RGBA{255, 255, 255, 255}, pixels(t, p).At(5, 5))
	kept, err := p.JPEG()
	require.NoError(t, err)
	back := read(t, kept)
	require.NotContains(t, withVerdict(back.Assess(back.Suggest()), photo.Warn), photo.CheckTransparency)
	back = back.WithOrigin(p.Origin())
	require.Contains(t, withVerdict(back.Assess(back.Suggest()), photo.Warn), photo.CheckTransparency)
}

func TestE5_TheFormatThatIsNotReadIsNamed(t *testing.T) {
	want := map[string]photo.Format{
		"SVG with a script": photo.SVG, "PDF": photo.PDF, "GIF": photo.GIF, "WebP": photo.WebP,
		"HEIC": photo.HEIC, "AVIF": photo.AVIF, "BMP": photo.BMP, "TIFF": photo.TIFF,
	}
	for _, f := range phototest.Files(t) {
		format, ok := want[f.Name]
		if !ok {
			continue
		}
		delete(want, f.Name)
		_, err := photo.Read(bytes.NewReader(f.Content))
		var named photo.FormatError
		require.ErrorAs(t, err, &named)
		require.Equal(t, format, named.Format)
	}
	require.Empty(t, want)
}
