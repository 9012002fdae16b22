package httpapi

import (
	"errors"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	auditsPath = base + "/audits"
	auditPath  = auditsPath + "/{draw}"
)

func auditEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, auditsPath}, false, listAudits},
		{Route{http.MethodPost, auditsPath}, false, makeAudit},
		{Route{http.MethodGet, auditPath}, false, showAudit},
		{Route{http.MethodPost, auditPath + "/evidence"}, false, askAudited},
	}
}

// drawView is a draw, with all that is needed to do it again.
type drawView struct {
	ID         string     `json:"id"`
	First      cycle.Date `json:"first"`
	Last       cycle.Date `json:"last"`
	Seed       string     `json:"seed"`
	Random     bool       `json:"random"`
	Size       string     `json:"size"`
	NotTwice   bool       `json:"notTwice"`
	Before     string     `json:"before"`
	Population int        `json:"population"`
	Digest     string     `json:"digest"`
	Excluded   int        `json:"excluded"`
	Selected   int        `json:"selected"`
	At         time.Time  `json:"at"`
	By         string     `json:"by"`
	// Told is null until the last of the selected had been told.
	Told *time.Time `json:"told"`
}

// drawFile is a draw alone, with those it chose and how far each has come.
type drawFile struct {
	drawView
	Members []selectedView `json:"members"`
}

// selectedView is a member whom a draw chose. Rank is 0 and Score empty for who was
// added by staff, with a reason.
type selectedView struct {
	Member     string      `json:"member"`
	Name       string      `json:"name"`
	Number     string      `json:"number"`
	Rank       int         `json:"rank"`
	Score      string      `json:"score"`
	Reason     string      `json:"reason"`
	Asked      int         `json:"asked"`
	Waiting    int         `json:"waiting"`
	Overdue    int         `json:"overdue"`
	Received   int         `json:"received"`
	Accepted   int         `json:"accepted"`
	Disallowed int         `json:"disallowed"`
	Hours      amount      `json:"hours"`
	Failed     bool        `json:"failed"`
	Last       *cycle.Date `json:"last"`
}

func viewDraw(d audit.Draw) drawView {
	return drawView{
		ID: d.ID, First: d.Span.From, Last: d.Span.Last(), Seed: d.Seed, Random: d.Random, Size: d.Size.String(), NotTwice: d.NotTwice, Before: d.Before,
		Population: d.Population, Digest: d.Digest, Excluded: d.Excluded, Selected: len(d.Selected), At: d.At, By: d.By, Told: orNull(d.Told),
	}
}

// listAudits answers the draws, the latest first, for staff.
func listAudits(x *exchange) error {
	all, err := x.api.Auditor.Draws(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, viewDraw))
}

// makeAudit draws: 201, or 200 when the same press had drawn.
func makeAudit(x *exchange) error {
	if err := x.actor.Check(identity.List, x.actor.Org, ""); err != nil {
		return err
	}
	key, err := x.pressed()
	if err != nil {
		return err
	}
	var given struct {
		First    string `json:"first"`
		Last     string `json:"last"`
		Size     string `json:"size"`
		Seed     string `json:"seed"`
		NotTwice bool   `json:"notTwice"`
		Directed string `json:"directed"`
		Reason   string `json:"reason"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	ctx, status := x.r.Context(), http.StatusCreated
	if key != "" {
		switch _, err := x.api.Auditor.Draw(ctx, x.actor, key); {
		case err == nil:
			status = http.StatusOK
		case !errors.Is(err, audit.ErrNotFound):
			return err
		}
	}
	made, err := x.api.Auditor.Make(ctx, x.actor, key, audit.Entry{
		First: typedDay(given.First), Last: typedDay(given.Last), Size: given.Size, Seed: given.Seed, NotTwice: given.NotTwice,
		Directed: given.Directed, Reason: given.Reason,
	})
	if err != nil {
		return err
	}
	x.w.Header().Set("Location", auditsPath+"/"+made.ID)
	return x.draw(status, made)
}

func showAudit(x *exchange) error {
	made, err := x.drawn()
	if err != nil {
		return err
	}
	return x.draw(http.StatusOK, made)
}

// drawn returns the draw that the path names, for staff.
func (x *exchange) drawn() (audit.Draw, error) {
	if err := x.actor.Check(identity.List, x.actor.Org, ""); err != nil {
		return audit.Draw{}, err
	}
	id, err := x.id("draw")
	if err != nil {
		return audit.Draw{}, err
	}
	return x.api.Auditor.Draw(x.r.Context(), x.actor, id)
}

// draw answers with one draw.
func (x *exchange) draw(status int, made audit.Draw) error {
	all, err := x.api.Auditor.Progress(x.r.Context(), x.actor, made)
	if err != nil {
		return err
	}
	return x.json(status, drawFile{viewDraw(made), listOf(all, func(p audit.Progress) selectedView {
		view := selectedView{
			Member: string(p.Member), Name: p.Name, Number: p.Number, Rank: p.Rank, Score: p.Score, Reason: p.Reason, Asked: p.Asked, Waiting: p.Waiting,
			Overdue: p.Overdue, Received: p.Received, Accepted: p.Accepted, Disallowed: p.Disallowed, Hours: x.amount(p.Hours), Failed: p.Failed(),
		}
		if !p.Last.IsZero() {
			view.Last = &p.Last
		}
		return view
	}).Items})
}

// evidenceAsked is what staff ask evidence of; no declarations are all.
type evidenceAsked struct {
	Member       string   `json:"member"`
	Declarations []string `json:"declarations"`
	Note         string   `json:"note"`
	Last         string   `json:"last"`
}

func (in evidenceAsked) request(draw string) (audit.Request, error) {
	r := audit.Request{Draw: draw, Declarations: in.Declarations, Note: in.Note}
	if in.Last == "" {
		return r, nil
	}
	var err error
	if r.Last, err = typedDay(in.Last).Read(); err != nil {
		return r, hours.FieldErrors{{Field: "last", Err: err}}
	}
	return r, nil
}

// askAudited asks a member whom the draw chose for evidence.
func askAudited(x *exchange) error {
	made, err := x.drawn()
	if err != nil {
		return err
	}
	var given evidenceAsked
	if err := x.read(&given); err != nil {
		return err
	}
	if given.Member == "" {
		return hours.FieldErrors{{Field: "member", Err: hours.ErrMissing}}
	}
	member, err := identity.ParseMemberID(given.Member)
	if err != nil {
		return err
	}
	return x.askEvidence(member, given, made.ID)
}

func (x *exchange) askEvidence(member identity.MemberID, given evidenceAsked, draw string) error {
	r, err := given.request(draw)
	if err != nil {
		return err
	}
	if _, err := x.api.Auditor.Ask(x.r.Context(), x.actor, member, r); err != nil {
		return err
	}
	return x.dossier(member)
}
