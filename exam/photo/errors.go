package photo

import "errors"

// The errors of this package; compare with [errors.Is].
var (
	// ErrEmpty: the file holds nothing, or no file was chosen.
	ErrEmpty = errors.New("photo: empty file")
	// ErrTooHeavy: the file has more than LargestFile bytes.
	ErrTooHeavy = errors.New("photo: file too heavy")
	// ErrNotPhoto: the file is no picture of any kind that is known here.
	ErrNotPhoto = errors.New("photo: not a picture")
	// ErrFormat: the file is a picture or a document of a kind that is not read; as a
	// [FormatError] it says which.
	ErrFormat = errors.New("photo: format not read")
	// ErrHEIC: the file is in the format that phones of Apple keep photos in. It has
	// an error of its own because a setting of the phone is the answer.
	ErrHEIC = errors.New("photo: HEIC is not read")
	// ErrDamaged: the file begins as a picture, and is cut short or corrupt.
	ErrDamaged = errors.New("photo: damaged file")
	// ErrTooManyPixels: the picture has a side longer than LongestSide, or more than
	// MostPixels.
	ErrTooManyPixels = errors.New("photo: too many pixels")
	// ErrTooSmall: the picture is smaller than the card's photo.
	ErrTooSmall = errors.New("photo: picture too small")

	// ErrCropOutside: the crop is not within the picture.
	ErrCropOutside = errors.New("photo: crop outside the picture")
	// ErrCropSmall: the crop has fewer pixels than the card's photo.
	ErrCropSmall = errors.New("photo: crop too small")
)

// FormatError names the format that is not read. It is an [ErrHEIC] for that one and
// an [ErrFormat] for every other.
type FormatError struct{ Format Format }

func (e FormatError) Error() string { return e.Unwrap().Error() + ": " + string(e.Format) }

// Unwrap returns the sentinel.
func (e FormatError) Unwrap() error {
	if e.Format == HEIC {
		return ErrHEIC
	}
	return ErrFormat
}
