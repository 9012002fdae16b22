package httpapi

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

const cardPath = learnerSittingPath + "/card"

func cardEndpoints() []endpoint {
	return atServicePoint(
		endpoint{Route{http.MethodGet, cardPath}, false, showCard},
		endpoint{Route{http.MethodPost, cardPath}, false, issueCard},
	)
}

// cardView is what an attestation card says (E10), without its photo. Verified is false
// while nobody who answers for the training has approved the content of the exam.
type cardView struct {
	Code         string    `json:"code"`
	Organisation string    `json:"organisation"`
	Name         string    `json:"name"`
	Title        string    `json:"title"`
	Training     string    `json:"training"`
	Finished     time.Time `json:"finished"`
	Issued       time.Time `json:"issued"`
	Language     string    `json:"language"`
	Verified     bool      `json:"verified"`
}

func (x *exchange) viewCard(f exam.Face) cardView {
	return cardView{
		Code: f.Code.String(), Organisation: x.p.Text(f.Organisation), Name: f.Name, Title: x.p.Text(f.Title), Training: x.p.Text(f.Training),
		Finished: f.Finished, Issued: f.Issued, Language: string(f.Language), Verified: f.Verified,
	}
}

// sittingKey is the sitting that the path names.
func (x *exchange) sittingKey() (exam.Key, error) {
	member, err := x.learnerID()
	if err != nil {
		return exam.Key{}, err
	}
	number, err := x.number()
	return exam.Key{Org: x.actor.Org, Member: member, Number: number}, err
}

// showCard answers what the card says: to its learner, to those who work at the service
// point, and to staff.
func showCard(x *exchange) error {
	key, err := x.sittingKey()
	if err != nil {
		return err
	}
	face, err := x.api.ServicePoint.Card(x.r.Context(), x.actor, key)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewCard(face))
}

// issueCard issues the card of a sitting that was passed. One that has its card is
// answered with it.
func issueCard(x *exchange) error {
	f, err := x.learnerFile()
	if err != nil {
		return err
	}
	if !exam.MayIssue(x.actor) {
		return identity.ErrForbidden
	}
	key, err := x.sittingKey()
	if err != nil {
		return err
	}
	s, err := x.api.ServicePoint.IssueCard(x.r.Context(), x.actor, key)
	if err != nil {
		return err
	}
	x.w.Header().Set("Location", learnersPath+"/"+string(f.Learner.Member)+"/sittings/"+s.ID()+"/card")
	return x.json(http.StatusCreated, x.viewSitting(s))
}
