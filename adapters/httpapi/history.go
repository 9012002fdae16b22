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
}

// tallyView is the hours that an act changes: of what it is about, and of the
// balance of its period.
type tallyView struct {
	Item      amount `json:"item"`
	Counted   amount `json:"counted"`
	Remaining amount `json:"remaining"`
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
		Period: a.Period, Reason: a.Reason, Before: x.viewTally(a, a.Before), After: x.viewTally(a, a.After),
	}
}

func (x *exchange) viewTally(a hours.Act, t hours.Tally) tallyView {
	unit := x.version(a.Period).Unit
	item := x.amount(t.Item)
	return tallyView{item, x.amountIn(t.Counted, unit), x.amountIn(t.Remaining, unit)}
}
