package httpapi

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func correctionEndpoints() []endpoint {
	const correction = declarationPath + "/correction"
	return []endpoint{
		{Route{http.MethodPost, declarationPath + "/amendment"}, false, amendDeclaration},
		{Route{http.MethodPost, correction}, false, askCorrection},
		{Route{http.MethodDelete, correction}, false, takeBackCorrection},
		{Route{http.MethodPost, correction + "/answer"}, false, declineCorrection},
	}
}

// amendmentView is both versions of an activity that staff corrected (P32).
type amendmentView struct {
	Before *activityView `json:"before"`
	After  *activityView `json:"after"`
}

// correctionView is a member's request that a declaration be corrected. Who answered
// it is told to staff alone.
type correctionView struct {
	State coded     `json:"state"`
	Text  string    `json:"text"`
	Asked time.Time `json:"asked"`
	// Closed is null while it is open, and Event when no decision answered it.
	Closed *time.Time `json:"closed"`
	Event  *coded     `json:"event"`
	Answer string     `json:"answer"`
	By     string     `json:"by,omitempty"`
}

func (x *exchange) viewCorrection(c hours.Correction) correctionView {
	view := correctionView{
		State: x.coded("correction", string(c.State)), Text: c.Text, Asked: c.Asked, Closed: orNull(c.Closed), Answer: c.Answer,
	}
	if c.Event != "" {
		event := x.coded("event", string(c.Event))
		view.Event = &event
	}
	if x.actor.May(identity.List, x.actor.Org, "") {
		view.By = c.By
	}
	return view
}

// amendDeclaration corrects the activity, for staff. What the body leaves out of the
// entry stays as it is.
func amendDeclaration(x *exchange) error {
	return x.onDeclaration(identity.Decide, func(member identity.MemberID, id string, version int64) error {
		var given struct {
			Entry   json.RawMessage `json:"entry"`
			Counted string          `json:"counted"`
			Reason  string          `json:"reason"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		ctx := x.r.Context()
		d, err := x.api.Ledger.Declaration(ctx, x.actor, member, id)
		if err != nil {
			return err
		}
		in, changes := inputOf(d.Typed()), map[string]json.RawMessage{}
		if len(given.Entry) > 0 && json.Unmarshal(given.Entry, &changes) != nil {
			return onFields{{Field: "entry", Err: errWrongType}}
		}
		if err := fill(&in, changes); err != nil {
			return err
		}
		counted, err := readHours("counted", given.Counted)
		if err != nil {
			return err
		}
		d, err = x.api.Ledger.Amend(ctx, x.actor, member, id, version,
			hours.Corrected{Entry: in.entry(), Counted: counted, Reason: given.Reason})
		if err != nil {
			return err
		}
		return x.declaration(http.StatusOK, d)
	})
}

// askCorrection opens a request for correction, for the member.
func askCorrection(x *exchange) error {
	return x.onDeclaration(identity.Write, func(member identity.MemberID, id string, version int64) error {
		var given struct {
			Text string `json:"text"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		d, err := x.api.Ledger.AskCorrection(x.r.Context(), x.actor, member, id, version, given.Text)
		if err != nil {
			return err
		}
		return x.declaration(http.StatusOK, d)
	})
}

// takeBackCorrection closes the request that is open, for the member.
func takeBackCorrection(x *exchange) error {
	return x.onDeclaration(identity.Write, func(member identity.MemberID, id string, version int64) error {
		d, err := x.api.Ledger.TakeBackCorrection(x.r.Context(), x.actor, member, id, version)
		if err != nil {
			return err
		}
		return x.declaration(http.StatusOK, d)
	})
}

// declineCorrection answers the request that is open without a decision, for staff. A
// decision and an amendment answer it by themselves.
func declineCorrection(x *exchange) error {
	return x.onDeclaration(identity.Decide, func(member identity.MemberID, id string, version int64) error {
		var given struct {
			Reason string `json:"reason"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		d, err := x.api.Ledger.DeclineCorrection(x.r.Context(), x.actor, member, id, version, given.Reason)
		if err != nil {
			return err
		}
		return x.declaration(http.StatusOK, d)
	})
}
