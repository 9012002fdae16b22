package portal

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func workstationRoutes() []Route {
	return []Route{
		{"GET", "/points/{point}/workstations", (*visit).workstations, false},
		{"POST", "/points/{point}/workstations", (*visit).registerWorkstation, false},
		{"GET", "/points/{point}/workstations/removal", (*visit).askRemoveWorkstation, false},
		{"POST", "/points/{point}/workstations/removal", (*visit).removeWorkstation, false},
	}
}

// workstationLine is a workstation in the list.
type workstationLine struct {
	Name, Registered, By, Remove string
	// Here says that it is the browser that shows the page.
	Here bool
}

// workstationsPage is the list, with the form that makes this browser one.
type workstationsPage struct {
	Point exam.Point
	All   []workstationLine
	Here  string
	Name  field
}

// worksAt returns the point that the address names, for those who work there.
func (v *visit) worksAt() (exam.Point, error) {
	p, err := v.point()
	if err == nil && !p.OperatedBy(v.actor) {
		return exam.Point{}, identity.ErrForbidden
	}
	return p, err
}

func (v *visit) workstations() error { return v.showWorkstations(http.StatusOK, "", nil) }

func (v *visit) showWorkstations(status int, name string, wrong hours.FieldErrors) error {
	p, err := v.worksAt()
	if err != nil {
		return err
	}
	page := workstationsPage{Point: p, Name: v.form("workstation", wrong).text("name", name)}
	here := exam.Digest(v.workstationSecret())
	for _, w := range p.Workstations {
		line := workstationLine{
			Name: w.Name, Registered: v.print.Instant(w.Registered, v.zone), By: w.By.Name, Here: here != "" && w.Digest == here,
			Remove: "/points/" + string(p.ID) + "/workstations/removal?" + url.Values{"name": {w.Name}}.Encode(),
		}
		if line.Here {
			page.Here = w.Name
		}
		page.All = append(page.All, line)
	}
	return v.show(status, "workstations", frame{
		Title: v.t("workstation.title", "point", p.Name), Tab: "points", Menu: v.pointMenu(p), Form: true, Wrong: v.problems(wrong), Body: page,
	})
}

// registerWorkstation makes the browser a workstation of the point, for a year.
func (v *visit) registerWorkstation() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showWorkstations(http.StatusOK, form.Get("name"), nil)
	}
	p, secret, err := v.ServicePoint.RegisterWorkstation(v.r.Context(), v.actor, exam.PointID(v.r.PathValue("point")), form.Get("name"))
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showWorkstations(http.StatusUnprocessableEntity, form.Get("name"), wrong)
	case errors.Is(err, exam.ErrWorkstations):
		return v.showWorkstations(http.StatusUnprocessableEntity, form.Get("name"), hours.FieldErrors{{Field: "name", Err: err}})
	case err != nil:
		return err
	}
	v.cookie(workstationCookie, secret, aYear)
	return v.redirect("/points/"+string(p.ID)+"/workstations", "notice", "workstation-registered")
}

func (v *visit) askRemoveWorkstation() error {
	p, err := v.worksAt()
	if err != nil {
		return err
	}
	name := v.r.URL.Query().Get("name")
	if !p.Named(name) {
		return v.redirect("/points/" + string(p.ID) + "/workstations")
	}
	list := "/points/" + string(p.ID) + "/workstations"
	return v.show(http.StatusOK, "confirm", frame{Title: v.t("workstation.remove.heading"), Tab: "points", Body: question{
		Heading: v.t("workstation.remove.heading"), What: name, Sentence: v.t("workstation.remove.sentence"), Button: v.t("workstation.remove.button"),
		Action: list + "/removal?" + url.Values{"name": {name}}.Encode(), Back: list, Version: p.Version,
	}})
}

// removeWorkstation forgets a workstation. One that is gone already is gone.
func (v *visit) removeWorkstation() error {
	p, err := v.worksAt()
	if err != nil {
		return err
	}
	name, list := v.r.URL.Query().Get("name"), "/points/"+string(p.ID)+"/workstations"
	mine, here := p.Workstation(exam.Digest(v.workstationSecret()))
	_, err = v.ServicePoint.RemoveWorkstation(v.r.Context(), v.actor, p.ID, name)
	if err != nil && !errors.Is(err, exam.ErrNoWorkstation) {
		return err
	}
	if here && mine.Name == name {
		v.cookie(workstationCookie, "", -1)
	}
	return v.redirect(list, "notice", "workstation-removed")
}
