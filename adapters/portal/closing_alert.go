package portal

import (
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// closingAlert is what the portfolio and the first page say of a period in which
// something is missing.
type closingAlert struct {
	// Label names the period and its state; Sentence says what is missing and by when.
	Label, Sentence string
	Link            string
	// Late: no delay runs any more.
	Late bool
}

// alerts names the periods of a member that are in default, or were closed short,
// with the way to their pages.
func (v *visit) alerts(member identity.MemberID) ([]closingAlert, error) {
	all, err := v.Docket.Closings(v.r.Context(), v.actor, member)
	if err != nil {
		return nil, err
	}
	var alerts []closingAlert
	for _, c := range all {
		if !c.State.Default() && c.State != closing.Short {
			continue
		}
		f, err := v.Docket.File(v.r.Context(), v.actor, member, c.Period)
		if err != nil {
			return nil, err
		}
		// What time alone has caused may have ended it.
		if f.State.Default() || f.State == closing.Short {
			alerts = append(alerts, v.closingAlert(f))
		}
	}
	return alerts, nil
}

func (v *visit) closingAlert(f closing.File) closingAlert {
	alert := closingAlert{
		Label: v.t("closing.alert."+string(f.State), "years", v.print.Years(cycle.Period{Span: f.Span})),
		Link:  "/portfolio/" + string(f.Standing.Member.ID) + "/periods/" + f.Period.String(),
	}
	n, lacking := f.Notice, hours.LackingHours
	if n != nil {
		lacking = n.Of
	}
	missing := v.missing(f)
	if lacking != hours.LackingHours {
		missing = v.t("closing.alert.lacking." + string(lacking))
	}
	if missing == "" {
		return alert
	}
	switch {
	case n == nil || f.State == closing.Short || f.State == closing.Sanctioned:
		alert.Late = f.State == closing.Sanctioned
		alert.Sentence = v.t("closing.alert.missing", "missing", missing)
	case f.Standing.Today.After(n.Ends()):
		alert.Late = true
		alert.Sentence = v.t("closing.alert.over", "missing", missing, "day", v.print.Date(n.Ends()))
	default:
		alert.Sentence = v.t("closing.alert.due."+string(lacking), "missing", missing, "day", v.print.Date(n.Ends()))
	}
	return alert
}

// missing says what is missing of the period, as the summary of a portfolio does: "8 h,
// dont 1 h dans « Éthique »". It is empty when nothing is.
func (v *visit) missing(f closing.File) string {
	left := v.leftIn(file{Standing: f.Standing, Balance: f.Balance}, func(l hours.Line) hours.Hours { return l.Remaining })
	switch {
	case left.total == "":
		return left.parts
	case left.parts != "":
		return left.total + v.t("summary.of-which", "parts", left.parts)
	}
	return left.total
}
