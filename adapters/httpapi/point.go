package httpapi

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	pointsPath       = base + "/points"
	pointPath        = pointsPath + "/{point}"
	workstationsPath = pointPath + "/workstations"
)

func pointEndpoints() []endpoint {
	return atServicePoint(
		endpoint{Route{http.MethodGet, pointsPath}, false, listPoints},
		endpoint{Route{http.MethodGet, pointPath}, false, showPoint},
		endpoint{Route{http.MethodPut, pointPath}, false, putPoint},
		endpoint{Route{http.MethodGet, pointPath + "/learners"}, false, listLearners},
		endpoint{Route{http.MethodPost, workstationsPath}, false, registerWorkstation},
		endpoint{Route{http.MethodDelete, workstationsPath + "/{name}"}, false, removeWorkstation},
	)
}

// atServicePoint returns the endpoints, which answer as if they were none where there
// is no service point.
func atServicePoint(all ...endpoint) []endpoint {
	for i := range all {
		do := all[i].do
		all[i].do = func(x *exchange) error {
			if x.api.ServicePoint == nil {
				return identity.ErrNotFound
			}
			return do(x)
		}
	}
	return all
}

// pointView is a service point. Operators is null but to staff, who choose them.
type pointView struct {
	ID             string            `json:"id"`
	Name           string            `json:"name"`
	Closes         string            `json:"closes"`
	StopsAtClosing bool              `json:"stopsAtClosing"`
	Operators      []string          `json:"operators"`
	Workstations   []workstationView `json:"workstations"`
}

// workstationView is a workstation. What its browser is known by is never told again.
type workstationView struct {
	Name       string    `json:"name"`
	Registered time.Time `json:"registered"`
	By         string    `json:"by"`
}

func viewWorkstation(w exam.Workstation) workstationView {
	return workstationView{w.Name, w.Registered, w.By.Name}
}

func (x *exchange) viewPoint(p exam.Point) pointView {
	v := pointView{
		ID: string(p.ID), Name: p.Name, Closes: p.Closes, StopsAtClosing: p.StopsAtClosing,
		Workstations: listOf(p.Workstations, viewWorkstation).Items,
	}
	if exam.MayManage(x.actor) {
		v.Operators = listOf(p.Operators, func(id identity.AccountID) string { return string(id) }).Items
	}
	return v
}

func (x *exchange) point(status int, p exam.Point) error {
	x.etag(p.Version)
	return x.json(status, x.viewPoint(p))
}

func (x *exchange) pointID() (exam.PointID, error) {
	id, err := x.id("point")
	return exam.PointID(id), err
}

// listPoints answers the service points where the actor works; to staff, all of them.
func listPoints(x *exchange) error {
	all, err := x.api.ServicePoint.Points(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewPoint))
}

func showPoint(x *exchange) error {
	id, err := x.pointID()
	if err != nil {
		return err
	}
	p, err := x.api.ServicePoint.Point(x.r.Context(), x.actor, id)
	if err != nil {
		return err
	}
	return x.point(http.StatusOK, p)
}

// putPoint opens a service point, under the tag "0", or changes one.
func putPoint(x *exchange) error {
	if !exam.MayManage(x.actor) {
		return identity.ErrForbidden
	}
	id, err := x.pointID()
	if err != nil {
		return err
	}
	version, err := x.ifMatchOrNew()
	if err != nil {
		return err
	}
	var given struct {
		Name           string   `json:"name"`
		Closes         string   `json:"closes"`
		StopsAtClosing bool     `json:"stopsAtClosing"`
		Operators      []string `json:"operators"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	p := exam.Point{ID: id, Name: given.Name, Closes: given.Closes, StopsAtClosing: given.StopsAtClosing, Version: version}
	for _, operator := range given.Operators {
		if !identity.WellFormed(operator) {
			return hours.FieldErrors{{Field: "operators", Err: hours.ErrUnknownChoice}}
		}
		p.Operators = append(p.Operators, identity.AccountID(operator))
	}
	if p, err = x.api.ServicePoint.PutPoint(x.r.Context(), x.actor, p); err != nil {
		return err
	}
	status := http.StatusOK
	if version == 0 {
		status = http.StatusCreated
		x.w.Header().Set("Location", pointsPath+"/"+string(id))
	}
	return x.point(status, p)
}

// rowView is a learner in the list of a service point: who they are, the trainings that
// go on, and the sitting that has not ended.
type rowView struct {
	Code       string       `json:"code"`
	First      string       `json:"first"`
	Last       string       `json:"last"`
	Email      string       `json:"email"`
	Trainings  []examView   `json:"trainings"`
	InProgress bool         `json:"inProgress"`
	Sitting    *sittingView `json:"sitting"`
}

func (x *exchange) viewRow(r exam.Row) rowView {
	l := r.Learner
	v := rowView{
		Code: l.Code(), First: l.First, Last: l.Last, Email: l.Email, Trainings: []examView{},
		InProgress: r.InProgress(), Sitting: nil,
	}
	for _, e := range l.Enrolments {
		if e.Ended.IsZero() {
			v.Trainings = append(v.Trainings, x.examNamed(e.Exam))
		}
	}
	if r.Sitting != nil {
		s := x.viewSitting(*r.Sitting)
		v.Sitting = &s
	}
	return v
}

// listLearners answers the learners of a service point that the query chooses, those in
// the middle of an exam first (E3, E13, E14).
func listLearners(x *exchange) error {
	id, err := x.pointID()
	if err != nil {
		return err
	}
	q := exam.Query{Text: x.r.URL.Query().Get("q")}
	if q.InProgress, err = x.flag("progress"); err != nil {
		return err
	}
	const byLast exam.Sort = "last"
	if q.Sort, err = choice(x, "sort", []exam.Sort{byLast, exam.ByFirst, exam.ByCode, exam.ByEmail}); err != nil {
		return err
	}
	if q.Sort == byLast {
		q.Sort = exam.ByLast
	}
	if q.Reverse, err = x.flag("reverse"); err != nil {
		return err
	}
	rows, err := x.api.ServicePoint.Learners(x.r.Context(), x.actor, id, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(rows, x.viewRow))
}

// registeredView is a workstation with the secret that its browser keeps, told once.
type registeredView struct {
	workstationView
	Secret string `json:"secret"`
}

// registerWorkstation makes a browser a workstation of the service point.
func registerWorkstation(x *exchange) error {
	id, err := x.pointID()
	if err != nil {
		return err
	}
	if _, err := x.api.ServicePoint.Point(x.r.Context(), x.actor, id); err != nil {
		return err
	}
	var given struct {
		Name string `json:"name"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	p, secret, err := x.api.ServicePoint.RegisterWorkstation(x.r.Context(), x.actor, id, given.Name)
	if err != nil {
		return err
	}
	w, _ := p.Workstation(exam.Digest(secret))
	x.w.Header().Set("Location", pointsPath+"/"+string(id)+"/workstations/"+url.PathEscape(w.Name))
	x.etag(p.Version)
	return x.json(http.StatusCreated, registeredView{viewWorkstation(w), secret})
}

// removeWorkstation forgets a workstation, and answers the service point without it.
func removeWorkstation(x *exchange) error {
	id, err := x.pointID()
	if err != nil {
		return err
	}
	p, err := x.api.ServicePoint.RemoveWorkstation(x.r.Context(), x.actor, id, x.r.PathValue("name"))
	if errors.Is(err, exam.ErrNoWorkstation) {
		return exam.ErrNotFound
	}
	if err != nil {
		return err
	}
	return x.point(http.StatusOK, p)
}
