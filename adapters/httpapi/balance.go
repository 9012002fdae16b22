package httpapi

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func balanceEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, memberPath + "/balance"}, false, showBalance},
		{Route{http.MethodPost, memberPath + "/balance/what-if"}, false, whatIf},
		{Route{http.MethodGet, memberPath + "/periods"}, false, listPeriods},
	}
}

// amount is a number of hours: exact text, and a label in the reader's language.
type amount struct {
	Hours hours.Hours `json:"hours"`
	Label string      `json:"label"`
}

func (x *exchange) amount(h hours.Hours) amount { return amount{h, x.p.Hours(h)} }

// amountIn is an amount of the unit that a regulation counts in.
func (x *exchange) amountIn(h hours.Hours, unit identity.Text) amount {
	return amount{h, x.p.In(h, unit)}
}

// coded is a value of a closed list and its label.
type coded struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// coded labels a value by the message "api.<list>.<code>".
func (x *exchange) coded(list, code string) coded {
	return coded{code, x.p.T("api." + list + "." + code)}
}

// showBalance answers where the member stands, in the period that holds the day
// "on", as it was known at the end of the day "asOf". It is computed at each
// request: without "asOf", what was submitted before it is in it (P17).
func showBalance(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	day, err := x.day("on")
	if err != nil {
		return err
	}
	known, err := x.day("asOf")
	if err != nil {
		return err
	}
	traced, err := x.flag("trace")
	if err != nil {
		return err
	}
	ctx := x.r.Context()
	if day.IsZero() {
		day = known
	}
	standing, err := x.api.Ledger.Standing(ctx, x.actor, id, day)
	if err != nil {
		return err
	}
	b, err := x.api.Ledger.BalanceAsOf(ctx, x.actor, id, day, known)
	if errors.Is(err, hours.ErrFuture) {
		return parameter("asOf", err)
	}
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewBalance(b, standing, traced))
}
