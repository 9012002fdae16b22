package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func managedPointRoutes() []Route {
	return []Route{
		{"GET", "/queue/points", (*visit).managedPoints, false},
		{"GET", "/queue/points.csv", (*visit).managedPointsCSV, false},
		{"POST", "/queue/points", (*visit).openPoint, false},
		{"GET", "/queue/points/{point}", (*visit).managedPoint, false},
		{"GET", "/queue/points/{point}/learners.csv", (*visit).managedLearnersCSV, false},
		{"GET", "/queue/points/{point}/settings", (*visit).pointSettings, false},
		{"POST", "/queue/points/{point}/settings", (*visit).changePoint, false},
	}
}

// manages is nil for the staff, who manage service points.
func (v *visit) manages() error {
	if !exam.MayManage(v.actor) {
		return identity.ErrForbidden
	}
	return nil
}

// pointForm is what staff type of a service point.
type pointForm struct {
	ID, Name, Closes, Stops, Operators field
	Version                            int64
}

// pointTyped reads the form; the accounts of operators stand one a line, or between
// commas.
func pointTyped(form url.Values) exam.Point {
	p := exam.Point{
		ID: exam.PointID(strings.TrimSpace(form.Get("id"))), Name: form.Get("name"), Closes: strings.TrimSpace(form.Get("closes")),
		StopsAtClosing: form.Get("stops") != "", Version: versionTyped(form),
	}
	for _, account := range strings.FieldsFunc(form.Get("operators"), func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) }) {
		p.Operators = append(p.Operators, identity.AccountID(account))
	}
	return p
}

func (v *visit) pointForm(p exam.Point, wrong hours.FieldErrors) pointForm {
	f := v.form("managed-point", wrong)
	var accounts []string
	for _, account := range p.Operators {
		accounts = append(accounts, string(account))
	}
	form := pointForm{
		ID: f.text("id", string(p.ID)), Name: f.text("name", p.Name).wide(), Closes: f.text("closes", p.Closes),
		Stops: f.box("stops", "1", p.StopsAtClosing), Operators: f.area("operators", strings.Join(accounts, "\n")), Version: p.Version,
	}
	form.Operators.Rows = 3
	return form
}

// managedPointRow is a service point in the staff's list.
type managedPointRow struct {
	ID, Link, Name, Closes, Operators string
	Workstations, Learners, Running   string
}

// managedPointsPage is the service points, and the form that opens another.
type managedPointsPage struct {
	Text     field
	Rows     []managedPointRow
	Columns  []column
	Count    string
	Download string
	Sort     string
	Reverse  bool
	Empty    bool
	Form     pointForm
	// Code finds a learner's file.
	Code field
}

// chosenPoints are the service points that the address asks for.
func (v *visit) chosenPoints() ([]managedPointRow, order, error) {
	order := v.order("name", "id", "closes")
	if err := v.manages(); err != nil {
		return nil, order, err
	}
	all, err := v.ServicePoint.Points(v.r.Context(), v.actor)
	if err != nil {
		return nil, order, err
	}
	text := hours.Fold(v.r.URL.Query().Get("text"))
	all = slices.DeleteFunc(all, func(p exam.Point) bool { return !strings.Contains(hours.Fold(p.Name+" "+string(p.ID)), text) })
	sorted(all, order, func(a, b exam.Point) int {
		switch order.key {
		case "id":
			return strings.Compare(string(a.ID), string(b.ID))
		case "closes":
			return strings.Compare(a.Closes, b.Closes)
		}
		return strings.Compare(hours.Fold(a.Name), hours.Fold(b.Name))
	})
	var rows []managedPointRow
	for _, p := range all {
		learners, err := v.ServicePoint.Learners(v.r.Context(), v.actor, p.ID, exam.Query{})
		if err != nil {
			return nil, order, err
		}
		running := 0
		for _, l := range learners {
			if l.InProgress() {
				running++
			}
		}
		rows = append(rows, managedPointRow{
			ID: string(p.ID), Link: "/queue/points/" + string(p.ID), Name: p.Name, Closes: v.closingHour(p), Operators: v.operators(p),
			Workstations: strconv.Itoa(len(p.Workstations)), Learners: strconv.Itoa(len(learners)), Running: strconv.Itoa(running),
		})
	}
	return rows, order, nil
}

// operators are the accounts that work at a point, in words.
func (v *visit) operators(p exam.Point) string {
	var all []string
	for _, account := range p.Operators {
		all = append(all, string(account))
	}
	if len(all) == 0 {
		return v.t("managed-point.nobody")
	}
	return strings.Join(all, ", ")
}

// closingHour is when the day of a point ends.
func (v *visit) closingHour(p exam.Point) string {
	if p.StopsAtClosing {
		return v.t("managed-point.stops", "hour", p.Closes)
	}
	return p.Closes
}

// newPoint is what the form that opens a point begins with.
var newPoint = exam.Point{Closes: "17:00"}

func (v *visit) managedPoints() error {
	return v.showManagedPoints(http.StatusOK, newPoint, "", nil)
}

// showManagedPoints shows the list, with the forms as they were typed: of another point,
// and of a learner's user code.
func (v *visit) showManagedPoints(status int, typed exam.Point, code string, wrong hours.FieldErrors) error {
	rows, order, err := v.chosenPoints()
	if err != nil {
		return err
	}
	text := v.r.URL.Query().Get("text")
	page := managedPointsPage{
		Text: v.form("managed-point", nil).text("text", text), Rows: rows, Count: v.print.N("managed-point.count", len(rows)),
		Download: "/queue/points.csv" + v.query(), Sort: order.key, Reverse: order.reverse, Empty: len(rows) == 0 && text == "",
		Columns: order.columns(v, "name", "managed-point.column.name", "id", "managed-point.column.id", "closes", "managed-point.column.closes",
			"-", "managed-point.column.operators", "-", "managed-point.column.workstations", "-", "managed-point.column.learners", "-", "managed-point.column.running"),
		Form: v.pointForm(typed, wrong), Code: v.form("managed-point", wrong).text("learner", code),
	}
	page.Code.Name = "code"
	return v.show(status, "managed_points", frame{Title: v.t("managed-point.title"), Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) managedPointsCSV() error {
	rows, _, err := v.chosenPoints()
	if err != nil {
		return err
	}
	table := v.csv("point", "point-id", "closes", "operators", "workstations", "in-training", "in-progress")
	for _, r := range rows {
		table.add(r.Name, r.ID, r.Closes, r.Operators, r.Workstations, r.Learners, r.Running)
	}
	return table.send("points.csv")
}

func (v *visit) openPoint() error {
	if err := v.manages(); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := pointTyped(form)
	typed.Version = 0
	if v.chooseLanguage(form) {
		return v.showManagedPoints(http.StatusOK, typed, "", nil)
	}
	p, err := v.ServicePoint.PutPoint(v.r.Context(), v.actor, typed)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showManagedPoints(http.StatusUnprocessableEntity, typed, "", wrong)
	case errors.Is(err, exam.ErrStale):
		// Another point has the identifier.
		return v.showManagedPoints(http.StatusConflict, typed, "", hours.FieldErrors{{Field: "id", Err: err}})
	case err != nil:
		return err
	}
	return v.redirect("/queue/points/"+string(p.ID), "notice", "point-opened")
}

// settingsPage changes a service point.
type settingsPage struct {
	Link, Heading string
	Stale         bool
	Form          pointForm
}

// ofPoint is the service point that the address names, to staff.
func (v *visit) ofPoint() (exam.Point, error) {
	if err := v.manages(); err != nil {
		return exam.Point{}, err
	}
	return v.ServicePoint.Point(v.r.Context(), v.actor, exam.PointID(v.r.PathValue("point")))
}

func (v *visit) pointSettings() error {
	p, err := v.ofPoint()
	if err != nil {
		return err
	}
	return v.showSettings(http.StatusOK, p, p, nil, false)
}

func (v *visit) showSettings(status int, p, typed exam.Point, wrong hours.FieldErrors, stale bool) error {
	page := settingsPage{Link: "/queue/points/" + string(p.ID), Heading: p.Name, Stale: stale, Form: v.pointForm(typed, wrong)}
	page.Form.Version = p.Version
	return v.show(status, "point_settings", frame{
		Title: v.t("managed-point.settings.title", "name", p.Name), Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page,
	})
}

func (v *visit) changePoint() error {
	p, err := v.ofPoint()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := pointTyped(form)
	typed.ID = p.ID
	if v.chooseLanguage(form) {
		was := p
		was.Version = typed.Version
		return v.showSettings(http.StatusOK, was, typed, nil, false)
	}
	_, err = v.ServicePoint.PutPoint(v.r.Context(), v.actor, typed)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		was := p
		was.Version = typed.Version
		return v.showSettings(http.StatusUnprocessableEntity, was, typed, wrong, false)
	case errors.Is(err, exam.ErrStale):
		return v.showSettings(http.StatusConflict, p, typed, nil, true)
	case err != nil:
		return err
	}
	return v.redirect("/queue/points/"+string(p.ID), "notice", "point-changed")
}

// managedLearner is a learner in the staff's list of a service point.
type managedLearner struct {
	Code, First, Last, Email, Link string
	Trainings                      []string
	// State is the word about the live sitting, and Running that it is going on.
	State   string
	Running bool
}

// managedPointPage is a service point with its learners.
type managedPointPage struct {
	Link, Name, ID string
	Facts          [][2]string
	Text           field
	Rows           []managedLearner
	Columns        []column
	Count          string
	Download       string
	Sort           string
	Reverse        bool
	Empty          bool
}

// managedLearners are the learners of the point that the address asks for.
func (v *visit) managedLearners() (exam.Point, []managedLearner, order, error) {
	order := v.order("last", string(exam.ByFirst), string(exam.ByCode), string(exam.ByEmail))
	p, err := v.ofPoint()
	if err != nil {
		return exam.Point{}, nil, order, err
	}
	q := exam.Query{Text: v.r.URL.Query().Get("text"), Sort: exam.Sort(order.key), Reverse: order.reverse}
	if order.key == "last" {
		q.Sort = exam.ByLast
	}
	all, err := v.ServicePoint.Learners(v.r.Context(), v.actor, p.ID, q)
	var rows []managedLearner
	for _, r := range all {
		l := r.Learner
		row := managedLearner{
			Code: l.Code(), First: l.First, Last: l.Last, Email: l.Email, Link: "/queue/learners/" + string(l.Member), Running: r.InProgress(),
		}
		for _, e := range l.Enrolments {
			if e.Ended.IsZero() {
				row.Trainings = append(row.Trainings, v.examTitle(e.Exam, ""))
			}
		}
		if r.Sitting != nil {
			row.State = v.examTitle(r.Sitting.Exam, r.Sitting.ExamVersion) + " – " + v.attemptWord(r.Sitting.Attempt.State)
		}
		rows = append(rows, row)
	}
	return p, rows, order, err
}

// examTitle is what an exam is called, in a version or in the latest; its identifier
// when it is in no bank any more.
func (v *visit) examTitle(id exam.ID, version string) string {
	e, err := v.ServicePoint.Exams.Version(id, version)
	if version == "" {
		e, err = v.ServicePoint.Exams.Latest(id)
	}
	if err != nil {
		return string(id)
	}
	return v.print.Text(e.Title)
}

func (v *visit) attemptWord(s exam.AttemptState) string {
	if s == exam.Unlaunched {
		return v.t("exam.attempt.none")
	}
	return v.t("exam.attempt." + string(s))
}

func (v *visit) managedPoint() error {
	p, rows, order, err := v.managedLearners()
	if err != nil {
		return err
	}
	text := v.r.URL.Query().Get("text")
	link := "/queue/points/" + string(p.ID)
	page := managedPointPage{
		Link: link, Name: p.Name, ID: string(p.ID), Rows: rows, Count: v.print.N("managed-learner.count", len(rows)),
		Text: v.form("managed-learner", nil).text("text", text), Download: link + "/learners.csv" + v.query(), Sort: order.key, Reverse: order.reverse,
		Empty: len(rows) == 0 && text == "",
		Columns: order.columns(v, "last", "managed-learner.column.last", "first", "managed-learner.column.first", "code", "managed-learner.column.code",
			"email", "managed-learner.column.email", "-", "managed-learner.column.trainings", "-", "managed-learner.column.state"),
	}
	var stations []string
	for _, w := range p.Workstations {
		stations = append(stations, w.Name)
	}
	if len(stations) == 0 {
		stations = []string{v.t("managed-point.no-workstation")}
	}
	page.Facts = [][2]string{
		{v.t("managed-point.column.closes"), v.closingHour(p)},
		{v.t("managed-point.column.operators"), v.operators(p)},
		{v.t("managed-point.column.workstations"), strings.Join(stations, ", ")},
	}
	return v.show(http.StatusOK, "managed_point", frame{Title: v.t("managed-point.one.title", "name", p.Name), Tab: "queue", Body: page})
}

func (v *visit) managedLearnersCSV() error {
	p, rows, _, err := v.managedLearners()
	if err != nil {
		return err
	}
	table := v.csv("family-name", "given-name", "user-code", "mail", "trainings", "standing")
	for _, r := range rows {
		table.add(r.Last, r.First, r.Code, r.Email, strings.Join(r.Trainings, ", "), r.State)
	}
	return table.send("learners-" + string(p.ID) + ".csv")
}
