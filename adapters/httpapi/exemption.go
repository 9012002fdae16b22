package httpapi

import (
	"errors"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func exemptionEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, exemptionsPath}, false, listExemptions},
		{Route{http.MethodPost, exemptionsPath}, false, beginExemption},
		{Route{http.MethodGet, exemptionPath}, false, showExemption},
		{Route{http.MethodPut, exemptionPath}, false, saveExemption},
		{Route{http.MethodDelete, exemptionPath}, false, discardExemption},
		{Route{http.MethodPost, exemptionPath + "/submission"}, false, submitExemption},
		{Route{http.MethodPost, exemptionPath + "/withdrawal"}, false, withdrawExemption},
		{Route{http.MethodPost, exemptionPath + "/decision"}, false, decideExemption},
		{Route{http.MethodGet, exemptionPath + "/computation"}, false, showComputation},
		{Route{http.MethodPut, exemptionPath + "/reply"}, false, noteReply},
		{Route{http.MethodPost, exemptionPath + "/reply"}, false, sendReply},
		{Route{http.MethodPost, exemptionPath + "/end"}, false, tellEnd},
		{Route{http.MethodPost, exemptionPath + "/continuation"}, false, followExemption},
		{Route{http.MethodGet, base + "/queue/exemptions"}, false, queueExemptions},
	}
}

// listExemptions answers the member's requests for exemption that the query chooses
// (P51).
func listExemptions(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	q, err := x.exemptionQuery()
	if err != nil {
		return err
	}
	all, err := x.api.Board.Requests(x.r.Context(), x.actor, member, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewExemption))
}

// beginExemption opens a draft (P40): 201, or 200 when the same press had
// opened it.
func beginExemption(x *exchange) error {
	member, err := x.member(identity.Write)
	if err != nil {
		return err
	}
	key, err := x.pressed()
	if err != nil {
		return err
	}
	ctx, status := x.r.Context(), http.StatusCreated
	if key != "" {
		switch _, err := x.api.Board.Request(ctx, x.actor, member, key); {
		case err == nil:
			status = http.StatusOK
		case !errors.Is(err, exemption.ErrNotFound):
			return err
		}
	}
	r, err := x.api.Board.Begin(ctx, x.actor, member, key)
	if err != nil {
		return err
	}
	// The press opened a draft that was thrown away since.
	if r.State == exemption.Discarded {
		return exemption.ErrTransition
	}
	x.w.Header().Set("Location", base+"/members/"+string(member)+"/exemptions/"+r.ID)
	return x.exemption(status, r)
}

func showExemption(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	id, err := x.id("request")
	if err != nil {
		return err
	}
	r, err := x.api.Board.Request(x.r.Context(), x.actor, member, id)
	if err != nil {
		return err
	}
	return x.exemption(http.StatusOK, r)
}

// exemptionInput is an entry as the API takes it: days as ISO text, and everything
// kept as it was given, right or wrong.
type exemptionInput struct {
	Period    string   `json:"period"`
	Ground    string   `json:"ground"`
	First     string   `json:"first"`
	Last      string   `json:"last"`
	Details   string   `json:"details"`
	Note      string   `json:"note"`
	Committed []string `json:"committed"`
}

func (in exemptionInput) entry() exemption.Entry {
	return exemption.Entry{
		Period: in.Period, Ground: in.Ground, First: typedDay(in.First), Last: typedDay(in.Last),
		Details: in.Details, Note: in.Note, Committed: in.Committed,
	}
}

func exemptionInputOf(e exemption.Entry) exemptionInput {
	return exemptionInput{
		Period: e.Period, Ground: e.Ground, First: dayTyped(e.First), Last: dayTyped(e.Last),
		Details: e.Details, Note: e.Note, Committed: append([]string{}, e.Committed...),
	}
}

// saveExemption saves an entry, right or wrong, and answers what is wrong so
// far. A period that is left out is the draft's (P42).
func saveExemption(x *exchange) error {
	member, err := x.member(identity.Write)
	if err != nil {
		return err
	}
	id, err := x.id("request")
	if err != nil {
		return err
	}
	ctx := x.r.Context()
	before, err := x.api.Board.Request(ctx, x.actor, member, id)
	if err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	in := exemptionInput{Period: before.Entry.Period}
	if err := x.read(&in); err != nil {
		return err
	}
	r, err := x.api.Board.Save(ctx, x.actor, member, id, version, in.entry())
	if err != nil {
		return err
	}
	return x.exemption(http.StatusOK, r)
}

// discardExemption throws a draft away.
func discardExemption(x *exchange) error {
	return x.onExemption(identity.Write, func(member identity.MemberID, id string, version int64) error {
		if _, err := x.api.Board.Discard(x.r.Context(), x.actor, member, id, version); err != nil {
			return err
		}
		return x.nothing()
	})
}

// submitExemption submits a draft (P49). Again with the same tag, it answers the
// same.
func submitExemption(x *exchange) error {
	return x.onExemption(identity.Write, func(member identity.MemberID, id string, version int64) error {
		r, err := x.api.Board.Submit(x.r.Context(), x.actor, member, id, version)
		if err != nil {
			return err
		}
		return x.exemption(http.StatusOK, r)
	})
}

// withdrawExemption takes a request back.
func withdrawExemption(x *exchange) error {
	return x.onExemption(identity.Write, func(member identity.MemberID, id string, version int64) error {
		r, err := x.api.Board.Withdraw(x.r.Context(), x.actor, member, id, version)
		if err != nil {
			return err
		}
		return x.exemption(http.StatusOK, r)
	})
}

// decideExemption applies what staff say of a request.
func decideExemption(x *exchange) error {
	return x.onExemption(identity.Decide, func(member identity.MemberID, id string, version int64) error {
		var given struct {
			Event   string `json:"event"`
			Granted string `json:"granted"`
			ByRule  bool   `json:"byRule"`
			Day     string `json:"day"`
			Reason  string `json:"reason"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		v := exemption.Verdict{Event: exemption.Event(given.Event), ByRule: given.ByRule, Reason: given.Reason}
		if !slices.Contains([]exemption.Event{exemption.Ask, exemption.Grant, exemption.End, exemption.Refuse, exemption.Cancel}, v.Event) {
			return hours.FieldErrors{{Field: "event", Err: hours.ErrUnknownChoice}}
		}
		var err error
		if grants := v.Event == exemption.Grant || v.Event == exemption.End; grants && (!given.ByRule || given.Granted != "") {
			if v.Granted, err = readHours("granted", given.Granted); err != nil {
				return err
			}
		}
		if given.Day != "" {
			if v.Day, err = typedDay(given.Day).Read(); err != nil {
				return hours.FieldErrors{{Field: "day", Err: err}}
			}
		}
		r, err := x.api.Board.Decide(x.r.Context(), x.actor, member, id, version, v)
		if err != nil {
			return err
		}
		return x.exemption(http.StatusOK, r)
	})
}

// onExemption gives fn what every change of a request needs. The actor must
// be able to see it before anything else is said of the request: a draft of
// somebody else's is answered as one that does not exist.
func (x *exchange) onExemption(action identity.Action, fn func(member identity.MemberID, id string, version int64) error) error {
	member, err := x.member(action)
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
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	return fn(member, id, version)
}

// queueExemptions answers the requests that wait for a decision, for staff.
func queueExemptions(x *exchange) error {
	q, err := x.exemptionQuery()
	if err != nil {
		return err
	}
	all, err := x.api.Board.Awaiting(x.r.Context(), x.actor, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewExemption))
}
