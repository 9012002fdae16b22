package exam

import (
	"context"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Training is one of the learner's trainings ("Mes formations", E9), with its sittings.
type Training struct {
	Enrolment Enrolment
	Exam      Exam
	// Sittings are those of this training, as they are now, the latest first, as
	// [Sitting.Seen].
	Sittings []Sitting
}

// Live returns the sitting that has not ended; nil when there is none.
func (t Training) Live() *Sitting { return File{Sittings: t.Sittings}.Live() }

// Trainings returns the actor's own trainings, in the order in which they began; none to
// who is in no training. What the learner never sees is not in it: neither the photo
// (E10) nor the proof of identity.
func (d *ServicePoint) Trainings(ctx context.Context, actor identity.Actor) ([]Training, error) {
	if actor.Member == "" {
		return nil, ErrNotFound
	}
	l, err := d.Store.Learner(ctx, actor.Org, actor.Member)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all, err := d.sittings(ctx, actor.Org, actor.Member, d.now())
	if err != nil {
		return nil, err
	}
	var trainings []Training
	for i, e := range l.Enrolments {
		t := Training{Enrolment: e}
		if t.Exam, err = d.Exams.Latest(e.Exam); err != nil {
			return nil, err
		}
		for _, s := range all {
			// A training that was begun again has the sittings from then on.
			if s.Exam == e.Exam && !s.Authorisation.At.Before(e.Since) && !begunAgain(l.Enrolments[i+1:], s) {
				t.Sittings = append(t.Sittings, s.Seen())
			}
		}
		trainings = append(trainings, t)
	}
	return trainings, nil
}

// begunAgain reports that the sitting belongs to a later training for the same exam.
func begunAgain(later []Enrolment, s Sitting) bool {
	for _, e := range later {
		if e.Exam == s.Exam && !s.Authorisation.At.Before(e.Since) {
			return true
		}
	}
	return false
}

// Own returns one of the actor's own sittings, as it is now and as the learner sees it,
// with the exam in the version that is sat. That the browser was there is noted twice a
// minute at most; it changes nothing else.
func (d *ServicePoint) Own(ctx context.Context, actor identity.Actor, number int) (Sitting, Exam, error) {
	key, now := own(actor, number), d.now()
	if key.Member == "" {
		return Sitting{}, Exam{}, ErrNotFound
	}
	s, err := d.Store.Sitting(ctx, key)
	if err != nil {
		return Sitting{}, Exam{}, err
	}
	e, err := d.Exams.Version(s.Exam, s.ExamVersion)
	if err != nil {
		return Sitting{}, Exam{}, err
	}
	if s = s.At(now); !s.Ended() && now.Sub(s.Attempt.Heard) >= heardEvery {
		// Who looks need not wait for this, nor see it fail.
		_, _ = d.Store.ChangeSitting(ctx, key, func(s Sitting) (Sitting, error) {
			if s.Attempt.State.Ended() || !s.Attempt.Heard.Before(now) {
				return s, errUnchanged
			}
			s.Attempt.Heard = now
			return s, nil
		})
	}
	return s.Seen(), e, nil
}

// heardEvery is how often a browser that only looks is noted.
const heardEvery = 30 * time.Second

// Launch opens the exam in the learner's browser ("Lancer l'exam"), also again after a
// crash: the receipt has the epoch that everything else is sent with, and what an
// earlier browser sends is refused from then on. secret is what a registered
// workstation keeps, empty in any other browser. The error is [ErrWorkstation] at
// another workstation than the assigned one, or a [Lost].
func (d *ServicePoint) Launch(ctx context.Context, actor identity.Actor, number int, command, secret string) (Sitting, Receipt, error) {
	key := own(actor, number)
	if key.Member == "" {
		return Sitting{}, Receipt{}, ErrNotFound
	}
	s, err := d.Store.Sitting(ctx, key)
	if err != nil {
		return Sitting{}, Receipt{}, err
	}
	p, err := d.Store.Point(ctx, key.Org, s.Point)
	if err != nil {
		return Sitting{}, Receipt{}, err
	}
	at, _ := p.Workstation(Digest(secret))
	return d.own(ctx, actor, key, Command{ID: command, Event: Launch, Workstation: at.Name})
}

// Seated reports that a browser may go on with one of the actor's own sittings, as Own
// returns it: at the assigned workstation alone when there is one. An epoch is a small
// number that anybody may guess; what a registered workstation keeps is not.
func (d *ServicePoint) Seated(ctx context.Context, s Sitting, secret string) (bool, error) {
	if s.Authorisation.Workstation == "" {
		return true, nil
	}
	p, err := d.Store.Point(ctx, s.Org, s.Point)
	if err != nil {
		return false, err
	}
	at, _ := p.Workstation(Digest(secret))
	return at.Name == s.Authorisation.Workstation, nil
}

// Begin starts the clock ("Commencer").
func (d *ServicePoint) Begin(ctx context.Context, actor identity.Actor, number int, command string, epoch int) (Sitting, Receipt, error) {
	return d.own(ctx, actor, own(actor, number), Command{ID: command, Event: Begin, Epoch: epoch})
}

// Answering is an answer as the learner's browser sends it: to a question, under the
// epoch of its launch, with a sequence above those of the answers that it has seen.
type Answering struct {
	Epoch    int
	Question string
	Sequence int
	Response Response
}

// Answer keeps an answer. Once it returns without an error the answer is never lost.
// Sending it again gives the same receipt. The error is one of [Question.Mark],
// [ErrNoQuestion], or a [Lost]: [ErrSequence] when another answer came first.
func (d *ServicePoint) Answer(ctx context.Context, actor identity.Actor, number int, a Answering) (Sitting, Receipt, error) {
	key := own(actor, number)
	if key.Member == "" {
		return Sitting{}, Receipt{}, ErrNotFound
	}
	s, err := d.Store.Sitting(ctx, key)
	if err != nil {
		return Sitting{}, Receipt{}, err
	}
	e, err := d.Exams.Version(s.Exam, s.ExamVersion)
	if err != nil {
		return Sitting{}, Receipt{}, err
	}
	q, ok := e.Question(a.Question)
	if !ok {
		return Sitting{}, Receipt{}, ErrNoQuestion
	}
	a.Response = a.Response.tidy()
	points, err := q.Mark(a.Response)
	if err != nil {
		return Sitting{}, Receipt{}, err
	}
	return d.own(ctx, actor, key, Command{
		Event: Answer, Epoch: a.Epoch, Question: a.Question, Sequence: a.Sequence, Response: a.Response, Points: points,
	})
}

// Submit ends the exam ("Fermer la fenêtre", confirmed, E12).
func (d *ServicePoint) Submit(ctx context.Context, actor identity.Actor, number int, command string, epoch int) (Sitting, Receipt, error) {
	return d.own(ctx, actor, own(actor, number), Command{ID: command, Event: Submit, Epoch: epoch})
}

func own(actor identity.Actor, number int) Key { return Key{actor.Org, actor.Member, number} }

// own applies a learner's command to their own sitting.
func (d *ServicePoint) own(ctx context.Context, actor identity.Actor, key Key, c Command) (Sitting, Receipt, error) {
	if key.Member == "" {
		return Sitting{}, Receipt{}, ErrNotFound
	}
	c.By = PersonOf(actor)
	s, receipt, err := d.command(ctx, key, c)
	return s.Seen(), receipt, err
}
