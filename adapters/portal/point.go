package portal

import (
	"errors"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

// pointRoutes are the pages of those who work at service points ("Point de service
// formation"). An operator whose registration lacks a step is led to it from each.
func pointRoutes() []Route {
	routes := []Route{
		{"GET", "/points", (*visit).points, false},
		{"GET", "/points/{point}/learners", (*visit).learners, false},
		{"GET", "/points/{point}/learners.csv", (*visit).learnersCSV, false},
	}
	for _, of := range [][]Route{workstationRoutes(), learnerRoutes(), learnerPhotoRoutes(), sittingRoutes()} {
		routes = append(routes, of...)
	}
	for i, r := range routes {
		routes[i].serve = registered(r.serve)
	}
	return append(routes, registrationRoutes()...)
}

// registered leads who lacks a step of the registration to it (E1).
func registered(serve func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		err := serve(v)
		if errors.Is(err, exam.ErrRegistration) {
			return v.redirect("/points/registration", "notice", "registration-needed")
		}
		return err
	}
}

// pointLine is a service point in the list.
type pointLine struct {
	ID   exam.PointID
	Name string
	// Closes says when its day ends, Running how many exams are in progress.
	Closes, Running string
	// Works says that the reader works there.
	Works bool
}

// pointsPage is the list of the points where the reader works.
type pointsPage struct {
	Points []pointLine
	// Operator says that the reader has a registration.
	Operator bool
}

// points lists the service points; one alone is opened at once.
func (v *visit) points() error {
	all, err := v.ServicePoint.Points(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	if len(all) == 1 && all[0].OperatedBy(v.actor) {
		return v.redirect("/points/"+string(all[0].ID)+"/learners", "notice", v.r.URL.Query().Get("notice"))
	}
	page := pointsPage{Operator: exam.MayOperate(v.actor)}
	for _, p := range all {
		rows, err := v.ServicePoint.Learners(v.r.Context(), v.actor, p.ID, exam.Query{InProgress: true})
		if err != nil {
			return err
		}
		page.Points = append(page.Points, pointLine{
			ID: p.ID, Name: p.Name, Closes: v.t("point.closes", "at", v.print.Time(p.Closing(v.now(), v.zone), v.zone)),
			Running: v.print.N("learner.running", len(rows)), Works: p.OperatedBy(v.actor),
		})
	}
	return v.show(http.StatusOK, "points", frame{Title: v.t("portal.tab.points"), Tab: "points", Body: page})
}

// point returns the service point that the address names.
func (v *visit) point() (exam.Point, error) {
	return v.ServicePoint.Point(v.r.Context(), v.actor, exam.PointID(v.r.PathValue("point")))
}

// pointMenu are the pages of a service point, with the current one marked.
func (v *visit) pointMenu(p exam.Point) []menuItem {
	base := "/points/" + string(p.ID)
	menu := []menuItem{{Path: base + "/learners", Label: "learner.list"}}
	if p.OperatedBy(v.actor) {
		menu = append(menu, menuItem{Path: base + "/workstations", Label: "workstation.list"})
	}
	if exam.MayOperate(v.actor) {
		menu = append(menu, menuItem{Path: "/points/registration", Label: "registration.title"})
	}
	for i := range menu {
		menu[i].Current = menu[i].Path == v.r.URL.Path
	}
	return menu
}

// closed says that the point's day is over, and what the operator then does (E17); ""
// while it goes on.
func (v *visit) closed(p exam.Point, now time.Time) string {
	closing := p.Closing(now, v.zone)
	if now.Before(closing) {
		return ""
	}
	return v.t("point.closed", "at", v.print.Time(closing, v.zone))
}
