package httpapi

import (
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

func closingEndpoints() []endpoint {
	const one = memberPath + "/closings/{period}"
	all := []endpoint{
		{Route{http.MethodGet, memberPath + "/closings"}, false, listClosings},
		{Route{http.MethodGet, one}, false, showClosing},
		{Route{http.MethodPost, one + "/observations"}, false, observe},
		{Route{http.MethodGet, base + "/closings"}, false, listDocket},
	}
	for _, e := range closingEvents {
		all = append(all, endpoint{Route{http.MethodPost, one + "/" + e.path}, false, decideClosing(e.event)})
	}
	return all
}

// closingEvents are the events of staff's, by the end of their paths.
var closingEvents = []struct {
	path  string
	event closing.Event
}{
	{"closing", closing.Close},
	{"reopening", closing.Reopen},
	{"notice", closing.Notify},
	{"cure", closing.Cure},
	{"final-notice", closing.FinalNotice},
	{"consequence", closing.Sanction},
	{"lifting", closing.Lift},
	{"withdrawal", closing.Withdraw},
}

// listClosings answers the member's periods that have any entry.
func listClosings(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	all, err := x.api.Docket.Closings(x.r.Context(), x.actor, member)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewClosing))
}

// closingFile reads the closing of the path.
func (x *exchange) closingFile(action identity.Action) (closing.File, error) {
	member, err := x.member(action)
	if err != nil {
		return closing.File{}, err
	}
	period, err := cycle.ParseDate(x.r.PathValue("period"))
	if err != nil {
		return closing.File{}, hours.ErrNotFound
	}
	return x.api.Docket.File(x.r.Context(), x.actor, member, period)
}

// showClosing answers one period: its closing, its figures today and its ledger. The
// tag of a period that was never closed is "0".
func showClosing(x *exchange) error {
	f, err := x.closingFile(identity.Read)
	if err != nil {
		return err
	}
	return x.closing(f)
}

func (x *exchange) closing(f closing.File) error {
	x.etag(f.Version)
	return x.json(http.StatusOK, x.viewClosingFile(f))
}

// observe keeps the member's written observations.
func observe(x *exchange) error {
	f, err := x.closingFile(identity.Write)
	if err != nil {
		return err
	}
	version, err := x.ifMatchOrNew()
	if err != nil {
		return err
	}
	var given struct {
		Observations string `json:"observations"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if _, err := x.api.Docket.Observe(x.r.Context(), x.actor, f.Standing.Member.ID, f.Period, version, given.Observations); err != nil {
		return err
	}
	return showClosing(x)
}

// closingAsk is what staff give with an event; each takes what it needs.
type closingAsk struct {
	Reason string `json:"reason"`
	Of     string `json:"of"`
	Served string `json:"served"`
	Days   int    `json:"days"`
}

// decideClosing runs an event of staff's.
func decideClosing(e closing.Event) func(*exchange) error {
	return func(x *exchange) error {
		f, err := x.closingFile(identity.Decide)
		if err != nil {
			return err
		}
		version, err := x.ifMatchOrNew()
		if err != nil {
			return err
		}
		var given closingAsk
		if err := x.read(&given); err != nil {
			return err
		}
		if err := x.doClosing(f, e, version, given); err != nil {
			return err
		}
		return showClosing(x)
	}
}

func (x *exchange) doClosing(f closing.File, e closing.Event, version int64, given closingAsk) error {
	d, ctx, member := x.api.Docket, x.r.Context(), f.Standing.Member.ID
	served := cycle.Date{}
	if given.Served != "" {
		var err error
		if served, err = cycle.ParseDate(given.Served); err != nil {
			return hours.FieldErrors{{Field: "served", Err: hours.ErrBadDate}}
		}
	}
	var err error
	switch e {
	case closing.Close:
		_, err = d.Close(ctx, x.actor, member, f.Period, version)
	case closing.Reopen:
		_, err = d.Reopen(ctx, x.actor, member, f.Period, version, given.Reason)
	case closing.Notify:
		summons := closing.Summons{Of: hours.Lacking(given.Of), Served: served, Days: given.Days}
		_, err = d.Notify(ctx, x.actor, member, f.Period, version, summons, given.Reason)
	case closing.Cure:
		_, err = d.Cure(ctx, x.actor, member, f.Period, version, given.Reason)
	case closing.FinalNotice:
		_, err = d.Final(ctx, x.actor, member, f.Period, version, served, given.Reason)
	case closing.Sanction:
		_, err = d.Sanction(ctx, x.actor, member, f.Period, version, given.Reason)
	case closing.Lift:
		_, err = d.Lift(ctx, x.actor, member, f.Period, version, given.Reason)
	case closing.Withdraw:
		_, err = d.Withdraw(ctx, x.actor, member, f.Period, version, given.Reason)
	case closing.Observe: // the member's own
		err = hours.ErrTransition
	}
	return err
}

// listDocket answers every period that has ended, closed or not, for staff.
func listDocket(x *exchange) error {
	q := closing.Query{Text: x.r.URL.Query().Get("q")}
	var err error
	if q.States, err = states(x, closing.States()); err != nil {
		return err
	}
	if q.Period, err = x.period(); err != nil {
		return err
	}
	if q.Reverse, err = x.flag("reverse"); err != nil {
		return err
	}
	all, err := x.api.Docket.List(x.r.Context(), x.actor, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, func(r closing.Row) closingView { return x.viewClosing(r.Closing) }))
}
