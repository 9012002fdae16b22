package httpapi

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// exemptionView is a request for an exemption as lists show it.
type exemptionView struct {
	ID        string         `json:"id"`
	Member    string         `json:"member"`
	Period    cycle.Date     `json:"period"`
	State     coded          `json:"state"` // P51
	Version   int64          `json:"version"`
	Entry     exemptionInput `json:"entry"`
	Documents []documentView `json:"documents"`
	// Claim is null in a draft: nothing has been checked yet.
	Claim     *claimView     `json:"claim"`
	Granted   amount         `json:"granted"`
	Decisions []decisionView `json:"decisions"`
	Created   time.Time      `json:"created"`
	Changed   time.Time      `json:"changed"`
	// Submitted is null in a draft.
	Submitted *time.Time `json:"submitted"`
}

// exemptionFile is a request alone, with what is wrong with it so far.
type exemptionFile struct {
	exemptionView
	Errors []fieldProblem `json:"errors"`
}

// claimView is what a request claims.
type claimView struct {
	Ground    coded      `json:"ground"`
	First     cycle.Date `json:"first"`
	Last      cycle.Date `json:"last"`
	Details   string     `json:"details"`
	Note      string     `json:"note"`
	Committed []string   `json:"committed"`
}

// documentView is a supporting document, without its content.
type documentView struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Type   string    `json:"type"`
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"`
	Added  time.Time `json:"added"`
}

func viewDocument(d hours.Document) documentView {
	return documentView{d.ID, d.Name, d.Type, d.Size, d.SHA256, d.Added}
}

func (x *exchange) viewExemption(r exemption.Request) exemptionView {
	view := exemptionView{
		ID: r.ID, Member: string(r.Member), Period: r.Period, State: x.coded("exemption", string(r.State)),
		Version: r.Version, Entry: exemptionInputOf(r.Entry), Documents: listOf(r.Documents, viewDocument).Items,
		Granted: x.amount(r.Granted),
		Decisions: listOf(r.Decisions, func(one exemption.Decision) decisionView {
			return x.viewDecision(string(one.Event), one.Before, one.Granted, one.Reason, one.By, one.At)
		}).Items,
		Created: r.Created, Changed: r.Changed, Submitted: orNull(r.Submitted),
	}
	if r.State == exemption.Draft {
		return view
	}
	ground := coded{r.Claim.Ground, r.Claim.Ground}
	if g, ok := x.api.Board.Grounds[x.org.Regulation].Ground(r.Claim.Ground); ok {
		ground.Label = x.p.Text(g.Label)
	}
	view.Claim = &claimView{
		Ground: ground, First: r.Claim.First, Last: r.Claim.Last, Details: r.Claim.Details, Note: r.Claim.Note,
		Committed: append([]string{}, r.Claim.Committed...),
	}
	return view
}

// exemption answers with one request and its tag.
func (x *exchange) exemption(status int, r exemption.Request) error {
	file := exemptionFile{x.viewExemption(r), []fieldProblem{}}
	if r.State == exemption.Draft {
		wrong, err := x.api.Board.Check(x.r.Context(), x.actor, r)
		if err != nil {
			return err
		}
		file.Errors = x.fieldProblems(wrong)
	}
	x.etag(r.Version)
	return x.json(status, file)
}
