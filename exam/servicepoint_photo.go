package exam

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// AddPhoto takes a photo of the learner in place of the one there is (E5): it is read,
// turned upright and kept whole without its metadata, with a first crop. The error is
// one of photo.Read, after which nothing is left of it, or [ErrStale].
func (d *ServicePoint) AddPhoto(ctx context.Context, actor identity.Actor, member identity.MemberID, version int64, content io.Reader) (Learner, error) {
	l, _, err := d.worked(ctx, actor, member)
	if err != nil {
		return Learner{}, err
	}
	if l.Version != version {
		return Learner{}, ErrStale
	}
	picture, err := d.decode(ctx, content)
	if err != nil {
		return Learner{}, err
	}
	pixels, err := picture.JPEG()
	if err != nil {
		return Learner{}, err
	}
	now, by := d.now(), PersonOf(actor)
	crop := picture.Suggest()
	sum := sha256.Sum256(pixels)
	p := Photo{
		Document: d.newID(), SHA256: hex.EncodeToString(sum[:]), Width: picture.Width(), Height: picture.Height(),
		Origin: picture.Origin(), Crop: crop, Checks: picture.Assess(crop), Added: now, AddedBy: by,
	}
	// The file names the pixels before they are written, and until they are deleted:
	// wherever this is cut short, the next photo, or its removal, deletes them.
	l, err = d.learner(ctx, l, version, func(l Learner) (Learner, error) {
		l.Loose = append(slices.Clip(l.Loose), p.Document)
		return l, nil
	})
	if err != nil {
		return Learner{}, err
	}
	before := slices.DeleteFunc(slices.Clone(l.Loose), func(document string) bool { return document == p.Document })
	if l, err = d.forget(ctx, l, before); err != nil {
		return Learner{}, err
	}
	if _, _, err := d.Documents.Put(ctx, pictureKey(l, p.Document), bytes.NewReader(pixels)); err != nil {
		return Learner{}, err
	}
	changed, err := d.learner(ctx, l, l.Version, func(l Learner) (Learner, error) {
		l.Loose = slices.DeleteFunc(slices.Clone(l.Loose), func(document string) bool { return document == p.Document })
		if l.Photo != nil {
			l.Loose = append(l.Loose, l.Photo.Document)
		}
		l.Revisions++
		p.Revision = l.Revisions
		l.Photo = &p
		return l.logPhoto(PhotoAdded, by, now), nil
	})
	if err != nil {
		_, failed := d.forget(ctx, l, []string{p.Document})
		return Learner{}, errors.Join(err, failed)
	}
	return d.forget(ctx, changed, changed.Loose)
}

// MeasurePhoto returns a crop as it would be saved, after the steps, and what is
// measured in it. It writes nothing. The error is [ErrNoPhoto], or photo.ErrCropOutside
// or photo.ErrCropSmall.
func (d *ServicePoint) MeasurePhoto(ctx context.Context, actor identity.Actor, member identity.MemberID, crop photo.Crop, steps ...photo.Step) (photo.Crop, []photo.Check, error) {
	l, _, err := d.worked(ctx, actor, member)
	if err != nil {
		return photo.Crop{}, nil, err
	}
	picture, err := d.picture(ctx, l)
	if err != nil {
		return photo.Crop{}, nil, err
	}
	for _, step := range steps {
		crop = picture.Step(crop, step)
	}
	if crop, err = picture.Fit(crop); err != nil {
		return photo.Crop{}, nil, err
	}
	return crop, picture.Assess(crop), nil
}

// SavePhoto accepts the photo as it is cropped, with what the operator attests. The
// error is an hours.FieldErrors on "crop", with [ErrPhotoRefused] when something
// measured is out of the question, or on "attest-" and the name of a check; [ErrNoPhoto];
// or [ErrStale].
func (d *ServicePoint) SavePhoto(ctx context.Context, actor identity.Actor, member identity.MemberID, version int64, crop photo.Crop, attested []Attestation) (Learner, error) {
	l, _, err := d.worked(ctx, actor, member)
	if err != nil {
		return Learner{}, err
	}
	picture, err := d.picture(ctx, l)
	if err != nil {
		return Learner{}, err
	}
	var wrong hours.FieldErrors
	fitted, err := picture.Fit(crop)
	if err != nil {
		wrong = append(wrong, hours.FieldError{Field: "crop", Err: err})
		fitted = l.Photo.Crop
	}
	checks := picture.Assess(fitted)
	if err == nil && photo.Blocking(checks) {
		wrong = append(wrong, hours.FieldError{Field: "crop", Err: ErrPhotoRefused})
	}
	attested = tidied(attested)
	if wrong = append(wrong, checkAttested(attested)...); len(wrong) > 0 {
		return Learner{}, wrong
	}
	now, by, document := d.now(), PersonOf(actor), l.Photo.Document
	return d.learner(ctx, l, version, func(l Learner) (Learner, error) {
		if l.Photo == nil || l.Photo.Document != document {
			return l, ErrStale
		}
		p := *l.Photo
		p.Crop, p.Checks, p.Attested, p.Accepted, p.AcceptedBy = fitted, checks, attested, now, by
		l.Photo = &p
		return l.logPhoto(PhotoAccepted, by, now), nil
	})
}

// ReopenPhoto takes back the acceptance of the photo, so that it is cropped again
// ("Recadrer la photo"). One that is not accepted is left as it is.
func (d *ServicePoint) ReopenPhoto(ctx context.Context, actor identity.Actor, member identity.MemberID, version int64) (Learner, error) {
	l, _, err := d.worked(ctx, actor, member)
	if err != nil {
		return Learner{}, err
	}
	now, by := d.now(), PersonOf(actor)
	changed, err := d.learner(ctx, l, version, func(l Learner) (Learner, error) {
		switch {
		case l.Photo == nil:
			return l, ErrNoPhoto
		case !l.Photo.IsAccepted():
			return l, errUnchanged
		}
		p := *l.Photo
		p.Attested, p.Accepted, p.AcceptedBy = nil, time.Time{}, Person{}
		l.Photo = &p
		return l.logPhoto(PhotoReopened, by, now), nil
	})
	if errors.Is(err, errUnchanged) {
		return l, nil
	}
	return changed, err
}

// RemovePhoto deletes the photo ("Retirer"). Its digest, and who did what with it and
// when, stay. An exam that is authorised goes on; the card waits for another photo.
func (d *ServicePoint) RemovePhoto(ctx context.Context, actor identity.Actor, member identity.MemberID, version int64) (Learner, error) {
	l, _, err := d.worked(ctx, actor, member)
	if err != nil {
		return Learner{}, err
	}
	now, by := d.now(), PersonOf(actor)
	changed, err := d.learner(ctx, l, version, func(l Learner) (Learner, error) {
		switch {
		case l.Photo == nil && len(l.Loose) == 0:
			return l, ErrNoPhoto
		case l.Photo == nil:
			return l, nil
		}
		l = l.logPhoto(PhotoRemoved, by, now)
		l.Loose = append(slices.Clip(l.Loose), l.Photo.Document)
		l.Photo = nil
		return l, nil
	})
	if err != nil {
		return Learner{}, err
	}
	return d.forget(ctx, changed, changed.Loose)
}

// PhotoPreview returns the photo as a JPEG so many pixels wide, with what is outside
// the crop dimmed: for those who work at the point.
func (d *ServicePoint) PhotoPreview(ctx context.Context, actor identity.Actor, member identity.MemberID, crop photo.Crop, width int) ([]byte, error) {
	l, _, err := d.worked(ctx, actor, member)
	if err != nil {
		return nil, err
	}
	picture, err := d.picture(ctx, l)
	if err != nil {
		return nil, err
	}
	return picture.Preview(crop, width)
}

// PhotoCut returns the crop of the photo as a JPEG, as the card has it: for those who
// work at the point.
func (d *ServicePoint) PhotoCut(ctx context.Context, actor identity.Actor, member identity.MemberID, crop photo.Crop) ([]byte, error) {
	l, _, err := d.worked(ctx, actor, member)
	if err != nil {
		return nil, err
	}
	picture, err := d.picture(ctx, l)
	if err != nil {
		return nil, err
	}
	return picture.Card(crop)
}

// picture reads the pixels of the learner's photo. The error is [ErrNoPhoto] when there
// is none.
func (d *ServicePoint) picture(ctx context.Context, l Learner) (photo.Picture, error) {
	if l.Photo == nil {
		return photo.Picture{}, ErrNoPhoto
	}
	content, err := d.Documents.Open(ctx, pictureKey(l, l.Photo.Document))
	if errors.Is(err, hours.ErrNotFound) {
		return photo.Picture{}, ErrNoPhoto
	}
	if err != nil {
		return photo.Picture{}, err
	}
	picture, err := d.decode(ctx, content)
	return picture.WithOrigin(l.Photo.Origin), errors.Join(err, content.Close())
}

// mostDecoded is how many photos are decoded at once: a hostile one of 24 megapixels
// takes some hundreds of megabytes while it is.
const mostDecoded = 2

// decode reads a photo when its turn comes. What is sent is taken in before that, so
// that nobody waits for a slow line.
func (d *ServicePoint) decode(ctx context.Context, content io.Reader) (photo.Picture, error) {
	file, err := io.ReadAll(io.LimitReader(content, photo.LargestFile+1))
	if err != nil {
		return photo.Picture{}, err
	}
	d.first.Do(func() { d.decoding = make(chan struct{}, mostDecoded) })
	select {
	case d.decoding <- struct{}{}:
		defer func() { <-d.decoding }()
		return photo.Read(bytes.NewReader(file))
	case <-ctx.Done():
		return photo.Picture{}, ctx.Err()
	}
}

// forget deletes pixels, and then their names in the learner's file: also when whoever
// asked for it is gone.
func (d *ServicePoint) forget(ctx context.Context, l Learner, documents []string) (Learner, error) {
	if len(documents) == 0 {
		return l, nil
	}
	ctx = context.WithoutCancel(ctx)
	for _, document := range documents {
		if err := d.Documents.Delete(ctx, pictureKey(l, document)); err != nil {
			return Learner{}, err
		}
	}
	return d.Store.ChangeLearner(ctx, l.Org, l.Member, func(l Learner) (Learner, error) {
		l.Loose = slices.DeleteFunc(slices.Clone(l.Loose), func(document string) bool { return slices.Contains(documents, document) })
		return l, nil
	})
}

// pictureKey names the pixels of a photo among the member's documents.
func pictureKey(l Learner, document string) hours.DocumentKey {
	return hours.DocumentKey{Key: hours.Key{Org: l.Org, Member: l.Member, ID: "photo"}, Document: document}
}
