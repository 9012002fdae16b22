package portal

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func enrolmentRoutes() []Route {
	return []Route{
		{"GET", "/queue/points/{point}/enrolment", (*visit).enrolment, false},
		{"POST", "/queue/points/{point}/enrolment", (*visit).enrol, false},
	}
}

// enrolling is what staff type to enrol a learner, as it was typed.
type enrolling struct {
	member, first, last, email, language, exam string
	birth                                      hours.DateEntry
}

// enrolmentPage enrols a learner at a service point.
type enrolmentPage struct {
	Link, Point                                       string
	Member, First, Last, Email, Language, Birth, Exam field
	// Known says whose code it is when the file says something else than was typed; Sure
	// writes over it.
	Known string
	Sure  field
}

func readEnrolling(form url.Values) enrolling {
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return enrolling{get("member"), get("firstName"), get("lastName"), get("email"), get("spoken"), get("exam"), dateTyped(form, "birth")}
}

// enrolment begins empty, or with the learner whose code the address has, for another
// training.
func (v *visit) enrolment() error {
	p, err := v.ofPoint()
	if err != nil {
		return err
	}
	typed := enrolling{member: v.r.URL.Query().Get("member"), language: string(v.print.Language)}
	if f, err := v.ServicePoint.File(v.r.Context(), v.actor, identity.MemberID(typed.member)); err == nil {
		l := f.Learner
		typed.first, typed.last, typed.email, typed.language = l.First, l.Last, l.Email, string(l.Language)
		if !l.Birth.IsZero() {
			year, month, day := l.Birth.YMD()
			typed.birth = hours.DateEntry{Day: strconv.Itoa(day), Month: strconv.Itoa(month), Year: strconv.Itoa(year)}
		}
	}
	return v.showEnrolment(http.StatusOK, p, typed, nil, nil)
}

func (v *visit) showEnrolment(status int, p exam.Point, typed enrolling, wrong hours.FieldErrors, known *exam.File) error {
	// "first" and "last" are days in the forms of activities.
	named := make(hours.FieldErrors, len(wrong))
	for i, w := range wrong {
		named[i] = w
		if w.Field == "first" || w.Field == "last" {
			named[i].Field += "Name"
		}
	}
	f := v.form("enrolment", named)
	var exams, languages group
	for _, e := range v.ServicePoint.Exams.Newest() {
		exams.Options = append(exams.Options, option{Value: string(e.ID), Label: v.print.Text(e.Training) + " – " + v.print.Text(e.Title)})
	}
	for _, l := range []identity.Language{identity.French, identity.English} {
		languages.Options = append(languages.Options, option{Value: string(l), Label: v.t("enrolment.language." + string(l))})
	}
	page := enrolmentPage{
		Link: "/queue/points/" + string(p.ID), Point: p.Name,
		Member: f.text("member", typed.member), First: f.text("firstName", typed.first), Last: f.text("lastName", typed.last),
		Email: f.text("email", typed.email).with("inputmode", "email").wide(), Language: f.choice("spoken", typed.language, languages),
		Birth: f.date("birth", typed.birth), Exam: f.choice("exam", typed.exam, exams),
	}
	shown := v.problems(named)
	if known != nil {
		page.Known = v.t("enrolment.known", "code", known.Learner.Code(), "name", known.Learner.Name(), "point", known.Point.Name)
		page.Sure = f.box("sure", "1", false)
		page.Sure.Error = page.Known
		shown = append(shown, problem{page.Sure.ID, page.Known})
	}
	return v.show(status, "enrolment", frame{
		Title: v.t("enrolment.title", "point", p.Name), Tab: "queue", Form: true, Wrong: shown, Body: page,
	})
}

func (v *visit) enrol() error {
	p, err := v.ofPoint()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := readEnrolling(form)
	if v.chooseLanguage(form) {
		return v.showEnrolment(http.StatusOK, p, typed, nil, nil)
	}
	e := exam.Enrolling{
		Member: identity.MemberID(typed.member), Point: p.ID, First: typed.first, Last: typed.last, Email: typed.email,
		Language: identity.Language(typed.language), Exam: exam.ID(typed.exam),
	}
	if !typed.birth.Empty() {
		if e.Birth, err = typed.birth.Read(); err != nil {
			return v.showEnrolment(http.StatusUnprocessableEntity, p, typed, hours.FieldErrors{{Field: "birth", Err: hours.ErrBadDate}}, nil)
		}
	}
	if known := v.otherwise(e); known != nil && form.Get("sure") == "" {
		return v.showEnrolment(http.StatusConflict, p, typed, nil, known)
	}
	l, err := v.ServicePoint.Enrol(v.r.Context(), v.actor, e)
	var wrong hours.FieldErrors
	if errors.As(err, &wrong) {
		return v.showEnrolment(http.StatusUnprocessableEntity, p, typed, wrong, nil)
	}
	if err != nil {
		return err
	}
	return v.redirect("/queue/learners/"+string(l.Member), "notice", "enrolled")
}

// otherwise returns the file that the code has already when it is of another name, or at
// another point: a mistyped code must not write over somebody else's.
func (v *visit) otherwise(e exam.Enrolling) *exam.File {
	f, err := v.ServicePoint.File(v.r.Context(), v.actor, e.Member)
	same := func(a, b string) bool { return hours.Fold(hours.Tidy(a)) == hours.Fold(b) }
	if err != nil || same(e.First, f.Learner.First) && same(e.Last, f.Learner.Last) && e.Point == f.Learner.Point {
		return nil
	}
	return &f
}
