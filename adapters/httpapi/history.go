package httpapi

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func historyEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, memberPath + "/history"}, false, listHistory},
	}
}

// actView is what somebody did in the file. By is empty when one of the staff did
// it and the reader is not.
type actView struct {
	Seq    int64      `json:"seq"`
	At     time.Time  `json:"at"`
	By     string     `json:"by"`
	Kind   coded      `json:"kind"`
	Of     string     `json:"of"`
	Title  string     `json:"title"`
	Period cycle.Date `json:"period"`
	Reason string     `json:"reason"`
	Before tallyView  `json:"before"`
	After  tallyView  `json:"after"`
	// Also are the other periods that it changes.
	Also        []periodTallyView `json:"also"`
	Allocations []allocationView  `json:"allocations"`
}

// periodTallyView is the figures of another period, before and after.
type periodTallyView struct {
	Period cycle.Date `json:"period"`
	Before tallyView  `json:"before"`
	After  tallyView  `json:"after"`
}

// tallyView is the hours that an act changes: of what it is about, and of the
// balance of its period.
type tallyView struct {
	Item      amount `json:"item"`
	Counted   amount `json:"counted"`
	Carried   amount `json:"carried"`
	Remaining amount `json:"remaining"`
	Surplus   amount `json:"surplus"`
}

// listHistory answers every change of the member's file that the query chooses.
func listHistory(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	q, err := x.actQuery()
	if err != nil {
		return err
	}
	all, err := x.api.Ledger.History(x.r.Context(), x.actor, member, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewAct))
}

// byTime is what the query calls the zero value of the sort.
const byTime = "at"

func (x *exchange) actQuery() (hours.ActQuery, error) {
	q := hours.ActQuery{Text: x.r.URL.Query().Get("q")}
	for _, given := range x.r.URL.Query()["kind"] {
		if !slices.Contains(hours.ActKinds(), hours.ActKind(given)) {
			return q, parameter("kind", hours.ErrUnknownChoice)
		}
		q.Kinds = append(q.Kinds, hours.ActKind(given))
	}
	var err error
	if q.Period, err = x.period(); err != nil {
		return q, err
	}
	if q.Sort, err = choice(x, "sort", []hours.ActSort{byTime, hours.ActsByTitle, hours.ActsByName}); err != nil {
		return q, err
	}
	if q.Sort == byTime {
		q.Sort = hours.ActsByTime
	}
	q.Reverse, err = x.flag("reverse")
	return q, err
}

func (x *exchange) viewAct(a hours.Act) actView {
	return actView{
		Seq: a.Seq, At: a.At, By: a.By, Kind: x.coded("act", string(a.Kind)), Of: a.Of, Title: x.p.Text(a.Title),
		Period: a.Period, Reason: a.Reason, Before: x.viewTally(a.Period, a.Before), After: x.viewTally(a.Period, a.After),
		Also: listOf(a.Also, func(p hours.PeriodTally) periodTallyView {
			return periodTallyView{p.Period, x.viewTally(p.Period, p.Before), x.viewTally(p.Period, p.After)}
		}).Items,
		Allocations: listOf(a.Allocations, x.viewAllocation).Items,
	}
}

func (x *exchange) viewTally(period cycle.Date, t hours.Tally) tallyView {
	unit := x.version(period).Unit
	return tallyView{
		Item: x.amount(t.Item), Counted: x.amountIn(t.Counted, unit), Carried: x.amountIn(t.Carried, unit),
		Remaining: x.amountIn(t.Remaining, unit), Surplus: x.amountIn(t.Surplus, unit),
	}
}
