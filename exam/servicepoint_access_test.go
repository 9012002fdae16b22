package exam_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/identity"
)

// call is a method of the desk, asked of Geneviève Lavigne's file in a way that changes
// nothing even for who may.
type call struct {
	name string
	ask  func(w *world, t *testing.T, by identity.Actor) error
}

// calls has every method of the desk.
func calls() []call {
	key := exam.Key{Org: aqtr, Member: genevieve, Number: 1}
	ungrounded := exam.Because{Command: "c", Ground: "none"}
	return []call{
		{"Registration", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Registration(t.Context(), by)
			return err
		}},
		{"Register", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Register(t.Context(), by, exam.StepAccount, exam.Operator{Version: -1})
			return err
		}},
		{"Points", func(w *world, t *testing.T, by identity.Actor) error { _, err := w.Points(t.Context(), by); return err }},
		{"Point", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Point(t.Context(), by, quebec)
			return err
		}},
		{"PutPoint", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.PutPoint(t.Context(), by, exam.Point{ID: quebec, Name: "Québec", Closes: "17:00", Version: -1})
			return err
		}},
		{"RegisterWorkstation", func(w *world, t *testing.T, by identity.Actor) error {
			_, _, err := w.RegisterWorkstation(t.Context(), by, quebec, "")
			return err
		}},
		{"RemoveWorkstation", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.RemoveWorkstation(t.Context(), by, quebec, "none")
			return err
		}},
		{"Enrol", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Enrol(t.Context(), by, exam.Enrolling{Member: genevieve, Point: quebec, Exam: signaleur})
			return err
		}},
		{"Learners", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Learners(t.Context(), by, quebec, exam.Query{})
			return err
		}},
		{"File", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.File(t.Context(), by, genevieve)
			return err
		}},
		{"ConfirmIdentity", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.ConfirmIdentity(t.Context(), by, genevieve, -1, exam.Claim{})
			return err
		}},
		{"AddPhoto", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.AddPhoto(t.Context(), by, genevieve, -1, bytes.NewReader(nil))
			return err
		}},
		{"MeasurePhoto", func(w *world, t *testing.T, by identity.Actor) error {
			_, _, err := w.MeasurePhoto(t.Context(), by, genevieve, photo.Crop{})
			return err
		}},
		{"SavePhoto", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.SavePhoto(t.Context(), by, genevieve, -1, photo.Crop{}, nil)
			return err
		}},
		{"ReopenPhoto", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.ReopenPhoto(t.Context(), by, genevieve, -1)
			return err
		}},
		{"RemovePhoto", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.RemovePhoto(t.Context(), by, genevieve, -1)
			return err
		}},
		{"PhotoPreview", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.PhotoPreview(t.Context(), by, genevieve, photo.Crop{}, 100)
			return err
		}},
		{"PhotoCut", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.PhotoCut(t.Context(), by, genevieve, photo.Crop{})
			return err
		}},
		{"Authorise", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Authorise(t.Context(), by, genevieve, exam.Authorising{Command: "c"})
			return err
		}},
		{"Sitting", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Sitting(t.Context(), by, key)
			return err
		}},
		{"Cancel", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Cancel(t.Context(), by, key, ungrounded)
			return err
		}},
		{"Terminate", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Terminate(t.Context(), by, key, ungrounded)
			return err
		}},
		{"Grant", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Grant(t.Context(), by, key, 0, ungrounded)
			return err
		}},
		{"Pause", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Pause(t.Context(), by, key, exam.Because{})
			return err
		}},
		{"Resume", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Resume(t.Context(), by, key, exam.Because{})
			return err
		}},
		{"Move", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Move(t.Context(), by, key, "none", exam.Because{})
			return err
		}},
		{"Continue", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Continue(t.Context(), by, key, exam.Continuing{})
			return err
		}},
		{"IssueCard", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.IssueCard(t.Context(), by, key)
			return err
		}},
		{"Card", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Card(t.Context(), by, key)
			return err
		}},
		{"Own", func(w *world, t *testing.T, by identity.Actor) error {
			_, _, err := w.Own(t.Context(), by, 1)
			return err
		}},
		{"Launch", func(w *world, t *testing.T, by identity.Actor) error {
			_, _, err := w.Launch(t.Context(), by, 1, "", "")
			return err
		}},
		{"Begin", func(w *world, t *testing.T, by identity.Actor) error {
			_, _, err := w.Begin(t.Context(), by, 1, "", 1)
			return err
		}},
		{"Answer", func(w *world, t *testing.T, by identity.Actor) error {
			_, _, err := w.Answer(t.Context(), by, 1, exam.Answering{Question: "none"})
			return err
		}},
		{"Submit", func(w *world, t *testing.T, by identity.Actor) error {
			_, _, err := w.Submit(t.Context(), by, 1, "", 1)
			return err
		}},
		{"Trainings", func(w *world, t *testing.T, by identity.Actor) error {
			_, err := w.Trainings(t.Context(), by)
			return err
		}},
	}
}

// public are the methods that have nobody to refuse: who verifies a card need be nobody,
// the browser at a workstation has the sitting already,
// and time is not a person.
var public = []string{"VerifyCard", "Seated", "Advance"}

func TestE2_EveryMethodIsInTheTable(t *testing.T) {
	names := append([]string{}, public...)
	for _, c := range calls() {
		names = append(names, c.name)
	}
	var methods []string
	for i, desk := 0, reflect.TypeFor[*exam.ServicePoint](); i < desk.NumMethod(); i++ {
		methods = append(methods, desk.Method(i).Name)
	}
	require.ElementsMatch(t, methods, names)
}

// The letters of the table: refused as if it did not exist, forbidden, not registered,
// and let through.
const (
	hidden       = 'n'
	forbidden    = 'f'
	unregistered = 'r'
	free         = '.'
)

// letter returns what became of a call.
func letter(err error) rune {
	switch {
	case errors.Is(err, exam.ErrNotFound):
		return hidden
	case errors.Is(err, identity.ErrForbidden):
		return forbidden
	case errors.Is(err, exam.ErrRegistration):
		return unregistered
	}
	return free
}

// Operators, and only they, see the service point, and each the learners of their own
// points alone. What is somebody else's does not exist; nobody works on their own file.
func TestE2_WhoMayDoWhat(t *testing.T) {
	w := newWorld(t)
	w.opened(t, signaleur)
	w.enrol(t, "autre", "Autre", "Personne", quebec, signaleur)
	_, err := w.PutPoint(t.Context(), identity.Actor{Org: "sud", Account: "jeanne", Roles: jeanne.Roles}, exam.Point{
		ID: "sherbrooke", Name: "Sherbrooke", Closes: "17:00", Operators: []identity.AccountID{"louise"},
	})
	require.NoError(t, err)
	abroad := louise
	abroad.Org = "sud"
	w.register(t, abroad)
	p, err := w.Point(t.Context(), jeanne, quebec)
	require.NoError(t, err)
	p.Operators = append(p.Operators, "nadia", "genevieve")
	_, err = w.PutPoint(t.Context(), jeanne, p)
	require.NoError(t, err)
	nadia := identity.Actor{Org: aqtr, Account: "nadia", Roles: louise.Roles}
	self := identity.Actor{Org: aqtr, Account: "genevieve", Member: genevieve, Roles: []identity.Role{identity.RoleOperator, identity.RoleLearner}}
	w.register(t, self)
	other := identity.Actor{Org: aqtr, Account: "autre", Member: "autre", Roles: learner.Roles}
	posted := identity.Actor{Org: aqtr, Account: "louise"} // listed at the point, without the role
	people := []struct {
		name string
		by   identity.Actor
	}{
		{"operator", louise},
		{"operator of another point", marc},
		{"operator without registration", nadia},
		{"operator of another organisation", abroad},
		{"supervisor", sylvain},
		{"staff", jeanne},
		{"learner", learner},
		{"another learner", other},
		{"operator on their own file", self},
		{"listed without the role", posted},
		{"nobody", identity.Actor{}},
	}
	// A column for each of the people, in their order.
	table := map[string]string{
		"Registration":        "....." + "ff" + "f" + "." + "ff",
		"Register":            "....." + "ff" + "f" + "." + "ff",
		"Points":              "..r.." + ".f" + "f" + "." + "ff",
		"Point":               ".nrn." + ".n" + "n" + "." + "nn",
		"PutPoint":            "fffff" + ".f" + "f" + "f" + "ff",
		"RegisterWorkstation": ".nrn." + "fn" + "n" + "." + "nn",
		"RemoveWorkstation":   ".nrn." + "fn" + "n" + "." + "nn",
		"Enrol":               "fffff" + ".f" + "f" + "f" + "ff",
		"Learners":            ".nrn." + ".n" + "n" + "." + "nn",
		"File":                ".nrn." + ".n" + "n" + "f" + "nn",
		"ConfirmIdentity":     ".nrn." + "fn" + "n" + "f" + "nn",
		"AddPhoto":            ".nrn." + "fn" + "n" + "f" + "nn",
		"MeasurePhoto":        ".nrn." + "fn" + "n" + "f" + "nn",
		"SavePhoto":           ".nrn." + "fn" + "n" + "f" + "nn",
		"ReopenPhoto":         ".nrn." + "fn" + "n" + "f" + "nn",
		"RemovePhoto":         ".nrn." + "fn" + "n" + "f" + "nn",
		"PhotoPreview":        ".nrn." + "fn" + "n" + "f" + "nn",
		"PhotoCut":            ".nrn." + "fn" + "n" + "f" + "nn",
		"Authorise":           ".nrn." + "fn" + "n" + "f" + "nn",
		"Sitting":             ".nrn." + ".n" + "n" + "f" + "nn",
		"Cancel":              ".nrn." + "fn" + "n" + "f" + "nn",
		"Terminate":           ".nrn." + "fn" + "n" + "f" + "nn",
		"Grant":               ".nrn." + "fn" + "n" + "f" + "nn",
		"Pause":               ".nrn." + "fn" + "n" + "f" + "nn",
		"Resume":              ".nrn." + "fn" + "n" + "f" + "nn",
		"Move":                ".nrn." + "fn" + "n" + "f" + "nn",
		"Continue":            "fnrn." + "fn" + "n" + "f" + "nn",
		"IssueCard":           "fnrn." + ".n" + "n" + "f" + "nn",
		// The card is the learner's own, and their sittings are theirs alone.
		"Card":      ".nrn." + ".." + "n" + "." + "nn",
		"Own":       "nnnnn" + "n." + "n" + "." + "nn",
		"Launch":    "nnnnn" + "n." + "n" + "." + "nn",
		"Begin":     "nnnnn" + "n." + "n" + "." + "nn",
		"Answer":    "nnnnn" + "n." + "n" + "." + "nn",
		"Submit":    "nnnnn" + "n." + "n" + "." + "nn",
		"Trainings": "nnnnn" + "n." + "." + "." + "nn",
	}
	// That her browser was there is noted, twice a minute at most: not what this is about.
	_, _, err = w.Own(t.Context(), learner, 1)
	require.NoError(t, err)
	before := w.stored(t)
	for _, c := range calls() {
		got := ""
		for _, p := range people {
			got += string(letter(c.ask(w, t, p.by)))
		}
		require.Equal(t, table[c.name], got, c.name)
	}
	require.Equal(t, exam.Digest(before), exam.Digest(w.stored(t)), "something of it has changed something")
}

// A sitting of another organisation does not exist, even where the same member and the
// same number do.
func TestE2_ASittingOfAnotherOrganisation(t *testing.T) {
	w := newWorld(t)
	s := w.passed(t, signaleur)
	_, err := w.IssueCard(t.Context(), jeanne, s.Key)
	require.NoError(t, err)
	abroad := func(a identity.Actor) identity.Actor { a.Org = "sud"; return a }
	_, err = w.PutPoint(t.Context(), abroad(jeanne), exam.Point{ID: quebec, Name: "Québec", Closes: "17:00", Operators: []identity.AccountID{"louise"}})
	require.NoError(t, err)
	_, err = w.Enrol(t.Context(), abroad(jeanne), exam.Enrolling{Member: genevieve, Point: quebec, First: "Geneviève", Last: "Autre", Exam: signaleur})
	require.NoError(t, err)
	w.register(t, abroad(louise))
	before := w.stored(t)
	for _, c := range calls() {
		switch c.name {
		case "Sitting", "Cancel", "Terminate", "Grant", "Pause", "Resume", "Move", "Continue", "IssueCard", "Card":
			for _, by := range []identity.Actor{abroad(louise), abroad(sylvain), abroad(jeanne), abroad(learner)} {
				require.ErrorIs(t, c.ask(w, t, by), exam.ErrNotFound, "%s by %s", c.name, by.Name)
			}
		}
	}
	require.Equal(t, exam.Digest(before), exam.Digest(w.stored(t)))
}

func TestE2_EachSeesTheirOwnPoints(t *testing.T) {
	w := newWorld(t)
	w.enrol(t, "autre", "Autre", "Personne", laval, signaleur)
	names := func(by identity.Actor) (ids []exam.PointID) {
		points, err := w.Points(t.Context(), by)
		require.NoError(t, err)
		for _, p := range points {
			ids = append(ids, p.ID)
		}
		return ids
	}
	require.Equal(t, []exam.PointID{quebec}, names(louise))
	require.Equal(t, []exam.PointID{laval}, names(marc))
	require.Equal(t, []exam.PointID{laval, quebec}, names(sylvain))
	require.Equal(t, []exam.PointID{laval, quebec}, names(jeanne))
	for by, want := range map[*identity.Actor]identity.MemberID{&louise: genevieve, &marc: "autre"} {
		rows, err := w.Learners(t.Context(), *by, names(*by)[0], exam.Query{})
		require.NoError(t, err)
		require.Len(t, rows, 1)
		require.Equal(t, want, rows[0].Learner.Member)
	}
	// Who is moved is the other operator's from then on.
	w.enrol(t, genevieve, "Geneviève", "Lavigne", laval, signaleur)
	_, err := w.File(t.Context(), louise, genevieve)
	require.ErrorIs(t, err, exam.ErrNotFound)
	_, err = w.File(t.Context(), marc, genevieve)
	require.NoError(t, err)
}
