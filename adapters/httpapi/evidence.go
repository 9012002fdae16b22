package httpapi

import (
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	evidencesPath = memberPath + "/evidence"
	evidencePath  = evidencesPath + "/{declaration}"
)

func evidenceEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, evidencesPath}, false, listEvidence},
		{Route{http.MethodPost, evidencesPath}, false, askEvidence},
		{Route{http.MethodGet, evidencePath}, false, showEvidence},
		{Route{http.MethodPost, evidencePath + "/documents"}, false, attachEvidence},
		{Route{http.MethodGet, evidencePath + "/documents/{document}"}, false, openEvidence},
		{Route{http.MethodDelete, evidencePath + "/documents/{document}"}, false, detachEvidence},
		{Route{http.MethodPost, evidencePath + "/sending"}, false, sendEvidence},
		{Route{http.MethodPost, evidencePath + "/acceptance"}, false, acceptEvidence},
		{Route{http.MethodPost, evidencePath + "/disallowance"}, false, disallowEvidence},
		{Route{http.MethodPost, evidencePath + "/second-notice"}, false, askEvidenceAgain},
	}
}

// auditedView is the evidence of a declaration. Kept is null when no text says for
// how long documents are kept, and Erased until their contents are deleted.
type auditedView struct {
	Declaration string             `json:"declaration"`
	Title       string             `json:"title"`
	Period      cycle.Date         `json:"period"`
	Version     int64              `json:"version"`
	State       coded              `json:"state"`
	Counted     amount             `json:"counted"`
	Draw        string             `json:"draw"`
	Last        cycle.Date         `json:"last"`
	Late        bool               `json:"late"`
	Note        string             `json:"note"`
	Documents   []documentView     `json:"documents"`
	Kept        *cycle.Date        `json:"kept"`
	Erased      *time.Time         `json:"erased"`
	Steps       []evidenceStepView `json:"steps"`
}

// evidenceStepView is one thing that happened to evidence. By is empty for what time alone
// causes, and when one of the staff did it and the reader is not.
type evidenceStepView struct {
	Event string    `json:"event"`
	At    time.Time `json:"at"`
	Text  string    `json:"text"`
	By    string    `json:"by"`
}

func (x *exchange) viewAudited(item audit.Item) auditedView {
	e := item.Evidence
	view := auditedView{
		Declaration: item.ID, Title: item.Activity.Title, Period: item.Period, Version: item.Version, State: coded{string(e.State), x.p.T("evidence.state." + string(e.State))},
		Counted: x.amount(item.Counted), Draw: e.Draw, Last: e.Last, Late: e.Late(), Note: e.Note, Documents: listOf(e.Documents, viewDocument).Items,
		Erased: orNull(e.Erased),
		Steps: listOf(e.Steps, func(s hours.EvidenceStep) evidenceStepView {
			if s.Event != hours.SendEvidence && !x.actor.May(identity.List, x.actor.Org, "") {
				s.By = ""
			}
			return evidenceStepView{string(s.Event), s.At, s.Text, s.By}
		}).Items,
	}
	if !item.Kept.IsZero() {
		view.Kept = &item.Kept
	}
	return view
}

// dossier answers with what audits have asked of a member.
func (x *exchange) dossier(member identity.MemberID) error {
	dossier, err := x.api.Auditor.Dossier(x.r.Context(), x.actor, member)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(dossier.Items, x.viewAudited))
}

func listEvidence(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	return x.dossier(member)
}

// askEvidence asks a member for evidence without a draw.
func askEvidence(x *exchange) error {
	member, err := x.member(identity.Decide)
	if err != nil {
		return err
	}
	var given evidenceAsked
	if err := x.read(&given); err != nil {
		return err
	}
	if given.Member != "" && given.Member != string(member) {
		return hours.FieldErrors{{Field: "member", Err: hours.ErrUnknownChoice}}
	}
	return x.askEvidence(member, given, "")
}

// item returns the evidence that the path names, to who may do this to the file.
func (x *exchange) item(action identity.Action) (audit.Item, error) {
	member, err := x.member(action)
	if err != nil {
		return audit.Item{}, err
	}
	id, err := x.id("declaration")
	if err != nil {
		return audit.Item{}, err
	}
	dossier, err := x.api.Auditor.Dossier(x.r.Context(), x.actor, member)
	if err != nil {
		return audit.Item{}, err
	}
	i := slices.IndexFunc(dossier.Items, func(item audit.Item) bool { return item.ID == id })
	if i < 0 {
		return audit.Item{}, hours.ErrNotFound
	}
	return dossier.Items[i], nil
}

func showEvidence(x *exchange) error {
	item, err := x.item(identity.Read)
	if err != nil {
		return err
	}
	return x.evidence(http.StatusOK, item)
}

// evidence answers with one declaration's evidence and its tag.
func (x *exchange) evidence(status int, item audit.Item) error {
	x.etag(item.Version)
	return x.json(status, x.viewAudited(item))
}

// onEvidence runs a change of evidence and answers with what it is then.
func (x *exchange) onEvidence(action identity.Action, status int, fn func(item audit.Item, version int64) error) error {
	item, err := x.item(action)
	if err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	if err := fn(item, version); err != nil {
		return err
	}
	if item, err = x.item(action); err != nil {
		return err
	}
	return x.evidence(status, item)
}

// attachEvidence adds a document to evidence that is not sent yet: the first file of
// a multipart form, or the body itself, named by Content-Disposition.
func attachEvidence(x *exchange) error {
	return x.onEvidence(identity.Write, http.StatusCreated, func(item audit.Item, version int64) error {
		x.r.Body = http.MaxBytesReader(x.w, x.r.Body, hours.LargestDocument+around)
		name, content, err := x.document()
		if err != nil {
			return onDocument(err)
		}
		d, err := x.api.Auditor.Attach(x.r.Context(), x.actor, item.Member, item.ID, version, name, content)
		if err != nil {
			return onDocument(err)
		}
		added := d.Evidence.Documents[len(d.Evidence.Documents)-1]
		x.w.Header().Set("Location", base+"/members/"+string(item.Member)+"/evidence/"+item.ID+"/documents/"+added.ID)
		return nil
	})
}

// openEvidence answers a document's content, to be saved and never shown in place.
func openEvidence(x *exchange) error {
	item, err := x.item(identity.Read)
	if err != nil {
		return err
	}
	document, err := x.id("document")
	if err != nil {
		return err
	}
	d, content, err := x.api.Auditor.Open(x.r.Context(), x.actor, item.Member, item.ID, document)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	h := x.w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("Content-Length", strconv.FormatInt(d.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	x.begin(http.StatusOK)
	_, err = io.Copy(x.w, content)
	return err
}

func detachEvidence(x *exchange) error {
	return x.onEvidence(identity.Write, http.StatusOK, func(item audit.Item, version int64) error {
		document, err := x.id("document")
		if err != nil {
			return err
		}
		_, err = x.api.Auditor.Detach(x.r.Context(), x.actor, item.Member, item.ID, version, document)
		return err
	})
}

// sendEvidence sends the documents. Again with the same tag, it answers the same.
func sendEvidence(x *exchange) error {
	return x.onEvidence(identity.Write, http.StatusOK, func(item audit.Item, version int64) error {
		_, err := x.api.Auditor.Send(x.r.Context(), x.actor, item.Member, item.ID, version)
		return err
	})
}

func acceptEvidence(x *exchange) error {
	return x.onEvidence(identity.Decide, http.StatusOK, func(item audit.Item, version int64) error {
		var given struct {
			Reason string `json:"reason"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		_, err := x.api.Auditor.Accept(x.r.Context(), x.actor, item.Member, item.ID, version, given.Reason)
		return err
	})
}

func disallowEvidence(x *exchange) error {
	return x.onEvidence(identity.Decide, http.StatusOK, func(item audit.Item, version int64) error {
		var given struct {
			Counted string `json:"counted"`
			Reason  string `json:"reason"`
		}
		if err := x.read(&given); err != nil {
			return err
		}
		left, err := readHours("counted", given.Counted)
		if err != nil {
			return err
		}
		_, err = x.api.Auditor.Disallow(x.r.Context(), x.actor, item.Member, item.ID, version, left, given.Reason)
		return err
	})
}

func askEvidenceAgain(x *exchange) error {
	return x.onEvidence(identity.Decide, http.StatusOK, func(item audit.Item, version int64) error {
		var given evidenceAsked
		if err := x.read(&given); err != nil {
			return err
		}
		r, err := given.request("")
		if err != nil {
			return err
		}
		_, err = x.api.Auditor.AskAgain(x.r.Context(), x.actor, item.Member, item.ID, version, r.Last, given.Note)
		return err
	})
}
