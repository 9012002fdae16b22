package portal_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// atOnce presses the buttons of several browsers at the same instant.
func atOnce(forms ...*portaltest.Form) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for _, f := range forms {
		all.Go(func() {
			<-start
			f.Press("")
		})
	}
	close(start)
	all.Wait()
}

// ends returns the events of the log that ended the sitting.
func ends(s exam.Sitting) (all []exam.Event) {
	for _, e := range s.Log {
		if e.Event == exam.Submit || e.Event == exam.Terminate {
			all = append(all, e.Event)
		}
	}
	return all
}

// Two browsers: the operator ends the exam at the instant at which the learner closes
// it. One of them does, the other is told who did and when, and the result is one.
func TestE15_TheOperatorEndsTheExamWhileTheLearnerClosesIt(t *testing.T) {
	h := openExams(t)
	h.account(t, "louise", "", identity.RoleOperator)
	operator := h.signIn(t, "louise")
	for n := 1; n <= 5; n++ {
		if n > 1 {
			_, err := h.portal.ServicePoint.Enrol(t.Context(), clerk, exam.Enrolling{
				Member: "genevieve", Point: "quebec", First: "Geneviève", Last: "Lavigne", Email: "genevieve@apprenants.example", Exam: espace,
			})
			require.NoError(t, err)
		}
		s := h.authorise(t, espace, "")
		learner := h.start(t, espace)
		h.fillIn(t, learner, s, 1, true).Press("close")
		operator.Get("/learners/genevieve/sittings/" + s.ID() + "/termination")
		atOnce(learner.Form("/close"), operator.Form("#step").Fill("because", string(exam.FinishedUnclosed)))

		after := h.own(t, s.Number)
		require.Len(t, ends(after), 1)
		result, ended := after.Result()
		require.True(t, ended)
		require.Equal(t, s.Paper[0].Points, result.Points)
		if ends(after)[0] == exam.Submit {
			require.Equal(t, "/sittings/"+s.ID()+"/result", learner.URL.Path)
			require.Contains(t, learner.Text(), "Vous avez fermé l’examen à 10 h")
			require.Contains(t, operator.Text(), "a terminé l’examen", "the operator is told what won")
			require.Contains(t, operator.Text(), "10 h")
		} else {
			require.Contains(t, learner.Text(), "L’opérateur a terminé l’examen à 10 h", "the learner is told what won")
		}
	}
}

// Two operators authorise at the same instant: there is one sitting, and whoever comes
// second is told by whom it was authorised.
func TestE6_TwoOperatorsAuthoriseAtOnce(t *testing.T) {
	h := openExams(t)
	h.admit(t)
	h.account(t, "louise", "", identity.RoleOperator)
	h.account(t, "sylvain", "", identity.RoleSupervisor)
	var browsers []*portaltest.Browser
	var forms []*portaltest.Form
	for _, login := range []string{"louise", "sylvain"} {
		b := h.signIn(t, login).Get("/learners/genevieve")
		browsers = append(browsers, b)
		forms = append(forms, b.Form("/authorisation").Fill("exam", string(signaleur)))
	}
	atOnce(forms...)
	file, err := h.portal.ServicePoint.File(t.Context(), proctor, "genevieve")
	require.NoError(t, err)
	require.Len(t, file.Sittings, 1)
	won := file.Sittings[0].Authorisation.By.Name
	told := 0
	for _, b := range browsers {
		if strings.Contains(b.Text(), "autorisé par "+won) || strings.Contains(b.Text(), won+" a autorisé") {
			told++
		}
	}
	require.Positive(t, told, "%s\n%s", browsers[0].Text(), browsers[1].Text())
}
