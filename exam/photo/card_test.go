package photo_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

// decoded is what a JPEG shows.
func decoded(t testing.TB, content []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(content))
	require.NoError(t, err)
	return img
}

func TestE5_TheCardsPhotoIsTheCrop(t *testing.T) {
	p := sized(t, 1600, 2000)
	for crop, want := range map[photo.Crop]color.RGBA{
		{X: 0, Y: 0, Width: 700, Height: 900}:      red,
		{X: 900, Y: 0, Width: 700, Height: 900}:    green,
		{X: 0, Y: 1100, Width: 700, Height: 900}:   blue,
		{X: 900, Y: 1100, Width: 700, Height: 900}: yellow,
	} {
		card, err := p.Card(crop)
		require.NoError(t, err)
		img := decoded(t, card)
		require.Equal(t, image.Rect(0, 0, 413, 531), img.Bounds())
		near(t, want, img.At(0, 0))
		near(t, want, img.At(412, 530))
	}
	_, err := p.Card(photo.Crop{X: 1599, Width: 700, Height: 900})
	require.ErrorIs(t, err, photo.ErrCropOutside)
	_, err = p.Card(photo.Crop{Width: 70, Height: 90})
	require.ErrorIs(t, err, photo.ErrCropSmall)
}

// Columns of 100 and 200 in turn average to 150 when two become one, and so do three
// that become one with half of a fourth: nothing is left out between.
func TestE5_EveryPixelCounts(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 826, 1062))
	for y := range 1062 {
		for x := range 826 {
			v := uint8(100 + 100*(x%2))
			img.SetRGBA(x, y, color.RGBA{v, v, v, 0xff})
		}
	}
	p := read(t, asPNG(t, img))
	card, err := p.Card(p.Suggest())
	require.NoError(t, err)
	small := decoded(t, card)
	for x := range 413 {
		r, _, _, _ := small.At(x, 200).RGBA()
		require.InDelta(t, 150, r>>8, 1)
	}
}

func TestE5_CroppingAgainLosesNothing(t *testing.T) {
	p := read(t, phototest.Good(1200, 1600))
	first, err := p.Card(p.Suggest())
	require.NoError(t, err)
	c := p.Suggest()
	for range 5 {
		c = p.Step(c, photo.Smaller)
	}
	_, err = p.Card(c)
	require.NoError(t, err)
	again, err := p.Card(p.Suggest())
	require.NoError(t, err)
	require.Equal(t, first, again)
}

func TestE5_WhatIsKeptCanBeReadBack(t *testing.T) {
	for _, f := range phototest.Files(t) {
		if f.Err != nil {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			p := read(t, f.Content)
			kept, err := p.JPEG()
			require.NoError(t, err)
			same, err := read(t, f.Content).JPEG()
			require.NoError(t, err)
			require.Equal(t, same, kept, "the same bytes twice")
			back, err := photo.Open(kept)
			require.NoError(t, err)
			back = back.WithOrigin(p.Origin())
			require.Equal(t, p.Suggest(), back.Suggest())
			require.Equal(t, withVerdict(p.Assess(p.Suggest()), photo.Fail), withVerdict(back.Assess(back.Suggest()), photo.Fail))
			require.Equal(t, withVerdict(p.Assess(p.Suggest()), photo.Warn), withVerdict(back.Assess(back.Suggest()), photo.Warn))
		})
	}
}

// A file of noise is heavier encoded anew than it was: its quality gives way.
func TestE5_WhatIsKeptIsNeverTooHeavy(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 3400, 2800))
	seed := uint32(1)
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = uint8(seed>>24) | uint8(i%4/3*0xff) // opaque
	}
	var heavy bytes.Buffer
	require.NoError(t, jpeg.Encode(&heavy, img, &jpeg.Options{Quality: 92}))
	require.Greater(t, heavy.Len(), photo.LargestFile)
	p, err := photo.Open(heavy.Bytes())
	require.NoError(t, err)
	kept, err := p.JPEG()
	require.NoError(t, err)
	require.LessOrEqual(t, len(kept), photo.LargestFile)
	require.Equal(t, p.Suggest(), read(t, kept).Suggest())
}

// What a camera wrote beside the pixels is in none of what is made of them: neither
// position nor thumbnail, nor what was put after the end.
func TestE5_NothingButThePixelsIsKept(t *testing.T) {
	held := 0
	for _, f := range phototest.Files(t) {
		if f.Err != nil {
			continue
		}
		if bytes.Contains(f.Content, []byte(phototest.Trace)) {
			held++
		}
		p := read(t, f.Content)
		kept, err := p.JPEG()
		require.NoError(t, err)
		card, err := p.Card(p.Suggest())
		require.NoError(t, err)
		preview, err := p.Preview(p.Suggest(), 320)
		require.NoError(t, err)
		for _, out := range [][]byte{kept, card, preview} {
			require.NotContains(t, string(out), phototest.Trace, f.Name)
			require.NotContains(t, string(out), "Exif", f.Name)
			require.Equal(t, 1, bytes.Count(out, []byte{0xff, 0xd8, 0xff}), f.Name)
			require.Equal(t, []byte{0xff, 0xd9}, out[len(out)-2:], f.Name)
		}
	}
	require.Greater(t, held, 10, "files that hold it")
}

// A header that announces too much is refused before anything is allocated for it:
// 50,000 × 50,000 pixels would be ten gigabytes.
func TestE5_ABombIsRefusedWithoutBeingDecoded(t *testing.T) {
	refused := 0
	for _, f := range phototest.Files(t) {
		if !errors.Is(f.Err, photo.ErrTooManyPixels) {
			continue
		}
		refused++
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := photo.Read(bytes.NewReader(f.Content))
		runtime.ReadMemStats(&after)
		require.ErrorIs(t, err, photo.ErrTooManyPixels)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(256<<10), f.Name)
	}
	require.GreaterOrEqual(t, refused, 4)
}

func TestE5_ThePreviewDarkensWhatIsLeftOut(t *testing.T) {
	p := sized(t, 1600, 2000)
	content, err := p.Preview(photo.Crop{X: 0, Y: 0, Width: 700, Height: 900}, 400)
	require.NoError(t, err)
	img := decoded(t, content)
	require.Equal(t, image.Rect(0, 0, 400, 500), img.Bounds())
	near(t, red, img.At(8, 8))
	near(t, red, img.At(164, 216))
	near(t, color.RGBA{66, 10, 10, 0xff}, img.At(190, 216))
	near(t, color.RGBA{10, 53, 13, 0xff}, img.At(390, 8))
	for width, want := range map[int]int{-5: 1, 0: 1, 413: 413, 5000: 1200} {
		content, err := p.Preview(p.Suggest(), width)
		require.NoError(t, err)
		require.Equal(t, want, decoded(t, content).Bounds().Dx())
	}
}

func TestE5_NothingIsMadeOfNoPicture(t *testing.T) {
	var p photo.Picture
	_, err := p.JPEG()
	require.ErrorIs(t, err, photo.ErrEmpty)
	_, err = p.Card(photo.Crop{})
	require.ErrorIs(t, err, photo.ErrEmpty)
	_, err = p.Preview(photo.Crop{}, 100)
	require.ErrorIs(t, err, photo.ErrEmpty)
	require.Equal(t, photo.Crop{}, p.Step(photo.Crop{X: 5}, photo.Larger))
	require.True(t, photo.Blocking(p.Assess(photo.Crop{})))
}
