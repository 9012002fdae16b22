package exam

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// Face is what an attestation card says. Photo is the picture as a JPEG; it is empty
// for whoever verifies the card's code.
type Face struct {
	Organisation identity.Text
	Code         certificate.Code
	Name         string
	Title        identity.Text
	Training     identity.Text
	// Finished is when the exam was passed, and Issued when the card was made.
	Finished time.Time
	Issued   time.Time
	Zone     *time.Location
	Language identity.Language
	Photo    []byte
	// File names what is downloaded, without its ending, as [Learner.FileName]; it is
	// empty for whoever verifies the card's code.
	File string
	// Verified is false while nobody who answers for the training has approved the
	// content of the exam.
	Verified bool
}

// IssueCard issues the attestation card of a sitting that was passed, for staff and
// supervisors. One that has its card is returned as it is. The error is [ErrNoPhoto]
// while there is no accepted photo, or [ErrNoCard].
func (d *ServicePoint) IssueCard(ctx context.Context, actor identity.Actor, key Key) (Sitting, error) {
	l, _, err := d.operatedOn(ctx, actor, key)
	if err != nil {
		return Sitting{}, err
	}
	if !MayIssue(actor) {
		return Sitting{}, identity.ErrForbidden
	}
	all, err := d.settled(ctx, key.Org, key.Member)
	if err != nil {
		return Sitting{}, err
	}
	code, err := d.code()
	if err != nil {
		return Sitting{}, err
	}
	card := Card{Code: code, Issued: d.now(), By: PersonOf(actor)}
	if l.Photo.IsAccepted() {
		card.Photo = l.Photo.SHA256
	}
	return d.Store.ChangeSitting(ctx, key, func(s Sitting) (Sitting, error) {
		if s.Version == 0 {
			return s, ErrNotFound
		}
		return s.freed(all).IssueCard(card)
	})
}

// Card returns the card of a sitting: to its learner, to those who work at the service
// point, and to staff. The error is [ErrNoCard] until it is issued, and [ErrNoPhoto]
// when the photo was removed since and not replaced.
func (d *ServicePoint) Card(ctx context.Context, actor identity.Actor, key Key) (Face, error) {
	l, err := d.carded(ctx, actor, key)
	if err != nil {
		return Face{}, err
	}
	s, err := d.Store.Sitting(ctx, key)
	switch {
	case err != nil:
		return Face{}, err
	case s.Card == nil:
		return Face{}, ErrNoCard
	case !l.Photo.IsAccepted():
		return Face{}, ErrNoPhoto
	}
	f, err := d.face(ctx, l, s)
	if err != nil {
		return Face{}, err
	}
	picture, err := d.picture(ctx, l)
	if err != nil {
		return Face{}, err
	}
	f.File = l.FileName()
	f.Photo, err = picture.Card(l.Photo.Crop)
	return f, err
}

// carded returns the learner whose card the actor may see.
func (d *ServicePoint) carded(ctx context.Context, actor identity.Actor, key Key) (Learner, error) {
	if actor.Org == key.Org && actor.Member != "" && actor.Member == key.Member {
		return d.Store.Learner(ctx, key.Org, key.Member)
	}
	l, _, err := d.operatedOn(ctx, actor, key)
	return l, err
}

// VerifyCard returns what a card with the code says, without its photo, to anybody. The
// error is [ErrUnknownCode].
func (d *ServicePoint) VerifyCard(ctx context.Context, org identity.OrganisationID, code certificate.Code) (Face, error) {
	s, err := d.Store.Carded(ctx, org, code)
	if errors.Is(err, ErrNotFound) {
		return Face{}, ErrUnknownCode
	}
	if err != nil {
		return Face{}, err
	}
	l, err := d.Store.Learner(ctx, s.Org, s.Member)
	if err != nil {
		return Face{}, err
	}
	return d.face(ctx, l, s)
}

func (d *ServicePoint) face(ctx context.Context, l Learner, s Sitting) (Face, error) {
	o, err := d.Roll.Organisation(ctx, s.Org)
	if err != nil {
		return Face{}, err
	}
	zone, err := o.Location()
	if err != nil {
		return Face{}, err
	}
	e, err := d.Exams.Version(s.Exam, s.ExamVersion)
	if err != nil {
		return Face{}, err
	}
	return Face{
		Organisation: o.Name, Code: s.Card.Code, Name: l.Name(), Title: e.Title, Training: e.Training,
		Finished: s.Attempt.Finished, Issued: s.Card.Issued, Zone: zone, Language: o.Languages.Choose(l.Language), Verified: e.Verified,
	}, nil
}

func (d *ServicePoint) code() (certificate.Code, error) {
	from := d.Random
	if from == nil {
		from = rand.Reader
	}
	var random [certificate.RandomBytes]byte
	if _, err := io.ReadFull(from, random[:]); err != nil {
		return "", fmt.Errorf("exam: no code: %w", err)
	}
	return certificate.NewCode(random), nil
}

// FileName is the name of the learner's files without their ending, such as
// "LavigneGenevieve" (E5); the user code when the name has no Latin letter.
func (l Learner) FileName() string {
	if name := photo.FileName(l.Last, l.First); name != "" {
		return name
	}
	return l.Code()
}

// PhotoName is the name of the file of a learner's photo, such as
// "LavigneGenevieve.jpg" (E5).
func (l Learner) PhotoName() string { return l.FileName() + ".jpg" }
