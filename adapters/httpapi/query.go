package httpapi

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// flag reads a parameter that is "1" or "true", "0" or "false", or absent.
func (x *exchange) flag(name string) (bool, error) {
	switch x.r.URL.Query().Get(name) {
	case "":
		return false, nil
	case "1", "true":
		return true, nil
	case "0", "false":
		return false, nil
	}
	return false, parameter(name, hours.ErrUnknownChoice)
}

// choice reads a parameter that is one of a closed list, or absent.
func choice[T ~string](x *exchange, name string, all []T) (T, error) {
	given := T(x.r.URL.Query().Get(name))
	if given != "" && !slices.Contains(all, given) {
		return "", parameter(name, hours.ErrUnknownChoice)
	}
	return given, nil
}

// states reads the states chosen: "state" any number of times.
func states[T ~string](x *exchange, all []T) ([]T, error) {
	var chosen []T
	for _, given := range x.r.URL.Query()["state"] {
		if !slices.Contains(all, T(given)) {
			return nil, parameter("state", hours.ErrUnknownChoice)
		}
		chosen = append(chosen, T(given))
	}
	return chosen, nil
}

// period reads the first day of a reference period; empty chooses all.
func (x *exchange) period() (string, error) {
	text := x.r.URL.Query().Get("period")
	if text == "" {
		return "", nil
	}
	day, err := cycle.ParseDate(text)
	if err != nil {
		return "", parameter("period", err)
	}
	return day.String(), nil
}

// byFirst is what the query calls the domain's zero value of a sort.
const byFirst = "first"

// declarationStates are the states in which a declaration can be seen.
func declarationStates() []hours.State {
	return slices.DeleteFunc(hours.States(), func(s hours.State) bool { return s == hours.Discarded || s == hours.Revoked })
}

func (x *exchange) declarationQuery() (hours.Query, error) {
	q := hours.Query{Text: x.r.URL.Query().Get("q")}
	var err error
	if q.States, err = states(x, declarationStates()); err != nil {
		return q, err
	}
	if q.Period, err = x.period(); err != nil {
		return q, err
	}
	q.Sort, err = choice(x, "sort", []hours.Sort{byFirst, hours.ByTitle, hours.ByCategory, hours.ByHours, hours.BySubmitted})
	if err != nil {
		return q, err
	}
	if q.Sort == byFirst {
		q.Sort = hours.ByFirst
	}
	q.Reverse, err = x.flag("reverse")
	return q, err
}

// exemptionStates are the states in which a request can be seen.
func exemptionStates() []exemption.State {
	return slices.DeleteFunc(exemption.States(), func(s exemption.State) bool { return s == exemption.Discarded })
}

func (x *exchange) exemptionQuery() (exemption.Query, error) {
	q := exemption.Query{Text: x.r.URL.Query().Get("q")}
	var err error
	if q.States, err = states(x, exemptionStates()); err != nil {
		return q, err
	}
	if q.Period, err = x.period(); err != nil {
		return q, err
	}
	q.Sort, err = choice(x, "sort", []exemption.Sort{byFirst, exemption.ByGround, exemption.ByGranted, exemption.BySubmitted})
	if err != nil {
		return q, err
	}
	if q.Sort == byFirst {
		q.Sort = exemption.ByFirst
	}
	q.Reverse, err = x.flag("reverse")
	return q, err
}

// pressed returns the identifier of the press of a button, from Idempotency-Key:
// the same one twice opens one draft. Empty when the header is not there. Quotes
// around it, as in the IETF's draft, are taken away.
func (x *exchange) pressed() (string, error) {
	key := strings.Trim(x.r.Header.Get("Idempotency-Key"), `"`)
	if key != "" && !identity.WellFormed(key) {
		return "", parameter("Idempotency-Key", errParameter)
	}
	return key, nil
}
