package portal

import (
	"errors"
	"net/url"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// past is the day as of which a file is asked for: what was typed, the day when it
// is one, and what is wrong with it otherwise.
type past struct {
	typed hours.DateEntry
	day   cycle.Date
	wrong hours.FieldErrors
}

// readPast reads the three boxes of the address; the zero past when they are empty.
func (v *visit) readPast() past {
	p := past{typed: dateTyped(v.r.URL.Query(), "asOf")}
	if p.typed.Empty() {
		return past{}
	}
	var err error
	if p.day, err = p.typed.Read(); err != nil {
		p.wrong = hours.FieldErrors{{Field: "asOf", Err: err}}
	}
	return p
}

// refused says what is wrong with the day when it is what an error is about: it is
// to come, or, when it chooses the period too, it is in none.
func (p past) refused(err error, chooses bool) (error, bool) {
	switch {
	case p.day.IsZero():
		return nil, false
	case errors.Is(err, hours.ErrFuture):
		return hours.ErrFuture, true
	case chooses && (errors.Is(err, hours.ErrNoRegulation) || errors.Is(err, cycle.ErrNoPeriod)):
		return hours.ErrOutsidePeriod, true
	}
	return nil, false
}

// keep puts the day into an address, as it was typed.
func (p past) keep(query url.Values) {
	if p.day.IsZero() {
		return
	}
	query.Set("asOf.day", p.typed.Day)
	query.Set("asOf.month", p.typed.Month)
	query.Set("asOf.year", p.typed.Year)
}

// Day is the day as of which the file is shown; the zero Date is today.
func (p past) Day() cycle.Date { return p.day }
