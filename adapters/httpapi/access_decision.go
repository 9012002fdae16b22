package httpapi

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const accessQueuePath = base + "/queue/access"

// accessDecisionEndpoints are what staff decide on requests for access with.
func accessDecisionEndpoints() []endpoint {
	return atOffice(
		endpoint{Route{http.MethodGet, accessQueuePath}, false, listAccessQueue},
		endpoint{Route{http.MethodGet, accessQueuePath + "/{request}"}, false, showAccessFile},
		endpoint{Route{http.MethodPost, accessQueuePath + "/{request}/decision"}, false, decideAccess},
	)
}

// accessFileView is a request as staff see it.
type accessFileView struct {
	accessRequestView
	// Account is the one that the service is for; null for a new one.
	Account *string `json:"account"`
	// Own says that the request is the reader's own, who decides nothing of it.
	Own       bool       `json:"own"`
	Decided   *time.Time `json:"decided,omitempty"`
	DecidedBy string     `json:"decidedBy"`
	Grounds   []coded    `json:"grounds"`
	Note      string     `json:"note"`
}

// listAccessQueue answers the requests that wait for a decision, the oldest first.
func listAccessQueue(x *exchange) error {
	all, err := x.api.Office.Queue(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, func(r access.Request) accessRequestView { return x.viewAccessRequest(r, nil) }))
}

func showAccessFile(x *exchange) error {
	id, err := x.id("request")
	if err != nil {
		return err
	}
	return x.accessFile(id)
}

func (x *exchange) accessFile(id string) error {
	f, err := x.api.Office.File(x.r.Context(), x.actor, id)
	if err != nil {
		return err
	}
	v := accessFileView{
		accessRequestView: x.viewAccessRequest(f.Request, f.Reasons), Own: f.Own, Decided: instant(f.Request.Decided), DecidedBy: f.By,
		Grounds: listOf(f.Request.Grounds, x.groundNamed).Items, Note: f.Request.Note,
	}
	if f.Account.ID != "" {
		account := string(f.Account.ID)
		v.Account = &account
	}
	x.etag(f.Request.Version)
	return x.json(http.StatusOK, v)
}

// decideAccess accepts a request that nothing has refused, or refuses one with every
// reason at once.
func decideAccess(x *exchange) error {
	if !x.actor.Is(identity.RoleStaff) {
		return identity.ErrForbidden
	}
	id, err := x.id("request")
	if err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	var given struct {
		Event   string   `json:"event"`
		Grounds []string `json:"grounds"`
		Note    string   `json:"note"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	switch access.Event(given.Event) { //nolint:exhaustive // staff decide one of two things
	case access.Accept:
		_, err = x.api.Office.Accept(x.r.Context(), x.actor, id, version)
	case access.Refuse:
		_, err = x.api.Office.Refuse(x.r.Context(), x.actor, id, version, given.Grounds, given.Note)
	default:
		err = hours.FieldErrors{{Field: "event", Err: hours.ErrUnknownChoice}}
	}
	if err != nil {
		return onField(err, map[error]string{access.ErrNoGround: "grounds"})
	}
	return x.accessFile(id)
}
