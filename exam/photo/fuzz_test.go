package photo_test

import (
	"bytes"
	"errors"
	"image"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

// refusals are all that a file can be refused for.
var refusals = []error{
	photo.ErrEmpty, photo.ErrTooHeavy, photo.ErrNotPhoto, photo.ErrFormat, photo.ErrHEIC,
	photo.ErrDamaged, photo.ErrTooManyPixels, photo.ErrTooSmall,
}

// FuzzRead: whatever the bytes, a picture or one of the refusals, and no more memory
// than the pixels that were let through ask for: eight bytes a channel, several times.
func FuzzRead(f *testing.F) {
	for _, file := range phototest.Files(f) {
		if len(file.Content) < 100_000 {
			f.Add(file.Content)
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		header, _, err := image.DecodeConfig(bytes.NewReader(content))
		allowed := uint64(4 * len(content))
		if err == nil && header.Width <= photo.LongestSide && header.Height <= photo.LongestSide {
			if header.Width*header.Height > 1<<20 {
				t.Skip("large pictures only cost time here")
			}
			allowed += uint64(header.Width*header.Height) * 64
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p, err := photo.Read(bytes.NewReader(content))
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, allowed+4<<20)
		if err != nil {
			require.True(t, slices.ContainsFunc(refusals, func(one error) bool { return errors.Is(err, one) }), "%v", err)
			return
		}
		_, err = p.Fit(p.Suggest())
		require.NoError(t, err)
		require.NotContains(t, withVerdict(p.Assess(p.Suggest()), photo.Fail), photo.CheckSize)
		kept, err := p.JPEG()
		require.NoError(t, err)
		_, err = photo.Open(kept)
		require.NoError(t, err)
	})
}

// FuzzOrientation: whatever a camera wrote, the picture is one that is upright.
func FuzzOrientation(f *testing.F) {
	f.Add([]byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\xff\xff\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"))
	f.Add([]byte("II*\x00\xff\xff\xff\xff"))
	content := phototest.Good(531, 531)
	f.Fuzz(func(t *testing.T, tiff []byte) {
		p, err := photo.Read(bytes.NewReader(phototest.WithEXIF(content, tiff[:min(len(tiff), 60_000)])))
		require.NoError(t, err)
		require.Contains(t, []int{1, 2, 3, 4, 5, 6, 7, 8}, p.Origin().Orientation)
		require.Equal(t, []int{531, 531}, []int{p.Width(), p.Height()})
	})
}
