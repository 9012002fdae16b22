package exam_test

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/hours"
)

// small is a photo just large enough for the card, which is decoded fast.
func small() *bytes.Reader { return bytes.NewReader(phototest.Good(480, 600)) }

func (w *world) photographed(t *testing.T) exam.Learner {
	t.Helper()
	l, err := w.AddPhoto(t.Context(), louise, genevieve, w.file(t).Version, small())
	require.NoError(t, err)
	return l
}

// Each bad file gets its message, and leaves nothing behind: neither in the learner's
// file nor among the documents.
func TestE5_EachBadFileLeavesNothingBehind(t *testing.T) {
	w := newWorld(t)
	before := w.file(t)
	files := phototest.Files(t)
	require.GreaterOrEqual(t, len(files), 30)
	for _, f := range files {
		l, err := w.AddPhoto(t.Context(), louise, genevieve, before.Version, bytes.NewReader(f.Content))
		if f.Err != nil {
			require.ErrorIs(t, err, f.Err, f.Name)
			require.Equal(t, before, w.file(t), f.Name)
			require.Zero(t, w.documents.Len(), f.Name)
			continue
		}
		require.NoError(t, err, f.Name)
		if len(f.Fails) > 0 {
			_, err := w.SavePhoto(t.Context(), louise, genevieve, l.Version, l.Photo.Crop, attested())
			onField(t, err, "crop", exam.ErrPhotoRefused)
		}
		require.Equal(t, 1, w.documents.Len(), f.Name)
		before, err = w.RemovePhoto(t.Context(), louise, genevieve, l.Version)
		require.NoError(t, err, f.Name)
		require.Zero(t, w.documents.Len(), f.Name)
	}
}

// Choose, upload, crop, save; crop again; replace; remove.
func TestE5_TheLifeOfAPhoto(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	l, err := w.AddPhoto(ctx, louise, genevieve, w.file(t).Version, bytes.NewReader(phototest.Good(900, 1200)))
	require.NoError(t, err)
	require.Equal(t, 1, l.Photo.Revision)
	require.False(t, l.Photo.IsAccepted())
	require.Equal(t, "LavigneGenevieve.jpg", l.PhotoName())
	first := *l.Photo

	crop, checks, err := w.MeasurePhoto(ctx, louise, genevieve, l.Photo.Crop, photo.Smaller)
	require.NoError(t, err)
	require.NotEqual(t, l.Photo.Crop, crop)
	require.NotEmpty(t, checks)
	require.Equal(t, l, w.file(t), "measuring writes nothing")
	for _, wide := range []int{100, 300} {
		preview, err := w.PhotoPreview(ctx, louise, genevieve, crop, wide)
		require.NoError(t, err)
		size, err := jpeg.DecodeConfig(bytes.NewReader(preview))
		require.NoError(t, err)
		require.Equal(t, wide, size.Width)
	}
	cut, err := w.PhotoCut(ctx, louise, genevieve, crop)
	require.NoError(t, err)
	require.NotEmpty(t, cut)

	l, err = w.SavePhoto(ctx, louise, genevieve, l.Version, crop, attested())
	require.NoError(t, err)
	require.True(t, l.Photo.IsAccepted())
	require.Equal(t, crop, l.Photo.Crop)
	require.Equal(t, exam.PersonOf(louise), l.Photo.AcceptedBy)
	l, err = w.ReopenPhoto(ctx, karine, genevieve, l.Version)
	require.NoError(t, err)
	require.False(t, l.Photo.IsAccepted())
	same, err := w.ReopenPhoto(ctx, karine, genevieve, l.Version)
	require.NoError(t, err)
	require.Equal(t, l, same, "one that is not accepted is left as it is")
	l, err = w.SavePhoto(ctx, louise, genevieve, l.Version, first.Crop, attested())
	require.NoError(t, err)

	l, err = w.AddPhoto(ctx, louise, genevieve, l.Version, bytes.NewReader(phototest.Good(500, 640)))
	require.NoError(t, err)
	require.Equal(t, 2, l.Photo.Revision)
	require.False(t, l.Photo.IsAccepted(), "another photo is looked at again")
	require.Equal(t, 1, w.documents.Len(), "the pixels of the one before are gone")
	second := *l.Photo
	l, err = w.RemovePhoto(ctx, louise, genevieve, l.Version)
	require.NoError(t, err)
	require.Nil(t, l.Photo)
	require.Empty(t, l.Loose)
	require.Zero(t, w.documents.Len())

	// What was done stays, with the digests.
	var log []exam.PhotoEntry
	for _, e := range []struct {
		event exam.PhotoEvent
		of    exam.Photo
		by    exam.Person
	}{
		{exam.PhotoAdded, first, exam.PersonOf(louise)},
		{exam.PhotoAccepted, first, exam.PersonOf(louise)},
		{exam.PhotoReopened, first, exam.PersonOf(karine)},
		{exam.PhotoAccepted, first, exam.PersonOf(louise)},
		{exam.PhotoAdded, second, exam.PersonOf(louise)},
		{exam.PhotoRemoved, second, exam.PersonOf(louise)},
	} {
		log = append(log, exam.PhotoEntry{Event: e.event, Revision: e.of.Revision, SHA256: e.of.SHA256, At: w.now, By: e.by})
	}
	require.Equal(t, log, l.PhotoLog)

	// Without a photo there is nothing to do with it.
	for _, do := range []func() error{
		func() error { _, err := w.RemovePhoto(ctx, louise, genevieve, l.Version); return err },
		func() error { _, err := w.ReopenPhoto(ctx, louise, genevieve, l.Version); return err },
		func() error {
			_, err := w.SavePhoto(ctx, louise, genevieve, l.Version, first.Crop, attested())
			return err
		},
		func() error { _, _, err := w.MeasurePhoto(ctx, louise, genevieve, first.Crop); return err },
		func() error { _, err := w.PhotoPreview(ctx, louise, genevieve, first.Crop, 100); return err },
		func() error { _, err := w.PhotoCut(ctx, louise, genevieve, first.Crop); return err },
	} {
		require.ErrorIs(t, do(), exam.ErrNoPhoto)
	}
}

func TestE5_SomebodyElseChangedTheFile(t *testing.T) {
	w := newWorld(t)
	l := w.photographed(t)
	before := w.file(t)
	for _, do := range []func() error{
		func() error { _, err := w.AddPhoto(t.Context(), louise, genevieve, l.Version-1, small()); return err },
		func() error {
			_, err := w.SavePhoto(t.Context(), louise, genevieve, l.Version-1, l.Photo.Crop, attested())
			return err
		},
		func() error { _, err := w.ReopenPhoto(t.Context(), louise, genevieve, l.Version-1); return err },
		func() error { _, err := w.RemovePhoto(t.Context(), louise, genevieve, l.Version-1); return err },
	} {
		require.ErrorIs(t, do(), exam.ErrStale)
	}
	require.Equal(t, before, w.file(t))
	require.Equal(t, 1, w.documents.Len())
}

func TestE5_WhatTheOperatorAttests(t *testing.T) {
	w := newWorld(t)
	l := w.photographed(t)
	save := func(crop photo.Crop, a []exam.Attestation) (exam.Learner, error) {
		return w.SavePhoto(t.Context(), louise, genevieve, l.Version, crop, a)
	}
	all := attested()
	_, err := save(l.Photo.Crop, all[1:])
	onField(t, err, "attest-"+string(all[0].Check), exam.ErrUnattested)
	all[2] = exam.Attestation{Check: all[2].Check, Reason: " \t"}
	_, err = save(l.Photo.Crop, all)
	onField(t, err, "attest-"+string(all[2].Check), exam.ErrUnattested)
	all[2].Reason = strings.Repeat("é", exam.LongestNote+1)
	_, err = save(l.Photo.Crop, all)
	onField(t, err, "attest-"+string(all[2].Check), hours.ErrTooLong)
	_, err = save(photo.Crop{X: -1, Width: 420, Height: 540}, attested())
	onField(t, err, "crop", photo.ErrCropOutside)
	require.Nil(t, w.file(t).Photo.Attested)

	// What is not as asked is accepted with a reason; what nobody asked is not kept.
	all[2].Reason = "  Foulard porté pour un motif religieux "
	l, err = save(l.Photo.Crop, append(all, exam.Attestation{Check: "other", Reason: "autre"}))
	require.NoError(t, err)
	all[2].Reason = "Foulard porté pour un motif religieux"
	require.Equal(t, all, l.Photo.Attested)
}

// An upload that is cut short between its writes leaves pixels that the file names: the
// next photo, or the removal, deletes them.
func TestE5_AnUploadThatIsCutShort(t *testing.T) {
	t.Run("before the pixels are written", func(t *testing.T) {
		w := newWorld(t)
		documents := &full{Documents: w.documents, put: true}
		w.Documents = documents
		_, err := w.AddPhoto(t.Context(), louise, genevieve, w.file(t).Version, small())
		require.ErrorIs(t, err, errBroken)
		require.Nil(t, w.file(t).Photo)
		require.Len(t, w.file(t).Loose, 1)
		documents.put = false
		l := w.photographed(t)
		require.Empty(t, l.Loose)
		require.Equal(t, 1, w.documents.Len())
	})
	t.Run("after the pixels are written", func(t *testing.T) {
		w := newWorld(t)
		changes, alone := 0, w.Store
		w.Store = &breaking{Store: alone, learner: func() bool { changes++; return changes > 1 }}
		documents := &full{Documents: w.documents, remove: true}
		w.Documents = documents
		_, err := w.AddPhoto(t.Context(), louise, genevieve, w.file(t).Version, small())
		require.ErrorIs(t, err, errBroken)
		require.Equal(t, 1, w.documents.Len())
		require.Len(t, w.file(t).Loose, 1)
		w.Store, documents.remove = alone, false
		l, err := w.RemovePhoto(t.Context(), louise, genevieve, w.file(t).Version)
		require.NoError(t, err)
		require.Empty(t, l.Loose)
		require.Zero(t, w.documents.Len())
		_, err = w.RemovePhoto(t.Context(), louise, genevieve, l.Version)
		require.ErrorIs(t, err, exam.ErrNoPhoto)
	})
	t.Run("before the pixels of the one before are deleted", func(t *testing.T) {
		w := newWorld(t)
		w.photographed(t)
		documents := &full{Documents: w.documents, remove: true}
		w.Documents = documents
		_, err := w.AddPhoto(t.Context(), louise, genevieve, w.file(t).Version, small())
		require.ErrorIs(t, err, errBroken)
		require.Equal(t, 2, w.file(t).Photo.Revision, "the photo is there nevertheless")
		require.Equal(t, 2, w.documents.Len())
		documents.remove = false
		w.photographed(t)
		require.Empty(t, w.file(t).Loose)
		require.Equal(t, 1, w.documents.Len())
	})
	t.Run("before the pixels of one that is removed are deleted", func(t *testing.T) {
		w := newWorld(t)
		l := w.photographed(t)
		documents := &full{Documents: w.documents, remove: true}
		w.Documents = documents
		_, err := w.RemovePhoto(t.Context(), louise, genevieve, l.Version)
		require.ErrorIs(t, err, errBroken)
		require.Nil(t, w.file(t).Photo)
		documents.remove = false
		_, err = w.RemovePhoto(t.Context(), louise, genevieve, w.file(t).Version)
		require.NoError(t, err)
		require.Zero(t, w.documents.Len())
	})
}

// Of two operators who upload at once one has the photo, and the pixels of the other's
// are gone.
func TestE5_TwoUploadsAtOnce(t *testing.T) {
	w := newWorld(t)
	changes, alone := 0, w.Store
	other := w.another()
	var theirs exam.Learner
	w.Store = &breaking{Store: alone, learner: func() bool {
		if changes++; changes == 2 {
			var err error
			theirs, err = other.AddPhoto(t.Context(), karine, genevieve, w.file(t).Version, small())
			require.NoError(t, err)
		}
		return false
	}}
	_, err := w.AddPhoto(t.Context(), louise, genevieve, w.file(t).Version, small())
	require.ErrorIs(t, err, exam.ErrStale)
	l := w.file(t)
	require.Equal(t, theirs.Photo, l.Photo)
	require.Empty(t, l.Loose)
	require.Equal(t, 1, w.documents.Len())
	_, _, err = w.MeasurePhoto(t.Context(), louise, genevieve, l.Photo.Crop)
	require.NoError(t, err)
}

// The photo is on the card, and nowhere else that the learner sees.
func TestE10_ThePhotoIsOnTheCardAlone(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	p := w.file(t).Photo
	unseen := func() {
		t.Helper()
		trainings, err := w.Trainings(t.Context(), learner)
		require.NoError(t, err)
		require.Len(t, trainings, 2)
		require.Len(t, trainings[0].Sittings, 1)
		own, _, err := w.Own(t.Context(), learner, s.Number)
		require.NoError(t, err)
		for _, v := range []any{trainings, own} {
			text, err := json.Marshal(v)
			require.NoError(t, err)
			for _, secret := range []string{p.SHA256, p.Document, string(exam.OtherLicence)} {
				require.NotContains(t, string(text), secret)
			}
		}
	}
	unseen()
	w.answered(t, s, epoch, len(s.Paper))
	unseen()
	seen, _, err := w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	require.Empty(t, seen.Authorisation.Photo)
	unseen()
	_, err = w.Card(t.Context(), learner, s.Key)
	require.ErrorIs(t, err, exam.ErrNoCard)
	issued, err := w.IssueCard(t.Context(), jeanne, s.Key)
	require.NoError(t, err)
	require.Equal(t, p.SHA256, issued.Card.Photo)
	unseen()
	face, err := w.Card(t.Context(), learner, s.Key)
	require.NoError(t, err)
	size, err := jpeg.DecodeConfig(bytes.NewReader(face.Photo))
	require.NoError(t, err)
	require.Equal(t, photo.CardWidth, size.Width)
}

// A photo that is removed blocks the card, and not the exam.
func TestE10_ARemovedPhotoBlocksTheCardAndNotTheExam(t *testing.T) {
	w := newWorld(t)
	s := w.authorise(t, genevieve, signaleur)
	_, err := w.RemovePhoto(t.Context(), louise, genevieve, w.file(t).Version)
	require.NoError(t, err)
	s, epoch := w.started(t, s)
	w.answered(t, s, epoch, len(s.Paper))
	s, _, err = w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	_, err = w.IssueCard(t.Context(), jeanne, s.Key)
	require.ErrorIs(t, err, exam.ErrNoPhoto)
	l := w.photographed(t)
	_, err = w.IssueCard(t.Context(), jeanne, s.Key)
	require.ErrorIs(t, err, exam.ErrNoPhoto, "one that is not accepted is none")
	l, err = w.SavePhoto(t.Context(), louise, genevieve, l.Version, l.Photo.Crop, attested())
	require.NoError(t, err)
	issued, err := w.IssueCard(t.Context(), sylvain, s.Key)
	require.NoError(t, err)
	again, err := w.IssueCard(t.Context(), jeanne, s.Key)
	require.NoError(t, err)
	require.Equal(t, issued.Card, again.Card, "one that is issued stays")
	// Removed again: the card that is issued shows nothing until there is another.
	_, err = w.RemovePhoto(t.Context(), louise, genevieve, l.Version)
	require.NoError(t, err)
	_, err = w.Card(t.Context(), learner, s.Key)
	require.ErrorIs(t, err, exam.ErrNoPhoto)
	face, err := w.VerifyCard(t.Context(), aqtr, issued.Card.Code)
	require.NoError(t, err)
	require.Equal(t, "Geneviève Lavigne", face.Name)
	_, err = w.VerifyCard(t.Context(), "sud", issued.Card.Code)
	require.ErrorIs(t, err, exam.ErrUnknownCode)
}
