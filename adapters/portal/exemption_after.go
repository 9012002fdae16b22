package portal

import (
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// askedView is what the order asks the member for.
type askedView struct {
	What, Until, At, By string
}

// replied is a reply of the member's.
type replied struct {
	At, Note, Documents string
}

// toldView is the end of a ground, as the member told it.
type toldView struct {
	Last, Note, At string
}

// linkedRow is a request for another period, for the same ground.
type linkedRow struct {
	exemptionRow
	Years string
	// excuses says that hours are taken off for it.
	excuses bool
}

// offer is a period in which the ground has days too, and for which nothing is asked.
type offer struct {
	Key, Years, Period string
	Action             string
}

// decidedExemption says a decision: what, the hours with where they come from, and
// the days that it is about.
func (v *visit) decidedExemption(d exemption.Decision) decided {
	line := decided{What: v.t("exemption.event." + string(d.Event)), Reason: d.Reason, By: d.By, At: v.print.Instant(d.At, v.zone)}
	switch d.Event {
	case exemption.Ask:
		if !d.Until.IsZero() {
			line.Hours = v.t("exemption.asked.until", "day", v.print.Date(d.Until))
		}
		line.Missing, line.Reason = line.Reason, ""
		return line
	case exemption.End:
		if !d.Ended.IsZero() {
			line.What = v.t("exemption.ended.on", "day", v.print.Date(d.Ended))
		}
	case exemption.Grant:
	default:
		return line
	}
	line.Hours = v.print.Hours(d.Granted)
	switch {
	case d.ByRule:
		line.Hours = v.t("exemption.by-rule", "hours", line.Hours)
	case d.Computed != nil:
		line.Hours = v.t("exemption.adjusted", "hours", line.Hours, "computed", v.print.Hours(*d.Computed))
	}
	return line
}

// afterSubmission fills in what happens to a request once it is submitted.
func (v *visit) afterSubmission(page *exemptionPage, r exemption.Request, s hours.Standing) error {
	if asked, ok := r.Asked(); ok {
		page.Asked = &askedView{What: asked.Reason, By: asked.By, At: v.print.Instant(asked.At, v.zone)}
		if !asked.Until.IsZero() {
			page.Asked.Until = v.print.Date(asked.Until)
		}
		if page.Own {
			page.Reply = page.Row.Link + "/reply"
		}
	}
	for _, one := range r.Replies {
		page.Replies = append(page.Replies, replied{v.print.Instant(one.At, v.zone), one.Note, v.print.N("exemption.reply.documents", one.Documents)})
	}
	if r.Told != nil {
		page.Told = &toldView{v.print.Date(r.Told.Last), r.Told.Note, v.print.Instant(r.Told.At, v.zone)}
	}
	if page.Own && r.State.Excuses() {
		page.End = page.Row.Link + "/end"
	}
	if r.State.Excuses() && r.ByRule {
		page.Row.Granted = v.t("exemption.by-rule", "hours", page.Row.Granted)
	}
	if !r.Ended.IsZero() {
		page.Answers = append(page.Answers, answer{"", v.t("exemption.ended"), []string{v.print.Date(r.Ended)}, ""})
	}
	if whole, err := cycle.Days(r.Claim.First, r.Claim.Last); err == nil && !r.Claim.Covers.Empty() && whole != r.Claim.Covers {
		page.Covers = v.t("exemption.straddle.covers", "days", v.print.Span(r.Claim.Covers), "years", v.print.Years(s.Period))
	}
	return v.beside(page, r)
}

// linked returns the requests for the other periods of the ground.
func (v *visit) linked(r exemption.Request) ([]linkedRow, error) {
	ctx := v.r.Context()
	linked, err := v.Board.Linked(ctx, v.actor, r)
	if err != nil || len(linked) == 0 {
		return nil, err
	}
	grounds, err := v.Board.GroundsFor(ctx, v.actor, r.Member)
	if err != nil {
		return nil, err
	}
	s, err := v.Ledger.Standing(ctx, v.actor, r.Member, r.Period)
	if err != nil {
		return nil, err
	}
	var rows []linkedRow
	for _, one := range linked {
		years := one.Period.String()
		if other, err := s.In(one.Period); err == nil {
			years = v.print.Years(other.Period)
		}
		rows = append(rows, linkedRow{v.exemptionRow(grounds, one), years, one.State.Excuses()})
	}
	return rows, nil
}

// beside fills in the requests for the other periods of the ground, and those that
// may be made.
func (v *visit) beside(page *exemptionPage, r exemption.Request) (err error) {
	ctx := v.r.Context()
	if page.Linked, err = v.linked(r); err != nil {
		return err
	}
	if !page.Own || r.State == exemption.Withdrawn || r.State == exemption.Cancelled {
		return nil
	}
	periods, err := v.Board.Straddles(ctx, v.actor, r)
	if err != nil {
		return err
	}
	for _, p := range periods {
		page.Offers = append(page.Offers, offer{p.Key(), v.print.Years(p), v.print.Period(p), page.Row.Link + "/follow"})
	}
	return nil
}

// straddleView is what the page says before a request is submitted whose ground has
// days in other periods too.
type straddleView struct {
	Sentences []string
	Button    string
}

func (v *visit) straddle(draft exemptionDraft) (*straddleView, error) {
	periods, err := v.Board.Straddles(v.r.Context(), v.actor, draft.Request)
	if err != nil || len(periods) == 0 {
		return nil, err
	}
	claim, _ := draft.Entry.Check(exemption.Rules{Grounds: draft.grounds, Period: draft.standing.Period, Documents: len(draft.Documents)})
	view := &straddleView{
		Sentences: []string{v.t("exemption.straddle.covers", "days", v.print.Span(claim.Covers), "years", v.print.Years(draft.standing.Period))},
		Button:    v.t("exemption.straddle.both"),
	}
	for _, p := range periods {
		view.Sentences = append(view.Sentences, v.t("exemption.straddle.other", "period", v.print.Period(p)))
		if draft.standing.Today.Before(p.From) {
			view.Sentences = append(view.Sentences, v.t("exemption.straddle.future", "day", v.print.Date(p.From)))
		}
	}
	return view, nil
}

// followAll opens a draft for every other period in which the ground has days.
func (v *visit) followAll(r exemption.Request) error {
	periods, err := v.Board.Straddles(v.r.Context(), v.actor, r)
	if err != nil {
		return err
	}
	for _, p := range periods {
		if _, err := v.Board.Follow(v.r.Context(), v.actor, r.Member, r.ID, p.From); err != nil {
			return err
		}
	}
	return nil
}

// followExemption opens the draft for another period, and leads to it.
func (v *visit) followExemption() error {
	if err := v.mayWrite(); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	member, err := v.member()
	if err != nil {
		return err
	}
	period, err := cycle.ParseDate(form.Get("period"))
	if err != nil {
		return exemption.ErrOutsidePeriod
	}
	r, err := v.Board.Follow(v.r.Context(), v.actor, member, v.r.PathValue("id"), period)
	if err != nil {
		return err
	}
	return v.redirect(exemptionLink(member, r.ID))
}

func exemptionLink(member identity.MemberID, id string) string {
	return "/portfolio/" + string(member) + "/exemptions/" + id
}
