package httpapi

import (
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// noteReply keeps the note of the reply to a request for more documents; documents
// are added and removed as those of a draft are.
func noteReply(x *exchange) error {
	return x.onExemption(identity.Write, func(member identity.MemberID, id string, version int64) error {
		var given struct {
			Note string `json:"note"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		r, err := x.api.Board.Note(x.r.Context(), x.actor, member, id, version, given.Note)
		if err != nil {
			return err
		}
		return x.exemption(http.StatusOK, r)
	})
}

// sendReply sends what was asked for. Again with the same tag, it answers the same.
func sendReply(x *exchange) error {
	return x.onExemption(identity.Write, func(member identity.MemberID, id string, version int64) error {
		r, err := x.api.Board.Reply(x.r.Context(), x.actor, member, id, version)
		if err != nil {
			return err
		}
		return x.exemption(http.StatusOK, r)
	})
}

// tellEnd says that the ground of what was granted ended earlier.
func tellEnd(x *exchange) error {
	return x.onExemption(identity.Write, func(member identity.MemberID, id string, version int64) error {
		var given struct {
			Last string `json:"last"`
			Note string `json:"note"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		last, err := typedDay(given.Last).Read()
		if err != nil {
			return hours.FieldErrors{{Field: "last", Err: err}}
		}
		r, err := x.api.Board.TellEnd(x.r.Context(), x.actor, member, id, version, last, given.Note)
		if err != nil {
			return err
		}
		return x.exemption(http.StatusOK, r)
	})
}

// followExemption opens the draft for another period that the ground touches: 201,
// also when it had been opened already.
func followExemption(x *exchange) error {
	member, err := x.member(identity.Write)
	if err != nil {
		return err
	}
	id, err := x.id("request")
	if err != nil {
		return err
	}
	if _, err := x.api.Board.Request(x.r.Context(), x.actor, member, id); err != nil {
		return err
	}
	var given struct {
		Period string `json:"period"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	period, err := cycle.ParseDate(given.Period)
	if err != nil {
		return hours.FieldErrors{{Field: "period", Err: hours.ErrBadDate}}
	}
	r, err := x.api.Board.Follow(x.r.Context(), x.actor, member, id, period)
	if err != nil {
		return err
	}
	x.w.Header().Set("Location", base+"/members/"+string(member)+"/exemptions/"+r.ID)
	return x.exemption(http.StatusCreated, r)
}

// computationView is what a decision is held against, and what the regulation's
// rules give.
type computationView struct {
	Asked  amount `json:"asked"`
	Others amount `json:"others"`
	// Computed is null where the regulation has no rule for the ground.
	Computed *computedView `json:"computed"`
}

type computedView struct {
	First   *cycle.Date        `json:"first"`
	Last    *cycle.Date        `json:"last"`
	Already amount             `json:"already"`
	Hours   amount             `json:"hours"`
	Left    amount             `json:"left"`
	Lowers  bool               `json:"lowers"`
	Rules   []computedRuleView `json:"rules"`
}

type computedRuleView struct {
	ID       string       `json:"id"`
	Effect   string       `json:"effect"`
	Months   int64        `json:"months"`
	Earlier  int64        `json:"earlier"`
	Of       int64        `json:"of,omitempty"`
	Rate     *hours.Hours `json:"rate"`
	Most     *hours.Hours `json:"most"`
	TooShort bool         `json:"tooShort"`
	Before   amount       `json:"before"`
	After    amount       `json:"after"`
	Clause   *clauseView  `json:"clause"`
}

// showComputation answers what the regulation gives for a request, with its
// arithmetic, for staff; with "ended", as if the ground had ended on that day.
func showComputation(x *exchange) error {
	member, err := x.member(identity.Decide)
	if err != nil {
		return err
	}
	id, err := x.id("request")
	if err != nil {
		return err
	}
	var ended cycle.Date
	if text := x.r.URL.Query().Get("ended"); text != "" {
		if ended, err = cycle.ParseDate(text); err != nil {
			return parameter("ended", err)
		}
	}
	ctx := x.r.Context()
	r, err := x.api.Board.Request(ctx, x.actor, member, id)
	if err != nil {
		return err
	}
	bounds, err := x.api.Board.Bounds(ctx, x.actor, member, id, ended)
	if err != nil {
		return err
	}
	version := x.version(r.Period)
	view := computationView{Asked: x.amountIn(bounds.Asked, version.Unit), Others: x.amountIn(bounds.Others, version.Unit)}
	if bounds.Computed != nil {
		view.Computed = x.viewComputed(version, *bounds.Computed)
	}
	return x.json(http.StatusOK, view)
}

func (x *exchange) viewComputed(version hours.Version, c hours.Computed) *computedView {
	in := func(h hours.Hours) amount { return x.amountIn(h, version.Unit) }
	view := &computedView{Already: in(c.Already), Hours: in(c.Hours), Left: in(c.Left), Lowers: c.Lowers, Rules: []computedRuleView{}}
	if !c.Span.Empty() {
		first, last := c.Span.From, c.Span.Last()
		view.First, view.Last = &first, &last
	}
	for _, r := range c.Rules {
		view.Rules = append(view.Rules, computedRuleView{
			ID: r.Rule.ID, Effect: string(r.Rule.Effect), Months: r.Months, Earlier: r.Earlier, Of: r.Of, Rate: r.Rule.Rate, Most: r.Rule.Most,
			TooShort: r.TooShort, Before: in(r.Before), After: in(r.After), Clause: x.clause(version, r.Rule.Clause),
		})
	}
	return view
}

// exemptionDecisionView is a decision on a request.
type exemptionDecisionView struct {
	decisionView
	// ByRule: the regulation's rule gave the hours. Computed is what it gave, where
	// there is one.
	ByRule   bool         `json:"byRule"`
	Computed *hours.Hours `json:"computed"`
	Ended    *cycle.Date  `json:"ended"`
	Until    *cycle.Date  `json:"until"`
}

func (x *exchange) viewExemptionDecision(d exemption.Decision) exemptionDecisionView {
	return exemptionDecisionView{
		decisionView: x.viewDecision(string(d.Event), d.Before, d.Granted, d.Reason, d.By, d.At),
		ByRule:       d.ByRule, Computed: d.Computed, Ended: dayOrNull(d.Ended), Until: dayOrNull(d.Until),
	}
}

// dayOrNull returns nil for the zero Date.
func dayOrNull(d cycle.Date) *cycle.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}
