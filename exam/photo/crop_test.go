package photo_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/exam/photo"
)

// sized is a picture of the size.
func sized(t testing.TB, width, height int) photo.Picture {
	t.Helper()
	return read(t, asPNG(t, quarters(width, height)))
}

func TestE5_TheSuggestedCropIsTheLargest(t *testing.T) {
	for _, c := range []struct {
		width, height int
		want          photo.Crop
	}{
		{413, 531, photo.Crop{Width: 413, Height: 531}},
		// 1000/7 = 142 units: 994 × 1278; 3 of the 6 columns, 8 of the 22 rows before.
		{1000, 1300, photo.Crop{X: 3, Y: 8, Width: 994, Height: 1278}},
		// 600/9 = 66 units: 462 × 594; 169 of the 338 columns, 2 of the 6 rows before.
		{800, 600, photo.Crop{X: 169, Y: 2, Width: 462, Height: 594}},
	} {
		require.Equal(t, c.want, sized(t, c.width, c.height).Suggest())
	}
	require.Equal(t, photo.Crop{}, photo.Picture{}.Suggest())
}

func TestE5_FitKeepsTheProportion(t *testing.T) {
	p := sized(t, 1000, 1300)
	for name, c := range map[string]struct {
		given, want photo.Crop
		err         error
	}{
		"as it should be":     {photo.Crop{10, 20, 700, 900}, photo.Crop{10, 20, 700, 900}, nil},
		"too wide":            {photo.Crop{10, 20, 800, 900}, photo.Crop{60, 20, 700, 900}, nil},
		"too high":            {photo.Crop{10, 20, 700, 1000}, photo.Crop{10, 70, 700, 900}, nil},
		"a pixel more":        {photo.Crop{10, 20, 414, 532}, photo.Crop{10, 20, 413, 531}, nil},
		"at the corner":       {photo.Crop{587, 769, 413, 531}, photo.Crop{587, 769, 413, 531}, nil},
		"small":               {photo.Crop{10, 20, 412, 531}, photo.Crop{}, photo.ErrCropSmall},
		"nothing":             {photo.Crop{}, photo.Crop{}, photo.ErrCropSmall},
		"a pixel to the left": {photo.Crop{-1, 20, 700, 900}, photo.Crop{}, photo.ErrCropOutside},
		"a pixel too far":     {photo.Crop{588, 769, 413, 531}, photo.Crop{}, photo.ErrCropOutside},
		"below":               {photo.Crop{587, 770, 413, 531}, photo.Crop{}, photo.ErrCropOutside},
		"turned inside out":   {photo.Crop{700, 900, -700, -900}, photo.Crop{}, photo.ErrCropOutside},
		"beyond counting, on": {photo.Crop{math.MaxInt, 0, math.MaxInt, 900}, photo.Crop{}, photo.ErrCropOutside},
		"beyond counting":     {photo.Crop{math.MaxInt, math.MaxInt, math.MaxInt, math.MaxInt}, photo.Crop{}, photo.ErrCropOutside},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := p.Fit(c.given)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestE5_StepsMoveTheCrop(t *testing.T) {
	p := sized(t, 1000, 1300)
	c := photo.Crop{X: 100, Y: 100, Width: 700, Height: 900}
	for s, want := range map[photo.Step]photo.Crop{
		photo.Up:      {100, 55, 700, 900}, // 900/20 = 45
		photo.Down:    {100, 145, 700, 900},
		photo.Left:    {65, 100, 700, 900}, // 700/20 = 35
		photo.Right:   {135, 100, 700, 900},
		photo.Larger:  {65, 55, 770, 990}, // 100 units become 110
		photo.Smaller: {135, 145, 630, 810},
		"sideways":    c,
	} {
		require.Equal(t, want, p.Step(c, s), s)
	}
	require.Len(t, photo.Steps(), 6)
	least := photo.Crop{X: 0, Y: 0, Width: 413, Height: 531}
	for _, s := range []photo.Step{photo.Up, photo.Left, photo.Smaller} {
		require.Equal(t, least, p.Step(least, s), s)
	}
	most := photo.Crop{X: 6, Y: 22, Width: 994, Height: 1278}
	for _, s := range []photo.Step{photo.Down, photo.Right, photo.Larger} {
		require.Equal(t, most, p.Step(most, s), s)
	}
}

func TestE5_WhateverIsGivenTheCropStaysInside(t *testing.T) {
	pictures := []photo.Picture{sized(t, 413, 531), sized(t, 900, 640), sized(t, 501, 1303)}
	side := rapid.OneOf(rapid.IntRange(-50, 1400), rapid.Int())
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(pictures).Draw(t, "picture")
		c := photo.Crop{X: side.Draw(t, "x"), Y: side.Draw(t, "y"), Width: side.Draw(t, "width"), Height: side.Draw(t, "height")}
		inside := func(c photo.Crop) {
			require.GreaterOrEqual(t, min(c.X, c.Y), 0)
			require.LessOrEqual(t, c.X+c.Width, p.Width())
			require.LessOrEqual(t, c.Y+c.Height, p.Height())
			require.GreaterOrEqual(t, c.Width, photo.CardWidth)
			require.Equal(t, c.Width*9, c.Height*7)
		}
		fitted, err := p.Fit(c)
		if err == nil {
			inside(fitted)
			again, err := p.Fit(fitted)
			require.NoError(t, err)
			require.Equal(t, fitted, again)
			require.Equal(t, fitted, p.Step(fitted, ""))
		}
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(photo.Steps()), 1, 40).Draw(t, "steps") {
			c = p.Step(c, s)
			inside(c)
			_, err := p.Fit(c)
			require.NoError(t, err)
		}
		require.Len(t, p.Assess(fitted), len(photo.Measured()))
	})
}
