package photo_test

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

// What a browser sent becomes the photo of a card, or says what is wrong with it.
func Example() {
	picture, err := photo.Read(bytes.NewReader(phototest.Good(1200, 1600)))
	if err != nil {
		fmt.Println(err)
		return
	}
	crop := picture.Step(picture.Suggest(), photo.Smaller)
	for _, c := range picture.Assess(crop) {
		if c.Verdict != photo.Pass {
			fmt.Println(c.ID, c.Verdict, c.Value)
		}
	}
	fmt.Println(crop, photo.FileName("Lavigne", "Geneviève"))

	_, err = photo.Read(bytes.NewReader([]byte("\x00\x00\x00\x18ftypheic")))
	fmt.Println(errors.Is(err, photo.ErrHEIC))
	// 171 units of 7 × 9 become 154, about the middle of 1197 × 1539 at (1, 24).
	// Output:
	// {60 100 1078 1386} LavigneGenevieve
	// true
}
