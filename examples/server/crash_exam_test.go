package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/identity"
)

// The people of the sittings that are cut short: an operator of the demonstration, and
// learners of its service point.
var (
	examStaff    = identity.Actor{Org: demoOrganisation, Account: "jeanne", Name: "Jeanne Roy", Roles: []identity.Role{identity.RoleStaff}}
	examOperator = identity.Actor{Org: demoOrganisation, Account: "louise", Name: "Louise Bergeron", Roles: []identity.Role{identity.RoleOperator}}
	examLearners = []identity.MemberID{"crash-1", "crash-2", "crash-3"}
)

func examLearner(member identity.MemberID) identity.Actor {
	return identity.Actor{Org: demoOrganisation, Account: identity.AccountID(member), Member: member, Name: string(member), Roles: []identity.Role{identity.RoleLearner}}
}

// sat is something that a desk acknowledged in a sitting.
type sat struct {
	Key      exam.Key
	Event    exam.Event
	Question string
	Sequence int
	Response exam.Response
	At       time.Time
}

// sitter goes through one sitting after another, as a learner and the operator do.
type sitter struct {
	h      *house
	member identity.MemberID
	draws  chance
	named  int
	prefix string
	say    func(sat)
}

func (s *sitter) command() string { s.named++; return fmt.Sprintf("%s-%d", s.prefix, s.named) }

// enrol puts the learner into training, again after an end.
func enrol(ctx context.Context, h *house, member identity.MemberID) (exam.Learner, error) {
	return h.exams.Enrol(ctx, examStaff, exam.Enrolling{
		Member: member, Point: demoPoint, First: "Crash", Last: string(member), Email: string(member) + "@apprenants.example", Exam: "signaleur",
	})
}

// admit enrols the learner, and has what authorising needs.
func admit(ctx context.Context, h *house, member identity.MemberID) error {
	l, err := enrol(ctx, h, member)
	if err != nil || l.Photo.IsAccepted() {
		return err
	}
	if l, err = h.exams.ConfirmIdentity(ctx, examOperator, member, l.Version, exam.Claim{Kind: exam.OtherLicence, Number: "AB12345", Birth: "1990-05-17"}); err != nil {
		return err
	}
	if l, err = h.exams.AddPhoto(ctx, examOperator, member, l.Version, bytes.NewReader(phototest.Good(450, 600))); err != nil {
		return err
	}
	var attested []exam.Attestation
	for _, id := range photo.Attested() {
		attested = append(attested, exam.Attestation{Check: id, Met: true})
	}
	_, err = h.exams.SavePhoto(ctx, examOperator, member, l.Version, l.Photo.Crop, attested)
	return err
}

// sit does the next thing in the learner's sitting; it opens one when none is live.
func (s *sitter) sit(ctx context.Context) error {
	if _, err := enrol(ctx, s.h, s.member); err != nil {
		return err
	}
	file, err := s.h.exams.File(ctx, examOperator, s.member)
	if err != nil {
		return err
	}
	live := file.Live()
	if live == nil {
		opened, err := s.h.exams.Authorise(ctx, examOperator, s.member, exam.Authorising{Command: s.command(), Exam: "signaleur"})
		if err == nil {
			s.say(sat{Key: opened.Key, Event: exam.Authorise, At: opened.Authorisation.At})
		}
		return err
	}
	learner, number := examLearner(s.member), live.Number
	done := func(e exam.Event, at time.Time, err error) error {
		if err == nil {
			s.say(sat{Key: live.Key, Event: e, At: at})
		}
		return err
	}
	if live.Attempt.State == exam.Unlaunched || s.draws(12) == 0 {
		_, receipt, err := s.h.exams.Launch(ctx, learner, number, s.command(), "")
		return done(exam.Launch, receipt.At, err)
	}
	epoch := live.Attempt.Epoch
	if live.Attempt.State == exam.Launched {
		if s.draws(6) == 0 {
			after, err := s.h.exams.Cancel(ctx, examOperator, live.Key, exam.Because{Command: s.command(), Ground: exam.ByMistake})
			return done(exam.Cancel, after.Attempt.Finished, err)
		}
		_, receipt, err := s.h.exams.Begin(ctx, learner, number, s.command(), epoch)
		return done(exam.Begin, receipt.At, err)
	}
	switch s.draws(14) {
	case 0:
		after, _, err := s.h.exams.Submit(ctx, learner, number, s.command(), epoch)
		return done(exam.Submit, after.Attempt.Finished, err)
	case 1:
		after, err := s.h.exams.Terminate(ctx, examOperator, live.Key, exam.Because{Command: s.command(), Ground: exam.FinishedUnclosed})
		return done(exam.Terminate, after.Attempt.Finished, err)
	case 2:
		_, err := s.h.exams.Grant(ctx, examOperator, live.Key, time.Minute, exam.Because{Command: s.command(), Ground: exam.Incident, Note: "Panne"})
		return done(exam.Grant, time.Time{}, err)
	}
	drawn := live.Paper[s.draws(len(live.Paper))]
	answer := exam.Answering{Epoch: epoch, Question: drawn.Question, Sequence: live.Given(drawn.Question).Sequence + 1}
	if len(drawn.Options) > 0 {
		answer.Response.Choices = []string{one(s.draws, drawn.Options...)}
	} else {
		answer.Response.Number = strconv.Itoa(s.draws(50))
	}
	_, receipt, err := s.h.exams.Answer(ctx, learner, number, answer)
	if err == nil {
		s.say(sat{live.Key, exam.Answer, answer.Question, answer.Sequence, answer.Response, receipt.At})
	}
	return err
}

// TestExamCrashChild is the process that is killed in the middle of sittings. By itself
// it does nothing.
func TestExamCrashChild(t *testing.T) {
	url := os.Getenv(childStore)
	if url == "" {
		return
	}
	round, err := strconv.Atoi(os.Getenv(childRound))
	require.NoError(t, err)
	opened, err := openStore(t.Context(), url)
	require.NoError(t, err)
	documents, err := files.Open(os.Getenv(childFiles))
	require.NoError(t, err)
	h, err := wire(opened, documents, cheap, stopped)
	require.NoError(t, err)
	require.NoError(t, h.fill(t.Context()))
	var mu sync.Mutex
	say := func(s sat) {
		line, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(os.Stdout, "%s\n", line)
	}
	var all sync.WaitGroup
	for i, member := range examLearners {
		require.NoError(t, admit(t.Context(), h, member))
		// Two at each learner's: whoever loses is told so.
		for twin := range 2 {
			all.Go(func() {
				s := &sitter{h: h, member: member, draws: chance(seeded(uint64(100*round + 10*i + twin))), prefix: fmt.Sprintf("%d-%d-%d", round, i, twin), say: say}
				for {
					if err := s.sit(t.Context()); !explained(err) {
						fmt.Fprintln(os.Stderr, member, err)
						os.Exit(3)
					}
				}
			})
		}
	}
	all.Wait()
}

// crashExam starts the child on a store, kills it in the middle of what it does, and
// returns what it had been told was written.
func crashExam(t *testing.T, url, folder string, round int, draws chance) []sat {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestExamCrashChild$", "-test.timeout=2m")
	child.Env = append(os.Environ(), childStore+"="+url, childFiles+"="+folder, childRound+"="+strconv.Itoa(round))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	var all []sat
	after, moment := 20+draws(60), time.Duration(draws(3000))*time.Microsecond
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var a sat
		// A line that the end cut short is no acknowledgement.
		if json.Unmarshal(lines.Bytes(), &a) != nil {
			continue
		}
		all = append(all, a)
		if len(all) == after {
			go func() {
				time.Sleep(moment)
				_ = child.Process.Kill()
			}()
		}
	}
	require.NoError(t, lines.Err())
	var killed *exec.ExitError
	require.ErrorAs(t, child.Wait(), &killed)
	require.False(t, killed.Exited(), "the child ended by itself")
	return all
}

// sittingsSurvive kills a process in the middle of sittings again and again. Each time,
// from another process: no answer that was acknowledged is lost, an end is one and
// explained, and every result reaches the learner's file.
func sittingsSurvive(t *testing.T, url string) {
	t.Helper()
	folder, draws := t.TempDir(), chance(seeded(17))
	kept, events := []sat(nil), map[exam.Event]int{}
	for round := range 8 {
		kept = append(kept, crashExam(t, url, folder, round+1, draws)...)
		h := lifeHouse(t, url)
		for _, a := range kept {
			s, err := h.store.Exam().Sitting(t.Context(), a.Key)
			require.NoError(t, err)
			require.NoError(t, upheld(s, a), "round %d: %v", round, a)
		}
		require.NoError(t, h.exams.Advance(t.Context(), demoOrganisation))
		for _, member := range examLearners {
			l, err := h.store.Exam().Learner(t.Context(), demoOrganisation, member)
			require.NoError(t, err)
			all, err := h.store.Exam().Sittings(t.Context(), demoOrganisation, member)
			require.NoError(t, err)
			for i, s := range all {
				require.Equal(t, i+1, s.Number)
				require.True(t, s.Ended() || i == len(all)-1, "one live sitting at most")
				require.NoError(t, explainedEnd(s, l))
			}
		}
	}
	for _, a := range kept {
		events[a.Event]++
	}
	for _, e := range []exam.Event{exam.Authorise, exam.Launch, exam.Begin, exam.Answer, exam.Submit, exam.Terminate, exam.Cancel, exam.Grant} {
		require.Positive(t, events[e], "%s was acknowledged in no round: %v", e, events)
	}
}

// upheld is nil when the sitting has what was acknowledged.
func upheld(s exam.Sitting, a sat) error {
	logged := func() bool {
		return slices.ContainsFunc(s.Log, func(e exam.Entry) bool { return e.Event == a.Event && (a.At.IsZero() || e.At.Equal(a.At)) })
	}
	switch a.Event {
	case exam.Answer:
		g := s.Given(a.Question)
		if g.Sequence < a.Sequence || g.Sequence == a.Sequence && !g.Response.Equal(a.Response) {
			return fmt.Errorf("the answer is %v", g)
		}
	case exam.Submit, exam.Terminate, exam.Cancel:
		if !s.Ended() || !s.Attempt.Finished.Equal(a.At) || !logged() {
			return fmt.Errorf("it ended %s at %s", s.Attempt.State, s.Attempt.Finished)
		}
	default:
		if !logged() {
			return errors.New("the log does not have it")
		}
	}
	return nil
}

// explainedEnd is nil when the sitting ended once, by what its log says, and the
// learner's file knows of the result.
func explainedEnd(s exam.Sitting, l exam.Learner) error {
	ends := map[exam.Event]exam.AttemptState{
		exam.Submit: exam.Submitted, exam.Terminate: exam.Terminated, exam.TimeOut: exam.TimedOut, exam.Cancel: exam.Withdrawn, exam.Lapse: exam.Withdrawn,
	}
	found := 0
	for _, e := range s.Log {
		if state, end := ends[e.Event]; end {
			if found++; state != s.Attempt.State {
				return fmt.Errorf("sitting %d is %s, and its log says %s", s.Number, s.Attempt.State, e.Event)
			}
		}
	}
	result, finished := s.Result()
	filed := slices.ContainsFunc(l.Enrolments, func(e exam.Enrolment) bool {
		return e.Sitting == s.Number && e.Outcome == result.Outcome && e.Ended.Equal(s.Attempt.Finished)
	})
	switch {
	case s.Ended() != (found == 1), found > 1:
		return fmt.Errorf("sitting %d has %d ends", s.Number, found)
	case s.Ended() && !s.Filed, finished && !filed:
		return fmt.Errorf("the file of %s does not know of sitting %d", l.Member, s.Number)
	}
	return nil
}

func TestCrash_SQLiteLosesNoAnswerOfASitting(t *testing.T) {
	sittingsSurvive(t, "sqlite:"+filepath.Join(t.TempDir(), "exams.db"))
}

func TestCrash_PostgreSQLLosesNoAnswerOfASitting(t *testing.T) {
	sittingsSurvive(t, pgtest.DSN(t))
}
