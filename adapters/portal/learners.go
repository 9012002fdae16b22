package portal

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// learnerRow is a learner in the list of a service point.
type learnerRow struct {
	Code, First, Last, Email string
	Link                     string
	// Trainings are those that go on.
	Trainings []string
	// Running says that an exam is going on: the row is red, and says so (E13).
	Running bool
	// State is the word about the live sitting, and Details what more there is to know.
	State   string
	Details []string
}

// learnersPage is the list of the learners of a service point (E3).
type learnersPage struct {
	Point       exam.Point
	Text        field
	Progress    field
	Columns     []column
	Rows        []learnerRow
	Count       string
	Running     string
	At, Refresh string
	Closed      string
	Download    string
	Sort        string
	Reverse     bool
	// Empty says that the point has no learner at all.
	Empty bool
	// Several says that the reader works at other points too.
	Several bool
}

var learnerSorts = []string{"last", "first", "code", "email"}

// learnersChosen reads what the address asks for.
func (v *visit) learnersChosen() (exam.Point, exam.Query, []exam.Row, error) {
	p, err := v.point()
	if err != nil {
		return exam.Point{}, exam.Query{}, nil, err
	}
	order := v.order(learnerSorts...)
	q := exam.Query{Text: v.r.URL.Query().Get("text"), InProgress: v.r.URL.Query().Get("progress") == "1", Sort: exam.Sort(order.key), Reverse: order.reverse}
	if order.key == learnerSorts[0] {
		q.Sort = exam.ByLast
	}
	rows, err := v.ServicePoint.Learners(v.r.Context(), v.actor, p.ID, q)
	return p, q, rows, err
}

func (v *visit) learners() error {
	p, q, rows, err := v.learnersChosen()
	if err != nil {
		return err
	}
	now, order := v.now(), v.order(learnerSorts...)
	page := learnersPage{
		Point: p, Count: v.print.N("learner.count", len(rows)), Download: "/points/" + string(p.ID) + "/learners.csv" + v.query(),
		At: v.print.Clock(now, v.zone), Refresh: v.r.URL.Path + v.query(), Sort: order.key, Reverse: order.reverse, Closed: v.closed(p, now),
		Empty: len(rows) == 0 && q.Text == "" && !q.InProgress,
		Columns: order.columns(v, "last", "learner.column.last", "first", "learner.column.first", "code", "learner.column.code",
			"email", "learner.column.email", "-", "learner.column.training", "-", "learner.column.state", "-", "learner.column.file"),
	}
	form := v.form("learners", nil)
	page.Text = form.text("text", q.Text)
	page.Progress = form.box("progress", "1", q.InProgress)
	running := 0
	for _, r := range rows {
		if r.InProgress() {
			running++
		}
		page.Rows = append(page.Rows, v.learnerRow(r, now))
	}
	page.Running = v.print.N("learner.running", running)
	all, err := v.ServicePoint.Points(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	page.Several = len(all) > 1
	return v.show(http.StatusOK, "learners", frame{
		Title: v.t("learner.list.title", "point", p.Name), Tab: "points", Menu: v.pointMenu(p), Body: page,
	})
}

func (v *visit) learnerRow(r exam.Row, now time.Time) learnerRow {
	l := r.Learner
	row := learnerRow{
		Code: l.Code(), First: l.First, Last: l.Last, Email: l.Email, Link: "/learners/" + string(l.Member), Running: r.InProgress(),
	}
	for _, e := range l.Enrolments {
		if e.Ended.IsZero() {
			row.Trainings = append(row.Trainings, v.trainingName(e.Exam))
		}
	}
	if s := r.Sitting; s != nil {
		row.State = v.sittingWord(*s)
		row.Details = append(row.Details, v.examName(*s))
		if s.Attempt.State.Begun() {
			row.Details = append(row.Details, v.t("sitting.left", "time", v.print.Lasting(s.Left(now))), v.heard(*s, now))
		} else if at := s.Authorisation.Workstation; at != "" {
			row.Details = append(row.Details, v.t("sitting.at", "workstation", at))
		}
	}
	return row
}

// learnersCSV is the same list, to download.
func (v *visit) learnersCSV() error {
	p, _, rows, err := v.learnersChosen()
	if err != nil {
		return err
	}
	table := v.csv("learner-last", "learner-first", "learner-code", "email", "training", "exam", "state")
	for _, r := range rows {
		row := v.learnerRow(r, v.now())
		title := ""
		if r.Sitting != nil {
			title = v.examName(*r.Sitting)
		}
		table.add(row.Last, row.First, row.Code, row.Email, v.print.List(row.Trainings), title, row.State)
	}
	return table.send("learners-" + string(p.ID) + ".csv")
}
