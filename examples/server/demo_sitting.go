package main

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/identity"
)

// demoSitting is an exam of the demonstration.
type demoSitting struct {
	member identity.MemberID
	looks  looks
	exam   exam.ID
	// from is when the learner came to the service point, from now.
	from time.Duration
	// until is the last thing that happened: authorise, begin or submit.
	until exam.Event
	// answered is how many questions were answered, rightly.
	answered int
}

// demoSittings are one exam of each kind: authorised and waiting for Geneviève, in
// progress, passed with its card, and failed. Maïka is a newcomer still.
func demoSittings() []demoSitting {
	return []demoSitting{
		{"genevieve", looks{hair: brown, shirt: blue}, "signaleur", -10 * time.Minute, exam.Authorise, 0},
		{"a-1042", looks{hair: fair, shirt: green}, "signaleur", -15 * time.Minute, exam.Begin, 4},
		{"a-1187", looks{hair: black, shirt: red}, "signaleur", -day, exam.Submit, 100},
		{"a-1203", looks{hair: brown, shirt: green}, "signaleur", -day, exam.Submit, 5},
	}
}

// fillSitting does what an operator, then the learner, then the staff do. Each command
// has a name, so that a start that was cut short is taken up where it stopped.
func (h *house) fillSitting(ctx context.Context, s demoSitting) error {
	at := h.examsFrom(s.from)
	f, err := at.File(ctx, demoOperator, s.member)
	if err != nil {
		return err
	}
	if len(f.Sittings) > 0 && f.Sittings[0].Ended() {
		return issueOnce(ctx, at, f.Sittings[0])
	}
	if err := admitOnce(ctx, at, f.Learner, s.looks); err != nil {
		return err
	}
	sitting, err := at.Authorise(ctx, demoOperator, s.member, exam.Authorising{Command: "demo-authorise", Exam: s.exam})
	if err != nil || s.until == exam.Authorise {
		return err
	}
	learner := identity.Actor{Org: demoOrganisation, Member: s.member, Account: identity.AccountID(s.member), Roles: []identity.Role{identity.RoleLearner}}
	_, launched, err := at.Launch(ctx, learner, sitting.Number, "demo-launch", "")
	if err != nil {
		return err
	}
	if sitting, _, err = at.Begin(ctx, learner, sitting.Number, "demo-begin", launched.Epoch); err != nil {
		return err
	}
	content, err := at.Exams.Version(sitting.Exam, sitting.ExamVersion)
	if err != nil {
		return err
	}
	for _, drawn := range sitting.Paper[:min(s.answered, len(sitting.Paper))] {
		q, _ := content.Question(drawn.Question)
		a := exam.Answering{Epoch: launched.Epoch, Question: q.ID, Sequence: 1, Response: rightly(q)}
		if _, _, err = at.Answer(ctx, learner, sitting.Number, a); err != nil {
			return err
		}
	}
	if s.until == exam.Begin {
		return nil
	}
	if sitting, _, err = at.Submit(ctx, learner, sitting.Number, "demo-submit", launched.Epoch); err != nil {
		return err
	}
	return issueOnce(ctx, at, sitting)
}

// rightly answers a question as its bank has it.
func rightly(q exam.Question) exam.Response {
	r := exam.Response{Number: q.Number}
	for _, o := range q.Options {
		if o.Right {
			r.Choices = append(r.Choices, o.ID)
		}
	}
	return r
}

// admitOnce confirms the learner's identity and accepts a photo, where that is not done.
func admitOnce(ctx context.Context, at *exam.ServicePoint, l exam.Learner, drawn looks) error {
	var err error
	if l.Proof == nil {
		claim := exam.Claim{Kind: exam.OtherLicence, Number: "DEMO-1", Birth: "1990-05-17"}
		if l, err = at.ConfirmIdentity(ctx, demoOperator, l.Member, l.Version, claim); err != nil {
			return err
		}
	}
	if l.Photo.IsAccepted() {
		return nil
	}
	if l.Photo == nil {
		if l, err = at.AddPhoto(ctx, demoOperator, l.Member, l.Version, bytes.NewReader(portrait(drawn))); err != nil {
			return err
		}
	}
	var attested []exam.Attestation
	for _, id := range photo.Attested() {
		attested = append(attested, exam.Attestation{Check: id, Met: true})
	}
	_, err = at.SavePhoto(ctx, demoOperator, l.Member, l.Version, l.Photo.Crop, attested)
	return err
}

// issueOnce issues the card of an exam that was passed and has none yet.
func issueOnce(ctx context.Context, at *exam.ServicePoint, s exam.Sitting) error {
	if s.Card != nil {
		return nil
	}
	_, err := at.IssueCard(ctx, demoStaff, s.Key)
	if errors.Is(err, exam.ErrNoCard) {
		return nil
	}
	return err
}
