package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

func closingRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/periods", (*visit).closings, false},
		{"GET", "/portfolio/{member}/periods/{period}", (*visit).closing, false},
		{"POST", "/portfolio/{member}/periods/{period}/observations", (*visit).observe, false},
	}
}

// closingsPage lists the reference periods of a member.
type closingsPage struct {
	Member identity.Member
	Base   string
	Rows   []closingRow
}

// closingRow is a reference period in a list.
type closingRow struct {
	Years, Period string
	Link          string
	State, Class  string
	// Due is the last day that runs, in words; empty when none does.
	Due string
}

func (v *visit) closings() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	page := closingsPage{Base: "/portfolio/" + string(member)}
	if page.Member, err = v.Directory.Member(v.r.Context(), v.actor, member); err != nil {
		return err
	}
	periods, err := v.Ledger.Periods(v.r.Context(), v.actor, member)
	if err != nil {
		return err
	}
	for _, p := range periods {
		f, err := v.Docket.File(v.r.Context(), v.actor, member, p.From)
		if err != nil && !errors.Is(err, hours.ErrNotFound) {
			return err
		}
		if err != nil {
			continue // on the roll on no day of it
		}
		row := closingRow{Years: v.print.Years(p), Period: v.print.Period(p), Link: page.Base + "/periods/" + p.Key()}
		row.State, row.Class = v.closingState(f)
		row.Due = v.dueOf(closing.Row{Closing: f.Closing, DeclareBy: f.DeclareBy})
		page.Rows = append(page.Rows, row)
	}
	return v.show(http.StatusOK, "closings", frame{
		Title: v.t("closing.list.title", "name", page.Member.Name()), Tab: "portfolio", Body: page,
	})
}

// closingState names the state of a closing, with the class of its badge: a period
// that has not ended is the present one.
func (v *visit) closingState(f closing.File) (name, class string) {
	if f.State == closing.Open && f.Standing.Today.Before(f.Span.To) {
		return v.t("closing.state.current"), "current"
	}
	return v.t("closing.state." + string(f.State)), string(f.State)
}

// dueOf says which last day runs.
func (v *visit) dueOf(r closing.Row) string {
	if day := r.Due(); !day.IsZero() {
		key := "closing.due.cure"
		if r.State == closing.Open {
			key = "closing.due.declare"
		}
		return v.t(key, "day", v.print.Date(day))
	}
	return ""
}

// closingFile reads the closing that the address names.
func (v *visit) closingFile() (closing.File, error) {
	member, err := v.member()
	if err != nil {
		return closing.File{}, err
	}
	period, err := cycle.ParseDate(v.r.PathValue("period"))
	if err != nil {
		return closing.File{}, identity.ErrNotFound
	}
	f, err := v.Docket.File(v.r.Context(), v.actor, member, period)
	if errors.Is(err, hours.ErrNoRegulation) || errors.Is(err, cycle.ErrNoPeriod) {
		return closing.File{}, identity.ErrNotFound
	}
	return f, err
}

func (v *visit) closing() error {
	f, err := v.closingFile()
	if err != nil {
		return err
	}
	return v.showClosing(http.StatusOK, f, "", nil)
}

func (v *visit) showClosing(status int, f closing.File, typed string, wrong hours.FieldErrors) error {
	page := v.closingPage(f)
	page.Back, page.BackLabel = page.Base+"/periods", v.t("closing.back")
	if _, err := f.State.Next(closing.Observe, true); err == nil && v.actor.May(identity.Write, v.Org, page.Member.ID) {
		page.Observations = v.form("closing", wrong).area("observations", typed)
		page.Observe = page.Link + "/observations"
	}
	if v.actor.May(identity.Decide, v.Org, page.Member.ID) {
		page.Review = "/queue/periods/" + string(page.Member.ID) + "/" + f.Period.String()
	}
	return v.show(status, "closing", frame{
		Title: v.t("closing.title", "years", page.Years, "name", page.Member.Name()), Tab: "portfolio", Form: page.Observe != "",
		Wrong: v.problems(wrong), Body: page,
	})
}

// observe keeps the member's written observations.
func (v *visit) observe() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if err := v.mayWrite(); err != nil {
		return err
	}
	f, err := v.closingFile()
	if err != nil {
		return err
	}
	text := form.Get("observations")
	if v.chooseLanguage(form) {
		return v.showClosing(http.StatusOK, f, text, nil)
	}
	_, err = v.Docket.Observe(v.r.Context(), v.actor, f.Standing.Member.ID, f.Period, versionTyped(form), text)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showClosing(http.StatusUnprocessableEntity, f, text, wrong)
	case errors.Is(err, hours.ErrStale):
		return v.showClosing(http.StatusConflict, f, text, hours.FieldErrors{{Field: "observations", Err: err}})
	case err != nil:
		return err
	}
	return v.redirect("/portfolio/"+string(f.Standing.Member.ID)+"/periods/"+f.Period.String(), "notice", "observed")
}
