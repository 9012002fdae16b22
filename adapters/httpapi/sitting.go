package httpapi

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	learnerSittingsPath = learnerPath + "/sittings"
	learnerSittingPath  = learnerSittingsPath + "/{number}"
)

func sittingEndpoints() []endpoint {
	return atServicePoint(
		endpoint{Route{http.MethodPost, learnerSittingsPath}, false, authoriseSitting},
		endpoint{Route{http.MethodGet, learnerSittingPath}, false, showSitting},
		endpoint{Route{http.MethodPost, learnerSittingPath + "/cancellation"}, false, cancelSitting},
		endpoint{Route{http.MethodPost, learnerSittingPath + "/termination"}, false, terminateSitting},
		endpoint{Route{http.MethodPost, learnerSittingPath + "/grants"}, false, grantTime},
		endpoint{Route{http.MethodPost, learnerSittingPath + "/pause"}, false, pauseSitting},
		endpoint{Route{http.MethodPost, learnerSittingPath + "/resumption"}, false, resumeSitting},
		endpoint{Route{http.MethodPost, learnerSittingPath + "/workstation"}, false, moveSitting},
		endpoint{Route{http.MethodPost, learnerSittingPath + "/continuation"}, false, continueSitting},
	)
}

// number returns the number of a sitting in the path.
func (x *exchange) number() (int, error) {
	text := x.r.PathValue("number")
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || strconv.Itoa(n) != text {
		return 0, exam.ErrNotFound
	}
	return n, nil
}

// named is what every command has: its name, given by whoever sends it, under which
// sending it again does nothing more and is answered as the first time.
func named(command string) error {
	if command != "" && !identity.WellFormed(command) {
		return hours.FieldErrors{{Field: "command", Err: exam.ErrCommand}}
	}
	return nil
}

// lasting returns so many seconds, or more than anything may last.
func lasting(seconds int) time.Duration {
	const most = int(2 * exam.MostGranted / time.Second)
	return time.Duration(max(-most, min(seconds, most))) * time.Second
}

// renamed calls a field of an error as the body does.
func renamed(err error, field, name string) error {
	var wrong hours.FieldErrors
	if !errors.As(err, &wrong) {
		return err
	}
	for i := range wrong {
		if wrong[i].Field == field {
			wrong[i].Field = name
		}
	}
	return wrong
}

// opened answers with a sitting that was opened.
func (x *exchange) opened(s exam.Sitting) error {
	x.w.Header().Set("Location", learnersPath+"/"+string(s.Member)+"/sittings/"+s.ID())
	return x.json(http.StatusCreated, x.viewSitting(s))
}

// authoriseSitting authorises an exam (E6). The same command again answers the sitting
// that it opened.
func authoriseSitting(x *exchange) error {
	f, err := x.workedFile()
	if err != nil {
		return err
	}
	var given struct {
		Command      string `json:"command"`
		Exam         string `json:"exam"`
		Workstation  string `json:"workstation"`
		ExtraSeconds int    `json:"extraSeconds"`
		Note         string `json:"note"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if err := named(given.Command); err != nil {
		return err
	}
	s, err := x.api.ServicePoint.Authorise(x.r.Context(), x.actor, f.Learner.Member, exam.Authorising{
		Command: given.Command, Exam: exam.ID(given.Exam), Workstation: given.Workstation, Extra: lasting(given.ExtraSeconds), Note: given.Note,
	})
	if err != nil {
		return renamed(err, "extra", "extraSeconds")
	}
	return x.opened(s)
}

func showSitting(x *exchange) error {
	f, err := x.learnerFile()
	if err != nil {
		return err
	}
	number, err := x.number()
	if err != nil {
		return err
	}
	for _, s := range f.Sittings {
		if s.Number == number {
			return x.json(http.StatusOK, x.viewSitting(s))
		}
	}
	return exam.ErrNotFound
}

// becauseAsked is a command with a ground and a note.
type becauseAsked struct {
	Command string `json:"command"`
	Ground  string `json:"ground"`
	Note    string `json:"note"`
}

func (b becauseAsked) because() exam.Because {
	return exam.Because{Command: b.Command, Ground: exam.Ground(b.Ground), Note: b.Note}
}

// commandAsked is a command with nothing beside it.
type commandAsked struct {
	Command string `json:"command"`
}

// onSitting reads a command about a sitting of the learner's that the path names, has
// it applied, and answers with the sitting as it is then.
func onSitting[T any](x *exchange, command func(*T) string, apply func(key exam.Key, given T) (exam.Sitting, error)) error {
	f, err := x.workedFile()
	if err != nil {
		return err
	}
	number, err := x.number()
	if err != nil {
		return err
	}
	var given T
	if err := x.read(&given); err != nil {
		return err
	}
	if err := named(command(&given)); err != nil {
		return err
	}
	s, err := apply(exam.Key{Org: x.actor.Org, Member: f.Learner.Member, Number: number}, given)
	if err != nil {
		return renamed(err, "time", "seconds")
	}
	return x.json(http.StatusOK, x.viewSitting(s))
}

func because(b *becauseAsked) string   { return b.Command }
func commanded(c *commandAsked) string { return c.Command }

// cancelSitting takes the authorisation back, as long as the learner has not begun (E7).
func cancelSitting(x *exchange) error {
	return onSitting(x, because, func(key exam.Key, given becauseAsked) (exam.Sitting, error) {
		return x.api.ServicePoint.Cancel(x.r.Context(), x.actor, key, given.because())
	})
}

// terminateSitting ends the exam for the learner (E15, E16).
func terminateSitting(x *exchange) error {
	return onSitting(x, because, func(key exam.Key, given becauseAsked) (exam.Sitting, error) {
		return x.api.ServicePoint.Terminate(x.r.Context(), x.actor, key, given.because())
	})
}

// grantAsked is time to be granted, and why.
type grantAsked struct {
	Command string `json:"command"`
	Seconds int    `json:"seconds"`
	Ground  string `json:"ground"`
	Note    string `json:"note"`
}

// grantTime gives time, ahead or while the exam is running.
func grantTime(x *exchange) error {
	return onSitting(x, func(g *grantAsked) string { return g.Command }, func(key exam.Key, given grantAsked) (exam.Sitting, error) {
		return x.api.ServicePoint.Grant(x.r.Context(), x.actor, key, lasting(given.Seconds), exam.Because{
			Command: given.Command, Ground: exam.Ground(given.Ground), Note: given.Note,
		})
	})
}

// pauseSitting stops the clock, where the exam allows it.
func pauseSitting(x *exchange) error {
	return onSitting(x, commanded, func(key exam.Key, given commandAsked) (exam.Sitting, error) {
		return x.api.ServicePoint.Pause(x.r.Context(), x.actor, key, exam.Because{Command: given.Command})
	})
}

// resumeSitting starts the clock again.
func resumeSitting(x *exchange) error {
	return onSitting(x, commanded, func(key exam.Key, given commandAsked) (exam.Sitting, error) {
		return x.api.ServicePoint.Resume(x.r.Context(), x.actor, key, exam.Because{Command: given.Command})
	})
}

// moveAsked is the workstation to move to; empty for any.
type moveAsked struct {
	Command     string `json:"command"`
	Workstation string `json:"workstation"`
	Note        string `json:"note"`
}

// moveSitting assigns another workstation: the browser at the former one is cut off.
func moveSitting(x *exchange) error {
	return onSitting(x, func(m *moveAsked) string { return m.Command }, func(key exam.Key, given moveAsked) (exam.Sitting, error) {
		return x.api.ServicePoint.Move(x.r.Context(), x.actor, key, given.Workstation, exam.Because{Command: given.Command, Note: given.Note})
	})
}

// continueSitting opens a sitting that goes on where one ended, for a supervisor.
func continueSitting(x *exchange) error {
	f, err := x.workedFile()
	if err != nil {
		return err
	}
	if !exam.MaySupervise(x.actor) {
		return identity.ErrForbidden
	}
	number, err := x.number()
	if err != nil {
		return err
	}
	var given struct {
		Command     string `json:"command"`
		Seconds     int    `json:"seconds"`
		Workstation string `json:"workstation"`
		Note        string `json:"note"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if err := named(given.Command); err != nil {
		return err
	}
	key := exam.Key{Org: x.actor.Org, Member: f.Learner.Member, Number: number}
	s, err := x.api.ServicePoint.Continue(x.r.Context(), x.actor, key, exam.Continuing{
		Command: given.Command, Limit: lasting(given.Seconds), Workstation: given.Workstation, Note: given.Note,
	})
	if err != nil {
		return renamed(err, "time", "seconds")
	}
	return x.opened(s)
}
