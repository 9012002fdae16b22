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
	Claim   *claimView `json:"claim"`
	Granted amount     `json:"granted"`
	// ByRule: the regulation's rule gives the hours.
	ByRule    bool                    `json:"byRule"`
	Decisions []exemptionDecisionView `json:"decisions"`
	// Ended is the last day of the ground when it was found to have ended before that
	// of the claim, and Told the end that the member told and nobody decided about.
	Ended *cycle.Date `json:"ended"`
	Told  *toldView   `json:"told"`
	// Note is the reply that the member is preparing, and Replies those that were sent.
	Note    string      `json:"note"`
	Replies []replyView `json:"replies"`
	// Follows is the request for another period from which this one was made.
	Follows string    `json:"follows"`
	Created time.Time `json:"created"`
	Changed time.Time `json:"changed"`
	// Submitted is null in a draft.
	Submitted *time.Time `json:"submitted"`
}

// exemptionFile is a request alone, with what is wrong with it so far.
type exemptionFile struct {
	exemptionView
	Errors []fieldProblem `json:"errors"`
}

// toldView is the end of a ground, as the member told it.
type toldView struct {
	Last cycle.Date `json:"last"`
	Note string     `json:"note"`
	At   time.Time  `json:"at"`
}

// replyView is a reply to a request for more documents.
type replyView struct {
	Note      string    `json:"note"`
	Documents int       `json:"documents"`
	At        time.Time `json:"at"`
}

// claimView is what a request claims.
type claimView struct {
	Ground coded      `json:"ground"`
	First  cycle.Date `json:"first"`
	Last   cycle.Date `json:"last"`
	// Covers is the days of the ground that the request is for: those in its period.
	Covers    *spanView `json:"covers"`
	Details   string    `json:"details"`
	Note      string    `json:"note"`
	Committed []string  `json:"committed"`
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
		Granted:   x.amount(r.Granted),
		Decisions: listOf(r.Decisions, x.viewExemptionDecision).Items,
		ByRule:    r.ByRule, Ended: dayOrNull(r.Ended), Note: r.Note, Follows: r.Follows,
		Replies: listOf(r.Replies, func(one exemption.Sent) replyView { return replyView{one.Note, one.Documents, one.At} }).Items,
		Created: r.Created, Changed: r.Changed, Submitted: orNull(r.Submitted),
	}
	if r.Told != nil {
		view.Told = &toldView{r.Told.Last, r.Told.Note, r.Told.At}
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
	if c := r.Claim.Covers; !c.Empty() {
		view.Claim.Covers = &spanView{c.From, c.Last()}
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
