package httpapi

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/identity"
)

// acceptedAtOnce is how many declarations one request accepts before it answers, as the
// portal's button does: "work" goes on, and so does the server by itself.
const acceptedAtOnce = 100

func acceptanceEndpoints() []endpoint {
	const all, one = base + "/acceptances", base + "/acceptances/{acceptance}"
	return []endpoint{
		{Route{http.MethodGet, all}, false, listAcceptances},
		{Route{http.MethodPost, all}, false, acceptMany},
		{Route{http.MethodGet, one}, false, showAcceptance},
		{Route{http.MethodPost, one + "/work"}, false, workAcceptance},
		{Route{http.MethodPost, one + "/undo"}, false, undoAcceptance},
	}
}

// acceptanceView is an acceptance, with what became of each declaration.
type acceptanceView struct {
	ID    string               `json:"id"`
	By    string               `json:"by"`
	Asked time.Time            `json:"asked"`
	Done  *time.Time           `json:"done,omitempty"`
	Items []acceptanceItemView `json:"items"`
}

// acceptanceItemView is a declaration of an acceptance. Instants that have not come, and
// an obstacle that there is not, are left out.
type acceptanceItemView struct {
	Member      identity.MemberID `json:"member"`
	Declaration string            `json:"declaration"`
	Version     int64             `json:"version"`
	Fate        coded             `json:"fate"`
	Counted     amount            `json:"counted"`
	Obstacle    *coded            `json:"obstacle,omitempty"`
	Until       *time.Time        `json:"until,omitempty"`
	BackBy      string            `json:"backBy,omitempty"`
	Back        *time.Time        `json:"back,omitempty"`
	Told        bool              `json:"told"`
}

func (x *exchange) viewAcceptance(a acceptance.Acceptance) acceptanceView {
	return acceptanceView{
		ID: a.ID, By: a.By, Asked: a.Asked, Done: instant(a.Done),
		Items: listOf(a.Items, func(i acceptance.Item) acceptanceItemView {
			view := acceptanceItemView{
				Member: i.Member, Declaration: i.Declaration, Version: i.Version, Fate: x.labelled("acceptance.fate.", string(i.Fate)),
				Counted: x.amount(i.Hours), Until: instant(i.Until), BackBy: i.BackBy, Back: instant(i.Back), Told: i.Told,
			}
			if i.Obstacle != hours.ObstacleNone {
				obstacle := x.labelled("obstacle.", string(i.Obstacle))
				view.Obstacle = &obstacle
			}
			return view
		}).Items,
	}
}

// clerk returns the desk, to staff; without one there are no acceptances.
func (x *exchange) clerk() (*acceptance.Clerk, error) {
	if err := x.actor.Check(identity.List, x.actor.Org, ""); err != nil {
		return nil, err
	}
	if x.api.Clerk == nil {
		return nil, hours.ErrNotFound
	}
	return x.api.Clerk, nil
}

func listAcceptances(x *exchange) error {
	clerk, err := x.clerk()
	if err != nil {
		return err
	}
	all, err := clerk.Acceptances(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewAcceptance))
}

// acceptMany counts declarations whole, those of which nothing stands in the way. The
// key of the press becomes the acceptance's identifier.
func acceptMany(x *exchange) error {
	clerk, err := x.clerk()
	if err != nil {
		return err
	}
	key, err := x.pressed()
	if err != nil {
		return err
	}
	var given struct {
		Declarations []acceptance.Ref `json:"declarations"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	a, err := clerk.Confirm(x.r.Context(), x.actor, key, given.Declarations)
	if err != nil {
		return err
	}
	if a, err = clerk.Work(x.r.Context(), x.actor, a.ID, acceptedAtOnce); err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewAcceptance(a))
}

// acceptanceID reads the acceptance of the path.
func (x *exchange) acceptanceID() (*acceptance.Clerk, string, error) {
	clerk, err := x.clerk()
	if err != nil {
		return nil, "", err
	}
	id, err := x.id("acceptance")
	return clerk, id, err
}

func showAcceptance(x *exchange) error {
	clerk, id, err := x.acceptanceID()
	if err != nil {
		return err
	}
	a, err := clerk.Acceptance(x.r.Context(), x.actor, id)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewAcceptance(a))
}

// workAcceptance goes on with one that was left unfinished.
func workAcceptance(x *exchange) error {
	clerk, id, err := x.acceptanceID()
	if err != nil {
		return err
	}
	a, err := clerk.Work(x.r.Context(), x.actor, id, acceptedAtOnce)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewAcceptance(a))
}

// undoAcceptance takes back what was accepted: the declarations that are named, or all.
func undoAcceptance(x *exchange) error {
	clerk, id, err := x.acceptanceID()
	if err != nil {
		return err
	}
	var given struct {
		Declarations []acceptance.Ref `json:"declarations"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	a, err := clerk.TakeBack(x.r.Context(), x.actor, id, given.Declarations...)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewAcceptance(a))
}
