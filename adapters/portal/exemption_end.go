package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// endPage is where the member tells that the ground ended earlier.
type endPage struct {
	Base, Ground string
	Claimed      string
	Last, Note   field
	// Linked are the requests for the other periods of the ground, in which its end is to
	// be told too.
	Linked  []linkedRow
	Action  string
	Version int64
	Stale   bool
}

// endTyped is what was typed of the end of a ground, as typed.
type endTyped struct {
	last  hours.DateEntry
	note  string
	wrong hours.FieldErrors
	stale bool
}

func (v *visit) endExemption() error {
	r, err := v.writtenExemption()
	if err != nil {
		return err
	}
	if _, err := r.State.Next(exemption.TellEnd); err != nil {
		return v.redirect(exemptionLink(r.Member, r.ID))
	}
	var typed endTyped
	if r.Told != nil {
		typed = endTyped{last: hours.DateTyped(r.Told.Last), note: r.Told.Note}
	}
	return v.showEnd(http.StatusOK, r, typed)
}

func (v *visit) showEnd(status int, r exemption.Request, typed endTyped) error {
	grounds, err := v.Board.GroundsFor(v.r.Context(), v.actor, r.Member)
	if err != nil {
		return err
	}
	row, f := v.exemptionRow(grounds, r), v.form("end", typed.wrong)
	page := endPage{
		Base: row.Link, Ground: row.Ground, Action: row.Link + "/end", Version: r.Version, Stale: typed.stale,
		Claimed: v.t("exemption.end.claimed", "first", v.print.Date(r.Claim.First), "last", v.print.Date(r.LastDay())),
		Last:    f.date("last", typed.last), Note: f.area("note", typed.note),
	}
	linked, err := v.linked(r)
	if err != nil {
		return err
	}
	for _, one := range linked {
		if one.excuses {
			page.Linked = append(page.Linked, one)
		}
	}
	return v.show(status, "exemption_end", frame{
		Title: v.t("exemption.end.title", "ground", row.Ground), Tab: "portfolio", Form: true, Wrong: v.problems(typed.wrong), Body: page,
	})
}

func (v *visit) tellEnd() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	r, err := v.writtenExemption()
	if err != nil {
		return err
	}
	typed := endTyped{last: dateTyped(form, "last"), note: form.Get("note")}
	if v.chooseLanguage(form) {
		return v.showEnd(http.StatusOK, r, typed)
	}
	last, wrong := dayTyped("last", typed.last, true)
	if len(wrong) == 0 {
		_, err = v.Board.TellEnd(v.r.Context(), v.actor, r.Member, r.ID, versionTyped(form), last, typed.note)
	}
	switch {
	case errors.As(err, &wrong), len(wrong) > 0:
		typed.wrong = wrong
		return v.showEnd(http.StatusUnprocessableEntity, r, typed)
	case errors.Is(err, exemption.ErrStale):
		typed.stale = true
		return v.showEnd(http.StatusConflict, r, typed)
	case err != nil:
		return err
	}
	return v.redirect(exemptionLink(r.Member, r.ID), "notice", "end-told")
}

// dayTyped reads a day that was typed; the zero Date for none, when none is needed.
func dayTyped(field string, typed hours.DateEntry, needed bool) (cycle.Date, hours.FieldErrors) {
	if typed.Empty() && !needed {
		return cycle.Date{}, nil
	}
	day, err := typed.Read()
	if err != nil {
		return cycle.Date{}, hours.FieldErrors{{Field: field, Err: err}}
	}
	return day, nil
}
